"""A case laid out for drawing: events in order, and every look-up that the pages need, made once.

    Case + Findings  ->  build_book  ->  CaseBook  (kept by `library` until the case changes)
    CaseBook + ViewState  ->  `selection.selected`  ->  the events that the filters let through

The order is that of `When.sort_key`: first possible day, then clock time, then last possible day.
Undated events stand apart and in every total.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from dashboard.knowing_book import Knowing, knowing_of
from model.case import Actor, Agency, Case, Entry, Event, Findings, Gap, Link, Source
from model.names import AGENCIES, KINDS
from model.reviewed import Review, review_of
from model.walkthrough import Walkthrough, walkthroughs
from model.when import When

FIRST_DAY: Final = dt.date(1900, 1, 1)  # an axis needs an end: dates before it are drawn at its edge
LAST_DAY: Final = dt.date(2100, 12, 31)
OUTLIERS: Final = 0.03  # at most this share of the entries may lie outside the window that a case opens with
OUTLIER_GAIN: Final = 0.35  # and only if the empty time before or after them takes this part of the whole span
MANY: Final = 20  # entries, below which the whole case is always shown
EMPTY_SPAN: Final = (dt.date(2020, 1, 1), dt.date(2020, 12, 31))  # of the axis while a case has no dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What passes some filters, whatever the window, with the counts of the menus: see `selection`."""

    dated: tuple[Event, ...]
    undated: tuple[Event, ...]
    gaps: tuple[Gap, ...]
    ids: frozenset[str]  # of the events
    of_agency: Mapping[str, tuple[Event, ...]]  # the dated ones
    agencies: frozenset[str]  # of the events
    hits: frozenset[str] | None
    counts: Mapping[str, Mapping[str, int]]
    without: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class CaseBook:
    """A case with its look-ups. All tuples of events are in the order of the timeline."""

    case: Case
    findings: Findings
    dated: tuple[Event, ...]
    undated: tuple[Event, ...]
    gaps: tuple[Gap, ...]
    lanes: tuple[Agency, ...]
    event_by_id: Mapping[str, Event]
    entry_by_id: Mapping[str, Entry]
    source_by_id: Mapping[str, Source]
    gap_by_id: Mapping[str, Gap]
    gaps_of_event: Mapping[str, tuple[Gap, ...]]
    same_events: Mapping[str, tuple[tuple[Event, str], ...]]
    bounds: Mapping[str, tuple[dt.date, dt.date]]  # drawn first and last day of every dated event
    span: tuple[dt.date, dt.date]  # the whole case
    home: tuple[dt.date, dt.date]  # the window that a case opens with: its span without far outliers
    number: int = field(default_factory=itertools.count().__next__)  # tells one book of a program from the next
    kept: dict[Any, Matched] = field(default_factory=dict)  # answers to the filters used last
    _words: dict[str, str] = field(default_factory=dict)

    @cached_property
    def review(self) -> Review:
        """What reviewers decided, by event and gap."""
        return review_of(self.case, self.findings)

    @cached_property
    def links_of_event(self) -> Mapping[str, Sequence[Link]]:
        """Every link of the kind "same event", with what a reviewer said of it, by either event."""
        found: defaultdict[str, list[Link]] = defaultdict(list)
        for link in self.findings.links:
            if link.kind == "same_event" and {link.from_id, link.to_id} <= self.event_by_id.keys():
                found[link.from_id].append(link)
                found[link.to_id].append(link)
        return found

    @cached_property
    def read_by_id(self) -> Mapping[str, Event]:
        """The events as they were read, before any decision."""
        return {e.id: e for e in (self.case.as_read or self.case).events}

    @cached_property
    def events_of_entry(self) -> Mapping[str, Sequence[Event]]:
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self.case.events:
            found[event.entry].append(event)
        return found

    @cached_property
    def kind_counts(self) -> Mapping[str, int]:
        return Counter(e.kind for e in self.case.events)

    @cached_property
    def agency_counts(self) -> Mapping[str, int]:
        return Counter(e.agency for e in self.case.events)

    @cached_property
    def assertion_counts(self) -> Mapping[str, int]:
        return Counter(e.assertion for e in self.case.events)

    @cached_property
    def status_counts(self) -> Mapping[str, int]:
        return Counter(e.status for e in self.case.events)

    @cached_property
    def gap_counts(self) -> Mapping[str, int]:
        return Counter(g.kind for g in self.gaps)

    @cached_property
    def knowing(self) -> Knowing:
        """Who knew what, made when it is first asked for."""
        return knowing_of(self.case, self.findings)

    @cached_property
    def walkthroughs(self) -> tuple[Walkthrough, ...]:
        """The walkthroughs that were made of the case."""
        return walkthroughs(self.case, self.gaps)

    @cached_property
    def first_days(self) -> Mapping[str, dt.date]:
        """The first possible day of every dated event, as it is drawn."""
        return {event_id: first for event_id, (first, _) in self.bounds.items()}

    @cached_property
    def longest_days(self) -> int:
        """Between the first and the last possible day of an event, at most."""
        return max(((last - first).days for first, last in self.bounds.values()), default=0)

    @cached_property
    def actor_by_key(self) -> Mapping[str, Actor]:
        """The people by a name that says nothing of them, for addresses."""
        return {opaque(actor.id): actor for actor in self.findings.actors}

    @cached_property
    def people_of_event(self) -> Mapping[str, Sequence[str]]:
        """The keys (`actor_by_key`) of the people that each event names."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for key, actor in self.actor_by_key.items():
            for event_id in actor.events:
                found[event_id].append(key)
        return found

    @cached_property
    def tag_by_key(self) -> Mapping[str, str]:
        """The tags of the case's events by a name that says nothing of them, for addresses."""
        named = sorted({tag for tags in self.review.tags.values() for tag in tags})
        return {opaque(tag): tag for tag in named}

    @cached_property
    def tags_of_event(self) -> Mapping[str, Sequence[str]]:
        """The keys (`tag_by_key`) of the tags that reviewers put on each event."""
        return {e: tuple(map(opaque, tags)) for e, tags in self.review.tags.items() if e in self.event_by_id}

    @cached_property
    def tag_counts(self) -> Mapping[str, int]:
        return Counter(key for keys in self.tags_of_event.values() for key in keys)

    def label(self, agency_id: str | None) -> str:
        """The label of an agency, by the case's own list first."""
        if agency_id is None:
            return "Agency not known"
        own = next((a.label for a in self.lanes if a.id == agency_id), None)
        return own or AGENCIES.get(agency_id) or agency_id.replace("_", " ").capitalize()

    def words(self, event: Event) -> str:
        """Everything that a search looks at, in one case-folded text."""
        known = self._words.get(event.id)
        if known is None:
            entry = self.entry_by_id.get(event.entry)
            texts = (
                event.quote,
                KINDS.get(event.kind, event.kind),
                self.label(event.agency),
                entry.text if entry else "",
                *(entry.columns.values() if entry else ()),
                *(self.actor_by_key[key].label for key in self.people_of_event.get(event.id, ())),
                *self.review.tags.get(event.id, ()),
                *(str(note.value.get("text", "")) for note in self.review.notes.get(event.id, ())),
            )
            known = self._words[event.id] = " ".join(" ".join(texts).casefold().split())
        return known


