"""Who is named in a case: for every actor the labels, files, rows and events, and whether the words are certain.

CaseView + actors  ->  named_people  ->  {actor id: Named}
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from model.case import Actor
from model.labels import Label, parsed
from model.people import actor_id, tells_apart
from model.view import CaseView, agency_of_role, side_of

_LABELS: Final = 8  # by which a person is looked for in the words of a row


@dataclass(slots=True)
class Named:
    """One actor over the case. `labels` are those that tell the person from others, `certain` those of words that can
    mean nobody else; `sure` holds per file the events with these. `inferred` says that the agency is nowhere said: it
    is that of the file.
    """

    actor: Actor
    labels: Counter[str] = field(default_factory=Counter)
    certain: Counter[str] = field(default_factory=Counter)
    sides: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)
    sure: dict[str, list[str]] = field(default_factory=dict)
    inferred: bool = True
    has_name: bool = False  # told apart from others of the role by a name (`Mention.who`), or by a reviewer

    @property
    def label(self) -> str:
        """How the person is called where that is certain, else as most records do."""
        return min(self.certain, key=lambda text: (-self.certain[text], text), default=self.actor.label)

    @property
    def forms(self) -> tuple[Label, ...]:
        """The labels that say more than a role, the richest first."""
        forms = {parsed(label) for label in self.labels}
        found = [form for form in forms if not form.is_plain]
        return tuple(sorted(found, key=lambda f: (-f.richness, f.names, f.code, f.number, f.letters, f.initials)))


def named_people(view: CaseView, actors: Iterable[Actor]) -> dict[str, Named]:
    """Everyone whom the words of the records name; what a row only implies counts for nothing here."""
    found = {actor.id: Named(actor=actor) for actor in actors}
    for event in view.events:
        source = view.entries[event.entry].source
        for mention in event.mentions:
            person = found.get(actor_id(mention, event))
            if person is None or mention.span is None:
                continue
            if person.actor.agency is None or tells_apart(mention):
                person.labels[mention.label] += 1
            person.sources.add(source)
            person.entries.add(event.entry)
            if agency := mention.agency or agency_of_role(mention.role):
                person.inferred = False
                person.sides.add(side_of(agency))
            else:
                person.sides.add(side_of(event.agency))
            person.has_name |= bool(mention.who or mention.person)
            if mention.sure or mention.who:
                person.certain[mention.label] += 1
                person.sure.setdefault(source, []).append(event.id)
    return found


def most_used(labels: Counter[str]) -> tuple[str, ...]:
    """The labels, the most used first."""
    return tuple(sorted(labels, key=lambda text: (-labels[text], text))[:_LABELS])


def opaque(*parts: str) -> str:
    """An id that is the same for the same parts and says nothing of them."""
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:12]


def said(label: str) -> str:
    """A label as it is shown: on one line, in quotes."""
    return f"“{' '.join(label.split())}”"


def in_words(names: Iterable[str], joined: str = "and") -> str:
    """ "A, B and C"."""
    all_names = list(names)
    return f" {joined} ".join([", ".join(all_names[:-1]), all_names[-1]] if len(all_names) > 1 else all_names)


def number_of(events: int) -> str:
    """ "1 event", "4 events"."""
    return f"{events:,} event" + ("" if events == 1 else "s")
