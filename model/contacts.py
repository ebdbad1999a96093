"""The actors' view: for each person of the family, which agencies had direct contact, and what was asked of them.

    people, view  ->  PersonView: contacts by agency (first, last, longest silence), asked, named in how many rows

Direct contact is a visit, appointment, call, interview or the like that took place and in which the person
is named; being written about is not contact. So a father who is named in forty rows and met in none is
seen at once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from model.case import Actor, Event
from model.view import CaseView
from model.when import When

CONTACT: Final = frozenset(
    {"home_visit", "appointment", "phone_contact", "police_attendance", "arrest", "advice_given", "disclosure"}
    | {"hospital_admission", "child_in_need_meeting", "core_group", "child_protection_conference"}
)
"""Kinds in which a person who is named was met or spoken to."""
ASKED: Final = frozenset({"planned", "recommended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyContact:
    """One agency's direct contacts with a person. `silence_days` is the longest time between two of them,
    or from the last one to the end of its file (to the child's death, where that is earlier)."""

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


def people_views(view: CaseView, actors: Iterable[Actor]) -> tuple[PersonView, ...]:
    """The views of the people of the family, in the order of the actors."""
    family = view.family_roles()
    return tuple(_person(view, actor) for actor in actors if actor.role in family)


def _person(view: CaseView, actor: Actor) -> PersonView:
    events = [view.by_id[event] for event in actor.events if event in view.by_id]
    contacts: dict[str, list[Event]] = defaultdict(list)
    named: dict[str, set[str]] = defaultdict(set)
    for event in events:
        named[view.side(event)].add(event.entry)
        if _is_contact(view, event, actor.role):
            contacts[view.side(event)].append(event)
    met = tuple(_agency(view, side, found) for side, found in sorted(contacts.items()))
    without = tuple((side, len(rows)) for side, rows in sorted(named.items()) if side not in contacts)
    asked = tuple(e.id for e in sorted(events, key=view.order) if e.assertion in ASKED)
    return PersonView(actor=actor, contacts=met, without=without, asked=asked, rows=len(set().union(*named.values())))


def _is_contact(view: CaseView, event: Event, role: str) -> bool:
    """Whether the person was met: it took place, in the row's own account, and its sentence names the person."""
    took_place = event.assertion == "happened" and event.kind in CONTACT
    return took_place and not view.senders(event) and role in view.named(event)


def _agency(view: CaseView, side: str, found: list[Event]) -> AgencyContact:
    dated = sorted((e for e in found if view.span_of(e)), key=view.order)
    rows = {e.entry for e in found}
    silence = _longest_silence([view.span_of(e) for e in dated], view.end_of_record(side))
    return AgencyContact(
        agency=side,
        count=len(rows),
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
