"""`casethread returned`: what was changed in a chronology in Word, and which changes are taken over.

args  ->  returned_file (in the process apart)  ->  compare  ->  lines; with --accept: decisions in the case
"""

from __future__ import annotations

import argparse
import datetime as dt
import getpass

from rich.text import Text

from dashboard import words
from dashboard.casebook import build_book
from dashboard.cli import DONE, WARNINGS
from dashboard.returned.accept import decisions_of
from dashboard.returned.compare import compare
from dashboard.returned.proposal import SORTS, Comparison
from dashboard.terminal import notes_of, output
from ingest.read import returned_file, written_from
from model.analysis import analyse
from model.errors import UsageError
from model.store import Store
from model.unseen import clean_name

ALL = "all"


def run_returned(args: argparse.Namespace) -> int:
    """List the changes of a chronology that came back, and take over those that are named."""
    try:
        data = args.file.read_bytes()
    except OSError as error:
        raise UsageError("The file could not be opened.", remedy="Check its name and that you may read it.") from error
    name, notes = clean_name(args.file.name), notes_of(args)
    returned = returned_file(name, data)
    with Store.open(args.case) as store, notes.status("Comparing ..."):
        case = store.case()
        if returned is None or not written_from(returned, (entry.id for entry in case.entries)):
            raise UsageError(
                "This file is no chronology that was exported from this case.", remedy="Add it with: casethread add"
            )
        findings = analyse(case)
        book = build_book(findings.dated(case), findings)
        compared = compare(book, returned, name)
        if args.accept:
            chosen = {p.id for p in compared.open} if ALL in args.accept else set(args.accept)
            if strange := chosen - {p.id for p in compared.open}:
                raise UsageError(
                    f"There is no change named {min(strange)[:20]!r} that can be taken over.",
                    remedy="The names stand before the changes; those without one are only told.",
                )
            made = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
            author = args.by or getpass.getuser()
            for decision in decisions_of(book, compared, chosen, author=author, made=made):
                store.decide(decision)
            notes.print(f"{words.counted(len(chosen), 'change')} taken over, each undone on the page Log.")
            return DONE
    _print(compared)
    for line in compared.said:
        notes.print(line)
    return WARNINGS if compared.proposals else DONE


def _print(compared: Comparison) -> None:
    out = output()
    for p in compared.proposals:
        name = p.id if p.form else "only told "
        tracked = ", tracked" if p.tracked else ""
        out.print(Text(f"{name}  {SORTS[p.sort]}{tracked}. {p.where}. {p.what}", style="bold"))
        for sign, text in (("-", p.old), ("+", p.new)):
            for line in text.split("\n") if text else ():
                out.print(Text(f"    {sign} {line}"))
        if p.note:
            out.print(Text(f"    {p.note}"))
    out.print(Text(f"{words.counted(len(compared.proposals), 'change')}. Nothing was taken over."))
