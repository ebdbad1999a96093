"""Text that is safe in a spreadsheet's cell.

A cell that begins with = + - @ or a control character may be run as a formula when the file is
opened (OWASP, CSV injection). Such text gets a leading apostrophe, which spreadsheets hide.
"""

from __future__ import annotations

from typing import Final

_RISKY_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_MAX_CELL: Final = 32_767  # Excel's limit; longer text would make the file unreadable
_NOT_IN_XML: Final = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


def safe_cell(text: str) -> str:
    """The text, neutralised where it could act as a formula, without characters no cell can hold.

    >>> safe_cell("=1+1")
    "'=1+1"
    """
    if text.startswith(_RISKY_STARTS):
        text = "'" + text
    return text.translate(_NOT_IN_XML)


def fitting_cell(text: str) -> tuple[str, bool]:
    """`safe_cell`, cut to what an XLSX cell holds; the second value tells whether it was cut."""
    safe = safe_cell(text)
    return safe[:_MAX_CELL], len(safe) > _MAX_CELL
