"""Kinds of events, the main event of a row, and what several columns say."""

from __future__ import annotations

import pytest

from tests.builders.rows import Read


@pytest.mark.parametrize(
    ("text", "agency", "kind"),
    [
        pytest.param(
            "Referral received from school re bruise.",
            "childrens_social_care",
            "referral",
            id="what it is about yields",
        ),
        pytest.param(
            "Letter from GP re missed appointments.", "health_visiting", "information_shared", id="letter about misses"
        ),
        pytest.param("Minutes of core group received.", "gp", "information_shared", id="minutes of a meeting"),
        pytest.param("Core group held, parents present.", "school", "core_group", id="the meeting itself"),
        pytest.param(
            "Duty visit. No answer, card left.", "childrens_social_care", "no_access", id="what came of the visit"
        ),
        pytest.param(
            "CIN review. Not quorate so meeting adjourned.",
            "school",
            "meeting_cancelled",
            id="what came of the meeting",
        ),
        pytest.param("DNA.", "gp", "missed_appointment", id="three letters"),
        pytest.param("Baby in respiratory arrest.", "ambulance", "incident", id="no arrest by the police"),
        pytest.param("F arrested for assault.", "police", "arrest", id="arrest by the police"),
        pytest.param("Admitted to using cannabis.", "drug_alcohol_service", "disclosure", id="admitted a thing"),
        pytest.param(
            "Admitted to the paediatric ward.", "acute_hospital", "hospital_admission", id="admitted to a ward"
        ),
        pytest.param("NFA.", "front_door", "decision", id="no further action"),
        pytest.param("Fella staying there full time.", "housing", "concern", id="what a neighbour tells"),
        pytest.param("IP is NFA at present.", "police", "other", id="no fixed abode is no decision"),
        pytest.param(
            "Strategey discusion held with police.",
            "childrens_social_care",
            "strategy_discussion",
            id="slips of spelling",
        ),
        pytest.param("Parking permit form on file.", "housing", "other", id="other rather than a guess"),
    ],
)
def test_the_kind_of_the_main_event(read: Read, text: str, agency: str, kind: str) -> None:
    assert read(text, agency)[0].kind == kind


@pytest.mark.parametrize(
    ("text", "column", "kind"),
    [
        pytest.param("Both well.", "Home visit", "home_visit", id="the type names it"),
        pytest.param("No reply, card left.", "Home visit", "no_access", id="the words say it came to nothing"),
        pytest.param("Wt 4.1kg.", "Clinic", "appointment", id="clinic"),
        pytest.param("Not brought.", "Clinic", "missed_appointment", id="not brought to the clinic"),
        pytest.param("Referral to CAMHS.", "Letter", "referral", id="a letter may be a referral"),
    ],
)
def test_a_type_column_counts(read: Read, text: str, column: str, kind: str) -> None:
    assert read(text, "health_visiting", contact_type=column)[0].kind == kind


def test_a_row_may_tell_of_several_events(read: Read) -> None:
    text = "Home visit, Mo disclosed that Fa had hit her in May. Advised re refuge. PPN to be requested."
    events = read(text, "health_visiting")
    assert [e.main for e in events] == [True] + [False] * (len(events) - 1)
    assert {"home_visit", "disclosure", "domestic_abuse_incident"} <= {e.kind for e in events}


def test_columns_that_name_people_hold_no_events(read: Read) -> None:
    events = read("Phone call to mother.", "health_visiting", author="Referral desk")
    assert {e.kind for e in events} == {"phone_contact"}


def test_each_event_says_what_made_it(read: Read) -> None:
    for event in read("Core group cancelled as SW unwell. Next core group 14/04/2021."):
        assert event.cues
        assert any('"' in cue for cue in event.cues)


def test_a_date_ahead_is_a_plan_with_that_date(read: Read) -> None:
    events = read("Joint visit with HV. Core group 14/04/2021.")
    planned = next(e for e in events if e.kind == "core_group")
    assert (planned.assertion, str(planned.when and planned.when.start)) == ("planned", "2021-04-14")


