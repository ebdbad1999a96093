"""The kind that the words of a clause suggest all together, for clauses in which no cue is found.

    words of a clause  ->  signs (words, pairs, beginnings, the agency that wrote)  ->  one weight a sign and kind
                       ->  softmax  ->  Guess(kind, how sure)

A linear classifier learned from the vocabulary's own patterns and from the corpus (`make train`, see
`benchmarks/train_guess.py`). It only speaks where the cues are silent, and only above a stated sureness; the
weights ship as `ingest/vocabulary/kind_guess.npz`. The same words give the same guess on every machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from model.errors import RuleFileError

_WORD = re.compile(r"[a-z&/']+|\d+|[^\w\s]")
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
WEIGHTS = "kind_guess.npz"
_SHORTEST = 4  # "w=" and two letters
_MOST_WORDS = 60  # of a clause: later ones tell of something else


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind and how sure it is, 0..1."""

    kind: str
    sure: float


def signs_of(agency: str, text: str) -> set[str]:
    """The signs of a clause: the agency, its words and pairs of words, how long words begin."""
    words = ["#" if word.isdigit() else word for word in _WORD.findall(text.translate(_STRAIGHT).lower())[:_MOST_WORDS]]
    signs = {f"A={agency}"}
    for i, word in enumerate(words):
        signs |= {f"w={word}", f"aw={agency} {word}"}
        signs |= {f"p={word[:n]}" for n in (4, 5, 6) if len(word) > n}
        if i:
            signs.add(f"b={words[i - 1]} {word}")
    if words:
        signs |= {f"1={words[0]}", f"12={' '.join(words[:2])}"}
    return signs


@dataclass(frozen=True, slots=True)
class KindGuesser:
    """The weights: a row a sign, a column a kind."""

    kinds: tuple[str, ...]
    rows: dict[str, int]
    weights: Any

    def known(self, text: str) -> int:
        """How many different words of three letters or more the weights know: a code or a name has none."""
        signs = signs_of("", text)
        return sum(len(s) > _SHORTEST and s in self.rows for s in signs if s.startswith("w="))

    def __call__(self, agency: str, text: str) -> Guess:
        """The likeliest kind of a clause of that agency's record."""
        rows = sorted(self.rows[sign] for sign in signs_of(agency, text) if sign in self.rows)
        scores = self.weights[rows].astype(np.float64).sum(0) / np.sqrt(max(1, len(rows)))
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        best = int(shares.argmax())
        return Guess(self.kinds[best], float(shares[best]))


@cache
def load_guesser() -> KindGuesser:
    """The guesser that ships with the program. Raises RuleFileError where its file cannot be read."""
    try:
        with files("ingest.vocabulary").joinpath(WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as data:
            signs, kinds, weights = str(data["signs"]).split("\n"), str(data["kinds"]).split("\n"), data["weights"]
    except (OSError, ValueError, KeyError) as error:
        raise RuleFileError(f"The data file {WEIGHTS} cannot be read.", remedy="Install Casethread again.") from error
    return KindGuesser(tuple(kinds), {sign: row for row, sign in enumerate(signs)}, weights)
