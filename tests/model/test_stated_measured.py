"""How long what a record says was not done had been open, and what answers it in words."""

from __future__ import annotations

import pytest

from model.analysis import analyse
from model.case import Gap
from tests.builders.cases import case_of
from tests.builders.stories import load_examples, story

FRAME = story(load_examples()["frame"])


def gaps(rule: str, lines: list[str]) -> list[Gap]:
    findings = analyse(case_of([*FRAME, *story(lines)]))
    return [gap for gap in findings.gaps if gap.rule == rule]


def test_a_step_said_not_to_be_done_is_measured_from_its_plan_to_the_day_it_was_done() -> None:
    plan = "childrens_social_care | other | - | SW7 to send in the parenting course form | planned; written=2022-03-01"
    said = "childrens_social_care | supervision | 2022-05-10 | Supervision | row=s"
    still = "childrens_social_care | other | - | Parenting course form still not sent | did_not_happen; row=s"
    done = "childrens_social_care | other | 2022-06-09 | Parenting course form sent"
    (open_,) = gaps("said-not-done", [plan, said, still])
    assert open_.measured == (70, None)
    (late,) = gaps("said-not-done", [plan, said, still, done])
    assert late.measured == (100, 100)
    assert "100 days" in late.explanation


def test_what_never_arrived_is_measured_from_the_day_it_was_sent() -> None:
    lines = [
        "childrens_social_care | referral | 2022-03-01 | Referral form sent to the family team | told=early_help",
        "childrens_social_care | phone_contact | 2022-05-30 | Call from the family team | row=c",
        "childrens_social_care | referral | 2022-03-01 | The form of 1 March never reached them | row=c; main=false",
    ]
    (gap,) = gaps("said-not-received", lines)
    assert gap.measured == (90, 90)


def test_missed_and_closed_is_measured_from_the_missed_contact() -> None:
    lines = [
        "camhs | other | 2022-01-05 | Referral accepted",
        "camhs | missed_appointment | 2022-03-01 | Was not brought | roles=subject_child",
        "camhs | case_closed | 2022-03-22 | Closed after two missed appointments",
        "camhs | other | 2022-12-01 | Records filed",
    ]
    (gap,) = gaps("closed-after-missed", lines)
    assert gap.measured == (21, 21)
    tried = [
        *lines[:2],
        "camhs | case_closed | 2022-03-22 | After two letters and a text, closed for non attendance",
        lines[3],
    ]
    assert gaps("closed-after-missed", tried) == []


def test_a_call_made_at_once_gives_more_time_for_the_next_contact() -> None:
    later = "health_visiting | home_visit | 2022-03-15 | Seen at home | roles=mother"
    alone = "health_visiting | missed_appointment | 2022-03-01 | Did not attend the clinic | roles=mother"
    rung = alone.replace("the clinic", "the clinic. Rang her straight away")
    reminder = alone.replace("the clinic", "the clinic. No call or text made")
    assert [g.measured for g in gaps("missed-appointment-follow-up", [alone, later])] == [(14, 14)]
    assert gaps("missed-appointment-follow-up", [rung, later]) == []
    assert [g.measured for g in gaps("missed-appointment-follow-up", [reminder, later])] == [(14, 14)]


def test_a_reminder_to_an_old_number_is_no_contact() -> None:
    lines = [
        "health_visiting | missed_appointment | 2022-03-01 | Did not attend the clinic | roles=mother",
        "health_visiting | missed_appointment | 2022-03-20 | Not brought again | roles=mother; row=b",
        "health_visiting | phone_contact | 2022-03-20 | Text reminder went to an old number | roles=mother; row=b",
        "health_visiting | home_visit | 2022-04-30 | Seen at home | roles=mother",
    ]
    assert max(g.measured for g in gaps("missed-appointment-follow-up", lines)) == (60, 60)


@pytest.mark.parametrize(
    ("words", "raised"),
    [
        pytest.param("Core group of the panel put off. It took place a week later", False, id="said in its row"),
        pytest.param("Core group of the panel put off. It never took place", True, id="never"),
    ],
)
def test_word_that_a_meeting_was_held_after_all(words: str, raised: bool) -> None:
    lines = [
        f"probation | meeting_cancelled | 2022-03-01 | {words} | row=m",
        "probation | other | 2022-03-08 | It took place a week later | row=m; main=false",
        "probation | other | 2022-12-01 | Records filed",
    ]
    assert bool(gaps("meeting-not-rearranged", lines if not raised else [lines[0], lines[2]])) is raised


