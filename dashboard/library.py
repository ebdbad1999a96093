"""The cases of a folder, and what was worked out from each, kept until the case changes.

    folder or one .case file  ->  Library.cards  ->  the case list
    key of a case  ->  Library.book  ->  CaseBook (case, findings, columns), cached by (path, revision)

A case's key is a hash of its file's name: addresses hold no title and no name.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.casebook import CaseBook, build_book
from dashboard.retention_words import retention_in_words
from dashboard.versions import drawn_from
from model.case import Case, CaseInfo, Findings, SavedView
from model.errors import CaseNotFoundError, CasethreadError, PassphraseError, UsageError
from model.overlay import overlay
from model.retention import SETTING, retention
from model.reviewed import judged, same_substance
from model.store import Store

KEPT_BOOKS = 4  # cases held in memory at once: one reviewer seldom has more open
MAX_REMEMBERED = 1_000  # searches of readers of a team, the oldest forgotten first
MAX_NAME_CHARS = 60  # of the file that a new case gets

Analyse = Callable[[Case], Findings]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """One line of the case list. `problem` says, in place of the numbers, why a file could not be opened; `locked`
    that its passphrase is wanted. `kept` speaks of the day until which it is kept, once that is near or past."""

    key: str
    file: str
    title: str
    subject: str = ""
    agencies: int = 0
    files: int = 0
    events: int = 0
    problem: str = ""
    locked: bool = False
    kept: str = ""
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A case as it was last worked out, with the number of its reading."""

    reading: int
    case: Case
    findings: Findings


def key_of(path: Path) -> str:
    """The opaque name of a case in addresses."""
    return hashlib.sha256(path.name.encode("utf-8")).hexdigest()[:12]


