"""Plain text and Markdown: wrapped lines joined, items and tables found, characters never guessed silently."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.limits import Limits
from ingest.raw import RawDocument, RawParagraph, RawTable
from ingest.readers.plain import blocks_of
from ingest.readers.text import TextReader, decode
from model.errors import EmptyFileError, LimitExceededError, UnsupportedFormatError


def read(text: str, name: str = "record.txt") -> RawDocument:
    return TextReader().read(text.encode(), name, Limits())


def items(text: str, name: str = "record.txt") -> list[str]:
    return [block.text for block in read(text, name).blocks if isinstance(block, RawParagraph)]


def table(text: str, name: str = "record.txt") -> list[list[str]]:
    (found,) = [block for block in read(text, name).blocks if isinstance(block, RawTable)]
    return [[cell.text for cell in row.cells] for row in found.rows]


WRAPPED = """The family moved to the area in early 2020 and were seen by the health visitor at home on
12 March 2020, when the baby was six weeks old. The mother said that the father visited on
4/5/20 and again the week after. She was seen alone.

On 7 June 2020 the health visitor made a referral to the front door. The outcome was received
on 9 June 2020: no further action.
"""


def test_wrapped_lines_are_one_paragraph_even_where_a_date_begins_a_line() -> None:
    assert items(WRAPPED) == [" ".join(part.split()) for part in WRAPPED.strip().split("\n\n")]


def test_dated_lines_are_items_without_blank_lines_between() -> None:
    text = (
        "12/3/21 - Attendance meeting with mum. She said that the older child had been poorly and would\n"
        "bring a letter from the GP. Agreed to review in two weeks' time with the head of year and the\n"
        "Attendance Officer.\n"
        "19/3/21 - Child came without a coat. Spoke to\n"
        "Mum at the gate.\n"
        "In April - no concerns.\n"
    )
    assert [re.sub(r"\W.*", "", item) for item in items(text)] == ["12", "19", "In"]
    assert items(text)[1] == "19/3/21 - Child came without a coat. Spoke to Mum at the gate."


def test_one_line_items_need_no_dash_after_their_date() -> None:
    lines = [
        "12/03/21, 14:00: HV visit. 13/03/21: phone call to GP",
        "14/03/21 AM DNA",
        "15/03/21 (late entry for 13/03/21) MW rang",
        "?16/03/21 text sent",
        "16 - 18 March 2021: inpatient",
        "17/03/2021-19/03/2021 respite with the grandmother, who lives near",
        "Circa 20 March 2021 moved house",
    ]
    assert items("\n".join(lines)) == lines


def test_lines_that_nothing_wrapped_are_paragraphs_of_their_own() -> None:
    text = "Referred by school.\nVisited at home, " + "all well and settled, " * 12 + "plan agreed.\nClosed.\n"
    assert len(items(text)) == 3


@pytest.mark.parametrize("bullet", ["-", "*", "•", "–", "o", "1.", "(a)", "iv)"])
def test_a_bullet_begins_an_item_and_is_taken_off(bullet: str) -> None:
    assert items(f"{bullet} 12/3/21 seen at home\n   by HV1\n{bullet} 14/3/21 rang") == [
        "12/3/21 seen at home by HV1",
        "14/3/21 rang",
    ]


def test_a_day_is_no_list_number() -> None:
    assert items("12. May 2021 - seen\n13. May 2021 - rang") == ["12. May 2021 - seen", "13. May 2021 - rang"]


def test_bullets_under_a_dated_item_that_introduces_them_belong_to_it() -> None:
    text = (
        "* 12 March 2021: Strategy meeting. Actions:\n    * SW to visit\n    * Police to check\n* 15 March 2021: visit"
    )
    assert items(text) == [
        "12 March 2021: Strategy meeting. Actions:\n- SW to visit\n- Police to check",
        "15 March 2021: visit",
    ]


def test_markdown_marks_are_not_text() -> None:
    text = "# Record\n\n- **14/03/22** Referral received, see file\\_a\n\nAutumn 2022\n===========\n"
    blocks = [b for b in read(text, "record.md").blocks if isinstance(b, RawParagraph)]
    assert [(b.style, b.text) for b in blocks] == [
        ("heading", "Record"),
        ("list_item", "14/03/22 Referral received, see file_a"),
        ("heading", "Autumn 2022"),
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "| Date | Event |\n|---|---|\n| 12/3/21 | Met mum<br>and dad |\n| 14/3/21 | Rang \\| no reply |\n",
            [["Date", "Event"], ["12/3/21", "Met mum\nand dad"], ["14/3/21", "Rang | no reply"]],
            id="Markdown",
        ),
        pytest.param(
            "12/3/21\tHV\tHome visit.\n14/3/21\tHV\tRang.\n\t\tNo reply.\n",
            [["12/3/21", "HV", "Home visit."], ["14/3/21", "HV", "Rang. No reply."]],
            id="tabs, a line carried on",
        ),
        pytest.param(
            "Date\t\tEvent\n12/3/21\tHome visit.\n14/3/21\tRang.\n",
            [["Date", "Event"], ["12/3/21", "Home visit."], ["14/3/21", "Rang."]],
            id="runs of tabs",
        ),
        pytest.param(
            "Date        Worker  Event\n12/03/2021  HV1     Home visit, all well.  Baby\n"
            "                    seen.\n14/03/2021  HV2     Rang.\n",
            [
                ["Date", "Worker", "Event"],
                ["12/03/2021", "HV1", "Home visit, all well.  Baby seen."],
                ["14/03/2021", "HV2", "Rang."],
            ],
            id="aligned by spaces",
        ),
        pytest.param(
            "Date: 12/03/2021\nEvent: Home visit.\nOutcome: Visit again\nin two weeks.\n\n"
            "Date: 14/03/2021\nTime: 10:30\nEvent: Rang.\n",
            [
                ["Date", "Event", "Outcome", "Time"],
                ["12/03/2021", "Home visit.", "Visit again in two weeks.", ""],
                ["14/03/2021", "Rang.", "", "10:30"],
            ],
            id="labelled lines",
        ),
        pytest.param(
            "Incident: 1\nDate: 12/03/2021\nDetails: Bruise.\n\nIncident: 2\nDate: 14/03/2021\nDetails: Rang.\n",
            [["Incident", "Date", "Details"], ["1", "12/03/2021", "Bruise."], ["2", "14/03/2021", "Rang."]],
            id="labelled lines that begin with another label",
        ),
        pytest.param(
            "12/03/2021 | HV | Home visit\n14/03/2021 | HV | Rang\n",
            [["12/03/2021", "HV", "Home visit"], ["14/03/2021", "HV", "Rang"]],
            id="a log with strokes",
        ),
    ],
)  # fmt: skip
def test_tables_that_text_draws(text: str, rows: list[list[str]]) -> None:
    assert table(text, "record.md") == rows


def test_the_head_of_a_report_is_no_record() -> None:
    assert items("Date: 14 June 2022\nAuthor: J Field\n\nThe child was seen.") == [
        "Date: 14 June 2022",
        "Author: J Field",
        "The child was seen.",
    ]


def test_a_date_label_in_an_email_header_is_no_record() -> None:
    blocks = read("From: Jo\nDate: 4 May 2022\nSubject: record\n\n3/5/22 - seen\n").blocks
    assert [b.style for b in blocks if isinstance(b, RawParagraph)] == ["header_field"] * 3 + ["body"]


def test_quoted_lines_and_signatures_are_marked() -> None:
    blocks = read("3/5/22 - seen\n\n> Please send\n> your record.\n\n--\nJo Field\nTel 01632 960001").blocks
    assert [(b.style, b.text) for b in blocks if isinstance(b, RawParagraph)] == [
        ("body", "3/5/22 - seen"),
        ("quoted", "Please send your record."),
        ("signature", "Jo Field"),
        ("signature", "Tel 01632 960001"),
    ]


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        pytest.param("Café – “seen”".encode(), "Café – “seen”", "utf-8", id="UTF-8"),
        pytest.param("Café".encode("utf-8-sig"), "Café", "utf-8-sig", id="UTF-8 with a mark"),
        pytest.param("Café – “seen”".encode("cp1252"), "Café – “seen”", "cp1252", id="Windows"),
        pytest.param("Café".encode("utf-16"), "Café", "utf-16", id="UTF-16 with a mark"),
        pytest.param("Seen at home".encode("utf-16-le"), "Seen at home", "utf-16-le", id="UTF-16 without"),
        pytest.param("Seen at home".encode("utf-16-be"), "Seen at home", "utf-16-be", id="UTF-16 the other way"),
    ],
)
def test_encodings(data: bytes, text: str, encoding: str) -> None:
    found = decode(data)
    assert (found.text, found.encoding, found.doubtful) == (text, encoding, 0)


def test_bytes_without_meaning_are_said() -> None:
    document = TextReader().read(b"12/3/21 seen \x81 at caf\xe9", "record.txt", Limits())
    assert [p.code for p in document.problems] == ["W110"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", EmptyFileError, id="empty"),
        pytest.param(b"\xef\xbb\xbf \r\n\t", EmptyFileError, id="only blanks"),
        pytest.param(bytes(range(32)) * 40, UnsupportedFormatError, id="not text"),
        pytest.param(b"x" * 200, LimitExceededError, id="too large"),
    ],
)
def test_a_file_that_cannot_be_used(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        TextReader().read(data, "record.txt", Limits(max_bytes=150) if error is LimitExceededError else Limits())


def test_recognises_by_name_and_not_another_formats_signature() -> None:
    reader = TextReader()
    assert reader.recognises(b"12/3/21 seen", "RECORD.TXT")
    assert not reader.recognises(b"%PDF-1.4", "record.txt")
    assert not reader.recognises(b"12/3/21 seen", "record.csv")


LINE = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=50),
    st.sampled_from(["", "", "12/3/21 - seen", "* item", "   more of it", "> quoted"]),
    st.sampled_from(["Date: 1/2/21", "Event: x", "a\tb\tc", "Date  Worker  Event", "| a | b |", "|---|---|"]),
)  # fmt: skip


@given(st.lists(LINE, max_size=14), st.booleans())
def test_no_word_is_lost_whatever_the_lines(lines: list[str], markdown: bool) -> None:
    """Letters and figures come out in their order, but for labels, list numbers and marks."""
    text = "\n".join(lines)
    blocks = blocks_of(text, markdown=markdown)
    out: list[str] = []
    for block in blocks:
        if isinstance(block, RawParagraph):
            out.append(block.text)
        else:
            out += [cell.text for row in block.rows for cell in row.cells]
    kept = "".join(out)
    words = re.findall(r"[^\W\d_]{3,}", text)
    assert all(word in kept or word == "br" for word in words)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = TextReader().read(data, "x.txt", Limits())
    except (EmptyFileError, UnsupportedFormatError):
        return
    assert document.format_name == "text"


@pytest.mark.parametrize("piece", ["> ", "- ", "1/2/21 ", "| ", "\t", "Date: ", "a: ", "\n", "#", "**a", "  x"])
def test_long_odd_texts_do_not_hold_the_reader_up(piece: str) -> None:
    assert blocks_of(piece * (60_000 // len(piece)), markdown=True) is not None
