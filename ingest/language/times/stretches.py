"""The days of named stretches and of words that point by whole units: last week, the following Friday."""

from __future__ import annotations

import datetime as dt
from typing import Final

from ingest.language.times.calendar_days import full_year
from ingest.language.times.clocks import DAY, Clocks, add_months, span
from ingest.language.times.named import Days, bank_holiday_near, last_of_month, nth_weekday, period_days
from ingest.language.times.symbols import (
    Period,
    PeriodKind,
    Pointed,
)
from ingest.language.times.words import TABLES
from model.calendar import ENGLAND
from model.when import Granularity, When

FIRST_MONTH: Final = {"FY": 4, "AY": 9}  # of accounts and of school years
_GRANULARITY: Final[dict[PeriodKind, Granularity]] = {
    "season": "season",
    "festival": "day",
    "financial": "year",
    "academic": "year",
}


def period(symbol: Period, clocks: Clocks) -> When | None:
    granularity = _GRANULARITY.get(symbol.kind, "span")
    spec = str((TABLES["festival"] | TABLES["break"]).get(symbol.name) or "")
    approximate = symbol.kind == "break"
    if spec.startswith("bank") and symbol.year is None:
        days = bank_holiday_near(clocks.row if not clocks.stated else clocks.narrative, clocks.ahead, spec)
        return (
            None
            if days is None
            else span(*days, "day" if days[0] == days[1] else "span", approximate="weekend" in spec)
        )
    if spec.startswith("bank:8"):
        assert symbol.year is not None
        monday = nth_weekday(full_year(symbol.year, symbol.short_year, clocks), 8, 0, -1)
        return span(monday - 2 * DAY, monday, "span", approximate=True)
    if symbol.year_from is not None:
        found = period_days(symbol, clocks.year_of(symbol.year_from.clock) + symbol.year_from.step)
    elif symbol.year is not None:
        found = period_days(symbol, full_year(symbol.year, symbol.short_year, clocks))
    else:
        found = _nearest_half_term(clocks) if spec == "half" else _nearest_period(symbol, clocks)
    if found is None:
        return None
    if found[0] != found[1] and granularity == "day":
        granularity = "span"
    return span(*found, granularity, approximate=approximate)


def _nearest_half_term(clocks: Clocks) -> Days:
    """The half term nearest to the clock: October, February or May."""
    base = clocks.narrative if clocks.stated else clocks.row
    names = [w for w, spec in TABLES["break"].items() if w.endswith("half term") and spec != "half"]
    found = [
        days
        for year in (base.year - 1, base.year, base.year + 1)
        for name in names
        if (days := period_days(Period("break", name), year)) is not None
    ]
    return min(found, key=lambda days: abs((days[0] - base).days))


def _nearest_period(symbol: Period, clocks: Clocks) -> Days | None:
    """A season or festival without a year: the last begun by the row, the next where it lies ahead."""
    base = clocks.narrative if clocks.stated else clocks.row
    tries = [d for y in range(base.year - 2, base.year + 3) if (d := period_days(symbol, y)) is not None]
    if not tries:
        return None
    before = [d for d in tries if d[0] <= base]
    after = [d for d in tries if d[0] > base]
    near = [d for d in tries if abs((d[0] - base).days) <= 14]
    if symbol.step == 0 and near:  # the bank holiday just past, although the words look ahead
        return near[0]
    if symbol.step > 0 or (symbol.step == 0 and clocks.ahead > 0):
        running = [d for d in before if d[1] >= base] if symbol.step == 0 else []
        return (running or after)[0]
    if symbol.step < 0:
        return [d for d in before if d[1] < base][-1]
    if clocks.stated or clocks.ahead == 0:
        same = [d for d in tries if d[0].year == base.year]
        if same and abs((same[0][0] - base).days) <= 120:
            return same[0]
    return before[-1]


