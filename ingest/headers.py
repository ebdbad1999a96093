"""Which column of a chronology a title means, by the vocabulary in `headers.toml`.

    "Detials of contact (please be factual)"  ->  match_header  ->  HeaderMatch("event", 0.9)

A title counts in full where it is one of the known names, slightly less where it is one typing slip
away or where its first part is ("Action taken / Outcome"), least where a known phrase stands inside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from model.data import load_toml
from model.unseen import seen

_DATA: Final[dict[str, Any]] = load_toml("ingest.vocabulary", "headers.toml")

FIELDS: Final[tuple[dict[str, Any], ...]] = tuple(_DATA["field"])
HINDSIGHT: Final = frozenset(f["id"] for f in FIELDS if f.get("hindsight"))
OTHER_TABLES: Final[dict[str, str]] = {f["id"]: f["table"] for f in FIELDS if "table" in f}
"""Fields of tables that are no chronology: "key" (who is who) or "furniture" (sign-off, versions)."""

EXACT: Final = 1.0
SLIP: Final = 0.9
PART: Final = 0.85
PHRASE: Final = 0.7

_LONGEST_TITLE_CHARS: Final = 160  # a longer cell is text of a record, whatever words it holds
_LONGEST_TITLE_WORDS: Final = 16
_LONGEST_NAME: Final = 42  # letters of the longest known names, a slip included
_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_NOT_WORD: Final = re.compile(r"[^\w]+|_")
_PARTS: Final = re.compile(r"\s*(?:/|\||,|;|&|\+|\n|\band\b|\bor\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """The canonical column of a title and how surely it is meant (0..1)."""

    field: str
    certainty: float


def plain_words(text: str) -> str:
    """Lower case, letters and figures only, single spaces: what titles and labels are compared by."""
    text = unicodedata.normalize("NFKC", seen(text)).lower().replace("’", " ").replace("'", " ")
    return " ".join(_NOT_WORD.sub(" ", text).split())


def bare_title(text: str) -> str:
    """A title without bracketed hints and footnote marks, as plain words."""
    without = _BRACKETED.sub(" ", text)
    return plain_words(without) or plain_words(text)


def words_of(table: str, name: str) -> frozenset[str]:
    """A word list of `headers.toml` as plain words, e.g. words_of("form", "labels")."""
    return frozenset(plain_words(w) or w for w in _DATA[table][name])


def patterns_of(table: str, name: str) -> re.Pattern[str]:
    """A list of patterns of `headers.toml` as one expression for whole cells."""
    return re.compile("(?:" + "|".join(_DATA[table][name]) + r")[.\s]*", re.IGNORECASE)


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for field in FIELDS:
        for name in field["names"]:
            names.setdefault(plain_words(name), field["id"])
    return names


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    """Phrases with their field, the longest first: "date recorded" decides before "date"."""
    found = [(plain_words(p), f["id"]) for f in FIELDS for p in f.get("phrases", ())]
    return tuple(sorted(found, key=lambda p: (-len(p[0].split()), -len(p[0]))))


@cache
def _names_by_length() -> dict[int, tuple[tuple[str, int], ...]]:
    """Names with the set of their letters, by length: what `_slip` compares with."""
    grouped: dict[int, list[tuple[str, int]]] = {}
    for name in _names():
        grouped.setdefault(len(name), []).append((name, _letters(name)))
    return {length: tuple(names) for length, names in grouped.items()}


def _letters(text: str) -> int:
    """The letters of a text as bits: texts a slip apart differ in at most two."""
    bits = 0
    for letter in text:
        bits |= 1 << (ord(letter) % 61)
    return bits


@cache
def match_header(text: str) -> HeaderMatch | None:
    """The column that a title means, None where it means none that is known.

    >>> match_header("Date/Time")
    HeaderMatch(field='date_start', certainty=1.0)
    """
    if not text.strip() or len(text) > _LONGEST_TITLE_CHARS:
        return None
    title = bare_title(text)
    for candidate in (title, plain_words(text)):
        if candidate in _names():
            return HeaderMatch(_names()[candidate], EXACT)
    words = title.split()
    if not words or len(words) > _LONGEST_TITLE_WORDS:
        return None
    return _slip(title) or _first_part(text) or _phrase(title)


def is_title(text: str) -> bool:
    """Whether a text is a known title to the letter (brackets and case apart)."""
    return bare_title(text) in _names() or plain_words(text) in _names()


def _slip(title: str) -> HeaderMatch | None:
    """A known name one slip of the keyboard away (two in long names)."""
    allowed = 0 if len(title) < 5 else 1 if len(title) < 10 else 2
    if not allowed or len(title) > _LONGEST_NAME or any(c.isdigit() for c in title):
        return None
    letters = _letters(title)
    best: tuple[int, str] | None = None
    for length in range(len(title) - allowed, len(title) + allowed + 1):
        for name, others in _names_by_length().get(length, ()):
            if (letters ^ others).bit_count() > 2 * allowed:
                continue
            distance = slips(title, name, allowed)
            if distance is not None and (best is None or distance < best[0]):
                best = (distance, name)
    return HeaderMatch(_names()[best[1]], SLIP) if best else None


def slips(word: str, other: str, allowed: int) -> int | None:
    """How many letters must be added, left out, changed or swapped with their neighbour; None above `allowed`."""
    if abs(len(word) - len(other)) > allowed:
        return None
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(word, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and word[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > allowed:
            return None
        before_last, last = last, row
    return last[-1] if last[-1] <= allowed else None


def _first_part(text: str) -> HeaderMatch | None:
    parts = [p for p in _PARTS.split(_BRACKETED.sub(" ", text)) if p.strip()]
    if len(parts) < 2:
        return None
    field = _names().get(plain_words(parts[0]))
    return HeaderMatch(field, PART) if field else None


def _phrase(title: str) -> HeaderMatch | None:
    """The field of the phrase that opens the title, else of the longest phrase in it."""
    padded = f" {title} "
    found = [(phrase, field) for phrase, field in _phrases() if f" {phrase} " in padded]
    opening = [f for f in found if " " in f[0] and padded.startswith(f" {f[0]} ")]
    best = next(iter(opening or found), None)
    return HeaderMatch(best[1], PHRASE) if best else None
