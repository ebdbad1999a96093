"""A chronology that was edited in Word and comes back: what a person did to it, as proposals."""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.authors import Authors
from dashboard.callbacks.review import decide
from dashboard.casebook import CaseBook, build_book
from dashboard.cli import COULD_NOT, DONE, WARNINGS, WRONG_USE, main
from dashboard.config import Settings
from dashboard.date_fields import FieldError
from dashboard.exports.documents import written
from dashboard.exports.glossary import CODES
from dashboard.exports.options import ExportOptions
from dashboard.forms import Form
from dashboard.jobs import Jobs
from dashboard.library import Library, key_of
from dashboard.pages.bring_in import job_view, outcome
from dashboard.pages.returned import returned_page
from dashboard.returned.accept import decisions_of
from dashboard.returned.compare import compare
from dashboard.returned.keep import Kept
from dashboard.returned.proposal import Comparison, Proposal
from dashboard.services import Services
from ingest.read import returned_file
from ingest.returned import Returned
from model.analysis import analyse
from model.case import Case, Findings
from model.overlay import overlay
from model.reviewed import judged
from model.store import Store
from tests.builders.cases import case_of, event
from tests.dashboard.sample import sample_case, write_case
from tests.dashboard.test_panel import text_of

MADE = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
Edit = Callable[[Any], None]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def exported(case: Case | None = None, findings: Findings | None = None, **options: Any) -> bytes:
    own = sample_case()
    return written("chronology", "docx", case or own[0], findings or own[1], ExportOptions(**options), MADE)


def edited(edit: Edit, content: bytes | None = None) -> bytes:
    """The document after a person's edit."""
    document: Any = docx.Document(io.BytesIO(content or exported()))
    edit(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rows(document: Any) -> list[Any]:
    return [row for table in document.tables for row in table.rows if len(row.cells) == 7]


def row_of(document: Any, words: str) -> Any:
    return next(row for row in rows(document) if words in row.cells[4].text)


def come_back(content: bytes) -> Returned:
    found = returned_file("back.docx", content)
    assert found is not None
    return found


def compared(content: bytes, book: CaseBook | None = None) -> Comparison:
    return compare(book or build_book(*sample_case()), come_back(content), "back.docx")


def only(content: bytes) -> Proposal:
    (found,) = compared(content).proposals
    return found


def put(row: Any, column: int, *lines: str) -> None:
    cell = row.cells[column]
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    cell.paragraphs[0].text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line)


# ---------------------------------------------------------------- nothing changed
def test_a_document_that_nobody_touched_has_no_change() -> None:
    back = come_back(exported())
    assert len(back.rows) == 28 + 4
    assert all(row.mark for row in back.rows)
    found = compared(exported())
    assert found.proposals == ()
    assert found.said == ("32 rows came back, 32 were written.",)


def test_what_was_decided_since_is_no_change_of_the_document() -> None:
    case, findings = sample_case()
    events = tuple(replace(e, kind="other") if e.id == "e8" else e for e in case.events)
    assert compared(exported(), build_book(replace(case, events=events), findings)).proposals == ()


def test_a_file_of_anybody_else_is_none_of_ours() -> None:
    document: Any = docx.Document()
    document.add_table(2, 7).rows[1].cells[4].text = "Seen"
    out = io.BytesIO()
    document.save(out)
    assert returned_file("x.docx", out.getvalue()) is None
    assert returned_file("x.csv", b"Date,Event\n1/2/2021,Seen\n") is None


# ---------------------------------------------------------------- changed cells
def kind_of(words: str, *lines: str) -> Edit:
    return lambda d: put(row_of(d, words), 3, *lines)


