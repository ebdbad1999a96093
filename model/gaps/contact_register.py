"""Rules for registers of contacts: a row holds when a contact came in and, in a column of its own, when it was decided.

    row of the register  ->  the day in its decision column  ->  longer than the limit: a gap
    decision to assess   ->  a worker allocated for it between the two days    ->  a question about the dates

Which headings are those of a day of decision is data of the rule (`headings`); the row's own date is the receipt.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Event, Gap
from model.gaps.books import book_of
from model.gaps.draft import agency_words, make_gap, measure, outcome_of, quote_of
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.view import CaseView, side_of
from model.when import When, in_words
from model.words import stems


def decided_late(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Contacts of a register whose decision is dated later than the limit allows."""
    assert rule.limit is not None
    for received, start, decision, end in _decisions(rule, view):
        measured = measure(start, end, rule.unit)
        if view.after_death(start) or outcome_of(measured, rule.limit) != "exceeded":
            continue
        yield make_gap(
            rule,
            view,
            events=[received, decision],
            measured=measured,
            outcome="exceeded",
            confidence=("both_dates",),
            first=start,
            last=end,
            done=in_words(end),
        )


def allocated_before(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Allocations for an assessment that are dated after the contact came in and before the decision to assess."""
    assert rule.expects is not None
    step = book_of(rule, step="decided_on")
    taken = [(e, span) for e in rule.expects.find(view) if (span := view.span_of(e)) and span.is_day and e.main]
    for received, start, decision, end in _decisions(rule, view):
        if not step.find(stems(view.entries[received.entry].text)):
            continue
        for allocation, span in taken:
            assert span.start is not None
            assert start.start is not None
            assert end.start is not None
            if start.start <= span.start < end.start:
                yield make_gap(
                    rule,
                    view,
                    events=[allocation, decision, received],
                    measured=measure(span, end, rule.unit),
                    outcome="exceeded",
                    confidence=("out_of_order",),
                    first=span,
                    last=end,
                    second=quote_of(received),
                    second_on=in_words(end),
                    second_agency=agency_words([received.agency]),
                )
                break


def _decisions(rule: Rule, view: CaseView) -> Iterator[tuple[Event, When, Event, When]]:
    """Rows with a day of decision: the row's own event and day, the event of the decision and its day."""
    headings = book_of(rule, day="headings")
    for entry in view.case.entries:
        parts = [p for p in entry.parts if headings.find(stems(p.header.replace("_", " ")))]
        events = view.by_entry.get(entry.id, [])
        main = next((e for e in events if e.main), None)
        start = entry.when
        if side_of(entry.agency) not in rule.responsible or not parts or main is None or not _one_day(start):
            continue
        inside = [e for p in parts for e in events if p.start <= e.span[0] < p.end]
        assert start is not None
        dated = [(e, span) for e in inside if (span := view.span_of(e)) and _one_day(span) and rule.in_force(start)]
        for decision, end in dated[:1]:
            yield main, start, decision, end


def _one_day(when: When | None) -> bool:
    return when is not None and when.start is not None and when.start == when.end
