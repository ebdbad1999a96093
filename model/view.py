"""A case indexed for questions: what happened when, in whose file, about what.

    Case  ->  CaseView.of(case)  ->  events by kind in time order, their clauses, topics, people, coverage

Built once for each analysis; matching, knowledge, graph and gap rules ask it and never walk the case
themselves. Agencies that keep one record together (the front door and children's social care) are
one *side*. An event's `span_of` is its interval widened where the text hedges ("about 5 May").
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from model.case import Case, Entry, Event
from model.data import load_toml
from model.subjects import BY_HAND
from model.undated import told_between
from model.when import When
from model.words import Phrasebook, Stems, clause_around, content, sentences, stems, topic_book

TELLING: Final = frozenset({"happened", "reported", "uncertain"})
"""Assertions of something that took place, as far as the writer knows."""

NOBODY: Final[frozenset[str]] = frozenset()
PARENTS: Final = frozenset({"mother", "father"})
SEEN_AFTER_DEATH: Final = 4  # visits to the bereaved, and slips of dates
NARROW_DAYS: Final = 7  # a wider interval cannot say on which day a child was born or died


@cache
def _people() -> dict[str, Any]:
    return load_toml("model.rules", "people.toml")


@cache
def _family_roles() -> frozenset[str]:
    return frozenset(_people()["families"]["family"])


@cache
def _due_words() -> Phrasebook:
    return Phrasebook({"due": _people()["due_words"]["phrases"]})


@cache
def side_of(agency: str) -> str:
    """The side an agency belongs to: agencies that share one record count as one."""
    sides: Mapping[str, str] = _people()["sides"]
    return sides.get(agency, agency)


@cache
def agency_of_role(role: str) -> str | None:
    """The agency whose worker a role is ("midwife": midwifery), None for family and open roles."""
    agencies: Mapping[str, str] = _people()["agency_of_role"]
    return agencies.get(role)


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of a row: the row's main event, the events read in the sentence, its place, words and stems."""

    event: Event
    inside: tuple[Event, ...]
    start: int
    end: int
    text: str
    stems: Stems

    @property
    def head(self) -> Event:
        """The event that stands for the sentence: the first read in it, else that of the row."""
        return self.inside[0] if self.inside else self.event

    @property
    def ahead(self) -> bool:
        """Whether all that was read in the sentence is planned or recommended."""
        return bool(self.inside) and all(e.assertion in {"planned", "recommended"} for e in self.inside)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days between an agency's first and last dated entry."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date | None, slack_days: int = 0) -> bool:
        """Whether the file still speaks on that day (or did so at most `slack_days` away)."""
        slack = dt.timedelta(days=slack_days)
        return day is not None and self.first - slack <= day <= self.last + slack


