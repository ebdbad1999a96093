"""What a reviewer decided, laid over what the program read and proposed. The source is never changed.

    Decision (about one or more Marks)  ->  store (append only)  ->  Case.decisions
    Marks + case  ->  found_again  ->  event ids  ->  link_verdicts  ->  matching

A `Mark` says what a decision is about by the file's hash, the place in it and the words, not by an id:
so a decision survives a new reading of the same files by a better version, and one about a file that
is not in the case waits until it is. The last decision about the same thing holds; the earlier ones
stay in the trail. "proposed" takes a decision back. Links are decided so today; the form serves every
other correction too (`subject`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from model.case import Case, Decision, Entry, Event, Locator, Mark, Status

LINK: Final = "same_event"
Verdict = Literal["confirmed", "rejected", "proposed"]


def mark_of(case: Case, event: Event) -> Mark:
    """What an event is known by in decisions. Raises KeyError if its entry or file is not in the case."""
    entry = next((e for e in case.entries if e.id == event.entry), None)
    source = next((s for s in case.sources if entry and s.id == entry.source), None)
    if entry is None or source is None:
        raise KeyError(event.id)
    return Mark(file=source.sha256, place=place_key(entry.locator), quote=event.quote, kind=event.kind)


def place_key(locator: Locator) -> str:
    """A place in a file as one text that is the same for the same place."""
    return json.dumps(dict(locator), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class _Places:
    """The events of each place of each file."""

    at: Mapping[tuple[str, str], Sequence[Event]]

    @classmethod
    def of(cls, case: Case) -> _Places:
        files = {source.id: source.sha256 for source in case.sources}
        entries: dict[str, Entry] = {entry.id: entry for entry in case.entries}
        at: dict[tuple[str, str], list[Event]] = defaultdict(list)
        for event in case.events:
            entry = entries.get(event.entry)
            if entry is not None and entry.source in files:
                at[files[entry.source], place_key(entry.locator)].append(event)
        return cls(at)

    def find(self, mark: Mark) -> str | None:
        """The event of that place with the same words and kind, else the same words, else words that overlap."""
        here = self.at.get((mark.file, mark.place), ())
        same = [e for e in here if e.quote == mark.quote]
        best = [e for e in same if e.kind == mark.kind] or same
        alike = best or [e for e in here if e.quote and (e.quote in mark.quote or mark.quote in e.quote)]
        return alike[0].id if alike else None


def found_again(case: Case, marks: Iterable[Mark]) -> tuple[str | None, ...]:
    """The ids of the events that the marks stand for in this reading, None for one that is not there."""
    places = _Places.of(case)
    return tuple(places.find(mark) for mark in marks)


def link_verdicts(case: Case) -> dict[frozenset[str], Status]:
    """Pairs of event ids that a reviewer confirmed or rejected as one event; the last word of each holds."""
    if not case.decisions:
        return {}
    places = _Places.of(case)
    verdicts: dict[frozenset[str], Status] = {}
    for decision in case.decisions:
        if decision.subject != LINK:
            continue
        ids = frozenset(found for mark in decision.about if (found := places.find(mark)))
        if len(ids) == 2:
            verdicts[ids] = decision.verdict
    return {pair: verdict for pair, verdict in verdicts.items() if verdict != "proposed"}


def plain(decision: Decision) -> dict[str, Any]:
    """The marks of a decision as JSON data."""
    return {"about": [[m.file, m.place, m.quote, m.kind] for m in decision.about]}


def marks(data: Mapping[str, Any]) -> tuple[Mark, ...]:
    """The inverse of `plain`."""
    return tuple(Mark(file=file, place=place, quote=quote, kind=kind) for file, place, quote, kind in data["about"])
