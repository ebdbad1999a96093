"""Level of detail: what is drawn in a window, decided on the server so that no view costs much.

    Selection  ->  layout  ->  Drawing: lanes with packed marks (few events) or calendar bars (many)

Places are in pixels of a nominal plot: across, days are scaled to `PLOT_PX`; down, one unit of the
chart's axis is one pixel, so that lanes can grow with what stands in them and nothing is ever printed
over something else. Gap strips, anchors and the chosen event are laid out at every zoom.

Bars count calendar units (days, weeks, months, quarters, years), so that each means something in words.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from dashboard.casebook import CaseBook, Selection, day_bounds, has_date
from dashboard.words import gap_kind, measured
from model.case import Agency, Event, Gap
from model.when import When

Unit = Literal["day", "week", "month", "quarter", "year"]
T = TypeVar("T")

PLOT_PX: Final = 780  # across; the chart's own box is never narrower (it scrolls in it)
MARK_PX: Final = 15  # room for one mark across
ROW_PX: Final = 16  # room for one row of marks down
GAP_ROW_PX: Final = 21  # room for one row of gap strips with their labels
CHAR_PX: Final = 6.6  # one character of a gap's label at 12 px
PAD_PX: Final = 8  # above and below what stands in a lane
LANE_PX: Final = 64  # the least height of a lane
SHARED_LANE_PX: Final = 40  # the same for the lane of gaps that concern several agencies
BARS_PX: Final = 38  # the highest bar of the calendar bars
BAR_MIN_PX: Final = 7  # the narrowest bar: below it the next larger unit is taken
MAX_ROWS: Final = 6  # of marks in a lane; what finds no room is told by "+3", which opens those days
MAX_ROWS_NEAR: Final = 60  # the same in windows of a few days, where there is nothing nearer to open
NEAR_DAYS: Final = 3
OWN_LANES: Final = 2  # a gap of more agencies than these is drawn once, in the lane of gaps above the others
MAX_GAP_ROWS: Final = 4
MAX_GAP_ROWS_BUSY: Final = 3  # in a lane with so many that a taller rail would push the others off the screen
MAX_GAP_ROWS_NEAR: Final = 10  # in a month or less, where going nearer would show no more
MONTH_DAYS: Final = 31
BUSY_GAPS: Final = 14
RUN_PX: Final = 330  # gaps without a row that stand nearer than this are told together: a label needs room
STRIP_MIN_PX: Final = 6  # the narrowest gap strip and span that can still be seen and clicked

UNIT_DAYS: Final[tuple[tuple[Unit, float], ...]] = (
    ("day", 1), ("week", 7), ("month", 30.4), ("quarter", 91.3), ("year", 365.25),
)  # fmt: skip


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
class Lane:
    """One agency's lane. `top` and `height` in pixels; rows of strips stand above rows of marks."""

    agency: Agency
    number: int
    top: int
    height: int
    strip_rows: int
    marks: tuple[Mark, ...]
    stacks: tuple[Stack, ...]
    strips: tuple[Strip, ...]
    bars: tuple[Bar, ...]
    events: int

    def strip_y(self, row: int) -> float:
        return self.top + PAD_PX + GAP_ROW_PX * (row + 0.5)

    def mark_y(self, row: int) -> float:
        return self.top + PAD_PX + GAP_ROW_PX * self.strip_rows + ROW_PX * (row + 0.5)

    @property
    def bottom(self) -> int:
        return self.top + self.height


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

    @property
    def height(self) -> int:
        return self.lanes[-1].bottom if self.lanes else LANE_PX


def layout(book: CaseBook, chosen: Selection, limit: int, always: int, keep: frozenset[str] = frozenset()) -> Drawing:
    """Lay out a selection: marks up to `limit` events in view, else bars with up to `always` marks.

    `keep` are ids that are always drawn as marks (the chosen event, those that a chosen gap cites).
    """
    scale = Scale(chosen.first, chosen.last)
    unit = None if len(chosen.in_view) <= limit else calendar_unit(scale)
    singly = chosen.in_view if unit is None else _always_on(book, chosen, always, keep)
    by_lane: defaultdict[str, list[Event]] = defaultdict(list)
    for event in singly:
        by_lane[event.agency].append(event)
    everything: defaultdict[str, list[Event]] = defaultdict(list)
    for event in chosen.in_view:
        everything[event.agency].append(event)
    lanes: list[Lane] = []
    shared, own = _gaps_by_lane(chosen.gaps)
    if shared:
        lanes.append(_shared_lane(scale, shared))
    for number, agency in enumerate(_lanes_shown(book, chosen)):
        lane = _lane(book, scale, agency, number, lanes[-1].bottom if lanes else 0, by_lane[agency.id], unit,
                     everything[agency.id], own[agency.id], keep)  # fmt: skip
        lanes.append(lane)
    drawn = {g.id for lane in lanes for s in lane.strips for g in s.gaps}
    return Drawing(
        first=chosen.first,
        last=chosen.last,
        lanes=tuple(lanes),
        unit=unit,
        in_view=len(chosen.in_view),
        singly=sum(len(lane.marks) for lane in lanes),
        stacked=sum(s.count for lane in lanes for s in lane.stacks),
        gaps_drawn=len(drawn),
        gaps_undated=sum(not has_date(g.when) for g in chosen.gaps),
    )


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


