"""What the columns of a table mean, told or corrected by what stands in them.

    fields of the titles, rows below  ->  with_date -> with_clock -> with_number -> with_event  ->  fields

Titles propose, content decides: a column titled as a date without dates is none, a log whose comments are
the record has its event there. A field is a name of vocabulary/headers.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from typing import Final

from ingest.cells import holds, is_flag, looks_dated, looks_like_serial
from ingest.raw import RawRow

DATE_FIELDS: Final = frozenset({"date_start", "date_end", "date_recorded"})

TIME_FIELDS: Final = frozenset({"time_start", "time_end"})

TELLING_FIELDS: Final = ("event", "action", "outcome", "contact_type", "analysis", "source", "subject")

_NEARLY_ALL: Final = 0.8  # of the filled cells of a column, from which it is the column of the dates

_LONG_CELL: Final = 30  # characters on average, from which a column holds text and not labels


def with_date(fields: list[str], below: Sequence[RawRow]) -> list[str]:
    """Make sure that one column is the date: the first that means one, else the recorded date or the age.

    A second column titled as a date ("Date", "Date of incident") is kept as "other": its words stay in the
    text. Where the dated column is another than the titled one, the content decides.
    """
    out = list(fields)
    starts = [i for i, f in enumerate(out) if f == "date_start"]
    if not starts:
        for fallback in ("date_recorded", "date_end", "time_start", "age"):
            if fallback in out and (fallback != "time_start" or dated_share(below, out.index(fallback)) > 0.3):
                out[out.index(fallback)] = "date_start"
                return out
        return out
    best = max(starts, key=lambda i: (dated_share(below, i) > 0.3, -i))
    if dated_share(below, best) <= 0.3 and (instead := _column_of_dates(out, below)) is not None:
        out[best] = "author"  # "Received | From": from whom, not from when
        out[instead] = "date_start"
        return out
    for i in starts:
        if i != best:
            out[i] = "date_other"
    return out


def with_clock(fields: list[str], below: Sequence[RawRow]) -> list[str]:
    """Where no title names the time: the first column with an unknown title ("Call connect") that holds clock times."""
    if "time_start" in fields:
        return fields
    out = list(fields)
    clock = next((i for i, f in enumerate(out) if f == "other" and _holds_times(below, i)), None)
    if clock is not None:
        out[clock] = "time_start"
    return out


def _holds_times(rows: Sequence[RawRow], column: int) -> bool:
    texts = [r.cells[column].text.strip() for r in rows if column < len(r.cells) and r.cells[column].text.strip()]
    return len(texts) > 1 and sum(len(t) <= 12 and _is_clock(t) for t in texts) >= _NEARLY_ALL * len(texts)


def _column_of_dates(fields: Sequence[str], below: Sequence[RawRow]) -> int | None:
    """The first column with a title that means nothing known, and dates in nearly every row below it."""
    return next((i for i, f in enumerate(fields) if f == "other" and dated_share(below, i) >= _NEARLY_ALL), None)


def with_number(fields: list[str], below: Sequence[RawRow]) -> list[str]:
    """A column titled as the record ("Entry", "Record") that only counts the rows is their number, if another tells."""
    out = list(fields)
    for i, field in enumerate(fields):
        if field in TELLING_FIELDS and out.count(field) > 1 and _counts_rows(below, i):
            out[i] = "seq"
    return out


def _counts_rows(rows: Sequence[RawRow], column: int) -> bool:
    texts = [r.cells[column].text.strip() for r in rows if column < len(r.cells) and r.cells[column].text.strip()]
    return len(texts) >= 2 and sum(t.rstrip(".").isdigit() for t in texts) >= _NEARLY_ALL * len(texts)


def with_event(fields: list[str], below: Sequence[RawRow]) -> list[str]:
    """Make sure that one column tells what happened: where none is titled so, the one with the longest text.

    "Date | Contact | Comments" is a log whose comments are the record, not a reviewer's afterthought.
    """
    if "event" in fields:
        return fields
    out = list(fields)
    date = fields.index("date_start") if "date_start" in fields else None
    if date is not None and _mean_length(below, date) >= _LONG_CELL and "analysis" in fields:
        return out  # the words stand beside the date, in its own cell
    lengths = {i: _mean_length(below, i) for i, f in enumerate(fields) if f not in DATE_FIELDS | TIME_FIELDS | {"seq"}}
    titled = [i for i in lengths if fields[i] in ("action", "outcome") and lengths[i] >= _LONG_CELL]
    candidates = [i for i in lengths if fields[i] not in ("action", "outcome", "shared_with", "expected", "rating")]
    best = max(candidates, key=lambda i: (lengths[i], -i), default=None)
    if best is None or (titled and lengths[best] < _LONG_CELL):
        return out
    if lengths[best] >= _LONG_CELL or fields[best] in ("other", "contact_type", "analysis"):
        out[best] = "event"
    return out


def dated_share(rows: Sequence[RawRow], column: int) -> float:
    """The share of the filled cells of a column that hold dates (0..1)."""
    cells = [r.cells[column] for r in rows if column < len(r.cells) and holds(r.cells[column])]
    return sum(looks_dated(c) or looks_like_serial(c) for c in cells) / len(cells) if cells else 0.0


def _mean_length(rows: Sequence[RawRow], column: int) -> float:
    lengths = [len(r.cells[column].text) for r in rows if column < len(r.cells) and r.cells[column].text]
    return mean(lengths) if lengths else 0.0


def content_field(rows: Sequence[RawRow], column: int, *, before_date: bool) -> str:
    """What a column without a title holds: numbers in a row, clock times, ticks, or words."""
    texts = [r.cells[column].text.strip() for r in rows if column < len(r.cells) and r.cells[column].text.strip()]
    if not texts:
        return "other"
    if before_date and sum(t.rstrip(".").isdigit() for t in texts) >= 0.8 * len(texts):
        return "seq"
    clock = sum(len(t) <= 12 and _is_clock(t) for t in texts)
    if clock >= 0.7 * len(texts):
        return "time_start"
    return "child_seen" if all(is_flag(t) for t in texts) and len(texts) > 2 else "other"


def _is_clock(text: str) -> bool:
    figures = text.lower().replace("hrs", "").replace("am", "").replace("pm", "").replace("h", "").strip()
    hours, _, minutes = figures.replace(".", ":").partition(":")
    if not minutes:
        hours, minutes = figures[:-2], figures[-2:]
    return hours.isdigit() and minutes[:2].isdigit() and int(hours) < 24 and int(minutes[:2]) < 60
