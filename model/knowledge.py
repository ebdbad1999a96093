"""Who knew what, from when, and how they came to know.

    Knowledge.of(view, links).known(agency, event)  ->  Known | None
    Knowledge.of(view, links).state(agency, on)      ->  what it knew on a day

A side knows of an event from the earliest of: its own record of it (or of what matching holds to be the
same event); another's record that says it was told or took part; its record of a receipt that tells of
it. A message with no trace at the receiver is *sent, not confirmed*. Chains count, because every record
that tells of the event on is in its group. Nothing is stored: all of it follows from events and links.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from model.case import Event, Link
from model.view import TELLING, CaseView, side_of
from model.when import When

SPOKEN_OF_DAYS = 90  # a row so long after a birth or death may speak of another one
MESSAGES = frozenset({"information_shared", "referral", "consultation", "phone_contact"})
TOLD_OF = frozenset(
    {"domestic_abuse_incident", "incident", "police_attendance", "arrest", "missing_episode", "injury_or_illness"}
    | {"concern", "disclosure", "birth", "death", "hospital_admission", "hospital_discharge", "worker_absence"}
)
How = Literal["own record", "told", "took part", "sent, not confirmed"]
TOGETHER = frozenset(
    {"home_visit", "appointment", "strategy_discussion", "child_protection_conference", "core_group", "marac"}
    | {"child_in_need_meeting", "planning_meeting", "section_47_enquiry", "police_attendance", "supervision"}
)
"""Kinds in which being involved means being there."""
AT_ONCE = TOGETHER | {"phone_contact", "consultation"}
"""Kinds in which telling is hearing; a letter or notice is known from the receiver's own record of it."""
_RANK: dict[str, int] = {"own record": 0, "took part": 1, "told": 2, "sent, not confirmed": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """That a side knew of an event: since when (an interval), how, and the events that show it."""

    agency: str
    event: str
    since: When
    how: How
    evidence: tuple[str, ...]


class Knowledge:
    """The relation of sides to events, derived once for a case. Make it with `Knowledge.of`."""

    def __init__(self, view: CaseView, told_of: dict[str, list[Known]]) -> None:
        self._view = view
        self._told_of = told_of

    @classmethod
    def of(cls, view: CaseView, links: Iterable[Link] = ()) -> Knowledge:
        """Derive it from the events, their groups and the links of kinds "informs" and "refers_to"."""
        found: dict[str, list[Known]] = defaultdict(list)
        carried: dict[str, list[str]] = defaultdict(list)
        for link in links:
            if link.kind in {"informs", "refers_to"} and link.status != "rejected":
                carried[link.to_id].append(link.from_id)
        for event in view.events:
            records = view.same(event)
            tellers = {teller for member in records for teller in carried.get(member.id, ()) if teller in view.by_id}
            told = [record for teller in sorted(tellers) for record in view.same(view.by_id[teller])]
            for record in (*records, *told):
                found[event.id] += _by_record(view, event, record)
        return cls(view, found)

    def known(self, agency: str, event: Event) -> Known | None:
        """The earliest and best evidenced way in which the side came to know of the event, or None."""
        side = side_of(agency)
        ways = [known for known in self._told_of.get(event.id, ()) if known.agency == side]
        confirmed = [known for known in ways if known.how != "sent, not confirmed"]
        return min(confirmed or ways, key=_earliest, default=None)

    def knowers(self, event: Event) -> dict[str, Known]:
        """Every side that knew of the event, or was sent word of it, with how."""
        sides = {known.agency for known in self._told_of.get(event.id, ())}
        return {side: known for side in sorted(sides) if (known := self.known(side, event))}

    def state(self, agency: str, on: dt.date) -> list[Known]:
        """What the side knew on that day at the latest reading of the dates, in time order of the events."""
        out = []
        for event in self._view.events:
            known = self.known(agency, event)
            if known and known.since.end is not None and known.since.end <= on and known.how != "sent, not confirmed":
                out.append(known)
        return out


def informing(view: CaseView) -> list[Link]:
    """Links from each telling to what the same row tells of: the row's incidents, concerns and disclosures."""
    links = []
    for message in view.events:
        if (
            message.kind not in MESSAGES
            or message.assertion != "happened"
            or not (view.told(message) | view.senders(message))
        ):
            continue
        for event in view.by_entry[message.entry]:
            if event.id != message.id and event.kind in TOLD_OF and event.assertion in TELLING:
                evidence = f"Told in the same row: “{message.quote}”."
                links.append(Link(kind="informs", from_id=message.id, to_id=event.id, evidence=evidence, certainty=0.7))
    return links


def referring(view: CaseView) -> list[Link]:
    """Links from rows that speak of the child's birth or death to the record of it."""
    links = []
    for kind in ("birth", "death"):
        day = view.key_dates.get(kind)
        told = [e for e in view.by_kind.get(kind, ()) if day and (span := view.span_of(e)) and span.overlaps(day)]
        head = next((e for e in told if e.main), told[0] if told else None)
        if head is None or day is None or day.start is None:
            continue
        rows = {e.entry for e in told}
        for message in (m for name in sorted(MESSAGES) for m in view.from_day(name, day.start)):
            said = kind in view.topics(message) and message.assertion == "happened" and message.entry not in rows
            if said and (view.order(message)[0] - day.start).days <= SPOKEN_OF_DAYS:
                evidence = f"Speaks of the {kind}: “{message.quote}”."
                links.append(
                    Link(kind="refers_to", from_id=message.id, to_id=head.id, evidence=evidence, certainty=0.6)
                )
    return links


def _earliest(known: Known) -> tuple[dt.date, int]:
    return (known.since.end or known.since.start or dt.date.max, _RANK[known.how])


def _by_record(view: CaseView, event: Event, member: Event) -> list[Known]:
    """The ways of knowing that one record of the event gives."""
    since = _since(view, member)
    if since is None:
        return []
    own = view.side(member)
    evidence = (member.id,) if member.id == event.id else (event.id, member.id)
    kept: How = "told" if view.senders(member) else "own record"
    out = [Known(agency=own, event=event.id, since=since, how=kept, evidence=evidence)]
    together = member.kind in TOGETHER
    for side in frozenset(side_of(a) for a in member.involves if together) - {own}:
        out.append(Known(agency=side, event=event.id, since=since, how="took part", evidence=evidence))
    for side in view.told(member):
        how: How = "told" if member.kind in AT_ONCE else "sent, not confirmed"
        out.append(Known(agency=side, event=event.id, since=since, how=how, evidence=evidence))
    for side in view.senders(member):
        out.append(Known(agency=side, event=event.id, since=since, how="told", evidence=evidence))
    return out


def _since(view: CaseView, member: Event) -> When | None:
    """From when the record shows knowledge: not before the event, and for a tale of the past from its telling."""
    span, written = view.span_of(member), view.written(member)
    if member.main or written is None:
        return span or written
    if span is None or (span.end and written.end and span.end <= written.end):
        return written
    return span if member.assertion in {"happened", "reported"} else written
