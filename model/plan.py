"""What the decisions in force come to for one reading of a case: per event, per field, the one that holds.

    Case (as read) + decisions in force  ->  plan_of  ->  Plan  ->  model.overlay applies it
                                                              ->  model.reviewed tells it to the pages

A decision whose file, place or words are not in this reading, or whose value this version does not
understand, stands in `waiting`; it changes nothing and stops nothing. First the decisions that make
events (added, split) are read, since others may be about those; then all others, the later one about
the same thing taking the place of the earlier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from model.case import Case, Decision, Entry, Mention, Status
from model.names import ASSERTIONS, KINDS, ROLES
from model.review import Places
from model.subjects import (
    ADDED,
    ANCHOR,
    APART,
    AS_READ,
    EVENT,
    FIELDS,
    GAP,
    LEFT,
    LINK,
    MERGED,
    NOTE,
    ONE_PERSON,
    OWN,
    SPLIT,
    STATUS,
    TAG,
    WALKTHROUGH,
)  # fmt: skip
from model.trail import in_force
from model.when import When

NOT_UNDERSTOOD: Final = (KeyError, TypeError, ValueError, AttributeError)
MAX_CHARS: Final = 200  # of a name or label in a decision

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The value that holds for a field, and the decision that gave it."""

    value: Any
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """An event that a reviewer added: in a row of a file, or (`entry` None) in words of the reviewer's own."""

    id: str
    entry: str | None
    quote: str
    values: Mapping[str, Any]
    decision: Decision


@dataclass(slots=True)
class Plan:
    """All of it, by event id (or entry id for `rows`). `found` holds the event ids that each decision is about."""

    fields: dict[str, dict[str, Change]] = field(default_factory=dict)
    rows: dict[str, Change] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    added: dict[str, Addition] = field(default_factory=dict)
    splits: dict[str, Change] = field(default_factory=dict)
    merges: list[tuple[str, ...]] = field(default_factory=list)
    anchors: dict[tuple[str, str], str | None] = field(default_factory=dict)
    apart: list[tuple[tuple[str, ...], Mapping[str, Any]]] = field(default_factory=list)
    joined: list[Mapping[str, Any]] = field(default_factory=list)
    found: dict[int, tuple[str, ...]] = field(default_factory=dict)
    waiting: list[Decision] = field(default_factory=list)


def plan_of(case: Case) -> Plan:
    """Read the decisions in force of a case as it was read. Never raises for what a decision holds."""
    return _Reader(case).plan()


class _Reader:
    def __init__(self, case: Case) -> None:
        self._decisions = in_force(case.decisions)
        self._places = Places.of(case)
        self._entry_of = {event.id: event.entry for event in case.events}
        self._entries = case.entries
        self._rows_as_read: set[str] = set()
        self._plan = Plan()

    def plan(self) -> Plan:
        self._made()
        for decision in self._decisions:
            if decision.subject in (ADDED, SPLIT):
                continue
            try:
                self._read(decision)
            except NOT_UNDERSTOOD:
                self._plan.waiting.append(decision)
        self._plan.waiting.sort(key=lambda d: d.number)
        self._carry_down()
        return self._plan

    def _carry_down(self) -> None:
        """A row's date also for the rows under it that carried it down, where nothing was decided of them."""
        above: Change | None = None
        read: When | None = None
        for entry in self._entries:
            own, when = self._plan.rows.get(entry.id), entry.when
            carried = when is not None and when.basis == "carried" and _same_days(when, read)
            if own is None and not carried:
                above = None
            elif own is None and above is not None and entry.id not in self._rows_as_read:
                self._plan.rows[entry.id] = above
            above, read = (own or above, when) if own is not None or carried else (None, None)

    def _made(self) -> None:
        """Added events, then splits (of added ones too): after it every event that decisions can be about is known."""
        for subject, read in ((ADDED, self._add), (SPLIT, self._split)):
            for decision in self._decisions:
                if decision.subject == subject:
                    try:
                        read(decision)
                    except NOT_UNDERSTOOD:
                        self._plan.waiting.append(decision)

    def _add(self, decision: Decision) -> None:
        (mark,) = decision.about
        row = self._places.row(mark) if mark.file else None
        if mark.file and row is None:
            raise KeyError(mark.place)
        known = own_id(decision.value["id"])
        values = {name: read_field(name, decision.value[name]) for name in FIELDS if name in decision.value}
        if not {"kind", "assertion"} <= values.keys() or (row is None and "agency" not in values):
            raise KeyError("kind")
        self._plan.added[known] = Addition(
            id=known, entry=row.id if row else None, quote=mark.quote, values=values, decision=decision
        )
        self._know(known, row)
        self._plan.found[decision.number] = (known,)

    def _split(self, decision: Decision) -> None:
        ids = self._events(decision)
        parts = [(own_id(p["id"]), _span(p["span"]), str(p["quote"])) for p in decision.value["parts"]]
        if len(ids) != 1 or len(parts) < 2:
            raise ValueError("parts")
        self._plan.splits[ids[0]] = Change(value=parts, decision=decision)
        for known, _, _ in parts[1:]:
            self._know(known, None)
            self._entry_of[known] = self._entry_of.get(ids[0], "")
        self._plan.found[decision.number] = ids

    def _know(self, event_id: str, row: Entry | None) -> None:
        self._places = replace(self._places, own=self._places.own | {event_id})
        self._entry_of[event_id] = row.id if row else f"{event_id}-row"

    def _events(self, decision: Decision, *, every: bool = False) -> tuple[str, ...]:
        """The events that it is about; with `every`, all of its marks must be there. Raises KeyError for none."""
        found = [self._places.find(mark) for mark in decision.about]
        ids = tuple(dict.fromkeys(f for f in found if f))
        if not ids or (every and None in found):
            raise KeyError(decision.number)
        return ids

    def _read(self, decision: Decision) -> None:
        plan, value = self._plan, decision.value
        if decision.subject in (GAP, WALKTHROUGH):
            return  # judged after the analysis: see model.reviewed, model.walkthrough
        if decision.subject == LEFT:
            left_people(value)
            return  # likewise: see model.asking
        if decision.subject == ONE_PERSON:
            plan.joined.append(joined_people(value))
            return
        if decision.subject in (NOTE, TAG) and "rule" in value:
            return  # of a gap: likewise
        ids = self._events(decision, every=decision.subject in (LINK, ANCHOR, MERGED))
        if decision.subject == EVENT:
            self._fields(ids, decision)
        elif decision.subject == STATUS:
            plan.statuses.update(dict.fromkeys(ids, decision.verdict))
        elif decision.subject == MERGED:
            if len(ids) < 2:
                raise ValueError("merge")
            plan.merges.append(ids)
        elif decision.subject == ANCHOR:
            plan.anchors[ids[0], str(value["phrase"])] = ids[1] if len(ids) > 1 else None
            if decision.verdict == "proposed":
                del plan.anchors[ids[0], str(value["phrase"])]
        elif decision.subject == APART:
            plan.apart.append((ids, _checked_person(value)))
        elif decision.subject not in (LINK, NOTE, TAG):
            raise ValueError(decision.subject)
        plan.found[decision.number] = ids

    def _fields(self, ids: Sequence[str], decision: Decision) -> None:
        values = {name: read_field(name, raw) for name, raw in decision.value.items()}
        for event_id in ids:
            for name, value in values.items():
                where = self._plan.rows if name == "row_when" else self._plan.fields.setdefault(event_id, {})
                key = self._entry_of[event_id] if name == "row_when" else name
                if value == AS_READ:
                    where.pop(key, None)
                    self._rows_as_read |= {key} if name == "row_when" else set()
                else:
                    where[key] = Change(value=value, decision=decision)
                    self._rows_as_read.discard(key)


