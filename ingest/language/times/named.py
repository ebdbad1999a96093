"""The days of named stretches: seasons, school terms and breaks, festivals, bank holidays, quarters, years.

Period, year  ->  first day, last day     (a name without a year is tried in several)
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final

from dateutil.easter import easter  # type: ignore[import-untyped]

from ingest.language.times.symbols import Period
from ingest.language.times.words import TABLES
from model.calendar import bank_holiday_names, bank_holidays

Days = tuple[dt.date, dt.date]
_DAY: Final = dt.timedelta(days=1)


def last_of_month(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, first: int, last: int) -> Days:
    """From the first day of one month to the last of another; months above 12 are of the next year."""
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return dt.date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1), last_of_month(end_year, end_month)


def period_days(period: Period, year: int) -> Days | None:
    """First and last day of a period in a year, None where the name has no days of its own."""
    if period.kind == "season":
        first = int(TABLES["season"][period.name])
        return months(year, first, first + 2)
    if period.kind == "term":
        first, last = TABLES["term"][period.name]
        return months(year, first, last)
    if period.kind == "quarter":
        if period.name.startswith("fy"):
            first = 1 + 3 * int(period.name[2:])
            return months(year, first, first + 2)
        first = 3 * int(period.name) - 2
        return months(year, first, first + 2)
    if period.kind == "half":
        return _half(period, year)
    if period.kind == "financial":
        return dt.date(year, 4, 1), dt.date(year + 1, 3, 31)
    if period.kind == "academic":
        return dt.date(year, 9, 1), dt.date(year + 1, 8, 31)
    if period.kind == "decade":
        return dt.date(year, 1, 1), dt.date(year + 9, 12, 31)
    if period.kind == "nth":
        day = _one(period.name, year)
        return day, day
    if period.name in {"half term", "half-term"}:
        return None
    return _dated(str((TABLES["festival"] | TABLES["break"]).get(period.name) or ""), year)


def _half(period: Period, year: int) -> Days:
    first = period.name == "first"
    if period.month:
        end = last_of_month(year, period.month)
        return (
            (dt.date(year, period.month, 1), dt.date(year, period.month, 15))
            if first
            else (dt.date(year, period.month, 16), end)
        )
    return months(year, 1, 6) if first else months(year, 7, 12)


def _dated(spec: str, year: int) -> Days | None:
    """The days of "12-25", "10-22/10-31", "easter-2/easter+1", "nth:5:0:-1"."""
    if not spec or spec == "half" or spec.startswith("bank"):
        return None
    first, _, last = spec.partition("/")
    start = _one(first, year)
    end = _one(last, year) if last else start
    if end < start:
        end = _one(last, year + 1)
    return start, end


def _one(spec: str, year: int) -> dt.date:
    if spec.startswith("easter"):
        sunday: dt.date = easter(year)
        return sunday + int(spec.removeprefix("easter") or 0) * _DAY
    if spec.startswith("nth"):
        month, weekday, which = (int(part) for part in spec.split(":")[1:])
        return nth_weekday(year, month, weekday, which)
    if spec.startswith("holiday:"):
        return _bank_holiday(spec.removeprefix("holiday:"), year)
    return dt.date.fromisoformat(f"{year:04}-{spec}")


def _bank_holiday(name: str, year: int) -> dt.date:
    """The day of a bank holiday by its name ("May Day", two days before it "May Day-2"), moved in some years (2020).

    ValueError if that year had none.
    """
    name, shift = (name[:-2], int(name[-2:])) if name[-1].isdigit() else (name, 0)
    day = next((day for day, names in bank_holiday_names(year).items() if name in names.split("; ")), None)
    if day is None:
        raise ValueError(name)
    return day + shift * _DAY


def nth_weekday(year: int, month: int, weekday: int, which: int) -> dt.date:
    """The which-th Monday (0) ... Sunday (6) of a month; -1 is the last."""
    if which > 0:
        first = dt.date(year, month, 1)
        return first + ((weekday - first.weekday()) % 7 + 7 * (which - 1)) * _DAY
    last = last_of_month(year, month)
    return last - ((last.weekday() - weekday) % 7) * _DAY


def bank_holiday_near(day: dt.date, ahead: int, spec: str) -> Days | None:
    """The bank holiday meant by "bank holiday Monday" or "the bank holiday weekend" near a day.

    The last one at most 45 days back (the next one where it lies ahead), else None.
    """
    around = sorted(d for year in (day.year - 1, day.year, day.year + 1) for d in bank_holidays(year))
    if "monday" in spec:
        around = [d for d in around if d.weekday() == 0]
    if "weekend" in spec:
        around = [d for d in around if d.weekday() in {0, 4}]
    past = [d for d in around if 0 <= (day - d).days <= 45]
    future = [d for d in around if 0 <= (d - day).days <= 45]
    chosen = (future[:1] or past[-1:]) if ahead > 0 else (past[-1:] or future[:1])
    if not chosen:
        return None
    found = chosen[0]
    if "weekend" in spec:
        return (found - 2 * _DAY, found) if found.weekday() == 0 else (found, found + 3 * _DAY)
    return found, found
