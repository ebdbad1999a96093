"""A question about people answered in a real browser: by keyboard alone, taken back, and looked at by axe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from dashboard.library import key_of
from dashboard.routes import address
from tests.dashboard.browser.conftest import Site
from tests.dashboard.browser.test_accessible import violations
from tests.dashboard.browser.test_review import NAME, give_name, go, said, tab_to
from tests.dashboard.people_case import people_case
from tests.dashboard.sample import write_case

QUESTION = "Who is meant by “Nan” in school.csv?"


@pytest.fixture
def context(fresh: BrowserContext) -> BrowserContext:
    """Each test's own, as the name given in one must not be known in the next."""
    return fresh


@pytest.fixture
def case(site: Site, request: pytest.FixtureRequest) -> Path:
    path = site.folder / f"{re.sub('[^a-z]', '', request.node.name)}.case"
    write_case(path, people_case())
    return path


def card(page: Page) -> Locator:
    return page.locator("article.card", has=page.get_by_role("heading", name=QUESTION))


def test_say_who_is_meant_by_keyboard_and_take_it_back(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "settle")
    tab_to(page, "Your name, for the log")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    expect(page.locator(".reviewer")).to_contain_text(NAME)
    expect(card(page)).to_contain_text("PGM opened the door")
    tab_to(page, "Who it is")
    page.keyboard.type("Paternal")
    expect(card(page).get_by_label("Who it is")).to_have_value(re.compile(".+"))
    tab_to(page, "Reason")
    page.keyboard.type("The school's contact list")
    tab_to(page, "It is this person")
    page.keyboard.press("Enter")
    said(page, "2 events now name that person.")
    expect(card(page)).to_have_count(0)
    page.goto(site.url + address(key_of(case), "people"))
    expect(page.locator(".people-table tr", has_text="Paternal grandmother")).to_contain_text("3 events")
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    said(page, "Undone.")
    expect(page.get_by_role("link", name="1 question about PGM")).to_be_visible()
    tab_to(page, "1 question")
    page.keyboard.press("Enter")
    expect(card(page)).to_be_visible()


def test_what_is_left_as_read_is_not_asked_again(page: Page, site: Site, case: Path) -> None:
    go(page, site, case, "settle")
    give_name(page)
    card(page).get_by_role("button", name="Leave as read").click()
    said(page, "Left as read.")
    expect(card(page)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="Who is who")).to_be_visible()
    expect(card(page)).to_have_count(0)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_questions_have_no_violation(page: Page, site: Site, case: Path, colours: str) -> None:
    page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
    go(page, site, case, "settle")
    expect(card(page).get_by_role("button", name="Leave as read")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert violations(page) == []
    page.goto(site.url + address(key_of(case), "people"))
    expect(page.get_by_role("link", name="1 question about PGM")).to_be_visible()
    assert violations(page) == []
