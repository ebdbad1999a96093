"""Rows without a date that stand between two dated ones of nearly one day.

rows of a file in order  ->  undated row -> the date of the dated row before it
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from model.case import Entry
from model.when import When

BETWEEN_DAYS: Final = 2  # dated rows so near each other date the undated ones between them


def told_between(entries: Iterable[Entry]) -> dict[str, When]:
    """For undated rows that stand between two dated ones of nearly one day: the date of the one before."""
    out: dict[str, When] = {}
    before: dict[str, When] = {}
    waiting: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        last = before.get(entry.source)
        if entry.when is None or not entry.when.bounded:
            waiting[entry.source] += [entry.id] if last else []
            continue
        first = entry.when.start
        if last and last.end and first and 0 <= (first - last.end).days <= BETWEEN_DAYS:
            out |= dict.fromkeys(waiting[entry.source], last)
        waiting[entry.source], before[entry.source] = [], entry.when
    return out
