"""When a clock starts, and what stops it: a closed contact stops its own alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.analysis import analyse
from model.case import Mention
from model.gaps.presence import presence_phrases, was_there
from model.view import CaseView
from tests.builders.cases import case_of, event
from tests.builders.stories import load_examples, story

NAMES = {"mother": "Mum", "mothers_partner": "stepdad"}
FRAME = story(load_examples()["frame"])


def values(rule: str, lines: list[str]) -> list[tuple[int | None, int | None]]:
    findings = analyse(case_of([*FRAME, *story(lines)]))
    return [gap.measured for gap in (*findings.gaps, *findings.noticed) if gap.rule == rule]


def test_a_contact_that_was_closed_leaves_the_next_referral_its_clock() -> None:
    lines = [
        "childrens_social_care | referral | 2022-02-01 | Referral received | from=school",
        "childrens_social_care | case_closed | 2022-02-02 | Closed at the front door",
        "childrens_social_care | referral | 2022-04-04 | Referral received again | from=gp",
        "childrens_social_care | assessment_completed | 2022-07-04 | Assessment signed off",
    ]
    assert values("assessment-45", lines) == [(60, 60)]


def test_a_closure_of_the_very_day_of_the_assessment_is_its_outcome() -> None:
    lines = [
        "childrens_social_care | referral | 2022-04-04 | Referral received | from=gp",
        "childrens_social_care | assessment_completed | 2022-07-04 | Assessment signed off | row=a",
        "childrens_social_care | case_closed | 2022-07-04 | Closed with early help | row=a",
    ]
    assert values("assessment-45", lines) == [(60, 60)]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        pytest.param("Mum and stepdad seen, the boy did not come down", True, id="seen, and another who was not"),
        pytest.param("Mum seen, stepdad did not come down", False, id="not seen"),
        pytest.param("Mum says stepdad seen in the pub", False, id="only spoken of"),
    ],
)
def test_the_words_at_once_after_a_name_are_about_it(text: str, there: bool) -> None:
    case = case_of([event("childrens_social_care", "home_visit", "2022-05-04", text)])
    spans = {role: (text.index(word), text.index(word) + len(word)) for role, word in NAMES.items()}
    named = tuple(Mention(role=role, label=role, span=span) for role, span in spans.items())
    view = CaseView.of(replace(case, events=tuple(replace(e, mentions=named) for e in case.events)))
    (visit,) = view.events
    assert was_there(view, visit, "mothers_partner", presence_phrases()) is there


def test_three_records_of_self_harm_without_a_response_are_counted_together() -> None:
    days = {
        "2022-03-01": "Cuts on his arms seen",
        "2022-04-01": "Took tablets at home",
        "2022-05-01": "Self-harm again",
    }
    lines = [f"school | concern | {day} | {words} | roles=subject_child" for day, words in days.items()]
    assert values("repeated-concern", lines) == [(3, 3)]


def test_a_run_is_judged_by_its_own_last_record_and_not_by_a_later_one() -> None:
    words = "Black mould in the bedroom"
    days = ["2022-02-01", "2022-03-01", "2022-04-01", "2022-12-01"]
    lines = [f"housing | concern | {day} | {words} | roles=mother" for day in days]
    lines.append("childrens_social_care | strategy_discussion | 2022-12-02 | Strategy discussion")
    assert values("repeated-concern", lines) == [(3, 3)]
