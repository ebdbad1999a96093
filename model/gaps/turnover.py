"""How many workers one service had with the family: a rule of cover that counts people and not days.

    rows that name a worker by a code ("SW2", "HV1")  ->  the workers of each role and service
        ->  the most within the window  ->  k or more: a gap

Only codes with a number are counted: "the social worker" may be anybody. A duty worker is no change of worker.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from model.case import Event, Gap
from model.gaps.draft import agency_words, make_gap
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.names import ROLES
from model.view import TELLING, CaseView, side_of
from model.when import DayRange

Seen = tuple[dt.date, str, Event]  # a day, the code of a worker, the record that names them


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """For each service and role the most workers within the window, where they are as many as the limit."""
    assert rule.limit is not None
    window = int(rule.more["window_days"])
    for (side, role), seen in sorted(_first_seen(rule, view).items()):
        seen.sort(key=lambda item: (item[0], item[1]))
        most: list[Seen] = []
        for at, (day, _, _) in enumerate(seen):
            within = [item for item in seen[at:] if (item[0] - day).days <= window]
            most = max(most, within, key=len)
        if len(most) < rule.limit or not rule.in_force(view.span_of(most[0][2])):
            continue
        yield make_gap(
            rule,
            view,
            events=[event for _, _, event in most],
            measured=DayRange(len(most), len(most)),
            outcome="exceeded",
            confidence=("codes_counted",),
            first=view.span_of(most[0][2]),
            last=view.span_of(most[-1][2]),
            agencies=[side],
            agency=agency_words([side]),
            who=ROLES[role].lower(),
            times=len(most),
            workers=", ".join(code.upper() for _, code, _ in most),
        )


def _first_seen(rule: Rule, view: CaseView) -> dict[tuple[str, str], list[Seen]]:
    """For each service and role, the first record in its own file of each worker named by a code."""
    found: dict[tuple[str, str], dict[str, Seen]] = {}
    for event in rule.trigger.find(view):
        span = view.span_of(event)
        if span is None or not span.is_day or span.start is None or event.assertion not in TELLING:
            continue
        for mention in event.mentions:
            code = "".join(mention.label.lower().split())
            own = side_of(mention.agency or event.agency) == view.side(event)
            if mention.role in rule.more["of"] and own and any(c.isdigit() for c in code):
                found.setdefault((view.side(event), mention.role), {}).setdefault(code, (span.start, code, event))
    return {key: list(codes.values()) for key, codes in found.items()}
