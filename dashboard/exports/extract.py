"""What an export tells, chosen and put in order once for every format.

    Case + Findings + ExportOptions  ->  extract  ->  Extract: items (entries with the gaps in their place),
                                                      agencies, people, sources, decisions, glossary, what is left out

A gap stands after the last entry that can begin on the day it begins; one without a date after the first entry it
rests on. Nothing is left out silently: `left_out` counts it and every document says it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from dashboard.casebook import build_book
from dashboard.exports.chronology import ChronologyRow, agency_label, chronology_rows
from dashboard.exports.glossary import KIND_MEANINGS, abbreviations_in, codes
from dashboard.exports.options import ExportOptions
from dashboard.tables.trail import TrailRow, trail_rows
from dashboard.words import GAP_STATUS_WORDS, counted, listed, moment
from model.case import Actor, Case, Decision, Entry, Event, Findings, Gap, Source
from model.names import ASSERTIONS, KINDS, ROLES
from model.places import place_in_words
from model.reviewed import Review, review_of
from model.subjects import NOTE, TAG
from model.when import When

OPEN, CONFIRMED, ANSWERED, DISMISSED, WEAKER = "open", "confirmed", "answered", "dismissed", "weaker"
_OF_STATUS = {"confirmed": CONFIRMED, "corrected": CONFIRMED, "answered": ANSWERED, "rejected": DISMISSED}
QUOTED: Final = re.compile(r"“[^”]*”?")
ANSWERED_ELSEWHERE = "Answered in the files supplied"
WEAKER_PROMPT = "Weaker prompt, not yet reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryItem:
    """One entry: its row in words, with its number in this export."""

    number: int
    agency: str
    row: ChronologyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class GapItem:
    """One gap in its place; `entries` and `against` say the entries it rests on: "12", or file and place."""

    number: int
    gap: Gap
    group: str
    status: str
    notes: tuple[str, ...]
    entries: tuple[str, ...]
    against: tuple[str, ...]


Item = EntryItem | GapItem


@dataclass(frozen=True, kw_only=True)
class Extract:
    """The content of an export. `sections` are (heading, items) by year, what has no date last."""

    case: Case
    findings: Findings
    options: ExportOptions
    codes: Mapping[str, str]
    entries: tuple[EntryItem, ...]
    gaps: tuple[GapItem, ...]
    sections: tuple[tuple[str, tuple[Item, ...]], ...]
    people: tuple[Actor, ...]
    sources: tuple[Source, ...]
    decisions: tuple[TrailRow, ...]
    left_out: tuple[str, ...]

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """The agencies whose entries stand in the export, in the order of the codes."""
        held = {item.agency for item in self.entries}
        return tuple(a for a in self.codes if a in held)

    @cached_property
    def place_of_agency(self) -> Mapping[str, int]:
        """The number of each agency's colour; it stays the same whatever is chosen."""
        return {agency: n for n, agency in enumerate(self.codes)}

    @cached_property
    def glossary(self) -> tuple[tuple[str, str, str], ...]:
        """(sort, word, meaning) of the codes, kinds and short forms that stand in this export."""
        kinds = dict.fromkeys(k for k in KINDS if k in self.kinds_used)
        named = {*self.agencies, *(a for item in self.gaps for a in item.gap.agencies)}
        texts = [f"{i.row.text} {i.row.notes}" for i in self.entries]
        return (
            *(("Agency", self.codes[a], agency_label(a)) for a in self.codes if a in named),
            *(("Kind", KINDS[k], KIND_MEANINGS.get(k, "")) for k in kinds),
            *(("Short form", short, meaning) for short, meaning in abbreviations_in(texts).items()),
        )

    @cached_property
    def kinds_used(self) -> frozenset[str]:
        label = {text: kind for kind, text in KINDS.items()}
        return frozenset(label[i.row.kind] for i in self.entries if i.row.kind)

    def said(self) -> list[str]:
        """What stands in the export and what does not, in sentences."""
        labels = {a: agency_label(a) for a in self.codes}
        return [
            f"{counted(len(self.entries), 'entry', 'entries')} of {len(self.case.entries):,}, "
            f"{counted(len(self.gaps), 'gap')}.",
            *self.options.said(labels),
            *self.left_out,
            *self._trail(),
        ]

    def _trail(self) -> list[str]:
        """The head of the chain of decisions: who notes it elsewhere can show later that nothing was changed since."""
        if not self.case.head:
            return []
        if not self.case.decisions:
            return ["Audit trail: no decision of a reviewer yet."]
        made = counted(len(self.case.decisions), "decision of reviewers", "decisions of reviewers")
        return [f"Audit trail: {made}, head hash {self.case.head}."]


