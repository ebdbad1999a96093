"""A document before it has a format: what stands in it, in order, for Word and for PDF alike.

    new_report  ->  heading, paragraph, contents, table, picture  ->  docx_writer.to_docx | pdf_writer.to_pdf

Text is plain text here; each writer makes it safe for its own format.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

LANGUAGE: Final = "en-GB"
PAPER_MM: Final = {"A4": (297, 210), "A3": (420, 297)}  # landscape: width, height
MARGIN_MM: Final = 14
PICTURE_LESS_MM: Final = 28  # of a page's height that a picture leaves: marks, its heading
KEEP_WHOLE_CHARS: Final = 900  # a row up to this long stays on one page; a longer one may break


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of a cell; `lead` stands before the text in bold."""

    text: str
    lead: str = ""
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class CellOf:
    """A cell: paragraphs, the colour behind them and the colour of its left edge (six hexadecimal digits)."""

    words: tuple[Words, ...]
    fill: str = ""
    edge: str = ""


@dataclass(frozen=True, slots=True)
class RowOf:
    """A row; `mark` is a name by which it is known again when the document comes back, or nothing."""

    cells: tuple[CellOf, ...]
    mark: str = ""

    @property
    def long(self) -> bool:
        """Whether it may break over two pages."""
        return any(sum(len(w.text) for w in cell.words) > KEEP_WHOLE_CHARS for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    bullet: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; `name` is its caption for those who cannot see it, `shares` the parts of the width."""

    name: str
    titles: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[RowOf, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG, with its size in pixels and what it shows in words."""

    svg: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Where the list of headings goes."""


Block = Heading | Paragraph | Table | Picture | Contents


@dataclass(slots=True)
class Report:
    """A document under way. `slip` is what a Word file carries to be known again (see `returned`), or nothing."""

    title: str
    handling: str
    paper: str
    made: dt.datetime
    blocks: list[Block] = field(default_factory=list)
    slip: bytes = b""


def new_report(title: str, *, handling: str, paper: str = "A4", made: dt.datetime) -> Report:
    """An empty document in landscape."""
    return Report(title, handling, paper, made)


def heading(report: Report, text: str, level: int = 1) -> None:
    """A heading, which the contents lead to."""
    report.blocks.append(Heading(text, level))


def paragraph(report: Report, text: str, *, bullet: bool = False, bold: bool = False) -> None:
    """A paragraph of text, or an item of a list."""
    report.blocks.append(Paragraph(text, bullet, bold))


def contents(report: Report) -> None:
    """The list of headings goes here."""
    report.blocks.append(Contents())


def picture(report: Report, made: Picture) -> None:
    """A picture over the width of the page."""
    report.blocks.append(made)


def table(
    report: Report,
    name: str,
    titles: Sequence[str],
    shares: Sequence[float],
    rows: Iterable[RowOf | Sequence[CellOf | str]],
) -> None:
    """A table with a header row that is repeated on every page."""
    held = tuple(row if isinstance(row, RowOf) else row_of(row) for row in rows)
    report.blocks.append(Table(name, tuple(titles), tuple(shares), held))


def row_of(cells: Sequence[CellOf | str], mark: str = "") -> RowOf:
    """A row of cells, plain text where a cell is given as a string."""
    return RowOf(tuple(c if isinstance(c, CellOf) else CellOf((Words(c),) if c else ()) for c in cells), mark)


def tint(colour: str, share: float = 0.16) -> str:
    """A colour laid thinly on white, as six hexadecimal digits: dark text on it keeps its contrast."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "".join(f"{round(255 - (255 - part) * share):02X}" for part in parts)
