"""Deadline rules that count backwards: before X, Y is expected at least so long ahead.

    X (a conference, a discharge, a publication)  ->  the last Y before it  ->  measured from Y to X
        ->  long enough in every reading: nothing; too short; depends on the date; no record of Y before X

`deadline.before` is for steps that prepare another one. Where Y is not found, a gap is raised only if the
rule asks for it and the file of the agency responsible covers the time before X.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from model.case import Event, Gap
from model.gaps.contact import open_periods
from model.gaps.deadline import one_record_each
from model.gaps.draft import make_gap, measure
from model.gaps.rules import Rule
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.view import CaseView
from model.when import DayRange, When, in_words

LOOK_BACK_DAYS = 60  # how long before X a Y is taken to prepare it


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one rule that counts backwards: at most one for each X."""
    assert rule.expects is not None
    assert rule.limit is not None
    prepared = rule.expects.find(view)
    for event in one_record_each(view, rule.trigger.find(view), rule.responsible):
        end = view.span_of(event)
        if end is None or not end.bounded or not rule.in_force(end) or not _meant(rule, view, end):
            continue
        before = _last_before(view, event, end, prepared, int(rule.more.get("look_back_days", LOOK_BACK_DAYS)))
        start = view.span_of(before) if before else None
        if before is None or start is None:
            if rule.more.get("if_missing") == "raise" and any(view.covers(s, end, 31) for s in rule.responsible):
                yield _gap(rule, view, [event], DayRange(None, None), "no_record", "weak_absence", end)
            continue
        measured = measure(start, end, rule.unit)
        if measured.fewest is None or measured.most is None or measured.fewest >= rule.limit:
            continue
        short = measured.most < rule.limit
        outcome, reason = ("exceeded", "both_dates") if short else ("depends", "on_the_date")
        yield _gap(rule, view, [before, event], measured, outcome, reason, start)


def _meant(rule: Rule, view: CaseView, end: When) -> bool:
    """Whether the rule speaks of this X: within so many days of the birth, while social care held the case open."""
    born = view.key_dates.get("birth")
    if "under_days" in rule.more:
        if born is None or born.end is None or end.start is None:
            return False
        if not 0 <= (end.start - born.end).days <= int(rule.more["under_days"]):
            return False
    if not rule.more.get("while_open"):
        return True
    return any(end.start is not None and first <= end.start <= last for first, last in open_periods(view))


def _last_before(view: CaseView, event: Event, end: When, prepared: Sequence[Event], days: int) -> Event | None:
    """The last Y that can lie on or before X, within the time in which it can prepare it."""
    assert end.end is not None
    first = end.end - dt.timedelta(days=days)
    found = None
    for other in prepared:
        span = view.span_of(other)
        if span is None or not span.bounded or other.id in view.group(event):
            continue
        assert span.start is not None
        if first <= span.start <= end.end:
            found = other
    return found


def _gap(
    rule: Rule, view: CaseView, events: Sequence[Event], measured: DayRange, outcome: str, reason: str, first: When
) -> Gap:
    end = view.span_of(events[-1])
    done = view.span_of(events[0]) if len(events) > 1 else None
    return make_gap(
        rule,
        view,
        events=events,
        measured=measured,
        outcome="exceeded" if outcome == "exceeded" else "depends" if outcome == "depends" else "no_record",
        confidence=(reason,),
        first=first,
        last=end,
        agencies=sorted(rule.responsible),
        done=in_words(done) if done else said("no_record"),
        step_on=in_words(end),
    )
