"""What the commands share: where their words go, and how a date is given to them."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import sys
from typing import Final

from rich.console import Console

from model.errors import UsageError

PIPED_WIDTH: Final = 200  # columns of a table that goes to a file or another program


def output(*, stderr: bool = False) -> Console:
    """Where the answer goes: a terminal at its width, else a wide page."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=PIPED_WIDTH)


def notes_of(args: argparse.Namespace) -> Console:
    """Where summaries and progress go: standard error, or nowhere with --quiet."""
    return Console(stderr=True, highlight=False, quiet=args.quiet, soft_wrap=True)


def day_of(text: str) -> dt.date:
    """A day given as YYYY-MM-DD. Raises `UsageError` for any other form."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            "That is not a date of the form YYYY-MM-DD.", remedy="Such as 2021-05-04 for 4 May 2021."
        ) from error


def ask_secret(prompt: str) -> str:
    """A password or passphrase from the keyboard, unseen; from a pipe one line. Raises `UsageError` for nothing."""
    if sys.stdin is not None and sys.stdin.isatty():
        secret = getpass.getpass(prompt)
    else:
        secret = (sys.stdin.readline() if sys.stdin is not None else "").rstrip("\r\n")
    if not secret:
        raise UsageError("Nothing was given.", remedy="Type it when it is asked for.")
    return secret


def ask_line(prompt: str) -> str:
    """A line from the keyboard, or from a pipe; nothing where there is none."""
    print(prompt, end="", file=sys.stderr, flush=True)
    return (sys.stdin.readline() if sys.stdin is not None else "").strip()
