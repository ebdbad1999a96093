"""Level of detail: what is drawn in a window, decided on the server so that no view costs much.

    Selection  ->  layout  ->  Drawing: lanes with packed marks (few events) or calendar bars (many)

Gap strips, anchors and the chosen event are laid out at every zoom. Bars count calendar units (days,
weeks, months, quarters, years), so that each means something in words.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from dashboard.casebook import CaseBook, day_bounds, has_date, order
from dashboard.drawing import (
    BARS_PX,
    FOLDED_BARS_PX,
    GAP_ROW_PX,
    LANE_PX,
    PAD_PX,
    RIBBON_PX,
    ROW_PX,
    Bar,
    Drawing,
    Join,
    Lane,
    Mark,
    Ribbon,
    Scale,
    Stack,
    Unit,
)
from dashboard.lanes import LanePlan, planned
from dashboard.selection import Selection, by_agency
from dashboard.strips import join_strips, place_ribbons, place_strips
from dashboard.urlstate import ViewState
from model.case import Agency, Event, Gap
from model.when import When

MARK_PX: Final = 15  # room for one mark across
SHARED_LANE_PX: Final = 40  # the same for the lane of gaps that concern several agencies
BAR_MIN_PX: Final = 7  # the narrowest bar: below it the next larger unit is taken
MAX_ROWS: Final = 6  # of marks in a lane; what finds no room is told by "+3", which opens those days
MAX_ROWS_NEAR: Final = 60  # the same in windows of a few days, where there is nothing nearer to open
NEAR_DAYS: Final = 3
OWN_LANES: Final = 2  # a gap of more agencies than these is drawn once, in the lane of gaps above the others
PART_PX: Final = 40  # the least height of a part of a split lane
MAX_JOINS: Final = 250  # lines between records: more would only grey the chart
JOINED: Final = frozenset({"same_event", "informs"})
PLAIN: Final = ViewState()
UNIT_DAYS: Final[tuple[tuple[Unit, float], ...]] = (
    ("day", 1), ("week", 7), ("month", 30.4), ("quarter", 91.3), ("year", 365.25),
)  # fmt: skip


def layout(
    book: CaseBook,
    chosen: Selection,
    limit: int,
    always: int,
    keep: frozenset[str] = frozenset(),
    state: ViewState = PLAIN,
) -> Drawing:
    """Lay out a selection: marks up to `limit` events in view, else bars with up to `always` marks.

    `keep` are ids that are always drawn as marks (the chosen event, those that a chosen gap cites).
    """
    scale = Scale(chosen.first, chosen.last)
    unit = None if len(chosen.in_view) <= limit else calendar_unit(scale)
    by_lane = chosen.of_agency if unit is None else by_agency(_always_on(book, chosen, always, keep))
    shared, own = _gaps_by_lane(chosen.gaps)
    lanes: list[Lane] = []
    if "periods" not in state.hide and (ribbons := place_ribbons(scale, book.findings.periods)):
        lanes.append(_period_lane(ribbons))
    if shared:
        lanes.append(_shared_lane(scale, shared, lanes[-1].bottom if lanes else 0))
    for plan in planned(book, _lanes_shown(book, chosen), state):
        lane = _lane(book, scale, plan, lanes[-1].bottom if lanes else 0,
                     plan.events(book, by_lane.get(plan.agency.id, ())), unit,
                     plan.events(book, chosen.of_agency.get(plan.agency.id, ())),
                     own[plan.agency.id] if plan.first_part else (), keep)  # fmt: skip
        lanes.append(lane)
    joins, left_out = _joins(book, lanes, state, keep)
    return Drawing(
        first=chosen.first,
        last=chosen.last,
        lanes=tuple(lanes),
        unit=unit,
        in_view=len(chosen.in_view),
        singly=len({m.event.id for lane in lanes for m in lane.marks}),
        stacked=sum(s.count for lane in lanes for s in lane.stacks),
        gaps_drawn=len({g.id for lane in lanes for s in lane.strips for g in s.gaps}),
        gaps_undated=sum(not has_date(g.when) for g in chosen.gaps),
        joins=joins,
        joins_left_out=left_out,
    )


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
    named = chosen.holders | {a for g in chosen.gaps for a in g.agencies}
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


def _shared_lane(scale: Scale, gaps: Sequence[Gap], top: int) -> Lane:
    strips = place_strips(scale, gaps)
    rows = 1 + max((s.row for s in strips), default=-1)
    height = max(SHARED_LANE_PX, 2 * PAD_PX + rows * GAP_ROW_PX)
    agency = Agency(id="", label="Several agencies")
    return Lane(
        agency=agency, label=agency.label, number=-1, top=top, height=height, strip_rows=rows,
        marks=(), stacks=(), strips=tuple(strips), bars=(), events=0,
    )  # fmt: skip


def _period_lane(ribbons: Sequence[Ribbon]) -> Lane:
    rows = 1 + max(r.row for r in ribbons)
    return Lane(
        agency=Agency(id="", label="Periods"), label="Periods", number=-1, top=0,
        height=2 * PAD_PX + rows * RIBBON_PX, strip_rows=0, marks=(), stacks=(), strips=(), bars=(), events=0,
        ribbons=tuple(ribbons),
    )  # fmt: skip


def _joins(
    book: CaseBook, lanes: Sequence[Lane], state: ViewState, keep: frozenset[str]
) -> tuple[tuple[Join, ...], int]:
    """Lines between drawn marks that a link joins across lanes: all within `MAX_JOINS`, those of kept events first."""
    at = {m.event.id: (m.at, lane.mark_y(m.row)) for lane in reversed(lanes) for m in lane.marks}
    found = [
        Join(link=link, start=at[link.from_id], end=at[link.to_id],
             chosen=link.from_id == state.event or link.to_id == state.event)
        for link in book.findings.links
        if link.kind in JOINED and link.status != "rejected" and link.from_id in at and link.to_id in at
        and at[link.from_id][1] != at[link.to_id][1]
    ]  # fmt: skip
    if "links" in state.hide:
        found = [j for j in found if j.chosen]
    found.sort(key=lambda j: (not j.chosen, not {j.link.from_id, j.link.to_id} & keep))
    return tuple(found[:MAX_JOINS]), max(0, len(found) - MAX_JOINS)


def _always_on(book: CaseBook, chosen: Selection, most: int, keep: frozenset[str]) -> tuple[Event, ...]:
    """Kept events first, then those searched for, then those that gaps cite, up to `most`, in timeline order."""
    cited = {e for g in chosen.gaps for e in g.events}
    ranks: Sequence[frozenset[str] | set[str]] = (keep, chosen.hits or frozenset(), cited)
    some = cited.union(*ranks) & chosen.ids & book.bounds.keys()
    found = sorted((book.event_by_id[e] for e in some if _touches(book.bounds[e], chosen)), key=order)
    ids = dict.fromkeys(e.id for rank in ranks for e in found if e.id in rank)
    wanted = set(list(ids)[:most])
    return tuple(e for e in found if e.id in wanted)


def _touches(days: tuple[dt.date, dt.date], chosen: Selection) -> bool:
    return days[0] <= chosen.last and days[1] >= chosen.first


def _lane(
    book: CaseBook,
    scale: Scale,
    plan: LanePlan,
    top: int,
    events: Sequence[Event],
    unit: Unit | None,
    everything: Sequence[Event],
    gaps: Sequence[Gap],
    keep: frozenset[str],
) -> Lane:
    if plan.folded:
        return _folded(book, scale, plan, top, everything, gaps)
    strips = place_strips(scale, gaps)
    rows = MAX_ROWS_NEAR if scale.days <= NEAR_DAYS else MAX_ROWS if unit is None else 2
    marks, left_over = place_marks(book, scale, events, rows, keep)
    stacks = stack(scale, left_over, 1 + max((m.row for m in marks), default=0)) if unit is None else ()
    strip_rows = 1 + max((s.row for s in strips), default=-1)
    mark_rows = 1 + max([m.row for m in marks] + [s.row for s in stacks], default=-1)
    bars = () if unit is None else count_bars(book, scale, everything, unit)
    height = 2 * PAD_PX + strip_rows * GAP_ROW_PX + mark_rows * ROW_PX + (BARS_PX + 4 if unit else 0)
    least = LANE_PX if plan.person is None else PART_PX
    return Lane(
        agency=plan.agency, label=plan.label, number=plan.number, top=top, height=max(least, height),
        strip_rows=strip_rows, marks=tuple(marks), stacks=tuple(stacks), strips=tuple(strips), bars=bars,
        events=len(everything),
    )  # fmt: skip


def _folded(
    book: CaseBook, scale: Scale, plan: LanePlan, top: int, events: Sequence[Event], gaps: Sequence[Gap]
) -> Lane:
    """A lane as one line: its events counted in bars, its gaps in one row without labels, none of them left out."""
    strips = tuple(join_strips(scale, gaps))
    bars = count_bars(book, scale, events, calendar_unit(scale))
    height = PAD_PX + (GAP_ROW_PX if strips else 0) + FOLDED_BARS_PX + PAD_PX
    label = f"{plan.label} ({len(events):,})"
    return Lane(
        agency=plan.agency, label=label, number=plan.number, top=top, height=height, strip_rows=1 if strips else 0,
        marks=(), stacks=(), strips=strips, bars=bars, events=len(events), folded=True,
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
    """Events, in order of their first day, counted by its calendar unit (of the window's, for those begun before)."""
    bars: list[Bar] = []
    counted = 0
    while counted < len(events):  # they are in order of their first day: a bar is what lies between two places
        day = unit_start(max(book.first_days[events[counted].id], scale.first), unit)
        last = unit_end(day, unit)
        upto = bisect_right(events, last, lo=counted, key=lambda e: book.first_days[e.id])
        bars.append(Bar(first=day, last=last, count=upto - counted))
        counted = upto
    return tuple(bars)
