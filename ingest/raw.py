"""What a reader hands on: the blocks of a document in their order, before anything is understood.

    bytes  ->  Reader.read  ->  RawDocument(blocks: tables and paragraphs)  ->  tables.py / narrative.py

A reader knows its file format and nothing of chronologies. It keeps every row and paragraph, with
the place where a person finds it; rows it could not read become problems with `row_unread` set.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol

from ingest.limits import Limits
from model.case import Locator, Problem

CellValue = dt.date | dt.datetime | dt.time | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as read. `text` is what a person sees in it, paragraphs joined by line breaks.

    `value` is the typed value where the format has one (XLSX): a date, a time, a number. `merged_down`
    is true for the lower cells of a vertical merge, whose text repeats that of the first; `span` is
    how many columns the cell covers (its text stands in the first, the others are empty with
    `merged_right`). `notes` are cell comments and footnotes, kept apart from the text. `tables` are the
    tables inside the cell, whose words stand in the text too: a chronology may sit in a layout table.
    """

    text: str = ""
    value: CellValue = None
    merged_down: bool = False
    merged_right: bool = False
    span: int = 1
    hidden: bool = False
    notes: tuple[str, ...] = ()
    tables: tuple[RawTable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row of a table. `header` is true where the format itself marks a repeated header row.

    `mark` and `tracked` are filled in a document that we wrote ourselves (`own_marks`).
    """

    cells: tuple[Cell, ...]
    locator: Locator
    header: bool = False
    hidden: bool = False
    mark: str = ""
    tracked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table, with the words that stand over it (sheet name, the heading before)."""

    rows: tuple[RawRow, ...]
    name: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RawParagraph:
    """A paragraph of prose. `level` is the depth of a heading, 0 for body text."""

    text: str
    locator: Locator
    style: Literal["body", "heading", "list_item", "header_field", "signature", "quoted"] = "body"
    level: int = 0
    notes: tuple[str, ...] = ()  # footnotes and comments


Block = RawTable | RawParagraph


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """A whole file as its reader saw it. `attachments` are files inside it (an e-mail's)."""

    blocks: tuple[Block, ...]
    format_name: str
    problems: tuple[Problem, ...] = ()
    attachments: tuple[tuple[str, bytes], ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)  # title, subject: hints for the agency


class Reader(Protocol):
    """One file format. `recognises` is cheap; `read` does the work on bytes in memory."""

    format_name: ClassVar[str]

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether the first bytes (up to 8 KiB) and the name's ending are those of this format."""
        ...

    def read(self, data: bytes, name: str, limits: Limits) -> RawDocument:
        """The blocks of the file. Raises a `ReadError` if it cannot be used at all."""
        ...
