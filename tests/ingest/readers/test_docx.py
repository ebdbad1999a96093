"""Word files: what a person sees in them is read, in any of the forms that Word keeps it in."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest

from ingest.limits import Limits
from ingest.raw import RawDocument, RawParagraph, RawTable
from ingest.readers.docx import DocxReader
from ingest.tables import table_drafts
from model.errors import CorruptFileError, EncryptedFileError, LimitExceededError
from tests.builders.office_files import STRICT, docx, ole, p, packed, run, tbl, tc, tr

LIMITS = Limits()


def read(data: bytes, limits: Limits = LIMITS) -> RawDocument:
    return DocxReader().read(data, "chronology.docx", limits)


def tables(document: RawDocument) -> list[RawTable]:
    return [b for b in document.blocks if isinstance(b, RawTable)]


def paragraphs(document: RawDocument) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, RawParagraph)]


def cell_texts(body: str) -> list[list[str]]:
    (table,) = tables(read(docx(body)))
    return [[c.text for c in r.cells] for r in table.rows]


def one_cell(content: str) -> str:
    return cell_texts(tbl(tr(tc(content), "x")))[0][0]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(p("Seen ", f"<w:ins>{run('at home')}</w:ins>"), "Seen at home", id="insertion kept"),
        pytest.param(
            p("Seen", "<w:del><w:r><w:delText> once</w:delText></w:r></w:del>"), "Seen", id="deletion left out"
        ),
        pytest.param(
            p("A", f"<w:moveFrom>{run('B')}</w:moveFrom>", f"<w:moveTo>{run('C')}</w:moveTo>"), "AC", id="moved"
        ),
        pytest.param(
            f"<w:sdt><w:sdtContent>{p('In a control')}</w:sdtContent></w:sdt>", "In a control", id="control, block"
        ),
        pytest.param(
            p(f"<w:sdt><w:sdtContent>{run('12/03/2021')}</w:sdtContent></w:sdt>"), "12/03/2021", id="control, run"
        ),
        pytest.param(
            p(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>"),
            "",
            id="prompt of an empty control",
        ),
        pytest.param(p(f"<w:smartTag>{run('Leeds')}</w:smartTag>"), "Leeds", id="smart tag"),
        pytest.param(p(f"<w:hyperlink>{run('a link')}</w:hyperlink>"), "a link", id="hyperlink"),
        pytest.param(
            p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), "a\tb\nc", id="tab and line break"
        ),
        pytest.param(p("one") + p("two"), "one\ntwo", id="two paragraphs"),
        pytest.param(
            p("<w:r><w:t>re</w:t><w:noBreakHyphen/><w:t>let</w:t></w:r>"), "re-let", id="hyphen that does not break"
        ),
        pytest.param(p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'), "✓", id="symbol"),
        pytest.param(
            p("<w:r><w:instrText> DATE </w:instrText></w:r>", run("12 May")),
            "12 May",
            id="field: result, not instruction",
        ),
        pytest.param(
            p("<w:r><w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>", "Yes"),
            "☑Yes",
            id="ticked form box",
        ),
        pytest.param(
            p(
                "<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
                + p("In a box")
                + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>"
                + p("In a box")
                + "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
            ),
            "In a box",
            id="text box, once",
        ),
        pytest.param(
            tbl(tr("10:00", "Rang mother"), tr("11:00", "Rang GP")),
            "10:00 | Rang mother\n11:00 | Rang GP",
            id="table inside",
        ),
    ],
)
def test_a_cell_is_read_as_it_is_seen(content: str, text: str) -> None:
    assert one_cell(content) == text


def test_merged_cells_repeat_down_and_stay_empty_to_the_right() -> None:
    body = tbl(
        tr(tc("12/03/2021", properties="<w:vMerge w:val='restart'/>"), "One"),
        tr(tc(properties="<w:vMerge/>"), "Two"),
        tr(tc("Period 2", properties="<w:gridSpan w:val='2'/>")),
    )
    (table,) = tables(read(docx(body)))
    below, across = table.rows[1].cells[0], table.rows[2].cells
    assert (below.text, below.merged_down) == ("12/03/2021", True)
    assert (across[0].span, across[1].merged_right, len(across)) == (2, True, 2)


def test_old_horizontal_merges() -> None:
    body = tbl(
        tr(tc("A", properties="<w:hMerge w:val='restart'/>"), tc(properties="<w:hMerge w:val='continue'/>"), "B")
    )
    (table,) = tables(read(docx(body)))
    assert [c.text for c in table.rows[0].cells] == ["A", "", "B"]
    assert table.rows[0].cells[1].merged_right


def test_a_row_that_was_deleted_is_left_out_and_an_inserted_one_kept() -> None:
    body = tbl(tr("a", "b"), tr("gone", "x", properties="<w:del/>"), tr("new", "y", properties="<w:ins/>"))
    assert cell_texts(body) == [["a", "b"], ["new", "y"]]


def test_rows_inside_controls_are_rows() -> None:
    body = tbl(tr("a", "b"), f"<w:sdt><w:sdtContent>{tr('c', 'd')}</w:sdtContent></w:sdt>")
    assert cell_texts(body) == [["a", "b"], ["c", "d"]]


def test_repeated_header_rows_are_marked() -> None:
    (table,) = tables(read(docx(tbl(tr("Date", "Event", properties="<w:tblHeader/>"), tr("12/03/2021", "x")))))
    assert [r.header for r in table.rows] == [True, False]


def test_footnotes_and_comments_are_notes() -> None:
    cell = tc(
        p("Seen", '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:r><w:commentReference w:id="0"/></w:r>'),
    )
    notes = {
        "footnotes": '<w:footnote w:id="2">' + p("At her aunt's.") + "</w:footnote>",
        "comments": '<w:comment w:id="0" w:author="QA">' + p("Check the date.") + "</w:comment>",
    }
    (table,) = tables(read(docx(tbl(tr(cell, "x")), parts=notes)))
    assert table.rows[0].cells[0].text == "Seen"
    assert table.rows[0].cells[0].notes == ("Footnote: At her aunt's.", "Comment by QA: Check the date.")


def test_hidden_text_is_a_note() -> None:
    (table,) = tables(read(docx(tbl(tr(tc(p("Seen", run("by HV1", "<w:vanish/>"))), "x")))))
    assert table.rows[0].cells[0].notes == ("Hidden text: by HV1",)


def test_blocks_keep_their_order_and_place() -> None:
    document = read(docx(p("Title") + p() + tbl(tr("a", "b")) + p("Between") + tbl(tr("c", "d"))))
    assert [dict(b.rows[0].locator) if isinstance(b, RawTable) else dict(b.locator) for b in document.blocks] == [
        {"paragraph": 1},
        {"table": 1, "row": 1},
        {"paragraph": 3},
        {"table": 2, "row": 1},
    ]
    assert [t.name for t in tables(document)] == ["Title", "Between"]


def test_page_headers_are_properties_and_no_text() -> None:
    document = read(docx(p("Body"), parts={"header": p("Northshire Police")}))
    assert paragraphs(document) == ["Body"]
    assert document.properties["header"] == "Northshire Police"


def test_headings_by_style_and_by_bold() -> None:
    styles = (
        '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>'
    )
    body = p("2021", style="Mine") + p(run("Antenatal", "<w:b/>")) + p("Plain words")
    blocks = [b for b in read(docx(body, parts={"styles": styles})).blocks if isinstance(b, RawParagraph)]
    assert [(b.style, b.level) for b in blocks] == [("heading", 2), ("heading", 6), ("body", 0)]


def test_a_strict_file_is_read_alike() -> None:
    assert paragraphs(read(docx(p("Words"), namespace=STRICT))) == ["Words"]


def test_a_file_made_by_word_itself_reads_alike() -> None:
    document = python_docx.Document()
    document.add_heading("Chronology", 1)
    table = document.add_table(rows=2, cols=3)
    for cell, words in zip(table._cells, ["Date", "Source", "Event", "12/03/2021", "HV", "Visit"], strict=True):
        cell.text = words
    table.cell(0, 0).merge(table.cell(0, 1))
    out = io.BytesIO()
    document.save(out)
    (read_table,) = tables(read(out.getvalue()))
    assert [c.text for c in read_table.rows[1].cells] == ["12/03/2021", "HV", "Visit"]
    assert read_table.rows[0].cells[0].span == 2


def test_a_chronology_in_a_layout_table_comes_out() -> None:
    inner = tbl(tr("Date", "Event"), tr("12/03/2021", "Visit at home."))
    (table,) = tables(read(docx(tbl(tr(tc(p("Chronology of involvement"), inner))))))
    reading = table_drafts(table)
    assert [d.text for d in reading.drafts] == ["Visit at home."]
    assert dict(reading.drafts[0].locator) == {"table": 1, "row": 1, "inner_table": 1, "inner_row": 2}


# Hostile and broken ---------------------------------------------------------------------------------


def test_a_span_beyond_reason_is_cut_at_once_and_said() -> None:
    document = read(docx(tbl(tr(tc("a", properties="<w:gridSpan w:val='200000000'/>"), "b"))))
    assert len(tables(document)[0].rows[0].cells) == LIMITS.max_span + 1
    assert [x.code for x in document.problems] == ["W143"]


def test_tables_in_tables_keep_their_words_however_deep() -> None:
    body = p("deepest")
    for _ in range(40):
        body = tbl(tr(tc(body)))
    document = read(docx(body))
    assert "deepest" in tables(document)[0].rows[0].cells[0].text
    assert "W146" in [x.code for x in document.problems]


def test_rows_beyond_the_limit_are_told() -> None:
    document = read(docx(tbl(*[tr("a", "b")] * 9)), Limits(max_rows=5))
    assert len(tables(document)[0].rows) == 5
    assert [(x.code, x.row_unread) for x in document.problems] == [("W144", True)]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(docx(p("x"), prolog='<!DOCTYPE d [<!ENTITY e "x">]>'), CorruptFileError, id="document type"),
        pytest.param(docx(p("x"))[:-40], CorruptFileError, id="cut short"),
        pytest.param(packed({"word/other.xml": "<a/>"}), CorruptFileError, id="no text part"),
        pytest.param(packed({"word/document.xml": "<w:document"}), CorruptFileError, id="broken XML"),
        pytest.param(packed({"../evil.xml": "<a/>", "word/document.xml": "<a/>"}), CorruptFileError, id="path outside"),
        pytest.param(ole("EncryptedPackage"), EncryptedFileError, id="password"),
        pytest.param(packed({f"word/{i}.xml": "" for i in range(30)}), LimitExceededError, id="too many parts"),
    ],
)
def test_files_that_cannot_be_used_are_refused_with_a_remedy(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        read(data, Limits(max_members=20))
    assert getattr(caught.value, "remedy", "")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(LimitExceededError):
        read(packed({"word/document.xml": b" " * 12_000_000}))


def test_macros_are_told_and_not_run() -> None:
    data = docx(p("x"))
    with_macros = _with_part(data, "word/vbaProject.bin")
    assert [x.code for x in read(with_macros).problems] == ["W140"]


def _with_part(data: bytes, name: str) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, b"\0")
    return out.getvalue()
