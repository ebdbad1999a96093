"""PDF files of the kinds that agencies send, made with reportlab; every person in them is invented.

rows(40)                         (date, professional, words, comment) of an invented record
ruled(rows, ...)                 a table with lines, running header and footer, over pages
drawn(draw)                      anything a canvas can draw, page by page
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

HEADER = ("Date", "Professional", "Details of contact", "Comment")
WIDTHS = (70, 80, 400, 200)
_WORDS = (
    "Home visit by the health visitor. The baby was seen in the cot, settled and warm.",
    "Telephone call from the school about attendance, which had fallen to 71% this half term. Message left.",
    "Appointment missed. A letter was sent to the parents and copied to the general practitioner for information.",
    "Joint visit with the family support worker. Both parents were at home and spoke about money, sleep and the "
    "move to the new flat. The older child showed her drawings. The kitchen was clean and there was food.",
    "No reply at the door.",
)
GRID = (("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP"))
SHADED_HEADER = ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)

Row = tuple[str, ...]


def rows(
    count: int, *, first: dt.date = dt.date(2021, 1, 4), every: int = 3, date_format: str = "%d/%m/%Y"
) -> list[Row]:
    """That many rows of an invented record; row n (from 1) says "Entry n." so that none can hide."""
    made: list[Row] = []
    for n in range(count):
        day = first + dt.timedelta(days=n * every)
        comment = "Discussed in supervision." if n % 4 == 0 else ""
        made.append((day.strftime("%d/%m/%Y"), f"HV{n % 3 + 1}", f"Entry {n + 1}. {_WORDS[n % len(_WORDS)]}", comment))
    return made


def ruled(
    body: Sequence[Row],
    *,
    header: Sequence[Row] = (HEADER,),
    widths: Sequence[float] = WIDTHS,
    style: Sequence[Any] = (*GRID, SHADED_HEADER),
    pagesize: tuple[float, float] = landscape(A4),
    repeat: int | None = None,
    running: str = "Printed on 12/01/2022 09:14     OFFICIAL-SENSITIVE",
    title: str = "Chronology of significant events",
    split_rows: bool = True,
    after: Sequence[str] = (),
) -> bytes:
    """A table over as many pages as it needs. `repeat` header rows stand on each page (all of them by default)."""
    plain = getSampleStyleSheet()["BodyText"]
    small = ParagraphStyle("cell", parent=plain, fontSize=9, leading=11)

    def cells(row: Row) -> list[Any]:
        return [[Paragraph(part, small) for part in text.split("\n")] for text in row]

    table = Table(
        [*(cells(row) for row in header), *(cells(row) for row in body)],
        colWidths=list(widths),
        repeatRows=len(header) if repeat is None else repeat,
        splitInRow=int(split_rows),
        style=list(style),
    )

    def on_page(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(36, pagesize[1] - 24, running)
        canvas.drawString(36, 20, f"Page {document.page} of many")

    out = BytesIO()
    document = SimpleDocTemplate(out, pagesize=pagesize, leftMargin=36, rightMargin=36, topMargin=48, bottomMargin=48)
    story = [Paragraph(title, getSampleStyleSheet()["Title"])] if title else []
    story += [table, *(flowable for text in after for flowable in (Spacer(1, 12), Paragraph(text, plain)))]
    document.build(story, onFirstPage=on_page, onLaterPages=on_page)
    return out.getvalue()


def drawn(
    draw: Sequence[Callable[[Canvas], None]],
    *,
    pagesize: tuple[float, float] = A4,
    encrypt: Any = None,
    rotate: int = 0,
) -> bytes:
    """One page for each function, drawn by it."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=pagesize, encrypt=encrypt)
    for page in draw:
        if rotate:
            canvas.setPageRotation(rotate)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines_at(
    items: Sequence[tuple[float, float, str]], *, font: str = "Helvetica", size: float = 10
) -> Callable[[Canvas], None]:
    """A page with each text at its place: x and y in points, y counted down from the top of A4."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        for x, y, text in items:
            canvas.drawString(x, A4[1] - y, text)

    return draw


def wrapped(text: str, width: int) -> list[str]:
    """Text cut into lines of at most `width` characters."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def aligned(
    body: Sequence[Row], *, starts: Sequence[float] = (40, 110, 180, 430), chars: Sequence[int] = (12, 12, 44, 22),
    header: Row | None = HEADER, gap: float = 6, running: str = "Printed on 12/01/2022 09:14",
) -> bytes:  # fmt: skip
    """A table without any line: columns of words that start alike, wrapped, over pages with a repeated header."""
    pages: list[list[tuple[float, float, str]]] = []
    y = 1_000.0
    for row in body:
        cut = [wrapped(text, width) if text else [] for text, width in zip(row, chars, strict=True)]
        height = 12 * max(len(lines) for lines in cut)
        if y + height > A4[1] - 60:
            pages.append([(40, 30, running), (40, A4[1] - 30, f"Page {len(pages) + 1}")])
            y = 70.0
            if header:
                pages[-1] += [(x, y, text) for x, text in zip(starts, header, strict=True)]
                y += 20
        for x, lines in zip(starts, cut, strict=True):
            pages[-1] += [(x, y + 12 * n, line) for n, line in enumerate(lines)]
        y += height + gap
    return drawn([lines_at(page) for page in pages])
