"""Follow-through rules: a step planned, recommended or agreed leads to something recorded.

    planned or recommended step  ->  any later record of the step?  ->  none by the time it was due: a gap

What answers a step, how long to wait, and what event brings it due (a birth, a discharge) is data in
`rules/steps.toml`. Answers are looked for generously: under another name of the step, by another
agency, in another file, told afterwards. One step repeated in several records is one gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from model.case import Event, Gap
from model.data import load_toml
from model.gaps.books import book_of
from model.gaps.deadline import triggers
from model.gaps.draft import kind_words, make_gap, shortened
from model.gaps.rules import Rule
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.view import TELLING, CaseView
from model.when import DayRange, When, in_words
from model.words import Phrasebook, content, stems

MEETINGS = ("child_in_need_meeting", "core_group", "child_protection_conference", "planning_meeting", "marac")
SAME_DAYS = 14  # two records so near each other, of one kind of step not done, are of one step


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How a kind of step is answered: by which kinds, on what condition, after how long a wait."""

    id: str
    kinds: frozenset[str]
    done_by: frozenset[str]
    wait_days: int
    alike: str
    due_by: tuple[str, ...]
    names: Phrasebook | None
    moot_by: frozenset[str]
    done_names: Phrasebook | None
    answer_days: int | None = None  # a later record of those kinds is of something else


@cache
def steps() -> tuple[Step, ...]:
    """The kinds of step of `rules/steps.toml`, the particular before the general."""
    return tuple(
        Step(
            id=item["id"],
            kinds=frozenset(item["kinds"]),
            done_by=frozenset(item["done_by"]),
            wait_days=item["wait_days"],
            alike=item.get("alike", "kind"),
            due_by=tuple(item.get("due_by", ())),
            names=Phrasebook({"name": item["names"]}) if "names" in item else None,
            moot_by=frozenset(item.get("moot_by", ())),
            done_names=Phrasebook({"name": item["done_names"]}) if "done_names" in item else None,
            answer_days=item.get("answer_days"),
        )
        for item in load_toml("model.rules", "steps.toml")["step"]
    )


def step_of(view: CaseView, event: Event) -> Step | None:
    """The first kind of step that the event is."""
    words = view.stems(event)
    return next((s for s in steps() if event.kind in s.kinds and (s.names is None or s.names.find(words))), None)


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one follow-through rule: one for each step, however often it was repeated."""
    raised: list[tuple[Step, Event, list[Event]]] = []
    for event in triggers(rule, view):
        step = step_of(view, event)
        decided = view.decided(event)
        late = decided is None or not decided.bounded or not rule.in_force(decided) or view.after_death(decided)
        if step is None or late:
            continue
        later = (other for other in _later(view, step, event) if not _denies(rule, view, step, event, other))
        done = next((other for other in later if _is_done(view, step, event, other)), None)
        if done is None and _at_its_meeting(rule, view, event):
            continue
        if done is None:
            raised.append((step, event, _repeats(view, step, event)))
        elif done.agency != event.agency and not any(view.side(e) == view.side(event) for e in view.same(done)):
            yield _done_elsewhere(rule, view, event, done)
    seen: set[str] = set()
    for step, event, repeats in sorted(raised, key=lambda item: _settled(view, item[1])):
        if event.id in seen:
            continue
        gap = _gap(rule, view, step, event, repeats)
        seen |= {event.id, *(e.id for e in repeats)}
        if gap:
            yield gap
    yield from _said_undone(rule, view, seen)


def _denies(rule: Rule, view: CaseView, step: Step, event: Event, other: Event) -> bool:
    """Whether the later record says that the step was not done: "they hold no referral", "never came"."""
    denial = book_of(rule, undone="says_undone")
    undone = [e for e in view.by_entry[other.entry] if e.assertion == "did_not_happen" and e.kind in step.kinds]
    common = content(stems(view.entries[other.entry].text)) & view.content(event)
    return bool(common) and any(denial.find(view.stems(e)) for e in undone)


def _at_its_meeting(rule: Rule, view: CaseView, event: Event) -> bool:
    """Whether it was to be raised at a meeting of a day that is named, and a meeting of that day took place."""
    span = view.span_of(event)
    named = book_of(rule, meeting="at_meeting").find(view.stems(event))
    if not named or span is None or not span.is_day or span.start is None:
        return False
    for kind in MEETINGS:
        for meeting in view.from_day(kind, span.start):
            day = view.span_of(meeting)
            if day is None or day.start is None or day.start > span.start:
                break
            if meeting.assertion in TELLING:
                return True
    return False


def _done_elsewhere(rule: Rule, view: CaseView, event: Event, done: Event) -> Gap:
    """A step that only another agency's file shows as done."""
    return make_gap(
        rule,
        view,
        events=[event],
        outcome="no_record",
        confidence=("answered_elsewhere",),
        first=view.decided(event),
        last=view.happened_by(done),
        answer=done,
        until=said("the_end"),
        step=f"“{shortened(event.quote)}”",
        said="",
    )