def build_book(case: Case, findings: Findings) -> CaseBook:
    """Lay a case out. Pure; linear in the number of events but for the sort."""
    ordered = sorted((e for e in case.events if has_date(e.when)), key=order)
    bounds = {e.id: day_bounds(e.when) for e in ordered if e.when is not None}
    event_by_id = {e.id: e for e in case.events}
    gaps = tuple(sorted(findings.gaps, key=lambda g: (g.when is None, g.when.sort_key if g.when else None, g.id)))
    return CaseBook(
        case=case,
        findings=findings,
        dated=tuple(ordered),
        undated=tuple(e for e in case.events if not has_date(e.when)),
        gaps=gaps,
        lanes=_lanes(case, findings),
        event_by_id=event_by_id,
        entry_by_id={e.id: e for e in case.entries},
        source_by_id={s.id: s for s in case.sources},
        gap_by_id={g.id: g for g in gaps},
        gaps_of_event=_gaps_of_event(gaps),
        same_events=_same_events(findings, event_by_id),
        bounds=bounds,
        span=_span(bounds.values(), findings),
        home=_home([bounds[e.id] for e in ordered if e.main], _span(bounds.values(), findings)),
    )


def opaque(name: str) -> str:
    """A short name for addresses that says nothing of what it stands for."""
    return hashlib.sha256(name.encode("utf-8")).hexdigest()[:10]


