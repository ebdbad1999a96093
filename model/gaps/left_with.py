"""What was left with a worker who is away: a message, request or report, and no visit or answer by that service.

    absence of a worker   ->  rows of those days that leave something with that worker  ->  no visit since: a gap

A service that visits the family in those days has taken it up; so has another worker who takes the case over.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from model.case import Event, Gap
from model.gaps.books import book_of
from model.gaps.cover import stated_end, worker_side
from model.gaps.draft import agency_words, make_gap, measure, shortened
from model.gaps.rules import Rule, Selector, selector
from model.knowledge import Knowledge
from model.names import ROLES
from model.view import CaseView, Saying
from model.when import When, in_words
from model.words import Phrasebook, stems


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of the rule: one for each absence in which something was left with the worker."""
    assert rule.expects is not None
    back: Selector = selector(rule.more["back"], rule.id)
    returns = _by_side(view, back.find(view))
    done = _by_side(view, rule.expects.find(view))
    written = ((view.written(s.event), s) for s in view.saying(Phrasebook({"left": rule.more["left"]})))
    sayings = [(w.start, s) for w, s in written if w and w.start and _is_meant(rule, view, s)]
    sayings.sort(key=lambda item: (item[0], item[1].event.id))
    told: set[str] = set()
    for absence in rule.trigger.find(view):
        start, side = view.span_of(absence), worker_side(view, absence)
        if start is None or not start.bounded or not rule.in_force(start) or view.after_death(start):
            continue
        end = _end(view, side, start, returns.get(side, ()), int(rule.more["most_days"]), absence)
        if end is None:
            continue
        assert start.start is not None
        those = sayings[_at(sayings, start.start) : _at(sayings, end + dt.timedelta(days=1))]
        left = [s for _, s in those if s.event.entry not in told and _is_left_with(view, s, absence, side)]
        open_ = [s for s in left if not _taken_up(view, s, end, done.get(side, ()))]
        if not open_:
            continue
        told |= {s.event.entry for s in open_}
        first = view.span_of(open_[0].head) or view.written(open_[0].event) or start
        yield make_gap(
            rule,
            view,
            events=[e for s in open_ for e in (s.head, s.event)] + [absence],
            measured=measure(first, When.on(end), rule.unit),
            outcome="no_record",
            confidence=("absence",),
            first=first,
            last=end,
            agencies=[side, *(s.event.agency for s in open_)],
            agency=agency_words([side]),
            quote=shortened(open_[0].text),
            who=_who(absence),
            away=in_words(start),
            times=len(open_),
            until=in_words(When.on(end)),
        )


def _is_meant(rule: Rule, view: CaseView, saying: Saying) -> bool:
    """Whether neither the sentence nor its row says that it was answered."""
    if book_of(rule, unless="unless").find(saying.stems):
        return False
    return not book_of(rule, unless="answered_in_row").find(stems(view.entries[saying.event.entry].text))


def _who(absence: Event) -> str:
    worker = next((m for m in absence.mentions if any(c.isdigit() for c in m.label)), None)
    return worker.label if worker else ROLES[absence.mentions[0].role].lower() if absence.mentions else ""


Dated = Sequence[tuple[dt.date, Event]]


def _by_side(view: CaseView, events: Sequence[Event]) -> Mapping[str, Dated]:
    """Events with the day on which each began, in order, by the sides that they are of."""
    found: dict[str, list[tuple[dt.date, Event]]] = defaultdict(list)
    for event in events:
        span = view.span_of(event)
        if span and span.start and not view.after_death(span):
            for side in {worker_side(view, event), view.side(event)}:
                found[side].append((span.start, event))
    return {side: sorted(dated, key=lambda item: (item[0], item[1].id)) for side, dated in found.items()}


def _at(dated: Sequence[tuple[dt.date, Any]], day: dt.date) -> int:
    return bisect_left(dated, day, key=lambda item: item[0])


def _end(view: CaseView, side: str, start: When, returns: Dated, most: int, absence: Event) -> dt.date | None:
    """The day on which the case has a worker again, else the end of what the service recorded."""
    assert start.end is not None
    back = stated_end(start)
    if back is not None:
        return back.end
    last = view.end_of_record(side)
    days = [min(last, start.end + dt.timedelta(days=most))] if last else []
    after = returns[_at(returns, start.end + dt.timedelta(days=1)) :]
    days += [day for day, event in after[:2] if event.entry != absence.entry][:1]
    return min((day for day in days if day >= start.end), default=None)


def _is_left_with(view: CaseView, saying: Saying, absence: Event, side: str) -> bool:
    """Whether a row leaves something with the very worker: by the code, else by the role."""
    if saying.event.entry == absence.entry and view.side(saying.event) != side:
        return False  # the other agency's own tale of it, told afterwards
    codes = {m.label.lower() for m in absence.mentions if any(c.isdigit() for c in m.label)}
    row = view.by_entry[saying.event.entry]
    here = [m for e in row for m in e.mentions if m.span and saying.start <= m.span[0] < saying.end]
    here = here or [m for e in saying.inside for m in e.mentions if m.span is None]
    if codes:
        return any(m.label.lower() in codes for m in here)
    roles = {m.role for m in absence.mentions} - view.family_roles()
    ours = view.side(saying.event) == side or side in view.partners(saying.head)
    return bool(roles & {m.role for m in here}) and ours


def _taken_up(view: CaseView, saying: Saying, end: dt.date, done: Dated) -> bool:
    """Whether the service saw or spoke with the family after that row and before the worker was back or replaced."""
    day = view.written(saying.event)
    assert day is not None
    assert day.start is not None
    since = done[_at(done, day.start) : _at(done, end + dt.timedelta(days=1))]
    return any(e.entry != saying.event.entry for _, e in since)
