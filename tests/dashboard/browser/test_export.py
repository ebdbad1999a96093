"""The journey through the Export page, and the page that it gives, opened as a file, in a real browser."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.exports.documents import written
from dashboard.exports.options import ExportOptions
from dashboard.library import key_of
from dashboard.routes import address
from model.store import Store
from tests.dashboard.browser.conftest import Site
from tests.dashboard.browser.test_accessible import violations
from tests.dashboard.sample import large_case, sample_case, write_case


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
    expect(page.locator("#count")).to_contain_text(f"4 of {every} rows shown")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
    assert said == []


def test_the_timeline_moves_leads_to_its_rows_and_asks_nothing_of_any_place(
    context: BrowserContext, exported: Path
) -> None:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on("request", lambda r: None if r.url == exported.as_uri() else said.append(r.url))
    page.goto(exported.as_uri())
    stage, told = page.locator("#timeline"), page.locator("#said")
    expect(told).to_have_text("12 Aug 2020 to 25 May 2021: 26 entries, 3 gaps.")
    expect(stage.locator(".mark")).to_have_count(26 + 4)  # a gap of two agencies is drawn in both lanes
    expect(stage.get_by_text("Birth, 9 Feb 2021")).to_be_visible()
    assert violations(page) == []
    stage.focus()
    page.keyboard.press("+")
    expect(told).to_contain_text("23 Oct 2020 to 15 Mar 2021")
    page.keyboard.press("ArrowDown")
    expect(told).to_contain_text("1 of ")
    page.keyboard.press("Enter")
    row = page.locator("tr.here")
    expect(row).to_be_focused()
    expect(row).to_contain_text("early November")
    page.keyboard.press("Escape")
    expect(stage).to_be_focused()
    page.get_by_label("From").fill("1/2/2021")
    page.get_by_label("To", exact=True).fill("28/2/2021")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("1 Feb 2021 to 28 Feb 2021: 7 entries")
    page.get_by_label("To", exact=True).fill("31/2/2021")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("Write each day as day, month, year")
    page.get_by_role("button", name="All", exact=True).click()
    page.get_by_label("Agency").select_option("school")
    expect(stage.locator(".mark")).to_have_count(2)
    page.close()
    assert said == []


def test_five_thousand_entries_are_drawn_as_bars_and_open_by_a_click(context: BrowserContext, tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    path.write_bytes(
        written("chronology", "html", *large_case(5000), ExportOptions(), dt.datetime(2026, 3, 4, tzinfo=dt.UTC))
    )
    page = context.new_page()
    page.goto(path.as_uri())
    told = page.locator("#said")
    expect(told).to_contain_text("5000 entries, counted by month")
    began = page.evaluate("performance.now()")
    page.locator("#timeline rect.mark").last.click(force=True)
    expect(told).not_to_contain_text("counted by month")
    assert page.evaluate("performance.now()") - began < 10_000
    page.close()


def test_a_gap_of_many_agencies_is_drawn_once(context: BrowserContext, tmp_path: Path) -> None:
    case, findings = sample_case()
    wide = replace(findings.gaps[0], agencies=("police", "gp", "school"))
    made = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
    path = tmp_path / "wide.html"
    path.write_bytes(written("chronology", "html", case, replace(findings, gaps=(wide,)), ExportOptions(), made))
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.locator("#timeline rect.mark")).to_have_count(1)
    expect(page.locator("#timeline").get_by_text("Several agencies")).to_be_visible()
    page.close()


def test_without_script_the_picture_and_every_row_are_there(browser: Browser, exported: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(exported.as_uri())
    expect(page.locator("#picture svg")).to_be_visible()
    expect(page.locator("#timeline-tools")).to_be_hidden()
    expect(page.locator("#chronology tbody tr:visible")).to_have_count(28 + 4)
    context.close()


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("Word (docx) Rapid review briefing", b"PK"), ("PDF Rapid review briefing", b"%PDF"),
        ("PDF Integrated chronology", b"%PDF"), ("Excel (xlsx) Integrated chronology", b"PK"),
        ("One web page (html) Integrated chronology", b"<!DOCTYPE html>"), ("PDF Gap report", b"%PDF"),
        ("Picture (png) Timeline picture", b"\x89PNG"), ("Picture to any size (svg) Timeline picture", b"<svg"),
        ("PDF Questions for agencies", b"%PDF"), ("PDF Methods note", b"%PDF"),
    ],
)  # fmt: skip
def test_a_panel_takes_each_document(name: str, begins: bytes, page: Page, site: Site, tmp_path: Path) -> None:
    page.goto(site.page("export"))
    page.get_by_label("From").fill("01/01/2021")
    link = page.get_by_role("link", name=name)
    expect(link).to_have_attribute("href", re.compile("since=2021-01-01"))
    with page.expect_download() as waiting:
        link.click()
    taken = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(taken)
    content = taken.read_bytes()
    assert content.startswith(begins)
    assert len(content) > 2_000


def test_a_chronology_edited_in_word_comes_back_and_a_change_is_accepted(
    page: Page, site: Site, tmp_path: Path
) -> None:
    case, _ = sample_case()
    write_case(site.folder / "back.case", replace(case, info=replace(case.info, id="case-back")))
    key = key_of(site.folder / "back.case")
    page.goto(site.url + address(key, "export"))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word (docx) Integrated chronology").click()
    waiting.value.save_as(tmp_path / "chronology.docx")
    document = docx.Document(str(tmp_path / "chronology.docx"))
    row = next(r for t in document.tables for r in t.rows if "Reallocated" in r.cells[-3].text)
    row.cells[3].paragraphs[0].text = "Case closed"
    document.save(str(tmp_path / "edited.docx"))
    page.goto(site.url + address(key, "bring-in"))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(str(tmp_path / "edited.docx"))
    expect(page.get_by_text("Came back from Word", exact=True)).to_be_visible()
    page.get_by_role("link", name="See what was changed").click()
    expect(page.get_by_role("heading", name="edited.docx")).to_be_visible()
    expect(page.get_by_role("cell", name="Case closed")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("checkbox", name="Tick: Row").first.click()
    page.get_by_role("button", name="Accept ticked").click()
    name = page.get_by_label("Your name")
    name.fill("A. Reader")
    name.press("Enter")
    expect(page.get_by_text("No change is left")).to_be_visible()
    with Store.open(site.folder / "back.case") as store:
        (decision,) = store.decisions()
    assert (decision.subject, decision.author) == ("event", "A. Reader")
    assert decision.reason == "Changed in the Word file edited.docx"
