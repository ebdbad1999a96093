"""Learn the weights of `ingest.language.weighing`, `asserted` and `told` from the corpus: `make train`.

    clauses.jsonl, phrases.jsonl (a clause each)  \\
    rows.jsonl, tuning.jsonl (rows, cut in pieces   >  words, what the cues say, label  ->  softmax regression (AdaGrad)
    as the reader cuts them)                       /             ->  kind_, assertion_, told_guess.npz

A piece is of the event whose key it shares most words with, else of none. The cues were written with tuning.jsonl and
phrases.jsonl at hand and look better there than they are: in a part of these what they say is left out. The parts put
away are never learned from; `--check` prints what the weights say of them. One seed: the same inputs, the same file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.reading import ONE_AGENCY, entry_of
from ingest.language import assertion, sharing
from ingest.language.asserted import ASSERTION_WEIGHTS, assertion_signs
from ingest.language.guess import Guesser, word_signs
from ingest.language.kind_cues import best_cue, cue_matches
from ingest.language.pieces import Piece, pieces_of
from ingest.language.pipeline import KEY, build_pipeline, make_doc
from ingest.language.reading import SILENT_FIELDS, TYPE_FIELDS, Candidate, Party, Reading, ReadingContext
from ingest.language.told import TOLD_WEIGHTS, Placed, party_signs
from ingest.language.weighing import KIND_WEIGHTS, NOTHING, cue_signs
from tests.support.services import SHORT

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
LEARNED = ("clauses.jsonl", "rows.jsonl", "phrases.jsonl", "tuning.jsonl")
KNOWN_TO_CUES = {"phrases.jsonl", "tuning.jsonl", "telling.txt"}
MEASURED = ("putaway.jsonl", "phrases_putaway.jsonl", "plain_putaway.jsonl", "rows_putaway.jsonl")
TELLING = "telling.txt"
DAY = "2021-05-12"  # of rows that have none
HIDDEN = 0.6  # of the pieces of those: how many are learned without what the cues say
SECOND = 0.3  # what a second label that is as good weighs beside the first
PART_OF_KEY, PART_OF_PIECE = 0.34, 0.5  # how much of a key, or of a piece, must be shared
LEAST = 2  # pieces that a sign must stand in
ROUNDS = 8
AVERAGED = 4  # of the last rounds, whose weights are averaged
STEP = 0.6
DECAY = 1e-5
LARGEST = 127  # the weights are kept as whole numbers of one byte


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text: the signs of its words, those of what the cues say (and which label that is), its labels."""

    words: set[str]
    cues: set[str]
    labels: tuple[str, ...]
    cued: str
    file: str


def readings(name: str, nlp: Any) -> Iterator[tuple[Reading, dict[str, Any]]]:
    """The rows of a part of the corpus, read as far as the pipeline goes; a clause is a row of one event."""
    for number, row in enumerate(_telling(name) if name == TELLING else _rows(name)):
        if "text" in row:
            event = {"key": row["text"], "kind": row["kind"], "assertion": row.get("assertion", [])}
            row |= {
                "id": f"{name}-{number}",
                "when": DAY,
                "parts": [["event", row["text"]]],
                "events": [event],
            }
        key = tuple((initials, who) for initials, who in row.get("key", ()))
        doc = make_doc(nlp, entry_of(row), ReadingContext(subject=row.get("subject", ""), key=key))
        for _, component in nlp.pipeline:
            doc = component(doc)
        reading: Reading = doc.user_data[KEY]
        if reading.clauses:
            yield reading, row


def _rows(name: str) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines())


def _telling(name: str) -> Iterator[dict[str, Any]]:
    """The lines of telling.txt ("mw > csc,hv : Emailed SW, cc HV") as rows of one event."""
    for line in (CORPUS / name).read_text(encoding="utf-8").splitlines():
        head, _, words = line.strip().partition(" : ")
        if words and not line.startswith("#"):
            named = head.split()
            writer, way, others = named if named[0] != "-" else [named[1], "-", ""]
            agencies = [SHORT[short] for short in others.split(",") if short]
            event = {"key": words, "kind": ["other"], "assertion": []}
            event |= {"shared_with": [agencies]} if way == ">" else {"received_from": agencies} if way == "<" else {}
            parts = [["event", words]]
            yield {"id": f"{name}-{words}", "agency": SHORT[writer], "when": DAY, "parts": parts, "events": [event]}


