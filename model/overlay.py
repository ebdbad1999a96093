"""Lay a reviewer's decisions over a case: Case + decisions -> Case, before anything is worked out from it.

    Case.decisions  ->  plan  ->  fields and row dates  ->  splits  ->  added events  ->  merges
                    ->  people  ->  anchors  ->  statuses  ->  Case (with the case as read in `as_read`)

The stages always run in this order, whatever the order of the decisions, so decisions about different
things may be made in any order; laying them over twice is the same as once, since the start is always
the case as read. Entries keep their words; only the date of a row can be corrected. A span is taken
only where the words stand in the text, so that `entry.text[start:end] == quote` holds as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from model.case import Case, Entry, Event, Mention, RowCount, Source, Status
from model.overlay_people import with_people
from model.plan import Addition, Change, Plan, Span, plan_of
from model.subjects import BY_HAND, CORRECTED
from model.when import When

ADDED_CUE: Final = "added by a reviewer"
SPLIT_CUE: Final = "split by a reviewer"
MERGED_CUE: Final = "merged by a reviewer"
LISTS: Final = ("involves", "shared_with", "received_from")


def overlay(case: Case) -> Case:
    """The case with its decisions laid over it; the very same case where there are none."""
    base = case.as_read or case
    if not case.decisions:
        return base if case.as_read is None else replace(base, decisions=())
    base = replace(base, decisions=case.decisions)
    return applied(base, plan_of(base))


def applied(base: Case, plan: Plan) -> Case:
    """The case as read with a plan carried out."""
    sources, entries, by_hand = _added_by_hand(base, plan)
    entries = tuple(_redated(entry, plan) for entry in entries)
    rows = {entry.id: entry for entry in entries}
    written = {entry.id: entry.when for entry in base.entries}
    events = [_corrected(_of_its_row(e, rows, written, plan), rows, plan.fields.get(e.id, {})) for e in base.events]
    events = _in_order(entries, [*events, *(_event_of(a, by_hand.get(a.id), rows, plan) for a in _by_id(plan))])
    events = [part for event in events for part in _parts(event, rows, plan)]
    events, merged = _merged(events, rows, plan)
    events = with_people(events, plan)
    events = [_anchored(event, plan, merged) for event in events]
    changed = {*plan.splits, *(k for k, v in plan.fields.items() if v), *merged.values()}
    changed |= {part for split in plan.splits.values() for part, _, _ in split.value}
    changed |= {event.id for event in events if event.entry in plan.rows}
    statuses = {merged.get(event_id, event_id): status for event_id, status in plan.statuses.items()}
    events = [_with_status(event, statuses.get(event.id), event.id in changed, plan) for event in events]
    return replace(base, sources=sources, entries=entries, events=tuple(events), as_read=base, merged=merged)


# -- fields ------------------------------------------------------------------------------------


def _redated(entry: Entry, plan: Plan) -> Entry:
    change = plan.rows.get(entry.id)
    return entry if change is None else replace(entry, when=_given(change.value, entry.when))


def _of_its_row(event: Event, rows: Mapping[str, Entry], written: Mapping[str, When | None], plan: Plan) -> Event:
    """The event with the corrected date of its row, where the row's date was its own."""
    if event.entry not in plan.rows:
        return event
    old, own = written.get(event.entry), event.when
    takes = own is None if old is None else own is not None and _same_days(own, old)
    return replace(event, when=_given(rows[event.entry].when, own)) if takes else event


def _same_days(one: When, other: When) -> bool:
    return (one.start, one.end) == (other.start, other.end) and one.basis in ("column", "carried", other.basis)


def _given(new: When | None, old: When | None) -> When | None:
    """A date given by a reviewer, with the words that were read in its place."""
    if new is None:
        return None
    basis = old.basis if old is not None and old.basis in ("column", "carried") else "stated"
    return replace(new, text=new.text or (old.text if old else ""), basis=basis, rule=CORRECTED)


