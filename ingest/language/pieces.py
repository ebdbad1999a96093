"""Cut a clause in pieces: at commas and "and", before words such as "re" and "that", after verbs of telling.

words first..last of a clause  ->  joints and openers (ingest/vocabulary/kinds.toml)  ->  Piece, Piece ...
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.language.patterns import Words
from model.data import load_toml


def _kinds() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "kinds.toml")


@cache
def _openers() -> frozenset[str]:
    """Words that open a part telling what another part is about, or why: "re", "that", "following"."""
    return frozenset(_kinds()["openers"])


@cache
def _tellers() -> frozenset[str]:
    """Verbs of telling, after which the told begins."""
    return frozenset(_kinds()["tellers"])


def _opens(words: Words, i: int) -> bool:
    """Whether a word is an opener; "RE" among small letters is routine enquiry."""
    shouted = words.texts[i] == "RE" and not any(
        words.texts[j].isupper() for j in (i - 1, i + 1) if 0 <= j < len(words)
    )
    return words.norms[i] in _openers() and not shouted


def _told_from(words: Words, i: int) -> bool:
    """Whether what somebody told begins at this word."""
    not_told = _kinds()["not_told"]
    return words.norms[i - 1] in _tellers() and words.norms[i] not in not_told


@dataclass(frozen=True, slots=True)
class Piece:
    """Words first..last of a clause; a cue that begins in them may reach to `limit`. `opened` by an opener."""

    first: int
    last: int
    limit: int
    opened: bool


def pieces_of(words: Words, first: int, last: int) -> list[Piece]:
    """The clause cut at its joints and before its openers.

    A joint belongs to no piece; after a comma the next piece stands on its own again, after "and" it goes on
    with what its opener began. Cues may reach over openers, never over joints.
    """
    joints = [i for i in range(first, last) if words.norms[i] in _kinds()["joints"]]
    pieces: list[Piece] = []
    start, opened = first, False
    for joint in [*joints, last]:
        for i in range(start, joint):
            if _opens(words, i) or (i > start and _told_from(words, i)):
                if i > start:
                    pieces.append(Piece(start, i, joint, opened))
                start, opened = i, True
        if joint > start:
            pieces.append(Piece(start, joint, joint, opened))
        start = joint + 1
        opened = opened and joint < last and words.norms[joint] not in _kinds()["resume"]
    return pieces or [Piece(first, last, last, False)]
