"""Learn the weights of `ingest.language.guess` from the vocabulary and the corpus: `make train`.

    patterns of vocabulary/cues (each written out a few times)  \\
    keys of tuning.jsonl, sentences of phrases.jsonl        >  signs, kind  ->  softmax regression (AdaGrad)
                                                           /               ->  ingest/vocabulary/kind_guess.npz

The parts put away (putaway.jsonl, phrases_putaway.jsonl) are never learned from; `--check` prints what
they say. One seed, one order: the same inputs give the same file.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from ingest.language.forms import forms_of
from ingest.language.guess import WEIGHTS, KindGuesser, signs_of
from ingest.language.vocabulary import kind_cues
from model.names import AGENCIES

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
WRITINGS = 6  # of each pattern
PATTERN_WEIGHT = 0.3  # beside 1 of a sentence that somebody wrote
ROUNDS = 12
STEP = 0.5
DECAY = 1e-4
CLASSES = {
    "<family>": ["mum", "mother", "dad", "father", "parents", "baby", "child"],
    "<person>": ["mum", "father", "sw"],
    "<worker>": ["sw", "hv", "social worker", "midwife", "nurse"],
    "<agency>": ["csc", "police", "school", "gp", "mash", "camhs"],
    "<num>": ["3"],
    "<time>": ["14:00"],
}
Example = tuple[str, str, list[str], float]


def sentences(name: str) -> list[Example]:
    """The sentences of a part: agency, words, the kinds that are as good (the first is learned), weight."""
    rows = [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines() if line.strip()]
    found = []
    for row in rows:
        if "events" in row:
            found += [(row["agency"], event["key"], event["kind"], 1.0) for event in row["events"]]
        else:
            found.append((row["agency"], row["text"], row["kind"], 1.0))
    return found


def written_out(chance: random.Random) -> list[Example]:
    """Each pattern of the vocabulary as words, with one of its alternatives in each place."""
    found = []
    for cue in kind_cues():
        if cue["kind"] == "main":
            continue
        agencies = cue.get("only") or [a for a in AGENCIES if a not in cue.get("unless", ())]
        for pattern in cue["patterns"]:
            for _ in range(WRITINGS):
                words = " ".join(_written(place, chance) for place in pattern.split())
                found.append((chance.choice(agencies), words, [cue["kind"]], PATTERN_WEIGHT))
    return found


def _written(place: str, chance: random.Random) -> str:
    if re.fullmatch(r"\*\d?", place):
        return ""
    word = chance.choice(place.removesuffix("?").split("|") if len(place) > 1 else [place]).removeprefix("=")
    if word.startswith("<"):
        return chance.choice(CLASSES.get(word, [""]))
    return chance.choice(sorted(forms_of(word[:-1].lower()))) if word.endswith("~") else word


def learn(examples: list[Example]) -> KindGuesser:
    """Softmax regression over the signs that stand in two examples at least."""
    kinds = tuple(sorted({named[0] for _, _, named, _ in examples}))
    seen = Counter(sign for agency, text, _, _ in examples for sign in signs_of(agency, text))
    rows = {sign: row for row, sign in enumerate(sorted(s for s, n in seen.items() if n >= 2))}
    data = [
        (np.array(sorted(rows[s] for s in signs_of(a, t) if s in rows), dtype=np.int64), kinds.index(k[0]), w)
        for a, t, k, w in examples
    ]
    data = [one for one in data if len(one[0])]
    weights = np.zeros((len(rows), len(kinds)), np.float32)
    heat = np.full(len(rows), 1e-2, np.float32)
    order = np.random.RandomState(0)
    for _ in range(ROUNDS):
        for i in order.permutation(len(data)):
            _step(weights, heat, *data[i])
    return KindGuesser(kinds, rows, weights.astype(np.float16))


def _step(weights: Any, heat: Any, found: Any, kind: int, worth: float) -> None:
    scale = 1 / np.sqrt(len(found))
    scores = weights[found].sum(0) * scale
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    shares[kind] -= 1
    slope = shares * scale * worth
    heat[found] += float((slope * slope).sum())
    weights[found] -= (STEP / np.sqrt(heat[found]))[:, None] * (slope[None, :] + DECAY * weights[found])


def main() -> int:
    """Write the weights, or print how they do on the parts put away; exit code 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    args = options.parse_args()
    guesser = learn(sentences("tuning.jsonl") + sentences("phrases.jsonl") + written_out(random.Random(1)))
    if not args.check:
        signs, kinds = np.array("\n".join(guesser.rows)), np.array("\n".join(guesser.kinds))
        with (ROOT / "ingest" / "vocabulary" / WEIGHTS).open("wb") as file:
            np.savez_compressed(file, signs=signs, kinds=kinds, weights=guesser.weights)
    for part in ("putaway.jsonl", "phrases_putaway.jsonl"):
        rows = sentences(part)
        right = sum(guesser(agency, text).kind in kinds for agency, text, kinds, _ in rows)
        print(f"{part}: {right} of {len(rows)} by the guess alone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
