"""Word documents (.docx): our own walk over the document's XML.

    bytes  ->  open_package  ->  body  ->  paragraphs and tables in their order  ->  RawDocument

python-docx loses tracked insertions, content controls and nested tables without a word (measured), so
the walk is ours. What a person sees when all changes are accepted is read: insertions are kept,
deletions left out; content controls, smart tags, hyperlinks and text boxes are looked through at every
level; prompts of empty form fields ("Click to enter a date") are not text. Footnotes, endnotes and
comments become notes of the cell or paragraph that refers to them. Page headers and footers are
furniture: they are handed on as a property (they may name the agency), never as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from ingest.limits import Limits
from ingest.own_marks import SLIP, holds_marks, is_tracked, own_mark, own_slip
from ingest.raw import Block, Cell, RawDocument, RawParagraph, RawRow, RawTable
from ingest.readers.docx_xml import (
    all_bold,
    child_value,
    content_of,
    heading_levels,
    is_checked,
    is_on,
    is_prompt,
    merge_state,
    nested,
    number,
    rows_of,
    symbol_text,
    vanishes,
)
from ingest.readers.office import (
    ZIP_SIGNATURE,
    Element,
    Package,
    attribute,
    core_properties,
    damaged,
    local,
    open_package,
)
from model.case import Locator, Problem
from model.errors import CorruptFileError

Place = tuple[tuple[str, str | int], ...]
Style = Literal["body", "heading", "list_item"]

_DELETED: Final = frozenset({"del", "moveFrom", "delText", "instrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt"})
_NOTE_LABELS: Final = {"footnotes": "Footnote", "endnotes": "Endnote", "comments": "Comment"}
_BOLD_HEADING_CHARS: Final = 90  # a paragraph set in bold that is no longer than this stands as a heading
_BOLD_HEADING_LEVEL: Final = 6


class DocxReader:
    """Reads .docx (and the text of .docm) into tables and paragraphs."""

    format_name: ClassVar[str] = "docx"

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether the bytes are a zip and the name ends as Word's do."""
        return head.startswith(ZIP_SIGNATURE) and name.lower().endswith((".docx", ".docm", ".dotx", ".dotm"))

    def read(self, data: bytes, name: str, limits: Limits) -> RawDocument:
        """The tables and paragraphs of the body. Raises a `ReadError`."""
        package = open_package(data, limits)
        part = next(iter(package.related("", "officeDocument")), "word/document.xml")
        root = package.xml(part)
        body = None if root is None else next((e for e in root if local(e) == "body"), None)
        if body is None:
            raise damaged("This Word file has no text part, so it cannot be read.")
        own = holds_marks(package.read(part) or b"")
        walk = _Walk(package, part, limits, own=own)
        blocks = tuple(walk.blocks(body))
        return RawDocument(
            blocks=blocks,
            format_name=self.format_name,
            problems=tuple(walk.problems()),
            properties=core_properties(package) | walk.furniture() | ({SLIP: own_slip(package)} if own else {}),
        )


@dataclass(slots=True)
class _Inline:
    """What the runs of a paragraph or cell yield: text in pieces, notes, tables and text boxes within."""

    pieces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()


