"""Journeys through the page of knowledge, by mouse and by keyboard, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.browser.conftest import Site

PARTS = ("", "?show=agency&side=health_visiting&on=2021-05-30", "?show=flow", "?show=people", "?show=network")


def test_a_cell_leads_to_the_words_that_show_it_and_back(page: Page, site: Site) -> None:
    page.goto(site.page("knowledge"))
    cell = page.locator("a.cell.source").first
    cell.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("event=.*side="))
    expect(page.locator("aside.panel .panel-title")).to_be_focused()
    expect(page.locator("aside.panel .source-row mark").first).to_be_visible()
    page.get_by_role("link", name="Back to the matrix").click()
    expect(page.locator("a.cell[aria-current='true']")).to_be_focused()


def test_a_cell_without_a_record_says_what_was_looked_at(page: Page, site: Site) -> None:
    page.goto(site.page("knowledge"))
    page.locator("a.cell.no_record").first.click()
    panel = page.locator("aside.panel")
    expect(panel).to_contain_text("What was looked at")
    expect(panel).to_contain_text("No row in it was found to tell of this event")


def test_an_agencys_knowledge_on_a_typed_day(page: Page, site: Site) -> None:
    page.goto(site.page("knowledge", "?show=agency"))
    page.get_by_role("link", name="Children's social care").click()
    expect(page.locator(".count-line")).to_contain_text("is shown to have known of")
    page.get_by_label("On this day").fill("31/12/2020")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("on=2020-12-31"))
    expect(page.locator(".count-line")).to_contain_text("On 31 December 2020")
    page.get_by_label("On this day").fill("soon")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#knowledge-error")).to_contain_text("day, month, year")


def test_who_told_whom_over_a_period(page: Page, site: Site) -> None:
    page.goto(site.page("knowledge", "?show=flow"))
    expect(page.locator("#flow-chart .heatmaplayer")).to_be_attached()
    rows = page.locator("table.flow tbody tr").count()
    page.get_by_role("textbox", name="From").fill("01/01/2021")
    page.get_by_role("textbox", name="To").fill("31/03/2021")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("from=2021-01-01&to=2021-03-31"))
    expect(page.locator(".window-words")).to_contain_text("2021")
    assert 0 < page.locator("table.flow tbody tr").count() < rows


@pytest.mark.parametrize("query", PARTS, ids=["matrix", "agency", "flow", "people", "network"])
def test_every_part_has_names_labels_and_large_enough_targets(page: Page, site: Site, query: str) -> None:
    page.goto(site.page("knowledge", query))
    expect(page.locator("#main h1")).to_have_text("Knowledge")
    wrong = page.evaluate(
        """() => {
          const out = [];
          for (const e of document.querySelectorAll('#main a, #main button, #main input, #main summary')) {
            const label = e.labels && e.labels[0] && e.labels[0].innerText;
            const name = e.getAttribute('aria-label') || e.innerText || e.textContent || label;
            if (!name || !name.trim()) out.push('no name: ' + e.outerHTML.slice(0, 80));
          }
          for (const e of document.querySelectorAll('#main .cell.row-link, #main .chip, #main .button'))
            if (e.offsetParent && e.getBoundingClientRect().height < 24) out.push('small: ' + e.innerText);
          for (const t of document.querySelectorAll('#main table')) {
            if (!t.caption) out.push('no caption');
            for (const h of t.querySelectorAll('th')) if (!h.scope) out.push('no scope: ' + h.innerText);
          }
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) out.push('twice: ' + id);
          let last = 0;
          for (const h of document.querySelectorAll('#main h1, #main h2, #main h3')) {
            const level = Number(h.tagName[1]);
            if (level > last + 1) out.push('heading skips a level: ' + h.innerText);
            last = level;
          }
          return out;
        }"""
    )
    assert wrong == []


@pytest.mark.parametrize("query", PARTS, ids=["matrix", "agency", "flow", "people", "network"])
def test_every_part_fits_a_narrow_screen(page: Page, site: Site, query: str) -> None:
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(site.page("knowledge", query))
        expect(page.locator("#main h1")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_the_neighbourhood_is_walked_from_node_to_node_by_table_and_by_picture(page: Page, site: Site) -> None:
    page.goto(site.page("knowledge", "?show=network&side=health_visiting"))
    expect(page.locator("#network-said")).to_contain_text("Health visiting, ")
    page.locator("table.network").get_by_role("link", name="GP", exact=True).click()
    expect(page.locator("#network-said")).to_contain_text("GP, ")
    expect(page).to_have_url(re.compile("side=gp"))
    node = page.locator("#network-chart .scatterlayer path.point").nth(1).bounding_box()
    assert node is not None
    page.mouse.click(node["x"] + node["width"] / 2, node["y"] + node["height"] / 2)
    expect(page).not_to_have_url(re.compile("side=gp"))
    page.go_back()
    expect(page.locator("#network-said")).to_contain_text("GP, ")
    page.locator("table.network").get_by_role("link", name=re.compile("^On the timeline")).first.click()
    expect(page).to_have_url(re.compile(r"/timeline\?agency=gp"))


def test_the_change_of_view_is_said_aloud(page: Page, site: Site) -> None:
    page.goto(site.page("knowledge"))
    page.get_by_role("link", name="Who told whom").click()
    expect(page.locator("#knowledge-said")).to_have_text("Who told whom is shown.")
    expect(page.locator("#knowledge-said")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("link", name="Who told whom")).to_be_focused()
