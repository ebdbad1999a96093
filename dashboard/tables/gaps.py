"""The gaps of a case as a register: rows in the order that is asked for, each placed on the case's own span.

    CaseBook + ViewState  ->  register  ->  GapRow, one a gap that the filters let through

As they come the gaps stand in the order of triage, those first that a panel would want first. Any other
order is that of a column, "-" before its name for the other way round; what a column says nothing of
comes last either way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dashboard import words
from dashboard.casebook import CaseBook, day_bounds, has_date
from dashboard.urlstate import ViewState
from model.case import Gap
from model.when import in_words

LEAST_SHARE: Final = 1.2  # of the drawing's width, in per cent: narrower could not be seen
DAYS_OF_UNIT: Final[Mapping[str, float]] = {"days": 1, "working_days": 7 / 5, "hours": 1 / 24}
"""What a unit comes to in days, to put sizes in order; counts stand after all times."""
TIMES_FIRST: Final = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """One gap in words. `place` is where its days lie on the case's span, left and width in per cent."""

    gap: Gap
    kind: str
    measured: str
    when: str
    agencies: str
    review: str
    place: tuple[float, float] | None


def register(book: CaseBook, state: ViewState) -> list[GapRow]:
    """The rows of the gaps that the filters of the address let through, in its order."""
    rows = [_row(book, gap) for gap in wanted(book, state)]
    name = (state.sort or "").lstrip("-")
    if name not in ORDERS:
        return rows
    known = [row for row in rows if ORDERS[name](row) is not None]
    known.sort(key=lambda row: ORDERS[name](row), reverse=(state.sort or "").startswith("-"))
    return known + [row for row in rows if ORDERS[name](row) is None]


def wanted(book: CaseBook, state: ViewState) -> list[Gap]:
    """The gaps of the kinds, agencies and verdicts asked for, in the order of triage."""
    return [
        g
        for g in book.findings.gaps  # in the order of triage, where the book's own are in time order
        if (not state.gaps or g.kind in state.gaps)
        and (not state.statuses or g.status in state.statuses)
        and (not state.agencies or not g.agencies or set(g.agencies) & set(state.agencies))
    ]


def _row(book: CaseBook, gap: Gap) -> GapRow:
    return GapRow(
        gap=gap,
        kind=words.gap_kind(gap),
        measured=words.measured(gap),
        when=in_words(gap.when) if has_date(gap.when) else "no dates",
        agencies=words.listed(book.label(a) for a in gap.agencies),
        review=words.GAP_STATUS_SHORT.get(gap.status, gap.status),
        place=_place(book, gap),
    )


def _place(book: CaseBook, gap: Gap) -> tuple[float, float] | None:
    """Left edge and width of its days on the window that the case opens with, cut at its ends; None without dates."""
    if gap.when is None or not has_date(gap.when):
        return None
    (start, end), (first, last) = book.home, day_bounds(gap.when)
    days = (end - start).days + 1
    left = min(max(100 * (first - start).days / days, 0.0), 100 - LEAST_SHARE)
    right = min(max(100 * ((last - start).days + 1) / days, left + LEAST_SHARE), 100.0)
    return round(left, 2), round(right - left, 2)


def _size(row: GapRow) -> float | None:
    """The most that it can have been, else the fewest, in days; counts after all times."""
    fewest, most = row.gap.measured
    number = most if most is not None else fewest
    if number is None:
        return None
    per = DAYS_OF_UNIT.get(row.gap.unit or "")
    return number * per if per is not None else TIMES_FIRST + number


ORDERS: Final[Mapping[str, Callable[[GapRow], Any]]] = {
    "kind": lambda row: row.kind,
    "size": _size,
    "when": lambda row: row.gap.when.sort_key if row.gap.when is not None and has_date(row.gap.when) else None,
    "agency": lambda row: row.agencies or None,
    "review": lambda row: row.review,
}
"""The columns that the register can be put in the order of."""
