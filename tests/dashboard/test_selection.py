"""Which events a view shows: filters, words, counts that lead somewhere."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.casebook import CaseBook, build_book
from dashboard.components.find import filter_menus
from dashboard.selection import FACETS, needles_of, selected
from dashboard.urlstate import ViewState
from dashboard.words import clipped_around, lit
from model.case import Decision, Event
from model.overlay import overlay
from model.review import mark_of
from model.subjects import NOTE, TAG
from tests.dashboard.sample import large_case, sample_case

BOOK = build_book(*sample_case())
LARGE = build_book(*large_case(1_500))
AGENCIES = [a.id for a in BOOK.lanes]
KINDS = sorted({e.kind for e in BOOK.case.events})
TOLD = sorted({e.assertion for e in BOOK.case.events})
DAYS = st.dates(dt.date(2012, 1, 1), dt.date(2022, 12, 31))


def shown(book: CaseBook, state: ViewState, words: str = "") -> tuple[Event, ...]:
    found = selected(book, state, words)
    return found.dated + found.undated


@pytest.mark.parametrize(
    ("text", "needles"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("Missed  scan", ("missed", "scan"), id="words"),
        pytest.param("“not brought” scan", ("not brought", "scan"), id="curly phrase"),
        pytest.param('"left open', ("left", "open"), id="quotation mark left open"),
        pytest.param("scan SCAN", ("scan",), id="twice the same"),
    ],
)
def test_what_is_looked_for(text: str, needles: tuple[str, ...]) -> None:
    assert needles_of(text) == needles


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("grandmother week", {"e17"}, id="all words"),
        pytest.param('"scan; no answer"', {"e11"}, id="a phrase of the row"),
        pytest.param("missed appointment", {"e11"}, id="the kind"),
        pytest.param("looked at", {f"e{n}" for n in range(1, 29)}, id="a column that is no part of the text"),
        pytest.param("neighbour nobody", set(), id="one word of two"),
    ],
)
def test_words_are_looked_for_in_all_that_is_kept(words: str, expected: set[str]) -> None:
    assert {e.id for e in shown(BOOK, ViewState(), words)} == expected


def test_hits_among_all_events_narrow_nothing() -> None:
    found = selected(BOOK, ViewState(among=True), "neighbour")
    assert len(found.dated) == len(BOOK.dated)
    assert found.hits == frozenset({"e7"})


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        pytest.param(ViewState(assertions=("planned",)), {"e5", "e28"}, id="told as planned"),
        pytest.param(ViewState(statuses=("confirmed",)), set(), id="nothing reviewed yet"),
        pytest.param(ViewState(gaps=("reallocation_delay",), cited=True), {"e12", "e13"}, id="cited by a kind of gap"),
        pytest.param(ViewState(people=(next(iter(BOOK.actor_by_key)),)), {"e1", "e15"}, id="a person"),
    ],
)
def test_filters(state: ViewState, expected: set[str]) -> None:
    assert {e.id for e in shown(BOOK, state)} == expected


@given(
    agencies=st.sets(st.sampled_from(AGENCIES), max_size=3).map(tuple),
    kinds=st.sets(st.sampled_from(KINDS), max_size=3).map(tuple),
    told=st.sets(st.sampled_from(TOLD), max_size=2).map(tuple),
    words=st.sampled_from(["", "mother", "referral"]),
)
def test_a_count_is_what_choosing_it_shows(
    agencies: tuple[str, ...], kinds: tuple[str, ...], told: tuple[str, ...], words: str
) -> None:
    state = ViewState(agencies=agencies, kinds=kinds, assertions=told)
    counts = selected(BOOK, state, words).counts
    for name in ("agencies", "kinds", "assertions"):
        alone = Counter(v for e in shown(BOOK, state.but(**{name: ()}), words) for v in FACETS[name](BOOK, e))
        assert {v: n for v, n in counts[name].items() if n} == dict(alone)


@given(days=st.tuples(DAYS, DAYS).map(sorted))
def test_a_window_holds_what_can_lie_in_it(days: list[dt.date]) -> None:
    first, last = days
    found = selected(LARGE, ViewState(first=first, last=last))
    bounds = LARGE.bounds
    assert found.in_view == tuple(e for e in LARGE.dated if bounds[e.id][0] <= last and bounds[e.id][1] >= first)


def test_what_each_filter_alone_keeps_away_is_told() -> None:
    found = selected(BOOK, ViewState(agencies=("gp",), kinds=("birth",)))
    assert found.dated == ()
    assert found.without == {"agencies": 1, "kinds": 3}


def test_addresses_name_no_person() -> None:
    for key, actor in BOOK.actor_by_key.items():
        assert actor.label.casefold() not in key
        assert actor.role not in key


def test_words_are_lit_where_they_stand() -> None:
    text = "A long beginning that says nothing. " * 12 + "Then he was Not\nBrought to the scan."
    around = clipped_around(text, ["not brought"], 190)
    assert ("Not Brought", True) in lit(around, ["not brought"])
    assert "".join(piece for piece, _ in lit(around, ["not brought"])) == around
    assert lit("plain", []) == [("plain", False)]


def test_a_reviewers_tags_filter_and_notes_are_found_and_neither_enters_an_address() -> None:
    case, findings = sample_case()
    e2, e7 = case.events[1], case.events[6]
    tagged = Decision(subject=TAG, verdict="confirmed", about=(mark_of(case, e2),), value={"tag": "for the panel"},
                      author="A", made="", number=1)  # fmt: skip
    noted = Decision(subject=NOTE, verdict="confirmed", about=(mark_of(case, e7),), value={"text": "Ask custody desk"},
                     author="A", made="", number=2)  # fmt: skip
    book = build_book(overlay(replace(case, decisions=(tagged, noted))), findings)
    (key,) = book.tag_by_key
    state = ViewState(tags=(key,))
    assert [e.id for e in shown(book, state)] == [e2.id]
    assert selected(book, ViewState()).counts["tags"] == {key: 1}
    assert "panel" not in state.query()
    assert [e.id for e in shown(book, ViewState(), "custody desk")] == [e7.id]
    assert [e.id for e in shown(book, ViewState(), "for the panel")] == [e2.id]
    menus = str(filter_menus(book, "0" * 12, ViewState(), selected(book, ViewState())))
    assert "for the panel" in menus
    assert "Tag: all" not in str(filter_menus(BOOK, "0" * 12, ViewState(), selected(BOOK, ViewState())))
