"""How long each export of 5,000 entries takes, and how large it is; the target is 20 seconds and 15 MiB.

    python -m benchmarks.exports            a table
    python -m benchmarks.exports --json     the same for `make bench`

A made-up case of eight agencies over eight years with a gap for each forty entries; an entry has about 100 words,
drawn by rank from 20,000 different ones, so that it packs no better than prose. Seconds of processor time, those of
the typesetter's own process among them.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import sys
from dataclasses import replace

from dashboard.exports.documents import DATA, DOCUMENTS, WHOLE, written
from dashboard.exports.options import ExportOptions
from model.case import Case, Findings
from tests.dashboard.sample import large_case

ENTRIES = 5_000
WORDS_EACH = 100
VOCABULARY = 20_000
MADE = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)


def case_with_words(number: int = ENTRIES, seed: int = 11) -> tuple[Case, Findings]:
    """The large case of the tests with entries as long as real ones."""
    rng = random.Random(seed)
    letters = "etaoinshrdlcumwfgypbvk"
    words = ["".join(rng.choices(letters, k=rng.randrange(2, 10))) for _ in range(VOCABULARY)]
    weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
    case, findings = large_case(number)
    entries = tuple(
        replace(entry, text=" ".join(rng.choices(words, weights, k=WORDS_EACH)) + ".") for entry in case.entries
    )
    return replace(case, entries=entries), findings


def cpu_seconds() -> float:
    """Of this process and of those that it started, such as the typesetter."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    """Measure every document in every format."""
    case, findings = case_with_words()
    rows = []
    every = [(name, kind) for name, document in DOCUMENTS.items() for kind in document.writers]
    for name, kind in [*every, *((DATA, kind) for kind in WHOLE)]:
        start = cpu_seconds()
        content = written(name, kind, case, findings, ExportOptions(), MADE)
        seconds = cpu_seconds() - start
        rows.append({"document": name, "format": kind, "seconds": round(seconds, 2),
                     "mib": round(len(content) / 2**20, 2)})  # fmt: skip
    if "--json" in sys.argv:
        print(json.dumps({"entries": ENTRIES, "exports": rows}))
        return
    for row in rows:
        print(f"{row['document']:12} {row['format']:5} {row['seconds']:7.2f} s {row['mib']:7.2f} MiB")


if __name__ == "__main__":
    main()
