"""Turn a resolved phrase into a Timex: type, value, modifier, relation, other readings, doubts."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from ingest.language.times.calendar_days import full_year
from ingest.language.times.clocks import Clocks
from ingest.language.times.phrase import Phrase
from ingest.language.times.resolve import resolve
from ingest.language.times.symbols import (
    HOURS,
    Age,
    Calendar,
    ClockTime,
    EventTime,
    Hedged,
    Length,
    Night,
    Offset,
    Open,
    Period,
    Pointed,
    Portion,
    Recurrence,
    Span,
    Symbol,
    iso_amount,
)
from ingest.language.times.timex import Modifier, Relative, Timex, TimexType
from model.when import When

EXACT_PARTS: Final = ("day", "weekday", "weekend", "nth", "next", "last", "rest")  # portions that name their days
NEAR_YEARS: Final = 12  # "May 12" is offered as a month of 2012 only to cases not much later


def describe(text: str, phrase: Phrase, when: When | None, clocks: Clocks) -> Timex:
    """The expression with all that is known of it."""
    words = text[phrase.start : phrase.end]
    relative = relation(phrase.symbol)
    if when is not None:
        when = _labelled(when, words, phrase.rule, relative)
    inner = bare(phrase.symbol)
    alternatives = tuple(replace(w, text=words, rule=phrase.rule) for w in others(inner, when, clocks, words))
    return Timex(
        start=phrase.start,
        end=phrase.end,
        text=words,
        type=type_of(inner),
        when=when if when is None or not alternatives else replace(when, alternatives=alternatives),
        value=value_of(inner),
        approximate=hedged_inside(phrase.symbol) or (when is not None and when.approximate),
        modifier=modifier_of(phrase.symbol),
        relative=relative,
        alternatives=alternatives,
        rule=phrase.rule,
        symbol=phrase.symbol,
        point=point_of(phrase.symbol, when, clocks, words),
        doubt=doubt_of(inner, when),
        ahead=max(-1, min(1, clocks.ahead)),
    )


def point_of(symbol: Symbol, when: When | None, clocks: Clocks, words: str) -> When | None:
    """The date under an open bound ("since 29 March": 29 March); the interval itself where there is none."""
    inner = symbol.of if isinstance(symbol, Hedged) else symbol
    if not isinstance(inner, Open):
        return when
    found = resolve(inner.of, clocks)
    return None if found is None else replace(found, text=words)


def bare(symbol: Symbol) -> Symbol:
    """The symbol under its hedges, portions and bounds."""
    while isinstance(symbol, (Hedged, Open, Portion)):
        symbol = symbol.of
    return symbol


def hedged_inside(symbol: Symbol) -> bool:
    while isinstance(symbol, (Hedged, Open, Portion)):
        if isinstance(symbol, Hedged) and symbol.how not in {"within", "exact"}:
            return True
        if isinstance(symbol, Portion) and not symbol.part.startswith(EXACT_PARTS):
            return True
        symbol = symbol.of
    return False


def type_of(symbol: Symbol) -> TimexType:
    match symbol:
        case ClockTime():
            return "TIME"
        case Length():
            return "DURATION"
        case Recurrence():
            return "SET"
        case Age():
            return "AGE"
        case Offset() if symbol.amount.unit in HOURS:
            return "TIME"
        case Pointed() if symbol.part:
            return "TIME"
        case Span(first=ClockTime()):
            return "TIME"
    return "DATE"


def value_of(symbol: Symbol) -> str | None:
    match symbol:
        case Length() | Age():
            return iso_amount(symbol.amount)
        case Recurrence():
            return symbol.value
    return None


def modifier_of(symbol: Symbol) -> Modifier | None:
    while isinstance(symbol, (Hedged, Open, Portion)):
        if isinstance(symbol, Portion):
            known: dict[str, Modifier] = {
                "early": "early",
                "mid": "mid",
                "late": "late",
                "week1": "early",
                "week-1": "late",
            }
            return known.get(symbol.part)
        if isinstance(symbol, Open):
            return "before" if symbol.side in {"before", "until"} else "after"
        symbol = symbol.of
    if isinstance(symbol, EventTime) and symbol.direction != "on":
        return symbol.direction
    return None


def relation(symbol: Symbol) -> Relative | None:
    """What the expression counts from, where it counts from something."""
    inner = bare(symbol)
    within = isinstance(symbol, Hedged) and symbol.how == "within"
    if isinstance(inner, ClockTime) and inner.date is not None:
        inner = bare(inner.date)
    if isinstance(inner, Offset):
        direction: Literal["after", "before", "within"] = (
            "within" if inner.within or within else "after" if inner.direction > 0 else "before"
        )
        return Relative(anchor=inner.phrase or None, offset=iso_amount(inner.amount), direction=direction)
    if isinstance(inner, EventTime):
        return Relative(anchor=inner.phrase, offset=None, direction=inner.direction)
    if isinstance(inner, Pointed):
        if inner.step == 0:
            return Relative(anchor=None, offset=None, direction="on")
        unit = {"D": "D", "W": "W", "M": "M", "Y": "Y", "working_day": "BD"}.get(inner.unit)
        offset = f"P{abs(inner.step)}{unit}" if unit else None
        return Relative(anchor=None, offset=offset, direction="after" if inner.step > 0 else "before")
    return None


def _labelled(when: When, words: str, rule: str, relative: Relative | None) -> When:
    """The interval with its words, rule and anchor. Built at once: `replace` is slow and runs for every date."""
    offset = None
    if relative is not None and relative.offset is not None:
        offset = ("-" if relative.direction == "before" else "") + relative.offset
    return When(
        start=when.start,
        end=when.end,
        start_time=when.start_time,
        end_time=when.end_time,
        granularity=when.granularity,
        approximate=when.approximate,
        text=words,
        basis="relative" if relative is not None else "stated",
        anchor_phrase=relative.anchor if relative is not None else None,
        offset=offset,
        rule=rule,
    )


def others(symbol: Symbol, when: When | None, clocks: Clocks, words: str) -> list[When]:
    """Other readings that a careful reader would keep."""
    out: list[When | None] = []
    if isinstance(symbol, ClockTime) and isinstance(symbol.date, Calendar):
        symbol = symbol.date
    if isinstance(symbol, Calendar):
        if symbol.other is not None and symbol.year is not None:
            chosen_day = when is not None and when.start == when.end
            year = full_year(symbol.year, symbol.short_year, clocks)
            if not chosen_day or abs(year - clocks.row.year) <= NEAR_YEARS:
                out.append(resolve(replace(symbol, other=None) if chosen_day else symbol.other, clocks))
        if symbol.month_first and symbol.day and symbol.month and symbol.day <= 12:
            out.append(resolve(replace(symbol, month=symbol.day, day=symbol.month), clocks))
    elif isinstance(symbol, Length) and "/" in words and symbol.amount.low == symbol.amount.high:
        day, month = int(symbol.amount.low), {"D": 7, "M": 12}.get(symbol.amount.unit)
        if month and 1 <= day <= 31:
            out.append(resolve(Calendar(None, False, month, day), clocks))
    elif (
        isinstance(symbol, Pointed)
        and symbol.unit == "weekday"
        and symbol.step == 1
        and symbol.clock == "row"
        and when
        and when.start
    ):
        out.append(when.shifted(7))
    return [w for w in out if w is not None and (when is None or (w.start, w.end) != (when.start, when.end))]


def doubt_of(symbol: Symbol, when: When | None) -> str:
    """ "impossible", "weekday", "month_first" or ""."""
    if isinstance(symbol, ClockTime) and symbol.date is not None:
        symbol = bare(symbol.date)
    if isinstance(symbol, Calendar):
        if (symbol.day is not None and symbol.month is not None and when is None) or symbol.impossible:
            return "impossible"
        if symbol.month_first:
            return "month_first"
        if (
            symbol.weekday is not None
            and symbol.day is not None
            and when is not None
            and when.start is not None
            and when.start.weekday() != symbol.weekday
        ):
            return "weekday"
    if isinstance(symbol, (Span, Night)) and symbol.first is not None:
        first = bare(symbol.first)
        return "impossible" if isinstance(first, Calendar) and first.impossible else ""
    return ""


__all__ = ["Period", "bare", "describe", "relation"]