def _corrected(event: Event, rows: Mapping[str, Entry], changes: Mapping[str, Change]) -> Event:
    """The event with the fields that a reviewer corrected."""
    new: dict[str, Any] = {}
    for name, change in changes.items():
        if name == "when":
            new["when"] = _given(change.value, event.when)
        elif name == "people":
            new["mentions"] = _mentions(change.value, event.mentions)
        elif name == "words":
            span = located(rows[event.entry].text, *change.value)
            new |= {"span": span, "quote": rows[event.entry].text[span[0] : span[1]]} if span else {}
        else:
            new[name] = change.value
    return replace(event, **new) if new else event


def located(text: str, span: Span, quote: str) -> Span | None:
    """Where the words stand in a text: at their span, else at their first place, None where they do not."""
    if text[span[0] : span[1]] == quote:
        return span
    start = text.find(quote) if quote else -1
    return None if start < 0 else (start, start + len(quote))


def _mentions(people: Sequence[Mention], read: Sequence[Mention]) -> tuple[Mention, ...]:
    """The people as corrected; those that were read before keep the place of their words."""
    known = {(m.role, m.label.casefold()): m for m in reversed(read)}
    kept = ((p, known.get((p.role, p.label.casefold()))) for p in people)
    return tuple(replace(old, agency=new.agency or old.agency) if old is not None else new for new, old in kept)


# -- added, split, merged ----------------------------------------------------------------------


def _added_by_hand(base: Case, plan: Plan) -> tuple[tuple[Source, ...], tuple[Entry, ...], dict[str, Entry]]:
    """The sources and entries of the case with one source an agency, and one entry each, for what has no file."""
    made: dict[str, Entry] = {}
    sources: dict[str, Source] = {}
    for number, addition in enumerate((a for a in _by_id(plan) if a.entry is None), start=1):
        agency = plan.fields.get(addition.id, {}).get("agency")
        owner = str(agency.value if agency else addition.values["agency"])
        known = f"s-{BY_HAND}-{owner}"
        before = sources.get(known) or Source(
            id=known, file="Added by a reviewer", agency=owner, sha256=known, reader=BY_HAND
        )
        sources[known] = replace(before, count=before.count + RowCount(rows=1, entries=1))
        made[addition.id] = Entry(
            id=f"{addition.id}-row", source=known, agency=owner, locator={"item": number}, when=None,
            text=addition.quote, columns={"Added by a reviewer": addition.quote},
        )  # fmt: skip
    return (*base.sources, *sources.values()), (*base.entries, *made.values()), made


def _event_of(addition: Addition, by_hand: Entry | None, rows: Mapping[str, Entry], plan: Plan) -> Event:
    entry = by_hand or rows[str(addition.entry)]
    start = max(0, entry.text.find(addition.quote))
    event = Event(
        id=addition.id, entry=entry.id, agency=addition.values.get("agency", entry.agency),
        kind=addition.values["kind"], assertion=addition.values["assertion"], when=None, quote=addition.quote,
        span=(start, start + len(addition.quote)), main=by_hand is not None, cues=(ADDED_CUE,),
    )  # fmt: skip
    own = {name: Change(value=value, decision=addition.decision) for name, value in addition.values.items()}
    return _corrected(_corrected(event, rows, own), {**rows, entry.id: entry}, plan.fields.get(addition.id, {}))


def _by_id(plan: Plan) -> list[Addition]:
    return [plan.added[known] for known in sorted(plan.added)]


def _in_order(entries: Iterable[Entry], events: Iterable[Event]) -> list[Event]:
    """The events by entry, in the order in which they came."""
    by_entry: dict[str, list[Event]] = {entry.id: [] for entry in entries}
    for event in events:
        by_entry.setdefault(event.entry, []).append(event)
    return [event for found in by_entry.values() for event in found]


