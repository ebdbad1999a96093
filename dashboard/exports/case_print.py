"""The whole case for paper: cover, method and limits, timeline in pages, gaps, chronology, sources, log.

Extract  ->  case_print  ->  Report  ->  print_writer.to_print (a page for the browser's own print)
"""

from __future__ import annotations

import datetime as dt

from dashboard.exports.chronology_report import chronology_part, cover, decisions_part, sources_part
from dashboard.exports.extract import Extract
from dashboard.exports.gap_reports import gaps_part, not_judged_part
from dashboard.exports.methods_note import counts, versions
from dashboard.exports.report import Report, contents, heading, new_report, paragraph, picture, table
from dashboard.exports.timeline_pages import timeline_pages

METHOD: tuple[str, ...] = (
    "The files listed under Sources were read by a program on one computer, without a network. Events, dates, people "
    "and agencies were read in their words by written rules and a language model; gaps were looked for by rules, each "
    "of which names its source. A program misses things and misreads others: what matters should be looked up in the "
    "file and row that are given beside it.",
    "No record in the files supplied does not mean that nothing was done or known. An absence is judged only where the "
    "files cover the time. Dates that are uncertain stay so: every length of time is given from its least to its most.",
)


def case_print(told: Extract, made: dt.datetime) -> Report:
    """The document; `made` is the moment printed on it."""
    report = new_report(told.case.info.title, handling=told.options.handling, paper=told.options.paper, made=made)
    cover(report, told, made)
    paragraph(report, f"Version of Casethread: {versions()[0][1]}.")
    contents(report)
    heading(report, "Method and limits")
    for text in METHOD:
        paragraph(report, text)
    table(report, "Counts", ("What", "How many"), (3, 1), counts(told))
    paragraph(report, f"Versions: {'; '.join(f'{name} {version}' for name, version in versions())}.")
    not_judged_part(report, told, 2)
    heading(report, "Timeline")
    for name, drawn in timeline_pages(told):
        heading(report, name, 2)
        picture(report, drawn)
    heading(report, "Gap register")
    gaps_part(report, told, 2)
    chronology_part(report, told)
    sources_part(report, told)
    decisions_part(report, told)
    return report
