"""`casethread export`: a case as a document, a table, the JSON of the contract, or its event graph.

args  ->  options_of (checked)  ->  Store, analyse  ->  documents | json_export | graph_export  ->  one file, whole
"""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import replace
from typing import Final

from dashboard.cli import DONE
from dashboard.cli_hiding import checked_names
from dashboard.exports.documents import DOCUMENTS, writer
from dashboard.exports.extract import extract
from dashboard.exports.files import write_whole
from dashboard.exports.graph_export import WRITERS
from dashboard.exports.hiding import under_choice
from dashboard.exports.json_export import export_case, to_bytes
from dashboard.exports.options import GAP_CHOICES, ExportOptions, checked_options
from dashboard.terminal import day_of, notes_of
from ingest.identifiers import prepared
from model.analysis import analyse
from model.case import Case, Findings
from model.errors import UsageError
from model.store import Store

PICTURES: Final = ("svg", "png")


def run_export(args: argparse.Namespace) -> int:
    """Write the case, or a choice of it, to a file."""
    if args.format == "json" or args.format in WRITERS:
        _refuse_choice(args)
        return _json(args) if args.format == "json" else _graph(args)
    if args.format in PICTURES and args.document == "chronology":
        args.document = "timeline"
    write = writer(args.document, args.format)
    notes = notes_of(args)
    with Store.open(args.case) as store, notes.status("Working out what follows from the records ..."):
        options = options_of(args, store.case())
        case, findings, options = told_of(store, options)
        told = extract(findings.dated(case), findings, options)
        content = write(told, dt.datetime.now(dt.UTC))
    write_whole(args.output, content)
    notes.print(f"Wrote {args.output.name}: {DOCUMENTS[args.document].title}, {' '.join(told.said())}")
    return DONE


def told_of(store: Store, options: ExportOptions) -> tuple[Case, Findings, ExportOptions]:
    """The case and its findings as this export may tell them: under pseudonyms where that was chosen."""
    case = store.case()
    findings = analyse(case)
    if not options.pseudonyms:
        return case, findings, options
    return under_choice(case, findings, options, prepared(store, case))


def options_of(args: argparse.Namespace, case: Case) -> ExportOptions:
    """The choice that was given on the command line. Raises `UsageError` for a value that there is not."""
    gaps = args.gaps or ()
    if args.format == "xlsx" and not gaps:
        gaps = tuple(GAP_CHOICES)  # a sheet can be filtered: the column "Where" tells them apart
    names = names_of(args)
    options = checked_options(
        since=day_of(args.since) if args.since else None, until=day_of(args.until) if args.until else None,
        agencies=args.agency or (), kinds=args.kind or (), gaps=gaps, notes=not args.no_notes, words=args.words,
        paper=args.paper, width=args.width, handling=args.handling,
        known_agencies=sorted({e.agency for e in case.entries}),
    )  # fmt: skip
    return replace(options, pseudonyms=names.pseudonyms, shifted=names.shifted)


def names_of(args: argparse.Namespace) -> ExportOptions:
    """The choice of names and dates alone, for what always holds the whole case. Raises `UsageError`."""
    checked_names(args)
    return ExportOptions(pseudonyms=args.pseudonyms, shifted=args.shift_dates)


def _refuse_choice(args: argparse.Namespace) -> None:
    given = args.since or args.until or args.agency or args.kind or args.gaps or args.no_notes
    if given or args.words != "source" or args.document != "chronology":
        raise UsageError(
            f"{args.format} always holds the whole case, so nothing of it can be chosen.",
            remedy="Choose with another format, or leave the choice out.",
        )


def _json(args: argparse.Namespace) -> int:
    with Store.open(args.case) as store, notes_of(args).status("Working out what follows from the records ..."):
        case, findings, _ = told_of(store, names_of(args))
        content = to_bytes(export_case(findings.dated(case), findings))
    write_whole(args.output, content)
    notes_of(args).print(f"Wrote {args.output.name}: {len(case.entries)} entries, {len(findings.gaps)} gaps.")
    return DONE


def _graph(args: argparse.Namespace) -> int:
    with Store.open(args.case) as store, notes_of(args).status("Building the event graph ..."):
        content = WRITERS[args.format](told_of(store, names_of(args))[0])
    write_whole(args.output, content)
    notes_of(args).print(f"Wrote {args.output.name}. What stands in it: docs/graph.md.")
    return DONE
