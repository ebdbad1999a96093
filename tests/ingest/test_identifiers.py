"""What is found in a case, put together by person; dates moved in their own form."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.identifiers import (
    birthdays,
    changed_counts,
    find_identifiers,
    move_dates,
    prepared,
    table_for,
    under_pseudonyms,
)
from ingest.identifiers.people import one_slip
from model.analysis import analyse
from model.case import Gap
from model.pseudonyms import Pseudonymiser, PseudonymTable
from model.records import plain
from model.store import Store
from tests.builders.cases import case_of, event, when

TEXTS = (
    "Home visit by SW Jane Okell. Kelly Marsh (mother) and her partner Lee Dawes were seen with Reece.",
    "Kelly said that Lee had left. Mrs Marsh upset. Kellly cried. PC 1234 Hart attended 14 Alder Road.",
    "Telephone call to Dr Priya Anand at Brook Lane Surgery. Reece Marsh registered at Northfield Primary School.",
    "Visited Kelly at home. Rose, her neighbour, said May may move to Crewe in May. Mark on left arm. Mr Dawes angry.",
    "Ms Okell told Aminata Koroma that Zbigniew hit Oluwaseun. Refferal to MASH. Strategy Discussion held at A&E.",
    "OKELL RANG. REECE SEEN. Katie Marsh (sister) at Northfield. J Okell recorded. May rang. Lives in Hazelthorpe.",
)


@pytest.fixture(scope="module")
def table() -> PseudonymTable:
    made = [
        event("childrens_social_care", "home_visit", f"2021-03-0{n}", text) for n, text in enumerate(TEXTS, start=1)
    ]
    return table_for(case_of(made, subject="Reece Marsh", title="Review"), PseudonymTable())


@pytest.mark.parametrize(
    ("words", "replacement"),
    [
        ("Reece Marsh", "Child A"), ("Kelly Marsh", "Mother"), ("Lee Dawes", "Mother's partner"),
        ("Katie Marsh", "Sibling 1"), ("Jane Okell", "SW1"), ("Priya Anand", "Doctor 1"), ("Rose", "Neighbour 1"),
        ("Crewe", "Place"), ("Hazelthorpe", "Place"), ("Northfield", "Place"), ("14 Alder Road", "Address 1"),
        ("Brook Lane Surgery", "Practice 1"), ("Northfield Primary School", "School 1"), ("PC 1234", "Officer 1"),
        ("Aminata Koroma", "Person"), ("Zbigniew", "Person"), ("Oluwaseun", "Person"), ("Hart", "Worker 1"),
        ("May", "Person"),
    ],
)  # fmt: skip
def test_people_and_places_are_found_by_role(table: PseudonymTable, words: str, replacement: str) -> None:
    found = [r for r in table.rows if r.original == words]
    assert [r.replacement[: len(replacement)] for r in found] == [replacement]
    assert found[0].count > 0
    assert found[0].where


def test_nothing_else_is_taken_for_a_name(table: PseudonymTable) -> None:
    told = " ".join(Pseudonymiser(table).text(text) for text in TEXTS)
    for kept in ("Home visit", "Refferal to MASH", "Strategy Discussion", "A&E", "may move", "in May.", "Mark on left"):
        assert kept in told


def test_no_name_is_left(table: PseudonymTable) -> None:
    told = " ".join(Pseudonymiser(table).text(text) for text in TEXTS).casefold()
    for name in (
        "kelly",
        "kellly",
        "marsh",
        "reece",
        "dawes",
        "okell",
        "hart",
        "anand",
        "koroma",
        "northfield",
        "crewe",
    ):
        assert name not in told


def test_ways_of_writing_one_person_share_a_pseudonym(table: PseudonymTable) -> None:
    by = Pseudonymiser(table)
    assert {by.text(t) for t in ("Jane Okell", "Ms Okell", "OKELL", "J Okell", "J. Okell")} == {"SW1"}
    assert {by.text(t) for t in ("Kelly", "Mrs Marsh", "Kellly", "kelly marsh")} == {"Mother"}


def test_headings_files_and_notes_are_looked_at() -> None:
    case = case_of([event("gp", "appointment", "2021-03-01", "Seen")])
    case = replace(case, sources=tuple(replace(s, file="Chronology Zbigniew Okell.docx") for s in case.sources))
    assert "Zbigniew Okell" in [r.original for r in find_identifiers(case)]
    assert "Hazelthorpe" in [r.original for r in find_identifiers(case, ["Moved to Hazelthorpe"])]


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("Seen 12/05/21 at 14:30", -49, "Seen 24/03/21 at 14:30"),
        ("12.03.2021", 7, "19.03.2021"),
        ("on the 13th March", 7, "on the 20th March"),
        ("2021-03-28", 7, "2021-04-04"),
        ("Mon 3 May", 7, "Mon 10 May"),
        ("w/c 3.5.21", 14, "w/c 17.5.21"),
        ("In March 2021", 56, "In May 2021"),
        ("12.03.21-14.03.21", 7, "19.03.21-21.03.21"),
        ("Between 12 and 14 March 2021", 7, "19 to 21 Mar 2021"),
        ("early May", 28, "29 May to 7 Jun 2021 (approximate)"),
        ("Christmas 2020", 7, "1 Jan 2021"),
        ("31/06/2020", 7, "[date]"),
        ("5 MAY 2021", 28, "2 JUNE 2021"),
        ("two days later, on Tuesday, aged 3, 3/52, Section 47, BP 120/80", 7,
         "two days later, on Tuesday, aged 3, 3/52, Section 47, BP 120/80"),
        ("three weeks ago she may have", 7, "three weeks ago she may have"),
    ],
)  # fmt: skip
def test_dates_move_in_their_own_form(text: str, days: int, expected: str) -> None:
    out, at = "", 0
    for start, end, new in move_dates(text, dt.date(2021, 5, 20), days):
        out += text[at:start] + new
        at = end
    assert out + text[at:] == expected


def test_dates_of_birth_are_known_by_the_words_before() -> None:
    text = "DOB: 3/4/1990, born on 12 May 2020; seen 3/4/21."
    assert [text[s:e] for s, e in birthdays(text)] == ["3/4/1990", "12 May 2020"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("kelly", "kellly", True), ("okell", "okel", True), ("okell", "oekll", True), ("okell", "okall", True),
     ("okell", "okell", False), ("marsh", "march", True), ("kelly", "shelly", False), ("okell", "okaal", False)],
)  # fmt: skip
def test_a_slip_is_one_change(one: str, other: str, same: bool) -> None:
    assert one_slip(one, other) is same


def test_a_shifted_case_keeps_weekdays_ages_and_gaps(tmp_path: Path) -> None:
    born = when("2021-02-01")
    assert born is not None
    made = [
        event("police", "arrest", "2021-03-01", "Zbigniew Okell arrested on 1/3/21 and bailed to the 15th March"),
        event("gp", "appointment", "2021-04-01", "Seen 1 April 2021, aged 8 weeks"),
    ]
    case = case_of(made, subject="Zbigniew", key_dates={"birth": born})
    findings = analyse(case)
    path = tmp_path / "a.case"
    with Store.create(path, case.info) as store:
        table = prepared(store, case)
        assert store.pseudonyms()[0] == table
        assert prepared(store, case) == table
    days = table.shift_days
    assert days
    assert days % 7 == 0
    shown, found = under_pseudonyms(case, findings, table, shift=True)
    told = json.dumps([plain(shown.entries), plain(shown.events), plain(shown.info), plain(found)], default=str)
    assert "Okell" not in told
    assert "2021-03-01" not in told
    assert "April 2021" not in told
    for one, other in zip(case.events, shown.events, strict=True):
        assert one.when is not None
        assert other.when == replace(one.when.shifted(days), text=other.when.text if other.when else "")
        assert other.when is not None
        assert other.when.start is not None
        assert other.when.start.weekday() == (one.when.start or dt.date.min).weekday()
    assert "aged 8 weeks" in shown.entries[1].text
    assert [g.id for g in found.gaps] == [g.id for g in findings.gaps]


def test_working_days_that_would_be_counted_otherwise_are_told() -> None:
    over_easter = Gap(
        id="g",
        kind="timescale_exceeded",
        rule="r",
        title="",
        explanation="",
        measured=(3, 3),
        limit=1,
        outcome="exceeded",
        unit="working_days",
        when=when("2021-03-31..2021-04-07"),
        agencies=(),
        events=(),
        against=(),
        confidence="",
        source="",
    )
    findings = replace(analyse(case_of([])), gaps=(over_easter,))
    assert [(c.true, c.shifted) for c in changed_counts(findings, 70)] == [(3, 5)]
    assert changed_counts(findings, 0) == []