def test_a_cancelled_meeting_keeps_its_date(read: Read) -> None:
    events = read("Core group of 12/03/2021 cancelled.")
    meeting = next(e for e in events if not e.main)
    assert (events[0].kind, meeting.kind, meeting.assertion) == ("meeting_cancelled", "core_group", "did_not_happen")
    assert str(meeting.when and meeting.when.start) == "2021-03-12"


def test_no_date_is_lost(read: Read) -> None:
    events = read("Tenancy file opened. 03/02/2021 noted.", "housing")
    assert "2021-02-03" in {str(e.when.start) for e in events if e.when}


@pytest.mark.parametrize(
    ("text", "column", "kinds"),
    [
        pytest.param("Mum said that he hits her.", "Home visit", ["home_visit", "disclosure"], id="told on a visit"),
        pytest.param(
            "Joint s47 agreed.", "Strategy meeting", ["strategy_discussion", "section_47_enquiry"], id="agreed at one"
        ),
        pytest.param("Plan ended.", "CIN review", ["child_in_need_meeting", "plan_changed"], id="decided at one"),
    ],
)
def test_what_a_typed_row_tells_stands_beside_its_own_event(
    read: Read, text: str, column: str, kinds: list[str]
) -> None:
    events = read(text, contact_type=column)
    assert events[0].kind == kinds[0]
    assert set(kinds) <= {e.kind for e in events}


@pytest.mark.parametrize(
    ("text", "agency", "kinds"),
    [
        pytest.param(
            "Notification of death received.", "gp", ["information_shared", "death"], id="notified of a death"
        ),
        pytest.param("Referral to CAMHS for self-harm.", "school", ["referral", "concern"], id="for what"),
        pytest.param(
            "Strategy meeting in light of bruise to arm.",
            "childrens_social_care",
            ["strategy_discussion", "injury_or_illness"],
            id="in light of what",
        ),
    ],
)
def test_what_an_act_is_of_is_an_event_of_its_own(read: Read, text: str, agency: str, kinds: list[str]) -> None:
    assert [e.kind for e in read(text, agency)] == kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("Core group held. Next review 12/04/2021.", "core_group", id="next review of a core group"),
        pytest.param("Core group stood down. New date tbc.", "core_group", id="new date of a cancelled one"),
        pytest.param("Supervision with TM. Review in 4 weeks.", "supervision", id="supervision again"),
    ],
)
def test_a_next_time_is_of_the_kind_of_the_row(read: Read, text: str, kind: str) -> None:
    assert (read(text)[-1].kind, read(text)[-1].assertion) == (kind, "planned")


def test_two_worries_of_a_row_are_two_events(read: Read) -> None:
    events = read("Home visit. Mould on the walls. Baby left alone in bath.", "health_visiting")
    assert [e.kind for e in events] == ["home_visit", "concern", "concern"]


def test_what_was_not_seen_outside_a_contact_is_of_no_contact(read: Read) -> None:
    events = read("T/C to mother. Child not seen.")
    assert [(e.kind, e.assertion) for e in events] == [("phone_contact", "happened"), ("other", "did_not_happen")]


@pytest.mark.parametrize(
    ("text", "agency", "not_kind"),
    [
        pytest.param("Tenant's boiler dead.", "housing", "death", id="a dead boiler"),
        pytest.param("Mum's phone dead.", "nursery", "death", id="a dead phone"),
        pytest.param("Birth certificate seen.", "housing", "birth", id="a certificate"),
        pytest.param("Conference room booked for training.", "school", "child_protection_conference", id="a room"),
        pytest.param("Plan to continue.", "childrens_social_care", "other", id="a plan that goes on"),
        pytest.param("RE asked, no disclosure.", "midwifery", "other", id="routine enquiry is no opener"),
    ],
)
def test_near_misses(read: Read, text: str, agency: str, not_kind: str) -> None:
    assert not_kind not in {e.kind for e in read(text, agency) if e.main}
