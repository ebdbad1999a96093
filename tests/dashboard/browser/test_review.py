"""A reviewer's journeys in a real browser: correct a date, confirm a link, dismiss a gap with a reason, undo.

Each once by mouse and once by keyboard only. Every test has a case of its own, so that none sees
another's decisions; a browser session keeps the name that was given once.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from dashboard.library import key_of
from dashboard.routes import address
from model.store import Store
from tests.dashboard.browser.conftest import Site
from tests.dashboard.sample import sample_case, write_case

NAME = "A. Reviewer"


@pytest.fixture
def context(fresh: BrowserContext) -> BrowserContext:
    """Each test's own, as the name given in one must not be known in the next."""
    return fresh


@pytest.fixture
def case(site: Site, request: pytest.FixtureRequest) -> Path:
    """A new copy of the invented case, analysed as any case is."""
    path = site.folder / f"{re.sub('[^a-z]', '', request.node.name)}.case"
    made = sample_case()[0]
    told = next(e for e in made.events if e.id == "e3")  # the referral as received names its sender, so it is matched
    events = tuple(replace(e, received_from=("midwifery",)) if e is told else e for e in made.events)
    write_case(path, replace(made, info=replace(made.info, id="reviewed"), events=events))
    return path


def go(page: Page, site: Site, case: Path, name: str, query: str = "") -> None:
    page.goto(site.url + address(key_of(case), name) + query)
    expect(page.locator(".review-bar button").first).to_be_visible()


def panel(page: Page) -> Locator:
    return page.locator("#panel")


def said(page: Page, text: str) -> None:
    expect(page.locator("#review-said")).to_contain_text(text)


def give_name(page: Page) -> None:
    page.get_by_label("Your name, for the log").fill(NAME)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator(".reviewer")).to_contain_text(NAME)


def tab_to(page: Page, name: str, *, most: int = 250, back: bool = False) -> None:
    """Press Tab until the focus is on what a screen reader would call by that name."""
    find = """() => { const e = document.activeElement; if (!e) return '';
      const label = e.labels && e.labels.length ? e.labels[0].querySelector('.label-text') || e.labels[0] : null;
      return (e.getAttribute('aria-label') || (label ? label.textContent : '') || e.innerText || '').trim() }"""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if str(page.evaluate(find)).startswith(name):
            return
    raise AssertionError(f"Tab never came to {name!r}")


# ------------------------------------------------------------------ by mouse
def test_correct_a_date_by_mouse_and_undo(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "timeline", "?event=e7")
    give_name(page)
    panel(page).get_by_text("Correct", exact=True).click()
    form = panel(page).get_by_role("group", name="Correct this event")
    expect(form.get_by_label("Day", exact=True).first).to_have_value("19")
    form.get_by_label("Day", exact=True).first.fill("31")
    form.get_by_label("Month", exact=True).first.fill("June")
    form.get_by_role("button", name="Save the correction").click()
    expect(form.get_by_role("alert")).to_contain_text("no such day")
    expect(form.get_by_label("Day", exact=True).first).to_be_focused()
    form.get_by_label("Day", exact=True).first.fill("18")
    form.get_by_label("Month", exact=True).first.fill("12")
    form.get_by_label("Reason").fill("The custody record says so")
    form.get_by_role("button", name="Save the correction").click()
    said(page, "Corrected: date of the row.")
    expect(page.locator(".panel-when")).to_have_text("18 Dec 2020, 23:52")
    expect(panel(page).locator(".changes")).to_contain_text("Read as: 19 Dec 2020, 23:52")
    expect(panel(page).locator(".changes")).to_contain_text("The custody record says so")
    expect(page.locator("tr.chosen")).to_contain_text("18 Dec 2020")
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.locator(".panel-when")).to_have_text("19 Dec 2020, 23:52")
    page.reload()
    expect(page.locator(".reviewer")).to_contain_text(NAME)  # asked once in a session
    page.get_by_role("button", name=re.compile("^Redo")).click()
    expect(page.locator(".panel-when")).to_have_text("18 Dec 2020, 23:52")
    assert "Reviewer" not in page.url


def test_the_name_is_asked_first_and_the_decision_then_made(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "timeline", "?event=e7")
    panel(page).get_by_role("button", name="Accept").click()
    expect(page.get_by_label("Your name, for the log")).to_be_focused()
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    said(page, "1 event accepted.")
    expect(panel(page).locator(".facts").first).to_contain_text("Confirmed by a reviewer")


def test_confirm_a_link_by_mouse(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "timeline", "?event=e2")
    give_name(page)
    pair = panel(page).locator(".pair").first
    expect(pair.locator("tr.differs").first).to_contain_text("differs")
    pair.get_by_role("button", name="Same event").click()
    said(page, "Confirmed as the same event.")
    expect(panel(page).locator(".pair").first).to_contain_text("Confirmed by a reviewer")
    panel(page).locator(".pair").first.get_by_role("button", name="Not the same").click()
    said(page, "Kept apart")
    expect(panel(page).locator(".pair:visible")).to_have_count(0)


