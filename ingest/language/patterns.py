"""A small pattern language for cues, so that vocabulary is data and matching is fast.

    TOML pattern  ->  compile_pattern  ->  Pattern  ->  PatternSet.find(words, first, last)  ->  Match

A pattern is a row of words:

    strategy meeting|discussion     alternatives
    visit~                          the word in all its forms (visit, visits, visited, visiting)
    =HV                             exactly these letters, upper and lower case as written
    the?                            may be left out
    *                               up to three words of any kind (*6: up to six), not over a comma
    <family>                        a person or thing found before: see `Words.classes`

Words are compared in lower case with straight quotes; `SW1` and `SW 1` also answer to `sw`. A pattern
never reaches over the limits given to `find`, so a cue keeps to its clause. Each pattern is filed under
its first word: a text is read in one pass, however many cues there are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, TypeVar

from ingest.language.forms import forms_of
from model.errors import RuleFileError

T = TypeVar("T")
_ANY_GAP = 3


@dataclass(slots=True, kw_only=True)
class Words:
    """The words of one entry in parallel lists: as written, for comparing, place, tag.

    `stem` is the word without its number ("sw" of "SW1"), else empty. `classes[i]` maps the name of a
    class to the index after the last word of the thing of that class which begins at word i.
    """

    texts: list[str]
    norms: list[str]
    stems: list[str]
    starts: list[int]
    ends: list[int]
    tags: list[str]
    classes: list[dict[str, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.norms)

    def at(self, character: int) -> int:
        """The index of the first word that ends after this character."""
        return bisect_right(self.ends, character)


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a pattern: words, exact words or classes that may stand there, or a gap."""

    words: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    steps: tuple[Step, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Words `first` up to, not including, `last` answered the pattern of that payload."""

    first: int
    last: int
    payload: T
    pattern: str

    @property
    def own(self) -> int:
        """How many words of the pattern itself answered, gaps left out."""
        places = sum(not part.startswith("*") for part in self.pattern.split())
        return min(places, self.last - self.first)


def variants(text: str) -> Iterator[str]:
    """The pattern with and without an optional first word, since a pattern is filed under its first word."""
    first, _, rest = text.partition(" ")
    if len(first) > 1 and first.endswith("?") and rest:
        yield f"{first.removesuffix('?')} {rest}"
        yield from variants(rest)
    else:
        yield text


@cache
def compile_pattern(text: str) -> Pattern:
    """Read one pattern. Raises RuleFileError where it is empty or begins or ends with a gap."""
    steps = tuple(_step(part) for part in text.split())
    if not steps or steps[0].gap or steps[0].optional or steps[-1].gap:
        raise RuleFileError(
            f"The pattern '{text}' of a vocabulary file cannot be used.",
            remedy="A pattern begins and ends with a word that must be there; write the gap or the '?' inside it.",
        )
    return Pattern(steps, text)


def _step(part: str) -> Step:
    if gap := re.fullmatch(r"\*(\d?)", part):
        return Step(gap=int(gap[1] or _ANY_GAP))
    optional = part.endswith("?") and len(part) > 1
    words: set[str] = set()
    exact: set[str] = set()
    classes: list[str] = []
    for word in part.removesuffix("?").split("|") if optional else part.split("|"):
        if word.startswith("<") and word.endswith(">"):
            classes.append(word[1:-1])
        elif word.startswith("=") and len(word) > 1:
            exact.add(word[1:])
        elif word.endswith("~"):
            words |= forms_of(word[:-1].lower())
        else:
            words.add(word.lower())
    return Step(frozenset(words), frozenset(exact), tuple(classes), optional)


def _answers(steps: Sequence[Step], words: Words, i: int, limit: int) -> int | None:
    """The index after the words that answer all steps from word i on, or None."""
    if not steps:
        return i
    step, rest = steps[0], steps[1:]
    if step.gap:
        for j in range(i, min(i + step.gap, limit) + 1):
            end = _answers(rest, words, j, limit)
            if end is not None:
                return end
            if j < limit and words.norms[j] == ",":
                return None
        return None
    for j in _step_ends(step, words, i, limit):
        end = _answers(rest, words, j, limit)
        if end is not None:
            return end
    return _answers(rest, words, i, limit) if step.optional else None


def _step_ends(step: Step, words: Words, i: int, limit: int) -> Iterator[int]:
    if i >= limit:
        return
    for name in step.classes:
        end = words.classes[i].get(name) if words.classes else None
        if end is not None and end <= limit:
            yield end
    if words.norms[i] in step.words or words.texts[i] in step.exact:
        yield i + 1
        return
    stem = words.stems[i]
    if stem and (stem.lower() in step.words or stem in step.exact):
        yield i + 1


class PatternSet(Generic[T]):
    """Many patterns, each with what it stands for, found in one pass.

    Those whose second place is a plain word are filed under that word as well: most words of a text begin many
    patterns, and few of these go on with the word that follows.
    """

    def __init__(self, patterns: Iterable[tuple[str, T]]) -> None:
        self._by_word: dict[str, list[tuple[Pattern, T]]] = {}
        self._by_pair: dict[tuple[str, str], list[tuple[Pattern, T]]] = {}
        self._by_class: dict[str, list[tuple[Pattern, T]]] = {}
        for text, payload in ((v, p) for whole, p in patterns for v in variants(whole)):
            pattern = compile_pattern(text)
            first = pattern.steps[0]
            second = _second_words(pattern)
            for word in first.words | {w.lower() for w in first.exact}:
                if second:
                    for follows in second:
                        self._by_pair.setdefault((word, follows), []).append((pattern, payload))
                else:
                    self._by_word.setdefault(word, []).append((pattern, payload))
            for name in first.classes:
                self._by_class.setdefault(name, []).append((pattern, payload))

    def find(self, words: Words, first: int = 0, last: int | None = None) -> Iterator[Match[T]]:
        """Every match that lies within words first..last, in the order of the text; they may overlap."""
        limit = len(words) if last is None else min(last, len(words))
        for i in range(first, limit):
            for pattern, payload in self._starting(words, i):
                end = _answers(pattern.steps, words, i, limit)
                if end is not None and end > i:
                    yield Match(i, end, payload, pattern.text)

    def _starting(self, words: Words, i: int) -> Iterator[tuple[Pattern, T]]:
        firsts = _heads(words, i)
        seconds = _heads(words, i + 1) if i + 1 < len(words) else ()
        for first in firsts:
            yield from self._by_word.get(first, ())
            for second in seconds:
                yield from self._by_pair.get((first, second), ())
        if words.classes:
            for name in words.classes[i]:
                yield from self._by_class.get(name, ())


def _second_words(pattern: Pattern) -> frozenset[str]:
    """The words one of which must come second; empty where that place may be left out, is a gap or a class."""
    if len(pattern.steps) < 2:
        return frozenset()
    step = pattern.steps[1]
    if step.optional or step.gap or step.classes:
        return frozenset()
    return step.words | {word.lower() for word in step.exact}


def _heads(words: Words, i: int) -> tuple[str, ...]:
    """What a word is filed under: as it is compared, and without its number."""
    norm, stem = words.norms[i], words.stems[i]
    return (norm, stem.lower()) if stem and stem.lower() != norm else (norm,)


def longest(matches: Iterable[Match[T]]) -> list[Match[T]]:
    """Of matches that overlap, the longest (of equals the first given), in the order of the text."""
    taken: list[Match[T]] = []
    words: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.first - m.last, m.first)):
        own = range(match.first, match.last)
        if words.isdisjoint(own):
            words.update(own)
            taken.append(match)
    return sorted(taken, key=lambda m: m.first)


def patterns_of(entry: Mapping[str, object]) -> list[str]:
    """The `patterns` of one entry of a vocabulary file. Raises RuleFileError where there are none."""
    patterns = entry.get("patterns")
    if not isinstance(patterns, list) or not patterns or not all(isinstance(p, str) for p in patterns):
        raise RuleFileError(
            "An entry of a vocabulary file has no patterns.",
            remedy='Give it a line such as: patterns = ["home visit~"].',
        )
    return patterns
