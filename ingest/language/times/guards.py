"""Looks at the words around a match, for rules whose own words do not settle that they tell a time.

Each guard takes the text and the match, and says whether the match counts. The words they look for
are tables of `vocabulary/times`.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.language.times.beside import MONTH, SENTENCE_CHARS, TH, Match, before_words, word_after, word_before
from ingest.language.times.words import TABLES, alternation

LAST_HOUR: Final = 23
FIRST_SURE_DAY: Final = 5  # "came 2nd." is a place; from the fifth on, an ordinal at the end of a clause is a day
_NAME_AFTER: Final = re.compile(
    r"(?:['’]s)?\s([A-Z][\wé]{2,12}|dinner|lunch|roast|job|blues|best)\b(?:\s([A-Z][\wé]{2,12})\b)?"
)


_LOG_DAY: Final = re.compile(r"logs?\s(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])", re.IGNORECASE)  # "carer log 11/2"
_CENTILES: Final = frozenset(int(line) for line in TABLES["centile"])  # some of them may be days as well
_CHARTED: Final = re.compile(rf"\b{alternation(TABLES['charted'])}\b", re.IGNORECASE)
_HOURS_AFTER: Final = re.compile(r"(?:\s{1,2}\d{2,5}){1,3}$")
_DATE_TAIL: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d|(?:19|20)\d\d)$")
SHORT_MONTH: Final = 4  # letters of a month cut short, which may as well be a name ("Dec", "Jan")


_BEFORE_NAME: Final = before_words("before_name")

_GRADED: Final = re.compile(r"\b" + alternation(TABLES["graded"]) + r"\b", re.IGNORECASE)
MOST_MARKS: Final = (5, 10)  # what marks are out of, where a day and month could be meant as well
_BEFORE_NO_DATE: Final = re.compile(rf"(?<!\w){alternation(TABLES['before_no_date'])}[\s,:]{{1,3}}$", re.IGNORECASE)


_AFTER_NUMBER: Final = re.compile(r"\d\s$")  # a whole number before a fraction: "96 3/8"
_RANKED: Final = re.compile(r"\b" + alternation(TABLES["ranked"]) + r"\b", re.IGNORECASE)
_MEASURED: Final = re.compile(  # "6.1kg (9th)", "length 54.5 on 25th": where a measure stands on the growth chart
    rf"\d\s?(?:kgs?|cms?|g|oz)\b[\s,;:(-]{{0,3}}(?:on|at|now on|=)?\s?(?:the\s)?$"
    rf"|\b{alternation(TABLES['measured'])}\b[^.;\n]{{0,24}}?(?:on|at|between|now|from|to|tracking|following|and|along)?\s(?:the\s)?$",
    re.IGNORECASE,
)

_ORDINAL_LIST: Final = re.compile(  # "1st, 2nd and 3rd degree relatives": the noun counts all of them
    rf"(?:(?:,\s?|,?\s?(?:and|&|or)\s)\d{{1,2}}{TH}){{1,5}}\s(?!(?:{alternation(TABLES['function'])}|of|this|last|next|{MONTH})\b)[a-z]{{3}}",
    re.IGNORECASE,
)
_SLASH_MONTH: Final = re.compile(rf"/\d{{1,2}}{TH}?\s{{0,2}}(?:of\s)?{MONTH}\b", re.IGNORECASE)
_KIN_AFTER: Final = re.compile(r"\s?\([a-z]", re.IGNORECASE)  # "Jan (aunt)": a name, with who that is
_MONTH_JOIN_BEFORE: Final = re.compile(rf"{MONTH}\s?[-–/,&]\s?$", re.IGNORECASE)
_MONTH_JOIN_AFTER: Final = re.compile(
    rf"\s?(?:[-–/]|to|and)\s?{MONTH}\b|\s(?:last|this|next|that|of last)\syear\b", re.IGNORECASE
)
_IN_SENTENCE: Final = re.compile(r"[a-z][\w'’]*,?\s[\"'‘“]?$")  # a word in small letters stands before
_MONTH_LIST: Final = re.compile(
    rf"\b{MONTH}\.?\s\d{{1,2}}(?:{TH})?(?:,\s\d{{1,2}}(?:{TH})?){{0,4}}(?:,\s|,?\s(?:and|&)\s)$", re.IGNORECASE
)
_SCALED: Final = re.compile(r"\b" + alternation(TABLES["scaled"]) + r"\b", re.IGNORECASE)
_DOTTED_LIST: Final = re.compile(r"(?:\s?(?:,|and|&|-|–|to)\s?\d{1,2}\.\d{1,2}){1,5}\.\d{2,4}(?!\d)")


# ---------------------------------------------------------------- numbers that are no dates


def not_date(text: str, match: Match) -> bool:
    """A reference number: not where the digits are a date."""
    number = _HOURS_AFTER.sub("", match[0])  # "Log 12/01/2022 09:14:32": the hour is no part of a reference
    return _DATE_TAIL.search(number) is None and _LOG_DAY.fullmatch(number) is None


def not_month_year(text: str, match: Match) -> bool:
    """A number with a stroke: not where it reads 05/2021."""
    return re.fullmatch(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d", match[0]) is None


def share(text: str, match: Match) -> bool:
    """3/8 sessions: so many of so many, not the third of August."""
    return int(match["part"]) <= int(match["whole"])


def no_name(text: str, match: Match) -> bool:
    """A day or a feast, unless a word with a capital after it makes it a name: the Friday Club, Christmas Cottage."""
    after = _NAME_AFTER.match(text, match.end())
    return after is None or not any(word and word.lower() in TABLES["named_place"] for word in after.groups())


def capital_address(text: str, match: Match) -> bool:
    """A house number: the street's name has a capital letter."""
    return bool(re.search(r"\s[A-Z]", match[0]))


