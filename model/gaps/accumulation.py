"""Accumulation rules: the same concern recorded again and again, with no recorded response to it.

events with one topic, one record each  ->  the longest run within the window  ->  k or more, and no
    response on that topic after the first of them  ->  one gap for each topic, counted
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache

from model.case import Event, Gap
from model.data import load_toml
from model.gaps.deadline import one_record_each
from model.gaps.draft import agency_words, make_gap
from model.gaps.rules import Rule, Selector, selector
from model.knowledge import Knowledge
from model.view import CaseView
from model.when import DayRange
from model.words import topic_labels

MEETINGS = frozenset({"child_in_need_meeting", "core_group", "planning_meeting", "supervision", "strategy_discussion"})


@cache
def counted_topics() -> tuple[str, ...]:
    """The topics whose records are counted over time."""
    return tuple(t["id"] for t in load_toml("model.rules", "topics.toml")["topic"] if t["accumulates"])


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one accumulation rule: at most one for each topic."""
    assert rule.limit is not None
    responses: Selector = selector(rule.more["responses"], rule.id)
    answered = responses.find(view)
    death = view.key_dates.get("death")
    events = [e for e in rule.trigger.find(view) if view.span_of(e)]
    for topic in counted_topics():
        about = [e for e in events if topic in view.topics(e) and not _after(view, e, death.start if death else None)]
        heads = _one_each_row(one_record_each(view, about, frozenset()))
        run = _longest_run(view, heads, int(rule.more["window_days"]))
        if len(run) < rule.limit or not rule.in_force(view.span_of(run[0])):
            continue
        if any(_answers(view, event, topic, run) for event in answered):
            continue
        first, last = view.span_of(run[0]), view.span_of(run[-1])
        yield make_gap(
            rule,
            view,
            events=run,
            measured=DayRange(len(run), len(run)),
            outcome="exceeded",
            confidence=("absence_of_response",),
            first=first,
            last=last,
            topic=topic_labels()[topic],
            times=len(run),
            agency=agency_words(event.agency for event in run),
        )


def _after(view: CaseView, event: Event, day: dt.date | None) -> bool:
    return day is not None and view.order(event)[0] >= day


def _one_each_row(events: Sequence[Event]) -> list[Event]:
    rows: dict[str, Event] = {}
    for event in events:
        rows.setdefault(event.entry, event)
    return list(rows.values())


def _longest_run(view: CaseView, events: Sequence[Event], window: int) -> list[Event]:
    """The most events within any window of so many days (the first such run)."""
    best: list[Event] = []
    start = 0
    for end in range(len(events)):
        while (_day(view, events[end]) - _day(view, events[start])).days > window:
            start += 1
        if end - start + 1 > len(best):
            best = list(events[start : end + 1])
    return best


def _day(view: CaseView, event: Event) -> dt.date:
    day: dt.date = view.order(event)[0]
    return day


def _answers(view: CaseView, event: Event, topic: str, run: Sequence[Event]) -> bool:
    """Whether a response speaks of the topic, from the first record of the run to 90 days after its last."""
    meeting = event.kind in MEETINGS
    if topic not in (view.entry_topics(event) if meeting else view.topics(event)):
        return False
    day = _day(view, event)
    last = _day(view, run[-1]) + dt.timedelta(days=90)
    return _day(view, run[0]) <= day <= last and event.id not in {e.id for e in run}
