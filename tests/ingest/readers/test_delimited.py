"""Delimited files: encodings, separators, quotes and the slips that people make in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.limits import Limits
from ingest.raw import RawDocument, RawParagraph, RawTable
from ingest.readers.delimited import DelimitedReader
from ingest.tables import table_drafts
from model.errors import EmptyFileError

LIMITS = Limits()
HEADER = "Date,Type,Details of contact,Professional\n"


def read(text: str | bytes, name: str = "chronology.csv") -> RawDocument:
    return DelimitedReader().read(text.encode() if isinstance(text, str) else text, name, LIMITS)


def rows(document: RawDocument) -> list[list[str]]:
    (table,) = [b for b in document.blocks if isinstance(b, RawTable)]
    return [[c.text for c in r.cells] for r in table.rows if r.cells]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_encodings(encoding: str) -> None:
    text = HEADER + "12/03/2021,TC,Mother’s flat is “cold”; arrears £210,HV1\n" * 3
    assert rows(read(text.encode(encoding)))[1][2] == "Mother’s flat is “cold”; arrears £210"


def test_a_doubtful_encoding_is_told() -> None:
    document = read((HEADER + "12/03/2021,TC,Mother’s flat,HV1\n").encode("mac_roman"))
    assert [p.code for p in document.problems] == ["W170"]


def test_garbled_characters_are_told_and_kept() -> None:
    document = read(HEADER + "12/03/2021,TC,Motherâ€™s flat,HV1\n")
    assert rows(document)[1][2] == "Motherâ€™s flat"
    assert [p.code for p in document.problems] == ["W171"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator: str) -> None:
    lines = ["Date;Source;Event", "12/03/2021;GP;Seen at clinic", "13/03/2021;HV;Visit, with a student"]
    text = "\n".join(
        line.replace(";", separator) if separator != "," else line.replace(", ", " ").replace(";", ",")
        for line in lines
    )
    assert [len(r) for r in rows(read(text))] == [3, 3, 3]


def test_semicolons_win_over_commas_in_the_text() -> None:
    text = (
        "When;Officer;Note\n5 July;HO1;Complaint, man shouting, late\nAugust 22;HO1;Arrears, letter 1, copy to file\n"
    )
    assert rows(read(text))[1] == ["5 July", "HO1", "Complaint, man shouting, late"]


def test_the_separator_line_of_excel() -> None:
    assert rows(read("sep=|\nDate|Event\n12/03/2021|Visit\n")) == [["Date", "Event"], ["12/03/2021", "Visit"]]


def test_quoted_line_breaks_and_quotes() -> None:
    text = HEADER + '12/03/2021,TC,"Said ""no"", then\nrang off, crying",HV1\n13/03/2021,TC,Reply,HV1\n'
    assert rows(read(text))[1] == ["12/03/2021", "TC", 'Said "no", then\nrang off, crying', "HV1"]
    assert len(rows(read(text))) == 3


def test_an_unclosed_quote_swallows_no_row() -> None:
    text = HEADER + '12/03/2021,TC,"Said no,HV1\n13/03/2021,TC,Reply,HV1\n14/03/2021,TC,Visit,HV2\n'
    document = read(text)
    assert rows(document)[1:] == [
        ["12/03/2021", "TC", "Said no", "HV1"],
        ["13/03/2021", "TC", "Reply", "HV1"],
        ["14/03/2021", "TC", "Visit", "HV2"],
    ]
    assert [p.code for p in document.problems] == ["W172"]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        pytest.param(
            "15/03/2021,Visit,Flat clean, warm, baby asleep in cot,HV1",
            ["15/03/2021", "Visit", "Flat clean, warm, baby asleep in cot", "HV1"],
            id="commas with spaces",
        ),
        pytest.param(
            "15/03/2021,Visit,Weight 3.4kg,length 51cm and settled in the afternoon,HV1",
            ["15/03/2021", "Visit", "Weight 3.4kg,length 51cm and settled in the afternoon", "HV1"],
            id="a comma without a space",
        ),
        pytest.param(
            "15/03/2021,Visit,Seen at home by both,HV1, SW2",
            ["15/03/2021", "Visit", "Seen at home by both", "HV1, SW2"],
            id="a comma in the last cell",
        ),
    ],
)
def test_unquoted_commas_are_joined_where_they_belong(line: str, cells: list[str]) -> None:
    plain = [
        "12/03/2021,TC,Rang mother about the appointment at the clinic,HV1",
        "13/03/2021,Visit,Visit at home with the student to weigh the baby,HV2",
        "14/03/2021,TC,Mother rang to say that she will be away,HV1",
        "16/03/2021,Visit,Visit at home to look at the sleeping place,HV1",
    ]
    document = read(HEADER + "\n".join([*plain, line]) + "\n")
    assert rows(document)[-1] == cells
    assert [p.code for p in document.problems] == ["W173"]


def test_short_rows_are_kept() -> None:
    document = read(HEADER + "12/03/2021,TC,Rang mother\n13/03/2021,TC,Rang again,HV1\n")
    assert rows(document)[1] == ["12/03/2021", "TC", "Rang mother"]
    assert document.problems == ()


def test_titles_before_the_header() -> None:
    document = read("Health visiting chronology\n\n" + HEADER + "12/03/2021,TC,Rang mother,HV1\n")
    (table,) = [b for b in document.blocks if isinstance(b, RawTable)]
    reading = table_drafts(table)
    assert reading.titles == ("Health visiting chronology",)
    assert dict(reading.drafts[0].locator) == {"row": 4}


def test_one_column_is_prose() -> None:
    document = read("12/03/2021 - Rang mother\n13/03/2021 - Visit at home\n")
    assert [b.text for b in document.blocks if isinstance(b, RawParagraph)][1] == "13/03/2021 - Visit at home"


def test_nothing_is_refused() -> None:
    with pytest.raises(EmptyFileError):
        read(" \n\n")


_WORDS = st.text(alphabet="abc ,;\"'\n£’.", min_size=1, max_size=30).filter(lambda t: t.strip())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.dates(), _WORDS, _WORDS), min_size=1, max_size=12))
def test_a_well_formed_file_reads_back(records: list[tuple[object, str, str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Date", "Event", "Action"])
    for day, event, action in records:
        writer.writerow([f"{day:%d/%m/%Y}", event.strip(), action.strip()])
    found = rows(read(out.getvalue()))
    assert found[1:] == [[f"{d:%d/%m/%Y}", e.strip(), a.strip()] for d, e, a in records]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1/,;|\t\"'\n ", min_size=1, max_size=200))
def test_any_text_is_read_without_losing_a_word(text: str) -> None:
    if not text.strip():
        return
    document = read(text)
    words = "".join(
        c.text for b in document.blocks if isinstance(b, RawTable) for r in b.rows for c in r.cells
    ) + "".join(b.text for b in document.blocks if isinstance(b, RawParagraph))
    assert sorted(c for c in words if c in "ab1/") == sorted(c for c in text if c in "ab1/")
