"""What a workbook's XML writes for a cell: its address, its words, its comments, its dates in words.

Nothing here reads a sheet: xlsx.py does. The forms are those of ECMA-376, part 1, section 18.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from ingest.raw import CellValue
from ingest.readers.office import Element, local

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def comment_texts(root: Element | None) -> Iterator[tuple[tuple[int, int], str]]:
    """The place and the words of each comment of a part, old notes and threads alike."""
    for element in root.iter("{*}comment", "{*}threadedComment") if root is not None else ():
        area = area_of(element.get("ref") or "")
        body = next((e for e in element if local(e) == "text"), None)
        if area is None or body is None:
            continue
        words = (body.text or "").strip() if not len(body) else string_text(body)
        if words:
            yield (area[0], area[1]), words


def string_text(element: Element) -> str:
    """The words of a shared or inline string: its runs joined, phonetic guides left out."""
    pieces: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces += [e.text or "" for e in child if local(e) == "t"]
    return unescaped("".join(pieces)).strip()


def unescaped(text: str) -> str:
    """Characters that Excel writes as _x000D_, and line ends as one."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda m: _character(int(m.group(1), 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _character(code: int) -> str:
    return "" if (code < 32 and code not in (9, 10)) or 0xD800 <= code <= 0xDFFF else chr(code)


def date_in_words(raw: str) -> tuple[str, CellValue]:
    """A date stored in words (t="d")."""
    try:
        moment = dt.datetime.fromisoformat(raw.removesuffix("Z"))
    except ValueError:
        return raw, None
    if "T" in raw and moment.time() != dt.time():
        return f"{moment:%d/%m/%Y %H:%M}", moment.replace(tzinfo=None, microsecond=0)
    return f"{moment:%d/%m/%Y}", moment.date()


def whole_number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def column_number(letters: str) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def area_of(reference: str) -> tuple[int, int, int, int] | None:
    """The first row, first column, last row and last column of "B2:D5" (rows from 1, columns from 0)."""
    corners = [_ADDRESS.fullmatch(c) for c in reference.split(":")]
    if not 1 <= len(corners) <= 2 or not all(corners):
        return None
    places = [(int(m.group(2)), column_number(m.group(1))) for m in corners if m]
    (top, left), (bottom, right) = places[0], places[-1]
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
