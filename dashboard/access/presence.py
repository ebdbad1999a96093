"""Who else is at work in a case: told by the last thing that each person did there, with no word of the case.

a request or callback of a case  ->  seen  ->  others: names and how long ago
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

HERE_SECONDS: Final = 10 * 60  # since the last action: someone who only reads is still there


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A person in a case: the name shown, seconds since the last action, and since the last decision (None: none)."""

    label: str
    ago: float
    decided: float | None


@dataclass(frozen=True, slots=True)
class _Moments:
    label: str
    acted: float
    decided: float | None


class Presence:
    """Who is where, of one running program."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._cases: dict[str, dict[str, _Moments]] = {}
        self._lock = threading.Lock()

    def seen(self, case: str, account: str, label: str, *, changes: bool = False) -> None:
        """Someone has just done something in a case; `changes` where it was a decision."""
        now = self._clock()
        with self._lock:
            people = self._cases.setdefault(case, {})
            before = people.get(account)
            decided = now if changes else before.decided if before else None
            people[account] = _Moments(label, now, decided)

    def left(self, account: str) -> None:
        """Someone has signed out."""
        with self._lock:
            for people in self._cases.values():
                people.pop(account, None)

    def others(self, case: str, account: str) -> list[Seen]:
        """Everyone else who is in a case now, the last to act first."""
        now = self._clock()
        with self._lock:
            people = {k: m for k, m in self._cases.get(case, {}).items() if now - m.acted <= HERE_SECONDS}
            self._cases[case] = people
            found = [
                Seen(label=m.label, ago=now - m.acted, decided=None if m.decided is None else now - m.decided)
                for k, m in people.items()
                if k != account
            ]
        return sorted(found, key=lambda s: s.ago)
