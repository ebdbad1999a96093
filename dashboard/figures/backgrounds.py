"""What stands behind the marks: periods, days that are no working days, lines between linked records.

Drawing + Scale  ->  shapes (below the marks) and labels  ->  the layout of the timeline figure

Shapes cost nothing to draw and take no click; the same facts stand in words in table, panel and caption.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

from dashboard.config import TOKENS
from dashboard.drawing import PLOT_PX, Drawing, Join, Ribbon, Scale
from dashboard.figures.text import plain
from model.calendar import bank_holiday_names

HOLIDAY_DAYS: Final = 190  # in windows longer than this a day is too thin to be seen
WEEKEND_DAYS: Final = 62
RIBBON_HALF_PX: Final = 9
DAY: Final = dt.timedelta(days=1)


def holidays_in(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """The bank holidays of a window with their names, where the window is short enough to show them."""
    if (last - first).days >= HOLIDAY_DAYS:
        return []
    named = (item for year in range(first.year, last.year + 1) for item in bank_holiday_names(year).items())
    return sorted((day, name) for day, name in named if first <= day <= last)


def free_days(first: dt.date, last: dt.date) -> Iterator[dict[str, Any]]:
    """Weekends and bank holidays as pale stripes over all lanes."""
    for day, _ in holidays_in(first, last):
        yield _stripe(day, day + DAY, 0.9)
    if (last - first).days >= WEEKEND_DAYS:
        return
    saturday = first - DAY * ((first.weekday() + 2) % 7)
    while saturday <= last:
        yield _stripe(max(saturday, first), min(saturday + 2 * DAY, last + DAY), 0.4)
        saturday += 7 * DAY


def _stripe(begin: dt.date, end: dt.date, strength: float) -> dict[str, Any]:
    return {
        "type": "rect", "xref": "x", "x0": begin.isoformat(), "x1": end.isoformat(), "yref": "paper", "y0": 0, "y1": 1,
        "layer": "below", "fillcolor": TOKENS["line"], "opacity": strength, "line": {"width": 0},
    }  # fmt: skip


# ------------------------------------------------------------------ periods
def period_shapes(drawing: Drawing, scale: Scale) -> Iterator[dict[str, Any]]:
    """A ribbon for each period in its own lane, and a tint behind the lanes of the agency whose records it is of."""
    ribbons = [(lane, r) for lane in drawing.lanes for r in lane.ribbons]
    for _, ribbon in ribbons:
        for lane in drawing.lanes:
            if ribbon.period.agency and lane.agency.id == ribbon.period.agency and not lane.folded:
                yield _ribbon_box(ribbon, scale, lane.top, lane.bottom) | {
                    "fillcolor": TOKENS["accent-soft"], "opacity": 0.55, "line": {"width": 0},
                }  # fmt: skip
    for lane, ribbon in ribbons:
        middle = lane.ribbon_y(ribbon.row)
        box = _ribbon_box(ribbon, scale, middle - RIBBON_HALF_PX, middle + RIBBON_HALF_PX)
        dash = "solid" if ribbon.period.last else "dot"
        yield box | {
            "fillcolor": TOKENS["accent-soft"], "line": {"width": 1, "color": TOKENS["edge"], "dash": dash},
        }  # fmt: skip


def _ribbon_box(ribbon: Ribbon, scale: Scale, top: float, bottom: float) -> dict[str, Any]:
    first, last = max(ribbon.first, scale.first), min(ribbon.last, scale.last)
    return {
        "type": "rect", "xref": "x", "x0": first.isoformat(), "x1": (last + DAY).isoformat(), "yref": "y",
        "y0": top, "y1": bottom, "layer": "below",
    }  # fmt: skip


def period_labels(drawing: Drawing, scale: Scale) -> Iterator[dict[str, Any]]:
    for lane in drawing.lanes:
        for ribbon in lane.ribbons:
            left, right = scale.clipped(ribbon.first, ribbon.last)
            edge, shift = {"inside": (left, 6), "right": (right, 4), "left": (left, -4)}[ribbon.label_side]
            yield {
                "text": plain(ribbon.label), "x": edge / PLOT_PX, "xref": "paper", "xshift": shift,
                "y": lane.ribbon_y(ribbon.row), "yanchor": "middle", "showarrow": False, "borderpad": 0,
                "xanchor": "right" if ribbon.label_side == "left" else "left",
                "font": {"size": 13, "color": TOKENS["ink"]},
            }  # fmt: skip


# ------------------------------------------------------------------ lines
def join_shapes(joins: Iterable[Join]) -> Iterator[dict[str, Any]]:
    """All lines of one sort as one path: solid between records of the same event, dotted from teller to told."""
    kept = list(joins)
    for chosen in (False, True):
        for kind, dash in (("same_event", "solid"), ("informs", "dot")):
            path = " ".join(_line(j) for j in kept if j.link.kind == kind and j.chosen is chosen)
            if path:
                yield {
                    "type": "path", "path": path, "xref": "x", "yref": "y", "layer": "below",
                    "line": {"width": 2.2 if chosen else 1.1, "dash": dash,
                             "color": TOKENS["ink" if chosen else "edge"]},
                }  # fmt: skip


def measure_shape(start: tuple[dt.datetime, float], end: tuple[dt.datetime, float]) -> dict[str, Any]:
    """The line between the two events that are measured."""
    return {
        "type": "path", "path": _path(start, end), "xref": "x", "yref": "y", "layer": "above",
        "line": {"width": 2, "dash": "longdash", "color": TOKENS["accent"]},
    }  # fmt: skip


def _line(join: Join) -> str:
    return _path(join.start, join.end)


def _path(start: tuple[dt.datetime, float], end: tuple[dt.datetime, float]) -> str:
    return f"M {_moment(start[0])},{start[1]:.1f} L {_moment(end[0])},{end[1]:.1f}"


def _moment(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%d_%H:%M")
