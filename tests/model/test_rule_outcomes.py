"""Every kind of rule that counts judges an interval as all of its days would be judged one by one.

For each: the records with a date that is an interval give "exceeded" exactly where each single day of it
does, and say nothing where no day does.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.analysis import analyse
from model.case import Gap
from model.gaps.rules import load_rules
from model.gaps.settings import with_limit
from tests.builders.cases import Made, case_of, event

CSC, HV = "childrens_social_care", "health_visiting"
START = dt.date(2022, 2, 1)
FRAME = [event(side, "other", day, "File note") for side in (CSC, HV, "police") for day in ("2022-01-03", "2022-12-28")]
LIMIT = 20


def deadline(day: str) -> list[Made]:
    made = event(CSC, "child_protection_conference", "2022-02-01", "ICPC held, plan made")
    return [made, event(CSC, "core_group", day, "Core group met")]


def cover(day: str) -> list[Made]:
    absent = event(CSC, "worker_absence", "2022-02-01", "SW2 off sick", roles=["social_worker"])
    return [absent, event(CSC, "allocation", day, "Allocated to SW5", roles=["social_worker"])]


def cadence(day: str) -> list[Made]:
    first = event(CSC, "home_visit", "2022-02-01", "Visit, seen", roles=["social_worker", "mother"])
    return [first, event(CSC, "home_visit", day, "Visit, seen", roles=["social_worker", "mother"])]


def cancelled(day: str) -> list[Made]:
    off = event(CSC, "meeting_cancelled", "2022-02-01", "Core group cancelled")
    return [off, event(HV, "core_group", day, "Core group attended")]


def missed(day: str) -> list[Made]:
    gone = event(HV, "missed_appointment", "2022-02-01", "Did not attend", roles=["mother"])
    return [gone, event(HV, "home_visit", day, "Visit, seen", roles=["health_visitor", "mother"])]


STORIES = {
    "core-group-10": deadline,
    "no-allocated-worker": cover,
    "visits-far-apart": cadence,
    "meeting-not-rearranged": cancelled,
    "missed-appointment-follow-up": missed,
}
TYPES = {"deadline", "cover", "cadence", "follow_through.cancelled", "follow_through.missed"}


def judged(rule: str, made: list[Made]) -> str:
    findings = analyse(case_of([*FRAME, *made], settings=with_limit({}, rule, LIMIT)))
    found: list[Gap] = [g for g in (*findings.gaps, *findings.noticed) if g.rule == rule]
    assert len(found) <= 1
    return found[0].outcome if found else "met"


def test_these_are_rules_of_the_kinds_that_count_between_two_records() -> None:
    assert {rule.type for rule in load_rules() if rule.id in STORIES} == TYPES


@pytest.mark.parametrize("rule", STORIES)
@settings(deadline=None, max_examples=12)
@given(st.integers(min_value=12, max_value=34), st.integers(min_value=0, max_value=6))
def test_an_interval_is_judged_as_all_of_its_days(rule: str, later: int, width: int) -> None:
    days = [START + dt.timedelta(days=later + n) for n in range(width + 1)]
    each = {judged(rule, STORIES[rule](day.isoformat())) for day in days}
    whole = judged(rule, STORIES[rule](f"{days[0]}..{days[-1]}"))
    assert (whole == "exceeded") == (each == {"exceeded"})
    assert whole == "met" or each != {"met"}
