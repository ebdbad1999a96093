"""PDF: rows whole and in order whatever draws the table, running lines never rows, bad files said plainly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.limits import Limits
from ingest.raw import RawDocument, RawParagraph, RawTable
from ingest.readers.pdf import PdfReader
from model.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    LimitExceededError,
    NoTextLayerError,
    ReadError,
    UnsupportedFormatError,
)
from tests.builders import pdf_files as build
from tests.hostile.making import CATALOGUE, pdf

TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")
LINES_DOWN = [
    TOP,
    ("BOX", (0, 0), (-1, -1), 1, colors.black),
    ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black),
    ("LINEBEFORE", (0, 0), (-1, -1), 0.5, colors.black),
]
BODY = build.rows(40)
STORY = (
    "The health visitor saw the baby at home on 4 March 2021 and found that she was gaining weight. The mother "
    "spoke of her worry about money and sleep, and of the heating which had been off since the start of the month."
)


def read(data: bytes, limits: Limits | None = None) -> RawDocument:
    return PdfReader().read(data, "record.pdf", limits or Limits())


def tables(document: RawDocument) -> list[RawTable]:
    return [block for block in document.blocks if isinstance(block, RawTable)]


def paragraphs(document: RawDocument) -> list[RawParagraph]:
    return [block for block in document.blocks if isinstance(block, RawParagraph)]


def texts(table: RawTable) -> list[tuple[str, ...]]:
    return [tuple(" ".join(cell.text.split()) for cell in row.cells) for row in table.rows]


def squeezed(rows: Sequence[build.Row]) -> list[tuple[str, ...]]:
    return [tuple(" ".join(text.split()) for text in row) for row in rows]


def prose(items: Sequence[str], *, width: int = 92, gap: float = 9) -> Any:
    placed, y = [], 60.0
    for item in items:
        for line in build.wrapped(item, width):
            placed.append((60.0, y, line))
            y += 13
        y += gap
    return build.lines_at(placed)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(build.ruled(BODY), id="landscape, ruled, header on each page"),
        pytest.param(build.ruled(BODY, repeat=0), id="header on the first page only"),
        pytest.param(
            build.ruled(BODY, pagesize=A4, widths=(62, 70, 280, 110), split_rows=False), id="portrait, whole rows"
        ),
        pytest.param(build.ruled(BODY, style=[build.SHADED_HEADER, TOP]), id="shaded header, no lines"),
        pytest.param(build.ruled(BODY, style=[TOP]), id="no lines at all"),
        pytest.param(
            build.ruled(BODY, style=[TOP, ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)]), id="lines across only"
        ),
        pytest.param(
            build.ruled(
                BODY,
                style=LINES_DOWN,
            ),
            id="lines down only: one tall box a page",
        ),
        pytest.param(
            build.ruled(BODY, style=[TOP, ("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.white, colors.lightblue])]),
            id="striped rows, no lines",
        ),
        pytest.param(
            build.ruled(BODY, style=[build.GRID[0], ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]),
            id="dates in the middle of their row",
        ),
        pytest.param(build.ruled(BODY, title=""), id="no title"),
    ],
)  # fmt: skip
def test_every_row_comes_out_once_and_whole(data: bytes) -> None:
    document = read(data)
    (table,) = tables(document)
    own = [row for row in texts(table) if row[0] != "Date" and any(row)]
    assert own == squeezed(BODY)
    assert sum(row.header for row in table.rows) == sum(1 for row in texts(table)[1:] if row[0] == "Date")
    assert all("Printed on" in p.text or "Page" in p.text or "Chronology" in p.text for p in paragraphs(document))


@pytest.mark.parametrize("gap", [0, 6, 14])
@pytest.mark.parametrize("header", [build.HEADER, None], ids=["header", "no header"])
def test_columns_without_lines_are_found_by_the_white_space_between(gap: float, header: build.Row | None) -> None:
    (table,) = tables(read(build.aligned(BODY, gap=gap, header=header)))
    own = [row for row in texts(table) if row[0] != "Date"]
    assert own == squeezed(BODY)


def test_a_row_without_lines_goes_on_over_pages_even_where_a_page_has_no_date() -> None:
    def page(first: int, last: int, rows: Sequence[build.Row]) -> Any:
        placed = [(40.0, 50.0, "Date"), (120.0, 50.0, "Who"), (200.0, 50.0, "Details of contact")]
        placed += [(200.0, 70.0 + 13 * n, f"Line {first + n} of a long record that") for n in range(last - first)]
        for n, row in enumerate(rows):
            placed += [(x, 720.0 + 20 * n, text[:40]) for x, text in zip((40, 120, 200), row, strict=False)]
        return build.lines_at(placed)

    start = ("05/01/2021", "SW1", "Line 0 of a long record that")
    document = read(build.drawn([page(0, 0, [BODY[0], start]), page(1, 50, []), page(50, 90, [BODY[2], BODY[3]])]))
    (table,) = tables(document)
    own = [row for row in table.rows if row.cells[0].text != "Date"]
    assert [row.cells[0].text for row in own] == [BODY[0][0], "05/01/2021", BODY[2][0], BODY[3][0]]
    words = " ".join(own[1].cells[2].text.split())
    assert all(f"Line {n} of" in words for n in range(90))


def test_newest_first_keeps_its_order() -> None:
    (table,) = tables(read(build.ruled(BODY[::-1])))
    dates = [row[0] for row in texts(table) if row[0] != "Date"]
    assert dates == [row[0] for row in BODY[::-1]]


def test_two_header_rows_repeat_and_are_marked_from_the_second_page_on() -> None:
    header = (("Contact", "", "Record", ""), build.HEADER)
    span = [*build.GRID, ("SPAN", (0, 0), (1, 0)), ("SPAN", (2, 0), (3, 0))]
    (table,) = tables(read(build.ruled(BODY, header=header, style=span)))
    marked = [row for row in table.rows if row.header]
    assert [c.text for c in marked[0].cells] == ["Contact", "", "Record", ""]
    assert marked[0].cells[0].span == 2
    assert marked[0].cells[1].merged_right
    assert len(table.rows) == len(BODY) + 2 + len(marked)


def test_a_date_merged_over_several_rows_repeats_with_a_mark() -> None:
    body = [("04/01/2021", "HV1", "First.", ""), ("", "HV2", "Second.", ""), ("09/01/2021", "HV1", "Third.", "")]
    (table,) = tables(read(build.ruled(body, style=[*build.GRID, ("SPAN", (0, 1), (0, 2))])))
    assert [(r.cells[0].text, r.cells[0].merged_down) for r in table.rows[1:]] == [
        ("04/01/2021", False),
        ("04/01/2021", True),
        ("09/01/2021", False),
    ]


LONG = ("04/02/2021\n14:30", "HV1", " ".join(f"Sentence {n} of a long visit." for n in range(260)), "Noted.")


def test_a_row_cut_by_the_page_is_one_row_at_its_first_page() -> None:
    data = build.ruled([*BODY[:3], LONG, *BODY[3:5]])
    (table,) = tables(read(data))
    own = [row for row in texts(table) if row[0] != "Date"]
    assert own == squeezed([*BODY[:3], LONG, *BODY[3:5]])
    cut = next(row for row in table.rows if "Sentence 259" in row.cells[2].text)
    assert cut.locator["page"] == 1


def test_an_undated_row_at_the_head_of_a_page_stays_a_row_where_others_are_undated_too() -> None:
    body = [row if n % 3 == 0 else ("", *row[1:]) for n, row in enumerate(BODY)]
    (table,) = tables(read(build.ruled(body, split_rows=False)))
    assert [row for row in texts(table) if row[0] != "Date"] == squeezed(body)


def test_lines_that_merely_wrap_are_joined_and_bullets_are_not() -> None:
    cell = (
        "Strategy meeting held at the civic offices with police and health. Actions agreed by all who were there:\n"
        "• Social worker to visit by Friday and to speak to each of the children alone, at school if need be\n"
        "• Police to check the address"
    )
    (table,) = tables(read(build.ruled([("04/01/2021", "SW1", cell, "")])))
    assert table.rows[1].cells[2].text == cell


def test_running_lines_are_handed_on_once_as_header_fields() -> None:
    fields = [p.text for p in paragraphs(read(build.ruled(BODY))) if p.style == "header_field"]
    assert [text[:10] for text in fields] == ["Printed on", "Page 1 of "]


def test_text_that_repeats_on_each_page_is_not_taken_for_a_running_line() -> None:
    pages = [prose([f"{n} March 2021: No contact.", STORY, "No reply at the door."]) for n in range(3, 9)]
    found = [p.text for p in paragraphs(read(build.drawn(pages)))]
    assert sum("No contact." in text for text in found) == 6


def test_prose_is_read_in_paragraphs_and_rejoined_over_the_page() -> None:
    first = prose(["Summary of involvement", STORY, "She agreed to a second visit in the week that followed, and"])
    second = prose(["to a referral to the family centre.", STORY])
    found = [p.text for p in paragraphs(read(build.drawn([first, second])))]
    assert found == [
        "Summary of involvement",
        STORY,
        "She agreed to a second visit in the week that followed, and to a referral to the family centre.",
        STORY,
    ]


def test_dated_lines_of_prose_are_items_even_without_space_between() -> None:
    items = [f"{n}/3/21 - {text}" for n, text in enumerate([STORY, "Telephone call, no reply.", STORY], start=1)]
    assert [p.text for p in paragraphs(read(build.drawn([prose(items, gap=0)])))] == items


def test_two_columns_of_print_are_read_one_after_the_other() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for x, name in ((60, "left"), (320, "right")):
            for n, line in enumerate(build.wrapped(" ".join([f"The {name} column. {STORY}"] * 3), 44)):
                canvas.drawString(x, A4[1] - 70 - 13 * n, line)

    whole = " ".join(p.text for p in paragraphs(read(build.drawn([draw]))))
    assert whole.count(STORY) == 6
    assert whole.rindex("left column") < whole.index("right column")


def _sideways(canvas: Canvas) -> None:
    canvas.rotate(90)
    canvas.setFont("Helvetica", 10)
    for n, row in enumerate(BODY[:9]):
        for x, text in zip((40, 120, 190, 620), row, strict=True):
            canvas.drawString(x, -60 - 16 * n, text[:70])


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_upright(rotate: int) -> None:
    (table,) = tables(read(build.drawn([_sideways], rotate=rotate)))
    assert [row[0] for row in texts(table)] == [row[0] for row in BODY[:9]]


def test_a_watermark_is_left_out_and_said() -> None:
    def draw(canvas: Canvas) -> None:
        prose([STORY])(canvas)
        canvas.translate(300, 400)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 80)
        canvas.drawCentredString(0, 0, "DRAFT")

    document = read(build.drawn([draw]))
    assert [p.text for p in paragraphs(document)] == [STORY]
    assert [(p.code, p.quote) for p in document.problems] == [("W124", "DRAFT")]


def test_letters_printed_over_themselves_to_look_bold_are_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.3, 0.6):
            canvas.drawString(60 + shift, 700, "14 March 2021 Strategy meeting")

    assert [p.text for p in paragraphs(read(build.drawn([draw])))] == ["14 March 2021 Strategy meeting"]


def test_form_fields_are_read_where_they_stand() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 700, "Date of contact:")
        canvas.acroForm.textfield(name="d", value="12/03/2021", x=150, y=694, width=90, height=18, borderWidth=0)

    assert [p.text for p in paragraphs(read(build.drawn([draw])))] == ["Date of contact: 12/03/2021"]


def test_a_note_stuck_on_a_row_is_kept_with_its_cell_and_not_in_its_words() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for n, row in enumerate(BODY[:5]):
            for x, text in zip((40, 120, 190, 480), row, strict=True):
                canvas.drawString(x, 780 - 30 * n, text[:50])
        canvas.textAnnotation("Date checked with the ward.", Rect=(45, 715, 60, 730))
        canvas.textAnnotation("Seen by the panel.", Rect=(45, 100, 60, 115))

    document = read(build.drawn([draw]))
    (table,) = tables(document)
    assert [row.cells[0].notes for row in table.rows] == [(), (), ("Date checked with the ward.",), (), ()]
    assert [(p.text, p.style) for p in paragraphs(document)] == [("Seen by the panel.", "signature")]


def test_a_header_box_drawn_on_each_page_parts_no_table_and_is_no_row() -> None:
    def box(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.grid([40, 200, 360, 540], [A4[1] - 60, A4[1] - 40, A4[1] - 20])
        for x, text in ((44, "Name: Child T"), (204, "NHS no: 000 000 0000"), (364, "Printed: 03/12/2021 09:10")):
            canvas.drawString(x, A4[1] - 34, text)

    def page(first: int) -> Any:
        def draw(canvas: Canvas) -> None:
            box(canvas)
            canvas.grid([40, 110, 170, 540], [A4[1] - 100 - 24 * n for n in range(6)])
            for n, row in enumerate(BODY[first : first + 5]):
                for x, text in zip((44, 114, 174), row, strict=False):
                    canvas.drawString(x, A4[1] - 116 - 24 * n, text[:60])

        return draw

    document = read(build.drawn([page(0), page(5), page(10)]))
    (table,) = tables(document)
    assert [row[0] for row in texts(table)] == [row[0] for row in BODY[:15]]
    fields = [p.text for p in paragraphs(document) if p.style == "header_field"]
    assert fields == ["Name: Child T", "NHS no: 000 000 0000", "Printed: 03/12/2021 09:10"]


def test_a_range_written_over_several_lines_is_one_date() -> None:
    body = [("12/03/2021 -\n15/03/2021", "HV", "Entry 1.", ""), ("16/03/2021\nto\n18/03/2021", "HV", "Entry 2.", "")]
    (table,) = tables(read(build.ruled([*body, *BODY[:3]], style=[TOP])))
    assert [row[0] for row in texts(table)][1:3] == ["12/03/2021 - 15/03/2021", "16/03/2021 to 18/03/2021"]


def test_a_header_above_the_lines_of_its_table_is_its_first_row() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for x, text in zip((44, 114, 174), build.HEADER, strict=False):
            canvas.drawString(x, A4[1] - 92, text)
        canvas.grid([40, 110, 170, 540], [A4[1] - 100 - 24 * n for n in range(6)])
        for n, row in enumerate(BODY[:5]):
            for x, text in zip((44, 114, 174), row, strict=False):
                canvas.drawString(x, A4[1] - 116 - 24 * n, text[:60])

    document = read(build.drawn([draw]))
    (table,) = tables(document)
    assert texts(table)[0] == build.HEADER[:3]
    assert len(table.rows) == 6
    assert paragraphs(document) == []


def test_words_broken_at_line_ends_are_mended_where_the_file_hyphenates() -> None:
    broken = ["The worker spoke of safe-", "guarding and of the assess-", "ment that the hospi-", "tal had asked for."]
    whole = build.drawn([build.lines_at([(60, 60 + 13 * n, line) for n, line in enumerate(broken)])])
    assert [p.text for p in paragraphs(read(whole))] == [
        "The worker spoke of safeguarding and of the assessment that the hospital had asked for."
    ]
    once = build.drawn(
        [build.lines_at([(60, 60, "She was given a 24-hour number and a follow-"), (60, 73, "up visit.")])]
    )
    assert [p.text for p in paragraphs(read(once))] == ["She was given a 24-hour number and a follow-up visit."]


def test_a_hyphen_between_two_words_stays_where_lines_end_in_it() -> None:
    lines = [
        "The sibling and the half-",
        "sibling were seen for an hour. Hours later the out-of-",
        "hours team rang about the eight-",
        "week check, which is due this week.",
    ]
    page = build.drawn([build.lines_at([(60, 60 + 13 * n, line) for n, line in enumerate(lines)])])
    assert [p.text for p in paragraphs(read(page))] == [
        "The sibling and the half-sibling were seen for an hour. Hours later the out-of-hours team rang about the "
        "eight-week check, which is due this week."
    ]


def test_the_title_of_the_file_is_handed_on_unless_a_program_made_it_up() -> None:
    def draw(title: str) -> Any:
        def page(canvas: Canvas) -> None:
            canvas.setTitle(title)
            prose([STORY])(canvas)

        return page

    assert read(build.drawn([draw("Maternity chronology")])).properties == {"title": "Maternity chronology"}
    assert read(build.drawn([draw("Microsoft Word - Document1")])).properties == {}


def _scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, *A4)


def test_a_page_that_is_a_picture_is_named() -> None:
    document = read(build.drawn([prose([STORY]), _scan]))
    assert [(p.code, dict(p.place)) for p in document.problems] == [("W121", {"page": 2})]


def test_pages_beyond_the_limit_are_named() -> None:
    document = read(build.drawn([prose([STORY])] * 3), Limits(max_pages=2))
    assert [p.code for p in document.problems] == ["W120"]


WHOLE = build.ruled(BODY[:6])


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", EmptyFileError, id="empty"),
        pytest.param(b"\x00" * 40, EmptyFileError, id="only zeros"),
        pytest.param(b"hello", UnsupportedFormatError, id="not a PDF"),
        pytest.param(b"%PDF-1.4\nnothing\n%%EOF", CorruptFileError, id="a shell"),
        pytest.param(WHOLE[: len(WHOLE) // 3], CorruptFileError, id="a third of it"),
        pytest.param(WHOLE[:-30], CorruptFileError, id="the last bytes missing"),
        pytest.param(build.drawn([_scan]), NoTextLayerError, id="a scan"),
        pytest.param(
            build.drawn([prose([STORY])], encrypt=StandardEncryption("secret")), EncryptedFileError, id="password"
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read(data)
    assert caught.value.remedy.endswith(".")


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(LimitExceededError):
        read(WHOLE, Limits(max_bytes=100))


def test_a_password_only_against_changes_does_not_keep_it_from_being_read() -> None:
    data = build.drawn([prose([STORY])], encrypt=StandardEncryption("", ownerPassword="owner"))
    assert [p.text for p in paragraphs(read(data))] == [STORY]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_refused_or_read_and_never_anything_else(seed: int) -> None:
    data = bytearray(WHOLE)
    for step in range(12):
        place = (seed * 7919 + step * 104_729) % len(data)
        data[place] = (seed * 31 + step * 17) % 256
    assert _outcome(bytes(data)) in ("read", "refused")


def _outcome(data: bytes) -> str:
    try:
        return "read" if read(data).blocks else "nothing"
    except ReadError as error:
        return "refused" if error.remedy else "no remedy"


def test_forty_pages_take_seconds() -> None:
    long = build.rows(700)
    (table,) = tables(read(build.ruled(long)))
    assert table.rows[-1].locator["page"] >= 40  # type: ignore[operator]
    assert [row for row in texts(table) if row[0] != "Date"] == squeezed(long)


def test_recognises_by_signature_not_by_name() -> None:
    reader = PdfReader()
    assert reader.recognises(b"%PDF-1.7\n", "record")
    assert reader.recognises(b"\r\n\r\n%PDF-1.7\n", "record.pdf")
    assert not reader.recognises(b"PK\x03\x04", "record.pdf")


def test_the_letters_of_a_ligature_are_all_kept() -> None:
    unicode_map = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def "
        b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <40> <006600660069> endbfchar "
        b"1 beginbfrange <20> <3F> <0020> endbfrange 1 beginbfrange <41> <7E> <0041> endbfrange endcmap end end"
    )
    text = b"BT /F 12 Tf 60 700 Td (The o@ce rang. O@cers came.) Tj ET"

    def plain(content: bytes) -> bytes:
        return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)

    document = pdf(
        CATALOGUE,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        plain(text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        plain(unicode_map),
    )
    assert [p.text for p in paragraphs(read(document))] == ["The office rang. Officers came."]


def test_titles_in_bold_go_on_inside_their_bracket() -> None:
    def page(canvas: Canvas) -> None:
        head = [
            (60, 60, "2. Key practice episodes"),
            (60, 100, "Episode 1: the pregnancy (December 2020 to June"),
            (60, 114, "2021)"),
        ]
        build.lines_at(head, font="Helvetica-Bold", size=12)(canvas)
        build.lines_at([(60, 142 + 13 * n, line) for n, line in enumerate(build.wrapped(STORY, 80))])(canvas)

    found = [(p.text, p.style) for p in paragraphs(read(build.drawn([page])))]
    assert found[:2] == [
        ("Key practice episodes", "heading"),
        ("Episode 1: the pregnancy (December 2020 to June 2021)", "heading"),
    ]
    assert found[2][1] == "body"
