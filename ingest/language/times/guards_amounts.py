"""Looks at the words around what may be a weekday, a length of time, a count, an age or an event.

As in `guards`: each takes the text and the match, and says whether the match counts.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.language.times.beside import (
    MONTH,
    SENTENCE_CHARS,
    TH,
    WEEKDAY,
    Match,
    before_words,
    word_after,
    word_before,
)
from ingest.language.times.guards import no_name
from ingest.language.times.words import TABLES, alternation

_BEFORE_LENGTH: Final = before_words("before_a_length")
_BEFORE_COUNT: Final = re.compile(rf"(?<!\w){alternation(TABLES['before_count'])}[\s,(]{{1,3}}$", re.IGNORECASE)
_MEASURE: Final = re.compile(
    rf"\b(?:{alternation(TABLES['measured'])}|{alternation(TABLES['graded'])}|score|temp|bmi|centile)\b[^.;\n]{{0,24}}$",
    re.IGNORECASE,
)
_ENDED: Final = re.compile(r"\s{0,2}(?:$|[.,;:)\n\-–]|" + alternation(TABLES["after_offset"]) + r"\b)", re.IGNORECASE)
_DATE_BEHIND: Final = re.compile(rf"[.,]?\s(?:the\s)?\d{{1,2}}(?:[/.-]\d|\s?{TH}\b|\s{MONTH}\b)", re.IGNORECASE)
_BESIDE_WEEKDAY: Final = re.compile(
    rf"[.,]{{0,2}}\s*(?:the\s)?(?:\d|{MONTH}\b)|\s?(?:[-–/,&]|and\b)\s?{WEEKDAY}\b"
    rf"|\s{alternation(TABLES['part'] | TABLES['half_day'])}\b|\s*$",
    re.IGNORECASE,
)
_AFTER_CLOCK: Final = re.compile(r"(?<!\d)(?:[01]\d|2[0-3])[:.]?[0-5]\d(?:h|hrs)?\s$")  # "1700 Sat", "22:15 Sat"
_BEFORE_SHARED: Final = re.compile(
    rf"(?<!\w){alternation(TABLES['before_shared_unit'])}\s(?:\d{{1,2}},\s){{0,3}}$", re.IGNORECASE
)
_CODE_BEFORE: Final = re.compile(r"\b[A-Z]\d{1,3},?\s(?:and\s|&\s)?$")
_PERSON_IS: Final = re.compile(
    rf"(?:\b{alternation(TABLES['before_clause'])}\s(?:he|she|they|(?-i:[A-Z])[\w.]{{0,15}})\s(?:was|were|is|are)"
    rf"|(?<!\w)(?:{alternation(TABLES['aged_person'])})\s(?:is|was))\s(?:only\s|just\s|about\s|aged\s|now\s)?$",
    re.IGNORECASE,
)
_DAY_OF: Final = re.compile(
    rf"\s(?:of|on)\s(?:the\s)?(?:\d|(?:{WEEKDAY}|{MONTH}|{alternation(TABLES['ordinal'])})\b)", re.IGNORECASE
)


def counted(text: str, match: Match) -> bool:
    """ "t/c x3": a count of attempts at contact; "windows x2" counts things, which happen at no time."""
    return _BEFORE_COUNT.search(text, max(0, match.start() - 16), match.start()) is not None


def no_family(text: str, match: Match) -> bool:
    """Fridays, unless "the Fridays" are a family."""
    return word_before(text, match.start()) != "the"


def event_bound(text: str, match: Match) -> bool:
    """ "Since the meeting"; "not until the hearing of 9 May" tells the day of the hearing, which stands behind it."""
    before = word_before(text, match.start())
    if before in TABLES["unit"]:
        return False  # "for 12 hours after the assault": the length is told, and no day
    return not (before == "not" and _DAY_OF.match(text, match.end()))


def age_was(text: str, match: Match) -> bool:
    """ "When he was 6,", "Mum is 19, dad 24": an age after a person and a verb of being."""
    return _PERSON_IS.search(text, max(0, match.start() - 32), match.start()) is not None


def age_when(text: str, match: Match) -> bool:
    """She "was 15 when" they met; a score that "was 15 when" seen is no age."""
    return word_before(text, match.start()) in TABLES["before_age"] and not _MEASURE.search(
        text, max(0, match.start() - SENTENCE_CHARS), match.start()
    )


def weekday_word(text: str, match: Match) -> bool:
    """A weekday: full names always; "sat", "sun" and the like only with a capital and beside time words."""
    word, (start, end) = match["wd"], match.span()
    low = word.lower()
    if not no_name(text, match):
        return False
    if low not in TABLES["short_weekday"]:
        return True
    if not word[0].isupper():
        return _DATE_BEHIND.match(text, end) is not None
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return True
    if _AFTER_CLOCK.search(text, max(0, start - 8), start):
        return True
    if low not in TABLES["word_weekday"]:
        return low != "mon" or word_after(text, end) not in TABLES["cue_past"]
    return word_before(text, start) in TABLES["before_short_weekday"] or bool(
        _BESIDE_WEEKDAY.match(text, end, end + 14)
    )


def not_for(text: str, match: Match) -> bool:
    """ "For 12 hours after the assault" is a length of time, not a date."""
    return word_before(text, match.start()) != "for"


def within_of(text: str, match: Match) -> bool:
    """An amount after or before anything named; "of" only after "within": within 5 working days of the decision."""
    if match["dir"].lower() == "of":
        return word_before(text, match.start()) == "within"
    return not_for(text, match)


def short_offset(text: str, match: Match) -> bool:
    """ "6/52 ago"; "2/7 after" only where an event that we know follows, or nothing does."""
    return match["anchor"] is not None or offset_word(text, match)


def offset_word(text: str, match: Match) -> bool:
    """An amount with a direction; "on" and "time" only where nothing else follows."""
    direction, end = match["dir"].lower(), match.end()
    if direction in {"earlier", "later"} and word_after(text, end) == "than":
        return False  # "a month earlier than usual": a length
    if direction in {"before", "after"}:
        return _ENDED.match(text, end) is not None
    if direction == "on":
        return word_after(text, end) in {"", *TABLES["after_on"]}
    if direction == "time":
        return word_before(text, match.start()) in TABLES["before_time"] or match[0][0].lower() == "a"
    return direction != "back" or word_after(text, end) not in TABLES["after_back"]


def bare_weekend(text: str, match: Match) -> bool:
    """ "At weekend": a weekend without an article, after a preposition of time."""
    return word_before(text, match.start()) in TABLES["before_weekend"]


def duration(text: str, match: Match) -> bool:
    """A length of time: "a week" only after a cue, never "£50 a week" or a named review."""
    start, end = match.span()
    word, unit = match[0].split()[0].lower(), (match["u"] or match["uh"] or "").lower()
    if unit == "h" and not re.match(r"\d+h", match[0], re.IGNORECASE):
        return False  # "24h" is a length, "24 H" a house or a name
    if word in {"a", "an"} and " " not in (match["n"] or ""):
        counted = word_after(text, end) in TABLES["after_a_length"]
        return (
            counted or match["half2"] is not None or _BEFORE_LENGTH.search(text[max(0, start - 16) : start]) is not None
        )
    if word == "one" and unit in {"day", "night"}:
        return word_before(text, start) in TABLES["before_one_day"]
    return word_after(text, end) not in TABLES["after_length"] and text[end : end + 1] != "'"


def smaller_unit(text: str, match: Match) -> bool:
    """ "4 weeks and 2 days old": one age; "3 years, 2 years old" are two."""
    order = "YMWD"
    larger, smaller = (str(TABLES["unit"][match[name].lower()]) for name in ("u", "u3"))
    return order.index(larger) < order.index(smaller)


def shared_unit(text: str, match: Match) -> bool:
    """ "At 28 and 32 weeks": numbers after a word that amounts have before them, not "section 20 and 6 weeks later"."""
    return _BEFORE_SHARED.search(text, max(0, match.start() - 24), match.start()) is not None


def year_old(text: str, match: Match) -> bool:
    """3 y/o: nobody is older than 110."""
    return int(match["n"]) < 110


def life_day(text: str, match: Match) -> bool:
    """D5 is a day of life only with a capital letter; not vitamin D3."""
    if match[0][:2].lower() == "da":
        return True
    if _CODE_BEFORE.search(text, max(0, match.start() - 10), match.start()):
        return False  # "pages C12, D14"
    return match[0][0] == "D" and word_before(text, match.start()) not in TABLES["before_vitamin"]
