"""Excel workbooks (.xlsx): our own walk over the sheets' XML.

    bytes  ->  open_package  ->  sheets  ->  rows of cells  ->  merges, comments  ->  RawDocument

One pass per sheet gives all that a chronology needs: typed dates, hidden rows, columns and sheets,
merged ranges, comments, the values that formulas last had. openpyxl's quick mode knows neither
dimensions nor comments and believes a wrong `dimension` tag (50 rows become 1, measured); its full mode
stops at filters and styles that other programs write slightly wrong. Its date arithmetic is used.

Rows are sparse here: a cell at the last address of a sheet costs one cell, not sixteen thousand.
"""

from __future__ import annotations

import bisect
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from lxml import etree

from ingest.limits import Limits
from ingest.raw import Block, Cell, CellValue, RawDocument, RawParagraph, RawRow, RawTable
from ingest.readers.number_formats import EPOCH_1900, EPOCH_1904, format_code, shown
from ingest.readers.office import (
    ZIP_SIGNATURE,
    Element,
    Package,
    attribute,
    core_properties,
    damaged,
    local,
    open_package,
    refuse_doctype,
)
from ingest.readers.xlsx_cells import (
    _ADDRESS,
    area_of,
    column_letters,
    column_number,
    comment_texts,
    date_in_words,
    string_text,
    unescaped,
    whole_number,
)
from model.case import Locator, Problem
from model.errors import CorruptFileError

_NAMED_PLACES: Final = 5  # cells named one by one in a problem; beyond that their number is told
_MERGED_CELLS: Final = 2_000_000  # cells that merges may touch in one sheet: beyond any real one


class XlsxReader:
    """Reads .xlsx (and the values of .xlsm) into one table a sheet."""

    format_name: ClassVar[str] = "xlsx"

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether the bytes are a zip and the name ends as Excel's do."""
        return head.startswith(ZIP_SIGNATURE) and name.lower().endswith((".xlsx", ".xlsm", ".xltx", ".xltm"))

    def read(self, data: bytes, name: str, limits: Limits) -> RawDocument:
        """The sheets of the workbook, hidden ones too. Raises a `ReadError`."""
        package = open_package(data, limits)
        part = next(iter(package.related("", "officeDocument")), "xl/workbook.xml")
        root = package.xml(part)
        if root is None:
            raise damaged("This Excel file has no workbook part, so it cannot be read.")
        book = _Book(package, part, root)
        blocks: list[Block] = []
        problems = list(_macro_problems(package))
        rows_left = limits.max_rows
        for sheet in book.sheets():
            reading = _Sheet(book, sheet, limits, rows_left)
            blocks += reading.blocks()
            problems += reading.problems
            rows_left = max(0, rows_left - len(reading.rows))
        return RawDocument(
            blocks=tuple(blocks),
            format_name=self.format_name,
            problems=tuple(problems),
            properties=core_properties(package),
        )


def _macro_problems(package: Package) -> Iterator[Problem]:
    if package.macros:
        yield Problem(code="W140", text="This file holds macros. They were not run; only its cells were read.")
    yield from package.embedded_problems()


@dataclass(frozen=True, slots=True)
class _SheetName:
    name: str
    part: str
    hidden: bool


