"""A review's statements about time, solved: exactly the intervals, the contradiction and the strain expected."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from model.timenet import Bounds, Network, Statement, date_statement, strains

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "golden" / "timenet_acceptance.json").read_text(encoding="utf-8")
)


def statements() -> list[Statement]:
    dates = [
        date_statement(node, dt.date.fromisoformat(first), dt.date.fromisoformat(last), trust=0.9)
        for node, (first, last) in GOLDEN["dates"].items()
    ]
    told = [
        Statement(
            id=f"{earlier}-{later}",
            earlier=earlier,
            later=later,
            fewest=fewest,
            most=most,
            nominal=nominal,
            words=words,
            trust=0.4 if most is None else 0.6,
        )
        for earlier, later, fewest, most, nominal, words in GOLDEN["statements"]
    ]
    return [*dates, *told]


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(statements(), labels=GOLDEN["labels"])


@pytest.mark.parametrize("node", list(GOLDEN["intervals"]))
def test_every_interval_is_exactly_the_expected_one(network: Network, node: str) -> None:
    assert network.bounds(node) == Bounds(*map(dt.date.fromisoformat, GOLDEN["intervals"][node]))


def test_only_the_order_of_clinic_and_joint_visit_is_set_aside_with_the_four_statements_that_clash(
    network: Network,
) -> None:
    (contradiction,) = network.contradictions()
    assert (contradiction.set_aside.earlier, contradiction.set_aside.later) == tuple(GOLDEN["set_aside"])
    assert sorted(s.id for s in contradiction.statements) == GOLDEN["contradiction"]


def test_the_contradiction_is_told_in_words_with_what_might_explain_it(network: Network) -> None:
    (contradiction,) = network.contradictions()
    for said in (
        "the clinic is 16 days after the unplanned visit",
        "the joint visit is 15 days after the referral",
        "the joint visit is not before the clinic",
    ):
        assert said in contradiction.explanation
    for_the_visit = {c.kind: c.text for c in contradiction.candidates if c.statement == "F-J"}
    assert set(for_the_visit) == {"working_days", "other_anchor", "inclusive_counting", "typing_slip"}
    assert "from the clinic" in for_the_visit["other_anchor"]
    assert "16 days" in for_the_visit["inclusive_counting"]


def test_each_candidate_would_indeed_resolve_it() -> None:
    told = {s.id: s for s in statements()}
    visit = told.pop("F-J")
    for other in (
        Statement(id="F-J", earlier="F", later="J", fewest=15, most=15, unit="working_days", trust=visit.trust),
        Statement(id="F-J", earlier="P", later="J", fewest=15, most=15, trust=visit.trust),
        Statement(id="F-J", earlier="F", later="J", fewest=18, most=18, trust=visit.trust),
    ):
        assert not Network([*told.values(), other]).contradictions()


def test_the_two_five_months_need_twelve_days_of_slack_each(network: Network) -> None:
    (strain,) = strains(network.active_statements(), labels=GOLDEN["labels"])
    assert strain.days == GOLDEN["five_months_slack_days"]
    assert {s.id for s in strain.hedged} == {"F-B", "F-K"}
    assert "at least 12 of the 14 days" in strain.explanation
    assert "about five months" in strain.explanation


def test_taking_the_clinic_back_ends_the_contradiction_and_bringing_it_in_again_restores_it(network: Network) -> None:
    edited = Network(statements(), labels=GOLDEN["labels"])
    edited.remove("U-P")
    assert not edited.contradictions()
    edited.add(next(s for s in statements() if s.id == "U-P"))
    assert edited.contradictions() == network.contradictions()
    assert edited.solution().intervals == network.solution().intervals
