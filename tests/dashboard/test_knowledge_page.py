"""The page of knowledge without a browser: words of the cells, the figure, the callbacks as plain functions."""

from __future__ import annotations

import json

import pytest
from dash import no_update

from dashboard.callbacks.knowledge import follow_day
from dashboard.casebook import CaseBook, build_book
from dashboard.config import Settings
from dashboard.figures.knowledge import chart_width, flow_figure
from dashboard.pages.knowledge import knowledge_body
from dashboard.tables.knowledge import cell_text, delay_words, matrix_page, short_delay
from dashboard.urlstate import ViewState, parse
from model.analysis import analyse
from model.flow import flow
from model.when import DayRange
from tests.builders.cases import case_of, event

CSC, HV, PO = "childrens_social_care", "health_visiting", "police"
MADE = [
    event(PO, "domestic_abuse_incident", "2022-08-28", "Punched <b>in</b> the hall", roles=("mother",), row="p"),
    event(PO, "information_shared", "2022-08-29", "Notice sent", row="p", shared_with=("front_door",)),
    event("front_door", "information_shared", "2022-09-01", "Notice from police", received_from=(PO,)),
    *(event(HV, "home_visit", f"2022-{month:02}-01", f"Visit {month}", roles=("mother",)) for month in range(6, 12)),
]  # fmt: skip


@pytest.fixture(scope="module")
def book() -> CaseBook:
    case = case_of(MADE)
    return build_book(case, analyse(case))


@pytest.mark.parametrize(
    ("days", "short", "said"),
    [
        pytest.param(DayRange(0, 0), "same day", "on the same day", id="same day"),
        pytest.param(DayRange(1, 1), "+1 d", "1 day later", id="one"),
        pytest.param(DayRange(60, 74), "+60 to 74 d", "60 to 74 days later", id="a range"),
        pytest.param(None, "known", "at a time that the dates do not settle", id="not settled"),
    ],
)
def test_delays_in_words(days: DayRange | None, short: str, said: str) -> None:
    assert (short_delay(days), delay_words(days)) == (short, said)


def test_every_cell_says_in_full_what_it_shows(book: CaseBook) -> None:
    (row,) = matrix_page(book, book.knowing.matrix, 1, 40).rows
    said = {cell.agency: cell.said for cell in row.cells}
    assert said[PO] == "Police: recorded it itself"
    assert said[CSC].startswith("Children's social care: knew of it 4 days later; Told by Police")
    assert said[HV] == "Health visiting: no record was found in the files supplied that it knew"


def test_a_page_beyond_the_last_shows_the_last(book: CaseBook) -> None:
    assert matrix_page(book, book.knowing.matrix, 99, 40).page == 1


def test_the_figure_holds_the_counts_and_no_markup(book: CaseBook) -> None:
    found = flow(book.knowing.view, book.knowing.links)
    figure = flow_figure(book, found)
    assert [[cell for cell in row if cell] for row in figure["data"][0]["z"]] == [[], [1]]
    assert "<b>" not in json.dumps(figure)
    assert chart_width(found) > 300


@pytest.mark.parametrize(
    "query", ["", "?show=agency&side=police&on=2022-09-30", "?show=flow", "?show=people", "?show=x"]
)
def test_every_part_is_drawn_and_any_address_is_taken(book: CaseBook, query: str) -> None:
    assert len(knowledge_body(book, "0" * 12, parse(query), Settings())) > 2


def test_a_cell_that_is_not_there_is_taken_for_none_chosen(book: CaseBook) -> None:
    state = ViewState(event="nothing", side="nobody")
    assert "Nothing chosen yet" in str(knowledge_body(book, "0" * 12, state, Settings()))


def test_a_case_without_events_says_so() -> None:
    case = case_of([])
    assert "This case has no files yet" in str(
        knowledge_body(build_book(case, analyse(case)), "0" * 12, ViewState(), Settings())
    )


def test_the_state_of_a_cell_is_read_from_the_matrix(book: CaseBook) -> None:
    (row,) = book.knowing.matrix.rows
    assert cell_text(book, row.cells[PO]).short == "source"


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        pytest.param("09/02/2021", "?show=agency&side=gp&on=2021-02-09", id="a day"),
        pytest.param("soon", None, id="no day"),
    ],
)
def test_a_typed_day_leads_to_its_address(typed: str, query: str | None) -> None:
    address, said = follow_day(typed, "?show=agency&side=gp")
    assert (address == query) if query else (address is no_update and bool(said))
