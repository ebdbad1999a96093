"""A report as a PDF that assistive technology can read: tagged, titled, with its language and a repeated header row.

    Report  ->  plain data (texts, widths, colours)  ->  typeset/report.typ  ->  bytes

It is made to PDF/UA-1, which the typesetter checks as it writes. Characters that no font of the house has stand as a
box, and the document says how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from dashboard.config import TOKENS
from dashboard.exports.cells import right_to_left, visible
from dashboard.exports.fonts.coverage import BOX, drawn
from dashboard.exports.pdf_pack import packed
from dashboard.exports.report import (
    LANGUAGE,
    MARGIN_MM,
    PAPER_MM,
    PICTURE_LESS_MM,
    Block,
    CellOf,
    Contents,
    Heading,
    Paragraph,
    Picture,
    Report,
    Words,
)
from dashboard.exports.typesetting import typeset
from dashboard.words import counted

POINTS_PER_MM: Final = 72 / 25.4
CHAR_POINTS: Final = 4.8  # of a letter in a table: text is 8.5 points high
PAD_POINTS: Final = 7
SHORT_TITLE: Final = 90  # signs of the title above each page: one line
_UNBROKEN: Final = re.compile(r"\S{13,}")
BREAK: Final = "\u200b"  # a place where a word without a blank may break, which is not seen

assert LANGUAGE == "en-GB"  # as `report.typ` says it too


class _Drawing:
    """Texts made drawable, with a count of what could not be drawn."""

    def __init__(self) -> None:
        self.missing = 0

    def text(self, text: str, fit: int = 0) -> str:
        """The text as it is drawn; words longer than `fit` letters may break there."""
        made, missing = drawn(visible(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
        self.missing += missing
        if not fit:
            return made
        return _UNBROKEN.sub(lambda m: BREAK.join(m[0][i : i + fit] for i in range(0, len(m[0]), fit)), made)

    def words(self, words: Words, fit: int = 0) -> list[Any]:
        turned = right_to_left(words.lead + words.text)
        return [self.text(words.text, fit), self.text(words.lead, fit), words.bold, words.italic, turned]

    def cell(self, cell: CellOf, fit: int) -> list[Any]:
        fill, edge = (f"#{c}" if c else "" for c in (cell.fill, cell.edge))
        return [
            [self.words(w, fit) for w in cell.words if w.text or w.lead] or [["", "", False, False, False]],
            fill,
            edge,
        ]


def to_pdf(report: Report) -> bytes:
    """The document as a file. Raises `UsageError` if it cannot be typeset."""
    drawing = _Drawing()
    width, height = PAPER_MM[report.paper]
    tallest = (height - 2 * MARGIN_MM - PICTURE_LESS_MM) * POINTS_PER_MM
    blocks = list(_blocks(report, drawing, (width - 2 * MARGIN_MM) * POINTS_PER_MM, tallest))
    title = drawing.text(" ".join(report.title.split()))
    handling = drawing.text(report.handling)
    if drawing.missing:
        said = (
            f"{counted(drawing.missing, 'character')} could not be drawn with the fonts of this document and "
            f"{'stands' if drawing.missing == 1 else 'stand'} as {BOX}. The Word document and the web page hold them."
        )
        blocks.insert(0, {"is": "paragraph", "words": [said, "", True, False, False]})
    data = {
        "title": title, "short": title[:SHORT_TITLE] + ("…" if len(title) > SHORT_TITLE else ""), "handling": handling,
        "width": width, "height": height, "margin": MARGIN_MM, "ink": TOKENS["ink"], "accent": TOKENS["accent"],
        "line": TOKENS["line"], "soft": TOKENS["accent-soft"], "blocks": blocks,
    }  # fmt: skip
    return packed(typeset("report.typ", data, form="pdf", made=report.made.replace(microsecond=0)))


def _blocks(report: Report, drawing: _Drawing, points: float, tallest: float) -> Iterable[dict[str, Any]]:
    items: list[list[Any]] = []
    for block in report.blocks:
        if isinstance(block, Paragraph) and block.bullet:
            items.append(drawing.words(Words(block.text, bold=block.bold)))
            continue
        if items:
            yield {"is": "list", "items": items}
            items = []
        yield _block(block, drawing, points, tallest)
    if items:
        yield {"is": "list", "items": items}


def _block(block: Block, drawing: _Drawing, points: float, tallest: float) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"is": "heading", "level": block.level, "text": drawing.text(" ".join(block.text.split()))}
    if isinstance(block, Paragraph):
        return {"is": "paragraph", "words": drawing.words(Words(block.text, bold=block.bold))}
    if isinstance(block, Contents):
        return {"is": "contents"}
    if isinstance(block, Picture):
        share = min(1.0, tallest / points * block.width / block.height)
        return {
            "is": "picture", "svg": drawn(block.svg)[0], "alt": drawing.text(block.alt), "share": share * 100,
        }  # fmt: skip
    fits = [
        max(4, int((points * share / sum(block.shares) - PAD_POINTS) / CHAR_POINTS)) for share in block.shares
    ]  # letters that a column holds
    rows = [[not row.long, [drawing.cell(c, f) for c, f in zip(row.cells, fits, strict=True)]] for row in block.rows]
    return {"is": "table", "titles": [drawing.text(t) for t in block.titles], "shares": block.shares, "rows": rows}
