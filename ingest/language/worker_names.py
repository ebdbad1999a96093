"""The names of workers beside their role: "SW Lisa Marlow", "Lisa Marlow (HV)", "PC Marlow", "Dr L Marlow".

    a worker's words  ->  the words after them: a first name, a letter or a rank, and a surname  ->  longer words
                      ->  the words before them: two names, then a bracket or a comma            ->  a label
                      ->  the same person, `named`: told apart from others of the role

A word is a name only with a capital and small letters, in the same line, and where it is no word of the records. One
name alone is taken after a rank, or where it is a first name. What names nobody stays "the social worker".
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from ingest.language.reading import Person, Reading
from ingest.language.vocabulary import vocabulary_words
from model.data import load_toml

_NAME = re.compile(r"(?:[A-Z]['’])?[A-Z][a-zà-ÿ]+(?:[-'’][A-Z]?[a-zà-ÿ]+)?")
_INITIALS = re.compile(r"[A-Z]{1,3}")
_LONGEST = 3  # words of a person's name
_LETTER = re.compile(r"[A-Z]\.?")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_toml("ingest.vocabulary", "roles.toml")["names"]
    return data


@cache
def _first_names() -> frozenset[str]:
    data = load_toml("ingest.vocabulary", "given_names.toml")
    short = [name for group in data["short"] for name in group]
    return frozenset(name.lower() for name in [*data["girls"].split(), *data["boys"].split(), *short])


def with_name(reading: Reading, person: Person) -> Person:
    """The worker with the name that stands beside the role; the same where there is none."""
    if person.group != "worker" or person.implied or person.named or any(c.isdigit() for c in person.label):
        return person
    last = _after(reading, person)
    if last > person.last:
        return replace(person, last=last, label=reading.text_of(person.first, last), named=True)
    first, end = _before(reading, person)
    return replace(person, label=reading.text_of(first, end), named=True) if first < end else person


def is_somebody(text: str) -> bool:
    """Whether the words of an author's cell are a name or initials, and no desk or team: "KJ", "A Hall"."""
    words = text.replace(".", " ").split()
    return 0 < len(words) <= _LONGEST and all(
        (_NAME.fullmatch(word) or _INITIALS.fullmatch(word)) and not _is_known(word) for word in words
    )


def _after(reading: Reading, person: Person) -> int:
    """The index after the name that follows the role, which is that after the role where none does."""
    at, texts = person.last, reading.words.texts
    own = texts[at - 1]
    if _is_doctor(person) and at - person.first > 1 and (_LETTER.fullmatch(own) or _is_name(reading, at - 1)):
        named = _follows(reading, at) and _is_name(reading, at)  # "Dr L" and "Dr Lisa" are the role's own words
        return at + 1 if named else at
    if not _follows(reading, at):
        return at
    if _is_name(reading, at):
        if _follows(reading, at + 1) and _is_name(reading, at + 1):
            return at + 2
        one = _is_rank(person) or texts[at].lower() in _first_names()
        return at + 1 if one else at
    if _LETTER.fullmatch(texts[at]) and _follows(reading, at + 1) and _is_name(reading, at + 1):
        return at + 2
    return at


def _before(reading: Reading, person: Person) -> tuple[int, int]:
    """The first name and surname before a role in brackets or after a comma."""
    mark, texts = person.first - 1, reading.words.texts
    if mark < 2 or texts[mark] not in ("(", ",") or not _same_line(reading, mark - 2, person.first):
        return 0, 0
    start = mark - 2
    named = _is_name(reading, mark - 1) and (_is_name(reading, start) or _LETTER.fullmatch(texts[start]) is not None)
    return (start, mark) if named else (0, 0)


def _is_name(reading: Reading, i: int) -> bool:
    word = reading.words.texts[i]
    return _NAME.fullmatch(word) is not None and not _is_known(word)


def _is_known(word: str) -> bool:
    """Whether it is a word of the records, or a month, a place or a sentence's first word."""
    return len(word) > 1 and (word.lower() in vocabulary_words() or word.lower() in _data()["not_names"])


def _follows(reading: Reading, i: int) -> bool:
    """Whether there is a word at i, in the line of the one before it."""
    return 0 < i < len(reading.words) and _same_line(reading, i - 1, i)


def _same_line(reading: Reading, first: int, last: int) -> bool:
    """Whether no line or cell ends between two words."""
    return "\n" not in reading.entry.text[reading.words.ends[first] : reading.words.starts[last]]


def _is_rank(person: Person) -> bool:
    return person.role == "police_officer" and person.label.lower() in _data()["ranks"]


def _is_doctor(person: Person) -> bool:
    return person.label.lower().split()[0].rstrip(".") in _data()["doctors"]
