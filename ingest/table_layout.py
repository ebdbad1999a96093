"""The columns of a table: found in its header row, taken over from the table before, or told by content.

    rows  ->  find_header  ->  Found(rows of the header, Layout)      titles known to the vocabulary
          ->  infer        ->  Layout                                 no header: one column holds dates

A row counts as a header only where its cells are titles of chronologies and none holds a date; two rows
count together where the upper one stands over groups of columns. What is no header is left to be read
as an entry: a real row must never be taken for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.cells import holds, looks_dated, own_cells, width
from ingest.headers import HINDSIGHT, OTHER_TABLES, PART, HeaderMatch, is_title, match_header, plain_words
from ingest.raw import Cell, RawRow
from ingest.table_fields import (
    _NEARLY_ALL,
    DATE_FIELDS,
    TELLING_FIELDS,
    content_field,
    dated_share,
    with_clock,
    with_date,
    with_event,
    with_number,
)

"""Fields that may hold what happened, the likeliest first."""

_SEARCHED_ROWS: Final = 40  # rows below which no header of a sheet was ever seen to start
_SHORT_TITLE: Final = 40  # characters, and words, up to which an unknown title counts beside a known date
_SHORT_TITLE_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place, its title as the sender wrote it (made unique), the field it means."""

    index: int
    title: str
    field: str
    hindsight: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a chronology and the titles of its header row or rows, by which repeats are known."""

    columns: tuple[Column, ...]
    header: tuple[frozenset[tuple[int, str]], ...] = ()

    def of(self, field: str) -> Column | None:
        """The first column that means a field."""
        return next((c for c in self.columns if c.field == field), None)

    @property
    def width(self) -> int:
        return len(self.columns)

    @property
    def dated(self) -> bool:
        """Whether a column of it holds the dates."""
        return self.of("date_start") is not None


@dataclass(frozen=True, slots=True)
class Found:
    """A header: the first of its rows, how many rows it takes, the layout, the kind of its table."""

    start: int
    rows: int
    layout: Layout
    kind: str = "chronology"  # or "key", "furniture"


@dataclass(frozen=True, slots=True)
class _Titles:
    """The titles of a row or of two, with what each means."""

    texts: tuple[str, ...]
    groups: tuple[str, ...]
    matches: tuple[HeaderMatch | None, ...]

    @property
    def filled(self) -> int:
        return sum(bool(t) for t in self.texts)

    @property
    def sure(self) -> int:
        return len({m.field for m in self.matches if m and m.certainty >= PART})

    @property
    def known(self) -> int:
        return sum(m is not None for m in self.matches)

    @property
    def fields(self) -> set[str]:
        return {m.field for m in self.matches if m}


def find_header(rows: Sequence[RawRow]) -> Found | None:
    """The first header among the opening rows of a table, None where there is none."""
    columns = width(rows)
    for start, row in enumerate(rows[:_SEARCHED_ROWS]):
        found = header_at(rows, start, columns)
        if found and _only_groups(found, rows, columns):
            continue
        if found and found.kind != "chronology" and _chronology_below(rows, start, columns):
            continue
        if found:
            return found
        if _opens_record(row):
            return None
    return None


def _opens_record(row: RawRow) -> bool:
    """Whether a row is a record already, so that no header follows: a date in its first cell and words beside it.

    A line alone may be a title with a date in it ("Search run on 3 May").
    """
    return bool(row.cells) and looks_dated(row.cells[0]) and len(own_cells(row)) > 1


def _only_groups(found: Found, rows: Sequence[RawRow], columns: int) -> bool:
    """Whether its titles stand over groups of columns ("CONTACT | RECORD") and the next row is the header proper."""
    below = found.start + found.rows
    if found.layout.dated or below >= len(rows):
        return False
    proper = _titles(rows[below], columns)
    return proper is not None and "date_start" in proper.fields and _is_header(proper)


def header_at(rows: Sequence[RawRow], start: int, columns: int) -> Found | None:
    """The header that begins at a row, of two rows if these belong together, else None."""
    single = _titles(rows[start], columns)
    if single is None:
        return None
    if start + 1 < len(rows):
        double = _two_rows(rows[start], rows[start + 1], columns)
        if double and _is_header(double) and _better(double, single):
            layout = _layout(double, rows[start + 2 :], columns)
            layout = replace(layout, header=(_words(rows[start]), _words(rows[start + 1]), *layout.header))
            return Found(start, 2, layout, _kind(double))
    below = rows[start + 1 :]
    if _dates_below(single, below) is not None:
        return Found(start, 1, _layout(single, below, columns))
    if _is_header(single) or _stands_over_dates(single, below):
        return Found(start, 1, _layout(single, below, columns), _kind(single))
    return None


def _chronology_below(rows: Sequence[RawRow], start: int, columns: int) -> bool:
    """Whether a chronology's header follows in the same table (a key over it, in one sheet)."""
    for later in range(start + 1, min(len(rows), start + _SEARCHED_ROWS)):
        found = header_at(rows, later, columns)
        if found and found.kind == "chronology":
            return True
    return False


