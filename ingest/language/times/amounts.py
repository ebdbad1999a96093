"""Days so many units away, windows beside a clock, ages and gestations."""

from __future__ import annotations

import datetime as dt

from ingest.language.times.clocks import DAY, Clocks, add_months, span
from ingest.language.times.named import last_of_month
from ingest.language.times.symbols import (
    Age,
    Amount,
    Length,
)
from ingest.language.times.words import TABLES, TOLERANCE
from model.calendar import DAYS_OF_PREGNANCY, ENGLAND, day_at_gestation
from model.when import When


def moved(day: dt.date, amount: Amount, number: float, sign: int) -> dt.date:
    """A day so many units away: months and years by the calendar, working days by England's."""
    if amount.unit in {"B", "S"}:
        return ENGLAND.add_working_days(day, sign * int(number))
    if amount.unit in {"M", "Y"}:
        whole = int(number)
        year, month = add_months(day.year, day.month, sign * whole * (12 if amount.unit == "Y" else 1))
        rest = number - whole
        shifted = dt.date(year, month, min(day.day, last_of_month(year, month).day))
        if rest and amount.unit == "Y":
            year, month = add_months(year, month, sign * round(12 * rest))
            shifted = dt.date(year, month, min(day.day, last_of_month(year, month).day))
        elif rest:
            shifted += sign * round(30 * rest) * DAY
    elif amount.unit in {"H", "N"}:
        hours = number if amount.unit == "H" else number / 60
        shifted = day + sign * int(hours // 24) * DAY
    else:
        days = {"D": 1, "W": 7, "F": 14, "K": 7}[amount.unit]
        shifted = day + sign * round(days * number) * DAY
    return shifted if amount.more is None else moved(shifted, amount.more, amount.more.low, sign)


def tolerance(amount: Amount) -> int:
    """How many days a hedge widens an amount by, each way."""
    name = {"D": "day", "W": "week", "F": "week", "B": "day", "S": "day", "K": "week", "M": "month", "Y": "year"}.get(
        amount.unit
    )
    return TOLERANCE[name] if name else 0


def is_birth(phrase: str) -> bool:
    """Whether the words name the birth of the child (the case's own key date)."""
    words = phrase.lower().replace("’", "'")
    return (
        "born" in words.split()
        or any(TABLES["event"].get(w) == "birth" for w in words.split())
        or "giving birth" in words
    )


def window(symbol: Length, clocks: Clocks) -> When | None:
    """The last two weeks: from two weeks before the clock to the clock. A bare duration has no place."""
    amount = symbol.amount
    if symbol.phrase:
        if clocks.born is None or not clocks.born.bounded:
            return None
        assert clocks.born.start
        assert clocks.born.end
        return span(clocks.born.start, moved(clocks.born.end, amount, amount.high, 1))
    if not symbol.window or amount.unit in {"H", "N"}:
        return None
    base = clocks.day(symbol.clock)
    far = moved(base, amount, amount.high, symbol.window)
    return span(min(base, far), max(base, far), approximate=amount.vague)


def offset_of_age(symbol: Age) -> tuple[str, str] | None:
    """What an age counts from, and how far: 3 weeks old is "P21D/P27D" from "birth", 36+4 "-P24D" from "due date"."""
    amount = symbol.amount
    if symbol.kind == "gestation":
        extra = int(amount.more.low) if amount.more else 0
        first = 7 * int(amount.low) + extra - DAYS_OF_PREGNANCY
        last = 7 * int(amount.high) + (extra if amount.more else 6) - DAYS_OF_PREGNANCY
        return None if first < 0 <= last else ("due date", _days(first, last))
    if not symbol.unit_known or amount.more is not None:
        return None
    if amount.unit in {"D", "W"}:
        days = {"D": 1, "W": 7}[amount.unit]
        return "birth", _days(int(amount.low) * days, (int(amount.high) + 1) * days - 1)
    if amount.unit in {"M", "Y"} and amount.low == int(amount.low):
        return "birth", f"P{int(amount.low)}{amount.unit}/P{int(amount.high) + 1}{amount.unit}"
    return None


def _days(first: int, last: int) -> str:
    """Both ends on one side of what they count from: "P21D/P27D", "-P18D/P24D", "P5D"."""
    low, high = sorted((abs(first), abs(last)))
    return ("-" if last < 0 else "") + f"P{low}D" + ("" if low == high else f"/P{high}D")


def age(symbol: Age, clocks: Clocks) -> When | None:
    """The days on which the child had that age, or the pregnancy that gestation."""
    amount = symbol.amount
    if symbol.kind == "gestation":
        if clocks.due is None or not clocks.due.bounded:
            return None
        assert clocks.due.start
        assert clocks.due.end
        extra = int(amount.more.low) if amount.more else 0
        last = extra if amount.more else 6
        return span(
            day_at_gestation(clocks.due.start, int(amount.low), extra),
            day_at_gestation(clocks.due.end, int(amount.high), last),
            "day" if amount.more else "week",
        )
    if clocks.born is None or not clocks.born.bounded or not symbol.unit_known:
        return None
    assert clocks.born.start
    assert clocks.born.end
    first = moved(clocks.born.start, amount, amount.low, 1)
    after = Amount(amount.high + 1, amount.high + 1, amount.unit, more=amount.more)
    last_day = moved(clocks.born.end, after, after.high, 1) - DAY
    return span(first, max(first, last_day), "day" if first == last_day else "span")
