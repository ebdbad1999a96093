"""Ruled tables of a page: lines drawn across and down -> a grid -> rows of cells.

    strokes -> collinear ones merged -> connected ones together -> columns and rows
    -> cells (one where no line parts them)

A word belongs to the cell that holds its middle. A table whose rows are not ruled (one tall box under a
header) is cut into rows at the dates of its date column.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.date_shapes import opening
from ingest.raw import Cell
from ingest.readers.pdf_lines import AS_PRINTED, Hyphens, TextLine, flowing, visual_lines
from ingest.readers.pdf_page import Box, Page, Word

_NEAR: Final = 2.5  # points: lines this close are one line (double borders, per-cell borders)
_TOUCH: Final = 3.5  # points by which lines that meet may miss one another
_MIN_DATES: Final = 3  # dates in one tall cell that make it a column of rows


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row as it stands on the page, with its height there."""

    cells: tuple[Cell, ...]
    page: int
    top: float
    bottom: float

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple("" if c.merged_down or c.merged_right else c.text for c in self.cells)

    @property
    def empty(self) -> bool:
        return not any(c.text.strip() for c in self.cells)


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page: where its columns begin and end, its rows from the top down."""

    box: Box
    columns: tuple[float, ...]
    rows: tuple[GridRow, ...]
    ruled: bool = True


def ruled_tables(page: Page, *, hyphens: Hyphens = AS_PRINTED) -> tuple[list[PageTable], list[Word]]:
    """The ruled tables of a page from the top down, and the words outside them."""
    grids = _outermost(_grids(page))
    inside: list[list[Word]] = [[] for _ in grids]
    outside: list[Word] = []
    for word in page.words:
        x, y = (word.box.x0 + word.box.x1) / 2, word.box.middle
        place = next((i for i, g in enumerate(grids) if g.holds(x, y)), None)
        (outside if place is None else inside[place]).append(word)
    tables = []
    for grid, words in zip(grids, inside, strict=True):
        if words:
            tables.append(_table(grid, words, page, hyphens))
    return sorted(tables, key=lambda t: t.box.top), outside


def with_notes(
    tables: Sequence[PageTable], notes: Sequence[tuple[Box, str]]
) -> tuple[list[PageTable], list[tuple[Box, str]]]:
    """Notes stuck on the page, each put to the cell of the row beside which it stands; those beside no row are left."""
    kept, loose = list(tables), []
    for box, text in notes:
        place = next(
            (
                (t, r)
                for t, table in enumerate(kept)
                for r, row in enumerate(table.rows)
                if row.top <= box.middle < row.bottom
            ),
            None,
        )
        if place is None:
            loose.append((box, text))
            continue
        table, row = kept[place[0]], kept[place[0]].rows[place[1]]
        column = min(max(bisect_right(table.columns, (box.x0 + box.x1) / 2) - 1, 0), len(row.cells) - 1)
        cells = tuple(replace(c, notes=(*c.notes, text)) if n == column else c for n, c in enumerate(row.cells))
        rows = tuple(replace(r, cells=cells) if r is row else r for r in table.rows)
        kept[place[0]] = replace(table, rows=rows)
    return kept, loose


@dataclass(frozen=True, slots=True)
class _Grid:
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Box, ...]
    down: tuple[Box, ...]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1


def _grids(page: Page) -> list[_Grid]:
    across = _merged(page.across, sideways=True)
    down = _merged(page.down, sideways=False)
    found = []
    for lines, posts in _connected(across, down):
        xs = _clusters([p.x0 for p in posts] + _ends([line.x0 for line in lines], [line.x1 for line in lines], posts))
        ys = _clusters([line.top for line in lines] + [min(p.top for p in posts), max(p.bottom for p in posts)])
        if len(xs) >= 3 and len(ys) >= 2 and ys[-1] - ys[0] > 8:
            bands = _shade_edges(page.shades, xs, ys)
            ys = _clusters([*ys, *(band.top for band in bands)])
            found.append(_Grid(tuple(xs), tuple(ys), (*lines, *bands), tuple(posts)))
    return found


def _shade_edges(shades: Sequence[Box], xs: Sequence[float], ys: Sequence[float]) -> list[Box]:
    """Upper and lower edges of shaded cells: a row may end where its shade does, without a line."""
    edges = []
    for shade in shades:
        fits = all(min(abs(x - side) for x in xs) <= _TOUCH for side in (shade.x0, shade.x1))
        if fits and ys[0] - _TOUCH <= shade.top and shade.bottom <= ys[-1] + _TOUCH:
            edges += [Box(shade.x0, y, shade.x1, y) for y in (shade.top, shade.bottom)]
    return edges


def _ends(lefts: Sequence[float], rights: Sequence[float], posts: Sequence[Box]) -> list[float]:
    """The sides of a table that has no outer lines down: where its lines across end."""
    left, right = min(lefts), max(rights)
    ends = [left] if left < min(p.x0 for p in posts) - 10 else []
    return [*ends, right] if right > max(p.x0 for p in posts) + 10 else ends


def _merged(lines: Sequence[Box], *, sideways: bool) -> list[Box]:
    """Strokes in line with one another and touching, as one."""
    if not lines:
        return []

    def level(b: Box) -> float:
        return b.top if sideways else b.x0

    def start(b: Box) -> float:
        return b.x0 if sideways else b.top

    def end(b: Box) -> float:
        return b.x1 if sideways else b.bottom

    out: list[Box] = []
    levels = _clusters([level(b) for b in lines])
    by_level: dict[int, list[Box]] = {}
    for line in lines:
        nearest = min(range(len(levels)), key=lambda i: abs(levels[i] - level(line)))
        by_level.setdefault(nearest, []).append(line)
    for index, group in by_level.items():
        at = levels[index]
        low, high = None, 0.0
        for line in sorted(group, key=start):
            if low is not None and start(line) <= high + _TOUCH:
                high = max(high, end(line))
                continue
            if low is not None:
                out.append(Box(low, at, high, at) if sideways else Box(at, low, at, high))
            low, high = start(line), end(line)
        if low is not None:
            out.append(Box(low, at, high, at) if sideways else Box(at, low, at, high))
    return out


def _clusters(values: Sequence[float]) -> list[float]:
    """Values with those nearer than `_NEAR` to their neighbour put together at their mean."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]