def calendar_unit(scale: Scale) -> Unit:
    """The smallest calendar unit whose bars are wide enough to see."""
    return next((unit for unit, days in UNIT_DAYS if days * scale.px_per_day >= BAR_MIN_PX), "year")


def unit_start(day: dt.date, unit: Unit) -> dt.date:
    """The first day of the calendar unit that a day is in (weeks begin on Monday)."""
    if unit == "week":
        return day - dt.timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return dt.date(day.year, 1, 1) if unit == "year" else day


def unit_end(start: dt.date, unit: Unit) -> dt.date:
    """The last day of the calendar unit that begins on `start`."""
    if unit == "day":
        return start
    if unit == "week":
        return start + dt.timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(start.month - 1 + months, 12)
    return dt.date(start.year + year, month + 1, 1) - dt.timedelta(days=1)


def moment_of(when: When) -> dt.datetime:
    """Where its mark stands: its clock time, else noon of its day, else the middle of its span."""
    first, last = day_bounds(when)
    if first == last:
        return dt.datetime.combine(first, when.start_time or dt.time(12))
    return dt.datetime.combine(first, dt.time(12)) + (last - first) / 2


def _lanes_shown(book: CaseBook, chosen: Selection) -> list[Agency]:
    named = {e.agency for e in chosen.dated} | {a for g in chosen.gaps for a in g.agencies}
    named |= {e.agency for e in chosen.undated}
    return [a for a in book.lanes if a.id in named and (not chosen.agencies or a.id in chosen.agencies)]


def _gaps_by_lane(gaps: Sequence[Gap]) -> tuple[list[Gap], defaultdict[str, list[Gap]]]:
    """The gaps that concern several agencies, or none by name, and those of each agency's own lane.

    A gap between two agencies is drawn in both lanes; one that concerns more would only be repeated
    down the whole chart, so it is drawn once, in a lane of its own above them.
    """
    shared: list[Gap] = []
    own: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        if not 1 <= len(gap.agencies) <= OWN_LANES:
            shared += [gap] if gap.when is not None and has_date(gap.when) else []
            continue
        for agency in gap.agencies:
            own[agency].append(gap)
    return shared, own


def _shared_lane(scale: Scale, gaps: Sequence[Gap]) -> Lane:
    strips = place_strips(scale, gaps)
    rows = 1 + max((s.row for s in strips), default=-1)
    height = max(SHARED_LANE_PX, 2 * PAD_PX + rows * GAP_ROW_PX)
    return Lane(
        agency=Agency(id="", label="Several agencies"), number=-1, top=0, height=height, strip_rows=rows,
        marks=(), stacks=(), strips=tuple(strips), bars=(), events=0,
    )  # fmt: skip


def _always_on(book: CaseBook, chosen: Selection, most: int, keep: frozenset[str]) -> tuple[Event, ...]:
    """Kept events first, then those that gaps cite, up to `most`, in the order of the timeline."""
    cited = {e for g in chosen.gaps for e in g.events}
    ids = [e.id for e in chosen.in_view if e.id in keep] + [
        e.id for e in chosen.in_view if e.id in cited and e.id not in keep
    ]
    wanted = set(ids[:most])
    return tuple(e for e in chosen.in_view if e.id in wanted)


def _lane(
    book: CaseBook,
    scale: Scale,
    agency: Agency,
    number: int,
    top: int,
    events: Sequence[Event],
    unit: Unit | None,
    everything: Sequence[Event],
    gaps: Sequence[Gap],
    keep: frozenset[str],
) -> Lane:
    strips = place_strips(scale, gaps)
    rows = MAX_ROWS_NEAR if scale.days <= NEAR_DAYS else MAX_ROWS if unit is None else 2
    marks, left_over = place_marks(book, scale, events, rows, keep)
    stacks = stack(scale, left_over, 1 + max((m.row for m in marks), default=0)) if unit is None else ()
    strip_rows = 1 + max((s.row for s in strips), default=-1)
    mark_rows = 1 + max([m.row for m in marks] + [s.row for s in stacks], default=-1)
    bars = () if unit is None else count_bars(book, scale, everything, unit)
    height = 2 * PAD_PX + strip_rows * GAP_ROW_PX + mark_rows * ROW_PX + (BARS_PX + 4 if unit else 0)
    return Lane(
        agency=agency, number=number, top=top, height=max(LANE_PX, height), strip_rows=strip_rows,
        marks=tuple(marks), stacks=tuple(stacks), strips=tuple(strips), bars=bars, events=len(everything),
    )  # fmt: skip


