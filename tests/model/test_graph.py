"""The graph: its nodes, its edges with their provenance, and who informed whom."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import networkx as nx

from model.analysis import analyse
from model.graph import build, informed
from tests.builders.cases import case_of, event

CSC, PO = "childrens_social_care", "police"
CASE = case_of(
    [
        event(PO, "domestic_abuse_incident", "2022-08-28", "Shouting at the flat", roles=("mother", "father"), row="a"),
        event(PO, "information_shared", "2022-08-29", "Notice sent", row="a", shared_with=("front_door",)),
        event("front_door", "information_shared", "2022-08-30", "Notice from police", received_from=(PO,)),
        event(CSC, "home_visit", "2022-09-06", "Home visit", roles=("social_worker", "mother")),
    ]
)
GRAPH = build(CASE, analyse(CASE))


def test_every_event_entry_agency_and_actor_is_a_node() -> None:
    sorts = nx.get_node_attributes(GRAPH, "sort")
    assert sum(sort == "event" for sort in sorts.values()) == len(CASE.events)
    assert sum(sort == "entry" for sort in sorts.values()) == len(CASE.entries)
    assert {"agency:police", "agency:front_door", "agency:childrens_social_care"} <= sorts.keys()
    assert any(sort == "actor" for sort in sorts.values())


def test_every_edge_says_what_it_rests_on() -> None:
    for _, _, key, data in GRAPH.edges(keys=True, data=True):
        assert data["kind"] == key
        assert data["evidence"]
        assert not data["entry"] or f"entry:{data['entry']}" in GRAPH


def test_the_message_is_one_event_in_two_files() -> None:
    kinds = {key for _, _, key in GRAPH.edges(keys=True)}
    assert {"same_event", "informs", "records", "recorded_by", "participates"} <= kinds


def test_the_graph_can_be_written_as_graphml_and_read_back() -> None:
    held = BytesIO()
    nx.write_graphml(GRAPH, held)
    assert nx.read_graphml(BytesIO(held.getvalue())).number_of_nodes() == GRAPH.number_of_nodes()


def test_who_informed_whom_over_a_period() -> None:
    whole = informed(CASE)
    assert whole.edges["agency:police", "agency:front_door", "informs"]["count"] == 2
    assert informed(CASE, dt.date(2022, 8, 30)).edges["agency:police", "agency:front_door", "informs"]["count"] == 1
    assert informed(CASE, dt.date(2023, 1, 1)).number_of_edges() == 0
