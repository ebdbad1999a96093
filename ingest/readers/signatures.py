"""What a file is by its first bytes, whatever its name says.

    bytes, name  ->  format_of  ->  Format, or an error that says what it is and what to do

Text has no signature: comma-separated, plain text and e-mail are told apart by the name, and by the
header lines of an e-mail.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from ingest.readers.office import OLE_SIGNATURE, damaged, encrypted, ole_error
from model.errors import CorruptFileError, UnsupportedFormatError


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that is read: what to call it, and the endings its names may have."""

    what: str
    endings: tuple[str, ...]


WORD: Final = Format("a Word document", (".docx", ".docm", ".dotx", ".dotm"))
EXCEL: Final = Format("an Excel workbook", (".xlsx", ".xlsm", ".xltx", ".xltm"))
PDF: Final = Format("a PDF", (".pdf",))
DELIMITED: Final = Format("a table in text form (CSV)", (".csv", ".tsv", ".tab"))
TEXT: Final = Format("plain text", (".txt", ".text", ".md", ".markdown"))
MAIL: Final = Format("an e-mail", (".eml",))
FORMATS: Final = (WORD, EXCEL, PDF, DELIMITED, TEXT, MAIL)

_SAVE_AS: Final = "Open it in the program that made it, save it as .docx, .xlsx, .csv or .pdf and add that file."
_PICTURE: Final = (
    "Ask for the chronology as Word, Excel, CSV, text or a PDF with text in it; words in pictures are not read."
)
_TO_WORD: Final = "Open it in Word, choose Save As, take Word Document (.docx) and add that file."
_OTHERS: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"\x89PNG", "a picture (PNG)", _PICTURE),
    (b"\xff\xd8\xff", "a picture (JPEG)", _PICTURE),
    (b"GIF8", "a picture (GIF)", _PICTURE),
    (b"II*\0", "a picture (TIFF)", _PICTURE),
    (b"MM\0*", "a picture (TIFF)", _PICTURE),
    (b"BM", "a picture (BMP)", _PICTURE),
    (b"RIFF", "a picture, sound or film", _PICTURE),
    (b"{\\rtf", "a Rich Text document (.rtf)", _TO_WORD),
    (b"7z\xbc\xaf", "a packed folder (7z)", "Unpack it and add the files that are in it."),
    (b"Rar!", "a packed folder (RAR)", "Unpack it and add the files that are in it."),
    (b"\x1f\x8b", "a packed file (gzip)", "Unpack it and add the file that is in it."),
    (b"MZ", "a program", "Ask the agency what they meant to send; this is no document."),
    (b"\x7fELF", "a program", "Ask the agency what they meant to send; this is no document."),
    (b"SQLite format 3\0", "a database or a case file", "A case file is opened with: casethread serve FILE"),
    (b"ID3", "a sound file", _PICTURE),
    (b"OggS", "a sound file", _PICTURE),
)  # fmt: skip
_BOX_PICTURE: Final = re.compile(rb"^....ftyp(heic|heix|mif1|avif|qt|mp4|isom|M4A|M4V)", re.DOTALL)
_MARKUP: Final = re.compile(
    rb"^\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:html|\?mso|Workbook|w:wordDocument))", re.IGNORECASE
)
_MAIL_HEAD: Final = re.compile(
    rb"\A(?:>?From |(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|X-[\w-]+|DKIM-Signature)\s*:)",
    re.IGNORECASE,
)


def extension(name: str) -> str:
    """The ending of a file name, in small letters with its dot; "" where there is none."""
    return PureWindowsPath(PurePosixPath(name).name).suffix.lower()


def format_of(data: bytes, name: str) -> Format:
    """What the bytes are. Raises a `ReadError` for what is not read."""
    ending = extension(name)
    if data.startswith(OLE_SIGNATURE):
        raise ole_error(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_format(data)
    if b"%PDF-" in data[:1024]:
        return PDF
    for signature, what, remedy in _OTHERS:
        if data.startswith(signature) and not (signature in (b"BM", b"MZ", b"ID3") and _is_text(data)):
            raise UnsupportedFormatError(f"This is {what}, which is not read.", remedy=remedy)
    if _BOX_PICTURE.match(data):
        raise UnsupportedFormatError("This is a picture or a film, which is not read.", remedy=_PICTURE)
    if not _is_text(data):
        raise _not_text(ending)
    if _MARKUP.match(data[:2048]) and ending != ".eml":
        raise UnsupportedFormatError(
            "This is a web page, which is not read (some systems export one under the name of a Word or Excel file).",
            remedy="Open it in Word or Excel, choose Save As, take .docx or .xlsx and add that file.",
        )
    if ending in MAIL.endings or (not ending and _MAIL_HEAD.match(data)):
        return MAIL
    return DELIMITED if ending in DELIMITED.endings else TEXT


def _not_text(ending: str) -> CorruptFileError | UnsupportedFormatError:
    """The error for bytes that are no text and no format that is known."""
    for kind in (WORD, EXCEL, PDF):
        if ending in kind.endings:
            return damaged(f"This file is named {ending}, but it does not begin as {kind.what} does: it is damaged.")
    return UnsupportedFormatError("This file is of a kind that is not read.", remedy=_SAVE_AS)


def _zip_format(data: bytes) -> Format:
    """Which Office file a zip is, by the parts it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {m.filename for m in members}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise damaged() from error
    if any(m.flag_bits & 0x1 for m in members):
        raise encrypted()
    if any(n.startswith("word/") for n in names) and "[Content_Types].xml" in names:
        return WORD
    if "xl/workbook.bin" in names:
        raise UnsupportedFormatError(
            "This is an Excel workbook in the binary form (.xlsb), which is not read.",
            remedy="Open it in Excel, choose Save As, take Excel Workbook (.xlsx) and add that file.",
        )
    if any(n.startswith("xl/") for n in names) and "[Content_Types].xml" in names:
        return EXCEL
    if any(n.startswith("ppt/") for n in names):
        raise UnsupportedFormatError(
            "This is a PowerPoint file, which is not read.",
            remedy="Copy the chronology into a Word document, save it as .docx and add that file.",
        )
    if {"mimetype", "content.xml"} <= names:
        raise UnsupportedFormatError(
            "This is an OpenDocument file (.odt or .ods), which is not read.",
            remedy="Open it in the program that made it, choose Save As, take .docx or .xlsx and add that file.",
        )
    raise UnsupportedFormatError(
        "This is a packed folder (zip), which is not read.", remedy="Unpack it and add the files that are in it."
    )


def _is_text(data: bytes) -> bool:
    """Whether bytes may be text: few control characters, or zeros in every second place (UTF-16)."""
    sample = data[:4096]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    zeros = sample.count(0)
    if zeros:
        half = max(sample[0::2].count(0), sample[1::2].count(0))
        if half == zeros and half > 0.3 * len(sample) / 2:
            return True
    controls = sum(1 for byte in sample if byte < 32 and byte not in b"\t\n\r\f\v\x1a\x1b\x08")
    return controls <= 0.02 * len(sample)
