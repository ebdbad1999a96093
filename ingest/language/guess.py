"""Linear classifiers that weigh all the words of a piece: for its kind (`weighing`) and for its assertion (`asserted`).

    words, what the cues say  ->  groups of signs  ->  one weight a sign and label  ->  softmax  ->  a share a label

They are learned from the corpus (`make train`, see `benchmarks/train_guess.py`) and ship as `ingest/vocabulary/*.npz`.
What their shares are worth beside the cues is decided where they are asked. The same words give the same shares on
every machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from model.errors import RuleFileError

_WORD = re.compile(r"[a-z&/']+|\d+|[^\w\s]")
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_SHORTEST = 4  # "w=" and two letters
_MOST_WORDS = 60  # of a piece: later ones tell of something else
_LONGEST_WORD = 24  # parts of longer ones are of no use
PARTS: Final = (3, 4, 5)  # letters of the parts of words


def words_of_signs(text: str) -> list[str]:
    """The words of a text as signs see them: in small letters, every number as "#"."""
    words = _WORD.findall(text.translate(_STRAIGHT).lower())[:_MOST_WORDS]
    return ["#" if word.isdigit() else word for word in words]


def word_signs(agency: str, text: str) -> set[str]:
    """The signs of the words: the agency, words and pairs of words, parts of words."""
    words = words_of_signs(text)
    signs = {f"A={agency}"}
    for i, word in enumerate(words):
        signs |= {f"w={word}", f"aw={agency} {word}"}
        if len(word) >= PARTS[0]:
            edged = f"<{word[:_LONGEST_WORD]}>"
            signs |= {f"c={edged[at : at + n]}" for n in PARTS for at in range(len(edged) - n + 1)}
        if i:
            signs.add(f"b={words[i - 1]} {word}")
    if words:
        signs |= {f"1={words[0]}", f"12={' '.join(words[:2])}"}
    return signs


@dataclass(frozen=True, slots=True)
class Guesser:
    """The weights: a row a sign, a column a label; whole numbers, `scale` of which make one."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    weights: Any
    scale: float = 1.0

    def known(self, text: str) -> int:
        """How many different words of three letters or more the weights know: a code or a name has none."""
        signs = {f"w={word}" for word in words_of_signs(text)}
        return sum(len(sign) > _SHORTEST and sign in self.rows for sign in signs)

    def shares(self, *groups: set[str]) -> dict[str, float]:
        """How likely each label is, 0..1, all together 1. A group weighs the same however many signs it has."""
        scores = sum((self._of(signs) for signs in groups), np.zeros(len(self.labels)))
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return dict(zip(self.labels, shares.tolist(), strict=True))

    def _of(self, signs: set[str]) -> Any:
        rows = sorted(self.rows[sign] for sign in signs if sign in self.rows)
        return self.weights[rows].sum(0, dtype=np.int64) / (self.scale * np.sqrt(max(1, len(rows))))


@cache
def load_guesser(name: str) -> Guesser:
    """The guesser that ships as `name`.npz. Raises RuleFileError where its file cannot be read."""
    file_name = f"{name}.npz"
    try:
        with files("ingest.vocabulary").joinpath(file_name).open("rb") as file, np.load(file) as data:
            signs, labels = str(data["signs"]).split("\n"), str(data["labels"]).split("\n")
            weights, scale = data["weights"], float(data["scale"])
    except (OSError, ValueError, KeyError) as error:
        raise RuleFileError(f"The data file {file_name} cannot be read.", remedy="Install Casethread again.") from error
    return Guesser(tuple(labels), {sign: row for row, sign in enumerate(signs)}, weights, scale)