def extract(case: Case, findings: Findings, options: ExportOptions) -> Extract:
    """Choose and order. Linear in the number of entries but for the sorting."""
    review = review_of(case, findings)
    chosen = _Choice(case, options)
    rows = [row for row in chronology_rows(case, findings) if chosen.has(row)]
    entry_of = chosen.entry
    known = codes(_agencies(case, findings))
    entries = tuple(
        EntryItem(number=n, agency=entry_of[row.entry].agency, row=chosen.told(replace(row, number=n), known, review))
        for n, row in enumerate(rows, start=1)
    )
    groups = grouped(findings)
    wanted = [(gap, group) for gap, group in groups if group in options.gaps and chosen.has_gap(gap)]
    wanted.sort(key=lambda pair: (_start(pair[0].when), pair[0].id))
    numbers = {item.row.entry: item.number for item in entries}
    gaps = tuple(_gap_item(n, *pair, chosen, numbers, review) for n, pair in enumerate(wanted, start=1))
    used = {e.id for e in case.events if e.entry in numbers}
    people = tuple(a for a in findings.actors if not options.narrow or used & set(a.events))
    trail = _decisions(case, findings, options, used | {g.gap.id for g in gaps}, review)
    held_back = len(case.decisions) - len(trail)
    left_out = (
        [f"{counted(len(groups) - len(gaps), 'gap')} left out by this choice."] if len(groups) > len(gaps) else []
    )
    left_out += [f"{counted(held_back, 'decision')} left out by this choice."] if held_back else []
    return Extract(
        case=case, findings=findings, options=options, codes=known, entries=entries, gaps=gaps,
        sections=_sections(chosen, entries, gaps), decisions=trail, left_out=tuple(left_out),
        people=tuple(replace(a, label="") for a in people) if options.words == "summary" else people,
        sources=tuple(s for s in case.sources if not options.agencies or s.agency in options.agencies),
    )  # fmt: skip


def grouped(findings: Findings) -> list[tuple[Gap, str]]:
    """Every gap of a case with the group of `options.GAP_CHOICES` that it belongs to."""
    held = [(gap, _OF_STATUS.get(gap.status, OPEN)) for gap in findings.gaps]
    held += [(gap, _OF_STATUS.get(gap.status, WEAKER)) for gap in findings.noticed]
    return held + [(gap, _OF_STATUS.get(gap.status, ANSWERED)) for gap in findings.answered]


class _Choice:
    """What the options let through, with the look-ups that it takes."""

    def __init__(self, case: Case, options: ExportOptions) -> None:
        self.options = options
        self.entry: dict[str, Entry] = {e.id: e for e in case.entries}
        self.event: dict[str, Event] = {e.id: e for e in case.events}
        self.files = {s.id: s.file for s in case.sources}
        self.of_entry: dict[str, list[Event]] = {}
        for event in case.events:
            self.of_entry.setdefault(event.entry, []).append(event)

    def has(self, row: ChronologyRow) -> bool:
        options, entry = self.options, self.entry[row.entry]
        if options.agencies and entry.agency not in options.agencies:
            return False
        if options.kinds and not any(e.kind in options.kinds for e in self.of_entry.get(entry.id, ())):
            return False
        return self._in_period(row.first, row.last)

    def has_gap(self, gap: Gap) -> bool:
        options, when = self.options, gap.when
        cited = {self.event[e].agency for e in (*gap.events, *gap.against) if e in self.event}
        if options.agencies and not cited | set(gap.agencies) <= set(options.agencies):
            return False  # its words tell of an agency that was left out
        if options.kinds and not any(self.event[e].kind in options.kinds for e in gap.events if e in self.event):
            return False
        return when is None or self._in_period(when.start, when.end)

    def _in_period(self, first: dt.date | None, last: dt.date | None) -> bool:
        since, until = self.options.since, self.options.until
        return not (since and last and last < since) and not (until and first and first > until)

    def told(self, row: ChronologyRow, known: Mapping[str, str], review: Review) -> ChronologyRow:
        """The row as this export tells it."""
        events = self.of_entry.get(row.entry, [])
        main = next((e for e in events if e.main), None)
        notes = [n for e in events for n in notes_on(review, e.id)] if self.options.notes else []
        row = replace(
            row,
            code=known[self.entry[row.entry].agency],
            notes="\n".join(dict.fromkeys(notes)),
            review=GAP_STATUS_WORDS[main.status].replace("Dismissed", "Set aside") if main and _seen(main) else "",
        )
        if self.options.words == "summary":
            roles = dict.fromkeys(ROLES.get(m.role, "") for m in (main.mentions if main else ()))
            row = replace(row, text=summary(events), people=", ".join(filter(None, roles)), printed="")
        return row

    def place(self, event: Event, numbers: Mapping[str, int]) -> str:
        """The number of an event's entry in this export, or its file and place where it is not in it."""
        entry = self.entry[event.entry]
        if entry.id in numbers:
            return str(numbers[entry.id])
        if self.options.agencies and entry.agency not in self.options.agencies:
            return "an entry left out of this export"
        return f"{self.files[entry.source]}, {place_in_words(entry.locator)}"


