"""How far two events lie apart, in calendar and in working days, over every reading of both dates.

two events  ->  measured_between  ->  Measure: the earlier and the later one, both counts in words
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import words
from model.calendar import ENGLAND
from model.case import Event
from model.when import DayRange, days_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """From `earlier` to `later`; `settled` is false where the dates leave open which came first."""

    earlier: Event
    later: Event
    days: str
    working_days: str
    settled: bool


def measured_between(one: Event, other: Event) -> Measure | None:
    """The measure between two events, None where one of them has no date at all."""
    if one.when is None or other.when is None:
        return None
    first, second = sorted((one, other), key=lambda e: e.when.sort_key if e.when else ())
    assert first.when is not None
    assert second.when is not None
    days = days_between(first.when, second.when)
    if days.fewest is None and days.most is None:
        return None
    return Measure(
        earlier=first,
        later=second,
        days=range_words(days, "day"),
        working_days=range_words(ENGLAND.working_days_between(first.when, second.when), "working day"),
        settled=days.fewest is not None and days.fewest >= 0,
    )


def range_words(size: DayRange, unit: str) -> str:
    """A range in words; where the order is open, both ways: "from 3 days the other way to 5 days".

    >>> range_words(DayRange(10, 14), "day")
    '10 to 14 days'
    """
    fewest, most = size.fewest, size.most
    if fewest is None or most is None:
        known = fewest if fewest is not None else most
        assert known is not None
        return f"{'at least' if most is None else 'at most'} {words.counted(max(known, 0), unit)}"
    if fewest == most:
        return words.counted(most, unit)
    if fewest < 0:
        return f"from {words.counted(-fewest, unit)} the other way to {words.counted(most, unit)}"
    return f"{fewest:,} to {words.counted(most, unit)}"
