"""Lines of plain text or Markdown to paragraphs and tables: what a person sees as one item.

    text -> lines (number, indent, quote depth) -> runs between blank lines -> blocks

Within a run a line is joined to the one above where it merely wrapped there, and opens an item where
its layout says so: a bullet, a date with a dash or colon after it, a line that the one above left room
for. Aligned columns, Markdown tables and "Date: ... / Event: ..." blocks become a `RawTable`; pasted
e-mail headers and what stands under a signature line are marked, for `narrative` to judge.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from ingest.date_shapes import any_of, is_only_date, opening, separated
from ingest.raw import Block, RawParagraph, RawTable
from ingest.readers.plain_tables import aligned_table, joined_records, labelled_records, markdown_table, piped_table
from model.data import load_toml

Style = Literal["body", "heading", "list_item", "header_field", "signature", "quoted"]

_MAIL: Final = load_toml("ingest.vocabulary", "prose.toml")["mail"]
_MAIL_FIELD: Final = re.compile(rf"\*?({any_of(_MAIL['fields'])})\*?\s?:\*?(?:\s|$)", re.IGNORECASE)
_TELLING: Final = frozenset(_MAIL["telling"])

_QUOTE: Final = re.compile(r"^((?:\s?>)+)\s?")
_BULLET: Final = re.compile(r"^\s*(?:[-*+•·‣▪◦●○■□–—]|o(?=[ \t]))[ \t]+(?=\S)")
_NUMBERED: Final = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|\(?[a-z]\)|\(?[ivx]{1,4}\))[ \t]+(?=\S)")
_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE: Final = re.compile(r"^\s*(?:={3,}|-{3,}|~{3,}|_{3,}|\*{3,})\s*$")
_SIGNATURE: Final = re.compile(r"^(?:--|__)\s?$")
_EMPHASIS: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_ENDED: Final = re.compile(r"[.!?:;][\"'”’)\]]*$")

_WRAP_LIMIT: Final = 130  # characters: a longer line was not wrapped by hand or by a mail program
_WRAP_LEAST: Final = 56  # nothing wraps narrower than this: shorter lines are a list
_WRAP_SPREAD: Final = 22  # a full line ends within one long word of the margin
_SHORT: Final = 40  # a shorter line above another says "I end here", whatever its punctuation


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its text without quote marks, how deep it is quoted."""

    number: int
    text: str
    quoted: int = 0

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())


@dataclass(slots=True)
class _Item:
    """A paragraph while its lines are still being gathered."""

    number: int
    text: str
    style: Style
    indent: int
    quoted: bool
    level: int = 0
    last: str = ""  # the last line joined, whose length says whether it wrapped
    parts: list[str] = field(default_factory=list)

    def block(self) -> RawParagraph:
        text = "\n".join([self.text, *self.parts])
        style: Style = "quoted" if self.quoted and self.style in ("body", "list_item") else self.style
        return RawParagraph(text=text, locator={"line": self.number}, style=style, level=self.level)


def lines_of(text: str) -> list[Line]:
    """The lines of a text, tabs kept, quote marks ("> > ") counted and taken off."""
    found = []
    for number, raw in enumerate(re.split(r"\r\n|\r|\n|\f|\v|\u2028|\u2029", text), start=1):
        line = raw.replace("\u00a0", " ").rstrip()
        quote = _QUOTE.match(line)
        found.append(Line(number, line[quote.end() :], quote[1].count(">")) if quote else Line(number, line))
    return found


def blocks_of(text: str, *, markdown: bool = False) -> tuple[Block, ...]:
    """Paragraphs and tables of a text in their order, each with the line where it begins."""
    lines = lines_of(text)
    blocks: list[Block] = []
    signed = False
    for run in _runs(lines):
        if _SIGNATURE.match(run[0].text):
            signed, run = True, run[1:]
        if run and _mail_header_length(run):
            signed = False
        for block in _read_run(run, _margin(lines), markdown):
            if signed and isinstance(block, RawParagraph) and block.style in ("body", "list_item"):
                block = RawParagraph(text=block.text, locator=block.locator, style="signature")
            blocks.append(block)
    return tuple(joined_records(list(_join_nested(blocks))))


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines between blank lines; a signature line and a change of quoting begin a run of their own."""
    run: list[Line] = []
    for line in lines:
        if run and (line.blank or _SIGNATURE.match(line.text) or line.quoted != run[-1].quoted):
            yield run
            run = []
        if not line.blank:
            run.append(line)
    if run:
        yield run


def _margin(lines: Sequence[Line]) -> int | None:
    """Where lines were wrapped, in characters, or None where every line break is meant.

    Only lines with another below them in their paragraph can be full; most of those end within one
    word of the margin if the text was wrapped at all.
    """
    inner = [
        len(line.text)
        for line, below in itertools.pairwise(lines)
        if not line.blank and not below.blank and len(line.text) >= _SHORT
    ]
    if len(inner) < 2:
        return None
    inner.sort()
    margin = inner[int(0.9 * (len(inner) - 1))]
    full = sum(1 for length in inner if margin - _WRAP_SPREAD <= length <= margin + _WRAP_SPREAD // 4)
    return margin if _WRAP_LEAST <= margin <= _WRAP_LIMIT and full >= 0.6 * len(inner) else None


def _mail_header_length(run: Sequence[Line]) -> int:
    """How many lines at the head of a run are those of an e-mail's header; 0 if it has none."""
    names: set[str] = set()
    length = 0
    for line in run:
        name = _MAIL_FIELD.match(line.text.strip())
        if name:
            names.add(name[1].lower())
        elif not (length and line.indent):
            break
        length += 1
    return length if len(names & _TELLING) >= 2 and ("from" in names or "subject" in names) else 0


