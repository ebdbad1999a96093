"""Say when each draft happened: its date cell, its column, its heading, or its own words.

    drafts of one file  ->  by table: read the cells  ->  years from the column  ->  carried and relative dates
                        ->  times, ends, recording dates  ->  checks (date_checks)  ->  Dated

A column is looked at whole, since the rows around say what one row leaves out: the year of "12 April",
the order of the record. Nothing is corrected in silence: a date that cannot be right stays as printed,
with a `Problem` that says what was probably meant.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from ingest.date_cells import (
    CellDate,
    core_of,
    needs_month,
    needs_year,
    read_date_cell,
    read_time_cell,
    spanned,
    without_weekday,
)
from ingest.draft import Draft, Scope
from ingest.language.times import Timex, counted_from, last_told, read_times
from ingest.language.times.calendar_days import full_year
from ingest.language.times.clocks import Clocks, safe
from ingest.language.times.cues import told_as_past
from ingest.language.times.named import last_of_month
from ingest.language.times.resolve import resolve
from ingest.language.times.symbols import Calendar, Offset, Pointed
from model.case import Problem
from model.when import Basis, When

LONGEST_MONTH: Final = 31  # days: a heading that names more is no month
CENTURY_BASE: Final = dt.date(2049, 12, 31)  # where nothing else is known, two-digit years are of this century
YEAR, HALF_YEAR = 365, 182  # days: a step between rows is taken the shorter way round the year
LEAD_CHARS: Final = 90  # a relative date of the row itself stands in its first words ("Two days later ...")
OPENING_CHARS: Final = 12  # "In the " and the like may stand before the words that count
LEAD_LINES: Final = 3  # the cells of a row are lines: who, where and then what happened
_YEAR4: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR2: Final = re.compile(r"\d[/.-]\d{1,2}[/.-]([0-4]\d)(?!\d)|[A-Za-z]{3,9}[.,]?[\s-]?['’]?([0-4]\d)\s*$")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s|\n")
_DITTO: Final = re.compile(
    r"\s*(?:ditto|do\.?|as above|same(?: day| date)?|[\"”″']{1,2}|-?\s?[\"”″]\s?-?)\s*\.?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When one draft happened and was recorded, with what its reader must be told."""

    when: When | None = None
    recorded: When | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True, kw_only=True)
class Row:
    """One draft while its column is being read."""

    draft: Draft
    cell: CellDate
    when: When | None = None
    recorded: When | None = None
    basis: Basis = "column"
    problems: list[Problem]

    def problem(self, code: str, text: str, *, quote: str = "", suggestion: str = "") -> None:
        self.problems.append(
            Problem(code=code, text=text, place=self.draft.locator, quote=quote, suggestion=suggestion)
        )


def date_drafts(drafts: Sequence[Draft], scope: Scope) -> list[Dated]:
    """When each draft happened, in the order of the drafts."""
    from ingest.date_checks import check_rows

    base = _base(drafts, scope)
    tables: dict[int, list[Draft]] = {}
    for draft in drafts:
        tables.setdefault(draft.table, []).append(draft)
    rows = [row for table in tables.values() for row in _table(table, base, scope)]
    check_rows(rows, scope)
    by_draft = {id(row.draft): row for row in rows}
    return [
        Dated(when=row.when, recorded=row.recorded, problems=tuple(row.problems))
        for row in (by_draft[id(draft)] for draft in drafts)
    ]


def _base(drafts: Sequence[Draft], scope: Scope) -> dt.date:
    """The day that two-digit years are read against: the making of the file, its period, its own years."""
    known = scope.made or scope.last or scope.death or scope.first
    if known is not None:
        return known
    years = [int(y) for draft in drafts for y in _YEAR4.findall(f"{draft.date.text} {draft.section}")]
    years += [d.date.value.year for d in drafts if isinstance(d.date.value, dt.date)]
    words = [d.text[slice(*d.date_span)] if d.date_span else d.date.text for d in drafts]
    years += [2000 + int(y[0] or y[1]) for text in words for y in _YEAR2.findall(text)]
    return dt.date(round(median(years)), 12, 31) if years else CENTURY_BASE


