"""Two windows of a case side by side: how many events, of which agencies and kinds, and which gaps touch them.

    CaseBook + ViewState with a second window  ->  compared  ->  Comparison, the same filters in both

Windows may differ in length, so every count also comes as a number a month. What the files do not hold is
in neither: fewer records are not fewer happenings.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import words
from dashboard.casebook import CaseBook, day_bounds, has_date
from dashboard.selection import Selection, selected
from dashboard.urlstate import ViewState
from model.case import Event

MONTH_DAYS: Final = 30.4
KINDS_SHOWN: Final = 8  # those that differ most


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two windows."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def a_month(self, number: int) -> float:
        return number * MONTH_DAYS / self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is counted, and how many there are in the kept and in the present window."""

    name: str
    kept: int
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`kinds` are those that differ most a month; `kinds_left` how many others there are."""

    kept: Side
    now: Side
    events: Line
    gaps: Line
    agencies: tuple[Line, ...]
    kinds: tuple[Line, ...]
    kinds_left: int


def compared(book: CaseBook, state: ViewState, searched: str = "") -> Comparison | None:
    """The kept window of an address beside its present one, None where none is kept."""
    if state.kept_first is None or state.kept_last is None:
        return None
    before = selected(book, state.but(first=state.kept_first, last=state.kept_last), searched)
    now = selected(book, state, searched)
    sides = Side(first=before.first, last=before.last), Side(first=now.first, last=now.last)
    both = before.in_view, now.in_view
    agencies = _lines(*both, lambda e: e.agency, [(a.id, a.label) for a in book.lanes])
    kinds = _lines(*both, lambda e: e.kind, [(k, words.kind_name(k)) for k in book.kind_counts])
    kinds.sort(key=lambda k: (-abs(sides[0].a_month(k.kept) - sides[1].a_month(k.now)), k.name))
    return Comparison(
        kept=sides[0],
        now=sides[1],
        events=Line(name="Events", kept=len(both[0]), now=len(both[1])),
        gaps=Line(name="Gaps that touch it", kept=_gaps(before), now=_gaps(now)),
        agencies=tuple(agencies),
        kinds=tuple(kinds[:KINDS_SHOWN]),
        kinds_left=max(0, len(kinds) - KINDS_SHOWN),
    )


def _lines(
    before: Sequence[Event], now: Sequence[Event], of: Callable[[Event], str], names: Sequence[tuple[str, str]]
) -> list[Line]:
    kept, present = Counter(map(of, before)), Counter(map(of, now))
    return [
        Line(name=label, kept=kept[name], now=present[name]) for name, label in names if kept[name] or present[name]
    ]


def _gaps(chosen: Selection) -> int:
    bounds = [day_bounds(g.when) for g in chosen.gaps if g.when is not None and has_date(g.when)]
    return sum(first <= chosen.last and last >= chosen.first for first, last in bounds)
