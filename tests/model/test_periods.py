"""Periods behind the timeline: what opens and what closes them; an end that nobody recorded stays open."""

from __future__ import annotations

import pytest

from model.data import load_toml
from model.periods import periods_of
from model.view import CaseView
from tests.builders.cases import Made, case_of, event

CSC, HV, AH = "childrens_social_care", "health_visiting", "acute_hospital"
SW = ("social_worker",)
CHILD = ("subject_child",)
ALLOCATED = event(CSC, "allocation", "2022-03-01", "Allocated to SW1", roles=SW)
ADMITTED = event(AH, "hospital_admission", "2022-04-01", "Admitted to the ward", roles=CHILD)
PLAN = event(CSC, "plan_changed", "2022-05-01", "Made subject to a child protection plan")


def found(made: list[Made]) -> list[tuple[str, str, str | None]]:
    periods = periods_of(CaseView.of(case_of(made)))
    return [(p.kind, str(p.first.start), str(p.last.start) if p.last else None) for p in periods]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param([ALLOCATED], [("worker", "2022-03-01", None)], id="allocated, and no end recorded"),
        pytest.param(
            [ALLOCATED, event(CSC, "worker_absence", "2022-06-01", "SW1 off sick from today", roles=SW)],
            [("worker", "2022-03-01", "2022-06-01")],
            id="until the worker is away",
        ),
        pytest.param(
            [ALLOCATED, event(CSC, "worker_absence", "2022-06-01..2022-06-10", "SW1 on leave", roles=SW)],
            [("worker", "2022-03-01", None)],
            id="leave with its end is a pause",
        ),
        pytest.param(
            [ALLOCATED, event(CSC, "allocation", "2022-07-01", "Reallocated to SW2", roles=SW)],
            [("worker", "2022-03-01", "2022-07-01"), ("worker", "2022-07-01", None)],
            id="one worker after another",
        ),
        pytest.param([event(CSC, "allocation", "2022-03-01", "For allocation", roles=SW)], [], id="waiting for one"),
        pytest.param(
            [event(CSC, "allocation", "2022-03-01", "To be allocated", roles=SW, assertion="planned")], [], id="planned"
        ),
        pytest.param([ADMITTED], [], id="an admission without a discharge is no stay"),
        pytest.param(
            [ADMITTED, event(AH, "hospital_discharge", "2022-04-09", "Discharged home", roles=CHILD)],
            [("hospital_stay", "2022-04-01", "2022-04-09")],
            id="admitted and discharged",
        ),
        pytest.param(
            [ADMITTED, event(AH, "hospital_discharge", "2022-04-09", "Mother discharged", roles=("mother",))],
            [],
            id="another person's discharge",
        ),
        pytest.param(
            [ADMITTED, event(AH, "hospital_discharge", "2023-04-09", "Discharged home", roles=CHILD)],
            [],
            id="a discharge of another year",
        ),
        pytest.param([PLAN], [("protection_plan", "2022-05-01", None)], id="a plan in force"),
        pytest.param(
            [PLAN, event(CSC, "plan_changed", "2022-11-01", "Child protection plan ended")],
            [("protection_plan", "2022-05-01", "2022-11-01")],
            id="a plan that ended",
        ),
        pytest.param(
            [
                event(HV, "pregnancy", "2022-01-10", "Pregnant, booked at 9 weeks", roles=("mother",)),
                event(AH, "birth", "2022-08-01", "Baby born", roles=CHILD),
            ],
            [("pregnancy", "2022-01-10", "2022-08-01")],
            id="a pregnancy from its first record to the birth",
        ),
    ],
)
def test_periods(made: list[Made], expected: list[tuple[str, str, str | None]]) -> None:
    assert found(made) == expected


def test_every_period_names_its_source_and_its_events() -> None:
    items = load_toml("model.rules", "periods.toml")["period"]
    assert len({item["id"] for item in items}) == len(items)
    assert all(item["source"] for item in items)
    (period,) = periods_of(CaseView.of(case_of([ALLOCATED])))
    assert period.events
    assert period.basis == "no end was found in the files supplied"


def test_the_order_of_the_files_changes_no_period() -> None:
    made = [PLAN, ALLOCATED, ADMITTED, event(AH, "hospital_discharge", "2022-04-09", "Home", roles=CHILD)]
    assert found(made) == found(made[::-1])
