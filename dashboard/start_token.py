"""Only the person who started the program gets in: a token in the address that it opens, once, becomes a cookie.

    start printed address /...?start=TOKEN  ->  cookie, and the same address without it  ->  pages
    anything without the cookie             ->  403 with a remedy

Other programs and other people on this computer can reach the port, but do not know the token. It is taken once:
an address that stays in the browser's history opens nothing. Every answer is behind it, callbacks and scripts too.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from typing import Final

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

PARAMETER: Final = "start"


class StartToken:
    """The token of one run of the program, and the cookie that it becomes."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self.cookie = f"casethread-start-{secrets.token_hex(4)}"  # by run: cookies do not tell ports apart
        self._value = secrets.token_urlsafe(24)
        self._used = False
        self._lock = threading.Lock()

    def added_to(self, url: str) -> str:
        """The address that lets in, once."""
        return f"{url}{'&' if '?' in url else '?'}{PARAMETER}={self.token}"

    def knows(self, value: str | None) -> bool:
        """Whether a cookie's value is ours."""
        return hmac.compare_digest((value or "").encode(), self._value.encode())

    def take(self, token: str | None) -> str | None:
        """The cookie's value for the token, the first time; None else."""
        if not hmac.compare_digest((token or "").encode(), self.token.encode()):
            return None
        with self._lock:
            if self._used:
                return None
            self._used = True
        return self._value


def require_start_token(server: Flask, start: StartToken) -> None:
    """Let nothing through without the cookie; turn the token into it."""

    def gate() -> AnyResponse | None:
        inside = start.knows(request.cookies.get(start.cookie))
        if PARAMETER not in request.args:
            return None if inside else _refused()
        value = start.take(request.args.get(PARAMETER)) if not inside else None
        if not inside and value is None:
            return _refused()
        answer = redirect(request.path, code=303)  # the path alone: the token leaves the address bar
        if value is not None:
            answer.set_cookie(start.cookie, value, httponly=True, samesite="Strict", path="/")
        return answer

    server.before_request(gate)


def _refused() -> Response:
    return Response(
        "These pages are open only to the browser in which Casethread was started.\n"
        "Stop Casethread and start it again; use the address that it prints. It works once.\n",
        status=403, mimetype="text/plain",
    )  # fmt: skip
