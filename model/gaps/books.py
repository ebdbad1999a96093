"""Phrasebooks of a rule's own words, made once however often the rule asks.

A rule looks at thousands of rows; the words it looks for are the same in all of them.
"""

from __future__ import annotations

from functools import lru_cache

from model.gaps.rules import Rule
from model.words import Phrasebook


def book_of(rule: Rule, **names: str) -> Phrasebook:
    """The phrases under the keys of `rule.more`, by the names given: `book_of(rule, tried="tried")`."""
    return _book(tuple((name, tuple(rule.more[key])) for name, key in names.items()))


def book(**phrases: tuple[str, ...]) -> Phrasebook:
    """Phrases by name."""
    return _book(tuple(phrases.items()))


@lru_cache(maxsize=512)
def _book(phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> Phrasebook:
    return Phrasebook(dict(phrases))
