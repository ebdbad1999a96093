"""Who is deciding: a name asked once, kept by the server for the browser session, never in an address.

    first page  ->  a cookie with a token that says nothing  ->  Authors: token -> name, in memory only

The cookie is out of reach of scripts and of other sites. When the program is started again the name is
asked again; what was decided keeps the name in the trail of the case.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from typing import Final

from flask import Flask, Response, has_request_context, request

COOKIE: Final = "casethread-session"
MAX_NAME_CHARS: Final = 80
MAX_SESSIONS: Final = 1_000  # of one run of the program, the oldest forgotten first


class Authors:
    """The names of the sessions of one running program."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._lock = threading.Lock()
        self.of_account: Callable[[], str] | None = None  # on a team's server: the name of whoever is signed in

    def name(self, token: str | None) -> str:
        """The name of a session, nothing while it was not given."""
        return self.of_account() if self.of_account is not None else self._names.get(token or "", "")

    def remember(self, token: str, name: str) -> str:
        """Keep a session's name, on one line; returns it as kept."""
        kept = " ".join(name.split())[:MAX_NAME_CHARS]
        with self._lock:
            while len(self._names) >= MAX_SESSIONS:
                self._names.pop(next(iter(self._names)))
            self._names[token] = kept
        return kept


def session_token() -> str:
    """The token of the request that is being answered, nothing outside one."""
    return request.cookies.get(COOKIE, "") if has_request_context() else ""


def add_sessions(server: Flask) -> None:
    """Give every browser that loads a page a token of its own."""

    def give(response: Response) -> Response:
        if response.mimetype == "text/html" and not request.cookies.get(COOKIE):
            response.set_cookie(COOKIE, secrets.token_urlsafe(18), httponly=True, samesite="Strict", path="/")
        return response

    server.after_request(give)
