"""The merged chronology as CSV and XLSX.

    chronology_rows  ->  to_csv (one table)      chronology_rows + findings  ->  to_xlsx (five sheets)

CSV is UTF-8 with a byte-order mark, which Excel needs to read £ and curly quotes aright. In XLSX the
days are real dates; every other cell is written as text, never as a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.exports.cells import fitting_cell, safe_cell
from dashboard.exports.chronology import COLUMNS, ChronologyRow, agency_label, chronology_rows
from dashboard.exports.in_memory import workbook_bytes
from dashboard.exports.json_export import problem_in_words
from model.case import Case, Findings, Gap, GoodPractice
from model.names import GAP_KINDS, ROLES
from model.when import in_words

Value = str | int | dt.date | None

_WIDTHS: Final = {
    "What the agency wrote": 70,
    "What the records show": 70,
    "Text": 70,
    "File": 28,
    "Title": 40,
    "Question": 60,
    "Entries cited": 50,
    "About": 40,
    "Answer": 50,
}
_DEFAULT_WIDTH: Final = 16  # characters: a date, an agency's name
_CUT_NOTE: Final = "Some cells were longer than a spreadsheet holds and were cut; the whole text is in the case."


def to_csv(case: Case, findings: Findings) -> bytes:
    """The chronology as CSV with a header row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS.values())
    for row in chronology_rows(case, findings):
        writer.writerow(safe_cell(_plain(getattr(row, name))) for name in COLUMNS)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(case: Case, findings: Findings) -> bytes:
    """A workbook with the sheets Chronology, Gaps, Good practice, People and Sources."""
    book = Workbook()
    book.remove(book.worksheets[0])
    names = [f.name for f in fields(ChronologyRow)]
    rows = [dict(zip(names, astuple(row), strict=True)) for row in chronology_rows(case, findings)]
    cut = add_sheet(book, "Chronology", list(COLUMNS.values()), ([row[name] for name in COLUMNS] for row in rows))
    told = [("In the register", g) for g in findings.gaps]
    told += [("Noticed", g) for g in findings.noticed] + [("Answered", g) for g in findings.answered]
    cut |= add_sheet(book, "Gaps", _GAP_TITLES, (_gap_cells(gap, place) for place, gap in told))
    add_sheet(book, "Good practice", _GOOD_TITLES, (_good_cells(found) for found in findings.good_practice))
    add_sheet(
        book,
        "People",
        ["Role", "Label", "Agency", "Mentions"],
        ([ROLES[a.role], a.label, agency_label(a.agency) if a.agency else "", a.mentions] for a in findings.actors),
    )
    notes: list[list[Value]] = [["", "", None, _CUT_NOTE]] if cut else []
    add_sheet(book, "Sources", ["File", "Agency", "Entries", "Text"], [*_source_rows(case), *notes])
    return workbook_bytes(book)


_GAP_TITLES: Final = [
    "Kind",
    "Title",
    "What the records show",
    "When",
    "Measured",
    "Unit",
    "Limit",
    "How sure",
    "Looked for",
    "Answer",
    "Question",
    "To",
    "Rule",
    "Source",
    "Status",
    "Where",
]
_GOOD_TITLES: Final = ["Title", "What the records show", "When", "Agencies", "Times", "Rule", "Source"]


def _gap_cells(gap: Gap, place: str) -> list[Value]:
    fewest, most = gap.measured
    measured = "" if fewest is None and most is None else str(fewest) if fewest == most else f"{fewest} to {most}"
    unit = (gap.unit or "").replace("_", " ")
    return [
        GAP_KINDS[gap.kind],
        gap.title,
        gap.explanation,
        in_words(gap.when),
        measured,
        unit,
        gap.limit,
        gap.confidence,
        gap.sought,
        gap.answer,
        gap.question,
        ", ".join(agency_label(agency) for agency in gap.asked),
        gap.rule,
        gap.source,
        gap.status,
        place,
    ]


def _good_cells(found: GoodPractice) -> list[Value]:
    agencies = ", ".join(agency_label(agency) for agency in found.agencies)
    return [found.title, found.explanation, in_words(found.when), agencies, found.times, found.rule, found.source]


def _source_rows(case: Case) -> Iterable[list[Value]]:
    for source in case.sources:
        agency = agency_label(source.agency) if source.agency else ""
        yield [source.file, agency, source.count.entries, f"SHA-256 {source.sha256}"]
        for problem in source.problems:
            yield [source.file, agency, None, problem_in_words(problem)]


def add_sheet(book: Workbook, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bool:
    """Add one sheet with a frozen, bold header row and a filter. Returns whether a cell was cut."""
    sheet: Worksheet = book.create_sheet(title)
    sheet.append(list(headers))
    for number, header in enumerate(headers, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(header, _DEFAULT_WIDTH)
    cut = False
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cut |= _fill(sheet.cell(number, column), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return cut


def _fill(cell: Cell | MergedCell, value: Value) -> bool:
    """Put one value in a cell: text as text, a day as a real date. Returns whether it was cut."""
    cut = False
    if isinstance(value, str):
        value, cut = fitting_cell(value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"
    cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
    return cut


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
