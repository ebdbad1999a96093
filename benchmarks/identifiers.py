"""How much of what identifies is found, and how much besides: `python benchmarks/identifiers.py [--part putaway]`.

    tests/corpus/identifiers*.txt  ->  sentences with what identifies marked  ->  ours, as one case and line by line
    found spans  ->  recall (a mark counts when all its letters are covered), precision (of the spans replaced)

`--spans FILE` takes the answers of another program instead: a JSON list of [[start, end], ...] for each sentence.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "corpus"
_MARK = re.compile(r"\[([^\]|]+)\|(\w+)\]")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the spans of it that identify, each with its sort."""

    text: str
    marks: tuple[tuple[int, int, str], ...]


def sentences(part: str = "tuning") -> list[Sentence]:
    """The sentences of a part of the corpus: "tuning" may be looked at, "putaway" only measures."""
    out = []
    name = "identifiers.txt" if part == "tuning" else "identifiers_putaway.txt"
    for line in (CORPUS / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, marks, at = "", [], 0
        for match in _MARK.finditer(line):
            text += line[at : match.start()]
            marks.append((len(text), len(text) + len(match[1]), match[2]))
            text += match[1]
            at = match.end()
        out.append(Sentence(text + line[at:], tuple(marks)))
    return out


def ours(texts: Sequence[str], *, together: bool) -> list[list[Span]]:
    """The spans that Casethread replaces: all sentences as one case, or each as a case of its own."""
    from ingest.identifiers import pseudonymiser, table_for
    from model.pseudonyms import PseudonymTable
    from tests.builders.cases import case_of, event

    made = [event("childrens_social_care", "other", f"2021-{1 + n // 28:02d}-{1 + n % 28:02d}", t) for n, t in
            enumerate(texts)]  # fmt: skip
    groups = [made] if together else [[one] for one in made]
    out: list[list[Span]] = []
    for group in groups:
        by = pseudonymiser(table_for(case_of(group), PseudonymTable()))
        out += [[(start, end) for start, end, _ in by.rewrite(one.quote).edits] for one in group]
    return out


def scored(found: Sequence[Sequence[Span]], wanted: Sequence[Sentence], *, misses: bool) -> dict[str, str]:
    """Recall by sort and for all, precision for all; a word that was taken in beside a mark does not count against."""
    held: Counter[str] = Counter()
    total: Counter[str] = Counter()
    right = made = 0
    for spans, sentence in zip(found, wanted, strict=True):
        covered = {i for start, end in spans for i in range(start, end)}
        for start, end, sort in sentence.marks:
            letters = {i for i in range(start, end) if sentence.text[i].isalnum()}
            total[sort] += 1
            held[sort] += letters <= covered
            if misses and not letters <= covered:
                print("missed", sentence.text[start:end], "::", sentence.text)
        for start, end in spans:
            hit = any(start < e and s < end for s, e, _ in sentence.marks)
            made += 1
            right += hit
            if misses and not hit:
                print("besides", sentence.text[start:end], "::", sentence.text)
    out = {sort: f"{held[sort]}/{total[sort]} = {held[sort] / total[sort]:.2f}" for sort in total}
    out["all"] = f"{held.total()}/{total.total()} = {held.total() / total.total():.3f}"
    out["precision"] = f"{right}/{made} = {right / max(1, made):.3f}"
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--spans", type=Path)
    parser.add_argument("--part", choices=("tuning", "putaway"), default="tuning")
    args = parser.parse_args()
    wanted = sentences(args.part)
    texts = [s.text for s in wanted]
    print(f"{len(texts)} sentences, {sum(len(s.marks) for s in wanted)} marks")
    if args.spans:
        other = [[(a, b) for a, b in spans] for spans in json.loads(args.spans.read_text())]
        print("other program", scored(other, wanted, misses=args.misses))
        return
    print("one case    ", scored(ours(texts, together=True), wanted, misses=args.misses))
    print("line by line", scored(ours(texts, together=False), wanted, misses=False))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
