"""The accounts of a team: one SQLite file beside the cases, which holds no word of a case.

    Accounts(folder)  ->  add, set_password, lock, set_role, remove  ->  each told in the trail
                      ->  account, role, roles_in  ->  what `permit` asks for
                      ->  sign_in  ->  Account, or `SignInError`

Passwords are kept as argon2id hashes (RFC 9106). Failed sign-ins are counted by account and by address: after some,
each further one makes the next wait twice as long. A role belongs to the file name of a case, as addresses do.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard.access.permit import ROLES, Account, Role
from model.errors import AccessError, SignInError, UsageError

FILE: Final = "accounts.db"
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{0,79}")
MIN_PASSWORD_CHARS: Final = 12  # NCSC and NIST SP 800-63B: length rather than rules of composition
MAX_PASSWORD_CHARS: Final = 1_000
FREE_FAILURES: Final = {"account": 5, "address": 30}  # before a wait; many people can stand behind one address
FIRST_WAIT_SECONDS: Final = 30
LONGEST_WAIT_SECONDS: Final = 60 * 60
FORGOTTEN_SECONDS: Final = 24 * 60 * 60  # after the last failure
HASHES_AT_ONCE: Final = 2  # each takes 64 MB of memory: a flood of sign-ins must not fill it

_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS account (name TEXT PRIMARY KEY, label TEXT NOT NULL, password TEXT NOT NULL, administrator INTEGER NOT NULL,
                          may_start INTEGER NOT NULL, locked INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS role (account TEXT NOT NULL REFERENCES account(name) ON DELETE CASCADE, case_key TEXT NOT NULL,
                       role TEXT NOT NULL, PRIMARY KEY (account, case_key)) STRICT;
    CREATE TABLE IF NOT EXISTS failure (subject TEXT PRIMARY KEY, count INTEGER NOT NULL, last REAL NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS trail (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
                        about TEXT NOT NULL) STRICT;
    CREATE TRIGGER IF NOT EXISTS trail_no_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
    CREATE TRIGGER IF NOT EXISTS trail_no_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
    PRAGMA user_version = 1;
"""  # noqa: E501


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of the trail: when (ISO 8601, UTC), who did what, about which account or case key."""

    at: str
    who: str
    what: str
    about: str


class Accounts:
    """The accounts of one folder of cases. Every method opens the file anew: another program may change it."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = folder / FILE
        self._clock = clock
        self._hasher = PasswordHasher()  # argon2id; the library's parameters are those of RFC 9106, low memory
        self._room = threading.BoundedSemaphore(HASHES_AT_ONCE)
        self._nobody = ""

    # ------------------------------------------------------------- who there is
    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._open() as db:
            return [_account(row) for row in db.execute(f"{_ACCOUNT} ORDER BY name")]

    def account(self, name: str) -> Account | None:
        """One account; None for an unknown name."""
        with self._open() as db:
            row = db.execute(f"{_ACCOUNT} WHERE name = ?", (plain_name(name),)).fetchone()
        return _account(row) if row else None

    def role(self, name: str, case: str) -> Role | None:
        """The role of an account in a case."""
        with self._open() as db:
            row = db.execute("SELECT role FROM role WHERE account = ? AND case_key = ?", (name, case)).fetchone()
        return row[0] if row and row[0] in ROLES else None

    def roles_of(self, name: str) -> dict[str, Role]:
        """The cases that an account may open, by key."""
        with self._open() as db:
            return dict(db.execute("SELECT case_key, role FROM role WHERE account = ?", (name,)))

    def roles_in(self, case: str) -> dict[str, Role]:
        """Who may open a case, by account."""
        with self._open() as db:
            return dict(db.execute("SELECT account, role FROM role WHERE case_key = ? ORDER BY account", (case,)))

    def trail(self) -> list[Told]:
        """What was done, the oldest first."""
        with self._open() as db:
            rows = db.execute("SELECT at, who, what, about FROM trail ORDER BY number")
            return [Told(at=at, who=who, what=what, about=about) for at, who, what, about in rows]

    # ------------------------------------------------------------- changes
    def add(self, name: str, label: str, *, administrator: bool = False, may_start: bool = False, by: str = "") -> None:
        """Make an account without a password: for single sign-on, or until one is set. Raises `UsageError`."""
        known = plain_name(name)
        if not NAME.fullmatch(known):
            raise UsageError(
                "An account's name has letters, figures and . _ @ - only.",
                remedy="Such as: j.doe or j.doe@council.example",
            )
        shown = " ".join(label.split())[:80] or known
        with self._change(by, "account made", known) as db:
            try:
                db.execute(
                    "INSERT INTO account VALUES (?, ?, '', ?, ?, 0)", (known, shown, int(administrator), int(may_start))
                )
            except sqlite3.IntegrityError as error:
                raise UsageError("There is an account of that name.", remedy="Choose another name.") from error

    def set_password(self, name: str, password: str, *, by: str = "") -> None:
        """Keep the hash of a new password. Raises `UsageError` where it is too short or too much like the name."""
        checked_password(name, password)
        with self._room:
            made = self._hasher.hash(password)
        with self._change(by, "password set", plain_name(name)) as db:
            _one(db.execute("UPDATE account SET password = ? WHERE name = ?", (made, plain_name(name))))

    def lock(self, name: str, locked: bool = True, *, by: str = "") -> None:
        """Keep an account out until it is unlocked, which forgets its failures too."""
        with self._change(by, "locked" if locked else "unlocked", plain_name(name)) as db:
            _one(db.execute("UPDATE account SET locked = ? WHERE name = ?", (int(locked), plain_name(name))))
            if not locked:
                db.execute("DELETE FROM failure WHERE subject = ?", (_subject("account", plain_name(name)),))

    def set_rights(
        self, name: str, *, administrator: bool | None = None, may_start: bool | None = None, by: str = ""
    ) -> None:
        """Make someone an administrator or not, let them start cases or not; None leaves it as it is."""
        for column, value in (("administrator", administrator), ("may_start", may_start)):
            if value is not None:
                with self._change(by, f"{column} {'yes' if value else 'no'}", plain_name(name)) as db:
                    change = f"UPDATE account SET {column} = ? WHERE name = ?"  # one of two names of ours
                    _one(db.execute(change, (int(value), plain_name(name))))

    def set_role(self, name: str, case: str, role: Role | None, *, by: str = "") -> None:
        """Give an account its role in a case, or take it away. A case keeps one owner at least: `UsageError`."""
        known = plain_name(name)
        with self._change(by, f"role {role or 'none'} in {case}", known) as db:
            if not db.execute("SELECT 1 FROM account WHERE name = ?", (known,)).fetchone():
                raise UsageError("There is no account of that name.", remedy="See: casethread accounts list")
            before = dict(db.execute("SELECT account, role FROM role WHERE case_key = ?", (case,)))
            db.execute("DELETE FROM role WHERE account = ? AND case_key = ?", (known, case))
            if role is not None:
                db.execute("INSERT INTO role VALUES (?, ?, ?)", (known, case, role))
            if "owner" in before.values() and "owner" not in {**before, known: role}.values():
                raise UsageError("The case would have no owner.", remedy="Make someone else its owner first.")

    def forget_case(self, case: str, *, by: str = "") -> None:
        """Take away every role in a case that is no longer, or was made anew."""
        with self._change(by, "roles taken away", case) as db:
            db.execute("DELETE FROM role WHERE case_key = ?", (case,))

    def remove(self, name: str, *, by: str = "") -> None:
        """Take an account away with its roles. The trail keeps its name, and so do the logs of cases."""
        with self._change(by, "account removed", plain_name(name)) as db:
            _one(db.execute("DELETE FROM account WHERE name = ?", (plain_name(name),)))

    def tell(self, who: str, what: str, about: str = "") -> None:
        """Write a line into the trail."""
        with self._change(who, what, about):
            pass

    # ------------------------------------------------------------- signing in
    def sign_in(self, name: str, password: str, address: str) -> Account:
        """The account that a name and a password open. Raises `SignInError`, the same for every reason but a wait.

        `address` is the computer that asks. The wait is looked at before the password, so that guessing on learns
        nothing; an unknown name takes as long as a known one.
        """
        known = plain_name(name)[:80]
        subjects = {"account": _subject("account", known), "address": _subject("address", address)}
        self._wait_over(subjects)
        with self._open() as db:
            row = db.execute("SELECT password, locked FROM account WHERE name = ?", (known,)).fetchone()
        right = self._fits(row[0] if row else "", password[: MAX_PASSWORD_CHARS + 1])
        if row is None or not right or row[1]:
            self._failed(subjects)
            self.tell(known if row else "unknown", "sign-in refused", address)
            raise SignInError(
                "The name and the password do not fit together, or the account is locked.",
                remedy="Try again, or ask the person who looks after the accounts.",
            )
        with self._change(known, "signed in", address) as db:
            db.execute("DELETE FROM failure WHERE subject = ?", (subjects["account"],))
        found = self.account(known)
        assert found is not None
        return found

    def _fits(self, kept: str, password: str) -> bool:
        with self._room:
            if not self._nobody:
                self._nobody = self._hasher.hash("nobody has this password")
            try:
                return self._hasher.verify(kept or self._nobody, password) and bool(kept)
            except (VerificationError, InvalidHashError):
                return False

    def _wait_over(self, subjects: dict[str, str]) -> None:
        with self._open() as db:
            for kind, subject in subjects.items():
                row = db.execute("SELECT count, last FROM failure WHERE subject = ?", (subject,)).fetchone()
                left = row[1] + wait_seconds(row[0], FREE_FAILURES[kind]) - self._clock() if row else 0
                if left > 0:
                    minutes = max(1, round(left / 60))
                    raise SignInError(
                        "There were too many sign-ins that failed.",
                        remedy=f"Wait {minutes} minute{'s' if minutes > 1 else ''}, then try again.",
                    )

    def _failed(self, subjects: dict[str, str]) -> None:
        now = self._clock()
        with self._open() as db:
            db.execute("DELETE FROM failure WHERE last < ?", (now - FORGOTTEN_SECONDS,))
            for subject in subjects.values():
                db.execute(
                    """INSERT INTO failure VALUES (?, 1, ?)
                       ON CONFLICT (subject) DO UPDATE SET count = count + 1, last = excluded.last""",
                    (subject, now),
                )

    # ------------------------------------------------------------- inside
    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        fresh = not self.path.exists()
        try:
            if fresh:
                os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))  # for the owner alone
            db = sqlite3.connect(self.path, timeout=5, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise AccessError(
                "The accounts cannot be opened.", remedy="Check that you may write to the folder."
            ) from error
        try:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA trusted_schema = OFF")
            if db.execute("PRAGMA user_version").fetchone()[0] == 0:
                db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
            yield db
        except sqlite3.DatabaseError as error:
            raise AccessError(
                "The file of accounts cannot be used.", remedy="Restore it from a backup of the folder."
            ) from error
        finally:
            db.close()

    @contextlib.contextmanager
    def _change(self, who: str, what: str, about: str) -> Iterator[sqlite3.Connection]:
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                at = dt.datetime.fromtimestamp(self._clock(), dt.UTC).isoformat(timespec="seconds")
                db.execute("INSERT INTO trail (at, who, what, about) VALUES (?, ?, ?, ?)", (at, who, what, about))
                db.execute("COMMIT")
            except BaseException:
                db.execute("ROLLBACK")
                raise


_ACCOUNT: Final = "SELECT name, label, administrator, may_start, locked, password <> '' FROM account"


def _account(row: tuple[Any, ...]) -> Account:
    name, label, administrator, may_start, locked, password = row
    return Account(name=name, label=label, administrator=bool(administrator), may_start=bool(may_start),
                   locked=bool(locked), password=bool(password))  # fmt: skip


def _one(cursor: sqlite3.Cursor) -> None:
    if cursor.rowcount != 1:
        raise UsageError("There is no account of that name.", remedy="See: casethread accounts list")


def _subject(kind: str, value: str) -> str:
    """What failures are counted under: names that do not exist and addresses are not kept in the clear."""
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"


def plain_name(name: str) -> str:
    """An account's name as it is kept."""
    return name.strip().casefold()


def wait_seconds(failures: int, free: int) -> int:
    """How long the next sign-in must wait after so many failures: nothing at first, then twice as long each time.

    >>> [wait_seconds(n, 5) for n in (4, 5, 6, 7, 30)]
    [0, 30, 60, 120, 3600]
    """
    if failures < free:
        return 0
    return int(min(FIRST_WAIT_SECONDS * 2 ** min(failures - free, 20), LONGEST_WAIT_SECONDS))


def checked_password(name: str, password: str) -> None:
    """Raise `UsageError` for a password that is too short, too long, one sign over and over, or the account's name."""
    if len(password) > MAX_PASSWORD_CHARS:
        raise UsageError("The password is too long.", remedy=f"At most {MAX_PASSWORD_CHARS} signs.")
    folded = password.casefold()
    easy = len(set(folded)) < 4 or folded.replace(plain_name(name), "").strip() == ""
    if len(password) < MIN_PASSWORD_CHARS or easy:
        raise UsageError(
            "The password is too easy to guess.",
            remedy=f"Use {MIN_PASSWORD_CHARS} signs or more, such as four words that do not belong together.",
        )
