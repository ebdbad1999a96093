"""Every page by axe-core, on light and dark screens, wide and at 320 pixels; and the settings people need.

axe-core is vendored under tests/vendor (pinned, MPL 2.0) and put into the page by the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.routes import PAGES
from tests.dashboard.browser.conftest import Site
from tests.dashboard.browser.test_journeys import MARKS, choose, new_case, open_timeline

AXE = Path(__file__).resolve().parents[2] / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = {
    "a chosen event": "?event=e7",
    "a chosen gap": "?gap=g2",
    "filters": "?agency=police&kind=referral&told=planned&from=2020-12-01&to=2021-03-01",
    "nothing left": "?agency=gp&kind=birth",
    "the child's age": "?axis=age&split=childrens_social_care&fold=gp",
    "measuring": "?measure=e2&event=e7",
    "two windows": "?from=2021-03-01&to=2021-05-31&kept-from=2020-12-01&kept-to=2021-02-28",
}


def violations(page: Page) -> list[str]:
    """What axe finds wrong, with the first elements that it names."""
    page.evaluate(AXE.read_text(encoding="utf-8"))  # not as a script element: our own policy would refuse it
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{v['id']}: {v['help']} ({len(v['nodes'])}) " + " | ".join(n["html"][:160] for n in v["nodes"][:3])
        for v in found["violations"]
    ]


@pytest.fixture(params=["light", "dark"])
def coloured(request: pytest.FixtureRequest, page: Page) -> Iterator[Page]:
    page.emulate_media(color_scheme=request.param)
    yield page
    page.emulate_media(color_scheme=None)


@pytest.mark.parametrize("name", list(PAGES))
def test_no_page_of_a_case_has_a_violation(coloured: Page, site: Site, name: str) -> None:
    coloured.goto(site.page(name))
    expect(coloured.locator("#main h1")).to_be_attached()
    coloured.wait_for_load_state("networkidle")
    assert violations(coloured) == []
    coloured.set_viewport_size({"width": 320, "height": 800})
    assert violations(coloured) == []


@pytest.mark.parametrize("query", [pytest.param(query, id=name) for name, query in VIEWS.items()])
def test_no_view_of_the_timeline_has_a_violation(page: Page, site: Site, query: str) -> None:
    page.goto(site.page("timeline", query))
    expect(page.locator("#chart-caption p").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    for menu in page.locator("details.dropdown").all():
        menu.evaluate("menu => { menu.open = true; }")
    assert violations(page) == []


@pytest.mark.parametrize("part", ["agency", "flow", "people", "network"])
def test_no_part_of_the_knowledge_page_has_a_violation(coloured: Page, site: Site, part: str) -> None:
    coloured.goto(site.page("knowledge", f"?show={part}"))
    expect(coloured.locator("#main h2").first).to_be_attached()
    coloured.wait_for_load_state("networkidle")
    assert violations(coloured) == []
    coloured.set_viewport_size({"width": 320, "height": 800})
    assert coloured.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("query", ["?show=cards", "?gap=g3&sort=-size"])
def test_no_view_of_the_gaps_has_a_violation(coloured: Page, site: Site, query: str) -> None:
    coloured.goto(site.page("gaps", query))
    expect(coloured.locator("#main h1")).to_be_attached()
    for part in coloured.locator("details").all():
        part.evaluate("part => { part.open = true; }")
    assert violations(coloured) == []


def test_cases_and_unknown_pages_have_no_violation(coloured: Page, site: Site) -> None:
    for path in ("/", "/case/000000000000/timeline"):
        coloured.goto(site.url + path)
        expect(coloured.locator("#main h1")).to_be_attached()
        assert violations(coloured) == []


def test_files_before_and_after_reading_have_no_violation(page: Page, site: Site, tmp_path: Path) -> None:
    for name, text in {
        "a.csv": "Moment,Tale\n01/03/2021,A call was made.\n02/03/2021,A letter came.\n",
        "b.csv": "",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    new_case(page, site, "Accessible")
    choose(page, tmp_path / "a.csv", tmp_path / "b.csv")
    assert violations(page) == []
    page.get_by_role("button", name="Read 1 file").click()
    expect(page.locator("#job h2")).to_contain_text("to be answered")
    assert violations(page) == []


def test_dark_colours_follow_the_system_until_someone_says_otherwise(page: Page, site: Site) -> None:
    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page.emulate_media(color_scheme="dark")
    open_timeline(page, site)
    assert ground() == "rgb(17, 18, 20)"
    page.get_by_role("button", name="Light colours").click()
    assert ground() == "rgb(251, 251, 249)"
    page.reload()
    expect(page.locator(MARKS).first).to_be_visible()
    assert ground() == "rgb(251, 251, 249)"
    page.evaluate("localStorage.clear()")
    page.emulate_media(color_scheme="dark", media="print")
    page.reload()
    expect(page.locator("#main")).to_be_attached()
    assert ground() == "rgb(251, 251, 249)"  # paper is light


def test_with_four_hundred_per_cent_zoom_nothing_is_cut_off(browser: Browser, site: Site) -> None:
    """1280 pixels at 400 % are 320 of the page, each drawn four times as large."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    page = context.new_page()
    for name in PAGES:
        page.goto(site.page(name))
        expect(page.locator("#main h1")).to_be_attached()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    context.close()