def test_an_illness_that_only_put_a_meeting_off_leaves_no_case_without_a_worker() -> None:
    ill = "childrens_social_care | worker_absence | 2022-03-01 | Put off, SW7 unwell | roles=social_worker; row=a"
    off = "childrens_social_care | meeting_cancelled | 2022-03-01 | Meeting cancelled | row=a; main=false"
    next_ = "childrens_social_care | allocation | 2022-05-02 | Reallocated to SW8 | roles=social_worker"
    assert gaps("no-allocated-worker", [ill, off, next_]) == []
    sick = ill.replace("unwell", "off sick since Monday")
    assert [g.measured for g in gaps("no-allocated-worker", [sick, off, next_])] == [(62, 62)]


def test_the_duty_tray_is_no_allocation() -> None:
    lines = [
        "childrens_social_care | worker_absence | 2022-03-01 | SW7 has left the team | roles=social_worker; row=a",
        "childrens_social_care | allocation | 2022-03-01 | Case to sit in the duty tray | row=a; main=false",
        "childrens_social_care | allocation | 2022-05-02 | Allocated to SW8 | roles=social_worker",
    ]
    assert [g.measured for g in gaps("no-allocated-worker", lines)] == [(62, 62)]


def test_who_is_the_worker_is_answered_by_the_next_allocation() -> None:
    lines = [
        "school | consultation | 2022-03-01 | Rang to ask who is the allocated worker | told=childrens_social_care",
        "childrens_social_care | allocation | 2022-03-28 | Allocated to SW7 | roles=social_worker",
        "school | other | 2022-01-05 | Records received",
        "school | other | 2022-12-01 | Records filed",
    ]
    (gap,) = gaps("request-without-answer", lines)
    assert gap.measured == (27, 27)


def test_what_was_to_be_raised_at_a_meeting_that_was_held_stays_open_no_longer() -> None:
    plan = "school | consultation | 2022-04-20 | Raise her lateness at core group 20/4 | planned; written=2022-03-20"
    held = "childrens_social_care | core_group | 2022-04-20 | Core group held"
    assert [
        g.measured[0] is not None for g in gaps("step-without-outcome", [plan, "school | other | 2022-12-01 | End"])
    ]
    assert gaps("step-without-outcome", [plan, held, "school | other | 2022-12-01 | End"]) == []


def test_one_word_that_the_child_was_not_seen_is_enough_where_the_row_settles_something() -> None:
    row = (
        "education | home_visit | - | He was not seen | did_not_happen; roles=subject_child; row=r; written=2022-05-09"
    )
    settled = "education | decision | 2022-05-09 | Plan of home education accepted as suitable | row=r"
    noted = "education | decision | 2022-05-09 | Report on home education received | row=r"
    assert gaps("said-person-not-seen", [settled, row])
    assert gaps("said-person-not-seen", [noted, row]) == []


def test_a_short_sentence_is_paired_with_the_plan_of_the_one_thing_it_names() -> None:
    lines = [
        "early_help | other | - | FSW3 to apply for a cot | planned; written=2022-03-01",
        "early_help | other | 2022-06-09 | Cot never applied for",
        "early_help | other | 2022-12-01 | Records filed",
    ]
    (gap,) = gaps("said-not-done", lines)
    assert gap.measured == (100, None)


def test_taken_off_a_list_ends_the_wait_after_a_missed_appointment() -> None:
    lines = [
        "acute_hospital | missed_appointment | 2022-03-01 | Was not brought to the eye clinic | roles=subject_child",
        "acute_hospital | other | 2022-04-26 | Taken off the list after two appointments",
        "acute_hospital | appointment | 2022-11-01 | Seen in the eye clinic | roles=subject_child",
    ]
    (gap,) = gaps("missed-appointment-follow-up", lines)
    assert gap.measured == (56, 56)


def test_leaving_the_authority_leaves_the_case_without_a_worker() -> None:
    lines = [
        "childrens_social_care | worker_absence | 2022-03-01 | SW7 left the authority | roles=social_worker",
        "childrens_social_care | allocation | 2022-04-05 | Reallocated to SW8 | roles=social_worker",
    ]
    (gap,) = gaps("no-allocated-worker", lines)
    assert gap.measured == (35, 35)


def test_sickness_that_put_a_meeting_off_and_after_which_nobody_took_over_is_no_vacancy() -> None:
    lines = [
        "childrens_social_care | worker_absence | 2022-03-01 | Meeting off, SW7 off sick | roles=social_worker; row=a",
        "childrens_social_care | meeting_cancelled | 2022-03-01 | Meeting cancelled | row=a; main=false",
    ]
    assert gaps("no-allocated-worker", lines) == []


def test_a_relatives_call_starts_the_clock_of_an_assessment() -> None:
    lines = [
        "childrens_social_care | phone_contact | 2022-03-25 | Call from her grandmother, children alone at night",
        "childrens_social_care | assessment_completed | 2022-08-12 | Assessment signed off",
    ]
    (gap,) = gaps("assessment-45", lines)
    assert gap.measured == (95, 95)
