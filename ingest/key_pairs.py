"""Pairs of a key in words: who the initials of a file stand for.

"CMW = community midwife; MW2 is the enhanced midwife"  ->  ("CMW", "community midwife"), ("MW2", "enhanced midwife")
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

_PAIR: Final = re.compile(
    r"(?:^|[;,.(\n]\s*)(?P<a>[A-Za-z][\w&/'’ -]{0,60}?)"
    r"\s?(?:=|(?<=[A-Z0-9])\s?[:–-](?=\s))\s?(?P<b>[^=;,.\n]{1,80})"
)
_ARE_PAIR: Final = re.compile(
    r"\b(?P<a>[A-Z]{1,4}\d{0,2}(?:, [A-Z]{1,4}\d{0,2})*,? and [A-Z]{1,4}\d{0,2})\s+"
    r"(?:are|were)\s+(?:the |our |all )?(?P<b>[^.;,\n]{3,80})"
)
_IS_PAIR: Final = re.compile(
    r"\b(?P<a>[A-Z][A-Za-z]{0,2}[A-Z]{0,4}\d{0,2}) "
    r"(?:(?:is|was) (?:the|an?|our|my|[A-Z]{1,3}\d?['’]s)|refers to(?: the)?|means|stands for) (?P<b>[^.;,\n]{3,80})"
)

_CLIENT: Final = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]{1,40}?)\s*(?::|=|\bis\b|\bwas\b)\s*(?P<who>[^.;\n]{2,80})")
_LINE: Final = 300  # characters of an opening line that are looked at


def key_pairs(text: str, *, everything: bool = False) -> list[tuple[str, str]]:
    """The pairs of a key in a text: ("CMW", "community midwife"). Initials come first, whichever side they stood on.

    `everything` also takes "MW1: midwife" and "MW1 - midwife", which outside a key may be anything.
    """
    found = []
    for match in [*_PAIR.finditer(text), *_IS_PAIR.finditer(text), *_ARE_PAIR.finditer(text)]:
        a, b = match["a"].strip(), match["b"].strip()
        if "=" not in match[0] and match.re is _PAIR and not everything:
            continue
        found.append((b, a) if _is_initials(b) and not _is_initials(a) else (a, b))
    return found


def client_pairs(lines: Iterable[str], labels: Collection[str]) -> list[tuple[str, str]]:
    """What opening lines say of whom the file is about: "Patient: K, the father" gives ("Patient", "K, the father").

    `labels` are the words that may stand before it, in lower case; see `[about.said]` of roles.toml.
    """
    found = []
    for line in lines:
        for clause in (
            re.split(r"[.;,\n](?=\s|$)\s*", line.strip()[:_LINE]) if ":" not in line else [line.strip()[:_LINE]]
        ):
            match = _CLIENT.match(clause)
            if match and match["label"].lower().removeprefix("the ") in labels:
                found.append((match["label"], match["who"].strip(" .")))
    return found


def _is_initials(text: str) -> bool:
    return re.fullmatch(r"[A-Z][A-Za-z]{0,4}\d{0,2}|[A-Z/]{1,8}\d{0,2}", text) is not None


def side_by_side(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows of a key that hold several initials and as many meanings, each taken with its own.

    >>> side_by_side([("Mo / Fa", "mother of both / father of K")])
    [('Mo', 'mother of both'), ('Fa', 'father of K')]
    """
    found: list[tuple[str, str]] = []
    for initials, meaning in pairs:
        for mark in (r"\s*;\s+", r"\s*/\s*"):
            terms, meanings = re.split(mark, initials), re.split(mark, meaning)
            if len(terms) > 1 and len(terms) == len(meanings) and all(terms) and all(meanings):
                found += zip(terms, meanings, strict=True)
                break
        else:
            found.append((initials, meaning))
    return found
