"""The rows of a table: entries, sections, carried dates, furniture; and the laws of every table."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.tables import TableContext, table_drafts
from tests.builders.tables import table
from tests.support.tables import HEADER, ROW, lawful, only, read

# Rows ---------------------------------------------------------------------------------------------


def test_repeated_headers_are_dropped_and_counted() -> None:
    reading = read(HEADER, ROW, HEADER, ROW)
    assert (reading.count.headers, reading.count.entries) == (2, 2)


def test_another_header_in_the_middle_changes_the_columns() -> None:
    reading = read(
        ("Date", "Event", "Author"), ("1/3/21", "One.", "HV1"), ("Date", "Author", "Event"), ("2/3/21", "HV2", "Two.")
    )
    assert reading.count.headers == 2
    assert [p.field for p in reading.drafts[1].parts] == ["author", "event"]


@pytest.mark.parametrize(
    "words",
    [
        "Period 2: 2021",
        "2021",
        "March 2021",
        "14 March 2021",
        "Antenatal period",
        "SECTION B - SECOND PREGNANCY",
        "Summer 2020",
    ],
)
def test_a_heading_over_the_full_width_is_a_section(words: str) -> None:
    reading = read(HEADER, ROW, (words, "<", "<", "<", "<"), ROW)
    assert (reading.count.sections, reading.count.entries) == (1, 2)
    assert reading.drafts[1].section == words


@pytest.mark.parametrize(
    "words",
    [
        "No contact between 3 May and 20 July 2021",
        "Case closed to health visiting",
        "Mother moved to another area and registered with a new GP.",
        "12/03/2021 Police called to the address",
        "There were no records found for this period, and the previous school holds none.",
        "Child seen at school",
    ],
)
def test_a_row_over_the_full_width_that_tells_something_is_an_entry(words: str) -> None:
    reading = read(HEADER, ROW, (words, "<", "<", "<", "<"), ROW)
    assert (reading.count.sections, reading.count.entries) == (0, 3)
    assert reading.drafts[1].text == words


def test_a_heading_in_the_first_cell_alone_is_a_section() -> None:
    reading = read(HEADER, ("Year 2020", "", "", "", ""), ROW)
    assert reading.count.sections == 1
    assert reading.drafts[0].section == "Year 2020"


def test_a_date_alone_stands_over_the_rows_below() -> None:
    reading = read(HEADER, ("14 March 2021", "", "", "", ""), ("", "Case note", "Visit.", "", ""))
    assert (reading.count.sections, reading.count.entries) == (1, 1)
    assert reading.drafts[0].section == "14 March 2021"


def test_a_date_alone_before_a_dated_row_is_an_entry_and_said() -> None:
    reading = read(HEADER, ("14/03/2021", "", "", "", ""), ROW)
    assert reading.count.entries == 2
    assert "W153" in [p.code for p in reading.problems]


def test_a_blank_date_takes_the_one_above_and_says_so() -> None:
    reading = read(HEADER, ROW, ("", "Case note", "Second visit.", "", ""))
    assert reading.drafts[1].date.text == "12/03/2021"
    assert reading.drafts[1].date.carried
    assert "W150" in [p.code for p in reading.problems]


def test_a_merged_date_is_carried() -> None:
    reading = read(HEADER, ROW, ("^", "Case note", "Second visit.", "", ""))
    assert reading.drafts[1].date.carried
    assert reading.problems == ()


def test_dates_are_not_carried_over_a_section() -> None:
    reading = read(HEADER, ROW, ("Later", "<", "<", "<", "<"), ("", "Case note", "Visit.", "", ""))
    assert reading.drafts[1].date.empty


def test_words_merged_over_rows_are_told_once() -> None:
    reading = read(("Date", "Event", "Action"), ("1/3/21", "Meeting held.", "HV to visit"), ("^", "^", "SW to ring GP"))
    assert reading.drafts[1].text == "SW to ring GP"
    assert reading.drafts[1].columns["Event"] == "Meeting held."


def test_a_row_that_goes_on_with_a_sentence_is_joined() -> None:
    reading = read(
        ("No", "Date", "Event"), ("1", "12/03/2021", "Mother said that she had"), ("", "", "not seen him since May.")
    )
    assert only(reading).text == "Mother said that she had not seen him since May."
    assert [p.code for p in reading.problems] == ["W151"]


def test_an_undated_row_with_a_sentence_of_its_own_is_an_entry() -> None:
    reading = read(("Date", "Event"), ("12/03/2021", "Mother said so."), ("", "Rang GP. No reply."))
    assert reading.count.entries == 2


@pytest.mark.parametrize(
    "words", ["Page 2 of 9", "End of chronology", "Printed on 12/01/2022 09:14", "Completed by J Doe, 3/12/21"]
)
def test_furniture_is_no_entry(words: str) -> None:
    reading = read(HEADER, ROW, (words, "", "", "", ""))
    assert (reading.count.entries, reading.count.furniture) == (1, 1)


def test_how_to_fill_in_is_no_entry() -> None:
    reading = read(
        ("Date", "Event", "Action"), ("(dd/mm/yyyy)", "(brief facts)", "(what was done)"), ("12/03/2021", "Visit.", "")
    )
    assert (reading.count.headers, reading.count.entries) == (2, 1)


def test_undated_and_impossible_dates_stay() -> None:
    reading = read(HEADER, ("31/06/2021", "Case note", "Visit.", "", ""), ("Not known", "Case note", "Call.", "", ""))
    assert [d.date.text for d in reading.drafts] == ["31/06/2021", "Not known"]


def test_prose_that_opens_with_a_date_carries_none() -> None:
    reading = read(("Date", "Event"), ("12/03/2021", "Visit."), ("", "15/03/2021 - second visit."))
    draft = reading.drafts[1]
    assert draft.date.empty
    assert draft.date_span is not None
    assert draft.text[slice(*draft.date_span)] == "15/03/2021"


def test_rows_of_a_hidden_sheet_are_marked() -> None:
    assert only(read(HEADER, ROW, hidden=True)).hidden


# Laws ---------------------------------------------------------------------------------------------

_WORDS = st.text(alphabet="abcdefghij ABC.,'123", min_size=0, max_size=40)
_CELL = st.one_of(
    _WORDS,
    st.sampled_from(
        [
            "",
            "12/03/2021",
            "Date",
            "Event",
            "Action",
            "Source",
            "March 2021",
            "Y",
            "2021",
            "<",
            "^",
            "No",
            "Key",
            "SW1",
            "Total",
            "Page 2",
        ]
    ),
    st.dates(dt.date(2010, 1, 1), dt.date(2024, 1, 1)),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(_CELL, min_size=0, max_size=6), min_size=0, max_size=12))
def test_every_row_of_any_table_is_counted_once(rows: list[list[Any]]) -> None:
    reading = table_drafts(table(*rows))
    assert lawful(reading)
    assert reading.count.rows == len(rows) or not rows
    assert reading.count.entries == len(reading.drafts)
    for draft in reading.drafts:
        for part in draft.parts:
            assert draft.text[part.start : part.end] == draft.columns[part.header]


_SENTENCE = st.sampled_from(
    [
        "Home visit by HV1.",
        "Rang GP, no reply",
        "Referral received",
        "DNA clinic",
        "Seen in ED with a cough.",
        "NFA",
        "Email from school re attendance",
    ]
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.dates(dt.date(2015, 1, 1), dt.date(2024, 1, 1)), _SENTENCE, _SENTENCE), min_size=1, max_size=20
    ),
    st.integers(0, 3),
    st.booleans(),
)
def test_a_dated_row_is_always_an_entry(rows: list[tuple[dt.date, str, str]], titles: int, repeat: bool) -> None:
    body: list[Any] = [(f"{d:%d/%m/%Y}", event, action) for d, event, action in rows]
    if repeat:
        body.insert(len(body) // 2, ("Date", "Event", "Action"))
    reading = table_drafts(table(*[("A title",)] * titles, ("Date", "Event", "Action"), *body))
    assert lawful(reading)
    assert reading.count.entries == len(rows)
    assert [d.text for d in reading.drafts] == [f"{event}\n{action}" for _, event, action in rows]


def test_the_context_numbers_the_tables() -> None:
    reading = table_drafts(table(HEADER, ROW), TableContext(number=4))
    assert only(reading).table == 4
    assert reading.context.number == 5
