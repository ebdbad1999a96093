"""A raw document as JSON data and back: how it comes from the process that read the file to the one that asked.

    RawDocument  ->  to_json  ->  dict of plain values          dict  ->  from_json  ->  RawDocument

No pickle: the reading process may have been taken over by the file it read, and JSON can only lie, not act.
Fields that hold their default are left out, so that a cell of text costs little more than its text.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, Final

from ingest.raw import Block, Cell, CellValue, RawDocument, RawParagraph, RawRow, RawTable
from model.case import Problem

_TYPED: Final[dict[str, Any]] = {"datetime": dt.datetime, "date": dt.date, "time": dt.time}  # the finer one first


def to_json(document: RawDocument) -> dict[str, Any]:
    """A document as JSON data."""
    return {
        "blocks": [_block(block) for block in document.blocks],
        "format_name": document.format_name,
        "problems": [_filled(problem) for problem in document.problems],
        "attachments": [[name, base64.b64encode(data).decode("ascii")] for name, data in document.attachments],
        "properties": dict(document.properties),
    }


def from_json(data: Mapping[str, Any]) -> RawDocument:
    """The inverse of `to_json`. Raises KeyError, TypeError or ValueError where the data is not of that form."""
    return RawDocument(
        blocks=tuple(_block_of(block) for block in data["blocks"]),
        format_name=str(data["format_name"]),
        problems=tuple(Problem(**problem) for problem in data["problems"]),
        attachments=tuple((str(name), base64.b64decode(text, validate=True)) for name, text in data["attachments"]),
        properties={str(name): str(value) for name, value in data["properties"].items()},
    )


def _filled(record: Any) -> dict[str, Any]:
    """The fields of a record that do not hold their default."""
    out: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if value != default or type(value) is not type(default):
            out[field.name] = dict(value) if isinstance(value, Mapping) else value
    return out


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, RawTable):
        return {"table": _table(block)}
    return {"paragraph": _filled(block)}


def _block_of(data: Mapping[str, Any]) -> Block:
    if "table" in data:
        return _table_of(data["table"])
    known = dict(data["paragraph"])
    return RawParagraph(**{**known, "notes": tuple(known.get("notes", ()))})


def _table(table: RawTable) -> dict[str, Any]:
    return {**_filled(table), "rows": [{**_filled(row), "cells": [_cell(c) for c in row.cells]} for row in table.rows]}


def _table_of(data: Mapping[str, Any]) -> RawTable:
    rows = (RawRow(**{**row, "cells": tuple(_cell_of(c) for c in row["cells"])}) for row in data["rows"])
    return RawTable(**{**data, "rows": tuple(rows)})


def _cell(cell: Cell) -> str | dict[str, Any]:
    """A cell of text alone is its text."""
    known = _filled(cell)
    if not known or list(known) == ["text"]:
        return cell.text
    if cell.value is not None:
        known["value"] = _value(cell.value)
    if cell.tables:
        known["tables"] = [_table(table) for table in cell.tables]
    return known


def _cell_of(data: str | Mapping[str, Any]) -> Cell:
    if isinstance(data, str):
        return Cell(text=data)
    known = dict(data)
    known["value"] = _value_of(known.get("value"))
    known["notes"] = tuple(known.get("notes", ()))
    known["tables"] = tuple(_table_of(table) for table in known.get("tables", ()))
    return Cell(**known)


def _value(value: CellValue) -> Any:
    """A typed value; dates and times as {"date": ISO} and the like."""
    for name, kind in _TYPED.items():
        if isinstance(value, kind):
            return {name: value.isoformat()}
    return value


def _value_of(data: Any) -> CellValue:
    if isinstance(data, Mapping):
        ((name, text),) = data.items()
        value: CellValue = _TYPED[name].fromisoformat(text)
        return value
    return data if data is None or isinstance(data, (int, float)) else None
