"""Measure the reading of entries on the development corpus: the tuned part and the part put away.

    python benchmarks/reading.py [--part NAME|all] [--errors] [--blank] [--speed]

Per part: kind of main and of mentioned events, assertion of both, roles and sharing (precision, recall,
F1), by the conventions of the corpus (tests/corpus/README.md). `--errors` lists what was read wrongly.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest.language import LanguageReader, ReadingContext
from model.case import Entry, Event, Part
from model.when import When

PARTS = ("tuning", "putaway", "plain_putaway", "rows_putaway")
CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
ONE_AGENCY = {"front_door": "childrens_social_care"}  # the front door and social care count as one agency


@dataclass(slots=True)
class Score:
    """Counts over one part of the corpus."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    def share(self, name: str) -> float:
        return self.right[name] / self.of[name] if self.of[name] else 1.0

    def f1(self, name: str) -> float:
        precision, recall = self.share(name + " precision"), self.share(name + " recall")
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def figures(self) -> dict[str, float]:
        """The figures of this part, 0..1."""
        names = ("main kind", "mentioned kind", "main assertion", "mentioned assertion")
        parts = ("role precision", "role recall", "shared precision", "shared recall")
        return {name: self.share(name) for name in (*names, *parts)} | {
            "role F1": self.f1("role"),
            "shared_with F1": self.f1("shared"),
        }


