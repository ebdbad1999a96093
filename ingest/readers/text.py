"""Plain text and Markdown: bytes to characters, characters to paragraphs and tables.

    bytes -> decode (UTF-8, UTF-16, Windows-1252) -> plain.blocks_of -> RawDocument

What is doubtful about the characters is said as a `Problem`; nothing is replaced in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ingest.limits import Limits
from ingest.raw import RawDocument
from ingest.readers.plain import blocks_of
from model.case import Problem
from model.errors import EmptyFileError, LimitExceededError, UnsupportedFormatError

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_TEXT_CONTROLS: Final = frozenset(b"\t\n\r\f\v\x1a\x1b\x08")
_SUSPECT: Final = 0.02  # share of control bytes above which a file is not text


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the name of its encoding; `doubtful` counts characters that had no meaning in it."""

    text: str
    encoding: str
    doubtful: int = 0


def decode(data: bytes) -> Decoded:
    """The characters of a text file: a byte order mark decides, then UTF-16 by its zeros, UTF-8, CP1252.

    Raises `UnsupportedFormatError` for bytes that are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _replacing(data, encoding)
    sample = data[:4096]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if max(zeros) > 0.3 * len(sample) / 2 and min(zeros) < 0.05 * len(sample) / 2:
        return _replacing(data, "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le")
    controls = sum(1 for byte in sample if byte < 32 and byte not in _TEXT_CONTROLS)
    if controls > _SUSPECT * len(sample):
        raise UnsupportedFormatError(
            "This file is not text, whatever its name says.",
            remedy="Open it in the program that made it, save it as Word, Excel, CSV, PDF or plain text, and add that.",
        )
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _replacing(data, "cp1252")


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def decoding_problems(decoded: Decoded) -> tuple[Problem, ...]:
    """What the user should know of the characters of a file."""
    if not decoded.doubtful:
        return ()
    return (
        Problem(
            code="W110",
            text=f"{decoded.doubtful} characters of this file could not be read and show as \ufffd.",
            suggestion="Compare the rows that show this mark with the original.",
        ),
    )


class TextReader:
    """Text files: .txt, .text, .md, .markdown."""

    format_name: ClassVar[str] = "text"
    _ENDINGS: ClassVar[tuple[str, ...]] = (".txt", ".text", ".md", ".markdown")

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether the name ends as a text file's and the first bytes carry no other format's signature."""
        return name.lower().endswith(self._ENDINGS) and not head.startswith(
            (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
        )

    def read(self, data: bytes, name: str, limits: Limits) -> RawDocument:
        """The paragraphs and tables of a text. Raises EmptyFile, LimitExceeded or UnsupportedFormat errors."""
        if len(data) > limits.max_bytes:
            raise LimitExceededError(
                "This text file is larger than the limit.", remedy="Split it into smaller files and add those."
            )
        decoded = decode(data)
        if not decoded.text.strip("\ufeff \t\r\n\f\v\x00"):
            raise EmptyFileError("This file holds no text.", remedy="Ask the sender for the file again.")
        markdown = name.lower().endswith((".md", ".markdown"))
        blocks = blocks_of(decoded.text.lstrip("\ufeff"), markdown=markdown)
        return RawDocument(
            blocks=blocks,
            format_name="markdown" if markdown else self.format_name,
            problems=decoding_problems(decoded),
            properties={"encoding": decoded.encoding},
        )