class _Book:
    """What all sheets share: strings, formats, the epoch."""

    def __init__(self, package: Package, part: str, root: Element) -> None:
        self.package = package
        self._part = part
        self._root = root
        settings = next((e for e in root if local(e) == "workbookPr"), None)
        on = settings is not None and attribute(settings, "date1904") in ("1", "true")
        self.epoch: dt.datetime = EPOCH_1904 if on else EPOCH_1900
        self.strings = self._strings()
        self.formats = self._formats()

    def sheets(self) -> Iterator[_SheetName]:
        """The worksheets in the order of their tabs."""
        relations = self.package.relations(self._part)
        listed = next((e for e in self._root if local(e) == "sheets"), None)
        for sheet in listed if listed is not None else ():
            relation = relations.get(attribute(sheet, "id") or "")
            if relation is None or relation.kind != "worksheet" or relation.target not in self.package.names:
                continue
            hidden = attribute(sheet, "state") in ("hidden", "veryHidden")
            yield _SheetName(attribute(sheet, "name") or "Sheet", relation.target, hidden)

    def _strings(self) -> list[str]:
        for part in self.package.related(self._part, "sharedStrings"):
            root = self.package.xml(part)
            return [string_text(e) for e in root if local(e) == "si"] if root is not None else []
        return []

    def _formats(self) -> list[str]:
        """The format code of each cell style, by its number."""
        for part in self.package.related(self._part, "styles"):
            try:
                root = self.package.xml(part)
            except CorruptFileError:
                return []
            custom: dict[int, str] = {}
            codes: list[str] = []
            for group in root if root is not None else ():
                if local(group) == "numFmts":
                    custom = {whole_number(e.get("numFmtId")): e.get("formatCode") or "General" for e in group}
                elif local(group) == "cellXfs":
                    codes = [format_code(whole_number(e.get("numFmtId")), custom) for e in group if local(e) == "xf"]
            return codes
        return []


@dataclass(slots=True)
class _Row:
    number: int
    hidden: bool
    cells: dict[int, Cell] = field(default_factory=dict)


