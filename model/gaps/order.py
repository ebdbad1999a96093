"""Order rules: what cannot be in the order in which it is dated.

    earlier thing, later thing  ->  dated the other way round in every reading  ->  a question about the dates

This is a question about the records, not about practice: a date is perhaps mistyped, or two things
have one name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from model.case import Event, Gap
from model.gaps.deadline import one_record_each
from model.gaps.draft import agency_words, make_gap, quote_of, shortened
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.view import CaseView, Saying
from model.when import When, days_between, in_words
from model.words import Phrasebook

BEFORE_DAYS = 60  # a step so shortly before can be the one that was heard of
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
                confidence=("day_and_month",) if _is_turned_about(span, start, window) else ("out_of_order",),
                first=span,
                last=start,
                second=quote_of(later),
                second_on=in_words(span),
                second_agency=later.agency,
            )
            break


def _is_turned_about(span: When, start: When, window: int) -> bool:
    """Whether the later thing would be in its place if its day and month were the other way round."""
    day = span.start
    if day is None or not span.is_day or day.day > 12 or start.end is None:
        return False
    return 0 <= (dt.date(day.year, day.day, day.month) - start.end).days <= window


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


def heard(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """A record that has heard of another agency's step before the day on which that agency records the step."""
    told = Phrasebook({"told": rule.more["told"]})
    own = Phrasebook({"own": rule.more["own"]})
    unless = Phrasebook({"unless": rule.more["unless"]})
    own_letter = Phrasebook({"sent": rule.more["not_heard"]})
    steps: dict[str, list[Saying]] = {}
    for saying in view.saying(own):
        receipt = any(e.received_from for e in (saying.head, *saying.inside)) or told.find(saying.stems)
        if not saying.ahead and not receipt and not unless.find(saying.stems):
            steps.setdefault(view.side(saying.event), []).append(saying)
    for saying in view.saying(told):
        named = frozenset(s for e in (saying.event, *saying.inside) for s in view.senders(e) | view.partners(e))
        heard_on = _heard_on(view, saying)
        sent = own_letter.find(saying.stems)
        if heard_on is None or not heard_on.bounded or saying.ahead or unless.find(saying.stems) or sent:
            continue
        found = named & steps.keys() or _only_one_that_fits(rule, view, saying, steps, heard_on)
        for side in sorted(found):
            step = _only_after(view, steps[side], heard_on, int(rule.more["window_days"]))
            if step is not None:
                yield _heard_gap(rule, view, saying, step, heard_on)
                break


def _only_one_that_fits(
    rule: Rule, view: CaseView, saying: Saying, steps: dict[str, list[Saying]], heard_on: When
) -> frozenset[str]:
    """Where the letter names no agency: the one whose closure follows it, if there is one alone."""
    days = int(rule.more["unnamed_days"])
    others = [side for side in steps if side != view.side(saying.event)]
    fits = frozenset(side for side in others if _only_after(view, steps[side], heard_on, days))
    return fits if len(fits) == 1 else frozenset()


def _heard_on(view: CaseView, saying: Saying) -> When | None:
    """The day of the letter: that of its row, or an earlier one that the sentence gives ("letter dated 17/12")."""
    days = [view.written(saying.event), *(view.span_of(e) for e in saying.inside)]
    known = [day for day in days if day is not None and day.bounded]
    return min(known, key=lambda day: day.sort_key, default=None)


def _only_after(view: CaseView, steps: list[Saying], heard_on: When, window: int) -> Saying | None:
    """The first step after the day of hearing, if none lies in the time before it."""
    assert heard_on.start is not None
    found = None
    for step in steps:
        day = _stepped_on(view, step)
        if day is None or day.start is None or not day.bounded:
            continue
        days = (day.start - heard_on.start).days
        if -BEFORE_DAYS <= days <= 0:
            return None
        if 0 < days <= window and found is None:
            found = step
    return found


def _stepped_on(view: CaseView, step: Saying) -> When | None:
    """The day of the step: that of its row, or an earlier one that its sentence gives."""
    row, own = view.written(step.event), view.span_of(step.head)
    if row and own and own.bounded and row.start and own.start and own.start < row.start:
        return own
    return row


def _heard_gap(rule: Rule, view: CaseView, saying: Saying, step: Saying, heard_on: When) -> Gap:
    done_on = _stepped_on(view, step)
    assert done_on is not None
    return make_gap(
        rule,
        view,
        events=[step.head, step.event, saying.head, saying.event],
        measured=days_between(heard_on, done_on),
        outcome="exceeded",
        confidence=("out_of_order",),
        first=heard_on,
        last=done_on,
        second=shortened(saying.text),
        second_on=in_words(heard_on),
        second_agency=agency_words([saying.event.agency]),
        quote=shortened(step.text),
    )


def told_ahead(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Rows that tell, as past, of something that another agency records on a day after the row's own.

    "17 May, letter in: not brought on the 24th" beside the clinic's own record of the 24th: one of the dates is wrong.
    """
    most = int(rule.more["window_days"])
    for event in rule.trigger.find(view):
        row, span = view.written(event), view.span_of(event)
        if row is None or span is None or not (row.is_day and span.is_day and span.start and row.end):
            continue
        ahead = (span.start - row.end).days
        if event.main or span.basis != "stated" or not 0 < ahead <= most or not rule.in_force(row):
            continue
        own = _recorded_on(view, event, span, frozenset(rule.more["every_day"]))
        if own is not None:
            yield heard_too_soon(rule, view, event, own, row, span, "out_of_order")


def heard_too_soon(rule: Rule, view: CaseView, event: Event, own: Event, row: When, span: When, confidence: str) -> Gap:
    """A row (written on `row`) that tells of what the agency concerned has as `own`, later (`span`)."""
    return make_gap(
        rule,
        view,
        events=[event, *(e for e in view.by_entry[event.entry] if e.main), own],
        measured=days_between(row, span),
        outcome="exceeded",
        confidence=(confidence,),
        first=row,
        last=span,
        written=in_words(row),
        told_on=in_words(span),
        second=quote_of(own),
        second_agency=agency_words([own.agency]),
    )


def _recorded_on(view: CaseView, event: Event, span: When, every_day: frozenset[str]) -> Event | None:
    """Another agency's own record of the same kind on that day; of kinds of which there are many, one with a word in
    common, or of an agency that the row names."""
    assert span.start is not None
    for other in view.from_day(event.kind, span.start):
        day = view.span_of(other)
        if day is None or day.start is None or day.start > span.start:
            return None
        row = view.written(other)
        alike = view.content(event) & view.content(other) or view.side(other) in view.partners(event) | view.senders(
            event
        )
        if event.kind in every_day and not alike:
            continue
        if other.main and other.agency != event.agency and row is not None and row.overlaps(span):
            return other
    return None
