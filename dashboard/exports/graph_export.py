"""The event graph as a file: GraphML, GEXF or JSON-LD with the terms of W3C PROV.

    Case  ->  model.graph.build  ->  to_graphml | to_gexf | to_jsonld  ->  bytes

The nodes and edges are those of `docs/graph.md`. Characters that XML cannot hold are replaced, nothing else
is changed. The JSON-LD carries its context in itself: nothing is fetched to read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final

import networkx as nx

from model.case import Case
from model.graph import Graph, build

NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CONTEXT: Final[dict[str, Any]] = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "ct": "urn:casethread:",
    "label": "rdfs:label",
    "prov:hadPrimarySource": {"@type": "@id"},
    "prov:wasAttributedTo": {"@type": "@id"},
    "prov:wasDerivedFrom": {"@type": "@id"},
    "prov:wasGeneratedBy": {"@type": "@id"},
    "prov:wasAssociatedWith": {"@type": "@id"},
    "prov:actedOnBehalfOf": {"@type": "@id"},
    "ct:from": {"@type": "@id"},
    "ct:to": {"@type": "@id"},
    "ct:shownBy": {"@type": "@id"},
}
TYPES: Final = {
    "entry": ["prov:Entity", "ct:Entry"],
    "event": ["prov:Entity", "ct:Event"],
    "actor": ["prov:Person", "ct:Actor"],
    "agency": ["prov:Organization", "ct:Agency"],
    "place": ["prov:Location", "ct:Place"],
}
"""The PROV class of each sort of node, with our own beside it."""
READING: Final = "urn:casethread:reading"
PROGRAM: Final = "urn:casethread:program"


def to_graphml(case: Case) -> bytes:
    """The graph as GraphML."""
    held = BytesIO()
    nx.write_graphml(_clean(build(case)), held, encoding="utf-8", prettyprint=True)
    return held.getvalue()


def to_gexf(case: Case) -> bytes:
    """The graph as GEXF 1.2; edges get ids of their own, since the format knows no parallel edges by key."""
    graph = _clean(build(case))
    for number, (_, _, data) in enumerate(graph.edges(data=True), 1):
        data["id"] = f"x{number}"
    held = BytesIO()
    nx.write_gexf(graph, held, encoding="utf-8", prettyprint=True)
    return held.getvalue()


def to_jsonld(case: Case) -> bytes:
    """The graph as JSON-LD: PROV entities, agents and one activity (the reading), and each relation as a node."""
    graph = build(case)
    things: list[dict[str, Any]] = [
        {"@id": PROGRAM, "@type": ["prov:SoftwareAgent"], "label": "Casethread"},
        {"@id": READING, "@type": ["prov:Activity"], "label": "Reading", "prov:wasAssociatedWith": PROGRAM},
    ]
    things += [
        {"@id": _iri(f"file:{s.sha256}"), "@type": ["prov:Entity", "ct:File"], "label": s.file, "ct:sha256": s.sha256}
        for s in case.sources
    ]
    files = {source.id: _iri(f"file:{source.sha256}") for source in case.sources}
    things += [_node(graph, name, data, files) for name, data in graph.nodes(data=True)]
    things += [_relation(n, *edge) for n, edge in enumerate(graph.edges(keys=True, data=True), 1)]
    text = json.dumps({"@context": CONTEXT, "@graph": things}, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8")


WRITERS: Final[dict[str, Callable[[Case], bytes]]] = {"graphml": to_graphml, "gexf": to_gexf, "jsonld": to_jsonld}


def _iri(name: str) -> str:
    sort, _, rest = name.partition(":")
    return f"urn:casethread:{sort}:{rest}"


def _node(graph: Graph, name: str, data: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    sort = data["sort"]
    plain = {f"ct:{key}": value for key, value in data.items() if key not in {"sort", "label"} and value != ""}
    out = {"@id": _iri(name), "@type": TYPES[sort], "label": data["label"], **plain}
    if sort == "entry":
        out["prov:hadPrimarySource"] = files.get(data["file"], _iri(f"file:{data['file']}"))
        out["prov:wasAttributedTo"] = [
            _iri(end) for _, end, key in graph.out_edges(name, keys=True) if key == "recorded_by"
        ]
    elif sort == "event":
        out["prov:wasDerivedFrom"] = [_iri(at) for at, _, key in graph.in_edges(name, keys=True) if key == "records"]
        out["prov:wasGeneratedBy"] = READING
    elif sort == "actor":
        works = [_iri(end) for _, end, key in graph.out_edges(name, keys=True) if key == "works_for"]
        out |= {"prov:actedOnBehalfOf": works} if works else {}
    return out


def _relation(number: int, start: str, end: str, key: str, data: Mapping[str, Any]) -> dict[str, Any]:
    more = {f"ct:{k}": v for k, v in data.items() if k not in {"kind", "entry"} and v != ""}
    shown = {"ct:shownBy": _iri(f"entry:{data['entry']}")} if data["entry"] else {}
    kind = "".join(part.capitalize() for part in key.split("_"))
    return {
        "@id": f"urn:casethread:relation:{number}",
        "@type": ["ct:Relation", f"ct:{kind}"],
        "ct:from": _iri(start),
        "ct:to": _iri(end),
        **more,
        **shown,
    }


def _clean(graph: Graph) -> Graph:
    """The same graph without the characters that XML cannot hold."""
    for held in (graph.graph, *(d for _, d in graph.nodes(data=True)), *(d for _, _, d in graph.edges(data=True))):
        for key, value in held.items():
            if isinstance(value, str):
                held[key] = NOT_IN_XML.sub("\ufffd", value)
    return graph