def _connected(across: list[Box], down: list[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Lines across and down that touch, directly or through others."""
    owner = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while owner[i] != i:
            owner[i] = owner[owner[i]]
            i = owner[i]
        return i

    for j, post in enumerate(down):
        for i, line in enumerate(across):
            beside = line.x0 - _TOUCH <= post.x0 <= line.x1 + _TOUCH
            if beside and post.top - _TOUCH <= line.top <= post.bottom + _TOUCH:
                owner[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Box], list[Box]]] = {}
    for i, line in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(line)
    for j, post in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(post)
    return [(lines, posts) for lines, posts in groups.values() if lines and posts]


def _outermost(grids: list[_Grid]) -> list[_Grid]:
    """Without the grids that lie inside another: their words stay in the outer cell."""
    by_size = sorted(grids, key=lambda g: (g.box.x1 - g.box.x0) * g.box.height, reverse=True)
    kept: list[_Grid] = []
    for grid in by_size:
        if not any(k.holds((grid.box.x0 + grid.box.x1) / 2, grid.box.middle) for k in kept):
            kept.append(grid)
    return kept


def _table(grid: _Grid, words: Sequence[Word], page: Page, hyphens: Hyphens) -> PageTable:
    width, height = len(grid.xs) - 1, len(grid.ys) - 1
    owner = _cells(grid, width, height)
    held: dict[int, list[Word]] = {}
    for word in words:
        column = min(max(bisect_right(grid.xs, (word.box.x0 + word.box.x1) / 2) - 1, 0), width - 1)
        row = min(max(bisect_right(grid.ys, word.box.middle) - 1, 0), height - 1)
        held.setdefault(owner[row * width + column], []).append(word)
    rows: list[GridRow] = []
    for r in range(height):
        slots = owner[r * width : (r + 1) * width]
        own = [held.get(slot, []) if slot // width == r else [] for slot in slots]
        dates = tall_dates([own[c] for c in range(width)])
        if dates is not None:
            rows += rows_by_dates([w for part in own for w in part], grid.xs, dates, page.number, hyphens)
            continue
        cells = tuple(_cell(slots, c, r, width, held, grid, hyphens) for c in range(width))
        rows.append(GridRow(cells, page.number, grid.ys[r], grid.ys[r + 1]))
    return PageTable(grid.box, grid.xs, tuple(row for row in rows if not _sliver(row)))


def _sliver(row: GridRow) -> bool:
    """An empty row too low for a line of type: the space between double rules."""
    return row.empty and row.bottom - row.top < 6


def _cells(grid: _Grid, width: int, height: int) -> list[int]:
    """For each slot of the grid the first slot of its cell: slots that no line parts are one cell."""
    owner = list(range(width * height))

    def root(i: int) -> int:
        while owner[i] != i:
            i = owner[i]
        return i

    for r in range(height):
        y = (grid.ys[r] + grid.ys[r + 1]) / 2
        for c in range(width):
            x = (grid.xs[c] + grid.xs[c + 1]) / 2
            slot = r * width + c
            if c + 1 < width and not _crossed(grid.down, grid.xs[c + 1], y, sideways=False):
                a, b = sorted((root(slot), root(slot + 1)))
                owner[b] = a
            if r + 1 < height and not _crossed(grid.across, grid.ys[r + 1], x, sideways=True):
                a, b = sorted((root(slot), root(slot + width)))
                owner[b] = a
    return [root(i) for i in range(width * height)]


def _crossed(lines: Sequence[Box], level: float, at: float, *, sideways: bool) -> bool:
    if sideways:
        return any(abs(b.top - level) <= _NEAR and b.x0 - 1 <= at <= b.x1 + 1 for b in lines)
    return any(abs(b.x0 - level) <= _NEAR and b.top - 1 <= at <= b.bottom + 1 for b in lines)


def _cell(
    slots: Sequence[int], c: int, r: int, width: int, held: dict[int, list[Word]], grid: _Grid, hyphens: Hyphens
) -> Cell:
    slot = slots[c]
    if c > slot % width:
        return Cell(merged_right=True, merged_down=slot // width < r)
    span = next((n for n in range(1, width - c) if slots[c + n] != slot), width - c)
    text = cell_text(held.get(slot, []), grid.xs[c], grid.xs[c + span], hyphens)
    return Cell(text=text, span=span, merged_down=slot // width < r)


def cell_text(words: Sequence[Word], left: float, right: float, hyphens: Hyphens) -> str:
    """The words of a cell as text; the margin on its right is taken to be that on its left."""
    lines = visual_lines(words)
    if not lines:
        return ""
    margin = min(max(min(line.box.x0 for line in lines) - left, 0.0), 12.0)
    return flowing(lines, right - margin, hyphens=hyphens)


def tall_dates(columns: Sequence[Sequence[Word]]) -> list[TextLine] | None:
    """The dated lines of the date column if one box holds several rows, else None."""
    for words in columns[:2]:
        lines = visual_lines(words)
        dated = [line for line in lines if opening(line.text)]
        if len(dated) >= _MIN_DATES and len(dated) >= 0.6 * len(lines) and sum(1 for c in columns if c) > 1:
            return dated
    return None


def rows_by_dates(
    words: Sequence[Word], xs: Sequence[float], dated: Sequence[TextLine], page: int, hyphens: Hyphens
) -> list[GridRow]:
    """Rows of a region without lines between them: each begins at a line with a date."""
    starts = [line.box.top - 0.35 * line.box.height for line in dated]
    bands: list[list[Word]] = [[] for _ in range(len(starts) + 1)]
    for word in words:
        bands[bisect_right(starts, word.box.top)].append(word)
    rows = []
    for band in bands:
        if band:
            cells = []
            for left, right in itertools.pairwise(xs):
                inside = [w for w in band if left <= (w.box.x0 + w.box.x1) / 2 < right]
                cells.append(Cell(text=cell_text(inside, left, right, hyphens)))
            top, bottom = min(w.box.top for w in band), max(w.box.bottom for w in band)
            rows.append(GridRow(tuple(cells), page, top, bottom))
    return rows
