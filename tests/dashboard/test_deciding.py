"""Forms become decisions: every act, what a wrong form says, and dates typed day first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.casebook import CaseBook, build_book
from dashboard.date_fields import FieldError, fields_of, when_of
from dashboard.deciding import decision_of
from dashboard.forms import Form, words_in
from model.analysis import analyse
from model.case import Case, Decision, Event
from model.overlay import overlay
from model.when import When
from tests.builders.cases import case_of, event
from tests.dashboard.sample import sample_case

MADE = "2026-01-02T10:00:00Z"


def book_of(case: Case, *trail: Decision) -> CaseBook:
    case = overlay(replace(case, decisions=trail))
    findings = analyse(case)
    return build_book(findings.dated(case), findings)


@pytest.fixture(scope="module")
def book() -> CaseBook:
    return book_of(sample_case()[0])


def decide(book: CaseBook, act: str, on: str = "", **fields: Any) -> Decision:
    """The decision of a form; a field may be one value or a list."""
    values = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return decision_of(book, Form(act=act, on=on, fields=values), author="A. Reviewer", made=MADE).decision


def after(book: CaseBook, *trail: Decision) -> CaseBook:
    return book_of(sample_case()[0], *trail)


def full_form(event: Event, **changed: Any) -> dict[str, Any]:
    """The form of an event as the page sends it, with some fields changed."""
    out: dict[str, Any] = {
        "kind": event.kind, "assertion": event.assertion, "agency": event.agency, **fields_of(event.when),
        "role": [*(m.role for m in event.mentions), ""], "label": [*(m.label for m in event.mentions), ""],
        "person_agency": [*(m.agency or "" for m in event.mentions), ""], "agencies_asked": "yes",
        "involves": list(event.involves), "shared_with": list(event.shared_with),
        "received_from": list(event.received_from), "words": event.quote,
    }  # fmt: skip
    return out | changed


# ------------------------------------------------------------------ dates
def typed(precision: str, day: str, month: str, year: str, **more: str) -> dict[str, str]:
    """The fields of a date as they are typed."""
    return {"precision": precision, "day": day, "month": month, "year": year, **more}


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        pytest.param(typed("day", "3", "4", "2021"), "2021-04-03", "2021-04-03", id="day first"),
        pytest.param(typed("day", "3", "apr", "2021"), "2021-04-03", "2021-04-03", id="name"),
        pytest.param(typed("about", "3", "4", "2021"), "2021-04-03", "2021-04-03", id="about"),
        pytest.param({"precision": "month", "month": "2", "year": "2024"}, "2024-02-01", "2024-02-29", id="month"),
        pytest.param({"precision": "year", "year": "2021"}, "2021-01-01", "2021-12-31", id="year"),
        pytest.param(
            typed("between", "3", "4", "2021", to_day="9", to_month="may", to_year="2021"), "2021-04-03", "2021-05-09",
            id="between",
        ),
        pytest.param(typed("after", "3", "4", "2021"), "2021-04-03", None, id="after"),
        pytest.param(typed("before", "3", "4", "2021"), None, "2021-04-03", id="before"),
    ],
)  # fmt: skip
def test_a_typed_date(fields: dict[str, str], start: str | None, end: str | None) -> None:
    when = when_of(fields)
    assert when is not None
    assert (when.start and when.start.isoformat(), when.end and when.end.isoformat()) == (start, end)
    assert when.approximate == (fields["precision"] == "about")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param(typed("day", "31", "6", "2021"), "day", id="no 31 June"),
        pytest.param(typed("day", "4", "13", "2021"), "month", id="month first"),
        pytest.param(typed("day", "4", "3", "21"), "year", id="two figures"),
        pytest.param(typed("day", "", "3", "2021"), "day", id="no day"),
        pytest.param(typed("day", "4", "3", "2021", clock="25:00"), "clock", id="no such hour"),
        pytest.param(
            typed("between", "9", "3", "2021", to_day="2", to_month="3", to_year="2021"), "to_day", id="backwards"),
        pytest.param({"precision": "sometimes"}, "precision", id="unknown precision"),
    ],
)  # fmt: skip
def test_a_wrong_date_names_its_field(fields: dict[str, str], field: str) -> None:
    with pytest.raises(FieldError) as caught:
        when_of(fields)
    assert caught.value.field == field
    assert caught.value.remedy


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(DAYS, DAYS, st.booleans(), st.booleans(), st.booleans())
def test_what_the_form_shows_is_what_it_means(
    one: dt.date, two: dt.date, same: bool, open_start: bool, open_end: bool
) -> None:
    first, last = min(one, two), one if same and one <= two else max(one, two)
    when = When(start=None if open_start and not open_end else first, end=None if open_end else last)
    again = when_of(fields_of(when))
    assert again is not None
    assert (again.start, again.end) == (when.start, when.end)


# ------------------------------------------------------------------ correcting
def test_an_unchanged_form_decides_nothing(book: CaseBook) -> None:
    for made in book.case.events:
        with pytest.raises(FieldError, match="Nothing was changed"):
            decide(book, "correct", made.id, **full_form(made))


def test_only_the_changed_fields_are_decided_with_author_time_and_reason(book: CaseBook) -> None:
    made = book.event_by_id["e7"]
    decision = decide(book, "correct", "e7", **full_form(made, day="18", reason="Seen in the log"))
    assert list(decision.value) == ["when"]
    assert (decision.author, decision.made, decision.reason) == ("A. Reviewer", MADE, "Seen in the log")
    new = after(book, decision).event_by_id["e7"]
    assert new.when is not None
    assert (new.when.start, new.when.start_time) == (dt.date(2020, 12, 18), dt.time(23, 52))


def test_the_whole_row_is_dated_anew_where_that_is_ticked(book: CaseBook) -> None:
    decision = decide(book, "correct", "e7", **full_form(book.event_by_id["e7"], day="18", whole_row="yes"))
    assert list(decision.value) == ["row_when"]
    assert after(book, decision).entry_by_id["n7"].when.start == dt.date(2020, 12, 18)  # type: ignore[union-attr]


def test_people_and_agencies_are_assigned(book: CaseBook) -> None:
    form = full_form(
        book.event_by_id["e7"], role=["father", ""], label=["Mr X", ""], person_agency=["", ""], involves=["gp"]
    )
    new = after(book, decide(book, "correct", "e7", **form)).event_by_id["e7"]
    assert [(m.role, m.label) for m in new.mentions] == [("father", "Mr X")]
    assert new.involves == ("gp",)


def test_a_field_is_taken_back(book: CaseBook) -> None:
    changed = decide(book, "correct", "e7", **full_form(book.event_by_id["e7"], kind="arrest"))
    back = decide(after(book, changed), "take-back", "e7", field="kind")
    assert after(book, changed, back).event_by_id["e7"].kind == "domestic_abuse_incident"


def test_many_are_accepted_by_one_decision(book: CaseBook) -> None:
    decision = decide(book, "status", verdict="confirmed", events=["e1", "e2", "e3"])
    assert {e.id for e in after(book, decision).case.events if e.status == "confirmed"} == {"e1", "e2", "e3"}


def test_a_split_finds_both_parts_in_the_row(book: CaseBook) -> None:
    decision = decide(book, "split", "e8", first="Officers left the address", second="unborn child  noted")
    quotes = [e.quote for e in after(book, decision).case.events if e.entry == "n8"]
    assert quotes == ["Officers left the address", "Unborn child noted"]


def test_events_of_different_files_are_not_merged(book: CaseBook) -> None:
    with pytest.raises(FieldError, match="different files"):
        decide(book, "merge", events=["e2", "e3"])
    merged = decide(book, "merge", "e7", events=["e8"])
    assert "e8" not in after(book, merged).event_by_id


def test_an_event_is_added_from_words_of_a_row_and_by_hand(book: CaseBook) -> None:
    fields: dict[str, Any] = {"kind": "concern", "assertion": "reported", "precision": "unknown", "role": [""]}
    marked = decide(book, "add", "n9", words="not sleeping", **fields)
    by_hand = decide(book, "add", words="Told by the aunt", agency="school", **fields)
    new = after(book, marked, by_hand)
    own = [e for e in new.case.events if e.id.startswith("r-")]
    assert [(e.quote, e.agency) for e in own] == [("not sleeping", "gp"), ("Told by the aunt", "school")]
    assert all(new.entry_by_id[e.entry].text[e.span[0] : e.span[1]] == e.quote for e in own)


def test_links_are_confirmed_kept_apart_and_made_by_hand(book: CaseBook) -> None:
    for verdict in ("confirmed", "rejected"):
        decision = decide(book, "link", "e2 e3", verdict=verdict)
        links = after(book, decision).links_of_event["e2"]
        assert [link.status for link in links if {link.from_id, link.to_id} == {"e2", "e3"}] == [verdict]
    by_hand = decide(book, "link", "e7", other="e24", verdict="confirmed")
    assert [link.status for link in after(book, by_hand).links_of_event["e24"]] == ["confirmed"]


def test_a_gap_is_dismissed_only_with_a_reason(book: CaseBook) -> None:
    gap = book.gaps[0]
    with pytest.raises(FieldError) as caught:
        decide(book, "gap", gap.id, verdict="rejected")
    assert caught.value.field == "reason"
    new = after(book, decide(book, "gap", gap.id, verdict="rejected", reason="Known from the minutes"))
    assert new.gap_by_id[gap.id].status == "rejected"
    assert new.review.verdicts[gap.id].reason == "Known from the minutes"


def test_notes_and_tags_are_kept_for_events_and_gaps(book: CaseBook) -> None:
    gap = book.gaps[0]
    trail = [
        decide(book, "note", "e1", text="Ask the ward"), decide(book, "note", "e1", text="Asked"),
        decide(book, "tag", "e1", tag="ward"), decide(book, "tag", gap.id, tag="panel"),
        decide(book, "note", gap.id, text="N"),
    ]  # fmt: skip
    review = after(book, *trail).review
    assert [d.value["text"] for d in review.notes["e1"]] == ["Ask the ward", "Asked"]
    assert review.tags == {"e1": ("ward",), gap.id: ("panel",)}
    trail.append(decide(book, "untag", "e1", tag="ward"))
    assert "e1" not in after(book, *trail).review.tags


def test_undo_and_redo_follow_the_trail(book: CaseBook) -> None:
    with pytest.raises(FieldError, match="nothing to undo"):
        decide(book, "undo")
    first = decide(book, "status", "e1", verdict="confirmed")
    undo = decide(after(book, first), "undo")
    assert after(book, first, undo).event_by_id["e1"].status == "proposed"
    redo = decide(after(book, first, undo), "redo")
    assert after(book, first, undo, redo).event_by_id["e1"].status == "confirmed"


def test_an_anchor_is_chosen() -> None:
    relative = When(
        start=None, end=None, basis="relative", text="2 days after the visit", anchor_phrase="the visit", offset="P2D"
    )
    case = case_of(
        [
            event("gp", "home_visit", "2022-05-02", "Visited at home"),
            event("gp", "home_visit", "2022-05-03", "Visited again"),
            event("gp", "phone_contact", None, "Rang 2 days after the visit", written="2022-05-20"),
        ]
    )
    case = replace(case, events=(*case.events[:2], replace(case.events[2], when=relative)))
    book = book_of(case)
    (question,) = book.findings.questions
    decision = decide(book, "anchor", question.event, phrase=question.phrase, anchor=case.events[0].id)
    new = book_of(case, decision)
    assert new.findings.questions == ()
    assert new.event_by_id[question.event].when.start == dt.date(2022, 5, 4)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("act", "on", "fields"),
    [
        pytest.param("correct", "gone", {"kind": "birth"}, id="event gone"),
        pytest.param("note", "e1", {"text": " "}, id="empty note"),
        pytest.param("note", "e1", {"text": "x" * 5_000}, id="note too long"),
        pytest.param("status", "", {"verdict": "confirmed"}, id="nothing ticked"),
        pytest.param("status", "e1", {"verdict": "perhaps"}, id="no such verdict"),
        pytest.param("split", "e8", {"first": "nowhere", "second": "Officers"}, id="words not in the row"),
        pytest.param("join", "", {"people": ["a-mother"]}, id="one person"),
        pytest.param("link", "e1 e1", {"verdict": "confirmed"}, id="with itself"),
        pytest.param("anchor", "e1", {"phrase": "x"}, id="no anchor"),
        pytest.param("add", "", {"words": "x", "kind": "no kind", "assertion": "happened"}, id="no such kind"),
        pytest.param("burn", "e1", {}, id="no such act"),
    ],
)
def test_a_wrong_form_says_what_to_do(book: CaseBook, act: str, on: str, fields: dict[str, Any]) -> None:
    with pytest.raises(FieldError) as caught:
        decide(book, act, on, **fields)
    assert caught.value.message
    assert caught.value.remedy


@given(st.text("ab \n", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_words_found_in_a_row_stand_there(text: str, one: int, two: int) -> None:
    quote = text[min(one, two) : max(one, two)]
    if quote.strip():
        start, end = words_in(text, quote, 0, "words")
        assert text[start:end].split() == quote.split()
