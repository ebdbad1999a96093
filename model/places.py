"""Where in a file something stands, in words a person can follow: "sheet Police, row 14"."""

from __future__ import annotations

from typing import Final

from model.case import Locator

_ORDER: Final = ("attachment", "sheet", "page", "table", "row", "column", "paragraph", "line", "item")


def place_in_words(locator: Locator) -> str:
    """The locator of an entry or a problem, outermost part first.

    >>> place_in_words({"row": 7, "table": 1})
    'table 1, row 7'
    """
    known = [name for name in _ORDER if name in locator]
    rest = [name for name in locator if name not in _ORDER]
    return ", ".join(f"{name.replace('_', ' ')} {locator[name]}" for name in known + rest)
