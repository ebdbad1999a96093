"""Raw tables from plain lists, for tests: "<" merges with the cell before, "^" with the one above."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.raw import Cell, CellValue, RawRow, RawTable

Value = str | CellValue


def table(*rows: Sequence[Value], name: str = "", hidden: bool = False) -> RawTable:
    """A table of rows of cells; words, typed values, "<" and "^"."""
    made: list[RawRow] = []
    for number, values in enumerate(rows, 1):
        cells: list[Cell] = []
        for column, value in enumerate(values):
            cells.append(_cell(value, made[-1].cells[column] if made and column < len(made[-1].cells) else None))
        made.append(RawRow(cells=tuple(_spans(cells)), locator={"table": 1, "row": number}))
    return RawTable(rows=tuple(made), name=name, hidden=hidden)


def _cell(value: Value, above: Cell | None) -> Cell:
    if value == "<":
        return Cell(merged_right=True)
    if value == "^" and above is not None:
        return Cell(text=above.text, value=above.value, merged_down=True)
    if isinstance(value, str):
        return Cell(text=value)
    return Cell(text="" if value is None else f"{value}", value=value)


def _spans(cells: list[Cell]) -> list[Cell]:
    out = list(cells)
    for i, cell in enumerate(cells):
        if not cell.merged_right:
            span = 1
            while i + span < len(cells) and cells[i + span].merged_right:
                span += 1
            if span > 1:
                out[i] = Cell(text=cell.text, value=cell.value, span=span, merged_down=cell.merged_down)
    return out
