"""The merged chronology as CSV and XLSX.

    Extract  ->  extract_csv (one table)  |  extract_xlsx (a sheet each)

CSV is UTF-8 with a byte-order mark, which Excel needs to read £ and curly quotes aright. In XLSX the
days are real dates; every other cell is written as text, never as a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.config import AGENCY_COLOURS
from dashboard.exports.cells import fitting_cell, safe_cell
from dashboard.exports.chronology import COLUMNS, agency_label
from dashboard.exports.extract import Extract, GapItem, extract
from dashboard.exports.in_memory import workbook_bytes
from dashboard.exports.json_export import problem_in_words
from dashboard.exports.options import GAP_CHOICES, ExportOptions
from dashboard.exports.report import tint
from model.case import Case, Findings, GoodPractice
from model.names import GAP_KINDS, ROLES
from model.when import in_words

Value = str | int | dt.date | None

_WIDTHS: Final = {
    "What the agency wrote": 64,
    "What the records show": 70,
    "Text": 70,
    "File": 28,
    "Title": 40,
    "Question": 60,
    "Entries cited": 50,
    "About": 40,
    "Answer": 50,
    "Meaning": 60,
    "No": 7,
    "Code": 8,
    "What": 50,
    "Notes": 30,
    "When": 20,
    "Earliest day": 11,
    "Latest day": 11,
    "Assertion": 14,
    "Place in the file": 15,
    "Review": 12,
}
FONT: Final = "Calibri"  # the one of every other cell of a workbook
_MARGIN_INCHES: Final = 0.3  # of a printed sheet, which is wide
_LINE_POINTS: Final = 14.5  # of the height of a row; not every program works it out from wrapped text by itself
_MOST_POINTS: Final = 400  # Excel's own limit is 409
_DEFAULT_WIDTH: Final = 16  # characters: a date, an agency's name
_CUT_NOTE: Final = "Some cells were longer than a spreadsheet holds and were cut; the whole text is in the case."


def to_csv(case: Case, findings: Findings) -> bytes:
    """The whole chronology as CSV with a header row."""
    return extract_csv(extract(case, findings, ExportOptions()))


def to_xlsx(case: Case, findings: Findings) -> bytes:
    """The whole case as a workbook, with every gap in the register and beside it."""
    return extract_xlsx(extract(case, findings, ExportOptions(gaps=tuple(GAP_CHOICES))))


def extract_csv(told: Extract) -> bytes:
    """The chronology of an extract as CSV with a header row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS.values())
    for item in told.entries:
        writer.writerow(safe_cell(_plain(getattr(item.row, name))) for name in COLUMNS)
    return out.getvalue().encode("utf-8-sig", "replace")


def extract_xlsx(told: Extract) -> bytes:
    """A workbook with a sheet each for the chronology, gaps, good practice, people, sources, decisions and glossary.

    The last sheet says what was chosen. The handling mark stands above and below every printed page.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = safe_cell(told.case.info.title)
    book.properties.creator, book.properties.language = "Casethread", "en-GB"
    cut = add_sheet(
        book, "Chronology", list(COLUMNS.values()), ([getattr(i.row, n) for n in COLUMNS] for i in told.entries)
    )
    _colour_agencies(book.worksheets[0], told)
    cut |= add_sheet(book, "Gaps", _GAP_TITLES, (_gap_cells(item) for item in told.gaps))
    whole = told.options.words == "source" and not told.options.narrow
    good = told.findings.good_practice if whole else ()
    add_sheet(book, "Good practice", _GOOD_TITLES, (_good_cells(found) for found in good))
    add_sheet(
        book,
        "People",
        ["Role", "Label", "Agency", "Mentions"],
        ([ROLES[a.role], a.label, agency_label(a.agency) if a.agency else "", a.mentions] for a in told.people),
    )
    add_sheet(book, "Sources", ["File", "Agency", "Entries", "Text"], _source_rows(told))
    cut |= add_sheet(
        book,
        "Decisions",
        ["No", "When", "Who", "Subject", "What", "About", "Reason", "State"],
        ([d.number, d.made, d.author, d.subject, d.what, d.about, d.reason, d.state] for d in told.decisions),
    )
    add_sheet(book, "Glossary", ["Sort", "Word", "Meaning"], told.glossary)
    left = [] if whole or not told.findings.good_practice else ["Good practice is left out by this choice."]
    about = [*about_lines(told), *left, *([_CUT_NOTE] if cut else [])]
    add_sheet(book, "About this export", ["Text"], ([line] for line in about))
    for sheet in book.worksheets:
        _for_print(sheet, told.options)
    return workbook_bytes(book)


def about_lines(told: Extract) -> list[str]:
    """What was chosen and left out, for a sheet of its own."""
    return [f"Handling: {told.options.handling}.", *told.said()]


def gaps_xlsx(told: Extract) -> bytes:
    """A workbook of the gaps of an extract, what was not judged, and what was chosen."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Casethread"
    add_sheet(book, "Gaps", _GAP_TITLES, (_gap_cells(item) for item in told.gaps))
    add_sheet(book, "Not judged", ["Text"], ([reason] for reason in told.findings.not_judged))
    add_sheet(book, "About this export", ["Text"], ([line] for line in about_lines(told)))
    for sheet in book.worksheets:
        _for_print(sheet, told.options)
    return workbook_bytes(book)


