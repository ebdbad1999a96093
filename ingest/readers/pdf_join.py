"""Pages into a document: tables carried on over pages become one, and what a page cut is rejoined.

    pieces (page tables, paragraphs) in order -> RawTable, RawParagraph with {"page": n, "row": k}

A table carries on where its columns stand alike (or its header row is repeated) and nothing but running
lines lies between. Its first row on the new page continues the row above where it has no date of its own
and, in a table that also has undated rows of its own, where the sentence runs on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.date_shapes import opening
from ingest.raw import Block, RawParagraph, RawRow, RawTable
from ingest.readers.pdf_lines import AS_PRINTED, Hyphens, joined
from ingest.readers.pdf_prose import Prose
from ingest.readers.pdf_tables import GridRow, PageTable

Piece = PageTable | Prose

_ENDED: Final = re.compile(r"[.!?][\"'”’)\]]*$")
_CLOCK: Final = re.compile(r"(?:at\s)?(?:[01]?\d|2[0-3])[:.]?[0-5]\d\s?(?:am|pm|hrs?|hours)?", re.IGNORECASE)
_NEAR: Final = 5.0  # points by which the columns of one table may move from page to page
_HEADER_ROWS: Final = 3  # rows at the most that a header may take


@dataclass(slots=True)
class _Table:
    """A table while it is carried on from page to page."""

    columns: tuple[float, ...]
    header: list[tuple[str, ...]]
    rows: list[GridRow] = field(default_factory=list)
    places: list[dict[str, str | int]] = field(default_factory=list)
    headers: list[bool] = field(default_factory=list)


def join_pages(pieces: Sequence[Piece], *, hyphens: Hyphens = AS_PRINTED) -> Iterator[Block]:
    """The document's blocks in order."""
    table: _Table | None = None
    prose: Prose | None = None
    counters: dict[tuple[str, int], int] = {}
    for piece in pieces:
        if isinstance(piece, PageTable):
            if prose:
                yield _paragraph(prose, counters)
                prose = None
            if table is None or not _carries_on(table, piece):
                if table:
                    yield _finished(table)
                table = _Table(piece.columns, _header(piece))
            _append(table, piece, counters, hyphens)
            continue
        if table:
            yield _finished(table)
            table = None
        if prose and _same_paragraph(prose, piece):
            prose = replace(prose, text=joined(prose.text, piece.text, hyphens=hyphens))
            continue
        if prose:
            yield _paragraph(prose, counters)
        prose = piece
    if prose:
        yield _paragraph(prose, counters)
    if table:
        yield _finished(table)


def _header(table: PageTable) -> list[tuple[str, ...]]:
    """The rows above the first dated one, if they can be a header."""
    rows: list[tuple[str, ...]] = []
    for row in table.rows[: _HEADER_ROWS + 1]:
        if _dated(row):
            return rows
        rows.append(row.texts)
    return rows[:1]


def _dated(row: GridRow) -> bool:
    return any(opening(text) is not None for text in row.texts[:3])


def _carries_on(table: _Table, piece: PageTable) -> bool:
    if len(piece.columns) != len(table.columns):
        return False
    own = _header(piece)
    if own and table.header and own[0] == table.header[0]:
        return True
    shift = piece.columns[0] - table.columns[0]
    alike = all(abs(a - b - shift) <= _NEAR for a, b in zip(piece.columns, table.columns, strict=True))
    return alike and not (own and _heads_columns(own, table))


def _heads_columns(own: list[tuple[str, ...]], table: _Table) -> bool:
    """Whether a table begins with a full row of short words, as a header of another kind does."""
    first = own[0]
    return bool(table.header) and all(first) and all(len(text.split()) <= 5 for text in first)


