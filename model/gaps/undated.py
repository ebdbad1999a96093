"""Word of an event, dated before the agency concerned records the event itself.

    row received from B that tells, without a day of its own, of a thing that happened
        ->  B's own record of it, some days after that row and none before  ->  a question about the dates

Unlike `order.told_ahead` the telling gives no day: it can only be of something before its row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from model.case import Event, Gap
from model.gaps.draft import agency_words, make_gap, quote_of
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.view import TELLING, CaseView
from model.when import days_between, in_words

IN_COMMON = 2  # words of content that two records of one thing share
IN_COMMON_OTHER_KIND = 3  # where they are read as two kinds


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of the rule: one for each row that heard too soon."""
    window, before = int(rule.more["window_days"]), int(rule.more["before_days"])
    done: set[str] = set()
    for event in rule.trigger.find(view):
        row = view.written(event)
        heard = frozenset(s for e in view.by_entry[event.entry] for s in view.senders(e))
        if event.entry in done or not heard or row is None or not row.is_day or row.start is None:
            continue
        if _tells_of_a_day(view, event) or not rule.in_force(row):
            continue
        own = _own_record(view, event, heard, row.start, window, before)
        span = view.span_of(own) if own else None
        if own is None or span is None:
            continue
        done.add(event.entry)
        yield make_gap(
            rule,
            view,
            events=[event, *(e for e in view.by_entry[event.entry] if e.main), own],
            measured=days_between(row, span),
            outcome="exceeded",
            confidence=("one_event",),
            first=row,
            last=span,
            written=in_words(row),
            told_on=in_words(span),
            second=quote_of(own),
            second_agency=agency_words([own.agency]),
        )


def _tells_of_a_day(view: CaseView, event: Event) -> bool:
    """Whether the row gives a day before its own: then it tells of that day."""
    row = view.written(event)
    spans = (view.span_of(e) for e in view.by_entry[event.entry])
    return any(s and s.start and row and row.start and s.start < row.start for s in spans)


def _own_record(
    view: CaseView, event: Event, heard: frozenset[str], day: dt.date, window: int, before: int
) -> Event | None:
    """The sender's own record of the thing after the day, if it has none in the time before."""
    found: Event | None = None
    for other in view.events:
        span = view.span_of(other)
        meant = other.main and view.side(other) in heard and other.assertion in TELLING and span and span.is_day
        if not meant or span is None or span.start is None:
            continue
        common = len(view.content(event) & view.content(other))
        if common < (IN_COMMON if other.kind == event.kind else IN_COMMON_OTHER_KIND):
            continue
        days = (span.start - day).days
        if -before <= days <= 0:
            return None
        if 0 < days <= window and found is None:
            found = other
    return found
