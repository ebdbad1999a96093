"""Who told whom: a directed, weighted view of the agencies over any period.

    messages, meetings  ->  tellings (one a message, however many files record it)  ->  Flow

A telling goes from the side that told to each side that heard. `delay` is the time from the event that
it tells of (`model.telling`) to the telling; `transit` from the sending to the receiver's own record of
it. One-way relations, and pairs of agencies that were both involved at a time and are not shown to have
spoken, are listed: prompts to look, like every absence in the files supplied.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from statistics import median_low

from model.case import Event, Link
from model.telling_kinds import MEETINGS, MESSAGES
from model.view import CaseView, Coverage
from model.when import DayRange, days_between

TOOK_PLACE = frozenset({"happened", "reported"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One message or meeting by which one side told another. `records` are the events that show it."""

    sender: str
    receiver: str
    records: tuple[str, ...]
    day: dt.date | None
    by_meeting: bool
    in_both_files: bool
    delay: DayRange | None
    transit: DayRange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowEdge:
    """All that one side told another in the period. The medians are intervals of days, None where nothing says."""

    sender: str
    receiver: str
    tellings: tuple[Telling, ...]
    delay: DayRange | None
    transit: DayRange | None
    first: dt.date | None
    last: dt.date | None

    @property
    def count(self) -> int:
        return len(self.tellings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The edges of a period; `one_way` (sender, receiver) with nothing back; `silent` pairs with nothing at all."""

    agencies: tuple[str, ...]
    edges: tuple[FlowEdge, ...]
    one_way: tuple[tuple[str, str], ...]
    silent: tuple[tuple[str, str], ...]


def flow(view: CaseView, links: Iterable[Link], first: dt.date | None = None, last: dt.date | None = None) -> Flow:
    """Who told whom from the first to the last day, both inclusive; None for an open end.

    Tellings without a date count only where both ends are open. Needs the groups of matching in the view.
    """
    between: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in tellings(view, links):
        if _within(telling.day, first, last):
            between[telling.sender, telling.receiver].append(telling)
    edges = tuple(_edge(pair, found) for pair, found in sorted(between.items()))
    involved = {side for side, held in view.coverage.items() if _meets(held, first, last)}
    named = involved | {side for edge in edges for side in (edge.sender, edge.receiver)}
    spoken = set(between)
    both = [pair for pair in combinations(sorted(involved), 2) if _at_one_time(view, pair)]
    return Flow(
        agencies=tuple(sorted(named)),
        edges=edges,
        one_way=tuple(sorted((a, b) for a, b in spoken if (b, a) not in spoken)),
        silent=tuple((a, b) for a, b in both if (a, b) not in spoken and (b, a) not in spoken),
    )


def tellings(view: CaseView, links: Iterable[Link]) -> list[Telling]:
    """Every telling of the case, in time order; a message that two files record is one."""
    told_of: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.kind == "informs" and link.status != "rejected":
            told_of[link.from_id].append(link.to_id)
    found: list[Telling] = []
    seen: set[str] = set()
    for event in view.events:
        if event.id in seen or event.kind not in MESSAGES | MEETINGS or event.assertion not in TOOK_PLACE:
            continue
        records = [e for e in view.same(event) if e.kind in MESSAGES | MEETINGS and e.assertion in TOOK_PLACE]
        seen |= {record.id for record in records}
        found += _of_message(view, records, told_of)
    return found


def _of_message(view: CaseView, records: list[Event], told_of: Mapping[str, list[str]]) -> list[Telling]:
    by_meeting = any(record.kind in MEETINGS for record in records)
    shown: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for record in records:
        for pair in _directions(view, record, by_meeting=by_meeting):
            shown[pair].append(record)
    out = []
    for (sender, receiver), found in sorted(shown.items()):
        sides = {view.side(record) for record in records}
        sent = [record for record in found if view.side(record) == sender]
        received = [record for record in records if view.side(record) == receiver]
        days = [span for record in found if (span := view.span_of(record))]
        out.append(
            Telling(
                sender=sender,
                receiver=receiver,
                records=tuple(record.id for record in found),
                day=min((span.middle for span in days if span.middle), default=None),
                by_meeting=by_meeting,
                in_both_files={sender, receiver} <= sides,
                delay=_delay(view, records, told_of),
                transit=_transit(view, sent, received),
            )
        )
    return out


def _directions(view: CaseView, record: Event, *, by_meeting: bool) -> list[tuple[str, str]]:
    own = view.side(record)
    if by_meeting:  # all who were there told each other
        present = sorted(view.told(record) | view.senders(record) | {own})
        return [(a, b) for a in present for b in present if a != b]
    return [(own, side) for side in view.told(record)] + [(side, own) for side in view.senders(record)]


def _delay(view: CaseView, records: list[Event], told_of: Mapping[str, list[str]]) -> DayRange | None:
    """The longest time from an event that the message tells of to the message."""
    found = []
    for record in records:
        when = view.span_of(record)
        for event in (view.by_id[e] for e in told_of.get(record.id, ()) if e in view.by_id):
            happened = view.span_of(event)
            days = days_between(happened, when) if happened and when else None
            if days and days.fewest is not None and days.most is not None and days.most >= 0:
                found.append(DayRange(max(0, days.fewest), days.most))
    return max(found, key=lambda d: (d.most or 0, d.fewest or 0), default=None)


def _transit(view: CaseView, sent: list[Event], received: list[Event]) -> DayRange | None:
    spans = [(view.span_of(a), view.span_of(b)) for a in sent for b in received]
    days = [days_between(a, b) for a, b in spans if a and b]
    return next((d for d in days if d.fewest is not None and d.most is not None and d.most >= 0), None)


def _edge(pair: tuple[str, str], found: list[Telling]) -> FlowEdge:
    days = [telling.day for telling in found if telling.day]
    return FlowEdge(
        sender=pair[0],
        receiver=pair[1],
        tellings=tuple(found),
        delay=_median(telling.delay for telling in found),
        transit=_median(telling.transit for telling in found),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _median(ranges: Iterable[DayRange | None]) -> DayRange | None:
    """The median of the fewest and of the most days: between them lies the median in every reading."""
    known = [r for r in ranges if r is not None and r.fewest is not None and r.most is not None]
    if not known:
        return None
    return DayRange(median_low([r.fewest or 0 for r in known]), median_low([r.most or 0 for r in known]))


def _within(day: dt.date | None, first: dt.date | None, last: dt.date | None) -> bool:
    if first is None and last is None:
        return True
    return day is not None and (first is None or day >= first) and (last is None or day <= last)


def _meets(held: Coverage, first: dt.date | None, last: dt.date | None) -> bool:
    return (last is None or held.first <= last) and (first is None or held.last >= first)


def _at_one_time(view: CaseView, pair: tuple[str, str]) -> bool:
    one, two = view.coverage[pair[0]], view.coverage[pair[1]]
    return one.first <= two.last and two.first <= one.last
