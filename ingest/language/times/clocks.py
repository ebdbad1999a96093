"""The two clocks that an expression is read against, and small steps of the calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from ingest.language.times.named import last_of_month
from model.when import Granularity, When

DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clocks:
    """What the words are read against. `narrative` is the last date stated (the row's, if none was).

    `ahead` is above 0 where the words around say that the date lies ahead of the row (2: by a verb of plans), -1
    where they say behind it.
    """

    row: dt.date
    narrative: dt.date
    stated: bool = False
    born: When | None = None
    due: When | None = None
    ahead: int = 0
    slack: int = 0  # days after `row` that the row may still tell of as past: it covers a week or a stretch
    year: int | None = None  # the last year that the text names: "of that year"
    told: dt.date | None = None  # the date that the narrative stood at before this one
    moment: dt.datetime | None = None  # the last clock time that the narrative tells: "20 minutes later"
    morning: dt.date | None = None  # the second day of a row that covers one night

    def day(self, name: str) -> dt.date:
        return self.narrative if name == "narrative" else self.row

    def year_of(self, name: str) -> int:
        """The year that steps of years count from: in the narrative the last one named, be it by a date or alone."""
        return self.year if self.year is not None and name == "narrative" else self.day(name).year


def span(
    first: dt.date | None, last: dt.date | None, granularity: Granularity = "span", *, approximate: bool = False
) -> When:
    return When(start=first, end=last, granularity=granularity, approximate=approximate)


def safe(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, last_of_month(year, month).day))


def weekday_of(year: int, month: int, day: int) -> int | None:
    try:
        return dt.date(year, month, day).weekday()
    except ValueError:
        return None


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + count
    return index // 12, index % 12 + 1