def place_marks(
    book: CaseBook, scale: Scale, events: Sequence[Event], rows: int, keep: frozenset[str]
) -> tuple[list[Mark], list[Event]]:
    """Marks packed into rows so that none touches another, and the events that found no row.

    Kept events are placed first, so that the chosen one is never among those left over.
    """
    placed = [(e, *book.bounds[e.id], moment_of(e.when)) for e in events if e.when is not None]
    placed.sort(key=lambda p: (p[0].id not in keep, max(0.0, scale.left(p[1]))))
    ends: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    marks: list[Mark] = []
    left_over: list[Event] = []
    for event, first, last, at in placed:
        extent = _mark_extent(scale, first, last, at)
        row = next((n for n, taken in enumerate(ends) if _free(taken, extent)), None)
        if row is None:
            left_over.append(event)
            continue
        ends[row].append(extent)
        marks.append(Mark(event=event, first=first, last=last, at=at, row=row))
    return marks, left_over


def _free(taken: Sequence[tuple[float, float]], extent: tuple[float, float]) -> bool:
    return all(right <= extent[0] or left >= extent[1] for left, right in reversed(taken))


def _mark_extent(scale: Scale, first: dt.date, last: dt.date, at: dt.datetime) -> tuple[float, float]:
    middle = scale.at(at)
    left, right = (middle, middle) if first == last else scale.clipped(first, last)
    return min(left, middle - MARK_PX / 2), max(right, middle + MARK_PX / 2)


def stack(scale: Scale, events: Sequence[Event], row: int) -> list[Stack]:
    """Neighbouring events without a row, gathered under one "+n" each."""
    days = sorted(day_bounds(e.when)[0] for e in events if e.when is not None)
    reach = max(1, round(2.4 * MARK_PX / scale.px_per_day))  # "+12" is wider than a mark
    groups: list[list[dt.date]] = []
    for day in days:
        if groups and (day - groups[-1][0]).days < reach:
            groups[-1].append(day)
        else:
            groups.append([day])
    return [Stack(first=g[0], last=g[-1], count=len(g), row=row) for g in groups]


def count_bars(book: CaseBook, scale: Scale, events: Sequence[Event], unit: Unit) -> tuple[Bar, ...]:
    """Events counted by the calendar unit of their first day (of the window, for those begun before)."""
    counts = Counter(unit_start(max(book.bounds[e.id][0], scale.first), unit) for e in events)
    return tuple(Bar(first=day, last=unit_end(day, unit), count=n) for day, n in sorted(counts.items()))


def place_strips(scale: Scale, gaps: Sequence[Gap]) -> list[Strip]:
    """The gaps of a lane packed with their labels; those without a row are told together."""
    shown = [(g, *day_bounds(g.when)) for g in gaps if g.when is not None and has_date(g.when)]
    shown = [s for s in shown if s[1] <= scale.last and s[2] >= scale.first]
    shown.sort(key=lambda s: (max(0.0, scale.left(s[1])), -(s[2] - s[1]).days, s[0].id))
    boxes = [_strip_box(scale, first, last, gap_label(gap)) for gap, first, last in shown]
    usual = MAX_GAP_ROWS_NEAR if scale.days <= MONTH_DAYS else MAX_GAP_ROWS
    most = usual if len(shown) <= BUSY_GAPS else MAX_GAP_ROWS_BUSY
    rows = pack([(left, right) for left, right, _ in boxes], most)
    strips = [
        Strip(gaps=(gap,), first=first, last=last, row=row, label=gap_label(gap), label_side=side)
        for (gap, first, last), (_, _, side), row in zip(shown, boxes, rows, strict=True)
        if row is not None
    ]
    return strips + _together(scale, [s for s, row in zip(shown, rows, strict=True) if row is None], most)


def _together(scale: Scale, left_over: Sequence[tuple[Gap, dt.date, dt.date]], row: int) -> list[Strip]:
    """One strip for each run of gaps that touch each other and found no row."""
    runs: list[list[tuple[Gap, dt.date, dt.date]]] = []
    reach = dt.timedelta(days=round(RUN_PX / scale.px_per_day))
    for item in left_over:
        if runs and item[1] <= max(r[2] for r in runs[-1]) + reach:
            runs[-1].append(item)
        else:
            runs.append([item])
    out: list[Strip] = []
    for run in runs:
        first, last = run[0][1], max(r[2] for r in run)
        label = f"{len(run)} more: zoom in" if len(run) > 1 else gap_label(run[0][0])
        side = _strip_box(scale, first, last, label)[2]
        out.append(Strip(gaps=tuple(r[0] for r in run), first=first, last=last, row=row, label=label,
                         label_side=side))  # fmt: skip
    return out


def _strip_box(
    scale: Scale, first: dt.date, last: dt.date, label: str
) -> tuple[float, float, Literal["inside", "right", "left"]]:
    """Left and right edge of a strip with its label, and where the label stands."""
    left, right = scale.clipped(first, last)
    right = max(right, left + STRIP_MIN_PX)
    text = CHAR_PX * len(label) + 10
    if right - left >= text + 24:
        return left, right + 4, "inside"
    if right + text + 4 <= PLOT_PX:
        return left, right + text + 4, "right"
    return left - text - 4, right + 4, "left"


def gap_label(gap: Gap) -> str:
    """The words beside a strip: its kind and what was measured."""
    size = measured(gap)
    return f"{gap_kind(gap)}, {size}" if size else gap_kind(gap)
