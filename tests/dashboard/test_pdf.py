"""PDF: tagged and titled, every row in it, words only as words, and a box with a word for what no font has."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zlib
from dataclasses import replace
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from dashboard.exports import pdf_writer
from dashboard.exports.documents import DOCUMENTS, written
from dashboard.exports.fonts.coverage import BOX, code_points, drawable, drawn, font_files
from dashboard.exports.options import ExportOptions
from dashboard.exports.pdf_pack import packed
from dashboard.exports.typesetting import typeset
from model.case import Case
from model.errors import UsageError
from tests.builders.cases import case_of, event
from tests.dashboard.sample import sample_case

MADE = dt.datetime(2026, 3, 4, 9, 30, 0, 123, tzinfo=dt.UTC)
REPORTS = [name for name, document in DOCUMENTS.items() if "pdf" in document.writers]
NAMES = {
    "Latin with marks": "Zoë Łukasz Nguyễn Šárka",
    "Greek": "Ελένη",
    "Cyrillic": "Оксана",
    "Arabic": "فاطمة",
    "Hebrew": "מרים",
    "Devanagari": "आशा",
    "Bengali": "রহিম",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ",
    "Gujarati": "જયેશ",
    "Tamil": "மீனா",
    "Ethiopic": "ሰላም",
    "Armenian": "Անի",
    "Georgian": "ნინო",
}


def pdf(name: str = "chronology", case: Case | None = None, options: ExportOptions | None = None) -> bytes:
    own, findings = sample_case()
    return written(name, "pdf", case or own, findings, options or ExportOptions(), MADE)


def inside(content: bytes) -> bytes:
    """The file with its packed streams unpacked: where the objects stand that say how it is tagged."""
    found = [content]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(found)


def text_of(content: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(content))


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_tagged_titled_and_in_a_named_language(name: str) -> None:
    content = pdf(name)
    parts = inside(content)
    for sign in (rb"/StructTreeRoot", rb"/MarkInfo<<", rb"/Marked true", rb"/Lang\(en-GB\)", rb"/DisplayDocTitle true"):
        assert re.search(sign, parts), sign
    assert b"pdfuaid" in parts  # the file says that it is made to PDF/UA
    assert b"/TH" in parts or b"/Table" not in parts  # header cells are header cells
    title = PdfDocument(content).get_metadata_dict()["Title"]
    assert title.startswith(DOCUMENTS[name].title.split(" for")[0].split()[0])
    assert "Child R" in title


def test_every_entry_and_gap_stands_in_it_with_the_mark_and_the_number_of_pages() -> None:
    case, findings = sample_case()
    content = pdf()
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(content)]
    words = " ".join(" ".join(pages).split())
    assert [e.id for e in case.entries if " ".join(e.text.split())[:40] not in words] == []
    assert [g.id for g in findings.gaps if g.title[:30] not in words] == []
    for number, page in enumerate(pages, start=1):
        assert page.count("OFFICIAL-SENSITIVE") >= 2
        assert f"Page {number} of {len(pages)}" in " ".join(page.split())
        if re.search(r"^\d+ \d+ \w+ 20", page, re.M):
            assert "What the agency wrote" in page  # the header row again


def test_a3_is_wider() -> None:
    sizes = [PdfDocument(pdf(options=ExportOptions(paper=p)))[0].get_size() for p in ("A4", "A3")]
    assert [round(width / 72 * 25.4) for width, _ in sizes] == [297, 420]


@pytest.mark.parametrize(
    "words",
    [
        '#eval("1") #include "/etc/passwd" = heading *bold* _it_ $x$ @ref <label> `raw` // no',
        '#let data = 1 \\ #pagebreak() #image("x.png")',
        'https://example.org/x and "quotes" -- dashes... don\'t',
    ],
    ids=["markup", "code", "signs"],
)
def test_words_that_look_like_instructions_are_words(words: str) -> None:
    case = case_of([event("police", "arrest", "2021-05-01", quote=words)], title=words, subject=words)
    content = pdf(case=case)
    found = "".join(text_of(content).split()).replace("\u200b", "").replace("\ufffe", "")
    assert "".join(words.split()) in found
    assert b"/URI" not in inside(content)


# ---------------------------------------------------------------- names of many scripts
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_of_many_scripts_are_drawn(name: str) -> None:
    assert drawn(name) == (name, 0)
    case = case_of([event("police", "arrest", "2021-05-01", quote=f"Spoke with {name} today")])
    assert "could not be drawn" not in text_of(pdf(case=case))


def test_what_no_font_has_stands_as_a_box_and_is_told() -> None:
    case = case_of([event("police", "arrest", "2021-05-01", quote="Spoke with 王芳 today")])
    text = text_of(pdf(case=case))
    assert "characters could not be drawn" in " ".join(text.split())
    assert f"Spoke with {BOX}{BOX} today" in " ".join(text.split())
    assert ord(BOX) in drawable()


def test_the_fonts_are_read_as_they_are() -> None:
    assert len(font_files()) == 12
    assert {ord(c) for c in "Aé£–“"} <= code_points(next(f for f in font_files() if "Bold" in f.name).read_bytes())
    with pytest.raises(ValueError, match="cmap"):
        code_points(b"\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")


def test_a_word_too_long_for_its_column_breaks_and_is_whole() -> None:
    case, _ = sample_case()
    long = "x" * 200
    case = replace(case, sources=tuple(replace(s, file=f"{long}.csv") for s in case.sources))
    document = PdfDocument(pdf(case=case))
    width = document[0].get_width()
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
        assert max(box[2] for box in boxes) < width - 30  # nothing runs over the edge
    assert long in "".join(text_of(pdf(case=case)).split()).replace("\u200b", "").replace("\ufffe", "")


# ---------------------------------------------------------------- packing
def test_packing_changes_no_page_and_no_word() -> None:
    plain = typeset(
        "picture.typ", {"svg": "<svg xmlns='http://www.w3.org/2000/svg'/>", "width": 9, "height": 9}, form="png"
    )
    assert packed(plain) == plain  # what is no PDF is given back as it came
    assert packed(b"%PDF-1.7\nxref\nstartxref\n5\n%%EOF") == b"%PDF-1.7\nxref\nstartxref\n5\n%%EOF"
    content = pdf()
    assert packed(content) == content  # packed already: there is no table to read
    assert b"/Type/ObjStm" in content
    assert b"/StructElem" not in content  # all in the streams


@pytest.mark.parametrize("name", REPORTS)
def test_a_packed_file_is_smaller_and_says_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small = pdf(name)
    monkeypatch.setattr(pdf_writer, "packed", lambda content: content)
    plain = pdf(name)
    assert len(small) < 0.92 * len(plain)
    assert text_of(small) == text_of(plain)
    assert PdfDocument(small).get_metadata_dict() == PdfDocument(plain).get_metadata_dict()
    assert inside(small).count(b"/StructElem") == plain.count(b"/Type/StructElem")


def test_what_cannot_be_set_is_told_without_a_word_of_the_case() -> None:
    with pytest.raises(UsageError) as error:
        typeset("report.typ", {"title": "Mrs Secret"}, form="pdf")
    assert "Secret" not in error.value.message + error.value.remedy


def test_a_document_too_long_for_one_pdf_is_told_before_it_is_begun() -> None:
    with pytest.raises(UsageError, match="too long for one PDF"):
        typeset("report.typ", {"title": "x" * 9_000_001}, form="pdf")


def test_no_word_of_a_case_stands_in_the_arguments_or_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    real = subprocess.run

    def watched(command: list[str], **more: Any) -> Any:
        seen.extend([command, more["env"]])
        return real(command, **more)

    monkeypatch.setattr(subprocess, "run", watched)
    pdf()
    assert seen
    assert "Child R" not in str(seen)


def test_the_same_case_gives_the_same_bytes() -> None:
    assert io.BytesIO(pdf()).read() == pdf()
