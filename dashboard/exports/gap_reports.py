"""The gap report and the questions for the agencies, for Word and PDF.

Extract                 ->  gap_report
question rows, Extract  ->  questions_report, an agency a part, with room for its answer
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from dashboard import words
from dashboard.exports.chronology import agency_label
from dashboard.exports.chronology_report import cover, gap_words
from dashboard.exports.extract import Extract, GapItem
from dashboard.exports.questions_export import questions_of
from dashboard.exports.report import CellOf, Report, Words, contents, heading, new_report, paragraph, table
from model.names import GAP_KINDS
from model.when import in_words

GAP_TITLES: Final = ("No", "Status", "What the records show", "When", "Measured, limit", "How sure", "Rule and source")
GAP_SHARES: Final = (4, 9, 40, 12, 11, 13, 16)
QUESTION_TITLES: Final = ("No", "Question", "About", "Entries cited", "How sure", "Rule and source", "Answer")
QUESTION_SHARES: Final = (4, 22, 18, 18, 10, 14, 20)
LEFT_OUT: Final = "The questions hold the agencies' own words, so they are left out of this choice."
ANYBODY: Final = "Not said whom to ask"


def gap_report(told: Extract, made: dt.datetime) -> Report:
    """Every gap of the choice, by its kind, with the words for and against it; then good practice and what was not
    judged."""
    report = started(f"Gap report: {told.case.info.title}", told, made)
    contents(report)
    if not told.gaps:
        heading(report, "Gaps")
    gaps_part(report, told)
    if told.options.words == "source" and not told.options.narrow:
        _good_practice(report, told)
    not_judged_part(report, told)
    return report


def gaps_part(report: Report, told: Extract, level: int = 1) -> None:
    """The gaps of the choice, a table for each kind."""
    for kind, name in GAP_KINDS.items():
        items = [item for item in told.gaps if item.gap.kind == kind]
        if items:
            heading(report, f"{name} ({len(items)})", level)
            table(report, name, GAP_TITLES, GAP_SHARES, (_gap_row(item, told) for item in items))
    if not told.gaps:
        paragraph(report, "No gap is in this choice.")


def started(title: str, told: Extract, made: dt.datetime) -> Report:
    """A report with its cover."""
    report = new_report(title, handling=told.options.handling, paper=told.options.paper, made=made)
    cover(report, told, made)
    return report


def _gap_row(item: GapItem, told: Extract) -> list[CellOf | str]:
    gap = item.gap
    limit = f"limit: {words.limit(gap)}" if words.limit(gap) else ""
    agencies = ", ".join(agency_label(a) for a in gap.agencies)
    evidence = [Words(line) for line in _evidence(item, told)]
    return [
        f"G{item.number}",
        CellOf((Words(item.status),)),
        CellOf((*gap_words(item), *evidence)),
        CellOf((Words(in_words(gap.when)), Words(agencies))),
        CellOf(tuple(Words(text) for text in (words.measured(gap), limit) if text)),
        gap.confidence,
        CellOf((Words(gap.rule), Words(gap.source))),
    ]


def _evidence(item: GapItem, told: Extract) -> list[str]:
    """The entries that a gap rests on, in words: number, day, agency, file and place."""
    numbers = {str(entry.number): entry.row for entry in told.entries}
    rows = [(n, numbers[n]) for n in dict.fromkeys((*item.entries, *item.against)) if n in numbers]
    return [f"{n}: {row.when}, {row.agency}, {row.file}, {row.place}" for n, row in rows]


def _good_practice(report: Report, told: Extract) -> None:
    if not told.findings.good_practice:
        return
    heading(report, "Good practice in the records")
    rows = [
        [found.title, found.explanation, in_words(found.when), f"{found.rule}: {found.source}"]
        for found in told.findings.good_practice
    ]
    titles = ("Title", "What the records show", "When", "Rule and source")
    table(report, "Good practice in the records", titles, (4, 8, 3, 5), rows)


def not_judged_part(report: Report, told: Extract, level: int = 1) -> None:
    """The rules that had too little to go on, and why."""
    heading(report, "What was not judged", level)
    paragraph(report, "These rules had too little to go on in the files supplied. No gap is claimed, none ruled out.")
    for reason in told.findings.not_judged:
        paragraph(report, reason, bullet=True)
    if not told.findings.not_judged:
        paragraph(report, "Every rule could be judged.")


def questions_report(told: Extract, made: dt.datetime) -> Report:
    """The question of each open or confirmed gap of the choice, a part for each agency asked, with room for answers."""
    report = started(f"Questions for agencies: {told.case.info.title}", told, made)
    contents(report)
    kept = questions_of(told)
    parties = dict.fromkeys(a for gap, _ in kept for a in gap.asked or ("",))
    if not kept:
        heading(report, "Questions")
        paragraph(report, LEFT_OUT if told.options.words == "summary" else "No open gap of this choice leads to one.")
    for party in parties:
        name = agency_label(party) if party else ANYBODY
        heading(report, f"To: {name}")
        mine = [row for gap, row in kept if party in (gap.asked or ("",))]
        body = [[str(r.number), r.question, r.gap, r.entries, r.certainty, r.source, ""] for r in mine]
        table(report, f"Questions to {name}", QUESTION_TITLES, QUESTION_SHARES, body)
    return report
