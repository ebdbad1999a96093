"""Follow-through of a contact promised within a stated time: "to be seen again within two weeks".

    sentence with a time and a word of contact, about the future  ->  the day by which it was due
        ->  the next contact in person of that service  ->  after it, or none: a gap

The time is that of the record itself, so no limit of ours comes in. A contact that another service records with
that one taking part counts too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from model.case import Event, Gap
from model.gaps.draft import make_gap, shortened
from model.gaps.rules import Rule, Selector, selector
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.view import CaseView, Saying
from model.when import DayRange, When, days_between, in_words
from model.words import Phrasebook


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one rule of promised contact: one for each sentence that promises it."""
    assert rule.expects is not None
    contacts = rule.expects.find(view)
    book, unless = Phrasebook({"seen": rule.more["seen"]}), Phrasebook({"unless": rule.more["unless"]})
    moot: Selector = selector(rule.more["ended"], rule.id)
    ended = moot.find(view)
    for saying in view.saying(book):
        row, days = view.written(saying.event), stated_days(rule, saying.text)
        if row is None or not row.is_day or row.start is None or days is None or unless.find(saying.stems):
            continue
        side = view.side(saying.event)
        if side not in rule.responsible or not rule.in_force(row) or view.after_death(row):
            continue
        due = row.start + dt.timedelta(days=days + int(rule.more["grace_days"]))
        after = [e for e in contacts if _is_after(view, e, row.start) and side in view.taking_part(e)]
        met = next((e for e in after if e.entry != saying.event.entry), None)
        closed = any(_is_after(view, e, row.start) and _first(view, e) <= due for e in ended if view.side(e) == side)
        until = view.end_of_record(side)
        if closed or (met and _first(view, met) <= due) or (met is None and (until is None or until <= due)):
            continue
        yield _gap(rule, view, saying, row, met, until)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def stated_days(rule: Rule, text: str) -> int | None:
    """The time that the sentence gives, in days: "within 2 weeks" is 14. None where it gives none."""
    found = _pattern(rule.more["within"]).search(text)
    if found is None:
        return None
    number, unit = (found["number"] or "1").lower(), found["unit"].lower()
    numbers: dict[str, int] = rule.more["numbers"]
    count = int(number) if number.isdigit() else numbers.get(number, 1)
    return count * next(int(days) for name, days in rule.more["units"].items() if unit.startswith(name))


def _is_after(view: CaseView, event: Event, day: dt.date) -> bool:
    return _first(view, event) > day


def _first(view: CaseView, event: Event) -> dt.date:
    span = view.span_of(event)
    return (span.start or span.end or dt.date.max) if span else dt.date.min


def _gap(rule: Rule, view: CaseView, saying: Saying, row: When, met: Event | None, until: dt.date | None) -> Gap:
    end = view.span_of(met) if met else When.on(until) if until else None
    measured = days_between(row, end) if end else DayRange(None, None)
    return make_gap(
        rule,
        view,
        events=[saying.head, *saying.inside, saying.event, *([met] if met else [])],
        measured=measured if met else DayRange(measured.fewest, None),
        outcome="exceeded" if met else "no_record",
        confidence=("both_dates",) if met else ("ordinary_visits",),
        first=row,
        last=end,
        agencies=[saying.event.agency],
        quote=shortened(saying.text),
        done=said("next_of_service", date=in_words(end)) if met else said("none_by_service", date=in_words(end)),
    )
