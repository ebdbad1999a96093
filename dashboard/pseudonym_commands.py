"""`casethread pseudonyms`: the table of names and their pseudonyms, what may still identify, and the key.

args  ->  changes to the table (kept in the case)  ->  the table, the residual list, or a sealed key
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from rich.table import Table

from dashboard.cli import DONE
from dashboard.exports.files import write_whole
from dashboard.terminal import ask_secret, notes_of, output
from dashboard.words import counted, listed
from ingest.identifiers import changed_counts, drawn_shift, prepared, residual, under_pseudonyms
from model.analysis import analyse
from model.errors import UsageError
from model.pseudonyms import PseudonymTable, accepted_all, added, edited, kind_title, read_key, write_key
from model.store import Store

STATUS_WORDS = {"proposed": "proposed", "accepted": "accepted", "edited": "by hand", "left": "left as it is"}


def run_pseudonyms(args: argparse.Namespace) -> int:
    """Find what identifies, change the table, print it, or write the key."""
    with Store.open(args.case) as store:
        if args.read_key is not None:
            table = read_key(_bytes_of(args), passphrase="" if args.identity else ask_secret("Passphrase of the key: "),
                             identity=args.identity)  # fmt: skip
            store.keep_pseudonyms(table)
            notes_of(args).print(f"Took {counted(len(table.rows), 'row')} from the key.")
        with notes_of(args).status("Looking for names ..."):
            table = prepared(store, store.case())
        new = _changed(table, args)
        if new != table:
            store.keep_pseudonyms(new)
        if args.key is not None:
            _write_key(store, new, args)
        elif args.residual:
            _print_residual(store, new)
        else:
            _print_table(new, args)
    return DONE


def _bytes_of(args: argparse.Namespace) -> bytes:
    try:
        return bytes(args.read_key.read_bytes())
    except OSError as error:
        raise UsageError("The file of the key cannot be read.", remedy="Check its name.") from error


def _changed(table: PseudonymTable, args: argparse.Namespace) -> PseudonymTable:
    """The table with the changes that were asked for. Raises `UsageError`."""
    for text in args.set or ():
        row, words = _pair(text)
        table = edited(table, _known(table, row), replacement=words)
    for text in args.add or ():
        words, replacement = _pair(text)
        table = added(table, words, replacement)
    for row in args.leave or ():
        table = edited(table, _known(table, row), status="left")
    if args.accept:
        wanted = None if "all" in args.accept else [_known(table, row) for row in args.accept]
        table = accepted_all(table, wanted)
    return replace(table, shift_days=drawn_shift()) if args.new_shift else table


def _pair(text: str) -> tuple[str, str]:
    first, sign, second = text.partition("=")
    if not sign:
        raise UsageError("That is no pair.", remedy='Write NAME=WORDS, such as: i4="Uncle 1".')
    return first.strip(), second.strip()


def _known(table: PseudonymTable, row: str) -> str:
    if all(r.id != row for r in table.rows):
        raise UsageError("There is no row of that name.", remedy="The first column of the table names them.")
    return row


def _print_table(table: PseudonymTable, args: argparse.Namespace) -> None:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Row", "In the records", "Shown as", "Sort", "Times", "Status", "Where"):
        shown.add_column(title)
    for row in table.rows:
        if args.kind and row.kind not in args.kind:
            continue
        words = listed(dict.fromkeys([row.original, *row.forms][:4]))
        cells: Sequence[str] = (
            row.id, words, row.replacement if row.applied else "as it is", kind_title(row.kind), str(row.count),
            STATUS_WORDS[row.status], "; ".join(row.where[:2]),
        )  # fmt: skip
        shown.add_row(*(cell.replace("[", "\\[") for cell in cells))
    output().print(shown)
    notes_of(args).print(
        f"{counted(len(table.rows), 'row')}. Not everything is found: look through the list, and at --residual."
    )


def _print_residual(store: Store, table: PseudonymTable) -> None:
    case = store.case()
    findings = analyse(case)
    shown, _ = under_pseudonyms(case, findings, table)
    out = output()
    for one in residual(shown, table):
        places = f" ({'; '.join(one.where)})" if one.where else ""
        out.print(f"{one.words}, {counted(one.count, 'time')}{places}: {one.why}", markup=False)
    changed = changed_counts(findings, table.shift_days or 0)
    out.print(
        f"With dates shifted, {counted(len(changed), 'count')} of working days would be another by the dates shown.",
        markup=False,
    )


def _write_key(store: Store, table: PseudonymTable, args: argparse.Namespace) -> None:
    recipients = tuple(args.recipient or ())
    secret = "" if recipients else ask_secret("Passphrase for the key: ")
    content = write_key(table, store.info().id, passphrase=secret, recipients=recipients)
    write_whole(args.key, content)
    notes = notes_of(args)
    notes.print(f"Wrote the key to {args.key.name}. Keep it apart from what you send.")
    if args.take_out:
        store.keep_pseudonyms(None)
        store.compact()
        notes.print("The table was taken out of the case. It comes back with --read-key.")