@pytest.mark.parametrize(
    ("edit", "what", "old", "new", "act", "field"),
    [
        pytest.param(lambda d: put(row_of(d, "Reallocated"), 1, "8/3/21"), "Date", "5 Mar 2021",
                     "8 Mar 2021 (written: 8/3/21)", "correct", "day", id="day"),
        pytest.param(lambda d: put(row_of(d, "Reallocated"), 1, "between 8 and 12 March 2021"), "Date", "5 Mar 2021",
                     "8 to 12 Mar 2021 (written: between 8 and 12 March 2021)", "correct", "to_day", id="span"),
        pytest.param(lambda d: put(row_of(d, "Reallocated"), 1, "not known"), "Date", "5 Mar 2021",
                     "date not known (written: not known)", "correct", "precision", id="not known"),
        pytest.param(lambda d: put(row_of(d, "Reallocated"), 2, CODES["front_door"], "Front door"), "Agency",
                     "Children's social care",
                     "Front door", "correct", "agency", id="agency"),
        pytest.param(kind_of("Reallocated", "Case closed"), "Kind", "Allocation", "Case closed", "correct", "kind",
                     id="kind"),
        pytest.param(kind_of("Reallocated", "Allocation", "Planned"), "Whether it happened", "Happened", "Planned",
                     "correct", "assertion", id="assertion"),
        pytest.param(kind_of("Was not brought", "Missed appointment"), "Whether it happened", "Did not happen",
                     "Happened", "correct", "assertion", id="assertion taken away"),
        pytest.param(lambda d: put(row_of(d, "Strategy discussion with"), 5, "Told: Police, GP"), "Told", "Police",
                     "Police, GP", "correct", "shared_with", id="told"),
        pytest.param(lambda d: put(row_of(d, "Reallocated"), 4, "Reallocated to Ms Tarn."), "Words, kept as a note",
                     "Reallocated to Mr Tarn.", "Reallocated to Ms Tarn.", "note", "text", id="words"),
        pytest.param(lambda d: row_of(d, "Reallocated").cells[4].add_paragraph("Note. Ask who held the case."), "Note",
                     "", "Ask who held the case.", "note", "text", id="note"),
    ],
)  # fmt: skip
def test_a_changed_cell_is_a_proposal_of_old_and_new(
    edit: Edit, what: str, old: str, new: str, act: str, field: str
) -> None:
    found = only(edited(edit))
    assert (found.what, found.old, found.new.removeprefix("In the edited Word document this row reads: ")) == (
        what, old, new,
    )  # fmt: skip
    assert found.form is not None
    assert found.form.act == act
    assert field in found.form.fields
    assert not found.tracked


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda d: put(row_of(d, "Reallocated"), 1, "31/02/2021"), id="no such day"),
        pytest.param(lambda d: put(row_of(d, "Reallocated"), 1, "soon after"), id="no date"),
        pytest.param(lambda d: put(row_of(d, "Reallocated"), 2, "The Blue Door"), id="no agency"),
        pytest.param(kind_of("Reallocated", "Handover"), id="no kind"),
        pytest.param(lambda d: put(row_of(d, "Reallocated"), 6, "other.csv", "row 1"), id="file and place"),
        pytest.param(lambda d: put(row_of(d, "Booking appointment"), 5, "Grandmother"), id="people"),
    ],
)
def test_what_cannot_be_taken_over_is_told_and_not_taken(edit: Edit) -> None:
    found = only(edited(edit))
    assert found.form is None
    assert found.note


@pytest.mark.parametrize(
    ("edit", "open_"),
    [
        (lambda r: put(r, 3, "Gap: Not shown as shared", "Confirmed by a reviewer"), True),
        (lambda r: r.cells[4].add_paragraph("Note. Ask the police lead."), True),
        (lambda r: put(r, 4, "Something else"), False),
        (lambda r: put(r, 5, "12 days"), False),
    ],
    ids=["status", "note", "words", "measure"],
)
def test_a_gap_takes_a_status_and_notes_and_nothing_else(edit: Edit, open_: bool) -> None:
    found = only(edited(lambda d: edit(row_of(d, "incident of 19 December 2020"))))
    assert (found.form is not None) is open_
    if open_:
        assert found.form is not None
        assert found.form.on == "g1"


# ---------------------------------------------------------------- rows
def test_a_row_taken_out_is_a_proposal_to_set_its_events_aside() -> None:
    def take_out(document: Any) -> None:
        row = row_of(document, "Reallocated")
        row._tr.getparent().remove(row._tr)

    found = only(edited(take_out))
    assert (found.sort, found.old) == ("gone", "Reallocated to Mr Tarn.")
    assert found.form is not None
    assert found.form.fields["events"] == ["e13"]


def test_a_new_row_is_offered_as_a_new_event() -> None:
    def add(document: Any) -> None:
        row = next(t for t in document.tables if len(t.columns) == 7).add_row()
        for n, text in enumerate(("", "9 Nov 2020", "GP", "Home visit", "Seen at home, all well.", "", "")):
            row.cells[n].text = text

    found = only(edited(add))
    assert (found.sort, found.note) == ("new", "")
    assert found.form is not None
    values = {name: found.form.one(name) for name in ("words", "kind", "agency", "day", "month", "year")}
    assert values == {"words": "Seen at home, all well.", "kind": "home_visit", "agency": "gp", "day": "9",
                      "month": "11", "year": "2020"}  # fmt: skip


