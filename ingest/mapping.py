"""What the columns of a file's tables mean, shown before it is read and corrected by a person.

    RawDocument  ->  tables_seen  ->  TableSeen: titles, what each was taken for, the first rows
    what the person says {title: field}  ->  corrected, told_header  ->  the layout that is read by

A correction is by the column's title and so holds for every table of the file with that title; columns
without one are named by their place ("Column 2").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.cells import looks_dated, own_cells, width
from ingest.headers import HINDSIGHT
from ingest.raw import Block, RawRow, RawTable
from ingest.table_layout import Column, Found, Layout, find_header, infer, widened
from model.data import load_toml

DATE: Final = "date_start"
UNTITLED: Final = "Column "  # before its number, for a column without a title
SAMPLE_ROWS: Final = 3
_TITLE_CHARS: Final = 60  # a longer cell holds words of a record
SEARCHED_ROWS: Final = 40  # as for the headers that the program finds by itself
_TITLED_SHARE: Final = 0.6  # of the columns
_CHARS: Final = 160  # of a sample cell
COLUMN_LABELS: Final[dict[str, str]] = {
    c["id"]: c["label"] for c in load_toml("ingest.vocabulary", "columns.toml")["column"]
}
"""What a column may be said to mean, with the words for the choice."""

NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSeen:
    """A table as it would be read. `chronology` is false where nothing of it becomes an entry by itself.

    `guessed` is true where its titles are unknown words of its first row: they hold only if a person says so.
    """

    titles: tuple[str, ...]
    fields: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    rows: int
    chronology: bool
    guessed: bool = False


def tables_seen(blocks: Sequence[Block], columns: Mapping[str, str] = NOTHING) -> tuple[TableSeen, ...]:
    """The tables of a document with two columns or more; those with the same titles count as one."""
    seen: dict[tuple[str, ...], TableSeen] = {}
    for table in (b for b in blocks if isinstance(b, RawTable)):
        for one in _seen(table, columns):
            known = seen.get(one.titles)
            seen[one.titles] = replace(known, rows=known.rows + one.rows) if known else one
    return tuple(seen.values())


def _seen(table: RawTable, columns: Mapping[str, str]) -> Iterator[TableSeen]:
    if width(table.rows) < 2:
        yield from (s for row in table.rows for c in row.cells for inner in c.tables for s in _seen(inner, columns))
        return
    found = told_header(table.rows, columns) or find_header(table.rows)
    chronology = found is not None and found.kind == "chronology"
    guessed = found is None
    if found is None:
        found, chronology = _unnamed(table.rows)
    layout = corrected(widened(found.layout, width(table.rows)), columns)
    below = table.rows[found.start + found.rows :]
    yield TableSeen(
        titles=tuple(c.title for c in layout.columns),
        fields=tuple(c.field for c in layout.columns),
        samples=tuple(_sample(row, layout.width) for row in [r for r in below if len(own_cells(r)) > 1][:SAMPLE_ROWS]),
        rows=len(below),
        chronology=chronology,
        guessed=guessed and found.rows > 0,
    )


def _sample(row: RawRow, columns: int) -> tuple[str, ...]:
    texts = [" ".join(cell.text.split())[:_CHARS] for cell in row.cells]
    return tuple((texts + [""] * columns)[:columns])


def corrected(layout: Layout, columns: Mapping[str, str]) -> Layout:
    """The layout with what a person says of its columns. One column is the date: others give way to it."""
    if not any(c.title in columns for c in layout.columns):
        return layout
    dated = any(columns.get(c.title) == DATE for c in layout.columns)

    def field(column: Column) -> str:
        told = columns.get(column.title)
        return told or ("other" if dated and column.field == DATE else column.field)

    made = (replace(c, field=field(c), hindsight=_set_apart(c, columns)) for c in layout.columns)
    return replace(layout, columns=tuple(made))


def _set_apart(column: Column, columns: Mapping[str, str]) -> bool:
    told = columns.get(column.title)
    return column.hindsight if told is None else told in HINDSIGHT


def told_header(rows: Sequence[RawRow], columns: Mapping[str, str]) -> Found | None:
    """The header of a table without known titles, where a person has said what one of them means."""
    known = find_header(rows) if columns else None
    if not columns or (known is not None and known.kind == "chronology"):
        return None
    for start, row in enumerate(rows[:SEARCHED_ROWS]):
        layout = corrected(_by_row(row, rows[start + 1 :], width(rows)), columns)
        named = any(c.title in columns and not c.title.startswith(UNTITLED) for c in layout.columns)
        if named and layout.dated:
            return Found(start, 1, layout)
    by_place = corrected(_by_place(rows), columns)
    return Found(0, 0, by_place) if by_place.dated and any(c.title in columns for c in by_place.columns) else None


def _unnamed(rows: Sequence[RawRow]) -> tuple[Found, bool]:
    """A table without known titles: by its first row where that may hold titles, else by the places of its columns."""
    inferred = infer(rows)
    if len(rows) > 1 and _may_be_titles(rows[0], inferred):
        return Found(0, 1, _by_row(rows[0], rows[1:], width(rows))), inferred is not None
    return Found(0, 0, _by_place(rows)), inferred is not None


def _may_be_titles(row: RawRow, inferred: Layout | None) -> bool:
    """Whether a row may hold titles: short words in most columns, no date, and a word over the column of dates."""
    own = own_cells(row)
    dated = inferred.of(DATE) if inferred else None
    if len(own) < max(2, _TITLED_SHARE * len(row.cells)) or (dated is not None and dated.index not in own):
        return False
    return not any(looks_dated(row.cells[i]) or len(row.cells[i].text) > _TITLE_CHARS for i in own)


def _by_place(rows: Sequence[RawRow]) -> Layout:
    """A layout whose columns are named by their place."""
    inferred = infer(rows)
    if inferred is not None:
        return inferred
    return Layout(tuple(Column(i, f"{UNTITLED}{i + 1}", "other") for i in range(width(rows))))


def _by_row(row: RawRow, below: Sequence[RawRow], columns: int) -> Layout:
    """A layout whose titles are the words of one row, no two alike; what stands below says what they may mean."""
    inferred = infer(below)
    fields = [c.field for c in inferred.columns] if inferred else []
    titles: list[str] = []
    for index in range(columns):
        words = " ".join(row.cells[index].text.split())[:_CHARS] if index < len(row.cells) else ""
        title = words or f"{UNTITLED}{index + 1}"
        titles.append(title if title not in titles else f"{title} ({index + 1})")
    fields += ["other"] * (columns - len(fields))
    return Layout(tuple(Column(i, title, fields[i]) for i, title in enumerate(titles)))
