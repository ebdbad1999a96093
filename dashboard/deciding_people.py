"""Answers to questions about people, from a form to a decision: `on` names the questions, `who` one of their choices.

    "confirmed"  ->  of a pair: both are one person        of words: the ticked rows name that person
    "rejected"   ->  they are kept apart, the words are left as read; the same is not asked again

Questions and choices are named by ids that say nothing, so an answer can be given while names are hidden.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.date_fields import FieldError
from dashboard.decided import Act, Decided
from dashboard.forms import Form, verdict_of
from model import subjects
from model.case import Decision, Event, Mark, PersonChoice, PersonQuestion
from model.people import PERSON
from model.review import mark_of

MARKS: Final = 12  # events that a question left as read names: enough to see in the log what it was


def person_id() -> str:
    """An id for a person whom a reviewer joins or sets apart."""
    return PERSON + secrets.token_hex(6)


def who(book: CaseBook, form: Form) -> Decided:
    """One answer to a question, or to several that are put together."""
    known = {question.id: question for question in book.findings.person_questions}
    asked = [known[one] for one in form.on.split()]
    if not asked:
        raise KeyError(form.on)
    if verdict_of(form, ("confirmed", "rejected")) == "rejected":
        return _left(book, asked)
    choice = next((c for c in asked[0].choices if c.id == form.one("who")), None)
    if choice is None:
        raise FieldError("Nobody is chosen.", remedy="Choose who it is, or leave it as read.", field="who")
    return _joined(asked[0], choice) if asked[0].kind == "pair" else _named(book, asked, choice, form)


def _joined(question: PersonQuestion, choice: PersonChoice) -> Decided:
    value = {"id": person_id(), "people": [question.asked, choice.actor]}
    return Decided(
        Decision(subject=subjects.ONE_PERSON, verdict="confirmed", about=(), value=value), "They are now one person."
    )


def _named(book: CaseBook, asked: Sequence[PersonQuestion], choice: PersonChoice, form: Form) -> Decided:
    """The events of the ticked rows, all where there are no ticks, as naming a person who is known already."""
    ids = dict.fromkeys(event for question in asked for event in question.events)
    if "several" in form.fields:
        ticked = (event for row in form.fields.get("rows", ()) for event in row.split())
        ids = dict.fromkeys(event for event in ticked if event in ids)
    if not ids:
        raise FieldError("No row is ticked.", remedy="Tick those that name this person.", field="rows")
    value: Mapping[str, Any] = {
        "id": person_id(), "person": asked[0].asked, "is": choice.actor, "role": choice.role,
    }  # fmt: skip
    about = _marks(book, [book.event_by_id[event] for event in ids])
    return Decided(
        Decision(subject=subjects.APART, verdict="confirmed", about=about, value=value),
        f"{words.counted(len(ids), 'event')} now {'name' if len(ids) > 1 else 'names'} that person.",
    )


def _left(book: CaseBook, asked: Sequence[PersonQuestion]) -> Decided:
    first, ids = asked[0], dict.fromkeys(event for question in asked for event in question.events)
    value: Mapping[str, Any] = {
        "asked": [question.id for question in asked], "kind": first.kind,
        "people": [first.asked, *(choice.actor for choice in first.choices)],
    }  # fmt: skip
    about = _marks(book, [book.event_by_id[event] for event in ids][:MARKS])
    said = "Kept apart." if first.kind == "pair" else "Left as read."
    return Decided(Decision(subject=subjects.LEFT, verdict="rejected", about=about, value=value), said)


def _marks(book: CaseBook, events: Sequence[Event]) -> tuple[Mark, ...]:
    return tuple(mark_of(book.case, event) for event in events)


PERSON_ACTS: Final[Mapping[str, Act]] = {"who": who}
