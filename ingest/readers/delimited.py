"""CSV and its kin: bytes to characters, the separator found, lines to rows.

    bytes  ->  decode  ->  separator  ->  records (quotes over several lines)  ->  mend  ->  one RawTable

Agencies write these files by hand as often as a system exports them, so two things are mended, each with
a word to the user: a quotation mark that is never closed would swallow all rows after it, and commas in a
text without quotation marks give a row more cells than the header has (all words are kept, the surplus is
joined where the row then looks most like the others).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from charset_normalizer import from_bytes

from ingest.cells import looks_dated
from ingest.headers import PART, is_title, match_header
from ingest.limits import Limits
from ingest.raw import Block, Cell, RawDocument, RawParagraph, RawRow, RawTable
from ingest.readers.office import too_large
from ingest.readers.ragged import Shape, mended
from ingest.readers.text import decode, decoding_problems
from model.case import Problem
from model.errors import EmptyFileError

_SEPARATORS: Final = (",", ";", "\t", "|")
_NAMES: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLED_RECORDS: Final = 60  # enough to see a separator; the first rows are titles
_LINES_OF_A_CELL: Final = 400  # a quoted cell of more lines is a quotation mark that was never closed
_SEP_LINE: Final = re.compile(r"sep\s*=\s*(.)\s*", re.IGNORECASE)
_MAC_APOSTROPHE: Final = re.compile(r"[A-Za-z]Õ[a-z]|Ò[^\n]{1,400}Ó")
_GARBLED: Final = re.compile("â€[™œ\x9d˜“”]|Â[£ ]|Ã[©¨]")
_NAMED_ROWS: Final = 8


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file: its first line (counted from 1) and its cells as written."""

    line: int
    cells: tuple[str, ...]
    unclosed: bool = False


class DelimitedReader:
    """Reads .csv, .tsv and .tab."""

    format_name: ClassVar[str] = "csv"
    _ENDINGS: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".tab")

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether the name ends as such files do; that the bytes are text is found in reading."""
        return name.lower().endswith(self._ENDINGS)

    def read(self, data: bytes, name: str, limits: Limits) -> RawDocument:
        """One table of the file's rows, or paragraphs where it has one column. Raises a `ReadError`."""
        if len(data) > limits.max_bytes:
            raise too_large(len(data), limits)
        text, problems = _characters(data)
        lines = text.split("\n")
        if not text.strip():
            raise EmptyFileError("This file holds nothing.", remedy="Ask the agency to send the chronology again.")
        told = _SEP_LINE.fullmatch(lines[0])
        first = 1 if told else 0
        separator = told.group(1) if told else _separator(lines, name)
        records = list(_records(lines, first, separator, limits))
        problems += _cut(records, limits)
        records = records[: limits.max_rows]
        block, more = _blocks(records, separator, limits)
        return RawDocument(blocks=block, format_name=self.format_name, problems=(*problems, *more))


# Characters -------------------------------------------------------------------------------------


def _characters(data: bytes) -> tuple[str, list[Problem]]:
    """The text of the file with line ends as one, and what is doubtful about it."""
    decoded = decode(data)
    text, problems = decoded.text, list(decoding_problems(decoded))
    if decoded.encoding == "cp1252" and (decoded.doubtful or _MAC_APOSTROPHE.search(text)):
        other = _other_encoding(data, text)
        if other:
            text, name = other
            words = f"The letters of this file seem to be in the {name} encoding and were read so."
            suggestion = "Look whether quotation marks and pound signs are right in the entries."
            problems = [Problem(code="W170", text=words, suggestion=suggestion)]
    if found := _GARBLED.search(text):
        words = "Some characters of this file were garbled before it was sent; they are shown as they stand."
        problems.append(Problem(code="W171", text=words, quote=found.group(0)))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), problems


