"""The questions that open gaps lead to, for sending to agencies: one row a question, with the entries cited.

case, findings  ->  question_rows  ->  questions_csv | questions_xlsx
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from openpyxl import Workbook

from dashboard.exports.cells import safe_cell
from dashboard.exports.chronology import agency_label
from dashboard.exports.extract import Extract
from dashboard.exports.in_memory import workbook_bytes
from dashboard.exports.tables_export import about_lines, add_sheet
from model.case import Case, Findings, Gap
from model.names import GAP_KINDS
from model.places import place_in_words
from model.when import in_words

CITED: Final = 6  # entries under a question: enough to find it, few enough to read


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """One question, of whom, and what it rests on."""

    number: int
    asked: str
    question: str
    gap: str
    kind: str
    when: str
    certainty: str
    entries: str
    source: str


COLUMNS: Final = {
    "number": "No",
    "asked": "To",
    "question": "Question",
    "gap": "About",
    "kind": "Kind of gap",
    "when": "When",
    "certainty": "How sure",
    "entries": "Entries cited",
    "source": "Rule and source",
}


def question_rows(case: Case, findings: Findings) -> list[QuestionRow]:
    """The questions of the register, in its order; those set aside by a reviewer are left out."""
    open_ = [gap for gap in findings.gaps if gap.question and gap.status != "rejected"]
    entries = {entry.id: entry for entry in case.entries}
    events = {event.id: event for event in case.events}
    files = {source.id: source.file for source in case.sources}

    def cited(gap: Gap) -> str:
        lines: dict[str, None] = {}
        for event in (events[i] for i in gap.events if i in events):
            entry = entries[event.entry]
            place = f"{files[entry.source]}, {place_in_words(entry.locator)}"
            lines.setdefault(f"{in_words(entry.when)}: {place}")
        return "\n".join(list(lines)[:CITED])

    return [
        QuestionRow(
            number=number,
            asked=", ".join(agency_label(agency) for agency in gap.asked),
            question=gap.question,
            gap=gap.title,
            kind=GAP_KINDS[gap.kind],
            when=in_words(gap.when),
            certainty=gap.confidence,
            entries=cited(gap),
            source=f"{gap.rule}: {gap.source}",
        )
        for number, gap in enumerate(open_, start=1)
    ]


def questions_of(told: Extract) -> list[tuple[Gap, QuestionRow]]:
    """The questions of an export: those of its gaps that nobody answered or dismissed; none in an export of summaries.

    The questions hold the agencies' own words.
    """
    if told.options.words == "summary":
        return []
    wanted = {item.gap.id for item in told.gaps}
    asked = [gap for gap in told.findings.gaps if gap.question and gap.status != "rejected"]
    rows = question_rows(told.case, told.findings)
    pairs = zip(asked, rows, strict=True)
    return [(gap, row) for gap, row in pairs if gap.id in wanted and gap.status != "answered"]


def questions_csv(rows: Sequence[QuestionRow]) -> bytes:
    """UTF-8 with a byte-order mark, as Excel needs it; text that could act as a formula is made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS.values())
    for row in rows:
        writer.writerow(safe_cell(str(getattr(row, f.name))) for f in fields(QuestionRow))
    return out.getvalue().encode("utf-8-sig")


def questions_xlsx(rows: Sequence[QuestionRow], about: Sequence[str] = ()) -> bytes:
    """A workbook with the sheet Questions, with a column for the agency's answer; `about` fills a second sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Casethread"
    titles = [*COLUMNS.values(), "Answer"]
    add_sheet(book, "Questions", titles, ([*(getattr(r, f.name) for f in fields(QuestionRow)), ""] for r in rows))
    if about:
        add_sheet(book, "About this export", ["Text"], ([line] for line in about))
    return workbook_bytes(book)


def extract_questions_xlsx(told: Extract) -> bytes:
    """The questions of an export as a workbook that says what was chosen."""
    return questions_xlsx([row for _, row in questions_of(told)], about_lines(told))
