"""A case file as a file: how it is known, who may read it, and what the database says of it in words."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from model.engine import DATABASE_ERRORS, OPERATIONAL_ERRORS, is_encrypted
from model.errors import StoreError
from model.pointers import is_pointer

APPLICATION_ID: Final = 0x43545244  # "CTRD": marks the file as ours in SQLite's header
NOT_OURS: Final = "This file is not a Casethread case."
CHOOSE_OURS: Final = "Choose a file that ends in .case and was made by Casethread."


def is_case_file(path: Path) -> bool:
    """Whether the file is an SQLite file marked as a case, or can be an encrypted one. Reads its first bytes only."""
    if is_encrypted(path) or is_pointer(path):
        return True
    with path.open("rb") as file:
        head = file.read(100)
    return head.startswith(b"SQLite format 3\0") and int.from_bytes(head[68:72], "big") == APPLICATION_ID


def for_owner_alone(path: Path) -> None:
    """Make the empty file; SQLite gives the logs beside it the same rights."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    except OSError as error:
        raise StoreError(
            "The case file could not be written.", remedy="Check that you may write to the folder."
        ) from error


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Say what SQLite reports in words, with a remedy."""
    try:
        yield
    except OPERATIONAL_ERRORS as error:
        if "locked" in str(error):
            raise StoreError(
                "The case is being written by another program.",
                remedy="Wait until that has finished, or close it, then try again.",
            ) from error
        raise StoreError(
            "The case file could not be written or read.",
            remedy="Check that the disk is not full and that you may write to the folder.",
        ) from error
    except DATABASE_ERRORS as error:
        raise StoreError(
            "The case file is damaged.",
            remedy="Restore it from your last backup, and keep the damaged file for help.",
        ) from error
