"""The event table: the same events in the same order as the chart, in pages.

Selection  ->  event_rows(page)  ->  EventRow, ready for any face
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.axis import CALENDAR, Axis, relative_words
from dashboard.casebook import CaseBook, has_date
from dashboard.selection import Selection
from model.case import Entry, Event

TEXT_CHARS = 190  # of an entry in one row: two to three lines of the table


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One line of the table. `notes` are short words such as "Cited by 1 gap".

    `words` is the text in pieces, each with whether it was searched for; `hit` says whether the event was found.
    `relative` is its distance from what days are counted from, if not from the calendar.
    """

    event: Event
    when: str
    agency: str
    kind: str
    assertion: str
    text: str
    notes: tuple[str, ...]
    dated: bool
    words: tuple[tuple[str, bool], ...] = ()
    hit: bool = False
    relative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """One page of the table: rows `first` to `last` of `total`, counting from 1."""

    rows: tuple[EventRow, ...]
    page: int
    pages: int
    first: int
    last: int
    total: int


def table_page(book: CaseBook, chosen: Selection, page: int, per_page: int, axis: Axis = CALENDAR) -> TablePage:
    """The rows of one page; a page beyond the last shows the last."""
    events = chosen.listed
    pages = max(1, -(-len(events) // per_page))
    page = min(max(1, page), pages)
    shown = events[(page - 1) * per_page : page * per_page]
    first = (page - 1) * per_page + 1 if shown else 0
    return TablePage(
        rows=tuple(event_row(book, e, chosen, axis) for e in shown),
        page=page,
        pages=pages,
        first=first,
        last=first + len(shown) - 1 if shown else 0,
        total=len(events),
    )


def page_of(chosen: Selection, event_id: str, per_page: int) -> int | None:
    """The page of the table on which an event stands, None where the filters leave it out."""
    place = next((n for n, e in enumerate(chosen.listed) if e.id == event_id), None)
    return None if place is None else place // per_page + 1


def event_row(book: CaseBook, event: Event, chosen: Selection | None = None, axis: Axis = CALENDAR) -> EventRow:
    """One event as the table tells it: a row's main event by the row's words, any other by its own."""
    entry = book.entry_by_id.get(event.entry)
    text = entry.text if entry is not None and event.main else event.quote
    needles = chosen.needles if chosen is not None else ()
    hit = chosen is not None and chosen.hits is not None and event.id in chosen.hits
    if hit and entry is not None and not any(n in text.casefold() for n in needles):
        text = _elsewhere(entry, needles) or text
    text = words.clipped_around(text, needles, TEXT_CHARS)
    return EventRow(
        event=event,
        when=words.event_when(event),
        agency=book.label(event.agency),
        kind=words.kind(event),
        assertion="" if event.assertion == "happened" else words.assertion(event),
        text=text,
        words=tuple(words.lit(text, needles if hit else ())),
        hit=hit,
        relative=relative_words(axis, event.when),
        notes=_notes(book, event),
        dated=has_date(event.when),
    )


def _elsewhere(entry: Entry, needles: Sequence[str]) -> str:
    """Where in the row, outside the words shown, a hit lies: the row's own text, else the column with its name."""
    if any(n in entry.text.casefold() for n in needles):
        return entry.text
    cells = ((name, text) for name, text in entry.columns.items() if any(n in text.casefold() for n in needles))
    return next((f"{name}: {text}" for name, text in cells), "")


def _notes(book: CaseBook, event: Event) -> tuple[str, ...]:
    notes: list[str] = []
    if event.status in ("corrected", "rejected"):
        notes.append(words.STATUS_WORDS[event.status])
    gaps = len(book.gaps_of_event.get(event.id, ()))
    if gaps:
        notes.append(f"Cited by {words.counted(gaps, 'gap')}")
    if event.shared_with:
        notes.append("Told " + words.listed(book.label(a) for a in event.shared_with))
    others = book.same_events.get(event.id, ())
    if others:
        notes.append("Also in " + words.listed(dict.fromkeys(book.label(e.agency) for e, _ in others)))
    return tuple(notes)