def test_a_copied_row_is_a_new_one_and_the_first_stays_what_it_was() -> None:
    def duplicate(document: Any) -> None:
        row = row_of(document, "Reallocated")
        row._tr.addnext(copy.deepcopy(row._tr))

    found = only(edited(duplicate))
    assert found.sort == "new"
    assert found.form is not None
    assert found.form.one("kind") == "allocation"


def test_a_row_whose_first_cell_was_written_anew_is_known_by_its_number() -> None:
    def rewrite(document: Any) -> None:
        row = row_of(document, "Reallocated")
        for mark in list(row._tr.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)
        put(row, 3, "Case closed")

    assert only(edited(rewrite)).what == "Kind"


def test_rows_moved_to_another_place_are_no_change() -> None:
    def move(document: Any) -> None:
        row = row_of(document, "Reallocated")
        rows(document)[2]._tr.addprevious(row._tr)

    assert compared(edited(move)).proposals == ()


# ---------------------------------------------------------------- tracked changes
def tracked(document: Any) -> None:
    """A word of a cell replaced with changes tracked, a row inserted and one deleted so."""
    who = 'w:author="A" w:date="2026-01-01T00:00:00Z"'
    paragraph = row_of(document, "Reallocated").cells[3].paragraphs[0]._p
    run = next(iter(paragraph.iter(f"{W}r")))
    text = next(iter(run.iter(f"{W}t"))).text
    gone = f'<w:del {nsdecls("w")} w:id="900" {who}><w:r><w:delText>{text}</w:delText></w:r></w:del>'
    come = f'<w:ins {nsdecls("w")} w:id="901" {who}><w:r><w:t>Case closed</w:t></w:r></w:ins>'
    run.addprevious(parse_xml(gone))
    run.addprevious(parse_xml(come))
    run.getparent().remove(run)
    out = row_of(document, "Manager decision")._tr
    out.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="902" {who}/>'))
    new = copy.deepcopy(row_of(document, "Manager decision")._tr)
    for mark in list(new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}del")):
        mark.getparent().remove(mark)
    new_cell = next(new.iter(f"{W}tc"))
    for text in new_cell.iter(f"{W}t"):
        text.text = ""
    new.get_or_add_trPr().append(parse_xml(f'<w:ins {nsdecls("w")} w:id="903" {who}/>'))
    out.addnext(new)


def test_tracked_changes_are_read_as_accepted_and_told() -> None:
    found = compared(edited(tracked))
    assert [(p.sort, p.what, p.tracked) for p in found.proposals] == [
        ("new", "Event", True), ("changed", "Kind", True), ("gone", "Row", False),
    ]  # fmt: skip
    assert any("tracked" in line for line in found.said)


# ---------------------------------------------------------------- summaries, lost parts, harm
def test_summaries_that_were_changed_are_no_correction_of_the_words() -> None:
    content = exported(words="summary")
    found = only(edited(lambda d: put(row_of(d, "Allocation"), 4, "A new worker"), content))
    assert found.form is None
    assert "summaries" in found.note


def test_a_date_of_a_document_with_shifted_dates_is_never_taken_for_one_of_the_case() -> None:
    def edit(document: Any) -> None:
        put(row_of(document, "Reallocated"), 1, "8/3/21")
        put(row_of(document, "Reallocated"), 3, "Case closed")
        new = next(t for t in document.tables if len(t.columns) == 7).add_row()
        for n, text in enumerate(("", "9 Nov 2020", "GP", "Home visit", "Seen at home.", "", "")):
            new.cells[n].text = text

    found = compared(edited(edit, exported(pseudonyms=True, shifted=True)))
    assert any("under pseudonyms" in line for line in found.said)
    by_part = {p.what: p for p in found.proposals}
    assert by_part["When"].form is None
    assert by_part["Kind"].form is not None
    assert by_part["Event"].form is not None
    assert by_part["Event"].form.one("precision") == "unknown"


