"""Working days as jumps on the calendar, forward and back, exact on every day of 1990 to 2049.

    the n-th working day after day d   f(d)      never falls as d grows, so bounds pass through it exactly
    fewest and most calendar days that n working days can span: what is known when no day is

All days are ordinals (`datetime.date.toordinal`). Outside the years of the table only the spans hold.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property

from model.calendar import WorkingCalendar

FIRST_YEAR, LAST_YEAR = 1990, 2049  # the years that a chronology can speak of; the rest uses the spans

Jump = Callable[[int], int]


class WorkingDays:
    """The working days of one calendar as a table of ordinals."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        self._spans: dict[int, tuple[int, int]] = {}

    @cached_property
    def _days(self) -> list[int]:
        """All working days in order; made when first asked for, since most cases count none."""
        first, last = dt.date(FIRST_YEAR, 1, 1).toordinal(), dt.date(LAST_YEAR, 12, 31).toordinal()
        return [n for n in range(first, last + 1) if self._calendar.is_working_day(dt.date.fromordinal(n))]

    def span(self, count: int) -> tuple[int, int]:
        """The fewest and the most calendar days from any day to the `count`-th working day after it.

        Spans grow with the count, by one day at least; very long counts use the widest known slope.
        """
        if count not in self._spans:
            self._spans[count] = self._measure(count)
        return self._spans[count]

    def _measure(self, count: int) -> tuple[int, int]:
        if count == 0:
            return (0, 0)
        days = self._days
        if count >= len(days) - 1:
            return (count, count * 2)
        # Between two working days the longest way starts on the first of them, the shortest on the eve of the next.
        most = max(days[i + count] - days[i] for i in range(len(days) - count))
        fewest = min(days[i + count - 1] - days[i] + 1 for i in range(1, len(days) - count + 1))
        return (fewest, most)

    def after(self, day: int, count: int) -> int | None:
        """The `count`-th working day after a day; None outside the table. Count 0 is the day itself."""
        if count == 0:
            return day
        at = bisect_right(self._days, day) + count - 1
        return self._days[at] if self._days[0] <= day and at < len(self._days) else None

    def latest_start(self, end: int, count: int) -> int | None:
        """The latest day whose `count`-th working day after it is no later than `end`."""
        if count == 0:
            return end
        at = bisect_right(self._days, end) - count
        return self._days[at] - 1 if at >= 0 and end <= self._days[-1] else None

    def earliest_start(self, end: int, count: int) -> int | None:
        """The earliest day whose `count`-th working day after it is no earlier than `end`."""
        if count == 0:
            return end
        at = bisect_left(self._days, end) - count
        return self._days[at] if at >= 0 and end <= self._days[-1] else None
