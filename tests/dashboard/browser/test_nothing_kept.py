"""The browser keeps nothing of a case: no storage, no database, no cache, no cookie a script could read."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.dashboard.browser.conftest import Site
from tests.dashboard.browser.test_journeys import open_timeline

KEPT = """async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: (await indexedDB.databases()).map(d => d.name),
    caches: 'caches' in window ? await caches.keys() : [],
    workers: 'serviceWorker' in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0,
    cookies: document.cookie,
})"""
SETTINGS = {"theme", "colours"}  # how the pages look: not a word of a case


def test_a_walk_through_the_pages_leaves_nothing_in_the_browser(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.get_by_label("Search the records").fill("mother tearful")
    page.keyboard.press("Enter")
    expect(page.locator("table.events tbody tr")).to_have_count(2)
    for name in ("overview", "gaps", "knowledge", "events", "people", "names", "sources", "log", "export"):
        page.goto(site.page(name))
        expect(page.locator("h1").first).to_be_visible()
    kept = page.evaluate(KEPT)
    assert {key for key, _ in (*kept["local"], *kept["session"])} <= SETTINGS, kept
    assert all(len(value) < 20 for _, value in (*kept["local"], *kept["session"]))
    assert (kept["databases"], kept["caches"], kept["workers"], kept["cookies"]) == ([], [], 0, "")
