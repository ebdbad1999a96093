"""Rows with more cells than the header: join the surplus where the row then looks most like the others.

    cells, Shape (what the columns of well-formed rows look like)  ->  mended  ->  as many cells as the header

Words are never dropped. A cell that begins with a space goes on with the sentence before ("clean, and
warm" was cut at its comma) where the cells of this file do not otherwise begin so.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.cells import looks_dated
from ingest.raw import Cell

_MOST_WAYS: Final = 2_000  # ways to join that are compared; beyond that the longest column takes it all
_KNOWN_SHORT: Final = 40  # characters up to which a value that occurs again speaks for its column


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """What stands in one column of the rows that fit: how long, how often a date, empty, or the same words."""

    mean_log: float
    spread: float
    dated: float
    empty: float
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a file. `spaced` says that its cells begin with a space as a habit ("a, b, c")."""

    width: int
    columns: tuple[ColumnShape, ...]
    spaced: bool

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], width: int) -> Shape:
        """The shape of the rows that have as many cells as the header."""
        fitting = [r for r in rows if len(r) == width]
        columns = tuple(_column([r[i] for r in fitting]) for i in range(width))
        later = [c for r in fitting for c in r[1:] if c.strip()]
        spaced = bool(later) and sum(c.startswith(" ") for c in later) > 0.5 * len(later)
        return cls(width, columns, spaced)


def _column(cells: Sequence[str]) -> ColumnShape:
    filled = [c.strip() for c in cells if c.strip()]
    logs = [math.log1p(len(c)) for c in filled]
    middle = sum(logs) / len(logs) if logs else math.log1p(20)
    spread = math.sqrt(sum((x - middle) ** 2 for x in logs) / len(logs)) if logs else 1.0
    share = sum(looks_dated(Cell(text=c)) for c in filled) / len(filled) if filled else 0.0
    counts = Counter(c.lower() for c in filled if len(c) <= _KNOWN_SHORT)
    known = frozenset(c for c, n in counts.items() if n > 1)
    return ColumnShape(middle, max(spread, 0.4), share, 1 - len(filled) / len(cells) if cells else 0.5, known)


def mended(cells: Sequence[str], shape: Shape, separator: str) -> tuple[str, ...]:
    """The cells of a row, as many as the header has, no word lost. Empty cells at the end are dropped first."""
    row = list(cells)
    while len(row) > shape.width and not row[-1].strip():
        row.pop()
    surplus = len(row) - shape.width
    if surplus <= 0:
        return tuple(row)
    ways = math.comb(len(row) - 1, surplus)
    if ways > _MOST_WAYS:
        longest = max(range(shape.width), key=lambda i: shape.columns[i].mean_log)
        return _joined(row, longest, surplus, separator)
    joins = itertools.combinations(range(1, len(row)), surplus)
    return max((_glued(row, set(j), separator) for j in joins), key=lambda r: _likeness(r, row, shape))


def _joined(row: Sequence[str], column: int, surplus: int, separator: str) -> tuple[str, ...]:
    return (*row[:column], separator.join(row[column : column + surplus + 1]), *row[column + surplus + 1 :])


def _glued(row: Sequence[str], joins: set[int], separator: str) -> tuple[str, ...]:
    """The row with each cell in `joins` joined to the one before it."""
    out: list[str] = []
    for i, cell in enumerate(row):
        if i in joins:
            out[-1] += separator + cell
        else:
            out.append(cell)
    return tuple(out)


def _likeness(way: Sequence[str], row: Sequence[str], shape: Shape) -> float:
    """How much a way of joining looks like the other rows: higher is likelier."""
    score = 0.0
    for cell, column in zip(way, shape.columns, strict=True):
        text = cell.strip()
        if not text:
            score += math.log(max(column.empty, 0.02))
            continue
        score -= ((math.log1p(len(text)) - column.mean_log) / column.spread) ** 2 / 2
        dated = looks_dated(Cell(text=text))
        score += math.log(max(column.dated if dated else 1 - column.dated, 0.02))
        score += 2.0 if text.lower() in column.known else 0.0
    if not shape.spaced:
        score -= 3.0 * sum(c.startswith(" ") and bool(c.strip()) for c in way)
        score -= 0.5 * sum(c.strip()[:1].islower() for c in way[1:])
    return score
