"""The integrated chronology as a report, for Word and PDF.

    Extract  ->  cover, contents, how to read it, the chronology by year with its gaps in place, people, sources,
                 decisions, glossary  ->  Report

Each agency has a code and a colour; the code is what tells it, so that a black and white print loses nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from dashboard import words
from dashboard.config import AGENCY_COLOURS, TOKENS
from dashboard.exports.chronology import agency_label
from dashboard.exports.extract import EntryItem, Extract, GapItem, Item, counts_by_agency
from dashboard.exports.report import (
    CellOf,
    Report,
    RowOf,
    Words,
    contents,
    heading,
    new_report,
    paragraph,
    row_of,
    table,
    tint,
)
from dashboard.exports.slip import slip_of
from ingest.own_marks import entry_mark, gap_mark
from model.names import ROLES
from model.when import in_words

NEUTRAL: Final = (
    "A gap is a prompt to look again at the records supplied. It is not a finding about any person or agency: "
    "no record in the files supplied does not mean that nothing was done."
)
TITLES: Final = ("No", "When", "Agency", "Kind", "What the agency wrote", "People, told", "File and place")
SHARES: Final = (4, 11, 10, 12, 40, 11, 16)
SUMMARY_TITLE: Final = "Summary"
GAP_FILL: Final = TOKENS["notice"][1:]
GAP_EDGE: Final = TOKENS["notice-edge"][1:]


def chronology_report(told: Extract, made: dt.datetime) -> Report:
    """The document; `made` is the moment printed on it."""
    title = f"Integrated chronology: {told.case.info.title}"
    report = new_report(title, handling=told.options.handling, paper=told.options.paper, made=made)
    cover(report, told, made)
    contents(report)
    heading(report, "How to read this document")
    _how(report, told)
    chronology_part(report, told)
    _people(report, told)
    sources_part(report, told)
    decisions_part(report, told)
    heading(report, "Glossary")
    table(report, "Glossary", ("Sort", "Word", "Meaning"), (1, 2, 5), told.glossary)
    report.slip = slip_of(report, told)
    return report


def chronology_part(report: Report, told: Extract) -> None:
    """Every entry of the choice by year, with the gaps in their place."""
    heading(report, "Chronology")
    if not told.sections:
        paragraph(report, "No entry is in this export.")
    titles = [SUMMARY_TITLE if t == TITLES[4] and told.options.words == "summary" else t for t in TITLES]
    for year, items in told.sections:
        heading(report, year, 2)
        table(report, f"Chronology, {year}", titles, SHARES, (row_of_item(item, told) for item in items))


def cover(report: Report, told: Extract, made: dt.datetime) -> None:
    """Whose case, when it was made, what it holds."""
    if told.case.info.subject:
        paragraph(report, f"Subject: {told.case.info.subject}")
    paragraph(report, f"Made by Casethread on {made.day} {made:%B %Y, %H:%M} UTC. Handling: {told.options.handling}.")
    for line in told.said():
        paragraph(report, line)
    paragraph(report, NEUTRAL)


def _how(report: Report, told: Extract) -> None:
    paragraph(
        report,
        "One row an entry, in order of time; what can lie on several days stands at the first of them. A gap stands "
        "in a row of its own on the day on which it begins, with the letter G before its number and the numbers of "
        "the entries it rests on. The last column says where in which file the entry is found.",
    )
    counts = counts_by_agency(told)
    rows: list[list[CellOf | str]] = [
        [_agency(agency, told), agency_label(agency), words.counted(counts[agency], "entry", "entries")]
        for agency in told.agencies
    ]
    table(report, "Agencies", ("Code", "Agency", "Entries"), (1, 4, 2), rows)


def _agency(agency: str, told: Extract, more: Sequence[Words] = ()) -> CellOf:
    colour = AGENCY_COLOURS[told.place_of_agency[agency] % len(AGENCY_COLOURS)]
    return CellOf((Words(told.codes[agency], bold=True), *more), fill=tint(colour), edge=colour[1:])


def row_of_item(item: Item, told: Extract) -> RowOf:
    """The row of an entry or a gap, with the mark by which it is known when the document comes back."""
    if isinstance(item, GapItem):
        return row_of(_gap_row(item, told), gap_mark(item.gap.id))
    return row_of(_entry_row(item, told), entry_mark(item.row.entry))


def _entry_row(item: EntryItem, told: Extract) -> list[CellOf | str]:
    row = item.row
    how = (Words(row.assertion, italic=True),) if row.assertion not in ("", "Happened") else ()
    review = (Words(row.review, italic=True),) if row.review else ()
    notes = tuple(Words(note, lead="Note. ", italic=True) for note in row.notes.split("\n") if note)
    printed = (Words(f"written: {row.printed}"),) if row.printed and row.first != row.last else ()
    people = tuple(Words(text) for text in (row.people,) if text)
    shared = (Words(row.shared_with, lead="Told: "),) if row.shared_with else ()
    return [
        str(item.number),
        CellOf((Words(row.when), *printed)),
        _agency(item.agency, told, (Words(row.agency),)),
        CellOf((Words(row.kind), *how, *review)),
        CellOf((Words(row.text), *notes)),
        CellOf((*people, *shared)),
        CellOf((Words(row.file), Words(row.place))),
    ]


def _gap_row(item: GapItem, told: Extract) -> list[CellOf | str]:
    gap = item.gap
    agencies = ", ".join(told.codes.get(a, agency_label(a)) for a in gap.agencies)
    cells = (
        (Words(f"G{item.number}", bold=True),),
        (Words(in_words(gap.when)),),
        (Words(agencies, bold=True),),
        (Words(words.gap_kind(gap), lead="Gap: "), Words(item.status, italic=True)),
        gap_words(item),
        (Words(words.measured(gap)),) if words.measured(gap) else (),
        (Words(gap.rule, lead="Rule "), Words(gap.source)),
    )
    return [CellOf(c, fill=GAP_FILL, edge=GAP_EDGE if n == 0 else "") for n, c in enumerate(cells)]


def gap_words(item: GapItem) -> tuple[Words, ...]:
    """A gap's title, explanation, the entries for and against it, its answer and notes."""
    gap = item.gap
    parts = [Words(gap.title, bold=True)]
    parts += [Words(gap.explanation)] if gap.explanation else []
    parts += [Words(words.listed(item.entries) + ".", lead="Rests on: ")] if item.entries else []
    parts += [Words(words.listed(item.against) + ".", lead="Against it: ")] if item.against else []
    parts += [Words(gap.answer, lead="Answered by: ")] if gap.answer else []
    parts += [Words(note, lead="Note. ", italic=True) for note in item.notes]
    return tuple(parts)


