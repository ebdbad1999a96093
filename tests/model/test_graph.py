"""The graph: its nodes, its edges with their provenance, and who informed whom."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import networkx as nx

from model.graph import EDGES, SORTS, build
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
GRAPH = build(CASE)


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


def test_who_knew_is_an_edge_with_its_evidence() -> None:
    fight = next(f"event:{e.id}" for e in CASE.events if e.kind == "domestic_abuse_incident")
    edges = {start: data for start, _, key, data in GRAPH.in_edges(fight, keys=True, data=True) if key == "knows"}
    assert edges["agency:childrens_social_care"]["how"] == "told"
    assert edges["agency:childrens_social_care"]["since_start"] == "2022-08-30"
    assert edges["agency:police"]["how"] == "own record"


def test_an_event_stands_at_its_sort_of_place() -> None:
    assert {end for _, end, key in GRAPH.edges(keys=True) if key == "at"} == {"place:home"}


def test_every_node_and_edge_is_of_a_documented_sort() -> None:
    text = (Path(__file__).parents[2] / "docs" / "graph.md").read_text(encoding="utf-8")
    assert set(nx.get_node_attributes(GRAPH, "sort").values()) <= set(SORTS)
    assert {key for _, _, key in GRAPH.edges(keys=True)} <= set(EDGES)
    for name in (*SORTS, *EDGES):
        assert f"`{name}`" in text, name
    for _, data in GRAPH.nodes(data=True):
        assert all(f"`{name}`" in text for name in data)
    for _, _, data in GRAPH.edges(data=True):
        assert all(f"`{name}`" in text for name in data)
