"""Tables that are no chronology: who is who, cover boxes, sign-offs, and forms with one event each.

RawTable  ->  other_table  ->  key pairs, facts, long answers as paragraphs; counted, and named in a problem
rows      ->  record_rows  ->  rows grouped by event, where titles stand in the first column
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.cells import is_blank, looks_dated, looks_like_serial, own_cells
from ingest.date_shapes import shapes
from ingest.headers import OTHER_TABLES, PART, match_header, plain_words, words_of
from ingest.raw import Cell, RawParagraph, RawRow, RawTable
from ingest.table_layout import Column, Found, Layout
from model.case import Problem, RowCount

_LABELS: Final = words_of("form", "labels")
_LEAST_LABELS: Final = 2
_KEY_HEADINGS: Final = words_of("key", "headings")
_PROSE_CHARS: Final = 200  # an answer this long in a form is an account and not a fact
_DATED_PROSE_CHARS: Final = 60  # so is a shorter one with a date inside
_COVER_WORDS: Final = 80
_SHORT_KEY_CHARS: Final = 25
_INITIALS: Final = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\d{0,2}|[A-Z]{1,6}\d{0,2})(?:\s?[,/&]\s?[A-Z]\w{0,5})*")


@dataclass(frozen=True, slots=True)
class OtherReading:
    """What a table without dates held."""

    count: RowCount
    problems: tuple[Problem, ...] = ()
    key: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    titles: tuple[str, ...] = ()
    paragraphs: tuple[RawParagraph, ...] = ()


def fits(rows: Sequence[RawRow], layout: Layout) -> bool:
    """Whether rows without a header go on with the columns of the table before: dates in the same place."""
    date = layout.of("date_start")
    if date is None:
        return False
    filled = [r for r in rows if len(own_cells(r)) > 1 and date.index < len(r.cells)]
    dated = [r for r in filled if looks_dated(r.cells[date.index]) or looks_like_serial(r.cells[date.index])]
    return bool(dated) and len(dated) * 2 >= sum(bool(r.cells[date.index].text.strip()) for r in filled)


def is_form(rows: Sequence[RawRow]) -> bool:
    """Whether rows of a label and its value make a cover sheet ("Completed by", "Date completed", "Period")."""
    filled = [o for r in rows if (o := own_cells(r))]
    pairs = [(r, o) for r in rows if len(o := own_cells(r)) == 2]
    labelled = sum(plain_words(r.cells[o[0]].text) in _LABELS for r, o in pairs)
    return labelled >= _LEAST_LABELS and labelled * 2 >= len(pairs) and max(map(len, filled), default=0) == 2


def other_table(table: RawTable, found: Found | None) -> OtherReading:
    """Read a table that is no chronology."""
    rows = [r for r in table.rows if not is_blank(r)]
    blank = len(table.rows) - len(rows)
    if found and found.kind == "key":
        return _key(table, rows, blank, found)
    if found is None and _is_key(table, rows):
        return _key(table, rows, blank, None)
    return _form(table, rows, blank)


def _is_key(table: RawTable, rows: Sequence[RawRow]) -> bool:
    """Whether two columns pair short names with who or what they stand for."""
    pairs = [(r.cells[o[0]].text.strip(), r.cells[o[1]].text.strip()) for r in rows if len(o := own_cells(r)) == 2]
    if len(pairs) < 2 or len(pairs) < 0.8 * len(rows):
        return False
    if any(len(short) > _SHORT_KEY_CHARS or len(who) > _PROSE_CHARS for short, who in pairs):
        return False
    named = plain_words(table.name) in _KEY_HEADINGS
    initials = sum(_INITIALS.fullmatch(short) is not None for short, _ in pairs)
    return named or initials * 2 > len(pairs)


def _key(table: RawTable, rows: Sequence[RawRow], blank: int, found: Found | None) -> OtherReading:
    above = [r for r in table.rows[: found.start] if not is_blank(r)] if found else []
    below = rows[len(above) + (found.rows if found else 0) :]
    short = found.layout.of("key_short") if found else None
    pairs = []
    for row in below:
        own = own_cells(row)
        first = short.index if short and short.index in own else own[0]
        pairs.append((_flat(row.cells[first]), ", ".join(_flat(row.cells[i]) for i in own if i != first)))
    count = RowCount(
        rows=len(table.rows),
        keys=len(below),
        headers=found.rows if found else 0,
        furniture=len(above),
        blank=blank,
    )
    titles = tuple(" ".join(_flat(r.cells[i]) for i in own_cells(r)) for r in above)
    return OtherReading(count, key=tuple(pairs), titles=titles)


def _form(table: RawTable, rows: Sequence[RawRow], blank: int) -> OtherReading:
    """A box of the form: labels and values; long answers go on as prose."""
    facts: list[tuple[str, str]] = []
    titles: list[str] = []
    paragraphs: list[RawParagraph] = []
    for row in rows:
        texts = [row.cells[i].text.strip() for i in own_cells(row)]
        long = [t for t in texts if _is_prose(t)]
        for text in long:
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            paragraphs += [RawParagraph(text=t, locator={**row.locator, "line": n}) for n, t in enumerate(lines, 1)]
        short = [t for t in texts if t not in long and t]
        if len(short) > 1:
            facts.append((short[0].rstrip(": "), ", ".join(short[1:])))
        else:
            titles += short
    count = RowCount(rows=len(table.rows), furniture=len(rows), blank=blank)
    problems = () if paragraphs or _is_cover(rows) else tuple(_named(table, rows))
    return OtherReading(count, problems, (), tuple(facts), tuple(titles), tuple(paragraphs))


def _named(table: RawTable, rows: Sequence[RawRow]) -> list[Problem]:
    words = " ".join(_flat(rows[0].cells[i]) for i in own_cells(rows[0]))[:80]
    return [
        Problem(
            code="W152",
            text="This table has no column of dates; it was read as information about the file, not as entries.",
            place=rows[0].locator,
            quote=words,
            suggestion="If it tells of events, give it a column titled Date and add the file again.",
        )
    ]


def _is_cover(rows: Sequence[RawRow]) -> bool:
    """Whether a table is plainly a title or a box of labels: few words, one or two cells a row."""
    words = sum(len(row.cells[i].text.split()) for row in rows for i in own_cells(row))
    return words <= _COVER_WORDS and all(len(own_cells(row)) <= 2 for row in rows)


def _is_prose(text: str) -> bool:
    return len(text) >= _PROSE_CHARS or (len(text) >= _DATED_PROSE_CHARS and bool(shapes(text)))


def _flat(cell: Cell) -> str:
    return " ".join(cell.text.split())


# One event a form ---------------------------------------------------------------------------------


def record_rows(rows: Sequence[RawRow]) -> list[list[RawRow]]:
    """The rows of each event, where the first column holds the titles; empty where it does not."""
    filled = [r for r in rows if not is_blank(r)]
    fields = [_label_field(r) for r in filled]
    known = {f for f in fields if f}
    if known & (set(OTHER_TABLES) | {"agency"}) or "event" not in known or "date_start" not in known:
        return []
    if sum(bool(f) for f in fields) < 0.6 * len(filled):
        return []
    groups: list[list[RawRow]] = []
    for row, name in zip(filled, fields, strict=True):
        if name == "date_start" or not groups:
            groups.append([])
        groups[-1].append(row)
    whole = all("date_start" in {_label_field(r) for r in g} for g in groups)
    dated = all(any(looks_dated(c) for r in g if _label_field(r) == "date_start" for c in r.cells[1:]) for g in groups)
    return groups if whole and dated else []


def _label_field(row: RawRow) -> str | None:
    own = own_cells(row)
    if not own or own[0] != 0 or len(own) > 2:
        return None
    match = match_header(row.cells[0].text.rstrip(": "))
    return match.field if match and match.certainty >= PART else None


def record_fields(rows: Sequence[RawRow]) -> tuple[Layout, tuple[Cell, ...]]:
    """The columns and cells of one event that stands as a form."""
    columns: list[Column] = []
    cells: list[Cell] = []
    titles: set[str] = set()
    for row in rows:
        own = own_cells(row)
        label = _flat(row.cells[own[0]]).rstrip(": ") if own[0] == 0 else ""
        value = row.cells[own[1]] if len(own) > 1 else (Cell() if own[0] == 0 else row.cells[own[0]])
        title = label or f"Column {len(columns) + 1}"
        while title in titles:
            title += " (2)"
        titles.add(title)
        name = _label_field(row) or "other"
        columns.append(Column(len(columns), title, name))
        cells.append(replace(value, span=1, merged_down=False, merged_right=False))
    return Layout(tuple(columns)), tuple(cells)
