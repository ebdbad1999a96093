"""Tables that plain text draws: Markdown pipes, tabs or aligned spaces, labelled lines.

Each finder looks at the head of a run of lines and returns the table with the number of lines that it
took, or None. Locators name the line of each row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.date_shapes import any_of, opening
from ingest.raw import Cell, RawRow, RawTable
from model.data import load_toml

_RECORDS: Final = load_toml("ingest.vocabulary", "prose.toml")["records"]
_OPENER: Final = re.compile(rf"(?:{any_of(_RECORDS['openers'])})$", re.IGNORECASE)
_LABEL: Final = re.compile(r"^\s*(?:[-*•]\s+)?\*{0,2}([A-Z][\w /&()'’-]{1,40}?)\s?:\*{0,2}(?:\s+|$)(.*)$")
_RULE_ROW: Final = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_GAP: Final = re.compile(r"\t+| {3,}")

Found = tuple[RawTable, int]


def markdown_table(lines: Sequence[str], first: int) -> Found | None:
    """A pipe table: a header row, a row of dashes, rows. `first` is the number of the first line."""
    if len(lines) < 2 or "|" not in lines[0] or not (_RULE_ROW.match(lines[1]) and "|" in lines[1]):
        return None
    used = next((i for i, line in enumerate(lines) if "|" not in line), len(lines))
    rows = [
        _row([_pipe_text(cell) for cell in _pipe_cells(line)], first + index)
        for index, line in enumerate(lines[:used])
        if index != 1
    ]
    return RawTable(rows=tuple(rows)), used


def _pipe_cells(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))


def _pipe_text(cell: str) -> str:
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", cell.replace("\\|", "|").strip())
    return re.sub(r"\s*<br\s*/?>\s*", "\n", text)


def labelled_records(lines: Sequence[str], first: int) -> Found | None:
    """One block of labelled lines that opens with a date label: a table of a header and one row."""
    if len(lines) < 2:
        return None
    label = _LABEL.match(lines[0])
    if label is None or not _OPENER.match(label[1].strip()):
        return None
    fields: list[tuple[str, str]] = []
    used = 0
    for line in lines:
        label = _LABEL.match(line)
        if label and fields and _OPENER.match(label[1].strip()) and label[1] == fields[0][0]:
            break
        if label:
            fields.append((label[1].strip(), label[2].strip()))
        elif fields:
            name, text = fields[-1]
            fields[-1] = (name, f"{text} {line.strip()}".strip())
        used += 1
    if len(fields) < 2:
        return None
    header = _row([name for name, _ in fields], first, header=True)
    return RawTable(rows=(header, _row([text for _, text in fields], first))), used


def aligned_table(lines: Sequence[str], first: int) -> Found | None:
    """Columns set by tabs or by wide spaces under a header row or beside a column of dates."""
    columns = [_columns(line) for line in lines]
    width = len(columns[0])
    if width < 3 and not (width == 2 and "\t" in lines[0] and opening(lines[0]) is None):
        return None
    used = next(
        (i for i, cells in enumerate(columns) if i and len(cells) < 2 and not lines[i][:1].isspace()), len(lines)
    )
    dated = sum(1 for line in lines[:used] if opening(line))
    if used < 2 or dated < max(1, used // 3) or max(len(c) for c in columns[:used]) > width + 1:
        return None
    starts = [start for start, _ in columns[0]]
    rows: list[RawRow] = []
    for index in range(used):
        cells = [""] * width
        tabbed = "\t" in lines[index]
        for position, (start, text) in enumerate(columns[index]):
            column = position if tabbed and not lines[index][:1].isspace() else _nearest(starts, start)
            column = min(column, width - 1)
            cells[column] = f"{cells[column]} {text}".strip()
        if index and not opening(lines[index]) and not cells[0] and rows:
            rows[-1] = _continued(rows[-1], cells)
        else:
            rows.append(_row(cells, first + index))
    return RawTable(rows=tuple(rows)), used


def _columns(line: str) -> list[tuple[int, str]]:
    """The cells of a line with the character (tabs at eights) where each starts."""
    wide = line if "\t" in line else line.expandtabs(8)
    found, at = [], 0
    for gap in [*_GAP.finditer(wide), None]:
        end = gap.start() if gap else len(wide)
        text = wide[at:end].strip()
        if text:
            found.append((at + len(wide[at:end]) - len(wide[at:end].lstrip()), text))
        at = gap.end() if gap else end
    return found


def _nearest(starts: Sequence[int], start: int) -> int:
    return min(range(len(starts)), key=lambda i: abs(starts[i] - start))


def _continued(row: RawRow, cells: Sequence[str]) -> RawRow:
    texts = [f"{cell.text} {more}".strip() for cell, more in zip(row.cells, cells, strict=True)]
    return RawRow(cells=tuple(Cell(text=text) for text in texts), locator=row.locator, header=row.header)


def _row(texts: Sequence[str], line: int, *, header: bool = False) -> RawRow:
    return RawRow(cells=tuple(Cell(text=text.strip()) for text in texts), locator={"line": line}, header=header)