def without_slip(content: bytes, instead: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if b"urn:casethread" in part:
                part = instead
            if part or name != "customXml/item7.xml":
                new.writestr(name, part.replace(b"../customXml/item7.xml", b"../customXml/item1.xml"))
    return out.getvalue()


def test_where_the_hidden_part_was_lost_the_marks_still_tell_the_rows() -> None:
    found = compared(without_slip(edited(lambda d: put(row_of(d, "Reallocated"), 3, "Case closed"))))
    assert [p.what for p in found.proposals] == ["Kind"]
    assert "was lost" in found.said[1]


@pytest.mark.parametrize(
    "slip",
    [
        b'<slip xmlns="urn:casethread:slip:1"><row m="x" n="1" h="zz"/>',
        b'<!DOCTYPE slip [<!ENTITY a "b">]><slip xmlns="urn:casethread:slip:1">&a;</slip>',
        b'<slip xmlns="urn:casethread:slip:1"><row/><row m="_CtE1" h=""/></slip>',
    ],
    ids=["cut short", "doctype", "nonsense"],
)
def test_a_harmed_slip_harms_nothing(slip: bytes) -> None:
    found = compared(without_slip(edited(lambda d: put(row_of(d, "Reallocated"), 3, "Case closed")), slip))
    assert [p.what for p in found.proposals if p.form] == ["Kind"]


def test_the_slip_says_nothing_that_the_document_does_not() -> None:
    with zipfile.ZipFile(io.BytesIO(exported())) as parts:
        slip = parts.read("customXml/item7.xml").decode()
        assert b"n12" not in parts.read("word/document.xml")  # no id of an entry, only a hash of it
    assert re.fullmatch(r'<\?xml[^>]*>\s*<slip xmlns="[^"]*" words="source" names="names" notes="yes">'
                        r'(<row m="_Ct[EG][0-9a-f]{24}" n="G?\d+" h="[0-9a-f ]+"/>)+</slip>', slip)  # fmt: skip


# ---------------------------------------------------------------- LibreOffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_document_saved_by_libreoffice_keeps_its_marks(tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        put(row_of(document, "Reallocated"), 3, "Case closed")
        row = row_of(document, "Manager decision")
        row._tr.getparent().remove(row._tr)

    source = tmp_path / "in" / "chronology.docx"
    source.parent.mkdir()
    source.write_bytes(edited(edit))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, timeout=180, capture_output=True)
    found = compared((tmp_path / "chronology.docx").read_bytes())
    assert [(p.sort, p.what) for p in found.proposals] == [("changed", "Kind"), ("gone", "Row")]


# ---------------------------------------------------------------- taking over
def test_what_is_accepted_stands_in_the_case_and_is_no_proposal_again() -> None:
    def edit(document: Any) -> None:
        put(row_of(document, "Reallocated"), 1, "8/3/21")
        put(row_of(document, "Reallocated"), 3, "Case closed")
        put(row_of(document, "Safe sleep"), 4, "Safe sleep discussed with father.")
        put(row_of(document, "incident of 19 December 2020"), 3, "Gap: Not shown as shared", "Confirmed by a reviewer")
        row = row_of(document, "Manager decision")
        row._tr.getparent().remove(row._tr)
        new = next(t for t in document.tables if len(t.columns) == 7).add_row()
        for n, text in enumerate(("", "9 Nov 2020", "GP", "Home visit", "Seen at home, all well.", "", "")):
            new.cells[n].text = text

    case, findings = sample_case()
    content = edited(edit)
    book = build_book(case, findings)
    found = compared(content, book)
    assert len(found.open) == 6
    with pytest.raises(FieldError):
        decisions_of(book, found, [], author="A", made="2026-01-01T00:00:00Z")
    decisions = decisions_of(book, found, {p.id for p in found.open}, author="A. Reader", made="2026-01-01T00:00:00Z")
    assert all(d.author == "A. Reader" and "back.docx" in d.reason for d in decisions)
    decided = overlay(replace(case, decisions=tuple(replace(d, number=n) for n, d in enumerate(decisions, 1))))
    events = {e.id: e for e in decided.events}
    assert events["e13"].kind == "case_closed"
    assert events["e13"].when is not None
    assert events["e13"].when.start == dt.date(2021, 3, 8)
    assert events["e4"].status == "rejected"
    assert [e.kind for e in decided.events if e.quote == "Seen at home, all well."] == ["home_visit"]
    assert [e.text for e in decided.entries[: len(case.entries)]] == [e.text for e in case.entries]  # as it was written
    assert compared(content, build_book(decided, judged(decided, findings))).proposals == ()


@pytest.fixture
def case_path(tmp_path: Path) -> Path:
    write_case(tmp_path / "r.case", sample_case()[0])
    return tmp_path / "r.case"


def edited_file(case_path: Path, tmp_path: Path) -> Path:
    assert main(["export", str(case_path), "--format", "docx", "-o", str(tmp_path / "c.docx"), "--quiet"]) == DONE
    content = edited(kind_of("Reallocated", "Case closed"), (tmp_path / "c.docx").read_bytes())
    (tmp_path / "c.docx").write_bytes(content)
    return tmp_path / "c.docx"


