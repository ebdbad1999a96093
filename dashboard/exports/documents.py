"""Every document that can be made and the formats it comes in: one table for the command line and the Export page.

document, format, Case + Findings, ExportOptions  ->  written  ->  bytes
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from dashboard.exports.briefing import briefing
from dashboard.exports.chronology_report import chronology_report
from dashboard.exports.docx_writer import to_docx
from dashboard.exports.extract import Extract, extract
from dashboard.exports.gap_reports import gap_report, questions_report
from dashboard.exports.graph_export import WRITERS
from dashboard.exports.html_export import chronology_html
from dashboard.exports.json_export import export_case, to_bytes
from dashboard.exports.methods_note import methods_note
from dashboard.exports.options import ExportOptions
from dashboard.exports.pdf_writer import to_pdf
from dashboard.exports.pictures import PIXELS_PER_INCH, png_of
from dashboard.exports.questions_export import extract_questions_xlsx
from dashboard.exports.report import Report
from dashboard.exports.tables_export import extract_csv, extract_xlsx, gaps_xlsx
from dashboard.exports.timeline_picture import timeline_picture
from model.case import Case, Findings
from model.errors import UsageError

Write = Callable[[Extract, dt.datetime], bytes]
Make = Callable[[Extract, dt.datetime], Report]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """A document: its name on the page and how each of its formats is written."""

    title: str
    writers: Mapping[str, Write]


def _as_report(make: Make) -> dict[str, Write]:
    """A report is written in Word and as a tagged PDF."""
    return {"docx": lambda told, made: to_docx(make(told, made)), "pdf": lambda told, made: to_pdf(make(told, made))}


def _svg(told: Extract, made: dt.datetime) -> bytes:
    return timeline_picture(told).svg.encode("utf-8")


def _png(told: Extract, made: dt.datetime) -> bytes:
    picture = timeline_picture(told)
    return png_of(picture, round(PIXELS_PER_INCH * told.options.width / picture.width))


DOCUMENTS: Final[dict[str, DocumentKind]] = {
    "chronology": DocumentKind(
        title="Integrated chronology",
        writers={
            **_as_report(chronology_report),
            "html": chronology_html,
            "xlsx": lambda told, _: extract_xlsx(told),
            "csv": lambda told, _: extract_csv(told),
        },
    ),
    "gap-report": DocumentKind(
        title="Gap report", writers={**_as_report(gap_report), "xlsx": lambda told, _: gaps_xlsx(told)}
    ),
    "questions": DocumentKind(
        title="Questions for agencies",
        writers={**_as_report(questions_report), "xlsx": lambda told, _: extract_questions_xlsx(told)},
    ),
    "pack": DocumentKind(title="Rapid review briefing", writers=_as_report(briefing)),
    "timeline": DocumentKind(title="Timeline picture", writers={"svg": _svg, "png": _png}),
    "methods": DocumentKind(title="Methods note", writers=_as_report(methods_note)),
}


def _of_graph(write: Callable[[Case], bytes]) -> Callable[[Case, Findings], bytes]:
    return lambda case, _: write(case)


DATA: Final = "data"
DATA_TITLE: Final = "For other programs, the whole case"
WHOLE: Final[dict[str, Callable[[Case, Findings], bytes]]] = {
    "json": lambda case, findings: to_bytes(export_case(case, findings)),
    **{kind: _of_graph(write) for kind, write in WRITERS.items()},
}
"""Formats that always hold the whole case: nothing of them can be chosen but how names are shown."""
FORMATS: Final[dict[str, str]] = {
    "docx": "Word (docx)",
    "pdf": "PDF",
    "html": "One web page (html)",
    "xlsx": "Excel (xlsx)",
    "csv": "Table (csv)",
    "svg": "Picture to any size (svg)",
    "png": "Picture (png)",
    "json": "Everything (json)",
    "graphml": "Graph (graphml)",
    "gexf": "Graph (gexf)",
    "jsonld": "Linked data (jsonld)",
}
MIME: Final[dict[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json; charset=utf-8",
    "graphml": "application/xml; charset=utf-8",
    "gexf": "application/xml; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
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
    if document == DATA and kind in WHOLE:
        if replace(options, pseudonyms=False, shifted=False, more=()) != ExportOptions(handling=options.handling):
            raise UsageError(
                f"{kind} always holds the whole case, so nothing of it can be chosen.",
                remedy="Choose with another format, or leave the choice out.",
            )
        return WHOLE[kind](case, findings)
    write = writer(document, kind)
    return write(extract(case, findings, options), made)
