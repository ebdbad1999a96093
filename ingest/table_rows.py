"""The rows of a chronology, one after the other: record, header again, section, key, furniture, blank.

    rows  ->  Body.read  ->  drafts, counts, key pairs, problems

State that rows hand down: the section in force, the date above a blank date cell, whether a key began.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.agency import agency_of_cell
from ingest.cells import (
    is_blank,
    is_flag,
    looks_dated,
    looks_like_serial,
    own_cells,
    says_undated,
    spans_table,
    words_beside_date,
)
from ingest.date_shapes import is_only_date, opening, shapes
from ingest.draft import DateCell, Draft
from ingest.headers import PART, is_title, match_header, patterns_of, plain_words, words_of
from ingest.mapping import NOTHING, corrected
from ingest.raw import RawRow
from ingest.row_tells import _ENDED, _LABELS, is_heading, is_hint, is_labelled, joined, names_period
from ingest.table_layout import Layout, header_at, repeats, widened
from model.case import Part, Problem, RowCount
from model.unseen import seen

_NOT_TEXT: Final = frozenset({"date_start", "date_end", "time_start", "time_end", "date_recorded", "seq"})
_TOLD_ONCE: Final = frozenset({"event", "action", "outcome", "child_voice", "analysis", "expected", "other"})
"""Columns whose words, merged over several rows, are told by the first of these alone."""

_WORDS_OF_A_DATE: Final = 3  # words beside a date ("bank hol", "late entry") that tell nothing by themselves
_NAMED_ROWS: Final = 6  # rows named one by one in a problem
_FURNITURE: Final = patterns_of("furniture", "anywhere")
_AT_ENDS: Final = patterns_of("furniture", "at_ends")
_KEY_HEADINGS: Final = words_of("key", "headings")


@dataclass(slots=True)
class _Record:
    """A row of the record before it becomes a draft: its cells by column, and what rows gave it."""

    row: RawRow
    texts: dict[int, str]
    date: DateCell
    section: str
    layout: Layout
    notes: list[str] = field(default_factory=list)


class Body:
    """Reads the rows of one chronology. `told` says whether titles named the columns, `columns` what a person says."""

    def __init__(
        self,
        layout: Layout,
        *,
        number: int,
        section: str,
        hidden: bool,
        told: bool,
        columns: Mapping[str, str] = NOTHING,
    ) -> None:
        self.layout = layout
        self._columns = columns  # what a person says that columns mean
        self.key: list[tuple[str, str]] = []
        self.facts: list[tuple[str, str]] = []
        self.titles: list[str] = []
        self._number = number
        self._section = section if is_heading(section) else ""
        self._hidden = hidden
        self._told = told
        self._records: list[_Record] = []
        self._counts: Counter[str] = Counter()
        self._problems: list[Problem] = []
        self._carried: list[RawRow] = []
        self._last: DateCell | None = None
        self._in_key = False
        self._last_dated = -1

    # Flow -------------------------------------------------------------------------------------

    def read(self, rows: Sequence[RawRow], start: int, header_rows: int) -> None:
        """Read all rows of a table whose header stands at `start` and takes `header_rows` rows."""
        for row in rows[:start]:
            self._before_header(row)
        self._in_key = False
        self._counts["headers"] += header_rows
        self._last_dated = max((i for i, r in enumerate(rows) if self._is_dated(r)), default=-1)
        index = start + header_rows
        fresh = header_rows > 0
        while index < len(rows):
            taken, fresh = self._row(rows, index, fresh)
            index += taken
        if not self._told and self._records:
            first = self._records[0].row
            text = "This table has no row of column titles that is known; its columns were told by what stands in them."
            self._problems.append(Problem(code="W154", text=text, place=first.locator))

    def _row(self, rows: Sequence[RawRow], index: int, fresh: bool) -> tuple[int, bool]:
        """Deal with the row at `index`; how many rows that took, and whether a header was the last of them."""
        row = rows[index]
        if is_blank(row):
            self._counts["blank"] += 1
            self._in_key = False
            return 1, fresh
        if self._is_header_again(row) or (fresh and is_hint(row)):
            self._counts["headers"] += 1
            return 1, True
        if taken := self._new_header(rows, index):
            return taken, True
        kind = self._kind(rows, index)
        if kind == "section":
            self._section = joined(row)
            self._last = None
            self._in_key = plain_words(self._section) in _KEY_HEADINGS
            self._counts["keys" if self._in_key else "sections"] += 1
        elif kind == "key":
            self._add_key(row)
        elif kind == "furniture":
            self._add_fact(row)
        elif kind == "continuation":
            self._continue(row)
        else:
            self._in_key = False
            self._record(row)
        return 1, False

    def _before_header(self, row: RawRow) -> None:
        own = own_cells(row)
        if not own:
            self._counts["blank"] += 1
            self._in_key = False
        elif self._is_entry_above(row):
            self._record(row)
        elif len(own) == 1:
            words = joined(row)
            self._in_key = plain_words(words) in _KEY_HEADINGS
            self._counts["keys" if self._in_key else "furniture"] += 1
            self.titles.append(words)
        elif self._in_key and not any(looks_dated(row.cells[i]) for i in own):
            self._add_key(row)
        elif any((m := match_header(row.cells[i].text)) and m.field == "key_short" for i in own):
            self._in_key = True
            self._counts["headers"] += 1
        else:
            self._add_fact(row)

    # What a row is ------------------------------------------------------------------------------

    def _is_dated(self, row: RawRow) -> bool:
        """Whether the date cell of a row holds a date; a lone cell there must hold nothing else."""
        date = self.layout.of("date_start")
        if date is None or date.index >= len(row.cells):
            return False
        cell = row.cells[date.index]
        if own_cells(row) == [date.index] and cell.value is None and not is_only_date(cell.text):
            return False
        return looks_dated(cell) or looks_like_serial(cell)

    def _is_entry_above(self, row: RawRow) -> bool:
        """Whether a row over the header is a row of the record all the same: a date and words in their columns."""
        own = own_cells(row)
        if not self._is_dated(row) or plain_words(row.cells[own[0]].text) in _LABELS:
            return False
        told = [c.index for c in self.layout.columns if c.field in ("event", "action", "outcome")]
        return any(i in own and len(row.cells[i].text.split()) > 2 for i in told)

    def _is_header_again(self, row: RawRow) -> bool:
        own = own_cells(row)
        if repeats(row, self.layout):
            return True
        if len(own) == 1 and not self._records and (m := match_header(row.cells[own[0]].text)):
            return m.field == "date_start" and is_title(row.cells[own[0]].text)
        if not row.header or len(own) < 2 or any(looks_dated(row.cells[i]) for i in own):
            return False
        known = sum((m := match_header(row.cells[i].text)) is not None and m.certainty >= PART for i in own)
        return known * 2 >= len(own) and known >= 2

    def _new_header(self, rows: Sequence[RawRow], index: int) -> int:
        """Take over a header with other titles in the middle of a table; how many rows it takes, 0 if none."""
        found = header_at(rows, index, self.layout.width)
        if found is None or found.kind != "chronology":
            return 0
        own = own_cells(rows[index])
        sure = [m for i in own if (m := match_header(rows[index].cells[i].text)) and m.certainty >= PART]
        if len(sure) < len(own) or not any(m.field in ("date_start", "date_recorded") for m in sure):
            return 0
        self.layout = corrected(widened(found.layout, self.layout.width), self._columns)
        self._counts["headers"] += found.rows
        self._last = None
        return found.rows

    def _kind(self, rows: Sequence[RawRow], index: int) -> str:
        row = rows[index]
        own = own_cells(row)
        if not self._is_dated(row) and self._is_furniture(row, index):
            return "furniture"
        if len(own) == 1 and self._is_section(rows, index, own[0]):
            return "section"
        if self._in_key and len(own) == 2 and not any(looks_dated(row.cells[i]) for i in own):
            return "key"
        if self._continues(row, own):
            return "continuation"
        return "entry"

    def _is_section(self, rows: Sequence[RawRow], index: int, column: int) -> bool:
        """Whether the one filled cell of a row is a heading over the rows that follow."""
        row = rows[index]
        text = row.cells[column].text
        if spans_table(row, self.layout.width):
            return is_heading(text) or names_period(text)
        date = self.layout.of("date_start")
        at_date = date is not None and column == date.index
        if not at_date and column != 0:
            return False
        if not at_date and self.layout.columns[column].field in ("event", "action", "outcome"):
            return False
        if says_undated(text):
            return False
        if at_date and self._is_dated(row):
            return is_only_date(text) and self._next_is_undated(rows, index)
        return is_heading(text)

    def _next_is_undated(self, rows: Sequence[RawRow], index: int) -> bool:
        """Whether the next filled row has words and no date of its own: then this one stands over it."""
        for row in rows[index + 1 :]:
            if is_blank(row):
                continue
            date = self.layout.of("date_start")
            return date is not None and date.index not in own_cells(row)
        return False

    def _is_furniture(self, row: RawRow, index: int) -> bool:
        """Whether a row is a page number, a sign-off, an instruction: about the file, not of the record."""
        own = own_cells(row)
        words = joined(row)
        at_end = index > self._last_dated or not self._records
        if len(own) <= 2 and (_FURNITURE.fullmatch(words) or (at_end and _AT_ENDS.fullmatch(words))):
            return True
        if index <= self._last_dated or len(own) < 2:
            return False
        if all(is_labelled(row.cells[i].text) for i in own):
            return True
        if len(own) > 3:
            return False
        label, value = row.cells[own[0]].text, row.cells[own[1]].text
        return plain_words(label) in _LABELS and len(value) <= 80 and (label.rstrip().endswith(":") or own[0] == 0)

    def _continues(self, row: RawRow, own: list[int]) -> bool:
        """Whether a row goes on with the sentence of the row above: text alone, in small letters."""
        if not self._records or not own or row.cells[own[0]].merged_right:
            return False
        last = self._records[-1]
        fields = {self.layout.columns[i].field for i in own if i < self.layout.width}
        if last.layout is not self.layout or last.section != self._section or not fields <= _TOLD_ONCE:
            return False
        if any(row.cells[c.index].merged_down for c in self.layout.columns if c.index < len(row.cells)):
            return False
        first = row.cells[own[0]].text.lstrip("….- ")
        before = last.texts.get(own[0], "")
        return bool(first) and first[0].islower() and bool(before) and not _ENDED.search(before)

    # What becomes of it ---------------------------------------------------------------------------

    def _add_key(self, row: RawRow) -> None:
        texts = [row.cells[i].text.strip() for i in own_cells(row)]
        self.key.append((texts[0], ", ".join(texts[1:])))
        self._counts["keys"] += 1

    def _add_fact(self, row: RawRow) -> None:
        texts = [row.cells[i].text.strip() for i in own_cells(row)]
        if len(texts) > 1:
            self.facts.append((texts[0].rstrip(": "), ", ".join(texts[1:])))
        else:
            self.titles.append(texts[0])
        self._counts["furniture"] += 1

    def _continue(self, row: RawRow) -> None:
        last = self._records[-1]
        for i in own_cells(row):
            last.texts[i] = f"{last.texts[i]} {row.cells[i].text.strip()}" if last.texts.get(i) else row.cells[i].text
            last.notes += row.cells[i].notes
        self._counts["furniture"] += 1
        text = "This row goes on with the sentence of the row above, so the two were joined into one entry."
        self._problems.append(Problem(code="W151", text=text, place=row.locator, quote=joined(row)[:120]))

    def _record(self, row: RawRow) -> None:
        texts = {i: c.text.strip() for i, c in enumerate(row.cells) if c.text.strip()}
        date = self._date(row)
        notes = [n for c in row.cells for n in c.notes]
        self._records.append(_Record(row, texts, date, self._section, self.layout, notes))
        self._counts["entries"] += 1

    def _date(self, row: RawRow) -> DateCell:
        """The date cell of a row, that of the row above where it is blank."""
        cell = _date_cell(row, self.layout, "date_start")
        if self._is_lone_text(row):
            return DateCell()
        if not cell.empty:
            self._last = cell
            return cell
        if self._last is None or self._opens_with_date(row):
            return cell
        self._carried.append(row)
        return DateCell(text=self._last.text, value=self._last.value, carried=True)

    def _is_lone_text(self, row: RawRow) -> bool:
        """Whether the one filled cell of a row is a sentence that happens to stand where dates do."""
        own = own_cells(row)
        date = self.layout.of("date_start")
        if len(own) != 1 or date is None or own[0] != date.index or row.cells[own[0]].value is not None:
            return False
        text = row.cells[own[0]].text
        return not is_only_date(text) and not says_undated(text)

    def _opens_with_date(self, row: RawRow) -> bool:
        """Whether the words of a row begin with a date of their own ("12/3/21: rang GP")."""
        told = {c.index for c in self.layout.columns if c.field in _TOLD_ONCE}
        return any(opening(row.cells[i].text) for i in own_cells(row) if i in told)

    # Results ----------------------------------------------------------------------------------

    def drafts(self) -> Iterator[Draft]:
        """The entries to be, in the order of the rows."""
        for record in self._records:
            yield self._draft(record)

    def count(self) -> RowCount:
        """Where every row went."""
        return RowCount(rows=sum(self._counts.values()), **self._counts)

    def problems(self) -> Iterator[Problem]:
        """What the user must be told of this table."""
        yield from self._problems
        if self._carried:
            places = ", ".join(str(_row_number(r)) for r in self._carried[:_NAMED_ROWS])
            more = " and others" if len(self._carried) > _NAMED_ROWS else ""
            many = len(self._carried) > 1
            text = (
                f"The date cell is blank in {'rows' if many else 'row'} {places}{more}; "
                "the date of the row above was taken over and is marked as carried."
            )
            yield Problem(code="W150", text=text, place=self._carried[0].locator)
        for record in self._records:
            if not self._draft(record).text:
                text = "This row holds a date or a number and no words. It is kept as an entry without text."
                yield Problem(code="W153", text=text, place=record.row.locator)

    def _draft(self, record: _Record) -> Draft:
        layout, row = record.layout, record.row
        text, parts = _text(record)
        span = _own_date(text) if record.date.empty else None
        agency = layout.of("agency")
        whose = record.texts.get(agency.index, "") if agency else ""
        columns = {c.title: record.texts.get(c.index, "") for c in layout.columns}
        columns = {t: v for t, v in columns.items() if v or not t.startswith("Column ")}
        return Draft(
            locator=row.locator,
            text=text,
            columns=columns,
            parts=parts,
            hindsight=tuple(c.title for c in layout.columns if c.hindsight),
            date=record.date,
            end_date=_date_cell(row, layout, "date_end"),
            time=_date_cell(row, layout, "time_start"),
            end_time=_date_cell(row, layout, "time_end"),
            recorded=_date_cell(row, layout, "date_recorded"),
            date_span=span,
            section=record.section,
            table=self._number,
            agency=agency_of_cell(whose) if whose else None,
            agency_words=whose,
            hidden=row.hidden or self._hidden,
            notes=tuple(record.notes),
        )


def _text(record: _Record) -> tuple[str, tuple[Part, ...]]:
    """The words of a row joined by line breaks, with the part that each column gave."""
    chosen = [c for c in record.layout.columns if _tells_in(record, c.index, c.field, c.hindsight)]
    above = {i for i, cell in enumerate(record.row.cells) if cell.merged_down}
    fresh = [c for c in chosen if not (c.field in _TOLD_ONCE and c.index in above)]
    text, parts = "", []
    for column in fresh or chosen:
        start = len(text) + 1 if text else 0
        text = f"{text}\n{record.texts[column.index]}" if text else record.texts[column.index]
        parts.append(Part(field=column.field, header=column.title, start=start, end=len(text)))
    return text, tuple(parts)


def _tells_in(record: _Record, index: int, field_name: str, hindsight: bool) -> bool:
    """Whether the words of a column belong to the text of the entry."""
    words = record.texts.get(index, "")
    if not words or hindsight:
        return False
    if field_name == "child_seen":
        return not is_flag(words)
    if field_name == "seq":
        return len(words.split()) > 4
    if field_name in ("date_start", "date_other"):
        lone = own_cells(record.row) == [index] and record.date.empty
        return lone or words_beside_date(words) > _WORDS_OF_A_DATE
    return field_name not in _NOT_TEXT


def _own_date(text: str) -> tuple[int, int] | None:
    """The date that the words of a row without a date cell open with, in one of its columns; else their first."""
    start = 0
    for line in text.split("\n"):
        found = opening(line)
        if found:
            return start + found[0], start + found[1]
        start += len(line) + 1
    return next(iter(shapes(text)), None)


def _date_cell(row: RawRow, layout: Layout, name: str) -> DateCell:
    column = layout.of(name)
    if column is None or column.index >= len(row.cells):
        return DateCell()
    cell = row.cells[column.index]
    return DateCell(text=seen(cell.text).strip(), value=cell.value, carried=cell.merged_down)


def _row_number(row: RawRow) -> str | int:
    return row.locator.get("inner_row") or row.locator.get("row") or row.locator.get("line") or "?"
