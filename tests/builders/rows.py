"""Rows as the file readers make them, for tests of the language."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from ingest.language import ReadingContext
from model.case import Entry, Event, Part
from model.when import When


class Read(Protocol):
    """read(text, agency, **columns): the events of one row, the main one first."""

    def __call__(
        self,
        text: str,
        agency: str = "childrens_social_care",
        context: ReadingContext | None = None,
        day: str = "2021-03-01",
        **columns: str,
    ) -> list[Event]: ...


def row(
    text: str, agency: str = "childrens_social_care", day: str | None = "2021-03-01", id: str = "e1", **columns: str
) -> Entry:
    """An entry with `text` in its event column; other columns by their canonical name stand after it."""
    parts, at, words = [], 0, []
    for field, cell in {"event": text, **columns}.items():
        parts.append(Part(field=field, header=field, start=at, end=at + len(cell)))
        words.append(cell)
        at += len(cell) + 1
    return Entry(
        id=id,
        source="s1",
        agency=agency,
        locator={"row": 1},
        when=When.on(dt.date.fromisoformat(day), basis="column") if day else None,
        text="\n".join(words),
        columns={},
        parts=tuple(parts),
    )