class _Sheet:
    """One sheet as read: its rows, its notes and what must be told of it."""

    def __init__(self, book: _Book, sheet: _SheetName, limits: Limits, rows_left: int) -> None:
        self._book = book
        self._sheet = sheet
        self._limits = limits
        self._rows_left = rows_left
        self._hidden_columns: set[int] = set()
        self._merges: list[tuple[int, int, int, int]] = []
        self._uncached: list[str] = []
        self._headers: set[int] = set()
        self.problems: list[Problem] = []
        self._notes = self._comments()
        self._table_headers()
        self.rows = self._read()
        self._merge()
        self._tell()

    def blocks(self) -> list[Block]:
        """The sheet as one table, and the words of its text boxes as paragraphs before it."""
        out: list[Block] = [
            RawParagraph(text=text, locator={"sheet": self._sheet.name, "shape": n})
            for n, text in enumerate(self._shapes(), 1)
        ]
        if self.rows:
            table = tuple(self._raw(row) for row in self.rows)
            out.append(RawTable(rows=table, name=self._sheet.name, hidden=self._sheet.hidden))
        return out

    def _raw(self, row: _Row) -> RawRow:
        width = max(row.cells, default=-1) + 1
        cells = tuple(self._finished(row.cells.get(c, Cell()), c) for c in range(width))
        return RawRow(
            cells=cells,
            locator=self._place(row.number),
            hidden=row.hidden,
            header=row.number in self._headers,
        )

    def _finished(self, cell: Cell, column: int) -> Cell:
        return replace(cell, hidden=True) if column in self._hidden_columns else cell

    def _place(self, row: int) -> Locator:
        return {"sheet": self._sheet.name, "row": row}

    # Reading ----------------------------------------------------------------------------------

    def _read(self) -> list[_Row]:
        data = self._book.package.read(self._sheet.part) or b""
        refuse_doctype(data)
        rows: list[_Row] = []
        blank: list[_Row] = []
        events = etree.iterparse(
            io.BytesIO(data),
            events=("end",),
            tag=("{*}row", "{*}col", "{*}mergeCell"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        number = 0
        try:
            for _, element in events:
                name = local(element)
                if name == "row":
                    number = whole_number(element.get("r"), number + 1)
                    row = self._row(element, number)
                    if not any(_holds(c) for c in row.cells.values()):
                        blank.append(row)
                    elif len(rows) >= self._rows_left:
                        self._tell_rows(number)
                        break
                    else:
                        rows += blank[: self._limits.max_empty_rows]
                        rows.append(row)
                        blank = []
                    element.clear()
                elif name == "col":
                    self._column(element)
                else:
                    self._merged(element)
        except etree.XMLSyntaxError as error:
            raise damaged() from error
        return rows

    def _row(self, element: Element, number: int) -> _Row:
        row = _Row(number, element.get("hidden") in ("1", "true") or element.get("ht") == "0")
        column = -1
        for cell in element:
            if local(cell) != "c":
                continue
            address = _ADDRESS.fullmatch(cell.get("r") or "")
            column = column_number(address.group(1)) if address else column + 1
            if column >= self._limits.max_columns:
                if len(cell):
                    self._tell_columns(number)
                continue
            read = self._cell(cell, number, column)
            if read is not None:
                row.cells[column] = read
        return row

    def _cell(self, element: Element, row: int, column: int) -> Cell | None:
        notes = self._notes.get((row, column), ())
        text, value = self._content(element)
        if text is None:
            self._uncached.append(f"{column_letters(column)}{row}")
            return Cell(notes=notes) if notes else None
        if len(text) > self._limits.max_cell_chars:
            text = text[: self._limits.max_cell_chars]
            self.problems.append(
                Problem(
                    code="W147", text="A cell of this row is too long; its end was not read.", place=self._place(row)
                )
            )
        return Cell(text=text, value=value, notes=notes) if text or value is not None or notes else None

    def _content(self, element: Element) -> tuple[str | None, CellValue]:
        """The words and the typed value of a cell; None where a formula has no value kept."""
        kind = element.get("t", "n")
        child = {local(e): e for e in element}
        if kind == "inlineStr":
            return (string_text(child["is"]) if "is" in child else ""), None
        raw = (child["v"].text or "") if "v" in child else ""
        if not raw:
            return (None if "f" in child and "v" not in child else ""), None
        if kind == "s":
            index = whole_number(raw, -1)
            return (self._book.strings[index] if 0 <= index < len(self._book.strings) else ""), None
        if kind == "b":
            return ("TRUE" if raw == "1" else "FALSE"), None
        if kind == "d":
            return date_in_words(raw)
        if kind == "n":
            return self._numeric(raw, whole_number(element.get("s")))
        return unescaped(raw).strip(), None

    def _numeric(self, raw: str, style: int) -> tuple[str, CellValue]:
        try:
            number = float(raw)
        except ValueError:
            return raw, None
        if number != number or abs(number) == float("inf"):
            return raw, None
        code = self._book.formats[style] if 0 <= style < len(self._book.formats) else "General"
        seen = shown(number, code, self._book.epoch)
        return seen.text, seen.value

    def _column(self, element: Element) -> None:
        if element.get("hidden") in ("1", "true") or element.get("width") == "0":
            first = max(1, whole_number(element.get("min"), 1))
            last = min(whole_number(element.get("max"), first), self._limits.max_columns)
            self._hidden_columns.update(range(first - 1, last))

    def _merged(self, element: Element) -> None:
        area = area_of(element.get("ref") or "")
        if area:
            self._merges.append(area)

    def _merge(self) -> None:
        """Give the cells of merged ranges their marks; the lower ones repeat the words of the first."""
        numbers = [row.number for row in self.rows]
        budget = _MERGED_CELLS
        for top, left, bottom, right in self._merges:
            right = min(right, self._limits.max_columns - 1)
            inside = self.rows[bisect.bisect_left(numbers, top) : bisect.bisect_right(numbers, bottom)]
            budget -= len(inside) * (right - left + 1)
            if budget < 0 or not inside or inside[0].number != top or left > right:
                continue
            first = inside[0].cells.get(left, Cell())
            span = min(right - left + 1, self._limits.max_span)
            for row in inside:
                down = row is not inside[0]
                own = row.cells.get(left, Cell())
                if down and not first.text:
                    continue
                row.cells[left] = replace(first, merged_down=down, span=span, notes=own.notes if down else first.notes)
                for column in range(left + 1, right + 1):
                    beside = row.cells.get(column, Cell())
                    row.cells[column] = Cell(merged_right=True, notes=beside.notes)

    # Beside the cells ---------------------------------------------------------------------------

    def _comments(self) -> dict[tuple[int, int], tuple[str, ...]]:
        """Comments by row and column: threads where there are any, else the older notes."""
        package, part = self._book.package, self._sheet.part
        found: dict[tuple[int, int], list[str]] = {}
        threads: set[tuple[int, int]] = set()
        for kind in ("threadedComment", "comments"):
            for name in package.related(part, kind):
                try:
                    root = package.xml(name)
                except CorruptFileError:
                    self.problems.append(
                        Problem(code="W142", text="The comments of this sheet are damaged.", place=self._place(1))
                    )
                    continue
                for address, words in comment_texts(root):
                    if kind == "comments" and address in threads:
                        continue
                    found.setdefault(address, []).append(f"Comment: {words}")
            threads = set(found)
        return {address: tuple(words) for address, words in found.items()}

    def _table_headers(self) -> None:
        """The rows that the workbook itself marks as the header of a table."""
        for name in self._book.package.related(self._sheet.part, "table"):
            try:
                root = self._book.package.xml(name)
            except CorruptFileError:
                continue
            area = area_of(root.get("ref") or "") if root is not None else None
            if root is not None and area and root.get("headerRowCount", "1") != "0":
                self._headers.add(area[0])

    def _shapes(self) -> Iterator[str]:
        """The words of text boxes drawn over the sheet."""
        for name in self._book.package.related(self._sheet.part, "drawing"):
            try:
                root = self._book.package.xml(name)
            except CorruptFileError:
                continue
            for shape in root.iter("{*}txBody") if root is not None else ():
                lines = ("".join(t.text or "" for t in p.iter("{*}t")) for p in shape.iter("{*}p"))
                text = "\n".join(line.strip() for line in lines if line.strip())
                if text:
                    yield text

    # What must be told --------------------------------------------------------------------------

    def _tell(self) -> None:
        place = {"sheet": self._sheet.name}
        if self._sheet.hidden and self.rows:
            text = "This sheet was hidden by the sender. It has been read, and its rows are marked."
            self.problems.append(Problem(code="W160", text=text, place=place))
        hidden = [row for row in self.rows if row.hidden]
        if hidden:
            text = f"{_count(len(hidden), 'row')} of this sheet {_were(hidden)} hidden by the sender. Read and marked."
            self.problems.append(Problem(code="W161", text=text, place=self._place(hidden[0].number)))
        columns = sorted(
            {c for r in self.rows for c, cell in r.cells.items() if c in self._hidden_columns and cell.text}
        )
        if columns:
            names = ", ".join(column_letters(c) for c in columns[:_NAMED_PLACES])
            more = "s" if len(columns) > 1 else ""
            text = f"Column{more} {names} of this sheet {_were(columns)} hidden by the sender. Read and marked."
            self.problems.append(Problem(code="W162", text=text, place=place))
        if self._uncached:
            some = ", ".join(self._uncached[:_NAMED_PLACES])
            text = f"{_count(len(self._uncached), 'cell')} of this sheet hold a formula without a value ({some})."
            suggestion = "Open the file in Excel, save it, and add it again."
            self.problems.append(Problem(code="W163", text=text, place=place, suggestion=suggestion))

    def _tell_rows(self, row: int) -> None:
        text = f"The workbook has more than {self._limits.max_rows} rows. The rows from here on were not read."
        self.problems.append(Problem(code="W144", text=text, place=self._place(row), row_unread=True))

    def _tell_columns(self, row: int) -> None:
        if not any(p.code == "W145" for p in self.problems):
            text = f"This sheet has cells beyond column {self._limits.max_columns}; those were not read."
            self.problems.append(Problem(code="W145", text=text, place=self._place(row)))


def _holds(cell: Cell) -> bool:
    return bool(cell.text or cell.notes) or cell.value is not None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _were(things: list[_Row] | list[int]) -> str:
    return "was" if len(things) == 1 else "were"
