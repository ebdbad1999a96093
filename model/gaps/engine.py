"""Runs every rule over a case, and orders what it finds.

    book, view, knowledge  ->  RULE_TYPES[rule.type](rule, view, knowledge)  ->  gaps in the order of triage

The table is explicit: a new type of rule is one module and one line here. A rule that could not run
says why, and the reasons are returned beside the gaps.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

from model.case import Gap
from model.errors import RuleFileError
from model.gaps import (
    accounts,
    accumulation,
    answers,
    contact,
    cover,
    deadline,
    engagement,
    follow_through,
    meetings,
    order,
    review,
    sharing,
)
from model.gaps.rules import Rule, RuleBook
from model.knowledge import Knowledge
from model.names import AGENCIES
from model.view import CaseView

RULE_TYPES: Final[dict[str, Callable[[Rule, CaseView, Knowledge], Iterator[Gap]]]] = {
    "deadline": deadline.find,
    "cover": cover.find,
    "sharing": sharing.find,
    "follow_through": follow_through.find,
    "rearranged": meetings.rearranged,
    "attendance": meetings.attendance,
    "missed": contact.missed,
    "cadence": contact.cadence,
    "acknowledged": answers.acknowledged,
    "checked": answers.checked,
    "seen": engagement.seen,
    "advised": engagement.advised,
    "agreement": accounts.find,
    "accumulation": accumulation.find,
    "order": order.find,
    "meeting_interval": meetings.interval,
    "without_parents": engagement.meeting_without_parents,
    "not_seen": review.not_seen,
    "revisit": review.revisited,
    "on_their_word": review.on_their_word,
    "dates_differ": accounts.dates_differ,
}

_OUTCOME_RANK: Final = {"exceeded": 0, "no_record": 1, "depends": 2}


def find_gaps(view: CaseView, knowledge: Knowledge, book: RuleBook) -> tuple[tuple[Gap, ...], tuple[str, ...]]:
    """The gaps of a case, most urgent first, and the rules that were not judged with the reason of each.

    Raises `RuleFileError` if a rule is of a type that nobody wrote.
    """
    gaps: dict[str, Gap] = {}
    not_judged = list(book.not_judged)
    weights = {rule.id: rule.weight for rule in book.rules}
    for rule in book.rules:
        if rule.type == "challenge":
            continue  # it looks at the gaps of the others, below
        if rule.type not in RULE_TYPES:
            raise RuleFileError(
                f"The rule {rule.id} is of the unknown type “{rule.type}”.",
                remedy="Use one of: " + ", ".join(sorted(RULE_TYPES)) + ".",
            )
        if rule.responsible and not rule.responsible & view.coverage.keys():
            names = ", ".join(AGENCIES.get(side, side) for side in sorted(rule.responsible))
            not_judged.append(f"{rule.id}: no dated records of {names} were supplied.")
            continue
        for gap in RULE_TYPES[rule.type](rule, view, knowledge):
            gaps.setdefault(gap.id, gap)
    for rule in book.of_type("challenge"):
        for gap in review.challenge(rule, view, list(gaps.values())):
            gaps.setdefault(gap.id, gap)
    ordered = sorted(gaps.values(), key=lambda gap: _triage(gap, weights))
    return tuple(ordered), tuple(not_judged)


def _triage(gap: Gap, weights: dict[str, int]) -> tuple[int, int, dt.date, str]:
    """What a panel would want first: bearing on the child's safety, certainty, then time."""
    first = gap.when.sort_key[0] if gap.when else dt.date.max
    return (-weights.get(gap.rule, 0), _OUTCOME_RANK[gap.outcome], first, gap.id)
