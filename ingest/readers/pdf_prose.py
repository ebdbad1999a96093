"""Lines of a page that belong to no table: running headers and footers apart, the rest as paragraphs.

lines of all pages -> running_lines (same words at the same height on several pages)
lines of a page    -> columns of print, if two -> paragraphs (by space, indent, bullets, dates, short last lines)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal

from ingest.date_shapes import any_of, is_only_date, opening, separated
from ingest.readers.pdf_aligned import is_date_header, is_header_line
from ingest.readers.pdf_lines import AS_PRINTED, Hyphens, TextLine, is_bullet, joined, meant, text_line
from ingest.readers.pdf_tables import PageTable
from model.data import load_toml

_RUNNING: Final = re.compile(any_of(load_toml("ingest.vocabulary", "prose.toml")["running"]["lines"]), re.IGNORECASE)
_ENDED: Final = re.compile(r"[.!?:;][\"'”’)\]]*$")
_MARGIN: Final = 0.2  # share of the page's height, above and below, where running lines stand
_SAME_HEIGHT: Final = 8.0  # points by which a running line may move from page to page
_EDGE_LINES: Final = 5  # lines from the top or the foot that are looked at
_BOX_ROWS: Final = 4  # rows at the most of a running header drawn as a table
_MOST_LINES: Final = 6  # lines that a heading of one title may take
_HEADING_WORDS: Final = 14


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph as it stands on a page."""

    text: str
    page: int
    top: float
    style: Literal["body", "heading", "list_item"] = "body"
    level: int = 0


def running_lines(pages: Sequence[Sequence[TextLine]], heights: Sequence[float]) -> list[list[TextLine]]:
    """For each page its running header and footer lines: found by repetition, or by their words.

    A line that repeats only but for its numbers must also stand apart from the text, else it is text.
    """
    candidates = [_edge_lines(lines, height) for lines, height in zip(pages, heights, strict=True)]
    alike = _repeated(candidates, _pattern, max(2, round(0.4 * len(pages))))
    same = _repeated(candidates, lambda text: text, max(3, round(0.6 * len(pages))))
    found = []
    for index, lines in enumerate(pages):
        told = {id(line) for line in candidates[index] if _RUNNING.fullmatch(line.text)}
        sure = told | same[index]
        loose = told | same[index] | alike[index]
        apart = {id(line) for group in _spaced_groups(lines) if all(id(x) in loose for x in group) for line in group}
        found.append([line for line in lines if id(line) in sure | apart])
    return found


def running_boxes(pages: Sequence[Sequence[PageTable]], heights: Sequence[float]) -> list[list[PageTable]]:
    """For each page the small ruled boxes that stand at the same place on several: headers drawn as tables."""
    seen: dict[str, list[tuple[int, PageTable]]] = defaultdict(list)
    for index, (tables, height) in enumerate(zip(pages, heights, strict=True)):
        for table in tables:
            apart = table.box.bottom < 0.3 * height or table.box.top > 0.7 * height
            dated = any(opening(text) or is_date_header(text) for row in table.rows for text in row.texts[:2])
            if apart and len(table.rows) <= _BOX_ROWS and not dated:
                words = "|".join(text for row in table.rows for text in row.texts)
                seen[_pattern(words)].append((index, table))
    found: list[list[PageTable]] = [[] for _ in pages]
    for places in seen.values():
        usual = median(table.box.top for _, table in places)
        level = [(index, table) for index, table in places if abs(table.box.top - usual) <= _SAME_HEIGHT]
        if len({index for index, _ in level}) >= max(2, round(0.4 * len(pages))):
            for index, table in level:
                found[index].append(table)
    return found


def _repeated(candidates: Sequence[Sequence[TextLine]], pattern: Callable[[str], str], needed: int) -> list[set[int]]:
    """The identities of lines that say the same at the same height on so many pages."""
    seen: dict[str, list[tuple[int, TextLine]]] = defaultdict(list)
    for index, lines in enumerate(candidates):
        for line in lines:
            if not is_header_line(line):
                seen[pattern(line.text)].append((index, line))
    found: list[set[int]] = [set() for _ in candidates]
    for places in seen.values():
        usual = median(line.box.top for _, line in places)
        level = [(index, line) for index, line in places if abs(line.box.top - usual) <= _SAME_HEIGHT]
        if len({index for index, _ in level}) >= needed:
            for index, line in level:
                found[index].add(id(line))
    return found