def _seen(event: Event) -> bool:
    return event.status != "proposed"


def notes_on(review: Review, target: str) -> list[str]:
    """The notes on an event or a gap, each with who wrote it and when."""
    return [f"{d.author}, {moment(d.made)}: {d.value.get('text', '')}" for d in review.notes.get(target, ())]


def summary(events: Sequence[Event]) -> str:
    """What was read in an entry, without its words: "Home visit; Referral (planned), told Police."

    The event that the row itself records comes first.
    """
    parts = []
    for event in sorted(events, key=lambda e: not e.main):
        if event.status == "rejected":
            continue
        how = "" if event.assertion == "happened" else f" ({ASSERTIONS[event.assertion].lower()})"
        told = f", told {listed(agency_label(a) for a in event.shared_with)}" if event.shared_with else ""
        parts.append(f"{KINDS[event.kind]}{how}{told}")
    return "; ".join(dict.fromkeys(parts)) or "No event was read in this entry"


def _agencies(case: Case, findings: Findings) -> list[str]:
    by_list = [agency.id for agency in findings.agencies]
    return list(dict.fromkeys([*by_list, *sorted({entry.agency for entry in case.entries})]))


def _start(when: When | None) -> tuple[dt.date, dt.time, dt.date]:
    return when.sort_key if when else (dt.date.max, dt.time.max, dt.date.max)


def _gap_item(
    number: int, gap: Gap, group: str, chosen: _Choice, numbers: Mapping[str, int], review: Review
) -> GapItem:
    status = {WEAKER: WEAKER_PROMPT, ANSWERED: ANSWERED_ELSEWHERE}.get(group, "")
    if gap.id in review.verdicts or not status:
        status = GAP_STATUS_WORDS[gap.status]
    told = _without_words(gap) if chosen.options.words == "summary" else gap

    def places(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(chosen.place(chosen.event[e], numbers) for e in ids if e in chosen.event))

    notes = tuple(notes_on(review, gap.id)) if chosen.options.notes else ()
    return GapItem(
        number=number, gap=told, group=group, status=status, notes=notes, entries=places(gap.events),
        against=places(gap.against),
    )  # fmt: skip


def _without_words(gap: Gap) -> Gap:
    """The gap without the agencies' own words: its title and certainty may quote, the rest is left out."""
    title, confidence = (QUOTED.sub("(words left out)", text) for text in (gap.title, gap.confidence))
    return replace(gap, title=title, confidence=confidence, explanation="", question="", answer="")


def _sections(
    chosen: _Choice, entries: Sequence[EntryItem], gaps: Sequence[GapItem]
) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    placed: list[tuple[tuple[dt.date, dt.time, int], Item]] = []
    key_of: dict[str, tuple[dt.date, dt.time, int]] = {}
    for item in entries:
        first = item.row.first or item.row.last or dt.date.max
        key = key_of[item.row.entry] = (first, dt.time.min, item.number)  # in a day the order is that of the rows
        placed.append((key, item))
    many = len(entries) + 1
    for gap in gaps:
        when = gap.gap.when
        day = (when.start or when.end) if when else None
        cited = next((chosen.event[e].entry for e in gap.gap.events if e in chosen.event), "")
        at = (day, dt.time.min, many) if day else key_of.get(cited, (dt.date.max, dt.time.min, many))
        placed.append((at, gap))
    placed.sort(key=lambda pair: (pair[0], isinstance(pair[1], GapItem), pair[1].number))
    years: dict[str, list[Item]] = {}
    for key, told in placed:
        years.setdefault("Without a date" if key[0] == dt.date.max else str(key[0].year), []).append(told)
    return tuple((year, tuple(items)) for year, items in years.items())


def _decisions(
    case: Case, findings: Findings, options: ExportOptions, told: set[str], review: Review
) -> tuple[TrailRow, ...]:
    """The trail, as far as it is about what stands in the export, and without words that were left out."""
    if not case.decisions:
        return ()
    targets: dict[int, set[str]] = {}
    for target, found in review.history.items():
        for decision in found:
            targets.setdefault(decision.number, set()).add(target)
    by_number: dict[int, Decision] = {d.number: d for d in case.decisions}

    def wanted(row: TrailRow) -> bool:
        subject = by_number[row.number].subject if row.number in by_number else ""
        if not options.notes and subject in (NOTE, TAG):
            return False
        return not options.narrow or (row.number in targets and targets[row.number] <= told)

    rows = [row for row in trail_rows(build_book(case, findings)) if wanted(row)]
    if options.words == "summary":
        rows = [replace(r, what=r.subject, about="", reason="") for r in rows]
    if not options.notes:
        rows = [replace(r, reason="") for r in rows]
    return tuple(rows)


def counts_by_agency(told: Extract) -> Mapping[str, int]:
    """How many entries of each agency stand in the export."""
    return Counter(item.agency for item in told.entries)
