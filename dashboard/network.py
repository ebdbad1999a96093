"""Who stands in the records with whom, around one person or agency, in a window of time.

    CaseBook + centre + window  ->  nx.Graph of agencies and people  ->  neighbourhood  ->  Network with places

A line joins an agency to a person whom its records name, two agencies of which one is recorded as telling the
other, and two people whom one event names. Only the neighbours of the centre are drawn, the nearest ones where
there are many: a picture of everything would be a tangle that says nothing. Being named is not contact: who met
whom is told in its own part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

import networkx as nx

from dashboard import words
from dashboard.casebook import CaseBook
from model.case import Event

MOST: Final = 16  # neighbours in one picture; the others are counted and stand in the table
MOST_BETWEEN: Final = 20  # lines between neighbours, the strongest
FAMILY_FIRST: Final = ("subject_child", "mother", "father")  # whom the picture begins with, the first that is named

Graph: TypeAlias = "nx.Graph[str]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An agency (its id) or a person (a key of `CaseBook.actor_by_key`), with its place in the picture."""

    key: str
    label: str
    person: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What joins two nodes: the events, in the order of their first day."""

    one: str
    other: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """`nodes` begins with the centre; `ties` are all of the centre's and the strongest between drawn neighbours."""

    centre: Node
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: int
    events: int  # in the window, that name or concern the centre

    @property
    def own(self) -> tuple[Tie, ...]:
        """The ties of the centre, the strongest first, drawn or not."""
        return tuple(t for t in self.ties if t.one == self.centre.key)


def begin_with(book: CaseBook) -> str | None:
    """The centre of the first picture: the child, a parent, whoever is named most, or an agency."""
    actors = book.actor_by_key
    for role in FAMILY_FIRST:
        found = [key for key, actor in actors.items() if actor.role == role]
        if found:
            return max(found, key=lambda key: actors[key].mentions)
    most = max(actors, key=lambda key: actors[key].mentions, default=None)
    return most or next((a.id for a in book.lanes), None)


def neighbourhood(book: CaseBook, centre: str, first: dt.date | None, last: dt.date | None) -> Network:
    """The neighbourhood of a person or agency in a window (None: the whole case, undated events too)."""
    graph = _graph(book, _within(book, first, last))
    graph.add_node(centre)
    near = sorted(graph[centre], key=lambda n: (-len(graph[centre][n]["events"]), label_of(book, n)))
    drawn = near[:MOST]
    ring = sorted(drawn, key=lambda n: (is_person(book, n), label_of(book, n)))
    places = nx.shell_layout(graph.subgraph([centre, *ring]), [[centre], ring] if ring else [[centre]])
    nodes = tuple(_node(book, key, places[key]) for key in (centre, *ring))
    ties = [_tie(book, graph, centre, n) for n in near]
    between = [_tie(book, graph, a, b) for a, b in combinations(ring, 2) if graph.has_edge(a, b)]
    ties += sorted(between, key=lambda t: (-len(t.events), t.one, t.other))[:MOST_BETWEEN]
    told = {e for n in near for e in graph[centre][n]["events"]}
    return Network(centre=nodes[0], nodes=nodes, ties=tuple(ties), left_out=len(near) - len(drawn), events=len(told))


def label_of(book: CaseBook, key: str) -> str:
    """A person by the words of the records with the role, an agency by its label."""
    actor = book.actor_by_key.get(key)
    if actor is None:
        return book.label(key)
    role = words.role(actor.role)
    return role if actor.label.casefold() in role.casefold() else f"{actor.label} ({role.lower()})"


def is_person(book: CaseBook, key: str) -> bool:
    return key in book.actor_by_key


def _within(book: CaseBook, first: dt.date | None, last: dt.date | None) -> Iterator[Event]:
    """The events that can have been in the window, none that a reviewer set aside."""
    for event in book.case.events:
        days = book.bounds.get(event.id)
        inside = first is None or last is None or (days is not None and days[0] <= last and days[1] >= first)
        if inside and event.status != "rejected":
            yield event


def _graph(book: CaseBook, events: Iterable[Event]) -> Graph:
    graph: Graph = nx.Graph()
    for event in events:
        people = book.people_of_event.get(event.id, ())
        others = {*event.shared_with, *event.received_from} - {event.agency}
        joined = [(event.agency, key) for key in (*people, *sorted(others))]
        for one, other in (*joined, *combinations(people, 2)):
            if one != other:
                if not graph.has_edge(one, other):
                    graph.add_edge(one, other, events=set())
                graph[one][other]["events"].add(event.id)
    return graph


def _node(book: CaseBook, key: str, place: Iterable[float]) -> Node:
    x, y = (round(float(n), 4) for n in place)
    return Node(key=key, label=label_of(book, key), person=is_person(book, key), x=x, y=y)


def _tie(book: CaseBook, graph: Graph, one: str, other: str) -> Tie:
    events = sorted(graph[one][other]["events"], key=lambda e: (book.first_days.get(e, dt.date.max), e))
    return Tie(one=one, other=other, events=tuple(events))
