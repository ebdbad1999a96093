"""Put a case under a passphrase, change it, or take it off: the whole file is written anew, checked, and put in place.

    seal(path, raw_key or None)  ->  exclusive hold  ->  sqlcipher_export into a new file  ->  counted and verified
                                 ->  in the place of the old one, whose bytes are overwritten

What was there before stays until the new file has passed its check. Overwriting reaches the bytes of the old file on a
plain disk only: drives with flash memory, and folders that keep versions, may keep them (see docs/security.md).
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from model.casefile import APPLICATION_ID, is_case_file
from model.engine import BUSY_TIMEOUT_MS, DATABASE_ERRORS, connect, sqlcipher
from model.errors import CaseNotFoundError, StoreError
from model.keeping import flush, report_of, verify
from model.keys import KEYS
from model.pointers import is_pointer

BLOCK: Final = 1 << 20


def seal(path: Path, raw_key: bytes | None) -> None:
    """Write a case anew under `raw_key`, or in the clear for None. Raises `StoreError`; the case is as it was then."""
    if not path.is_file() or not is_case_file(path):
        raise CaseNotFoundError("There is no case file of that name.", remedy="Check the name and try again.")
    if is_pointer(path):
        raise StoreError("A case on a server is not encrypted by Casethread.", remedy="Encrypt the server's disk.")
    if sqlcipher is None:
        raise StoreError(
            "The part of Casethread that encrypts cases is not installed.",
            remedy="Install it: casethread[encrypted] (Linux and Windows; there is none for macOS).",
        )
    old_key = KEYS.key_for(path)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
        with closing(held(path, old_key)) as db:
            _export(db, unfinished, raw_key)
            if raw_key is not None:
                KEYS.remember(raw_key)
            _check(db, unfinished)
        flush(unfinished)
        _replace(path, unfinished)
    except DATABASE_ERRORS as error:
        raise StoreError(
            "The case could not be written anew.",
            remedy="Close every program that has it open, check that the disk is not full, and try again.",
        ) from error
    except OSError as error:
        raise StoreError("The case could not be written anew.", remedy="Check that the disk is not full.") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def held(path: Path, raw_key: bytes | None) -> sqlite3.Connection:
    """The case, with everyone else kept out and nothing left in its log. Raises `DATABASE_ERRORS` if it is in use."""
    db = connect(path, raw_key=raw_key) if raw_key is not None else _unkeyed(path)
    try:
        (mode,) = db.execute("PRAGMA journal_mode = DELETE").fetchone()
        if mode != "delete":
            raise sqlite3.OperationalError("in use")
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        db.execute("COMMIT")
    except BaseException:
        db.close()
        raise
    return db


def _unkeyed(path: Path) -> sqlite3.Connection:
    db: sqlite3.Connection = sqlcipher.connect(
        str(path), isolation_level=None
    )  # the plain file, by the module that can
    db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    return db


def _export(db: sqlite3.Connection, to: Path, raw_key: bytes | None) -> None:
    key = f"x'{raw_key.hex()}'" if raw_key is not None else ""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    db.execute("ATTACH DATABASE ? AS sealed KEY ?", (str(to), key))
    db.execute("SELECT sqlcipher_export('sealed')")
    db.execute(f"PRAGMA sealed.user_version = {int(version)}")
    db.execute(f"PRAGMA sealed.application_id = {APPLICATION_ID}")
    db.execute("DETACH DATABASE sealed")


def _check(db: sqlite3.Connection, copy: Path) -> None:
    if verify(copy) != report_of(db):
        raise StoreError("The new file did not pass its check, so the case was left as it was.", remedy="Try again.")


def _replace(path: Path, new: Path) -> None:
    """The new file in the place of the old one, and the old one's bytes overwritten where the system lets us."""
    old = None if sys.platform == "win32" else os.open(path, os.O_RDWR)
    try:
        os.replace(new, path)
        flush(path.parent)
        if old is not None:
            overwrite(old)
    finally:
        if old is not None:
            os.close(old)
    for tail in ("-wal", "-shm"):
        Path(f"{path}{tail}").unlink(missing_ok=True)


def overwrite(handle: int) -> None:
    """Write zeros over an open file, and make the system put them on the disk."""
    left = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(handle, bytes(min(BLOCK, left)))
    os.fsync(handle)


def copies_of(path: Path) -> Sequence[Path]:
    """The copies that Casethread itself made beside a case: before a newer form, a restore or a move."""
    found: list[Path] = []
    for what in ("before-v", "before-restore-", "before-move-"):
        found += path.parent.glob(f"{_literal(path.stem)}.{what}*{path.suffix}.backup")
    return sorted(found)


def _literal(stem: str) -> str:
    import glob

    return glob.escape(stem)
