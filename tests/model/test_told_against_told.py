"""What two records of one matter tell against each other, and what a record says in its own words was left out."""

from dataclasses import replace

import pytest

from model.analysis import analyse
from model.case import Gap, Mention
from tests.builders.cases import case_of, event, when
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


@pytest.mark.parametrize(
    ("kind", "quote", "own", "differ"),
    [
        ("appointment", "clinic saw him on the 24th", "Review by the key worker", False),
        ("appointment", "hearing clinic saw him on the 24th", "Hearing clinic, seen", True),
        ("missed_appointment", "not brought on the 24th", "Did not come", True),
    ],
)
def test_two_services_see_people_on_one_day_without_it_being_one_thing(
    kind: str, quote: str, own: str, differ: bool
) -> None:
    lines = [
        "gp | information_shared | 2022-05-17 | Letter filed | row=l",
        f"gp | {kind} | 2022-05-24 | {quote} | row=l; main=false; written=2022-05-17",
        f"acute_hospital | {kind} | 2022-05-24 | {own}",
    ]
    assert bool(found("told-before-it-happened", lines)) is differ


MARK = "health_visiting | appointment | 2022-05-10 | Weighed. Bruise on the left shin | roles=health_visitor"


@pytest.mark.parametrize(
    ("second", "speaks"),
    [
        ("Red mark near the ear", True),
        ("Bruise not mentioned at the meeting", False),
    ],
)
def test_marks_of_a_young_baby_are_those_that_somebody_saw(second: str, speaks: bool) -> None:
    lines = [MARK, f"gp | appointment | 2022-05-24 | Six week check. {second} | roles=gp"]
    findings = analyse(
        case_of([*story(load_examples()["frame"]), *story(lines)], key_dates={"birth": when("2022-04-01")})
    )
    assert bool([g for g in findings.gaps if g.rule == "marks-on-a-young-baby"]) is speaks


def test_a_mark_that_the_enquiry_under_way_found_is_answered_by_it() -> None:
    lines = [
        MARK,
        "childrens_social_care | strategy_discussion | 2022-05-20 | Strategy discussion held",
        "acute_hospital | appointment | 2022-05-24 | Survey: healing fracture of a rib | roles=doctor",
    ]
    findings = analyse(
        case_of([*story(load_examples()["frame"]), *story(lines)], key_dates={"birth": when("2022-04-01")})
    )
    assert [g for g in findings.gaps if g.rule == "marks-on-a-young-baby"] == []


@pytest.mark.parametrize(
    ("second", "speaks"),
    [("his views were not sought", True), ("her views were not sought", False), ("views were not sought", False)],
)
def test_a_sentence_that_names_nobody_goes_on_about_the_one_named_last(second: str, speaks: bool) -> None:
    father = Mention(role="father", label="Dad", span=(0, 3))
    made = event("childrens_social_care", "other", "2022-05-10", f"Dad is away; {second}")
    lines = [*story(load_examples()["frame"]), replace(made, known={**made.known, "mentions": (father,)})]
    findings = analyse(case_of(lines))
    assert bool([g for g in findings.gaps if g.rule == "said-person-not-seen"]) is speaks


def test_what_stands_before_a_plan_in_its_row_is_not_its_outcome() -> None:
    before = "police | consultation | 2022-05-02 | Enquiry to social care | told=childrens_social_care; row=p"
    plan = (
        "police | consultation | - | Enquiry to social care to follow"
        " | planned; told=childrens_social_care; row=p; written=2022-05-02"
    )
    assert len(found("step-without-outcome", [before, plan])) == 1
    later = "police | consultation | 2022-05-09 | Enquiry to social care | told=childrens_social_care"
    assert found("step-without-outcome", [before, plan, later]) == []


@pytest.mark.parametrize(
    ("words", "speaks"),
    [
        ("Wondered about a pregnancy but did not ask", True),
        ("Wondered about a pregnancy and asked", False),
        ("Talked of her pregnancy, did not ask for help", False),
    ],
)
def test_a_sign_that_was_not_asked_about(words: str, speaks: bool) -> None:
    assert bool(found("said-not-looked-at", [f"health_visiting | other | 2022-05-02 | {words}"])) is speaks