def _spaced_groups(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines with no more than a line's space between them."""
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and line.box.top - groups[-1][-1].box.bottom < 0.9 * line.box.height:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _edge_lines(lines: Sequence[TextLine], height: float) -> list[TextLine]:
    top = [line for line in lines[:_EDGE_LINES] if line.box.bottom < _MARGIN * height]
    foot = [line for line in lines[-_EDGE_LINES:] if line.box.top > (1 - _MARGIN) * height]
    return [*top, *(line for line in foot if line not in top)]


def _pattern(text: str) -> str:
    """A line without its numbers, which count pages; a date that it opens with must be the same."""
    lead = opening(text)
    kept = text[: lead[1]] if lead else ""
    return kept + re.sub(r"\d+", "#", text[len(kept) :].lower())


def reading_order(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines in the order in which a page of one or two columns of print is read."""
    gutter = _gutter(lines)
    if gutter is None:
        return list(lines)
    whole = [line for line in lines if line.box.x0 < gutter - 2 and _through(line, gutter)]
    ordered: list[TextLine] = []
    left: list[TextLine] = []
    right: list[TextLine] = []
    for line in lines:
        if line in whole:
            ordered += [*left, *right, line]
            left, right = [], []
            continue
        sides = ([w for w in line.words if w.box.x1 <= gutter + 2], [w for w in line.words if w.box.x1 > gutter + 2])
        left += [text_line(sides[0])] if sides[0] else []
        right += [text_line(sides[1])] if sides[1] else []
    return [*ordered, *left, *right]


def _gutter(lines: Sequence[TextLine]) -> float | None:
    """The middle of the white space between two columns of print, or None for a page of one column."""
    if len(lines) < 10:
        return None
    low, high = min(line.box.x0 for line in lines), max(line.box.x1 for line in lines)
    best: tuple[int, float] | None = None
    for step in range(7, 14):
        x = low + (high - low) * step / 20
        through = sum(1 for line in lines if _through(line, x))
        both = sum(1 for line in lines if line.box.x0 < x - 20 and line.box.x1 > x + 20 and not _through(line, x))
        if through <= len(lines) // 6 and both >= 6 and both >= 0.4 * len(lines) and (best is None or both > best[0]):
            best = (both, x)
    return best[1] if best else None


def _through(line: TextLine, x: float) -> bool:
    """Whether a line runs on over the height x, without a space of a column's width there."""
    return any(g.box.x0 < x - 1 and g.box.x1 > x + 1 for g in line.groups(0.9))


def paragraphs(lines: Sequence[TextLine], page: int, *, hyphens: Hyphens = AS_PRINTED) -> list[Prose]:
    """The lines of one page or region as paragraphs, headings and list items."""
    if not lines:
        return []
    ends = sorted(line.box.x1 for line in lines)
    right = ends[int(0.95 * (len(ends) - 1))]
    usual = median(line.box.height for line in lines)
    found: list[list[TextLine]] = []
    for above, line in zip((None, *lines), lines, strict=False):
        if above is None or _begins(above, line, found[-1], right, usual):
            found.append([])
        found[-1].append(line)
    return [_prose(group, page, usual, hyphens) for group in found]


def _begins(above: TextLine, line: TextLine, group: Sequence[TextLine], right: float, usual: float) -> bool:
    gap = line.box.top - above.box.bottom
    if gap < -usual or gap > 0.75 * usual or is_bullet(line):
        return True
    if _is_heading([above], usual) != _is_heading([line], usual) and len(group) < _MOST_LINES:
        return True
    if _one_title(group, line, usual):
        return False
    if is_only_date(line.text) or is_only_date(above.text):
        return True
    dated = opening(line.text)
    ended = _ENDED.search(above.text) is not None
    if dated and (separated(line.text, dated[1]) or ended):
        return True
    indented = line.box.x0 > above.box.x0 + 8 and not is_bullet(group[0])
    if ended and indented and len(group) > 0 and line.box.x0 > group[0].box.x0 + 8:
        return True
    return ended and meant(above, line, right) and not is_bullet(group[0])


def _one_title(group: Sequence[TextLine], line: TextLine, usual: float) -> bool:
    """Whether a line goes on with the title above it, in a bracket: "Episode 1 (May to June" above "2021)"."""
    text = " ".join(above.text for above in group)
    inside = text.count("(") > text.count(")") or line.text.startswith("(")
    return inside and _is_heading(group, usual) and _is_heading([*group, line], usual)


def _is_heading(lines: Sequence[TextLine], usual: float) -> bool:
    words = sum(len(line.words) for line in lines)
    marked = all(line.bold or line.box.height > 1.18 * usual for line in lines)
    return marked and words <= _HEADING_WORDS


def _prose(group: Sequence[TextLine], page: int, usual: float, hyphens: Hyphens) -> Prose:
    top = group[0].box.top
    if is_bullet(group[0]):
        rest = text_line(group[0].words[1:]).text
        text = _together([rest, *(line.text for line in group[1:])], hyphens)
    else:
        text = _together([line.text for line in group], hyphens)
    if _is_heading(group, usual) and not text.endswith((".", ";", ",")):
        large = group[0].box.height > 1.18 * usual
        return Prose(text, page, top, "heading", 1 if large else 2)
    return Prose(text, page, top, "list_item" if is_bullet(group[0]) else "body")


def _together(texts: Sequence[str], hyphens: Hyphens) -> str:
    text = texts[0]
    for more in texts[1:]:
        text = joined(text, more, hyphens=hyphens)
    return text
