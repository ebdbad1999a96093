"""Did it happen? Cues, their direction, where they stop."""

from __future__ import annotations

import pytest

from model.case import Event
from tests.builders.rows import Read


def of_kind(events: list[Event], kind: str) -> Event:
    return next(e for e in events if e.kind == kind)


@pytest.mark.parametrize(
    ("text", "kind", "assertion"),
    [
        pytest.param("Strategy discussion held.", "strategy_discussion", "happened", id="plain"),
        pytest.param("No strategy discussion was held.", "strategy_discussion", "did_not_happen", id="no"),
        pytest.param(
            "There is no evidence that a core group took place.", "core_group", "did_not_happen", id="no evidence that"
        ),
        pytest.param("Referral to CAMHS was not made.", "referral", "did_not_happen", id="not, after it"),
        pytest.param("Core group to be held in June.", "core_group", "planned", id="to be"),
        pytest.param("SW to visit next week.", "home_visit", "planned", id="infinitive"),
        pytest.param("Refer to Early Help.", "referral", "planned", id="instruction"),
        pytest.param("Plan: referral to CAMHS; core group in May.", "core_group", "planned", id="label over a list"),
        pytest.param("It was recommended that a referral be made.", "referral", "recommended", id="recommended"),
        pytest.param("Mother should be referred to Early Help.", "referral", "recommended", id="should"),
        pytest.param("Unclear whether a home visit took place.", "home_visit", "uncertain", id="unclear whether"),
        pytest.param("Father did not attend the review.", "missed_appointment", "happened", id="a miss happened"),
        pytest.param("No reply at the door.", "no_access", "happened", id="no access happened"),
        pytest.param("Home visit. No concerns noted.", "concern", "did_not_happen", id="no concerns"),
        pytest.param("Home visit due to the referral.", "home_visit", "happened", id="due to is no plan"),
        pytest.param("Child admitted to hospital.", "hospital_admission", "happened", id="admitted is not said"),
        pytest.param("Home visit, no further action needed.", "home_visit", "happened", id="a comma ends the reach"),
        pytest.param("Visited with no prior warning.", "home_visit", "happened", id="no without a denial"),
    ],
)
def test_assertion_of_one_event(read: Read, text: str, kind: str, assertion: str) -> None:
    assert of_kind(read(text), kind).assertion == assertion


def test_the_telling_happened_and_what_was_told_is_reported(read: Read) -> None:
    events = read("Mother disclosed that her partner punched her in May.", "health_visiting")
    assert of_kind(events, "disclosure").assertion == "happened"
    assert of_kind(events, "domestic_abuse_incident").assertion == "reported"


def test_what_a_notice_tells_of_is_reported(read: Read) -> None:
    events = read("PPN received from police: verbal argument between parents.")
    assert of_kind(events, "domestic_abuse_incident").assertion == "reported"


def test_an_action_column_plans(read: Read) -> None:
    events = read("Core group held.", action="Refer mother to IAPT")
    assert of_kind(events, "referral").assertion == "planned"


def test_an_action_column_may_say_what_was_done(read: Read) -> None:
    events = read("Core group held.", action="Referral sent to IAPT")
    assert of_kind(events, "referral").assertion == "happened"


def test_a_denial_without_a_kind_is_kept(read: Read) -> None:
    events = read("Report requested from police. Not received.")
    denied = [e for e in events if e.assertion == "did_not_happen"]
    assert [e.kind for e in denied] == ["information_shared"]


def test_no_answer_to_a_letter_is_information_not_shared(read: Read) -> None:
    events = read("Email sent to social worker. No response.", "school")
    assert (events[1].kind, events[1].assertion) == ("information_shared", "did_not_happen")
