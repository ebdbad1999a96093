"""The neighbourhood of one person or agency: who is joined to whom, in which window, and what is left out."""

from __future__ import annotations

import datetime as dt
import json
from itertools import combinations

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.callbacks.knowledge import follow_node
from dashboard.casebook import CaseBook, build_book
from dashboard.components.knowledge_network import network_part
from dashboard.figures.network import network_figure
from dashboard.network import MOST, MOST_BETWEEN, begin_with, neighbourhood
from dashboard.urlstate import ViewState, parse
from model.analysis import analyse
from tests.builders.cases import case_of, event

CASE = "0123456789ab"
POLICE, CSC, HV = "police", "childrens_social_care", "health_visiting"


@pytest.fixture(scope="module")
def book() -> CaseBook:
    case = case_of(
        [
            event(POLICE, "incident", "2022-03-01", "Father shouted at mother", roles=("father", "mother")),
            event(POLICE, "information_shared", "2022-03-02", "Form sent to social care", shared_with=(CSC,)),
            event(HV, "home_visit", "2022-04-01", "Mother and baby seen", roles=("mother", "subject_child")),
            event(HV, "home_visit", "2022-06-01", "Mother seen", roles=("mother",)),
            event(CSC, "decision", None, "Father to be asked", roles=("father",)),
        ]
    )
    return build_book(case, analyse(case))


def key_of(book: CaseBook, role: str) -> str:
    return next(key for key, actor in book.actor_by_key.items() if actor.role == role)


def numbers(book: CaseBook, centre: str, first: str | None = None, last: str | None = None) -> dict[str, int]:
    window = (dt.date.fromisoformat(first), dt.date.fromisoformat(last)) if first and last else (None, None)
    found = neighbourhood(book, centre, *window)
    named = {n.key: book.actor_by_key[n.key].role if n.person else n.key for n in found.nodes}
    return {named[t.other]: len(t.events) for t in found.own}


def test_a_person_is_joined_to_agencies_that_name_them_and_to_people_of_the_same_event(book: CaseBook) -> None:
    assert numbers(book, key_of(book, "mother")) == {HV: 2, POLICE: 1, "father": 1, "subject_child": 1}


def test_agencies_are_joined_where_one_told_the_other(book: CaseBook) -> None:
    assert numbers(book, POLICE)[CSC] == 1
    assert HV not in numbers(book, POLICE)


def test_a_window_leaves_out_what_lies_outside_it_and_what_has_no_date(book: CaseBook) -> None:
    assert numbers(book, key_of(book, "mother"), "2022-04-01", "2022-04-30") == {HV: 1, "subject_child": 1}
    assert numbers(book, key_of(book, "father"))[CSC] == 1
    assert CSC not in numbers(book, key_of(book, "father"), "2022-01-01", "2022-12-31")


def test_it_begins_with_the_child(book: CaseBook) -> None:
    begun = begin_with(book)
    assert begun is not None
    assert book.actor_by_key[begun].role == "subject_child"
    assert begin_with(build_book(case_of([]), analyse(case_of([])))) is None


def test_many_neighbours_are_drawn_up_to_a_number_and_all_of_them_told() -> None:
    roles = ("mother", "father", "sibling", "gp", "nurse", "midwife", "doctor", "police_officer", "social_worker",
             "health_visitor", "neighbour", "family_friend", "idva", "paramedic", "team_manager", "housing_officer",
             "probation_officer", "school_staff", "paediatrician", "conference_chair")  # fmt: skip
    rows = [event("gp", "other", f"2022-01-{n + 1:02}", f"Row {n}", roles=pair)
            for n, pair in enumerate(zip(roles, ("subject_child",) * len(roles), strict=True))]  # fmt: skip
    rows.append(event("gp", "other", "2022-03-01", "All of them together", roles=roles))
    case = case_of(rows)
    crowded = build_book(case, analyse(case))
    found = neighbourhood(crowded, "gp", None, None)
    assert len(found.nodes) == MOST + 1
    assert found.left_out == len(found.own) - MOST > 0
    assert len(found.ties) - len(found.own) <= MOST_BETWEEN
    made = json.dumps(network_part(crowded, CASE, ViewState(side="gp")), cls=PlotlyJSONEncoder)
    assert f"the other {found.left_out} stand in the table" in made


def test_no_two_nodes_stand_in_one_place(book: CaseBook) -> None:
    nodes = neighbourhood(book, key_of(book, "mother"), None, None).nodes
    assert all(abs(a.x - b.x) + abs(a.y - b.y) > 0.1 for a, b in combinations(nodes, 2))


def test_a_node_of_the_figure_leads_to_its_own_picture(book: CaseBook) -> None:
    figure = network_figure(neighbourhood(book, POLICE, None, None))
    address = follow_node(
        {"points": [{"customdata": figure["data"][-1]["customdata"][1]}]}, "?from=2022-01-01&to=2022-12-31"
    )
    state = parse(address)
    assert state.show == "network"
    assert state.side in {CSC, key_of(book, "mother"), key_of(book, "father")}
    assert state.first == dt.date(2022, 1, 1)


@pytest.mark.parametrize("click", [None, {}, {"points": []}, {"points": [{"customdata": ["event", "e1"]}]}])
def test_any_other_click_leads_nowhere(click: dict[str, object] | None) -> None:
    assert not isinstance(follow_node(click, ""), str)
