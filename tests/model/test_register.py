"""The register: ordered, folded, never longer than its limit, nothing dropped; causes named; answered ones apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.analysis import analyse
from model.case import Gap
from model.gaps.register import fold, register_of, settings
from model.gaps.rules import load_rules
from model.when import When
from tests.builders.cases import Made, case_of, event
from tests.builders.stories import load_examples, story

RULES = load_rules()
CSC, HV = "childrens_social_care", "health_visiting"
FRAME = story(load_examples()["frame"])


def gap(number: int, rule: str = "missed-appointment-follow-up", **known: Any) -> Gap:
    day = dt.date(2022, 1, 1) + dt.timedelta(days=30 * number)
    made = Gap(
        id=f"g{number}", kind="missed_appointment_no_followup", rule=rule, title=f"Gap {number}", explanation="",
        when=When.on(day), measured=(number, number), limit=7, unit="days", outcome="exceeded", agencies=("gp",),
        events=(f"e{number}",), against=(), confidence="High", source="", certainty="high",
    )  # fmt: skip
    return replace(made, **known)


@given(st.lists(st.integers(min_value=0, max_value=200), unique=True, max_size=90))
def test_nothing_is_dropped_and_the_register_keeps_its_limit(numbers: list[int]) -> None:
    register = register_of([gap(n) for n in numbers], RULES, {})
    assert len(register.gaps) <= settings()["register"]["most"]
    cited = {event for g in (*register.gaps, *register.noticed) for event in g.events}
    assert cited == {f"e{n}" for n in numbers}


@given(st.permutations(range(12)))
def test_the_order_does_not_depend_on_the_order_of_finding(numbers: list[int]) -> None:
    found = [g.id for g in register_of([gap(n) for n in numbers], RULES, {}).gaps]
    assert found == [g.id for g in register_of([gap(n) for n in sorted(numbers)], RULES, {}).gaps]


def test_the_surer_one_comes_first() -> None:
    weak, sure = gap(1, certainty="low"), gap(2)
    register = register_of([weak, sure], RULES, {})
    assert [g.id for g in (*register.gaps, *register.noticed)] == ["g2", "g1"]


def test_near_duplicates_are_told_once_with_their_count() -> None:
    first, second = gap(1), replace(gap(1), id="g9", events=("e9",), title="Gap 9")
    (one,) = fold([first, second], {"missed-appointment-follow-up": "days"})
    assert set(one.events) == {"e1", "e9"}
    assert len(one.folded) == 1


def test_a_cancelled_meeting_inside_an_absence_names_it_as_its_cause() -> None:
    made = [
        *FRAME,
        event(CSC, "worker_absence", "2022-03-07", "SW4 off sick", roles=("social_worker",)),
        event(CSC, "meeting_cancelled", "2022-03-14", "Core group cancelled"),
        event(CSC, "allocation", "2022-05-02", "Allocated to SW5", roles=("social_worker",)),
        event(HV, "core_group", "2022-05-20", "Core group attended"),
    ]
    gaps = {g.rule: g for g in analyse(case_of(made)).gaps}
    assert gaps["meeting-not-rearranged"].cause == gaps["no-allocated-worker"].id


ANSWERED: dict[str, list[Made]] = {
    "a missed contact followed up by another agency's record": [
        event("gp", "missed_appointment", "2022-04-04", "Did not attend", roles=("mother",)),
        event(HV, "phone_contact", "2022-04-06", "GP rang mother", roles=("gp", "mother"), involves=("gp",)),
    ],
    "an incident that only another file shows as known": [
        event("police", "domestic_abuse_incident", "2022-06-03", "He pushed mother at the door", roles=("mother",)),
        event(CSC, "domestic_abuse_incident", "2022-06-03", "Mother pushed at the door", roles=("mother",)),
    ],
    "a step that another agency took": [
        event(CSC, "assessment_started", None, "Parenting assessment to begin", assertion="planned",
              written="2022-02-01"),
        event("early_help", "assessment_completed", "2022-05-01", "Parenting assessment finished"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("made", ANSWERED.values(), ids=ANSWERED)
def test_what_another_file_answers_is_shown_with_the_answer_and_not_raised(made: list[Made]) -> None:
    findings = analyse(case_of([*FRAME, *made]))
    assert findings.answered
    answered = findings.answered[0]
    assert answered.status == "answered"
    assert answered.answer
    assert answered.against
    heads = {g.events[0] for g in findings.gaps}
    assert answered.events[0] not in heads
