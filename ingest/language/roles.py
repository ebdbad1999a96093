"""The entries of roles.toml: which words name whom, and the simple classes that patterns of names need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.language.patterns import PatternSet, Words, patterns_of
from model.data import load_toml

_PACKAGE = "ingest.vocabulary"
_NUMBER = re.compile(r"^(?:x?\d[\d.,:/+%-]*|\d+(?:st|nd|rd|th))$")
_QUOTES = frozenset({"'", '"'})
_QUOTE_MAX = 60
_NAME = re.compile(r"^[A-Z][A-Za-z'-]*$")


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """One entry of roles.toml. `from_age` and `to_age` are years of the subject child on the day of the record."""

    role: str
    group: str
    agency: str | None
    only: frozenset[str]
    unless: frozenset[str]
    sure: bool
    also: str | None = None
    from_age: int | None = None
    to_age: int | None = None
    spoken_of: bool = False
    named: bool = False  # the words are a name or initials of a file's own

    def fits(self, agency: str, age: int | None = None) -> bool:
        """Whether the words mean this person in a record of that agency, with a subject of that age (None: unknown)."""
        if self.from_age is not None and (age is None or age < self.from_age):
            return False
        if self.to_age is not None and age is not None and age > self.to_age:
            return False
        return (not self.only or agency in self.only) and agency not in self.unless


@cache
def role_patterns() -> PatternSet[RoleEntry]:
    """The words of roles.toml with what they stand for."""
    return PatternSet(
        (pattern, entry)
        for raw in load_toml(_PACKAGE, "roles.toml")["role"]
        for entry in [role_entry(raw)]
        for pattern in patterns_of(raw)
    )


def role_entry(raw: Mapping[str, Any]) -> RoleEntry:
    """One table of roles.toml."""
    return RoleEntry(
        role=raw["role"],
        group=raw["group"],
        agency=raw.get("agency"),
        only=frozenset(raw.get("only", ())),
        unless=frozenset(raw.get("unless", ())),
        sure=raw.get("sure", True),
        also=raw.get("also"),
        from_age=raw.get("from_age"),
        to_age=raw.get("to_age"),
        spoken_of=raw.get("spoken_of", False),
    )


@cache
def agency_patterns() -> PatternSet[str]:
    """The names of agencies in sharing.toml."""
    return PatternSet(
        (pattern, raw["agency"])
        for raw in load_toml(_PACKAGE, "sharing.toml")["agency"]
        for pattern in patterns_of(raw)
    )


@cache
def agency_of_role() -> dict[str, str]:
    """The agency that workers of a role work for, where the role alone says so."""
    return {
        raw["role"]: raw["agency"]
        for raw in reversed(load_toml(_PACKAGE, "roles.toml")["role"])
        if raw.get("agency") and not raw.get("only")
    }


def mark_simple_classes(words: Words) -> None:
    """Begin the classes of each word: numbers, names, verbs."""
    words.classes = [{} for _ in words.norms]
    numbers = load_toml(_PACKAGE, "abbreviations.toml")["numbers"]
    for i, norm in enumerate(words.norms):
        if _NUMBER.match(norm) or norm in numbers:
            words.classes[i]["num"] = i + 1
        if _NAME.match(words.texts[i]):
            words.classes[i]["name"] = i + 1
        if len(words.texts[i]) == 1 and words.texts[i].isupper():
            words.classes[i]["initial"] = i + 1
        if words.tags[i].startswith("VB"):
            words.classes[i]["verb"] = i + 1
        if words.tags[i] == "VBN":
            words.classes[i]["done"] = i + 1
        if norm in _QUOTES and (end := _quoted(words, i)):
            words.classes[i]["quote"] = end


def _quoted(words: Words, i: int) -> int | None:
    """The index after what is quoted from word i on: three words at least before the same mark again."""
    mark = words.norms[i]
    for j in range(i + 4, min(i + _QUOTE_MAX, len(words))):
        if words.norms[j] == mark:
            return j + 1
    return None