def pointed(symbol: Pointed, clocks: Clocks) -> When | None:
    base = clocks.day(symbol.clock)
    step = symbol.step
    granularity: Granularity = "day"
    if symbol.unit == "D":
        day = base + step * DAY
        if symbol.part == "night" and symbol.step == -1:
            return span(day, day, "part_of_day")
        return When.on(day, granularity="part_of_day" if symbol.part else granularity)
    if symbol.unit == "working_day":
        return When.on(ENGLAND.add_working_days(base, step))
    if symbol.unit == "weekday":
        assert symbol.weekday is not None
        return _stepped_weekday(base, symbol.weekday, step)
    if symbol.unit in {"W", "F"}:
        monday = base - base.weekday() * DAY + 7 * step * DAY
        return span(monday, monday + (6 if symbol.unit == "W" else 13) * DAY, "week" if symbol.unit == "W" else "span")
    if symbol.unit == "K":
        saturday = base + (5 - base.weekday()) * DAY + 7 * step * DAY
        if step == 0 and symbol.clock == "narrative" and base.weekday() == 6:
            saturday = base - DAY
        return span(saturday, saturday + DAY, "span")
    if symbol.unit == "BW":
        found = bank_holiday_near(base, 1 if step > 0 else -1, "bank:weekend")
        return None if found is None else span(*found, "span")
    if symbol.unit == "weekend":
        back = 0 if base.weekday() >= 5 else -1 if clocks.ahead <= 0 else 0
        saturday = base + (5 - base.weekday() + 7 * back) * DAY
        return span(saturday, saturday + DAY, "span")
    if symbol.unit == "month":
        assert symbol.month is not None
        year = base.year + (symbol.step if symbol.month == base.month else 0)
        if symbol.step < 0 and symbol.month > base.month:
            year -= 1
        elif symbol.step > 0 and symbol.month < base.month:
            year += 1
        return span(dt.date(year, symbol.month, 1), last_of_month(year, symbol.month), "month")
    if symbol.unit == "M":
        year, month = add_months(base.year, base.month, step)
        return span(dt.date(year, month, 1), last_of_month(year, month), "month")
    if symbol.unit == "Q":
        year, month = add_months(base.year, (base.month - 1) // 3 * 3 + 1, 3 * step)
        year2, month2 = add_months(year, month, 2)
        return span(dt.date(year, month, 1), last_of_month(year2, month2), "span")
    if symbol.unit in {"FY", "AY"}:
        month = FIRST_MONTH[symbol.unit]
        year = base.year + step - (base.month < month)
        return span(dt.date(year, month, 1), dt.date(year + 1, month, 1) - DAY, "year")
    if symbol.unit == "term":
        return _term(base, step)
    if symbol.unit == "Y":
        return span(dt.date(base.year + step, 1, 1), dt.date(base.year + step, 12, 31), "year")
    return None


def _term(base: dt.date, step: int) -> When | None:
    """The school term that the day lies in, or so many before or after it; None for "this term" in August."""
    terms = [
        days
        for year in (base.year - 1, base.year, base.year + 1)
        for name in ("spring term", "summer term", "autumn term")
        if (days := period_days(Period("term", name), year)) is not None
    ]
    before = [days for days in terms if days[1] < base]
    ahead = [days for days in terms if days[0] > base]
    running = [days for days in terms if days[0] <= base <= days[1]]
    found = before[step:] if step < 0 else ahead[step - 1 :] if step > 0 else running
    return span(*found[0], "span") if found else None


def _stepped_weekday(base: dt.date, weekday: int, step: int) -> When:
    """Strictly before or after; 0 in the week of the base; 8 a week later."""
    if step == 0:
        return When.on(base + (weekday - base.weekday()) * DAY)
    if step > 0:
        first = base + ((weekday - base.weekday() - 1) % 7 + 1) * DAY
        return When.on(first + (7 * DAY if step == 8 else 0 * DAY))
    last = base - ((base.weekday() - weekday - 1) % 7 + 1) * DAY
    return When.on(last - (7 * DAY if step == -8 else 0 * DAY))
