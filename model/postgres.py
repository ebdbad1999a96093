"""A case on a team's PostgreSQL server: the same store, for several reviewers who work at once.

    NAME.case (a few lines that point to the server)  ->  Store.open  ->  PostgresStore, with all that `Store` does
    move(case, service)  ->  every row copied and compared  ->  the pointer in the place of the file, which is set aside
    backup               ->  every row copied into an ordinary case file, which opens anywhere

Each case is a schema of its own in the database that a section of PostgreSQL's service file names (`pg_service.conf`);
passwords stand there, in `.pgpass` or nowhere, never in a case and never in arguments. Writers of one case wait for
each other (5 s); readers see one moment and wait for nobody.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, cast

from model.case import CaseInfo
from model.casefile import APPLICATION_ID
from model.chain import first_break, head
from model.engine import BUSY_TIMEOUT_MS, connect, for_writing
from model.errors import CaseExistsError, NewerStoreError, StoreError
from model.keeping import TABLES as COUNTED
from model.keeping import Report, changed_files
from model.pointers import read_pointer, write_pointer
from model.store import Store

try:
    import psycopg
    from psycopg.pq import TransactionStatus
except ImportError:  # the optional part is not installed
    psycopg = None  # type: ignore[assignment]

FORM: Final = 1  # of the tables below
TABLES: Final = {
    "info": ("name", "value"),
    "source": ("id", "position", "sha256", "record", "content"),
    "entry": ("id", "source", "position", "record"),
    "event": ("id", "entry", "position", "record"),
    "decision": ("number", "made", "author", "subject", "verdict", "about", "reason", "before", "own"),
    "search": ("id", "words"),
    "saved_view": ("id", "name", "page", "query", "made"),
}
"""Every table of a case with its columns, in an order in which rows may be added."""
_SCHEMA: Final = re.compile(r"case_[0-9a-f]{16}")
_SERVICE: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")
_FORM_1: Final = (
    "CREATE TABLE form (version INTEGER NOT NULL)",
    "CREATE TABLE info (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE source (id TEXT PRIMARY KEY, position BIGINT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE,
         record TEXT NOT NULL, content BYTEA NOT NULL)""",
    """CREATE TABLE entry (id TEXT PRIMARY KEY, source TEXT NOT NULL REFERENCES source(id) ON DELETE CASCADE,
         position BIGINT NOT NULL, record TEXT NOT NULL, UNIQUE (source, position))""",
    """CREATE TABLE event (id TEXT PRIMARY KEY, entry TEXT NOT NULL REFERENCES entry(id) ON DELETE CASCADE,
         position BIGINT NOT NULL, record TEXT NOT NULL, UNIQUE (entry, position))""",
    """CREATE TABLE decision (number BIGINT PRIMARY KEY, made TEXT NOT NULL, author TEXT NOT NULL,
         subject TEXT NOT NULL, verdict TEXT NOT NULL, about TEXT NOT NULL, reason TEXT NOT NULL,
         before TEXT NOT NULL, own TEXT NOT NULL)""",
    "CREATE TABLE search (id TEXT PRIMARY KEY, words TEXT NOT NULL UNIQUE)",
    """CREATE TABLE saved_view (id TEXT PRIMARY KEY, name TEXT NOT NULL, page TEXT NOT NULL, query TEXT NOT NULL,
         made TEXT NOT NULL)""",
    """CREATE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'decisions are only added'; END $$""",
    """CREATE TRIGGER decision_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON decision
         FOR EACH STATEMENT EXECUTE FUNCTION only_added()""",
    f"INSERT INTO form VALUES ({FORM})",
)


