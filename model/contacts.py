"""The actors' view: for each person of the family, which agencies had direct contact, and what was asked of them.

    rows of a contact  ->  sentences  ->  who was met in each row (`rules/contact.toml`)
    people, view       ->  PersonView: contacts by agency (first, last, longest silence), asked, named in how many rows

Direct contact is a visit, appointment, call or the like that took place and whose row shows that the
person was seen or spoken to; being written about is not contact. So a father who is named in forty rows
and met in none is seen at once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

from model.case import Actor, Entry, Event
from model.data import load_toml
from model.view import CaseView
from model.when import When
from model.words import Phrasebook, sentences, stems

TOOK_PLACE: Final = frozenset({"happened", "reported"})
ASKED: Final = frozenset({"planned", "recommended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyContact:
    """One agency's direct contacts with a person, one a row.

    `silence_days` is the longest time between two of them, or from the last one to the end of its file
    (to the child's death, where that is earlier).
    """

    agency: str
    count: int
    first: When | None
    last: When | None
    silence_days: int | None
    silence: tuple[dt.date, dt.date] | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """One person over the whole case. `without` are agencies that name the person and record no direct contact."""

    actor: Actor
    contacts: tuple[AgencyContact, ...]
    without: tuple[tuple[str, int], ...]
    asked: tuple[str, ...]
    rows: int


@cache
def _rules() -> dict[str, Any]:
    return load_toml("model.rules", "contact.toml")


@cache
def _book() -> Phrasebook:
    return Phrasebook({name: _rules()[name]["phrases"] for name in ("met", "spoke", "not_met")})


def people_views(view: CaseView, actors: Iterable[Actor]) -> tuple[PersonView, ...]:
    """The views of the people of the family, in the order of the actors."""
    family = view.family_roles()
    met = {entry.id: met_in(view, entry) for entry in view.case.entries if entry.id in view.by_entry}
    return tuple(_person(view, actor, met) for actor in actors if actor.role in family)


def met_in(view: CaseView, entry: Entry) -> frozenset[str]:
    """The roles of the family whom the row shows to have been met or spoken to."""
    row, rules = view.by_entry[entry.id], _rules()
    main = next((e for e in row if e.main), row[0])
    if main.assertion not in TOOK_PLACE or main.kind not in rules["kinds"] or any(view.senders(e) for e in row):
        return frozenset()  # a row that another agency told is that agency's contact
    family = view.family_roles() - (frozenset({"subject_child"}) if _before_birth(view, main) else frozenset())
    named = sorted({(m.span[0], m.role) for e in row for m in e.mentions if m.span and m.role in family})
    met: set[str] = set()
    for start, end in sentences(entry.text):
        here = [(at - start, role) for at, role in named if start <= at < end]
        if here:
            met |= _met_in_sentence(here, entry.text[start:end])
    everyone = {role for _, role in named}
    if not met and len(everyone) == 1 and main.kind in rules["personal"]:
        refused = "not_met" in _book().find(stems(entry.text))
        met |= set() if refused else everyone
    return frozenset(met)


def _met_in_sentence(named: list[tuple[int, str]], text: str) -> set[str]:
    """Who was met by one sentence; the persons come with their places in it."""
    cues = _book().find(stems(text))
    if "not_met" in cues:
        return set()
    if "met" in cues:
        return {role for _, role in named}
    at, first = named[0]
    nearby = stems(text[at:])[: _rules()["speaks_within"]]
    return {first} if "spoke" in cues and "spoke" in _book().find(nearby) else set()


def _before_birth(view: CaseView, event: Event) -> bool:
    birth, span = view.key_dates.get("birth"), view.span_of(event)
    return bool(birth and birth.start and span and span.end and span.end < birth.start)


def _person(view: CaseView, actor: Actor, met: Mapping[str, frozenset[str]]) -> PersonView:
    events = [view.by_id[event] for event in actor.events if event in view.by_id]
    contacts: dict[str, dict[str, Event]] = defaultdict(dict)
    named: dict[str, set[str]] = defaultdict(set)
    for event in events:
        side = view.side(event)
        named[side].add(event.entry)
        if actor.role in met[event.entry] and event.assertion in TOOK_PLACE:
            entry, row = view.entries[event.entry], view.by_entry[event.entry]
            same_words = f"{entry.when}|{entry.text}"  # a row entered twice is one contact
            contacts[side].setdefault(same_words, next((e for e in row if e.main), event))
    direct = tuple(_agency(view, side, list(found.values())) for side, found in sorted(contacts.items()))
    without = tuple((side, len(rows)) for side, rows in sorted(named.items()) if side not in contacts)
    asked = tuple(e.id for e in sorted(events, key=view.order) if e.assertion in ASKED)
    return PersonView(
        actor=actor, contacts=direct, without=without, asked=asked, rows=len(set().union(*named.values()))
    )


def _agency(view: CaseView, side: str, found: list[Event]) -> AgencyContact:
    dated = sorted((e for e in found if view.span_of(e)), key=view.order)
    silence = _longest_silence([view.span_of(e) for e in dated], view.end_of_record(side))
    return AgencyContact(
        agency=side,
        count=len(found),
        first=view.span_of(dated[0]) if dated else None,
        last=view.span_of(dated[-1]) if dated else None,
        silence_days=(silence[1] - silence[0]).days if silence else None,
        silence=silence,
        events=tuple(e.id for e in dated) + tuple(e.id for e in found if not view.span_of(e)),
    )


def _longest_silence(spans: list[When | None], last_day: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """The longest stretch that is without contact in every reading of the dates."""
    bounds = [(s.start, s.end) for s in spans if s and s.start and s.end]
    if not bounds:
        return None
    known = [*bounds, *([(last_day, last_day)] if last_day else [])]
    gaps = [(one[1], two[0]) for one, two in pairwise(known) if two[0] > one[1]]
    return max(gaps, key=lambda gap: (gap[1] - gap[0], gap[0]), default=None)
