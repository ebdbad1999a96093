"""The event graph: events, people, agencies, entries and places, with every relation's provenance.

    build(case)  ->  networkx.MultiDiGraph     graph_of(case, links, actors, knowledge) does the same from parts

Node ids are the ids of the contract with a prefix for their sort: "event:...", "actor:...", "agency:...",
"entry:...", "place:...". Attributes are plain values (text, ISO dates, numbers), so that the graph can be
written as GraphML, GEXF or JSON-LD. Edge keys are the kinds of the contract (`same_event`, `informs`,
`refers_to`, `follows_up`, `before`) with `records` (entry to event), `recorded_by` (entry to agency),
`participates` (actor or agency to event), `works_for` (actor to agency), `at` (event to place) and `knows`
(agency to event). Every edge says what it rests on: `evidence` in words, `entry`, the entry that shows it,
and its `certainty` (0 to 1). `docs/graph.md` lists every node and edge with its attributes, and is kept
in step by a test. The graph is rebuilt from the store and is never the record itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final, TypeAlias

import networkx as nx

from model.case import Actor, Case, Event, Link
from model.data import load_toml
from model.knowledge import Knowledge, knowledge_and_links
from model.names import AGENCIES, KINDS, ROLES
from model.people import people
from model.view import CaseView
from model.when import When
from model.words import Phrasebook

Graph: TypeAlias = "nx.MultiDiGraph[str]"

FORMAT: Final = 2
SORTS: Final = ("entry", "event", "actor", "agency", "place")
EDGES: Final = (
    "records", "recorded_by", "participates", "works_for", "at", "knows",
    "same_event", "informs", "refers_to", "follows_up", "before",
)  # fmt: skip


def build(case: Case) -> Graph:
    """The whole graph of a case. Nodes come in the order of the case; parallel edges differ by their key."""
    view, links, knowledge = knowledge_and_links(case)
    return graph_of(view, links, people(view.events), knowledge)


def graph_of(view: CaseView, links: Iterable[Link], actors: Iterable[Actor], knowledge: Knowledge | None) -> Graph:
    """The graph of what is already worked out; without `knowledge` it has no `knows` edges."""
    case = view.case
    graph: Graph = nx.MultiDiGraph(case=case.info.id, title=case.info.title, format=FORMAT)
    for agency in _agency_ids(case):
        graph.add_node(f"agency:{agency}", sort="agency", label=AGENCIES.get(agency, agency.replace("_", " ")))
    for entry in case.entries:
        graph.add_node(
            f"entry:{entry.id}", sort="entry", label=entry.text[:80], file=entry.source, **_dates(entry.when)
        )
        _edge(graph, f"entry:{entry.id}", f"agency:{entry.agency}", "recorded_by", "the file it stands in", entry.id)
    kept = [event for event in case.events if event.status != "rejected"]
    for event in kept:
        _add_event(graph, view, event)
    _add_people(graph, view, actors)
    _add_links(graph, view, links)
    if knowledge is not None:
        _add_knowledge(graph, view, knowledge, kept)
    return graph


def _agency_ids(case: Case) -> list[str]:
    named = {a for e in case.events for a in (e.agency, *e.involves, *e.shared_with, *e.received_from)}
    return sorted(named | {entry.agency for entry in case.entries})


def _dates(when: When | None) -> dict[str, str]:
    start = when.start.isoformat() if when and when.start else ""
    end = when.end.isoformat() if when and when.end else ""
    return {"start": start, "end": end}


def _edge(graph: Graph, start: str, end: str, key: str, evidence: str, entry: str = "", **known: Any) -> None:
    """One edge; `certainty` is 1 and `status` "read" where a record says it in so many words."""
    said = {"certainty": 1.0, "status": "read", **known}
    graph.add_edge(start, end, key=key, kind=key, evidence=evidence, entry=entry, **said)


def _add_event(graph: Graph, view: CaseView, event: Event) -> None:
    node = f"event:{event.id}"
    quote = f"“{event.quote}”"
    graph.add_node(
        node,
        sort="event",
        label=KINDS.get(event.kind, event.kind),
        kind=event.kind,
        assertion=event.assertion,
        agency=event.agency,
        main=event.main,
        quote=event.quote,
        **_dates(event.when),
    )
    _edge(graph, f"entry:{event.entry}", node, "records", quote, event.entry)
    for agency in dict.fromkeys((event.agency, *event.involves)):
        _edge(graph, f"agency:{agency}", node, "participates", quote, event.entry)
    for agency in event.shared_with:
        _edge(graph, node, f"agency:{agency}", "informs", quote, event.entry)
    for agency in event.received_from:
        _edge(graph, f"agency:{agency}", node, "informs", quote, event.entry)
    if event.id in view.by_id:
        for place in sorted(_places().find(view.stems(event))):
            if f"place:{place}" not in graph:
                graph.add_node(f"place:{place}", sort="place", label=_labels()[place])
            _edge(graph, node, f"place:{place}", "at", f"“{view.clause(event)}”", event.entry, certainty=0.7)


@cache
def _places() -> Phrasebook:
    return Phrasebook({place["id"]: place["cues"] for place in load_toml("model.rules", "places.toml")["place"]})


@cache
def _labels() -> dict[str, str]:
    return {place["id"]: place["label"] for place in load_toml("model.rules", "places.toml")["place"]}


def _add_people(graph: Graph, view: CaseView, actors: Iterable[Actor]) -> None:
    for actor in actors:
        node, role = f"actor:{actor.id}", ROLES.get(actor.role, actor.role)
        graph.add_node(node, sort="actor", label=actor.label, role=actor.role, role_label=role)
        if actor.agency:
            _edge(graph, node, f"agency:{actor.agency}", "works_for", "the role and the file that name this person")
        for event in actor.events:
            if f"event:{event}" in graph:
                why = f"“{actor.label}” is named in the row"
                _edge(graph, node, f"event:{event}", "participates", why, view.by_id[event].entry)


def _add_links(graph: Graph, view: CaseView, links: Iterable[Link]) -> None:
    for link in links:
        start, end = _node_of(graph, link.from_id), _node_of(graph, link.to_id)
        if start and end and link.status != "rejected":
            shown = view.by_id[link.from_id].entry if link.from_id in view.by_id else link.from_id
            known = {"certainty": link.certainty, "status": link.status, "conflicts": " ".join(link.conflicts)}
            _edge(graph, start, end, link.kind, link.evidence, shown, duplicate=link.duplicate, **known)


def _add_knowledge(graph: Graph, view: CaseView, knowledge: Knowledge, events: Iterable[Event]) -> None:
    for event in events:
        if event.id not in view.by_id:
            continue
        for side, known in knowledge.knowers(event).items():
            shown = view.by_id[known.evidence[-1]].entry
            since = {f"since_{name}": day for name, day in _dates(known.since).items()}
            node = f"agency:{side}"
            if node not in graph:
                graph.add_node(node, sort="agency", label=AGENCIES.get(side, side.replace("_", " ")))
            _edge(graph, node, f"event:{event.id}", "knows", known.how, shown, how=known.how, by=known.by, **since)


def _node_of(graph: Graph, name: str) -> str | None:
    return next((node for node in (f"event:{name}", f"entry:{name}") if node in graph), None)
