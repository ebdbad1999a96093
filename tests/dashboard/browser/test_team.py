"""A team's server in a real browser: signing in, a decision kept under the account's name, the question before the end.

A few lines stand for the reverse proxy: they add its secret and say that the request came by TLS.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, Page, expect

from dashboard.access.accounts import Accounts
from dashboard.access.gate import Gate
from dashboard.access.sessions import IDLE_SECONDS, Sessions
from dashboard.access.team import Team
from dashboard.app import create_app
from dashboard.config import Settings
from dashboard.library import key_of
from model.store import Store
from tests.dashboard.browser.conftest import TIMEOUT_MS
from tests.dashboard.browser.test_accessible import violations
from tests.dashboard.sample import sample_case, write_case
from tests.support.team import PASSWORD, SECRET, Clock

Environ = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TeamSite:
    url: str
    folder: Path
    case: str
    clock: Clock


def behind_proxy(app: Callable[[Environ, Any], Iterable[bytes]]) -> Callable[[Environ, Any], Iterable[bytes]]:
    def answer(environ: Environ, start: Any) -> Iterable[bytes]:
        return app(environ | {"HTTP_X_CASETHREAD_PROXY": SECRET, "wsgi.url_scheme": "https"}, start)

    return answer


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TeamSite]:
    folder = tmp_path_factory.mktemp("team")
    write_case(folder / "r.case", sample_case()[0])
    case, clock, accounts = key_of(folder / "r.case"), Clock(), Accounts(folder)
    accounts.add("j.doe", "J. Doe")
    accounts.set_password("j.doe", PASSWORD)
    accounts.set_role("j.doe", case, "owner")
    gate = Gate(Team(host="127.0.0.1", secret=SECRET), accounts, Sessions(clock))
    app = create_app(folder, Settings(), gate=gate)
    server = waitress.create_server(behind_proxy(app.server.wsgi_app), host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield TeamSite(f"http://127.0.0.1:{server.effective_port}", folder, case, clock)
    server.close()
    thread.join(timeout=0.5)


@pytest.fixture
def page(browser: Browser, team: TeamSite) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(TIMEOUT_MS)
    yield context.new_page()
    context.close()


def test_a_day_at_work(page: Page, team: TeamSite) -> None:
    page.goto(f"{team.url}/case/{team.case}/events")
    expect(page).to_have_title("Sign in – Casethread")
    assert violations(page) == []
    page.get_by_label("Name of the account").fill("j.doe")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Child R").click()
    page.goto(f"{team.url}/case/{team.case}/timeline?event={event_of(team)}")
    expect(page.get_by_text("Reviewing as J. Doe")).to_be_visible()
    page.locator("#panel").get_by_role("button", name="Accept").first.click()
    expect(page.get_by_text("1 event accepted")).to_be_visible()
    with Store.open(team.folder / "r.case") as store:
        assert [d.author for d in store.decisions()] == ["J. Doe"]

    page.get_by_role("link", name="Account").click()
    assert violations(page) == []
    page.get_by_role("link", name="Who may see this case").click()
    expect(page.get_by_role("heading", name="Who may see this case")).to_be_visible()
    expect(page.get_by_role("row", name="j.doe")).to_contain_text("say who may see it")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert violations(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    for address, heading in (("keeping", "Keeping this case"), ("unlock", "An encrypted case")):
        page.goto(f"{team.url}/{address}/{team.case}")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert violations(page) == []

    team.clock.now += IDLE_SECONDS - 100
    page.goto(f"{team.url}/account", wait_until="networkidle")  # an action: it all begins anew
    team.clock.now += IDLE_SECONDS - 100
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("signed out in 2 minutes")
    question.get_by_role("button", name="Stay signed in").click()
    expect(question).to_have_count(0)

    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("Sign in – Casethread")
    page.goto(f"{team.url}/account")
    expect(page).to_have_title("Sign in – Casethread")


def event_of(team: TeamSite) -> str:
    with Store.open(team.folder / "r.case") as store:
        return store.case().events[0].id
