"""Signs that are not seen: zero-width, direction and control characters in agencies' words.

    text  ->  seen   without them: for comparing and matching only, never kept
          ->  shown  with a mark where each stands, "‹U+202E›": for the screen
          ->  folded (text, place of each of its signs in the original): what language is read from

The words themselves stay as they were sent, byte for byte. A direction sign can make a line read other than it
is, and a zero-width one can hide a word from every rule, so both are told (`ingest.read`, W180).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_CONTROLS: Final = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_SOFT_HYPHEN: Final = "\u00ad"  # written by word processors by the thousand: left out when matching, not told
_ZERO_WIDTH: Final = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0\U000e0000-\U000e0fff"
)
_DIRECTION: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_TOLD: Final = re.compile(f"[{_CONTROLS}{_ZERO_WIDTH}{_DIRECTION}\ufff9-\ufffb]")
_ALL: Final = re.compile(f"[{_CONTROLS}{_SOFT_HYPHEN}{_ZERO_WIDTH}{_DIRECTION}\ufff9-\ufffb]")
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?:\.|$)", re.IGNORECASE)
NAME_CHARS: Final = 150  # of a file's name that are shown; systems stop at 255


def has_unseen(text: str) -> bool:
    """Whether a text holds signs that a reader should be told of."""
    return _TOLD.search(text) is not None


def seen(text: str) -> str:
    """The text without signs that are not seen."""
    return text if text.isascii() and text.isprintable() else _ALL.sub("", text)


def shown(text: str) -> str:
    """The text with a visible mark in place of each sign that is not seen."""
    if text.isascii() and text.isprintable():
        return text
    return _TOLD.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


def folded(text: str) -> tuple[str, tuple[int, ...]] | None:
    """The text as it is matched, and for each of its signs (and its end) the place in the original.

    Signs that are not seen are left out; letters and digits of odd forms (full width, ligatures, mathematical)
    become plain ones by NFKC. None where nothing changes.
    """
    if text.isascii() and not _ALL.search(text):
        return None
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for plain in _plain(sign):
            signs.append(plain)
            places.append(place)
    made = "".join(signs)
    return None if made == text else (made, (*places, len(text)))


def _plain(sign: str) -> str:
    if sign.isascii():
        return "" if _ALL.match(sign) else sign
    if _ALL.match(sign):
        return ""
    return unicodedata.normalize("NFKC", sign) if unicodedata.category(sign) in _LETTERS else sign


_LETTERS: Final = frozenset({"Ll", "Lu", "Lt", "Lm", "Nd"})


def clean_name(name: str, otherwise: str = "file without a name") -> str:
    """A file's name as a label: no folders, control or direction signs, no name of a device; never empty.

    >>> clean_name("C:\\\\in\\\\con.csv"), clean_name("log\\u202excod.exe")
    ('_con.csv', 'logxcod.exe')
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in _ALL.sub("", last) if c.isprintable()).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > NAME_CHARS:
        kept = f"{stem[: NAME_CHARS - len(ending) - 1]}.{ending}" if dot and len(ending) < 9 else kept[:NAME_CHARS]
    if not kept:
        return otherwise
    return f"_{kept}" if _DEVICE.match(kept) else kept