def _table(drafts: Sequence[Draft], base: dt.date, scope: Scope) -> list[Row]:
    """The rows of one table or list, dated in three passes: own words, years, carried and relative."""
    rows = [Row(draft=d, cell=_own_date(d, base), problems=[]) for d in drafts]
    for row in rows:
        if not row.cell.needs_year and not row.cell.relative:
            row.when = row.cell.when
    fill_years(rows, scope, base)
    _follow(rows)
    for row in rows:
        _finish(row, base)
    return rows


def _own_date(draft: Draft, base: dt.date) -> CellDate:
    """What the date cell says, or the words of the paragraph that its date stands in."""
    if not draft.date.empty:
        return (
            CellDate()
            if draft.date.carried or _DITTO.fullmatch(draft.date.text)
            else read_date_cell(draft.date, base, None)
        )
    if draft.date_span is None:
        return CellDate() if draft.date.carried or draft.columns else first_sentence_date(draft.text, base)
    first, last = draft.date_span
    words = draft.text[first:last]
    from ingest.draft import DateCell

    cell = read_date_cell(DateCell(text=words), base, None)
    if cell.doubt == "unread":  # the span cut the expression: read the text around it
        for timex in read_times(draft.text[: last + 40], base):
            if timex.start < last and timex.end > first and timex.when is not None:
                return CellDate(
                    when=timex.when,
                    symbol=timex.symbol,
                    text=words,
                    rule=timex.rule,
                    needs_year=needs_year(timex.symbol),
                    relative=timex.relative is not None,
                )
    return cell


def first_sentence_date(text: str, base: dt.date) -> CellDate:
    """The one day that a paragraph without a date of its own names in its first sentence, told as past."""
    lead = _SENTENCE.split(text, maxsplit=1)[0]
    days = [
        t
        for t in read_times(lead, base)
        if isinstance(core := core_of(t.symbol), Calendar) and core.day is not None and core.month is not None
    ]
    if len(days) != 1 or days[0].when is None or not told_as_past(lead, days[0]):
        return CellDate()
    day = days[0]
    return CellDate(when=day.when, symbol=day.symbol, text=day.text, rule=day.rule, needs_year=needs_year(day.symbol))


# ---------------------------------------------------------------- years from the column


def fill_years(rows: Sequence[Row], scope: Scope, base: dt.date) -> None:
    """Give the rows that state no year the one that their neighbours, heading and scope say."""
    order = direction([row.cell.when for row in rows])
    following: list[When | None] = [None] * (len(rows) + 1)
    for index in range(len(rows) - 1, -1, -1):
        known = rows[index].when if not rows[index].cell.needs_year else None
        following[index] = known or following[index + 1]
    before: When | None = None
    for index, row in enumerate(rows):
        if row.cell.needs_year and row.cell.symbol is not None:
            row.when = _with_year(row, before, following[index + 1], scope, base, order)
        if row.when is not None:
            before = row.when


def direction(column: Sequence[When | None]) -> int:
    """+1 where a column runs forward in time, -1 where it runs backward, 0 where it does neither.

    Years may be missing yet, so each step is taken as the nearest of the two ways round the year.
    """
    days = [w.start for w in column if w is not None and w.start is not None]
    steps = [((b - a).days + HALF_YEAR) % YEAR - HALF_YEAR for a, b in itertools.pairwise(days)]
    ups, downs = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    if ups + downs < 2:
        return 0
    return 1 if ups >= 3 * downs else -1 if downs >= 3 * ups else 0


def _with_year(
    row: Row, before: When | None, after: When | None, scope: Scope, base: dt.date, order: int
) -> When | None:
    """The reading of a yearless cell that fits best; None where nothing says which year it is."""
    window = _section_days(row.draft.section, base)
    anchors = [w.start for w in (before, after) if w is not None and w.start is not None]
    known = [d for d in (scope.first, scope.last, scope.made, *anchors, *(window or ())) if d is not None]
    if not known:
        row.problem("W202", "This date has no year, and nothing around it says which year it is.", quote=row.cell.text)
        return None
    readings = []
    for year in range(min(known).year - 1, max(known).year + 2):
        reading = _in_year(row.cell, year, before, window)
        if reading is not None and reading.start is not None:
            readings.append((_misfit(reading, row.cell, before, after, window, scope, order), reading))
    if not readings:
        return None
    readings.sort(key=lambda pair: pair[0])
    best = replace(readings[0][1], text=row.cell.text, rule=row.cell.rule)
    return _all_days(row.cell, best)