def load(part: str) -> list[dict[str, Any]]:
    """The rows of one part of the corpus."""
    with (CORPUS / f"{part}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def entry_of(row: dict[str, Any]) -> Entry:
    """The entry that the readers would make of a row of the corpus."""
    parts, at = [], 0
    for name, text in row["parts"]:
        parts.append(Part(field=name, header=name.replace("_", " ").title(), start=at, end=at + len(text)))
        at += len(text) + 1
    return Entry(
        id=row["id"],
        source=row["id"],  # each row is of a case of its own
        agency=row["agency"],
        locator={"row": 1},
        when=When.on(dt.date.fromisoformat(row["when"]), basis="column"),
        text="\n".join(text for _, text in row["parts"]),
        columns={},
        parts=tuple(parts),
    )


def score(rows: Iterable[dict[str, Any]], reader: LanguageReader) -> Score:
    """Read the rows and compare."""
    rows = list(rows)
    events: dict[str, list[Event]] = {}
    for context, known in _by_context(rows):
        for event in reader.read([entry_of(row) for row in known], context):
            events.setdefault(event.entry, []).append(event)
    total = Score()
    for row in rows:
        _score_row(row, events.get(row["id"], []), total)
    return total


def _by_context(rows: Iterable[dict[str, Any]]) -> list[tuple[ReadingContext, list[dict[str, Any]]]]:
    """The rows by what is known around them: the subject of the case, the file's own key."""
    found: dict[ReadingContext, list[dict[str, Any]]] = {}
    for row in rows:
        key = tuple((initials, who) for initials, who in row.get("key", ()))
        found.setdefault(ReadingContext(subject=row.get("subject", ""), key=key), []).append(row)
    return list(found.items())


def _score_row(row: dict[str, Any], events: list[Event], total: Score) -> None:
    text = "\n".join(part for _, part in row["parts"])
    pairs = match(row["events"], events, text)
    named = {role for event in row["events"] for names in event.get("roles", []) for role in names} | set(
        row.get("row_roles", [])
    )
    named |= _implied(row)
    told = {a for event in row["events"] for names in event.get("shared_with", []) for a in _canon(names)}
    said = {a for event in events for a in _canon(event.shared_with)}
    for gold, event in pairs:
        level = "main" if gold["main"] else "mentioned"
        _one(
            total,
            level + " kind",
            event is not None and event.kind in gold["kind"],
            row,
            gold,
            event,
            event and event.kind,
            gold["kind"],
            text,
        )
        if gold["main"]:
            total.confusion[
                (gold["kind"][0], event.kind if event and event.kind not in gold["kind"] else gold["kind"][0])
            ] += 1
        _one(
            total,
            level + " assertion",
            event is not None and event.assertion in gold["assertion"],
            row,
            gold,
            event,
            event and event.assertion,
            gold["assertion"],
            text,
        )
        roles = {mention.role for mention in event.mentions} if event else set()
        for names in gold.get("roles", []):
            _one(total, "role recall", bool(roles & set(names)), row, gold, event, sorted(roles), names, text)
        for role in sorted(roles):
            _one(total, "role precision", role in named, row, gold, event, role, sorted(named), text)
        shared = _canon(event.shared_with) if event else set()
        for names in gold.get("shared_with", []):
            _one(
                total,
                "shared recall",
                bool(_canon(names) & (shared | said)),
                row,
                gold,
                event,
                sorted(shared),
                names,
                text,
            )
        for agency in sorted(shared - _canon(gold.get("received_from", [])) - _canon([row["agency"]])):
            _one(total, "shared precision", agency in told, row, gold, event, agency, sorted(told), text)


def _implied(row: dict[str, Any]) -> set[str]:
    """Whom a service's row is about though it names nobody, and the child or parents that a row names in passing."""
    words = " ".join(part for _, part in row["parts"]).lower()
    found = {"mother"} if row["agency"] in {"midwifery", "domestic_abuse_service", "mental_health"} else set()
    if row["agency"] in {"school", "nursery", "education", "camhs", "youth_justice"}:
        found.add("subject_child")
    if re.search(r"\b(child|children|baby|infant|boys?|girls?|son|daughter|ch|yp|pupil)\b", words):
        found.add("subject_child")
    if "parents" in words:
        found |= {"mother", "father"}
    return found


def _canon(names: Iterable[str]) -> set[str]:
    return {ONE_AGENCY.get(name, name) for name in names}


def _one(
    total: Score,
    name: str,
    right: bool,
    row: dict[str, Any],
    gold: dict[str, Any],
    event: Event | None,
    got: Any,
    want: Any,
    text: str,
) -> None:
    total.of[name] += 1
    total.right[name] += right
    if not right:
        why = "; ".join(event.cues) if event else ""
        head = f"{name:20} {row['id']} {row['agency']} [{gold['key']}] want {want} got {got}"
        total.errors.append(f"{head}\n{'':10}{text!r}\n{'':10}{why}")


def match(golds: list[dict[str, Any]], events: list[Event], text: str) -> list[tuple[dict[str, Any], Event | None]]:
    """Pair each expected event with the one that answers it best by kind and place, one to one; main with main."""
    pairs: list[tuple[dict[str, Any], Event | None]] = []
    free = list(events)
    for gold in sorted(golds, key=lambda g: not g["main"]):
        start = text.find(gold["key"])
        end = start + len(gold["key"])

        def worth(event: Event, gold: dict[str, Any] = gold, start: int = start, end: int = end) -> float:
            over = min(end, event.span[1]) - max(start, event.span[0])
            return 2.0 * (event.kind in gold["kind"]) + 2.0 * (over > 0) + 9.0 * (gold["main"] and event.main)

        best = max(free, key=worth, default=None)
        if best is not None and (worth(best) < 2 or (best.main and not gold["main"])):
            best = None
        if best is not None:
            free.remove(best)
        pairs.append((gold, best))
    return pairs


def main() -> int:
    """Print the figures; exit code 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--part", default="all", choices=[*PARTS, "all"])
    options.add_argument("--errors", action="store_true")
    options.add_argument("--speed", action="store_true", help="words a second beside the bare language model")
    options.add_argument("--blank", action="store_true", help="without the language model")
    args = options.parse_args()
    reader = LanguageReader("blank" if args.blank else "auto")
    for part in PARTS if args.part == "all" else [args.part]:
        rows = load(part)
        started = time.perf_counter()
        result = score(rows, reader)
        seconds = time.perf_counter() - started
        figures = "  ".join(f"{name} {value:.3f}" for name, value in result.figures().items())
        print(f"{part}: {len(rows)} entries, {seconds:.1f} s\n  {figures}")
        if args.errors:
            print("\n".join(sorted(result.errors)))
            print("\n".join(f"{n:3}  {a} read as {b}" for (a, b), n in result.confusion.most_common() if a != b))
    if args.speed:
        print_speed(reader)
    return 0


def print_speed(reader: LanguageReader, repeats: int = 10) -> None:
    """Words a second of the whole reading beside the bare model with all its parts, on the same text."""
    import spacy

    from ingest.language.model_loader import model_folder

    rows = [entry_of(row) for part in ("tuning", "putaway") for row in load(part)]
    entries = [replace(entry, id=f"{entry.id}-{n}", source=str(n)) for n in range(repeats) for entry in rows]
    words = sum(len(entry.text.split()) for entry in entries)
    ours = _seconds(lambda: reader.read(entries, ReadingContext()))
    print(f"speed: {len(entries)} entries, {words} words, {words / ours:,.0f} words a second")
    folder = model_folder()
    if folder is not None:
        bare = spacy.util.load_model_from_path(folder)
        theirs = _seconds(lambda: deque(bare.pipe([entry.text for entry in entries], batch_size=128), maxlen=0))
        print(f"  bare model {words / theirs:,.0f} words a second; ratio {theirs / ours:.2f}")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
