"""A served folder and a real browser for the journeys. Without a browser these tests fail, never skip.

session: waitress on a free loopback port over a folder with the invented case
each test: a page that refuses and records every request to another host, and records console errors
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import waitress
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from dashboard import app as app_module
from dashboard.app import create_app
from dashboard.config import Settings
from dashboard.library import key_of
from dashboard.routes import address
from model.analysis import analyse
from model.case import Case, Findings
from tests.browser_setup import REMEDY, find_browser
from tests.dashboard.sample import large_case, sample_case, write_case

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
TIMEOUT_MS = 20_000  # a loaded machine; a healthy one answers in a tenth of a second


@dataclass(frozen=True, slots=True)
class Site:
    """A running server: its address, its folder and the key of the invented case."""

    url: str
    folder: Path
    key: str

    def page(self, name: str = "timeline", query: str = "") -> str:
        return self.url + address(self.key, name) + query


def findings(case: Case) -> Findings:
    """The made cases' findings are made with them; any other case is analysed as always."""
    if case.info.id == "large":
        return large_case(len(case.events))[1]
    return sample_case()[1] if case.info.id == "case-r" else analyse(case)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("cases")
    write_case(folder / "r.case", sample_case()[0])
    with pytest.MonkeyPatch.context() as patch:  # while the application is made: other tests make their own
        patch.setattr(app_module, "analyse", findings)
        made = create_app(folder, Settings(poll_seconds=0.2))
    server = waitress.create_server(made.server, host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.effective_port}", folder, key_of(folder / "r.case"))
    server.close()
    thread.join(timeout=0.5)  # kept-alive connections may hold it; it is a daemon


@pytest.fixture(scope="session")
def browser_path() -> Path:
    """A browser, found before Playwright's own loop runs (finding it starts another one)."""
    path = find_browser()
    if path is None:
        pytest.fail(REMEDY)
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=TIMEOUT_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(browser_path: Path, playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=str(browser_path), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One context for all, so that the chart library is fetched and compiled once."""
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(TIMEOUT_MS)
    yield context
    context.close()


@pytest.fixture
def fresh(browser: Browser) -> Iterator[BrowserContext]:
    """A browser session of its own: nobody's name is known in it."""
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(TIMEOUT_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page of 1440 by 900. After the test, nothing may have been asked of another host and no error shown."""
    own = urlsplit(site.url).netloc
    elsewhere: list[str] = []
    errors: list[str] = []
    page = context.new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.on("request", lambda r: None if urlsplit(r.url).netloc == own else elsewhere.append(r.url))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    yield page
    page.close()
    assert elsewhere == []
    assert errors == []
