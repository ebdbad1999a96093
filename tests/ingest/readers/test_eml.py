"""E-mails: header, body (plain or HTML), tables kept, attachments handed on under safe names."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.limits import Limits
from ingest.raw import RawDocument, RawParagraph, RawTable
from ingest.readers.eml import EmlReader, clean_name
from ingest.readers.html import html_blocks
from model.errors import CorruptFileError, EmptyFileError, LimitExceededError, ReadError


def message(text: str | None = "12/3/21 - Seen.", html: str | None = None) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Jo Field <jo@school.example>"
    made["To"] = "reviews@partnership.example"
    made["Date"] = "Wed, 11 Jan 2023 16:42:00 +0000"
    made["Subject"] = "Record – child T"
    if text is not None:
        made.set_content(text)
    if html is not None:
        if text is None:
            made.set_content(html, subtype="html")
        else:
            made.add_alternative(html, subtype="html")
    return made


def read(made: EmailMessage | bytes) -> RawDocument:
    data = made.as_bytes() if isinstance(made, EmailMessage) else made
    return EmlReader().read(data, "mail.eml", Limits())


def body(document: RawDocument) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, RawParagraph) and b.style != "header_field"]


def rows(document: RawDocument) -> list[list[str]]:
    return [[c.text for c in row.cells] for b in document.blocks if isinstance(b, RawTable) for row in b.rows]


def test_header_fields_come_first_and_are_marked() -> None:
    document = read(message())
    fields = [b.text for b in document.blocks if isinstance(b, RawParagraph) and b.style == "header_field"]
    assert [field.split(":")[0] for field in fields] == ["From", "Date", "To", "Subject"]
    assert document.properties["title"] == "Record – child T"
    assert body(document) == ["12/3/21 - Seen."]


def test_html_without_a_table_gives_way_to_the_plain_text() -> None:
    assert body(read(message("12/3/21 - Seen.", "<p>12/3/21 - Seen, in HTML.</p>"))) == ["12/3/21 - Seen."]


HTML = """<html><head><style>p {color: red}</style><title>x</title></head><body>
<p>Dear all,</p><p>Our record:<br>12/3/21 - Seen &amp; weighed.<br>14/3/21 - Rang.</p>
<ul><li>16/3/21 - Met <b>mum</b></li><li>17/3/21 - Closed</li></ul>
<table><tr><th>Date</th><th>Event</th></tr>
<tr><td>18/3/21</td><td><p>Called.</p><p>No reply.</p></td></tr></table>
<div style="display: none">hidden words</div><script>alert(1)</script>
<blockquote><p>Please send yours.</p></blockquote></body></html>"""


def test_html_is_read_as_a_person_sees_it_and_its_table_is_a_table() -> None:
    document = read(message("plain words", HTML))
    assert body(document) == [
        "Dear all,",
        "Our record:",
        "12/3/21 - Seen & weighed.",
        "14/3/21 - Rang.",
        "16/3/21 - Met mum",
        "17/3/21 - Closed",
        "Please send yours.",
    ]
    assert rows(document) == [["Date", "Event"], ["18/3/21", "Called.\nNo reply."]]


def test_html_alone_is_read() -> None:
    assert body(read(message(None, "<p>12/3/21 - Seen.</p>"))) == ["12/3/21 - Seen."]


def test_a_table_that_only_lays_out_the_page_is_text() -> None:
    layout = "<table><tr><td><table><tr><td>12/3/21 - Seen.</td></tr></table></td></tr></table>"
    document = read(message(None, layout))
    assert body(document) == ["12/3/21 - Seen."]
    assert rows(document) == []


def test_attachments_are_handed_on_and_pictures_in_the_text_are_not() -> None:
    made = message()
    made.add_attachment(b"Date,Event\n", maintype="text", subtype="csv", filename="log.csv")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="log.csv")
    made.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif", cid="<logo>")
    assert [(name, data[:5]) for name, data in read(made).attachments] == [
        ("log.csv", b"Date,"),
        ("log (2).csv", b"%PDF-"),
    ]


def test_a_message_inside_a_message_is_handed_on_as_a_file() -> None:
    made = message()
    made.add_attachment(message("14/3/21 - Rang."))
    ((name, data),) = read(made).attachments
    assert name.endswith(".eml")
    assert EmlReader().recognises(data[:8192], name)
    assert body(read(data)) == ["14/3/21 - Rang."]


def test_an_empty_attachment_is_said() -> None:
    made = message()
    made.add_attachment(b"", maintype="text", subtype="csv", filename="log.csv")
    assert [(p.code, p.quote) for p in read(made).problems] == [("W131", "log.csv")]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\log.xlsx", "log.xlsx"),
        ("con.txt", "_con.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("bad\r\nname?.csv", "badname_.csv"),
        ("", "attachment"),
        ("   ...", "attachment"),
    ],
)
def test_names_are_labels_only(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "no-such-charset"])
def test_character_sets(charset: str) -> None:
    encoded = "Café seen 12/3/21".encode("latin-1" if charset != "utf-8" else "utf-8")
    head = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert body(read(head.encode() + encoded)) == ["Café seen 12/3/21"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", EmptyFileError, id="empty"),
        pytest.param(b" \n", EmptyFileError, id="blank"),
        pytest.param(b"\n\njust words", CorruptFileError, id="no header"),
    ],
)
def test_a_file_that_cannot_be_used(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error):
        read(data)


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(LimitExceededError):
        EmlReader().read(message().as_bytes(), "mail.eml", Limits(max_bytes=10))


@given(st.binary(max_size=300))
def test_any_bytes_after_a_header_are_read_or_refused(data: bytes) -> None:
    try:
        read(b"From: a@b.example\nSubject: x\n" + data)
    except ReadError as error:
        assert error.remedy  # noqa: PT017


@given(st.text(alphabet="<>/tablerdpu &;=\"'x1", max_size=200))
def test_any_html_is_read(source: str) -> None:
    assert html_blocks(source, Limits()) is not None


def test_deep_html_does_not_break_the_reader() -> None:
    source = "<div>" * 230 + "12/3/21 seen" + "</div>" * 230
    assert [b.text for b in html_blocks(source, Limits()) if isinstance(b, RawParagraph)] == ["12/3/21 seen"]
    assert html_blocks("<div>" * 5000 + "x" + "</div>" * 5000, Limits()) is not None
