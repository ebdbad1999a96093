"""Which lanes a chart has: in which order, folded to a strip, split by person.

CaseBook + the agencies shown + ViewState  ->  planned  ->  LanePlan, one a lane, from the top down

A lane that is split has a part for each of the people named most in it and one for everything else. An
event that names two of them stands in both parts, and is counted once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.casebook import CaseBook
from dashboard.urlstate import ViewState
from dashboard.words import role
from model.case import Agency, Event

PARTS: Final = 6  # people of a split lane, before the part for all others
REST: Final = ""  # the part of a split lane for events that name none of them


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePlan:
    """One lane to be drawn. `person` is a key of `CaseBook.actor_by_key`, REST, or None for an undivided lane."""

    agency: Agency
    number: int  # of the agency, from the top
    label: str
    person: str | None = None
    others: frozenset[str] = frozenset()  # in the REST part: the people that have parts of their own
    first_part: bool = True  # where the agency's gaps and periods stand
    folded: bool = False

    def events(self, book: CaseBook, events: Iterable[Event]) -> list[Event]:
        """Those of the agency's events that stand in this lane."""
        if self.person is None:
            return list(events)
        if self.person == REST:
            return [e for e in events if self.others.isdisjoint(book.people_of_event.get(e.id, ()))]
        return [e for e in events if self.person in book.people_of_event.get(e.id, ())]


def ordered(agencies: Sequence[Agency], wanted: Sequence[str]) -> list[Agency]:
    """The agencies in the wanted order; those that it does not name follow as they were."""
    rank = {name: n for n, name in enumerate(wanted)}
    return sorted(agencies, key=lambda a: rank.get(a.id, len(rank)))


def planned(book: CaseBook, agencies: Sequence[Agency], state: ViewState) -> list[LanePlan]:
    """The lanes of a view, from the top down."""
    plans: list[LanePlan] = []
    for number, agency in enumerate(ordered(agencies, state.lanes)):
        if agency.id in state.fold:
            plans.append(LanePlan(agency=agency, number=number, label=agency.label, folded=True))
        elif agency.id in state.split:
            plans += _parts(book, agency, number)
        else:
            plans.append(LanePlan(agency=agency, number=number, label=agency.label))
    return plans


def _parts(book: CaseBook, agency: Agency, number: int) -> list[LanePlan]:
    """The parts of a split lane, by how often its events name each person."""
    own = (e for e in book.case.events if e.agency == agency.id)
    named = Counter(key for e in own for key in book.people_of_event.get(e.id, ()))
    keys = [key for key, _ in sorted(named.items(), key=lambda item: (-item[1], item[0]))[:PARTS]]
    plans = [
        LanePlan(
            agency=agency, number=number, person=key, first_part=n == 0,
            label=f"{agency.label}: {person_label(book, key)}",
        )
        for n, key in enumerate(keys)
    ]  # fmt: skip
    rest = f"{agency.label}: others, or nobody named" if keys else agency.label
    return [*plans, LanePlan(agency=agency, number=number, label=rest, person=REST, others=frozenset(keys),
                             first_part=not keys)]  # fmt: skip


def person_label(book: CaseBook, key: str) -> str:
    """A person for a lane: by the words the records use, or the role where these say no more."""
    actor = book.actor_by_key[key]
    return actor.label if len(actor.label) <= 24 else role(actor.role)
