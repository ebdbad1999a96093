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
from model.gaps.draft import agency_words, make_gap, quote_of, shortened
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.significance import settings as significance_settings
from model.significance import significance
from model.view import CaseView, Saying
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

REVIEW_DAYS = 14  # within so many days of the incident a review answers it


def not_seen(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """For each service, the records that the child or sleeping place was not seen, unless a later one says it was."""
    unseen = [s for s in view.saying(Phrasebook({"unseen": rule.more["said_not_seen"]})) if not s.ahead]
    seen = view.saying(Phrasebook({"seen": rule.more["said_seen"]}))
    by_side: dict[str, list[Saying]] = {}
    for saying in unseen:
        side = view.side(saying.event)
        if side in rule.trigger.by and not view.after_death(view.happened_by(saying.event)):
            by_side.setdefault(side, []).append(saying)
    for side, found in sorted(by_side.items()):
        first, last = view.happened_by(found[0].event), view.happened_by(found[-1].event)
        later = [s for s in seen if view.side(s.event) == side and view.order(s.event) > view.order(found[-1].event)]
        if first is None or later or not rule.in_force(first):
            continue
        yield make_gap(
            rule,
            view,
            events=[event for s in found for event in (s.head, s.event)],
            measured=DayRange(len(found), len(found)),
            outcome="no_record",
            confidence=("record_says",),
            first=first,
            last=last,
            agencies=[found[0].event.agency],
            times=len(found),
            quote=shortened(found[0].text),
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
        if incident is None or _is_reviewed(view, reviews, incident, sides):
            continue
        span = view.span_of(incident)
        yield make_gap(
            rule,
            view,
            events=[decision, incident, *records],
            measured=DayRange(None, None),
            outcome="no_record",
            confidence=("absence",),
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
            own = view.side(event) in sides and event.assertion in {"happened", "reported"} and _is_news(view, event)
            if own and before and significance(view, event) >= least:
                found.append(event)
    return min(found, key=view.order, default=None)


def _is_news(view: CaseView, event: Event) -> bool:
    """Whether the row is of the event itself, and not a later telling of it."""
    span, row = view.span_of(event), view.written(event)
    return event.main or bool(span and row and span.overlaps(row))


def _is_reviewed(view: CaseView, reviews: Sequence[Event], incident: Event, sides: frozenset[str]) -> bool:
    """Whether a meeting or decision of those who decided is recorded in the next two weeks."""
    span = view.span_of(incident)
    if span is None or span.start is None:
        return True
    for event in reviews:
        when = view.span_of(event)
        soon = when and when.start and 0 <= (when.start - span.start).days <= REVIEW_DAYS
        if soon and view.side(event) in sides:
            return True
    return False


def challenge(rule: Rule, view: CaseView, gaps: Sequence[Gap]) -> Iterator[Gap]:
    """One gap where steps drifted beyond the limit, others were active, and nobody is recorded to challenge it."""
    assert rule.limit is not None
    drifts = [g for g in gaps if g.rule in rule.more["of_rules"] and (g.measured[0] or 0) > rule.limit and g.when]
    owners = {side for g in drifts for side in g.agencies[:1]}
    if len(drifts) < int(rule.more["least_steps"]) or not rule.in_force(drifts[0].when):
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
        confidence=("challenge_seldom_recorded",),
        first=longest.when,
        last=last,
        agencies=[*sorted(owners), *others],
        count_gaps=len(drifts),
        owner=agency_words(sorted(owners)),
        others=agency_words(others),
    )


def on_their_word(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Conclusions whose row cites an account of change, with no confirmation recorded before them."""
    cited: dict[str, list[Saying]] = {}
    for saying in view.saying(Phrasebook({"word": rule.more["on_word"]})):
        cited.setdefault(saying.event.entry, []).append(saying)
    confirmed = view.saying(Phrasebook({"confirmed": rule.more["confirmed"]}))
    for event in one_record_each(view, rule.trigger.find(view), rule.responsible):
        when = view.happened_by(event)
        said = cited.get(event.entry, [])
        if not said or when is None or when.start is None or not rule.in_force(when) or view.after_death(when):
            continue
        days = dt.timedelta(days=int(rule.more["within_days"]))
        if any(when.start - days <= view.order(s.event)[0] <= when.start for s in confirmed):
            continue
        earlier = [s.head for entry, found in cited.items() for s in found if entry != event.entry]
        before = [e for e in earlier if when.start - days <= view.order(e)[0] <= when.start]
        yield make_gap(
            rule,
            view,
            events=[event, *(s.head for s in said), *before],
            measured=DayRange(len(said), len(said)),
            outcome="no_record",
            confidence=("confirmation_elsewhere",),
            first=when,
            last=when,
            quote=shortened(said[0].text),
        )
