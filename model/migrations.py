"""The forms that a case file has had, each brought to the next by one function in one transaction.

MIGRATIONS[n] brings a file from version n to n + 1; `Store` runs those that are wanting, after a copy was made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from model.chain import add_chain

Migration = Callable[[sqlite3.Connection], None]


def _version_1(db: sqlite3.Connection) -> None:
    """The first form: case, sources with their bytes, entries, events."""
    for statement in (
        "CREATE TABLE info (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        """CREATE TABLE source (
             id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE,
             record TEXT NOT NULL, content BLOB NOT NULL) STRICT""",
        """CREATE TABLE entry (
             id TEXT PRIMARY KEY, source TEXT NOT NULL REFERENCES source(id) ON DELETE CASCADE,
             position INTEGER NOT NULL, record TEXT NOT NULL, UNIQUE (source, position)) STRICT""",
        """CREATE TABLE event (
             id TEXT PRIMARY KEY, entry TEXT NOT NULL REFERENCES entry(id) ON DELETE CASCADE,
             position INTEGER NOT NULL, record TEXT NOT NULL, UNIQUE (entry, position)) STRICT""",
    ):
        db.execute(statement)


def _version_2(db: sqlite3.Connection) -> None:
    """The reviewer's decisions: a trail that is only added to."""
    db.execute(
        """CREATE TABLE decision (
             number INTEGER PRIMARY KEY AUTOINCREMENT, made TEXT NOT NULL, author TEXT NOT NULL, subject TEXT NOT NULL,
             verdict TEXT NOT NULL, about TEXT NOT NULL, reason TEXT NOT NULL) STRICT"""
    )
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f"""CREATE TRIGGER decision_no_{change.lower()} BEFORE {change} ON decision
                BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END"""
        )


def _with_views(db: sqlite3.Connection) -> None:
    """Words searched for and views that were saved: what a link names by an id that says nothing."""
    db.execute("CREATE TABLE IF NOT EXISTS search (id TEXT PRIMARY KEY, words TEXT NOT NULL UNIQUE) STRICT")
    db.execute(
        """CREATE TABLE IF NOT EXISTS saved_view (
             id TEXT PRIMARY KEY, name TEXT NOT NULL, page TEXT NOT NULL, query TEXT NOT NULL,
             made TEXT NOT NULL) STRICT"""
    )


MIGRATIONS: Final[tuple[Migration, ...]] = (_version_1, _version_2, _with_views, add_chain)
"""MIGRATIONS[n] brings a file from version n to n + 1."""
