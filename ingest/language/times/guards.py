"""Looks at the words around a match, for rules whose own words do not settle that they tell a time.

Each guard takes the text and the match, and says whether the match counts.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from model.data import load_toml

_WORDS: Final[dict[str, dict[str, Any]]] = load_toml("ingest.vocabulary", "times.toml")["words"]
_LAST_WORD: Final = re.compile(r"([\w/'’-]+)[\s'‘\"“(]*$")
_NEXT_WORD: Final = re.compile(r"[\s,]*([\w'’-]+)")
_TIME_CUES: Final = re.compile(
    r"(?:\b(?:at|@|approx\.?|approximately|about|around|circa|c\.|from|until|till|between|by|to|time|since|of)"
    r"(?:\s(?:about|approx\.?|approximately|around))?|[-–,:@]|^)\s*$",
    re.IGNORECASE,
)
_DATE_TAIL: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$")
_YEAR_CUE: Final = re.compile(
    r"(?:\b(?:in|since|during|from|until|till|to|by|before|after|early|late|mid|around|about|circa|c|year|of|and|or|"
    r"born|between|back|summer|winter|spring|autumn|for|approx|approximately|dob|throughout|over|mid-|early-|late-)"
    r"|^|[(,;:–/-]|\.)\s{0,2}$",
    re.IGNORECASE,
)
_SHORT_YEAR_CUE: Final = re.compile(
    r"(?:\b(?:born|birth|back|married|died)\s(?:in|around|about|circa)|\bback in|\b(?:in|since|of)\s['’]|"
    r"\b(?:since|in)\s(?:early|late|mid|about|around)|(?:summer|winter|spring|autumn) of|\b(?:born))\s{0,2}['’]?$",
    re.IGNORECASE,
)
_ENDED: Final = re.compile(
    r"\s{0,2}(?:$|[.,;:)\n\-–]|(?:and|but|at|by|from|with|in|on|for|to|which|who|she|he|they)\b)", re.IGNORECASE
)
_A_CUE: Final = re.compile(
    r"\b(?:for|about|approximately|around|nearly|almost|within|over|in|than|least|lasted|lasting|take|took|up to|every|"
    r"next|last|past|just|only|under|spent)\s+$",
    re.IGNORECASE,
)
AMBIGUOUS_MONTHS: Final = frozenset(
    {"may", "march", "mar", "april", "june", "august", "jan", "dec", "apr", "sep", "jun"}
)
SHORT_WEEKDAYS: Final = frozenset({"sat", "sun", "wed", "mon", "fri", "thu", "tue"})


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(word for word in _WORDS[name] if word != "source")


_SLASH_MONTH: Final = re.compile(
    r"/\d{1,2}(?:st|nd|rd|th)?\s{0,2}(?:of\s)?(?:" + "|".join(sorted(_table("month"), key=len, reverse=True)) + r")\b",
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


def not_date(text: str, match: re.Match[str]) -> bool:
    """A reference number: not where the digits are a date."""
    return _DATE_TAIL.search(match[0]) is None


def not_month_year(text: str, match: re.Match[str]) -> bool:
    """A number with a stroke: not where it reads 05/2021 or 2019/20."""
    return re.fullmatch(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d", match[0]) is None


def spaced_date(text: str, match: re.Match[str]) -> bool:
    """Three numbers with blanks between are a date after a cue or where they stand alone."""
    before = text[: match.start()].rstrip()
    return len(match["y"]) == 4 or not before or word_before(text, match.start()) in _table("cue_date")


def bare_day(text: str, match: re.Match[str]) -> bool:
    """The first day of a range or list: not the first half of a D/M/Y date or of a count."""
    if not 1 <= int(match["d"]) <= 31:
        return False
    rest = text[match.end() : match.end() + 14]
    if re.match(r"\s?[/]\s?\d{1,2}\s?[/.]\s?(?:\d{4}|\d{2})(?!\d)(?!/)", rest):  # 12/5/21 is one date
        return False
    if re.match(r"\s?[-.]\s?\d{1,2}\s?[-.]\s?(?:\d{4}|\d{2})(?!\d)", rest):  # 12-5-21 too
        return False
    return not rest.startswith("/") or _SLASH_MONTH.match(rest) is not None


def dotted_day(text: str, match: re.Match[str]) -> bool:
    """D.M without a year needs a cue of dates before it, or a date of the same form beside it."""
    if word_before(text, match.start()) in _table("cue_date") - {"of", "to", "by", "as", "the"}:
        return True
    return (
        len(match[0]) == 5
        and re.search(r"\d{1,2}\.\d{1,2}(?:\.\d{2,4})?\s?(?:,|and|&|-|–|to|until)\s?$", text[: match.start()])
        is not None
    )


def time_cue(text: str, match: re.Match[str]) -> bool:
    """14.30 without a suffix is a time after "at" and the like, or right after a date."""
    before = text[max(0, match.start() - 40) : match.start()]
    return bool(
        re.search(r"(?:\bat|@|\bat (?:about|around|approx\.?|approximately)|time:?|\d{2,4})\s*$", before, re.IGNORECASE)
    )


def time_cue_four(text: str, match: re.Match[str]) -> bool:
    """1430 is a time after "at", a date or in a range; years are left to the rules of years."""
    before = text[max(0, match.start() - 40) : match.start()]
    looks_year = match[0][:2] in {"19", "20"}
    if re.search(
        r"(?:\bat|@|\bat (?:about|around|approx\.?|approximately)|\btime:?|\bapprox\.?)\s*$", before, re.IGNORECASE
    ):
        return True
    if looks_year:
        return False
    return bool(
        re.search(r"\d[/.-]\d{1,2}[/.-]\d{2,4},?\s+$|\d{4}\s?(?:-|–|to|hrs)\s?$", before, re.IGNORECASE)
    ) or bool(
        re.match(
            r"\s?(?:-|–|to)\s?(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs|h\b)",
            text[match.end() : match.end() + 16],
            re.IGNORECASE,
        )
    )


def month_word(text: str, match: re.Match[str]) -> bool:
    """A month alone: May and March may be verbs, April and June people."""
    word = match["mon"]
    low = word.lower()
    before = re.split(r"[/-]", word_before(text, match.start()).rstrip("-/"))[-1]
    if low not in AMBIGUOUS_MONTHS:
        return word[0].isupper() or before in _table("cue_month")
    if (
        not word[0].isupper()
        and low in {"may", "march", "mar", "dec", "sep"}
        and before not in _table("cue_month") - {"to", "and", "or", "on", "for", "of"}
    ):
        return False
    if word_after(text, match.end()) in _table("not_after_month"):
        return False
    if before in _table("cue_month"):
        return True
    near = text[max(0, match.start() - 12) : match.start()]
    return bool(re.search(r"(?:{})\s?[-–/,&]\s?$".format("|".join(_table("month"))), near, re.IGNORECASE)) or bool(
        re.match(
            r"\s?(?:[-–/]|to|and)\s?(?:{})\b".format("|".join(_table("month"))),
            text[match.end() : match.end() + 16],
            re.IGNORECASE,
        )
    )


def season_word(text: str, match: re.Match[str]) -> bool:
    """A season with a year, an article, or after a preposition of time; never "box spring"."""
    if match["y"] or match["det"]:
        return match["det"] is None or match["det"].lower() != "the" or match["y"] is not None or _calm(text, match)
    return word_before(text, match.start()) in _table("cue_month") - {"to", "for", "and", "or", "on"}


def _calm(text: str, match: re.Match[str]) -> bool:
    return word_after(text, match.end()) not in {"water", "garden", "house", "baby", "born", "fair", "fete", "party"}


def half_of(text: str, match: re.Match[str]) -> bool:
    """ "The first half of" needs a month or a year after it."""
    return bool(match["mon"] or match["y"])


def not_years(text: str, match: re.Match[str]) -> bool:
    """0900-1700 is a pair of times, 2014-2016 a pair of years."""
    return not (match["h"] in {"19", "20"} and match["h2"] in {"19", "20"} and ":" not in match[0])


def ordinal_range(text: str, match: re.Match[str]) -> bool:
    """12th-13th; "and" and "to" only with a suffix on both sides or an article."""
    plain = re.match(r"(?:the\s)?\d{1,2}\s?(?:and|to|/)", match[0], re.IGNORECASE)
    return plain is None and re.search(r"\sand\s", match[0]) is None


def life_day(text: str, match: re.Match[str]) -> bool:
    """D5 is a day of life only with a capital letter; not vitamin D3."""
    word = match[0][0:2]
    return word.lower() == "da" or (
        word[0] == "D" and word_before(text, match.start()) not in {"vitamin", "vit", "grade", "annex"}
    )


def not_for(text: str, match: re.Match[str]) -> bool:
    """ "For 12 hours after the assault" is a length of time, not a date."""
    return word_before(text, match.start()) != "for"


def capital_address(text: str, match: re.Match[str]) -> bool:
    """A house number: the street's name has a capital letter."""
    return bool(re.search(r"\s[A-Z]", match[0]))


