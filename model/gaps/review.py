"""Review rules: what was not seen is seen soon; a decision is looked at again after new facts; drift is challenged.

"upstairs not seen"            ->  seen at a later visit of that service?          ->  no: a gap, with the count
"no meeting needed"            ->  a significant incident known to those who decided  ->  no review: a gap
gaps of drift over four weeks  ->  other agencies active, a word of challenge?     ->  none: one gap
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from model.case import Event, Gap
from model.gaps.deadline import one_record_each
from model.gaps.draft import agency_words, make_gap, quote_of
from model.gaps.rules import Rule
from model.gaps.sharing import settings as significance_settings
from model.gaps.sharing import significance
from model.knowledge import Knowledge
from model.view import CaseView
from model.when import DayRange, in_words
from model.words import Phrasebook

INCIDENTS = (
    "domestic_abuse_incident",
    "incident",
    "police_attendance",
    "arrest",
    "injury_or_illness",
    "missing_episode",
)


def not_seen(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """For each service, the records that the child or sleeping place was not seen, up to one that it was."""
    assert rule.expects is not None
    seen = rule.expects.find(view)
    by_side: dict[str, list[Event]] = {}
    for event in rule.trigger.find(view):
        by_side.setdefault(view.side(event), []).append(event)
    for side, events in sorted(by_side.items()):
        start = view.span_of(events[0])
        if start is None or not rule.in_force(start):
            continue
        later = [e for e in seen if view.side(e) == side and view.order(e) > view.order(events[-1])]
        if later:
            continue
        visits = [e for event in events for e in view.by_entry[event.entry] if e.main]
        yield make_gap(
            rule,
            view,
            events=[*events, *visits],
            measured=DayRange(len(events), len(events)),
            outcome="no_record",
            confidence="High: the record itself says so.",
            first=start,
            last=view.span_of(events[-1]),
            agencies=[events[0].agency],
            times=len(events),
        )


def revisited(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Decisions that a step was not needed, with a later incident known to those who decided and no review."""
    assert rule.expects is not None
    assert rule.limit is not None
    reviews = rule.expects.find(view)
    least = significance_settings()["threshold"]
    for decision in one_record_each(view, rule.trigger.find(view), frozenset({"childrens_social_care"})):
        when = view.happened_by(decision)
        if when is None or when.end is None or not rule.in_force(when):
            continue
        records = view.same(decision)
        sides = frozenset(side for record in records for side in view.taking_part(record))
        incident = _next_incident(view, sides, when.end, rule.limit, least)
        if incident is None or _is_reviewed(view, reviews, incident):
            continue
        span = view.span_of(incident)
        yield make_gap(
            rule,
            view,
            events=[decision, incident, *records],
            measured=DayRange(None, None),
            outcome="no_record",
            confidence="Medium: it rests on the absence of a record.",
            first=when,
            last=span,
            incident=quote_of(incident),
            incident_on=in_words(span),
            incident_agency=agency_words([incident.agency]),
        )


def _next_incident(view: CaseView, sides: frozenset[str], after: dt.date, days: int, least: int) -> Event | None:
    found = []
    death = view.key_dates.get("death")
    for kind in INCIDENTS:
        for event in view.from_day(kind, after + dt.timedelta(days=1)):
            span = view.span_of(event)
            if span is None or span.start is None or (span.start - after).days > days:
                break
            before = death is None or death.start is None or span.start < death.start
            own = view.side(event) in sides and event.assertion in {"happened", "reported"} and event.main
            if own and before and significance(view, event) >= least:
                found.append(event)
    return min(found, key=view.order, default=None)


def _is_reviewed(view: CaseView, reviews: Sequence[Event], incident: Event) -> bool:
    """Whether a meeting or decision of the next two weeks is recorded."""
    span = view.span_of(incident)
    if span is None or span.start is None:
        return True
    for event in reviews:
        when = view.span_of(event)
        if when and when.start and 0 <= (when.start - span.start).days <= 14:
            return True
    return False


def challenge(rule: Rule, view: CaseView, gaps: Sequence[Gap]) -> Iterator[Gap]:
    """One gap where steps drifted beyond the limit, others were active, and nobody is recorded to challenge it."""
    assert rule.limit is not None
    drifts = [g for g in gaps if g.rule in rule.more["of_rules"] and (g.measured[0] or 0) > rule.limit and g.when]
    owners = {side for g in drifts for side in g.agencies[:1]}
    if not drifts or not rule.in_force(drifts[0].when):
        return
    longest = max(drifts, key=lambda g: g.measured[0] or 0)
    starts = [g.when.start for g in drifts if g.when and g.when.start]
    ends = [g.when.end for g in drifts if g.when and g.when.end]
    first, last = min(starts), max(ends)
    words = Phrasebook({"challenge": rule.more["challenge"]})
    within = [e for e in view.events if first <= view.order(e)[0] <= last and view.side(e) not in owners]
    if not within or any(words.find(view.stems(e)) for e in view.events if first <= view.order(e)[0] <= last):
        return
    asked = [
        e for e in within if e.kind in {"information_shared", "phone_contact", "consultation"} and view.told(e) & owners
    ]
    cited = [view.by_id[i] for g in drifts for i in g.events[:2] if i in view.by_id]
    others = sorted({e.agency for e in within if e.main and e.agency not in {"family", "court", "other"}})
    yield make_gap(
        rule,
        view,
        events=cited,
        against=asked,
        measured=DayRange(longest.measured[0], longest.measured[1]),
        outcome="no_record",
        confidence="Low: challenge by telephone or in supervision is often not in a chronology.",
        first=longest.when,
        last=last,
        agencies=[*sorted(owners), *others],
        count_gaps=len(drifts),
        owner=agency_words(sorted(owners)),
        others=agency_words(others),
    )