def _said_undone(rule: Rule, view: CaseView, seen: set[str]) -> Iterator[Gap]:
    """Steps that a record says were not done, where no plan of them is recorded and nothing answers them."""
    decided = Phrasebook({"decided": [*rule.more["decided_against"], *rule.more["not_a_step"]]})
    named = book_of(rule, named="undone_named")
    for kind in rule.more["said_undone"]:
        for event in view.by_kind.get(kind, ()):
            when = view.happened_by(event)
            if event.assertion != "did_not_happen" or event.id in seen or when is None or not rule.in_force(when):
                continue
            step = step_of(view, event)
            cancelled = any(e.kind == "meeting_cancelled" for e in view.by_entry[event.entry])
            if step is None or cancelled or decided.find(view.stems(event)) or not named.find(view.stems(event)):
                continue
            if any(_is_done(view, step, event, other) for other in _later(view, step, event)):
                continue
            undone = [e for e in _repeats(view, step, event) if e.assertion == "did_not_happen"]
            undone += [e for e in view.by_kind[kind] if e.id != event.id and _of_those_days(view, e, when)]
            same = [e for e in undone if not decided.find(view.stems(e))]
            seen |= {event.id, *(e.id for e in same)}
            context = [e for e in view.by_entry[event.entry] if e.main and e.id != event.id]
            after = [e for e in view.from_day("home_visit", when.end or dt.date.max) if e.assertion == "happened"]
            yield make_gap(
                rule,
                view,
                events=[event, *same, *context],
                against=after[:3],
                outcome="no_record",
                confidence=("says_not_done",),
                first=when,
                last=when,
                until=said("the_end"),
                step=kind_words(event),
                said=said("not_done"),
            )


def _of_those_days(view: CaseView, event: Event, when: When) -> bool:
    """Whether another record of the days round it says the same thing was not done."""
    other = view.happened_by(event)
    if event.assertion != "did_not_happen" or other is None or other.end is None or when.end is None:
        return False
    return abs((other.end - when.end).days) <= SAME_DAYS


def _settled(view: CaseView, event: Event) -> tuple[dt.date, str]:
    decided = view.decided(event)
    return (decided.sort_key[0] if decided else dt.date.max, event.id)


def _later(view: CaseView, step: Step, event: Event) -> Iterator[Event]:
    """Records of the kinds that answer the step and that can lie on or after the day it was settled; any of them if
    nothing bounds that day from below."""
    decided = view.decided(event)
    if decided is None:
        return
    due = _due_day(view, step, decided)
    if due is None and step.answer_days is not None and decided.end is not None:
        due = decided.end + dt.timedelta(days=step.answer_days)
    for kind in sorted(step.done_by):
        for other in view.by_kind.get(kind, ()):
            span = view.happened_by(other)
            in_time = due is None or span is None or span.start is None or span.start <= due
            after = decided.start is None or bool(span and span.end and span.end >= decided.start)
            stands_before = (
                other.entry == event.entry and other.span[0] < event.span[0]
            )  # so it cannot tell of its outcome
            if span and span.end and after and other.id != event.id and in_time and not stands_before:
                yield other


