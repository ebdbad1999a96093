"""Sign in, account, who may see this case: plain pages of the server that work without any script.

    GET   ->  a template filled with what the gate knows (everything is escaped)
    POST  ->  the accounts changed, or what was wrong said on the same page

The gate has looked at session, token and right before any of these runs; signing in has a token of its own, since there
is no session yet.
"""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.access.accounts import MIN_PASSWORD_CHARS, plain_name
from dashboard.access.gate import COOKIE, CSRF_FIELD, Gate, set_cookie
from dashboard.access.permit import ROLES, Account, Role, has
from dashboard.access.sessions import ABSOLUTE_SECONDS, IDLE_SECONDS, WARN_SECONDS
from dashboard.config import Settings
from dashboard.library import Library, key_of
from dashboard.plain_pages import rendered
from model.errors import AccessError, CasethreadError, SignInError, UsageError

ENTRY_COOKIE: Final = "__Host-casethread-entry"
ROLE_WORDS: Final[dict[Role, str]] = {
    "reader": "read it",
    "editor": "read and change it",
    "owner": "read and change it, and say who may see it",
}


class Pages:
    """The pages of one server."""

    def __init__(self, gate: Gate, library: Library, settings: Settings) -> None:
        self._gate = gate
        self._library = library
        self._settings = settings

    def add_to(self, server: Flask) -> None:
        """Give every page its address."""
        for address, name, view, methods in (
            ("/sign-in", "sign_in", self.sign_in, ["GET", "POST"]),
            ("/sign-out", "sign_out", self.sign_out, ["POST"]),
            ("/session", "session", self.session, ["GET", "POST"]),
            ("/account", "account", self.account, ["GET", "POST"]),
            ("/access/<case>", "who_may_see", self.who_may_see, ["GET", "POST"]),
        ):
            server.add_url_rule(address, name, view, methods=methods)

    # ------------------------------------------------------------- in and out
    def sign_in(self) -> AnyResponse:
        """The form, or a session for the name and password in it."""
        problem = ""
        if request.method == "POST":
            try:
                return self._signed_in()
            except AccessError as error:
                problem = f"{error.message} {error.remedy}"
        entry = request.cookies.get(ENTRY_COOKIE) or secrets.token_urlsafe(24)
        signed_on = self._gate.signed_on()
        page = self._page(
            "sign_in.html", "Sign in", 401 if problem else 200, problem=problem, entry=entry,
            sign_on=bool(self._gate.team.sign_on_header), signed_on=signed_on.label if signed_on else "",
            idle=IDLE_SECONDS // 60, absolute=ABSOLUTE_SECONDS // 3600,
        )  # fmt: skip
        set_cookie(page, ENTRY_COOKIE, entry)
        return page

    def _signed_in(self) -> AnyResponse:
        entry = request.cookies.get(ENTRY_COOKIE, "")
        if not entry or not hmac.compare_digest(entry.encode(), request.form.get(CSRF_FIELD, "").encode()):
            raise AccessError("The page was too old.", remedy="Fill it in once more.")
        gate = self._gate
        if gate.team.sign_on_header:
            account = gate.signed_on()
            if account is None:
                raise SignInError("Your sign-on named no account that is known here.", remedy="Ask for one.")
            gate.accounts.tell(account.name, "signed in by single sign-on", request.remote_addr or "")
        else:
            address = request.remote_addr or ""
            account = gate.accounts.sign_in(request.form.get("name", ""), request.form.get("password", ""), address)
        gate.sessions.end(request.cookies.get(COOKIE))  # a token from before is never carried over
        answer = redirect("/", code=303)
        set_cookie(answer, COOKIE, gate.sessions.begin(account.name))
        answer.delete_cookie(ENTRY_COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
        return answer

    def sign_out(self) -> AnyResponse:
        """End the session on the server; the browser forgets its pages and its cookie."""
        account = self._gate.access().account
        self._gate.sessions.end(request.cookies.get(COOKIE))
        if account is not None:
            self._gate.presence.left(account.name)
            self._gate.accounts.tell(account.name, "signed out")
        answer = redirect("/sign-in", code=303)
        answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer

    def session(self) -> Response:
        """How long the session lasts, for the page's warning; asking is no action, a POST ("stay") is one."""
        gate, session = self._gate, self._gate.access().session
        assert session is not None
        if request.method == "POST":
            gate.sessions.touch(session)
        left, stay = gate.sessions.seconds_left(session), gate.sessions.can_stay(session)
        return jsonify({"left": left, "warn": WARN_SECONDS, "stay": stay})

    # ------------------------------------------------------------- account
    def account(self) -> AnyResponse:
        """Who is signed in, the cases open to them, a new password."""
        account = self._me()
        problem = said = ""
        if request.method == "POST":
            try:
                said = self._new_password(account)
            except (AccessError, UsageError) as error:
                problem = f"{error.message} {error.remedy}"
        roles = self._gate.accounts.roles_of(account.name)
        cards = {card.key: card.title for card in self._library.cards()}
        cases = [
            {"key": key, "title": cards[key], "role": role, "shares": account.administrator or has(role, "owner")}
            for key, role in roles.items()
            if key in cards
        ]
        others = [{"key": key_of(p), "title": p.name} for p in self._library.paths() if key_of(p) not in roles]
        besides = [word for on, word in (
            (account.administrator, "looks after the accounts"),
            (account.may_start or account.administrator, "may make new cases"),
        ) if on]  # fmt: skip
        return self._page(
            "account.html", "Your account", 400 if problem else 200, problem=problem, said=said, account=account,
            rights=", ".join(besides) or "no more than the roles below", cases=cases, least=MIN_PASSWORD_CHARS,
            others=others if account.administrator else [], sign_on=bool(self._gate.team.sign_on_header),
        )  # fmt: skip

    def _new_password(self, account: Account) -> str:
        if self._gate.team.sign_on_header:
            raise UsageError("There are no passwords here.", remedy="Your organisation's sign-on says who you are.")
        accounts = self._gate.accounts
        accounts.sign_in(account.name, request.form.get("present", ""), request.remote_addr or "")
        accounts.set_password(account.name, request.form.get("new", ""), by=account.name)
        self._gate.sessions.end_all(account.name, but=self._gate.access().session)
        return "The password is changed."

    def who_may_see(self, case: str) -> AnyResponse:
        """The accounts that may open a case; its owner and administrators change that here."""
        account, accounts = self._me(), self._gate.accounts
        path = next((p for p in self._library.paths() if key_of(p) == case), None)
        if path is None:
            return self._page("frame.html", "There is no such case", 404)
        problem = said = ""
        if request.method == "POST":
            try:
                said = self._set_role(case, account)
            except (AccessError, UsageError) as error:
                problem = f"{error.message} {error.remedy}"
        known = {a.name: a for a in accounts.all()}
        people = [
            {"name": name, "label": known[name].label, "locked": known[name].locked, "role": role}
            for name, role in accounts.roles_in(case).items()
        ]
        return self._page(
            "who_may_see.html", "Who may see this case", 400 if problem else 200, problem=problem, said=said, case=case,
            case_title=self._title(path, case), people=people, words=ROLE_WORDS,
        )  # fmt: skip

    def _set_role(self, case: str, by: Account) -> str:
        name, wanted = request.form.get("name", ""), request.form.get("role", "")
        if wanted != "none" and wanted not in ROLES:
            raise UsageError("There is no such role.", remedy="Choose one of the list.")
        role: Role | None = next((r for r in ROLES if r == wanted), None)
        self._gate.accounts.set_role(name, case, role, by=by.name)
        return f"{plain_name(name)} may now {ROLE_WORDS[role]}." if role else f"{plain_name(name)} may not open it now."

    # ------------------------------------------------------------- inside
    def _title(self, path: Path, case: str) -> str:
        """The case's title for those who may read it; its file name for an administrator who may not."""
        if not self._gate.may_read(case):
            return path.name
        try:
            return next(card.title for card in self._library.cards() if card.key == case)
        except (CasethreadError, StopIteration):
            return path.name

    def _me(self) -> Account:
        account = self._gate.access().account
        assert account is not None  # the gate lets nobody else in
        return account

    def _page(self, template: str, title: str, status: int = 200, **more: Any) -> Response:
        return rendered(template, title, self._settings, self._gate.access(), status, **more)
