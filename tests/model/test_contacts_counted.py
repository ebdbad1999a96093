"""Who was at a contact, from when a silence and a return interview are counted, and what a phase reaches to."""

from __future__ import annotations

import pytest

from model.analysis import analyse
from model.gaps.attending import at_contact
from model.view import CaseView
from tests.builders.cases import case_of, event
from tests.builders.stories import load_examples, story

FRAME = story(load_examples()["frame"])


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        pytest.param(
            "Joint visit w. SW7. Cot seen", {"health_visiting", "childrens_social_care"}, id="joint, with a code"
        ),
        pytest.param("Home visit together with the midwife", {"health_visiting", "midwifery"}, id="together with"),
        pytest.param("Home visit, twins seen. SW7 e-mailed after it", {"health_visiting"}, id="told afterwards"),
        pytest.param("Joint visit with SW7 to be arranged", {"health_visiting"}, id="only planned"),
        pytest.param("Home visit, both well", {"health_visiting"}, id="alone"),
    ],
)
def test_who_was_at_a_contact(text: str, sides: set[str]) -> None:
    case = case_of([event("health_visiting", "home_visit", "2022-05-04", text)])
    view = CaseView.of(case)
    (visit,) = view.events
    assert at_contact(view, visit) == sides


def values(rule: str, lines: list[str]) -> list[tuple[int | None, int | None]]:
    findings = analyse(case_of([*FRAME, *story(lines)]))
    return [gap.measured for gap in findings.gaps if gap.rule == rule]


def test_a_worker_who_was_only_told_ends_no_silence_and_a_joint_visit_does() -> None:
    visits = [
        "childrens_social_care | home_visit | 2022-02-01 | Visit, all seen",
        "childrens_social_care | home_visit | 2022-06-01 | Visit, all seen",
    ]
    told = "health_visiting | home_visit | 2022-04-01 | Visit to weigh him. SW7 rung about it | roles=social_worker"
    joint = "health_visiting | home_visit | 2022-04-01 | Joint visit with SW7 | roles=social_worker"
    assert values("visits-far-apart", [*visits, told]) == [(120, 120)]
    assert values("visits-far-apart", [*visits, joint]) == [(61, 61)]


def test_a_talk_on_the_doorstep_is_a_contact() -> None:
    lines = [
        "childrens_social_care | home_visit | 2022-02-01 | Visit, all seen",
        "childrens_social_care | no_access | 2022-03-01 | Spoke to her on the doorstep, not let in",
        "childrens_social_care | home_visit | 2022-06-01 | Visit, all seen",
    ]
    assert values("visits-far-apart", lines) == [(92, 92)]


def test_long_silences_are_told_one_by_one_and_short_ones_folded() -> None:
    days = ["2022-02-01", "2022-05-02", "2022-06-20", "2022-10-03"]
    lines = [f"childrens_social_care | home_visit | {day} | Visit, all seen" for day in days]
    assert sorted(values("visits-far-apart", lines)) == [(90, 90), (105, 105)]
    shorter = [
        f"childrens_social_care | home_visit | {day} | Visit, all seen"
        for day in ["2022-02-01", "2022-03-29", "2022-05-20"]
    ]
    assert values("visits-far-apart", shorter) == [(56, 56)]


def test_the_clock_of_a_return_interview_starts_with_the_return() -> None:
    lines = [
        "police | missing_episode | 2022-03-01 | Reported missing by her carer | row=m",
        "police | other | 2022-03-04 | Located at a flat in town | row=m",
        "childrens_social_care | missing_episode | 2022-03-07 | Return interview requested",
        "voluntary_sector | appointment | 2022-03-16 | Return interview held at school",
    ]
    assert values("return-interview-72h", lines) == [(12, 12)]


def test_word_of_an_interview_answers_and_a_request_for_one_does_not() -> None:
    missing = "police | missing_episode | 2022-03-01 | Missing overnight, returned home"
    call = "childrens_social_care | phone_contact | 2022-03-03 | Call from the project after the return interview"
    asked = "childrens_social_care | other | 2022-03-20 | Return interview requested again"
    assert values("return-interview-72h", [missing, call]) == []
    assert values("return-interview-72h", [missing, asked]) == []  # a request is no interview: only noticed as open


def test_the_phase_in_which_a_carer_was_not_met_ends_with_the_closure() -> None:
    lines = [
        "childrens_social_care | referral | 2022-03-01 | Referral received | from=school",
        "childrens_social_care | allocation | 2022-03-08 | Allocated to SW7 | roles=social_worker",
        "childrens_social_care | home_visit | 2022-03-10 | Home visit, seen | roles=social_worker,mother",
        "childrens_social_care | home_visit | 2022-04-07 | Home visit, seen | roles=social_worker,mother",
        "childrens_social_care | phone_contact | 2022-03-20 | Rang father | roles=father",
        "school | other | 2022-03-04 | Father works nights | roles=father",
        "childrens_social_care | case_closed | 2022-08-08 | Case closed",
    ]
    assert values("carer-not-seen", lines) == [(153, 153)]


def test_a_decision_written_under_the_referral_stops_its_clock() -> None:
    lines = [
        "childrens_social_care | referral | 2022-05-09 | Referral received | from=school; row=r",
        "childrens_social_care | decision | 2022-05-10 | TM: threshold met for an assessment | planned; row=r",
        "childrens_social_care | decision | 2022-06-20 | Case discussed",
    ]
    assert values("referral-decision", lines) == []
