"""Looks at the words around a match, for rules whose own words do not settle that they tell a time.

Each guard takes the text and the match, and says whether the match counts. The words they look for
are tables of `times.toml`.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.language.times.words import TABLES, alternation

Match = re.Match[str]

LAST_HOUR: Final = 23
MONTHS: Final = 12
FIRST_SURE_DAY: Final = 5  # "came 2nd." is a place; from the fifth on, an ordinal at the end of a clause is a day
_NAME_AFTER: Final = re.compile(r"\s([A-Z][\wé]{2,12}|dinner|lunch|roast)\b")
_SENTENCE_START: Final = re.compile(r"(?:^|[.;\n]\s{0,2})$")

_LAST_WORD: Final = re.compile(r"([\w/'’-]+)[\s'‘\"“(]*$")
_NEXT_WORD: Final = re.compile(r"[\s,]*([\w'’-]+)")
_DATE_TAIL: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d|(?:19|20)\d\d)$")
SHORT_MONTH: Final = 4  # letters of a month cut short, which may as well be a name ("Dec", "Jan")
SENTENCE_CHARS: Final = 60  # around a number in which a word says what it counts
_MONTH: Final = alternation(TABLES["month"])
_WEEKDAY: Final = alternation(TABLES["weekday"])
_TH: Final = r"(?:st|nd|rd|th)"


def _before(table: str, rest: str = "") -> re.Pattern[str]:
    """Any word of a table right before a place, or what `rest` says."""
    return re.compile(r"(?:(?<!\w)" + alternation(TABLES[table]) + r"\s{0,2}" + rest + r")$", re.IGNORECASE)


_BEFORE_YEAR: Final = _before("before_year", r"|(?:^|[(,;:–/.-])\s{0,2}")
_BEFORE_SHORT_YEAR: Final = _before("before_short_year", r"['’]?")
_BEFORE_LENGTH: Final = _before("before_a_length")
_BEFORE_NAME: Final = _before("before_name")
_BEFORE_CLOCK: Final = _before("before_clock")
_GRADED: Final = re.compile(r"\b" + alternation(TABLES["graded"]) + r"\b", re.IGNORECASE)
_NEED_APOSTROPHE: Final = frozenset(w.rstrip("' ") for w in TABLES["before_short_year"] if w.endswith("'"))
MOST_MARKS: Final = (5, 10)  # what marks are out of, where a day and month could be meant as well
_RANKED: Final = re.compile(r"\b" + alternation(TABLES["ranked"]) + r"\b", re.IGNORECASE)
_ENDED: Final = re.compile(r"\s{0,2}(?:$|[.,;:)\n\-–]|" + alternation(TABLES["after_offset"]) + r"\b)", re.IGNORECASE)
_SLASH_MONTH: Final = re.compile(rf"/\d{{1,2}}{_TH}?\s{{0,2}}(?:of\s)?{_MONTH}\b", re.IGNORECASE)
_MONTH_JOIN_BEFORE: Final = re.compile(rf"{_MONTH}\s?[-–/,&]\s?$", re.IGNORECASE)
_MONTH_JOIN_AFTER: Final = re.compile(
    rf"\s?(?:[-–/]|to|and)\s?{_MONTH}\b|\s(?:last|this|next|that|of last)\syear\b", re.IGNORECASE
)
_IN_SENTENCE: Final = re.compile(r"[a-z][\w'’]*,?\s[\"'‘“]?$")  # a word in small letters stands before
_DAY_ENDS: Final = re.compile(rf"(?:day|\d|{_TH}|(?<!\w){_WEEKDAY}|tomorrow|yesterday)[,.]?\s$", re.IGNORECASE)
_BESIDE_WEEKDAY: Final = re.compile(
    rf"[.,]?\s*(?:the\s)?\d|\s?[-–/]\s?{_WEEKDAY}\b|\s{alternation(TABLES['part'] | TABLES['half_day'])}\b|\s*$",
    re.IGNORECASE,
)


def word_before(text: str, start: int) -> str:
    """The last word before `start` in lower case, "" at the beginning of a sentence."""
    found = _LAST_WORD.search(text, max(0, start - 30), start)
    return found[1].lower() if found else ""


def word_after(text: str, end: int) -> str:
    """The word after `end` in lower case, "" where none follows at once."""
    found = _NEXT_WORD.match(text, end)
    return found[1].lower() if found else ""


# ---------------------------------------------------------------- numbers that are no dates


def not_date(text: str, match: Match) -> bool:
    """A reference number: not where the digits are a date."""
    return _DATE_TAIL.search(match[0]) is None


def not_month_year(text: str, match: Match) -> bool:
    """A number with a stroke: not where it reads 05/2021."""
    return re.fullmatch(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d", match[0]) is None


def share(text: str, match: Match) -> bool:
    """3/8 sessions: so many of so many, not the third of August."""
    return int(match["part"]) <= int(match["whole"])


def no_name(text: str, match: Match) -> bool:
    """A day or a feast, unless a word with a capital after it makes it a name: the Friday Club, Christmas Cottage."""
    after = _NAME_AFTER.match(text, match.end())
    return after is None or after[1].lower() not in TABLES["named_place"]


def capital_address(text: str, match: Match) -> bool:
    """A house number: the street's name has a capital letter."""
    return bool(re.search(r"\s[A-Z]", match[0]))


