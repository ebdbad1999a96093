"""The matrix, the flow between agencies and the people's view, on small made cases."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from model.case import Case, Mention
from model.contacts import PersonView, people_views
from model.flow import Flow, flow
from model.knowledge import relate
from model.matrix import Matrix, matrix
from model.people import people
from model.view import CaseView
from model.when import DayRange
from tests.builders.cases import Made, case_of, event

CSC, HV, MW, PO, GP = "childrens_social_care", "health_visiting", "midwifery", "police", "gp"
COVER = [
    event(agency, "other", day, f"File note {day}")
    for agency in (CSC, HV, GP)
    for day in ("2022-07-01", "2022-12-01")
]  # fmt: skip
FIGHT = event(PO, "domestic_abuse_incident", "2022-08-28", "Punched in the hall", roles=("mother", "father"), row="p")
NOTICE = event(PO, "information_shared", "2022-08-29..2022-08-30", "Notice sent", row="p", shared_with=("front_door",))
LETTER = event(PO, "information_shared", "2022-08-30", "Letter to surgery", row="p", shared_with=(GP,))
RECEIPT = event("front_door", "information_shared", "2022-09-01", "Notice from police", received_from=(PO,))
CASE = case_of([FIGHT, NOTICE, LETTER, RECEIPT, *COVER])


def matrix_of(case: Case) -> Matrix:
    view = CaseView.of(case)
    return matrix(view, relate(view)[1])


def flow_of(case: Case, first: dt.date | None = None, last: dt.date | None = None) -> Flow:
    view = CaseView.of(case)
    links, _ = relate(view)
    return flow(view, links, first, last)


@pytest.mark.parametrize(
    ("agency", "state"),
    [(PO, "source"), (CSC, "known"), (GP, "sent"), (HV, "no_record")],
)
def test_what_a_cell_says(agency: str, state: str) -> None:
    (row,) = matrix_of(CASE).rows
    assert row.cells[agency].state == state


def test_the_delay_is_an_interval() -> None:
    (row,) = matrix_of(CASE).rows
    assert row.cells[CSC].delay == DayRange(4, 4)
    about = event(PO, "domestic_abuse_incident", "2022-08-20..2022-08-28", "Punched", roles=("mother",), row="p")
    (row,) = matrix_of(case_of([about, NOTICE, RECEIPT, *COVER])).rows
    assert row.cells[CSC].delay == DayRange(4, 12)


def test_a_file_that_does_not_speak_of_the_time_is_no_absence() -> None:
    late = event(HV, "other", "2023-05-01", "First note")
    (row,) = matrix_of(case_of([FIGHT, late])).rows
    assert row.cells[HV].state == "not_covered"
    assert not row.sharing_recorded


def test_the_panel_can_ask_for_more_or_fewer_events() -> None:
    quiet = event(HV, "concern", "2022-09-10", "Child tired")
    assert len(matrix_of(case_of([FIGHT, quiet])).rows) == 1
    assert len(matrix_of(case_of([FIGHT, quiet], settings={"significance": {"threshold": 1}})).rows) == 2
    assert len(matrix_of(case_of([FIGHT, quiet], settings={"significance": {"threshold": 99}})).rows) == 0


# ---------------------------------------------------------------- flow
def test_a_message_in_both_files_is_one_telling() -> None:
    edge = next(e for e in flow_of(CASE).edges if (e.sender, e.receiver) == (PO, CSC))
    assert edge.count == 1
    assert edge.tellings[0].in_both_files
    assert (edge.delay, edge.transit) == (DayRange(1, 2), DayRange(2, 3))


def test_one_way_relations_and_silent_pairs() -> None:
    found = flow_of(CASE)
    assert (PO, CSC) in found.one_way
    assert (CSC, HV) in found.silent
    assert (CSC, PO) not in found.silent
    back = event(CSC, "phone_contact", "2022-09-02", "Rang police", shared_with=(PO,))
    assert (PO, CSC) not in flow_of(case_of([FIGHT, NOTICE, RECEIPT, back, *COVER])).one_way


def test_a_period_holds_only_what_was_told_in_it() -> None:
    assert flow_of(CASE, dt.date(2022, 10, 1), dt.date(2022, 11, 1)).edges == ()
    assert flow_of(CASE, dt.date(2022, 8, 1), dt.date(2022, 8, 31)).edges != ()


def test_those_at_a_meeting_told_each_other() -> None:
    held = event(CSC, "core_group", "2022-09-14", "Core group held", shared_with=(HV, GP))
    pairs = {(e.sender, e.receiver) for e in flow_of(case_of([held])).edges}
    assert pairs == {(a, b) for a in (CSC, HV, GP) for b in (CSC, HV, GP) if a != b}


# ---------------------------------------------------------------- people
def person(case: Case, role: str) -> PersonView:
    view = CaseView.of(case)
    return next(p for p in people_views(view, people(view.events)) if p.actor.role == role)


def row(agency: str, kind: str, day: str, words: str, **known: Any) -> Made:
    """A row in which "Father" and "Mother" are read where they stand."""
    found = [(name, m.start()) for name in ("Father", "Mother") for m in re.finditer(name, words)]
    mentions = tuple(Mention(role=name.lower(), label=name, span=(at, at + 6)) for name, at in found)
    return event(agency, kind, day, words, mentions=mentions, **known)


@pytest.mark.parametrize(
    ("kind", "words", "met"),
    [
        pytest.param("home_visit", "Mother seen with Father", True, id="seen"),
        pytest.param("home_visit", "Mother seen alone. Father at work", False, id="away"),
        pytest.param("home_visit", "Mother says Father drinks at the weekend", False, id="spoken about"),
        pytest.param("home_visit", "Father says that he drinks at the weekend", True, id="speaks"),
        pytest.param("phone_contact", "Call to Father", True, id="the only person named"),
        pytest.param("phone_contact", "Call to Father, no answer", False, id="no answer"),
        pytest.param("appointment", "Mother reports low mood, Father supportive", False, id="described"),
        pytest.param("core_group", "Core group. Father sent apologies", False, id="apologies"),
        pytest.param("decision", "Father to be seen alone", False, id="a decision about him"),
    ],
)
def test_being_met_is_more_than_being_written_about(kind: str, words: str, met: bool) -> None:
    father = person(case_of([row(HV, kind, "2022-06-04", words)]), "father")
    assert bool(father.contacts) is met


def test_a_father_who_is_named_and_hardly_met_is_seen() -> None:
    made = [
        row(MW, "appointment", "2022-05-04", "Mother reports that Father drinks"),
        row(HV, "home_visit", "2022-06-04", "Father present, spoke of work"),
        row(HV, "home_visit", "2022-09-12", "Father and Mother seen"),
        row(CSC, "concern", "2022-06-10", "Father said to be living there"),
        row(CSC, "decision", "2022-06-11", "Father to be seen alone", assertion="recommended"),
    ]
    father = person(case_of(made), "father")
    met = {contact.agency: contact for contact in father.contacts}
    assert {side: contact.count for side, contact in met.items()} == {HV: 2}
    assert met[HV].silence_days == 100
    assert father.without == ((CSC, 2), (MW, 1))
    assert len(father.asked) == 1


def test_a_message_from_another_agency_is_not_a_contact_with_the_family() -> None:
    told = row(CSC, "phone_contact", "2022-06-04", "Ward rang, Father visiting", received_from=(MW,))
    assert person(case_of([told]), "father").contacts == ()
