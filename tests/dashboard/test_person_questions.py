"""Questions about people on the pages: the cards, the answers as decisions, and no name where names are hidden."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.casebook import CaseBook, build_book
from dashboard.components.person_question import questions_of
from dashboard.date_fields import FieldError
from dashboard.deciding import decision_of
from dashboard.forms import Form
from dashboard.naming import WORDLESS
from dashboard.pages.review_pages import page_body
from dashboard.tables.trail import in_words
from ingest.identifiers import table_for, under_pseudonyms
from model.case import Case, Decision
from model.people import people
from model.pseudonyms import PseudonymTable
from model.subjects import APART, LEFT, ONE_PERSON
from tests.dashboard.people_case import people_case
from tests.dashboard.test_deciding import book_of
from tests.dashboard.test_panel import flat, hrefs, text_of

CASE = "0123456789ab"


@pytest.fixture(scope="module")
def case() -> Case:
    return people_case()


@pytest.fixture(scope="module")
def book(case: Case) -> CaseBook:
    return book_of(case)


def answer(book: CaseBook, on: str, **fields: Any) -> Decision:
    values = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return decision_of(
        book, Form(act="who", on=on, fields=values), author="A. Reviewer", made="2026-01-02T10:00:00Z"
    ).decision


def of_kind(book: CaseBook, kind: str, label: str = "") -> Any:
    return next(q for q in book.findings.person_questions if q.kind == kind and q.label.startswith(label))


def settle(book: CaseBook) -> list[Any]:
    return page_body(book, CASE, "settle", None)


def cards(book: CaseBook) -> list[Any]:
    return [part for part in flat(settle(book)) if getattr(part, "className", "") == "card"]


def test_each_question_is_a_card_with_the_words_of_both_sides_and_links(book: CaseBook) -> None:
    shown = [card for card in cards(book) if "Leave as read" in forms(card) or "Keep apart" in forms(card)]
    assert len(shown) == 3
    nan = next(card for card in shown if "“Nan”" in text_of(card))
    question = of_kind(book, "word", "Nan")
    for event in (*question.events, *(e for choice in question.choices for e in choice.events)):
        assert book.event_by_id[event].quote in text_of(nan)
        assert any(f"event={event}" in href for href in hrefs(nan))


def forms(card: Any) -> str:
    return json.dumps([getattr(part, "data-form", "") for part in flat([card])], ensure_ascii=False)


def test_people_says_beside_an_actor_that_a_question_waits(book: CaseBook) -> None:
    asked = questions_of(book)
    assert asked["a-paternal-grandmother"] == 1
    page = text_of(page_body(book, CASE, "people", None))
    assert "1 question about PGM" in " ".join(page.split())


def test_where_nothing_waits_the_page_says_so() -> None:
    nobody = book_of(people_case())
    answered = book_of(
        people_case(), *(answer(nobody, q.id, verdict="rejected") for q in nobody.findings.person_questions)
    )
    assert "no two people look like one" in text_of(settle(answered))
    assert not questions_of(answered)


def test_an_answer_names_the_events_as_that_person(case: Case, book: CaseBook) -> None:
    question = of_kind(book, "word", "Nan")
    choice = next(c for c in question.choices if c.label == "PGM")
    decision = answer(book, question.id, who=choice.id, verdict="confirmed")
    assert (decision.subject, len(decision.about)) == (APART, len(question.events))
    assert in_words(decision) == "People set apart: named as paternal grandmother"
    new = book_of(case, decision)
    assert question.id not in {q.id for q in new.findings.person_questions}
    before, after = ({a.id: a.mentions for a in people(b.case.events)} for b in (book, new))
    assert after["a-paternal-grandmother"] == before["a-paternal-grandmother"] + len(question.events)


def test_events_can_be_left_out_of_an_answer(case: Case, book: CaseBook) -> None:
    question = of_kind(book, "word", "Nan")
    one = question.events[0]
    ticked = {"who": question.choices[0].id, "verdict": "confirmed", "several": "1", "rows": [one]}
    again = of_kind(book_of(case, answer(book, question.id, **ticked)), "word", "Nan")
    assert again.events == question.events[1:]
    with pytest.raises(FieldError, match="No row is ticked"):
        answer(book, question.id, **{**ticked, "rows": []})


def test_a_pair_is_joined_or_kept_apart(case: Case, book: CaseBook) -> None:
    question = of_kind(book, "pair")
    joined = answer(book, question.id, who=question.choices[0].id, verdict="confirmed")
    apart = answer(book, question.id, verdict="rejected")
    assert (joined.subject, apart.subject) == (ONE_PERSON, LEFT)
    for decision in (joined, apart):
        assert question.id not in {q.id for q in book_of(case, decision).findings.person_questions}
    assert len(people(book_of(case, joined).case.events)) == len(people(case.events)) - 1
    assert in_words(apart) == "Question about people: kept apart"


@pytest.mark.parametrize(
    "fields", [{"verdict": "confirmed"}, {"verdict": "confirmed", "who": "nobody"}, {"verdict": "perhaps"}, {}]
)
def test_a_wrong_answer_says_what_to_do(book: CaseBook, fields: dict[str, str]) -> None:
    with pytest.raises(FieldError) as caught:
        answer(book, of_kind(book, "word", "Nan").id, **fields)
    assert caught.value.remedy


def test_a_question_that_is_gone_says_so(book: CaseBook) -> None:
    with pytest.raises(FieldError, match="no longer in the case"):
        answer(book, "gone", verdict="rejected")


def test_no_name_stands_in_a_question_while_names_are_hidden_and_it_can_be_answered(book: CaseBook) -> None:
    table = table_for(book.case, PseudonymTable(), ())
    hidden = build_book(*under_pseudonyms(book.case, book.findings, table))
    shown = text_of(settle(hidden)) + json.dumps([getattr(p, "data-form", "") for p in flat(settle(hidden))])
    assert "Marlow" in text_of(settle(book))
    assert "Marlow" not in shown
    assert "who" in WORDLESS
    true, veiled = of_kind(book, "pair"), of_kind(hidden, "pair")
    assert (true.id, [c.id for c in true.choices]) == (veiled.id, [c.id for c in veiled.choices])
