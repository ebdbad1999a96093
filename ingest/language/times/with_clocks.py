"""Join clock times with each other and with their dates."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ingest.language.times.phrase import Phrase, between_of, merge, pairs
from ingest.language.times.ranges import AND, BETWEEN, RANGE, as_date
from ingest.language.times.symbols import (
    Calendar,
    ClockTime,
    Night,
    Offset,
    Period,
    Pointed,
    Symbol,
)

_TO_CLOCK: Final = re.compile(
    r"\s{0,2}(?:,|@|-|–|\(|(?<=\s)/(?=\s))?\s{0,2}(?:(?:at|in|from|around|between|circa)\s{1,2})?(?:(?:approx(?:imately)?\.?|about|around|the|circa)\s{1,2})?~?",
    re.IGNORECASE,
)


_ON: Final = re.compile(r"\s{1,2}on\s{1,2}(?:the\s)?", re.IGNORECASE)
LATE: Final = 6  # "six last night" is in the evening, "two last night" in the small hours
_HALF: Final = re.compile(
    r"[ap]\.?m\b|(?<!\d)0\d|\d\s?h", re.IGNORECASE
)  # am, pm, a nought, hours: the half of the day is told
_HEDGED: Final = re.compile(r"approx|about|around|circa|~", re.IGNORECASE)
_TO_DATE: Final = re.compile(
    r"\s{0,2}(?:,|hrs|hours|gmt|bst|utc|est)?\s{0,2}(?:on|of|-|–|the\s(?=night))?\s{0,2}(?:the\s(?!\w))?", re.IGNORECASE
)


def clock_spans(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """14:30 - 15:45; between 10am and 11am."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, right.symbol
        if not (
            isinstance(a, ClockTime)
            and isinstance(b, ClockTime)
            and a.first
            and b.first
            and a.first == a.last
            and b.date is None
        ):
            return None
        gap = between_of(text, left, right)
        between = BETWEEN.search(text[max(0, left.start - 20) : left.start]) is not None
        if RANGE.fullmatch(gap) or (between and AND.fullmatch(gap)) or re.fullmatch(r"\s?hrs?\s?(?:-|–|to)\s?", gap):
            return merge(left, right, ClockTime(a.first, b.last, date=a.date))
        return None

    return pairs(text, pieces, join)


def clocks(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """12/5/21 at 14:30; 14:30 on 12/5/21; Monday morning; the evening of 3 May."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, right.symbol
        gap = between_of(text, left, right)
        if isinstance(a, ClockTime) and right.rule == "shorthand" and _ON.fullmatch(gap):
            b = as_date(text[right.start : right.end]) or b  # "4pm on 3/7": of July
        if (
            isinstance(b, ClockTime)
            and b.date is None
            and _is_day(a)
            and _TO_CLOCK.fullmatch(gap)
            and left.mark not in {"week", "night"}
        ):
            if b.part and re.search(r"[,–@(-]", gap):
                return None
            if isinstance(a, ClockTime) or (isinstance(a, Calendar) and a.month and _HEDGED.search(gap)):
                return None  # "3/6/22 approx 1940hrs": the date is sure, the hour is not
            closed = "(" in gap and text[right.end : right.end + 1] == ")"
            return replace(merge(left, right, replace(b, date=a)), end=right.end + closed)
        if (
            isinstance(a, ClockTime)
            and a.date is None
            and _is_day(b)
            and not isinstance(b, ClockTime)
            and right.rule != "range-no-gap"
            and _TO_DATE.fullmatch(gap)
        ):
            if gap.strip() in {"-", "–"} and not a.first:
                return None
            part = b.part if isinstance(b, Pointed) else ""
            return merge(left, right, replace(_at_night(text, left, a, part) if part else a, date=b))
        if (
            isinstance(a, ClockTime)
            and a.date is None
            and a.first
            and isinstance(b, Pointed)
            and b.part
            and re.fullmatch(r"\s{1,2}(?:on\s|in\s)?", gap)
        ):
            return merge(left, right, replace(_at_night(text, left, a, b.part), date=b))
        if (
            isinstance(a, ClockTime)
            and isinstance(b, ClockTime)
            and a.date is not None
            and a.part
            and b.part
            and b.date is None
            and re.fullmatch(r"\s{1,2}", gap)
        ):
            return merge(left, right, a)  # "the early hours of Sunday morning"
        if (
            isinstance(a, ClockTime)
            and isinstance(b, ClockTime)
            and a.first
            and not b.first
            and a.date is None
            and re.fullmatch(r"\s{1,2}in\s(?:the\s)?", gap)
        ):
            return merge(left, right, _afternoon(a, b.part))
        return None

    return pairs(text, pieces, join)


def _at_night(text: str, left: Phrase, clock: ClockTime, part: str) -> ClockTime:
    """ "Half nine last night", "8.30 yesterday evening": past noon, where no am or pm is written."""
    if _HALF.search(text, left.start, left.end) or clock.first is None:
        return clock
    if part == "night":
        return _afternoon(clock, "evening") if clock.first.hour >= LATE else clock
    return _afternoon(clock, part)


def _afternoon(clock: ClockTime, part: str) -> ClockTime:
    if (
        part in {"afternoon", "evening", "night"}
        and clock.first
        and clock.last
        and 1 <= clock.first.hour < 12
        and part != "night"
    ):
        return replace(
            clock,
            first=clock.first.replace(hour=clock.first.hour + 12),
            last=clock.last.replace(hour=(clock.last.hour + 12) % 24),
        )
    return clock


def _is_day(symbol: Symbol) -> bool:
    """Whether a clock time can stand on it."""
    if isinstance(symbol, Calendar):
        return symbol.day is not None or symbol.weekday is not None
    if isinstance(symbol, Pointed):
        return symbol.unit in {"D", "weekday", "working_day"}
    if isinstance(symbol, Offset):
        return symbol.amount.unit in {"D", "W", "F", "M", "Y", "B"} and not symbol.within
    return isinstance(symbol, (Period, Night)) and getattr(symbol, "kind", "festival") == "festival"
