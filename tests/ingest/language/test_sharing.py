"""Who was told, by whom, and who was not."""

from __future__ import annotations

import pytest

from tests.builders.rows import Read


@pytest.mark.parametrize(
    ("text", "agency", "told"),
    [
        pytest.param("Health visitor informed by phone.", "midwifery", {"health_visiting"}, id="passive"),
        pytest.param("Informed SW of missed scan.", "midwifery", {"childrens_social_care"}, id="active"),
        pytest.param(
            "SW, school and GP informed.", "health_visiting", {"childrens_social_care", "school", "gp"}, id="list"
        ),
        pytest.param("TC to S/W - LM.", "health_visiting", {"childrens_social_care"}, id="call with a message"),
        pytest.param("Referral made to women's aid.", "midwifery", {"domestic_abuse_service"}, id="referral"),
        pytest.param("Referral received from school.", "childrens_social_care", set(), id="receipt tells nobody"),
        pytest.param("SW not informed.", "midwifery", set(), id="denied"),
        pytest.param("SW to be informed.", "midwifery", set(), id="still ahead"),
        pytest.param(
            "Core group attended by HV. GP gave apologies.",
            "school",
            {"health_visiting", "childrens_social_care"},
            id="apologies",
        ),
        pytest.param("Form to MASH about home conditions.", "school", {"front_door"}, id="a form without a verb"),
        pytest.param("The ward was told.", "childrens_social_care", {"acute_hospital"}, id="a ward"),
        pytest.param("Email to SW bounced.", "midwifery", set(), id="what did not arrive"),
        pytest.param("Enquiry from police, reply sent same day.", "probation", {"police"}, id="an answer"),
        pytest.param("Message left for duty by HV.", "childrens_social_care", set(), id="by whom it was left"),
        pytest.param("PPN submitted.", "police", {"front_door"}, id="a notice has its addressee"),
        pytest.param("Held at school.", "childrens_social_care", set(), id="a place is no party"),
        pytest.param("Home visit, baby seen.", "health_visiting", set(), id="nobody"),
    ],
)
def test_who_was_told(read: Read, text: str, agency: str, told: set[str]) -> None:
    assert {a for e in read(text, agency) for a in e.shared_with} == told


@pytest.mark.parametrize(
    ("text", "agency", "sender"),
    [
        pytest.param("Referral received from school.", "childrens_social_care", "school", id="received from"),
        pytest.param("Midwife rang to share worries.", "health_visiting", "midwifery", id="rang"),
        pytest.param("Informed by police of arrest.", "childrens_social_care", "police", id="informed by"),
        pytest.param("Letter from housing re arrears.", "gp", "housing", id="letter from"),
    ],
)
def test_who_told(read: Read, text: str, agency: str, sender: str) -> None:
    assert sender in read(text, agency)[0].received_from


def test_whom_a_denial_is_about_is_kept_apart(read: Read) -> None:
    events = read("Discharge letter to GP, HV not informed.", "acute_hospital")
    assert {a for e in events for a in e.shared_with} == {"gp"}
    assert {a for e in events if e.assertion == "did_not_happen" for a in e.involves} == {"health_visiting"}


def test_a_shared_with_column_is_read_as_it_stands(read: Read) -> None:
    event = read("Stat visit, children seen.", "childrens_social_care", shared_with="HV, School")[0]
    assert set(event.shared_with) == {"health_visiting", "school"}


def test_the_own_agency_is_never_told(read: Read) -> None:
    events = read("HV rang SW. HV informed duty.", "health_visiting")
    assert all("health_visiting" not in e.shared_with for e in events)
