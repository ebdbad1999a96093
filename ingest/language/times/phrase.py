"""A whole expression while it is being put together, and the folding of neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.language.times.symbols import (
    Symbol,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole expression: its characters, its symbol and the rules that found its pieces."""

    start: int
    end: int
    symbol: Symbol
    rule: str
    mark: str = ""


def between_of(text: str, left: Phrase, right: Phrase) -> str:
    return text[left.end : right.start]


def merge(left: Phrase, right: Phrase, symbol: Symbol, mark: str = "") -> Phrase:
    return Phrase(left.start, right.end, symbol, f"{left.rule}+{right.rule}", mark)


def pairs(text: str, pieces: list[Phrase], join: Callable[[str, Phrase, Phrase], Phrase | None]) -> list[Phrase]:
    """Fold neighbours from the left wherever `join` makes one of two."""
    out: list[Phrase] = []
    for piece in pieces:
        joined = join(text, out[-1], piece) if out else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(piece)
    return out
