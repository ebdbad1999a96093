"""PDF files: prints of case systems, Word files saved as PDF, reports in prose.

    bytes -> pdfium -> pages as geometry -> running lines off -> tables (ruled, else aligned) and paragraphs
          -> tables joined over pages (repeated headers marked, rows that the page cut rejoined) -> RawDocument

Nothing is guessed from the words but what layout cannot tell (is this a date?). Running lines, "Printed
on ..." among them, are handed on once, as header fields, so that nobody takes their dates for events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.limits import Limits
from ingest.raw import Block, RawDocument, RawParagraph
from ingest.readers.pdf_aligned import aligned_table, header_above
from ingest.readers.pdf_join import Piece, join_pages
from ingest.readers.pdf_lines import Hyphens, TextLine, hyphens_of, visual_lines
from ingest.readers.pdf_page import PDFIUM, Page, read_page
from ingest.readers.pdf_prose import paragraphs, reading_order, running_boxes, running_lines
from ingest.readers.pdf_tables import PageTable, ruled_tables, with_notes
from model.case import Problem
from model.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    LimitExceededError,
    NoTextLayerError,
    ReadError,
    UnsupportedFormatError,
)

_EMPTY_TITLE: Final = re.compile(r"(?:untitled|microsoft|document\d*$|\(anonymous\)|\(unspecified\)|$)", re.IGNORECASE)
_TAIL: Final = 2_048  # bytes at the end in which a whole file has its end mark
_SCANNED: Final = 20  # letters on a page of pictures: fewer are a stamp or a page number
_GARBLED: Final = 0.2  # share of letters without a meaning above which a page cannot be trusted


class PdfReader:
    """PDF files with a text layer."""

    format_name: ClassVar[str] = "pdf"

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether the first bytes carry the PDF signature (mail programs may put some bytes before it)."""
        return b"%PDF-" in head[:1024]

    def read(self, data: bytes, name: str, limits: Limits) -> RawDocument:
        """The tables and paragraphs of a PDF.

        Raises EmptyFile, Unsupported, LimitExceeded, Encrypted, Corrupt or NoTextLayer errors.
        """
        _check(data, limits)
        with PDFIUM:
            pages, total, title = _pages(data, limits)
        if sum(len(w.text) for page in pages for w in page.words) < _SCANNED:
            raise _no_text()
        problems = tuple(_problems(pages, total))
        return RawDocument(
            blocks=tuple(_blocks(pages)),
            format_name=self.format_name,
            problems=problems,
            properties={"title": title} if title else {},
        )


def _check(data: bytes, limits: Limits) -> None:
    if not data.strip(b"\x00 \r\n\t"):
        raise EmptyFileError("This file holds nothing.", remedy="Ask the sender for the file again.")
    if len(data) > limits.max_bytes:
        raise LimitExceededError(
            "This PDF is larger than the limit.", remedy="Print the pages that you need to a new PDF and add that."
        )
    if b"%PDF-" not in data[:1024]:
        raise UnsupportedFormatError(
            "This file is not a PDF, whatever its name says.",
            remedy="Open it in the program that made it, save it as PDF and add that.",
        )
    if b"%%EOF" not in data.rstrip(b"\x00 \r\n\t")[-_TAIL:]:
        raise CorruptFileError(
            "This PDF is cut short: its end is missing.", remedy="Ask the sender for the file again, and add that."
        )