# ---------------------------------------------------------------- dates


def spaced_date(text: str, match: Match) -> bool:
    """Three numbers with blanks between are a date after a cue or where they stand alone."""
    start = match.start()
    if re.fullmatch(r"\d\d \d\d \d\d", match[0]) and word_before(text, start)[-1:].isalpha():
        return word_before(text, start) not in TABLES["before_number"]
    before = word_before(text, start)
    stepped = before in TABLES["before_dotted_verb"] or before in TABLES["before_clock_verb"]
    return len(match["y"]) == 4 or not text[:start].strip() or before in TABLES["cue_date"] or stepped


def bare_day(text: str, match: Match) -> bool:
    """The first day of a range or list: not the first half of a D/M/Y date or of a count."""
    if not 1 <= int(match["d"]) <= 31:
        return False
    numbered = word_before(text, match.start()) in TABLES["before_numbered"] | TABLES["before_number"]
    if numbered and text[match.end() : match.end() + 1] == ",":
        return False  # "statement 1, 4/11/19"
    rest = text[match.end() : match.end() + 24]
    whole = re.match(r"\s?([/.–-])\s?(\d{1,2})\s?([/.-])\s?(\d{4}|\d{2})(?!\d)(/?)", rest)
    if whole and not whole[5]:  # 12/5/21 is one date, but 12-14/4/21 and 16-20/10 are ranges
        return whole[1] in "-–" and whole[3] == "/" and int(whole[2]) > int(match["d"]) and int(whole[4]) <= 12
    if re.match(r"\s?[-–]\s?\d{1,2}\s?/\s?(?:7|12|52)(?![\d/])", rest):
        return word_before(text, match.start()) in TABLES["cue_date"]  # "3-4/7" alone: three to four days
    return not rest.startswith("/") or _SLASH_MONTH.match(rest) is not None


def ordinal_range(text: str, match: Match) -> bool:
    """12th-13th; with "and", "to" or a stroke only where both have a suffix."""
    ranked = {int(match["d"]), int(match["d2"])} <= _CENTILES and _CHARTED.search(text, 0, match.start()) is not None
    return not ranked and not re.match(r"(?:the\s)?\d{1,2}\s?(?:and|to|/)|.*\sand\s", match[0], re.IGNORECASE)


def dotted_day(text: str, match: Match) -> bool:
    """D.M without a year needs a cue of dates before it, or a date of the same form beside it."""
    if word_before(text, match.start()) in TABLES["cue_date"].keys() - TABLES["before_dotted"].keys():
        return True
    no_time = int(match["d"]) > LAST_HOUR or len(match["m"]) == 1
    if no_time and word_before(text, match.start()) in TABLES["before_dotted_verb"]:
        return True
    beside = re.search(r"\d{1,2}\.\d{1,2}(?:\.\d{2,4})?\s?(?:,|and|&|-|–|to|until)\s?$", text[: match.start()][-24:])
    ahead = _DOTTED_LIST.match(text, match.end())
    return ahead is not None or (len(match[0]) == 5 and beside is not None)


