"""Stated rules: a record itself says that something did not take place, or stayed open.

    sentences with a phrase of the rule  ->  does any later record, in any file, answer it?
        ->  no: a gap, with the sentence; yes: an answered one, with the answer

The strongest evidence that a chronology has. The phrase must not be about a plan ("will be"), nor be
taken back in the same sentence (`unless`). An answer is a record of the kinds that the rule expects, on or
after that day within the limit, and about the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Event, Gap
from model.gaps.draft import make_gap, shortened
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.view import TELLING, CaseView, Saying
from model.when import When
from model.words import Phrasebook, content


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one stated rule: one for each row that says so."""
    done: set[str] = set()
    unless = Phrasebook({"unless": rule.more.get("unless", ())})
    for saying in view.saying(Phrasebook({"said": rule.more["said"]})):
        when = view.happened_by(saying.event)
        if saying.event.entry in done or when is None or not rule.in_force(when) or view.after_death(when):
            continue
        if saying.ahead or unless.find(saying.stems) or not _is_meant(rule, view, saying):
            continue
        answer = _answer(rule, view, saying, when)
        if answer is not None and answer.entry == saying.event.entry:
            continue
        done.add(saying.event.entry)
        yield _gap(rule, view, saying, when, answer)


def _is_meant(rule: Rule, view: CaseView, saying: Saying) -> bool:
    """Whether the sentence, or its row where the rule says so, holds an event that the rule speaks of."""
    if not rule.trigger.kinds:
        named = rule.trigger.by
        return not named or bool(named & ({view.side(saying.event)} | view.partners(saying.event)))
    events = view.by_entry[saying.event.entry] if rule.more.get("in_row") else (saying.event, *saying.inside)
    return any(rule.trigger.matches(view, event) for event in events)


def _gap(rule: Rule, view: CaseView, saying: Saying, when: When, answer: Event | None) -> Gap:
    row = [e for e in view.by_entry[saying.event.entry] if e.main]
    same = [e for e in view.same(saying.event) if e.id != saying.event.id]
    return make_gap(
        rule,
        view,
        events=[saying.head, *saying.inside, *row, *same],
        outcome="no_record",
        confidence=("answered_elsewhere",) if answer else ("record_says",),
        first=when,
        last=when,
        answer=answer,
        agencies=[saying.event.agency, *sorted(frozenset(s for e in saying.inside for s in view.partners(e)))],
        quote=shortened(saying.text),
    )


def _answer(rule: Rule, view: CaseView, saying: Saying, when: When) -> Event | None:
    """The first record that answers it: of the kinds expected, in time, and about the same thing."""
    if rule.expects is None or rule.limit is None:
        return None
    first = when.start or when.end
    assert first is not None
    alike = rule.more.get("alike", "words")
    rows = {saying.event.entry}
    found: list[Event] = []
    for kind in rule.expects.kinds:
        for event in view.from_day(kind, first):
            span = view.span_of(event)
            if span is None or span.start is None or (span.start - first).days > rule.limit:
                break
            later = event.entry not in rows or event.span[0] > saying.start
            same = event.id in {e.id for e in saying.inside} or event.id == saying.event.id
            meant = later and not same and event.assertion in TELLING and rule.expects.matches(view, event)
            if meant and _alike(view, saying, event, alike):
                found.append(event)
                break
    return min(found, key=view.order, default=None)


def _alike(view: CaseView, saying: Saying, event: Event, how: str) -> bool:
    own = view.side(event) == view.side(saying.event)
    if how == "kind":
        return True
    if how == "side":
        return own or view.side(event) in view.partners(saying.event)
    common = view.content(event) & content(saying.stems)
    topics = view.topics(event) & view.topics(saying.head)
    return len(common) >= 2 or bool(topics)
