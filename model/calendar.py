"""Working days in England, ages and gestations.

    day, day  ->  working_days (how many of them)      day, n  ->  add_working_days (which day)

A working day is Monday to Friday and not a bank holiday in England; the `holidays` package gives the
bank holidays (with the one-off ones), and `extra_closures` adds a council's own. The day of the
trigger is day 0 and the next working day is day 1, as in `Working Together` practice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache

import holidays

from model.when import DayRange, When

ONE_DAY = dt.timedelta(days=1)
DAYS_OF_PREGNANCY = 280  # from the first day of the last period to the due date (40 weeks, Naegele)


@cache
def bank_holidays(year: int) -> frozenset[dt.date]:
    """Bank holidays in England in one year, as observed (Monday in lieu of a Sunday)."""
    return frozenset(bank_holiday_names(year))


@cache
def bank_holiday_names(year: int) -> dict[dt.date, str]:
    """The bank holidays of England in one year with their names."""
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))


class WorkingCalendar:
    """Counts working days. Pass `extra_closures` for days on which a local office is shut."""

    def __init__(self, extra_closures: Collection[dt.date] = ()) -> None:
        self._closures = frozenset(extra_closures)

    def is_working_day(self, day: dt.date) -> bool:
        return day.weekday() < 5 and day not in bank_holidays(day.year) and day not in self._closures

    def working_days(self, after: dt.date, until: dt.date) -> int:
        """Working days after the first day, up to and including the last; negative if `until` is earlier.

        >>> WorkingCalendar().working_days(dt.date(2021, 4, 30), dt.date(2021, 5, 4))  # 3 May: bank holiday
        1
        """
        if until < after:
            return -self.working_days(until, after)
        weeks, rest = divmod((until - after).days, 7)
        weekdays = weeks * 5 + sum((after + dt.timedelta(days=i)).weekday() < 5 for i in range(1, rest + 1))
        return weekdays - self._weekday_closures(after, until)

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `day` (before it, if negative)."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, earlier: When, later: When) -> DayRange:
        """The fewest and most working days over every reading of both intervals."""
        fewest = self.working_days(earlier.end, later.start) if earlier.end and later.start else None
        most = self.working_days(earlier.start, later.end) if earlier.start and later.end else None
        return DayRange(fewest, most)

    def _weekday_closures(self, after: dt.date, until: dt.date) -> int:
        days = {d for year in range(after.year, until.year + 1) for d in bank_holidays(year)} | self._closures
        return sum(after < d <= until and d.weekday() < 5 for d in days)


ENGLAND = WorkingCalendar()


def age_in_days(born: When, on: When) -> DayRange:
    """How old in days, over every reading of both dates."""
    fewest = (on.start - born.end).days if on.start and born.end else None
    most = (on.end - born.start).days if on.end and born.start else None
    return DayRange(fewest, most)


def day_at_gestation(due: dt.date, weeks: int, days: int = 0) -> dt.date:
    """The day on which a pregnancy with that due date has reached so many weeks and days."""
    return due - dt.timedelta(days=DAYS_OF_PREGNANCY - 7 * weeks - days)
