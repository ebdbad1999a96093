"""The page for paper, printed by a real browser: pages, marks, headers that repeat, nothing cut, grey as good."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from dashboard.library import key_of
from tests.dashboard.browser.conftest import Site
from tests.dashboard.browser.test_accessible import violations
from tests.dashboard.sample import large_case, write_case

POINTS = {"A4": (841.9, 595.3), "A3": (1190.6, 841.9)}
PX_A_MM = 96 / 25.4


def printed(page: Page, url: str) -> list[pypdfium2.PdfPage]:
    page.goto(url)
    content = page.pdf(prefer_css_page_size=True, print_background=True)
    return list(pypdfium2.PdfDocument(content))


def text_of(sheet: pypdfium2.PdfPage) -> str:
    return str(sheet.get_textpage().get_text_bounded())


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_a_case_prints_on_its_paper_with_marks_and_numbers_on_every_page(page: Page, site: Site, paper: str) -> None:
    sheets = printed(page, f"{site.url}/print/{site.key}?paper={paper}")
    assert 5 <= len(sheets) <= 14
    for number, sheet in enumerate(sheets, start=1):
        assert sheet.get_size() == pytest.approx(POINTS[paper], abs=1)
        text = text_of(sheet)
        assert "OFFICIAL-SENSITIVE" in text
        assert f"Page {number} of {len(sheets)}" in text


def test_every_part_begins_on_its_page_and_headers_repeat(page: Page, site: Site, tmp_path: Path) -> None:
    write_case(site.folder / "paper.case", large_case(240)[0])
    sheets = printed(page, f"{site.url}/print/{key_of(site.folder / 'paper.case')}?gaps=none")
    texts = [text_of(sheet) for sheet in sheets]
    parts = ("Method and limits", "Timeline", "Gap register", "Chronology", "Sources")
    tops = [text.replace("\r", "").split("\n")[:5] for text in texts[1:]]  # after the cover, which lists them
    starts = [next(n for n, top in enumerate(tops) if part in top) for part in parts]
    assert starts == sorted(starts)
    assert len(set(starts)) == len(starts)
    rows = [t for t in texts if "nothing in particular" in t]
    assert len(rows) > 4
    assert all("What the agency wrote" in t and "File and place" in t for t in rows)
    assert all(sum(f"Invented entry {n} about" in t for t in texts) == 1 for n in range(240))


def test_nothing_is_wider_than_the_paper(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/print/{site.key}")
    page.emulate_media(media="print")
    wide = page.evaluate(
        """() => { const edge = document.querySelector('main').getBoundingClientRect().right + 1;
          return [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > edge)
            .map(e => e.tagName + ' ' + e.textContent.slice(0, 40)); }"""
    )
    assert wide == []
    assert page.locator("main").bounding_box()["width"] == pytest.approx(269 * PX_A_MM, abs=1)  # type: ignore[index]
    tallest = page.evaluate("Math.max(...[...document.querySelectorAll('figure')].map(f => f.offsetHeight))")
    assert tallest < (210 - 2 * 14) * PX_A_MM
    page.emulate_media(media=None)


def test_gaps_are_told_apart_in_grey(page: Page, site: Site) -> None:
    """Two strips of other kinds must not look alike without colour: their patterns are compared sign by sign."""
    page.goto(f"{site.url}/print/{site.key}")
    fills = page.locator("figure svg rect[fill^='url(']").evaluate_all("e => e.map(x => x.getAttribute('fill'))")
    drawn = {
        fill: page.locator(fill.removeprefix("url(").removesuffix(")")).evaluate("p => p.innerHTML") for fill in fills
    }
    assert len(drawn) == 3
    assert len(set(drawn.values())) == 3


def test_the_page_has_no_violation_and_its_button_prints(page: Page, site: Site) -> None:
    page.add_init_script("window.print = () => { window.wasPrinted = true; };")
    page.goto(f"{site.url}/print/{site.key}")
    assert violations(page) == []
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.wasPrinted")


def test_the_export_page_leads_to_it(page: Page, site: Site) -> None:
    page.goto(site.page("export"))
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Open the page for paper").click()
    expect(opening.value.locator("h1")).to_have_text("Child R")
    opening.value.close()
