"""Every request of a team's server passes here before anything else is done with it.

    request  ->  the proxy's secret and TLS  ->  session  ->  CSRF token  ->  what the address needs  ->  permit

The order matters: nothing of a request is believed before the secret is. An endpoint that `needs.toml` does not name is
refused. Callbacks of Dash come by one address; each of them is asked for once more, with its case, in `guarded`.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask, Response, g, has_request_context, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.access.accounts import Accounts
from dashboard.access.permit import Account, Need, Role, has, needs, permitted
from dashboard.access.presence import Presence
from dashboard.access.sessions import Session, Sessions
from dashboard.access.team import SECRET_HEADER, Team
from dashboard.security import SAFE_METHODS

COOKIE: Final = "__Host-casethread"
CSRF_HEADER: Final = "X-Casethread-Token"
CSRF_FIELD: Final = "token"
HSTS: Final = "max-age=31536000"
SMALL_BODY_BYTES: Final = 4_000_000  # of everything but files: a callback or a form
UPLOADS: Final = frozenset({"upload"})
OWN_CHECK: Final = frozenset({"sign_in"})  # before there is a session; it looks at a token of its own
NO_ACTION: Final = frozenset({"session", "_dash_assets.static", "/_favicon.ico"})
"""Requests that a page makes by itself: they do not keep a session alive."""
POLLS: Final = ("job-poll.", "presence-poll.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who asks: kept with the request."""

    account: Account | None
    session: Session | None


class Gate:
    """The accounts, sessions and settings of one running server, and what is decided by them."""

    def __init__(self, team: Team, accounts: Accounts, sessions: Sessions | None = None) -> None:
        self.team = team
        self.accounts = accounts
        self.sessions = sessions or Sessions()
        self.presence = Presence()
        self._routes = needs("routes")
        self._callbacks = needs("callbacks")

    # ------------------------------------------------------------- who asks
    def access(self) -> Access:
        """Who makes the request that is being answered; nobody outside one."""
        found = g.get("access") if has_request_context() else None
        return found if isinstance(found, Access) else Access(account=None, session=None)

    def label(self) -> str:
        """The name that decisions of this request are kept under."""
        account = self.access().account
        return account.label if account else ""

    def account_name(self) -> str:
        """The account of this request, nothing where nobody is signed in."""
        account = self.access().account
        return account.name if account else ""

    def role(self, case: str) -> Role | None:
        """The role of whoever asks, in a case."""
        account = self.access().account
        return self.accounts.role(account.name, case) if account else None

    def may_read(self, case: str) -> bool:
        """Whether a case may be opened now: always by the program's own work, which no request asks for."""
        return not has_request_context() or has(self.role(case), "reader")

    def may_edit(self, case: str) -> bool:
        """Whether a case may be changed now."""
        return not has_request_context() or has(self.role(case), "editor")

    def made(self, case: str) -> None:
        """A case was made by whoever asks: its only owner. Roles of an older case of that name end."""
        account = self.access().account
        if account is not None:
            self.accounts.forget_case(case, by=account.name)
            self.accounts.set_role(account.name, case, "owner", by=account.name)

    # ------------------------------------------------------------- what may be done
    def allowed(self, need: Need | None, case: str | None) -> bool:
        """Whether the request may have what is needed, in the case that it names."""
        account = self.access().account
        role = self.accounts.role(account.name, case) if account and case else None
        return permitted(account, need, role, names_case=case is not None)

    def callback_need(self, name: str) -> Need | None:
        """What a callback of Dash asks for."""
        return self._callbacks.get(name)

    def check(self) -> AnyResponse | None:
        """Let a request through (None) or answer it."""
        if not self.from_proxy():
            return _plain("These pages are served by the proxy of this server only.", 403)
        if request.endpoint not in UPLOADS:
            request.max_content_length = SMALL_BODY_BYTES
        g.access = self._who()
        need = self._routes.get(request.endpoint or "")
        case = (request.view_args or {}).get("case")
        if need == "anyone" and request.method in SAFE_METHODS:
            return None
        if self.access().account is None and need != "anyone":
            return _sign_in_first()
        if request.method not in SAFE_METHODS and request.endpoint not in OWN_CHECK and not self._token_fits():
            return _plain("This request did not come from Casethread's own pages.", 403)
        if not self.allowed(need, case):
            return not_allowed()
        self._acted(case)
        return None

    def from_proxy(self) -> bool:
        """Whether the proxy sent the request, and had it by TLS."""
        given = request.headers.get(SECRET_HEADER, "")
        return hmac.compare_digest(given.encode(), self.team.secret.encode()) and request.scheme == "https"

    def signed_on(self) -> Account | None:
        """The account that the council's single sign-on names in its header, if there is one here."""
        if not self.team.sign_on_header:
            return None
        found = self.accounts.account(request.headers.get(self.team.sign_on_header, ""))
        return found if found and not found.locked else None

    def _who(self) -> Access:
        session = self.sessions.find(request.cookies.get(COOKIE))
        account = self.accounts.account(session.account) if session else None
        if account is None or account.locked:
            return Access(account=None, session=None)
        if self.team.sign_on_header and self.signed_on() != account:
            return Access(account=None, session=None)  # someone else stands behind the browser now, or nobody
        return Access(account=account, session=session)

    def _token_fits(self) -> bool:
        """The token of the session, in a header or a field, and a sign of the browser that our own page sent it."""
        session = self.access().session
        plain_form = request.mimetype == "application/x-www-form-urlencoded"  # files are not read for it
        given = request.headers.get(CSRF_HEADER) or (request.form.get(CSRF_FIELD, "") if plain_form else "")
        if session is None or not hmac.compare_digest(given.encode(), session.csrf.encode()):
            return session is None and request.endpoint == "sign_out"
        return request.headers.get("Sec-Fetch-Site") == "same-origin" or "Origin" in request.headers

    def _acted(self, case: str | None) -> None:
        """Keep the session alive for what a person did; note where they are at work."""
        access = self.access()
        if access.session is None or access.account is None or request.endpoint in NO_ACTION or _polled():
            return
        self.sessions.touch(access.session)
        if case:
            self.presence.seen(case, access.account.name, access.account.label, changes=request.endpoint == "decide")

    def seen_in(self, case: str) -> None:
        """A callback for a case was let through."""
        account = self.access().account
        if account is not None and not _polled():
            self.presence.seen(case, account.name, account.label)


