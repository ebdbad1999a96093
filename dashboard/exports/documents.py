"""Every document that can be made and the formats it comes in: one table for the command line and the Export page.

document, format, Case + Findings, ExportOptions  ->  written  ->  bytes
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.exports.docx_chronology import chronology_docx
from dashboard.exports.docx_reports import gap_report_docx, methods_docx, questions_docx
from dashboard.exports.extract import Extract, extract
from dashboard.exports.html_export import chronology_html
from dashboard.exports.options import ExportOptions
from dashboard.exports.tables_export import extract_csv, extract_xlsx
from model.case import Case, Findings
from model.errors import UsageError

Write = Callable[[Extract, dt.datetime], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """A document: its name on the page and how each of its formats is written."""

    title: str
    writers: Mapping[str, Write]


DOCUMENTS: Final[dict[str, DocumentKind]] = {
    "chronology": DocumentKind(
        title="Integrated chronology",
        writers={
            "docx": chronology_docx,
            "html": chronology_html,
            "xlsx": lambda told, _: extract_xlsx(told),
            "csv": lambda told, _: extract_csv(told),
        },
    ),
    "gap-report": DocumentKind(title="Gap report", writers={"docx": gap_report_docx}),
    "questions": DocumentKind(title="Questions for agencies", writers={"docx": questions_docx}),
    "methods": DocumentKind(title="Methods note", writers={"docx": methods_docx}),
}
FORMATS: Final[dict[str, str]] = {
    "docx": "Word (docx)",
    "html": "One web page (html)",
    "xlsx": "Excel (xlsx)",
    "csv": "Table (csv)",
}
MIME: Final[dict[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def writer(document: str, kind: str) -> Write:
    """What writes a document in a format. Raises `UsageError` where it does not come in it."""
    known = DOCUMENTS.get(document)
    if known is None:
        raise UsageError("There is no such document.", remedy="Choose of: " + ", ".join(DOCUMENTS) + ".")
    if kind not in known.writers:
        raise UsageError(
            f"The {known.title.lower()} is not written as {kind[:10]}.",
            remedy="It can be: " + ", ".join(known.writers) + ".",
        )
    return known.writers[kind]


def written(
    document: str, kind: str, case: Case, findings: Findings, options: ExportOptions, made: dt.datetime
) -> bytes:
    """The document as a file's content. Raises `UsageError` for a document or format that there is not."""
    write = writer(document, kind)
    return write(extract(case, findings, options), made)
