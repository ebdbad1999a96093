"""Columns shown before a file is read, and read as a person says."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.draft import Scope
from ingest.headers import FIELDS
from ingest.limits import DEFAULT_LIMITS
from ingest.mapping import COLUMN_LABELS
from ingest.read import FileReading, look, read_file

KNOWN = "Date,Event,Logged\n01/03/2021,Rang the tenant about the rent.,05/03/2021\n02/03/2021,Letter sent.,06/03/2021\n"
STRANGE = "Moment,Tale,Sum\n01/03/2021,Rang the tenant about the rent.,4\n02/03/2021,Letter sent.,5\n"
NAMELESS = "x,Rang the tenant about the rent.,01/03/2021\ny,Letter sent.,02/03/2021\nz,Visit made.,03/03/2021\n"


def read(text: str, **columns: str) -> FileReading:
    return read_file("a.csv", text.encode(), agency="housing", scope=Scope(), limits=DEFAULT_LIMITS, columns=columns)


def test_every_column_that_can_be_said_is_one_that_is_known() -> None:
    assert set(COLUMN_LABELS) - {f["id"] for f in FIELDS} == {"other"}


def test_a_file_is_shown_with_its_columns_and_first_rows() -> None:
    (table,) = look("a.csv", KNOWN.encode()).tables
    assert table.titles == ("Date", "Event", "Logged")
    assert table.fields[:2] == ("date_start", "event")
    assert table.samples[0][1] == "Rang the tenant about the rent."
    assert table.rows == 2
    assert table.chronology


@pytest.mark.parametrize(
    ("text", "columns", "days"),
    [
        pytest.param(KNOWN, {}, [1, 2], id="as the program reads it"),
        pytest.param(KNOWN, {"Logged": "date_start"}, [5, 6], id="another column is the date"),
        pytest.param(STRANGE, {"Moment": "date_start", "Tale": "event"}, [1, 2], id="titles that nobody knows"),
        pytest.param(STRANGE, {"Tale": "event"}, [1, 2], id="one title is said, the date is seen by itself"),
        pytest.param(NAMELESS, {"Column 3": "date_start"}, [1, 2, 3], id="no titles"),
    ],
)
def test_the_date_is_read_where_a_person_says(text: str, columns: dict[str, str], days: list[int]) -> None:
    found = [e.when.start for e in read(text, **columns).entries if e.when]
    assert found == [dt.date(2021, 3, day) for day in days]


def test_a_column_said_to_be_written_for_the_review_is_kept_apart() -> None:
    said = read("Date,Event,Sum\n01/03/2021,Letter sent.,Might have rung.\n", Sum="analysis")
    assert said.entries[0].text == "Letter sent."
    assert said.entries[0].hindsight == ("Sum",)
    assert "Might have rung." in read("Date,Event,Sum\n01/03/2021,Letter sent.,Might have rung.\n").entries[0].text


def test_what_was_said_is_kept_with_the_source() -> None:
    assert read(KNOWN, Logged="date_start").source.columns == (("Logged", "date_start"),)
    assert read(KNOWN).source.named


def test_rows_are_all_accounted_for_whatever_is_said() -> None:
    for columns in ({}, {"Tale": "seq"}, {"Moment": "event"}, {"Sum": "date_start"}):
        assert read(STRANGE, **columns).source.count.balanced


def test_a_box_at_the_head_of_a_file_becomes_no_chronology_by_what_is_said_of_another_table() -> None:
    text = "Prepared by,Review officer\nApproved by,Manager\n\n" + KNOWN
    assert len(read(text, **{"Prepared by": "other", "Event": "event"}).entries) == len(read(text).entries)
