"""The readers of files, one a format, in an explicit table.

    bytes, name  ->  reader_for  ->  Reader

A file is taken by what it is (its first bytes) and by what its name says, and both must agree: a file that
is something else than its name says was renamed, cut short or not meant. What cannot be read is refused
with what to do about it.
"""

from __future__ import annotations

from typing import Final

from ingest.limits import DEFAULT_LIMITS, Limits
from ingest.raw import Reader
from ingest.readers.delimited import DelimitedReader
from ingest.readers.docx import DocxReader
from ingest.readers.eml import EmlReader
from ingest.readers.office import too_large
from ingest.readers.pdf import PdfReader
from ingest.readers.signatures import FORMATS, Format, extension, format_of
from ingest.readers.text import TextReader
from ingest.readers.xlsx import XlsxReader
from model.errors import EmptyFileError, UnsupportedFormatError

READERS: Final[tuple[Reader, ...]] = (
    DocxReader(),
    XlsxReader(),
    DelimitedReader(),
    PdfReader(),
    EmlReader(),
    TextReader(),
)

HEAD_BYTES: Final = 8192


def reader_for(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Reader:
    """The reader of a file, by its content and its name.

    Raises `EmptyFileError`, `LimitExceededError`, `EncryptedFileError`, `UnsupportedFormatError` or
    `CorruptFileError`, each with its remedy.
    """
    if len(data) > limits.max_bytes:
        raise too_large(len(data), limits)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFileError(
            "This file is empty.",
            remedy="Ask the agency to send it again; it may have been cut off on the way.",
        )
    found = format_of(data, name)
    ending = extension(name)
    if ending and ending not in found.endings:
        raise _misnamed(found, ending)
    head = data[:HEAD_BYTES]
    label = name if ending else name + found.endings[0]
    for reader in READERS:
        if reader.recognises(head, label):
            return reader
    raise UnsupportedFormatError(
        f"Files ending in {ending or 'nothing'} are not read.",
        remedy="Save the chronology as .docx, .xlsx, .csv, .pdf, .txt or .eml and add that file.",
    )


def _misnamed(found: Format, ending: str) -> UnsupportedFormatError:
    """The error for a file that is something else than its name says."""
    known = [f for f in FORMATS if ending in f.endings]
    if known:
        return UnsupportedFormatError(
            f"This file is named {ending}, but it is {found.what}.",
            remedy=f"If it is the right file, rename it to end in {found.endings[0]} and add it again; "
            f"else open it where it was made and save it as {known[0].what}.",
        )
    return UnsupportedFormatError(
        f"This file is named {ending}, which is not read; it holds {found.what}.",
        remedy=f"If it is the right file, rename it to end in {found.endings[0]} and add it again.",
    )


__all__ = ["READERS", "reader_for"]
