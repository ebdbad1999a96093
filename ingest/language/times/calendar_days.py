"""The days of a calendar date as written: the century, the missing year or month, the weekday."""

from __future__ import annotations

import datetime as dt
from typing import Final

from ingest.language.times.clocks import DAY, Clocks, add_months, safe, span, weekday_of
from ingest.language.times.named import last_of_month
from ingest.language.times.symbols import (
    Calendar,
)
from model.when import When

YEARS_BACK, YEARS_BACK_SURE = 2, 30  # "April 21" is a month where its year is so near the row's
JUST_AHEAD_DAYS: Final = 31  # a day told as past so little after the row's is of that year: rows are added to later
NEAR_DAYS: Final = 240  # a date without a year is taken to the next or last year beyond two thirds of a year


HALF_YEAR_DAYS: Final = 183
YEARS_AHEAD: Final = 3  # a two-digit year later than this is of the last century: plans run a year or two


def full_year(year: int, short: bool, clocks: Clocks) -> int:
    """A year with its century: two digits never land in the future of the case."""
    if not short:
        return year
    return 2000 + year if 2000 + year <= clocks.row.year + YEARS_AHEAD else 1900 + year


def calendar_days(symbol: Calendar, clocks: Clocks) -> When | None:
    """A date by its written fields, the missing ones from the clocks."""
    if symbol.impossible:
        return None
    if symbol.other is not None and symbol.year is not None:
        symbol = _month_or_day(symbol, clocks)
    if symbol.weekday is not None and symbol.day is None:
        return When.on(_weekday(symbol.weekday, clocks))
    if symbol.month is None and symbol.day is not None:
        return _day_alone(symbol, clocks)
    year = full_year(symbol.year, symbol.short_year, clocks) if symbol.year is not None else None
    if symbol.year_from is not None:
        year = clocks.year_of(symbol.year_from.clock) + symbol.year_from.step
    if symbol.month is None:
        return None if year is None else span(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")
    if year is None:
        year = likely_year(symbol.month, symbol.day, clocks, symbol.weekday)
    if symbol.day is None:
        return span(dt.date(year, symbol.month, 1), last_of_month(year, symbol.month), "month")
    return When.on(dt.date(year, symbol.month, symbol.day))


def _month_or_day(symbol: Calendar, clocks: Clocks) -> Calendar:
    """ "April 21": the month of a year near the case, else the day ("May 12" in 2021 is no year 2012)."""
    assert symbol.other is not None
    assert symbol.year is not None
    year = full_year(symbol.year, symbol.short_year, clocks)
    back = YEARS_BACK_SURE if symbol.surely_month else YEARS_BACK
    if -back <= year - clocks.row.year <= 1:
        return symbol
    return symbol.other


def likely_year(month: int, day: int | None, clocks: Clocks, weekday: int | None = None) -> int:
    """The year of a date written without one.

    The year of the nearest date stated in the text, rolling over New Year, else the row's; a date
    told as past is not put after the row, a date told as ahead not before it.
    """
    base = clocks.narrative if clocks.stated else clocks.row
    wanted = day or 15
    if weekday is not None and day is not None:
        fits = [y for y in (base.year, base.year - 1, base.year + 1) if weekday_of(y, month, day) == weekday]
        near = [y for y in fits if abs((safe(y, month, day) - base).days) <= NEAR_DAYS]
        if near and near[0] != base.year and weekday_of(base.year, month, day) != weekday:
            return near[0]
    here = safe(base.year, month, wanted)
    if day is None and (here.year, here.month) == (base.year, base.month):
        return base.year
    away = (here - base).days
    if clocks.stated:
        back = NEAR_DAYS if clocks.ahead < 0 else HALF_YEAR_DAYS  # a telling goes on, unless its words look back
        return base.year - 1 if away > NEAR_DAYS else base.year + 1 if away < -back else base.year
    just_ahead = day is not None and away <= JUST_AHEAD_DAYS
    if away > 0 and ((clocks.ahead < 0 and not just_ahead) or (clocks.ahead == 0 and away > NEAR_DAYS)):
        return base.year - 1
    behind = (
        60 if day is not None or clocks.ahead > 1 else HALF_YEAR_DAYS
    )  # "no referral was found for June": of the nearer year
    if (away < -behind and clocks.ahead > 0) or (away < -330 and (day is not None or clocks.ahead >= 0)):
        return base.year + 1
    return base.year


def _weekday(weekday: int, clocks: Clocks) -> dt.date:
    """A weekday alone: the last one on or before the row; after a stated date, the first after it."""
    if clocks.stated and clocks.ahead > 0 and 0 <= (clocks.row - clocks.narrative).days < 7:
        return clocks.row + ((weekday - clocks.row.weekday() - 1) % 7 + 1) * DAY  # "seen Friday, next one is Monday"
    if clocks.stated:
        first = clocks.narrative + ((weekday - clocks.narrative.weekday() - 1) % 7 + 1) * DAY
        told = clocks.narrative >= clocks.row and clocks.ahead >= 0
        if clocks.ahead > 0 or first <= clocks.row or told or clocks.narrative > clocks.row:
            return first
        return first - 7 * DAY  # "told me on Friday that on Wednesday night": what lies ahead has not been told yet
    if clocks.ahead > 0:
        return clocks.row + ((weekday - clocks.row.weekday() - 1) % 7 + 1) * DAY
    return clocks.row - ((clocks.row.weekday() - weekday) % 7) * DAY


def _day_alone(symbol: Calendar, clocks: Clocks) -> When | None:
    """ "The 19th": of the month in hand; the next or last month only where the words say so."""
    assert symbol.day is not None
    base = clocks.narrative if clocks.stated else clocks.row
    shift = symbol.month_shift
    if symbol.surely_month:
        year, month = add_months(base.year, base.month, shift)
        return When.on(dt.date(year, month, symbol.day))
    if shift == 0 and clocks.ahead > 0 and symbol.day < base.day:
        shift = 1
    if shift == 0 and clocks.ahead < 0 and not clocks.stated and symbol.day > base.day + clocks.slack:
        shift = -1
    if shift == 0 and clocks.ahead == 0 and not clocks.stated and _nearer_before(base, symbol.day):
        shift = -1
    if symbol.weekday is not None and shift == 0:
        shift = next((s for s in (0, -1, 1) if _falls_on(base, s, symbol.day, symbol.weekday)), 0)
    year, month = add_months(base.year, base.month, shift)
    if symbol.day > last_of_month(year, month).day:
        if symbol.month_shift:
            return None
        year, month = add_months(year, month, -1)
    return When.on(dt.date(year, month, symbol.day))


def _nearer_before(base: dt.date, day: int) -> bool:
    """Whether a day of the month lies nearer in the month before: "Home 24th." written on the 5th."""
    if day <= base.day:
        return False
    year, month = add_months(base.year, base.month, -1)
    return (base - safe(year, month, day)).days < day - base.day


def _falls_on(base: dt.date, shift: int, day: int, weekday: int) -> bool:
    """Whether that day of the month so many months on is that weekday."""
    return weekday_of(*add_months(base.year, base.month, shift), day) == weekday
