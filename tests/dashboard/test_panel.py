"""The panel and the table: source words marked and unaltered, every fact with its words, ids that lead on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from dash import html
from hypothesis import given
from hypothesis import strategies as st

from dashboard.casebook import CaseBook, build_book
from dashboard.components.event_panel import event_panel, marked, marked_parts
from dashboard.components.event_table import event_table
from dashboard.components.gap_card import gap_card, gap_panel
from dashboard.config import DEFAULT_SETTINGS
from dashboard.pages.gaps import gap_list
from dashboard.pages.sources import other_rows, sources_page
from dashboard.selection import selected
from dashboard.tables.events import page_of, table_page
from dashboard.urlstate import ViewState
from model.case import Entry, Part, RowCount
from model.unseen import shown
from tests.dashboard.sample import large_case, sample_case

CASE = "0123456789ab"


@pytest.fixture(scope="module")
def book() -> CaseBook:
    return build_book(*sample_case())


def flat(component: object) -> list[Any]:
    """Every component inside, itself first."""
    if isinstance(component, (list, tuple)):
        return [found for c in component for found in flat(c)]
    if hasattr(component, "to_plotly_json"):
        return [component, *flat(getattr(component, "children", None))]
    return []


def hrefs(component: object) -> list[str]:
    """Where its links lead."""
    return [str(getattr(a, "href", "")) for a in flat(component) if isinstance(a, html.A)]


def text_of(component: object) -> str:
    """All words in it."""
    if isinstance(component, (list, tuple)):
        return " ".join(text_of(c) for c in component)
    if hasattr(component, "to_plotly_json"):
        return text_of(getattr(component, "children", None))
    return "" if component is None else str(component)


@given(st.text(max_size=80), st.data())
def test_marking_changes_no_character(text: str, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    span = tuple(sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text))))))
    pieces = marked(text, start, end, (span[0], span[1]))
    assert "".join(p.children if isinstance(p, html.Mark) else p for p in pieces) == shown(text[start:end])


def test_a_quote_over_two_columns_is_marked_in_both() -> None:
    text = "Visit made\nBaby seen"
    parts = (
        Part(field="event", header="Event", start=0, end=10),
        Part(field="action", header="Action", start=11, end=20),
    )
    entry = Entry(id="n", source="s", agency="gp", locator={}, when=None, text=text, columns={}, parts=parts)
    marks = [m.children for _, pieces in marked_parts(entry, (6, 15)) for m in flat(pieces)]
    assert marks == ["made", "Baby"]


def test_the_panel_shows_the_source_words_their_place_and_how_the_date_was_read(book: CaseBook) -> None:
    panel = event_panel(book, CASE, ViewState(event="e7"), book.event_by_id["e7"])
    words = text_of(panel)
    assert [m.children for m in flat(panel) if isinstance(m, html.Mark)] == ["shouting and something breaking"]
    assert "police_chronology.csv, row 8" in words
    assert "Words in the source: “19/12/2020”." in words
    assert "date column" in words
    assert "No record was found in this entry of another agency being told." in words
    assert "Written with hindsight" in words


def test_the_panel_names_gaps_and_the_same_event_elsewhere(book: CaseBook) -> None:
    links = hrefs(event_panel(book, CASE, ViewState(), book.event_by_id["e2"]))
    assert any("event=e3" in href for href in links)
    links = hrefs(event_panel(book, CASE, ViewState(), book.event_by_id["e7"]))
    assert any("gap=g1" in href for href in links)


def test_an_undated_event_says_so_and_stays_in_the_table(book: CaseBook) -> None:
    undated = next(e for e in book.undated)
    assert "date not known" in text_of(event_panel(book, CASE, ViewState(), undated))
    page = table_page(book, selected(book, ViewState()), 1, 100)
    assert [r.event.id for r in page.rows[-2:]] == [e.id for e in book.undated]
    assert page.total == len(book.case.events)


def test_a_gap_shows_both_lists_and_an_address_on_the_timeline(book: CaseBook) -> None:
    card = gap_card(book, CASE, book.gap_by_id["g1"])
    words, links = text_of(card), hrefs(card)
    assert "Speaks for it" in words
    assert "Speaks against it" in words
    assert "89 days" in words
    assert any("gap=g1" in href and "from=" in href for href in links)
    assert any("event=e8" in href for href in links)


def test_a_gap_without_dates_says_that_it_is_not_drawn(book: CaseBook) -> None:
    assert "not drawn on the timeline" in text_of(gap_card(book, CASE, book.gap_by_id["g3"]))
    assert "at least 40 working days" in text_of(gap_panel(book, CASE, ViewState(), book.gap_by_id["g3"]))


def test_the_gap_page_filters_by_kind_and_names_what_was_not_judged(book: CaseBook) -> None:
    everything = gap_list(book, CASE, ViewState(show="cards"), DEFAULT_SETTINGS)
    one = gap_list(book, CASE, ViewState(gaps=("reallocation_delay",), show="cards"), DEFAULT_SETTINGS)
    assert len([a for a in flat(everything) if isinstance(a, html.Article)]) == 4
    assert len([a for a in flat(one) if isinstance(a, html.Article)]) == 1
    assert "Core groups: no child protection plan" in text_of(everything)


def test_table_order_is_the_order_of_the_chart(book: CaseBook) -> None:
    page = table_page(book, selected(book, ViewState()), 1, 100)
    assert [r.event.id for r in page.rows if r.dated] == [e.id for e in book.dated]


def test_the_table_has_pages_and_finds_the_page_of_an_event() -> None:
    large = build_book(*large_case(1_000))
    chosen = selected(large, ViewState())
    seen = [r.event.id for n in range(1, 11) for r in table_page(large, chosen, n, 100).rows]
    assert seen == [e.id for e in large.dated]
    assert page_of(chosen, large.dated[250].id, 100) == 3
    assert page_of(chosen, "nobody", 100) is None
    assert table_page(large, chosen, 99, 100).page == 10


def test_the_table_is_a_table_with_caption_and_scoped_headers(book: CaseBook) -> None:
    view = selected(book, ViewState())
    parts = flat(event_table(book, CASE, ViewState(event="e7"), table_page(book, view, 1, 100), view))
    assert [type(p) for p in parts].count(html.Caption) == 1
    assert {getattr(p, "scope", "") for p in parts if isinstance(p, html.Th)} == {"col", "row"}
    chosen = [p for p in parts if isinstance(p, html.A) and getattr(p, "aria-current", None) == "true"]
    assert [getattr(c, "data-key") for c in chosen] == ["row-e7"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("999 shouting", {"e7"}, id="both words, across the row"),
        pytest.param("NEIGHBOUR", {"e7"}, id="any case"),
        pytest.param("domestic abuse", {"e7", "e25"}, id="by type"),
        pytest.param("zebra", set(), id="nowhere"),
    ],
)
def test_search(book: CaseBook, words: str, expected: set[str]) -> None:
    assert {e.id for e in selected(book, ViewState(), words).dated} == expected


def test_filters_narrow_events_and_gaps(book: CaseBook) -> None:
    chosen = selected(book, ViewState(agencies=("police",)))
    assert {e.agency for e in chosen.dated} == {"police"}
    assert [g.id for g in chosen.gaps] == ["g1"]
    assert {e.kind for e in selected(book, ViewState(kinds=("referral",))).dated} == {"referral"}


def test_sources_say_what_became_of_every_row(book: CaseBook) -> None:
    words = text_of(sources_page(book, CASE))
    assert "1 row could not be read" in words
    assert "Suggestion: 30/06/2020 or 01/07/2020." in words
    assert "R: subject child" in words
    assert other_rows(RowCount(headers=1, blank=2)) == "1 heading, 2 blank"


def test_addresses_hold_no_case_text(book: CaseBook) -> None:
    case, findings = sample_case()
    secret = "Zebediah"
    events = tuple(replace(e, quote=secret) for e in case.events)
    one = build_book(replace(case, events=events), findings)
    for event in one.dated[:5]:
        for link in flat(event_panel(one, CASE, ViewState(), event)):
            assert secret not in str(getattr(link, "href", ""))


def test_everything_can_be_sent_to_the_page(book: CaseBook) -> None:
    from plotly.utils import PlotlyJSONEncoder

    json.dumps(sources_page(book, CASE), cls=PlotlyJSONEncoder)
    json.dumps(gap_list(book, CASE, ViewState(), DEFAULT_SETTINGS), cls=PlotlyJSONEncoder)
