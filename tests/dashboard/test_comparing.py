"""Two windows side by side: both counted under the same filters, and a number a month where lengths differ."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.casebook import CaseBook, build_book
from dashboard.comparing import KINDS_SHOWN, Side, compared
from dashboard.components.compare import compare_table
from dashboard.urlstate import ViewState, parse
from tests.dashboard.sample import large_case, sample_case

CASE = "0123456789ab"
WINTER = ViewState(first=dt.date(2020, 12, 1), last=dt.date(2021, 2, 28))
SPRING = WINTER.but(
    first=dt.date(2021, 3, 1), last=dt.date(2021, 5, 31), kept_first=WINTER.first, kept_last=WINTER.last
)


@pytest.fixture(scope="module")
def book() -> CaseBook:
    return build_book(*sample_case())


def test_nothing_is_compared_until_a_window_is_kept(book: CaseBook) -> None:
    assert compared(book, WINTER) is None
    assert compare_table(CASE, WINTER, None) == []


def test_both_windows_are_counted_by_agency_and_kind(book: CaseBook) -> None:
    found = compared(book, SPRING)
    assert found is not None
    for side, number in (("kept", found.events.kept), ("now", found.events.now)):
        assert sum(getattr(line, side) for line in found.agencies) == number > 0
    police = next(line for line in found.agencies if line.name == "Police")
    assert (police.kept, police.now) == (2, 1)
    assert len(found.kinds) <= KINDS_SHOWN
    assert found.kinds_left >= 0


def test_the_filters_narrow_both_windows(book: CaseBook) -> None:
    found = compared(book, SPRING.but(agencies=("police",)))
    assert found is not None
    assert [line.name for line in found.agencies] == ["Police"]
    assert (found.events.kept, found.events.now) == (2, 1)


def test_an_event_whose_days_reach_into_both_windows_is_counted_in_both() -> None:
    book = build_book(*large_case(400))
    event = next(e for e in book.dated if book.bounds[e.id][0] < book.bounds[e.id][1])
    first, last = book.bounds[event.id]
    found = compared(book, ViewState(first=first, last=first, kept_first=last, kept_last=last))
    assert found is not None
    assert min(found.events.kept, found.events.now) >= 1


@pytest.mark.parametrize(
    ("days", "number", "rate"),
    [
        pytest.param(31, 4, 3.92, id="a month"),
        pytest.param(366, 12, 1.0, id="a year"),
        pytest.param(1, 1, 30.4, id="day"),
    ],
)
def test_a_number_a_month_makes_lengths_comparable(days: int, number: int, rate: float) -> None:
    side = Side(first=dt.date(2021, 1, 1), last=dt.date(2021, 1, 1) + dt.timedelta(days=days - 1))
    assert side.a_month(number) == pytest.approx(rate, abs=0.01)


def test_the_table_names_both_windows_and_changes_their_places(book: CaseBook) -> None:
    made = json.dumps(compare_table(CASE, SPRING, compared(book, SPRING)), cls=PlotlyJSONEncoder, ensure_ascii=False)
    assert "kept, 90 days" in made
    assert "in view, 92 days" in made
    assert "are not fewer happenings" in made
    swapped = parse(next(part for part in made.split('"') if "kept-from=" in part).partition("?")[2])
    assert (swapped.first, swapped.last) == (WINTER.first, WINTER.last)
    assert (swapped.kept_first, swapped.kept_last) == (SPRING.first, SPRING.last)


def test_while_both_are_the_same_it_says_what_to_do(book: CaseBook) -> None:
    same = WINTER.but(kept_first=WINTER.first, kept_last=WINTER.last)
    made = json.dumps(compare_table(CASE, same, compared(book, same)), cls=PlotlyJSONEncoder)
    assert "Move or zoom the chart" in made