class Server:
    """A connection to the schema of one case, used as SQLite's is: `?` for values, its errors told in words."""

    def __init__(self, service: str, schema: str) -> None:
        if psycopg is None:
            raise StoreError(
                "This case lies on a server, and the part of Casethread for that is not installed.",
                remedy="Install it: casethread[server]",
            )
        if not _SERVICE.fullmatch(service) or not _SCHEMA.fullmatch(schema):
            raise StoreError("The file that points to the server is not as it was written.", remedy="Restore it.")
        self.schema = schema
        with _told():
            self._db = psycopg.connect(
                f"service={service}", autocommit=True, connect_timeout=10,
                options=f"-c search_path={schema} -c lock_timeout={BUSY_TIMEOUT_MS} -c client_min_messages=error",
            )  # fmt: skip

    @property
    def in_transaction(self) -> bool:
        return self._db.info.transaction_status != TransactionStatus.IDLE

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement; its rows can be walked through, or fetched."""
        with _told():
            return self._db.execute(cast(Any, _for_postgres(statement)), values or None)

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        with _told(), self._db.cursor() as cursor:
            cursor.executemany(cast(Any, _for_postgres(statement)), rows)

    def close(self) -> None:
        self._db.close()


class PostgresStore(Store):
    """A case whose rows lie on a server; all but how it is opened, locked and brought forward is that of `Store`."""

    @classmethod
    def create(cls, path: Path, info: CaseInfo, raw_key: bytes | None = None, *, service: str = "") -> PostgresStore:
        """Make a new case on the server and the file that points to it. Raises `CaseExistsError`, `StoreError`."""
        if raw_key is not None:
            raise StoreError("A case on a server is not encrypted by Casethread.", remedy="Encrypt the server's disk.")
        store = cls._new(path, service)
        store.update_info(info)
        write_pointer(path, service, store.server.schema)
        return store

    @classmethod
    def _new(cls, path: Path, service: str) -> PostgresStore:
        if path.exists():
            raise CaseExistsError("There is already a file of that name.", remedy="Choose another name for the case.")
        server = Server(service, f"case_{secrets.token_hex(8)}")
        server.execute("BEGIN")
        server.execute(f"CREATE SCHEMA {server.schema}")
        for statement in _FORM_1:
            server.execute(statement)
        server.execute("COMMIT")
        return cls(path, cast(Any, server))

    def __enter__(self) -> PostgresStore:
        return self

    @classmethod
    def open(cls, path: Path) -> PostgresStore:
        """Open the case that a file points to. Raises `StoreError`, `NewerStoreError`."""
        pointer = read_pointer(path)
        server = Server(str(pointer.get("service", "")), str(pointer.get("schema", "")))
        there = server.execute("SELECT 1 FROM pg_namespace WHERE nspname = ?", (server.schema,)).fetchone()
        if there is None:
            server.close()
            raise StoreError("The case is no longer on the server.", remedy="Restore it from your last backup.")
        (version,) = server.execute("SELECT version FROM form").fetchone()
        if version > FORM:
            server.close()
            raise NewerStoreError(
                "This case was saved by a newer version of Casethread.", remedy="Install the newer version to open it."
            )
        return cls(path, cast(Any, server))

    @property
    def server(self) -> Server:
        """The connection."""
        return cast(Server, self._db)

    def compact(self) -> None:
        """Nothing to do: the server looks after its own pages."""

    def drop(self) -> None:
        """Take the case off the server with all its rows. Not to be taken back."""
        self.server.execute(f"DROP SCHEMA {self.server.schema} CASCADE")

    def _begin(self) -> None:
        self.server.execute("BEGIN")
        self.server.execute("LOCK TABLE info IN SHARE ROW EXCLUSIVE MODE")  # one writer at a time

    def _begin_reading(self) -> None:
        self.server.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def last_number(self) -> int:
        row = self._db.execute("SELECT value FROM info WHERE name = 'decisions'").fetchone()
        return int(row[0]) if row else 0

    def _numbered(self, number: int) -> None:
        self._keep_info("decisions", str(number))


# ------------------------------------------------------------------ whole copies, either way
def copy_rows(source: Any, target: Any) -> None:
    """Every row of a case from one database into another, whose tables are empty. Both are in a transaction."""
    for table, columns in TABLES.items():
        names = ", ".join(columns)
        marks = ", ".join("?" for _ in columns)
        rows = source.execute(f"SELECT {names} FROM {table}").fetchall()  # our own names
        if table == "info":
            rows = [row for row in rows if row[0] != "decisions"]  # each kind of store counts in its own way
        target.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def moved_to(path: Path, service: str, aside: Path) -> PostgresStore:
    """Move a case file to a server: copied, compared, and only then a pointer stands in its place.

    The file itself is kept at `aside`. Raises `StoreError`; the case is as it was then.
    """
    pointer = path.with_name(f".{path.name}.pointer")
    pointer.unlink(missing_ok=True)
    with Store.open(path) as old:
        new = PostgresStore._new(pointer, service)
        try:
            with old.one_moment(), new._transaction(changes_case=False):
                copy_rows(old._db, new._db)
                new._numbered(old.last_number())
            if old.case_as_read() != new.case_as_read() or old.last_number() != new.last_number():
                raise StoreError("The copy on the server is not the same, so nothing was moved.", remedy="Try again.")
            write_pointer(pointer, service, new.server.schema)
        except BaseException:
            with contextlib.suppress(StoreError):
                new.drop()
            new.close()
            raise
    os.replace(path, aside)
    os.replace(pointer, path)
    new.path = path
    return new


def copied_to_file(path: Path, to: Path) -> None:
    """A case on a server as an ordinary case file at `to`, which is there and empty. Raises `StoreError`."""
    with PostgresStore.open(path) as old, contextlib.closing(Store(to, for_writing(connect(to)))) as new:
        new._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        new._migrate()
        with old.one_moment(), new._transaction(changes_case=False):
            copy_rows(old._db, new._db)
        new._db.execute("PRAGMA journal_mode = DELETE")


def verified(path: Path) -> Report:
    """What a check of a case on a server finds: its files' hashes, the chain of decisions, its rows."""
    with PostgresStore.open(path) as store, store.one_moment():
        db = store._db
        rows = {name: int(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in COUNTED}
        return Report(
            rows=rows, head=head(db), changed=changed_files(db), broken_at=first_break(db, ever=store.last_number())
        )


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say what PostgreSQL reports in words, with a remedy."""
    try:
        yield
    except psycopg.errors.LockNotAvailable as error:
        raise StoreError(
            "The case is being written by someone else.", remedy="Wait until that has finished, then try again."
        ) from error
    except psycopg.OperationalError as error:
        raise StoreError(
            "The server on which the case lies does not answer.",
            remedy="Check that it runs and that pg_service.conf names it rightly, then try again.",
        ) from error
    except psycopg.Error as error:
        raise StoreError(
            "The server refused what was asked of it.", remedy="Check the rights of the database's user."
        ) from error


def _for_postgres(statement: str) -> str:
    """The statement with PostgreSQL's marks for values. None of our statements holds a question mark of its own."""
    return statement.replace("%", "%%").replace("?", "%s") if "?" in statement else statement
