"""A walkthrough: the stops at which a room is shown what was known, each with a question and the speaker's notes.

    decisions of subject WALKTHROUGH  ->  walkthroughs(case, gaps)  ->  Walkthrough, its stops found again
    Walkthrough  ->  with_stops, without, moved, changed  ->  Walkthrough  ->  decision(case, gaps)  ->  the trail

A stop is an event, a gap or a day. The whole walkthrough is kept in each decision about it, so the last in force
holds, undo gives the version before, and nothing is lost. Events and gaps are named by marks, like everything that
a reviewer decides, so a walkthrough outlives a new reading of the files; a stop that is not found again waits.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from model.case import Case, Decision, Event, Gap, Mark
from model.plan import NOT_UNDERSTOOD
from model.review import Places, mark_of
from model.reviewed import GapFinder, gap_marks
from model.subjects import GAP, WALKTHROUGH
from model.trail import in_force

StopKind = Literal["event", "gap", "day"]
KINDS_OF_STOP: Final = ("event", "gap", "day")
MAX_STOPS: Final = 200  # of one walkthrough: more than any room sits through
MAX_TITLE: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop. `of` is the id of its event or gap in this reading, None where it is not there (or for a day).

    `on` is the day as known at the end of which the room is shown the case: for a day its own, else only where the
    trainer chose another than that on which the event or gap could first be shown. `agency` is the one whose
    blinkers the stop begins with. `marks` and `gap` are what it is known by in decisions.
    """

    id: str
    kind: StopKind
    of: str | None = None
    on: dt.date | None = None
    agency: str | None = None
    question: str = ""
    notes: str = ""
    marks: tuple[Mark, ...] = ()
    gap: tuple[str, tuple[str, ...]] | None = None  # its rule and agencies

    @property
    def lost(self) -> bool:
        """Whether its event or gap is not in this reading of the files."""
        return self.kind != "day" and self.of is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walkthrough:
    """A walkthrough as it stands. `title` is for its maker only: it is never shown to the room."""

    id: str
    title: str
    stops: tuple[Stop, ...] = ()
    made: str = ""
    author: str = ""

    def stop(self, stop_id: str) -> Stop:
        """Raises KeyError."""
        found = next((stop for stop in self.stops if stop.id == stop_id), None)
        if found is None:
            raise KeyError(stop_id)
        return found

    def with_stops(self, stops: Iterable[Stop]) -> Walkthrough:
        """With these at its end. Raises ValueError where there would be too many."""
        together = (*self.stops, *stops)
        if len(together) > MAX_STOPS:
            raise ValueError("stops")
        return replace(self, stops=together)

    def without(self, stop_id: str) -> Walkthrough:
        """Without one stop. Raises KeyError."""
        gone = self.stop(stop_id)
        return replace(self, stops=tuple(stop for stop in self.stops if stop is not gone))

    def changed(self, stop_id: str, **fields: Any) -> Walkthrough:
        """With other fields in one stop. Raises KeyError."""
        old = self.stop(stop_id)
        return replace(self, stops=tuple(replace(s, **fields) if s is old else s for s in self.stops))

    def moved(self, stop_id: str, by: int) -> Walkthrough:
        """With one stop earlier (negative) or later; at either end it stays. Raises KeyError."""
        stops = list(self.stops)
        at = stops.index(self.stop(stop_id))
        stops.insert(max(0, min(len(stops) - 1, at + by)), stops.pop(at))
        return replace(self, stops=tuple(stops))

    def decision(self) -> Decision:
        """The decision that keeps it as it stands; author and moment are for the caller."""
        marks: list[Mark] = []
        stops = [_stop_value(stop, marks) for stop in self.stops]
        value = {"id": self.id, "title": self.title, "stops": stops}
        return Decision(subject=WALKTHROUGH, verdict="confirmed", about=tuple(marks), value=value)

    def removal(self) -> Decision:
        """The decision that takes it away (it stays in the trail)."""
        return replace(self.decision(), verdict="rejected", about=(), value={"id": self.id, "title": self.title})