def _other_encoding(data: bytes, text: str) -> tuple[str, str] | None:
    """What the text is in another encoding: of an old Mac by its apostrophes, else by its statistics."""
    if _MAC_APOSTROPHE.search(text):
        return data.decode("mac_roman"), "old Macintosh"
    best = from_bytes(data[:100_000]).best()
    if best is None:
        return None
    try:
        return data.decode(best.encoding), best.encoding
    except (UnicodeDecodeError, LookupError):
        return None


# Separator and records ----------------------------------------------------------------------------


def _separator(lines: Sequence[str], name: str) -> str:
    """The separator that makes known titles of one of the first rows, else rows of equal length."""
    scores = {s: _score(lines, s) for s in _SEPARATORS}
    if name.lower().endswith((".tsv", ".tab")) and scores["\t"][1] > 0:
        return "\t"
    return max(_SEPARATORS, key=lambda s: scores[s])


def _score(lines: Sequence[str], separator: str) -> tuple[int, float, int]:
    """Titles known in the best row, the share of rows with the commonest number of cells, that number."""
    sample: list[Record] = []
    for record in _records(lines, 0, separator, None):
        if any(c.strip() for c in record.cells):
            sample.append(record)
        if len(sample) == _SAMPLED_RECORDS:
            break
    titles = max((_titles(r.cells) for r in sample), default=0)
    widths = Counter(len(r.cells) for r in sample if len(r.cells) > 1)
    if not widths:
        return 0, 0.0, 0
    width, rows = widths.most_common(1)[0]
    return (titles if titles > 1 else 0), rows / len(sample), width


def _titles(cells: Sequence[str]) -> int:
    """How many cells of a row are surely titles of a chronology, 0 where one holds a date."""
    if any(looks_dated(Cell(text=c)) and not is_title(c) for c in cells):
        return 0
    return sum((m := match_header(c)) is not None and m.certainty >= PART for c in cells)


def _records(lines: Sequence[str], first: int, separator: str, limits: Limits | None) -> Iterator[Record]:
    """The rows of the file; a quoted cell may go on over line ends, an unclosed one may not."""
    index = first
    while index < len(lines):
        if limits is None and index > 20 * _SAMPLED_RECORDS:
            return
        reader = csv.reader(_from(lines, index), delimiter=separator)
        try:
            cells = next(reader)
        except (csv.Error, StopIteration):
            cells, taken = [], _LINES_OF_A_CELL + 1
        else:
            taken = reader.line_num
        if taken > 1 and _is_unclosed(lines, index, taken, separator, cells):
            yield Record(index + 1, _alone(lines[index], separator), unclosed=True)
            index += 1
            continue
        if not (index + taken >= len(lines) and not cells):
            yield Record(index + 1, tuple(cells))
        index += taken


def _from(lines: Sequence[str], index: int) -> Iterator[str]:
    for i in range(index, min(len(lines), index + _LINES_OF_A_CELL + 2)):
        yield lines[i] + "\n"


def _is_unclosed(lines: Sequence[str], index: int, taken: int, separator: str, cells: Sequence[str]) -> bool:
    """Whether a row of several lines comes of a quotation mark without its partner.

    It does where the mark is never closed, and where a line within it begins with a date and the first
    line alone has as many cells as the next has: then these are rows, not lines of a cell.
    """
    if taken > _LINES_OF_A_CELL or (index + taken >= len(lines) and _open_at_end(lines[index:], separator)):
        return True
    alone = len(_alone(lines[index], separator))
    if alone < 2:
        return False
    inner = lines[index + 1 : index + taken]
    rows = [_alone(line, separator) for line in inner if line.strip()]
    dated = [r for r in rows if len(r) >= 2 and any(looks_dated(Cell(text=c)) for c in r[:2])]
    return bool(dated) and len(dated) == len(rows) and all(len(r) == alone for r in rows) and len(cells) != alone


