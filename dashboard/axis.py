"""What days are counted from: the calendar, the child's birth, or any event.

    CaseBook + ViewState  ->  axis_of  ->  Axis (origin, its name)  ->  ticks of a window, words for an event

Only the labels differ: the places of the marks are the same days. An origin that is itself uncertain
counts from its middle on the chart, and as a range in words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from dashboard import words
from dashboard.casebook import CaseBook, has_date
from dashboard.drawing import PLOT_PX
from dashboard.urlstate import ViewState
from model.when import DayRange, When, days_between

TICK_PX: Final = 104  # room for one label
DAY_STEPS: Final = (1, 2, 7, 14, 28, 91, 182, 364, 728, 1820, 3640)
MONTH_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
WEEKS_UNTIL: Final = 84  # days of age told in weeks, above them in months: as health records do
DAYS_UNTIL: Final = 14  # days of age told in days
KEY_DATE_WORDS: Final[dict[str, str]] = {
    "birth": "Birth", "due": "Due date", "death": "Death", "incident": "Incident",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """How days are counted: from `origin`, whose name is `name`; "calendar" has neither."""

    kind: str
    origin: When | None = None
    name: str = ""

    @property
    def zero(self) -> dt.date | None:
        return self.origin.middle if self.origin else None


CALENDAR: Final = Axis(kind="calendar")


def axis_of(book: CaseBook, state: ViewState) -> Axis:
    """The axis of a view; the calendar where the origin that it asks for is not known."""
    if state.axis == "age":
        return age_axis(book) or CALENDAR
    if state.axis == "days" and state.anchor:
        origin = origins(book).get(state.anchor) or _event_when(book, state.anchor)
        if origin is not None and has_date(origin):
            return Axis(kind="days", origin=origin, name=origin_name(book, state.anchor))
    return CALENDAR


def age_axis(book: CaseBook) -> Axis | None:
    """The child's age, where the birth is known."""
    birth = book.findings.key_dates.get("birth")
    return Axis(kind="age", origin=birth, name="birth") if birth is not None and has_date(birth) else None


def origins(book: CaseBook) -> dict[str, When]:
    """The key dates from which days can be counted."""
    return {name: when for name, when in book.findings.key_dates.items() if name != "scope" and has_date(when)}


def origin_name(book: CaseBook, anchor: str) -> str:
    """An origin in words: the name of a key date, or what the event was."""
    event = book.event_by_id.get(anchor)
    if event is not None:
        return f"{words.kind(event).lower()} ({words.event_when(event)})"
    return KEY_DATE_WORDS.get(anchor, anchor.replace("_", " ").capitalize()).lower()


def _event_when(book: CaseBook, event_id: str) -> When | None:
    event = book.event_by_id.get(event_id)
    return event.when if event else None


# ------------------------------------------------------------------ ticks
def ticks(axis: Axis, first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """The labelled days of a window. Empty for the calendar, whose labels the chart makes itself."""
    zero = axis.zero
    if zero is None:
        return []
    span = (last - first).days + 1
    room = max(2, PLOT_PX // TICK_PX)
    if axis.kind == "age" and span / room > 27:
        return _month_ticks(zero, first, last, room)
    step = next((s for s in DAY_STEPS if span / s <= room), DAY_STEPS[-1])
    begin = (first - zero).days // step
    days = [n * step for n in range(begin, (last - zero).days // step + 1)]
    shown = [(zero + dt.timedelta(days=d), d) for d in days if first <= zero + dt.timedelta(days=d) <= last]
    return [(day, _age_tick(d) if axis.kind == "age" else _day_tick(axis, d)) for day, d in shown]


def _month_ticks(zero: dt.date, first: dt.date, last: dt.date, room: int) -> list[tuple[dt.date, str]]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((s for s in MONTH_STEPS if months / s <= room), MONTH_STEPS[-1])
    begin = months_old(zero, first) // step - 1
    found = ((add_months(zero, n * step), n * step) for n in range(begin, begin + months // step + 3))
    return [(day, _months_words(count)) for day, count in found if day and first <= day <= last]


def _age_tick(days: int) -> str:
    if days == 0:
        return "Birth"
    size, unit = (abs(days) // 7, "week") if days % 7 == 0 else (abs(days), "day")
    return words.counted(size, unit) + (" old" if days > 0 else " before")


def _months_words(months: int) -> str:
    if months == 0:
        return "Birth"
    years, rest = divmod(abs(months), 12)
    parts = [words.counted(years, "year")] if years else []
    parts += [words.counted(rest, "month")] if rest else []
    return " ".join(parts) + (" old" if months > 0 else " before")


def _day_tick(axis: Axis, days: int) -> str:
    if days == 0:
        return axis.name.split(" (")[0].capitalize()
    return words.counted(abs(days), "day") + (" after" if days > 0 else " before")


# ------------------------------------------------------------------ words for the table
def relative_words(axis: Axis, when: When | None) -> str:
    """How an event stands to the origin: "12 days before birth", "5 to 6 weeks old", or nothing."""
    if axis.origin is None or when is None or not has_date(when):
        return ""
    if axis.kind == "age":
        return _age_words(axis.origin, when)
    between = days_between(axis.origin, when)
    return _days_words(between, axis.name)


def _days_words(between: DayRange, name: str) -> str:
    fewest, most = between.fewest, between.most
    if fewest is None or most is None:
        known = fewest if fewest is not None else most
        return "" if known is None else f"{'at least' if most is None else 'at most'} {_signed(known, name)}"
    if fewest == most:
        return _signed(fewest, name)
    if fewest >= 0:
        return f"{fewest:,} to {words.counted(most, 'day')} after {name}"
    if most <= 0:
        return f"{-most:,} to {words.counted(-fewest, 'day')} before {name}"
    return f"from {words.counted(-fewest, 'day')} before to {words.counted(most, 'day')} after {name}"


def _signed(days: int, name: str) -> str:
    if days == 0:
        return f"the day of {name}"
    return f"{words.counted(abs(days), 'day')} {'after' if days > 0 else 'before'} {name}"


def _age_words(birth: When, when: When) -> str:
    born, on = birth.middle, (when.start or when.end, when.end or when.start)
    assert born is not None
    assert on[0] is not None
    assert on[1] is not None
    one, other = age_on(born, on[0]), age_on(born, on[1])
    return one if one == other else f"{one} to {other}"


def age_on(born: dt.date, day: dt.date) -> str:
    """The age on a day, in the unit that records use: days, weeks, months, years.

    >>> age_on(dt.date(2021, 2, 9), dt.date(2021, 3, 9))
    '4 weeks old'
    """
    days = (day - born).days
    if days == 0:
        return "day of birth"
    size = abs(days)
    tail = " old" if days > 0 else " before birth"
    if size < DAYS_UNTIL:
        return words.counted(size, "day") + tail
    if days < 0 or size < WEEKS_UNTIL:
        return words.counted(size // 7, "week") + tail
    months = months_old(born, day)
    if months < 24:
        return words.counted(months, "month") + tail
    years, rest = divmod(months, 12)
    return words.counted(years, "year") + (f" {words.counted(rest, 'month')}" if rest else "") + tail


def months_old(born: dt.date, day: dt.date) -> int:
    """Whole months from birth to a day (negative before it)."""
    return (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)


def add_months(day: dt.date, months: int) -> dt.date | None:
    """The same day of a later month, or its last day where it is shorter; None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9998:
        return None
    after = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (after - dt.timedelta(days=1)).day))
