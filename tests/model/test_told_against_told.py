"""What two records of one matter tell against each other, and what a record says in its own words was left out."""

import pytest

from model.analysis import analyse
from model.case import Gap
from tests.builders.cases import case_of
from tests.builders.stories import load_examples, story


def found(rule: str, lines: list[str]) -> list[Gap]:
    findings = analyse(case_of([*story(load_examples()["frame"]), *story(lines)]))
    return [gap for gap in (*findings.gaps, *findings.noticed) if gap.rule == rule]


CLOSED = "childrens_social_care | case_closed | 2022-06-20 | Closed. {words}"
SAID = "school | child_in_need_meeting | 2022-06-01 | Meeting. {words}"


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("All agencies in agreement", "I told them school was not happy to close", True),
        ("Everyone agreed to step down", "Said we did not agree to closing", True),
        ("Closure agreed by the manager", "I told them school was not happy to close", False),
        ("All agencies in agreement", "Said that school was happy to close", False),
    ],
)
def test_whether_all_agreed_to_the_closure(one: str, other: str, differ: bool) -> None:
    told = found("accounts-differ", [CLOSED.format(words=one), SAID.format(words=other)])
    assert bool([g for g in told if "closure" in g.title]) is differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Nan says he ate two tablets", "Toxicology: methadone positive", True),
        ("Nan says he ate two tablets", "Dad says he swallowed a tablet", False),
    ],
)
def test_what_the_child_swallowed(one: str, other: str, differ: bool) -> None:
    lines = [f"police | incident | 2022-05-02 | {one}", f"acute_hospital | injury_or_illness | 2022-05-03 | {other}"]
    assert bool([g for g in found("accounts-differ", lines) if "swallowed" in g.title]) is differ


@pytest.mark.parametrize(
    ("day", "asked", "differ"),
    [
        ("2022-05-06", "Manager asks when the first core group is", True),
        ("2022-05-06", "The first core group has not yet been held", True),
        ("2022-04-20", "Manager asks when the first core group is", False),
        ("2022-05-06", "The next core group will be in June", False),
    ],
)
def test_whether_the_first_meeting_was_held(day: str, asked: str, differ: bool) -> None:
    lines = [
        "health_visiting | core_group | 2022-05-02 | First core group attended",
        f"childrens_social_care | supervision | {day} | {asked}",
    ]
    assert bool([g for g in found("accounts-differ", lines) if "meeting had been held" in g.title]) is differ


def test_two_homes_of_one_mother() -> None:
    here = "health_visiting | home_visit | 2022-05-02 | Mum is staying at her mother's most nights | roles=mother"
    lines = [here, "probation | appointment | 2022-05-04 | Mum lives alone at her own flat | roles=mother"]
    later = [here, "probation | appointment | 2022-10-04 | Mum lives alone at her own flat | roles=mother"]
    assert [
        bool([g for g in found("accounts-differ", each) if "mother stays" in g.title]) for each in (lines, later)
    ] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("rule", "words", "speaks"),
    [
        ("said-check-not-made", "Locked box not offered", True),
        ("said-check-not-made", "Locked box given and shown", False),
        ("said-check-not-made", "No contact made with the clinic or the prison before closing", True),
        ("said-check-not-made", "Contact made with the clinic before closing", False),
        ("disagreement-not-taken-up", "We did not use the escalation policy", True),
        ("disagreement-not-taken-up", "We used the escalation policy", False),
    ],
)
def test_what_a_record_says_was_left_out(rule: str, words: str, speaks: bool) -> None:
    assert bool(found(rule, [f"health_visiting | other | 2022-05-02 | {words}"])) is speaks


def test_a_discharge_planning_meeting_is_overtaken_by_the_discharge() -> None:
    lines = [
        "childrens_social_care | meeting_cancelled | 2022-05-02 | Discharge planning meeting called off",
        "acute_hospital | hospital_discharge | 2022-05-05 | Baby home with mother",
        "childrens_social_care | planning_meeting | 2022-06-20 | Planning meeting held",
    ]
    gaps = found("meeting-not-rearranged", lines)
    assert [gap.measured[0] for gap in gaps] == [3]


def test_another_files_word_that_a_meeting_is_off_is_no_meeting() -> None:
    lines = [
        "childrens_social_care | meeting_cancelled | 2022-05-02 | Core group cancelled",
        "health_visiting | core_group | 2022-05-02 | Core group is off",
        "childrens_social_care | core_group | 2022-06-13 | Core group held",
    ]
    assert [gap.measured[0] for gap in found("meeting-not-rearranged", lines)] == [42]
