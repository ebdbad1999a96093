"""Intervals: arithmetic that never pretends, words for the screen, and the contract's form."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.when import DayRange, When, days_between, in_words

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2050, 12, 31))


@st.composite
def intervals(draw: st.DrawFn) -> When:
    first = draw(DAYS)
    last = draw(st.dates(first, dt.date(2051, 12, 31)))
    start, end = draw(st.sampled_from([(first, last), (first, first), (first, None), (None, last), (None, None)]))
    return When(start=start, end=end, approximate=draw(st.booleans()), text=draw(st.text(max_size=10)))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@given(intervals())
def test_json_form_comes_back_equal(when: When) -> None:
    assert When.from_json(when.to_json()) == when


@given(intervals(), intervals(), st.integers(-4000, 4000))
def test_shifting_both_changes_no_distance(one: When, other: When, days: int) -> None:
    assert days_between(one.shifted(days), other.shifted(days)) == days_between(one, other)
    assert one.shifted(days).overlaps(other.shifted(days)) == one.overlaps(other)


@given(st.tuples(DAYS, DAYS).map(sorted), st.tuples(DAYS, DAYS).map(sorted))
def test_distance_covers_every_reading(one: list[dt.date], other: list[dt.date]) -> None:
    between = days_between(When(start=one[0], end=one[1]), When(start=other[0], end=other[1]))
    assert between == DayRange(
        min((b - a).days for a in one for b in other),
        max((b - a).days for a in one for b in other),
    )


@given(intervals(), intervals())
def test_overlap_is_mutual(one: When, other: When) -> None:
    assert one.overlaps(other) == other.overlaps(one)


def test_clock_times_are_kept_to_the_minute() -> None:
    when = When.on(day("2021-05-04"), dt.time(14, 30))
    assert when.to_json()["start"] == "2021-05-04T14:30"
    assert When.from_json(when.to_json()) == when


@pytest.mark.parametrize(
    ("when", "words"),
    [
        pytest.param(None, "date not known", id="none"),
        pytest.param(When(start=None, end=None), "date not known", id="unbounded"),
        pytest.param(When.on(day("2021-05-04")), "4 May 2021", id="day"),
        pytest.param(When.on(day("2021-05-04"), dt.time(14, 30)), "4 May 2021, 14:30", id="minute"),
        pytest.param(When(start=day("2021-05-01"), end=day("2021-05-31")), "May 2021", id="month"),
        pytest.param(When(start=day("2021-01-01"), end=day("2021-12-31")), "2021", id="year"),
        pytest.param(
            When(start=day("2021-05-01"), end=day("2021-05-10"), approximate=True),
            "1 to 10 May 2021 (approximate)",
            id="part of month",
        ),
        pytest.param(When(start=day("2021-05-30"), end=day("2021-06-02")), "30 May to 2 Jun 2021", id="two months"),
        pytest.param(When(start=None, end=day("2021-06-02")), "on or before 2 Jun 2021", id="open"),
    ],
)
def test_words_for_the_screen(when: When | None, words: str) -> None:
    assert in_words(when) == words


def test_an_interval_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before"):
        When(start=day("2021-05-04"), end=day("2021-05-03"))
