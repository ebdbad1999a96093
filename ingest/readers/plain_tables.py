"""Tables that plain text draws: Markdown pipes, tabs or aligned spaces, labelled lines.

Each finder looks at the head of a run of lines and returns the table with the number of lines that it
took, or None. Locators name the line of each row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeGuard

from ingest.date_shapes import any_of, opening
from ingest.raw import Block, Cell, RawParagraph, RawRow, RawTable
from model.data import load_toml

_RECORDS: Final = load_toml("ingest.vocabulary", "prose.toml")["records"]
_OPENER: Final = re.compile(rf"(?:{any_of(_RECORDS['openers'])})$", re.IGNORECASE)
_LABEL: Final = re.compile(r"^\s*(?:[-*•]\s+)?\*{0,2}([A-Z][\w /&()'’-]{1,40}?)\s?:\*{0,2}(?:\s+|$)(.*)$")
_RULE_ROW: Final = re.compile(r"^\s*(?:\|\s*)?:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*(?:\|\s*)?$")
_WIDE: Final = re.compile(r"(?<=\S) {2,}(?=\S)")
_HEAD_LABELS: Final = 3  # labels of a block among which its date stands
_TELLING_WORDS: Final = 5  # words in one field that make a single block of labels a record
_RECORD: Final = "labelled lines"  # marks their tables until those that follow one another are joined

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


def piped_table(lines: Sequence[str], first: int) -> Found | None:
    """Lines of a log parted by upright strokes, without the row of dashes: most of them open with a date."""
    strokes = lines[0].count("|")
    used = next((i for i, line in enumerate(lines) if line.count("|") != strokes), len(lines))
    dated = sum(1 for line in lines[:used] if opening(line.lstrip("| ")))
    if strokes < 2 or used < 2 or dated < used / 2:
        return None
    rows = [_row([_pipe_text(cell) for cell in _pipe_cells(line)], first + n) for n, line in enumerate(lines[:used])]
    return RawTable(rows=tuple(rows)), used


def labelled_records(lines: Sequence[str], first: int) -> Found | None:
    """One block of labelled lines that begins with a date label (or has one near its head): a header and one row.

    Whether it is a record or the head of a report is seen only beside the others: see `joined_records`.
    """
    labels = [_LABEL.match(line) for line in lines[:_HEAD_LABELS]]
    head = next((n for n, label in enumerate(labels) if label and _OPENER.match(label[1].strip())), None)
    if len(lines) < 2 or head is None or not all(labels[:head]):
        return None
    fields: list[tuple[str, str]] = []
    used = 0
    for line in lines:
        label = _LABEL.match(line)
        if label and fields and label[1].strip() == fields[0][0]:
            break
        if label:
            fields.append((label[1].strip(), label[2].strip()))
        else:
            name, text = fields[-1]
            fields[-1] = (name, f"{text} {line.strip()}".strip())
        used += 1
    if len(fields) < 2:
        return None
    header = _row([name for name, _ in fields], first, header=True)
    return RawTable(rows=(header, _row([text for _, text in fields], first)), name=_RECORD), used


def joined_records(blocks: Sequence[Block]) -> list[Block]:
    """Blocks of labelled lines that follow one another as one table, with a column for every label.

    A single one that says little is the head of a report ("Author: ..., Date: ..."): its lines are paragraphs.
    """
    out: list[Block] = []
    for block in blocks:
        above = out[-1] if out else None
        if _is_record(block) and _is_record(above) and block.rows[0].cells[0] == above.rows[0].cells[0]:
            labels = [cell.text for cell in above.rows[0].cells]
            labels += [c.text for c in block.rows[0].cells if c.text not in labels]
            header = _row(labels, int(above.rows[0].locator["line"]), header=True)
            rows = [_relabelled(t, row, labels) for t in (above, block) for row in t.rows[1:]]
            out[-1] = RawTable(rows=(header, *rows), name=_RECORD)
        else:
            out.append(block)
    return [piece for block in out for piece in _settled(block)]


def _is_record(block: Block | None) -> TypeGuard[RawTable]:
    return isinstance(block, RawTable) and block.name == _RECORD


def _settled(block: Block) -> list[Block]:
    if not _is_record(block):
        return [block]
    telling = any(len(cell.text.split()) >= _TELLING_WORDS for row in block.rows[1:] for cell in row.cells)
    if len(block.rows) > 2 or telling:
        return [replace(block, name="")]
    at = block.rows[1].locator
    pairs = zip(block.rows[0].cells, block.rows[1].cells, strict=True)
    return [RawParagraph(text=f"{label.text}: {cell.text}".strip(), locator=at) for label, cell in pairs]


def _relabelled(table: RawTable, row: RawRow, labels: Sequence[str]) -> RawRow:
    words: dict[str, str] = {}
    for head, cell in zip(table.rows[0].cells, row.cells, strict=True):
        words[head.text] = f"{words[head.text]}\n{cell.text}" if head.text in words else cell.text
    return RawRow(cells=tuple(Cell(text=words.get(label, "")) for label in labels), locator=row.locator)


def aligned_table(lines: Sequence[str], first: int) -> Found | None:
    """Columns set by tabs or by wide spaces, under a header row or beside a column of dates."""
    used, width, cut = _tabbed(lines) if "\t" in lines[0].strip() else _spaced(lines)
    dated = sum(1 for line in lines[:used] if opening(line))
    wide_enough = width > 2 or (width == 2 and opening(lines[0]) is None)
    if used < 2 or not wide_enough or dated < max(1, used // 3):
        return None
    rows: list[RawRow] = []
    for index in range(used):
        cells = cut[index]
        if rows and not cells[0] and not opening(lines[index]):
            rows[-1] = _continued(rows[-1], cells)
        else:
            rows.append(_row(cells, first + index))
    return RawTable(rows=tuple(rows)), used


Cut = tuple[int, int, list[list[str]]]  # lines used, columns, the cells of each line


def _tabbed(lines: Sequence[str]) -> Cut:
    """Cells between tabs: each tab a column if every line has as many, else runs of tabs are one."""
    used = next((i for i, line in enumerate(lines) if "\t" not in line), len(lines))
    block = lines[:used]
    counts = {line.count("\t") for line in block if not line[:1].isspace()}
    gap = r"\t" if len(counts) == 1 else r"\t+"
    cut = [re.split(gap, line) for line in block]
    width = max((len(cells) for cells in cut if cells[0].strip()), default=0)
    out = []
    for cells in cut:
        texts = [cell.strip() for cell in cells]
        if len(texts) < width and not texts[0]:
            texts = [""] * (width - len(texts)) + texts
        texts = [*texts[: width - 1], " ".join(filter(None, texts[width - 1 :]))] if width else texts
        out.append(texts + [""] * (width - len(texts)))
    return used, width, out


def _spaced(lines: Sequence[str]) -> Cut:
    """Cells that start where those of the first line start, if nearly every line leaves a space before there."""
    starts = [match.end() for match in _WIDE.finditer(lines[0].rstrip())]
    used = next((i for i, line in enumerate(lines) if not _leaves_room(line, starts)), len(lines))
    starts = [0, *starts]
    cut = [[line[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)] for line in lines[:used]]
    return used, len(starts), cut


def _leaves_room(line: str, starts: Sequence[int]) -> bool:
    return all(line[start - 1 : start].strip() == "" for start in starts)


def _continued(row: RawRow, cells: Sequence[str]) -> RawRow:
    texts = [f"{cell.text} {more}".strip() for cell, more in zip(row.cells, cells, strict=True)]
    return RawRow(cells=tuple(Cell(text=text) for text in texts), locator=row.locator, header=row.header)


def _row(texts: Sequence[str], line: int, *, header: bool = False) -> RawRow:
    return RawRow(cells=tuple(Cell(text=text.strip()) for text in texts), locator={"line": line}, header=header)
