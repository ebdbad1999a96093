"""Looks at the words around what may be a clock time or a part of the day.

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
from ingest.language.times.words import TABLES, alternation

MONTHS: Final = 12
_SENTENCE_START: Final = re.compile(r"(?:^|[.;\n]\s{0,2})$")
_BEFORE_CLOCK: Final = before_words("before_clock")
_DAY_ENDS: Final = re.compile(rf"(?:day|\d|{TH}|(?<!\w){WEEKDAY}|tomorrow|yesterday)[,.]?\s$", re.IGNORECASE)
_DAY_AFTER: Final = re.compile(  # "2200 on 12/09/2021"
    rf"\s?(?:hrs\s|hours\s)?\s?on\s(?:the\s)?(?:\d{{1,2}}(?:[/.-]\d|{TH}|\s{MONTH})|{WEEKDAY}\b)", re.IGNORECASE
)
_DATED_BEFORE: Final = re.compile(  # "12/09 2255", "13.9.21, 0610", "3 May 2021 1015"
    rf"\d[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?,?\s+(?:/\s)?$"
    rf"|(?<![a-z]){MONTH}\.?\s?['’]?(?:(?:19|20)\d\d|\d\d),?\s+$",
    re.IGNORECASE,
)
_WEEKDAY_AFTER: Final = re.compile(rf"\s{WEEKDAY}\b", re.IGNORECASE)  # "1700 Sat"
_NOUGHT: Final = frozenset(f"{hour:02}" for hour in range(10))  # "0.46" is a share of one, "00.46" a time
_OTHER_HOUR: Final = re.compile(r"(?<![\d/.-])(?:0\d|1[0-8]|2[1-3])[0-5]\d(?![\d/-])")
_CLOSED: Final = re.compile(  # nothing that is counted stands behind it: "found 1200 cigarettes"
    rf"\s{{0,2}}(?:$|[.,;:)\n–-]|{alternation(TABLES['function'])}\b)", re.IGNORECASE
)
_YEAR_END: Final = re.compile(r"\d[/.-]\d{1,2}\s+$")  # a year may follow a day and month as well
_BETWEEN: Final = re.compile(r"\bbetween\s{1,2}$", re.IGNORECASE)
_RATIO: Final = re.compile(r"(?<![\d:.])\d:\d(?![\d:])")


def dotted_times(text: str, match: Match) -> bool:
    """9.30 - 10.15 is a pair of times; 12.04 - 15.04 may be two dates, unless a cue says that it is not."""
    return max(int(match["mi"]), int(match["mi2"])) > 12 or "00" in {match["mi"], match["mi2"]} or time_cue(text, match)


def not_years(text: str, match: Match) -> bool:
    """0900-1700 is a pair of times, 2014-2016 a pair of years."""
    centuries = {"19", "20"}
    return not (match["h"] in centuries and match["h2"] in centuries and ":" not in match[0])


def time_cue(text: str, match: Match) -> bool:
    """14.30 without a suffix is a time after "at" and the like, or right after a date."""
    before = text[max(0, match.start() - 24) : match.start()]
    if _DAY_AFTER.match(text, match.end()):
        return True
    no_month = int(match["mi"]) > MONTHS or int(match["mi"]) == 0
    word = word_before(text, match.start())
    sure = match["h"] in _NOUGHT and word not in TABLES["measured"]
    if no_month and (sure or word in TABLES["before_clock_verb"]):
        return True  # "06.21", "start 10.00"
    return _BEFORE_CLOCK.search(before) is not None or re.search(r"\d{2,4}\s*$", before) is not None


def time_cue_four(text: str, match: Match) -> bool:
    """1430 is a time after "at", a date or in a range; years are left to the rules of years."""
    before = text[max(0, match.start() - 24) : match.start()]
    if _BEFORE_CLOCK.search(before) or _DAY_AFTER.match(text, match.end()):
        return True
    century = match[0][:2] in {"19", "20"}
    logged = _CLOSED.match(text, match.end()) and word_before(text, match.start()) in TABLES["before_clock_verb"]
    if logged and (
        not century or _OTHER_HOUR.search(text, max(0, match.start() - SENTENCE_CHARS), match.end() + SENTENCE_CHARS)
    ):
        return True  # "ward called 2015, seen 2240"
    if _DATED_BEFORE.search(before) and not (century and _YEAR_END.search(before)):
        return True
    if century:
        return False
    if _WEEKDAY_AFTER.match(text, match.end()):
        return True
    if _BETWEEN.search(before):
        return True
    if _SENTENCE_START.search(before) and re.match(r"\s{1,2}[A-Za-z]", text[match.end() : match.end() + 3]):
        return word_after(text, match.end()) not in TABLES["unit"]
    if re.search(r"\d{4}\s?(?:-|–|to|hrs)\s?$", before, re.IGNORECASE):
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


def no_ratio(text: str, match: Match) -> bool:
    """1:20 beside 1:1 is so many children to one of the staff; not where a suffix or two digits make it a time."""
    if match["ap"] or len(match["h"]) == 2:
        return True
    return _RATIO.search(text, max(0, match.start() - SENTENCE_CHARS), match.end() + SENTENCE_CHARS) is None


def told_hour(text: str, match: Match) -> bool:
    """Ten past eight and quarter to nine always; "five to seven" only after a word that times have before them."""
    words = match["frac"].lower()
    if match["dir"].lower() == "past" or "quarter" in words or "minutes" in words or match["ap"] or match["pod"]:
        return True
    before = word_before(text, match.start())
    return before in TABLES["before_half_past"] or before in TABLES["before_clock_verb"]


def half_past(text: str, match: Match) -> bool:
    """ "At half eight", "about 3ish": a time after a word that times have before them."""
    return word_before(text, match.start()) in TABLES["before_half_past"]