class Library:
    """The cases at one place: all `*.case` files of a folder, or a single file."""

    def __init__(self, place: Path, analyse: Analyse) -> None:
        self.place = place
        self._analyse = analyse
        self._books: dict[Path, tuple[int, CaseBook]] = {}
        self._read: dict[Path, _Read] = {}  # of the case last opened: decisions come many to one case
        self._cards: dict[Path, tuple[int, CaseCard]] = {}
        self._lock = threading.Lock()
        self._memory: dict[str, str] = {}  # words that readers of a team searched for
        self.shown: Callable[[str, CaseBook], CaseBook] = lambda _key, book: book  # see `veils`
        self.said: Callable[[str, str], str] = lambda _key, text: text
        self.may_read: Callable[[str], bool] = lambda _key: True  # on a team's server: the roles of whoever asks
        self.may_edit: Callable[[str], bool] = lambda _key: True
        self.may_start: Callable[[], bool] = lambda: True
        self.made: Callable[[str], None] = lambda _key: None  # told the key of a new case

    @property
    def folder(self) -> Path:
        """Where new cases are made."""
        return self.place if self.place.is_dir() else self.place.parent

    def paths(self) -> list[Path]:
        """The case files, by name."""
        if self.place.is_file():
            return [self.place]
        return sorted(self.place.glob("*.case"), key=lambda p: p.name.lower()) if self.place.is_dir() else []

    def path(self, key: str) -> Path:
        """The file of a case. Raises `CaseNotFoundError`."""
        found = next((p for p in self.paths() if key_of(p) == key), None)
        if found is None or not self.may_read(key):
            raise CaseNotFoundError(
                "There is no such case here.", remedy="Go back to the list of cases; it may have been moved or renamed."
            )
        return found

    def cards(self) -> list[CaseCard]:
        """The list of cases; a file that cannot be opened is listed with the reason."""
        return [self._told(self._card(path)) for path in self.paths() if self.may_read(key_of(path))]

    def _told(self, card: CaseCard) -> CaseCard:
        """The line as whoever asks may see it."""
        file, title, subject = (self.said(card.key, text) for text in (card.file, card.title, card.subject))
        return replace(card, file=file, title=title, subject=subject)

    def _card(self, path: Path) -> CaseCard:
        try:
            with Store.open(path) as store:
                revision = store.revision()
                kept = self._cards.get(path)
                if kept is None or kept[0] != revision:
                    kept = self._cards[path] = (revision, _counted(path, store.case()))
        except CasethreadError as error:
            problem = f"{error.message} {error.remedy}"
            locked = isinstance(error, PassphraseError)
            return CaseCard(key=key_of(path), file=path.name, title=path.stem, problem=problem, locked=locked)
        return replace(kept[1], kept=_kept_words(kept[1].until))

    def book(self, key: str) -> CaseBook:
        """A case as whoever asks may see it: with its names, or without. Raises `CaseNotFoundError`, `StoreError`."""
        return self.shown(key, self.true_book(key))

    def true_book(self, key: str) -> CaseBook:
        """A case with all that follows from it, names and all: for decisions, never for a page."""
        path = self.path(key)
        with Store.open(path) as store, self._lock:
            revision = store.revision()
            kept = self._books.get(path)
            if kept is not None and kept[0] == revision:
                drawn_from(kept[1])
                return kept[1]
            case, findings = self._worked_out(store, path)
            book = build_book(findings.dated(case), findings)
            self._books = dict([*((p, v) for p, v in self._books.items() if p != path)][1 - KEPT_BOOKS :])
            self._books[path] = (revision, book)
            drawn_from(book)
            return book

    def forget(self, key: str) -> None:
        """Let nothing of a case stay in memory: it was locked."""
        path = self.path(key)
        with self._lock:
            self._books.pop(path, None)
            self._read.pop(path, None)
            self._cards.pop(path, None)

    def words(self, key: str, search: str | None) -> str:
        """The words that an address's `find` stands for, nothing where it stands for none."""
        if not search:
            return ""
        with Store.open(self.path(key)) as store:
            found = store.words(search) or self._memory.get(search, "")
        return self.said(key, found)

    def keep_words(self, key: str, words: str) -> str:
        """Keep words searched for in the case file, or in memory for those who may only read it; their id."""
        if not self.may_edit(key):
            return self._remembered(words)
        with Store.open(self.path(key)) as store:
            return store.keep_words(words)

    def _remembered(self, words: str) -> str:
        with self._lock:
            known = next((i for i, w in self._memory.items() if w == words), None)
            if known is None:
                while len(self._memory) >= MAX_REMEMBERED:
                    self._memory.pop(next(iter(self._memory)))
                known = secrets.token_hex(5)
                self._memory[known] = words
            return known

    def views(self, key: str) -> tuple[SavedView, ...]:
        """The saved views of a case."""
        with Store.open(self.path(key)) as store:
            found = store.views()
        return tuple(replace(view, name=self.said(key, view.name)) for view in found)

    def keep_view(self, key: str, view: SavedView) -> None:
        """Save a view in the case file."""
        with Store.open(self.path(key)) as store:
            store.keep_view(view)

    def drop_view(self, key: str, view_id: str) -> None:
        """Take a saved view away; one that is gone already is no error."""
        with Store.open(self.path(key)) as store, contextlib.suppress(KeyError):
            store.drop_view(view_id)

    def _worked_out(self, store: Store, path: Path) -> tuple[Case, Findings]:
        """A case and its findings. After a decision what was read is kept, and the findings where they still hold."""
        reading, kept = store.reading(), self._read.get(path)
        if kept is None or kept.reading != reading:
            case = store.case()
            findings = self._analyse(case)
        else:
            case = overlay(replace(kept.case.as_read or kept.case, decisions=store.decisions()))
            same = same_substance(kept.case, case)
            findings = judged(case, kept.findings) if same else self._analyse(case)
        self._read = {path: _Read(reading, case, findings)}
        return case, findings

    def new_case(self, info: CaseInfo) -> str:
        """Make an empty case in the folder and return its key. Raises `StoreError`, `UsageError`."""
        if not self.place.is_dir():
            raise UsageError(
                "Casethread was started on a single case, so no other can be made here.",
                remedy="Start it on a folder: casethread serve FOLDER",
            )
        path = free_path(self.folder, info.title)
        Store.create(path, info).close()
        self.made(key_of(path))
        return key_of(path)


def free_path(folder: Path, title: str) -> Path:
    """A file name made from a title that no case of the folder has yet, safe on every system."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-").lower()[:MAX_NAME_CHARS].strip("-") or "case"
    names = {p.name.lower() for p in folder.glob("*.case")}
    number = next(n for n in range(1, len(names) + 2) if f"{_numbered(stem, n)}.case" not in names)
    return folder / f"{_numbered(stem, number)}.case"


def _numbered(stem: str, number: int) -> str:
    # "case-" in front keeps clear of names that Windows reserves (con, aux, nul ...)
    return f"case-{stem}" if number == 1 else f"case-{stem}-{number}"


def _counted(path: Path, case: Case) -> CaseCard:
    return CaseCard(
        key=key_of(path),
        file=path.name,
        title=case.info.title,
        subject=case.info.subject,
        agencies=len({e.agency for e in case.entries}),
        files=len((case.as_read or case).sources),
        events=len(case.events),
        until=retention(case.info.settings, dt.date.min).until,
    )


def _kept_words(until: dt.date | None) -> str:
    """What is said in the list of cases of a day that is near or past."""
    if until is None:
        return ""
    found = retention({SETTING: until.isoformat()}, dt.datetime.now().astimezone().date())
    return retention_in_words(found) if found.state in ("near", "past") else ""
