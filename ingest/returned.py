"""A chronology that Casethread wrote in Word, as it comes back: its rows with their marks, and what it was.

    RawDocument (read as any Word file, in the process apart)  ->  returned_of  ->  Returned, or None for another's file

Tracked changes are read as if they were accepted, and told. A row whose mark was lost with its first cell is known by
its number, as long as no other row has the mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.own_marks import SLIP
from ingest.raw import RawDocument, RawRow, RawTable
from ingest.readers.office import parse_xml
from model.case import Locator
from model.errors import ReadError

COLUMNS: Final = 7  # of the chronology's tables
SPLIT: Final = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """One row as it came back. `mark` is nothing for a row that a person added; `place` says where it stands."""

    mark: str
    cells: tuple[str, ...]
    tracked: bool
    place: Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A row as it was written: its number and a hash of each cell."""

    number: str
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A chronology of ours. `written` is empty where the slip was lost: then nobody can tell what was taken out.

    `words` are those of the export ("source" or "summary"), `names` how it showed names ("names", "pseudonyms" or
    "shifted", which is pseudonyms with dates shifted).
    """

    rows: tuple[ReturnedRow, ...]
    written: Mapping[str, Written] = field(default_factory=dict)
    words: str = "source"
    names: str = "names"

    @property
    def marks(self) -> frozenset[str]:
        """Every row's mark, of those that came back and those that were written."""
        return frozenset(row.mark for row in self.rows if row.mark) | self.written.keys()


def returned_of(raw: RawDocument) -> Returned | None:
    """What came back, or None where no row has a mark of ours."""
    tables = [b for b in raw.blocks if isinstance(b, RawTable) and any(row.mark for row in b.rows)]
    if not tables:
        return None
    written, said = _slip(raw.properties.get(SLIP, ""))
    rows = tuple(_once(_rows(tables)))
    return Returned(
        rows=tuple(_by_number(rows, written)),
        written=written,
        words=said.get("words", "source"),
        names=said.get("names", "names"),
    )


def _rows(tables: list[RawTable]) -> Iterator[ReturnedRow]:
    for table in tables:
        titles = [cell.text.strip() for cell in table.rows[0].cells]
        for number, row in enumerate(table.rows):
            cells = tuple(cell.text.strip() for cell in row.cells)
            if row.header or (number == 0 and not row.mark) or list(cells) == titles or not any(cells):
                continue
            yield _row(row, cells)


def _row(row: RawRow, cells: tuple[str, ...]) -> ReturnedRow:
    cells = (*cells, *[""] * (COLUMNS - len(cells)))
    return ReturnedRow(mark=row.mark, cells=cells, tracked=row.tracked, place=row.locator)


def _once(rows: Iterator[ReturnedRow]) -> Iterator[ReturnedRow]:
    """A mark that stands twice names the first row; the other one is a copy, and so a new row."""
    seen: set[str] = set()
    for row in rows:
        yield replace(row, mark="") if row.mark in seen else row
        seen.add(row.mark)


def _by_number(rows: tuple[ReturnedRow, ...], written: Mapping[str, Written]) -> Iterator[ReturnedRow]:
    held = {row.mark for row in rows}
    lost = {one.number: mark for mark, one in written.items() if mark not in held}
    for row in rows:
        mark = "" if row.mark else lost.pop(row.cells[0], "")
        yield replace(row, mark=mark) if mark else row


def _slip(text: str) -> tuple[dict[str, Written], Mapping[str, str]]:
    if not text:
        return {}, {}
    try:
        root = parse_xml(text.encode("utf-8"))
    except ReadError:  # a slip that was harmed says nothing
        return {}, {}
    rows = {
        str(e.get("m")): Written(number=str(e.get("n", "")), hashes=tuple(str(e.get("h", "")).split()))
        for e in root
        if e.get("m")
    }
    return rows, {str(name): str(value) for name, value in root.items()}
