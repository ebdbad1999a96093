"""Excel files: dates, merges, comments, and all that a sender hid."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from ingest.limits import Limits
from ingest.raw import Cell, CellValue, RawDocument, RawParagraph, RawTable
from ingest.readers.xlsx import XlsxReader
from ingest.tables import table_drafts
from model.errors import CorruptFileError, EncryptedFileError
from tests.builders.office_files import ole, packed, sheet, xlsx

LIMITS = Limits()


def read(data: bytes, limits: Limits = LIMITS) -> RawDocument:
    return XlsxReader().read(data, "chronology.xlsx", limits)


def tables(document: RawDocument) -> list[RawTable]:
    return [b for b in document.blocks if isinstance(b, RawTable)]


def texts(document: RawDocument) -> list[list[str]]:
    return [[c.text for c in row.cells] for row in tables(document)[0].rows]


def dated(code: str, number: float, *, date1904: bool = False) -> Cell:
    data = xlsx({"A": sheet([f'<c s="1"><v>{number}</v></c>'])}, formats=[code], date1904=date1904)
    return tables(read(data))[0].rows[0].cells[0]


@pytest.mark.parametrize(
    ("code", "number", "text", "value"),
    [
        pytest.param("dd/mm/yyyy", 44267, "12/03/2021", dt.date(2021, 3, 12), id="day"),
        pytest.param(
            "dd/mm/yyyy hh:mm", 44267.6041666667, "12/03/2021 14:30", dt.datetime(2021, 3, 12, 14, 30), id="minute"
        ),
        pytest.param("dd/mm/yyyy hh:mm", 44267, "12/03/2021 00:00", dt.datetime(2021, 3, 12), id="midnight"),
        pytest.param("mm/dd/yyyy", 44267, "12/03/2021", dt.date(2021, 3, 12), id="month first is shown day first"),
        pytest.param("[$-809]d mmmm yyyy;@", 44267, "12 March 2021", dt.date(2021, 3, 12), id="in words"),
        pytest.param("ddd d mmm yy", 44267, "Fri 12 Mar 21", dt.date(2021, 3, 12), id="weekday"),
        pytest.param("mmm-yy", 44256, "Mar-21", None, id="a month is no day"),
        pytest.param("mmm-yy", 44267, "Mar-21", dt.date(2021, 3, 12), id="a day shown as a month"),
        pytest.param("hh:mm", 0.604166667, "14:30", dt.time(14, 30), id="time"),
        pytest.param("h:mm AM/PM", 0.604166667, "2:30 PM", dt.time(14, 30), id="time of twelve hours"),
        pytest.param("0%", 0.92, "92%", 0.92, id="per cent"),
        pytest.param("000000", 1234, "001234", 1234, id="leading zeros"),
        pytest.param("General", 44267, "44267", 44267, id="plain number"),
        pytest.param("dd/mm/yyyy", 99999999, "99999999", 99999999, id="no such day"),
        pytest.param("[h]:mm", 1.5, "36:00", 1.5, id="hours beyond a day"),
    ],
)
def test_numbers_are_read_as_their_format_shows_them(code: str, number: float, text: str, value: CellValue) -> None:
    cell = dated(code, number)
    assert (cell.text, cell.value) == (text, value)


def test_the_1904_system() -> None:
    assert dated("dd/mm/yyyy", 42805, date1904=True).value == dt.date(2021, 3, 12)


def test_words_of_every_kind() -> None:
    rich = "<r><t>Seen </t></r><r><t>at home</t></r><rPh sb='0' eb='1'><t>x</t></rPh>"
    data = xlsx(
        {
            "A": sheet(
                [
                    '<c t="s"><v>0</v></c>',
                    '<c t="s"><v>1</v></c>',
                    '<c t="str"><f>A1</f><v>computed</v></c>',
                    '<c t="b"><v>1</v></c>',
                    '<c t="e"><v>#REF!</v></c>',
                    '<c t="d"><v>2021-03-12T14:30:00</v></c>',
                ]
            )
        },
        strings=[rich, "<t>two_x000D_\nlines</t>"],
    )
    assert texts(read(data)) == [["Seen at home", "two\nlines", "computed", "TRUE", "#REF!", "12/03/2021 14:30"]]


def test_a_formula_without_a_value_is_told() -> None:
    document = read(xlsx({"A": sheet(["Date", "Event"], ["<c><f>TODAY()</f></c>", "Visit"])}))
    assert [(p.code, "A2" in p.text) for p in document.problems] == [("W163", True)]


def test_a_wrong_dimension_is_not_believed() -> None:
    rows = [["12/03/2021", f"Event {n}"] for n in range(50)]
    document = read(xlsx({"A": sheet(*rows, before='<dimension ref="A1:B1"/>')}))
    assert len(tables(document)[0].rows) == 50


def test_a_cell_at_the_last_address_costs_nothing() -> None:
    near = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    far = f'<sheetData>{near}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    document = read(xlsx({"A": far}))
    assert len(tables(document)[0].rows) == 1
    assert [p.code for p in document.problems] == ["W145"]


def test_hidden_rows_columns_and_sheets_are_read_and_marked() -> None:
    inner = '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
    inner += '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    inner += '<row r="2" hidden="1"><c r="A2"><v>3</v></c></row></sheetData>'
    document = read(xlsx({"A": inner, "B": sheet(["x", "y"])}, states={"B": "veryHidden"}))
    first, second = tables(document)
    assert [c.hidden for c in first.rows[0].cells] == [False, True]
    assert [r.hidden for r in first.rows] == [False, True]
    assert second.hidden
    assert [p.code for p in document.problems] == ["W161", "W162", "W160"]


def test_merged_ranges() -> None:
    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="A3:B3"/></mergeCells>'
    document = read(xlsx({"A": sheet(["12/03/2021", "One"], [None, "Two"], ["Period 2", None], after=merges)}))
    rows = tables(document)[0].rows
    assert (rows[1].cells[0].text, rows[1].cells[0].merged_down) == ("12/03/2021", True)
    assert (rows[2].cells[0].span, rows[2].cells[1].merged_right) == (2, True)


@pytest.mark.parametrize(
    ("kind", "content", "note"),
    [
        pytest.param(
            "comments",
            '<comments xmlns="x"><commentList>'
            '<comment ref="B1"><text><r><t>JD: late entry</t></r></text></comment>'
            "</commentList></comments>",
            "Comment: JD: late entry",
            id="note",
        ),
        pytest.param(
            "threadedComment",
            '<ThreadedComments xmlns="x">'
            '<threadedComment ref="B1"><text>late entry</text></threadedComment>'
            "</ThreadedComments>",
            "Comment: late entry",
            id="thread",
        ),
    ],
)
def test_comments_are_notes(kind: str, content: str, note: str) -> None:
    data = xlsx(
        {"A": sheet(["12/03/2021", "Visit"])},
        parts={"xl/worksheets/c.xml": content},
        sheet_relations=[("c", kind, "c.xml")],
    )
    assert tables(read(data))[0].rows[0].cells[1].notes == (note,)


def test_text_boxes_are_paragraphs() -> None:
    drawing = '<d xmlns:a="urn:a"><txBody><a:p><a:r><a:t>Compiled for the panel</a:t></a:r></a:p></txBody></d>'
    data = xlsx(
        {"A": sheet(["a", "b"])},
        parts={"xl/drawings/d.xml": drawing},
        sheet_relations=[("d", "drawing", "../drawings/d.xml")],
    )
    (paragraph,) = [b for b in read(data).blocks if isinstance(b, RawParagraph)]
    assert paragraph.text == "Compiled for the panel"


def test_the_header_of_a_table_object_is_marked() -> None:
    data = xlsx(
        {"A": sheet(["Title", None], ["Date", "Event"], ["12/03/2021", "x"])},
        parts={"xl/tables/t.xml": '<table xmlns="x" ref="A2:B3"/>'},
        sheet_relations=[("t", "table", "../tables/t.xml")],
    )
    assert [r.header for r in tables(read(data))[0].rows] == [False, True, False]


def test_a_workbook_made_by_openpyxl_reads_alike() -> None:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Cover"
    cover["A1"] = "Northshire Police"
    log = book.create_sheet("Log")
    log.append(["Log no", "Date/Time", "Summary"])
    log.append([1, dt.datetime(2021, 3, 12, 14, 30), "Call from neighbour."])
    log.append([2, "w/c 15/03/21", "Door knock."])
    log.column_dimensions["A"].hidden = True
    out = io.BytesIO()
    book.save(out)
    first, second = tables(read(out.getvalue()))
    assert table_drafts(first).drafts == ()
    drafts = table_drafts(second).drafts
    assert [d.date.value for d in drafts] == [dt.datetime(2021, 3, 12, 14, 30), None]
    assert [d.text for d in drafts] == ["Call from neighbour.", "Door knock."]
    assert dict(drafts[0].locator) == {"sheet": "Log", "row": 2}


def test_rows_beyond_the_limit_are_told() -> None:
    document = read(xlsx({"A": sheet(*[["12/03/2021", "x"]] * 9)}), Limits(max_rows=5))
    assert len(tables(document)[0].rows) == 5
    assert [(p.code, p.row_unread) for p in document.problems] == [("W144", True)]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(ole("EncryptedPackage"), EncryptedFileError, id="password"),
        pytest.param(packed({"xl/other.xml": "<a/>"}), CorruptFileError, id="no workbook"),
        pytest.param(xlsx({"A": "<sheetData><row>"}), CorruptFileError, id="broken sheet"),
        pytest.param(
            xlsx({"A": sheet(["x"])}, parts={"xl/worksheets/sheet1.xml": '<!DOCTYPE a><worksheet xmlns="x"/>'}),
            CorruptFileError,
            id="document type",
        ),
    ],
)
def test_files_that_cannot_be_used_are_refused_with_a_remedy(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        read(data)
    assert getattr(caught.value, "remedy", "")
