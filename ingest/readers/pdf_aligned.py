"""Tables without ruled columns: columns by the white space that runs down between aligned words.

    lines -> those that open with a date and go on in a second column -> gutters -> rows (one a date) -> PageTable

Shaded bands and lines across, where there are any, part the rows; else each row begins at its date, and
at a wider space like those before the dates.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from ingest.date_shapes import any_of, is_only_date
from ingest.raw import Cell
from ingest.readers.pdf_lines import AS_PRINTED, Hyphens, TextLine, around
from ingest.readers.pdf_page import Box, Page, Word
from ingest.readers.pdf_tables import GridRow, PageTable, cell_text
from model.data import load_toml

_OPENERS: Final = re.compile(
    any_of(load_toml("ingest.vocabulary", "prose.toml")["records"]["openers"]) + r"(?:\s?\(.{1,20}\))?", re.IGNORECASE
)
_RANGE: Final = re.compile(r"(?:^|\s)(?:to|until|and|&|-|–)$", re.IGNORECASE)  # a range goes on in the next line
_NUMBER: Final = re.compile(r"[A-Z]{0,4}[-#]?\d{1,6}[.)]?")
_GUTTER: Final = 4.0  # points of white space down the page that part two columns
_GAPS: Final = (1.1, 0.6, 0.38)  # of the letters' height: space that parts columns, wide first, then narrow
_FULL_LINE: Final = 0.8  # of the longest line: print without rules is ragged on its right
_AGREE: Final = 5.0  # points by which the starts of one column may differ


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table found among lines, and the lines before and after it."""

    table: PageTable
    before: tuple[TextLine, ...]
    after: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line cut into the groups of words that its spaces part."""

    whole: TextLine
    groups: tuple[TextLine, ...]

    @property
    def box(self) -> Box:
        return self.whole.box


def is_header_line(line: TextLine) -> bool:
    """Whether a line is the header row of a table: columns of words of which one says "Date" or "When"."""
    return any(_is_header(_Line(line, tuple(line.groups(gap)))) for gap in _GAPS)


def is_date_header(text: str) -> bool:
    """Whether words are the title of a date column: "Date", "When", "Date of contact (dd/mm/yy)"."""
    return _OPENERS.fullmatch(text.strip(" :*")) is not None


def _is_header(line: _Line) -> bool:
    return len(line.groups) > 1 and any(is_date_header(group.text) for group in line.groups)


def aligned_table(
    lines: Sequence[TextLine], page: Page, inherited: tuple[float, ...] | None = None, *, hyphens: Hyphens = AS_PRINTED
) -> Aligned | None:
    """The table that lines draw by their alignment, or None. `inherited` are the columns of the page before."""
    for gap in _GAPS:
        cut = [_Line(line, tuple(line.groups(gap))) for line in lines]
        found = _table(cut, page, inherited, hyphens)
        if found is not None:
            table, begin, end = found
            return Aligned(table, tuple(lines[:begin]), tuple(lines[end:]))
    return None


def _table(
    lines: Sequence[_Line], page: Page, inherited: tuple[float, ...] | None, hyphens: Hyphens
) -> tuple[PageTable, int, int] | None:
    """The table with the first of its lines and the first after it."""
    dated = [index for index, line in enumerate(lines) if _second_column(line) is not None]
    if not dated and inherited and _only_carries_on(lines, inherited):
        rows = _rows(lines, inherited, page, hyphens)
        return PageTable(around(line.box for line in lines), inherited, tuple(rows), ruled=False), 0, len(lines)
    seconds = [_second_column(lines[index]) or 0.0 for index in dated]
    starts = Counter(round(x / _AGREE) for x in seconds)
    agreed = starts.most_common(1)[0][1] if starts else 0
    if (len(dated) < 2 or agreed < max(2, len(dated) // 2)) and not (inherited and dated):
        return None
    begin, end = _extent(lines, dated, inherited)
    inner = lines[begin:end]
    edges = _columns(inner)
    if inherited and _fits(inner, inherited) and (edges is None or len(edges) <= len(inherited)):
        edges = inherited
    if edges is None or len(edges) < 3:
        return None
    while end > dated[-1] + 1 and _crosses(lines[end - 1], edges):
        end -= 1
    rows = _rows(lines[begin:end], edges, page, hyphens)
    box = around(line.box for line in lines[begin:end])
    return PageTable(box, edges, tuple(rows), ruled=False), begin, end


def _only_carries_on(lines: Sequence[_Line], edges: tuple[float, ...]) -> bool:
    """Whether a page without a date goes on with a row of the page before: its date column is empty."""
    own = [line for line in lines if not _is_header(line)]
    return bool(own) and _fits(own, edges) and all(line.box.x0 > edges[1] - 2 for line in own)


def _second_column(line: _Line) -> float | None:
    """Where the words after the date begin, for a line whose first column (or second, after a number) is a date."""
    groups = line.groups
    if len(groups) > 1 and is_only_date(groups[0].text):
        return groups[1].box.x0
    if len(groups) > 2 and _NUMBER.fullmatch(groups[0].text) and is_only_date(groups[1].text):
        return groups[2].box.x0
    return None


def _extent(lines: Sequence[_Line], dated: Sequence[int], inherited: tuple[float, ...] | None) -> tuple[int, int]:
    """The first and last line (exclusive) of the table: its header rows and what hangs below its last date.

    On a page that goes on with a table, the rest of a row may stand above the first date.
    """
    begin = dated[0]
    while inherited and begin and (_only_carries_on([lines[begin - 1]], inherited) or _is_header(lines[begin - 1])):
        begin -= 1
    for index in range(begin - 1, max(begin - 5, -1), -1):
        if _is_header(lines[index]):
            begin = index
            break
    end = dated[-1] + 1
    while end < len(lines):
        gap = lines[end].box.top - lines[end - 1].box.bottom
        if gap > 2.2 * lines[end].box.height:
            break
        end += 1
    return begin, end


def _columns(lines: Sequence[_Line]) -> tuple[float, ...] | None:
    """The sides and the middles of the gutters of a region, or None where no white space runs down it."""
    groups = [group.box for line in lines for group in line.groups]
    left, right = min(b.x0 for b in groups), max(b.x1 for b in groups)
    for tolerated in (0, max(1, len(lines) // 50)):
        covered = [0] * (int(right - left) + 2)
        for box in groups:
            for x in range(int(box.x0 - left), int(box.x1 - left) + 1):
                covered[x] += 1
        middles, run = [], 0
        for x, count in enumerate(covered):
            if count <= tolerated:
                run += 1
                continue
            if run >= _GUTTER and x - run > 0:
                middles.append(left + x - min(run / 2, 3.0))
            run = 0
        if middles:
            return (left - 1, *middles, right + 1)
    return None


def _fits(lines: Sequence[_Line], edges: tuple[float, ...]) -> bool:
    crossing = sum(1 for line in lines if _crosses(line, edges))
    return crossing <= len(lines) / 20


def _crosses(line: _Line, edges: Sequence[float]) -> bool:
    """Whether a line runs through a gutter without a space there."""
    return any(group.box.x0 < x - 2 and group.box.x1 > x + 2 for group in line.groups for x in edges[1:-1])


def _rows(lines: Sequence[_Line], edges: tuple[float, ...], page: Page, hyphens: Hyphens) -> list[GridRow]:
    bands: list[list[_Line]] = []
    parted = _separators(lines, page)
    spaced = None if parted else _row_gap(lines)
    for above, line in zip((None, *lines), lines, strict=False):
        if above is None or _starts_row(above, line, bands[-1], parted, spaced):
            bands.append([])
        bands[-1].append(line)
    rights = _rights(lines, edges)
    return [_row(band, edges, rights, page.number, hyphens) for band in bands]


def _separators(lines: Sequence[_Line], page: Page) -> list[float]:
    """Heights of lines across or shade edges that part the rows, if there are enough of them."""
    box = around(line.box for line in lines)
    wide = 0.6 * (box.x1 - box.x0)
    heights = [rule.top for rule in page.across if rule.x1 - rule.x0 >= wide]
    heights += [y for shade in page.shades if shade.x1 - shade.x0 >= wide for y in (shade.top, shade.bottom)]
    inside = sorted(y for y in heights if box.top < y < box.bottom)
    dated = sum(1 for line in lines if _second_column(line) is not None)
    return inside if len(inside) >= max(2, dated - 1) else []


def _row_gap(lines: Sequence[_Line]) -> float | None:
    """The space above dated rows where it is clearly wider than that between the lines of a row."""
    before_date: list[float] = []
    within: list[float] = []
    for above, line in itertools.pairwise(lines):
        (before_date if _second_column(line) is not None else within).append(line.box.top - above.box.bottom)
    if len(before_date) < 2 or not within:
        return None
    gap, usual = median(before_date), median(within)
    return gap if gap - usual > 2.0 else None


def _starts_row(
    above: _Line, line: _Line, band: Sequence[_Line], parted: Sequence[float], spaced: float | None
) -> bool:
    if parted:
        beyond = bisect_right(parted, above.box.middle) != bisect_right(parted, line.box.middle)
        full = any(_second_column(held) is not None or _is_header(held) for held in band)
        return beyond or (full and _second_column(line) is not None)
    if _second_column(line) is not None or _is_header(above):
        return True
    first = above.groups[0].text
    if is_only_date(line.groups[0].text) and not is_only_date(first) and not _RANGE.search(first):
        return True
    return spaced is not None and line.box.top - above.box.bottom >= 0.9 * spaced


def _row(
    band: Sequence[_Line], edges: tuple[float, ...], rights: Sequence[float], page: int, hyphens: Hyphens
) -> GridRow:
    box = around(line.box for line in band)
    width = len(edges) - 1
    if len(band) == 1 and _crosses(band[0], edges):
        cells = [Cell(text=band[0].whole.text, span=width), *(Cell(merged_right=True) for _ in range(width - 1))]
        return GridRow(tuple(cells), page, box.top, box.bottom)
    parts: list[list[Word]] = [[] for _ in range(width)]
    for line in band:
        for group in line.groups:
            column = min(max(bisect_right(edges, group.box.x0 + 2) - 1, 0), width - 1)
            parts[column] += group.words
    cells = [Cell(text=cell_text(words, rights[c], rights[c], hyphens)) for c, words in enumerate(parts)]
    return GridRow(tuple(cells), page, box.top, box.bottom)


def _rights(lines: Sequence[_Line], edges: Sequence[float]) -> list[float]:
    """How far a line of each column must reach to count as full: four fifths of the longest, as no rule shows it."""
    width = len(edges) - 1
    reach = [edges[c] + 1 for c in range(width)]
    for line in lines:
        for group in line.groups:
            column = min(max(bisect_right(edges, group.box.x0 + 2) - 1, 0), width - 1)
            if group.box.x1 <= edges[column + 1] + 2:
                reach[column] = max(reach[column], group.box.x1)
    return [edges[c] + _FULL_LINE * (reach[c] - edges[c]) for c in range(width)]


def header_above(table: PageTable, line: TextLine | None) -> GridRow | None:
    """The header row that stands above the lines of a ruled table without lines of its own, or None."""
    if line is None or not is_header_line(line) or not 0 <= table.box.top - line.box.bottom < 2 * line.box.height:
        return None
    parts: list[list[Word]] = [[] for _ in range(len(table.columns) - 1)]
    for word in line.words:
        middle = (word.box.x0 + word.box.x1) / 2
        column = min(max(bisect_right(table.columns, middle) - 1, 0), len(parts) - 1)
        parts[column].append(word)
    cells = tuple(Cell(text=" ".join(word.text for word in words)) for words in parts)
    return GridRow(cells, table.rows[0].page, line.box.top, line.box.bottom)
