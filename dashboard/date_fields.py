"""A date as a reviewer types it: day, month, year and how exact it is, never a picker and never month first.

    fields of a form  ->  when_of  ->  When, or None for "not known"
    When              ->  fields_of  ->  what the form shows

Errors name the field that they are about, so that the page can lead to it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from model.errors import UsageError
from model.when import When

PRECISIONS: Final[dict[str, str]] = {
    "day": "exactly on this day",
    "about": "about this day",
    "month": "some time in this month",
    "year": "some time in this year",
    "between": "between this day and another",
    "after": "on or after this day",
    "before": "on or before this day",
    "unknown": "not known",
}
MONTHS: Final = tuple(name.lower() for name in calendar.month_name)  # "" first
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2100
_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})")
_DAY: Final = re.compile(r"\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\s*")


class FieldError(UsageError):
    """A field of a form that was filled in wrongly; `field` is its name."""

    def __init__(self, message: str, *, remedy: str, field: str) -> None:
        super().__init__(message, remedy=remedy)
        self.field = field


def when_of(fields: Mapping[str, str]) -> When | None:
    """The When of the fields precision, day, month, year, to_day, to_month, to_year, clock. Raises `FieldError`."""
    precision = fields.get("precision", "day")
    if precision == "unknown":
        return None
    if precision not in PRECISIONS:
        raise FieldError("How exact the date is was not said.", remedy="Choose one of the list.", field="precision")
    if precision == "year":
        year = _year(fields, "year")
        return When(start=dt.date(year, 1, 1), end=dt.date(year, 12, 31), granularity="year")
    if precision == "month":
        year, month = _year(fields, "year"), _month(fields, "month")
        last = calendar.monthrange(year, month)[1]
        return When(start=dt.date(year, month, 1), end=dt.date(year, month, last), granularity="month")
    day = _day(fields, "")
    if precision == "between":
        end = _day(fields, "to_")
        if end < day:
            raise FieldError("The second day lies before the first.", remedy="Swap them.", field="to_day")
        return When(start=day, end=end, granularity="span")
    if precision in ("after", "before"):
        after = precision == "after"
        return When(start=day if after else None, end=None if after else day, granularity="span")
    if precision == "about":
        return When(start=day, end=day, approximate=True)
    return When.on(day, _clock(fields.get("clock", "")))


def fields_of(when: When | None) -> dict[str, str]:
    """The fields that stand for a When; what no precision says in full is shown as its span."""
    if when is None or (when.start is None and when.end is None):
        return {"precision": "unknown"}
    first, last = when.start or when.end, when.end or when.start
    assert first is not None
    assert last is not None
    out = {"day": str(first.day), "month": str(first.month), "year": str(first.year)}
    if when.start is None or when.end is None:
        return out | {"precision": "after" if when.start else "before"}
    if first == last:
        clock = f"{when.start_time:%H:%M}" if when.start_time and not when.approximate else ""
        return out | {"precision": "about" if when.approximate else "day", "clock": clock}
    if (first.day, last) == (1, dt.date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])):
        return out | {"precision": "month"}
    if (first, last) == (dt.date(first.year, 1, 1), dt.date(first.year, 12, 31)):
        return out | {"precision": "year"}
    return out | {
        "precision": "between", "to_day": str(last.day), "to_month": str(last.month), "to_year": str(last.year),
    }  # fmt: skip


def _year(fields: Mapping[str, str], name: str) -> int:
    text = fields.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) == 4 and EARLIEST_YEAR <= int(text) <= LATEST_YEAR):
        raise FieldError("The year is not a year.", remedy="Write its four figures, such as 2021.", field=name)
    return int(text)


def _month(fields: Mapping[str, str], name: str) -> int:
    text = fields.get(name, "").strip().lower()
    by_name = [n for n, month in enumerate(MONTHS) if n and len(text) >= 3 and month.startswith(text)]
    number = by_name[0] if by_name else int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0
    if not 1 <= number <= 12:
        raise FieldError("The month is not a month.", remedy="Write 1 to 12, or its name.", field=name)
    return number


def _day(fields: Mapping[str, str], prefix: str) -> dt.date:
    year, month = _year(fields, f"{prefix}year"), _month(fields, f"{prefix}month")
    text = fields.get(f"{prefix}day", "").strip()
    try:
        return dt.date(year, month, int(text))
    except ValueError:
        raise FieldError(
            "There is no such day in that month.",
            remedy="Check the day, or say that only the month is known.",
            field=f"{prefix}day",
        ) from None


def _clock(text: str) -> dt.time | None:
    if not text.strip():
        return None
    found = _CLOCK.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        return dt.time(int(found[1]), int(found[2]))
    except ValueError:
        raise FieldError(
            "The time is not a time.", remedy="Write it like 14:30, or leave it empty.", field="clock"
        ) from None


def read_day(text: str | None) -> dt.date | None:
    """A day typed as day, month and year; None for anything else."""
    found = _DAY.fullmatch(text or "")
    if found is None:
        return None
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
