"""Tables into entries: which row is the header, which are rows of the record, and what their columns mean.

    RawTable  ->  table_drafts  ->  TableReading(drafts, count, problems, key, ...)
       a chronology    each row of the record becomes a `Draft`; every other row is counted by what it is
       who is who      pairs of (initials, who)
       a form box      facts (label, value); long answers go on as paragraphs, to be read as prose

The law: rows = entries + headers + sections + keys + blank + furniture + warned. In doubt a row is an
entry: one row too many on the timeline is seen and put right, one swallowed row is not.

Tables that follow one another may share one header (`TableReading.context` carries the layout on).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.cells import is_blank, width
from ingest.draft import Draft
from ingest.mapping import corrected, told_header
from ingest.raw import RawParagraph, RawRow, RawTable
from ingest.table_layout import Found, Layout, find_header, infer, widened
from ingest.table_other import OtherReading, fits, is_form, other_table, record_fields, record_rows
from ingest.table_rows import Body
from model.case import Problem, RowCount


@dataclass(frozen=True, slots=True, kw_only=True)
class TableContext:
    """What the tables before this one leave to it: its number in the file, their layout, a heading."""

    number: int = 1
    layout: Layout | None = None
    section: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)  # what a person says that columns mean, by title


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReading:
    """What a table held.

    `titles` are the words over the header, `facts` the label and value pairs of its form boxes (hints for
    the agency and the period), `paragraphs` prose to be read by `narrative` in this place; `context` is for
    the next table of the file.
    """

    drafts: tuple[Draft, ...] = ()
    count: RowCount = field(default_factory=RowCount)
    problems: tuple[Problem, ...] = ()
    key: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    titles: tuple[str, ...] = ()
    paragraphs: tuple[RawParagraph, ...] = ()
    context: TableContext = field(default_factory=TableContext)


def table_drafts(table: RawTable, context: TableContext | None = None) -> TableReading:
    """Read one table. Never raises: what cannot be read is counted and told."""
    context = context or TableContext()
    rows = table.rows
    if not rows:
        return TableReading(context=context)
    if records := record_rows(rows):
        return _records(table, records, context)
    found = told_header(rows, context.columns) or find_header(rows)
    if found and found.kind == "chronology":
        return _chronology(table, found, context)
    if found is None and not is_form(rows):
        layout = _taken_over(rows, context.layout) or infer(rows)
        if layout:
            return _chronology(table, Found(0, 0, layout), context)
    return _nested(table, _from_other(other_table(table, found), context))


def _taken_over(rows: Sequence[RawRow], layout: Layout | None) -> Layout | None:
    """The layout of the table before, where this one has as many columns and dates in the same place."""
    return layout if layout and width(rows) == layout.width and fits(rows, layout) else None


def _chronology(table: RawTable, found: Found, context: TableContext) -> TableReading:
    layout = corrected(widened(found.layout, width(table.rows)), context.columns)
    section = context.section or table.name
    body = Body(
        layout,
        number=context.number,
        section=section,
        hidden=table.hidden,
        told=found.rows > 0,
        columns=context.columns,
    )
    body.read(table.rows, found.start, found.rows)
    return TableReading(
        drafts=tuple(body.drafts()),
        count=body.count(),
        problems=tuple(body.problems()),
        key=tuple(body.key),
        facts=tuple(body.facts),
        titles=tuple(body.titles),
        context=TableContext(number=context.number + 1, layout=body.layout, columns=context.columns),
    )


def _records(table: RawTable, records: list[list[RawRow]], context: TableContext) -> TableReading:
    """A table that holds each event as a form: titles in the first column, their words beside them."""
    drafts: list[Draft] = []
    for rows in records:
        layout, cells = record_fields(rows)
        body = Body(layout, number=context.number, section=table.name, hidden=table.hidden, told=True)
        hidden = any(r.hidden for r in rows)
        body.read([RawRow(cells=cells, locator=rows[0].locator, hidden=hidden)], 0, 0)
        drafts += body.drafts()
    blank = sum(is_blank(r) for r in table.rows)
    titles = len(table.rows) - blank - len(drafts)
    count = RowCount(rows=len(table.rows), entries=len(drafts), headers=titles, blank=blank)
    return TableReading(drafts=tuple(drafts), count=count, context=replace(context, number=context.number + 1))


def _from_other(other: OtherReading, context: TableContext) -> TableReading:
    return TableReading(
        count=other.count,
        problems=other.problems,
        key=other.key,
        facts=other.facts,
        titles=other.titles,
        paragraphs=other.paragraphs,
        context=context,
    )


def _nested(table: RawTable, outer: TableReading) -> TableReading:
    """Add what the tables inside a layout table hold, where any of them is a chronology."""
    readings: list[TableReading] = []
    context = outer.context
    for inner in _inner_tables(table.rows):
        reading = table_drafts(inner, context)
        context = reading.context
        readings.append(reading)
    if not any(r.drafts for r in readings):
        return outer
    return TableReading(
        drafts=tuple(d for r in readings for d in r.drafts),
        count=_sum([outer.count, *(r.count for r in readings)]),
        problems=tuple(p for r in readings for p in r.problems),
        key=outer.key + tuple(k for r in readings for k in r.key),
        facts=outer.facts + tuple(f for r in readings for f in r.facts),
        titles=outer.titles + tuple(t for r in readings for t in r.titles),
        paragraphs=tuple(p for r in readings for p in r.paragraphs),
        context=context,
    )


def _inner_tables(rows: Sequence[RawRow]) -> Iterator[RawTable]:
    for row in rows:
        for cell in row.cells:
            if not cell.merged_down:
                yield from cell.tables


def _sum(counts: Sequence[RowCount]) -> RowCount:
    names = ("rows", "entries", "headers", "sections", "keys", "blank", "furniture", "warned")
    return RowCount(**{name: sum(getattr(c, name) for c in counts) for name in names})