def _all_days(cell: CellDate, first: When) -> When:
    """The span of a cell that lists several days ("2, 9 and 10 October"), all in the year found for its first."""
    main = cell.when.start if cell.when is not None else None
    if len(cell.several) < 2 or main is None or first.start is None:
        return first
    years = first.start.year - cell.several[0].start.year if cell.several[0].start else 0
    return spanned([_years_on(when, years) for when in cell.several], cell.text)


def _years_on(when: When, years: int) -> When:
    if when.start is None or when.end is None:
        return when
    start, end = (safe(day.year + years, day.month, day.day) for day in (when.start, when.end))
    return replace(when, start=start, end=end)


def _in_year(cell: CellDate, year: int, before: When | None, window: tuple[dt.date, dt.date] | None) -> When | None:
    """The reading in one year. A day without its month is of the month in the heading, else of the row above."""
    assert cell.symbol is not None
    if needs_month(cell.symbol):
        near = None
        if window and (window[1] - window[0]).days < LONGEST_MONTH:
            near = window[0] + (window[1] - window[0]) // 2
        elif before is not None:
            near = before.start
        if near is not None:
            return resolve(cell.symbol, Clocks(near, near, stated=True)) if near.year == year else None
    middle = dt.date(year, 7, 1)
    return resolve(without_weekday(cell.symbol), Clocks(middle, middle, stated=True))


def _misfit(
    reading: When,
    cell: CellDate,
    before: When | None,
    after: When | None,
    window: tuple[dt.date, dt.date] | None,
    scope: Scope,
    order: int,
) -> tuple[int, int, int, int]:
    """How badly a year fits: outside its heading, beyond the file's making, against order, far away."""
    assert reading.start is not None
    start = reading.start
    outside = 0 if window is None or window[0] <= start <= window[1] else 1
    too_late = 1 if scope.made is not None and start > scope.made else 0
    core = core_of(cell.symbol)
    wrong_day = (
        1
        if isinstance(core, Calendar)
        and core.weekday is not None
        and core.day is not None
        and start.weekday() != core.weekday
        else 0
    )
    disorder = 0
    for other, sign in ((before, 1), (after, -1)):
        if other is not None and other.start is not None and (start - other.start).days * sign * order < 0:
            disorder += 1
    in_scope = 0 if (scope.first is None or start >= scope.first) and (scope.last is None or start <= scope.last) else 1
    near = [abs((start - w.start).days) for w in (before, after) if w is not None and w.start is not None]
    return outside + too_late + in_scope, wrong_day, disorder, min(near, default=0)


def _section_days(section: str, base: dt.date) -> tuple[dt.date, dt.date] | None:
    """The days that a heading names with their year ("Spring 2022", "Period 2: 2021")."""
    if not section:
        return None
    days = [t.when for t in read_times(section, base) if t.when is not None and t.when.bounded and t.type == "DATE"]
    days = [w for w in days if _YEAR4.search(w.text) or re.search(r"[/.'’ -]\d\d$", w.text)]
    starts = [w.start for w in days if w.start]
    ends = [w.end for w in days if w.end]
    return (min(starts), max(ends)) if starts else None


# ---------------------------------------------------------------- carried and relative dates


def _follow(rows: Sequence[Row]) -> None:
    """Date the rows that lean on the row above, and those whose own words count from it."""
    before: When | None = None
    told: When | None = None
    for row in rows:
        if row.when is None and row.cell.doubt != "impossible":
            _lean(row, before, told)
        elif row.cell.rule and (row.draft.date.empty or row.draft.date_span is not None):
            row.basis = "stated"
        if row.when is not None and row.when.bounded:
            before, told = row.when, _last_told(row)
        elif row.cell.text and row.when is None:  # its own date is unknown: nothing may be carried past it
            before = told = None