def pointed_month(text: str, match: Match) -> bool:
    """Last March, that December; in "said that Dec is her boyfriend" he is a person."""
    named = match["mon"].lower() in TABLES["name_month"] and match["point"].lower() == "that"
    return not (named and word_after(text, match.end()) in TABLES["verbs_of_being"])


def month_word(text: str, match: Match) -> bool:
    """A month alone: May and March may be verbs, April and June people."""
    word = match["mon"]
    low = word.lower()
    if low in TABLES["ambiguous_month"] and _KIN_AFTER.match(text, match.end()):
        return False
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
    if low in TABLES["name_month"] and word_after(text, match.end()) in TABLES["verbs_of_being"]:
        return False  # "Dec was out"
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
    if word_after(text, match.end()) in TABLES["after_season"]:
        return False
    return before in TABLES["cue_month"] and before not in TABLES["before_season"]


def half_of(text: str, match: Match) -> bool:
    """ "The first half of" needs a month or a year after it."""
    return bool(match["mon"] or match["y"])


def no_mark(text: str, match: Match) -> bool:
    """3/5 in a sentence of scores, both small: "4 for hygiene, 3/5 for stimulation" is no day; nor is "96 3/8"."""
    if _AFTER_NUMBER.search(text, max(0, match.start() - 3), match.start()) and int(match["d"]) < int(match["m"]):
        return False
    if _BEFORE_NO_DATE.search(text, max(0, match.start() - 20), match.start()):
        return False
    if word_after(text, match.end()) in TABLES["after_no_date"]:
        return False
    low, high = max(0, match.start() - SENTENCE_CHARS), match.end() + SENTENCE_CHARS
    return int(match["m"]) not in MOST_MARKS or int(match["d"]) > int(match["m"]) or not _GRADED.search(text, low, high)


def listed_day(text: str, match: Match) -> bool:
    """ "May 11, 12 and 13": days behind a day that its month stands before."""
    return _MONTH_LIST.search(text, max(0, match.start() - 36), match.start()) is not None


def day_in_words(text: str, match: Match) -> bool:
    """ "On the twenty-first", "Thursday the second"; a small ordinal after a preposition is as likely a rank."""
    before = word_before(text, match.start())
    if before in TABLES["weekday"]:
        return True
    return TABLES["ordinal"][" ".join(match["ord"].lower().split())] >= FIRST_SURE_DAY and (
        before in TABLES["before_day_in_words"]
    )


def changed(text: str, match: Match) -> bool:
    """ "From 3/10 to 6/10" where the sentence tells of marks: else the third to the sixth of October."""
    return _SCALED.search(text, max(0, match.start() - SENTENCE_CHARS), match.start()) is not None


def after_on_the(text: str, match: Match) -> bool:
    """ "On the 27.": a number with an article is a day after a preposition of dates, at the end of a clause."""
    return word_before(text, match.start()) in TABLES["before_bare_day"]


def _is_second_centile(text: str, match: Match) -> bool:
    """Whether an ordinal ends a range of lines of a growth chart: "Wt 4.1, HC 37, 9th-25th"."""
    first = re.search(rf"(\d{{1,2}}){TH}\s?[-–/]\s?$", text[max(0, match.start() - 8) : match.start()])
    ranked = first is not None and {int(first[1]), int(match["d"])} <= _CENTILES
    return ranked and _CHARTED.search(text, 0, match.start()) is not None


def day_of_month(text: str, match: Match) -> bool:
    """An ordinal is a day after "the" or a cue of dates: "the 19th", "rebooked 19th"."""
    if match["which"]:
        return True
    if _RANKED.search(text, max(0, match.start() - SENTENCE_CHARS), match.end() + SENTENCE_CHARS):
        return False
    if match["d"] in TABLES["centile"] and _MEASURED.search(
        text, max(0, match.start() - SENTENCE_CHARS), match.start()
    ):
        return False
    if _ORDINAL_LIST.match(text, match.end()) or _is_second_centile(text, match):
        return False
    if match["det"]:
        return True
    before = word_before(text, match.start())
    if any(before in TABLES[name] for name in ("cue_date", "before_day", "weekday")):
        return True
    ends = re.match(r"\s{0,2}(?:$|[.,;)\n])", text[match.end() : match.end() + 3])
    if ends and int(match["d"]) >= FIRST_SURE_DAY and before.isalpha():
        return True  # "Home 24th.": what is counted has its noun after it
    return re.search(rf"{TH}\s?[-–/,&]\s?$|^\s*$", text[max(0, match.start() - 6) : match.start()]) is not None