def kind_units(name: str, nlp: Any) -> Iterator[Unit]:
    """The pieces of a part of the corpus, with the kinds that are as good for each."""
    for reading, row in readings(name, nlp):
        whole = Piece(0, reading.clauses[-1].last, reading.clauses[-1].last, False)
        for piece in [whole] if "text" in row else _pieces(reading):
            start, end = reading.words.starts[piece.first], reading.words.ends[piece.last - 1]
            kinds = [kind for event in _told(row, reading.entry.text, start, end) for kind in event["kind"]]
            best = best_cue(reading, piece)
            yield Unit(
                word_signs(reading.agency, reading.entry.text[start:end]),
                cue_signs(cue_matches(reading, piece), best, piece.opened),
                tuple(kinds) or (NOTHING,),
                best.payload.kind if best else "",
                name,
            )


def _pieces(reading: Reading) -> Iterator[Piece]:
    for clause in reading.clauses:
        if clause.field not in SILENT_FIELDS and clause.field not in TYPE_FIELDS:
            yield from pieces_of(reading.words, clause.first, clause.last)


def _told(row: dict[str, Any], text: str, start: int, end: int) -> list[dict[str, Any]]:
    """The events of a row that those characters tell of, the one with most of them first."""
    told = []
    for event in row["events"]:
        at = text.find(event["key"])
        shared = min(end, at + len(event["key"])) - max(start, at)
        begins = start <= at < end and shared >= PART_OF_KEY * len(event["key"])
        if shared > 0 and (begins or shared >= PART_OF_PIECE * (end - start)):
            told.append((-shared, event))
    return [event for _, event in sorted(told, key=lambda one: one[0])]


def assertion_units(name: str, nlp: Any) -> Iterator[Unit]:
    """The events that the reader finds in a part of the corpus, with the assertions that are as good for each."""
    for reading, row in readings(name, nlp):
        for candidate in reading.candidates:
            start, end = reading.words.starts[candidate.first], reading.words.ends[candidate.last - 1]
            told = _told(row, reading.entry.text, start, end)
            fitting = [event for event in told if candidate.kind in event["kind"]] or told[:1]
            if fitting and fitting[0]["assertion"]:
                words, cues = assertion_signs(reading, candidate)
                yield Unit(words, cues, tuple(fitting[0]["assertion"]), candidate.assertion, name)


def told_units(name: str, nlp: Any, asked: list[Unit]) -> Iterator[Unit]:
    """The agencies that the reader finds in the events of a part of the corpus, with where each belongs.

    `asked` is filled by `_noting` while the rows are read, a unit without labels for each agency.
    """
    for _, row in readings(name, nlp):
        for unit in asked:
            yield replace(unit, labels=_belongs(row, unit.labels[0]), file=name)
        asked.clear()


def _belongs(row: dict[str, Any], agency: str) -> tuple[str, ...]:
    """Whether a row says that an agency was told, told the writer, or neither."""
    one = ONE_AGENCY.get(agency, agency)
    told = {ONE_AGENCY.get(a, a) for event in row["events"] for names in event.get("shared_with", []) for a in names}
    sent = {ONE_AGENCY.get(a, a) for event in row["events"] for a in event.get("received_from", [])}
    return ("shared_with",) if one in told else ("received_from",) if one in sent else ("involves",)


def _noting(asked: list[Unit]) -> Callable[[Reading, Party, Candidate, Placed], Placed]:
    """In place of `weigh_party` while its weights are learned: keeps what it was asked, and lets it stand."""

    def note(reading: Reading, party: Party, owner: Candidate, placed: Placed) -> Placed:
        words, cues = party_signs(reading, party, owner, placed)
        asked.append(Unit(words, cues, (party.agency,), placed, ""))
        return placed

    return note


