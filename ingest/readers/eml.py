"""E-mails saved as files: the header, the words of the body, the files attached.

    bytes -> email (standard library) -> header fields, body (plain, or HTML where it holds tables), attachments

An e-mail inside an e-mail is handed on as an attachment, to be read as a file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from typing import ClassVar, Final

from ingest.limits import MIB, Limits
from ingest.raw import Block, RawDocument, RawParagraph, RawTable
from ingest.readers.html import html_blocks
from ingest.readers.plain import blocks_of
from model.case import Problem
from model.errors import CorruptFileError, EmptyFileError, LimitExceededError
from model.unseen import clean_name as cleaned

_FIELDS: Final = ("From", "Date", "To", "Cc", "Subject")
_HEAD: Final = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]", re.MULTILINE)
_TELLING: Final = re.compile(rb"^(?:from|subject|date|received|message-id|mime-version):", re.IGNORECASE | re.MULTILINE)
_MAX_FILES: Final = 100  # attachments of one e-mail


_EDGE: Final = re.compile(rb"^--[^\s-]", re.MULTILINE)  # the line between two parts


class EmlReader:
    """E-mails in the standard form (.eml)."""

    format_name: ClassVar[str] = "email"

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether the name ends in .eml and the first bytes are header lines."""
        return name.lower().endswith(".eml") and len(_TELLING.findall(head)) >= 1 and _HEAD.search(head) is not None

    def read(self, data: bytes, name: str, limits: Limits) -> RawDocument:
        """The blocks of the body with the attachments. Raises EmptyFile, LimitExceeded or CorruptFile errors."""
        if not data.strip():
            raise EmptyFileError("This file holds nothing.", remedy="Ask the sender for the e-mail again.")
        if len(data) > limits.max_bytes:
            raise LimitExceededError(
                "This e-mail is larger than the limit.", remedy="Save its attachments as files and add those."
            )
        if sum(1 for _ in _EDGE.finditer(data)) > limits.max_members:  # before parsing: that takes quadratic time
            raise LimitExceededError(
                "This e-mail has more parts than any e-mail has, so it was not read.",
                remedy="Save its text and its attachments as files and add those.",
            )
        try:
            message = message_from_bytes(data, policy=policy.default)
        except (MessageError, ValueError, LookupError) as error:
            raise _damaged() from error
        if not isinstance(message, EmailMessage) or not message.keys():
            raise _damaged()
        problems: list[Problem] = []
        blocks = [*_header_fields(message), *_body(message, limits, problems)]
        files = tuple(_attachments(message, problems))
        properties = {"title": _field(message, "Subject"), "sent": _field(message, "Date")}
        return RawDocument(
            blocks=tuple(blocks),
            format_name=self.format_name,
            problems=tuple(problems),
            attachments=files,
            properties={key: value for key, value in properties.items() if value},
        )


def _damaged() -> CorruptFileError:
    return CorruptFileError(
        "This e-mail is damaged and cannot be read.",
        remedy="Open it in the mail program, copy its text into a Word file, and add that.",
    )


def _header_fields(message: EmailMessage) -> Iterator[RawParagraph]:
    for number, name in enumerate(_FIELDS, start=1):
        value = _field(message, name)
        if value:
            yield RawParagraph(text=f"{name}: {value}", locator={"header": number}, style="header_field")


def _field(message: EmailMessage, name: str) -> str:
    """A header field as text; one that breaks the rules of e-mail is taken as it stands."""
    try:
        value = message.get(name)
    except (ValueError, IndexError, AttributeError, TypeError):  # malformed fields raise from the parser
        value = dict(message.raw_items()).get(name)
    return re.sub(r"\s+", " ", str(value)).strip() if value is not None else ""


def _body(message: EmailMessage, limits: Limits, problems: list[Problem]) -> tuple[Block, ...]:
    plain = _words(message.get_body(preferencelist=("plain",)), problems)
    rich = _words(message.get_body(preferencelist=("html",)), problems)
    blocks = html_blocks(rich, limits) if rich.strip() else ()
    if any(isinstance(block, RawTable) for block in blocks) or not plain.strip():
        return blocks
    return blocks_of(plain)


def _words(part: object, problems: list[Problem]) -> str:
    """The text of a body part, in whatever character set it says it is or seems to be."""
    if not isinstance(part, EmailMessage):
        return ""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    for encoding in (part.get_content_charset(), "utf-8", "cp1252"):
        try:
            return data.decode(encoding or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    problems.append(
        Problem(
            code="W110",
            text="Some characters of this e-mail could not be read and show as \ufffd.",
            suggestion="Compare the entries that show this mark with the original.",
        )
    )
    return data.decode("cp1252", errors="replace")


def _attachments(message: EmailMessage, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    names: set[str] = set()
    parts = [part for part in message.iter_attachments() if isinstance(part, EmailMessage)]
    if len(parts) > _MAX_FILES:
        problems.append(
            Problem(
                code="W130",
                text=f"Only the first {_MAX_FILES} of {len(parts)} attachments were read.",
                suggestion="Save the others as files and add those.",
            )
        )
    for part in parts[:_MAX_FILES]:
        data = _content(part)
        name = _unique(clean_name(part.get_filename() or "", part), names)
        if part.get_content_maintype() == "image" and part.get("Content-ID"):
            continue  # a picture inside the text: a logo, a signature
        if not data:
            problems.append(Problem(code="W131", text="An attachment of this e-mail is empty.", quote=name))
            continue
        yield name, data


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, EmailMessage) else b""
    data = part.get_payload(decode=True)
    return data[: 50 * MIB + 1] if isinstance(data, bytes) else b""


def clean_name(name: str, part: EmailMessage | None = None) -> str:
    """A file name that is a label only: no folders, control or direction marks, device names; never empty."""
    fallback = "attached message.eml" if part and part.get_content_type() == "message/rfc822" else "attachment"
    seen = re.sub(r'[<>:"|?*]', "_", cleaned(name, fallback))
    if part and part.get_content_type() == "message/rfc822" and not seen.lower().endswith(".eml"):
        seen += ".eml"
    return seen


def _unique(name: str, names: set[str]) -> str:
    """The name, numbered if another attachment has it already."""
    stem, dot, ending = name.rpartition(".")
    candidate, number = name, 2
    while candidate.lower() in names:
        candidate = f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
        number += 1
    names.add(candidate.lower())
    return candidate
