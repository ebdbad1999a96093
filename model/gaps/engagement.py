"""Engagement rules: each carer has direct contact; advice reaches each carer.

    a service works with the family  ->  did it see each carer in that phase?   ->  no, or by telephone only: a gap
    advice on a topic to one carer   ->  is it recorded with the other carers?  ->  no: a gap

A row that names a person is not yet a meeting with them: where it says that they were not there, it
counts as not seen. Contact with other services, and later contact, is shown against the gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from model.case import Event, Gap
from model.data import load_toml
from model.gaps.contact import open_periods
from model.gaps.deadline import one_record_each
from model.gaps.draft import agency_words, make_gap, shortened
from model.gaps.presence import presence_phrases, was_given_to, was_there
from model.gaps.rules import Rule, Selector, selector
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.names import ROLES
from model.view import CaseView
from model.when import DayRange, When, in_words
from model.words import Phrasebook, topic_labels


def _carer_roles() -> frozenset[str]:
    return frozenset(load_toml("model.rules", "people.toml")["families"]["carers"])


def carers(view: CaseView) -> list[str]:
    """The carers of whom reviews ask, where the records name them in at least two rows.

    "Partner" alone may be the father: where a father is known, a mother's partner counts only by other words.
    """
    families = load_toml("model.rules", "people.toml")["families"]
    rows: dict[str, set[str]] = {role: set() for role in families["carers"]}
    for event in view.events:
        for mention in event.mentions:
            plain = " ".join(mention.label.lower().split()) in families["plain_partner"]
            role = "father" if mention.role == "mothers_partner" and plain else mention.role
            if role in rows:
                rows[role].add(event.entry)
    return [role for role in families["carers"] if len(rows[role]) >= 2]


def seen(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Carers whom the service is not recorded to have met in a phase in which it met others of the family."""
    assert rule.expects is not None
    absent = presence_phrases()
    direct = [e for e in rule.expects.find(view) if view.span_of(e) and not _is_only_spoken_of(rule, view, e)]
    phase = _phase(rule, view)
    if phase is None or not rule.in_force(phase):
        return
    within = [e for e in direct if phase.overlaps(view.span_of(e) or phase)]
    met = {e.entry for e in within}
    people = [role for role in carers(view) if role in rule.more["of"]]
    for role in people:
        together = [e for e in within if role in view.roles(e) and was_there(view, e, role, absent)]
        if together or len(met) < rule.more["least_visits"]:
            continue
        tried = _tried(rule, view, role, _from_referral(rule, view, phase))
        there = [e for e in direct if role in view.roles(e) and was_there(view, e, role, absent)]
        later = [e for e in there if e not in within]
        elsewhere = _elsewhere(rule, view, role, phase, absent)
        unseen = [e for e in within if role in view.row_roles(e)]
        if not tried and not elsewhere and not later and len(unseen) < rule.more["least_visits"]:
            continue
        yield make_gap(
            rule,
            view,
            events=tried or unseen or within[:1],
            against=[*later, *elsewhere[:5]],
            measured=_length(phase),
            outcome="no_record",
            confidence=("absence", "seen_elsewhere") if later or elsewhere else ("absence",),
            first=phase,
            last=phase,
            agencies=sorted(rule.responsible),
            who=ROLES[role].lower(),
            agency=agency_words(sorted(rule.responsible)),
            phase=in_words(phase),
            phoned=_phoned(tried),
        )


def _is_only_spoken_of(rule: Rule, view: CaseView, event: Event) -> bool:
    """Whether its row is of talk about the work (supervision, an allocation): a contact named there is told or due."""
    return not event.main and any(e.main and e.kind in rule.more["spoken_of_in"] for e in view.by_entry[event.entry])


def _length(phase: When) -> DayRange:
    assert phase.start is not None
    assert phase.end is not None
    days = (phase.end - phase.start).days
    return DayRange(days, days)


def _phase(rule: Rule, view: CaseView) -> When | None:
    """From the first step of the service's work with the family to the birth, where it began before it, else to
    the closure, else to the end of its record. A referral begins it only where no such step is recorded."""
    found = [e for e in rule.trigger.find(view) if _is_of_its_row(view, e)]
    work = [e for e in found if e.kind in rule.more["work"]] or found
    begun = [span.start for e in work if (span := view.span_of(e)) and span.start]
    if not begun:
        return None
    first = min(begun)
    birth = view.key_dates.get("birth")
    ends = [view.end_of_record(side) for side in rule.responsible]
    ends += [end for begin, end in open_periods(view) if begin <= first < end] if rule.more["until_closed"] else []
    last = min((day for day in ends if day), default=None)
    if birth and birth.end and first < birth.end:
        last = min(birth.end, last) if last else birth.end
    return When(start=first, end=last, granularity="span", basis="derived") if last and last > first else None


def _is_of_its_row(view: CaseView, event: Event) -> bool:
    """Whether it is dated, and of the days of its row: not a tale of earlier years."""
    span, row = view.span_of(event), view.written(event)
    return span is not None and (event.main or (row is not None and row.overlaps(span)))


