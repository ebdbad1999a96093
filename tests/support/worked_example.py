"""Hold the program's export of the worked example to the answer in `fixtures/linden/expected.json`.

    files  ->  add_paths, analyse, export_case  ->  export      expected.json  ->  Answer
    Answer + export  ->  Scored: which entry answers which row, which event which event, which gap which gap

A row is answered by the entry of its file whose words hold the row's key. An event is answered by an
event of that entry: the main one by the one marked so (else the best of its kind), a mentioned one
by the words it stands in. A finding belongs to the expected gap or trap whose rows it cites most; at
a tie to the gap. Everything here returns values with words in them, so that a failing test says what.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from dashboard.exports.json_export import export_case
from ingest.read import add_paths
from model.analysis import analyse
from model.case import Case, CaseInfo
from model.knowledge import Knowledge, knowledge_of
from model.store import Store
from model.view import CaseView

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "linden"
INSIDE = " > "  # between an e-mail's name and its attachment's
PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})

Json = dict[str, Any]
Row = tuple[str, int]
Days = tuple[str | None, str | None]
Fit = tuple[int, int, Json]  # rows cited, 1 for a gap and 0 for a trap, which

NOTHING: Fit = (0, 0, {})


def load_expected() -> Json:
    """The answer as it was written."""
    answer: Json = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return answer


def read_example(folder: Path, expected: Json) -> tuple[Case, Json]:
    """Read the eight files by the public path into a new case in `folder`; returns the case and its export."""
    paths = [FOLDER / name for name in expected["sources"] if INSIDE not in name]
    with Store.create(folder / "linden.case", CaseInfo(id="linden", title="Child Linden (invented)")) as store:
        add_paths(store, paths)
        case = store.case()
        return case, export_case(case, analyse(case))


def folded(text: object) -> str:
    """Words for comparison: plain quotes and dashes, white space collapsed, lower case."""
    return " ".join(str(text or "").translate(PLAIN).split()).lower()


def days_of(when: Json | None) -> Days:
    """First and last day of a WHEN or of an expected event, without clock times."""
    if not when:
        return (None, None)
    first, last = when.get("start"), when.get("end")
    return (first and first[:10], last and last[:10])


def readings(event: Json, name: str) -> list[str]:
    """The expected label and those that are as good."""
    return [event[name], *event.get("also", {}).get(name, [])]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, and in words what was wrong."""

    right: int
    of: int
    wrong: tuple[str, ...]

    @property
    def part(self) -> float:
        return self.right / self.of if self.of else 1.0

    def __str__(self) -> str:
        return "\n".join([f"{self.right} of {self.of} ({self.part:.3f})", *self.wrong])


