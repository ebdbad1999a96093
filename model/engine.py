"""The database under a case: plain SQLite, or SQLCipher where the case file is encrypted.

    connect(path)  ->  a connection of the standard library's form, with our settings; an encrypted file with its key
    is_encrypted   ->  whether a file looks like an encrypted case: whole pages that begin with neither SQLite's words
                       nor text

SQLCipher is an optional part (`casethread[encrypted]`). Its module is the standard library's one built anew, so its
errors are of other classes with the same names: catch `DATABASE_ERRORS` and `OPERATIONAL_ERRORS`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final, cast

from model.errors import StoreError

try:
    from sqlcipher3 import dbapi2 as _sqlcipher
except ImportError:  # the optional part is not installed
    _sqlcipher = None
sqlcipher: Any = _sqlcipher

PLAIN_START: Final = b"SQLite format 3\0"
PAGE_BYTES: Final = 4096  # of SQLCipher 4
BUSY_TIMEOUT_MS: Final = 5_000  # how long a second writer waits before it is told
DATABASE_ERRORS: Final[tuple[type[Exception], ...]] = (
    (sqlite3.DatabaseError,) if sqlcipher is None else (sqlite3.DatabaseError, sqlcipher.DatabaseError)
)
FILE_ERRORS: Final[tuple[type[Exception], ...]] = (*DATABASE_ERRORS, OSError)
OPERATIONAL_ERRORS: Final[tuple[type[Exception], ...]] = (
    (sqlite3.OperationalError,) if sqlcipher is None else (sqlite3.OperationalError, sqlcipher.OperationalError)
)


def is_encrypted(path: Path) -> bool:
    """Whether a file can only be an encrypted case (or rubbish: a key shows which). Reads its first 64 bytes."""
    size = path.stat().st_size
    if size == 0 or size % PAGE_BYTES:
        return False
    with path.open("rb") as file:
        start = file.read(64)
    return not start.startswith(PLAIN_START) and not start.isascii()


def connect(path: Path, *, raw_key: bytes | None = None, read_only: bool = False) -> sqlite3.Connection:
    """A connection with the settings of every use; with `raw_key` (48 bytes: key and salt) to an encrypted file.

    Raises `StoreError` where SQLCipher is wanted and not there, and the errors of `DATABASE_ERRORS`.
    """
    module: Any = sqlite3 if raw_key is None else sqlcipher
    if module is None:
        raise StoreError(
            "This case is encrypted, and the part of Casethread that opens encrypted cases is not installed.",
            remedy="Install it: casethread[encrypted] (Linux and Windows; there is none for macOS).",
        )
    where = f"{path.resolve().as_uri()}?mode=ro" if read_only else str(path)
    db = module.connect(where, uri=read_only, isolation_level=None, check_same_thread=False)
    try:
        if raw_key is not None:
            db.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
            db.execute(f"""PRAGMA key = "x'{raw_key.hex()}'" """)
            db.execute("PRAGMA temp_store = MEMORY")  # nothing of it into a file of its own
        db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        db.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        db.close()
        raise
    return cast(sqlite3.Connection, db)


def for_writing(db: sqlite3.Connection) -> sqlite3.Connection:
    """The settings of a case that is written: no acknowledged write is lost, nothing points into the void."""
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        db.execute(f"PRAGMA {pragma}")
    return db
