"""The labelled days of a calendar axis, for pictures that are made on the server.

first and last day  ->  calendar_ticks  ->  (day, upper label, lower label): days, weeks, months or years

A label stands at the first day of what it names; the year stands under the first label and where it changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from dashboard.drawing import PLOT_PX

ROOM_PX: Final = 64  # for one label
_DAY_STEPS: Final = (1, 2, 7, 14)
_MONTH_STEPS: Final = (1, 2, 3, 6)
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50)

Tick = tuple[dt.date, str, str]


def calendar_ticks(first: dt.date, last: dt.date) -> list[Tick]:
    """The labels of a window, as many as have room.

    >>> calendar_ticks(dt.date(2021, 1, 1), dt.date(2021, 12, 31))[:2]
    [(datetime.date(2021, 1, 1), 'Jan', '2021'), (datetime.date(2021, 2, 1), 'Feb', '')]
    """
    px = PLOT_PX / ((last - first).days + 1)
    for step in _DAY_STEPS:
        if step * px >= ROOM_PX:
            return _labelled(_days(first, last, step), "day")
    for step in _MONTH_STEPS:
        if step * 30.4 * px >= ROOM_PX:
            return _labelled(_months(first, last, step), "month")
    years = next((step for step in _YEAR_STEPS if step * 365.25 * px >= ROOM_PX), _YEAR_STEPS[-1])
    begin = first.year + (first > dt.date(first.year, 1, 1))
    begin += -begin % years
    return [(dt.date(year, 1, 1), str(year), "") for year in range(begin, last.year + 1, years)]


def _days(first: dt.date, last: dt.date, step: int) -> Iterator[dt.date]:
    day = first + dt.timedelta(days=-first.weekday() % 7 if step >= 7 else 0)  # weeks begin on Monday
    while day <= last:
        yield day
        day += dt.timedelta(days=step)


def _months(first: dt.date, last: dt.date, step: int) -> Iterator[dt.date]:
    month = first.year * 12 + first.month - 1 + (first.day > 1)
    month += -month % step
    while (day := dt.date(month // 12, month % 12 + 1, 1)) <= last:
        yield day
        month += step


def _labelled(days: Iterator[dt.date], unit: str) -> list[Tick]:
    out: list[Tick] = []
    for day in days:
        new_year = not out or out[-1][0].year != day.year
        upper = f"{day.day} {day:%b}" if unit == "day" else f"{day:%b}"
        out.append((day, upper, str(day.year) if new_year else ""))
    return out
