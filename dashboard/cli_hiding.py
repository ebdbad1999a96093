"""The arguments of what hides names and what is sealed: `pseudonyms`, `bundle`, `unbundle`, and of `export`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from model.errors import UsageError

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Command = Callable[[Commands, str, str, str], argparse.ArgumentParser]


def add_names(export: argparse.ArgumentParser) -> None:
    """What `casethread export` is told of names and dates."""
    names = export.add_argument_group("names (see casethread pseudonyms)")
    names.add_argument("--pseudonyms", action="store_true", help="names and numbers replaced; the key is not in it")
    names.add_argument("--shift-dates", action="store_true", help="with --pseudonyms: all dates moved by secret weeks")


def checked_names(args: argparse.Namespace) -> None:
    """Raise `UsageError` where dates are to be shifted under true names."""
    if args.shift_dates and not args.pseudonyms:
        raise UsageError("Dates are shifted only under pseudonyms.", remedy="Add --pseudonyms.")


def add_hiding(commands: Commands, command: Command) -> None:
    """The parsers of the three commands; `command` makes one of them."""
    names = command(
        commands,
        "pseudonyms",
        "list what can identify and what is shown in its place, change it, and write the key",
        'casethread pseudonyms river.case --set i4="Uncle 1" --leave i9 --accept all\n'
        "  casethread pseudonyms river.case --key river.key",
    )
    _case(names)
    names.add_argument("--kind", action="append", metavar="SORT", help="print only this sort, such as person or school")
    names.add_argument("--set", action="append", metavar="ROW=WORDS", help="show these words instead")
    names.add_argument("--leave", action="append", metavar="ROW", help="leave what stands in this row as it is")
    names.add_argument("--accept", action="append", metavar="ROW", help="accept a row, or all")
    names.add_argument("--add", action="append", metavar="NAME=WORDS", help="replace a name that was not found")
    names.add_argument("--new-shift", action="store_true", help="draw another secret number of weeks for the dates")
    names.add_argument("--residual", action="store_true", help="print what may still identify")
    names.add_argument("--key", type=Path, metavar="FILE", help="write the table and the shift, sealed by a passphrase")
    names.add_argument("--take-out", action="store_true", help="with --key: take the table out of the case")
    names.add_argument("--read-key", type=Path, metavar="FILE", help="take the table of a sealed key")
    _keys(names)

    bundle = command(
        commands,
        "bundle",
        "seal a whole case in one encrypted file, to hand it over",
        "casethread bundle river.case -o river.bundle",
    )
    _case(bundle)
    bundle.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="the bundle to write")
    bundle.add_argument("--without-key", action="store_true", help="leave the table of pseudonyms out")
    bundle.add_argument("--recipient", action="append", metavar="KEY", help="seal for a key of age or SSH instead")

    unbundle = command(
        commands,
        "unbundle",
        "open a sealed case, check it, and put it in place",
        "casethread unbundle river.bundle -o river.case",
    )
    unbundle.add_argument("bundle", type=Path, metavar="BUNDLE", help="a file made by casethread bundle")
    unbundle.add_argument("-o", "--output", required=True, type=Path, metavar="CASE", help="the case; not there yet")
    unbundle.add_argument("--identity", type=Path, metavar="FILE", help="the private key, if it was sealed for one")


def _keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--recipient", action="append", metavar="KEY", help="with --key: seal for a key of age or SSH")
    parser.add_argument("--identity", type=Path, metavar="FILE", help="with --read-key: the private key")


def _case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", type=Path, metavar="CASE", help="the case file, such as river.case")
