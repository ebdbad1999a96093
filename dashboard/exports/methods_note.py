"""The methods note: how the findings came about, for whoever has to check or repeat them.

Extract  ->  methods_note: versions, counts, files with their hashes, rules and profiles, what was not judged, the trail
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from dashboard import words
from dashboard.doctor import LIBRARIES
from dashboard.exports.chronology_report import sources_part
from dashboard.exports.extract import Extract, grouped
from dashboard.exports.gap_reports import not_judged_part, started
from dashboard.exports.options import GAP_CHOICES
from dashboard.exports.report import Report, contents, heading, paragraph, table
from ingest.language.model_loader import language_model_status
from model.case import Case, Decision
from model.gaps.draft import limit_words
from model.gaps.profiles import RuleBook, chosen
from model.names import GAP_KINDS


def methods_note(told: Extract, made: dt.datetime) -> Report:
    """How the findings came about: versions, rules and profiles, files with their hashes, counts, the trail."""
    report = started(f"Methods note: {told.case.info.title}", told, made)
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
    not_judged_part(report, told)
    heading(report, "The trail of decisions")
    for line in _trail(told.case):
        paragraph(report, line)
    return report


def _trail(case: Case) -> list[str]:
    lines = [
        f"{words.counted(len(case.decisions), 'decision')}. Their SHA-256, in the order made: "
        f"{trail_hash(case.decisions)}"
    ]
    if case.head:
        lines.append(
            f"Head hash of the chain in the case file: {case.head}. `casethread verify` prints the same as long as "
            "no decision was added, changed or taken out since. Note it where the case file is not kept."
        )
    return lines


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
        paragraph(report, line, bullet=True)
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
