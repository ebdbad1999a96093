"""Runs every rule over a case, and lays out what it finds.

    book, view, knowledge  ->  RULE_TYPES[rule.type](rule, view, knowledge)  ->  gaps
        ->  answered ones apart, the others into the register; good practice beside them

The table is explicit: a new type of rule is one module and one line here. A rule that could not run
says why, and the reasons are returned beside the gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from model.case import Gap, GoodPractice
from model.errors import RuleFileError
from model.gaps import (
    accounts,
    accumulation,
    aged,
    answers,
    backwards,
    contact,
    contact_register,
    cover,
    deadline,
    engagement,
    follow_through,
    good_practice,
    histories,
    last_contact,
    left_with,
    meetings,
    order,
    promised,
    returns,
    review,
    sequence,
    sharing,
    stated,
    turnover,
    undated,
)
from model.gaps.draft import agency_words
from model.gaps.profiles import RuleBook
from model.gaps.register import order as order_of
from model.gaps.register import register_of
from model.gaps.rules import Rule
from model.gaps.wording import not_judged
from model.knowledge import Knowledge
from model.view import CaseView

RULE_TYPES: Final[dict[str, Callable[[Rule, CaseView, Knowledge], Iterator[Gap]]]] = {
    "deadline": deadline.find,
    "deadline.recorded": deadline.recorded,
    "deadline.before": backwards.find,
    "deadline.return": returns.find,
    "deadline.age": aged.find,
    "deadline.register": contact_register.decided_late,
    "cadence": contact.cadence,
    "cadence.meetings": meetings.interval,
    "cadence.closure": contact.before_closure,
    "cadence.last": last_contact.find,
    "sharing": sharing.find,
    "cover": cover.find,
    "cover.many": turnover.find,
    "follow_through": follow_through.find,
    "follow_through.cancelled": meetings.rearranged,
    "follow_through.missed": contact.missed,
    "follow_through.unseen": review.not_seen,
    "follow_through.promised": promised.find,
    "follow_through.absent": left_with.find,
    "follow_through.decision": review.revisited,
    "consultation": answers.checked,
    "consultation.answer": answers.acknowledged,
    "consultation.confirmed": review.on_their_word,
    "engagement": engagement.seen,
    "engagement.advice": engagement.advised,
    "attendance": meetings.attendance,
    "attendance.sector": meetings.sector_absent,
    "attendance.parents": engagement.meeting_without_parents,
    "accumulation": accumulation.find,
    "accumulation.kind": accumulation.of_kind,
    "accumulation.said": accumulation.said_again,
    "agreement": accounts.find,
    "agreement.dates": accounts.dates_differ,
    "agreement.history": histories.denied,
    "agreement.school_day": histories.away_that_day,
    "order": order.find,
    "order.heard": order.heard,
    "order.ahead": order.told_ahead,
    "order.sequence": sequence.find,
    "order.undated": undated.find,
    "order.register": contact_register.allocated_before,
    "order.due": sequence.due_too_far,
    "stated": stated.find,
    "stated.person": stated.person,
    "stated.planned": stated.planned,
}
"""The rule kinds, one module each; a word after the dot names a variant of the kind."""

LAST: Final = "accumulation.drift"  # looks at the gaps of the other rules
GOOD: Final = "good_practice"


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules found in a case."""

    gaps: tuple[Gap, ...] = ()
    noticed: tuple[Gap, ...] = ()
    answered: tuple[Gap, ...] = ()
    good_practice: tuple[GoodPractice, ...] = ()
    not_judged: tuple[str, ...] = ()


def find_gaps(view: CaseView, knowledge: Knowledge, book: RuleBook) -> Found:
    """Everything that the rules find. Raises `RuleFileError` if a rule is of a type that nobody wrote."""
    gaps: dict[str, Gap] = {}
    reasons = list(book.not_judged)
    good: list[GoodPractice] = []
    for rule in book.rules:
        if rule.type == LAST:
            continue
        why_not = _cannot_run(rule, view)
        if why_not:
            reasons.append(why_not)
        elif rule.type == GOOD:
            good += good_practice.find(rule, view)
        else:
            for gap in _finder(rule)(rule, view, knowledge):
                gaps.setdefault(gap.id, gap)
    for rule in book.of_type(LAST):
        for gap in review.challenge(rule, view, list(gaps.values())):
            gaps.setdefault(gap.id, gap)
    open_, answered = _apart(gaps.values())
    register = register_of(open_, book.rules, {event.id: event.entry for event in view.events})
    return Found(register.gaps, register.noticed, tuple(answered), good_practice.ordered(good), tuple(reasons))


def known_types() -> frozenset[str]:
    """Every type that a rule may be of."""
    return frozenset({*RULE_TYPES, LAST, GOOD})


def _finder(rule: Rule) -> Callable[[Rule, CaseView, Knowledge], Iterator[Gap]]:
    if rule.type not in RULE_TYPES:
        raise RuleFileError(
            f"The rule {rule.id} is of the unknown type “{rule.type}”.",
            remedy="Use one of: " + ", ".join(sorted(known_types())) + ".",
        )
    return RULE_TYPES[rule.type]


def _cannot_run(rule: Rule, view: CaseView) -> str:
    """Why the rule has too little to go on in this case, or nothing."""
    if rule.responsible and not rule.responsible & view.coverage.keys():
        return not_judged("no_files", rule=rule.id, agencies=agency_words(sorted(rule.responsible)))
    anchor = rule.more.get("from_key_date")
    if anchor and anchor not in view.key_dates:
        return not_judged("no_date", rule=rule.id, date=anchor)
    if rule.more.get("needs_recorded") and not any(entry.recorded for entry in view.case.entries):
        return not_judged("no_column", rule=rule.id)
    return ""


def _apart(found: Iterable[Gap]) -> tuple[list[Gap], list[Gap]]:
    """Open gaps, and in time order those that a record answers (not the ones that an open gap is about too)."""
    gaps = list(found)
    open_ = [gap for gap in gaps if gap.status != "answered"]
    heads = {(gap.kind, gap.events[0]) for gap in open_}
    answered = [gap for gap in gaps if gap.status == "answered" and (gap.kind, gap.events[0]) not in heads]
    return open_, sorted(answered, key=lambda gap: order_of(gap, 0))
