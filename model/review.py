"""What a reviewer decided, laid over what the program read and proposed. The source is never changed.

    Decision (about one or more Marks)  ->  store (append only)  ->  Case.decisions
    Marks + case  ->  found_again  ->  event ids  ->  link_verdicts  ->  matching

A `Mark` says what a decision is about by the file's hash, the place in it and the words, not by an id:
so a decision survives a new reading of the same files by a better version, and one about a file that
is not in the case waits until it is. An event that a reviewer added has an id of its own, which its
marks hold in place of a kind. The last decision about the same thing holds; the earlier ones stay in
the trail. "proposed" takes a decision back. `model.subjects` lists what can be decided, `model.trail`
what is undone, and `model.overlay` lays the rest over the case.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from model.case import Case, Decision, Entry, Event, Locator, Mark, Source, Status
from model.subjects import BY_HAND, LINK, OWN
from model.trail import in_force

Verdict = Literal["confirmed", "rejected", "proposed"]


def mark_of(case: Case, event: Event) -> Mark:
    """What an event is known by in decisions. Raises KeyError if its entry or file is not in the case.

    The words and the kind are those that were read, even where the event was corrected since.
    """
    base = case.as_read or case
    read = next((e for e in base.events if e.id == event.id), None)
    entry = next((e for e in case.entries if e.id == event.entry), None)
    if entry is None:
        raise KeyError(event.id)
    if read is None:
        return mark_at(case, entry, event.quote, event.id)
    alike = sorted((e for e in base.events if e.entry == read.entry and _same(e, read)), key=lambda e: e.span)
    return replace(mark_at(case, entry, read.quote, read.kind), nth=alike.index(read))


def _same(one: Event, other: Event) -> bool:
    return (one.quote, one.kind) == (other.quote, other.kind)


def mark_at(case: Case, entry: Entry, quote: str, kind: str) -> Mark:
    """A mark for words of an entry. Raises KeyError if its file is not in the case."""
    source = next((s for s in case.sources if s.id == entry.source), None)
    if source is None:
        raise KeyError(entry.id)
    return Mark(file=source.sha256, place=place_key(entry.locator), quote=quote, kind=kind)


def place_key(locator: Locator) -> str:
    """A place in a file as one text that is the same for the same place."""
    return json.dumps(dict(locator), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Places:
    """The events and the entry of each place of each file, as they were read, and the events made by a reviewer."""

    at: Mapping[tuple[str, str], Sequence[Event]]
    entries: Mapping[tuple[str, str], Entry]
    own: frozenset[str]
    merged: Mapping[str, str]

    @classmethod
    def of(cls, case: Case) -> Places:
        base = case.as_read or case
        files = {source.id: source.sha256 for source in base.sources}
        entries: dict[str, Entry] = {entry.id: entry for entry in base.entries}
        at: dict[tuple[str, str], list[Event]] = defaultdict(list)
        for event in base.events:
            entry = entries.get(event.entry)
            if entry is not None and entry.source in files:
                at[files[entry.source], place_key(entry.locator)].append(event)
        rows = {(files[e.source], place_key(e.locator)): e for e in base.entries if e.source in files}
        own = frozenset(e.id for e in case.events if e.id.startswith(OWN))
        return cls(at, rows, own, case.merged)

    def find(self, mark: Mark) -> str | None:
        """The event of that place with the same words and kind, else the same words, else words that overlap.

        For an event that was merged into another it is the one that stands for both.
        """
        if mark.kind.startswith(OWN):
            found = mark.kind if mark.kind in self.own or mark.kind in self.merged else None
        else:
            here = self.at.get((mark.file, mark.place), ())
            same = [e for e in here if e.quote == mark.quote]
            best = [e for e in same if e.kind == mark.kind] or same
            alike = best or [e for e in here if e.quote and (e.quote in mark.quote or mark.quote in e.quote)]
            found = sorted(alike, key=lambda e: e.span)[min(mark.nth, len(alike) - 1)].id if alike else None
        return None if found is None else self.merged.get(found, found)

    def row(self, mark: Mark) -> Entry | None:
        """The entry at that place, if the words stand in it."""
        entry = self.entries.get((mark.file, mark.place))
        return entry if entry is not None and mark.quote in entry.text else None


def found_again(case: Case, marks: Iterable[Mark]) -> tuple[str | None, ...]:
    """The ids of the events that the marks stand for in this reading, None for one that is not there."""
    places = Places.of(case)
    return tuple(places.find(mark) for mark in marks)


def link_verdicts(case: Case) -> dict[frozenset[str], Status]:
    """Pairs of event ids that a reviewer confirmed or rejected as one event; the last word of each holds."""
    decided = [d for d in in_force(case.decisions) if d.subject == LINK]
    if not decided:
        return {}
    places = Places.of(case)
    verdicts: dict[frozenset[str], Status] = {}
    for decision in decided:
        ids = frozenset(found for mark in decision.about if (found := places.find(mark)))
        if len(ids) == 2:
            verdicts[ids] = decision.verdict
    return {pair: verdict for pair, verdict in verdicts.items() if verdict != "proposed"}


def source_by_hand(source: Source) -> bool:
    """Whether a source is no file but what a reviewer added."""
    return source.reader == BY_HAND


def plain(decision: Decision) -> dict[str, Any]:
    """What a decision is about and what it says, as JSON data."""
    about = [[m.file, m.place, m.quote, m.kind, *([m.nth] if m.nth else [])] for m in decision.about]
    return {"about": about, "value": dict(decision.value)} if decision.value else {"about": about}


def unplain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `plain`: the fields `about` and `value` of a decision."""
    names = ("file", "place", "quote", "kind", "nth")
    about = tuple(Mark(**dict(zip(names, mark, strict=False))) for mark in data["about"])
    return {"about": about, "value": data.get("value", {})}
