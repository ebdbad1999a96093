"""One case is one SQLite file: what was sent, what was read in it, what was decided; nothing that can be derived.

    Store.create / Store.open  ->  add_source (one transaction a file)  ->  case_as_read()  ->  case()  ->  model.Case
                                   decide (one decision, only ever added)  ->  laid over it  --^

The bytes of every source are kept inside, keyed by their SHA-256, so that each quote can be checked
against the very file it came from, and adding the same bytes again changes nothing. Records are
stored as JSON beside the columns that are searched; the records' form is that of `model.case`.

Settings (`model.engine`): WAL, synchronous FULL, foreign keys on, trusted_schema off; writes begin IMMEDIATE, so two
programs on one case wait for each other (5 s) and never mix. Migrations run forward only, each in one
transaction; a file of a newer version is refused.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from model import records, review
from model.case import Case, CaseInfo, Decision, Entry, Event, SavedView, Source
from model.casefile import APPLICATION_ID, CHOOSE_OURS, NOT_OURS, for_owner_alone, is_case_file, translated
from model.chain import FIELDS, head, last_number, link_hash
from model.engine import connect, for_writing
from model.errors import CaseExistsError, CaseNotFoundError, NewerStoreError, StoreError
from model.identity import settled
from model.keeping import back_up_before
from model.keys import KEYS
from model.migrations import MIGRATIONS as MIGRATIONS  # by name: the checks of copies look here
from model.overlay import overlay
from model.pointers import is_pointer
from model.pseudonyms.table import PseudonymTable
from model.services import with_services
from model.surroundings import refuse_network
from model.when import When


class _MovedOn(Exception):
    """A decision was added that the author of this one could not see."""


class Store:
    """An open case file. Use as a context manager, or call `close`."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db

    # ------------------------------------------------------------- opening
    @classmethod
    def create(cls, path: Path, info: CaseInfo, raw_key: bytes | None = None) -> Store:
        """Make a new case file, an encrypted one with `raw_key`. Raises `CaseExistsError` rather than overwrite one."""
        if path.exists():
            raise CaseExistsError("There is already a file of that name.", remedy="Choose another name for the case.")
        if not path.parent.is_dir():
            raise StoreError(
                "The folder for the case does not exist.", remedy="Create the folder first, or name another one."
            )
        refuse_network(path.parent)
        with translated():
            for_owner_alone(path)
            db = connect(path, raw_key=raw_key)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")  # into the file itself, before there is a log
            store = cls(path, for_writing(db))
            store._migrate()
        if raw_key is not None:
            KEYS.remember(raw_key)
        store.update_info(info)
        return store

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open an existing case file, bringing it to the present form.

        Raises `CaseNotFoundError`, `NewerStoreError`, `PassphraseError` for an encrypted one whose passphrase is not
        known (see `model.keys`), or `StoreError` for a file that is not a case.
        """
        if not path.is_file():
            raise CaseNotFoundError(
                "There is no case file of that name.", remedy="Check the name, or make one with: casethread new"
            )
        if not is_case_file(path):
            raise StoreError(NOT_OURS, remedy=CHOOSE_OURS)
        if is_pointer(path):
            return _on_server(path)
        refuse_network(path.parent)
        store = cls(path, _connect(path, KEYS.key_for(path)))
        with translated():
            if store._db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                store.close()
                raise StoreError(NOT_OURS, remedy=CHOOSE_OURS)
            store._migrate()
        return store

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------- reading
    def case(self) -> Case:
        """The case with the reviewer's decisions laid over it; `as_read` is what is stored."""
        return overlay(self.case_as_read())

    def case_as_read(self) -> Case:
        """Everything that is stored, in the order in which it was added; no decision is laid over it.

        People and services that one file cannot tell are settled by the others (`model.identity`, `model.services`).
        """
        with self.one_moment():
            stored = Case(
                info=self.info(),
                sources=tuple(
                    records.source(json.loads(r))
                    for (r,) in self._db.execute("SELECT record FROM source ORDER BY position")
                ),
                entries=tuple(records.entry(json.loads(r)) for (r,) in self._db.execute(_ENTRIES)),
                events=tuple(records.event(json.loads(r)) for (r,) in self._db.execute(_EVENTS)),
                decisions=self.decisions(),
                head=head(self._db),
            )
        return with_services(settled(stored))

    def decisions(self) -> tuple[Decision, ...]:
        """What reviewers decided, in the order in which they did."""
        with translated():
            rows = self._db.execute(
                "SELECT number, subject, verdict, about, reason, author, made FROM decision ORDER BY number"
            ).fetchall()
        return tuple(
            Decision(
                subject=subject,
                verdict=verdict,
                **review.unplain(json.loads(about)),
                reason=reason,
                author=author,
                made=made,
                number=number,
            )
            for number, subject, verdict, about, reason, author, made in rows
        )

    def info(self) -> CaseInfo:
        """What the user said of the case."""
        with translated():
            rows = dict(self._db.execute("SELECT name, value FROM info"))
        data = json.loads(rows["case"])
        return CaseInfo(
            id=data["id"],
            title=data["title"],
            subject=data["subject"],
            key_dates={name: When.from_json(value) for name, value in data["key_dates"].items()},
            settings=data["settings"],
        )

    def revision(self) -> int:
        """A number that grows with every change: what was computed for it stays true until it grows."""
        with translated():
            row = self._db.execute("SELECT value FROM info WHERE name = 'revision'").fetchone()
        return int(row[0]) if row else 0

    def reading(self) -> int:
        """A number that grows with every change but decisions: what was read of the case stays true until it grows."""
        with translated():
            (decisions,) = self._db.execute("SELECT coalesce(max(number), 0) FROM decision").fetchone()
        return self.revision() - int(decisions)

    def source_bytes(self, source_id: str) -> bytes:
        """The file as it was sent. Raises KeyError for an unknown id."""
        with translated():
            row = self._db.execute("SELECT content FROM source WHERE id = ?", (source_id,)).fetchone()
        if row is None:
            raise KeyError(source_id)
        return bytes(row[0])

    def has_source(self, sha256: str) -> str | None:
        """The id of the source with that hash, if the case has it."""
        with translated():
            row = self._db.execute("SELECT id FROM source WHERE sha256 = ?", (sha256,)).fetchone()
        return str(row[0]) if row else None

    def words(self, search_id: str) -> str:
        """The words searched for under that id, nothing for an unknown one."""
        with translated():
            row = self._db.execute("SELECT words FROM search WHERE id = ?", (search_id,)).fetchone()
        return str(row[0]) if row else ""

    def views(self) -> tuple[SavedView, ...]:
        """The saved views, by name."""
        with translated():
            rows = self._db.execute("SELECT id, name, page, query, made FROM saved_view").fetchall()
        found = (SavedView(id=i, name=name, page=page, query=query, made=made) for i, name, page, query, made in rows)
        return tuple(sorted(found, key=lambda view: (view.name.casefold(), view.made)))

    def pseudonyms(self) -> tuple[PseudonymTable, int]:
        """The table of pseudonyms, empty while there is none, and a number that grows with every change of it."""
        with translated():
            row = self._db.execute("SELECT value FROM info WHERE name = 'pseudonyms'").fetchone()
        if row is None:
            return PseudonymTable(), 0
        kept = json.loads(row[0])
        return PseudonymTable.from_json(kept["table"]), int(kept["number"])

    # ------------------------------------------------------------- writing
    def keep_pseudonyms(self, table: PseudonymTable | None) -> None:
        """Keep a table of pseudonyms in place of the one before; None takes it out. What was read is not changed."""
        with self._transaction(changes_case=False) as db:
            row = db.execute("SELECT value FROM info WHERE name = 'pseudonyms'").fetchone()
            number = (int(json.loads(row[0])["number"]) if row else 0) + 1
            kept = {"number": number, "table": (table or PseudonymTable()).to_json()}
            self._keep_info("pseudonyms", _json(kept))

    def compact(self) -> None:
        """Write the file anew, so that nothing that was taken out is left in its unused pages."""
        with translated():
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def keep_words(self, words: str) -> str:
        """Keep words searched for and return their id, the same one for the same words. No case text is in it."""
        with self._transaction(changes_case=False) as db:
            row = db.execute("SELECT id FROM search WHERE words = ?", (words,)).fetchone()
            if row is None:
                row = (secrets.token_hex(5),)
                db.execute("INSERT INTO search VALUES (?, ?)", (row[0], words))
        return str(row[0])

    def keep_view(self, view: SavedView) -> None:
        """Save a view, in place of one with the same id."""
        with self._transaction(changes_case=False) as db:
            db.execute("DELETE FROM saved_view WHERE id = ?", (view.id,))
            fields = (view.id, view.name, view.page, view.query, view.made)
            db.execute("INSERT INTO saved_view VALUES (?, ?, ?, ?, ?)", fields)

    def drop_view(self, view_id: str) -> None:
        """Take a saved view away. Raises KeyError for an unknown one."""
        with self._transaction(changes_case=False) as db:
            if not db.execute("DELETE FROM saved_view WHERE id = ?", (view_id,)).rowcount:
                raise KeyError(view_id)

    def note_copy(self, copy: Path) -> None:
        """Keep where a copy of the case was written, so that it can be taken away with the case one day."""
        with self._transaction(changes_case=False):
            known = {*self.copies(), str(copy.resolve())}
            self._keep_info("copies", json.dumps(sorted(known)))

    def copies(self) -> tuple[str, ...]:
        """Where copies of the case were written, as far as Casethread made them."""
        with translated():
            row = self._db.execute("SELECT value FROM info WHERE name = 'copies'").fetchone()
        return tuple(json.loads(row[0])) if row else ()

    def update_info(self, info: CaseInfo) -> None:
        """Replace what the user says of the case."""
        with self._transaction():
            self._keep_info("case", _plain_info(info))

    def change_info(self, change: Callable[[CaseInfo], CaseInfo]) -> None:
        """Change what the user says of the case in one step: of two changes at once none is lost."""
        with self._transaction():
            self._keep_info("case", _plain_info(change(self.info())))

    def add_source(self, source: Source, content: bytes, entries: Sequence[Entry], events: Sequence[Event]) -> bool:
        """Add one file with all that was read in it, or nothing. False if the same bytes are there already."""
        with self._transaction() as db:
            if db.execute("SELECT 1 FROM source WHERE sha256 = ?", (source.sha256,)).fetchone():
                return False
            (position,) = db.execute("SELECT coalesce(max(position), 0) + 1 FROM source").fetchone()
            _insert(db, position, source, content, entries, events)
        return True

    def replace_source(self, source: Source, entries: Sequence[Entry], events: Sequence[Event]) -> None:
        """Put a new reading of a file in the place of the old one, its bytes unchanged. Raises KeyError.

        Reviewers' decisions are about places and words of the file and so hold on.
        """
        with self._transaction() as db:
            old = db.execute("SELECT id, position, content FROM source WHERE sha256 = ?", (source.sha256,)).fetchone()
            if old is None:
                raise KeyError(source.id)
            db.execute("DELETE FROM source WHERE id = ?", (old[0],))
            _insert(db, old[1], source, old[2], entries, events)

    def decide(self, decision: Decision, after: int | None = None) -> int:
        """Add a decision to the trail and return its number. Nothing that was read is changed by it.

        With `after`, the number of the last decision that its author could see, it is added only if it would be the
        next one; else 0, and the case is as it was.
        """
        try:
            return self._decide(decision, after)
        except _MovedOn:
            return 0

    def _decide(self, decision: Decision, after: int | None) -> int:
        with self._transaction() as db:
            number, before = self.last_number() + 1, head(db)
            if after is not None and number != after + 1:
                raise _MovedOn
            fields = (number, decision.made, decision.author, decision.subject, decision.verdict,
                      _json(review.plain(decision)), decision.reason)  # fmt: skip
            db.execute(
                f"INSERT INTO decision ({', '.join(FIELDS)}, before, own) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*fields, before, link_hash(before, fields)),
            )
            self._numbered(number)
        return number

    def remove_source(self, source_id: str) -> None:
        """Take one file and all that was read in it out of the case. Raises KeyError for an unknown id."""
        with self._transaction() as db:
            if not db.execute("DELETE FROM source WHERE id = ?", (source_id,)).rowcount:
                raise KeyError(source_id)

    # ------------------------------------------------------------- inside, and other where the rows lie elsewhere
    def last_number(self) -> int:
        """The number of the last decision that was ever made, also if it was cut off since."""
        return last_number(self._db)

    def _numbered(self, _number: int) -> None:
        """A decision of that number was added: SQLite counts by itself."""

    def _begin(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def _begin_reading(self) -> None:
        self._db.execute("BEGIN")

    def _keep_info(self, name: str, value: str) -> None:
        self._db.execute(_KEEP_INFO, (name, value))

    @contextlib.contextmanager
    def one_moment(self) -> Iterator[None]:
        """Everything that is read inside is of one moment, whatever others write meanwhile."""
        if self._db.in_transaction:
            yield
            return
        with translated():
            self._begin_reading()
            try:
                yield
            finally:
                self._db.execute("ROLLBACK")

    @contextlib.contextmanager
    def _transaction(self, *, changes_case: bool = True) -> Iterator[sqlite3.Connection]:
        with translated():
            self._begin()
            try:
                yield self._db
                if changes_case:
                    self._db.execute(_NEXT_REVISION)
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk may have ended it already
                    self._db.execute("ROLLBACK")
                raise

    def _migrate(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            self._db.close()
            raise NewerStoreError(
                "This case was saved by a newer version of Casethread.",
                remedy="Install the newer version to open it.",
            )
        if 0 < version < len(MIGRATIONS):
            back_up_before(self.path, version)
        for number in range(version, len(MIGRATIONS)):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                if self._db.execute("PRAGMA user_version").fetchone()[0] > number:  # another program did it meanwhile
                    self._db.execute("ROLLBACK")
                    continue
                MIGRATIONS[number](self._db)
                self._db.execute(f"PRAGMA user_version = {number + 1}")
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


_ENTRIES: Final = "SELECT e.record FROM entry e JOIN source s ON s.id = e.source ORDER BY s.position, e.position"
_EVENTS: Final = """SELECT v.record FROM event v JOIN entry e ON e.id = v.entry JOIN source s ON s.id = e.source
                    ORDER BY s.position, e.position, v.position"""
_NEXT_REVISION: Final = """INSERT INTO info VALUES ('revision', '1')
                           ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(info.value AS INTEGER) + 1 AS TEXT)"""
_KEEP_INFO: Final = "INSERT INTO info VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


def _plain_info(info: CaseInfo) -> str:
    data = {
        "id": info.id,
        "title": info.title,
        "subject": info.subject,
        "key_dates": {name: when.to_json() for name, when in info.key_dates.items()},
        "settings": dict(info.settings),
    }
    return _json(data)


def _insert(
    db: sqlite3.Connection,
    position: int,
    source: Source,
    content: bytes,
    entries: Sequence[Entry],
    events: Sequence[Event],
) -> None:
    db.execute(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?)",
        (source.id, position, source.sha256, _json(records.plain(source)), content),
    )
    db.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?)",
        ((e.id, source.id, n, _json(records.plain(e))) for n, e in enumerate(entries, start=1)),
    )
    db.executemany(
        "INSERT INTO event VALUES (?, ?, ?, ?)",
        ((e.id, e.entry, n, _json(records.plain(e))) for n, e in enumerate(events, start=1)),
    )


def _on_server(path: Path) -> Store:
    from model.postgres import PostgresStore  # late: it is made of this

    return PostgresStore.open(path)


def _connect(path: Path, raw_key: bytes | None) -> sqlite3.Connection:
    with translated():
        return for_writing(connect(path, raw_key=raw_key))


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