def _parts(event: Event, rows: Mapping[str, Entry], plan: Plan) -> Iterable[Event]:
    """The event itself, or the parts that a reviewer split it into; parts whose words are not there are left out."""
    split = plan.splits.get(event.id)
    if split is None:
        return [event]
    text, parts = rows[event.entry].text, []
    for number, (part, span, quote) in enumerate(split.value):
        at = located(text, span, quote)
        if at is None:
            continue
        one = replace(event, span=at, quote=text[at[0] : at[1]], cues=(*event.cues, SPLIT_CUE))
        if number:
            one = _corrected(replace(one, id=part, main=False), rows, plan.fields.get(part, {}))
        parts.append(one)
    return parts or [event]


def _merged(events: Sequence[Event], rows: Mapping[str, Entry], plan: Plan) -> tuple[list[Event], dict[str, str]]:
    """Merged events as the first of them; for each that went, the one that stands for it."""
    place = {event.id: n for n, event in enumerate(events)}
    home = {event.id: event.id for event in events}

    def root(event_id: str) -> str:
        while home[event_id] != event_id:
            event_id = home[event_id]
        return event_id

    for ids in plan.merges:
        roots = sorted({root(i) for i in ids if i in home}, key=place.__getitem__)
        home.update(dict.fromkeys(roots, roots[0]) if roots else {})
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(root(event.id), []).append(event)
    merged = {event.id: first for first, group in groups.items() for event in group if event.id != first}
    return [_as_one(group, rows, plan.fields.get(first, {})) for first, group in groups.items()], merged


def _as_one(group: Sequence[Event], rows: Mapping[str, Entry], own: Mapping[str, Change]) -> Event:
    """Several events as one: what the first says, with the people and agencies of all, over the words of all."""
    if len(group) == 1:
        return group[0]
    first = group[0]
    new: dict[str, Any] = {
        name: tuple(dict.fromkeys(a for event in group for a in getattr(event, name)))
        for name in LISTS
        if name not in own
    }
    if "people" not in own:
        new["mentions"] = tuple({(m.role, m.label): m for e in reversed(group) for m in reversed(e.mentions)}.values())[
            ::-1
        ]
    inside = [event.span for event in group if event.entry == first.entry]
    if "words" not in own and len(inside) > 1:
        span = min(s for s, _ in inside), max(e for _, e in inside)
        new |= {"span": span, "quote": rows[first.entry].text[span[0] : span[1]]}
    when = next((event.when for event in group if event.when is not None), None)
    cues = tuple(dict.fromkeys([*(cue for event in group for cue in event.cues), MERGED_CUE]))
    return replace(
        first,
        main=any(e.main for e in group),
        when=first.when if "when" in own else first.when or when,
        cues=cues,
        **new,
    )


# -- anchors and statuses ----------------------------------------------------------------------


def _anchored(event: Event, plan: Plan, merged: Mapping[str, str]) -> Event:
    """The event with the anchors that a reviewer chose for its relative expressions."""
    chosen = {phrase: anchor for (known, phrase), anchor in plan.anchors.items() if known == event.id}
    if not chosen or event.when is None:
        return event

    def settled(when: When) -> When:
        if when.anchor_phrase not in chosen:
            return when
        anchor = chosen[when.anchor_phrase]
        if anchor is None:  # none of those in the files: nothing is counted from it
            return replace(when, anchor=None, anchor_phrase=None, rule=CORRECTED)
        return replace(when, anchor=merged.get(anchor, anchor))

    own = settled(event.when)
    return replace(event, when=replace(own, alternatives=tuple(settled(w) for w in own.alternatives)))


def _with_status(event: Event, decided: Status | None, changed: bool, plan: Plan) -> Event:
    """Set aside, else corrected, else accepted, else as it was."""
    if decided == "rejected":
        status: Status = "rejected"
    elif changed:
        status = "corrected"
    elif event.id in plan.added:
        status = "confirmed"
    else:
        status = decided or "proposed"
    return event if status == event.status else replace(event, status=status)