def _titles(row: RawRow, columns: int) -> _Titles | None:
    """The titles of a row, None where a cell of it cannot be one."""
    own = own_cells(row)
    if len(own) < 2 or any(_no_title(row.cells[i]) for i in own):
        return None
    texts = tuple(row.cells[i].text.strip() if i in own else "" for i in range(columns) if i < len(row.cells))
    texts += ("",) * (columns - len(texts))
    return _Titles(texts, ("",) * columns, tuple(match_header(t) for t in texts))


def _no_title(cell: Cell) -> bool:
    if cell.value is not None:
        return True
    return looks_dated(cell) and not is_title(cell.text)


def _two_rows(upper: RawRow, lower: RawRow, columns: int) -> _Titles | None:
    """Two rows as one header: groups over titles. None where the lower one may be a row of its own."""
    own = own_cells(lower)
    if not own or any(_no_title(lower.cells[i]) for i in own):
        return None
    known = [match.field for i in own if (match := match_header(lower.cells[i].text)) is not None]
    if len(known) < len(own) and ("date_start" not in known or len(known) * 2 <= len(own)):
        return None  # titles that nobody knows beside a date and others that are known
    top = _filled_right(upper, columns, set(own))
    under = tuple(lower.cells[i].text.strip() if i in own else "" for i in range(min(columns, len(lower.cells))))
    under += ("",) * (columns - len(under))
    if not any(u and t for u, t in zip(under, top, strict=True)):
        return None
    texts = tuple(u or t for u, t in zip(under, top, strict=True))
    groups = tuple(t if u else "" for u, t in zip(under, top, strict=True))
    grouped = any(i >= len(upper.cells) or not upper.cells[i].text.strip() or upper.cells[i].span > 1 for i in own)
    if not grouped:
        return None
    return _Titles(texts, groups, tuple(match_header(t) for t in texts))


def _filled_right(row: RawRow, columns: int, under: set[int]) -> tuple[str, ...]:
    """The group over each column: a title reaches over the merged or blank cells to its right."""
    out: list[str] = []
    for i in range(columns):
        cell = row.cells[i] if i < len(row.cells) else Cell()
        if cell.text.strip():
            out.append(cell.text.strip())
        elif out and (cell.merged_right or i in under):
            out.append(out[-1])
        else:
            out.append("")
    return tuple(out)


def _is_header(titles: _Titles) -> bool:
    """Whether titles make a header: most are known, and a date or three sure columns are among them."""
    if titles.known * 2 < titles.filled or titles.sure < 1:
        return False
    sure = {m.field for m in titles.matches if m and m.certainty >= PART}
    dated = bool(sure & {"date_start", "date_recorded"})
    if dated:
        return len(titles.fields) >= 2 or (titles.filled == 2 and titles.known == 2)
    if len(sure) >= 2 and sure <= set(OTHER_TABLES) | {"author", "subject", "agency"}:
        return True
    if sure & set(OTHER_TABLES) and titles.known == titles.filled == 2:
        return True
    return titles.sure >= 3


def _stands_over_dates(titles: _Titles, below: Sequence[RawRow]) -> bool:
    """Whether a row of short titles, most of them unknown, names the column in which dates then stand."""
    dates = [i for i, m in enumerate(titles.matches) if m and m.field == "date_start" and m.certainty >= PART]
    first = next((r for r in below if own_cells(r)), None)
    if not dates or first is None or dates[0] >= len(first.cells):
        return False
    short = all(len(t) <= _SHORT_TITLE and len(t.split()) <= _SHORT_TITLE_WORDS for t in titles.texts)
    return short and looks_dated(first.cells[dates[0]])


def _dates_below(titles: _Titles, below: Sequence[RawRow]) -> int | None:
    """The column whose title nobody knows ("Logged", "Occurred") and below which dates stand in nearly every row.

    None where the titles name a date column themselves, where none is known at all, or where they are no titles.
    """
    short = all(len(t) <= _SHORT_TITLE and len(t.split()) <= _SHORT_TITLE_WORDS for t in titles.texts)
    if not short or titles.sure < 1 or titles.filled < 3 or titles.fields & DATE_FIELDS:
        return None
    rows = [r for r in below if len(own_cells(r)) >= 2]
    dated = [i for i, t in enumerate(titles.texts) if t and dated_share(rows, i) >= _NEARLY_ALL]
    if dated and dated[0] and titles.fields & set(OTHER_TABLES):
        return None  # dates behind a name: the births of a family
    return dated[0] if dated and _count(rows, dated[0]) * 2 >= len(rows) >= 2 else None


