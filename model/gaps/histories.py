"""What was said of the past, or of where a child was, against the records of those who would know.

    "never had police"            ->  police records of the same people, well before that day      ->  they differ
    "at nursery today"            ->  the nursery's own record that the child was away on that day  ->  they differ

Neither says who is right: a family may mean this area, a record may be of somebody else, a child may have come late.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from model.case import Event, Gap
from model.gaps.accounts import difference
from model.gaps.draft import shortened
from model.gaps.rules import Rule, Selector, selector
from model.knowledge import Knowledge
from model.view import TELLING, CaseView, Saying
from model.when import When
from model.words import Phrasebook

_NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
LONGEST_ABSENCE = 120  # days that one row of a register tells of
MOST_SHOWN = 4  # records of the past that one difference cites


def denied(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """A past that was denied and that earlier records hold: one gap for each sort of past (police, social care)."""
    unless = Phrasebook({"unless": rule.more["unless"]})
    days = dt.timedelta(days=int(rule.more["days"]))
    for sort in rule.more["sorts"]:
        records: Selector = selector(sort["records"], rule.id)
        past = [(e, span) for e in records.find(view) if (span := view.span_of(e)) and span.end]
        cited: dict[str, Event] = {}
        texts: dict[str, str] = {}
        for saying in view.saying(Phrasebook({"denied": sort["said"]})):
            told_on = view.written(saying.event)
            if told_on is None or told_on.start is None or unless.find(saying.stems) or view.after_death(told_on):
                continue
            before = [e for e, span in past if span.end and span.end <= told_on.start - days]
            against = [e for e in before if _of_the_same(view, saying, e)]
            if against:
                texts[saying.head.id] = shortened(saying.text)
                cited |= {e.id: e for e in (saying.head, *against[-MOST_SHOWN:])}
        if cited:
            yield difference(rule, view, sort["label"], list(cited.values()), "records_differ", texts)


def _of_the_same(view: CaseView, saying: Saying, event: Event) -> bool:
    """Whether another file's record is of a parent of whom the sentence, or its row, speaks."""
    if view.entries[event.entry].source == view.entries[saying.event.entry].source:
        return False
    family = view.family_roles() - {"subject_child", "sibling", "half_sibling"}
    people = (view.people_in(saying) & family) or (view.row_roles(saying.event) & family)
    return bool(people & view.row_roles(event))


def away_that_day(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """A child said by another service to be at school or nursery on a day on which it records them as away."""
    there, away = rule.more["there"], rule.more["away"]
    absences: list[tuple[Saying, When]] = []
    for saying in view.saying(Phrasebook({"away": away["said"]})):
        side = view.side(saying.event)
        span = view.written(saying.event)
        if side in away["by"] and span and span.bounded and not Phrasebook({"u": away["unless"]}).find(saying.stems):
            absences.append((saying, span))
    absences.sort(key=lambda item: item[1].sort_key)
    unless = Phrasebook({"unless": there["unless"]})
    for saying in view.saying(Phrasebook({"there": there["said"]})):
        day = view.written(saying.event)
        told = day is not None and day.is_day and not saying.ahead and not unless.find(saying.stems)
        if not told or day is None or view.side(saying.event) in away["by"]:
            continue
        for absent, span in _near(absences, day):
            if _covers(span, day) and _same_child(view, saying, absent):
                texts = {saying.head.id: shortened(saying.text), absent.head.id: shortened(absent.text)}
                events = [_own(view, absent), saying.head]
                yield difference(rule, view, str(rule.more["label"]), events, "same_day", texts)
                break


def _near(absences: Sequence[tuple[Saying, When]], day: When) -> Iterator[tuple[Saying, When]]:
    """Those that begin in the weeks before the day or on it: no longer absence is one row."""
    assert day.start is not None
    first = day.start - dt.timedelta(days=LONGEST_ABSENCE)
    for absent, span in absences[bisect_left(absences, first, key=lambda item: item[1].start or dt.date.min) :]:
        if span.start and span.start > day.start:
            return
        yield absent, span


def _covers(span: When, day: When) -> bool:
    return bool(span.start and span.end and day.start and span.start <= day.start <= span.end)


def _own(view: CaseView, saying: Saying) -> Event:
    return saying.head if saying.head.assertion in TELLING else saying.event


def _same_child(view: CaseView, saying: Saying, absent: Saying) -> bool:
    """Whether both sentences can be of one child."""
    children = {"subject_child", "sibling", "half_sibling"}
    one, two = view.people_in(saying) & children, view.people_in(absent) & children
    two = two or view.row_roles(absent.event) & children
    names = set(_NAME.findall(saying.text)) & set(_NAME.findall(absent.text))
    return not one or not two or bool(one & two) or bool(names)