def new_walkthrough(title: str) -> Walkthrough:
    """An empty one with an id that says nothing."""
    return Walkthrough(id=secrets.token_hex(5), title=title)


def event_stop(case: Case, event: Event, **fields: Any) -> Stop:
    """A stop at an event. Raises KeyError if its file is not in the case."""
    return Stop(id=secrets.token_hex(4), kind="event", of=event.id, marks=(mark_of(case, event),), **fields)


def gap_stop(case: Case, gap: Gap, **fields: Any) -> Stop:
    """A stop at a gap."""
    known_by = (gap.rule, gap.agencies)
    return Stop(id=secrets.token_hex(4), kind="gap", of=gap.id, marks=gap_marks(case, gap), gap=known_by, **fields)


def day_stop(on: dt.date, **fields: Any) -> Stop:
    """A stop at a day."""
    return Stop(id=secrets.token_hex(4), kind="day", on=on, **fields)


def walkthroughs(case: Case, gaps: Sequence[Gap]) -> tuple[Walkthrough, ...]:
    """The walkthroughs of a case as they stand, by title. What this version does not understand is left out."""
    last: dict[str, Decision] = {}
    for decision in in_force(case.decisions):
        if decision.subject == WALKTHROUGH and isinstance(decision.value.get("id"), str):
            last[decision.value["id"]] = decision
    if not last:
        return ()
    places, finder = Places.of(case), GapFinder(case, gaps)
    found = []
    for decision in last.values():
        try:
            if decision.verdict != "rejected":
                found.append(_walkthrough(decision, places, finder))
        except (*NOT_UNDERSTOOD, IndexError):
            continue
    return tuple(sorted(found, key=lambda w: (w.title.casefold(), w.id)))


def _walkthrough(decision: Decision, places: Places, finder: GapFinder) -> Walkthrough:
    value = decision.value
    stops = tuple(_stop(stop, decision.about, places, finder) for stop in value["stops"])
    return Walkthrough(
        id=str(value["id"]), title=str(value["title"]), stops=stops, made=decision.made, author=decision.author
    )


def _stop(value: Mapping[str, Any], marks: Sequence[Mark], places: Places, finder: GapFinder) -> Stop:
    kind = value["kind"]
    if kind not in KINDS_OF_STOP:
        raise ValueError(kind)
    own = tuple(marks[int(n)] for n in value.get("marks", ()))
    gap, of = None, None
    if kind == "gap":
        gap = (str(value["rule"]), tuple(map(str, value["agencies"])))
        about = Decision(subject=GAP, verdict="confirmed", about=own, value={"rule": gap[0], "agencies": list(gap[1])})
        found = finder.find(about)
        of = found.id if found else None
    elif kind == "event":
        of = places.find(own[0])
    on = value.get("on")
    return Stop(
        id=str(value["id"]), kind=kind, of=of, on=dt.date.fromisoformat(on) if on else None,
        agency=value.get("agency") or None, question=str(value.get("question", "")), notes=str(value.get("notes", "")),
        marks=own, gap=gap,
    )  # fmt: skip


def _stop_value(stop: Stop, marks: list[Mark]) -> dict[str, Any]:
    """A stop as JSON data; its marks go to the end of those of the whole decision."""
    value: dict[str, Any] = {"id": stop.id, "kind": stop.kind}
    if stop.marks:
        value["marks"] = list(range(len(marks), len(marks) + len(stop.marks)))
        marks += stop.marks
    if stop.gap:
        value |= {"rule": stop.gap[0], "agencies": list(stop.gap[1])}
    named = {"on": stop.on.isoformat() if stop.on else "", "agency": stop.agency or ""}
    value |= {name: text for name, text in (named | {"question": stop.question, "notes": stop.notes}).items() if text}
    return value
