"""Disagreements shown as contradictions: what is set side by side, and what is left alone."""

from __future__ import annotations

import pytest

from model.case import Mention
from model.data import load_toml
from model.differences import differences
from model.knowledge import relate
from model.view import CaseView
from tests.builders.cases import Made, case_of, event

CSC, HV, PO, GP, AH, AMB = "childrens_social_care", "health_visiting", "police", "gp", "acute_hospital", "ambulance"


def found(*made: Made) -> list[str]:
    view = CaseView.of(case_of(made))
    relate(view)
    return [contradiction.explanation for contradiction in differences(view)]


def said(agency: str, date: str, quote: str) -> Made:
    return event(agency, "disclosure", date, quote)


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        pytest.param("Mum says last fed at 22:00", "Dad says last feed was 5pm", True, id="hours apart"),
        pytest.param("Mum says last fed at 22:00", "Dad says last fed at 10pm", False, id="one time in two forms"),
        pytest.param("Mum says last fed at 22:00", "Dad says last fed at 21:30", False, id="within the hour"),
        pytest.param("Mum says last fed at 22:00", "Dad rang at 17:00", False, id="another matter"),
        pytest.param("Mum says last fed at 22:00", "Dad says last feed was fine", False, id="no time"),
    ],
)
def test_when_the_child_was_last_fed(one: str, two: str, differ: bool) -> None:
    assert bool(found(said(AH, "2021-05-04", one), said(AMB, "2021-05-04", two))) is differ


def test_feeds_of_other_days_are_other_feeds() -> None:
    assert not found(said(AH, "2021-05-04", "Last fed at 22:00"), said(HV, "2021-05-14", "Last fed at 17:00"))


SENT = event(HV, "referral", "2021-06-16", "Referral sent to the hospital", shared_with=(AH,))


@pytest.mark.parametrize(
    ("denial", "differ"),
    [
        pytest.param(
            event(AH, "referral", None, "No referral from health visiting was found", assertion="did_not_happen",
                  written="2021-07-01", involves=(HV,)),
            True, id="the sender is named",
        ),
        pytest.param(
            event(AH, "referral", None, "No referral was received", assertion="did_not_happen", written="2021-07-01"),
            True, id="nobody is named",
        ),
        pytest.param(
            event(AH, "referral", None, "No referral from the GP was found", assertion="did_not_happen",
                  written="2021-07-01", involves=(GP,)),
            False, id="somebody else's",
        ),
        pytest.param(
            event(AH, "referral", None, "No referral was received", assertion="did_not_happen", written="2021-06-01"),
            False, id="said before it was sent",
        ),
        pytest.param(
            event(AH, "referral", None, "Referral not discussed with mother", assertion="did_not_happen",
                  written="2021-07-01"),
            False, id="another denial",
        ),
    ],
)  # fmt: skip
def test_what_was_sent_and_never_received(denial: Made, differ: bool) -> None:
    assert bool(found(SENT, denial)) is differ


@pytest.mark.parametrize(
    ("absent", "differ"),
    [pytest.param(HV, True, id="named as there"), pytest.param(GP, False, id="named by neither as there")],
)
def test_who_was_at_a_meeting(absent: str, differ: bool) -> None:
    held = event(CSC, "core_group", "2021-06-07", "Core group held", row="m", shared_with=(PO,))
    away = event(CSC, "core_group", None, "Did not attend", assertion="did_not_happen", row="m", main=False,
                 involves=(absent,))  # fmt: skip
    own = event(HV, "core_group", "2021-06-07", "Attended core group", shared_with=(CSC,))
    assert bool(found(held, away, own)) is differ


@pytest.mark.parametrize(
    ("day", "assertion", "differ"),
    [
        pytest.param("2021-10-24", "happened", True, id="told a week before it was"),
        pytest.param("2021-10-24", "planned", False, id="a plan"),
        pytest.param("2021-10-10", "happened", False, id="told after it was"),
    ],
)
def test_a_message_that_tells_of_a_later_day(day: str, assertion: str, differ: bool) -> None:
    letter = event(GP, "information_shared", "2021-10-17", "Letter from the clinic", row="l", received_from=(AH,))
    missed = event(GP, "missed_appointment", day, "not brought", row="l", main=False, assertion=assertion)  # type: ignore[arg-type]
    own = event(AH, "missed_appointment", day, "Was not brought")
    assert bool(found(letter, missed, own)) is differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        pytest.param("She is taking her medication", "Stopped taking medication in June", True, id="medicine"),
        pytest.param("She is not taking medication", "Stopped taking medication in June", False, id="both deny it"),
        pytest.param("Baby sleeps in own cot", "Found co-sleeping on the settee", True, id="where the child sleeps"),
        pytest.param("Never left alone with him", "Baby left with dad all night", True, id="who looks after the child"),
        pytest.param("Says there is no contact with dad", "Dad answered the door", True, id="in contact"),
        pytest.param("Non-smoker", "Ashtray full, smokes indoors", True, id="smoking"),
        pytest.param("Baby sleeps in own cot", "Baby weighed", False, id="another matter"),
    ],
)
def test_opposite_things_of_one_person(one: str, other: str, differ: bool) -> None:
    made = said(HV, "2021-05-04", one), said(CSC, "2021-05-10", other)
    assert bool(found(*made)) is differ


def test_opposite_things_of_two_people_or_of_another_year_are_none() -> None:
    mother, father = (Mention(role=role, label=role, span=(0, 3)) for role in ("mother", "father"))
    smokes = event(CSC, "disclosure", "2021-05-10", "Dad smokes", mentions=(father,))
    assert not found(event(HV, "disclosure", "2021-05-04", "Mum is a non-smoker", mentions=(mother,)), smokes)
    assert not found(said(HV, "2020-05-04", "Non-smoker"), said(CSC, "2021-05-10", "Smokes indoors"))


def test_every_entry_of_the_data_has_its_parts() -> None:
    data = load_toml("model.rules", "differences.toml")
    facts = [*data["last"], *data["opposed"]]
    assert len({fact["id"] for fact in facts}) == len(facts)
    assert all(fact["label"] and fact["source"] for fact in facts)
    assert all(fact["one"] and fact["other"] and fact["window_days"] > 0 for fact in data["opposed"])