def dotted_times(text: str, match: Match) -> bool:
    """9.30 - 10.15 is a pair of times; 12.04 - 15.04 may be two dates, unless a cue says that it is not."""
    return max(int(match["mi"]), int(match["mi2"])) > 12 or "00" in {match["mi"], match["mi2"]} or time_cue(text, match)


def not_years(text: str, match: Match) -> bool:
    """0900-1700 is a pair of times, 2014-2016 a pair of years."""
    centuries = {"19", "20"}
    return not (match["h"] in centuries and match["h2"] in centuries and ":" not in match[0])


# ---------------------------------------------------------------- dates


def spaced_date(text: str, match: Match) -> bool:
    """Three numbers with blanks between are a date after a cue or where they stand alone."""
    start = match.start()
    if re.fullmatch(r"\d\d \d\d \d\d", match[0]) and word_before(text, start)[-1:].isalpha():
        return word_before(text, start) not in TABLES["before_number"]
    return len(match["y"]) == 4 or not text[:start].strip() or word_before(text, start) in TABLES["cue_date"]


def bare_day(text: str, match: Match) -> bool:
    """The first day of a range or list: not the first half of a D/M/Y date or of a count."""
    if not 1 <= int(match["d"]) <= 31:
        return False
    rest = text[match.end() : match.end() + 24]
    whole = re.match(r"\s?([/.–-])\s?(\d{1,2})\s?([/.-])\s?(\d{4}|\d{2})(?!\d)(/?)", rest)
    if whole and not whole[5]:  # 12/5/21 is one date, but 12-14/4/21 and 16-20/10 are ranges
        return whole[1] in "-–" and whole[3] == "/" and int(whole[2]) > int(match["d"]) and int(whole[4]) <= 12
    if re.match(r"\s?[-–]\s?\d{1,2}\s?/\s?(?:7|12|52)(?![\d/])", rest):
        return word_before(text, match.start()) in TABLES["cue_date"]  # "3-4/7" alone: three to four days
    return not rest.startswith("/") or _SLASH_MONTH.match(rest) is not None


def ordinal_range(text: str, match: Match) -> bool:
    """12th-13th; with "and", "to" or a stroke only where both have a suffix."""
    return not re.match(r"(?:the\s)?\d{1,2}\s?(?:and|to|/)|.*\sand\s", match[0], re.IGNORECASE)


def dotted_day(text: str, match: Match) -> bool:
    """D.M without a year needs a cue of dates before it, or a date of the same form beside it."""
    if word_before(text, match.start()) in TABLES["cue_date"].keys() - TABLES["before_dotted"].keys():
        return True
    no_time = int(match["d"]) > LAST_HOUR or len(match["m"]) == 1
    if no_time and word_before(text, match.start()) in TABLES["before_dotted_verb"]:
        return True
    beside = re.search(r"\d{1,2}\.\d{1,2}(?:\.\d{2,4})?\s?(?:,|and|&|-|–|to|until)\s?$", text[: match.start()][-24:])
    return len(match[0]) == 5 and beside is not None


