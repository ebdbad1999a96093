"""The chain over a case's decisions: each entry holds the hash of the one before, so that a change shows.

    decision + hash before  ->  link_hash  ->  columns `before` and `own` of the table `decision`
    rows in order           ->  first_break, head

The hash is SHA-256 over a canonical form (JSON, keys sorted, no blanks). It shows an accidental change and one
made by a person who does not know the chain. A person who has the file can work the whole chain out anew: so note
the head hash that `casethread verify` prints somewhere else, such as in the minutes, and compare it later.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Final

START: Final = "0" * 64
"""What stands before the first decision."""
FIELDS: Final = ("number", "made", "author", "subject", "verdict", "about", "reason")
_ROWS: Final = f"SELECT {', '.join(FIELDS)}, before, own FROM decision ORDER BY number"


def link_hash(before: str, decision: tuple[object, ...]) -> str:
    """The hash of a decision, its fields in the order of `FIELDS`, after the one with the hash `before`."""
    plain = json.dumps(
        {"before": before, **dict(zip(FIELDS, decision, strict=True))},
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()


def head(db: sqlite3.Connection) -> str:
    """The hash of the last decision, `START` where there is none."""
    row = db.execute("SELECT own FROM decision ORDER BY number DESC LIMIT 1").fetchone()
    return START if row is None else str(row[0])


def first_break(db: sqlite3.Connection, ever: int | None = None) -> int | None:
    """The number of the first decision that is not as it was written, or that follows one taken out; None for none.

    `ever` is the number of the last decision that was ever made, asked of SQLite where it is not given.
    """
    before, last = START, 0
    for *decision, said_before, own in db.execute(_ROWS):
        number = int(decision[0])
        if number != last + 1 or said_before != before or own != link_hash(before, tuple(decision)):
            return number
        before, last = own, number
    return last + 1 if (last_number(db) if ever is None else ever) > last else None  # the end was cut off


def last_number(db: sqlite3.Connection) -> int:
    """The number of the last decision that SQLite has ever given, also if it was taken out since."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'decision'").fetchone()
    return 0 if row is None else int(row[0])


def add_chain(db: sqlite3.Connection) -> None:
    """A migration: give the decisions their columns of the chain and fill them for those that are there."""
    columns = {row[1] for row in db.execute("PRAGMA table_info(decision)")}
    if "own" in columns:
        return
    db.execute("DROP TRIGGER decision_no_update")
    for column in ("before", "own"):
        db.execute(f"ALTER TABLE decision ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    before = START
    for decision in db.execute(f"SELECT {', '.join(FIELDS)} FROM decision ORDER BY number").fetchall():
        own = link_hash(before, decision)
        db.execute("UPDATE decision SET before = ?, own = ? WHERE number = ?", (before, own, decision[0]))
        before = own
    db.execute(
        """CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
           BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END"""
    )