class CaseView:
    """The indexes of one case. Make it with `CaseView.of`."""

    def __init__(self, case: Case) -> None:
        self.case: Final = case
        self._spans: dict[str, When | None] = {}
        self.entries: Final[dict[str, Entry]] = {entry.id: entry for entry in case.entries}
        events = sorted((e for e in case.events if e.status != "rejected" and e.entry in self.entries), key=self.order)
        self.events: Final[tuple[Event, ...]] = tuple(events)
        self.by_id: Final[dict[str, Event]] = {event.id: event for event in events}
        self.by_kind: Final[dict[str, list[Event]]] = _grouped((event.kind, event) for event in events)
        self.by_entry: Final[dict[str, list[Event]]] = _grouped((event.entry, event) for event in events)
        self.coverage: Final[dict[str, Coverage]] = self._coverages()
        self._clauses: dict[str, str] = {}
        self._stems: dict[str, Stems] = {}
        self._content: dict[str, frozenset[str]] = {}
        self._roles: dict[str, frozenset[str]] = {}
        self._parts: dict[str, frozenset[str]] = {}
        self._topics: dict[str, frozenset[str]] = {}
        self._groups: dict[str, frozenset[str]] = {}
        self._sentences: list[Saying] | None = None
        self._starts: dict[str, list[dt.date]] = {}
        self._holding: defaultdict[str, list[int]] = defaultdict(list)  # stem -> places of the sentences that hold it
        self._active: dict[str, list[dt.date]] = {}
        self._source_ends: dict[str, dt.date] | None = None
        self._rows_before: dict[str, When] | None = None
        self._plans: dict[str, list[tuple[dt.date, Event]]] | None = None
        self._said: dict[Phrasebook, dict[str, list[Saying]]] = {}
        self.attended: Final[dict[str, frozenset[str]]] = {}  # filled by `model.gaps.attending`
        self.key_dates: Final[dict[str, When]] = self._key_dates()

    @classmethod
    def of(cls, case: Case) -> CaseView:
        return cls(case)

    # -- when ---------------------------------------------------------------------------------

    def order(self, event: Event) -> tuple[Any, ...]:
        """Time order that does not depend on the order of the files."""
        when = self.span_of(event)
        key = when.sort_key if when else (dt.date.max, dt.time.min, dt.date.max)
        return (*key, event.agency, not event.main, event.id)

    def span_of(self, event: Event) -> When | None:
        """When the event was: its own interval, widened by the tolerance where a single day is approximate."""
        if event.id not in self._spans:
            bounded = event.when is not None and (event.when.start or event.when.end)
            self._spans[event.id] = _widened(event.when) if bounded and event.when else None
        return self._spans[event.id]

    def written(self, event: Event) -> When | None:
        """When it was written down: the date of its row. What the row tells lies on or before it."""
        return self.entries[event.entry].when

    def happened_by(self, event: Event) -> When | None:
        """Its interval, or for an undated one "on or before the date of the row"."""
        span = self.span_of(event)
        if span is not None:
            return span
        row = self.written(event)
        return When(start=None, end=row.end, basis="derived") if row and row.end else None

    def row_before(self, event: Event) -> When | None:
        """For a row without a date: that of the row before it in its file, if the next dated one is of those days."""
        if self._rows_before is None:
            self._rows_before = told_between(self.case.entries)
        return self._rows_before.get(event.entry)

    def decided(self, event: Event) -> When | None:
        """When a planned or recommended step was settled on: the date of its row, else its own."""
        return self.written(event) or self.span_of(event)

    def from_day(self, kind: str, day: dt.date) -> Sequence[Event]:
        """Events of the kind whose first possible day is `day` or later, in time order."""
        events = self.by_kind.get(kind, [])
        if kind not in self._starts:
            self._starts[kind] = [self.order(event)[0] for event in events]
        return events[bisect_left(self._starts[kind], day) :]

    # -- about what ----------------------------------------------------------------------------

    def clause(self, event: Event) -> str:
        """The sentence that holds the event's quote."""
        if event.id not in self._clauses:
            text = self.entries[event.entry].text
            self._clauses[event.id] = clause_around(text, event.span) if text else event.quote
        return self._clauses[event.id]

    def stems(self, event: Event) -> Stems:
        if event.id not in self._stems:
            self._stems[event.id] = stems(self.clause(event))
        return self._stems[event.id]

    def topics(self, event: Event) -> frozenset[str]:
        """The topics named in its clause."""
        if event.id not in self._topics:
            self._topics[event.id] = topic_book().find(self.stems(event))
        return self._topics[event.id]

    def entry_topics(self, event: Event) -> frozenset[str]:
        """The topics named anywhere in its row."""
        return topic_book().find(stems(self.entries[event.entry].text))

    def content(self, event: Event) -> frozenset[str]:
        """The stems of its clause that carry content."""
        if event.id not in self._content:
            self._content[event.id] = content(self.stems(event))
        return self._content[event.id]

    def saying(self, book: Phrasebook) -> list[Saying]:
        """Every sentence of the case that holds a phrase of the book, in time order, with the event it belongs to."""
        if self._sentences is None:
            self._sentences = [saying for entry in self.case.entries for saying in self._cut(entry)]
            self._sentences.sort(key=lambda s: (self.order(s.event), s.start))
            for at, saying in enumerate(self._sentences):
                for word in set(saying.stems):
                    self._holding[word].append(at)
        places = sorted({at for first in book.firsts for at in self._holding.get(first, ())})
        return [saying for at in places if book.find((saying := self._sentences[at]).stems)]

    def said_by(self, book: Phrasebook) -> Mapping[str, Sequence[Saying]]:
        """The sentences of `saying` by the side that wrote them, kept: for what is asked again and again."""
        if book not in self._said:
            found: dict[str, list[Saying]] = {}
            for saying in self.saying(book):
                found.setdefault(self.side(saying.event), []).append(saying)
            self._said[book] = found
        return self._said[book]

    def _cut(self, entry: Entry) -> Iterator[Saying]:
        events = self.by_entry.get(entry.id, [])
        if not events:
            return
        main = next((event for event in events if event.main), events[0])
        for start, end in sentences(entry.text):
            inside = [e for e in events if start <= e.span[0] < end and e.span[1] > e.span[0]]
            yield Saying(main, tuple(inside), start, end, entry.text[start:end].strip(), stems(entry.text[start:end]))

    def people_in(self, saying: Saying) -> frozenset[str]:
        """The roles named in a sentence: by their own words where these are known, else by its events."""
        row = self.by_entry[saying.event.entry]
        named = {m.role for e in row for m in e.mentions if m.span and saying.start <= m.span[0] < saying.end}
        return frozenset(named or {m.role for e in saying.inside for m in e.mentions if m.span is None})

    def named_in(self, saying: Saying) -> frozenset[str]:
        """The roles that the words of a sentence name; those of its events only where no words of its row name anyone.

        A record that names nobody is taken to be about the patient: that says nothing of whom "no call back" is about.
        """
        row = self.by_entry[saying.event.entry]
        spans = [m for e in row for m in e.mentions if m.span]
        if not spans:
            return self.people_in(saying)
        return frozenset(m.role for m in spans if m.span and saying.start <= m.span[0] < saying.end)

    def row_roles(self, event: Event) -> frozenset[str]:
        """The roles named anywhere in its row."""
        return frozenset(m.role for e in self.by_entry[event.entry] for m in e.mentions)

    def named(self, event: Event) -> frozenset[str]:
        """The roles named in its own clause, where it is known which words name them; else all of its roles."""
        start = self.entries[event.entry].text.find(self.clause(event))
        end = start + len(self.clause(event))
        inside = {m.role for m in event.mentions if m.span is None or start <= m.span[0] < end}
        return frozenset(inside)

    # -- who -----------------------------------------------------------------------------------

    def side(self, event: Event) -> str:
        return side_of(event.agency)

    def roles(self, event: Event) -> frozenset[str]:
        if event.id not in self._roles:
            self._roles[event.id] = frozenset(mention.role for mention in event.mentions)
        return self._roles[event.id]

    def family_roles(self) -> frozenset[str]:
        """The roles of the family."""
        return _family_roles()

    def told(self, event: Event) -> frozenset[str]:
        """The other sides that the record says were told or took part."""
        if not event.shared_with:
            return NOBODY
        return frozenset(side_of(agency) for agency in event.shared_with) - {self.side(event)}

    def partners(self, event: Event) -> frozenset[str]:
        """The other sides that the record names: told, senders, involved, or by their workers."""
        return (self.taking_part(event) | self.senders(event)) - {self.side(event)}

    def senders(self, event: Event) -> frozenset[str]:
        """The other sides from which the record says it was received."""
        if not event.received_from:
            return NOBODY
        return frozenset(side_of(agency) for agency in event.received_from) - {self.side(event)}

    def taking_part(self, event: Event) -> frozenset[str]:
        """Every side with a hand in the event: its own, those involved, and the agencies of the workers named."""
        if event.id not in self._parts:
            named = (mention.agency or agency_of_role(mention.role) for mention in event.mentions)
            agencies = (event.agency, *event.involves, *event.shared_with, *named)
            self._parts[event.id] = frozenset(side_of(a) for a in agencies if a)
        return self._parts[event.id]

    # -- the same event ------------------------------------------------------------------------

    def set_groups(self, groups: Iterable[frozenset[str]]) -> None:
        """Take the groups of events that matching found to be one."""
        self._groups = {member: group for group in groups for member in group}

    def same(self, event: Event) -> list[Event]:
        """The event and all records of the same event, in time order."""
        members = self._groups.get(event.id)
        return (
            [event] if members is None else sorted((self.by_id[m] for m in members if m in self.by_id), key=self.order)
        )

    def group(self, event: Event) -> frozenset[str]:
        return self._groups.get(event.id, frozenset({event.id}))

    # -- the whole -----------------------------------------------------------------------------

    def covers(self, side: str, when: When | None, slack_days: int = 0) -> bool:
        """Whether the file of that side spans the whole interval; false where no file was supplied."""
        held = self.coverage.get(side)
        if held is None or when is None:
            return False
        return held.holds(when.end or when.start, slack_days) and held.holds(when.start or when.end, slack_days)

    def active_days(self, side: str) -> Sequence[dt.date]:
        """The first days of the dated entries of a side, in order."""
        if side not in self._active:
            whens = (e.when for e in self.case.entries if side_of(e.agency) == side)
            self._active[side] = sorted(when.start for when in whens if when and when.start)
        return self._active[side]

    def after_death(self, when: When | None) -> bool:
        """Whether an interval begins on the day of the child's death or later."""
        death = self.key_dates.get("death")
        return bool(death and death.start and when and when.start and when.start >= death.start)

    def end_of_record(self, side: str) -> dt.date | None:
        """The last day on which an absence in that side's file can be judged: its last entry, or the death."""
        held = self.coverage.get(side)
        death = self.key_dates.get("death")
        days = [day for day in (held.last if held else None, death.end if death else None) if day]
        return min(days) if days else None

    def plans_of(self, side: str) -> Sequence[tuple[dt.date, Event]]:
        """What a side planned or recommended, with the day of the row, in order of these days."""
        if self._plans is None:
            self._plans = {}
            for event in self.events:
                row = self.written(event) if event.assertion in {"planned", "recommended"} else None
                if row and row.end:
                    self._plans.setdefault(self.side(event), []).append((row.end, event))
            for plans in self._plans.values():
                plans.sort(key=lambda item: (item[0], item[1].id))
        return self._plans.get(side, ())

    def end_of_source(self, source: str) -> dt.date | None:
        """The last day of the dated entries of one file."""
        if self._source_ends is None:
            self._source_ends = {}
            for entry in self.case.entries:
                day = entry.when.end if entry.when and entry.when.bounded else None
                if day:
                    self._source_ends[entry.source] = max(day, self._source_ends.get(entry.source, day))
        return self._source_ends.get(source)

    def _coverages(self) -> dict[str, Coverage]:
        days: dict[str, list[dt.date]] = defaultdict(list)
        by_hand = {source.id for source in self.case.sources if source.reader == BY_HAND}  # no record of an agency
        for entry in self.case.entries:
            if entry.when and entry.when.bounded and entry.source not in by_hand:
                assert entry.when.start is not None
                assert entry.when.end is not None
                days[side_of(entry.agency)] += [entry.when.start, entry.when.end]
        return {side: Coverage(min(found), max(found)) for side, found in days.items()}

    def _key_dates(self) -> dict[str, When]:
        """The key dates of the user, completed from the records: the subject child's birth, death and due date."""
        found = dict(self.case.info.key_dates)
        if "due" not in found and (due := self._due_told()) is not None:
            found["due"] = due
        for name in ("birth", "death"):
            if name not in found:
                day = self._best_told(name, found.get("birth"))
                if day is not None:
                    found[name] = day
        return found

    def _best_told(self, kind: str, birth: When | None) -> When | None:
        """The date of the birth or death on which most files agree; a due date, or another person's, is not one.

        Files that record it weigh before files that tell of having heard of it, whose day is that of the hearing.
        """
        told = [e for e in self.by_kind.get(kind, []) if e.assertion in TELLING and self._is_subjects(e)]
        spans = [(e, span) for e in told if (span := self.span_of(e)) and span.bounded]
        dated = [(e, span) for e, span in spans if _width(span)[0] <= NARROW_DAYS]
        if kind == "death":
            dated = [(e, span) for e, span in dated if self._can_be_death(span, birth)]
        votes: dict[str, tuple[int, int, int, tuple[Any, ...]]] = {}
        for event, span in dated:
            agreeing = [other for other, when in dated if span.overlaps(when)]
            firsthand = {self.entries[e.entry].source for e in agreeing if e.assertion == "happened"}
            files = {self.entries[e.entry].source for e in agreeing}
            votes[event.id] = (-len(firsthand), -len(files), -sum(e.main for e in agreeing), _width(span))
        best = min(dated, key=lambda pair: votes[pair[0].id], default=None)
        return best[1] if best else None

    def _due_told(self) -> When | None:
        """The day on which a birth was expected, where the files name one day and most agree on it."""
        ahead = (e for e in self.by_kind.get("birth", ()) if e.assertion == "planned" and not e.main)
        dated = [(e, e.when) for e in ahead if e.when is not None and e.when.is_day and not e.when.offset]
        votes: dict[tuple[Any, Any], set[str]] = defaultdict(set)
        for event, when in dated:
            votes[when.start, when.end].add(self.entries[event.entry].source)
        best = max(dated, key=lambda d: (len(votes[d[1].start, d[1].end]), self.order(d[0])), default=None)
        return best[1] if best else None

    def _is_subjects(self, event: Event) -> bool:
        roles = self.roles(event)
        others = _family_roles() - {"subject_child"} if event.kind == "death" else _family_roles() - PARENTS
        if "subject_child" not in roles and roles & others:
            return False
        return not _due_words().find(stems(self.clause(event)))

    def _can_be_death(self, span: When, birth: When | None) -> bool:
        """Whether it is not before the birth, and the child is not seen again and again after it."""
        assert span.end is not None
        if birth and birth.start and span.end < birth.start:
            return False
        later = (e for kind in ("home_visit", "appointment") for e in self.by_kind.get(kind, ()))
        seen = [e for e in later if e.main and e.assertion == "happened" and self.order(e)[0] > span.end]
        return len(seen) <= SEEN_AFTER_DEATH


def _width(when: When) -> tuple[int, tuple[Any, ...]]:
    assert when.start is not None
    assert when.end is not None
    return (when.end - when.start).days, when.sort_key


def _widened(when: When) -> When:
    if not (when.approximate and when.start and when.start == when.end):
        return when
    slack = dt.timedelta(days=int(_people()["tolerance"]["approximate_day"]))
    return replace(when, start=when.start - slack, end=when.start + slack)


def _grouped(pairs: Iterable[tuple[str, Event]]) -> dict[str, list[Event]]:
    out: dict[str, list[Event]] = defaultdict(list)
    for key, event in pairs:
        out[key].append(event)
    return dict(out)