def month_word(text: str, match: Match) -> bool:
    """A month alone: May and March may be verbs, April and June people."""
    word = match["mon"]
    low = word.lower()
    before = re.split(r"[/-]", word_before(text, match.start()).rstrip("-/"))[-1]
    cued = before in TABLES["cue_month"]
    if not no_name(text, match):
        return False
    named = _BEFORE_NAME.search(text[max(0, match.start() - 24) : match.start()]) is not None
    if low not in TABLES["ambiguous_month"]:
        return (bool(word[0].isupper()) or cued) and not (named and len(low) <= SHORT_MONTH)
    if not word[0].isupper() and low in TABLES["verb_month"] and (not cued or before in TABLES["before_verb_month"]):
        return False
    if word_after(text, match.end()) in TABLES["not_after_month"]:
        return False
    if before in TABLES["joins"] and word_after(text, match.end()) in TABLES["verbs_of_being"]:
        return False  # "Avril and May are sisters"
    if named:
        return bool(_MONTH_JOIN_AFTER.match(text, match.end(), match.end() + 16))
    if (
        low in TABLES["verb_month"]
        and len(low) > 2
        and word[0].isupper()
        and _IN_SENTENCE.search(text[: match.start()][-24:])
    ):
        return True  # a capital inside a sentence: the verbs have none
    beside = _MONTH_JOIN_BEFORE.search(text[max(0, match.start() - 12) : match.start()])
    return cued or bool(beside or _MONTH_JOIN_AFTER.match(text, match.end(), match.end() + 16))


def season_word(text: str, match: Match) -> bool:
    """A season with a year, an article, or after a preposition of time; never "box spring"."""
    if match["y"]:
        return True
    if match["det"]:
        return match["det"].lower() != "the" or word_after(text, match.end()) not in TABLES["after_season"]
    before = word_before(text, match.start())
    return before in TABLES["cue_month"] and before not in TABLES["before_season"]


def half_of(text: str, match: Match) -> bool:
    """ "The first half of" needs a month or a year after it."""
    return bool(match["mon"] or match["y"])


def decade(text: str, match: Match) -> bool:
    """The 90s, not "in her 20s"."""
    return len(match["dec"]) == 4 or match[0].lower().startswith("the")


def no_mark(text: str, match: Match) -> bool:
    """3/5 in a sentence of scores, both small: "4 for hygiene, 3/5 for stimulation" is no day."""
    low, high = max(0, match.start() - SENTENCE_CHARS), match.end() + SENTENCE_CHARS
    return int(match["m"]) not in MOST_MARKS or int(match["d"]) > int(match["m"]) or not _GRADED.search(text, low, high)


def short_year(text: str, match: Match) -> bool:
    """Two digits are a year after a birth or after an apostrophe: "a birth in 87", "in '05"; "a pack of 44" is none."""
    found = _BEFORE_SHORT_YEAR.search(text[max(0, match.start() - 25) : match.start()].replace("’", "'"))
    return found is not None and (found[0].strip().lower() not in _NEED_APOSTROPHE)


def year(text: str, match: Match) -> bool:
    """Four digits are a year after a preposition, before a stop, or in a pair of years."""
    start, end = match.span()
    before = text[max(0, start - 14) : start]
    if re.search(r"(?:no|ref|£|tel)[.:]?\s?$", before, re.IGNORECASE):
        return False
    if re.match(r"\s?[-–]\s?(?:19|20)\d\d(?!\d)", text[end : end + 8]):
        return True
    if re.match(r"\s?(?:$|[.,;)])", text[end : end + 2]) and re.search(r"[A-Za-z]{3}\s$", before):
        return True
    return _BEFORE_YEAR.search(before) is not None


def after_on_the(text: str, match: Match) -> bool:
    """ "On the 27.": a number with an article is a day after a preposition of dates, at the end of a clause."""
    return word_before(text, match.start()) in TABLES["before_bare_day"]


def day_of_month(text: str, match: Match) -> bool:
    """An ordinal is a day after "the" or a cue of dates: "the 19th", "rebooked 19th"."""
    if match["which"]:
        return True
    if _RANKED.search(text, max(0, match.start() - SENTENCE_CHARS), match.end() + SENTENCE_CHARS):
        return False
    if match["det"]:
        return True
    before = word_before(text, match.start())
    if any(before in TABLES[name] for name in ("cue_date", "before_day", "weekday")):
        return True
    ends = re.match(r"\s{0,2}(?:$|[.,;)\n])", text[match.end() : match.end() + 3])
    if ends and int(match["d"]) >= FIRST_SURE_DAY and before.isalpha():
        return True  # "Home 24th.": what is counted has its noun after it
    return re.search(rf"{_TH}\s?[-–/,&]\s?$|^\s*$", text[max(0, match.start() - 6) : match.start()]) is not None


