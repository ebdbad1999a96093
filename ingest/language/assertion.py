"""Did it happen? Cues with a direction and a scope, in the manner of ConText.

    candidate + the cues of its clause and sentence  ->  assertion, with the cue that decided it

A cue that is part of the words that made the event ("did not attend" of a missed appointment) decides
nothing about it. Of several cues that reach it, the order of `rank` in assertion.toml decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from ingest.language.events import ACTION_FIELDS
from ingest.language.patterns import Match, PatternSet, patterns_of
from ingest.language.reading import Candidate, Reading
from model.case import Assertion
from model.data import load_toml


@dataclass(frozen=True, slots=True)
class AssertionCue:
    """One entry of assertion.toml. `assertion` is None for a pseudo cue."""

    id: str
    assertion: Assertion | None
    reach: str


@cache
def _data() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "assertion.toml")


@cache
def _cues() -> PatternSet[AssertionCue]:
    return PatternSet(
        (pattern, AssertionCue(raw["id"], cast("Assertion | None", raw.get("assertion")), raw.get("reach", "forward")))
        for raw in _data()["cue"]
        for pattern in patterns_of(raw)
    )


def assert_candidates(reading: Reading) -> None:
    """Set the assertion of every candidate of a reading."""
    cues = [list(_settled(list(_cues().find(reading.words, clause.first, clause.last)))) for clause in reading.clauses]
    for candidate in reading.candidates:
        _assert(reading, candidate, cues)


def _settled(matches: list[Match[AssertionCue]]) -> list[Match[AssertionCue]]:
    """The cues without those that a pseudo cue of the same or more words covers."""
    pseudo = [m for m in matches if m.payload.assertion is None]
    return [
        m
        for m in matches
        if m.payload.assertion is not None and not any(p.first <= m.first and m.last <= p.last for p in pseudo)
    ]


def _assert(reading: Reading, candidate: Candidate, cues: list[list[Match[AssertionCue]]]) -> None:
    if candidate.implied is not None:
        candidate.assertion = candidate.implied
        return
    reaching = [m for m in cues[candidate.clause] if _reaches(reading, m, candidate)]
    rank = _data()["rank"]
    best = min(reaching, key=lambda m: rank.index(m.payload.assertion), default=None)
    if best is not None and best.payload.assertion is not None:
        candidate.assertion = best.payload.assertion
        candidate.reasons.append(
            f'{candidate.assertion} from the words "{reading.text_of(best.first, best.last)}" ({best.payload.id})'
        )
    elif candidate.column in ACTION_FIELDS and _is_instruction(reading, candidate):
        candidate.assertion = "planned"
        candidate.reasons.append("planned: an instruction in an action column")


def _reaches(reading: Reading, cue: Match[AssertionCue], candidate: Candidate) -> bool:
    if cue.first >= candidate.cue_first and cue.last <= candidate.cue_last:
        return False  # part of what made the event
    clause = reading.clauses[candidate.clause]
    if cue.payload.reach in {"forward", "sentence", "both"} and cue.first <= candidate.cue_first:
        near = (
            cue.first >= candidate.first
            or cue.payload.reach == "sentence"
            or cue.payload.assertion in {"planned", "recommended"}
        )
        return near and cue.first >= clause.first and not _stopped(reading, cue.last, candidate.cue_first)
    if cue.payload.reach in {"backward", "both"} and cue.last >= candidate.cue_last:
        return cue.last <= candidate.last and not _stopped(reading, candidate.cue_last, cue.first)
    return False


def _stopped(reading: Reading, first: int, last: int) -> bool:
    return any(reading.words.norms[i] in _data()["terminators"] for i in range(first, last))


def _is_instruction(reading: Reading, candidate: Candidate) -> bool:
    """Whether the piece begins with a verb in its base form: "Refer to MASH", "Chase GP"."""
    return reading.words.tags[candidate.first] in {"VB", "VBP"} or (
        candidate.first == candidate.cue_first and reading.words.tags[candidate.first] == ""
    )
