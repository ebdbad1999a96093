"""The grammar of time expressions: ordered rules, compiled once from `vocabulary/times`.

    vocabulary/times (words, slots, rules)  ->  Rule(pattern, build, guard)  ->  rules by their first word

A rule is tried only at the words it names as its first, so most of a text is never looked at. Rules
that build "none" stand first and consume what looks like a time and is not one (section numbers,
doses, scores). All repeats in the patterns are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ingest.language.times import guards, guards_amounts, guards_clocks, guards_years
from ingest.language.times.words import DATA, TABLES, alternation
from model.errors import RuleFileError

_GUARDS: Final = (guards, guards_clocks, guards_amounts, guards_years)
_TABLE_OF_SLOT: Final = {"eventword": "event", "bareevent": "bare_event"}
_GLUED_END: Final = (  # a word may go on after the match where it is in small letters or a day of the week
    r"(?![^\W\d_])|(?=(?-i:[a-z]{2})|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b)"
)
_SLOT: Final = re.compile(r"%(\w+)%")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the grammar. `guard` looks at the words around a match before it counts."""

    id: str
    pattern: re.Pattern[str]
    build: str
    guard: Callable[[str, re.Match[str]], bool] | None
    first: frozenset[str]


def expand(pattern: str) -> str:
    """A pattern with its %slots% filled in, slots inside slots too."""

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name in DATA["slots"]:
            return str(expand(DATA["slots"][name]))
        table = TABLES.get(_TABLE_OF_SLOT.get(name, name))
        if table is None:
            raise RuleFileError(
                f"The data files of vocabulary/times use the slot {name}, which none of them defines.",
                remedy="Add the slot under [slots] or a table under [words].",
            )
        return alternation(table)

    return _SLOT.sub(fill, pattern)


def _guard(name: str) -> Callable[[str, re.Match[str]], bool]:
    """The look at neighbouring words that a rule names; AttributeError where no module of guards has it."""
    holder = next((module for module in _GUARDS if hasattr(module, name)), guards)
    found: Callable[[str, re.Match[str]], bool] = getattr(holder, name)
    return found


def _rule(data: dict[str, Any]) -> Rule:
    pattern = expand(data["pattern"])
    if pattern[0] not in "(" or "|" in data["pattern"]:
        pattern = f"(?:{pattern})"
    first: set[str] = set()
    for word in data["first"]:
        if word.startswith("@"):
            first.update(re.split(r"[^a-z]", w, maxsplit=1)[0] for w in TABLES[word[1:]])
        else:
            first.add(word)
    guard = _guard(data["guard"]) if "guard" in data else None
    # a word must not go on after the match, a number neither
    ended = pattern + (r"(?!\w)" if data["build"] == "none" else r"(?![^\W\d_])")
    if data.get("open_end"):
        ended = pattern
    if data.get("glued"):
        ended = rf"{pattern}(?:{_GLUED_END})"
    return Rule(data["id"], re.compile(ended, re.IGNORECASE), data["build"], guard, frozenset(first))


RULES: Final[tuple[Rule, ...]] = tuple(_rule(r) for r in DATA["rule"])
BY_FIRST: Final[dict[str, tuple[Rule, ...]]] = {
    word: tuple(r for r in RULES if word in r.first) for word in {w for r in RULES for w in r.first}
}
NUMBER_RULES: Final = BY_FIRST["#"]
