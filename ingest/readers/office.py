"""Open an Office file (a zip of XML parts) without trusting it.

    bytes  ->  open_package  ->  Package  ->  .xml(part)  ->  lxml element, or None where there is no such part

The limits are judged on the zip's own directory before anything is unpacked, nothing is written to
disk, and each part is parsed without entities, network or DTD: a DOCTYPE in an Office part is refused
before parsing, since no Office program writes one (python-docx would return an empty cell and lose the
text; measured). Macros are never run: `Package.macros` tells that there are some.

OLE files (the old binary formats, and every Office file with a password) are told apart by the names
in their directory, which stand in the bytes as UTF-16.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.limits import MIB, Limits
from model.case import Problem
from model.errors import (
    CorruptFileError,
    EncryptedFileError,
    LimitExceededError,
    ReadError,
    UnsupportedFormatError,
)

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Element = etree._Element
ZIP_SIGNATURE = b"PK\x03\x04"
RATIO_JUDGED_ABOVE = 10 * MIB  # small parts of styles pack far better than any text
_ENCRYPTED_FLAG = 0x1
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")  # a whole path, a drive, a step up
_DAMAGED_REMEDY = (
    "Open it in the program that made it, save a new copy and add the copy; or ask the agency to send it again."
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One arrow from a part to another: `kind` is the last word of its type ("comments", "sharedStrings")."""

    kind: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Package:
    """The parts of one Office file, read on demand."""

    _zip: zipfile.ZipFile
    names: frozenset[str]
    _relations: dict[str, dict[str, Relation]] = field(default_factory=dict)

    @property
    def macros(self) -> bool:
        """Whether the file carries macros (never run)."""
        return any(name.lower().endswith("vbaproject.bin") for name in self.names)

    def embedded_problems(self) -> Iterator[Problem]:
        """What to tell of files put inside this one: they are not opened, and one may hold entries."""
        inside = sum("/embeddings/" in name.lower() and not name.endswith("/") for name in self.names)
        if inside:
            yield Problem(
                code="W148",
                text=f"This file holds {inside} other file{'s' if inside > 1 else ''} inside it, not read here.",
                suggestion="Open it, save what is inside as files of their own, and add those that hold entries.",
            )

    def read(self, part: str) -> bytes | None:
        """The bytes of a part, None if there is none. Raises `CorruptFileError`."""
        if part not in self.names:
            return None
        try:
            return self._zip.read(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise damaged() from error

    def xml(self, part: str) -> Element | None:
        """The root element of a part, None if there is none. Raises `CorruptFileError`."""
        data = self.read(part)
        return None if data is None else parse_xml(data)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part ("" for the package itself) by their id, targets as part names."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._relations[part] = {} if root is None else dict(_relation(e, folder) for e in root if e.get("Id"))
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that a part points at by relations of a kind, existing ones only."""
        return [
            r.target
            for r in self.relations(part).values()
            if r.kind == kind and not r.external and r.target in self.names
        ]


def _relation(element: Element, folder: str) -> tuple[str, Relation]:
    external = element.get("TargetMode") == "External"
    target = element.get("Target") or ""
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return str(element.get("Id")), Relation((element.get("Type") or "").rpartition("/")[2], target, external)


def damaged(what: str = "This file is damaged or was cut short, so it cannot be read.") -> CorruptFileError:
    """The error for a file whose inside does not hold together."""
    return CorruptFileError(what, remedy=_DAMAGED_REMEDY)


def refuse_doctype(data: bytes) -> None:
    """Raise `CorruptFileError` for XML with a document type declaration, before it is parsed."""
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data:
        raise damaged("This file holds a document type declaration, which no Office program writes. It was not read.")


def parse_xml(data: bytes) -> Element:
    """The root of an XML part, parsed without entities, network, DTD or huge trees. Raises `CorruptFileError`."""
    refuse_doctype(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise damaged()
    return root


def open_package(data: bytes, limits: Limits) -> Package:
    """The parts of an Office file, its zip directory judged against the limits first.

    Raises `EncryptedFileError`, `UnsupportedFormatError` (an old binary file), `LimitExceededError` or
    `CorruptFileError`.
    """
    if data.startswith(OLE_SIGNATURE):
        raise ole_error(data)
    if len(data) > limits.max_bytes:
        raise too_large(len(data), limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise damaged() from error
    _judge_members(members, len(data), limits)
    return Package(archive, frozenset(m.filename for m in members))


def _judge_members(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Refuse a directory that is too large, encrypted, or names places outside the file."""
    unpacked = sum(m.file_size for m in members)
    if len(members) > limits.max_members or unpacked > limits.max_unpacked_bytes:
        raise LimitExceededError(
            "This file unpacks to more than Casethread reads in one file.",
            remedy="Save the chronology alone as a new file, without pictures and attachments, and add that.",
        )
    if unpacked > RATIO_JUDGED_ABOVE and unpacked > packed * limits.max_ratio:
        raise LimitExceededError(
            "This file is packed far more tightly than any document, so it was not opened.",
            remedy="Ask the agency to save the chronology again as a new Word or Excel file.",
        )
    if any(m.flag_bits & _ENCRYPTED_FLAG for m in members):
        raise encrypted()
    names = [m.filename for m in members]
    if len(set(names)) != len(names):
        raise damaged("This file holds two parts of the same name, so it cannot be read safely.")
    if any(_OUTSIDE.search(n) for n in names):
        raise damaged("This file names places outside itself, so it was not opened.")


def too_large(size: int, limits: Limits) -> LimitExceededError:
    """The error for a file above the size limit."""
    return LimitExceededError(
        f"This file has {size / MIB:.0f} MB; Casethread reads files of up to {limits.max_bytes / MIB:.0f} MB.",
        remedy="Remove pictures and attachments, or split the chronology into several files, and add those.",
    )


def encrypted() -> EncryptedFileError:
    """The error for a file with a password."""
    return EncryptedFileError(
        "This file is protected with a password, so it cannot be read.",
        remedy="Open it in Word or Excel, remove the password (File > Info > Protect), save a copy and add the copy.",
    )


_OLE_KINDS: tuple[tuple[str, str, str], ...] = (
    ("WordDocument", "a Word document in the old .doc format", "Word, choose Save As, take Word Document (.docx)"),
    ("Workbook", "an Excel workbook in the old .xls format", "Excel, choose Save As, take Excel Workbook (.xlsx)"),
    ("Book", "an Excel workbook in an old .xls format", "Excel, choose Save As, take Excel Workbook (.xlsx)"),
    ("__substg1.0_", "an Outlook message (.msg)", "Outlook, choose Save As, take .eml or Text Only"),
    ("PowerPoint Document", "a PowerPoint file in the old .ppt format", "PowerPoint, choose Save As, take PDF"),
)  # fmt: skip


def ole_error(data: bytes) -> ReadError:
    """What to tell of an OLE file: a password, or which old format it is."""
    if _ole_name("EncryptedPackage") in data or _ole_name("EncryptionInfo") in data:
        return encrypted()
    for name, what, remedy in _OLE_KINDS:
        if _ole_name(name) in data:
            return UnsupportedFormatError(
                f"This is {what}, which is not read.", remedy=f"Open it in {remedy} and add that file."
            )
    return UnsupportedFormatError(
        "This is a file in an old binary format, which is not read.",
        remedy="Open it in the program that made it, save it as .docx, .xlsx, .pdf or .csv and add that file.",
    )


def _ole_name(name: str) -> bytes:
    return name.encode("utf-16-le")


def local(element: Element) -> str:
    """The tag of an element without its namespace (the strict and the transitional ones differ)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name without namespace, None where it is not there."""
    value = element.get(name)
    if value is not None:
        return value
    for key, found in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return None


def core_properties(package: Package) -> dict[str, str]:
    """Title, subject and the like as the program that made the file kept them."""
    for part in package.related("", "core-properties") or ["docProps/core.xml"]:
        root = package.xml(part)
        if root is not None:
            wanted = ("title", "subject", "description", "category", "keywords")
            return {local(e): e.text.strip() for e in root if local(e) in wanted and e.text and e.text.strip()}
    return {}