def test_dismiss_a_gap_with_a_reason_by_mouse(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "gaps")
    give_name(page)
    card = page.locator("#gap-panel")
    title = card.locator("h2").inner_text()
    card.get_by_role("button", name="Dismiss").click()
    expect(card.get_by_role("alert").first).to_contain_text("reason is missing")
    card.get_by_label("Reason or answer").fill("Told at the meeting of 4 May; minutes seen")
    card.get_by_role("button", name="Dismiss").click()
    said(page, "Gap dismissed.")
    expect(card.locator("h2")).to_have_text(title)
    expect(card.locator(".status")).to_have_text("Dismissed by a reviewer")
    expect(page.locator(".register tr.chosen")).to_contain_text("Dismissed")
    expect(card).to_contain_text("minutes seen")
    page.goto(site.url + address(key_of(case), "log"))
    row = page.locator("table.log tbody tr").first
    expect(row).to_contain_text("dismissed")
    expect(row).to_contain_text(NAME)
    row.get_by_role("button", name="Undo").click()
    expect(page.locator("table.log tbody tr")).to_have_count(2)
    expect(page.locator("table.log tbody tr").last).to_contain_text("Undone")


def test_mark_words_in_the_row_and_make_them_an_event(page: Page, site: Site, case: Path) -> None:
    with Store.open(case) as store:
        source = next(s.id for s in store.case().sources if s.agency == "police")
    go(page, site, case, "source", f"?pick={source}")
    give_name(page)
    card = page.locator("article", has_text="Unborn child noted on the form").first
    card.get_by_text("Add an event from this row").click()
    page.evaluate(
        """() => { const rows = [...document.querySelectorAll(".entry-text")];
           const box = rows.find(e => e.textContent.includes("Unborn child"));
           const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT); let node;
           while ((node = walk.nextNode()) && !node.textContent.includes('Unborn child')) {}
           const at = node.textContent.indexOf('Unborn child'), range = document.createRange();
           range.setStart(node, at); range.setEnd(node, at + 'Unborn child noted'.length);
           const chosen = window.getSelection(); chosen.removeAllRanges(); chosen.addRange(range); }"""
    )
    card.get_by_role("button", name="Use the marked words").click()
    expect(card.get_by_label("Words of the row")).to_have_value("Unborn child noted")
    card.get_by_label("Type").select_option("concern")
    card.get_by_role("button", name="Add the event").click()
    said(page, "Event added.")
    card = page.locator("article", has_text="Unborn child noted on the form").first
    expect(card.locator("mark", has_text="Unborn child noted")).to_be_visible()
    expect(card).to_contain_text("2 events")


def test_many_are_accepted_at_once(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "events")
    give_name(page)
    page.get_by_role("checkbox", name="Tick all on this page").click()
    page.get_by_role("button", name="Accept ticked").click()
    said(page, "28 events accepted.")
    expect(page.get_by_role("link", name="Accepted (28)")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.get_by_role("link", name="Not reviewed (28)")).to_be_visible()


def test_a_half_filled_form_stays_while_the_window_changes(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "timeline", "?event=e7")
    give_name(page)
    page.get_by_role("link", name="Show a year").click()
    expect(page.get_by_role("link", name="Show a year")).to_have_attribute("aria-current", "true")  # drawn
    panel(page).get_by_text("Note or tag", exact=True).click()
    panel(page).get_by_label("Note", exact=True).fill("Half a thou")
    page.get_by_role("link", name="Move the window later").click()
    expect(page.locator("#chart-caption")).to_contain_text("before or after this window")
    page.get_by_role("link", name="Move the window later").click()
    page.wait_for_timeout(500)
    expect(panel(page).get_by_label("Note", exact=True)).to_have_value("Half a thou")


# ------------------------------------------------------------------ by keyboard only
def test_correct_a_date_by_keyboard_and_undo(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "timeline", "?event=e7")
    tab_to(page, "Your name")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    said(page, f"Reviewing as {NAME}")
    tab_to(page, "Correct")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_label("Day", exact=True).first).to_be_visible()  # the form is built when it is opened
    tab_to(page, "Day")
    page.keyboard.press("Control+A")
    page.keyboard.type("18")
    tab_to(page, "Reason")
    page.keyboard.type("The custody record says so")
    tab_to(page, "Save the correction")
    page.keyboard.press("Enter")
    said(page, "Corrected: date of the row.")
    expect(page.locator(".panel-when")).to_have_text("18 Dec 2020, 23:52")
    expect(page.locator("body")).not_to_be_focused()
    tab_to(page, "Undo", back=True)
    page.keyboard.press("Enter")
    said(page, "Undone.")
    expect(page.locator(".panel-when")).to_have_text("19 Dec 2020, 23:52")


def test_confirm_a_link_by_keyboard(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "timeline", "?event=e2")
    tab_to(page, "Same event")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your name, for the log")).to_be_focused()
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    said(page, "Confirmed as the same event.")
    expect(panel(page).locator(".pair").first).to_contain_text("Confirmed by a reviewer")


def test_dismiss_a_gap_with_a_reason_by_keyboard_and_undo(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "gaps")
    tab_to(page, "Your name")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    said(page, f"Reviewing as {NAME}")
    tab_to(page, "Reason or answer")
    page.keyboard.type("Seen in the minutes")
    tab_to(page, "Dismiss")
    page.keyboard.press("Enter")
    said(page, "Gap dismissed.")
    expect(page.locator("#gap-panel .status", has_text="Dismissed by a reviewer")).to_have_count(1)
    tab_to(page, "Undo", back=True)
    page.keyboard.press("Enter")
    said(page, "Undone.")
    expect(page.locator("#gap-panel .status", has_text="Dismissed by a reviewer")).to_have_count(0)
