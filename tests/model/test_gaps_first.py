"""The four first kinds of gap: each fires on what it is about, and not on what answers it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.analysis import analyse
from model.case import Case, Gap
from model.data import load_toml
from model.gaps.rules import load_rules
from tests.builders.cases import Made, case_of, event, shifted


def gaps_of(case: Case, kind: str) -> list[Gap]:
    return [gap for gap in analyse(case).gaps if gap.kind == kind]


CSC = "childrens_social_care"
FRAME = [
    event(CSC, "home_visit", "2022-01-10", "Home visit, all well", roles=("social_worker", "mother")),
    event(CSC, "other", "2022-12-20", "File note"),
    event("police", "other", "2022-01-05", "Address checked"),
    event("police", "other", "2022-12-28", "Address checked"),
]

INCIDENT = event(
    "police",
    "domestic_abuse_incident",
    "2022-06-03",
    "Mother said he had pushed her in the kitchen",
    roles=("mother",),
    row="i",
)

ANSWERED: dict[str, list[Made]] = {
    "told in the row": [
        event("police", "information_shared", "2022-06-04", "Notice sent", row="i", shared_with=("front_door",))
    ],
    "told in a later row": [
        event(
            "police",
            "information_shared",
            "2022-06-07",
            "Notice on the assault sent",
            shared_with=(CSC,),
        )
    ],
    "received elsewhere": [
        event(
            "front_door",
            "information_shared",
            "2022-06-09",
            "Notice: domestic incident",
            received_from=("police",),
        )
    ],
    "recorded elsewhere": [
        event(
            CSC,
            "domestic_abuse_incident",
            "2022-06-03",
            "Mother pushed in the kitchen",
            roles=("mother",),
        )
    ],
}


def test_incident_with_no_trace_elsewhere_is_raised() -> None:
    (gap,) = gaps_of(case_of([*FRAME, INCIDENT]), "unshared_incident")
    assert gap.outcome == "no_record"
    assert "records supplied" in gap.explanation
    assert gap.agencies[0] == "police"


@pytest.mark.parametrize("answer", ANSWERED.values(), ids=ANSWERED)
def test_any_trace_of_knowledge_answers_an_incident(answer: list[Made]) -> None:
    assert gaps_of(case_of([*FRAME, INCIDENT, *answer]), "unshared_incident") == []


def test_message_on_another_matter_does_not_answer_it_and_is_shown() -> None:
    other = event(
        "police", "information_shared", "2022-06-05", "Rang to give the new telephone number of the grandmother",
        shared_with=(CSC,),
    )  # fmt: skip
    (gap,) = gaps_of(case_of([*FRAME, INCIDENT, other]), "unshared_incident")
    assert len(gap.against) == 1


def test_agency_whose_file_does_not_cover_the_date_is_not_judged() -> None:
    short = [made for made in FRAME if made.agency == "police"]
    early = event(CSC, "home_visit", "2021-01-10", "Home visit")
    assert gaps_of(case_of([*short, early, INCIDENT]), "unshared_incident") == []


def absence(day: str = "2022-03-07") -> Made:
    return event(CSC, "worker_absence", day, "SW4 off sick", roles=("social_worker",))


def allocation(day: str) -> Made:
    return event(CSC, "allocation", day, "Allocated to SW5", roles=("social_worker",))


def test_days_without_a_worker_are_counted() -> None:
    (gap,) = gaps_of(case_of([*FRAME, absence(), allocation("2022-04-11")]), "reallocation_delay")
    assert (gap.measured, gap.outcome, gap.unit) == ((35, 35), "exceeded", "days")


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        pytest.param("2022-03-09", None, id="two days later"),
        pytest.param("2022-03-14", None, id="fifth working day"),
        pytest.param("2022-03-15", "exceeded", id="sixth working day"),
        pytest.param("2022-03-10..2022-03-20", "depends", id="a date that may be either"),
    ],
)
def test_cover_in_time_is_not_raised(day: str, outcome: str | None) -> None:
    gaps = gaps_of(case_of([*FRAME, absence(), allocation(day)]), "reallocation_delay")
    assert [gap.outcome for gap in gaps] == ([outcome] if outcome else [])


def test_absence_without_any_allocation_says_no_record() -> None:
    (gap,) = gaps_of(case_of([*FRAME, absence()]), "reallocation_delay")
    assert gap.outcome == "no_record"
    assert gap.measured[1] is None


def referral(day: str = "2022-05-30") -> Made:
    return event(CSC, "referral", day, "Referral received", received_from=("midwifery",))


@pytest.mark.parametrize(
    ("done", "outcome", "measured"),
    [
        pytest.param("2022-08-03", None, None, id="45 working days with two bank holidays"),
        pytest.param("2022-08-04", "exceeded", (46, 46), id="46 working days"),
        pytest.param("2022-08-01..2022-08-05", "depends", (43, 47), id="a week in which the limit falls"),
    ],
)
def test_assessment_is_measured_in_working_days(done: str, outcome: str, measured: tuple[int, int]) -> None:
    end = event(CSC, "assessment_completed", done, "Assessment completed")
    gaps = [g for g in gaps_of(case_of([*FRAME, referral(), end]), "timescale_exceeded") if g.rule == "assessment-45"]
    assert [(g.outcome, g.measured) for g in gaps] == ([(outcome, measured)] if outcome else [])


def test_referral_closed_without_assessment_starts_no_clock() -> None:
    closed = event(CSC, "decision", "2022-05-31", "No further action")
    end = event(CSC, "assessment_completed", "2022-10-31", "Assessment completed")
    rules = {g.rule for g in gaps_of(case_of([*FRAME, referral(), closed, end]), "timescale_exceeded")}
    assert "assessment-45" not in rules


PLANNED = event(
    CSC,
    "assessment_started",
    None,
    "Pre-birth assessment to be started",
    assertion="recommended",
    written="2022-03-01",
)


def test_planned_step_with_no_later_record_is_raised() -> None:
    (gap,) = gaps_of(case_of([*FRAME, PLANNED]), "action_not_completed")
    assert "Pre-birth assessment" in gap.title


@pytest.mark.parametrize("agency", [CSC, "early_help"])
def test_step_done_under_another_name_or_by_another_agency_answers_it(agency: str) -> None:
    done = event(agency, "assessment_completed", "2022-05-01", "Risk assessment finished")
    assert gaps_of(case_of([*FRAME, PLANNED, done]), "action_not_completed") == []


@settings(deadline=None)  # a whole analysis each time: slow on a busy machine
@given(st.integers(min_value=-400, max_value=400))
def test_shifting_all_dates_by_weeks_shifts_all_gaps_alike(weeks: int) -> None:
    """In whole weeks and for rules in days: working days depend on where the bank holidays fall."""
    case = case_of([*FRAME, INCIDENT, absence(), allocation("2022-04-11"), PLANNED])
    before, after = analyse(case).gaps, analyse(shifted(case, 7 * weeks)).gaps
    in_days = {"unshared_incident", "reallocation_delay", "action_not_completed"}
    assert [(g.id, g.when.shifted(7 * weeks) if g.when else None, g.measured) for g in before if g.kind in in_days] == [
        (g.id, g.when, g.measured) for g in after if g.kind in in_days
    ]


@settings(deadline=None)
@given(st.permutations([*FRAME, INCIDENT, *ANSWERED["received elsewhere"], absence(), referral(), PLANNED]))
def test_order_of_rows_does_not_matter(made: list[Made]) -> None:
    def told(case: Case) -> list[tuple[str, str, tuple[int | None, int | None]]]:
        return sorted((g.rule, g.title, g.measured) for g in analyse(case).gaps)

    assert told(case_of(made)) == told(case_of(sorted(made, key=lambda m: m.quote)))


def test_no_text_of_a_rule_judges() -> None:
    banned = load_toml("model.rules", "wording.toml")["banned"]
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, banned)) + r")\b")
    for rule in load_rules():
        assert not pattern.search(rule.title + " " + rule.explanation), rule.id
