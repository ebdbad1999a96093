"""Chronologies that came back, kept in memory until the program stops: the changes wait there for a reviewer's word.

Nothing of them is in the case until a change is accepted; after a new start the file is brought in once more.
"""

from __future__ import annotations

import threading
from typing import Final

from dashboard.casebook import CaseBook
from ingest.read import written_from
from ingest.returned import Returned

KEPT: Final = 3  # of one case, the newest


class Kept:
    """The documents that came back, by the key of their case."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, Returned]] = {}
        self._lock = threading.Lock()

    def take(self, case: str, book: CaseBook, name: str, returned: Returned) -> bool:
        """Keep a document that was written from this case. False for one of another case."""
        if not written_from(returned, (entry.id for entry in book.case.entries)):
            return False
        with self._lock:
            held = self._held.setdefault(case, {})
            held.pop(name, None)
            held[name] = returned
            while len(held) > KEPT:
                held.pop(next(iter(held)))
        return True

    def of(self, case: str) -> list[tuple[str, Returned]]:
        """The documents of a case with their names, the newest first."""
        with self._lock:
            return list(self._held.get(case, {}).items())[::-1]

    def drop(self, case: str, name: str) -> None:
        """Let a document go."""
        with self._lock:
            self._held.get(case, {}).pop(name, None)
