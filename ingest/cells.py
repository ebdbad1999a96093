"""What the cells and rows of a raw table look like, before it is known what they mean.

Cell  ->  looks_dated, is_flag          RawRow  ->  own_cells (what the row itself holds), is_blank
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from ingest.date_shapes import is_only_date, opening, shapes
from ingest.headers import words_of
from ingest.raw import Cell, RawRow
from model.unseen import seen

_DATE_CELL_CHARS: Final = 90  # a longer cell is text that mentions a date
_LOOSE_DATE: Final = re.compile(
    r"(?<!\d)(?:\d{1,2}[ ./\\-]{1,2}\d{1,2}[ ./\\-]{1,2}(?:\d{4}|\d{2})|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
    r"|(?:19|20)\d{6}|[0-3]\d[01]\d(?:19|20)?\d\d)(?!\d)"
    r"|(?<![a-z\d])\d{1,2}(?:st|nd|rd|th)(?![a-z])|\bq[1-4]\b",
    re.IGNORECASE,
)
_EXCEL_DAYS: Final = range(25_000, 60_000)  # 1968 to 2064: a number in a date column is such a day
_YES_NO: Final = words_of("values", "yes_no") | {"-", "✓", "✗", "☑", "☒", "☐", "?", "–", "—"}
_UNDATED: Final = words_of("values", "undated") | {"?"}


def looks_dated(cell: Cell) -> bool:
    """Whether a cell holds a date and little else, in any of the ways people write one."""
    if isinstance(cell.value, dt.date):
        return True
    return _text_looks_dated(seen(cell.text))


@cache
def _text_looks_dated(text: str) -> bool:
    text = " ".join(text.split())
    if not text or len(text) > _DATE_CELL_CHARS:
        return False
    if is_only_date(text):
        return True
    found = opening(text)
    if found:
        return found[1] - found[0] >= len(text) // 4 or bool(shapes(text[:60]))
    return bool(shapes(text) and len(text) <= 60) or _LOOSE_DATE.search(text) is not None


def words_beside_date(text: str) -> int:
    """How many words a cell holds apart from its dates: "12/3/21 Rang GP, no reply" has four."""
    rest = text
    for start, end in reversed(shapes(text)):
        rest = f"{rest[:start]} {rest[end:]}"
    return len(re.findall(r"[A-Za-z]{2,}", _LOOSE_DATE.sub(" ", rest)))


def looks_like_serial(cell: Cell) -> bool:
    """Whether a number may be the day count of a spreadsheet (only in a column of dates)."""
    return isinstance(cell.value, (int, float)) and int(cell.value) in _EXCEL_DAYS


def is_flag(text: str) -> bool:
    """Whether a cell only ticks a box or says that nothing stands there: "Y", "N/A", "✓"."""
    stripped = text.strip().lower()
    return stripped in _YES_NO or " ".join(re.sub(r"[^\w]+", " ", stripped).split()) in _YES_NO


def says_undated(text: str) -> bool:
    """Whether a date cell says in words that the date is not known."""
    stripped = text.strip().lower()
    return stripped in _UNDATED or " ".join(re.sub(r"[^\w]+", " ", stripped).split()) in _UNDATED


def holds(cell: Cell) -> bool:
    """Whether a cell holds words, a value or a note of its own."""
    return bool(cell.text.strip() or cell.notes) or cell.value is not None


def own_cells(row: RawRow) -> list[int]:
    """The places of the cells that the row itself fills: not blank, not repeated from a merge above."""
    return [i for i, c in enumerate(row.cells) if holds(c) and not (c.merged_down and not c.notes)]


def is_blank(row: RawRow) -> bool:
    """Whether the row holds nothing of its own."""
    return not own_cells(row)


def width(rows: Sequence[RawRow]) -> int:
    """The number of columns of the widest row."""
    return max((len(r.cells) for r in rows), default=0)


def spans_table(row: RawRow, columns: int) -> bool:
    """Whether the one filled cell of a row is merged over most of the table's width."""
    own = own_cells(row)
    return len(own) == 1 and columns > 1 and row.cells[own[0]].span >= max(2, round(columns * 0.7))
