"""Lists and ranges: share the month and year that are written once, join the two ends, mark the portion."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ingest.language.times.phrase import Phrase, between_of, merge, pairs
from ingest.language.times.symbols import (
    Calendar,
    ClockTime,
    EventTime,
    Length,
    Period,
    Pointed,
    Portion,
    Span,
    Symbol,
    Week,
)
from ingest.language.times.words import TABLES, alternation

REACH: Final = 42  # how far back a hedge or bound is looked for: the longest is under 30 characters


RANGE: Final = re.compile(
    r"\s{0,2}(?:-|–|—|to|until|till|through to|through|up to|up until|/)\s{0,2}(?:the\s)?", re.IGNORECASE
)


_ONE_DIGIT: Final = re.compile(r"\D\d$")
AND: Final = re.compile(r"\s{1,2}(?:and|&)\s{1,2}(?:the\s)?", re.IGNORECASE)


_COMMA: Final = re.compile(r"\s?(?:,|;|&|,?\sand)\s", re.IGNORECASE)


_LIST: Final = re.compile(
    r"\s{0,2}(?:,|&|/|and|or|,\s?and|plus|\+|-|–|to|until|till)\s{0,2}(?:the\s|on\s|again on\s)?", re.IGNORECASE
)


BETWEEN: Final = re.compile(r"\b(?:between|anywhere between|from between)\s{1,2}(?:the\s{1,2})?$", re.IGNORECASE)


MOVED: Final = re.compile(  # "rearranged from Thursday to Friday": two days, no stretch
    rf"\b{alternation(TABLES['before_moved'])}\s(?:[a-z]{{2,8}}\s)?(?:[a-z]{{2,8}}\s)?(?:from|on)\s(?:the\s)?$",
    re.IGNORECASE,
)


_PORTION: Final = re.compile(
    r"(?<!\w)(" + alternation(TABLES["portion"]) + r")[\s-]{1,2}(?:in\s|the\s)?['’]?$", re.IGNORECASE
)


_TWO_PORTIONS: Final = re.compile(r"\b(early|mid)\s?(?:/|-|–|to)\s?(mid|late)[\s-]{1,2}$", re.IGNORECASE)


_THE: Final = re.compile(r"\bthe\s{1,2}$", re.IGNORECASE)


def only_weekday(symbol: Symbol) -> bool:
    return isinstance(symbol, Calendar) and symbol.weekday is not None and symbol.day is None


def filled(target: Calendar, source: Calendar) -> Calendar:
    """A date whose missing month and year come from its neighbour in a list or range."""
    month = target.month if target.month is not None else source.month
    if target.year is not None or (target.month is not None and source.month is None):
        return replace(target, month=month)
    return replace(target, month=month, year=source.year, short_year=source.short_year)


def share(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """12/4, 14/4 and 19/4/21: the month and year of the last one belong to those before it."""
    out = list(pieces)
    for index in range(len(out) - 2, -1, -1):
        left, right = out[index], out[index + 1]
        a, b = left.symbol, right.symbol
        if (days := _both_days(text, left, right) or _both_years(text, left, right)) is not None:
            out[index], out[index + 1] = days
            continue
        if isinstance(b, ClockTime) and isinstance(b.date, Calendar):
            b = b.date
        if isinstance(a, ClockTime) and isinstance(a.date, Calendar):
            lacks = a.date.day and a.date.month and a.date.year is None
            if lacks and isinstance(b, Calendar) and b.year and _LIST.fullmatch(between_of(text, left, right)):
                out[index] = replace(left, symbol=replace(a, date=filled(a.date, b)))
            continue
        if isinstance(a, Period) and a.year is None and isinstance(b, (Period, Calendar)) and b.year is not None:
            if RANGE.fullmatch(between_of(text, left, right)):
                out[index] = replace(left, symbol=replace(a, year=b.year, short_year=b.short_year))
            continue
        if (
            isinstance(a, Length)
            and left.rule == "shorthand"
            and isinstance(b, Calendar)
            and b.day is not None
            and _LIST.fullmatch(between_of(text, left, right))
        ):
            a = as_date(text[left.start : left.end]) or a
        if not (isinstance(a, Calendar) and isinstance(b, Calendar)) or (
            b.day is None and (a.day is None or left.rule != "range-no-gap") and not (a.month and b.month and b.year)
        ):
            continue
        if not _LIST.fullmatch(between_of(text, left, right)) or (a.weekday is not None and a.day is None):
            continue
        if a.year is not None and a.month is not None:
            continue
        if a.day is None and a.month is None:
            continue
        whole = filled(a, b)
        if whole.month and b.month and a.year is None and b.year is not None and whole.month > b.month:
            whole = replace(whole, year=(b.year - 1) % 100 if b.short_year else b.year - 1)  # over New Year
        out[index] = replace(left, symbol=whole)
    return out


def _both_days(text: str, left: Phrase, right: Phrase) -> tuple[Phrase, Phrase] | None:
    """ "May 3 to June 14": the number behind the second month is a day like that behind the first, no year."""
    a, b = left.symbol, right.symbol
    if not (isinstance(a, Calendar) and isinstance(b, Calendar) and b.day is None and b.other is not None):
        return None
    day = (
        a
        if a.day is not None and a.year is None
        else a.other
        if _ONE_DIGIT.search(text, left.start, left.end)
        else None
    )
    gap = between_of(text, left, right)
    between = AND.fullmatch(gap) and BETWEEN.search(text, max(0, left.start - 24), left.start)
    if day is None or not (between or RANGE.fullmatch(gap)):
        return None
    return replace(left, symbol=day), replace(right, symbol=b.other)


def _both_years(text: str, left: Phrase, right: Phrase) -> tuple[Phrase, Phrase] | None:
    """ "Mar 19, Nov 20, Jul 22": in order as months of years, out of order as days of one."""
    a, b = left.symbol, right.symbol
    if not (isinstance(a, Calendar) and isinstance(b, Calendar) and a.other and b.other):
        return None
    if a.year is None or b.year is None or a.month is None or b.month is None:
        return None
    if not _COMMA.fullmatch(between_of(text, left, right)):
        return None
    if a.year > b.year or (a.month <= b.month and not b.surely_month) or (a.year == b.year and a.month > b.month):
        return None
    return replace(left, symbol=replace(a, surely_month=True)), replace(right, symbol=replace(b, surely_month=True))


def as_date(words: str) -> Calendar | None:
    found = re.fullmatch(r"(\d{1,2})\s?/\s?(\d{1,2})", words)
    if found and 1 <= int(found[1]) <= 31 and 1 <= int(found[2]) <= 12:
        return Calendar(None, False, int(found[2]), int(found[1]))
    return None


def ranges(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """3rd-5th May; from 12.04.21 until the 19th; between March and June."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, right.symbol
        gap = between_of(text, left, right)
        before = text[max(0, left.start - 24) : left.start]
        between = BETWEEN.search(before) is not None
        if not ((RANGE.fullmatch(gap)) or (between and AND.fullmatch(gap))):
            return None
        if (
            isinstance(b, ClockTime)
            and b.date is not None
            and b.part == ""
            and isinstance(a, (ClockTime,))
            and a.date is not None
        ):
            return merge(left, right, Span(a, b))
        if not (_rangeable(a) and _rangeable(b)) or (MOVED.search(before) and gap.strip().lower() == "to"):
            return None
        slash = gap.strip() == "/"
        months = isinstance(a, Calendar) and isinstance(b, Calendar) and a.day is None and b.day is None
        if slash and not left.rule.endswith("range-no-gap") and not isinstance(a, Portion) and not months:
            return None
        if (
            isinstance(a, Calendar)
            and isinstance(b, Calendar)
            and b.month is None
            and b.day is not None
            and a.day is not None
        ):
            b = replace(b, month=a.month, year=a.year, short_year=a.short_year) if a.month and b.day > a.day else b
        return merge(left, right, Span(a, b))

    return pairs(text, pieces, join)


