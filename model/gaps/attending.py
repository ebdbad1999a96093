"""Who was at a direct contact: the service that recorded it, and those shown to have come with it.

    visit or appointment  ->  its own service, agencies involved, workers named in its clause,
                              workers named in a sentence of its row that says it was joint

A service that was rung or e-mailed afterwards was not there, though its worker is named in the row. The
words of a joint contact and those that name a worker are data (`rules/contact.toml`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from model.case import Event
from model.data import load_toml
from model.view import CaseView, agency_of_role, side_of
from model.words import Phrasebook, sentences, stems

_WITH: Final = re.compile(r"\bw(?:\.|/)\s*", re.IGNORECASE)
HEADING_WORDS: Final = 3  # so few words beside a missed contact are its heading, or who wrote it
_NUMBER: Final = re.compile(r"\d+")


@cache
def _joint() -> dict[str, Any]:
    return dict(load_toml("model.rules", "contact.toml")["joint"])


@cache
def _joint_words() -> Phrasebook:
    return Phrasebook({"joint": _joint()["phrases"]})


@cache
def _apart_words() -> Phrasebook:
    return Phrasebook({"apart": _joint()["not_there"]})


@cache
def _workers() -> Phrasebook:
    return Phrasebook(_joint()["workers"])


def at_contact(view: CaseView, event: Event) -> frozenset[str]:
    """The sides that took part in the contact itself."""
    if event.id not in view.attended:
        view.attended[event.id] = _attended(view, event)
    return view.attended[event.id]


def _attended(view: CaseView, event: Event) -> frozenset[str]:
    own = frozenset({view.side(event)}) if not view.senders(event) else view.senders(event)
    involved = frozenset(side_of(agency) for agency in event.involves)
    return own | involved | _named_with_it(view, event) | _said_joint(view, event)


def same_service(view: CaseView, event: Event, other: Event) -> bool:
    """Whether a later record can be of the service that wrote the first.

    Two files of one agency that run side by side are of two services of it (a clinic, a ward): what one of
    them did is no contact of the other. Another agency's file may tell of a contact made together.
    """
    if view.side(event) != view.side(other):
        return view.side(event) in at_contact(view, other)
    one, two = view.entries[event.entry].source, view.entries[other.entry].source
    last, span = view.end_of_source(one), view.span_of(other)
    return one == two or last is None or span is None or span.start is None or last < span.start


def took_place(view: CaseView, event: Event) -> bool:
    """Whether a contact is one of its own, and not a word of a row that tells of a contact missed that day.

    "Surgical clinic: not brought. Reminder went to an old number": neither heading nor reminder is a contact.
    """
    words = view.stems(event)
    if _unmet_words().find(words):
        return False
    if event.main or event.kind == "phone_contact" or len(stems(event.quote)) > HEADING_WORDS:
        return True
    span = view.span_of(event)
    missed = (e for e in view.by_entry[event.entry] if e.kind in {"missed_appointment", "no_access"})
    return not any(m.id != event.id and span and (day := view.span_of(m)) and day.overlaps(span) for m in missed)


@cache
def _unmet_words() -> Phrasebook:
    return Phrasebook({"unmet": _joint()["unmet"]})


def _named_with_it(view: CaseView, event: Event) -> frozenset[str]:
    """The sides of the workers whom its own clause names, unless it says that they were told or asked."""
    if _apart_words().find(view.stems(event)):
        return frozenset()
    named = view.named(event)
    agencies = (m.agency or agency_of_role(m.role) for m in event.mentions if m.role in named)
    return frozenset(side_of(agency) for agency in agencies if agency)


def _said_joint(view: CaseView, event: Event) -> frozenset[str]:
    """The sides of workers named in a sentence of its row that says the contact was made together."""
    text = _plain(view.entries[event.entry].text)
    found: set[str] = set()
    for start, end in sentences(text):
        words = stems(text[start:end])
        if _joint_words().find(words) and not _apart_words().find(words):
            found |= {side_of(agency) for agency in _workers().find(words)}
    return frozenset(found)


def _plain(text: str) -> str:
    """Without what hides the words of a joint contact: "w. SW2" is "with SW"."""
    return _NUMBER.sub(" ", _WITH.sub("with ", text))
