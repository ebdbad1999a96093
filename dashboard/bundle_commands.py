"""`casethread bundle` and `unbundle`: a whole case handed over as one encrypted file, and taken in again.

args  ->  passphrase from the keyboard, or recipients' keys  ->  model.bundle  ->  what was sealed or put in place
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from dashboard.cli import DONE
from dashboard.exports.files import write_whole
from dashboard.keeping_commands import rows_in_words
from dashboard.terminal import ask_secret, notes_of
from model.bundle import pack, unpack
from model.errors import CaseExistsError, UsageError


def run_bundle(args: argparse.Namespace) -> int:
    """Seal a case, which may be in use."""
    if args.output.exists():
        raise CaseExistsError("There is already a file of that name.", remedy="Choose another name for the bundle.")
    recipients = tuple(args.recipient or ())
    secret = "" if recipients else _twice()
    content, made = pack(
        args.case, passphrase=secret, recipients=recipients, now=dt.datetime.now(dt.UTC), without_key=args.without_key
    )
    write_whole(args.output, content)
    notes = notes_of(args)
    notes.print(f"Sealed in {args.output.name}: {rows_in_words(made.report.rows)}.", markup=False)
    notes.print(f"SHA-256 of the case in it: {made.sha256}", markup=False)
    notes.print(
        "It holds the whole case with all names. Send the passphrase by another way; without it nobody can open this.",
        markup=False,
    )
    return DONE


def _twice() -> str:
    first = ask_secret("Passphrase for the bundle: ")
    if ask_secret("The same once more: ") != first:
        raise UsageError("The two are not the same.", remedy="Type the passphrase twice alike.")
    return first


def run_unbundle(args: argparse.Namespace) -> int:
    """Open a bundle and put its case in place, if everything in it is as it was sealed."""
    try:
        data = args.bundle.read_bytes()
    except OSError as error:
        raise UsageError("The bundle cannot be read.", remedy="Check its name.") from error
    to: Path = args.output
    secret = "" if args.identity else ask_secret("Passphrase of the bundle: ")
    found = unpack(data, to, passphrase=secret, identity=args.identity)
    notes = notes_of(args)
    notes.print(f"Put in place as {to.name}, checked: {rows_in_words(found.report.rows)}.", markup=False)
    notes.print(f"Sealed {found.made}. SHA-256 of the case in it: {found.sha256}", markup=False)
    return DONE