def portions(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """Early, mid, late before a month, year, season; "mid/late April" is a range of two."""
    out: list[Phrase] = []
    for piece in pieces:
        floor = out[-1].end if out else 0
        out.append(_portion(text, piece, floor) if _portionable(piece.symbol) and not piece.mark else piece)
    return out


def _portion(text: str, piece: Phrase, floor: int) -> Phrase:
    low = max(floor, piece.start - REACH)
    before = text[low : piece.start]
    pair = _TWO_PORTIONS.search(before)
    if pair is not None:
        first, last = (TABLES["portion"][pair[i].lower()] for i in (1, 2))
        span = Span(Portion(piece.symbol, first), Portion(piece.symbol, last))
        return replace(piece, start=low + pair.start(), symbol=span, rule="portion+" + piece.rule, mark="range")
    found = _PORTION.search(before)
    if found is None:
        return piece
    part = TABLES["portion"][" ".join(found[1].lower().split())]
    the = _THE.search(before[: found.start(1)])
    start = low + (the.start() if the is not None else found.start(1))
    return replace(piece, start=start, symbol=Portion(piece.symbol, part), rule="portion+" + piece.rule)


def _rangeable(symbol: Symbol) -> bool:
    if isinstance(symbol, Calendar):
        return not only_weekday(symbol) or True
    return isinstance(symbol, (Period, Pointed, Portion, Week)) or (
        isinstance(symbol, EventTime) and symbol.direction == "on"
    )


def _portionable(symbol: Symbol) -> bool:
    if isinstance(symbol, Calendar):
        return symbol.day is None and symbol.weekday is None
    if isinstance(symbol, Pointed):
        return symbol.unit in {"W", "M", "Y", "Q", "term"}
    return isinstance(symbol, (Period, Span)) and getattr(symbol, "kind", "") != "festival"
