"""A report as a Word document: headings that are headings, tables with a repeated header row, marks on every page.

    Report  ->  to_docx  ->  bytes

Tables are built as text and parsed once: python-docx's own cells cost more than a minute for 5,000 rows.
Every text passes `visible` and is escaped; a paragraph whose first letter runs from right to left is set so.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from dashboard.config import TOKENS
from dashboard.exports.cells import right_to_left, visible
from dashboard.exports.pictures import PIXELS_PER_INCH, png_of
from dashboard.exports.report import (
    LANGUAGE,
    MARGIN_MM,
    PAPER_MM,
    PICTURE_LESS_MM,
    CellOf,
    Heading,
    Picture,
    Report,
    RowOf,
    Table,
    Words,
)
from dashboard.exports.report import Paragraph as ParagraphOf
from dashboard.exports.slip import with_slip

FONT: Final = "Arial"  # on every office computer, and read well by those with dyslexia
TWIPS_PER_MM: Final = 56.693
MM_PER_INCH: Final = 25.4
FIRST_ROW_MARK: Final = 100_000  # numbers of the rows' bookmarks, above those of the headings
DOCX_PICTURE_PPI: Final = 200  # sharp in print, and small
SIZES: Final = {"Title": 22, "Heading 1": 15, "Heading 2": 12, "Normal": 10}
TABLE_HALF_POINTS: Final = 17
_NS: Final = nsdecls("w")


@dataclass(slots=True)
class _Under:
    """A document under way: the headings given so far are its contents."""

    document: Any
    width_mm: int
    tallest_mm: int
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    contents_at: Any = None
    rows: int = 0  # with a mark, so far


def to_docx(report: Report) -> bytes:
    """The document as a file."""
    under = _new_document(report)
    for block in report.blocks:
        if isinstance(block, Heading):
            _heading(under, block)
        elif isinstance(block, ParagraphOf):
            _add_paragraph(under, block)
        elif isinstance(block, Table):
            _table(under, block)
        elif isinstance(block, Picture):
            _picture(under, block)
        else:
            _contents(under)
    if under.contents_at is not None:
        _fill_contents(under)
    out = io.BytesIO()
    under.document.save(out)
    return with_slip(out.getvalue(), report.slip) if report.slip else out.getvalue()


def _new_document(report: Report) -> _Under:
    """An empty document in landscape with its title, language, header and footer."""
    title, handling, made = report.title, report.handling, report.made
    document = Document()
    core = document.core_properties
    core.title, core.language, core.author, core.last_modified_by = visible(title), LANGUAGE, "Casethread", "Casethread"
    core.comments, core.keywords, core.subject, core.category = "", "", "", handling
    core.created = core.modified = made.replace(tzinfo=None)
    width, height = PAPER_MM[report.paper]
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(MARGIN_MM))
    section.header_distance = section.footer_distance = Mm(7)
    _styles(document)
    _marks(section, visible(handling), visible(title))
    document.add_paragraph(visible(title), style="Title")
    return _Under(document, width - 2 * MARGIN_MM, height - 2 * MARGIN_MM - PICTURE_LESS_MM)


def _styles(document: Any) -> None:
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
        style.font.color.rgb = RGBColor.from_string(TOKENS["ink" if name in ("Normal", "Title") else "accent"][1:])
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(parse_xml(f'<w:lang {_NS} w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'))
    document.styles["Normal"].paragraph_format.space_after = Pt(4)


def _marks(section: Any, handling: str, title: str) -> None:
    """The handling mark above and below every page, the title above, page x of y below."""
    above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (above, below):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(handling).bold = True
    above.add_run(f"   {title}")
    below.add_run("   Page ")
    _field(below, "PAGE")
    below.add_run(" of ")
    _field(below, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    for part in _field_xml(code, "1"):
        paragraph._p.append(parse_xml(part))


def _field_xml(code: str, shown: str, *, dirty: bool = False) -> list[str]:
    late = ' w:dirty="true"' if dirty else ""
    return [
        f'<w:r {_NS}><w:fldChar w:fldCharType="begin"{late}/></w:r>',
        f'<w:r {_NS}><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>',
        f'<w:r {_NS}><w:fldChar w:fldCharType="separate"/></w:r>',
        f"<w:r {_NS}><w:t>{shown}</w:t></w:r>",
        f'<w:r {_NS}><w:fldChar w:fldCharType="end"/></w:r>',
    ]


def _heading(under: _Under, block: Heading) -> None:
    number = len(under.headings) + 1
    mark, text = f"_Toc{number:06d}", visible(block.text)
    paragraph = under.document.add_heading(text, block.level)
    paragraph._p.insert(1, parse_xml(f'<w:bookmarkStart {_NS} w:id="{number}" w:name="{mark}"/>'))
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {_NS} w:id="{number}"/>'))
    under.headings.append((block.level, text, mark))


def _add_paragraph(under: _Under, block: ParagraphOf) -> None:
    made = _paragraph(Words(block.text, bold=block.bold), style="ListBullet" if block.bullet else "", root=True)
    under.document.element.body.insert_element_before(parse_xml(made), "w:sectPr")


def _picture(under: _Under, block: Picture) -> None:
    """The picture over the width of the page, with its words for those who cannot see it."""
    width = min(under.width_mm, under.tallest_mm * block.width / block.height)
    ppi = round(DOCX_PICTURE_PPI * width / MM_PER_INCH / (block.width / PIXELS_PER_INCH))
    shape = under.document.add_picture(io.BytesIO(png_of(block, ppi)), width=Mm(width))
    shape._inline.docPr.set("descr", visible(block.alt))
    shape._inline.docPr.set("name", "Timeline")


def _contents(under: _Under) -> None:
    """Where the contents go; they are filled in at the end, when all headings are known."""
    under.document.add_paragraph("Contents").runs[0].bold = True
    under.contents_at = under.document.add_paragraph()


def _fill_contents(under: _Under) -> None:
    """An entry a heading, each a link with its page.

    They are no TOC field: one without its pages counted would be printed without them by all but Word, while a page
    reference of its own is worked out by LibreOffice when it opens the file, and by Word since it is marked as dirty.
    """
    right = int(under.width_mm * TWIPS_PER_MM)
    for level, text, mark in under.headings:
        page = "".join(_field_xml(f"PAGEREF {mark} \\h", "", dirty=True))
        made = (
            f'<w:p {_NS}><w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{right}"/></w:tabs>'
            f'<w:spacing w:after="20"/><w:ind w:left="{360 * (level - 1)}"/></w:pPr>'
            f'<w:hyperlink w:anchor="{mark}" w:history="1"><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
            f"</w:hyperlink><w:r><w:tab/></w:r>{page}</w:p>"
        )
        under.contents_at._p.addprevious(parse_xml(made))
    under.contents_at._p.getparent().remove(under.contents_at._p)


def _table(under: _Under, block: Table) -> None:
    whole = under.width_mm * TWIPS_PER_MM
    widths = [int(whole * share / sum(block.shares)) for share in block.shares]
    head = "".join(
        _cell(CellOf((Words(title, bold=True),), fill=TOKENS["accent-soft"][1:]), width)
        for title, width in zip(block.titles, widths, strict=True)
    )
    body = "".join(_row(row, widths, under) for row in block.rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    made = (
        f'<w:tbl {_NS}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'{_borders()}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/><w:tblCaption w:val={_attribute(block.name)}/>'
        f"<w:tblDescription w:val={_attribute('Columns: ' + ', '.join(block.titles))}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )
    body_of = under.document.element.body
    body_of.insert_element_before(parse_xml(made), "w:sectPr")
    body_of.insert_element_before(
        parse_xml(f'<w:p {_NS}><w:pPr><w:spacing w:after="0"/></w:pPr></w:p>'), "w:sectPr"
    )  # Word joins tables that touch


def _borders() -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{TOKENS["line"][1:]}"'
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return f"<w:tblBorders>{sides}</w:tblBorders>"


def _attribute(text: str) -> str:
    return quoteattr(visible(" ".join(text.split())))


def _row(row: RowOf, widths: Sequence[int], under: _Under) -> str:
    keep = "" if row.long else "<w:trPr><w:cantSplit/></w:trPr>"
    cells = [_cell(cell, width) for cell, width in zip(row.cells, widths, strict=True)]
    if row.mark:
        under.rows += 1
        number = FIRST_ROW_MARK + under.rows
        named = f'<w:bookmarkStart w:id="{number}" w:name="{row.mark}"/>'
        cells[0] = cells[0].replace("</w:pPr>", f"</w:pPr>{named}", 1)
        cells[0] = cells[0].replace("</w:p></w:tc>", f'<w:bookmarkEnd w:id="{number}"/></w:p></w:tc>')
    return f"<w:tr>{keep}{''.join(cells)}</w:tr>"


def _cell(cell: CellOf, width: int) -> str:
    edge = (
        f'<w:tcBorders><w:left w:val="single" w:sz="36" w:space="0" w:color="{cell.edge}"/></w:tcBorders>'
        if cell.edge
        else ""
    )
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
    words = "".join(_paragraph(w, small=True) for w in cell.words) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{edge}{fill}</w:tcPr>{words}</w:tc>'


def _paragraph(words: Words, *, style: str = "", small: bool = False, root: bool = False) -> str:
    turned = right_to_left(words.lead + words.text)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    bidi = "<w:bidi/>" if turned else ""
    spacing = '<w:spacing w:before="0" w:after="20"/>' if small else ""
    lead = _run(words.lead, bold=True, italic=words.italic, small=small, turned=turned) if words.lead else ""
    run = _run(words.text, bold=words.bold, italic=words.italic, small=small, turned=turned)
    return f"<w:p{' ' + _NS if root else ''}><w:pPr>{named}{bidi}{spacing}</w:pPr>{lead}{run}</w:p>"


def _run(text: str, *, bold: bool, italic: bool, small: bool, turned: bool) -> str:
    look = "".join(("<w:b/><w:bCs/>" * bold, "<w:i/><w:iCs/>" * italic))
    look += f'<w:sz w:val="{TABLE_HALF_POINTS}"/><w:szCs w:val="{TABLE_HALF_POINTS}"/>' if small else ""
    look += "<w:rtl/>" if turned else ""
    lines = escape(visible(text).replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    inner = "<w:br/>".join(
        "<w:tab/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' for piece in line.split("\t")) for line in lines
    )
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{inner}</w:r>"
