"""Keep a case safe: copies that are whole, and a check that what is kept is what was kept.

backup(case, to)      one whole copy while others write, checked afterwards
restore(copy, to)     a checked copy becomes a case again; the case that stood there is set aside, never lost
verify(case)          Report: SQLite's own check, every kept file's hash, the chain of decisions, rows
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

from model.casefile import is_case_file
from model.chain import START, first_break, head
from model.engine import DATABASE_ERRORS, FILE_ERRORS, connect
from model.errors import CaseExistsError, CaseNotFoundError, NewerStoreError, StoreError
from model.keys import KEYS
from model.migrations import MIGRATIONS
from model.pointers import is_pointer

TABLES: Final = ("source", "entry", "event", "decision")
_UNUSABLE: Final = "The case file is damaged."
_FROM_BACKUP: Final = "Restore it from your last backup (casethread restore), and keep the damaged file for help."


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found. `damage` is SQLite's own words, `changed` ids of files whose bytes differ from their hash,
    `broken_at` the number of the first decision that is not as it was written, `rows` the rows of each table,
    `head` the hash of the last decision."""

    rows: Mapping[str, int]
    head: str
    damage: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    broken_at: int | None = None

    @property
    def whole(self) -> bool:
        return not self.damage and not self.changed and self.broken_at is None


def verify(path: Path) -> Report:
    """Look at everything that is kept; nothing is written. Raises `CaseNotFoundError`, `StoreError`."""
    if not path.is_file():
        raise CaseNotFoundError("There is no case file of that name.", remedy="Check the name and try again.")
    if is_pointer(path):
        report: Report = _server().verified(path)
        return report
    with closing(_reading(path)) as db:
        try:
            return report_of(db)
        except DATABASE_ERRORS as error:
            raise StoreError(_UNUSABLE, remedy=_FROM_BACKUP) from error


def report_of(db: sqlite3.Connection) -> Report:
    """The same of an open case."""
    said = [str(row[0]) for row in db.execute("PRAGMA integrity_check")]
    said += [str(row[0]) for row in db.execute("PRAGMA cipher_integrity_check")]  # nothing for a plain file
    said += [f"row of {row[0]} without its {row[2]}" for row in db.execute("PRAGMA foreign_key_check")]
    changed = changed_files(db)
    chained = "own" in {row[1] for row in db.execute("PRAGMA table_info(decision)")}
    return Report(
        rows=counted(db),
        head=head(db) if chained else START,
        damage=tuple(words for words in said if words != "ok"),
        changed=changed,
        broken_at=first_break(db) if chained else None,
    )


def changed_files(db: sqlite3.Connection) -> tuple[str, ...]:
    """The agencies' files whose bytes do not have the hash under which they were added, by id."""
    return tuple(
        str(source_id)
        for source_id, sha256, content in db.execute("SELECT id, sha256, content FROM source ORDER BY position")
        if hashlib.sha256(content).hexdigest() != sha256
    )


def counted(db: sqlite3.Connection) -> dict[str, int]:
    """The rows of each table of a case that is there (an older form has fewer)."""
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {name: int(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in TABLES if name in there}


def backup(path: Path, to: Path) -> Report:
    """A whole copy of a case at `to`, made while others may write, and checked.

    Raises `CaseNotFoundError`, `CaseExistsError` (a copy is never overwritten), `StoreError`.
    """
    if not path.is_file():
        raise CaseNotFoundError("There is no case file of that name.", remedy="Check the name and try again.")
    if to.exists():
        raise CaseExistsError("There is already a file of that name.", remedy="Choose another name for the copy.")
    unfinished = to.with_name(f".{to.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
        _copy(path, unfinished)
        report = verify(unfinished)
        if not report.whole:
            raise StoreError(
                "The copy did not pass its check, so it was not kept.", remedy="Run: casethread verify on the case."
            )
        flush(unfinished)
        os.replace(unfinished, to)
        flush(to.parent)
    except FILE_ERRORS as error:
        raise StoreError(
            "The copy could not be made.", remedy="Check that its folder exists and that the disk is not full."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return report


def _copy(path: Path, to: Path) -> None:
    if is_pointer(path):
        _server().copied_to_file(path, to)
        return
    key = KEYS.key_for(path)
    with closing(_reading(path)) as db, closing(connect(to, raw_key=key)) as copy:
        db.backup(copy)  # the copy of an encrypted case is encrypted, under the same passphrase
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def _server() -> ModuleType:
    from model import postgres  # late: it is made of the store, which makes its backups here

    return postgres


def restore(copy: Path, to: Path) -> tuple[Report, Path | None]:
    """Make a checked copy the case at `to`. What stood there is set aside under a name that is returned.

    Raises `StoreError` where the copy itself is not whole: then nothing is touched.
    """
    report = verify(copy)
    if not report.whole:
        raise StoreError("This copy is damaged, so it was not put in place.", remedy="Take an older copy.")
    aside = None
    if to.exists():
        aside = free_name(to, "before-restore")
        with suppress(StoreError):
            backup(to, aside)  # whole, with what stands in its log
        if not aside.exists():  # too damaged to be copied as a case: kept as it is
            os.replace(to, aside)
            with suppress(FileNotFoundError):
                os.replace(f"{to}-wal", f"{aside}-wal")
        for tail in ("", "-wal", "-shm"):
            Path(f"{to}{tail}").unlink(missing_ok=True)
    return backup(copy, to), aside


def back_up_before(path: Path, version: int) -> Path:
    """A copy beside the case before it is brought to a newer form; made once for each version."""
    to = path.with_name(f"{path.stem}.before-v{version + 1}{path.suffix}.backup")
    if not to.exists():
        backup(path, to)
    return to


def free_name(path: Path, what: str) -> Path:
    """A name beside `path` that no file has yet."""
    number = 1
    while (found := path.with_name(f"{path.stem}.{what}-{number}{path.suffix}.backup")).exists():
        number += 1
    return found


def _reading(path: Path) -> sqlite3.Connection:
    if not is_case_file(path):
        raise StoreError("This file is not a Casethread case.", remedy="Choose a case, or a copy made of one.")
    try:
        db = connect(path, raw_key=KEYS.key_for(path), read_only=True)
        (version,) = db.execute("PRAGMA user_version").fetchone()
    except DATABASE_ERRORS as error:
        raise StoreError(_UNUSABLE, remedy=_FROM_BACKUP) from error
    if version > len(MIGRATIONS):
        db.close()
        raise NewerStoreError(
            "This case was saved by a newer version of Casethread.", remedy="Install the newer version to open it."
        )
    return db


def flush(path: Path) -> None:
    """Make the system write a file or a folder to the disk, where it lets us."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