def _append(table: _Table, piece: PageTable, counters: dict[tuple[str, int], int], hyphens: Hyphens) -> None:
    new_page = bool(table.rows) and table.rows[-1].page != piece.rows[0].page
    may_continue = new_page
    for row in piece.rows:
        number = counters[("row", row.page)] = counters.get(("row", row.page), 0) + 1
        repeated = len(table.rows) >= len(table.header) and row.texts in table.header
        if may_continue and not repeated and not row.empty:
            may_continue = False
            above = _last_own(table)
            if above is not None and _continues(table, above, row):
                table.rows[above] = _rejoined(table.rows[above], row, hyphens)
                continue
        table.rows.append(row)
        table.places.append({"page": row.page, "row": number})
        table.headers.append(repeated)


def _last_own(table: _Table) -> int | None:
    """The last row that is no repeated header and not empty."""
    for index in range(len(table.rows) - 1, -1, -1):
        if not table.headers[index] and not table.rows[index].empty:
            return index
    return None


def _continues(table: _Table, above: int, row: GridRow) -> bool:
    """Whether the first row of a page is the rest of the row that the page before cut."""
    texts, before = row.texts, table.rows[above].texts
    if before in table.header or (texts and row.cells[0].span == len(row.cells) > 1):
        return False
    column = _date_column(table)
    leading = [text.strip() for text in texts[: column + 1]]
    if any(text and not _CLOCK.fullmatch(text) for text in leading):
        return False
    if not any(texts[column + 1 :]):
        return bool(leading[-1])
    if _has_undated_rows(table, column):
        return _sentence_runs_on(before, texts)
    return True


def _date_column(table: _Table) -> int:
    width = len(table.columns) - 1
    dated = [len([row for row in table.rows if opening(row.texts[c])]) for c in range(min(width, 3))]
    return dated.index(max(dated)) if dated else 0


def _has_undated_rows(table: _Table, column: int) -> bool:
    """Whether rows in the middle of a page have no date: there a date stands for the rows below it too."""
    previous_page = None
    for row, is_header in zip(table.rows, table.headers, strict=True):
        first = row.page != previous_page
        previous_page = row.page
        plain = not is_header and not row.empty and row.texts not in table.header
        if plain and not first and not row.texts[column].strip() and len([t for t in row.texts if t]) > 1:
            return True
    return False


def _sentence_runs_on(before: Sequence[str], texts: Sequence[str]) -> bool:
    longest = max(range(len(texts)), key=lambda c: len(texts[c]))
    above, below = before[longest].rstrip(), texts[longest].lstrip()
    return bool(above) and (not _ENDED.search(above) or below[:1].islower())


def _rejoined(above: GridRow, row: GridRow, hyphens: Hyphens) -> GridRow:
    cells = []
    for cell, more in zip(above.cells, row.cells, strict=True):
        text = joined(cell.text, more.text, hyphens=hyphens) if cell.text and more.text else cell.text
        cells.append(replace(cell, text=text or more.text, notes=(*cell.notes, *more.notes)))
    return GridRow(tuple(cells), above.page, above.top, above.bottom)


def _finished(table: _Table) -> RawTable:
    rows = zip(table.rows, table.places, table.headers, strict=True)
    return RawTable(rows=tuple(RawRow(cells=r.cells, locator=at, header=h) for r, at, h in rows))


def _same_paragraph(above: Prose, piece: Prose) -> bool:
    """Whether a page break cut a paragraph: its sentence runs on."""
    return (
        piece.page == above.page + 1
        and above.style in ("body", "list_item")
        and piece.style == "body"
        and not _ENDED.search(above.text)
        and not above.text.endswith((":", ";"))
        and (piece.text[:1].islower() or above.text.endswith((",", "-")))
        and opening(piece.text) is None
    )


def _paragraph(prose: Prose, counters: dict[tuple[str, int], int]) -> RawParagraph:
    number = counters[("paragraph", prose.page)] = counters.get(("paragraph", prose.page), 0) + 1
    place: dict[str, str | int] = {"page": prose.page, "paragraph": number}
    return RawParagraph(text=prose.text, locator=place, style=prose.style, level=prose.level)
