"""Destroy a case with every copy of it that Casethread knows, and say in writing what was done and what was not.

    destroy(path)  ->  held by nobody else  ->  rows overwritten (secure_delete), VACUUM, log emptied
                   ->  every file overwritten with zeros and removed: the case, its log files, its listed copies
                   ->  Certificate: hashes, numbers, time and name, no word of the case

An encrypted case whose passphrase is lost can be destroyed too; its contents were unreadable before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.casefile import is_case_file
from model.chain import START, head
from model.engine import DATABASE_ERRORS, FILE_ERRORS, is_encrypted
from model.errors import CaseNotFoundError, StoreError
from model.keeping import counted, flush, verify
from model.keys import KEYS, drop_from_keyring, salt_of
from model.pointers import is_pointer
from model.sealing import copies_of, held, overwrite
from model.store import Store

NOT_PROMISED: Final = (
    "Drives with flash memory (SSD, USB stick) and file systems that keep versions or snapshots may hold older bytes "
    "that no program can reach; an encrypted disk protects those.",
    "Copies that were made without Casethread, files that were exported, printed or sent, and the agencies' own "
    "files are not known to it and are not destroyed by it.",
    "Backups that the organisation makes of whole computers or servers follow their own rules.",
)


_Looked = tuple[str, str, dict[str, int], Sequence[str]]
"""Reference, head of the decisions, rows, listed copies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """One file that was overwritten and removed: what it was, its size, and the SHA-256 of its name."""

    what: str
    size: int
    name_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What was destroyed. `reference` is the SHA-256 of the case's id, `head` the hash of its last decision, `rows` the
    rows of each table (both empty where it was not opened), `left` listed copies not removed (hash of name, why)."""

    reference: str
    at: dt.datetime
    by: str
    head: str
    rows: dict[str, int]
    removed: tuple[Removed, ...]
    left: tuple[tuple[str, str], ...]


def destroy(path: Path, *, by: str, at: dt.datetime, unopened: bool = False) -> Certificate:
    """Destroy a case and the copies that are known. Raises `StoreError`, `PassphraseError`; nothing is removed then.

    `unopened` destroys an encrypted case whose passphrase is lost.
    """
    if not path.is_file() or not is_case_file(path):
        raise CaseNotFoundError("There is no case file of that name.", remedy="Check the name and try again.")
    looked: _Looked = (_hash(path.name), "", {}, ())
    if not (unopened and is_encrypted(path)):
        looked = _looked_at(path)
    reference, chain_head, rows, listed = looked
    if is_pointer(path):
        return _on_server(path, looked, by, at)
    salt = salt_of(path) if is_encrypted(path) else None
    copies, left = _copies(path, listed, salt)
    try:
        if not (unopened and salt is not None):
            _emptied(path)
        removed = [_remove(p, what) for p, what in _files(path, copies) if p.exists()]
        flush(path.parent)
    except FILE_ERRORS as error:
        raise StoreError(
            "The case could not be destroyed wholly.",
            remedy="Close every program that has it open, then run the command again.",
        ) from error
    if salt is not None:
        KEYS.drop(salt)
        drop_from_keyring(salt)
    return Certificate(reference=reference, at=at, by=by, head=chain_head, rows=rows, removed=tuple(removed), left=left)


def certificate_text(certificate: Certificate, version: str) -> str:
    """The certificate to keep: plain text with no word of the case."""
    c = certificate
    rows = ", ".join(f"{number} {name}" for name, number in c.rows.items()) or "not known: it was not opened"
    lines = [
        "Certificate of destruction",
        "",
        f"Made by Casethread {version} at {c.at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC",
        f"Destroyed by: {c.by}",
        f"Reference of the case (SHA-256): {c.reference}",
        f"Rows that it held: {rows}",
        f"Head of its decisions: {c.head or 'not known: it was not opened'}",
        "",
        "Overwritten with zeros and removed:",
        *(f"- {r.what}, {r.size} bytes, name (SHA-256) {r.name_hash}" for r in c.removed),
    ]
    if c.left:
        lines += ["", "Listed, and not removed:", *(f"- name (SHA-256) {name}: {why}" for name, why in c.left)]
    return "\n".join([*lines, "", "What cannot be promised:", *(f"- {text}" for text in NOT_PROMISED), ""])


def _looked_at(path: Path) -> _Looked:
    with Store.open(path) as store:
        reference, listed = _hash(store.info().id), store.copies()
    if is_pointer(path):
        report = verify(path)
        return reference, report.head, dict(report.rows), listed
    with closing(held(path, KEYS.key_for(path))) as db:
        try:
            return reference, head(db), counted(db), listed
        except DATABASE_ERRORS:
            return reference, START, {}, listed


def _on_server(path: Path, looked: _Looked, by: str, at: dt.datetime) -> Certificate:
    """The rows off the server, then the file that pointed to them and the listed copies."""
    from model.postgres import PostgresStore

    reference, chain_head, rows, listed = looked
    copies, left = _copies(path, listed, None)
    with PostgresStore.open(path) as store:
        store.drop()
    removed = [_remove(p, what) for p, what in _files(path, copies) if p.exists()]
    flush(path.parent)
    server = Removed(what="all rows of the case on the database server", size=0, name_hash=_hash(path.name))
    note = (_hash(path.name), "the server's own logs and backups (its administrator knows how long they are kept)")
    return Certificate(reference=reference, at=at, by=by, head=chain_head, rows=rows, removed=(server, *removed),
                       left=(*left, note))  # fmt: skip


def _emptied(path: Path) -> None:
    """Every row overwritten inside the file, before the file itself is."""
    with closing(held(path, KEYS.key_for(path))) as db:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA foreign_keys = OFF")
        names = db.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
        for kind, name in sorted(names, key=lambda row: row[0] != "trigger"):  # triggers first: they refuse to delete
            if kind in ("trigger", "table"):
                db.execute(f"DROP {kind.upper()} IF EXISTS {name}")  # our own names
        db.execute("VACUUM")


def _copies(path: Path, listed: Sequence[str], salt: bytes | None) -> tuple[list[Path], tuple[tuple[str, str], ...]]:
    """The copies to remove, and those that are listed and not there or no longer a copy."""
    found, left = list(copies_of(path)), []
    for name in listed:
        copy = Path(name)
        if copy in found or copy == path:
            continue
        if not copy.is_file():
            left.append((_hash(copy.name), "not there any more, or its drive is not connected"))
        elif not is_case_file(copy) or (salt is not None and salt_of(copy) != salt):
            left.append((_hash(copy.name), "another file stands there now"))
        else:
            found.append(copy)
    return found, tuple(left)


def _files(path: Path, copies: Sequence[Path]) -> list[tuple[Path, str]]:
    out = [(path, "case file")]
    out += [(Path(f"{path}{tail}"), "log file of the case") for tail in ("-wal", "-shm", "-journal")]
    for copy in copies:
        out += [(copy, "copy of the case")]
        out += [(Path(f"{copy}{tail}"), "log file of a copy") for tail in ("-wal", "-shm")]
    return out


def _remove(path: Path, what: str) -> Removed:
    size = path.stat().st_size
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        overwrite(handle)
        with suppress(OSError):
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)
    path.unlink()
    return Removed(what=what, size=size, name_hash=_hash(path.name))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
