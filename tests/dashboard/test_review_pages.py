"""The reviewer's pages and routes: what they show, whom they answer, what is stored."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dash import html
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.authors import COOKIE, Authors
from dashboard.casebook import CaseBook, build_book
from dashboard.components.edit_gap import edit_gap
from dashboard.components.event_panel import event_panel
from dashboard.components.review_bar import review_bar
from dashboard.components.same_event import compared, same_event
from dashboard.drawn import changed
from dashboard.exports.json_export import export_case
from dashboard.library import Library, key_of
from dashboard.pages.review_pages import REVIEW_PAGES, page_body
from dashboard.pages.source_view import lit
from dashboard.query import Query, parse
from dashboard.tables.trail import trail_rows
from dashboard.urlstate import ViewState
from model.analysis import analyse
from model.case import Case, Entry, Event
from model.overlay import overlay
from model.store import Store
from model.unseen import shown
from tests.dashboard.sample import sample_case, write_case
from tests.dashboard.test_panel import flat, hrefs, text_of

BASE = "http://127.0.0.1"
CASE = "0123456789ab"


@pytest.fixture(scope="module")
def book() -> CaseBook:
    return build_book(*sample_case())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    case = sample_case()[0]
    write_case(tmp_path / "r.case", replace(case, info=replace(case.info, id="reviewed")))
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    with create_app(folder).server.test_client() as client:
        client.get("/", base_url=BASE)  # a page, so that the browser has its token
        yield client


def send(client: FlaskClient, folder: Path, act: str, on: str = "", **fields: list[str]) -> dict[str, Any]:
    answer = client.post(
        f"/decide/{key_of(folder / 'r.case')}", base_url=BASE, json={"act": act, "on": on, "fields": fields},
        headers={"X-Casethread": "decision"},
    )  # fmt: skip
    data: dict[str, Any] = answer.json or {}
    return data | {"status": answer.status_code}


def stored(folder: Path) -> Case:
    with Store.open(folder / "r.case") as store:
        return store.case()


# ------------------------------------------------------------------ the route
def test_the_name_is_asked_once_and_stands_on_every_decision(client: FlaskClient, folder: Path) -> None:
    assert send(client, folder, "status", "e1", verdict=["confirmed"])["field"] == "author"
    assert stored(folder).decisions == ()
    assert send(client, folder, "author", name=["  A.   Reviewer "])["said"] == "Reviewing as A. Reviewer."
    assert (
        send(client, folder, "status", "e1", verdict=["confirmed"], reason=["Read it"])["said"] == "1 event accepted."
    )
    (decision,) = stored(folder).decisions
    assert (decision.author, decision.reason) == ("A. Reviewer", "Read it")
    assert dt.datetime.fromisoformat(decision.made).tzinfo is not None


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient, folder: Path) -> None:
    app = create_app(folder)
    with app.server.test_client() as fresh:
        cookie = fresh.get("/", base_url=BASE).headers["Set-Cookie"]
    assert COOKIE in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_form_of_another_site_is_refused(client: FlaskClient, folder: Path) -> None:
    path = f"/decide/{key_of(folder / 'r.case')}"
    body = {"act": "author", "fields": {"name": ["X"]}}
    assert client.post(path, base_url=BASE, json=body).status_code == 403
    elsewhere = {"X-Casethread": "decision", "Origin": "http://elsewhere.example"}
    assert client.post(path, base_url=BASE, json=body, headers=elsewhere).status_code == 403


@pytest.mark.parametrize("body", [None, [], {"act": "status"}, {"act": "status", "fields": {"events": "e1"}}])
def test_what_is_no_form_stores_nothing(client: FlaskClient, folder: Path, body: Any) -> None:
    send(client, folder, "author", name=["A"])
    answer = client.post(f"/decide/{key_of(folder / 'r.case')}", base_url=BASE, json=body,
                         headers={"X-Casethread": "decision"})  # fmt: skip
    assert (answer.json or {})["message"]
    assert stored(folder).decisions == ()


def test_an_unknown_case_is_not_found(client: FlaskClient) -> None:
    answer = client.post("/decide/000000000000", base_url=BASE, json={"act": "undo", "fields": {}},
                         headers={"X-Casethread": "decision"})  # fmt: skip
    assert (answer.json or {})["message"]


def test_the_log_is_saved_as_a_table_without_formulas(client: FlaskClient, folder: Path) -> None:
    send(client, folder, "author", name=["A"])
    send(client, folder, "note", "e1", text=["=1+1"], reason=["=HYPERLINK(1)"])
    table = client.get(f"/log/{key_of(folder / 'r.case')}", base_url=BASE).text
    assert "'=HYPERLINK(1)" in table
    assert ",A,Note," in table


def test_names_are_forgotten_before_they_grow_without_end() -> None:
    authors = Authors()
    for number in range(1_500):
        authors.remember(f"t{number}", f"N{number}")
    assert authors.name("t0") == ""
    assert authors.name("t1499") == "N1499"


# ------------------------------------------------------------------ the overlay in the export
def test_the_export_holds_status_values_as_read_notes_and_the_trail(client: FlaskClient, folder: Path) -> None:
    send(client, folder, "author", name=["A"])
    send(client, folder, "correct", "e7", kind=["arrest"])
    send(client, folder, "note", "e7", text=["Ask"])
    send(client, folder, "status", "e1", verdict=["rejected"])
    send(client, folder, "undo")
    case = stored(folder)
    export = json.loads(json.dumps(export_case(case, analyse(case))))
    events = {e["id"]: e for e in export["events"]}
    assert (events["e7"]["kind"], events["e7"]["status"]) == ("arrest", "corrected")
    assert events["e7"]["as_read"] == {"kind": "domestic_abuse_incident"}
    assert events["e7"]["notes"][0]["text"] == "Ask"
    assert events["e1"]["status"] == "proposed"
    assert [d["undone"] for d in export["decisions"]] == [False, False, True, False]
    texts = {e["id"]: e["text"] for e in export["entries"]}
    assert all(texts[e["entry"]][e["span"][0] : e["span"][1]] == e["quote"] for e in export["events"])


# ------------------------------------------------------------------ what the pages show
def test_records_side_by_side_mark_the_fields_that_differ(book: CaseBook) -> None:
    table = compared(book, book.event_by_id["e2"], book.event_by_id["e3"])
    rows: dict[str, Any] = {text_of(r.children[0]).split()[0]: r for r in flat(table) if hasattr(r, "className")
                            and isinstance(r, html.Tr)}  # fmt: skip
    assert "differs" in text_of(rows["When"])
    assert rows["When"].className == "differs"
    assert rows["Type"].className == ""


def test_the_panel_offers_the_link_and_the_value_as_read(folder: Path, client: FlaskClient) -> None:
    send(client, folder, "author", name=["A. Reviewer"])
    send(client, folder, "correct", "e7", kind=["arrest"], reason=["The log says so"])
    case = stored(folder)
    findings = analyse(case)
    book = build_book(findings.dated(case), findings)
    words = text_of(event_panel(book, CASE, ViewState(event="e7"), book.event_by_id["e7"]))
    assert "Read as: Domestic abuse incident" in words
    assert "The log says so" in words
    assert "A. Reviewer" in words
    assert "The same event elsewhere" in text_of(same_event(book, CASE, ViewState(), book.event_by_id["e2"]))


def test_forms_are_data_and_hold_no_markup(book: CaseBook) -> None:
    slots = [getattr(c, "data-form") for c in flat(event_panel(book, CASE, ViewState(), book.event_by_id["e8"]))
             if hasattr(c, "data-form")]  # fmt: skip
    acts = {json.loads(s).get("act") for s in slots}
    assert {"status", "correct", "split", "note", "tag", "link"} <= acts
    gap = [json.loads(getattr(c, "data-form")) for c in flat(edit_gap(book, book.gaps[0])) if hasattr(c, "data-form")]
    assert [f["act"] for f in gap] == ["gap", "note", "tag", "walk-add"]


def test_the_bar_names_what_undo_would_take_back(folder: Path, client: FlaskClient) -> None:
    send(client, folder, "author", name=["A"])
    send(client, folder, "tag", "e1", tag=["panel"])
    case = stored(folder)
    book = build_book(case, analyse(case))
    forms = [json.loads(getattr(c, "data-form")) for c in flat(review_bar(book, CASE, "A")) if hasattr(c, "data-form")]
    undo = next(f for f in forms if f["act"] == "undo")["fields"][0]
    assert "tagged panel" in undo["said"]
    assert next(f for f in forms if f["act"] == "redo")["fields"][0]["disabled"]


@pytest.mark.parametrize("page", sorted(REVIEW_PAGES))
def test_every_page_stands_for_an_empty_case_and_for_the_sample(page: str, book: CaseBook) -> None:
    empty = Case(info=sample_case()[0].info)
    for drawn in (build_book(empty, analyse(empty)), book):
        for search in ("", "?show=waiting&page=99", "?pick=s1", "?pick=a1", "?page=%00"):
            assert any(isinstance(c, html.H1) for c in flat(page_body(drawn, CASE, page, search)))


def test_the_log_has_a_row_a_decision_and_shows_what_waits(folder: Path, client: FlaskClient) -> None:
    send(client, folder, "author", name=["A"])
    send(client, folder, "status", "e1", verdict=["confirmed"])
    send(client, folder, "gap", "nothing", verdict=["confirmed"])
    with Store.open(folder / "r.case") as store:
        source = next(s.id for s in store.case().sources if s.agency == "midwifery")
        store.remove_source(source)
        case = store.case()
    book = build_book(case, analyse(case))
    assert [(r.number, r.state) for r in trail_rows(book)] == [(1, "waiting")]
    assert "1 decision waiting" in text_of(page_body(book, CASE, "log", ""))


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_lighting_the_words_of_events_changes_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    entry = Entry(id="n", source="s", agency="gp", locator={}, when=None, text=text, columns={})
    events = []
    for number, (one, two) in enumerate(spans):
        start, end = sorted((min(one, len(text)), min(two, len(text))))
        events.append(Event(id=f"e{number}", entry="n", agency="gp", kind="other", assertion="happened", when=None,
                            quote=text[start:end], span=(start, end)))  # fmt: skip
    pieces = lit(CASE, entry, events)
    assert "".join(p if isinstance(p, str) else str(p.children) for p in pieces) == shown(text)


def test_a_file_is_read_with_links_to_its_events(book: CaseBook) -> None:
    body = page_body(book, CASE, "source", Query(pick="s1").text())
    assert any("event=e7" in href for href in hrefs(body))


@given(st.text("abc-123", max_size=20), st.text("abc", max_size=9), st.integers(1, 9999))
def test_a_query_is_read_back_as_written(show: str, pick: str, page: int) -> None:
    query = Query(show=show, pick=pick, page=page)
    assert parse(query.text()) == query


def test_only_what_changed_is_sent_again() -> None:
    first = changed(["a", "b"], [html.P("x"), "1"], None)
    again = changed(["a", "b"], [html.P("x"), "2"], first[-1])
    assert isinstance(first[0], html.P)
    assert not isinstance(again[0], html.P)
    assert again[1] == "2"


def test_what_the_library_keeps_over_decisions_is_what_follows_anew(client: FlaskClient, folder: Path) -> None:
    library, key = Library(folder, analyse), key_of(folder / "r.case")
    gap = library.book(key).gaps[0].id
    send(client, folder, "author", name=["A"])
    forms: list[tuple[str, str, dict[str, list[str]]]] = [
        ("status", "e1", {"verdict": ["confirmed"]}), ("gap", gap, {"verdict": ["rejected"], "reason": ["Seen"]}),
        ("gap", gap, {"verdict": ["proposed"]}), ("gap", gap, {"verdict": ["confirmed"]}),
        ("undo", "", {}), ("redo", "", {}),
        ("correct", "e7", {"precision": ["month"], "month": ["3"], "year": ["2021"]}),
        ("undo", "", {}), ("undo", "", {}),
        ("status", "e12", {"verdict": ["rejected"]}), ("note", "e1", {"text": ["N"]}), ("redo", "", {}),
        ("undo", "1", {}),
        ("link", "e2 e3", {"verdict": ["confirmed"]}), ("link", "e2 e3", {"verdict": ["rejected"]}),
    ]  # fmt: skip
    for act, on, fields in forms:
        assert "field" not in send(client, folder, act, on, **fields) or act == "redo"
        kept, case = library.book(key), stored(folder)
        assert kept.findings == analyse(case)
        assert kept.case.events == kept.findings.dated(case).events


def test_the_overlaid_case_keeps_what_the_pages_need() -> None:
    case, findings = sample_case()
    assert overlay(case) is case
    assert build_book(case, findings).review.waiting == ()
