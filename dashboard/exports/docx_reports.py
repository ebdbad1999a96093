"""Three further documents in Word: the gap report, the questions for the agencies, the methods note.

Extract                 ->  gap_report_docx, methods_docx
question rows, Extract  ->  questions_docx, an agency a part, with room for its answer
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from dashboard import words
from dashboard.doctor import LIBRARIES
from dashboard.exports.chronology import agency_label
from dashboard.exports.docx_chronology import cover, gap_words, sources_part
from dashboard.exports.docx_parts import (
    CellOf,
    Report,
    Words,
    contents,
    heading,
    new_document,
    paragraph,
    table,
    to_bytes,
)
from dashboard.exports.extract import Extract, GapItem, grouped
from dashboard.exports.options import GAP_CHOICES
from dashboard.exports.questions_export import question_rows
from ingest.language.model_loader import language_model_status
from model.case import Case, Decision
from model.gaps.draft import limit_words
from model.gaps.profiles import RuleBook, chosen
from model.names import GAP_KINDS
from model.when import in_words

GAP_TITLES: Final = ("No", "Status", "What the records show", "When", "Measured, limit", "How sure", "Rule and source")
GAP_SHARES: Final = (4, 9, 40, 12, 11, 13, 16)
QUESTION_TITLES: Final = ("No", "Question", "About", "Entries cited", "How sure", "Rule and source", "Answer")
QUESTION_SHARES: Final = (4, 22, 18, 18, 10, 14, 20)
ANYBODY: Final = "Not said whom to ask"


def gap_report_docx(told: Extract, made: dt.datetime) -> bytes:
    """Every gap of the choice, by its kind, with the words for and against it; then good practice and what was not
    judged."""
    report = _started(f"Gap report: {told.case.info.title}", told, made)
    contents(report)
    for kind, name in GAP_KINDS.items():
        items = [item for item in told.gaps if item.gap.kind == kind]
        if items:
            heading(report, f"{name} ({len(items)})")
            table(report, name, GAP_TITLES, GAP_SHARES, (_gap_row(item, told) for item in items))
    if not told.gaps:
        heading(report, "Gaps")
        paragraph(report, "No gap is in this choice.")
    if told.options.words == "source" and not told.options.narrow:
        _good_practice(report, told)
    _not_judged(report, told)
    return to_bytes(report)


def _started(title: str, told: Extract, made: dt.datetime) -> Report:
    report = new_document(title, handling=told.options.handling, paper=told.options.paper, made=made)
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


def _not_judged(report: Report, told: Extract) -> None:
    heading(report, "What was not judged")
    paragraph(report, "These rules had too little to go on in the files supplied. No gap is claimed, none ruled out.")
    for reason in told.findings.not_judged:
        paragraph(report, reason, style="List Bullet")
    if not told.findings.not_judged:
        paragraph(report, "Every rule could be judged.")


def questions_docx(told: Extract, made: dt.datetime) -> bytes:
    """The question of each open or confirmed gap of the choice, a part for each agency asked, with room for answers."""
    report = _started(f"Questions for agencies: {told.case.info.title}", told, made)
    contents(report)
    wanted = {item.gap.id for item in told.gaps}
    asked = [gap for gap in told.findings.gaps if gap.question and gap.status != "rejected"]
    rows = question_rows(told.case, told.findings)
    kept = [(gap, row) for gap, row in zip(asked, rows, strict=True) if gap.id in wanted and gap.status != "answered"]
    parties = dict.fromkeys(a for gap, _ in kept for a in gap.asked or ("",))
    summary = told.options.words == "summary"
    if not kept:
        heading(report, "Questions")
        paragraph(report, "No open gap of this choice leads to a question.")
    elif summary:
        heading(report, "Questions")
        paragraph(report, "The questions hold the agencies' own words, so they are left out of this choice.")
        parties = {}
    for party in parties:
        name = agency_label(party) if party else ANYBODY
        heading(report, f"To: {name}")
        mine = [row for gap, row in kept if party in (gap.asked or ("",))]
        body = [[str(r.number), r.question, r.gap, r.entries, r.certainty, r.source, ""] for r in mine]
        table(report, f"Questions to {name}", QUESTION_TITLES, QUESTION_SHARES, body)
    return to_bytes(report)


def methods_docx(told: Extract, made: dt.datetime) -> bytes:
    """How the findings came about: versions, rules and profiles, files with their hashes, counts, the trail."""
    report = _started(f"Methods note: {told.case.info.title}", told, made)
    contents(report)
    heading(report, "What was done")
    paragraph(
        report,
        "The files listed below were read by a program on one computer, without a network. Each row became an entry; "
        "events, dates, people and agencies were read in its words by written rules and a language model. Dates of "
        "all files were held together, records of one event were proposed as such, and gaps were looked for by the "
        "rules listed below. Reviewers' decisions are laid over what was read and never change it.",
    )
    heading(report, "Versions")
    table(report, "Versions", ("What", "Version"), (1, 3), versions())
    heading(report, "Counts")
    table(report, "Counts", ("What", "How many"), (3, 1), counts(told))
    sources_part(report, told)
    _rules(report, told.case)
    _not_judged(report, told)
    heading(report, "The trail of decisions")
    paragraph(report, f"{words.counted(len(told.case.decisions), 'decision')}. Their SHA-256, in the order made: "
                      f"{trail_hash(told.case.decisions)}")  # fmt: skip
    return to_bytes(report)


def versions() -> list[tuple[str, str]]:
    """What the reading rests on: this program, Python, the libraries, the language model."""
    found = [("Casethread", version("casethread")), ("Python", platform.python_version())]
    for name in LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, "not installed"))
    model = language_model_status()
    return [*found, ("Language model", f"{model.name}, {model.origin}" if model.name else "none")]


def counts(told: Extract) -> list[tuple[str, str]]:
    """How much of everything the whole case holds, and how much stands in the choice."""
    case, groups = told.case, Counter(group for _, group in grouped(told.findings))
    pairs = [
        ("Files", len((case.as_read or case).sources)),
        ("Rows of the files that could not be read", sum(s.count.warned for s in case.sources)),
        ("Entries", len(case.entries)),
        ("Entries in this choice", len(told.entries)),
        ("Events read in them", len(case.events)),
        ("Events without a date", sum(e.when is None for e in case.events)),
        ("Records proposed as one event", sum(link.kind == "same_event" for link in told.findings.links)),
        ("Contradictions", len(told.findings.contradictions)),
        *((f"Gaps. {name}", groups[group]) for group, name in GAP_CHOICES.items()),
        ("Decisions of reviewers", len(case.decisions)),
    ]
    return [(name, f"{number:,}") for name, number in pairs]


def _rules(report: Report, case: Case) -> None:
    settings = case.info.settings
    heading(report, "Rules and profiles")
    profiles = [f"{p.title} ({p.id}). {p.source}" for p in chosen(settings)]
    for line in profiles or ["No local profile was chosen."]:
        paragraph(report, line, style="List Bullet")
    rows = [
        [
            rule.id,
            GAP_KINDS.get(rule.kind, "Good practice"),
            limit_words(rule.limit, rule.unit) if rule.limit is not None else "",
            rule.scope,
            rule.authority(None),
        ]
        for rule in RuleBook.for_case(settings).rules
    ]
    table(report, "Rules that were looked for", ("Rule", "Kind", "Limit", "Scope", "Source"), (4, 4, 3, 2, 9), rows)


def trail_hash(decisions: Sequence[Decision]) -> str:
    """One SHA-256 over all decisions in the order made, each with what it is about: any change of them changes it."""
    held = hashlib.sha256()
    for d in decisions:
        about = [[m.file, m.place, m.quote, m.kind, m.nth] for m in d.about]
        line = [d.subject, d.verdict, about, d.reason, d.author, d.made, dict(d.value)]
        held.update(json.dumps(line, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    return held.hexdigest()