def _from_referral(rule: Rule, view: CaseView, phase: When) -> When:
    """The phase with the days before it since the first record that the case was with the service."""
    found = (e for e in rule.trigger.find(view) if _is_of_its_row(view, e))
    begun = [span.start for e in found if (span := view.span_of(e)) and span.start]
    return replace(phase, start=min([*begun, phase.start or dt.date.max]))


def _tried(rule: Rule, view: CaseView, role: str, phase: When) -> list[Event]:
    """What the service recorded with or about meeting the person: calls, visits planned or that found them absent."""
    tried: Selector = selector(rule.more["tried"], rule.id)
    out = []
    for event in tried.find(view):
        span = view.happened_by(event) or view.decided(event)
        named = role in view.roles(event) and view.side(event) in rule.responsible
        if named and span and phase.overlaps(span) and (event.kind, event.assertion) != ("home_visit", "happened"):
            out.append(event)
    return out


def _elsewhere(rule: Rule, view: CaseView, role: str, phase: When, absent: Phrasebook) -> list[Event]:
    out = []
    for kind in ("home_visit", "appointment", "hospital_admission", "birth"):
        for event in view.by_kind.get(kind, ()):
            span = view.span_of(event)
            known = role in view.roles(event) and event.assertion == "happened"
            other = known and view.side(event) not in rule.responsible
            if other and span and phase.overlaps(span) and was_there(view, event, role, absent):
                out.append(event)
    return sorted(out, key=view.order)


def _phoned(tried: Sequence[Event]) -> str:
    calls = sum(e.kind == "phone_contact" and e.assertion == "happened" for e in tried)
    return said("telephone", count=calls) if calls else ""


def advised(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Advice on a topic that is recorded with one carer and never with another whom the records know."""
    people = carers(view)
    absent = presence_phrases()
    for topic in rule.more["advice_topics"]:
        given = [e for e in rule.trigger.find(view) if topic in _advice_topics(view, e)]
        happened = [e for e in given if e.assertion == "happened" and not absent.find(view.stems(e)) & {"ahead"}]
        reached = {role for role in _carer_roles() for e in happened if was_given_to(view, e, role, absent)}
        for role in people:
            if role in reached or not happened or not reached & _carer_roles():
                continue
            others = [e for e in given if e.assertion != "happened" and role in view.roles(e)]
            unsaid = [e for e in others if e.assertion == "did_not_happen"]
            passed_on = [e for e in others if e.assertion != "did_not_happen"]
            first, last = view.span_of(happened[0]), _last(view, happened)
            if first is None or not rule.in_force(first):
                continue
            yield make_gap(
                rule,
                view,
                events=[*happened, *unsaid],
                against=passed_on,
                measured=_span_days(first, _last(view, happened)),
                outcome="no_record",
                confidence=("record_says",) if unsaid else ("absence",),
                first=first,
                last=last,
                topic=topic_labels()[topic],
                who=ROLES[role].lower(),
                times=len(happened),
            )


def _span_days(first: When, last: dt.date | None) -> DayRange:
    """From the first advice to the end of what was looked at, in days."""
    if last is None or first.start is None or first.end is None:
        return DayRange(None, None)
    return DayRange(max((last - first.end).days, 0), max((last - first.start).days, 0))


def _advice_topics(view: CaseView, event: Event) -> frozenset[str]:
    """The topics of advice: of its clause, or for plain advice of its whole row where the clause names none."""
    topics = view.topics(event)
    return topics if topics or event.kind != "advice_given" else view.entry_topics(event)


def _last(view: CaseView, events: Sequence[Event]) -> dt.date | None:
    end = view.key_dates.get("death")
    days = [day for side in {view.side(e) for e in events} if (day := view.end_of_record(side))]
    return end.end if end else max(days, default=None)


def meeting_without_parents(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Meetings whose records say that neither parent was there."""
    absent = {s.event.entry: s for s in view.saying(Phrasebook({"absent": rule.more["phrases"]}))}
    for meeting in one_record_each(view, rule.trigger.find(view), rule.responsible):
        when = view.span_of(meeting)
        if when is None or not rule.in_force(when):
            continue
        records = [r for r in view.same(meeting) if (span := view.span_of(r)) and span.overlaps(when)]
        if any(e.kind == "meeting_cancelled" for r in records for e in view.by_entry[r.entry] if e.main):
            continue
        told = [absent[r.entry] for r in records if r.entry in absent]
        missed = [e for r in records for e in view.by_entry[r.entry] if _parents_missed(view, e)]
        if told or missed:
            yield make_gap(
                rule,
                view,
                events=[meeting, *(s.head for s in told), *missed],
                outcome="no_record",
                confidence=("record_says",),
                first=when,
                last=when,
                said=shortened(told[0].text if told else missed[0].quote),
            )


def _parents_missed(view: CaseView, event: Event) -> bool:
    absent = event.assertion == "did_not_happen" or event.kind == "missed_appointment"
    return absent and {"mother", "father"} <= view.roles(event)
