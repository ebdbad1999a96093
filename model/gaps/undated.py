"""Word of an event, dated before the agency concerned records the event itself.

    row received from B that tells, without a day of its own, of a thing that happened
        ->  B's own record of it, some days after that row and none before  ->  a question about the dates

Unlike `order.told_ahead` the telling gives no day: it can only be of something before its row.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from model.case import Event, Gap
from model.gaps.order import heard_too_soon
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.view import TELLING, CaseView

IN_COMMON = 2  # words of content that two records of one thing share
IN_COMMON_OTHER_KIND = 3  # where they are read as two kinds


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of the rule: one for each row that heard too soon."""
    window, before = int(rule.more["window_days"]), int(rule.more["before_days"])
    done: set[str] = set()
    own_records = _own_by_day(view)
    for event in rule.trigger.find(view):
        row = view.written(event)
        heard = frozenset(s for e in view.by_entry[event.entry] for s in view.senders(e))
        heard |= view.told(event) if _gives_no_day(event) else frozenset()
        if event.entry in done or not heard or row is None or not row.is_day or row.start is None:
            continue
        if _tells_of_a_day(view, event) or not rule.in_force(row):
            continue
        own = _own_record(view, event, own_records, heard, row.start, window, before)
        span = view.span_of(own) if own else None
        if own is None or span is None:
            continue
        done.add(event.entry)
        yield heard_too_soon(rule, view, event, own, row, span, "one_event")


def _gives_no_day(event: Event) -> bool:
    """Whether no words of the record date the event: it has no date, or one that only other records gave it."""
    return event.when is None or not event.when.is_day


def _tells_of_a_day(view: CaseView, event: Event) -> bool:
    """Whether the row gives a day before its own: then it tells of that day."""
    row = view.written(event)
    spans = (view.span_of(e) for e in view.by_entry[event.entry])
    return any(s and s.start and row and row.start and s.start < row.start for s in spans)


def _own_by_day(view: CaseView) -> Mapping[str, Sequence[tuple[dt.date, Event]]]:
    """For each side what its rows record as of one day, in order of these days."""
    found: dict[str, list[tuple[dt.date, Event]]] = defaultdict(list)
    for event in view.events:
        span = view.span_of(event)
        if event.main and event.assertion in TELLING and span and span.is_day and span.start:
            found[view.side(event)].append((span.start, event))
    return {side: sorted(records, key=lambda item: (item[0], item[1].id)) for side, records in found.items()}


def _own_record(
    view: CaseView,
    event: Event,
    records: Mapping[str, Sequence[tuple[dt.date, Event]]],
    heard: frozenset[str],
    day: dt.date,
    window: int,
    before: int,
) -> Event | None:
    """The sender's own record of the thing after the day, if it has none in the time before."""
    found: list[tuple[dt.date, Event]] = []
    for side in sorted(heard):
        known = records.get(side, ())
        first = bisect_left(known, day - dt.timedelta(days=before), key=lambda item: item[0])
        for when, other in known[first:]:
            if (when - day).days > window:
                break
            common = len(view.content(event) & view.content(other))
            if common < (IN_COMMON if other.kind == event.kind else IN_COMMON_OTHER_KIND):
                continue
            if when <= day:
                return None
            found.append((when, other))
    return min(found, key=lambda item: (item[0], item[1].id))[1] if found else None