def _better(double: _Titles, single: _Titles) -> bool:
    has_date = bool(double.fields & {"date_start", "date_recorded"})
    single_date = bool(single.fields & {"date_start", "date_recorded"})
    return (has_date and not single_date) or len(double.fields) > len(single.fields)


def _kind(titles: _Titles) -> str:
    """What a table with these titles is: who is who, a box of the form, or a chronology."""
    fields = titles.fields
    others = [OTHER_TABLES[f] for f in fields if f in OTHER_TABLES]
    if not others:
        return "chronology"
    tells = fields & {"event", "action", "outcome", "contact_type"}
    if "furniture" in others and ("event" not in fields or "date_start" not in fields):
        return "furniture"
    if "date_start" in fields and tells:
        return "chronology"
    return "key" if "key" in others else "furniture"


def _layout(titles: _Titles, below: Sequence[RawRow], columns: int) -> Layout:
    """The columns that titles mean, checked against what stands below them."""
    fields = [m.field if m else "other" for m in titles.matches]
    group_fields = [m.field if g and (m := match_header(g)) else "" for g in titles.groups]
    hindsight = [f in HINDSIGHT or g in HINDSIGHT for f, g in zip(fields, group_fields, strict=True)]
    for i, field in enumerate(fields):
        if hindsight[i] and field not in HINDSIGHT:
            fields[i] = "analysis"
        elif field == "other" and group_fields[i] in TELLING_FIELDS:
            fields[i] = group_fields[i]
    dated = _dates_below(titles, below)
    if dated is not None:
        fields[dated] = "date_start"
    fields = with_event(with_clock(with_date(with_number(fields, below), below), below), below)
    hindsight = [h and f in HINDSIGHT for h, f in zip(hindsight, fields, strict=True)]
    unique = _unique(titles)
    hidden = _hidden(below, columns)
    made = tuple(Column(i, unique[i], fields[i], hindsight[i], hidden[i]) for i in range(columns))
    return Layout(made, (frozenset((i, plain_words(t)) for i, t in enumerate(titles.texts) if t),))


def _words(row: RawRow) -> frozenset[tuple[int, str]]:
    return frozenset((i, plain_words(row.cells[i].text)) for i in own_cells(row))


def repeats(row: RawRow, layout: Layout) -> bool:
    """Whether a row is the header of its table again: two titles or more, nearly all of the header's."""
    words = _words(row)
    if len(words) < 2:
        return False
    return any(len(words & titles) >= max(2, 0.8 * len(words), 0.5 * len(titles)) for titles in layout.header)


def _hidden(rows: Sequence[RawRow], columns: int) -> list[bool]:
    return [any(i < len(r.cells) and r.cells[i].hidden for r in rows) for i in range(columns)]


def _unique(titles: _Titles) -> list[str]:
    """A title for each column, no two alike: the group before it where needed, else a number behind it."""
    out: list[str] = []
    counts = Counter(titles.texts)
    seen: set[str] = set()
    for i, text in enumerate(titles.texts):
        title = " ".join(text.split()) or f"Column {i + 1}"
        if counts[text] > 1 and titles.groups[i]:
            title = f"{titles.groups[i]}: {title}"
        number, candidate = 2, title
        while candidate in seen:
            candidate, number = f"{title} ({number})", number + 1
        seen.add(candidate)
        out.append(candidate)
    return out


def infer(rows: Sequence[RawRow]) -> Layout | None:
    """The columns of a table without a header, from what stands in them; None where none holds dates."""
    filled = [r for r in rows if len(own_cells(r)) >= 2]
    columns = width(rows)
    if not filled or columns < 2:
        return None
    shares = {i: dated_share(filled, i) for i in range(columns)}
    dated = [i for i, s in shares.items() if s >= 0.6 and _count(filled, i) * 2 >= len(filled)]
    if not dated:
        first = max(shares[0], dated_share(filled[1:], 0))  # the opening row may be unknown titles
        dated = [0] if first >= 0.4 and _count(filled, 0) >= 2 else []
    if not dated:
        return None
    fields = ["other"] * columns
    fields[dated[0]] = "date_start"
    for i in range(columns):
        if i != dated[0]:
            fields[i] = content_field(filled, i, before_date=i < dated[0])
    fields = with_event(fields, filled)
    hidden = _hidden(rows, columns)
    return Layout(tuple(Column(i, f"Column {i + 1}", fields[i], False, hidden[i]) for i in range(columns)))


def _count(rows: Sequence[RawRow], column: int) -> int:
    return sum(column < len(r.cells) and holds(r.cells[column]) for r in rows)


def widened(layout: Layout, columns: int) -> Layout:
    """The same layout with nameless columns added where rows are wider than the header."""
    extra = tuple(Column(i, f"Column {i + 1}", "other") for i in range(layout.width, columns))
    return replace(layout, columns=layout.columns + extra) if extra else layout
