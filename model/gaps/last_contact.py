"""Last-contact rules: how long before a child's death the service that held the case had last seen the family.

    last visit of the service  ->  the death, with the case open  ->  longer than the limit: a gap

An interval between two visits is for `contact.cadence`; this is the one that no later visit ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Event, Gap
from model.gaps.attending import at_contact
from model.gaps.contact import open_periods, without_contact
from model.gaps.draft import measure, outcome_of
from model.gaps.rules import Rule, selector
from model.knowledge import Knowledge
from model.view import TELLING, CaseView
from model.when import When


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """At most one gap: from the last recorded visit to the death."""
    assert rule.limit is not None
    death = view.key_dates.get("death")
    if death is None or not death.bounded:
        return
    made = [e for e in rule.trigger.find(view) if rule.responsible & at_contact(view, e)]
    before = [e for e in made if (span := view.span_of(e)) and span.bounded and not view.after_death(span)]
    if not before:
        return
    last = before[-1]
    start = view.span_of(last)
    assert start is not None
    measured = measure(start, death, rule.unit)
    if not rule.in_force(start) or outcome_of(measured, rule.limit) != "exceeded" or not _is_open(view, start, death):
        return
    tried = [e for e in selector(rule.more["tried"], rule.id).find(view) if _between(rule, view, e, start, death)]
    yield without_contact(rule, view, [last, *_deaths(rule, view)], tried, measured, start, death)


def _is_open(view: CaseView, start: When, death: When) -> bool:
    assert start.start is not None
    assert death.start is not None
    return any(begin <= start.start and death.start <= end for begin, end in open_periods(view))


def _between(rule: Rule, view: CaseView, event: Event, start: When, death: When) -> bool:
    span = view.span_of(event)
    if span is None or span.start is None or start.end is None or death.start is None:
        return False
    return start.end < span.start < death.start and bool(rule.responsible & at_contact(view, event))


def _deaths(rule: Rule, view: CaseView) -> list[Event]:
    """The service's own record of the death, else the first of any."""
    told = [e for e in view.by_kind.get("death", ()) if e.assertion in TELLING and view.after_death(view.span_of(e))]
    own = [e for e in told if view.side(e) in rule.responsible]
    return (own or told)[:1]
