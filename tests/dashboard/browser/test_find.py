"""Finding, arranging and measuring, once with the mouse and once by keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.dashboard.browser.conftest import Site
from tests.dashboard.browser.test_journeys import open_timeline

ROWS = "table.events tbody tr"


def search(page: Page, words: str) -> None:
    page.get_by_label("Search the records").fill(words)
    page.keyboard.press("Enter")


def test_a_search_is_a_link_that_survives_a_reload_and_carries_no_words(page: Page, site: Site) -> None:
    open_timeline(page, site)
    search(page, "mother tearful")
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.locator(f"{ROWS} mark").first).to_have_text("Mother")
    expect(page.locator("#filters-in-force")).to_contain_text("2 events with these words: Health visiting 2")
    assert "tearful" not in page.url
    address = page.url
    page.reload()
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.get_by_label("Search the records")).to_have_value("mother tearful")
    page.goto(site.page())
    page.goto(address)
    expect(page.locator(ROWS)).to_have_count(2)


def test_hits_are_lit_among_all_events(page: Page, site: Site) -> None:
    open_timeline(page, site)
    search(page, "mother tearful")
    page.get_by_role("link", name="Show them among all events").click()
    expect(page.locator(ROWS)).to_have_count(28)
    expect(page.locator(f"{ROWS} .tag-hit")).to_have_count(2)
    rings = "#chart .scatterlayer .trace:last-child path.point"
    expect(page.locator(rings)).to_have_count(2)


def test_counts_follow_the_other_filters_and_an_empty_view_says_how_to_leave_it(page: Page, site: Site) -> None:
    page.goto(site.page("timeline", "?agency=gp&kind=birth"))
    expect(page.locator("#event-table")).to_contain_text("No event matches all of these filters.")
    page.get_by_role("link", name="Take out Type: 3 events would be shown").click()
    expect(page.locator(ROWS)).to_have_count(3)
    page.get_by_text("Type: all").click()
    expect(page.get_by_role("link", name="Concern 1", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Birth 0", exact=True)).to_be_visible()


def test_a_filter_keeps_the_window_that_was_zoomed_to(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.get_by_role("link", name="Show a quarter").click()
    expect(page.get_by_role("link", name="Show a quarter")).to_have_attribute("aria-current", "true")
    window = page.locator(".window-words").inner_text()
    page.get_by_text("Agency: all").click()
    page.get_by_role("link", name=re.compile("^Midwifery")).click()
    expect(page).to_have_url(re.compile("agency=midwifery"))
    expect(page.locator(".window-words")).to_have_text(window)
    expect(page.locator(".chip", has_text=window)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_a_view_is_saved_opened_and_removed(page: Page, site: Site) -> None:
    open_timeline(page, site, "?agency=police")
    page.get_by_text("Saved views").click()
    page.get_by_label("Save this view as").fill("Police only")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#view-said")).to_have_text("Saved as Police only.")
    page.goto(site.page())
    page.get_by_text("Saved views: 1").click()
    page.get_by_role("link", name="Police only").click()
    expect(page.locator(ROWS)).to_have_count(3)
    page.get_by_text("Saved views: 1").click()
    page.get_by_role("button", name="Remove the view Police only").click()
    expect(page.locator("#views summary")).to_have_text("Saved views")


def test_lanes_are_moved_folded_and_split(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.get_by_text("Lanes", exact=True).click()
    page.get_by_role("link", name="Move School up").click()
    expect(page).to_have_url(re.compile("lane=school&lane=gp"))
    page.get_by_role("link", name="Fold Police").click()
    expect(page.locator("#chart .ytick", has_text="Police (3)")).to_be_visible()
    page.get_by_role("link", name="By person Midwifery").click()
    expect(page.locator("#chart .ytick", has_text="Mother")).to_be_visible()
    page.get_by_role("link", name="As at first").click()
    expect(page.locator("#chart .ytick", has_text="Police (3)")).to_have_count(0)


def test_days_are_counted_from_an_event_and_two_are_measured(page: Page, site: Site) -> None:
    open_timeline(page, site, "?event=e12")
    page.get_by_role("link", name="Count days from here").click()
    expect(page.locator(ROWS).first).to_contain_text("150 days before worker absence")
    page.get_by_role("link", name="Measure from here").click()
    expect(page.locator("#measure")).to_contain_text("Now choose the other event.")
    page.locator(".row-link", has_text="Reallocated to Mr Tarn").click()
    expect(page.locator("#measure")).to_contain_text("50 days, 36 working days")
    page.reload()
    expect(page.locator("#measure")).to_contain_text("50 days, 36 working days")
    page.get_by_role("link", name="Stop measuring").click()
    expect(page.locator("#measure")).not_to_contain_text("working days")


def test_two_windows_are_set_side_by_side(page: Page, site: Site) -> None:
    open_timeline(page, site, "?from=2020-12-01&to=2021-02-28")
    compare = page.get_by_role("link", name=re.compile("^Compare: keep this window"))
    compare.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#compare")).to_contain_text("is kept. Move or zoom")
    expect(page.get_by_role("link", name="Stop comparing two windows")).to_be_focused()
    page.get_by_role("link", name="Move the window later").click()
    table = page.locator("table.compare")
    expect(table).to_contain_text("kept, 90 days")
    police = table.get_by_role("row", name=re.compile("^Police"))
    expect(police.locator("strong").first).to_have_text("2")
    address = page.url
    page.get_by_role("link", name="Change places").click()
    expect(table.locator("thead th").nth(2)).to_contain_text("1 Dec 2020 to 28 Feb 2021")
    page.goto(address)
    expect(table.locator("thead th").nth(1)).to_contain_text("1 Dec 2020 to 28 Feb 2021")
    page.get_by_role("link", name="Stop comparing two windows").click()
    expect(table).to_have_count(0)


def test_the_lanes_in_small_lead_to_the_timeline(page: Page, site: Site) -> None:
    page.goto(site.page("overview"))
    expect(page.locator(".summary")).to_contain_text("6 files from 6 agencies were read")
    expect(page.locator("table.quality")).to_contain_text("Health visiting")
    bar = page.locator("#small-chart .barlayer .point path").first
    expect(bar).to_be_attached()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"/timeline\?from="))
    expect(page.locator("#chart-caption p").first).to_be_visible()


# ------------------------------------------------------------------ the same by keyboard alone
def tab_to(page: Page, name: str, most: int = 90) -> None:
    """Press Tab until something of that name has the focus."""
    script = "(e => (e.getAttribute('aria-label') || e.innerText || e.id || '').trim())(document.activeElement)"
    for _ in range(most):
        page.keyboard.press("Tab")
        if re.match(name, str(page.evaluate(script))):
            return
    raise AssertionError(f"{name} is not reached with Tab")


def test_find_narrow_measure_and_share_by_keyboard_alone(page: Page, site: Site) -> None:
    open_timeline(page, site)
    tab_to(page, "search-box")
    page.keyboard.type("referral")
    page.keyboard.press("Enter")
    expect(page.locator("#filters-in-force")).to_contain_text("events with these words")
    tab_to(page, "Agency: all")
    page.keyboard.press("Enter")
    tab_to(page, "Midwifery")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("agency=midwifery"))
    page.keyboard.press("Escape")
    tab_to(page, "Referral sent")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .panel-title")).to_be_focused()
    shared = page.url
    assert "sent" not in shared
    page.goto(site.page())
    page.goto(shared)
    expect(page.locator("#panel .panel-title")).to_contain_text("Referral")
    expect(page.locator(".chip", has_text="Midwifery")).to_be_visible()