def _people(report: Report, told: Extract) -> None:
    heading(report, "People")
    rows = [
        [ROLES.get(a.role, a.role), a.label, agency_label(a.agency) if a.agency else "", str(a.mentions)]
        for a in told.people
    ]
    table(report, "People", ("Role", "Named as", "Agency", "Mentions in the whole case"), (3, 4, 3, 2), rows)


def sources_part(report: Report, told: Extract) -> None:
    """The files with their hashes, and what could not be read in them."""
    heading(report, "Sources")
    rows = [
        [s.file, agency_label(s.agency) if s.agency else "", f"{s.count.entries:,}", f"{s.count.warned:,}", s.sha256]
        for s in told.sources
    ]
    titles = ("File", "Agency", "Entries in the whole file", "Rows not read", "SHA-256")
    table(report, "Sources", titles, (4, 3, 2, 2, 6), rows)


def decisions_part(report: Report, told: Extract) -> None:
    """The log: what reviewers decided."""
    if not told.decisions:
        return
    heading(report, "Decisions of reviewers")
    rows = [[str(d.number), d.made, d.author, d.what, d.about, d.reason, d.state] for d in told.decisions]
    titles = ("No", "When", "Who", "What", "About", "Reason", "State")
    table(report, "Decisions of reviewers", titles, (1, 3, 3, 5, 6, 5, 2), rows)
