"""Counting over intervals: the outcome agrees with trying every day, in days, working days and hours."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.calendar import ENGLAND
from model.gaps.draft import limit_words, measure, outcome_of, value_words
from model.when import DayRange, When

DAYS = st.dates(min_value=dt.date(2020, 1, 1), max_value=dt.date(2023, 12, 31))
WIDTHS = st.integers(min_value=0, max_value=9)
GAPS = st.integers(min_value=0, max_value=90)


def interval(first: dt.date, width: int) -> When:
    return When(start=first, end=first + dt.timedelta(days=width), granularity="span" if width else "day")


def days_of(when: When) -> list[dt.date]:
    assert when.start is not None
    assert when.end is not None
    return [when.start + dt.timedelta(days=n) for n in range((when.end - when.start).days + 1)]


@settings(deadline=None, max_examples=60)
@given(
    DAYS, WIDTHS, st.integers(min_value=0, max_value=90), WIDTHS, st.integers(min_value=0, max_value=60), st.booleans()
)
def test_outcome_is_that_of_every_reading(
    day: dt.date, width: int, later: int, later_width: int, limit: int, working: bool
) -> None:
    first = interval(day, width)
    last = interval(day + dt.timedelta(days=width + later), later_width)
    unit = "working_days" if working else "days"
    pairs = [(one, two) for one in days_of(first) for two in days_of(last)]
    every = [ENGLAND.working_days(one, two) if working else (two - one).days for one, two in pairs]
    outcome = outcome_of(measure(first, last, unit), limit)
    assert (outcome == "exceeded") == all(value > limit for value in every)
    assert (outcome == "met") == all(value <= limit for value in every)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(When.on(dt.date(2022, 4, 14)), When.on(dt.date(2022, 4, 19)), 1, id="over Easter"),
        pytest.param(When.on(dt.date(2022, 6, 1)), When.on(dt.date(2022, 6, 6)), 1, id="the jubilee holidays"),
        pytest.param(When.on(dt.date(2021, 12, 24)), When.on(dt.date(2022, 1, 4)), 4, id="over the turn of the year"),
        pytest.param(When.on(dt.date(2020, 2, 28)), When.on(dt.date(2020, 3, 2)), 1, id="a leap day on a Saturday"),
        pytest.param(When.on(dt.date(2022, 5, 7)), When.on(dt.date(2022, 5, 9)), 1, id="from a Saturday"),
        pytest.param(When.on(dt.date(2022, 5, 9)), When.on(dt.date(2022, 5, 9)), 0, id="the same day"),
    ],
)
def test_working_days(first: When, last: When, expected: int) -> None:
    assert measure(first, last, "working_days").exact == expected


def test_hours_use_the_clock_where_it_is_known_and_the_whole_day_where_not() -> None:
    noon = When.on(dt.date(2022, 5, 9), dt.time(12))
    assert measure(noon, When.on(dt.date(2022, 5, 10), dt.time(18)), "hours").exact == 30
    assert measure(noon, When.on(dt.date(2022, 5, 10)), "hours") == DayRange(12, 35)


@pytest.mark.parametrize(
    ("measured", "unit", "words"),
    [
        pytest.param(DayRange(39, 39), "days", "39 days", id="one value"),
        pytest.param(DayRange(1, 1), "working_days", "1 working day", id="one of them"),
        pytest.param(DayRange(31, 35), "working_days", "between 31 and 35 working days", id="a range"),
        pytest.param(DayRange(5, None), "days", "at least 5 days", id="no upper bound"),
        pytest.param(DayRange(None, 5), "days", "at most 5 days", id="no lower bound"),
        pytest.param(DayRange(None, None), "days", "an unknown number of days", id="unknown"),
    ],
)
def test_values_in_words(measured: DayRange, unit: str, words: str) -> None:
    assert value_words(measured, unit) == words


def test_limit_in_words() -> None:
    assert limit_words(1, "working_days") == "1 working day"
    assert limit_words(None, None) == "no number of days"
