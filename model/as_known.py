"""A case as it was known on a day: what a room may be shown that is not yet told how things went on.

    Whole (case, findings, knowledge)  ->  as_known(whole, on, agency)  ->  AsKnown: a case cut down, and its findings

A record is shown from the day on which its words existed: the latest reading of the day since which it shows
knowledge, of the date of its row, and of the date on which the row was recorded. With an agency's *blinkers* only
what that agency is shown to have known remains: its own records with their words, and of other agencies' records
the kind and the day alone, since its file does not say in which words it heard.

What is cut away is not there: later records, later sentences of a row that was written on after the day, columns
of hindsight, places in files, people, links, key dates that lie ahead. A gap is left only if it was complete by the
day and rests on nothing later; gaps are hindsight all the same, so who shows them says so. Records of which no day
is known by which they were written, and what a reviewer added in own words, are never shown.

The one thing that can still lie ahead is what was then planned, in the words of the time.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from model.case import Agency, Case, CaseInfo, Entry, Event, Findings, Gap
from model.knowledge import SENT, Knowledge, Known, since_of
from model.subjects import BY_HAND
from model.view import TELLING, CaseView, side_of
from model.when import When
from model.words import sentences

AHEAD: Final = frozenset({"planned", "recommended"})
LEFT_OUT: Final = "…"
NEAR: Final = 2  # signs between two kept pieces of a row that are kept too: spaces, a line's end

ToldDays = Callable[[Entry], Sequence[tuple[int, int, dt.date]]]
"""The days that a row's text names: first and last character, first possible day."""

_DAY_TOLD: Final = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"


def _no_days(_: Entry) -> Sequence[tuple[int, int, dt.date]]:
    return ()


