"""A program that writes to a case until it is killed, and says on standard output what was acknowledged.

python writer.py CASE BEGIN  ->  "source ID" and "decision NUMBER", a line each, after each commit
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from model.case import Decision, Entry, RowCount, Source
from model.store import Store
from model.when import When

ENTRIES = 40


def a_source(name: str) -> tuple[Source, bytes, list[Entry]]:
    """A file of that name with its entries; the same name gives the same bytes."""
    content = name.encode() * 2_000
    sha = hashlib.sha256(content).hexdigest()
    source = Source(
        id=f"s-{sha[:12]}", file=f"{name}.csv", agency="police", sha256=sha, reader="csv",
        size_bytes=len(content), count=RowCount(rows=ENTRIES, entries=ENTRIES),
    )  # fmt: skip
    when = When.on(dt.date(2021, 5, 4))
    entries = [
        Entry(id=f"{sha[:12]}-{n:04d}", source=source.id, agency="police", locator={"row": n}, when=when,
              text=f"Entry {n} of {name}.", columns={})
        for n in range(1, ENTRIES + 1)
    ]  # fmt: skip
    return source, content, entries


def write(store: Store, begin: int, rounds: int) -> None:
    """Files and decisions in turn; each is said only after it is kept."""
    for n in range(begin, begin + rounds):
        source, content, entries = a_source(f"file{n}")
        store.add_source(source, content, entries, [])
        say(f"source {source.id}")
        number = store.decide(Decision(subject="note", verdict="confirmed", about=(), reason=f"r{n}", author="A"))
        say(f"decision {number}")


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    with Store.open(Path(sys.argv[1])) as opened:
        write(opened, int(sys.argv[2]), 1_000_000)
