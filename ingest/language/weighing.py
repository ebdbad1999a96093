"""What a piece tells of, weighed from its best cue and from all its words together.

    piece, best cue  ->  shares of the kinds (guess)
                     ->  the cue's kind, or another that all the words make far likelier
                     ->  without a cue: a kind where the words are sure enough to tell of an event, else none

How sure is enough stands in `[guess]` of ingest/vocabulary/kinds.toml.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from ingest.language.guess import load_guesser, word_signs
from ingest.language.kind_cues import KindCue, cue_matches, score_of
from ingest.language.patterns import Match
from ingest.language.pieces import Piece
from ingest.language.reading import Reading
from model.data import load_toml

KIND_WEIGHTS: Final = "kind_guess"
NOTHING: Final = "nothing"
"""The label of words that tell of no event."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A kind that all the words of a piece make likely, and how sure it is, 0..1."""

    kind: str
    sure: float


def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = load_toml("ingest.vocabulary", "kinds.toml")["guess"]
    return rules


def likelier(reading: Reading, piece: Piece, best: Match[KindCue]) -> Weighed | None:
    """The kind that the words make far likelier than that of their best cue; None where the cue stands."""
    if best.payload.kind in _rules()["stands"] or reading.words.norms[piece.last - 1] in _rules()["heads"]:
        return None
    shares = _shares(reading, piece, best)
    kind = _top(shares)
    ahead = shares[kind] - shares.get(best.payload.kind, 0.0)
    if kind == best.payload.kind or kind in _rules()["never"] or ahead < _rules()["ahead"] * score_of(best):
        return None
    return Weighed(kind, shares[kind])


def without_cue(reading: Reading, piece: Piece, *, whole: bool) -> Weighed | None:
    """The kind of a piece that holds no cue; None where its words tell of no event, or of none for certain.

    `whole` is for a clause in which nothing else was found; a piece beside others must be surer.
    """
    rules, words = _rules(), reading.words
    if words.norms[piece.last - 1] in rules["heads"] or _is_mere_predicate(reading, piece):
        return None  # a label or a name, which tells of nothing; the rest of what was told before it
    text = reading.text_of(piece.first, piece.last)
    least = rules["known"] if whole else rules["known_own"]
    if load_guesser(KIND_WEIGHTS).known(text) < least or text.lower().strip(" .;:-") in rules["silent"]:
        return None
    shares = _shares(reading, piece, None)
    kind = _top(shares)
    if kind in rules["never"] or shares.get(NOTHING, 0.0) > rules["nothing"]:
        return None
    return Weighed(kind, shares[kind]) if shares[kind] >= rules["sure" if whole else "own"] else None


def _is_mere_predicate(reading: Reading, piece: Piece) -> bool:
    """Whether a piece only says of what stands before it that it was due, or held, and when."""
    empty, words = _rules()["predicates"], reading.words
    dated = [(time.start, time.end) for time in reading.times]
    return all(
        not words.norms[i].isalpha()
        or words.norms[i] in empty
        or any(start <= words.starts[i] < end for start, end in dated)
        for i in range(piece.first, piece.last)
    )


def heading(reading: Reading, piece: Piece) -> Weighed | None:
    """The contact that the few first words of a row name ("Ward rd.", "Intake."); None where they name none."""
    rules = _rules()["head"]
    text = reading.text_of(piece.first, piece.last)
    if piece.last - piece.first > rules["words"] or _is_mere_predicate(reading, piece):
        return None
    if not load_guesser(KIND_WEIGHTS).known(text):
        return None
    shares = _shares(reading, piece, None)
    kind = _top(shares)
    return Weighed(kind, shares[kind]) if kind in rules["kinds"] and shares[kind] >= rules["sure"] else None


def cue_signs(matches: Iterable[Match[KindCue]], best: Match[KindCue] | None, opened: bool) -> set[str]:
    """The signs of cues: the kind of each and how strong it is, which is the best, whether an opener stands before."""
    signs = {"opened"} if opened else set()
    for match in matches:
        signs |= {f"k={match.payload.kind}", f"k={match.payload.kind}/{int(score_of(match))}"}
    kind = best.payload.kind if best else ""
    return signs | {f"K={kind}", f"K={kind}/{int(score_of(best)) if best else 0}"}


def _top(shares: dict[str, float]) -> str:
    return max((kind for kind in shares if kind != NOTHING), key=lambda kind: shares[kind])


def _shares(reading: Reading, piece: Piece, best: Match[KindCue] | None) -> dict[str, float]:
    words = word_signs(reading.agency, reading.text_of(piece.first, piece.last))
    matches = cue_matches(reading, piece) if best is not None else []
    return load_guesser(KIND_WEIGHTS).shares(words, cue_signs(matches, best, piece.opened))