def has_date(when: When | None) -> bool:
    """Whether anything at all bounds it."""
    return when is not None and (when.start is not None or when.end is not None)


def day_bounds(when: When) -> tuple[dt.date, dt.date]:
    """The days between which it is drawn; an open side is drawn at the known one."""
    first, last = when.start or when.end, when.end or when.start
    assert first is not None
    assert last is not None
    return _clamped(first), _clamped(last)


def _clamped(day: dt.date) -> dt.date:
    return min(max(day, FIRST_DAY), LAST_DAY)


def order(event: Event) -> tuple[tuple[dt.date, dt.time, dt.date], bool, str]:
    """The place of a dated event on the timeline."""
    assert event.when is not None
    return (event.when.sort_key, not event.main, event.id)


def _lanes(case: Case, findings: Findings) -> tuple[Agency, ...]:
    known = {a.id: a for a in findings.agencies}
    for event in case.events:
        if event.agency not in known:
            label = AGENCIES.get(event.agency, event.agency.replace("_", " ").capitalize())
            known[event.agency] = Agency(id=event.agency, label=label)
    having = {e.agency for e in case.events} | {a for g in findings.gaps for a in g.agencies}
    return tuple(a for a in known.values() if a.id in having)


def _gaps_of_event(gaps: Sequence[Gap]) -> dict[str, tuple[Gap, ...]]:
    found: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        for event_id in dict.fromkeys((*gap.events, *gap.against)):
            found[event_id].append(gap)
    return {event_id: tuple(cited) for event_id, cited in found.items()}


def _same_events(findings: Findings, events: Mapping[str, Event]) -> dict[str, tuple[tuple[Event, str], ...]]:
    found: defaultdict[str, list[tuple[Event, str]]] = defaultdict(list)
    for link in findings.links:
        one, other = events.get(link.from_id), events.get(link.to_id)
        if link.kind == "same_event" and link.status != "rejected" and one is not None and other is not None:
            found[one.id].append((other, link.evidence))
            found[other.id].append((one, link.evidence))
    return {event_id: tuple(others) for event_id, others in found.items()}


def _span(bounds: Iterable[tuple[dt.date, dt.date]], findings: Findings) -> tuple[dt.date, dt.date]:
    """From the first to the last day that anything in the case has, with a little air at both ends."""
    pairs = list(bounds)
    pairs += [day_bounds(w) for name, w in findings.key_dates.items() if has_date(w) and name != "scope"]
    pairs += [day_bounds(g.when) for g in findings.gaps if g.when is not None and has_date(g.when)]
    if not pairs:
        return EMPTY_SPAN
    first, last = min(p[0] for p in pairs), max(p[1] for p in pairs)
    return max(FIRST_DAY, first - _air(first, last)), min(LAST_DAY, last + _air(first, last))


def _home(bounds: Sequence[tuple[dt.date, dt.date]], span: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date]:
    """The window that a case opens with: the whole span, or less where a few far entries would squeeze the rest.

    A chronology often starts with a parent's own childhood; three rows of 1988 must not press two years of
    work into a corner. What lies outside is counted under the chart.
    """
    if len(bounds) < MANY:
        return span
    cut = max(1, int(len(bounds) * OUTLIERS))
    days = (span[1] - span[0]).days
    firsts = sorted(b[0] for b in bounds)
    lasts = sorted((b[1] for b in bounds), reverse=True)
    first = _after_the_jump(firsts[: cut + 1])
    last = _after_the_jump(lasts[: cut + 1])
    home_first = first - _air(first, last) if (first - span[0]).days > OUTLIER_GAIN * days else span[0]
    home_last = last + _air(first, last) if (span[1] - last).days > OUTLIER_GAIN * days else span[1]
    return home_first, home_last


def _after_the_jump(days: Sequence[dt.date]) -> dt.date:
    """Of days that run from one end towards the middle: the one after the widest jump."""
    jumps = [(abs((inner - outer).days), n) for n, (outer, inner) in enumerate(pairwise(days), start=1)]
    return days[max(jumps)[1]]


def _air(first: dt.date, last: dt.date) -> dt.timedelta:
    return dt.timedelta(days=max(2, abs((last - first).days) // 50))