def _is_done(view: CaseView, step: Step, event: Event, other: Event) -> bool:
    """Whether the later record can be the step: it took place, was not itself the decision, and is alike."""
    if other.assertion not in TELLING:
        return False
    if other.entry == event.entry and other.kind == event.kind and other.assertion == event.assertion:
        return False
    if other.entry == event.entry and (other.main or other.kind.startswith("assessment")):
        return False
    if step.alike == "kind":
        return True
    if step.alike == "name":
        return step.names is not None and bool(step.names.find(view.stems(other)))
    topics = (view.topics(event) & view.topics(other)) - {"birth", "death"}
    alike = bool(topics) or len(view.content(event) & view.content(other)) >= 2
    if step.alike != "reach":
        return alike
    return alike or _reaches(view, event, other) or _is_next_referral(view, step, event, other)


def _is_next_referral(view: CaseView, step: Step, event: Event, other: Event) -> bool:
    """Whether it is a referral by an agency named in the row, by kind or name, in time and on no other matter."""
    decided, span = view.decided(event), view.span_of(other)
    named = step.done_names is not None and bool(step.done_names.find(view.stems(other)))
    referral = other.kind == "referral" or named
    there = frozenset(side for e in view.by_entry[event.entry] for side in view.taking_part(e))
    if not referral or view.side(other) not in there or not (decided and span):
        return False
    days = (span.start - decided.end).days if span.start and decided.end else step.wait_days + 1
    apart = view.topics(event) and view.topics(other) and not view.topics(event) & view.topics(other)
    return days <= step.wait_days and not apart


def _reaches(view: CaseView, event: Event, other: Event) -> bool:
    """Whether the later record reached an agency that the step was to reach."""
    to = view.told(event) | _workers(view, event)
    return bool(to & (view.told(other) | view.senders(other) | view.taking_part(other)))


def _workers(view: CaseView, event: Event) -> frozenset[str]:
    return view.taking_part(event) - {view.side(event)}


def _repeats(view: CaseView, step: Step, event: Event) -> list[Event]:
    """Other records of the same step: planned again, said not to have been done, asked about."""
    out = []
    topics = view.topics(event)
    for kind in sorted(step.kinds | step.done_by):
        for other in view.by_kind.get(kind, ()):
            if other.id == event.id or other.assertion not in {"planned", "recommended", "did_not_happen"}:
                continue
            named = step.alike == "name" and step.names is not None and step.names.find(view.stems(other))
            alike = topics & view.topics(other) or len(view.content(event) & view.content(other)) >= 2
            if named or (other.kind in step.kinds and alike):
                out.append(other)
    return out


def _gap(rule: Rule, view: CaseView, step: Step, event: Event, repeats: list[Event]) -> Gap | None:
    decided, span = view.decided(event), view.span_of(event)
    assert decided is not None
    assert decided.end is not None
    until = _until(view, step, event, decided)
    due = span.end if span and span.end and span.end >= decided.end else decided.end + dt.timedelta(days=step.wait_days)
    brought_due = any(name in step.due_by for name in step.due_by) and until is not None
    if until is None or (until < due and not (brought_due and _due_day(view, step, decided) == until)):
        return None
    unsaid = [e for e in repeats if e.assertion == "did_not_happen"]
    measured = DayRange((until - decided.end).days, (until - (decided.start or decided.end)).days)
    return make_gap(
        rule,
        view,
        events=[event, *repeats],
        measured=measured,
        outcome="no_record",
        confidence=("says_not_done",) if unsaid else ("other_name",),
        first=decided,
        last=until,
        until=in_words(When.on(until)),
        step=f"“{shortened(view.clause(event) if event.kind == 'other' else event.quote)}”",
        said=said("not_done") if unsaid else "",
    )


def _due_day(view: CaseView, step: Step, decided: When) -> dt.date | None:
    """The day of the event that brings the step due (the discharge for a discharge plan), if it came."""
    days = []
    for kind in step.due_by:
        for event in view.by_kind.get(kind, ()):
            span = view.span_of(event)
            if event.assertion in TELLING and span and span.end and decided.end and span.end >= decided.end:
                days.append(span.end)
    return min(days, default=None)


def _until(view: CaseView, step: Step, event: Event, decided: When) -> dt.date | None:
    """Up to when the step was looked for: what brought it due, else the end of the agency's record."""
    due = _due_day(view, step, decided)
    if due:
        return due
    sides = {view.side(event)} | _workers(view, event)
    ends = [day for side in sides if (day := view.end_of_record(side))]
    return max(ends, default=None)
