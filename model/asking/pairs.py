"""Two actors that may be one: labels that agree in part, in one role and at one agency.

    actors with more than a role in their label  ->  those that share a name, letters, a number or a figure
        ->  how sure that makes them one (`model.labels`), less what speaks against it
        ->  below `asked_from`: nothing; else one question about the one whose label says less

Whoever is as sure as `joined_from` is one actor already (`model.people`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from model.asking.named import Named, most_used, opaque, said
from model.case import PersonChoice, PersonQuestion
from model.labels import Label, Likeness, likeness, questions_data, same_figure
from model.names import AGENCIES, ROLES
from model.view import CaseView

_MANY: Final = 60  # actors that share one key: a word so common tells nobody apart
REASONS: Final = {
    "same_code": "Both are called {two}.",
    "same_number": "Both bear the same number.",
    "whole_name": "Both bear the same name.",
    "initials": "The letters of the one are the first letters of the other.",
    "surname": "They have the surname in common.",
    "given_name": "They have the first name in common.",
    "spelling": "The names differ by a letter.",
    "title": "They have the letter in common.",
    "numbered": "They have the same number in two files.",
}


@dataclass(frozen=True, slots=True)
class _Pair:
    asked: Named
    other: Named
    like: Likeness


def pair_questions(view: CaseView, people: Mapping[str, Named]) -> Iterator[PersonQuestion]:
    """A question about each actor that may be another one, with all whom it may be."""
    found: defaultdict[str, list[_Pair]] = defaultdict(list)
    for one, other in _candidates(people.values()):
        like = _likeness(one, other)
        if like is not None and like.certainty >= questions_data()["asked_from"]:
            asked, rich = sorted((one, other), key=lambda p: (p.forms[0].richness, p.actor.mentions, p.actor.id))
            found[asked.actor.id].append(_Pair(asked, rich, like))
    order = {event.id: number for number, event in enumerate(view.events)}
    for known, pairs in sorted(found.items()):
        pairs.sort(key=lambda pair: (-pair.like.certainty, pair.other.actor.id))
        asked = pairs[0].asked
        yield PersonQuestion(
            id=opaque("pair", known, *sorted(p.other.actor.id for p in pairs)),
            kind="pair",
            text="May these be one person?" if len(pairs) == 1 else f"May {said(asked.actor.label)} be one of these?",
            why=_why(asked, pairs),
            asked=known,
            label=asked.actor.label,
            events=_events(asked, order),
            choices=tuple(_choice(pair, order) for pair in pairs),
            labels=most_used(asked.labels),
        )


def _candidates(people: Iterable[Named]) -> Iterator[tuple[Named, Named]]:
    """Pairs that share a key: each once, in the order of their ids."""
    shelves: defaultdict[tuple[str, str], dict[str, Named]] = defaultdict(dict)
    for person in sorted(people, key=lambda p: p.actor.id):
        for form in person.forms:
            for key in _keys(form):
                shelves[_group(person.actor.role), key][person.actor.id] = person
    seen: set[tuple[str, str]] = set()
    for shelf in shelves.values():
        if len(shelf) > _MANY:
            continue
        for one, other in combinations(shelf.values(), 2):
            pair = (one.actor.id, other.actor.id)
            if pair not in seen:
                seen.add(pair)
                yield one, other


def _keys(form: Label) -> Iterator[str]:
    """What two labels must have one of in common to be looked at."""
    for name in form.names:
        yield name
        if len(name) >= questions_data()["likeness"]["letters"]["spelling"]:
            yield from (f"~{name[:i]}{name[i + 1 :]}" for i in range(len(name)))
            yield f"~{name}"
    for text in (form.code, form.number, form.initials or form.first_letters, form.letters and f".{form.letters}"):
        if text:
            yield text
    if form.code:
        yield "#" + "".join(char for char in form.code if char.isdigit())


def _group(role: str) -> str:
    """Roles that one person may be given by two files are looked at together."""
    return next((group[0] for group in questions_data()["pairs"]["alike"] if role in group), role)


def _likeness(one: Named, other: Named) -> Likeness | None:
    """How sure it is that two actors are one; None where nothing speaks for it, or their agencies forbid it."""
    data = questions_data()
    sure = data["likeness"]
    best = _best(one, other)
    if best is None:
        return None
    certainty = best.certainty
    if one.sides.isdisjoint(other.sides) and best.rule != "numbered":
        if not (one.inferred or other.inferred) and not _is_family(one):
            return None
        if best.rule in ("title", "initials") and not _is_family(one):
            return None  # every key of a file begins with A again
        certainty *= 1 if _is_family(one) else sure["other_agency"]
    if one.actor.role != other.actor.role:
        certainty *= sure["other_role"]
    if not one.entries.isdisjoint(other.entries) and best.rule != "initials":
        certainty -= sure["together"]
    return Likeness(best.rule, round(certainty, 3))


def _best(one: Named, other: Named) -> Likeness | None:
    sure = questions_data()["likeness"]
    full = [(a, b) for a in one.forms for b in other.forms if a.is_full and b.is_full]
    if full and all(likeness(a, b) is None for a, b in full):
        return None  # two whole names, and not one person's
    found = [like for a in one.forms for b in other.forms if (like := likeness(a, b)) is not None]
    numbered = one.actor.role in questions_data()["pairs"]["numbered"] and one.sources.isdisjoint(other.sources)
    if numbered and any(same_figure(a, b) for a in one.forms for b in other.forms):
        found.append(Likeness("numbered", sure["numbered"]))
    return max(found, key=lambda like: (like.certainty, like.rule), default=None)


def _is_family(person: Named) -> bool:
    return person.actor.agency is None


def _choice(pair: _Pair, order: Mapping[str, int]) -> PersonChoice:
    actor = pair.other.actor
    return PersonChoice(
        id=opaque(actor.id), actor=actor.id, role=actor.role, label=actor.label, reason=_reason(pair),
        certainty=pair.like.certainty, events=_events(pair.other, order),
        labels=most_used(pair.other.labels),
    )  # fmt: skip


def _events(person: Named, order: Mapping[str, int]) -> tuple[str, ...]:
    known = sorted((e for e in person.actor.events if e in order), key=order.__getitem__)
    return tuple(known[: questions_data()["most_events"]])


def _why(asked: Named, pairs: list[_Pair]) -> str:
    role = ROLES[asked.actor.role].lower()
    if len(pairs) > 1:
        return f"{said(asked.actor.label)}, {role}, may be any of {len(pairs)} people, by the names alone."
    names = [f"{said(p.actor.label)} ({_of(p)})" for p in (asked, pairs[0].other)]
    return f"{names[0]} and {names[1]}: {_reason(pairs[0])}"


def _of(person: Named) -> str:
    """The role, with the agency of a worker."""
    role, agency = ROLES[person.actor.role].lower(), person.actor.agency
    return f"{role}, {AGENCIES.get(agency, agency.replace('_', ' '))}" if agency else role


def _reason(pair: _Pair) -> str:
    return REASONS[pair.like.rule].format(two=said(pair.asked.actor.label))