def decade(text: str, match: re.Match[str]) -> bool:
    """The 90s, not "in her 20s"."""
    return len(match["dec"]) == 4 or match[0].lower().startswith("the")


def short_year(text: str, match: re.Match[str]) -> bool:
    """Two digits are a year after a birth or after an apostrophe: "a birth in 87", "in '05"."""
    return bool(_SHORT_YEAR_CUE.search(text[max(0, match.start() - 25) : match.start()]))


def year(text: str, match: re.Match[str]) -> bool:
    """Four digits are a year after a preposition, a bracket or at the start of a phrase."""
    before = text[max(0, match.start() - 14) : match.start()]
    if re.match(r"\s?[-–]\s?(?:19|20)\d\d(?!\d)", text[match.end() : match.end() + 8]):
        return True
    if re.match(r"\s?(?:$|[.,;)])", text[match.end() : match.end() + 2]) and re.search(r"[a-z]{3}\s$", before):
        return True
    return bool(_YEAR_CUE.search(before)) and not re.search(r"(?:no|ref|£|tel)[.:]?\s?$", before, re.IGNORECASE)


def weekday_word(text: str, match: re.Match[str]) -> bool:
    """A weekday: full names always; "sat", "sun" and the like only with a capital and beside time words."""
    word = match["wd"]
    if word.lower() not in SHORT_WEEKDAYS:
        return word[0].isupper() or word.lower() not in {"weds"}
    if not word[0].isupper():
        return False
    if text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")":
        return True
    if word.lower() not in {"sat", "sun", "wed"}:
        return word_after(text, match.end()) not in _table("cue_past") or word.lower() not in {"mon"}
    before = word_before(text, match.start())
    follows = text[match.end() : match.end() + 12]
    return before in {
        "on",
        "last",
        "next",
        "until",
        "till",
        "from",
        "since",
        "by",
        "to",
        "this",
        "every",
        "for",
        "previous",
    } or bool(
        re.match(
            r"[.,]?\s*(?:the\s)?\d|\s?[-–/]\s?(?:sun|mon|sat)|\s(?:am|pm|morning|night|evening|afternoon)\b|\s*$",
            follows,
            re.IGNORECASE,
        )
    )


