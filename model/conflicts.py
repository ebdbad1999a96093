"""On which details two records of one event differ: the date, the time, whether it took place, who was there.

two events  ->  conflicts_of  ->  short sentences, none where nothing differs

Nothing here says which record is right. That one record names more people than the other is no
conflict; that both say who was there and differ is.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Event
from model.names import AGENCIES, ASSERTIONS
from model.telling_kinds import MEETINGS, MESSAGES
from model.view import CaseView
from model.when import in_words

TOOK_PLACE = frozenset({"happened", "reported"})
NOTED_LATER = MESSAGES | {"worker_absence", "allocation", "case_closed", "meeting_cancelled"}
"""Kinds of which another agency hears on a later day, so that two dates are no conflict."""


def conflicts_of(view: CaseView, first: Event, second: Event) -> tuple[str, ...]:
    """The details on which the two records differ, a sentence each."""
    return tuple(_conflicts(view, first, second))


def _conflicts(view: CaseView, first: Event, second: Event) -> Iterator[str]:
    one, two = view.span_of(first), view.span_of(second)
    names = _label(first.agency), _label(second.agency)
    as_it_goes = {first.kind, second.kind} <= NOTED_LATER
    if as_it_goes:
        pass  # a message is received after it is sent, and an absence noticed as it lasts
    elif one and two and not one.overlaps(two):
        yield f"Dates: {names[0]} has {in_words(first.when)}, {names[1]} {in_words(second.when)}."
    elif one and two and one.start_time and two.start_time and one.start_time != two.start_time:
        yield f"Times: {names[0]} has {one.start_time:%H:%M}, {names[1]} {two.start_time:%H:%M}."
    both = {first.assertion, second.assertion}
    if "did_not_happen" in both and both & TOOK_PLACE:
        said = ASSERTIONS[first.assertion].lower(), ASSERTIONS[second.assertion].lower()
        yield f"Whether it took place: {names[0]} “{said[0]}”, {names[1]} “{said[1]}”."
    if first.kind in MEETINGS and second.kind in MEETINGS:
        yield from _attendance(view, first, second)
    if first.kind == second.kind == "disclosure":
        who = _family(view, first), _family(view, second)
        if all(who) and not who[0] & who[1]:
            yield "Who said it: the two records name different people."


def _attendance(view: CaseView, first: Event, second: Event) -> Iterator[str]:
    """Agencies that one list of those present holds and the other, which is a list too, does not."""
    present = {e.id: view.told(e) | {view.side(e)} for e in (first, second)}
    if not (view.told(first) and view.told(second)):
        return
    for event, other in ((first, second), (second, first)):
        extra = sorted(present[event.id] - present[other.id])
        if extra:
            named = ", ".join(_label(agency) for agency in extra)
            yield f"Attendance: only {_label(event.agency)} names {named}."


def _family(view: CaseView, event: Event) -> frozenset[str]:
    return view.named(event) & view.family_roles()


def _label(agency: str) -> str:
    return AGENCIES.get(agency, agency.replace("_", " "))
