"""Names shown or hidden, for each browser session and case: kept by the server, never in an address.

    switch of the page  ->  Veils.choose  ->  every book of the library for that session is the one without names
    Library.book        ->  Veils.shown   ->  the true book, or the case rewritten as a whole (made once, kept)
    words searched for, names of views, titles in the list of cases  ->  Veils.said

What is drawn, listed, searched or sent is made from the book, so nothing has to know that names are hidden.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from dashboard.authors import session_token
from dashboard.casebook import CaseBook, build_book
from dashboard.exports.options import NAME_CHOICES
from dashboard.library import Library
from ingest.identifiers import drawn_shift, pseudonymiser, table_for, under_pseudonyms
from model.errors import UsageError
from model.pseudonyms import Pseudonymiser, PseudonymTable
from model.store import Store

NAMES: Final = "names"
PSEUDONYMS: Final = "pseudonyms"
SHIFTED: Final = "shifted"
MODES: Final = NAME_CHOICES
KEPT: Final = 4  # rewritten books held in memory
MAX_CHOICES: Final = 1_000  # of one run of the program, the oldest forgotten first


class Veils:
    """What each session chose, and the books without names."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._chosen: dict[tuple[str, str], str] = {}
        self._books: dict[tuple[str, str], tuple[tuple[int, int], CaseBook]] = {}
        self._tables: dict[str, tuple[tuple[int, int], PseudonymTable]] = {}
        self._shifts: dict[str, int] = {}  # of cases whose table holds none yet: to look at a case changes no file
        self._lock = threading.RLock()
        self.who: Callable[[], str] = session_token  # on a team's server: the account
        library.shown, library.said = self.shown, self.said

    def mode(self, case: str) -> str:
        """What the session that asks chose for a case."""
        return self._chosen.get((self.who(), case), NAMES)

    def hides(self, case: str) -> bool:
        """Whether names of the case are hidden from the session that asks."""
        return self.mode(case) != NAMES

    def choose(self, case: str, mode: str) -> None:
        """Keep a choice. Raises `UsageError` for one that there is not, `CaseNotFoundError`."""
        if mode not in MODES:
            raise UsageError("There is no such choice.", remedy="Choose how names are shown.")
        self._library.path(case)
        with self._lock:
            while len(self._chosen) >= MAX_CHOICES:
                self._chosen.pop(next(iter(self._chosen)))
            self._chosen[self.who(), case] = mode

    def shown(self, case: str, book: CaseBook) -> CaseBook:
        """The book as the session that asks may see it."""
        return self.book_in(case, book, self.mode(case))

    def book_in(self, case: str, book: CaseBook, mode: str) -> CaseBook:
        """The book of a case in a mode."""
        if mode == NAMES:
            return book
        with self._lock:
            stamp, table = self._table(case, book)
            kept = self._books.get((case, mode))
            if kept is None or kept[0] != stamp:
                made = build_book(*under_pseudonyms(book.case, book.findings, table, shift=mode == SHIFTED))
                others = [(k, v) for k, v in self._books.items() if k != (case, mode)]
                self._books = dict(others[1 - KEPT :])
                kept = self._books[case, mode] = (stamp, made)
            return kept[1]

    def table(self, case: str) -> PseudonymTable:
        """The table of a case, brought up to its records as they are."""
        return self._table(case, self._library.true_book(case))[1]

    def _table(self, case: str, book: CaseBook) -> tuple[tuple[int, int], PseudonymTable]:
        with self._lock, Store.open(self._library.path(case)) as store:
            kept, number = store.pseudonyms()
            stamp = (book.number, number)
            known = self._tables.get(case)
            if known is None or known[0] != stamp:
                table = table_for(book.case, kept, [view.name for view in store.views()])
                if table.shift_days is None:
                    days = self._shifts.setdefault(case, drawn_shift())
                    table = PseudonymTable(rows=table.rows, shift_days=days)
                known = self._tables[case] = (stamp, table)
            return known

    def keep(self, case: str, table: PseudonymTable) -> None:
        """Keep a table in the case's file."""
        with Store.open(self._library.path(case)) as store:
            store.keep_pseudonyms(table)

    def said(self, case: str, text: str) -> str:
        """Words that belong to a case and stand outside its book, as the session that asks may see them."""
        if not text or not self.hides(case):
            return text
        return self._rewriter(case).text(text)

    def _rewriter(self, case: str) -> Pseudonymiser:
        return pseudonymiser(self.table(case), shift=self.mode(case) == SHIFTED)
