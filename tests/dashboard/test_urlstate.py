"""The address of a view: read back as written, and never a reason to stop."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.routes import Route, address, route_of
from dashboard.urlstate import MAX_CHARS, ViewState, parse

NAMES = st.lists(st.text("abcdefghij_-0123456789", min_size=1, max_size=20), unique=True, max_size=5).map(tuple)
NAME = st.text(min_size=1, max_size=9)
DAYS = st.tuples(st.dates(dt.date(1900, 1, 1)), st.dates(dt.date(1900, 1, 1))).map(sorted)


@given(days=st.none() | DAYS, agencies=NAMES, kinds=NAMES, gaps=NAMES, event=st.none() | NAME,
       page=st.integers(1, 999))  # fmt: skip
def test_a_view_is_read_back_as_written(
    days: list[dt.date] | None, agencies: tuple[str, ...], kinds: tuple[str, ...], gaps: tuple[str, ...],
    event: str | None, page: int,
) -> None:  # fmt: skip
    first, last = days or (None, None)
    state = ViewState(first=first, last=last, agencies=agencies, kinds=kinds, gaps=gaps, event=event, page=page)
    assert parse(state.query()) == state


@given(st.text(max_size=300))
def test_any_text_after_the_question_mark_gives_a_view(text: str) -> None:
    assert parse("?" + text).page >= 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", ViewState(), id="nothing"),
        pytest.param(None, ViewState(), id="none"),
        pytest.param("?from=2021-05-01", ViewState(), id="half a window"),
        pytest.param("?from=2021-05-09&to=2021-05-01", ViewState(), id="window backwards"),
        pytest.param("?from=31/05/2021&to=2021-06-01", ViewState(), id="not an ISO day"),
        pytest.param("?page=0", ViewState(), id="page nought"),
        pytest.param("?page=²", ViewState(), id="superscript"),
        pytest.param("?agency=" + "x" * (MAX_CHARS + 1), ViewState(), id="value too long"),
        pytest.param("?agency=gp&agency=gp", ViewState(agencies=("gp",)), id="twice the same"),
    ],
)
def test_what_is_not_understood_is_left_out(query: str | None, expected: ViewState) -> None:
    assert parse(query) == expected


def test_toggling_twice_changes_nothing_and_begins_the_list_again() -> None:
    state = ViewState(agencies=("gp",), page=3)
    once = state.toggled("agencies", "police")
    assert once == ViewState(agencies=("gp", "police"), page=1)
    assert once.toggled("agencies", "police") == ViewState(agencies=("gp",))


@pytest.mark.parametrize(
    ("path", "route"),
    [
        pytest.param("/", Route(page="cases"), id="home"),
        pytest.param(None, Route(page="cases"), id="none"),
        pytest.param("/case/0123456789ab/gaps", Route(page="gaps", case="0123456789ab"), id="a page"),
        pytest.param("/case/0123456789ab", Route(page="timeline", case="0123456789ab"), id="a case"),
        pytest.param("/case/0123456789ab/nothing", Route(page="not-found"), id="no such page"),
        pytest.param("/case/../../etc", Route(page="not-found"), id="path tricks"),
    ],
)
def test_routes(path: str | None, route: Route) -> None:
    assert route_of(path) == route


def test_an_address_leads_to_its_own_route() -> None:
    assert route_of(address("0123456789ab", "sources")) == Route(page="sources", case="0123456789ab")
