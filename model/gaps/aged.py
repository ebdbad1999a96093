"""Age rules: a record itself gives the age of the child, or of the pregnancy, at which a step was taken.

    "new birth visit, day 19", "booked at 23 weeks"  ->  the number in days  ->  more than the limit: a gap

Used where the dates cannot tell it: the day of the birth, or the due date, is not known, or the date of the row
lies before it. Where the dates do tell it, the rule that counts them speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.case import Event, Gap
from model.gaps.draft import make_gap, shortened
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.view import CaseView, Saying
from model.when import DayRange
from model.words import Phrasebook


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one age rule: the first record of the step for each child, by the age that it gives."""
    assert rule.limit is not None
    pattern = re.compile(rule.more["age"], re.IGNORECASE)
    unless = Phrasebook({"unless": rule.more["unless"]})
    for saying in view.saying(Phrasebook({"step": rule.more["said"]})):
        when = view.happened_by(saying.event)
        found = pattern.search(saying.text)
        if not found or saying.ahead or unless.find(saying.stems) or not rule.in_force(when):
            continue
        days = int(found["number"]) * int(rule.more["units"][found["unit"].lower().strip(" /")])
        if days <= rule.limit or view.side(saying.event) not in rule.responsible or _dates_tell(rule, view, saying):
            continue
        yield make_gap(
            rule,
            view,
            events=_records(saying),
            measured=DayRange(days, days),
            outcome="exceeded",
            confidence=("record_says",),
            first=when,
            last=when,
            agencies=[saying.event.agency],
            quote=shortened(saying.text),
        )
        return


def _records(saying: Saying) -> list[Event]:
    return [saying.head, saying.event]


def _dates_tell(rule: Rule, view: CaseView, saying: Saying) -> bool:
    """Whether the date that the age counts from is known and lies on the right side of the row."""
    known, row = view.key_dates.get(rule.more["counts_from"]), view.written(saying.event)
    if known is None or row is None or row.start is None or known.start is None:
        return False
    return rule.more["counts_from"] != "birth" or row.start >= known.start