def _read_run(run: list[Line], margin: int | None, markdown: bool) -> Iterator[Block]:
    header = _mail_header_length(run)
    for line in run[:header]:
        yield RawParagraph(text=line.text.strip(), locator={"line": line.number}, style="header_field")
    run = run[header:]
    while run:
        table, used = _table_at(run)
        if table is not None:
            yield table
            run = run[used:]
            continue
        stop = next((i for i in range(1, len(run)) if _table_at(run[i:])[0] is not None), len(run))
        yield from _read_prose(run[:stop], margin, markdown)
        run = run[stop:]


def _table_at(run: Sequence[Line]) -> tuple[RawTable | None, int]:
    texts = [line.text for line in run]
    for find in (markdown_table, piped_table, labelled_records, aligned_table):
        found = find(texts, run[0].number)
        if found is not None:
            return found
    return None, 0


def _read_prose(run: Sequence[Line], margin: int | None, markdown: bool) -> Iterator[RawParagraph]:
    item: _Item | None = None
    for index, line in enumerate(run):
        if _UNDERLINE.match(line.text):
            if item and item.style == "body" and "=-~".find(line.text.strip()[0]) >= 0 and item.last == item.text:
                item.style, item.level = "heading", 1
            if item:
                yield item.block()
            item = None
            continue
        fresh = _new_item(line, markdown)
        if item is None or fresh.style != "body" or _breaks(item, line, fresh.text, margin):
            if item:
                yield item.block()
            item = fresh
            if fresh.style == "body" and is_only_date(fresh.text) and index + 1 < len(run):
                item.style, item.level = "heading", 2
        else:
            item.text = _joined(item.text, fresh.text)
            item.last = line.text
        if item.style == "heading":
            yield item.block()
            item = None
    if item:
        yield item.block()


def _new_item(line: Line, markdown: bool) -> _Item:
    text, style, level = line.text.strip(), "body", 0
    heading = _HEADING.match(line.text)
    if heading:
        text, style, level = heading[2], "heading", len(heading[1])
    else:
        bullet = _BULLET.match(line.text) or _numbered(line.text)
        if bullet:
            text, style = line.text[bullet.end() :].strip(), "list_item"
    if markdown:
        text = _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"\2", text))
    kind: Style = "heading" if style == "heading" else "list_item" if style == "list_item" else "body"
    return _Item(line.number, text, kind, line.indent, bool(line.quoted), level, line.text)


def _numbered(text: str) -> re.Match[str] | None:
    """A list number, unless it is the day of a date ("12. May 2021", "3) 4")."""
    number = _NUMBERED.match(text)
    return None if number is None or opening(text.strip()) else number


def _breaks(item: _Item, line: Line, text: str, margin: int | None) -> bool:
    """Whether a line begins a paragraph of its own rather than carrying on the item above."""
    dated = opening(text)
    above = item.last.rstrip()
    ended = _ENDED.search(above) is not None
    carries_on = text[:1].islower() and not ended
    full = margin is not None and len(above) + 1 + len(text.split(maxsplit=1)[0]) > margin - 1
    if dated and (separated(text, dated[1]) or not full):
        return not carries_on or len(above) < _SHORT
    if full:
        return ended and dated is not None
    if line.indent > item.indent or carries_on:
        return False
    return margin is None or ended or len(above) < _SHORT


def _joined(above: str, below: str) -> str:
    """Two lines as one text. A hyphen at the line's end stays: it may be the word's own."""
    if re.search(r"[A-Za-z]-$", above) and below[:1].islower():
        return above + below
    return f"{above} {below}"


def _join_nested(blocks: Sequence[Block]) -> Iterator[Block]:
    """Put undated bullets under the dated item that introduces them ("Actions:"): one item."""
    held: RawParagraph | None = None
    for block in blocks:
        if not isinstance(block, RawParagraph):
            if held:
                yield held
            held = None
            yield block
        elif held and _belongs(held, block):
            held = RawParagraph(
                text=f"{held.text}\n- {block.text}", locator=held.locator, style=held.style, level=held.level
            )
        else:
            if held:
                yield held
            held = block
    if held:
        yield held


def _belongs(above: RawParagraph, item: RawParagraph) -> bool:
    introduces = re.search(r":\s*(?:\n- [^\n]*)*$", above.text) is not None
    return (
        item.style == "list_item"
        and above.style in ("body", "list_item")
        and introduces
        and opening(above.text) is not None
        and opening(item.text) is None
    )
