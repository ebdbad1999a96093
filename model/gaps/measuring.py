"""What a stated gap measures: from the step that the sentence is about to what ended it, else to the sentence.

    sentence  ->  from: the plan, the sending or the missed contact that it speaks of
              ->  to:   what was recorded as done or met later, else the day of the sentence
              ->  days, with the records at both ends

A sentence ("still not sent", "never reached us", "no call made") has a day of its own, which says little of
how long the thing was open. Where no beginning is recorded nothing is measured. The rule says in its
`measure` table which beginning and which end it means.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from model.case import Event
from model.gaps.attending import same_service, took_place
from model.gaps.books import book
from model.view import TELLING, CaseView, Saying
from model.when import DayRange, When, days_between
from model.words import content

FEW_WORDS = 3  # of a sentence so short one word in common is the thing it speaks of ("beds never applied for")
NOTHING = DayRange(None, None)


@dataclass(frozen=True, slots=True)
class Measured:
    """The records at both ends of what was open, its days, and the value in days."""

    events: tuple[Event, ...] = ()
    first: When | None = None
    last: When | None = None
    days: DayRange = NOTHING


def measured_of(
    table: Mapping[str, Any], view: CaseView, saying: Saying, said: When, sent: Sequence[Event]
) -> Measured:
    """What the sentence leaves open, measured; nothing where its beginning is not recorded before it."""
    begin = _BEGINNINGS[table["from"]](table, view, saying, said, sent)
    if begin is None:
        return Measured()
    event, start = begin
    done = _ended(table, view, saying, start, event)
    if done is None and table.get("to") == "named":
        return Measured()
    end = view.span_of(done) if done else said
    if not (start.bounded and end and end.bounded and end.end and start.start and end.end > start.start):
        return Measured()
    days = days_between(start, end)
    if days.fewest is None or days.fewest < 0:
        return Measured()
    open_ = done is None and table.get("to") == "done"
    return Measured(
        events=tuple(e for e in (event, done) if e is not None),
        first=start,
        last=end,
        days=DayRange(days.fewest, None) if open_ else days,
    )


def _of_plan(
    table: Mapping[str, Any], view: CaseView, saying: Saying, said: When, sent: Sequence[Event]
) -> tuple[Event, When] | None:
    """The first plan of the step by the same service: of its kind or words, in the time before."""
    kinds = {e.kind for e in saying.inside}
    words = content(saying.stems)
    side = view.side(saying.event)
    found: list[tuple[Event, When]] = []
    for event in _written_before(view, side, said, int(table["window_days"])):
        decided = view.decided(event)
        if event.entry == saying.event.entry:
            continue
        common = len(view.content(event) & words)
        close = common == 1 and (event.kind in kinds - {"other"} or len(words) <= FEW_WORDS)
        if decided and decided.bounded and (common >= 2 or close):
            found.append((event, decided))
    return min(found, key=lambda item: item[1].sort_key, default=None)


def _of_sending(
    table: Mapping[str, Any], view: CaseView, saying: Saying, said: When, sent: Sequence[Event]
) -> tuple[Event, When] | None:
    """The sending that the sentence speaks of: the record found of it, else the day that it names."""
    for event in (*sent, *saying.inside):
        span = view.span_of(event)
        if span and span.is_day and span.start and said.start and span.start < said.start:
            return event, span
    return None


def _of_missed(
    table: Mapping[str, Any], view: CaseView, saying: Saying, said: When, sent: Sequence[Event]
) -> tuple[Event, When] | None:
    """The last missed contact of the service up to the row."""
    if any(e.received_from for e in view.by_entry[saying.event.entry]):
        return None  # another service's letter: its own file gives the day
    found: list[tuple[Event, When]] = []
    first = (said.start or dt.date.max) - dt.timedelta(days=int(table["window_days"]))
    for kind in table["kinds"]:
        for event in view.from_day(kind, first):
            span = view.span_of(event)
            if span is None or span.start is None or (said.end and span.start > said.end):
                break
            ours = view.side(event) == view.side(saying.event) and same_service(view, event, saying.event)
            if ours and span.is_day and event.assertion in TELLING:
                found.append((event, span))
    return max(found, key=lambda item: item[1].sort_key, default=None)


def _of_row(
    table: Mapping[str, Any], view: CaseView, saying: Saying, said: When, sent: Sequence[Event]
) -> tuple[Event, When] | None:
    """The row itself, where the sentence names a later day up to which nothing was heard."""
    return (saying.event, said) if said.is_day else None


_BEGINNINGS = {"plan": _of_plan, "sent": _of_sending, "missed": _of_missed, "row": _of_row}


def _written_before(view: CaseView, side: str, said: When, days: int) -> Iterator[Event]:
    """What the side planned in rows of the time before the sentence."""
    if said.start is None:
        return
    plans = view.plans_of(side)
    first = said.start - dt.timedelta(days=days)
    for day, event in plans[bisect_left(plans, first, key=lambda item: item[0]) :]:
        if day >= said.start:
            return
        yield event


def _ended(table: Mapping[str, Any], view: CaseView, saying: Saying, start: When, begun: Event) -> Event | None:
    """What ended it: the step done after all, or the next contact or closure of the service; else nothing."""
    how = table.get("to", "said")
    if how == "done":
        return _done_after(view, saying, begun)
    if how == "named":
        return _named_later(view, saying, start)
    return _next_of_service(table, view, start, begun) if how == "next" else None


def _named_later(view: CaseView, saying: Saying, start: When) -> Event | None:
    """The last day that the sentence names, where it lies after its row ("not seen again until 27 March")."""
    dated = [e for e in saying.inside if (span := view.span_of(e)) and span.is_day and span.start]
    later = [e for e in dated if (s := view.span_of(e)) and s.start and start.end and s.start > start.end]
    return max(later, key=view.order, default=None)


def _done_after(view: CaseView, saying: Saying, begun: Event) -> Event | None:
    """The first record of another row, of a day after the sentence, that the step of that kind was done."""
    row = view.written(saying.event)
    if row is None or row.end is None:
        return None
    words = content(saying.stems) & view.content(begun)
    for event in view.from_day(begun.kind, row.end + dt.timedelta(days=1)):
        span = view.span_of(event)
        done = event.assertion in TELLING and span is not None and span.is_day
        if done and event.entry != saying.event.entry and view.content(event) & words:
            return event
    return None


def _next_of_service(table: Mapping[str, Any], view: CaseView, start: When, begun: Event) -> Event | None:
    """The next contact of the service, or what its records call the end of its work."""
    assert start.end is not None
    after = start.end + dt.timedelta(days=1)
    found: list[Event] = []
    for kind in table["ends"]:
        for event in view.from_day(kind, after):
            span = view.span_of(event)
            known = span is not None and span.is_day and event.assertion in TELLING and took_place(view, event)
            if known and event.entry != begun.entry and same_service(view, begun, event):
                found.append(event)
                break
    sayings = view.said_by(book(ended=tuple(table["ends_said"]))).get(view.side(begun), ())
    for saying in sayings[bisect_left(sayings, after, key=lambda s: view.order(s.event)[0]) :]:
        event = saying.event
        span = view.span_of(event)
        ours = view.side(event) == view.side(begun) and same_service(view, begun, event)
        if span and span.is_day and span.start and span.start >= after and ours:
            found.append(event)
            break
    return min(found, key=view.order, default=None)
