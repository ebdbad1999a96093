"""Write the Word, Excel and PDF files of the worked example from the words in `linden.toml`.

    linden.toml  ->  social_care (docx), mental_health (docx), police (xlsx), midwifery (pdf)  ->  fixtures/linden/

Run by hand after a change of the words: `.venv/bin/python tests/builders/linden.py`. The same words
give the same bytes: clock times and ids that the libraries would put in are replaced by fixed ones.
The text, CSV, Markdown and e-mail files of the example are kept as they are and edited by hand.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import openpyxl.utils
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from openpyxl.comments import Comment
from openpyxl.styles import Font
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

Words = dict[str, Any]

HERE = Path(__file__).parent
FIXTURES = HERE.parent.parent / "fixtures" / "linden"
FIXED = dt.datetime(2024, 11, 18, 9, 0, 0)
MARKUP = re.compile(r"\{\+(?P<ins>.*?)\+\}|\{-(?P<gone>.*?)-\}|(?P<note>\[fn\])")
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RULED = [
    ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 7),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def main() -> None:
    """Write the four files."""
    for name, words in load_words().items():
        (FIXTURES / words["file"]).write_bytes(BUILDERS[name](words))


def load_words() -> dict[str, Words]:
    """The words of each file, by the name of its builder."""
    with (HERE / "linden.toml").open("rb") as held:
        return {name: words for name, words in tomllib.load(held).items() if name in BUILDERS}


def social_care(words: Words) -> bytes:
    """A landscape Word document: titles, a key table, and a chronology cut in two tables with the header repeated.

    Cells are merged downwards where one date serves two rows, sections cover the full width, and one
    row has a tracked insertion, a tracked deletion, another a footnote.
    """
    document = _landscape()
    document.add_heading(words["titles"][0], level=1)
    for line in words["titles"][1:]:
        document.add_paragraph(line)
    _fill(document.add_table(rows=0, cols=2, style="Table Grid"), words["key"])
    document.add_paragraph()
    rows = _repeated(words["rows"])
    cut = next(i for i, row in enumerate(rows) if row[0].startswith("Section 4"))
    _chronology(document, words["header"], rows[:cut])
    document.add_page_break()
    _chronology(document, words["header"], rows[cut:])
    _add_footnotes(document, words["footnote"])
    return _saved(document)


def mental_health(words: Words) -> bytes:
    """A Word document of prose: a title, headings, paragraphs with dates inside their sentences."""
    document = docx.Document()
    document.add_heading(words["title"], level=1)
    for text in words["paragraphs"]:
        if text.startswith("# "):
            document.add_heading(text.removeprefix("# "), level=2)
        else:
            document.add_paragraph(text)
    return _saved(document)


def police(words: Words) -> bytes:
    """A workbook: cover sheet, incidents (header in row 4, one hidden column, one comment), MARAC and intelligence."""
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Cover"
    for row in words["cover"]:
        cover.append(row)
    sheet = book.create_sheet("Incidents")
    sheet.append([words["incidents_title"]])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append([])
    sheet.append(words["incidents_header"])
    for row in words["incidents"]:
        sheet.append([_typed(cell) for cell in row])
    officer = words["incidents_header"].index("Officer") + 1
    sheet.column_dimensions[openpyxl.utils.get_column_letter(officer)].hidden = True
    note = Comment(words["comment"], "VU admin")
    sheet.cell(row=4 + 1 + words["comment_row"], column=words["incidents_header"].index("Summary") + 1).comment = note
    intel = book.create_sheet("MARAC and intel")
    intel.append(words["intel_header"])
    for row in words["intel"]:
        intel.append([_typed(cell) for cell in row])
    for heading in (sheet[4], intel[1]):
        for cell in heading:
            cell.font = Font(bold=True)
    for one in (sheet, intel):
        _date_formats(one)
    held = io.BytesIO()
    book.save(held)
    return _fixed_zip(held.getvalue())


def midwifery(words: Words) -> bytes:
    """A PDF of a ruled table over several pages: header row and running lines on each, one row cut by the page."""
    held = io.BytesIO()
    styles = getSampleStyleSheet()
    small = styles["BodyText"].clone("small", fontSize=10, leading=13)

    def furniture(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(15 * mm, A4[0] - 10 * mm, words["running_header"])
        canvas.drawString(15 * mm, 8 * mm, f"{words['printed']}        Page {template.page}")

    template = SimpleDocTemplate(
        held, pagesize=landscape(A4), invariant=1, title=words["title"], author="",
        leftMargin=15 * mm, rightMargin=15 * mm, topMargin=18 * mm, bottomMargin=16 * mm,
    )  # fmt: skip
    story: list[Any] = [Paragraph(_xml(words["title"]), styles["Heading2"]), Paragraph(_xml(words["subtitle"]), small)]
    for part in _cut(words["rows"]):
        cells = [[Paragraph(f"<b>{_xml(t)}</b>", small) for t in words["header"]]]
        cells += [[Paragraph(_xml(text), small) for text in row] for row in part]
        table = Table(cells, colWidths=[w * mm for w in (20, 28, 26, 130, 34)], repeatRows=1)
        table.setStyle(TableStyle(RULED))
        story += [Spacer(1, 5 * mm), table, PageBreak()]
    template.build(story[:-1], onFirstPage=furniture, onLaterPages=furniture)
    return held.getvalue()


def _cut(rows: list[list[str]]) -> list[list[list[str]]]:
    """The rows in two parts: the row with the mark {cut} ends one page and goes on, without its date, on the next."""
    place = next(i for i, row in enumerate(rows) if "{cut}" in row[3])
    first, _, rest = rows[place][3].partition("{cut}")
    above = [*rows[place][:3], first.rstrip(), rows[place][4]]
    return [[*rows[:place], above], [["", "", "", rest.lstrip(), ""], *rows[place + 1 :]]]


def _landscape() -> Any:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.5)
    document.styles["Normal"].font.size = Pt(9)
    return document


def _repeated(rows: list[list[str]]) -> list[list[str]]:
    """The rows with each "=" replaced by the row above, its own number kept."""
    out: list[list[str]] = []
    for row in rows:
        out.append([row[0], *out[-1][1:]] if row[1:] == ["="] else row)
    return out


def _chronology(document: Any, header: list[str], rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(header), style="Table Grid")
    _fill(table, [header])
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for position, (cell, text) in enumerate(zip(cells, row, strict=True)):
            if text == "^":
                table.rows[-2].cells[position].merge(cell)
            else:
                _write(cell.paragraphs[0], text)


def _fill(table: Any, rows: list[list[str]]) -> None:
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _write(paragraph: Any, text: str) -> None:
    """Put the text in, with its tracked changes and footnote marks as Word writes them."""
    at = 0
    for found in MARKUP.finditer(text):
        paragraph.add_run(text[at : found.start()])
        at = found.end()
        if found["note"]:
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), "2")
            paragraph.add_run()._r.append(mark)
            continue
        run = paragraph.add_run(found["ins"] or found["gone"])
        change = OxmlElement("w:ins" if found["ins"] else "w:del")
        change.set(qn("w:id"), "901" if found["ins"] else "902")
        change.set(qn("w:author"), "SRU")
        change.set(qn("w:date"), "2024-11-14T10:00:00Z")
        run._r.addprevious(change)
        change.append(run._r)
        if found["gone"]:
            for node in run._r.findall(qn("w:t")):
                node.tag = qn("w:delText")
    paragraph.add_run(text[at:])


def _add_footnotes(document: Any, text: str) -> None:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((0, "separator"), (1, "continuationSeparator"))
    )
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{_xml(text)}</w:t></w:r></w:p></w:footnote>'
    blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{W}">{separators}{note}'
        "</w:footnotes>"
    ).encode()
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _saved(document: Any) -> bytes:
    document.core_properties.created = document.core_properties.modified = FIXED
    document.core_properties.author = ""
    held = io.BytesIO()
    document.save(held)
    return _fixed_zip(held.getvalue())


def _typed(text: str) -> str | dt.date | dt.time | None:
    kind, _, value = text.partition(":")
    if kind == "date":
        return dt.date.fromisoformat(value)
    if kind == "time":
        return dt.time.fromisoformat(value)
    return text or None


def _date_formats(sheet: Any) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, dt.date):
                cell.number_format = "dd/mm/yyyy"
            elif isinstance(cell.value, dt.time):
                cell.number_format = "hh:mm"


def _fixed_zip(data: bytes) -> bytes:
    """The same package with fixed times, so that the bytes depend on the words alone."""
    held = io.BytesIO()
    stamp = FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            new.writestr(zipfile.ZipInfo(name, date_time=(2024, 11, 18, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


BUILDERS: dict[str, Callable[[Words], bytes]] = {
    "social_care": social_care,
    "mental_health": mental_health,
    "police": police,
    "midwifery": midwifery,
}

if __name__ == "__main__":
    main()
