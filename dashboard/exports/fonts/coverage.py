"""Which characters the fonts of the house can draw, read from their own tables.

    font file  ->  cmap table (formats 4 and 12 of the OpenType specification)  ->  the code points it has

What none of them has is not left out: it is drawn as a box, and the document says so.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

FAMILIES: Final = (
    "Liberation Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Gurmukhi",
    "Noto Sans Gujarati", "Noto Sans Tamil", "Noto Sans Ethiopic", "DejaVu Sans",
)  # fmt: skip
"""In the order in which they are asked for a character. The first draws as Arial does, in which the Word files are."""
BOX: Final = "\u25af"
_UNDRAWN: Final = frozenset({0x09, 0x0A, 0x0D, 0x20, 0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFEFF})
"""Space, breaks and joiners: nothing of them is seen, so no font need have them."""


def font_files() -> list[Traversable]:
    """The fonts that are shipped."""
    folder = files("dashboard.exports.fonts")
    return sorted((f for f in folder.iterdir() if f.name.endswith(".ttf")), key=lambda f: f.name)


@cache
def drawable() -> frozenset[int]:
    """Every code point that some font in upright, ordinary weight has."""
    plain = (f for f in font_files() if not any(w in f.name for w in ("Bold", "Italic")))
    return frozenset(code for font in plain for code in code_points(font.read_bytes())) | _UNDRAWN


def drawn(text: str) -> tuple[str, int]:
    """The text with a box for each character that no font has, and how many those were.

    >>> drawn("Ahmed \u0623\u062d\u0645\u062f")[1]
    0
    """
    known = drawable()
    if text.isascii() or all(ord(c) in known for c in text):
        return text, 0
    missing = sum(ord(c) not in known for c in text)
    return "".join(c if ord(c) in known else BOX for c in text), missing


def code_points(font: bytes) -> set[int]:
    """The code points of a TrueType font. Raises ValueError for a file that has no table we read."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for n in range(tables):
        name, _, start, _ = struct.unpack_from(">4sIII", font, 12 + 16 * n)
        if name == b"cmap":
            return set(_of_cmap(font, start))
    raise ValueError("no cmap")


def _of_cmap(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", font, start + 2)
    read = False
    for n in range(count):
        _, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * n)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form in (4, 12):
            read = True
            yield from (_segments if form == 4 else _groups)(font, start + offset)
    if not read:
        raise ValueError("no cmap of format 4 or 12")


def _segments(font: bytes, at: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", font, at + 6)
    number = double // 2
    ends = struct.unpack_from(f">{number}H", font, at + 14)
    starts = struct.unpack_from(f">{number}H", font, at + 16 + double)
    for first, last in zip(starts, ends, strict=True):
        yield from (code for code in range(first, last + 1) if code != 0xFFFF)


def _groups(font: bytes, at: int) -> Iterator[int]:
    (number,) = struct.unpack_from(">I", font, at + 12)
    for n in range(number):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * n)
        yield from range(first, last + 1)
