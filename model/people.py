"""The people of a case: mentions in many records, joined to one actor where that is safe.

    mentions of all events  ->  actors (role, the label used most, agency, how often)

Roles that a family has once (the mother, the subject child) are one person, but for a second father that the records
number. Brothers, sisters and partners whom the records name are one actor each (`model.identity`). A worker is
joined only under the same label of the same agency ("SW1", "allocated SW 1"); a worker of unknown name ("social
worker") stays one unnamed actor for each agency, and is never joined to a named one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from model.case import Actor, Event, Mention
from model.data import load_toml
from model.labels import first_line, joined_label, parsed
from model.view import agency_of_role, side_of

PERSON: Final = "p-"
"""How the ids of persons begin that a reviewer joined or set apart."""

READ: Final = "a-"
"""How the ids of all others begin: they are made of role, agency and label."""


@dataclass(slots=True)
class _Person:
    role: str
    agency: str | None
    labels: Counter[str] = field(default_factory=Counter)
    events: dict[str, None] = field(default_factory=dict)


def people(events: Iterable[Event]) -> tuple[Actor, ...]:
    """The actors of the events, those of the family first, then by how often they are named."""
    found: dict[str, _Person] = {}
    for event in events:
        for mention in event.mentions:
            agency = _agency(mention, event)
            known = _id(_identity(mention, agency))
            person = found.setdefault(known, _Person(role=mention.role, agency=agency))
            person.labels[_label(mention)] += 1 if mention.span is None else 1000  # the words used, before descriptions
            person.events[event.id] = None
    actors = [_actor(known, person) for known, person in found.items()]
    return tuple(sorted(actors, key=lambda a: (not _is_family(a.role), -a.mentions, a.id)))


def actors_of(actors: Iterable[Actor]) -> dict[str, list[str]]:
    """Event ids with the ids of the actors that they name."""
    out: dict[str, list[str]] = defaultdict(list)
    for actor in actors:
        for event in actor.events:
            out[event].append(actor.id)
    return dict(out)


def actor_id(mention: Mention, event: Event) -> str:
    """The id of the actor that a mention of an event belongs to."""
    return _id(_identity(mention, _agency(mention, event)))


def _agency(mention: Mention, event: Event) -> str | None:
    works_for = mention.agency or agency_of_role(mention.role) or event.agency
    return None if _is_family(mention.role) else works_for


def _id(key: tuple[str, ...]) -> str:
    if key[0].startswith((PERSON, READ)):
        return key[0]
    return READ + "-".join(part.replace("_", "-") for part in key if part)


def _label(mention: Mention) -> str:
    return " ".join(first_line(mention.label).split()) or mention.role.replace("_", " ")


def _identity(mention: Mention, agency: str | None) -> tuple[str, ...]:
    if mention.person:
        return (mention.person,)
    data = load_toml("model.rules", "people.toml")["families"]
    if mention.who:
        return (mention.role, mention.who)
    if mention.role in data["single"]:
        return (mention.role,)
    if tells_apart(mention):
        return (mention.role, side_of(agency or ""), joined_label(mention.label, named=mention.named))
    return (mention.role, side_of(agency or ""))


def tells_apart(mention: Mention) -> bool:
    """Whether the label of a worker names a person ("Dr Patel", "SW1") rather than the role ("the social worker")."""
    own = mention.named and not parsed(mention.label).is_plain
    if own or any(char.isdigit() for char in joined_label(mention.label)):
        return True
    words = first_line(mention.label).split()
    return len(words) > 1 and sum(word[:1].isupper() for word in words) >= 2


def _is_family(role: str) -> bool:
    return role in load_toml("model.rules", "people.toml")["families"]["family"]


def _actor(known: str, person: _Person) -> Actor:
    label = min(person.labels, key=lambda text: (-person.labels[text], text))
    return Actor(
        id=known,
        role=person.role,
        label=label,
        agency=person.agency,
        mentions=len(person.events),
        events=tuple(person.events),
    )