def _last_told(row: Row) -> When | None:
    """In an account, the last day that a paragraph tells of: the next one goes on from there."""
    when = row.when
    if when is None or when.start is None or len(row.draft.columns) > 1:
        return None
    day = last_told(row.draft.text, when)
    forward = day is not None and 0 <= (day - when.start).days <= LONGEST_MONTH  # what lies before is background
    return When.on(day) if day is not None and forward else None


def _lean(row: Row, before: When | None, told: When | None) -> None:
    draft = row.draft
    carried = draft.date.carried or bool(draft.date.text.strip() and _DITTO.fullmatch(draft.date.text))
    if row.cell.relative and row.cell.symbol is not None:
        clock = before.start if before is not None else None
        counted = _counted_cell(row.cell.text)
        if counted is not None:
            row.when, row.basis = counted, "relative"
        elif clock is not None:
            found = resolve(row.cell.symbol, Clocks(clock, clock, stated=True))
            row.when = None if found is None else replace(found, text=row.cell.text, rule=row.cell.rule)
            row.basis = "relative"
        return
    if before is None:
        before = _heading_day(draft)
        if before is None:
            _count_from_event(row)
            return
        row.when, row.basis = (before, "carried") if carried or draft.date.empty else (None, row.basis)
        return
    own = leading_relative(draft.text, told or before)
    if own is not None:
        row.when, row.basis = own, "relative"
    elif not carried and draft.date.empty and _count_from_event(row):
        return
    elif carried:
        row.when = replace(
            before,
            start_time=None,
            end_time=None,
            granularity="day" if before.granularity == "minute" else before.granularity,
        )
        row.basis = "carried"


def _counted_cell(words: str) -> When | None:
    """The unbounded When of a cell that counts from an event: "8 days after the CIN meeting"."""
    found = [counted_from(timex) for timex in read_times(words, CENTURY_BASE)]
    return found[0] if len(found) == 1 else None


def _count_from_event(row: Row) -> bool:
    """Let a paragraph that opens by counting from an event ("A fortnight after the birth ...") wait for its date."""
    lead = _SENTENCE.split(row.draft.text, maxsplit=1)[0][:LEAD_CHARS]
    found = next((t for t in read_times(lead, CENTURY_BASE) if t.start <= OPENING_CHARS), None)
    counted = None if found is None or found.relative is None or found.relative.offset is None else counted_from(found)
    if counted is None:
        return False
    row.when, row.basis = counted, "relative"
    return True


def _heading_day(draft: Draft) -> When | None:
    """The date of the heading above, where it names one day."""
    if not draft.section:
        return None
    found = [
        t.when
        for t in read_times(draft.section, CENTURY_BASE)
        if t.when is not None and t.when.is_day and t.type == "DATE"
    ]
    return found[0] if len(found) == 1 and _YEAR4.search(draft.section) else None


def leading_relative(text: str, before: When) -> When | None:
    """The day that a row's first sentence counts from the row above ("Rang father the day after"), else None."""
    if before.end is None:
        return None
    for line in text.split("\n", LEAD_LINES)[:LEAD_LINES]:
        lead = _SENTENCE.split(line[:LEAD_CHARS], maxsplit=1)[0]
        for timex in read_times(lead, before.end, narrative=before.end):
            if leans_on_narrative(timex) and timex.when is not None:
                return timex.when
    return None


def leans_on_narrative(timex: Timex) -> bool:
    """Whether an expression counts from the last date told: later, following, next day, that afternoon."""
    symbol = core_of(timex.symbol)
    if isinstance(symbol, Pointed):
        return symbol.clock == "narrative" and symbol.unit in {"D", "working_day", "weekday", "W"}
    return (
        isinstance(symbol, Offset)
        and symbol.clock == "narrative"
        and not symbol.phrase
        and symbol.of is None
        and symbol.direction > 0
    )


# ---------------------------------------------------------------- times, ends, recording dates