class Whole:
    """A case with all that is known of it today, asked again and again for what was known on a day.

    `told_days` finds the days that a row's text names, so that a sentence written in later can be cut out even where
    no event was read in it; without it only events decide.
    """

    def __init__(
        self, case: Case, findings: Findings, view: CaseView, knowledge: Knowledge, told_days: ToldDays = _no_days
    ) -> None:
        self.case: Final = case
        self.findings: Final = findings
        self.view: Final = view
        self.knowledge: Final = knowledge
        self._told_days = told_days
        self._told: dict[str, Sequence[tuple[int, int, dt.date]]] = {}
        self.shown: Final = {event.id: shown_from(view, event) for event in view.events}

    def told_days(self, entry: Entry) -> Sequence[tuple[int, int, dt.date]]:
        if entry.id not in self._told:
            self._told[entry.id] = self._told_days(entry)
        return self._told[entry.id]

    def agencies(self, on: dt.date | None = None) -> tuple[Agency, ...]:
        """The agencies with a record shown by that day, in the order in which their first one came."""
        firsts: dict[str, tuple[dt.date, str]] = {}
        for event in self.view.events:
            day = self.shown[event.id]
            if day is not None and (on is None or day <= on):
                firsts[event.agency] = min(firsts.get(event.agency, (day, event.id)), (day, event.id))
        labels = {agency.id: agency.label for agency in self.findings.agencies}
        return tuple(Agency(id=a, label=labels.get(a, a)) for a in sorted(firsts, key=firsts.__getitem__))

    def never(self) -> int:
        """How many records have no day by which they were written, and are never shown."""
        return sum(day is None for day in self.shown.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class AsKnown:
    """What was known by the end of the day `on`, by anyone or by one agency.

    `case` holds the cut-down entries and events, `findings` the agencies (in the order in which they came into
    view), the key dates reached and the gaps complete by then. `known` says for each event of another agency how the
    agency of the blinkers knew; `others` are the records that others had by then and it is not shown to have known.
    """

    on: dt.date
    agency: str | None
    case: Case
    findings: Findings
    known: Mapping[str, Known] = field(default_factory=dict)
    others: tuple[Event, ...] = ()


def shown_from(view: CaseView, event: Event) -> dt.date | None:
    """The first day on which the record's words can be shown to anyone, None where no reading bounds it.

    What a reviewer added in words of their own was written with hindsight, whatever its date: it is never shown.
    """
    entry = view.entries[event.entry]
    since = None if entry.source in by_hand(view.case) else since_of(view, event)
    if since is None:
        return None
    ends = [when.end for when in (since, entry.when, entry.recorded) if when is not None]
    return None if None in ends else max(end for end in ends if end is not None)


def by_hand(case: Case) -> frozenset[str]:
    """The ids of the sources that are no file."""
    return frozenset(source.id for source in case.sources if source.reader == BY_HAND)


def as_known(whole: Whole, on: dt.date, agency: str | None = None) -> AsKnown:
    """The case as it was known at the end of a day, by anyone or by one agency."""
    there = [event for event in whole.view.events if _by(whole.shown[event.id], on)]
    known = {} if agency is None else _known_to(whole, there, agency, on)
    seen = there if agency is None else [event for event in there if event.id in known]
    own = {event.id for event in seen if agency is None or whole.view.side(event) == side_of(agency)}
    case = _cut(whole, seen, own, on)
    agencies = whole.agencies(on)
    findings = Findings(
        agencies=agencies,
        actors=(),
        links=(),
        gaps=_gaps(whole, {event.id for event in there}, frozenset(a.id for a in agencies), on),
        contradictions=(),
        key_dates=_key_dates(whole, there, on),
    )
    return AsKnown(
        on=on,
        agency=agency,
        case=case,
        findings=findings,
        known={event_id: way for event_id, way in known.items() if event_id not in own},
        others=tuple(event for event in there if agency is not None and event.id not in known),
    )


def nobody_yet(whole: Whole, on: dt.date) -> tuple[Event, ...]:
    """What had happened by the day and no file shows anyone to have known: one record each, kind and day alone."""
    out: dict[frozenset[str], Event] = {}
    for event in whole.view.events:
        span, group = whole.view.span_of(event), whole.view.group(event)
        if event.assertion not in TELLING or span is None or span.end is None or span.end > on or group in out:
            continue
        if not any(_by(whole.shown.get(record.id), on) for record in whole.view.same(event)):
            out[group] = _bare(event)
    return tuple(out.values())


def _by(day: dt.date | None, on: dt.date) -> bool:
    return day is not None and day <= on


def _known_to(whole: Whole, there: Iterable[Event], agency: str, on: dt.date) -> dict[str, Known]:
    out: dict[str, Known] = {}
    for event in there:
        way = whole.knowledge.known(agency, event)
        if way is not None and way.how != SENT and _by(way.since.end, on):
            out[event.id] = way
    return out


# -- the case ----------------------------------------------------------------------------------


def _cut(whole: Whole, seen: Sequence[Event], own: set[str], on: dt.date) -> Case:
    rows: dict[str, list[Event]] = {}
    for event in seen:
        rows.setdefault(event.entry, []).append(event)
    entries, events = [], []
    for entry_id, found in rows.items():
        entry = whole.view.entries[entry_id]
        text, spans = _words_by(whole, entry, [event for event in found if event.id in own], on)
        entries.append(
            Entry(
                id=entry.id, source="", agency=entry.agency, locator={}, when=_plain(entry.when), text=text, columns={}
            )
        )
        events += [_bare(event, text, spans.get(event.id)) for event in found]
    return Case(info=CaseInfo(id="", title=""), entries=tuple(entries), events=tuple(events))


def _bare(event: Event, text: str = "", span: tuple[int, int] | None = None) -> Event:
    """An event with its kind and day, and its words only where they may be shown."""
    first, last = span or (0, 0)
    return Event(
        id=event.id, entry=event.entry, agency=event.agency, kind=event.kind, assertion=event.assertion,
        when=_plain(event.when), quote=text[first:last], span=(first, last), main=event.main,
    )  # fmt: skip


def _plain(when: When | None) -> When | None:
    """The days without the words and anchors that gave them: they may name what came later."""
    if when is None:
        return None
    return replace(when, text="", anchor=None, anchor_phrase=None, offset=None, rule="", alternatives=())


def _words_by(whole: Whole, entry: Entry, seen: Sequence[Event], on: dt.date) -> tuple[str, dict[str, tuple[int, int]]]:
    """What of a row's text stood there by the day, and where the words of each event stand in it."""
    if not seen:
        return "", {}
    ids = {event.id for event in seen}
    later = [event for event in whole.view.by_entry[entry.id] if event.id not in ids]
    days = [told for told in whole.told_days(entry) if told[2] > on]
    if not later and not days:
        return entry.text, {event.id: event.span for event in seen}
    kept: list[tuple[int, int]] = []
    for piece in _pieces(entry.text):
        inside = [event for event in seen if _touch(event.span, piece)]
        spoilt = [event.span for event in later if _touch(event.span, piece)]
        spoilt += [
            (start, end) for start, end, day in days if _touch((start, end), piece) and not _was_planned(inside, day)
        ]
        if not spoilt and (inside or not later):
            kept.append(piece)
        elif spoilt:
            kept += [e.span for e in inside if not any(_touch(e.span, s) for s in spoilt) and _within(e.span, piece)]
    return _joined(entry.text, _merged(kept), seen)


def _was_planned(events: Iterable[Event], day: dt.date) -> bool:
    """Whether one of the events of a sentence was planned for that day: then it could be written before it."""
    ahead = (event.when for event in events if event.assertion in AHEAD and event.when is not None)
    return any(when.overlaps(When.on(day)) for when in ahead)


def _pieces(text: str) -> list[tuple[int, int]]:
    """The sentences of a text with the stop that ends each, without space around them."""
    out = []
    for start, end in sentences(text):
        while text[start].isspace():
            start += 1
        out.append((start, end + (text[end : end + 1] in tuple(".;!?"))))
    return out


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _merged(pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if out and start <= out[-1][1] + NEAR:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _joined(
    text: str, kept: Sequence[tuple[int, int]], events: Sequence[Event]
) -> tuple[str, dict[str, tuple[int, int]]]:
    """The kept pieces as one text with a mark where something is left out, and the events' places in it."""
    made, spans = "", {}
    for start, end in kept:
        made += f" {LEFT_OUT} " if made else f"{LEFT_OUT} " if start > NEAR else ""
        for event in events:
            first, last = max(event.span[0], start), min(event.span[1], end)
            if event.id not in spans and first < last:
                spans[event.id] = (len(made) + first - start, len(made) + last - start)
        made += text[start:end]
    if kept and len(text) - kept[-1][1] > NEAR:
        made += f" {LEFT_OUT}"
    return made, spans


# -- the findings ------------------------------------------------------------------------------


def _key_dates(whole: Whole, there: Sequence[Event], on: dt.date) -> dict[str, When]:
    """The key dates reached: the birth by its day, any other also only when a record of such an event is there."""
    out = {}
    for name, when in whole.findings.key_dates.items():
        if name in ("scope", "due") or when.end is None or when.end > on:
            continue
        if name == "birth" or any(_tells_of(whole, event, name, when) for event in there):
            out[name] = replace(when, text="", anchor=None, anchor_phrase=None, offset=None, rule="", alternatives=())
    return out


def _tells_of(whole: Whole, event: Event, name: str, when: When) -> bool:
    span = whole.view.span_of(event)
    named = event.kind == name if name == "death" else True
    return named and event.assertion in TELLING and span is not None and span.overlaps(when)


def _gaps(whole: Whole, there: set[str], agencies: frozenset[str], on: dt.date) -> tuple[Gap, ...]:
    return tuple(
        replace(gap, answer="", sought="", question="", asked=(), folded=(), cause=None, source="", status="proposed")
        for gap in whole.findings.gaps
        if gap.status != "rejected" and gap_complete(gap, on) and there.issuperset((*gap.events, *gap.against))
        and agencies.issuperset(gap.agencies) and not _tells_later(f"{gap.title} {gap.explanation}", on)
    )  # fmt: skip


def gap_complete(gap: Gap, on: dt.date) -> bool:
    """Whether the time in which something was looked for had passed by the day."""
    return gap.when is not None and gap.when.end is not None and gap.when.end <= on


def _tells_later(text: str, on: dt.date) -> bool:
    """Whether a text of our own names a later day: it would rest on a record that is not there yet."""
    for day, month, year, iso_year, iso_month, iso_day in _DAY_TOLD.findall(text):
        numbers = (year, str(_MONTHS.find(month) // 3 + 1), day) if year else (iso_year, iso_month, iso_day)
        try:
            if dt.date(*map(int, numbers)) > on:
                return True
        except ValueError:  # no day of the calendar
            continue
    return False
