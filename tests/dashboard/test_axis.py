"""Days counted from the child's birth or any event, and how far two events lie apart."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.axis import Axis, add_months, age_on, axis_of, months_old, relative_words, ticks
from dashboard.casebook import build_book
from dashboard.measuring import measured_between, range_words
from dashboard.urlstate import ViewState
from model.case import Event
from model.when import DayRange, When
from tests.dashboard.sample import sample_case

BOOK = build_book(*sample_case())
BORN = dt.date(2021, 2, 9)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param("2021-02-09", "day of birth", id="the day itself"),
        pytest.param("2021-02-10", "1 day old", id="a day"),
        pytest.param("2021-02-23", "2 weeks old", id="weeks"),
        pytest.param("2021-06-08", "3 months old", id="a day short of four months"),
        pytest.param("2023-03-09", "2 years 1 month old", id="years"),
        pytest.param("2020-12-15", "8 weeks before birth", id="before"),
        pytest.param("2021-02-08", "1 day before birth", id="the day before"),
    ],
)
def test_ages_in_the_words_of_records(day: str, words: str) -> None:
    assert age_on(BORN, dt.date.fromisoformat(day)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        pytest.param("2021-02-20", "2021-02-20", "11 days after birth", id="a day"),
        pytest.param("2021-02-01", "2021-02-05", "4 to 8 days before birth", id="a span before"),
        pytest.param("2021-02-08", "2021-02-11", "from 1 day before to 2 days after birth", id="either side"),
        pytest.param("2021-02-09", "2021-02-09", "the day of birth", id="the day itself"),
        pytest.param("2021-02-20", None, "at least 11 days after birth", id="open"),
    ],
)
def test_distance_keeps_the_doubt(first: str, last: str | None, words: str) -> None:
    when = When(start=dt.date.fromisoformat(first), end=dt.date.fromisoformat(last) if last else None)
    axis = Axis(kind="days", origin=When.on(BORN), name="birth")
    assert relative_words(axis, when) == words


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        pytest.param(ViewState(), "calendar", id="as always"),
        pytest.param(ViewState(axis="age"), "age", id="age"),
        pytest.param(ViewState(axis="days", anchor="birth"), "days", id="a key date"),
        pytest.param(ViewState(axis="days", anchor="e7"), "days", id="an event"),
        pytest.param(ViewState(axis="days", anchor="e10"), "calendar", id="an undated event"),
        pytest.param(ViewState(axis="days", anchor="gone"), "calendar", id="nothing known"),
    ],
)
def test_an_axis_that_cannot_be_counted_is_the_calendar(state: ViewState, kind: str) -> None:
    assert axis_of(BOOK, state).kind == kind


@given(window=st.tuples(DAYS, DAYS).map(sorted), kind=st.sampled_from(["age", "days"]))
def test_labels_stand_in_the_window_in_order_and_with_room(window: list[dt.date], kind: str) -> None:
    first, last = window
    found = ticks(Axis(kind=kind, origin=When.on(BORN), name="birth"), first, last)
    days = [day for day, _ in found]
    assert days == sorted(set(days))
    assert all(first <= day <= last for day in days)
    assert len(days) <= 9
    assert all(text == "Birth" for day, text in found if day == BORN)


@given(born=DAYS, months=st.integers(-240, 240))
def test_months_are_counted_as_they_are_added(born: dt.date, months: int) -> None:
    day = add_months(born, months)
    assert day is not None
    assert months_old(born, day) in (months, months - 1)  # the 31st has no day in June: its month is not yet full


def event(first: str | None, last: str | None = None, name: str = "x") -> Event:
    when = When(start=dt.date.fromisoformat(first), end=dt.date.fromisoformat(last or first)) if first else None
    return Event(id=name, entry="n", agency="gp", kind="other", assertion="happened", when=when, quote="", span=(0, 0))


@pytest.mark.parametrize(
    ("one", "other", "days", "working", "settled"),
    [
        pytest.param(event("2021-04-30"), event("2021-05-04"), "4 days", "1 working day", True, id="bank holiday"),
        pytest.param(event("2021-05-04"), event("2021-04-30"), "4 days", "1 working day", True, id="chosen backwards"),
        pytest.param(event("2021-05-04"), event("2021-05-10", "2021-05-14"), "6 to 10 days", "4 to 8 working days",
                     True, id="uncertain"),
        pytest.param(event("2021-05-03", "2021-05-10"), event("2021-05-07"), "from 3 days the other way to 4 days",
                     "from 1 working day the other way to 4 working days", False, id="order open"),
    ],
)  # fmt: skip
def test_two_events_are_measured_over_every_reading(
    one: Event, other: Event, days: str, working: str, settled: bool
) -> None:
    found = measured_between(one, other)
    assert found is not None
    assert (found.days, found.working_days, found.settled) == (days, working, settled)


def test_without_a_date_nothing_is_measured() -> None:
    assert measured_between(event("2021-05-04"), event(None)) is None


def test_a_range_open_to_one_side() -> None:
    assert range_words(DayRange(3, None), "day") == "at least 3 days"
    assert range_words(DayRange(None, 1), "day") == "at most 1 day"
