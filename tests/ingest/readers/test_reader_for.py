"""Which reader takes a file, and what is said of a file that none takes."""

from __future__ import annotations

import pytest

from ingest.limits import Limits
from ingest.readers import READERS, reader_for
from model.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    LimitExceededError,
    ReadError,
    UnsupportedFormatError,
)
from tests.builders.office_files import docx, ole, p, packed, sheet, xlsx

WORD = docx(p("Words"))
EXCEL = xlsx({"A": sheet(["a", "b"])}, parts={"[Content_Types].xml": "<Types/>"})
TEXT = b"12/03/2021 - visit at home\n"


@pytest.mark.parametrize(
    ("data", "name", "reader"),
    [
        pytest.param(WORD, "a.docx", "docx", id="docx"),
        pytest.param(WORD, "A.DOCX", "docx", id="capitals"),
        pytest.param(WORD, "a.docm", "docx", id="docm"),
        pytest.param(EXCEL, "a.xlsx", "xlsx", id="xlsx"),
        pytest.param(b"Date,Event\n", "a.csv", "csv", id="csv"),
        pytest.param("Date\tEvent\n".encode("utf-16"), "a.tsv", "csv", id="tsv in UTF-16"),
        pytest.param(TEXT, "a.txt", "text", id="txt"),
        pytest.param(TEXT, "a.md", "text", id="md"),
        pytest.param(TEXT, "chronology", "text", id="text without an ending"),
        pytest.param(WORD, "chronology", "docx", id="Word file without an ending"),
        pytest.param(b"From: a@b.org\nSubject: x\n\nBody\n", "a.eml", "email", id="eml"),
        pytest.param(b"%PDF-1.7\n", "a.pdf", "pdf", id="pdf"),
    ],
)
def test_the_reader_of_a_file(data: bytes, name: str, reader: str) -> None:
    assert reader_for(data, name).format_name == reader


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        pytest.param(b"", "a.docx", EmptyFileError, id="empty"),
        pytest.param(b" \r\n\r\n", "a.csv", EmptyFileError, id="blank"),
        pytest.param(ole("EncryptedPackage"), "a.docx", EncryptedFileError, id="password"),
        pytest.param(ole("WordDocument"), "a.doc", UnsupportedFormatError, id="old Word"),
        pytest.param(ole("Workbook"), "a.xls", UnsupportedFormatError, id="old Excel"),
        pytest.param(ole("__substg1.0_001A001F"), "a.msg", UnsupportedFormatError, id="Outlook"),
        pytest.param(WORD[:-60], "a.docx", CorruptFileError, id="cut short"),
        pytest.param(b"\x00\x01\x02" * 99, "a.docx", CorruptFileError, id="not a Word file inside"),
        pytest.param(WORD, "a.pdf", UnsupportedFormatError, id="Word named PDF"),
        pytest.param(b"%PDF-1.7\n", "a.docx", UnsupportedFormatError, id="PDF named Word"),
        pytest.param(TEXT, "a.docx", UnsupportedFormatError, id="text named Word"),
        pytest.param(TEXT, "a.xlsx", UnsupportedFormatError, id="text named Excel"),
        pytest.param(EXCEL, "a.csv", UnsupportedFormatError, id="Excel named CSV"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "a.png", UnsupportedFormatError, id="picture"),
        pytest.param(b"\xff\xd8\xff\xe0" + b"\0" * 99, "a.docx", UnsupportedFormatError, id="picture named Word"),
        pytest.param(packed({"a.txt": "x"}), "a.zip", UnsupportedFormatError, id="zip"),
        pytest.param(packed({"mimetype": "x", "content.xml": "x"}), "a.odt", UnsupportedFormatError, id="OpenDocument"),
        pytest.param(packed({"xl/workbook.bin": "x"}), "a.xlsb", UnsupportedFormatError, id="binary workbook"),
        pytest.param(rb"{\rtf1 x}", "a.rtf", UnsupportedFormatError, id="RTF"),
        pytest.param(b"<html><table></table></html>", "a.xls", UnsupportedFormatError, id="web page named Excel"),
        pytest.param(TEXT, "a.exe", UnsupportedFormatError, id="unknown ending"),
        pytest.param(bytes(range(256)) * 9, "a.bin", UnsupportedFormatError, id="bytes of no kind"),
        pytest.param(TEXT * 99, "a.txt", LimitExceededError, id="too large"),
    ],
)
def test_a_file_that_no_reader_takes_is_refused_with_a_remedy(data: bytes, name: str, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        reader_for(data, name, Limits(max_bytes=2_500)).read(data, name, Limits())
    assert caught.value.remedy
    assert type(caught.value) is error


def test_every_reader_has_a_name_of_its_own() -> None:
    assert len({r.format_name for r in READERS}) == len(READERS) == 6
