"""Good practice (domain notes G37): what reviews name as work well done, found by rules as gaps are.

    rule's trigger, or the trigger answered by `expects` within the limit  ->  GoodPractice, one a rule and agency

A report of gaps alone is unbalanced; each finding cites its records, and says no more than they do.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from model.case import Event, GoodPractice
from model.gaps.deadline import one_record_each
from model.gaps.draft import agency_words, gap_id, kind_words, measure, outcome_of, shortened
from model.gaps.rules import Rule
from model.view import CaseView
from model.when import in_words
from model.words import sentences, stems

LOOK_AHEAD_DAYS = 14  # no prompt response takes longer
MOST_CITED = 6  # records of one finding: enough to see it, few enough to read


def find(rule: Rule, view: CaseView) -> Iterator[GoodPractice]:
    """What the rule speaks of, one finding for each agency, with how often."""
    by_side: dict[str, list[tuple[Event, ...]]] = defaultdict(list)
    answers = [e for e in rule.expects.find(view) if view.span_of(e)] if rule.expects else []
    starts = [view.order(e)[0] for e in answers]
    rows: set[tuple[str, str]] = set()
    for event in one_record_each(view, rule.trigger.find(view), frozenset()):
        shown = _shown(rule, view, event, answers, starts) if rule.expects else (event,)
        if not shown or view.after_death(view.happened_by(event)):
            continue
        side, row = view.side(shown[-1]), shown[-1].entry
        if (side, row) not in rows:
            rows.add((side, row))
            by_side[side].append(shown)
    for side, found in sorted(by_side.items()):
        yield _told(rule, view, side, found)


def _told(rule: Rule, view: CaseView, side: str, found: list[tuple[Event, ...]]) -> GoodPractice:
    head = found[0]
    cited = list(dict.fromkeys(e.id for events in found[:MOST_CITED] for e in events))
    words = {
        "agency": agency_words([side]),
        "event": kind_words(head[-1]),
        "on": in_words(view.happened_by(head[-1])),
        "first_on": in_words(view.happened_by(head[0])),
        "quote": shortened(_sentence(rule, view, head[-1])),
        "times": len(found),
    }
    return GoodPractice(
        id=gap_id(rule.id, head[:1]),
        rule=rule.id,
        title=rule.title.format(**words),
        explanation=rule.explanation.format(**words),
        when=view.happened_by(head[-1]),
        agencies=(side,),
        events=tuple(cited),
        source=rule.authority(view.happened_by(head[-1])),
        times=len(found),
    )


def _sentence(rule: Rule, view: CaseView, event: Event) -> str:
    """The sentence of the row that holds what the rule looks for, else that of the event."""
    text = view.entries[event.entry].text
    if rule.trigger.row_cues is not None and rule.expects is None:
        for first, last in sentences(text):
            if rule.trigger.row_cues.find(stems(text[first:last])):
                return text[first:last]
    return view.clause(event)


def _shown(
    rule: Rule, view: CaseView, event: Event, answers: Sequence[Event], starts: Sequence[dt.date]
) -> tuple[Event, ...]:
    """The event with its first answer in time, by a side of which the rule speaks (else by one that took part)."""
    start = view.span_of(event)
    if start is None or not start.bounded or start.start is None:
        return ()
    sides = rule.responsible or view.taking_part(event)
    for answer in answers[bisect_left(starts, start.start) :]:
        span = view.span_of(answer)
        assert span is not None
        if span.start is None or (span.start - start.start).days > LOOK_AHEAD_DAYS:
            break
        if not span.bounded or answer.id == event.id or view.side(answer) not in sides:
            continue
        if answer.entry == event.entry and not rule.more.get("same_row"):
            continue
        measured = measure(start, span, rule.unit)
        if (measured.fewest or 0) >= 0 and outcome_of(measured, rule.limit or 0) == "met":
            return (event, answer)
    return ()


def ordered(found: Iterable[GoodPractice]) -> tuple[GoodPractice, ...]:
    """In time order of what they begin with."""
    return tuple(sorted(found, key=lambda g: (g.when.sort_key[0].isoformat() if g.when else "", g.id)))