def _pages(data: bytes, limits: Limits) -> tuple[list[Page], int, str]:
    """The pages as geometry, how many the file has, and its title if it names one. The caller holds `PDFIUM`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(error.err_code) from error
    try:
        total = len(document)
        if document.get_formtype() != pdfium.FORMTYPE_NONE:
            document.init_forms()
        pages = [read_page(document, index) for index in range(min(total, limits.max_pages))]
        title = re.sub(r"\s+", " ", document.get_metadata_value("Title")).strip()
        return pages, total, "" if _EMPTY_TITLE.match(title) else title[:200]
    except pypdfium2.PdfiumError as error:
        raise _unopened(None) from error
    finally:
        document.close()


def _unopened(code: int | None) -> ReadError:
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return EncryptedFileError(
            "This PDF is protected with a password, so it cannot be read.",
            remedy="Open it with the password, print or save it as a new PDF without one, and add that.",
        )
    return CorruptFileError(
        "This PDF is damaged and cannot be read.",
        remedy="Open it in a PDF program and print it to a new PDF; if that fails, ask the sender for it again.",
    )


def _no_text() -> ReadError:
    return NoTextLayerError(
        "This PDF holds pictures or drawings of pages (a scan) and no text.",
        remedy="Ask the sender for the Word or Excel file, or run text recognition (OCR) on it and add the result.",
    )


def _problems(pages: Sequence[Page], total: int) -> Iterator[Problem]:
    if total > len(pages):
        yield Problem(
            code="W120",
            text=f"Only the first {len(pages)} of {total} pages were read: the rest is beyond the limit.",
            suggestion="Print the remaining pages to a PDF of their own and add it.",
        )
    slanted: set[str] = set()
    for page in pages:
        letters = sum(len(word.text) for word in page.words)
        place = {"page": page.number}
        if letters < _SCANNED and page.pictures:
            text = "This page holds a picture and no text: what it shows was not read."
            yield Problem(code="W121", text=text, place=place, suggestion="Look at the page, or add it as text.")
        if page.unreadable > _GARBLED * max(letters, 1):
            text = "The letters of this page are stored without their meaning: what was read may be garbled."
            yield Problem(code="W122", text=text, place=place, suggestion="Compare the entries of this page with it.")
        if page.cut:
            text = "This page holds more than the limit: not all of it was read."
            yield Problem(code="W123", text=text, place=place, suggestion="Compare the entries of this page with it.")
        if page.slanted and page.slanted not in slanted:
            slanted.add(page.slanted)
            text = "Words printed at an angle (a watermark or a side note) were left out."
            yield Problem(code="W124", text=text, place=place, quote=page.slanted[:200])


@dataclass(frozen=True, slots=True)
class _Parts:
    """A page with its ruled tables taken out: the lines that are left."""

    page: Page
    tables: list[PageTable]
    lines: list[TextLine]


def _blocks(pages: Sequence[Page]) -> Iterator[Block]:
    hyphens = hyphens_of([line for page in pages for line in visual_lines(page.words)])
    parts = []
    for page in pages:
        tables, words = ruled_tables(page, hyphens=hyphens)
        parts.append(_Parts(page, tables, visual_lines(words)))
    running = running_lines([p.lines for p in parts], [p.page.height for p in parts])
    yield from _running_fields(running)
    boxes = running_boxes([p.tables for p in parts], [p.page.height for p in parts])
    yield from _box_fields(boxes)
    parts = [replace(p, tables=[t for t in p.tables if t not in taken]) for p, taken in zip(parts, boxes, strict=True)]
    pieces: list[Piece] = []
    loose: list[RawParagraph] = []
    columns: tuple[float, ...] | None = None
    for part, taken in zip(parts, running, strict=True):
        page_pieces = list(_pieces(part, taken, columns, hyphens))
        page_pieces, notes = _noted(page_pieces, part.page)
        loose += notes
        columns = next((p.columns for p in reversed(page_pieces) if isinstance(p, PageTable) and not p.ruled), None)
        pieces += page_pieces
    yield from join_pages(pieces, hyphens=hyphens)
    yield from loose


def _pieces(
    part: _Parts, taken: Sequence[TextLine], columns: tuple[float, ...] | None, hyphens: Hyphens
) -> Iterator[Piece]:
    """The tables and paragraphs of a page from the top down; lines between two tables stay between them."""
    lines = [line for line in part.lines if line not in taken]
    bounds = [table.box.top for table in part.tables]
    for index in range(len(bounds) + 1):
        low = bounds[index - 1] if index else float("-inf")
        high = bounds[index] if index < len(bounds) else float("inf")
        between = [line for line in lines if low <= line.box.top < high]
        table = part.tables[index] if index < len(part.tables) else None
        header = header_above(table, between[-1] if between else None) if table else None
        yield from _loose(between[:-1] if header else between, part.page, columns, hyphens)
        if table:
            yield replace(table, rows=(header, *table.rows)) if header else table


def _loose(
    lines: Sequence[TextLine], page: Page, columns: tuple[float, ...] | None, hyphens: Hyphens
) -> Iterator[Piece]:
    if not lines:
        return
    found = aligned_table(lines, page, columns, hyphens=hyphens)
    if found is None:
        yield from paragraphs(reading_order(lines), page.number, hyphens=hyphens)
        return
    yield from paragraphs(found.before, page.number, hyphens=hyphens)
    yield found.table
    yield from paragraphs(found.after, page.number, hyphens=hyphens)


def _running_fields(running: Sequence[Sequence[TextLine]]) -> Iterator[RawParagraph]:
    """Running lines, each once for the whole file however often its page number changes."""
    seen: set[str] = set()
    for index, lines in enumerate(running):
        for line in lines:
            pattern = re.sub(r"\d+", "#", line.text)
            if pattern not in seen:
                seen.add(pattern)
                yield RawParagraph(text=line.text, locator={"page": index + 1}, style="header_field")


def _box_fields(boxes: Sequence[Sequence[PageTable]]) -> Iterator[RawParagraph]:
    """The cells of running boxes (name, number, "Printed: ..."), each once."""
    seen: set[str] = set()
    for index, tables in enumerate(boxes):
        for text in (t for table in tables for row in table.rows for t in row.texts if t.strip()):
            pattern = re.sub(r"\d+", "#", text)
            if pattern not in seen:
                seen.add(pattern)
                yield RawParagraph(text=text, locator={"page": index + 1}, style="header_field")


def _noted(pieces: Sequence[Piece], page: Page) -> tuple[list[Piece], list[RawParagraph]]:
    """The pieces of a page with the notes stuck on it in their cells, and those that stand beside no row."""
    if not page.notes:
        return list(pieces), []
    tables, loose = with_notes([p for p in pieces if isinstance(p, PageTable)], page.notes)
    noted = iter(tables)
    out: list[Piece] = [next(noted) if isinstance(p, PageTable) else p for p in pieces]
    places = enumerate(loose, start=1)
    return out, [
        RawParagraph(text=text, locator={"page": page.number, "note": n}, style="signature") for n, (_, text) in places
    ]
