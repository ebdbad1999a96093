"""The documents that leave the building: what goes in, in which place, safe in every format."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import hashlib
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from pypdfium2 import PdfDocument
from werkzeug.datastructures import MultiDict

from dashboard.callbacks.export import options_of_query
from dashboard.casebook import build_book
from dashboard.exports.cells import right_to_left, safe_cell, visible
from dashboard.exports.documents import DOCUMENTS, written
from dashboard.exports.extract import Extract, extract, grouped
from dashboard.exports.glossary import CODES, KIND_MEANINGS, abbreviations_in, codes
from dashboard.exports.html_export import SCRIPT
from dashboard.exports.methods_note import trail_hash
from dashboard.exports.options import GAP_CHOICES, ExportOptions, checked_options
from model.case import Case, Decision, Findings, Status
from model.errors import UsageError
from model.names import AGENCIES, KINDS
from model.review import mark_of
from model.store import Store
from tests.builders.cases import case_of, event
from tests.dashboard.sample import large_case, sample_case, write_case

Document: Any = docx.Document
BASE = "http://127.0.0.1"
MADE = dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EVERY = [(name, kind) for name, document in DOCUMENTS.items() for kind in document.writers]
HOSTILE = (
    "=cmd|'/c calc'!A1",
    "</w:t></w:r><script>alert(1)</script><img src=x onerror=alert(1)>",
    "]]>&amp;&lt;!--",
    "a\u202egnp.exe\x00\x0b\x1b[31m",
    "\u05d3\u05d9\u05d5\u05d5\u05d7 \u05e2\u05dc \u05d1\u05d9\u05e7\u05d5\u05e8",
    "\ud800 lone",
)


def told(options: ExportOptions | None = None) -> Extract:
    return extract(*sample_case(), options or ExportOptions())


def hostile_case() -> tuple[Case, Findings]:
    case = case_of([event("police", "arrest", f"2021-05-0{n}", quote=text) for n, text in enumerate(HOSTILE, 1)])
    sources = tuple(replace(s, file=HOSTILE[1] + HOSTILE[3]) for s in case.sources)
    info = replace(case.info, title=HOSTILE[1] + HOSTILE[5], subject=HOSTILE[3])
    return replace(case, sources=sources, info=info), sample_case()[1]


def whole_text(kind: str, content: bytes) -> str:
    """All text of a file, whatever part it stands in."""
    if kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(
                "".join(map(str, etree.fromstring(parts.read(n)).itertext()))
                + " ".join(str(v) for e in etree.fromstring(parts.read(n)).iter() for v in e.attrib.values())
                for n in parts.namelist()
                if n.endswith((".xml", ".rels"))
            )
    if kind == "pdf":
        document = PdfDocument(content)
        pages = (page.get_textpage().get_text_range() for page in document)
        return "\n".join([*pages, *document.get_metadata_dict().values()])
    return content.decode("utf-8", "replace")


# ---------------------------------------------------------------- the choice
def test_every_entry_stands_once_and_a_gap_on_the_day_on_which_it_begins() -> None:
    found = told()
    items: list[Any] = [item for _, part in found.sections for item in part]
    assert sorted(i.row.entry for i in items if hasattr(i, "row")) == sorted(e.id for e in found.case.entries)
    at = next(n for n, i in enumerate(items) if getattr(i, "gap", None) and i.gap.id == "g2")
    before, after = items[at - 1], next(i for i in items[at:] if hasattr(i, "row"))
    assert before.row.first == dt.date(2021, 1, 14)
    assert after.row.first > dt.date(2021, 1, 14)
    undated_gap = next(n for n, i in enumerate(items) if getattr(i, "gap", None) and i.gap.id == "g3")
    assert items[undated_gap - 1].row.entry == "n3"  # behind the first entry that it rests on
    assert found.sections[-1][0] == "Without a date"


@pytest.mark.parametrize(
    ("options", "agencies"),
    [
        pytest.param({"agencies": ("gp",)}, {"gp"}, id="one agency"),
        pytest.param({"kinds": ("disclosure",)}, {"school"}, id="one kind"),
        pytest.param({"until": dt.date(2020, 8, 31)}, {"midwifery", "gp", "health_visiting"}, id="undated kept"),
        pytest.param({"since": dt.date(2021, 5, 21)}, {"gp", "health_visiting"}, id="open end lies in the period"),
    ],
)
def test_a_choice_of_entries(options: dict[str, Any], agencies: set[str]) -> None:
    found = told(ExportOptions(**options))
    assert {item.agency for item in found.entries} == agencies
    assert f"of {len(found.case.entries)}" in found.said()[0]


def test_one_agencys_export_holds_no_word_of_another() -> None:
    options = ExportOptions(agencies=("police",), gaps=tuple(GAP_CHOICES))
    case, findings = sample_case()
    others = [e.text for e in case.entries if e.agency != "police"] + [
        s.file for s in case.sources if s.agency != "police"
    ]
    others += [g.title for g in findings.gaps if set(g.agencies) != {"police"}]
    for name, kind in EVERY:
        if name != "methods":
            text = whole_text(kind, written(name, kind, case, findings, options, MADE))
            assert [words for words in others if words in text] == [], (name, kind)


def test_a_gap_answered_in_another_agencys_file_stays_out_of_an_export_without_that_agency() -> None:
    case, findings = sample_case()
    police = replace(findings.gaps[0], agencies=("police",), events=("e7",), against=("e8",))
    other = replace(police, id="g9", against=("e5",), answer="Told in the records of social care")
    options = ExportOptions(agencies=("police",))
    found = extract(case, replace(findings, gaps=(police, other)), options)
    assert [item.gap.id for item in found.gaps] == [police.id]
    assert "1 gap left out by this choice." in found.said()


def test_groups_of_gaps_are_every_gap_once() -> None:
    case, findings = sample_case()
    statuses: tuple[Status, ...] = ("proposed", "confirmed", "rejected", "answered")
    findings = replace(
        findings,
        gaps=tuple(replace(g, status=s) for g, s in zip(findings.gaps, statuses, strict=True)),
        noticed=(replace(findings.gaps[0], id="g8"),),
        answered=(replace(findings.gaps[0], id="g9"),),
    )  # fmt: skip
    groups = {gap.id: group for gap, group in grouped(findings)}
    assert groups == {
        "g1": "open", "g2": "confirmed", "g3": "dismissed", "g4": "answered", "g8": "weaker", "g9": "answered",
    }  # fmt: skip
    usual = extract(case, findings, ExportOptions())
    assert {item.gap.id for item in usual.gaps} == {"g1", "g2", "g4", "g9"}
    assert "2 gaps left out by this choice." in usual.said()
    assert extract(case, findings, ExportOptions(gaps=())).gaps == ()


def test_summaries_hold_no_word_of_the_agencies() -> None:
    case, findings = sample_case()
    quoted = replace(findings.gaps[0], title=f"No record after “{case.entries[6].text}”")
    findings = replace(findings, gaps=(quoted, *findings.gaps[1:]))
    words = [e.text for e in case.entries] + [
        e.quote for e in case.events if len(e.quote) > 12 and e.quote not in KINDS.values()
    ]
    for name, kind in EVERY:
        text = whole_text(kind, written(name, kind, case, findings, ExportOptions(words="summary"), MADE))
        assert [w for w in words if w in text] == [], (name, kind)
    assert "Referral, told Children's social care" in [i.row.text for i in told(ExportOptions(words="summary")).entries]


def noted() -> tuple[Case, Findings]:
    case, findings = sample_case()
    about = (mark_of(case, case.events[0]),)
    made = "2026-01-05T10:00:00Z"
    decisions = (
        Decision(subject="note", verdict="confirmed", about=about, author="A. Reader", made=made,
                 value={"text": "Ask about the booking letter"}, number=1),
        Decision(subject="status", verdict="confirmed", about=about, author="A. Reader", made=made,
                 reason="Seen in the paper file", number=2),
    )  # fmt: skip
    return replace(case, decisions=decisions), findings


def test_notes_and_reasons_go_in_or_stay_here() -> None:
    case, findings = noted()
    for name, kind in [("chronology", k) for k in ("docx", "html", "xlsx")]:
        with_notes = whole_text(kind, written(name, kind, case, findings, ExportOptions(), MADE))
        without = whole_text(kind, written(name, kind, case, findings, ExportOptions(notes=False), MADE))
        for words in ("booking letter", "Seen in the paper file"):
            assert words in with_notes, kind
            assert words not in without, kind


def test_the_options_survive_the_way_through_an_address() -> None:
    book = build_book(*sample_case())
    options = ExportOptions(
        since=dt.date(2021, 1, 1), until=dt.date(2021, 6, 1), agencies=("gp", "police"), kinds=("arrest",),
        gaps=("open", "weaker"), notes=False, words="summary", paper="A3",
    )  # fmt: skip
    for wanted in (options, ExportOptions(), ExportOptions(gaps=())):
        pairs = parse_qsl(wanted.query())
        assert options_of_query(book, MultiDict(pairs)) == wanted


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": dt.date(2021, 2, 1), "until": dt.date(2021, 1, 1)},
        {"agencies": ["camhs"], "known_agencies": ["gp"]},
        {"kinds": ["picnic"]},
        {"gaps": ["some"]},
        {"words": "poem"},
        {"paper": "A5"},
    ],
    ids=["period", "agency", "kind", "gaps", "words", "paper"],
)
def test_a_choice_that_there_is_not_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        checked_options(**wrong)


# ---------------------------------------------------------------- Word
def test_the_word_document_has_headings_repeated_headers_title_language_and_marks() -> None:
    content = written("chronology", "docx", *sample_case(), ExportOptions(handling="OFFICIAL & CLOSED"), MADE)
    document = Document(io.BytesIO(content))
    assert document.core_properties.title == "Integrated chronology: Child R"
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.author == "Casethread"
    assert not document.core_properties.comments
    section = document.sections[0]
    assert section.page_width > section.page_height
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:4] == ["How to read this document", "Chronology", "2020", "2021"]
    assert {"People", "Sources", "Glossary"} <= set(headings)
    for table in document.tables:
        first = table.rows[0]._tr
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert table._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val")
        assert table.style.name == "Table Grid"
    assert "OFFICIAL & CLOSED" in section.header.paragraphs[0].text
    below = section.footer.paragraphs[0]
    assert "OFFICIAL & CLOSED" in below.text
    codes_of_fields = [e.text.strip() for e in below._p.iter(f"{W}instrText")]
    assert codes_of_fields == ["PAGE", "NUMPAGES"]
    marks = {e.get(f"{W}name") for e in document.element.iter(f"{W}bookmarkStart")}
    links = [e.get(f"{W}anchor") for e in document.element.iter(f"{W}hyperlink")]
    assert len(links) == len(headings)
    assert set(links) <= marks


def test_the_word_chronology_holds_each_row_with_its_place_and_code() -> None:
    case, findings = sample_case()
    document = Document(io.BytesIO(written("chronology", "docx", case, findings, ExportOptions(), MADE)))
    rows = [[c.text for c in row.cells] for t in document.tables for row in t.rows if len(row.cells) == 7]
    shown = [row for row in rows if row[0].isdigit()]
    assert len(shown) == len(case.entries)
    strategy = next(row for row in shown if row[4].startswith("Strategy discussion with police"))
    assert strategy[2] == "CSC\nChildren's social care"
    assert strategy[5] == "Told: Police"
    assert strategy[6].startswith("childrens_social_care_chronology.csv\nrow ")
    assert sorted(row[0] for row in rows if row[0].startswith("G")) == ["G1", "G2", "G3", "G4"]


def test_a3_is_wider_than_a4() -> None:
    widths = [
        Document(io.BytesIO(written("chronology", "docx", *sample_case(), checked_options(paper=p), MADE)))
        .sections[0].page_width.mm
        for p in ("A4", "A3")
    ]  # fmt: skip
    assert [round(w) for w in widths] == [297, 420]


def test_the_gap_report_the_questions_and_the_methods_say_what_they_rest_on() -> None:
    case, findings = sample_case()
    gaps = tuple(replace(g, question=f"What was done about {g.id}?", asked=(g.agencies[0],)) for g in findings.gaps)
    findings = replace(findings, gaps=(*gaps[:3], replace(gaps[3], status="rejected")))
    report = whole_text("docx", written("gap-report", "docx", case, findings, ExportOptions(), MADE))
    assert all(g.title in report for g in gaps[:3])
    assert gaps[3].title not in report
    assert findings.not_judged[0] in report
    questions = whole_text("docx", written("questions", "docx", case, findings, ExportOptions(), MADE))
    assert "To: Police" in questions
    assert "What was done about g2?" in questions
    assert "What was done about g4?" not in questions
    methods = whole_text("docx", written("methods", "docx", case, findings, ExportOptions(), MADE))
    assert all(s.sha256 in methods and s.file in methods for s in case.sources)
    assert trail_hash(()) in methods
    assert "assessment-45" in methods


def test_the_head_of_the_trail_is_printed_in_every_document(tmp_path: Path) -> None:
    path = tmp_path / "r.case"
    write_case(path, noted()[0])
    with Store.open(path) as store:
        for decision in noted()[0].decisions:
            store.decide(decision)
        case = store.case()
    assert re.fullmatch("[0-9a-f]{64}", case.head)
    for name, kind in EVERY:
        if kind in ("docx", "pdf", "html", "xlsx"):
            text = whole_text(kind, written(name, kind, case, sample_case()[1], ExportOptions(), MADE))
            assert f"Audit trail: 2 decisions of reviewers, head hash {case.head}" in " ".join(text.split()), (
                name,
                kind,
            )


def test_the_hash_of_the_trail_changes_with_any_decision() -> None:
    first, second = noted()[0].decisions
    hashes = {trail_hash(d) for d in ((), (first,), (first, second), (second, first), (replace(first, reason="x"),))}
    assert len(hashes) == 5


# ---------------------------------------------------------------- HTML
class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside = ""
        self.held: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        self.held[self.inside] = self.held.get(self.inside, "") + data


def page(case: Case, findings: Findings) -> tuple[Page, str]:
    text = written("chronology", "html", case, findings, ExportOptions(), MADE).decode("utf-8")
    return Page(text), text


def test_the_page_asks_nothing_of_any_place_and_lets_only_its_own_script_act() -> None:
    found, text = page(*sample_case())
    policy = next(a["content"] for t, a in found.found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    for part, held in (("script-src", found.held["script"]), ("style-src", found.held["style"])):
        digest = base64.b64encode(hashlib.sha256(held.encode()).digest()).decode()
        assert f"{part} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not [a for _, a in found.found if "src" in a or "style" in a or any(k.startswith("on") for k in a)]
    assert all((a.get("href") or "#").startswith("#") for _, a in found.found)
    assert "http://" not in text
    assert "https://" not in text
    assert "innerHTML" not in SCRIPT


def test_the_page_can_be_read_without_script() -> None:
    case, findings = sample_case()
    found, text = page(case, findings)
    rows = [a for t, a in found.found if t == "tr" and "data-kind" in a]
    assert len(rows) == len(case.entries) + len(findings.gaps)
    assert not [a for a in rows if "hidden" in a]
    assert [a for t, a in found.found if a.get("id") == "tools" and "hidden" in a]
    assert 'lang="en-GB"' in text
    assert all(a.get("scope") for t, a in found.found if t == "th")


# ---------------------------------------------------------------- hostile words
@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_hostile_words_are_only_words(name: str, kind: str) -> None:
    content = written(name, kind, *hostile_case(), ExportOptions(gaps=tuple(GAP_CHOICES)), MADE)
    text = whole_text(kind, content)
    assert "\u202e" not in text
    assert "\x00" not in text or kind == "png"
    if kind == "html":
        tags = [t for t, _ in Page(text).found]
        assert tags.count("script") == 1
        assert "img" not in tags
    if kind == "docx":
        document = Document(io.BytesIO(content))
        assert not [e for e in document.element.iter(f"{W}instrText") if "PAGEREF" not in (e.text or "")]
        if name == "chronology":
            turned = [p for p in document.element.iter(f"{W}p") if p.find(f"{W}pPr/{W}bidi") is not None]
            assert any("\u05d3" in "".join(p.itertext()) for p in turned)
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(content))
        assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    if kind == "csv":
        cells = [c for row in csv.reader(io.StringIO(text)) for c in row]
        assert not [c for c in cells if c.startswith(("=", "+", "-", "@"))]


@given(st.text(st.characters()))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_written_in_every_format(text: str) -> None:
    case = case_of([event("police", "arrest", "2021-05-01", quote=text or "x")], title=text, subject=text)
    findings = replace(sample_case()[1], gaps=(), good_practice=())
    for kind in ("docx", "html", "xlsx", "csv"):
        content = written("chronology", kind, case, findings, ExportOptions(), MADE)
        assert content
        if kind == "docx":
            Document(io.BytesIO(content))
        elif kind == "xlsx":
            load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("start", [" =1", "\u00a0@x", "\ufeff=1", "\u200b+1"])
def test_a_formula_behind_space_is_made_harmless_too(start: str) -> None:
    assert safe_cell(start).startswith("'")


def test_directions_of_writing() -> None:
    assert visible("a\u202eb\u2066c") == "a[U+202E]b[U+2066]c"
    assert right_to_left("12 \u05d0bc")
    assert not right_to_left("ab \u05d0")
    assert not right_to_left("12.5")


# ---------------------------------------------------------------- the glossary
def test_every_agency_has_a_code_of_its_own_and_every_kind_a_meaning() -> None:
    assert set(CODES) == set(AGENCIES)
    assert len(set(CODES.values())) == len(CODES)
    assert set(KIND_MEANINGS) == set(KINDS)
    own = codes(["police", "polish_centre", "pol", "\u05d0"])
    assert len(set(own.values())) == 4
    assert own["police"] == "POL"


def test_only_whole_short_forms_are_explained() -> None:
    found = abbreviations_in(["HV saw MGM; DNAs noted.", "swan, S47 agreed, A&E."])
    assert list(found) == ["A&E", "HV", "MGM", "S47"]


# ---------------------------------------------------------------- large cases
@pytest.mark.parametrize(("kind", "most_mib"), [("docx", 15), ("html", 15), ("xlsx", 15)])
def test_a_thousand_entries_stay_small(kind: str, most_mib: int) -> None:
    content = written("chronology", kind, *large_case(1000), ExportOptions(), MADE)
    assert len(content) < most_mib * 2**20 / 5


def test_the_words_of_the_documents_are_neutral() -> None:
    folder = Path(__import__("dashboard.exports", fromlist=["x"]).__path__[0])
    text = " ".join(p.read_text(encoding="utf-8") for p in folder.rglob("*.py"))
    assert re.findall(r"failed to|should have|neglected|non-compliant|breach", text) == []
