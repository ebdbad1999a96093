"""The cues for kinds in the words of a piece: which there are, how strong each is, which is the best.

vocabulary/cues/*.toml  ->  KindCue  ->  cue_matches(reading, piece)  ->  best_cue
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.language.patterns import Match, PatternSet, patterns_of
from ingest.language.pieces import Piece
from ingest.language.reading import Candidate, Reading
from ingest.language.vocabulary import kind_cues
from model.case import Assertion

_LATE = 0.12  # what each word before a cue in its piece takes from its strength: a piece says first what it is of

MEETINGS = frozenset(
    {
        "strategy_discussion",
        "child_protection_conference",
        "core_group",
        "child_in_need_meeting",
        "marac",
        "planning_meeting",
    }
)


@dataclass(frozen=True, slots=True)
class KindCue:
    """One cue of ingest/vocabulary/cues."""

    kind: str
    strength: float
    implies: Assertion | None
    only: frozenset[str]
    unless: frozenset[str]

    def fits(self, agency: str) -> bool:
        return (not self.only or agency in self.only) and agency not in self.unless


@cache
def _cues() -> PatternSet[KindCue]:
    return PatternSet((pattern, cue) for raw in kind_cues() for cue in [_cue(raw)] for pattern in patterns_of(raw))


def _cue(raw: Mapping[str, Any]) -> KindCue:
    return KindCue(
        raw["kind"],
        float(raw["strength"]),
        raw.get("implies"),
        frozenset(raw.get("only", ())),
        frozenset(raw.get("unless", ())),
    )


def best_cue(reading: Reading, piece: Piece) -> Match[KindCue] | None:
    """The strongest cue that begins in a piece; of equals the longest, then the first."""
    return max(
        cue_matches(reading, piece),
        key=lambda m: (score_of(m) - _LATE * min(m.first - piece.first, 8), -m.first),
        default=None,
    )


def cue_matches(reading: Reading, piece: Piece) -> list[Match[KindCue]]:
    """Every cue that begins in a piece, for the agency that wrote."""
    return [
        m
        for m in _cues().find(reading.words, piece.first, piece.limit)
        if m.first < piece.last and m.payload.fits(reading.agency)
    ]


def kinds_considered(reading: Reading, candidate: Candidate) -> list[tuple[str, str]]:
    """Every cue in the words of a candidate, strongest first: the kind it stands for and its words."""
    matches = [
        m for m in _cues().find(reading.words, candidate.first, candidate.last) if m.payload.fits(reading.agency)
    ]
    matches.sort(key=score_of, reverse=True)
    return [(m.payload.kind, reading.text_of(m.first, m.last)) for m in matches]


def score_of(match: Match[KindCue]) -> float:
    """How much a cue weighs: its strength, and a little for each word of its own."""
    return match.payload.strength + min(match.own, 4) * 0.3


def meeting_named(reading: Reading, candidate: Candidate) -> str | None:
    """The kind of meeting that the words of an event name, else that its entry names."""
    for first, last in ((candidate.first, candidate.last), (0, len(reading.words))):
        for match in _cues().find(reading.words, first, last):
            if match.payload.kind in MEETINGS:
                return match.payload.kind
    return None
