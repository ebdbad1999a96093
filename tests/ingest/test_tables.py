"""The table reader: headers found, columns told apart, tables that are no chronology."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ingest.raw import RawTable
from ingest.tables import table_drafts
from tests.builders.tables import table
from tests.support.tables import HEADER, ROW, lawful, only, read

# Headers and columns ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("titles", "fields"),
    [
        pytest.param(
            ("Serial number", "Date", "Event-detail", "Witness or document reference (where applicable)"),
            ("event", "source"),
            id="court chronology",
        ),
        pytest.param(
            ("Date or Period of Event", "Significant Event", "Source", "Impact (positive or negative)", "Action Taken"),
            ("event", "source", "child_voice", "action"),
            id="significant events",
        ),
        pytest.param(
            ("Start Date", "Start Time", "Source of Information", "Event", "Response"),
            ("source", "event", "action"),
            id="start date and source of information",
        ),
        pytest.param(
            ("DATE (DD/MM/YY)", "Time (24 hour clock)", "Detials of contact", "Proffessional", "Outcome"),
            ("event", "author", "outcome"),
            id="slips of the keyboard",
        ),
        pytest.param(
            ("When?", "Who was involved?", "What happened", "What was done", "Shared with"),
            ("author", "event", "action", "shared_with"),
            id="questions",
        ),
        pytest.param(("Occurrence no.", "Date/Time", "Summary of incident", "OIC"), ("event", "author"), id="police"),
        pytest.param(("Date of entry", "Entry", "Author"), ("event", "author"), id="only an ambiguous date"),
        pytest.param(
            ("When?", "By", "What was seen or said", "What we did"),
            ("author", "event", "action"),
            id="a log in plain words",
        ),
    ],
)
def test_known_titles_name_the_columns(titles: tuple[str, ...], fields: tuple[str, ...]) -> None:
    row = [_sample(title, number) for number, title in enumerate(titles)]
    draft = only(read(titles, row))
    assert draft.date.text == "12/03/2021"
    assert tuple(p.field for p in draft.parts) == fields


def _sample(title: str, number: int) -> str:
    """What may stand under a title: a date, a time, words."""
    if title.lower().startswith(("date", "start date", "when")):
        return "12/03/2021"
    return "14.30" if "time" in title.lower() else f"Words {number}"


def test_text_leaves_out_dates_numbers_ticks_and_hindsight() -> None:
    reading = read(
        ("No", "Date", "Time", "Child seen?", "Event", "Analysis", "Date recorded"),
        ("4", "12/03/2021", "14:30", "Y", "Visit at home.", "This was late.", "19/03/2021"),
    )
    draft = only(reading)
    assert draft.text == "Visit at home."
    assert draft.hindsight == ("Analysis",)
    assert draft.columns["Analysis"] == "This was late."
    assert (draft.date.text, draft.time.text, draft.recorded.text) == ("12/03/2021", "14:30", "19/03/2021")


def test_words_in_a_column_of_ticks_are_kept() -> None:
    draft = only(read(("Date", "Child seen?", "Event"), ("12/03/2021", "Yes, asleep in her cot", "Visit.")))
    assert draft.text == "Yes, asleep in her cot\nVisit."


def test_parts_count_in_the_text() -> None:
    draft = only(read(HEADER, ROW))
    assert [draft.text[p.start : p.end] for p in draft.parts] == list(ROW[1:])
    assert draft.text == "\n".join(ROW[1:])


def test_comments_are_the_record_where_no_other_column_tells() -> None:
    words = "Mother rang to say that she had moved and would like a visit next week."
    draft = only(read(("Date", "Contact", "Comments"), ("12/03/2021", "Tel", words)))
    assert draft.hindsight == ()
    assert "Mother rang" in draft.text


def test_two_header_rows_with_groups() -> None:
    reading = read(
        ("Contact", "<", "<", "Details", "Review panel", "<"),
        ("Date", "Time", "Type", "^", "Action", "Comment"),
        ("12/03/2021", "10:15", "Visit", "Seen at home with baby.", "Ask about GP", "Good practice"),
    )
    draft = only(reading)
    assert reading.count.headers == 2
    assert draft.text == "Visit\nSeen at home with baby."
    assert set(draft.hindsight) == {"Action", "Comment"}


def test_unknown_titles_beside_a_date_are_a_header_all_the_same() -> None:
    reading = read(("Date", "Zeitgeist", "Whatnot"), ("12-Mar-2021", "Telephone encounter.", "Dr A"))
    assert only(reading).text == "Telephone encounter.\nDr A"
    assert reading.count.headers == 1


def test_words_beside_the_date_in_one_cell_are_kept() -> None:
    reading = read(("Date and event", "Comments"), ("12/03/2021 Visit by HV1, seen mother and baby", "Good practice"))
    draft = only(reading)
    assert draft.text == "12/03/2021 Visit by HV1, seen mother and baby"
    assert draft.hindsight == ("Comments",)


def test_a_date_title_alone_is_a_header() -> None:
    reading = read(("Date", "", ""), ("12/3/21", "HV1", "Visit to the home."), ("13/3/21", "HV1", "Call to the GP."))
    assert (reading.count.headers, reading.count.sections, reading.count.entries) == (1, 0, 2)


def test_a_sign_off_row_after_the_last_date_is_no_entry() -> None:
    reading = read(HEADER, ROW, ("Name: J Doe", "Role: Named nurse", "Date: 3/12/21", "", ""))
    assert (reading.count.entries, reading.count.furniture) == (1, 1)


def test_the_same_title_twice_keeps_both_columns() -> None:
    draft = only(read(("Date", "Event", "Action", "Action"), ("12/03/2021", "Visit.", "Rang GP", "None needed")))
    assert draft.columns["Action"] == "Rang GP"
    assert draft.columns["Action (2)"] == "None needed"


def test_header_lower_down_under_titles() -> None:
    reading = read(("Police chronology",), ("Times are local",), (), HEADER, ROW)
    assert reading.count.headers == 1
    assert reading.count.furniture == 2
    assert reading.titles == ("Police chronology", "Times are local")


def test_columns_told_by_content_without_a_header() -> None:
    reading = read(
        ("12/03/2021", "HV1", "Visit to mother at home, baby seen and weighed."),
        ("14/03/2021", "HV1", "Telephone call from mother about feeding."),
        ("20 March 2021", "HV2", "Clinic attended, weight on the same line."),
    )
    assert reading.count.entries == 3
    assert reading.drafts[0].text.startswith("HV1\nVisit")
    assert [p.code for p in reading.problems] == ["W154"]


def test_a_table_without_header_takes_the_columns_of_the_one_before() -> None:
    first = table_drafts(table(HEADER, ROW))
    second = table_drafts(table(ROW, ("14/03/2021", "Email", "Reply.", "", "")), first.context)
    assert second.count.entries == 2
    assert [p.field for p in second.drafts[0].parts] == ["source", "event", "action", "outcome"]
    assert second.drafts[0].table == 2


def test_start_and_end_dates() -> None:
    draft = only(read(("Start date", "End date", "Event"), ("12/03/2021", "15/03/2021", "In hospital.")))
    assert (draft.date.text, draft.end_date.text) == ("12/03/2021", "15/03/2021")


def test_typed_values_come_with_their_words() -> None:
    draft = only(read(("Date", "Time", "Event"), (dt.date(2021, 3, 12), dt.time(14, 30), "Call.")))
    assert draft.date.value == dt.date(2021, 3, 12)
    assert draft.time.value == dt.time(14, 30)


def test_agency_column_names_the_agency() -> None:
    draft = only(read(("Date", "Agency", "Event"), ("12/03/2021", "Midwifery", "Booking.")))
    assert draft.agency == "midwifery"


def test_cells_beyond_the_header_are_kept() -> None:
    draft = only(read(("Date", "Event"), ("12/03/2021", "Visit.", "and a note on the margin")))
    assert "and a note on the margin" in draft.text


# Titles that nobody knows --------------------------------------------------------------------------


def test_groups_of_columns_over_the_header_are_not_the_header() -> None:
    reading = read(
        ("CONTACT", "<", "RECORD", "<", "SYSTEM"),
        ("Date", "Type", "Summary of contact", "Decision", "Keyed in by batch"),
        ("03/02/2020", "Visit", "Seen at home with his aunt.", "Visit again", "05/02/2020"),
        ("09/02/2020", "Call", "Aunt rang, all well.", "", "09/02/2020"),
    )
    assert reading.count.headers == 2
    assert [d.date.text for d in reading.drafts] == ["03/02/2020", "09/02/2020"]


def test_an_unknown_title_over_dates_is_the_date_column() -> None:
    reading = read(
        ("Entry", "Put in book", "Details", "Next step"),
        ("1", "3-May", "Neighbour rang about noise.", "Letter sent"),
        ("2", "19-May", "Neighbour rang again.", "Visit booked"),
        ("3", "w/c 2-Jun", "Visited, nobody in.", ""),
    )
    assert reading.count.headers == 1
    assert [d.date.text for d in reading.drafts] == ["3-May", "19-May", "w/c 2-Jun"]
    assert not any(d.text.startswith("1") for d in reading.drafts)


def test_a_line_across_the_table_names_the_time_below_it() -> None:
    reading = read(
        ("Date", "Type", "Details"),
        ("Before the tenancy was known", "<", "<"),
        ("03/02/2020", "Visit", "Seen at home with his aunt."),
        ("No contact was made in March", "<", "<"),
    )
    assert (reading.count.sections, reading.count.entries) == (1, 2)


def test_terms_in_the_first_column_are_dates() -> None:
    reading = read(
        ("Term", "Attendance A", "Attendance B", "Action"),
        ("Spring term 2018", "81%", "83%", "No letter"),
        ("Autumn term 2018", "76%", "74%", "EWO met parents"),
    )
    assert [d.date.text for d in reading.drafts] == ["Spring term 2018", "Autumn term 2018"]


def test_times_under_an_unknown_title_are_the_time() -> None:
    reading = read(
        ("CAD ref", "Call date", "Call connect", "Crew narrative", "Outcome"),
        ("7716", "16/07/2022", "02:14", "Child with a cut hand, father present.", "Left at home"),
        ("7729", "29/11/2022", "19:22", "Child vomiting, mother present.", "Taken to hospital"),
    )
    assert [d.time.text for d in reading.drafts] == ["02:14", "19:22"]


def test_from_beside_received_says_from_whom() -> None:
    reading = read(
        ("Received", "From", "Detail", "Decision"),
        ("19 Oct 22", "SW2", "Rang for advice about a family.", "Advice"),
        ("25 Oct 22", "Team A", "Request received without consent.", ""),
    )
    assert [d.date.text for d in reading.drafts] == ["19 Oct 22", "25 Oct 22"]


def test_a_title_with_a_date_stands_over_the_header() -> None:
    reading = read(
        ("Search of contacts, run 27/02/2023", "", "", ""),
        ("Date", "Time", "Details", "Outcome"),
        ("19 Oct 22", "10:00", "Rang for advice about a family.", "Advice"),
    )
    assert reading.count.entries == 1


def test_a_cover_sheet_of_labels_is_no_chronology() -> None:
    reading = read(
        ("Chronology for the review of child T", ""),
        ("Completed by", "Quality officer"),
        ("Date completed", "09/03/2023"),
        ("Period", "01/01/2022 to 28/02/2023"),
    )
    assert reading.drafts == ()


# Other tables -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((("Initials used", "Who"), ("M", "Mother"), ("SW1", "Social worker")), id="titled"),
        pytest.param((("M", "Mother"), ("SW1", "Social worker")), id="without titles"),
        pytest.param((("Abbreviation", "Meaning"), ("M", "Mother"), ("SW1", "Social worker")), id="glossary"),
    ],
)
def test_a_key_gives_pairs(rows: tuple[tuple[str, str], ...]) -> None:
    reading = read(*rows)
    assert reading.key == (("M", "Mother"), ("SW1", "Social worker"))
    assert reading.drafts == ()
    assert reading.count.keys == 2


def test_a_family_table_with_births_is_no_chronology() -> None:
    reading = read(
        ("Name", "Date of birth", "Relationship"), ("AB", "12/03/2019", "Child"), ("CD", "01/02/1990", "Mother")
    )
    assert reading.drafts == ()
    assert reading.key == (("AB", "12/03/2019, Child"), ("CD", "01/02/1990, Mother"))


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            (("Name", "Role", "Signature", "Date"), ("J Doe", "Named nurse", "JD", "12/03/2022")), id="sign-off"
        ),
        pytest.param(
            (("Version", "Date", "Author", "Changes"), ("1", "12/03/2022", "JD", "First draft")), id="versions"
        ),
        pytest.param(
            (("Recommendation", "Action", "Lead", "By when"), ("Train staff", "Book a course", "JD", "01/04/2022")),
            id="action plan",
        ),
    ],
)
def test_boxes_of_the_form_give_no_entries_and_are_named(rows: tuple[tuple[str, ...], ...]) -> None:
    reading = read(*rows)
    assert reading.drafts == ()
    assert [p.code for p in reading.problems] == ["W152"]


def test_a_cover_box_gives_facts() -> None:
    reading = read(("Agency:", "Health visiting"), ("Date completed:", "12/03/2022"), ("Author", "J Doe"))
    assert reading.drafts == ()
    assert ("Agency", "Health visiting") in reading.facts


def test_long_answers_in_a_form_go_on_as_prose() -> None:
    account = (
        "The health visitor first met the family on 12 March 2021, when the baby was ten days old. She was weighed."
    )
    reading = read(("Agency", "Health visiting"), ("Summary of involvement", account))
    assert [p.text for p in reading.paragraphs] == [account]


def test_a_form_for_each_event() -> None:
    rows = [("Date", "12/03/2021"), ("Source", "Case note"), ("Event", "Visit at home."), ("Action", "Rang GP")]
    reading = read(*rows, ("", ""), *rows)
    assert [d.text for d in reading.drafts] == ["Case note\nVisit at home.\nRang GP"] * 2
    assert reading.drafts[0].date.text == "12/03/2021"


def test_a_chronology_inside_a_layout_table_is_read() -> None:
    inner: RawTable = table(HEADER, ROW)
    outer = table(("Chronology of involvement",), ("",))
    cell = outer.rows[1].cells[0]
    row = _with_table(outer, cell, inner)
    reading = table_drafts(row)
    assert lawful(reading)
    assert only(reading).date.text == "12/03/2021"


def _with_table(outer: RawTable, cell: Any, inner: RawTable) -> RawTable:
    from dataclasses import replace

    words = " ".join(c.text for r in inner.rows for c in r.cells)
    filled = replace(outer.rows[1], cells=(replace(cell, text=words, tables=(inner,)),))
    return replace(outer, rows=(outer.rows[0], filled))
