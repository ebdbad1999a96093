"""`casethread backup`, `restore` and `verify`: copies of a case, and whether it is whole.

args  ->  model.keeping  ->  what was found, in words; code 3 where something is not as it was kept
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from dashboard.cli import COULD_NOT, DONE
from dashboard.terminal import notes_of, output
from model.keeping import Report, backup, restore, verify
from model.store import Store


def run_backup(args: argparse.Namespace) -> int:
    """Copy a case while it may be in use."""
    report = backup(args.case, args.to)
    with Store.open(args.case) as store:
        store.note_copy(args.to)
    notes_of(args).print(f"Copied to {args.to.name} and checked: {rows_in_words(report.rows)}.", markup=False)
    return DONE


def run_restore(args: argparse.Namespace) -> int:
    """Put a copy in the place of a case. Programs that have the case open must be closed first."""
    report, aside = restore(args.copy, args.case)
    notes = notes_of(args)
    notes.print(f"Restored {args.case.name} and checked it: {rows_in_words(report.rows)}.", markup=False)
    if aside is not None:
        notes.print(f"What stood there before is kept as {aside.name}.", markup=False)
    return DONE


def run_verify(args: argparse.Namespace) -> int:
    """Say whether a case is whole, and print the head of the chain of decisions."""
    report = verify(args.case)
    out = output()
    for line in found(report):
        out.print(line, markup=False)
    return DONE if report.whole else COULD_NOT


def found(report: Report) -> list[str]:
    """A report in words, a line each."""
    lines = [f"Held: {rows_in_words(report.rows)}."]
    lines.append(
        f"The file is damaged in {len(report.damage)} places. Restore it from your last backup (casethread restore)."
        if report.damage
        else "The file is sound."
    )
    lines.append(
        f"{len(report.changed)} of the agencies' files are not as they were added: {', '.join(report.changed)}."
        if report.changed
        else "Every agency's file is as it was added."
    )
    lines.append(
        "Every decision is as it was written."
        if report.broken_at is None
        else f"Decision {report.broken_at} is not as it was written, or one before it was taken out."
    )
    lines.append(f"Head of the decisions: {report.head}")
    lines.append("Note the head elsewhere: a person who has the file can make the whole chain anew.")
    return lines


def rows_in_words(rows: Mapping[str, int]) -> str:
    """The rows of a case's tables in words."""
    names = {"source": "files", "entry": "entries", "event": "events", "decision": "decisions"}
    return ", ".join(f"{number} {names[name]}" for name, number in rows.items())
