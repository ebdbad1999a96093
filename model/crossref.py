"""Stated cross-references: "as per police log", "see HV chronology", "cross-ref GP".

stems of a clause  ->  pointed_at  ->  the sides whose record it refers to

The words that refer and the short names of agencies are data (`rules/matching.toml`, [cross_reference]).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from model.data import load_toml
from model.view import NOBODY, side_of
from model.words import Stems, stems


@cache
def _settings() -> dict[str, Any]:
    table: dict[str, Any] = load_toml("model.rules", "matching.toml")["cross_reference"]
    return table


@cache
def _phrases() -> dict[str, tuple[Stems, ...]]:
    """Referring phrases by their first stem."""
    found: dict[str, tuple[Stems, ...]] = {}
    for phrase in _settings()["phrases"]:
        words = stems(phrase)
        found[words[0]] = (*found.get(words[0], ()), words)
    return found


@cache
def _names() -> dict[Stems, str]:
    """Short names of agencies, as stems, with the side each means."""
    return {stems(name): side_of(agency) for agency, names in _settings()["names"].items() for name in names}


@cache
def _longest() -> int:
    return max(len(name) for name in _names())


def pointed_at(words: Stems) -> frozenset[str]:
    """The sides whose record the clause refers to."""
    if not _phrases().keys() & set(words):
        return NOBODY
    found: set[str] = set()
    for at, word in enumerate(words):
        for phrase in _phrases().get(word, ()):
            if words[at : at + len(phrase)] == phrase:
                found |= _named_within(words, at + len(phrase))
    return frozenset(found)


def _named_within(words: Stems, start: int) -> set[str]:
    """The first agency named in the next few words."""
    for at in range(start, min(len(words), start + int(_settings()["within_words"]))):
        for length in range(_longest(), 0, -1):
            side = _names().get(words[at : at + length])
            if side:
                return {side}
    return set()
