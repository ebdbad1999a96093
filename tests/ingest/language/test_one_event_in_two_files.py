"""Rows of two services, read and matched as in a case: `tests/corpus/pairs.txt` says which tell of one event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from model.case import Case, CaseInfo, Source
from model.matching import match
from model.view import CaseView
from tests.builders.rows import Read, row
from tests.support.services import SHORT

PAIRS = Path(__file__).parents[2] / "corpus" / "pairs.txt"


def pairs() -> Iterator[str]:
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return (line for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("line", [pytest.param(line, id=line[:90]) for line in pairs()])
def test_two_rows_tell_of_one_event_or_of_two(read: Read, line: str) -> None:
    entries, events, sources = [], [], []
    for number, written in enumerate(line[2:].split(" || ")):
        head, _, words = written.partition(" : ")
        writer, day = head.split()
        entry = replace(row(words, SHORT[writer], day, id=f"e{number}"), source=f"s{number}")
        entries.append(entry)
        sources.append(
            Source(id=f"s{number}", file=f"{number}.csv", agency=entry.agency, sha256=str(number), reader="csv")
        )
        found = read(words, entry.agency, day=day)
        events += [replace(e, id=f"e{number}-{n}", entry=entry.id) for n, e in enumerate(found, 1)]
    info = CaseInfo(id="case", title="Case")
    case = Case(info=info, sources=tuple(sources), entries=tuple(entries), events=tuple(events))
    _, groups = match(CaseView.of(case))
    assert bool(groups) is line.startswith("+")
