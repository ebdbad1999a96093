"""Text that is safe in a spreadsheet's cell, on a page of Word and in HTML.

A cell that begins with = + - @ or a control character may be run as a formula when the file is
opened (OWASP, CSV injection). Such text gets a leading apostrophe, which spreadsheets hide.
"""

from __future__ import annotations

from typing import Final
from unicodedata import bidirectional

_RISKY_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_MAX_CELL: Final = 32_767  # Excel's limit; longer text would make the file unreadable
_NOT_IN_XML: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
_TURNING: Final = {code: f"[U+{code:04X}]" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_NO_CHARACTER: Final = dict.fromkeys(_NOT_IN_XML, "�")
_IN_CELLS: Final = str.maketrans({**_NOT_IN_XML, **_TURNING})
_VISIBLE: Final = str.maketrans({**_NO_CHARACTER, **_TURNING})


def visible(text: str) -> str:
    """The text with nothing in it that a page cannot hold or that would turn the words beside it around.

    Control characters and lone surrogates become U+FFFD; the characters that override or embed a direction of
    writing are named, since they can make a line read as something else (CVE-2021-42574). Letters of scripts that
    run from right to left stay as they are.

    >>> visible("a\u202eb")
    'a[U+202E]b'
    """
    return text.translate(_VISIBLE)


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction of its own belongs to a script that runs from right to left."""
    return next((d in ("R", "AL") for d in map(bidirectional, text) if d in ("L", "R", "AL")), False)


def safe_cell(text: str) -> str:
    """The text, neutralised where it could act as a formula, without characters no cell can hold.

    >>> safe_cell("=1+1")
    "'=1+1"
    """
    risky = text.lstrip(" \u00a0\ufeff\u200b").startswith(_RISKY_STARTS)
    text = "'" + text if risky else text
    return text.translate(_IN_CELLS)


def fitting_cell(text: str) -> tuple[str, bool]:
    """`safe_cell`, cut to what an XLSX cell holds; the second value tells whether it was cut."""
    safe = safe_cell(text)
    return safe[:_MAX_CELL], len(safe) > _MAX_CELL