# ---------------------------------------------------------------- clock times and parts of the day


def time_cue(text: str, match: Match) -> bool:
    """14.30 without a suffix is a time after "at" and the like, or right after a date."""
    before = text[max(0, match.start() - 24) : match.start()]
    if int(match["mi"]) > MONTHS and word_before(text, match.start()) in TABLES["before_clock_verb"]:
        return True
    return _BEFORE_CLOCK.search(before) is not None or re.search(r"\d{2,4}\s*$", before) is not None


def time_cue_four(text: str, match: Match) -> bool:
    """1430 is a time after "at", a date or in a range; years are left to the rules of years."""
    before = text[max(0, match.start() - 24) : match.start()]
    if _BEFORE_CLOCK.search(before):
        return True
    if match[0][:2] in {"19", "20"}:
        return False
    if _SENTENCE_START.search(before) and re.match(r"\s{1,2}[A-Za-z]", text[match.end() : match.end() + 3]):
        return True
    if re.search(r"\d[/.-]\d{1,2}[/.-]\d{2,4},?\s+$|\d{4}\s?(?:-|–|to|hrs)\s?$", before, re.IGNORECASE):
        return True
    after = text[match.end() : match.end() + 16]
    return re.match(r"\s?(?:-|–|to)\s?(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs|h\b)", after, re.IGNORECASE) is not None


def pointed_part(text: str, match: Match) -> bool:
    """ "This morning", "last night"; am and pm only as "this am"."""
    return match["unit"].lower() not in TABLES["half_day"] or match["point"].lower() in {"this", "that"}


def part_of_day(text: str, match: Match) -> bool:
    """A part of the day: am and pm only after a date or at the start; "morning" after a cue or a date."""
    if match["over"] or match["ooh"]:
        return True
    word, (start, end) = match["pod"].lower(), match.span()
    dated = _DAY_ENDS.search(text[max(0, start - 14) : start]) is not None
    if word in TABLES["half_day"]:
        return dated or (start == 0 and re.match(r"\s?[-–:,]", text[end : end + 2]) is not None)
    if " " in word or word in TABLES["whole_part"]:
        return True
    if match[0].lower().startswith("the"):
        cued = word_before(text, start) in TABLES["before_part"]
        return cued or re.match(r"\s(?:of|before)\b", text[end : end + 8]) is not None
    return dated


# ---------------------------------------------------------------- weekdays, amounts, ages


def weekday_word(text: str, match: Match) -> bool:
    """A weekday: full names always; "sat", "sun" and the like only with a capital and beside time words."""
    word, (start, end) = match["wd"], match.span()
    low = word.lower()
    if not no_name(text, match):
        return False
    if low not in TABLES["short_weekday"]:
        return True
    if not word[0].isupper():
        return False
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
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


def offset_word(text: str, match: Match) -> bool:
    """An amount with a direction; "on" and "time" only where nothing else follows."""
    direction, end = match["dir"].lower(), match.end()
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
    if word in {"a", "an"} and " " not in (match["n"] or ""):
        counted = word_after(text, end) in TABLES["after_a_length"]
        return (
            counted or match["half2"] is not None or _BEFORE_LENGTH.search(text[max(0, start - 16) : start]) is not None
        )
    if word == "one" and unit in {"day", "night"}:
        return word_before(text, start) in TABLES["before_one_day"]
    return word_after(text, end) not in TABLES["after_length"] and text[end : end + 1] != "'"


def year_old(text: str, match: Match) -> bool:
    """3 y/o: nobody is older than 110."""
    return int(match["n"]) < 110


def life_day(text: str, match: Match) -> bool:
    """D5 is a day of life only with a capital letter; not vitamin D3."""
    if match[0][:2].lower() == "da":
        return True
    return match[0][0] == "D" and word_before(text, match.start()) not in TABLES["before_vitamin"]
