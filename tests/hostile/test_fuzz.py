"""Readers on files made at random: from a whole file by damage, and from structure by hypothesis.

Whatever the bytes, a reader gives a document or a `ReadError` with a remedy, never another error. `make fuzz` tries
more (CASETHREAD_FUZZ of each); what it finds becomes a file in `tests/hostile/files.py`.
"""

from __future__ import annotations

import io
import os
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.limits import MIB, Limits
from ingest.raw import RawDocument
from ingest.raw_json import from_json, to_json
from ingest.readers import reader_for
from model.errors import ReadError
from tests.builders import pdf_files
from tests.builders.office_files import docx, packed, sheet, tbl, tc, tr, xlsx
from tests.hostile.making import CSV, TEXT, mail

EXAMPLES = int(os.environ.get("CASETHREAD_FUZZ", "40"))
LIMITS = Limits(max_bytes=2 * MIB, max_unpacked_bytes=8 * MIB, max_rows=2_000, max_cell_chars=5_000, max_pages=20)
fuzzed = settings(
    max_examples=EXAMPLES, deadline=20_000, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

SIGNS = st.characters(codec="utf-8", exclude_categories=["Cs"])
WORDS = st.text(SIGNS, max_size=30) | st.sampled_from(
    ["Date", "Event", "03/02/2021", "31/02/2021", "w/c 3.5.21", "Time", "=1+1", "\u202e", "", "-", "99999999999", '"']
)
FROM = [b'"1"', b"<w:tr>", b"</w:tc>", b' r="', b't="inlineStr"', b"rId", b"sheet1", b"s1", b"A1", b"<v>", b"</row>"]
TO = [b'"-1"', b'"9e99"', b"", b"<w:tbl>", b't="s"', b"XFD9", b'"\xc3\xa9"', b"A0", b't="d"', b't="b"']
ROWS = st.lists(st.lists(WORDS, max_size=6), max_size=8)


def seeds() -> dict[str, bytes]:
    """A whole small file of each kind, by the ending of its name."""
    rows = [tr("Date", "Event"), tr("03/02/2021", "Visit."), tr("04/02/2021", "Letter.")]
    cells = [("Date", "Event"), ("03/02/2021", "Visit."), ("04/02/2021", "Letter.")]
    return {
        "docx": docx(tbl(*rows)),
        "xlsx": xlsx({"A": sheet(*cells)}),
        "pdf": pdf_files.ruled([("03/02/2021", "HV1", "Visit.", ""), ("04/02/2021", "HV2", "Letter.", "")]),
        "csv": CSV.encode(),
        "txt": TEXT.encode(),
        "md": f"# Log\n\n| Date | Event |\n|---|---|\n| 03/02/2021 | Visit |\n\n{TEXT}".encode(),
        "eml": mail("a.csv", CSV.encode()),
    }


SEEDS = seeds()  # now: making a PDF draws on chance, which a strategy must not


def told(data: bytes, name: str) -> RawDocument | None:
    """What a reader makes of a file, None where it says why not."""
    try:
        document = reader_for(data, name, LIMITS).read(data, name, LIMITS)
    except ReadError as error:
        _refused(error)
        return None
    except MemoryError:
        return None
    assert from_json(to_json(document)) == document
    return document


def _refused(error: ReadError) -> None:
    assert error.message
    assert error.remedy


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A seed with bytes changed, put in, taken out, doubled or cut."""
    ending = draw(st.sampled_from(sorted(SEEDS)))
    data = bytearray(SEEDS[ending])
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.integers(0, 40))
        match draw(st.sampled_from(["change", "put in", "take out", "double", "cut"])):
            case "change":
                data[place : place + 1] = draw(st.binary(min_size=1, max_size=1))
            case "put in":
                data[place:place] = draw(st.binary(max_size=40))
            case "take out":
                del data[place : place + length]
            case "double":
                data[place:place] = data[place : place + length]
            case _:
                del data[place:]
    return ending, bytes(data)


@fuzzed
@given(damaged())
def test_a_damaged_file_is_read_or_refused(file: tuple[str, bytes]) -> None:
    ending, data = file
    told(data, f"a.{ending}")


@st.composite
def damaged_part(draw: st.DrawFn) -> tuple[str, bytes]:
    """An Office file whose zip is whole and one part of which is damaged: the readers' own code sees it."""
    ending = draw(st.sampled_from(["docx", "xlsx"]))
    with zipfile.ZipFile(io.BytesIO(SEEDS[ending])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(parts)))
    words, other = draw(st.sampled_from(FROM)), draw(st.sampled_from(TO))
    return ending, packed({**parts, name: parts[name].replace(words, other, draw(st.integers(1, 3)))})


@fuzzed
@given(damaged_part())
def test_an_office_file_with_a_damaged_part_is_read_or_refused(file: tuple[str, bytes]) -> None:
    ending, data = file
    told(data, f"a.{ending}")


def plain(words: str) -> str:
    """The words as XML may hold them."""
    kept = "".join(c for c in words if c.isprintable() or c in "\n\t")
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@fuzzed
@given(ROWS, st.integers(-5, 100_000), st.sampled_from(["restart", "continue", "", "x"]))
def test_word_tables_of_any_form_keep_every_word(rows: list[list[str]], span: int, merge: str) -> None:
    properties = f"<w:gridSpan w:val='{span}'/><w:vMerge w:val='{merge}'/>"
    made = [tr(*(tc(plain(c), properties=properties if n % 2 else "") for n, c in enumerate(row))) for row in rows]
    document = told(docx(tbl(*made)), "a.docx")
    assert document is not None


@fuzzed
@given(ROWS)
def test_sheets_of_any_form_are_read(rows: list[list[str]]) -> None:
    assert told(xlsx({"A": sheet(*([plain(c) for c in row] for row in rows))}), "a.xlsx") is not None


@fuzzed
@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "cp1252", "utf-16", "latin-1"]))
def test_tables_in_text_form_are_read_or_refused(rows: list[list[str]], separator: str, encoding: str) -> None:
    told("\n".join(separator.join(row) for row in rows).encode(encoding, "replace"), "a.csv")


@fuzzed
@given(st.text(SIGNS, max_size=400), st.sampled_from(["txt", "md", "eml", "csv"]))
def test_text_is_read_or_refused(text: str, ending: str) -> None:
    told(text.encode("utf-8"), f"a.{ending}")


@fuzzed
@given(st.dictionaries(st.sampled_from(["From", "Date", "Subject", "Content-Type", "MIME-Version"]), WORDS), WORDS)
def test_mails_of_any_head_are_read_or_refused(fields: dict[str, str], body: str) -> None:
    told("".join(f"{k}: {v}\n" for k, v in fields.items()).encode() + b"\n" + body.encode(), "a.eml")