def test_on_the_command_line_changes_are_listed_and_taken_over_by_name(
    case_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back = edited_file(case_path, tmp_path)
    assert main(["add", str(case_path), str(back)]) == COULD_NOT
    assert "casethread returned" in capsys.readouterr().err
    assert main(["returned", str(case_path), str(back)]) == WARNINGS
    listed = capsys.readouterr().out
    assert "- Allocation" in listed
    assert "+ Case closed" in listed
    assert "Nothing was taken over" in listed
    with Store.open(case_path) as store:
        assert store.decisions() == ()
    assert main(["returned", str(case_path), str(back), "--accept", "nothing"]) == WRONG_USE
    name = listed.split()[0]
    assert main(["returned", str(case_path), str(back), "--accept", name, "--by", "A. Reader"]) == DONE
    with Store.open(case_path) as store:
        assert [(d.subject, d.author) for d in store.decisions()] == [("event", "A. Reader")]
    assert main(["returned", str(case_path), str(back)]) == DONE


def test_a_document_of_another_case_is_read_as_any_file(case_path: Path, tmp_path: Path) -> None:
    other = edited_file(case_path, tmp_path)
    case, _ = sample_case()
    entries = tuple(replace(e, id=f"x{e.id}") for e in case.entries)
    events = tuple(replace(e, entry=f"x{e.entry}") for e in case.events)
    write_case(tmp_path / "other.case", replace(case, entries=entries, events=events))
    assert main(["returned", str(tmp_path / "other.case"), str(other)]) == WRONG_USE
    assert main(["add", str(tmp_path / "other.case"), str(other), "--agency", "police", "--quiet"]) in (DONE, WARNINGS)


# ---------------------------------------------------------------- on the pages
def services(case_path: Path) -> Services:
    library, kept = Library(case_path.parent, analyse), Kept()
    jobs = Jobs(after=library.book, came_back=lambda case, *held: kept.take(case, library.book(case), *held))
    return Services(library=library, jobs=jobs, settings=Settings(), authors=Authors(), returned=kept)


def test_a_document_brought_in_waits_for_a_word_and_is_never_read_as_a_file(case_path: Path, tmp_path: Path) -> None:
    back, own, case = edited_file(case_path, tmp_path), services(case_path), key_of(case_path)
    job_id = own.jobs.start(case, case_path, [("c.docx", back.read_bytes())])
    own.jobs.close()
    job = own.jobs.get(job_id)
    assert job is not None
    assert outcome(job) == "0 files added, 1 came back from Word"
    assert "See what was changed" in text_of(job_view(job))
    book = own.library.book(case)
    shown = text_of(returned_page(book, case, own.returned.of(case)))
    assert "1 change, 1 of them can be accepted here" in shown
    assert "Case closed" in shown
    ((name, document),) = own.returned.of(case)
    (proposal,) = compare(book, document, name).open
    form = Form(act="returned", on=name, fields={"proposals": [proposal.id]})
    with pytest.raises(FieldError):  # who decides is asked first
        decide(own, case, form, "token", MADE)
    own.authors.remember("token", "A. Reader")
    assert decide(own, case, form, "token", MADE) == "1 change taken over."
    after = own.library.book(case)
    assert "No change is left" in text_of(returned_page(after, case, own.returned.of(case)))
    assert decide(own, case, replace(form, fields={"verdict": ["away"]}), "token", MADE) == "Put away."
    assert own.returned.of(case) == []
    with pytest.raises(FieldError):
        decide(own, case, form, "token", MADE)


def test_the_page_is_there_without_a_document(case_path: Path) -> None:
    assert create_app(case_path.parent).server.test_client().get(
        f"/case/{key_of(case_path)}/returned", base_url="http://127.0.0.1"
    ).status_code == 200  # fmt: skip
    own = services(case_path)
    assert "Bring in a chronology" in text_of(returned_page(own.library.book(key_of(case_path)), "0" * 12, []))


@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_a_row_comes_back_as_no_change(text: str, file: str) -> None:
    case = case_of([event("police", "arrest", "2021-05-01", quote=text or "x")])
    case = replace(case, sources=tuple(replace(s, file=file or "f") for s in case.sources))
    findings = replace(sample_case()[1], gaps=(), good_practice=(), links=())
    content = exported(case, findings)
    assert compared(content, build_book(case, findings)).proposals == ()
