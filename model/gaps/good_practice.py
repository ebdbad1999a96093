"""Good practice (domain notes G37): what reviews name as work well done, found by rules as gaps are.

    rule's trigger, or the trigger answered by `expects` within the limit  ->  GoodPractice, one a rule and agency

A report of gaps alone is unbalanced; each finding cites its records, and says no more than they do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from model.case import Event, GoodPractice
from model.gaps.deadline import one_record_each
from model.gaps.draft import agency_words, gap_id, kind_words, measure, outcome_of, quote_of
from model.gaps.rules import Rule
from model.view import CaseView
from model.when import in_words

MOST_CITED = 6  # records of one finding: enough to see it, few enough to read


def find(rule: Rule, view: CaseView) -> Iterator[GoodPractice]:
    """What the rule speaks of, one finding for each agency, with how often."""
    by_side: dict[str, list[tuple[Event, ...]]] = defaultdict(list)
    for event in one_record_each(view, rule.trigger.find(view), frozenset()):
        shown = _shown(rule, view, event)
        if shown and not view.after_death(view.happened_by(event)):
            by_side[view.side(shown[-1])].append(shown)
    for side, found in sorted(by_side.items()):
        head = found[0]
        cited = list(dict.fromkeys(e.id for events in found[:MOST_CITED] for e in events))
        words = {
            "agency": agency_words([side]),
            "event": kind_words(head[-1]),
            "on": in_words(view.happened_by(head[-1])),
            "first_on": in_words(view.happened_by(head[0])),
            "quote": quote_of(head[-1]),
            "times": len(found),
        }
        yield GoodPractice(
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


def _shown(rule: Rule, view: CaseView, event: Event) -> tuple[Event, ...]:
    """The records that show it: the event itself, or with the first answer of its own side in time."""
    if rule.expects is None:
        return (event,)
    start = view.span_of(event)
    if start is None or not start.bounded or start.start is None:
        return ()
    sides = rule.responsible or view.taking_part(event)
    for answer in rule.expects.find(view):
        span = view.span_of(answer)
        if span is None or not span.bounded or answer.id == event.id or view.side(answer) not in sides:
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
