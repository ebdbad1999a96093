"""Gap strips and ribbons of periods: packed into rows with their labels, so that none is printed over another.

gaps of a lane, window  ->  place_strips  ->  Strip, with those that found no row told together
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

from dashboard.casebook import LAST_DAY, day_bounds, has_date
from dashboard.drawing import PLOT_PX, Ribbon, Scale, Strip, pack
from dashboard.words import gap_kind, measured
from model.case import Gap, Period
from model.names import AGENCIES

MAX_GAP_ROWS: Final = 4
MAX_GAP_ROWS_BUSY: Final = 3  # in a lane with so many that a taller rail would push the others off the screen
MAX_GAP_ROWS_NEAR: Final = 10  # in a month or less, where going nearer would show no more
MONTH_DAYS: Final = 31
BUSY_GAPS: Final = 14
RUN_PX: Final = 330  # gaps without a row that stand nearer than this are told together: a label needs room
STRIP_MIN_PX: Final = 6  # the narrowest gap strip and span that can still be seen and clicked
MAX_RIBBONS: Final = 8
CHAR_PX: Final = 6.6  # one character of a gap's label at 12 px


def place_ribbons(scale: Scale, periods: Sequence[Period]) -> list[Ribbon]:
    """The periods that touch the window, packed with their labels."""
    shown: list[tuple[Period, dt.date, dt.date]] = []
    for period in periods:
        first = period.first.start or period.first.end
        last = (period.last.end or period.last.start) if period.last else LAST_DAY
        if first is not None and last is not None and first <= scale.last and last >= scale.first:
            shown.append((period, first, last))
    boxes = [strip_box(scale, first, last, ribbon_label(p)) for p, first, last in shown]
    rows = pack([(left, right) for left, right, _ in boxes], MAX_RIBBONS)
    return [
        Ribbon(period=p, first=first, last=last, row=row, label=ribbon_label(p), label_side=side)
        for (p, first, last), (_, _, side), row in zip(shown, boxes, rows, strict=True)
        if row is not None
    ]


def ribbon_label(period: Period) -> str:
    """What a period is, whose records it rests on, and whether its end is recorded."""
    whose = f", {AGENCIES.get(period.agency, period.agency)}" if period.agency and period.kind == "worker" else ""
    return f"{period.label}{whose}{'' if period.last else ' (end not recorded)'}"


def join_strips(scale: Scale, gaps: Sequence[Gap]) -> list[Strip]:
    """One strip for each run of gaps that overlap."""
    shown = sorted((*day_bounds(g.when), g.id, g) for g in gaps if g.when is not None and has_date(g.when))
    runs: list[list[tuple[dt.date, dt.date, Gap]]] = []
    until = dt.date.min
    for first, last, _, gap in shown:
        if first > scale.last or last < scale.first:
            continue
        if runs and first <= until:
            runs[-1].append((first, last, gap))
        else:
            runs.append([(first, last, gap)])
            until = dt.date.min
        until = max(until, last)
    return [
        Strip(gaps=tuple(r[2] for r in run), first=run[0][0], last=max(r[1] for r in run), row=0, label="",
              label_side="inside")
        for run in runs
    ]  # fmt: skip


def place_strips(scale: Scale, gaps: Sequence[Gap]) -> list[Strip]:
    """The gaps of a lane packed with their labels; those without a row are told together."""
    shown = [(g, *day_bounds(g.when)) for g in gaps if g.when is not None and has_date(g.when)]
    shown = [s for s in shown if s[1] <= scale.last and s[2] >= scale.first]
    shown.sort(key=lambda s: (max(0.0, scale.left(s[1])), -(s[2] - s[1]).days, s[0].id))
    boxes = [strip_box(scale, first, last, gap_label(gap)) for gap, first, last in shown]
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
    until = dt.date.min
    for item in left_over:
        if runs and item[1] - reach <= until:
            runs[-1].append(item)
        else:
            runs.append([item])
            until = dt.date.min
        until = max(until, item[2])
    out: list[Strip] = []
    for run in runs:
        first, last = run[0][1], max(r[2] for r in run)
        label = f"{len(run)} more: zoom in" if len(run) > 1 else gap_label(run[0][0])
        side = strip_box(scale, first, last, label)[2]
        out.append(Strip(gaps=tuple(r[0] for r in run), first=first, last=last, row=row, label=label,
                         label_side=side))  # fmt: skip
    return out


def strip_box(
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
