"""Return interviews: a missing child is found or comes home; an interview follows within a limit.

    records of one episode  ->  the day of the return, as any of them tells it
                            ->  the first interview on or after it, in any file  ->  days

The clock starts with the return and not with the report that the child is missing. Word of an interview
("call from the worker after the interview") shows only that it was held by that day; a request for one
is no interview. Phrases are data of the rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.case import Event, Gap
from model.gaps.deadline import one_record_each
from model.gaps.draft import make_gap, measure, outcome_of
from model.gaps.rules import Rule
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.view import CaseView, Saying
from model.when import DayRange, When, in_words
from model.words import Phrasebook

CONTACTS = ("home_visit", "appointment", "phone_contact", "disclosure", "assessment_completed", "other")


@dataclass(frozen=True, slots=True)
class Episode:
    """The records of one time of being missing, and when the child was back (else the last day told of it)."""

    events: Sequence[Event]
    back: When


@dataclass(frozen=True, slots=True)
class Interview:
    """A record of an interview. `on_the_day` is false where it says only that one had been held by then."""

    event: Event
    when: When
    on_the_day: bool


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of the rule: one for each episode whose first interview lies beyond the limit, or that shows none."""
    assert rule.limit is not None
    interviews = _interviews(rule, view)
    episodes = _episodes(rule, view)
    for episode in episodes:
        back = episode.back
        if back.start is None or not rule.in_force(back) or view.after_death(back):
            continue
        held = _first_after(interviews, back, int(rule.more["horizon_days"]))
        if held is None:
            yield from _no_interview(rule, view, episode)
            continue
        measured = measure(back, held.when, rule.unit)
        if not held.on_the_day or outcome_of(measured, rule.limit) != "exceeded":
            continue
        yield make_gap(
            rule,
            view,
            events=[*episode.events, held.event],
            measured=measured,
            outcome="exceeded",
            confidence=("both_dates",),
            first=back,
            last=held.when,
            agencies=sorted(rule.responsible),
            returned=in_words(back),
            done=in_words(held.when),
        )


def _no_interview(rule: Rule, view: CaseView, episode: Episode) -> Iterator[Gap]:
    ends = [day for side in rule.responsible if (day := view.end_of_record(side))]
    last = When.on(max(ends)) if ends else None
    measured = measure(episode.back, last, rule.unit) if last else DayRange(None, None)
    if last is None or measured.fewest is None or measured.fewest <= (rule.limit or 0):
        return
    yield make_gap(
        rule,
        view,
        events=episode.events,
        measured=DayRange(measured.fewest, None),
        outcome="no_record",
        confidence=("weak_absence",),
        first=episode.back,
        last=last,
        agencies=sorted(rule.responsible),
        returned=in_words(episode.back),
        done=said("no_record"),
    )


def _episodes(rule: Rule, view: CaseView) -> list[Episode]:
    """Episodes in time order: records so near each other are of one."""
    back = _returns(rule, view)
    groups: list[list[Event]] = []
    for event in one_record_each(view, rule.trigger.find(view), frozenset()):
        span = view.span_of(event)
        if span is None or not span.bounded:
            continue
        last = view.span_of(groups[-1][-1]) if groups else None
        near = last and last.end and span.start and (span.start - last.end).days <= int(rule.more["episode_days"])
        if near:
            groups[-1].append(event)
        else:
            groups.append([event])
    return [Episode(group, _back(view, group, back)) for group in groups]


def _returns(rule: Rule, view: CaseView) -> dict[str, list[When]]:
    """By row, the days on which it says that the child was found or back."""
    found: dict[str, list[When]] = {}
    for saying in view.saying(Phrasebook({"back": rule.more["returned"]})):
        inside = [span for e in saying.inside if (span := view.span_of(e)) and span.bounded]
        when = max(inside, key=lambda s: s.sort_key, default=view.written(saying.event))
        if when is not None and when.bounded and not saying.ahead:
            found.setdefault(saying.event.entry, []).append(when)
    return found


def _back(view: CaseView, events: Sequence[Event], returns: dict[str, list[When]]) -> When:
    """The first return on or after the last start that the records tell, else the last day that they tell of."""
    spans = [span for e in events if (span := view.span_of(e)) and span.start and span.end]
    latest = max(spans, key=lambda s: (s.end or dt.date.min, s.sort_key))
    records = {r.entry for e in events for r in view.same(e)}
    days = [w for row in sorted(records) for w in returns.get(row, ()) if w.start]
    starts = max(s.start for s in spans if s.start)
    after = [w for w in days if w.start and w.start >= starts]
    return min(after, key=lambda w: w.sort_key) if after else When.on(latest.end or dt.date.max)


def _interviews(rule: Rule, view: CaseView) -> list[Interview]:
    """Records of interviews, in time order."""
    unless = Phrasebook({"unless": rule.more["no_interview"]})
    later = Phrasebook({"later": rule.more["held_before"]})
    found: list[Interview] = []
    for saying in view.saying(Phrasebook({"held": rule.more["interview"]})):
        if saying.ahead or unless.find(saying.stems):
            continue
        event, when = _held_on(view, saying)
        if when is not None and when.bounded:
            found.append(Interview(event, when, not later.find(saying.stems)))
    return sorted(found, key=lambda i: (i.when.sort_key, i.event.id))


def _held_on(view: CaseView, saying: Saying) -> tuple[Event, When | None]:
    """The contact of the sentence with its day, else the sentence with that of its row."""
    dated = [(e, span) for e in saying.inside if e.kind in CONTACTS and (span := view.span_of(e))]
    if dated:
        return max(dated, key=lambda item: item[1].sort_key)
    return saying.head, view.span_of(saying.head) or view.written(saying.event)


def _first_after(interviews: Sequence[Interview], back: When, horizon: int) -> Interview | None:
    """The first interview that can lie on or after the return; one held by the same time on a known day goes first."""
    assert back.start is not None
    last = (back.end or back.start) + dt.timedelta(days=horizon)
    after = [i for i in interviews if i.when.end and i.when.start and i.when.end >= back.start and i.when.start <= last]
    return after[0] if after else None
