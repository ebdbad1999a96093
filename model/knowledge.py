"""Who knew what, from when, and how they came to know.

    relate(view)                                   ->  links of the case, and Knowledge
    Knowledge.of(view, links).known(agency, event) ->  Known | None
    Knowledge.of(view, links).state(agency, on)    ->  what it knew on a day
    Knowledge.of(view, links).chain(known)         ->  by which agencies the news came, first knower first

A side knows of an event from the earliest of: its own record of it (or of what matching holds to be the
same event); its record of a receipt that tells of it; a meeting or visit at which it took part; another
agency's record that says it was told in person. A message with no trace at the receiver is *sent, not
confirmed*. Chains count: a message is knowledge of all that it tells of (`model.telling`), and who told it
must have known. Nothing is stored: all of it follows from events and links, so to reject a link takes
away what followed from it and nothing else, and more records never take knowledge away.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from model.case import Case, Event, Link
from model.matching import match
from model.reviewed import confirmed_links
from model.telling import informing, referring, retelling
from model.telling_kinds import MEETINGS, MESSAGES
from model.timing import refine
from model.view import CaseView, side_of
from model.when import When

How = Literal["own record", "told", "at a meeting", "took part", "said by another", "sent, not confirmed"]
TOGETHER: Final = MEETINGS | {"home_visit", "appointment", "section_47_enquiry", "police_attendance", "supervision"}
"""Kinds in which being involved means being there."""
IN_PERSON: Final = TOGETHER | {"phone_contact", "consultation"}
"""Kinds in which telling is hearing; a letter or notice is known from the receiver's own record of it."""
SENT: Final = "sent, not confirmed"
_RANK: Final[dict[str, int]] = {
    "own record": 0,
    "told": 1,
    "at a meeting": 2,
    "took part": 3,
    "said by another": 4,
    SENT: 5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """That a side knew of an event: since when (an interval), how, and the events that show it.

    `by` is the side that told it, or whose record says that it was told; empty for its own record.
    """

    agency: str
    event: str
    since: When
    how: How
    evidence: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of knowing that one record gives; the same for every record of the event."""

    agency: str
    since: When
    how: How
    record: str
    by: str

    @property
    def order(self) -> tuple[dt.date, int, dt.date, str, str]:
        """The earliest certain, then the best evidenced, then the earliest possible."""
        latest = self.since.end or self.since.start or dt.date.max
        return (latest, _RANK[self.how], self.since.start or latest, self.by, self.record)


class Knowledge:
    """The relation of sides to events, derived once for a case. Make it with `Knowledge.of` or `relate`."""

    def __init__(self, view: CaseView, best: dict[str, dict[str, _Way]]) -> None:
        self._view = view
        self._best = best

    @classmethod
    def of(cls, view: CaseView, links: Iterable[Link] = ()) -> Knowledge:
        """Derive it from the events, their groups and the links of kinds "informs" and "refers_to"."""
        tellers: dict[str, list[str]] = defaultdict(list)
        for link in links:
            if link.kind in {"informs", "refers_to"} and link.status != "rejected":
                tellers[link.to_id].append(link.from_id)
        best: dict[str, dict[str, _Way]] = {}
        for event in view.events:
            if event.id not in best:
                records = view.same(event)
                ways = _best_of(_ways(view, records, tellers))
                best |= {record.id: ways for record in records}
        return cls(view, best)

    def known(self, agency: str, event: Event) -> Known | None:
        """The earliest and best evidenced way in which the side came to know of the event, or None."""
        way = self._best.get(event.id, {}).get(side_of(agency))
        return _known(event, way) if way else None

    def knowers(self, event: Event) -> dict[str, Known]:
        """Every side that knew of the event, or was sent word of it, with how."""
        return {side: _known(event, way) for side, way in sorted(self._best.get(event.id, {}).items())}

    def state(self, agency: str, on: dt.date) -> list[Known]:
        """What the side knew on that day at the latest reading of the dates, in time order of the events."""
        side, out = side_of(agency), []
        for event in self._view.events:
            way = self._best[event.id].get(side)
            if way and way.how != SENT and way.since.end is not None and way.since.end <= on:
                out.append(_known(event, way))
        return out

    def sent(self, agency: str, on: dt.date) -> list[Known]:
        """What had been sent to the side by that day, with no trace in the files supplied that it arrived."""
        side, out = side_of(agency), []
        for event in self._view.events:
            way = self._best[event.id].get(side)
            if way and way.how == SENT and way.since.end is not None and way.since.end <= on:
                out.append(_known(event, way))
        return out

    def once(self, known: Iterable[Known]) -> list[Known]:
        """One for each event, however many records it has: the first of each group."""
        seen: set[str] = set()
        out = []
        for item in known:
            if item.event not in seen:
                seen |= self._view.group(self._view.by_id[item.event])
                out.append(item)
        return out

    def chain(self, known: Known) -> tuple[Known, ...]:
        """The steps by which the news came to the side: who knew first, whom they told, and so on to it."""
        steps, seen = [known], {known.agency}
        ways = self._best[known.event]
        while (by := steps[0].by) and by not in seen and by in ways:
            seen.add(by)
            steps.insert(0, _known(self._view.by_id[known.event], ways[by]))
        return tuple(steps)


def relate(view: CaseView, others: Iterable[Link] = ()) -> tuple[list[Link], Knowledge]:
    """Match the records of a case, take the groups into the view, and derive its links and knowledge.

    `others` are links found elsewhere (what the dates of the case say of each other).
    """
    same, groups = match(view)
    view.set_groups(groups)
    told = [*informing(view), *others, *referring(view)]
    links = _once([*same, *told, *retelling(view, told)])
    return links, Knowledge.of(view, links)


def _once(links: Iterable[Link]) -> list[Link]:
    """One link of a kind between two events: the first, whose reason is the more exact."""
    return list({(link.kind, link.from_id, link.to_id): link for link in reversed(list(links))}.values())[::-1]


def knowledge_and_links(case: Case) -> tuple[CaseView, list[Link], Knowledge]:
    """A case's view with its groups, its links and its knowledge, all dates reasoned with together."""
    refined = refine(case, links=confirmed_links(case))
    view = CaseView.of(refined.case)
    links, knowledge = relate(view, refined.links)
    return view, links, knowledge


def knowledge_of(case: Case) -> tuple[CaseView, Knowledge]:
    """Who knew what of a case, with the events as the case's view orders them."""
    view, _, knowledge = knowledge_and_links(case)
    return view, knowledge


def known(case: Case, agency: str, event: Event) -> Known | None:
    """How and since when an agency knew of an event. For many questions make `knowledge_of` once."""
    return knowledge_of(case)[1].known(agency, event)


def state(case: Case, agency: str, on: dt.date) -> list[Known]:
    """All that an agency is shown to have known on a day."""
    return knowledge_of(case)[1].state(agency, on)


def _known(event: Event, way: _Way) -> Known:
    evidence = (way.record,) if way.record == event.id else (event.id, way.record)
    return Known(agency=way.agency, event=event.id, since=way.since, how=way.how, evidence=evidence, by=way.by)


def _best_of(ways: Iterable[_Way]) -> dict[str, _Way]:
    """The best way of each side: a confirmed one before word that was only sent."""
    out: dict[str, _Way] = {}
    for way in ways:
        held = out.get(way.agency)
        if held is None or ((way.how == SENT), way.order) < ((held.how == SENT), held.order):
            out[way.agency] = way
    return out


def _ways(view: CaseView, records: list[Event], tellers: dict[str, list[str]]) -> Iterator[_Way]:
    """The ways of knowing that the records of one event give, and the messages that tell of it."""
    told: dict[str, Event] = {}
    for record in records:
        for teller in tellers.get(record.id, ()):
            if teller in view.by_id:
                told |= {same.id: same for same in view.same(view.by_id[teller]) if _carries(same)}
    for record in (*records, *told.values()):
        yield from _by_record(view, record)


def _carries(record: Event) -> bool:
    """Whether a record of a message or meeting shows that its agency had what was told: not a mention of a meeting."""
    took_place = record.assertion in {"happened", "reported"}
    return took_place and (record.kind in MESSAGES or (record.kind in MEETINGS and record.main))


def _by_record(view: CaseView, record: Event) -> Iterator[_Way]:
    since = since_of(view, record)
    if since is None:
        return
    own, senders = view.side(record), view.senders(record)
    if senders:
        yield _Way(own, since, "told", record.id, min(senders))
        for side in senders:
            yield _Way(side, since, "said by another", record.id, "")
    else:
        yield _Way(own, since, "own record", record.id, "")
    together: How = "at a meeting" if record.kind in MEETINGS else "took part"
    if record.kind in TOGETHER:
        for side in frozenset(side_of(a) for a in record.involves) - {own}:
            yield _Way(side, since, together, record.id, own)
    heard: How = together if record.kind in TOGETHER else "said by another" if record.kind in IN_PERSON else SENT
    for side in view.told(record):
        yield _Way(side, since, heard, record.id, own)


def since_of(view: CaseView, record: Event) -> When | None:
    """From when the record shows knowledge: not before the event, and for a tale of the past from its telling."""
    span, written = view.span_of(record), view.written(record)
    if record.main or written is None:
        return span or written
    if span is None or (span.end and written.end and span.end <= written.end):
        return written
    return span if record.assertion in {"happened", "reported"} else written