def _finish(row: Row, base: dt.date) -> None:
    """Add the time, the end and the recording date; say how the date came about; tell what is in doubt."""
    _tell_doubts(row, base)
    draft = row.draft
    if row.when is not None:
        row.when = _with_clock(row.when, draft)
        row.when = _with_end(row, base)
        row.when = replace(row.when, basis=row.basis, text=row.when.text or draft.date.text.strip())
    recorded = read_date_cell(draft.recorded, base, None) if not draft.recorded.empty else None
    if (
        recorded is not None
        and recorded.needs_year
        and recorded.symbol is not None
        and row.when is not None
        and row.when.start
    ):
        row.recorded = resolve(recorded.symbol, Clocks(row.when.start, row.when.start, stated=True))
    else:
        row.recorded = recorded.when if recorded is not None and recorded.when is not None else row.cell.recorded
    if row.recorded is not None:
        row.recorded = replace(row.recorded, basis="column")


def _with_clock(when: When, draft: Draft) -> When:
    clock = read_time_cell(draft.time)
    if clock is None or when.start is None or when.start != when.end:
        return when
    first, last = clock
    ended = read_time_cell(draft.end_time)
    last = ended[1] if ended is not None else last
    end = when.end if last >= first or when.end is None else when.end + dt.timedelta(days=1)
    return replace(when, start_time=first, end_time=last, end=end, granularity="minute")


def _with_end(row: Row, base: dt.date) -> When:
    assert row.when is not None
    when = row.when
    if row.draft.end_date.empty or when.start is None:
        return when
    last = read_date_cell(row.draft.end_date, base, when.start)
    found = last.when
    if last.needs_year and last.symbol is not None:
        found = resolve(last.symbol, Clocks(when.start, when.start, stated=True))
    if found is None or found.end is None or found.end == when.end:
        return when
    if found.end < when.start:
        row.problem(
            "W206",
            "The end date lies before the date of this row; the row keeps its date alone.",
            quote=row.draft.end_date.text,
        )
        return when
    return replace(when, end=found.end, end_time=None, start_time=None, granularity="span")


def _tell_doubts(row: Row, base: dt.date) -> None:
    cell, quote = row.cell, row.cell.text
    if cell.doubt == "impossible":
        row.problem(
            "W201",
            "There is no such day in the calendar, so this row has no date. Its words are kept as they stand.",
            quote=quote,
            suggestion=_last_day_suggestion(core_of(cell.symbol), row, base),
        )
    elif cell.doubt == "unread" and row.when is None:
        row.problem("W203", "The words in the date column could not be read as a date.", quote=quote)
    elif cell.doubt == "month_first" and row.when is not None:
        row.problem("W205", "This date can only be read with the month first; it was read so.", quote=quote)
    core = core_of(cell.symbol)
    day = row.when.start if row.when is not None else None
    weekday = core.weekday if isinstance(core, Calendar) and core.day is not None else None
    if day is not None and weekday is not None and day.weekday() != weekday:
        row.problem(
            "W204",
            f"The weekday and the date do not agree: {day:%d/%m/%Y} was a {day:%A}. The date was kept.",
            quote=quote,
            suggestion=_weekday_suggestion(day, weekday),
        )
    if cell.several:
        row.problem(
            "W207",
            f"This date cell lists {len(cell.several)} dates. The row is shown from the first to the last of them.",
            quote=quote,
        )


def _last_day_suggestion(core: object, row: Row, base: dt.date) -> str:
    """For 31/06/2021: the last day that the month has."""
    if not isinstance(core, Calendar) or core.month is None or core.year is None or core.impossible:
        return ""
    last = last_of_month(full_year(core.year, core.short_year, Clocks(base, base)), core.month)
    return f"Perhaps {last:%d/%m/%Y}."


def _weekday_suggestion(day: dt.date, weekday: int) -> str:
    near = min(
        (day + dt.timedelta(days=n) for n in range(-3, 4)), key=lambda d: (d.weekday() != weekday, abs((d - day).days))
    )
    return f"Perhaps {near:%A} {near:%d/%m/%Y}, or the same day and month of another year."
