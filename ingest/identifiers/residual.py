"""What may still tell who or where in a case under pseudonyms, for a person to look at. A prompt, never a promise.

    Case under pseudonyms, table  ->  residual  ->  Residual(kind, words, count, where, why), the most telling first

Looked for: words with capitals that are in no list of words; long numbers; exact dates of birth and death; rare work,
illness and events by which a family is known; rows that a reviewer left as they are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from ingest.identifiers.lexicon import Lexicon
from ingest.identifiers.sightings import sightings
from ingest.identifiers.texts import Text, texts_of
from model.case import Case
from model.data import load_toml
from model.pseudonyms.table import WORD, PseudonymTable, key_of, plain_word

MOST: Final = 300  # lines of the list: more are not read
_NUMBER: Final = re.compile(r"(?<![\w£$€.,:/-])(?:\d[\d ]{4,18}\d)(?![\w:/%])")
_INITIALS: Final = re.compile(r"(?<![\w&/.'’-])[A-Z]{2,3}(?![\w&/'’-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """Something that may still identify: `why` says so in a sentence, `where` a few of its places."""

    kind: str
    words: str
    count: int
    where: tuple[str, ...]
    why: str


@cache
def _data() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "telling_words.toml")


def residual(shown: Case, table: PseudonymTable, *, shifted: bool = False) -> list[Residual]:
    """What a reviewer should look at in `shown`, a case under the pseudonyms of the table."""
    texts = [t for t in texts_of(shown) if t.words.strip()]
    labels = {word for row in table.rows for word in key_of(row.replacement)}
    found: dict[tuple[str, str], tuple[int, dict[str, None]]] = defaultdict(lambda: (0, {}))
    for kind, words, where in (*_capitals(texts, labels), *_numbers(texts), *_telling(texts)):
        count, places = found[kind, words]
        found[kind, words] = (count + 1, {**places, where: None} if len(places) < 3 else places)
    why = _data()["why"]
    out = [
        Residual(kind=kind, words=words, count=count, where=tuple(places), why=why[kind])
        for (kind, words), (count, places) in found.items()
    ]
    out.sort(key=lambda r: (ORDER.index(r.kind), -r.count, r.words))
    return [*_dates(shown, shifted=shifted), *_left(table), *out][:MOST]


ORDER: Final = ("name", "number", "telling", "initials")


def _left(table: PseudonymTable) -> Iterator[Residual]:
    for row in table.rows:
        if not row.applied and row.count:
            yield Residual(
                kind="left", words=row.original, count=row.count, where=row.where, why=_data()["why"]["left"]
            )


def _dates(shown: Case, *, shifted: bool) -> Iterator[Residual]:
    """Exact days by which a family can be found in a newspaper."""
    if shifted:
        return
    for name in ("birth", "death", "due"):
        when = shown.info.key_dates.get(name)
        if when is not None and when.is_day and when.start is not None:
            yield Residual(
                kind="date", words=f"{name}: {when.start:%d/%m/%Y}", count=1, where=("dates of the case",),
                why=_data()["why"]["date"],
            )  # fmt: skip
    if shown.entries:
        yield Residual(
            kind="date", words="the dates of the entries", count=len(shown.entries), where=(),
            why=_data()["why"]["dates"],
        )  # fmt: skip


def _capitals(texts: list[Text], labels: set[str]) -> Iterator[tuple[str, str, str]]:
    """Runs of capitals that hold a word of no list, and short ones that may be initials."""
    lexicon = Lexicon(t.words for t in texts)
    known = set(_data()["short_forms"]["words"])
    for text in texts:
        for sighting in sightings(text, lexicon):
            plain = [plain_word(w) for w in sighting.words]
            strange = [w for w in plain if w not in labels and not lexicon.is_ordinary(w) and not lexicon.is_slip(w)]
            if strange and not set(plain) <= labels:
                yield "name", " ".join(sighting.words), text.where
        for match in _INITIALS.finditer(text.words):
            plain_one = match[0].casefold()
            if match[0] not in known and plain_one not in labels and not lexicon.is_ordinary(plain_one):
                yield "initials", match[0], text.where


def _numbers(texts: list[Text]) -> Iterator[tuple[str, str, str]]:
    for text in texts:
        for match in _NUMBER.finditer(text.words):
            if sum(c.isdigit() for c in match[0]) >= 5:
                yield "number", match[0], text.where


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    return {key_of(words): words for group in _data()["telling"] for words in group["words"]}


def _telling(texts: list[Text]) -> Iterator[tuple[str, str, str]]:
    """Rare work, illness and events."""
    longest = max(len(p) for p in _phrases())
    for text in texts:
        words = [plain_word(w) for w in WORD.findall(text.words)]
        for at in range(len(words)):
            for size in range(1, longest + 1):
                told = _phrases().get(tuple(words[at : at + size]))
                if told is not None:
                    yield "telling", told, text.where


def counted(found: list[Residual]) -> dict[str, int]:
    """How many lines of each kind."""
    return dict(Counter(r.kind for r in found))
