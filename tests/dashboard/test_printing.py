"""The page for paper: its parts, its pages of equal span, its style, and that no text of a case can act in it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import app as app_module
from dashboard.app import create_app
from dashboard.exports.case_print import case_print
from dashboard.exports.extract import extract
from dashboard.exports.options import ExportOptions
from dashboard.exports.print_writer import css_string, to_print
from dashboard.exports.report import Heading, Report
from dashboard.exports.timeline_pages import LANES_PX, MAX_PAGES, sheets_of, spans, timeline_pages
from dashboard.exports.timeline_picture import drawing_of
from dashboard.library import key_of
from dashboard.lod import layout
from model.case import Case, Findings
from tests.dashboard.sample import large_case, sample_case, write_case

MADE = dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.UTC)


def report(made: tuple[Case, Findings] | None = None, **options: object) -> Report:
    case, findings = made or sample_case()
    return case_print(extract(case, findings, ExportOptions(**options)), MADE)  # type: ignore[arg-type]


def test_the_parts_stand_in_order() -> None:
    parts = [b.text for b in report().blocks if isinstance(b, Heading) and b.level == 1]
    assert parts == ["Method and limits", "Timeline", "Gap register", "Chronology", "Sources"]


@pytest.mark.parametrize(("paper", "size"), [("A4", "297mm 210mm"), ("A3", "420mm 297mm")])
def test_paper_mark_and_page_numbers_are_set_by_the_style(paper: str, size: str) -> None:
    page = to_print(report(paper=paper, handling="OFFICIAL-SENSITIVE: panel"))
    assert f"size: {size}" in page
    assert 'counter(page) " of " counter(pages)' in page
    assert r'content: "OFFICIAL\2d SENSITIVE\3a  panel"' in page


@pytest.mark.parametrize(
    ("text", "made"),
    [
        pytest.param("PANEL", '"PANEL"', id="plain"),
        pytest.param('"}</style><script>', r'"\22 \7d \3c \2f style\3e \3c script\3e "', id="would end the style"),
        pytest.param("a\\b\n", r'"a\5c b\a "', id="backslash and line"),
    ],
)
def test_a_text_in_the_style_cannot_act(text: str, made: str) -> None:
    assert css_string(text) == made


def test_the_text_of_a_case_cannot_act_and_nothing_is_loaded() -> None:
    case, findings = sample_case()
    bad = "<img src=x onerror=alert(1)>"
    entries = tuple(replace(e, text=bad + e.text) for e in case.entries)
    named = replace(case, entries=entries, info=replace(case.info, title=bad))
    page = to_print(report((named, findings)))
    assert "<img" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "<script" not in page


def test_every_entry_gap_and_file_is_on_the_page() -> None:
    case, findings = sample_case()
    page = to_print(report())
    assert all(e.text.replace("'", "&#x27;") in page for e in case.entries)
    assert all(g.title.replace("'", "&#x27;") in page for g in findings.gaps)
    assert all(s.sha256 in page for s in case.sources)


@pytest.mark.parametrize("number", [0, 1, 60, 900, 4_000])
def test_pages_are_of_equal_span_and_hold_every_dated_event_once(number: int) -> None:
    case, findings = large_case(number)
    book, chosen, _ = drawing_of(extract(case, findings, ExportOptions()))
    found = spans(chosen)
    assert 1 <= len(found) <= MAX_PAGES + 1
    months = [(b.year - a.year) * 12 + b.month - a.month + 1 for a, b in found]
    assert len(set(months)) == 1
    assert all(later[0] - earlier[1] == dt.timedelta(days=1) for earlier, later in pairwise(found))
    for event in chosen.in_view:
        first, last = book.bounds[event.id]
        assert any(a <= last and first <= b for a, b in found)


def test_each_page_draws_its_own_days_alone() -> None:
    pages = list(timeline_pages(extract(*large_case(900), ExportOptions())))
    assert len(pages) > 4
    assert len({name for name, _ in pages}) == len(pages)
    for _, picture in pages:
        for x in re.findall(r'<path d="M(-?[\d.]+),', picture.svg):
            assert -20 <= float(x) <= 800


def test_lanes_that_do_not_fit_go_on_to_another_sheet_with_nothing_lost() -> None:
    book, chosen, _ = drawing_of(extract(*large_case(900), ExportOptions()))
    whole = layout(book, chosen, 10_000, 300)
    sheets = sheets_of(whole)
    assert len(sheets) > 1
    assert [x.label for s in sheets for x in s.lanes] == [x.label for x in whole.lanes]
    for sheet in sheets:
        assert sheet.lanes[0].top == 0
        assert len(sheet.lanes) == 1 or sheet.height <= LANES_PX


def test_patterns_are_named_apart_on_a_page_of_many_pictures() -> None:
    page = to_print(report(large_case(300)))
    names = re.findall(r'<pattern id="([^"]+)"', page)
    assert len(names) == len(set(names))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(names)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[FlaskClient, str]:
    write_case(tmp_path / "r.case", sample_case()[0])
    monkeypatch.setattr(app_module, "analyse", lambda case: sample_case()[1])
    return create_app(tmp_path).server.test_client(), key_of(tmp_path / "r.case")


def test_the_choice_of_the_export_page_holds_for_paper(client: tuple[FlaskClient, str]) -> None:
    browser, key = client
    page = browser.get(f"/print/{key}?agency=police&paper=A3", headers={"Host": "127.0.0.1"})
    assert page.status_code == 200
    assert "420mm" in page.text
    assert "shouting" in page.text
    assert "Safe sleep" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("names", ["pseudonyms", "shifted"])
def test_it_is_printed_without_names_where_that_is_asked_for(client: tuple[FlaskClient, str], names: str) -> None:
    browser, key = client
    plain = browser.get(f"/print/{key}", headers={"Host": "127.0.0.1"}).text
    hidden = browser.get(f"/print/{key}?names={names}", headers={"Host": "127.0.0.1"}).text
    for name in ("Dale", "Okell", "Tarn"):
        assert name in plain
        assert name not in hidden
    assert ("18 Mar 2021" in hidden) is (names == "pseudonyms")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        pytest.param("000000000000", {}, 404, id="no such case"),
        pytest.param("KEY?paper=A0", {}, 400, id="no such paper"),
        pytest.param("KEY", {"Sec-Fetch-Site": "cross-site"}, 403, id="asked for by another place"),
    ],
)
def test_what_cannot_be_printed(
    client: tuple[FlaskClient, str], path: str, headers: dict[str, str], status: int
) -> None:
    browser, key = client
    answer = browser.get(f"/print/{path.replace('KEY', key)}", headers={"Host": "127.0.0.1"} | headers)
    assert answer.status_code == status
