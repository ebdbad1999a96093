"""The event graph: events, people, agencies and entries, with every relation's provenance.

    Case + Findings  ->  build()  ->  networkx.MultiDiGraph        informed(graph, period)  ->  agency view

Node ids are the ids of the contract with a prefix for their sort: "event:...", "actor:...",
"agency:...", "entry:...". Node attributes are plain values (text, ISO dates), so that the graph can be
written as GraphML or GEXF. Edge keys are the kinds of the contract (`same_event`, `informs`,
`refers_to`, `follows_up`, `before`) with `records` (entry to event), `recorded_by` (entry to agency),
`participates` (actor or agency to event) and `works_for` (actor to agency). Every edge says what it
rests on: `evidence` in words and `entry`, the entry that shows it. The graph is rebuilt from the
store and is never the record itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from statistics import median
from typing import Any, TypeAlias

import networkx as nx

from model.case import Case, Event, Findings
from model.names import AGENCIES, KINDS, ROLES
from model.when import When

Graph: TypeAlias = "nx.MultiDiGraph[str]"


def build(case: Case, findings: Findings) -> Graph:
    """The graph of a case. Nodes come in the order of the case; parallel edges differ by their key."""
    graph: Graph = nx.MultiDiGraph(case=case.info.id, title=case.info.title, format=1)
    for agency in _agency_ids(case):
        graph.add_node(f"agency:{agency}", sort="agency", label=AGENCIES.get(agency, agency.replace("_", " ")))
    for entry in case.entries:
        graph.add_node(f"entry:{entry.id}", sort="entry", label=entry.text[:80], **_dates(entry.when))
        _edge(graph, f"entry:{entry.id}", f"agency:{entry.agency}", "recorded_by", "the file it stands in", entry.id)
    for actor in findings.actors:
        role = ROLES.get(actor.role, actor.role)
        graph.add_node(f"actor:{actor.id}", sort="actor", label=actor.label, role=actor.role, role_label=role)
        if actor.agency:
            why = "the role and the file that name this person"
            _edge(graph, f"actor:{actor.id}", f"agency:{actor.agency}", "works_for", why)
    for event in case.events:
        if event.status != "rejected":
            _add_event(graph, event)
    _add_people(graph, findings)
    _add_links(graph, findings)
    return graph


def _agency_ids(case: Case) -> list[str]:
    named = {a for e in case.events for a in (e.agency, *e.involves, *e.shared_with, *e.received_from)}
    return sorted(named | {entry.agency for entry in case.entries})


def _dates(when: When | None) -> dict[str, str]:
    start = when.start.isoformat() if when and when.start else ""
    end = when.end.isoformat() if when and when.end else ""
    return {"start": start, "end": end}


def _edge(graph: Graph, start: str, end: str, key: str, evidence: str, entry: str = "", **known: Any) -> None:
    graph.add_edge(start, end, key=key, kind=key, evidence=evidence, entry=entry, **known)


def _add_event(graph: Graph, event: Event) -> None:
    node = f"event:{event.id}"
    quote = f"“{event.quote}”"
    graph.add_node(
        node,
        sort="event",
        label=KINDS.get(event.kind, event.kind),
        kind=event.kind,
        assertion=event.assertion,
        agency=event.agency,
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


def _add_people(graph: Graph, findings: Findings) -> None:
    for actor in findings.actors:
        for event in actor.events:
            if f"event:{event}" in graph:
                entry = next(e for e, _, key in graph.in_edges(f"event:{event}", keys=True) if key == "records")
                why = f"“{actor.label}” is named in the row"
                _edge(graph, f"actor:{actor.id}", f"event:{event}", "participates", why, entry.removeprefix("entry:"))


def _add_links(graph: Graph, findings: Findings) -> None:
    for link in findings.links:
        start, end = _node_of(graph, link.from_id), _node_of(graph, link.to_id)
        if start and end and link.status != "rejected":
            _edge(graph, start, end, link.kind, link.evidence, certainty=link.certainty, status=link.status)


def _node_of(graph: Graph, name: str) -> str | None:
    return next((node for node in (f"event:{name}", f"entry:{name}") if node in graph), None)


def informed(case: Case, first: dt.date | None = None, last: dt.date | None = None) -> Graph:
    """Who told whom over a period: agencies, with an edge for each direction.

    Edge attributes: `count` of messages recorded, `events` that record them, `days` from the first to the
    last. A message that both files record counts for each record; events without a date count only for
    the whole time (no `first`, no `last`).
    """
    flow: Graph = nx.MultiDiGraph()
    told: dict[tuple[str, str], list[Event]] = {}
    for event in case.events:
        took_place = event.status != "rejected" and event.assertion in {"happened", "reported"}
        if not (took_place and _within(event, first, last)):
            continue
        for sender, receiver in _messages(event):
            told.setdefault((sender, receiver), []).append(event)
    for (sender, receiver), events in sorted(told.items()):
        days = [event.when.middle for event in events if event.when and event.when.middle]
        flow.add_edge(
            f"agency:{sender}",
            f"agency:{receiver}",
            key="informs",
            count=len(events),
            events=",".join(event.id for event in events),
            median_day=_middle(days).isoformat() if days else "",
        )
    return flow


def _messages(event: Event) -> Iterator[tuple[str, str]]:
    for receiver in event.shared_with:
        if receiver != event.agency:
            yield event.agency, receiver
    for sender in event.received_from:
        if sender != event.agency:
            yield sender, event.agency


def _middle(days: list[dt.date]) -> dt.date:
    return dt.date.fromordinal(int(median(day.toordinal() for day in days)))


def _within(event: Event, first: dt.date | None, last: dt.date | None) -> bool:
    if first is None and last is None:
        return True
    day = event.when.middle if event.when else None
    return day is not None and (first is None or day >= first) and (last is None or day <= last)