class _Walk:
    """One pass over one document: numbers tables and paragraphs, and gathers what must be told."""

    def __init__(self, package: Package, part: str, limits: Limits, *, own: bool = False) -> None:
        self._own = own  # whether rows may carry marks of ours
        self._package = package
        self._part = part
        self._limits = limits
        self._tables = 0
        self._paragraphs = 0
        self._rows = 0
        self._pictures = 0
        self._told: list[Problem] = []
        self._said: set[tuple[str, Place]] = set()
        self._styles = heading_levels(package, part)
        self._notes: dict[str, dict[str, str]] = {kind: {} for kind in _NOTE_LABELS}
        self._notes = {kind: self._note_texts(kind) for kind in _NOTE_LABELS}

    # Blocks -----------------------------------------------------------------------------------

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Every paragraph with words and every table below `parent`, in order, text boxes after their paragraph."""
        last_words = ""
        for element in content_of(parent):
            if local(element) == "tbl":
                if self._rows >= self._limits.max_rows:
                    continue
                self._tables += 1
                table = self._table(element, {"table": self._tables}, last_words, 0)
                last_words = ""
                if table.rows:
                    yield table
            else:
                self._paragraphs += 1
                for block in self._paragraph(element):
                    if isinstance(block, RawParagraph):
                        last_words = block.text
                    yield block

    def _paragraph(self, element: Element) -> Iterator[Block]:
        inline = self._inline(element)
        place = {"paragraph": self._paragraphs}
        if inline.text:
            style, level = self._style(element, inline.text)
            yield RawParagraph(text=inline.text, locator=place, style=style, level=level, notes=tuple(inline.notes))
        for box in inline.boxes:
            yield from self.blocks(box)

    def _style(self, element: Element, text: str) -> tuple[Style, int]:
        properties = next((e for e in element if local(e) == "pPr"), None)
        style = child_value(properties, "pStyle") if properties is not None else None
        level = self._styles.get(style or "", 0)
        if level:
            return "heading", level
        if properties is not None and any(local(e) == "numPr" for e in properties):
            return "list_item", 0
        if len(text) <= _BOLD_HEADING_CHARS and all_bold(element):
            return "heading", _BOLD_HEADING_LEVEL
        return "body", 0

    # Tables -----------------------------------------------------------------------------------

    def _table(self, element: Element, place: Locator, name: str, depth: int) -> RawTable:
        above: dict[int, Cell] = {}
        rows: list[RawRow] = []
        for row in rows_of(element):
            if self._rows >= self._limits.max_rows:
                self._tell_rows(place)
                break
            self._rows += 1
            where = {**place, "row": len(rows) + 1} if depth == 0 else {**place, "inner_row": len(rows) + 1}
            properties = next((e for e in row if local(e) == "trPr"), None)
            cells = self._cells(row, properties, above, where, depth)
            rows.append(
                RawRow(
                    cells=cells,
                    locator=where,
                    header=is_on(properties, "tblHeader"),
                    hidden=is_on(properties, "hidden"),
                    mark=own_mark(row) if self._own else "",
                    tracked=self._own and is_tracked(row),
                )
            )
        return RawTable(rows=tuple(rows), name=name)

    def _cells(
        self, row: Element, properties: Element | None, above: dict[int, Cell], place: Locator, depth: int
    ) -> tuple[Cell, ...]:
        cells = [Cell()] * self._clamp(number(child_value(properties, "gridBefore")), place, least=0)
        for element in nested(row, {"tc"}):
            properties = next((e for e in element if local(e) == "tcPr"), None)
            if properties is not None and any(local(e) == "cellDel" for e in properties):
                continue
            if len(cells) >= self._limits.max_columns:
                self._tell_columns(place)
                break
            column = len(cells)
            if merge_state(properties, "hMerge") == "continue" and cells:
                cells.append(Cell(merged_right=True))
                continue
            span = self._clamp(number(child_value(properties, "gridSpan"), 1), place, least=1)
            cell = self._cell(element, place, depth, span)
            merge = merge_state(properties, "vMerge")
            if merge == "continue" and column in above:
                cell = _merged_down(above[column], cell, span)
            elif merge == "restart":
                above[column] = cell
            else:
                above.pop(column, None)
            cells += [cell, *[Cell(merged_right=True)] * (span - 1)]
        return tuple(cells)

    def _cell(self, element: Element, place: Locator, depth: int, span: int) -> Cell:
        """One cell: its paragraphs joined by line breaks, the rows of tables within it among them."""
        lines: list[str] = []
        notes: list[str] = []
        tables: list[RawTable] = []
        queue = list(content_of(element))
        while queue:
            child = queue.pop(0)
            if local(child) == "tbl":
                if depth + 1 >= self._limits.max_nesting:
                    self._tell_nesting(place)
                    lines += [t for t in (" ".join(str(t) for t in child.itertext()).strip(),) if t]
                    continue
                inner = self._table(child, {**place, "inner_table": len(tables) + 1}, "", depth + 1)
                tables.append(inner)
                lines += [_row_text(r) for r in inner.rows if _row_text(r)]
                notes += [n for r in inner.rows for c in r.cells for n in c.notes]
                continue
            inline = self._inline(child)
            if inline.text:
                lines.append(inline.text)
            notes += inline.notes
            queue = [e for box in inline.boxes for e in content_of(box)] + queue
        text = "\n".join(lines)
        if len(text) > self._limits.max_cell_chars:
            self._tell_cell(place)
        return Cell(text=text[: self._limits.max_cell_chars], span=span, notes=tuple(notes), tables=tuple(tables))

    # Runs -------------------------------------------------------------------------------------

    def _inline(self, paragraph: Element) -> _Inline:
        inline = _Inline()
        self._gather(paragraph, inline)
        return inline

    def _gather(self, parent: Element, inline: _Inline) -> None:
        for element in parent:
            name = local(element)
            if name in _DELETED or not name:
                continue
            if name == "t":
                inline.pieces.append(element.text or "")
            elif name in _PLAIN:
                inline.pieces.append(_PLAIN[name])
            elif name == "br":
                inline.pieces.append("" if attribute(element, "type") in ("page", "column") else "\n")
            elif name == "sym":
                inline.pieces.append(symbol_text(element))
            elif name in ("footnoteReference", "endnoteReference", "commentReference"):
                self._note(name.removesuffix("Reference") + "s", element, inline)
            elif name == "checkBox":
                inline.pieces.append("☑" if is_checked(element) else "☐")
            elif name == "txbxContent":
                inline.boxes.append(element)
            elif name == "AlternateContent":
                self._gather_alternative(element, inline)
            elif name == "blip":
                self._pictures += 1
            elif name == "r" and vanishes(element):
                hidden = _Inline()
                self._gather(element, hidden)
                inline.notes += [f"Hidden text: {hidden.text}"] if hidden.text else []
            elif name == "sdt" and is_prompt(element):
                continue
            else:
                self._gather(element, inline)

    def _gather_alternative(self, element: Element, inline: _Inline) -> None:
        """The first of the alternatives that holds anything: they say the same for older programs."""
        for choice in element:
            found = _Inline()
            self._gather(choice, found)
            if found.text or found.boxes:
                inline.pieces += found.pieces
                inline.notes += found.notes
                inline.boxes += found.boxes
                return

    def _note(self, kind: str, element: Element, inline: _Inline) -> None:
        text = self._notes[kind].get(attribute(element, "id") or "", "")
        if text and text not in inline.notes:
            inline.notes.append(text)

    def _note_texts(self, kind: str) -> dict[str, str]:
        """The texts of footnotes, endnotes or comments by their id."""
        texts: dict[str, str] = {}
        label = _NOTE_LABELS[kind]
        for part in self._package.related(self._part, kind):
            try:
                root = self._package.xml(part)
            except CorruptFileError:
                self._told.append(
                    Problem(code="W142", text=f"The {kind} of this Word file are damaged and were not read.")
                )
                continue
            for element in root if root is not None else ():
                words = " ".join(i.text for i in map(self._inline, element.iter("{*}p")) if i.text)
                author = attribute(element, "author")
                if words and attribute(element, "type") not in ("separator", "continuationSeparator"):
                    texts[attribute(element, "id") or ""] = f"{label}{f' by {author}' if author else ''}: {words}"
        return texts

    # What must be told ------------------------------------------------------------------------

    def furniture(self) -> dict[str, str]:
        """The words of the page headers and footers."""
        found = {}
        for kind in ("header", "footer"):
            texts: list[str] = []
            for part in self._package.related(self._part, kind):
                try:
                    root = self._package.xml(part)
                except CorruptFileError:
                    continue
                for paragraph in root.iter("{*}p") if root is not None else ():
                    text = self._inline(paragraph).text
                    if text and text not in texts:
                        texts.append(text)
            if texts:
                found[kind] = "\n".join(texts)
        return found

    def problems(self) -> Iterator[Problem]:
        """What the user must be told of the file as a whole, after the walk."""
        yield from self._told
        if self._package.macros:
            yield Problem(code="W140", text="This file holds macros. They were not run; only its text was read.")
        yield from self._package.embedded_problems()
        if self._pictures:
            yield Problem(
                code="W141",
                text=f"This file holds {self._pictures} picture{'s' if self._pictures > 1 else ''}. "
                "Words inside a picture are not read.",
                suggestion="Look whether a picture shows part of the chronology; if so, ask for it as text.",
            )

    def _clamp(self, number: int, place: Locator, *, least: int) -> int:
        if number > self._limits.max_span:
            self._once(
                "W143", place, "A cell of this row claims to cover far more columns than a table has; it was cut."
            )
        return max(least, min(number, self._limits.max_span))

    def _tell_rows(self, place: Locator) -> None:
        text = f"This file has more than {self._limits.max_rows} rows. The rows after this place were not read."
        self._once("W144", place, text, row_unread=True)

    def _tell_columns(self, place: Locator) -> None:
        self._once("W145", place, f"This row has more than {self._limits.max_columns} columns; the rest was not read.")

    def _tell_nesting(self, place: Locator) -> None:
        self._once("W146", place, "Tables inside tables are too deep here; their words were kept without their form.")

    def _tell_cell(self, place: Locator) -> None:
        text = f"A cell of this row is longer than {self._limits.max_cell_chars} characters; the rest was not read."
        self._once("W147", place, text)

    def _once(self, code: str, place: Locator, text: str, *, row_unread: bool = False) -> None:
        key = (code, tuple(sorted(place.items())))
        if key not in self._said:
            self._said.add(key)
            self._told.append(Problem(code=code, text=text, place=place, row_unread=row_unread))


_PLAIN: Final = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def _row_text(row: RawRow) -> str:
    return " | ".join(c.text for c in row.cells if c.text and not c.merged_down)


def _merged_down(first: Cell, own: Cell, span: int) -> Cell:
    """The lower cell of a vertical merge: the words of the first; words of its own become a note."""
    notes = (f"Text under a merged cell: {own.text}", *own.notes) if own.text else own.notes
    return Cell(text=first.text, value=first.value, merged_down=True, span=span, notes=notes)
