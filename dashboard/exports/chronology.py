"""The merged chronology as rows: the same for the terminal, CSV and XLSX.

    Case + Findings  ->  chronology_rows  ->  ChronologyRow (one an entry, in order of time)

Entries without a date come last and are kept. Times inside a day follow the clock, then the order in
which the files were added.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from model.case import Case, Entry, Event, Findings
from model.names import AGENCIES, ASSERTIONS, KINDS
from model.places import place_in_words
from model.when import When, in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyRow:
    """One entry of the merged chronology, in words; `first` and `last` are its possible days.

    `number`, `code` (of the agency), `review` and `notes` are given by `extract`.
    """

    entry: str
    first: dt.date | None
    last: dt.date | None
    when: str
    printed: str
    agency: str
    kind: str
    assertion: str
    text: str
    people: str
    shared_with: str
    file: str
    place: str
    number: int = 0
    code: str = ""
    review: str = ""
    notes: str = ""


COLUMNS: dict[str, str] = {
    "number": "No",
    "when": "When",
    "first": "Earliest day",
    "last": "Latest day",
    "printed": "Date as written",
    "agency": "Agency",
    "kind": "Kind",
    "assertion": "Assertion",
    "text": "What the agency wrote",
    "people": "People",
    "shared_with": "Shared with",
    "file": "File",
    "place": "Place in the file",
    "code": "Code",
    "review": "Review",
    "notes": "Notes",
}
"""The columns of every export of the chronology, field by title, in order."""


def agency_label(agency: str) -> str:
    """The agency's name for the screen; a case's own agencies have their id as name."""
    return AGENCIES.get(agency, agency.replace("_", " ").capitalize())


def chronology_rows(case: Case, findings: Findings) -> list[ChronologyRow]:
    """Every entry of the case once, in order of time, undated ones last."""
    main = {event.entry: event for event in case.events if event.main}
    files = {source.id: source.file for source in case.sources}
    people: dict[str, list[str]] = {}
    for actor in findings.actors:
        for event_id in actor.events:
            people.setdefault(event_id, []).append(actor.label)
    dated = [(_when_of(entry, main.get(entry.id)), entry) for entry in case.entries]
    dated.sort(key=lambda pair: pair[0].sort_key if pair[0] else (dt.date.max, dt.time.max, dt.date.max))
    return [_row(entry, when, main.get(entry.id), files[entry.source], people) for when, entry in dated]


def _when_of(entry: Entry, event: Event | None) -> When | None:
    return (event.when if event else None) or entry.when


def _row(
    entry: Entry, when: When | None, event: Event | None, file: str, people: dict[str, list[str]]
) -> ChronologyRow:
    return ChronologyRow(
        entry=entry.id,
        first=when.start if when else None,
        last=when.end if when else None,
        when=in_words(when),
        printed=when.text if when else "",
        agency=agency_label(entry.agency),
        kind=KINDS[event.kind] if event else "",
        assertion=ASSERTIONS[event.assertion] if event else "",
        text=entry.text,
        people=", ".join(people.get(event.id, [])) if event else "",
        shared_with=", ".join(agency_label(a) for a in event.shared_with) if event else "",
        file=file,
        place=place_in_words(entry.locator),
    )
