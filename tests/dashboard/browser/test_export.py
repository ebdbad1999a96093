"""The journey through the Export page, and the page that it gives, opened as a file, in a real browser."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.exports.documents import written
from dashboard.exports.options import ExportOptions
from tests.dashboard.browser.conftest import Site
from tests.dashboard.sample import sample_case


def test_a_choice_is_made_and_a_document_taken(page: Page, site: Site, tmp_path: Path) -> None:
    page.goto(site.page("export"))
    page.get_by_role("group", name="Agencies").get_by_text("School", exact=True).click()
    page.get_by_label("From").fill("1/2/202")
    expect(page.get_by_role("status").filter(has_text="A day is not complete")).to_be_visible()
    expect(page.get_by_role("link", name="Word (docx) Integrated chronology")).to_have_count(0)
    page.get_by_label("From").fill("1/2/2021")
    link = page.get_by_role("link", name="Word (docx) Integrated chronology")
    expect(link).to_have_attribute("href", re.compile("since=2021-02-01&agency="))
    with page.expect_download() as waiting:
        link.click()
    taken = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(taken)
    assert taken.name == "chronology.docx"
    text = "\n".join(p.text for p in docx.Document(str(taken)).paragraphs)
    assert "Period: on or after 1 Feb 2021." in text
    assert "Agencies: only" in text
    assert "School" not in text


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    made = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
    path = tmp_path / "chronology.html"
    path.write_bytes(written("chronology", "html", *sample_case(), ExportOptions(), made))
    return path


def test_the_page_is_searched_and_filtered_without_a_server(context: BrowserContext, exported: Path) -> None:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("request", lambda r: None if r.url == exported.as_uri() else said.append(r.url))
    page.goto(exported.as_uri())
    rows = page.locator("#chronology tbody tr:visible")
    every = rows.count()
    page.get_by_label("Agency").select_option("school")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Show all").click()
    expect(rows).to_have_count(every)
    page.get_by_label("Search").fill("noisy NIGHT")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Kind").select_option("gap")
    expect(rows).to_have_count(4)
    expect(page.get_by_role("status")).to_contain_text(f"4 of {every} rows shown")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
    assert said == []