def _open_at_end(lines: Sequence[str], separator: str) -> bool:
    try:
        next(csv.reader((f"{line}\n" for line in lines), delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    except StopIteration:
        return False
    return False


def _alone(line: str, separator: str) -> tuple[str, ...]:
    """The cells of one line by itself, its unclosed quotation mark taken as a letter."""
    cells = line.split(separator)
    return tuple(c.strip().strip('"') if c.strip().startswith('"') != c.strip().endswith('"') else c for c in cells)


# Rows -------------------------------------------------------------------------------------------


def _cut(records: Sequence[Record], limits: Limits) -> list[Problem]:
    if len(records) <= limits.max_rows:
        return []
    text = f"This file has more than {limits.max_rows} rows. The rows from here on were not read."
    place = {"line": records[limits.max_rows].line}
    return [Problem(code="W144", text=text, place=place, row_unread=True)]


def _blocks(records: Sequence[Record], separator: str, limits: Limits) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    filled = [r for r in records if any(c.strip() for c in r.cells)]
    if filled and max(len(r.cells) for r in filled) == 1:
        return tuple(RawParagraph(text=r.cells[0].strip(), locator={"line": r.line}) for r in filled), ()
    shape = _shape(filled)
    rows: list[RawRow] = []
    problems: list[Problem] = []
    surplus: list[Record] = []
    for record in records:
        cells = record.cells
        if shape and len(cells) > shape.width:
            joined = mended(cells, shape, separator)
            if joined != cells and len(joined) < len(cells):
                if any(c.strip() for c in cells[shape.width :]):
                    surplus.append(record)
                cells = joined
        rows.append(_raw(cells, record.line, limits, problems))
    problems += _told_unclosed(records) + _told_surplus(surplus, separator)
    return (RawTable(rows=tuple(rows)),), tuple(problems)


def _shape(records: Sequence[Record]) -> Shape | None:
    """How many cells a row ought to have, and what stands in them: from the header and the rows that fit."""
    header = max(records[:40], key=lambda r: _titles(r.cells), default=None)
    if header is not None and _titles(header.cells) >= 2:
        cells = list(header.cells)
        while cells and not cells[-1].strip():
            cells.pop()
        width = len(cells)
    else:
        width = Counter(len(r.cells) for r in records).most_common(1)[0][0] if records else 0
    after = [r.cells for r in records if header is None or r.line > header.line]
    return Shape.of(after or [r.cells for r in records], width) if width > 1 else None


def _raw(cells: Sequence[str], line: int, limits: Limits, problems: list[Problem]) -> RawRow:
    if len(cells) > limits.max_columns or any(len(c) > limits.max_cell_chars for c in cells):
        text = "This row is larger than a chronology's rows are; its end was not read."
        problems.append(Problem(code="W145", text=text, place={"line": line}))
    kept = tuple(Cell(text=c.strip()[: limits.max_cell_chars]) for c in cells[: limits.max_columns])
    return RawRow(cells=kept, locator={"row": line})


def _told_unclosed(records: Sequence[Record]) -> list[Problem]:
    text = "A quotation mark in this row is never closed; the row was ended at the end of its line."
    return [
        Problem(code="W172", text=text, place={"row": r.line}, quote=" ".join(r.cells)[:120])
        for r in records
        if r.unclosed
    ]


def _told_surplus(surplus: Sequence[Record], separator: str) -> list[Problem]:
    if not surplus:
        return []
    places = ", ".join(str(r.line) for r in surplus[:_NAMED_ROWS]) + (
        " and others" if len(surplus) > _NAMED_ROWS else ""
    )
    many = len(surplus) > 1
    text = (
        f"{'Rows' if many else 'Row'} {places} {'have' if many else 'has'} more cells than the header: a "
        f"{_NAMES.get(separator, 'separator')} stands in a text without quotation marks. All words were kept and the "
        "surplus cells joined; look whether they stand in the right column."
    )
    return [Problem(code="W173", text=text, place={"row": surplus[0].line}, quote=" ".join(surplus[0].cells)[:120])]