def test_text_spacing_hides_nothing(page: Page, site: Site) -> None:
    """WCAG 1.4.12: wider lines, letters and words."""
    page.set_viewport_size({"width": 1024, "height": 800})
    open_timeline(page, site, "?agency=police&event=e7")
    page.evaluate(
        "document.documentElement.style.cssText = 'line-height:1.5; letter-spacing:.12em; word-spacing:.16em'"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024


def test_forced_colours_keep_the_focus_and_the_choice_in_sight(page: Page, site: Site) -> None:
    page.emulate_media(forced_colors="active")
    open_timeline(page, site, "?agency=police&from=2020-12-01&to=2020-12-31")
    page.locator("summary", has_text="Agency: 1 of").focus()
    page.keyboard.press("Enter")
    chosen = page.get_by_role("link", name=re.compile("Police 3 ?, shown"))
    assert page.evaluate("e => getComputedStyle(e).outlineStyle", chosen.element_handle()) == "solid"
    page.emulate_media(forced_colors=None)


def test_forced_colours_leave_an_edge_around_what_can_be_pressed_and_a_mark_on_the_page_that_is_shown(
    page: Page, site: Site
) -> None:
    page.emulate_media(forced_colors="active")
    for name in PAGES:
        page.goto(site.page(name))
        expect(page.locator("#main h1")).to_be_attached()
        bare = page.evaluate(
            "[...document.querySelectorAll('#main .button, #main .chip, #main select, #main input')]"
            ".filter(e => e.offsetParent && getComputedStyle(e).borderTopStyle === 'none'"
            " && getComputedStyle(e.parentElement).borderTopStyle === 'none').map(e => e.outerHTML.slice(0, 90))"
        )
        assert bare == [], name
        shown = page.locator(".tabs a[aria-current]")
        if shown.count():
            assert shown.evaluate("e => getComputedStyle(e).outlineStyle") == "solid", name
        assert violations(page) == [], name
    page.emulate_media(forced_colors=None)


def test_nothing_moves_where_motion_is_unwanted(page: Page, site: Site) -> None:
    page.emulate_media(reduced_motion="reduce")
    for name in PAGES:
        page.goto(site.page(name))
        expect(page.locator("#main h1")).to_be_attached()
        moving = page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => { const s = getComputedStyle(e);"
            " return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0.01; })"
            ".map(e => e.outerHTML.slice(0, 90))"
        )
        assert moving == [], name


def test_the_chart_is_worked_with_keys_while_it_has_the_focus(page: Page, site: Site) -> None:
    open_timeline(page, site)
    window = page.locator(".window-words")
    page.keyboard.press("m")
    expect(page).not_to_have_url(re.compile("from="))  # nothing without the focus
    page.locator(".chart-box").focus()
    page.keyboard.press("m")
    expect(page).to_have_url(re.compile("from="))
    month = window.inner_text()
    page.locator(".chart-box").focus()
    page.keyboard.press("ArrowRight")
    expect(window).not_to_have_text(month)
    page.keyboard.press("0")
    expect(page.locator("#chart-caption")).to_contain_text("26 events drawn singly")
    expect(page.locator(".chart-box")).to_be_focused()


def test_choices_of_our_own_reach_the_program(page: Page, site: Site) -> None:
    """The select and the checkboxes that stand in for those of Dash, by keyboard."""
    page.goto(site.page("rules"))
    box = page.get_by_role("checkbox").first
    before = box.get_attribute("aria-checked")
    box.focus()
    page.keyboard.press("Space")
    expect(box).not_to_have_attribute("aria-checked", str(before))
    page.get_by_role("button", name="Use these profiles").click()
    expect(page.locator("#main")).to_contain_text("The profiles are in use.")
    rule = page.get_by_label("Rule", exact=True)
    name = rule.locator("option").nth(1).get_attribute("value")
    rule.select_option(name)
    page.get_by_role("button", name="Turn the rule off").click()
    expect(page.locator("#main")).to_contain_text("The rule is turned off for this case.")
