"""Accumulation rules: the same concern recorded again and again, with no recorded response to it.

events with one topic, one record each  ->  the longest run within the window  ->  k or more, and no
    response on that topic after the first of them  ->  one gap for each topic, counted
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
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
from model.words import Phrasebook, topic_labels

MEETINGS = frozenset({"child_in_need_meeting", "core_group", "planning_meeting", "supervision", "strategy_discussion"})


@cache
def counted_topics() -> tuple[str, ...]:
    """The topics whose records are counted over time."""
    return tuple(t["id"] for t in load_toml("model.rules", "topics.toml")["topic"] if t["accumulates"])


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one accumulation rule: at most one for each topic."""
    assert rule.limit is not None
    responses: Selector = selector(rule.more["responses"], rule.id)
    referrals: Selector = selector(rule.more["referrals"], rule.id)
    answered, referred = (  # what began with the child's death answers none of what was recorded before it
        [e for e in found.find(view) if not view.after_death(view.span_of(e))] for found in (responses, referrals)
    )
    death = view.key_dates.get("death")
    events = [e for e in rule.trigger.find(view) if view.span_of(e)]
    for topic in counted_topics():
        about = [e for e in events if topic in view.topics(e) and not _after(view, e, death.start if death else None)]
        heads = _one_each_row(one_record_each(view, about, frozenset()))
        run = _unanswered_run(view, rule, topic, heads, answered, referred)
        if len(run) < rule.limit or not rule.in_force(view.span_of(run[0])):
            continue
        yield _run_gap(rule, view, run, topic_labels()[topic])


def _run_gap(rule: Rule, view: CaseView, run: Sequence[Event], topic: str = "") -> Gap:
    """The gap of a run: what was recorded again and again, counted."""
    return make_gap(
        rule,
        view,
        events=run,
        measured=DayRange(len(run), len(run)),
        outcome="exceeded",
        confidence=("absence_of_response",),
        first=view.span_of(run[0]),
        last=view.span_of(run[-1]),
        times=len(run),
        topic=topic,
        agency=agency_words(event.agency for event in run),
    )


def _unanswered_run(
    view: CaseView, rule: Rule, topic: str, heads: Sequence[Event], answered: Sequence[Event], referred: Sequence[Event]
) -> list[Event]:
    """The longest run within the window that no response divides: each response begins the count anew, and a
    meeting that speaks of the concern after the last of the run answers it.

    A response speaks of the topic; a referral by an agency that recorded the concern counts too, unless its row says
    that it was made for another concern.
    """
    sides = {view.side(e) for e in heads}
    dated = [e for e in referred if view.span_of(e)]
    theirs = [e for e in dated if e.kind != "referral" or {view.side(e), *view.senders(e)} & sides]
    own = [e for e in theirs if e.kind != "referral" or _can_be_of(view, e, topic)]
    on_topic = [e for e in answered if _speaks_of(view, e, topic)]
    ids = {e.id for e in heads}
    talked_of = {_day(view, e) for e in on_topic if e.kind in MEETINGS}
    days = sorted({_day(view, e) for e in (*own, *on_topic) if e.id not in ids and e.kind not in MEETINGS})
    runs: list[list[Event]] = [[]]
    for event in heads:
        if runs[-1] and any(_day(view, runs[-1][-1]) < day <= _day(view, event) for day in days):
            runs.append([])
        runs[-1].append(event)
    grace = int(rule.more["answered_within_days"])
    longest: list[Event] = []
    for run in runs:
        within = _longest_run(view, run, int(rule.more["window_days"]))
        last = _day(view, within[-1]) if within else dt.date.max
        if within and not any(0 <= (day - last).days <= grace for day in (*days, *talked_of)):
            longest = max(longest, within, key=len)
    return longest


def _speaks_of(view: CaseView, event: Event, topic: str) -> bool:
    return topic in (view.entry_topics(event) if event.kind in MEETINGS else view.topics(event))


def _can_be_of(view: CaseView, event: Event, topic: str) -> bool:
    said = view.entry_topics(event) & frozenset(counted_topics())
    return not said or topic in said


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


def of_kind(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The longest run of events of one kind within the window that no response divides, whatever they are about."""
    assert rule.limit is not None
    responses: Selector = selector(rule.more["responses"], rule.id)
    days = sorted(_day(view, e) for e in responses.find(view))
    found = (e for e in rule.trigger.find(view) if view.span_of(e) and not view.after_death(view.span_of(e)))
    born = view.key_dates.get("birth") if rule.more.get("after_birth") else None
    meant = [e for e in found if born is None or born.start is None or _day(view, e) >= born.start]
    heads = _one_each_row(one_record_each(view, meant, rule.responsible))
    runs: list[list[Event]] = [[]]
    for event in heads:
        if runs[-1] and any(_day(view, runs[-1][-1]) <= day <= _day(view, event) for day in days):
            runs.append([])
        runs[-1].append(event)
    grace = int(rule.more.get("grace_days", 0))
    within = [_longest_run(view, r, int(rule.more["window_days"])) for r in runs]
    open_ = [r for r in within if not (r and _answered_within(days, _day(view, r[-1]), grace))]
    run = max(open_, key=len, default=[])
    if len(run) >= rule.limit and rule.in_force(view.span_of(run[0])):
        yield _run_gap(rule, view, run)


def _answered_within(days: Sequence[dt.date], last: dt.date, grace: int) -> bool:
    """Whether one of the days, in order, lies on the last day or in the days of grace after it."""
    at = bisect_left(days, last)
    return at < len(days) and (days[at] - last).days < grace


def said_again(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Rows of any kind that speak of the topic of a young child, each without a response within the days given.

    Unlike `find` this reads sentences and not kinds of event: a mark noticed at a weighing is a weighing.
    """
    assert rule.limit is not None
    book = Phrasebook({"said": rule.more["said"]})
    unless = Phrasebook({"unless": rule.more["unless"]})
    explained = Phrasebook({"explained": rule.more["explained"]})
    responses: Selector = selector(rule.more["responses"], rule.id)
    days = sorted(_day(view, e) for e in responses.find(view) if view.span_of(e))
    joint = [_day(view, e) for e in selector(rule.more["under_way"], rule.id).find(view) if view.span_of(e)]
    under_way = int(rule.more["under_way_days"])
    born, most = view.key_dates.get("birth"), int(rule.more["under_days"])
    rows: dict[str, Event] = {}
    for saying in view.saying(book):
        event, row = saying.event, view.written(saying.event)
        age = (row.start - born.end).days if row and row.start and born and born.end else None
        told = any(e.received_from for e in view.by_entry[event.entry])
        others = view.people_in(saying) & set(rule.more["not_of"]) and "subject_child" not in view.people_in(saying)
        others = others and not explained.find(saying.stems)
        if saying.ahead or told or others or age is None or not 0 <= age <= most or unless.find(saying.stems):
            continue
        if any(0 <= (_day(view, event) - day).days <= under_way for day in joint):
            continue  # found by the enquiry that was under way
        if not any(0 <= (day - _day(view, event)).days <= int(rule.more["answered_within_days"]) for day in days):
            rows.setdefault(event.entry, saying.head if view.span_of(saying.head) else event)
    heads = one_record_each(view, list(rows.values()), frozenset())
    run = _longest_run(view, heads, int(rule.more["window_days"]))
    if len(run) >= rule.limit and rule.in_force(view.span_of(run[0])):
        yield _run_gap(rule, view, run)