def _same_days(when: When, other: When | None) -> bool:
    return other is not None and (when.start, when.end) == (other.start, other.end)


def read_field(name: str, raw: Any) -> Any:
    """A field's value from its JSON form. Raises one of NOT_UNDERSTOOD.

    >>> read_field("kind", "home_visit")
    'home_visit'
    """
    if raw == AS_READ:
        return AS_READ
    if name in ("kind", "assertion"):
        return _one_of(raw, KINDS if name == "kind" else ASSERTIONS)
    if name in ("when", "row_when"):
        return None if raw is None else When.from_json(raw)
    if name == "agency":
        return _label(raw)
    if name == "people":
        return tuple(_mention(p) for p in raw)
    if name in ("involves", "shared_with", "received_from"):
        return tuple(_label(a) for a in raw)
    if name == "words":
        return _span(raw["span"]), str(raw["quote"])
    raise KeyError(name)


def own_id(raw: Any) -> str:
    """The id of an event that a reviewer made. Raises ValueError for any other."""
    if not isinstance(raw, str) or not raw.startswith(OWN):
        raise ValueError("id")
    return raw


def _one_of(raw: Any, names: Mapping[str, str]) -> str:
    if raw not in names:
        raise ValueError(raw)
    return str(raw)


def _label(raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > MAX_CHARS:
        raise ValueError("label")
    return raw


def _mention(raw: Mapping[str, Any]) -> Mention:
    agency = raw.get("agency")
    return Mention(
        role=_one_of(raw["role"], ROLES), label=_label(raw["label"]), agency=_label(agency) if agency else None
    )


def _span(raw: Any) -> Span:
    first, last = raw
    if not (isinstance(first, int) and isinstance(last, int) and 0 <= first < last):
        raise ValueError("span")
    return first, last


def joined_people(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The value of a ONE_PERSON decision, checked. Raises one of NOT_UNDERSTOOD."""
    if len({_label(p) for p in value["people"]}) < 2:
        raise ValueError("people")
    return _named(value)


def left_people(value: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The questions that a LEFT decision leaves as read, and their people. Raises one of NOT_UNDERSTOOD."""
    return tuple(_label(asked) for asked in value["asked"]), tuple(_label(p) for p in value["people"])


def _checked_person(value: Mapping[str, Any]) -> Mapping[str, Any]:
    _label(value["person"])
    if value.get("is"):
        _label(value["is"])
    return _named(value)


def _named(value: Mapping[str, Any]) -> Mapping[str, Any]:
    _label(value["id"])
    if value.get("role"):
        _one_of(value["role"], ROLES)
    if value.get("label"):
        _label(value["label"])
    return value
