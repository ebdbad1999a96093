"""Who is signed in, known to the server alone: the browser holds a token that says nothing.

    begin  ->  token for the cookie  ->  find (ends it when it is too old)  ->  end, or end_all of an account

A session ends 15 minutes after the last thing that a person did, and 8 hours after it began, whatever was done.
Tokens are kept as hashes; when the program stops, all sessions end.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

IDLE_SECONDS: Final = 15 * 60  # engineering requirement 17
ABSOLUTE_SECONDS: Final = 8 * 60 * 60
WARN_SECONDS: Final = 2 * 60  # before the end: time enough to answer (WCAG 2.2.1 asks for 20 seconds)
MAX_SESSIONS: Final = 10  # of one account: the oldest ends when another begins


@dataclass(slots=True, kw_only=True)
class Session:
    """One browser that is signed in. `csrf` is the token that its pages send with everything that changes something;
    times are of the clock of `Sessions`, in seconds."""

    account: str
    csrf: str
    begun: float
    seen: float


class Sessions:
    """The sessions of one running program."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[str, Session] = {}
        self._lock = threading.Lock()

    def begin(self, account: str) -> str:
        """Begin a session and return its token, which is kept nowhere."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._held = {k: s for k, s in self._held.items() if self._left(s) > 0}
            mine = [k for k, s in self._held.items() if s.account == account]
            for key in mine[: max(0, len(mine) - MAX_SESSIONS + 1)]:
                del self._held[key]
            self._held[_hash(token)] = Session(account=account, csrf=secrets.token_urlsafe(32), begun=now, seen=now)
        return token

    def find(self, token: str | None) -> Session | None:
        """The session of a token; None for an unknown one, and for one that has ended by now."""
        key = _hash(token or "")
        with self._lock:
            session = self._held.get(key)
            if session is not None and self._left(session) <= 0:
                del self._held[key]
                session = None
        return session

    def touch(self, session: Session) -> None:
        """The person has just done something."""
        session.seen = self._clock()

    def seconds_left(self, session: Session) -> int:
        """Until the session ends if nothing more is done."""
        return max(0, int(self._left(session)))

    def can_stay(self, session: Session) -> bool:
        """Whether doing something would let it last longer: not in the last minutes of the 8 hours."""
        return session.begun + ABSOLUTE_SECONDS - self._clock() > self._left(session)

    def end(self, token: str | None) -> None:
        """End one session; an unknown one is no error."""
        with self._lock:
            self._held.pop(_hash(token or ""), None)

    def end_all(self, account: str, but: Session | None = None) -> None:
        """End every session of an account, `but` one."""
        with self._lock:
            self._held = {k: s for k, s in self._held.items() if s.account != account or s is but}

    def _left(self, session: Session) -> float:
        now = self._clock()
        return min(session.seen + IDLE_SECONDS, session.begun + ABSOLUTE_SECONDS) - now


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
