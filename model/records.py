"""Case records to plain JSON data and back, for the store.

    record  ->  plain(record)  ->  dict          dict  ->  source / entry / event  ->  record

`When` keeps its own form (that of the export contract); everything else goes field by field, so a
field added to a record with a default is read from older files too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from model.case import Entry, Event, Mention, Part, Problem, RowCount, Source
from model.when import When

Plain = Any
"""What JSON can hold: dict, list, str, int, float, bool, None."""


def plain(value: Any) -> Plain:
    """A record (and all in it) as JSON data."""
    if isinstance(value, When):
        return value.to_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    return value


def source(data: Mapping[str, Any]) -> Source:
    """The inverse of `plain` for a source."""
    return Source(
        **_with(
            data,
            count=RowCount(**data["count"]),
            problems=tuple(Problem(**p) for p in data["problems"]),
            key=tuple((initials, who) for initials, who in data["key"]),
            columns=tuple((title, name) for title, name in data.get("columns", ())),
        )
    )


def entry(data: Mapping[str, Any]) -> Entry:
    """The inverse of `plain` for an entry."""
    return Entry(
        **_with(
            data,
            when=_when(data["when"]),
            recorded=_when(data["recorded"]),
            parts=tuple(Part(**p) for p in data["parts"]),
            hindsight=tuple(data["hindsight"]),
        )
    )


def event(data: Mapping[str, Any]) -> Event:
    """The inverse of `plain` for an event."""
    return Event(
        **_with(
            data,
            when=_when(data["when"]),
            span=_span(data["span"]),
            mentions=tuple(Mention(**_with(m, span=_span(m["span"]) if m["span"] else None)) for m in data["mentions"]),
            involves=tuple(data["involves"]),
            shared_with=tuple(data["shared_with"]),
            received_from=tuple(data["received_from"]),
            cues=tuple(data["cues"]),
        )
    )


def _with(data: Mapping[str, Any], **changed: Any) -> dict[str, Any]:
    return {**data, **changed}


def _when(data: Mapping[str, Any] | None) -> When | None:
    return When.from_json(data) if data else None


def _span(pair: list[int]) -> tuple[int, int]:
    first, last = pair
    return (first, last)