@dataclass(frozen=True)
class Scored:
    """One export against the answer."""

    expected: Json
    export: Json
    case: Case
    _file_of: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._file_of.update({s["id"]: s["file"] for s in self.export["sources"]})

    # ------------------------------------------------------------ rows
    def source(self, file: str) -> Json | None:
        return next((s for s in self.export["sources"] if s["file"] == file), None)

    def entries(self, file: str) -> list[Json]:
        return [e for e in self.export["entries"] if self._file_of.get(e["source"]) == file]

    @cached_property
    def mains(self) -> dict[Row, Json]:
        return {(e["file"], e["row"]): e for e in self.expected["events"] if e["main"]}

    @cached_property
    def entry_of(self) -> dict[Row, Json]:
        """The entry that answers each expected row; a row entered twice takes two."""
        found: dict[Row, Json] = {}
        used: set[str] = set()
        for row, event in sorted(self.mains.items()):
            key = folded(event["key"])
            for entry in self.entries(row[0]):
                if entry["id"] not in used and key in _words(entry):
                    found[row] = entry
                    used.add(entry["id"])
                    break
        return found

    @cached_property
    def row_of_event(self) -> dict[str, Row]:
        row_of_entry = {entry["id"]: row for row, entry in self.entry_of.items()}
        return {e["id"]: row_of_entry[e["entry"]] for e in self.export["events"] if e["entry"] in row_of_entry}

    def row_dates(self) -> Share:
        """The rows whose own date is read to the very days."""
        wrong = []
        for row, event in self.mains.items():
            written = event.get("written")
            want: Days = (written, written) if written else days_of(event)
            entry = self.entry_of.get(row)
            got = days_of(entry["when"]) if entry else "no entry"
            if got != want:
                wrong.append(f"{row}: expected {want}, read {got}")
        return Share(len(self.mains) - len(wrong), len(self.mains), tuple(wrong))

    # ------------------------------------------------------------ events
    @cached_property
    def answer_to(self) -> dict[str, Json]:
        """Expected event id -> the event that answers it."""
        out: dict[str, Json] = {}
        for row, entry in self.entry_of.items():
            made = [e for e in self.export["events"] if e["entry"] == entry["id"]]
            wanted = [e for e in self.expected["events"] if (e["file"], e["row"]) == row]
            pairs = sorted(_pairs(wanted, made), key=lambda p: (-p[0], p[1], p[2]["id"]))
            taken: set[str] = set()
            for _, want, got in pairs:
                if want not in out and got["id"] not in taken:
                    out[want] = got
                    taken.add(got["id"])
        return out

    def labels(self, name: str, *, main: bool) -> Share:
        """The events whose `kind` or `assertion` is the expected one or as good."""
        wanted = [e for e in self.expected["events"] if e["main"] is main and not e.get("duplicate_of")]
        wrong = []
        for event in wanted:
            got = self.answer_to.get(event["id"])
            if got is None or got[name] not in readings(event, name):
                wrong.append(f"{event['id']} {event['key']}: expected {event[name]}, read {got and got[name]}")
        return Share(len(wanted) - len(wrong), len(wanted), tuple(wrong))

    # ------------------------------------------------------------ who knew
    @cached_property
    def knowledge(self) -> tuple[CaseView, Knowledge]:
        return knowledge_of(self.case)

    def knowers(self, fact: str, on: str) -> set[str]:
        """The agencies that knew, by the end of that day, of an expected event."""
        event = self.answer_to.get(fact)
        if event is None:
            return set()
        view, knowledge = self.knowledge
        sides = knowledge.knowers(view.by_id[event["id"]]).values()
        confirmed = [k for k in sides if k.how != "sent, not confirmed" and k.since.end is not None]
        return {k.agency for k in confirmed if k.since.end and k.since.end.isoformat() <= on}

    # ------------------------------------------------------------ gaps
    @cached_property
    def _rows(self) -> dict[str, set[Row]]:
        return {e["id"]: {(e["file"], e["row"])} for e in self.expected["events"]}

    def rows(self, events: Iterable[str]) -> set[Row]:
        return set().union(*(self._rows[e] for e in events))

    def _belongs(self) -> Iterator[tuple[Json, Json]]:
        """Each finding with the expected gap or trap that it cites most."""
        for finding in self.export["gaps"]:
            cited = {self.row_of_event[e] for e in finding["events"] if e in self.row_of_event}
            fits: list[Fit] = [
                (len(cited & self.rows(g["events"])), 1, g) for g in self.expected["gaps"] if _of_kind(finding, g)
            ]
            fits += [(len(cited & self.rows(t["about"])), 0, t) for t in self.expected["not_gaps"] if _trap(finding, t)]
            best = max(fits, key=lambda fit: fit[:2], default=NOTHING)
            if best[0]:
                yield finding, best[2]

    @cached_property
    def found(self) -> dict[str, list[Json]]:
        """Id of an expected gap or trap -> the findings that belong to it."""
        out: dict[str, list[Json]] = {}
        for finding, what in self._belongs():
            out.setdefault(what["id"], []).append(finding)
        return out

    def linked(self) -> set[frozenset[Row]]:
        """Pairs of rows of different files that the program holds for records of one event."""
        pairs = {
            frozenset((self.row_of_event[link["from"]], self.row_of_event[link["to"]]))
            for link in self.export["links"]
            if link["kind"] == "same_event" and {link["from"], link["to"]} <= self.row_of_event.keys()
        }
        return {pair for pair in pairs if len({file for file, _ in pair}) == 2}


def problem_about(problems: Iterable[str], printed: str, entry: Json) -> bool:
    """Whether one of a source's problems quotes the printed date or names the entry's place."""
    places = [rf"\b{name}\D{{0,3}}{number}\b" for name, number in entry["locator"].items() if name in ("row", "line")]
    return any(
        folded(printed) in folded(text) or any(re.search(place, folded(text)) for place in places) for text in problems
    )


def _words(entry: Json) -> str:
    return folded(entry["text"]) + " | " + folded(" ".join(str(v) for v in entry["columns"].values()))


def _pairs(wanted: list[Json], made: list[Json]) -> Iterator[tuple[float, str, Json]]:
    """Every likeness of an expected event with a made one: better where words, kind and date agree."""
    for want in wanted:
        key = folded(want["key"])
        for got in made:
            quote = folded(got["quote"])
            place = 2.0 if quote and (quote in key or key in quote) else 0.0
            kind = 2.0 if got["kind"] == want["kind"] else 1.8 if got["kind"] in readings(want, "kind") else 0.0
            main = 0.5 if want["main"] and got["main"] else 0.0
            date = 0.2 if days_of(got["when"]) == days_of(want) else 0.0
            if place or kind or main:
                yield place + kind + main + date, want["id"], got


def _of_kind(finding: Json, gap: Json) -> bool:
    return finding["kind"] in readings(gap, "kind")


def _trap(finding: Json, trap: Json) -> bool:
    return _of_kind(finding, trap) and trap.get("outcome", finding["outcome"]) == finding["outcome"]