def pointed_part(text: str, match: re.Match[str]) -> bool:
    """ "This morning", "last night"; "the next evening" but never "the night" alone."""
    return match["unit"].lower() not in {"am", "pm"} or match["point"].lower() in {"this", "that"}


def count(text: str, match: re.Match[str]) -> bool:
    """A count of contacts: "x3"."""
    return True


def year_old(text: str, match: re.Match[str]) -> bool:
    """3 y/o."""
    return int(match["n"]) < 110


def offset_word(text: str, match: re.Match[str]) -> bool:
    """An amount with a direction; "on" and "time" only where nothing else follows."""
    direction = match["dir"].lower()
    if direction in {"before", "after"} and not _ENDED.match(text, match.end()):
        return False
    if direction == "on":
        return word_after(text, match.end()) in {
            "",
            "she",
            "he",
            "they",
            "the",
            "and",
            "mo",
            "fa",
            "from",
            "there",
            "no",
            "nothing",
            "still",
        }
    if direction == "time":
        return word_before(text, match.start()) in {"in", "within", "about", "a"} or text[match.start()].lower() == "a"
    if direction == "back":
        return word_after(text, match.end()) not in {"pain", "to", "home", "in", "with"}
    return True


def duration(text: str, match: re.Match[str]) -> bool:
    """A length of time: "a week" only after a cue, never "£50 a week" or a named review."""
    word = match[0].split()[0].lower()
    unit = (match["u"] or match["uh"] or "").lower()
    if word in {"a", "an"} and " " not in (match["n"] or ""):
        return bool(_A_CUE.search(text[max(0, match.start() - 16) : match.start()])) or match["half2"] is not None
    if word == "one" and unit in {"day", "night"}:
        return word_before(text, match.start()) in {"for", "only", "within", "just", "after"}
    if unit in {"min", "mins"} and word_after(text, match.end()) in {"walk"}:
        return True
    return word_after(text, match.end()) not in {"pregnant", "old"} and text[match.end() : match.end() + 1] != "'"


def day_of_month(text: str, match: re.Match[str]) -> bool:
    """An ordinal is a day after "the" or a cue of dates: "the 19th", "rebooked 19th"."""
    if match["which"]:
        return True
    before = word_before(text, match.start())
    if match["det"]:
        return before not in {"was", "is", "be"} or True
    return before in _table("cue_date") | {
        "on",
        "at",
        "until",
        "rebooked",
        "re-booked",
        "rearranged",
        "cancelled",
        "and",
        "or",
        "&",
    } | _table("weekday") or bool(
        re.search(r"(?:st|nd|rd|th)\s?[-–/,&]\s?$|^\s*$", text[max(0, match.start() - 6) : match.start()])
    )


def part_of_day(text: str, match: re.Match[str]) -> bool:
    """A part of the day: am and pm only after a date or at the start; "morning" after in, the, a cue or a date."""
    if match["over"] or match["ooh"]:
        return True
    word = match["pod"].lower()
    start = match.start()
    before_text = text[max(0, start - 14) : start]
    if word in {"am", "pm"}:
        dated = re.search(
            r"(?:\d{2}|day|mon|tues?|weds?|thurs?|fri|sat|sun|tomorrow|yesterday|month)\s$", before_text, re.IGNORECASE
        )
        return bool(dated) or (start == 0 and bool(re.match(r"\s?[-–:,]", text[match.end() : match.end() + 2])))
    if " " in match["pod"] or word in {"lunchtime", "teatime", "bedtime"}:
        return True
    if match[0].lower().startswith("the"):
        return word_before(text, start) in {
            "in",
            "during",
            "for",
            "throughout",
            "until",
            "later",
            "by",
            "that",
            "on",
        } or bool(re.match(r"\s(?:of|before)\b", text[match.end() : match.end() + 8]))
    return bool(
        re.search(
            r"(?:day|\d|mon|tues?|weds?|thurs?|fri|sat|sun|tomorrow|yesterday|st|nd|rd|th)[,.]?\s$",
            before_text,
            re.IGNORECASE,
        )
    )
