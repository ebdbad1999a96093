"""What a relative date counts from: the event that was taken, and the way to choose another or none."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook, has_date
from dashboard.components.edit_fields import fold, form, reason, select, sent, submit
from dashboard.deciding import NONE
from model.anchors import rule_for
from model.case import Event
from model.when import When

CHOICES = 40  # events that the words may mean, the nearest in time


def anchor_forms(book: CaseBook, event: Event) -> list[Component]:
    """A form for every expression of the event that counts from another, as it was read."""
    read = book.read_by_id.get(event.id)
    own = read.when if read is not None else None
    if own is None:
        return []
    phrases = dict.fromkeys(w.anchor_phrase for w in (own, *own.alternatives) if w.anchor_phrase)
    return [
        fold(
            f"What “{words.clipped(phrase, 40)}” means", [anchor_form(book, event, phrase, ())], key=f"anchor-{number}"
        )
        for number, phrase in enumerate(phrases)
    ]


def anchor_form(book: CaseBook, event: Event, phrase: str, candidates: Sequence[str]) -> Component:
    """The choice; `candidates` are the event ids that the program could not decide between."""
    options = {e.id: _option(book, e) for e in _meant(book, event, phrase, candidates)}
    options[NONE] = "None of these"
    return form(
        "anchor",
        event.id,
        [
            sent("phrase", phrase),
            select("The event that is meant", "anchor", options, taken(book, event, phrase), blank="not chosen"),
            reason(),
            submit("Count from it", key=f"anchor-{event.id}"),
        ],
        name=f"What {phrase} means",
    )


def taken(book: CaseBook, event: Event, phrase: str) -> str:
    """The anchor in force for an expression, nothing where none was found."""
    own = event.when
    chosen: Sequence[When] = () if own is None else (own, *own.alternatives)
    for when in chosen:
        if when.anchor_phrase == phrase and when.anchor in book.event_by_id:
            return str(when.anchor)
    return ""


def _meant(book: CaseBook, event: Event, phrase: str, candidates: Sequence[str]) -> list[Event]:
    """The candidates, else the dated events of the kinds that the words name, else all; the nearest first."""
    if candidates:
        return [book.event_by_id[c] for c in candidates if c in book.event_by_id]
    rule = rule_for(phrase)
    kinds = set(rule["kinds"]) if rule else set()
    entry = book.entry_by_id.get(event.entry)
    base = entry.when.start or entry.when.end if entry is not None and entry.when is not None else None
    dated = [e for e in book.dated if e.id != event.id and has_date(e.when)]
    alike = [e for e in dated if e.kind in kinds] or dated
    alike.sort(key=lambda e: abs((book.bounds[e.id][0] - base).days) if base else 0)
    return alike[:CHOICES]


def _option(book: CaseBook, event: Event) -> str:
    kind, quote = words.kind(event), words.clipped(event.quote, 50)
    return f"{words.event_when(event)}, {book.label(event.agency)}: {kind}, “{quote}”"