def learn(found: Sequence[Unit]) -> Guesser:
    """Softmax regression over the signs that stand in enough pieces."""
    chance = np.random.RandomState(1)
    groups = [
        (unit.words, set() if unit.file in KNOWN_TO_CUES and chance.rand() < HIDDEN else unit.cues) for unit in found
    ]
    seen = Counter(sign for pair in groups for group in pair for sign in group)
    rows = {sign: row for row, sign in enumerate(sorted(s for s, n in seen.items() if n >= LEAST))}
    labels = tuple(sorted({unit.labels[0] for unit in found}))
    data = [(*_places(rows, pair), _wanted(labels, unit.labels)) for unit, pair in zip(found, groups, strict=True)]
    weights = np.zeros((len(rows), len(labels)), np.float32)
    heat = np.full(len(rows), 1e-2, np.float32)
    mean = np.zeros_like(weights)
    for number in range(ROUNDS):
        for i in chance.permutation(len(data)):
            _step(weights, heat, *data[i])
        if number >= ROUNDS - AVERAGED:
            mean += weights / AVERAGED
    weights = mean  # of the last rounds: steadier than where the last one happened to end
    scale = LARGEST / float(np.abs(weights).max())
    return Guesser(labels, rows, np.rint(weights * scale).astype(np.int8), scale)


def _places(rows: dict[str, int], groups: tuple[set[str], set[str]]) -> tuple[Any, Any]:
    """The rows of the weights that the signs stand in, and how much each counts."""
    places = [np.array(sorted(rows[s] for s in group if s in rows), dtype=np.int64) for group in groups]
    scales = [np.full(len(place), 1 / np.sqrt(max(1, len(place))), np.float32) for place in places]
    return np.concatenate(places), np.concatenate(scales)


def _wanted(labels: tuple[str, ...], good: tuple[str, ...]) -> Any:
    wanted = np.zeros(len(labels), np.float32)
    for label in good:
        if label in labels:
            wanted[labels.index(label)] = 1.0 if label == good[0] else SECOND
    return wanted / wanted.sum()


def _step(weights: Any, heat: Any, found: Any, scales: Any, wanted: Any) -> None:
    scores = scales @ weights[found]
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    slope = scales[:, None] * (shares - wanted)[None, :]
    heat[found] += (slope * slope).sum(1)
    weights[found] -= (STEP / np.sqrt(heat[found]))[:, None] * (slope + DECAY * weights[found])


def _keep(guesser: Guesser, name: str) -> None:
    signs, labels = np.array("\n".join(guesser.rows)), np.array("\n".join(guesser.labels))
    with (ROOT / "ingest" / "vocabulary" / f"{name}.npz").open("wb") as file:
        np.savez_compressed(file, signs=signs, labels=labels, weights=guesser.weights, scale=guesser.scale)


def _check(guesser: Guesser, part: str, found: Sequence[Unit]) -> None:
    told = [unit for unit in found if unit.labels != (NOTHING,)]
    right = sum(_likeliest(guesser, unit) in unit.labels for unit in told)
    cued = sum(unit.cued in unit.labels for unit in told)
    print(f"{part}: of {len(told)} events {right} right, by the cues alone {cued}")


def _likeliest(guesser: Guesser, unit: Unit) -> str:
    shares = guesser.shares(unit.words, unit.cues)
    return max((label for label in shares if label != NOTHING), key=lambda label: shares[label])


def _by_cues_alone(_reading: Reading, _candidate: Candidate) -> None:
    """In place of `weigh_assertion` while its weights are learned."""


def main() -> int:
    """Write the weights, or print how they do on the parts put away; exit code 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    args = options.parse_args()
    nlp = build_pipeline("auto")
    nlp.disable_pipes("casethread_events", "casethread_assertion", "casethread_sharing")
    kinds = learn([unit for name in LEARNED for unit in kind_units(name, nlp)])
    for part in MEASURED:
        _check(kinds, part, list(kind_units(part, nlp)))
    if not args.check:
        _keep(kinds, KIND_WEIGHTS)
    nlp.enable_pipe("casethread_events")
    nlp.enable_pipe("casethread_assertion")
    assertion.weigh_assertion = _by_cues_alone
    assertions = learn([unit for name in LEARNED for unit in assertion_units(name, nlp)])
    for part in MEASURED:
        _check(assertions, part, list(assertion_units(part, nlp)))
    if not args.check:
        _keep(assertions, ASSERTION_WEIGHTS)
    nlp.enable_pipe("casethread_sharing")
    asked: list[Unit] = []
    sharing.weigh_party = _noting(asked)
    told = learn([unit for name in ("rows.jsonl", "tuning.jsonl", TELLING) for unit in told_units(name, nlp, asked)])
    for part in ("putaway.jsonl", "plain_putaway.jsonl", "rows_putaway.jsonl"):
        _check(told, part, list(told_units(part, nlp, asked)))
    if not args.check:
        _keep(told, TOLD_WEIGHTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