def _colour_agencies(sheet: Worksheet, told: Extract) -> None:
    """The colour of its agency behind each row's agency and code; the words are what tells it."""
    columns = [list(COLUMNS).index(name) + 1 for name in ("agency", "code")]
    fills = {
        agency: PatternFill("solid", start_color=tint(AGENCY_COLOURS[n % len(AGENCY_COLOURS)]))
        for agency, n in told.place_of_agency.items()
    }
    for number, item in enumerate(told.entries, start=2):
        for column in columns:
            sheet.cell(number, column).fill = fills[item.agency]


def _for_print(sheet: Worksheet, options: ExportOptions) -> None:
    mark = safe_cell(options.handling).replace("&", "&&")
    above, below = sheet.oddHeader, sheet.oddFooter
    assert above is not None
    assert below is not None
    above.center.text = below.center.text = mark
    below.right.text = "Page &P of &N"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8 if options.paper == "A3" else 9  # the numbers of ECMA-376
    sheet.page_margins.left = sheet.page_margins.right = _MARGIN_INCHES
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


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
    "No",
    "Earliest day",
    "Latest day",
    "Agencies",
    "Rests on entries",
    "Against it",
    "Notes",
]
_WHERE: Final = {"weaker": "Noticed", "answered": "Answered"}
_GOOD_TITLES: Final = ["Title", "What the records show", "When", "Agencies", "Times", "Rule", "Source"]


def _gap_cells(item: GapItem) -> list[Value]:
    gap = item.gap
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
        _WHERE.get(item.group, "In the register"),
        f"G{item.number}",
        gap.when.start if gap.when else None,
        gap.when.end if gap.when else None,
        ", ".join(agency_label(agency) for agency in gap.agencies),
        ", ".join(item.entries),
        ", ".join(item.against),
        "\n".join(item.notes),
    ]


def _good_cells(found: GoodPractice) -> list[Value]:
    agencies = ", ".join(agency_label(agency) for agency in found.agencies)
    return [found.title, found.explanation, in_words(found.when), agencies, found.times, found.rule, found.source]


def _source_rows(told: Extract) -> Iterable[list[Value]]:
    for source in told.sources:
        agency = agency_label(source.agency) if source.agency else ""
        yield [source.file, agency, source.count.entries, f"SHA-256 {source.sha256}"]
        for problem in source.problems if told.options.words == "source" else ():
            yield [source.file, agency, None, problem_in_words(problem)]


def add_sheet(book: Workbook, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bool:
    """Add one sheet with a frozen, bold header row and a filter. Returns whether a cell was cut."""
    sheet: Worksheet = book.create_sheet(title)
    sheet.append(list(headers))
    for number, header in enumerate(headers, start=1):
        sheet.cell(1, number).font = Font(name=FONT, size=11, bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(header, _DEFAULT_WIDTH)
    cut = False
    widths = [_WIDTHS.get(header, _DEFAULT_WIDTH) for header in headers]
    for number, row in enumerate(rows, start=2):
        lines = 1
        for column, value in enumerate(row, start=1):
            cut |= _fill(sheet.cell(number, column), value)
            lines = max(lines, _lines(value, widths[column - 1]))
        if lines > 1:
            sheet.row_dimensions[number].height = min(_MOST_POINTS, lines * _LINE_POINTS)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return cut


def _lines(value: Value, width: int) -> int:
    """How many lines a value takes in a column of that width; words that wrap leave some room unused."""
    if not isinstance(value, str):
        return 1
    return sum(1 + int(len(line) * 1.1) // width for line in value.split("\n"))


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
    cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top", horizontal="left")
    return cut


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
