"""Identifiers that have a form of their own: NHS and phone numbers, postcodes, addresses, references, named schools.

    text  ->  recognised  ->  Recognised(start, end, kind), left to right, none overlapping

The patterns are data (`model/rules/identifiers.toml`), each with its source. They are looked for again whenever a
text is shown, so that a number written after the table was made is replaced too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from model.data import load_toml
from model.unseen import folded

MAX_TEXT: Final = 400_000  # signs looked through at once; a cell holds at most 100,000
_CAP: Final = r"[A-Z][a-zà-ÿ'’]{1,20}(?:-[A-Z]?[a-zà-ÿ]{1,20}){0,2}"
_DATE: Final = re.compile(
    r"\d{1,2}[./]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}|(?:19|20)\d{2}(?:[/-]\d{2,4})?"
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Characters `start` to `end` of a text that are an identifier of that kind."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    regex: re.Pattern[str]
    check: str
    digits: int
    not_date: bool
    named: bool


@cache
def _data() -> dict[str, Any]:
    return load_toml("model.rules", "identifiers.toml")


@cache
def _patterns() -> tuple[_Pattern, ...]:
    words = {name: "|".join(_spaced(w) for w in _longest_first(found)) for name, found in _data()["words"].items()}
    out = []
    for raw in _data()["recognise"]:
        text = raw["pattern"].replace("{caps}", rf"(?:{_CAP}\s{{1,2}}){{1,3}}").replace("{cap}", _CAP)
        for name, found in words.items():
            text = text.replace("{" + name + "}", found)
        out.append(
            _Pattern(
                raw["kind"], re.compile(text), raw.get("check", ""), raw.get("digits", 0),
                raw.get("not_date", False), raw.get("named", False),
            )
        )  # fmt: skip
    return tuple(out)


def _longest_first(found: list[str]) -> list[str]:
    return sorted(found, key=lambda w: (-len(w), w))


def _spaced(words: str) -> str:
    return r"\s{1,2}".join(re.escape(w).replace("'", "['’]?") for w in words.split())


@cache
def _not_part() -> frozenset[str]:
    return frozenset(_data()["words"]["not_part"])


def recognised(text: str) -> list[Recognised]:
    """The identifiers of a text, also where signs that are not seen or odd forms of digits stand in them.

    Patterns that stand first in the file win over later ones.
    """
    changed = folded(text)
    if changed is not None:
        plain, places = changed
        return [Recognised(places[r.start], places[r.end - 1] + 1, r.kind) for r in recognised(plain)]
    taken: list[Recognised] = []
    for pattern in _patterns():
        for start, end in _found(pattern, text[:MAX_TEXT]):
            if all(end <= t.start or start >= t.end for t in taken):
                taken.append(Recognised(start, end, pattern.kind))
    return sorted(taken, key=lambda r: r.start)


def _found(pattern: _Pattern, text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.regex.finditer(text):
        start, end = match.span("code") if "code" in pattern.regex.groupindex else match.span()
        code = text[start:end]
        if sum(c.isdigit() for c in code) < pattern.digits:
            continue
        if pattern.check and not CHECKS[pattern.check](code):
            continue
        if pattern.not_date and _DATE.fullmatch(code):
            continue
        if pattern.named:
            start += _lead(code)
            if _is_bare(text[start:end], pattern.kind):
                continue
        yield start, end


def _lead(code: str) -> int:
    """How many signs of words before the name itself: "Attended Alder Primary School"."""
    at = 0
    for word in re.finditer(r"\S+\s*", code):
        if word[0].strip(" ,.’'").casefold().replace("’", "'") not in _not_part():
            break
        at = word.end()
    return at


def _is_bare(name: str, kind: str) -> bool:
    """Whether no name is left before the sort ("Primary School", "Court")."""
    sorts = _data()["words"]["street_alone" if kind == "street" else kind]
    return not name or any(" ".join(name.split()).casefold() == sort.casefold() for sort in sorts)


def name_within(name: str, kind: str) -> str:
    """What of a named place is its own, without the sort: "Quillhaven" of "Quillhaven Primary School"; else nothing.

    A name that is one common word with its sort ("Brook Surgery") has none: the word alone would be found everywhere.
    """
    if kind not in NAMED:
        return ""
    for sort in _longest_first(_data()["words"][kind]):
        words = " ".join(name.split())
        if words.casefold().endswith(" " + sort.casefold()):
            own = words[: -len(sort) - 1].strip()
            return own if len(own) > 4 and own.split()[0].casefold() not in _data()["words"]["common_heads"] else ""
    return ""


def nhs_check(code: str) -> bool:
    """Whether ten digits are an NHS number: the last is 11 less the weighted sum of the others modulo 11.

    >>> nhs_check("943 476 5919"), nhs_check("943 476 5918")
    (True, False)
    """
    digits = [int(c) for c in code if c.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if rest == 11 else rest) == digits[9]


NAMED: Final = frozenset({"school", "setting", "hospital", "practice"})
CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {"nhs": nhs_check}


@cache
def titles() -> frozenset[str]:
    """Titles and ranks before a name, in small letters."""
    return frozenset(_data()["titles"]["words"])


def birth_cue() -> re.Pattern[str]:
    """What stands before a date of birth."""
    return _birth()


@cache
def _birth() -> re.Pattern[str]:
    return re.compile(_data()["birth"]["cues"])


def birth_label() -> str:
    """What is written in place of a date of birth where dates are not shifted."""
    label: str = _data()["birth"]["label"]
    return label
