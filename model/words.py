"""Words for comparing records: light stems, phrases and topics.

    text  ->  stems (lower case, endings off)  ->  topics (phrases of `rules/topics.toml` found in them)

Nothing here decides what a text means: kinds and assertions are read by `ingest`. Topics only say
what two records have in common ("alcohol", "safe_sleep"), so that a rule can tell an answer from
another matter. Everything is one pass over the words, so that a hundred thousand events stay cheap.

What follows from words alone is kept in memory for the next analysis: a corrected date changes no text, so
after it nothing here is worked out again. The numbers kept are bounded, and nothing of it is written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import Final

from model.data import load_toml

_WORD: Final = re.compile(r"[a-z]+(?:&[a-z]+)*|\d+")
_SENTENCE_END: Final = re.compile(r"[.;!?](?=\s|$)|\n")
_APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u2018": "'"})
_POSSESSIVE: Final = re.compile(r"'s\b")

Stems = tuple[str, ...]

TEXTS: Final = 1 << 15  # texts of which stems and sentences are kept: some 30 MB, every row of a large case
ANSWERS: Final = 1 << 14  # of one book of phrases
BOOKS: Final = 1 << 10  # more than the rules have


@cache
def stem(word: str) -> str:
    """A light stem: plural, -ing, -ed and a last -e taken off. "smoking", "smoked", "smoke" are one.

    >>> stem("assessments"), stem("visited"), stem("smoking")
    ('assessment', 'visit', 'smok')
    """
    for ending, least in (("ing", 6), ("ed", 5)):
        if word.endswith(ending) and len(word) >= least:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    else:
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
            word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


@lru_cache(maxsize=TEXTS)
def stems(text: str) -> Stems:
    """The stems of the words and numbers of a text, in order."""
    plain = _POSSESSIVE.sub("", text.lower().translate(_APOSTROPHES)).replace("'", "")
    return tuple(stem(word) for word in _WORD.findall(plain))


@lru_cache(maxsize=TEXTS)
def clause_around(text: str, span: tuple[int, int]) -> str:
    """The sentence or sentences of `text` that hold the span: what stands round a quote."""
    first, last = span
    start = 0
    for end in _SENTENCE_END.finditer(text, 0, first):
        start = end.end()
    after = _SENTENCE_END.search(text, last - 1 if last > first and text[last - 1] in ".;!?" else last)
    return text[start : after.start() if after else len(text)].strip()


@lru_cache(maxsize=TEXTS)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the sentences of a text, as `clause_around` cuts them."""
    out, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        out.append((start, end.start()))
        start = end.end()
    out.append((start, len(text)))
    return tuple((first, last) for first, last in out if text[first:last].strip())


NOTHING: Final[frozenset[str]] = frozenset()


class Phrasebook:
    """Finds named phrases in stems by one walk: phrases are filed under their first stem.

    A `*` in a phrase stands for up to three words: "not * rearranged" finds "has not yet been rearranged".
    Words joined by `|` are alternatives: "not|never sent|shared" is four phrases. A word with a `?` may be wanting.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        written = tuple((name, tuple(cues)) for name, cues in phrases.items())
        self._by_first, self._known = _filed(written)

    @property
    def firsts(self) -> Iterable[str]:
        """The first stems of its phrases: words without any of them hold none."""
        return self._by_first.keys()

    def find(self, words: Stems) -> frozenset[str]:
        """The names of all phrases that occur in the words."""
        if self._by_first.keys().isdisjoint(words):
            return NOTHING
        known = self._known.get(words)
        if known is None:
            if len(self._known) >= ANSWERS:
                self._known.clear()
            known = self._known[words] = self._find(words)
        return known

    def _find(self, words: Stems) -> frozenset[str]:
        found: set[str] = set()
        for at, word in enumerate(words):
            by_second = self._by_first.get(word)
            if by_second is None:
                continue
            near = {"", *words[at + 1 : at + _GAP_WORDS + 2]}  # where the second stem of a phrase can stand
            for second in by_second.keys() & near:
                for parts, name in by_second[second]:
                    if name not in found and _stands_at(words, at, parts):
                        found.add(name)
        return frozenset(found)


Filed = dict[str, dict[str, list[tuple[tuple[Stems, ...], str]]]]
"""The parts of phrases, with their names, under their first and then their second stem."""


@lru_cache(maxsize=BOOKS)
def _filed(written: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Filed, dict[Stems, frozenset[str]]]:
    """The phrases of a book filed, once for all books of the same phrases, with the answers that they gave."""
    filed: Filed = {}
    for name, cues in written:
        for cue in (phrase for one in cues for phrase in _alternatives(one)):
            parts = tuple(part for piece in cue.split("*") if (part := stems(piece)))
            if parts:
                later = [word for part in parts for word in part][1:2]
                filed.setdefault(parts[0][0], {}).setdefault("".join(later), []).append((parts, name))
    return filed, {}


def _alternatives(cue: str) -> Iterable[str]:
    """The phrases that a phrase with alternatives stands for.

    >>> list(_alternatives("not|never sent"))
    ['not sent', 'never sent']
    >>> [" ".join(phrase.split()) for phrase in _alternatives("accepted the? transfer")]
    ['accepted the transfer', 'accepted transfer']
    """
    if "|" not in cue and "?" not in cue:
        return (cue,)
    return (" ".join(words) for words in product(*(_choices(word) for word in cue.split())))


def _choices(word: str) -> tuple[str, ...]:
    """The words that may stand in one place of a phrase; with a `?` at its end also none."""
    optional = len(word) > 1 and word.endswith("?")
    return (*word.rstrip("?").split("|"), *([""] if optional else []))


_GAP_WORDS: Final = 3  # that a `*` may stand for


def _stands_at(words: Stems, at: int, parts: tuple[Stems, ...]) -> bool:
    """Whether the parts follow one another from there, with at most `_GAP_WORDS` words between them."""
    first = parts[0]
    if words[at : at + len(first)] != first:
        return False
    end = at + len(first)
    for part in parts[1:]:
        start = next((n for n in range(end, end + _GAP_WORDS + 1) if words[n : n + len(part)] == part), None)
        if start is None:
            return False
        end = start + len(part)
    return True


@cache
def topic_book() -> Phrasebook:
    """The topics of `rules/topics.toml`."""
    return Phrasebook({topic["id"]: topic["cues"] for topic in load_toml("model.rules", "topics.toml")["topic"]})


@cache
def topic_labels() -> Mapping[str, str]:
    """Topic ids with the words shown for them."""
    return {topic["id"]: topic["label"] for topic in load_toml("model.rules", "topics.toml")["topic"]}


@cache
def stop_stems() -> frozenset[str]:
    """Stems that tell nothing of what a record is about."""
    return frozenset(stem(word) for word in load_toml("model.rules", "topics.toml")["stop_words"]["words"])


def content(words: Iterable[str]) -> frozenset[str]:
    """The stems that carry content: no stop words, no single letters."""
    dull = stop_stems()
    return frozenset(word for word in words if len(word) > 1 and word not in dull)