def install(server: Flask, gate: Gate) -> None:
    """Put the gate before every request of a server, and its header after."""

    def add_header(response: Response) -> Response:
        response.headers["Strict-Transport-Security"] = HSTS
        return response

    check: Callable[[], Any] = gate.check
    server.before_request(check)
    server.after_request(add_header)


def set_cookie(response: AnyResponse, name: str, value: str) -> None:
    """A cookie that that goes to this server only, by TLS only, that no script sees and no other site can have sent."""
    response.set_cookie(name, value, secure=True, httponly=True, samesite="Strict", path="/")


def not_allowed() -> AnyResponse:
    """What someone is told who has no right to what they asked for; the same whether or not it exists."""
    return _plain("Your account may not do this.", 403, "Ask the owner of the case, or go back to the list of cases.")


def _sign_in_first() -> AnyResponse:
    page = request.method == "GET" and request.endpoint in ("/", "/<path:path>", "account", "who_may_see", "keeping")
    if page:
        return redirect("/sign-in", code=303)  # the address that was asked for is not kept: it would be in logs
    return _plain("You are not signed in.", 401, "Sign in, then try again.")


def _plain(message: str, status: int, remedy: str = "") -> AnyResponse:
    if request.method == "GET":
        return Response(f"{message} {remedy}".strip() + "\n", status=status, mimetype="text/plain")
    answer = jsonify({"message": message, "remedy": remedy})
    answer.status_code = status
    return answer


def _polled() -> bool:
    """Whether a callback was set off by a clock of the page alone. A browser could lie: about its own session only."""
    if request.endpoint != "/_dash-update-component":
        return False
    body = request.get_json(silent=True)
    changed = body.get("changedPropIds") if isinstance(body, dict) else None
    return isinstance(changed, list) and bool(changed) and all(str(c).startswith(POLLS) for c in changed)
