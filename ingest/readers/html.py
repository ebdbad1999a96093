"""HTML of an e-mail as blocks: what a reader of the mail sees, tables kept as tables.

    HTML -> lxml (no network, no entities) -> text lines and data tables in order -> plain.blocks_of

Tables that only lay out the page (one column, or tables inside) are read as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree, html

from ingest.limits import Limits
from ingest.raw import Block, Cell, RawParagraph, RawRow, RawTable
from ingest.readers.plain import blocks_of

# Element names of HTML, not vocabulary: which of them begin a line, which are not shown.
_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "figure", "footer"}
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "main", "nav", "ol", "p", "pre"}
    | {"section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_UNSEEN: Final = frozenset(
    {"head", "script", "style", "title", "meta", "link", "template", "object", "iframe", "noscript"}
)
_MAX_DEPTH: Final = 200  # elements inside elements; libxml2 itself stops at 256


@dataclass(slots=True)
class _Text:
    """The lines of the page while they are gathered, with the tables at their place."""

    parts: list[str | RawTable] = field(default_factory=lambda: [""])
    tables: int = 0

    def add(self, text: str) -> None:
        if isinstance(self.parts[-1], RawTable):
            self.parts.append("")
        last = self.parts[-1]
        assert isinstance(last, str)
        if last.endswith((" ", "\n")) or not last:
            text = text.lstrip(" ")
        self.parts[-1] = last + text

    def end_line(self, *, paragraph: bool = False) -> None:
        last = self.parts[-1]
        if isinstance(last, str) and last:
            lines = last.rstrip(" ")
            wanted = "\n\n" if paragraph else "\n"
            self.parts[-1] = lines if lines.endswith(wanted) else lines.rstrip("\n") + wanted


def html_blocks(source: str, limits: Limits) -> tuple[Block, ...]:
    """The paragraphs and tables of an HTML text. What cannot be parsed at all gives none."""
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, recover=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    text = _Text()
    _walk(root, text, limits, 0)
    return tuple(_blocks(text))


def _blocks(text: _Text) -> Iterator[Block]:
    above = 0
    for part in text.parts:
        if isinstance(part, RawTable):
            yield part
            continue
        for block in blocks_of(part):
            if isinstance(block, RawParagraph):
                line = int(block.locator.get("line", 1)) + above
                yield RawParagraph(text=block.text, locator={"line": line}, style=block.style, level=block.level)
            else:
                yield block
        above += part.count("\n") + 1


def _walk(element: etree._Element, text: _Text, limits: Limits, depth: int) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _UNSEEN or not tag or _hidden(element):
        _tail(element, text)
        return
    if depth > _MAX_DEPTH:
        text.add(_squeezed(" ".join(str(words) for words in element.itertext())))
    elif tag == "br":
        text.end_line()
    elif tag == "table" and _is_data(element):
        text.tables += 1
        text.end_line(paragraph=True)
        text.parts.append(_table(element, text.tables, limits))
    else:
        _inside(element, tag, text, limits, depth)
    _tail(element, text)


def _inside(element: etree._Element, tag: str, text: _Text, limits: Limits, depth: int) -> None:
    block = tag in _BLOCKS
    if block or tag == "li":
        text.end_line(paragraph=tag in ("p", "blockquote", "table") or tag[:1] == "h")
    if tag == "li":
        text.add("- ")
    if re.fullmatch(r"h[1-6]", tag):
        text.add("#" * int(tag[1]) + " ")
    if element.text:
        text.add(_squeezed(element.text, keep_lines=tag == "pre"))
    for child in element:
        _walk(child, text, limits, depth + 1)
    if block or tag == "li":
        text.end_line(paragraph=tag in ("p", "blockquote", "table") or tag[:1] == "h")


def _tail(element: etree._Element, text: _Text) -> None:
    if element.tail:
        text.add(_squeezed(element.tail))


def _squeezed(words: str, *, keep_lines: bool = False) -> str:
    return words if keep_lines else re.sub(r"[ \t\r\n\xa0]+", " ", words)


def _hidden(element: etree._Element) -> bool:
    style = re.sub(r"\s", "", str(element.get("style") or "")).lower()
    return "display:none" in style or "visibility:hidden" in style


def _is_data(table: etree._Element) -> bool:
    """Whether a table shows data: no table inside, two columns and two rows at least."""
    if table.find(".//table") is not None:
        return False
    widths = [len([cell for cell in row if cell.tag in ("td", "th")]) for row in table.iter("tr")]
    return sum(1 for width in widths if width > 1) > 1


def _table(table: etree._Element, number: int, limits: Limits) -> RawTable:
    rows = []
    for index, row in enumerate(table.iter("tr"), start=1):
        cells: list[Cell] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            span = min(max(_number(cell.get("colspan")), 1), limits.max_span)
            inner = _Text()
            _inside(cell, "td", inner, limits, 0)
            words = "\n".join(part.strip() for part in inner.parts if isinstance(part, str))
            words = re.sub(r"[ \t]*\n\s*", "\n", words)[: limits.max_cell_chars]
            cells.append(Cell(text=words, span=span))
            cells += [Cell(merged_right=True)] * (span - 1)
        if cells and index <= limits.max_rows:
            head = all(cell.tag == "th" for cell in row)
            rows.append(RawRow(cells=tuple(cells), locator={"table": number, "row": index}, header=head))
    return RawTable(rows=tuple(rows))


def _number(value: object) -> int:
    text = str(value or "1").strip()
    return int(text) if re.fullmatch(r"\d{1,4}", text) else 1
