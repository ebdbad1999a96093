"""Working days in England against hand-made tables, and ages."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.calendar import ENGLAND, WorkingCalendar, bank_holidays, day_at_gestation
from model.when import DayRange, When

# Published by GOV.UK for England and Wales; substitute days as observed.
BANK_HOLIDAYS = {
    2020: ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"],
    2021: ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2022: ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"],
    2023: ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"],
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("year", sorted(BANK_HOLIDAYS))
def test_weekday_bank_holidays_are_those_published(year: int) -> None:
    on_weekdays = {d for d in bank_holidays(year) if d.weekday() < 5}
    assert on_weekdays == {day(f"{year}-{text}") for text in BANK_HOLIDAYS[year]}


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        pytest.param("2021-04-30", "2021-05-04", 1, id="over May Day"),
        pytest.param("2021-05-04", "2021-05-04", 0, id="same day"),
        pytest.param("2021-05-07", "2021-05-10", 1, id="over a weekend"),
        pytest.param("2021-12-24", "2022-01-04", 4, id="over Christmas and New Year"),
        pytest.param("2020-02-28", "2020-03-02", 1, id="leap day on a Saturday"),
        pytest.param("2021-06-01", "2021-08-03", 45, id="45 working days are nine weeks"),
        pytest.param("2021-05-10", "2021-05-07", -1, id="backwards"),
    ],
)
def test_working_days(after: str, until: str, count: int) -> None:
    assert ENGLAND.working_days(day(after), day(until)) == count


DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2028, 12, 31))


@given(DAYS, st.integers(0, 400))
def test_counting_agrees_with_a_plain_walk(after: dt.date, days: int) -> None:
    until = after + dt.timedelta(days=days)
    walked = sum(ENGLAND.is_working_day(after + dt.timedelta(days=i)) for i in range(1, days + 1))
    assert ENGLAND.working_days(after, until) == walked


@given(DAYS, st.integers(1, 120))
def test_adding_working_days_is_the_inverse_of_counting(start: dt.date, count: int) -> None:
    end = ENGLAND.add_working_days(start, count)
    assert ENGLAND.is_working_day(end)
    assert ENGLAND.working_days(start, end) == count


def test_local_closures_count_too() -> None:
    closed = WorkingCalendar([day("2021-05-05")])
    assert closed.working_days(day("2021-05-04"), day("2021-05-06")) == 1


def test_intervals_give_a_range() -> None:
    trigger = When(start=day("2021-05-03"), end=day("2021-05-09"))
    assert ENGLAND.working_days_between(trigger, When.on(day("2021-05-14"))) == DayRange(5, 9)


def test_gestation_counts_from_the_due_date() -> None:
    assert day_at_gestation(day("2021-10-07"), 40) == day("2021-10-07")
    assert day_at_gestation(day("2021-10-07"), 36, 4) == day("2021-09-13")
