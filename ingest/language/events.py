"""Which events an entry tells of: cues give kinds, pieces of clauses give places.

    clauses  ->  pieces (cut at commas and "and", joined again where a piece says nothing of its own)
             ->  the strongest cue of each piece  ->  Candidate
             ->  choose_main: the one that the row itself records

The column a cue stands in counts: a type column names the main event ("Home visit"), an action column
tells of what follows. Every candidate keeps the words that made it what it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.language.patterns import Match, PatternSet, Words, patterns_of
from ingest.language.reading import Candidate, Reading
from model.case import Assertion
from model.data import load_toml

TYPE_FIELDS = frozenset({"contact_type"})
SILENT_FIELDS = frozenset(
    {"author", "professional", "source", "subject", "agency", "rating", "child_seen", "shared_with", "seq"}
)
ACTION_FIELDS = frozenset({"action", "outcome"})
_JOINTS = frozenset({",", "and", "&", "then", "but", "also", "+", "(", ")"})


@dataclass(frozen=True, slots=True)
class KindCue:
    """One entry of kinds.toml."""

    kind: str
    strength: float
    implies: Assertion | None
    only: frozenset[str]
    unless: frozenset[str]

    def fits(self, agency: str) -> bool:
        return (not self.only or agency in self.only) and agency not in self.unless


@cache
def _cues() -> PatternSet[KindCue]:
    return PatternSet(
        (pattern, cue)
        for raw in load_toml("ingest.vocabulary", "kinds.toml")["cue"]
        for cue in [_cue(raw)]
        for pattern in patterns_of(raw)
    )


def _cue(raw: Mapping[str, Any]) -> KindCue:
    return KindCue(
        raw["kind"],
        float(raw["strength"]),
        raw.get("implies"),
        frozenset(raw.get("only", ())),
        frozenset(raw.get("unless", ())),
    )


@cache
def _types() -> PatternSet[str]:
    return PatternSet(
        (pattern, raw["kind"])
        for raw in load_toml("ingest.vocabulary", "kinds.toml")["type"]
        for pattern in patterns_of(raw)
    )


def find_candidates(reading: Reading) -> list[Candidate]:
    """The events of an entry, one a piece that has a cue, the main one marked. Never empty for an entry with words."""
    candidates: list[Candidate] = []
    for number, clause in enumerate(reading.clauses):
        if clause.field in SILENT_FIELDS or clause.field in TYPE_FIELDS:
            continue
        pieces = _pieces(reading.words, clause.first, clause.last)
        candidates += _of_clause(reading, number, pieces)
    choose_main(reading, candidates)
    return candidates


def _pieces(words: Words, first: int, last: int) -> list[tuple[int, int]]:
    """The clause cut at its joints; the joints themselves belong to the piece before."""
    pieces, start = [], first
    for i in range(first, last):
        if words.norms[i] in _JOINTS and i > start:
            pieces.append((start, i))
            start = i + 1
    if start < last:
        pieces.append((start, last))
    return pieces or [(first, last)]


def _of_clause(reading: Reading, number: int, pieces: Sequence[tuple[int, int]]) -> list[Candidate]:
    found: list[Candidate] = []
    waiting: int | None = None
    clause = reading.clauses[number]
    for k, (first, last) in enumerate(pieces):
        best = best_cue(reading, first, last)
        if best is None:
            if found:
                found[-1].last = last
            elif waiting is None:
                waiting = first
            continue
        start = waiting if waiting is not None and not found else first
        candidate = Candidate(
            kind=best.payload.kind, strength=_score(best), first=start, last=last, cue_first=best.first, cue_last=best.last,
            clause=number, column=clause.field, implied=best.payload.implies,
            reasons=[f'kind {best.payload.kind} from the words "{reading.text_of(best.first, best.last)}"'],
        )  # fmt: skip
        if found and found[-1].kind == candidate.kind:
            found[-1].last = last
        else:
            found.append(candidate)
    return found


def best_cue(reading: Reading, first: int, last: int) -> Match[KindCue] | None:
    """The strongest cue of a piece; of equals the longest, then the first."""
    matches = [m for m in _cues().find(reading.words, first, last) if m.payload.fits(reading.agency)]
    return max(matches, key=lambda m: (_score(m), -m.first), default=None)


def _score(match: Match[KindCue]) -> float:
    return match.payload.strength + min(match.last - match.first, 4) * 0.3


def choose_main(reading: Reading, candidates: list[Candidate]) -> None:
    """Mark the event that the row itself records; make one of kind `other` where there is none."""
    if not len(reading.words):
        return
    typed = type_kind(reading)
    if not candidates:
        last = reading.clauses[-1].last if reading.clauses else len(reading.words)
        candidates.append(
            Candidate(
                kind=typed[0] if typed else "other",
                strength=0,
                first=0,
                last=last,
                cue_first=0,
                cue_last=0,
                clause=0,
                column="event",
                reasons=[typed[1] if typed else "no cue for a kind was found"],
            )  # fmt: skip
        )
    main = max(candidates, key=lambda c: _main_score(reading, c, typed[0] if typed else None, candidates))
    if typed and main.kind != typed[0] and main.kind not in _overrides(typed[0]):
        main.reasons.append(typed[1])
        main.kind = typed[0]
    main.main = True


def _main_score(reading: Reading, candidate: Candidate, typed: str | None, candidates: Sequence[Candidate]) -> float:
    place = candidates.index(candidate)
    score = candidate.strength - place * 1.2
    if candidate.column in ACTION_FIELDS:
        score -= 4
    if candidate.assertion in {"planned", "recommended", "did_not_happen"}:
        score -= 3
    if candidate.assertion in {"reported", "uncertain"}:
        score -= 1
    if typed and candidate.kind == typed:
        score += 5
    if typed and candidate.kind in _overrides(typed):
        score += 4
    return score


def _overrides(typed: str) -> frozenset[str]:
    """Kinds that say more than the type column does: a visit that found nobody, a letter that is a referral."""
    return frozenset(load_toml("ingest.vocabulary", "kinds.toml").get("type_yields", {}).get(typed, ()))


def type_kind(reading: Reading) -> tuple[str, str] | None:
    """The kind that a type column names, with the reason in words."""
    for part in reading.entry.parts:
        if part.field not in TYPE_FIELDS:
            continue
        first, last = reading.words.at(part.start), reading.words.at(part.end - 1) + 1
        matches = list(_types().find(reading.words, first, min(last, len(reading.words))))
        if matches:
            best = max(matches, key=lambda m: (m.last - m.first, -m.first))
            return (
                best.payload,
                f'kind {best.payload} from the column "{part.header}": "{reading.text_of(best.first, best.last)}"',
            )
    return None
