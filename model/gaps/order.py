"""Order rules: what cannot be in the order in which it is dated.

    earlier thing, later thing  ->  dated the other way round in every reading  ->  a question about the dates

This is a question about the records, not about practice: a date is perhaps mistyped, or two things
have one name.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Event, Gap
from model.gaps.deadline import one_record_each
from model.gaps.draft import make_gap, quote_of
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.view import CaseView
from model.when import days_between, in_words

EARLIER_DAYS = 200  # an earlier one so many days before can be what the later one is about


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Pairs in which the second thing is dated before the first that it needs, within the window."""
    assert rule.expects is not None
    needed = one_record_each(view, rule.trigger.find(view), rule.responsible)
    if rule.more.get("needs_subject"):
        needed = [e for e in needed if _is_subjects(view, e)]
    window = int(rule.more["window_days"])
    for later in one_record_each(view, rule.expects.find(view), frozenset()):
        span = view.span_of(later)
        if span is None or not span.bounded or _has_earlier(view, needed, later):
            continue
        for first in needed:
            start = view.span_of(first)
            if (
                start is None
                or not start.bounded
                or first.entry == later.entry
                or view.group(first) & view.group(later)
            ):
                continue
            days = days_between(span, start)
            if days.fewest is None or days.fewest <= 0 or days.fewest > window:
                continue
            yield make_gap(
                rule,
                view,
                events=[first, later],
                measured=days,
                outcome="exceeded",
                confidence=("out_of_order",),
                first=span,
                last=start,
                second=quote_of(later),
                second_on=in_words(span),
                second_agency=later.agency,
            )
            break


def _is_subjects(view: CaseView, event: Event) -> bool:
    """Whether a birth is that of the child whom the case is about."""
    born, span = view.key_dates.get("birth"), view.span_of(event)
    return bool(born and span and born.overlaps(span))


def _has_earlier(view: CaseView, needed: list[Event], later: Event) -> bool:
    """Whether one of what is needed can lie on or before it: then nothing is out of order."""
    span = view.span_of(later)
    assert span is not None
    for first in needed:
        start = view.span_of(first)
        if start and start.start and span.end and 0 <= (span.end - start.start).days <= EARLIER_DAYS:
            return True
    return False
