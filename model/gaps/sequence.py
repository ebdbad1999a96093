"""Order rules within one file: a date that its neighbours do not bear out, and a due date too far ahead.

    rows of a file kept in time order  ->  one row far out of that order  ->  would it stand between its neighbours
        with day and month the other way round?  ->  yes: a question about that date

    a record that gives a due date  ->  more than a pregnancy before it  ->  a question about the record's date

Both are questions about the records, never about practice. A row in another year than its neighbours is left
to the reading of the file, which tells of it there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from model.case import Entry, Event, Gap
from model.gaps.draft import make_gap
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.view import CaseView
from model.when import DayRange, When, days_between, in_words

Row = tuple[Entry, dt.date]


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Rows dated out of the order of their file that another reading of the date would put in their place."""
    sources: dict[str, list[Row]] = {}
    for entry in view.case.entries:
        if entry.when and entry.when.is_day and entry.when.start and view.by_entry.get(entry.id):
            sources.setdefault(entry.source, []).append((entry, entry.when.start))
    for rows in sources.values():
        if len(rows) < int(rule.more["least_rows"]):
            continue
        rising = sum(one[1] <= two[1] for one, two in pairwise(rows)) / (len(rows) - 1)
        if max(rising, 1 - rising) < float(rule.more["in_order"]):
            continue
        ordered = rows if rising >= 0.5 else rows[::-1]
        for before, row, after in zip(ordered, ordered[1:], ordered[2:], strict=False):
            other = _fits(row[1], before[1], after[1], int(rule.more["least_days"]))
            if other is not None:
                yield _gap(rule, view, row, before, after, other)


def _fits(day: dt.date, before: dt.date, after: dt.date, least: int) -> dt.date | None:
    """The day as it would stand between its neighbours, where as written it stands far outside them."""
    outside = max((before - day).days, (day - after).days)
    if before > after or outside < least or day.day > 12:
        return None
    other = dt.date(day.year, day.day, day.month)
    return other if before <= other <= after else None


def _gap(rule: Rule, view: CaseView, row: Row, before: Row, after: Row, other: dt.date) -> Gap:
    entry, day = row
    events = _own(view, entry)
    days = abs((day - other).days)
    return make_gap(
        rule,
        view,
        events=events,
        against=[*_own(view, before[0])[:1], *_own(view, after[0])[:1]],
        measured=DayRange(days, days),
        outcome="exceeded",
        confidence=("out_of_sequence",),
        first=When.on(min(day, other)),
        last=When.on(max(day, other)),
        written=in_words(When.on(day)),
        other=in_words(When.on(other)),
        before=in_words(When.on(before[1])),
        after=in_words(When.on(after[1])),
    )


def _own(view: CaseView, entry: Entry) -> Sequence[Event]:
    events = view.by_entry.get(entry.id, [])
    return [e for e in events if e.main] or list(events[:1])


def due_too_far(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Records that give a due date more than a pregnancy after their own date."""
    assert rule.limit is not None
    for event in rule.trigger.find(view):
        due, row = view.span_of(event), view.written(event)
        if due is None or row is None or not (due.bounded and row.bounded):
            continue
        measured = days_between(row, due)
        if (measured.fewest or 0) > rule.limit:
            main = [e for e in view.by_entry[event.entry] if e.main]
            yield make_gap(
                rule,
                view,
                events=[event, *main],
                measured=measured,
                outcome="exceeded",
                confidence=("out_of_order",),
                first=row,
                last=due,
                written=in_words(row),
                due=in_words(due),
            )
