"""What a chart consists of, laid out: lanes with their marks, bars, strips and ribbons, each at its place.

Places are in pixels of a nominal plot: across, days are scaled to `PLOT_PX`; down, one unit of the
chart's axis is one pixel, so that lanes can grow with what stands in them and nothing is ever printed
over something else. `lod` fills these in, `figures.timeline` draws them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from model.case import Agency, Event, Gap, Link, Period

Unit = Literal["day", "week", "month", "quarter", "year"]
PLOT_PX: Final = 780  # across; the chart's own box is never narrower (it scrolls in it)
ROW_PX: Final = 16  # room for one row of marks down
GAP_ROW_PX: Final = 21  # room for one row of gap strips with their labels
PAD_PX: Final = 8  # above and below what stands in a lane
LANE_PX: Final = 64  # the least height of a lane
BARS_PX: Final = 38  # the highest bar of the calendar bars
FOLDED_BARS_PX: Final = 18  # the highest bar of a folded lane
RIBBON_PX: Final = 22  # room for one row of periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event at its place. `x0`, `x1` are the days of its span; `row` counts from 0 in its lane."""

    event: Event
    first: dt.date
    last: dt.date
    at: dt.datetime
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One gap at its place in the rail of a lane, or `count` gaps for which there was no row of their own."""

    gaps: tuple[Gap, ...]
    first: dt.date
    last: dt.date
    row: int
    label: str
    label_side: Literal["inside", "right", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """`count` events of a lane on neighbouring days that found no row: opened by going nearer."""

    first: dt.date
    last: dt.date
    count: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many events of a lane begin in one calendar unit."""

    first: dt.date
    last: dt.date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """One period at its place in the lane of periods. `last` is the end of the window where it has none."""

    period: Period
    first: dt.date
    last: dt.date
    row: int
    label: str
    label_side: Literal["inside", "right", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Two marks of records that a link joins; `chosen` where one of them is the chosen event."""

    link: Link
    start: tuple[dt.datetime, float]
    end: tuple[dt.datetime, float]
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One agency's lane. `top` and `height` in pixels; rows of strips stand above rows of marks."""

    agency: Agency
    label: str
    number: int
    top: int
    height: int
    strip_rows: int
    marks: tuple[Mark, ...]
    stacks: tuple[Stack, ...]
    strips: tuple[Strip, ...]
    bars: tuple[Bar, ...]
    events: int
    folded: bool = False
    ribbons: tuple[Ribbon, ...] = ()

    def strip_y(self, row: int) -> float:
        return self.top + PAD_PX + GAP_ROW_PX * (row + 0.5)

    def mark_y(self, row: int) -> float:
        return self.top + PAD_PX + GAP_ROW_PX * self.strip_rows + ROW_PX * (row + 0.5)

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def bars_px(self) -> int:
        """The highest bar that has room in it."""
        return FOLDED_BARS_PX if self.folded else BARS_PX

    def ribbon_y(self, row: int) -> float:
        return self.top + PAD_PX + RIBBON_PX * (row + 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All that the chart draws. `singly` of `in_view` events are drawn as marks; the rest in bars of `unit`."""

    first: dt.date
    last: dt.date
    lanes: tuple[Lane, ...]
    unit: Unit | None
    in_view: int
    singly: int
    stacked: int
    gaps_drawn: int
    gaps_undated: int
    joins: tuple[Join, ...] = ()
    joins_left_out: int = 0

    @property
    def height(self) -> int:
        return self.lanes[-1].bottom if self.lanes else LANE_PX


class Scale:
    """Days to pixels across the window."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first = first
        self.last = last
        self.days = (last - first).days + 1
        self.px_per_day = PLOT_PX / self.days

    def left(self, day: dt.date) -> float:
        """The left edge of a day, in pixels from the left of the plot (negative before the window)."""
        return (day - self.first).days * self.px_per_day

    def at(self, moment: dt.datetime) -> float:
        return self.left(moment.date()) + (moment.hour + moment.minute / 60) / 24 * self.px_per_day

    def clipped(self, first: dt.date, last: dt.date) -> tuple[float, float]:
        """Left and right edge of a span of days within the window."""
        return max(0.0, self.left(first)), min(float(PLOT_PX), self.left(last) + self.px_per_day)


def pack(extents: Sequence[tuple[float, float]], rows: int) -> list[int | None]:
    """The first row in which each extent (left, right) touches none before it; None where no row is left.

    >>> pack([(0, 10), (5, 15), (12, 20)], rows=2)
    [0, 1, 0]
    """
    ends: list[float] = []
    out: list[int | None] = []
    for left, right in extents:
        row = next((n for n, end in enumerate(ends) if end <= left), None)
        if row is None and len(ends) < rows:
            row = len(ends)
            ends.append(right)
        elif row is not None:
            ends[row] = right
        out.append(row)
    return out
