"""What is wrong with the dates of a file, found by rules and told to the user: nothing is corrected here.

    rows of a table, dated  ->  year or month typed wrong, out of order  ->  duplicates
                            ->  before birth, after death, after the file was made  ->  recorded before it happened

Where the column's order makes a printed date impossible, the printed one stays `when` and the likely
one goes into its `alternatives`, with a `Problem` that offers it.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest.draft import Scope
from ingest.language.times.words import TABLES, alternation
from model.when import When

if TYPE_CHECKING:
    from ingest.dating import Row

MIN_ORDERED: Final = 4  # rows of a column before its order proves anything
SLIPS: Final = 0.25  # a column in which more than a quarter of the rows break the order has none
SLACK_DAYS: Final = 3  # rows of a sorted table are out of order by a day or two in practice
FAR_DAYS: Final = 21  # a jump in the column that is worth a look, where a likely slip explains it
FAR_YEARS: Final = 4  # years between a date and its nearest neighbours that make it stand alone
_NUMERIC: Final = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}")
_LIVING: Final = re.compile(r"\b" + alternation(TABLES["cue_living"]) + r"\b", re.IGNORECASE)
DUPLICATE_CHARS: Final = 12  # shorter rows repeat rightly ("DNA", "No reply")


def check_rows(rows: Sequence[Row], scope: Scope) -> None:
    """Look at every table of a file, then at every row."""
    tables: dict[int, list[Row]] = {}
    for row in rows:
        tables.setdefault(row.draft.table, []).append(row)
    for column in tables.values():
        if not _month_first(column):
            _order(column)
        _duplicates(column)
    _far_years(rows)
    for row in rows:
        _bounds(row, scope)
        _recording(row)


# ---------------------------------------------------------------- order


def _month_first(rows: Sequence[Row]) -> bool:
    """A column whose own dates can only be month-first: every date that has two readings keeps both.

    It takes two dates that are days only with the month first, none that is one only with the day
    first, and an order that the month-first readings keep better.
    """
    written = [row for row in rows if _both_readings(row) is not None or row.cell.doubt == "month_first"]
    proof = [row for row in written if row.cell.doubt == "month_first"]
    if len(proof) < 2 or any(_day_first_only(row) for row in rows):
        return False
    printed = [row.when.start for row in written if row.when is not None and row.when.start is not None]
    turned = [_both_readings(row) or row.when.start for row in written if row.when is not None and row.when.start]
    if len(_longest(printed)) >= len(_longest([d for d in turned if d is not None])):
        return False
    for row in written:
        other = _both_readings(row)
        if other is None or row.when is None:
            continue
        _keep(row, other)
        row.problem(
            "W213",
            "Other dates of this column can only be read with the month first. This one was read with the day first.",
            quote=row.cell.text,
            suggestion=f"Probably {other:%d/%m/%Y}, as the order of the column says.",
        )
    return True


def _both_readings(row: Row) -> dt.date | None:
    """The month-first reading of a numeric date that has two."""
    day = row.when.start if row.when is not None and row.when.is_day else None
    if day is None or row.cell.typed or not _NUMERIC.search(row.cell.text) or row.cell.doubt == "month_first":
        return None
    return day.replace(month=day.day, day=day.month) if day.day <= 12 and day.day != day.month else None


def _day_first_only(row: Row) -> bool:
    if row.when is None or row.when.start is None or not _NUMERIC.search(row.cell.text):
        return False
    return row.when.start.day > 12 and row.cell.doubt != "month_first"


def _keep(row: Row, likely: dt.date) -> None:
    """The likely day beside the printed one."""
    assert row.when is not None
    other = replace(row.when, start=likely, end=likely, alternatives=())
    row.when = replace(row.when, alternatives=(*row.when.alternatives, other))


def _far_years(rows: Sequence[Row]) -> None:
    """A year some decades from all others of the file that one slip of a digit would put among them."""
    days = sorted(row.when.start for row in rows if row.when is not None and row.when.start is not None)
    if len(days) < MIN_ORDERED:
        return
    count = Counter(day.year for day in days)
    years = set(count)
    for row in rows:
        day = row.when.start if row.when is not None and row.when.is_day else None
        if day is None or any(p.code in {"W210", "W211", "W213"} for p in row.problems):
            continue
        if any(0 < abs(day.year - year) < FAR_YEARS for year in years) or count[day.year] > 1:
            continue
        near = [y for y in sorted(years - {day.year}) if _one_slip(day.year, y)]
        if near and day.year > max(years - {day.year}):
            likely = _moved(day, year=near[-1])
            row.problem(
                "W212",
                "The year of this date is far from all others of the file.",
                quote=_quote(row, day),
                suggestion=f"Perhaps {likely:%d/%m/%Y}." if likely else "",
            )


def _one_slip(year: int, other: int) -> bool:
    """Whether two years differ by one digit or by two neighbours exchanged."""
    left, right = str(year), str(other)
    wrong = [i for i in range(4) if left[i] != right[i]]
    return len(wrong) == 1 or (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and left[wrong[0]] == right[wrong[1]]
        and left[wrong[1]] == right[wrong[0]]
    )


def _order(rows: Sequence[Row]) -> None:
    """Rows whose printed date breaks the order of their column, with the slip that explains it."""
    dated = [row for row in rows if row.when is not None and row.when.is_day and row.basis != "carried"]
    if len(dated) < MIN_ORDERED:
        return
    days = [row.when.start for row in dated if row.when is not None and row.when.start is not None]
    sign, kept = _sorted_part(days)
    if len(days) - len(kept) > SLIPS * len(days):
        return
    places = sorted(kept)
    for index, row in enumerate(dated):
        if index in kept:
            continue
        place = bisect_right(places, index)
        above = days[places[place - 1]] if place else None
        below = days[places[place]] if place < len(places) else None
        low, high = (above, below) if sign > 0 else (below, above)
        _out_of_order(row, days[index], low, high)


def _sorted_part(days: Sequence[dt.date]) -> tuple[int, set[int]]:
    """The direction of a column and the rows of its longest ordered part."""
    forward = _longest(days)
    backward = {len(days) - 1 - i for i in _longest(list(reversed(days)))}
    return (1, forward) if len(forward) >= len(backward) else (-1, backward)


def _longest(days: Sequence[dt.date]) -> set[int]:
    """Indexes of a longest part that never falls (patience sorting)."""
    tails: list[dt.date] = []
    at: list[int] = []
    parents: list[int] = []
    for index, day in enumerate(days):
        place = bisect_right(tails, day)
        parents.append(at[place - 1] if place else -1)
        if place == len(tails):
            tails.append(day)
            at.append(index)
        else:
            tails[place], at[place] = day, index
    kept: set[int] = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(index)
        index = parents[index]
    return kept


def _out_of_order(row: Row, day: dt.date, low: dt.date | None, high: dt.date | None) -> None:
    away = min(abs((day - d).days) for d in (low, high) if d is not None)
    if away <= SLACK_DAYS:
        return
    likely, slip = _likely(day, low, high)
    around = _around(low, high)
    if likely is None:
        if away > FAR_DAYS:
            row.problem(
                "W211",
                f"This date stands out of order in its table: the rows around are of {around}.",
                quote=_quote(row, day),
            )
        return
    _keep(row, likely)
    row.problem(
        "W210",
        f"This date does not fit its place in the table: the rows around are of {around}. {slip} "
        "The printed date was kept.",
        quote=_quote(row, day),
        suggestion=f"Probably {likely:%d/%m/%Y}.",
    )


def _likely(day: dt.date, low: dt.date | None, high: dt.date | None) -> tuple[dt.date | None, str]:
    """The date that one slip of typing would explain and the rows around allow."""
    for candidate, slip in _slips(day, low, high):
        if (low is None or candidate >= low - dt.timedelta(days=SLACK_DAYS)) and (
            high is None or candidate <= high + dt.timedelta(days=SLACK_DAYS)
        ):
            return candidate, slip
    return None, ""


def _slips(day: dt.date, low: dt.date | None, high: dt.date | None) -> Iterator[tuple[dt.date, str]]:
    if day.day <= 12 and day.day != day.month:
        yield day.replace(month=day.day, day=day.month), "Day and month may have been exchanged."
    years = {d.year for d in (low, high) if d is not None}
    for year in sorted(years | {y + 1 for y in years if low is not None and high is None}):
        moved = _moved(day, year=year)
        if moved is not None and year != day.year:
            yield moved, "The year may have been typed wrong."
    for d in (low, high):
        if d is not None and d.month != day.month:
            moved = _moved(day, year=d.year, month=d.month)
            if moved is not None and d.year == day.year:
                yield moved, "The month may have been typed wrong."


def _moved(day: dt.date, *, year: int, month: int | None = None) -> dt.date | None:
    try:
        return day.replace(year=year, month=month or day.month)
    except ValueError:
        return None


def _around(low: dt.date | None, high: dt.date | None) -> str:
    return " and ".join(f"{d:%d/%m/%Y}" for d in (low, high) if d is not None)


def _quote(row: Row, day: dt.date) -> str:
    return row.cell.text or (row.when.text if row.when else "") or day.isoformat()


# ---------------------------------------------------------------- the rest


def _duplicates(rows: Sequence[Row]) -> None:
    """A row that repeats another one's date and words."""
    seen: dict[tuple[When | None, str], int] = {}
    for number, row in enumerate(rows):
        words = " ".join(row.draft.text.lower().split())
        day = None if row.when is None else replace(row.when, text="", alternatives=(), basis="column", rule="")
        if len(words) < DUPLICATE_CHARS or day is None:
            continue
        if (day, words) in seen:
            row.problem(
                "W220",
                "This row repeats another row of the same table, with the same date and words.",
                quote=_quote(row, day.start or dt.date.min),
                suggestion="Count it once.",
            )
        seen.setdefault((day, words), number)


