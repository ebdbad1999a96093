"""A team's server for tests: two cases, and a browser for each kind of person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.accounts import Accounts
from dashboard.access.gate import CSRF_HEADER, Gate
from dashboard.access.guarded import GuardedDash
from dashboard.access.sessions import Sessions
from dashboard.access.team import SECRET_HEADER, Team
from dashboard.app import create_app
from dashboard.config import Settings
from dashboard.library import key_of
from tests.dashboard.sample import sample_case, write_case

HOST = "cases.council.example"
BASE = f"https://{HOST}"
SECRET = "s" * 40
PASSWORD = "four words that differ"
PEOPLE = ("reader", "editor", "owner", "elsewhere", "administrator")
"""Accounts by what they are in the first case; `elsewhere` is the editor of the second alone."""


class Clock:
    """A clock that tests set on."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True, kw_only=True)
class Served:
    """The server, its gate, the two cases and the clock of both sessions and accounts."""

    app: GuardedDash
    gate: Gate
    case: str
    other: str
    folder: Path
    clock: Clock

    def browser(self, **headers: str) -> Browser:
        return Browser(self.app.server.test_client(), {SECRET_HEADER: SECRET} | headers)

    def signed_in(self, name: str) -> Browser:
        """A browser with a session, without the seconds that a password takes."""
        browser = self.browser()
        browser.use(self.gate.sessions.begin(name))
        return browser


class Browser:
    """Sends what a browser of ours would: the proxy's headers, the origin, and the token of the session."""

    def __init__(self, client: FlaskClient, headers: dict[str, str]) -> None:
        self.client = client
        self.headers = headers
        self.token = ""

    def use(self, cookie: str) -> None:
        self.client.set_cookie("__Host-casethread", cookie, domain=HOST, secure=True)
        found = re.search(r'casethread-token" content="([^"]+)"', self.get("/").text)
        assert found
        self.token = found[1]

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.open("GET", path, **more)

    def post(self, path: str, **more: Any) -> TestResponse:
        return self.open("POST", path, **more)

    def open(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        sent = {
            **self.headers,
            **({"Sec-Fetch-Site": "same-origin", CSRF_HEADER: self.token} if method == "POST" else {}),
        }
        return self.client.open(path, method=method, base_url=BASE, headers={**sent, **(headers or {})}, **more)


def serve_team(folder: Path, sign_on_header: str = "") -> Served:
    """Two cases and one account for each of `PEOPLE`."""
    write_case(folder / "r.case", sample_case()[0])
    write_case(folder / "s.case", sample_case()[0])
    clock = Clock()
    accounts = Accounts(folder, clock)
    case, other = key_of(folder / "r.case"), key_of(folder / "s.case")
    for name in PEOPLE:
        accounts.add(name, f"The {name}", administrator=name == "administrator", may_start=name == "editor")
    for name, role in (("owner", "owner"), ("editor", "editor"), ("reader", "reader")):
        accounts.set_role(name, case, role)  # type: ignore[arg-type]
    accounts.set_role("elsewhere", other, "editor")
    gate = Gate(Team(host=HOST, secret=SECRET, sign_on_header=sign_on_header), accounts, Sessions(clock))
    app = create_app(folder, Settings(hosts=(HOST,), max_request_bytes=20_000), gate=gate)
    return Served(app=app, gate=gate, case=case, other=other, folder=folder, clock=clock)