def _bounds(row: Row, scope: Scope) -> None:
    """A row dated after the file was made, or long after its period."""
    when = row.when
    if when is None:
        return
    _living(row, when, scope)
    made = scope.made
    if made is not None and when.start is not None and when.start > made:
        row.problem(
            "W230",
            f"This row is dated after the day on which the file was made ({made:%d/%m/%Y}).",
            quote=_quote(row, when.start),
        )
    if scope.last is not None and when.start is not None and (when.start - scope.last).days > 366:
        row.problem(
            "W231", "This row is dated more than a year after the period of the file.", quote=_quote(row, when.start)
        )


def _living(row: Row, when: When, scope: Scope) -> None:
    """A row that tells of the baby seen or weighed, dated before the birth or after the death."""
    found = _LIVING.search(row.draft.text)
    if found is None:
        return
    if scope.born is not None and when.end is not None and when.end < scope.born:
        row.problem(
            "W233",
            f"This row tells of the child as born, and is dated before the birth ({scope.born:%d/%m/%Y}).",
            quote=found[0],
            suggestion="Check the date, or whether another child is meant.",
        )
    if scope.death is not None and when.start is not None and when.start > scope.death:
        row.problem(
            "W234",
            f"This row tells of the child as seen, and is dated after the death ({scope.death:%d/%m/%Y}).",
            quote=found[0],
            suggestion="Check the date, or whether another child is meant.",
        )


def _recording(row: Row) -> None:
    """An entry recorded before it happened."""
    if row.when is None or row.recorded is None or row.when.start is None or row.recorded.end is None:
        return
    if row.recorded.end < row.when.start:
        row.problem(
            "W232",
            f"This row was recorded on {row.recorded.end:%d/%m/%Y}, before the day on which it is said to "
            "have happened.",
            quote=_quote(row, row.when.start),
        )
