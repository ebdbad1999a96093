"""The timeline as a plotly figure: lanes by agency, marks or calendar bars, gap strips, anchors.

    Drawing (lod)  +  key dates  +  what is chosen  ->  timeline_figure  ->  dict

The traces are always the same ten in the same order (`TRACES`), so that an update never mixes them
up. Down, one unit of the axis is one pixel. Every mark carries an address in `customdata`, such as
["event", id]; its text is repeated in the panel and the table, which are the reading path.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.axis import CALENDAR, Axis, age_axis, ticks
from dashboard.casebook import CaseBook
from dashboard.config import AGENCY_COLOURS, PATTERN_OF_GAP, SIZE_OF_SYMBOL, SYMBOL_OF_FAMILY, TOKENS
from dashboard.drawing import PLOT_PX, Drawing, Lane, Mark, Scale, Strip
from dashboard.figures.anchors import ANCHOR_ROW_PX, AXIS_PX, anchor_labels, anchor_shapes, anchors_of, middle_of, stamp
from dashboard.figures.backgrounds import free_days, join_shapes, measure_shape, period_labels, period_shapes
from dashboard.figures.text import plain, wrapped
from dashboard.strips import STRIP_MIN_PX
from dashboard.words import assertion, clipped, counted, event_when, gap_kind, kind, measured
from model.case import Event
from model.names import FAMILY_OF_KIND
from model.when import When, in_words

TRACES: Final = ("bars", "spans", "marks", "open ends", "stacks", "strips", "halo", "chosen gap", "top axis", "hits")
LABEL_PX: Final = 160  # room for the agencies' names
RIGHT_PX: Final = 18
MARK_SIZE: Final = 12
MENTION_SIZE: Final = 9  # an event told of in an entry about something else
STRIP_PX: Final = 11
SPAN_PX: Final = 7
DAY_MS: Final = 86_400_000
QUOTE_CHARS: Final = 110
FONT: Final = "'Atkinson Hyperlegible', 'Source Sans 3', 'Segoe UI', Arial, sans-serif"
UNSETTLED: Final = frozenset({"did_not_happen", "planned", "recommended", "uncertain"})
"""Assertions of what the record does not say took place: drawn as an outline with a dot."""


def timeline_figure(
    book: CaseBook,
    drawing: Drawing,
    *,
    event: str | None = None,
    gap: str | None = None,
    hits: frozenset[str] | None = None,
    axis: Axis = CALENDAR,
    hide: Sequence[str] = (),
    measure: str | None = None,
) -> dict[str, Any]:
    """The whole figure. `event` and `gap` are the chosen ids, ringed where they are drawn, as are the `hits`.

    `axis` says what the days are counted from, `hide` names backgrounds that are left out, `measure` is the
    event from which the chosen one is measured.
    """
    scale = Scale(drawing.first, drawing.last)
    anchors = anchors_of(book.findings.key_dates, scale)
    top = AXIS_PX + 4 + ANCHOR_ROW_PX * (1 + max((a["row"] for a in anchors), default=-1))
    height = drawing.height + top + AXIS_PX
    colours = {a.id: AGENCY_COLOURS[n % len(AGENCY_COLOURS)] for n, a in enumerate(book.lanes)}
    data = [
        _bars(drawing, colours),
        _spans(drawing, scale, colours),
        _marks(drawing, colours),
        _open_ends(drawing, colours),
        _stacks(drawing),
        _strips(drawing, scale),
        _halo(drawing, event),
        _chosen_gap(drawing, scale, gap),
        _top_axis(drawing),
        _hits(drawing, hits or frozenset()),
    ]
    layout = _layout(drawing, scale, anchors, top, height)
    layout |= _axes(drawing, scale, axis, None if "age" in hide else age_axis(book))
    layout["shapes"] += _lines(drawing, event, measure, hide)
    return {"data": data, "layout": layout}


def _lines(drawing: Drawing, event: str | None, measure: str | None, hide: Sequence[str]) -> list[dict[str, Any]]:
    """Weekends and bank holidays, lines between records, and the line of what is measured."""
    shapes = [*(free_days(drawing.first, drawing.last) if "holidays" not in hide else ()), *join_shapes(drawing.joins)]
    at = {m.event.id: (m.at, lane.mark_y(m.row)) for lane in reversed(drawing.lanes) for m in lane.marks}
    if event in at and measure in at and event != measure:
        shapes.append(measure_shape(at[measure], at[event]))
    return shapes


def _axes(drawing: Drawing, scale: Scale, axis: Axis, age: Axis | None) -> dict[str, Any]:
    """The asked axis above, with the grid, and below it the calendar, or under a calendar the child's age."""
    calendar = _time_axis(drawing, scale)
    below = age if axis.kind == "calendar" and age is not None else CALENDAR
    top = calendar | _relative(axis, drawing) | {"side": "top", "overlaying": "x", "matches": "x"}
    return {"xaxis": calendar | _relative(below, drawing) | {"showgrid": False}, "xaxis2": top}


def _relative(axis: Axis, drawing: Drawing) -> dict[str, Any]:
    labelled = ticks(axis, drawing.first, drawing.last)
    if not labelled:
        return {}
    return {
        "tickmode": "array",
        "tickvals": [day.isoformat() for day, _ in labelled],
        "ticktext": [wrapped(text, 14) for _, text in labelled],
    }


def _layout(drawing: Drawing, scale: Scale, anchors: Sequence[dict[str, Any]], top: int, height: int) -> dict[str, Any]:
    return {
        "height": height,
        "margin": {"l": LABEL_PX, "r": RIGHT_PX, "t": top, "b": AXIS_PX, "pad": 0},
        "paper_bgcolor": TOKENS["surface"],
        "plot_bgcolor": TOKENS["surface"],
        "font": {"family": FONT, "size": 13, "color": TOKENS["ink"]},
        "showlegend": False,
        "barmode": "overlay",
        "dragmode": "zoom",
        "hovermode": "closest",
        "hoverdistance": 12,
        "hoverlabel": {
            "bgcolor": TOKENS["surface"], "bordercolor": TOKENS["edge"], "align": "left",
            "font": {"family": FONT, "size": 13, "color": TOKENS["ink"]},
        },
        "uirevision": f"{drawing.first}/{drawing.last}/{height}",
        "yaxis": {
            "range": [drawing.height, 0], "fixedrange": True, "showgrid": False, "zeroline": False,
            "ticks": "outside", "ticklen": 8, "tickcolor": "rgba(0,0,0,0)",
            "tickmode": "array", "tickvals": [lane.top + lane.height / 2 for lane in drawing.lanes],
            "ticktext": [wrapped(lane.label, 20) for lane in drawing.lanes], "automargin": False,
            "tickfont": {"size": 14, "color": TOKENS["ink"]},
        },
        "shapes": [*_lane_shapes(drawing), *period_shapes(drawing, scale), *anchor_shapes(anchors)],
        "annotations": [*anchor_labels(anchors), *_strip_labels(drawing, scale), *period_labels(drawing, scale)],
    }  # fmt: skip


def _time_axis(drawing: Drawing, scale: Scale) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "type": "date",
        "range": [drawing.first.isoformat(), (drawing.last + dt.timedelta(days=1)).isoformat()],
        "side": "bottom",
        "showgrid": True,
        "gridcolor": TOKENS["line"],
        "linecolor": TOKENS["edge"],
        "ticks": "outside",
        "tickcolor": TOKENS["edge"],
        "tickfont": {"size": 14, "color": TOKENS["ink"]},
        "zeroline": False,
        "tickangle": 0,
        "hoverformat": "%-d %b %Y",
        "tickmode": "auto",  # an overlaid axis would else take the places of the other one's labels
        "nticks": 9,
        "tickformatstops": [
            {"dtickrange": [None, 43_200_000], "value": "%H:%M\n%a %-d %b %Y"},
            {"dtickrange": [43_200_000, 604_799_999], "value": "%a %-d\n%b %Y"},
            {"dtickrange": [604_800_000, "M1"], "value": "%-d %b\n%Y"},
            {"dtickrange": ["M1", "M11"], "value": "%b\n%Y"},
            {"dtickrange": ["M12", None], "value": "%Y"},
        ],
    }
    if scale.days == 1:
        axis |= {"tickmode": "linear", "tick0": drawing.first.isoformat(), "dtick": 3 * 3_600_000}
    return axis


def _bars(drawing: Drawing, colours: Mapping[str, str]) -> dict[str, Any]:
    """Calendar bars in the lower part of each lane, all to one scale."""
    highest = max((b.count for lane in drawing.lanes for b in lane.bars), default=1)
    found = [(lane, b) for lane in drawing.lanes for b in lane.bars]
    return {
        "type": "bar", "name": TRACES[0], "orientation": "v",
        "x": [middle_of(b.first, b.last) for _, b in found],
        "y": [-max(2.0, lane.bars_px * b.count / highest) for lane, b in found],
        "base": [lane.bottom - 3 for lane, _ in found],
        "width": [((b.last - b.first).days + 1) * DAY_MS * 0.92 for _, b in found],
        "marker": {"color": [colours[lane.agency.id] for lane, _ in found], "opacity": 0.75, "line": {"width": 0}},
        "customdata": [["days", b.first.isoformat(), b.last.isoformat(), _bar_words(lane, b.count, b.first, b.last)]
                       for lane, b in found],
        "hovertemplate": "%{customdata[3]}<extra></extra>",
    }  # fmt: skip


def _spans(drawing: Drawing, scale: Scale, colours: Mapping[str, str]) -> dict[str, Any]:
    """The possible days of every event whose day is not settled."""
    found = [(lane, m) for lane in drawing.lanes for m in lane.marks if m.first != m.last]
    sides = [_drawn_days(scale, m.first, m.last) for _, m in found]
    return {
        "type": "bar", "name": TRACES[1], "orientation": "h",
        "y": [lane.mark_y(m.row) for lane, m in found],
        "base": [left for left, _ in sides],
        "x": [width for _, width in sides],
        "width": [SPAN_PX] * len(found),
        "marker": {"color": [colours[lane.agency.id] for lane, _ in found], "opacity": 0.35, "line": {"width": 0}},
        "customdata": [["event", m.event.id, _event_words(m.event)] for _, m in found],
        "hovertemplate": "%{customdata[2]}<extra></extra>",
    }  # fmt: skip


def _marks(drawing: Drawing, colours: Mapping[str, str]) -> dict[str, Any]:
    found = [(lane, m) for lane in drawing.lanes for m in lane.marks]
    return {
        "type": "scatter", "name": TRACES[2], "mode": "markers", "cliponaxis": True,
        "x": [stamp(m.at) for _, m in found],
        "y": [lane.mark_y(m.row) for lane, m in found],
        "marker": {
            "symbol": [symbol(m.event) for _, m in found],
            "size": [mark_size(m.event) for _, m in found],
            "color": [colours[lane.agency.id] for lane, _ in found], "opacity": 1, "line": {"width": 1.4},
        },
        "customdata": [["event", m.event.id, _event_words(m.event)] for _, m in found],
        "hovertemplate": "%{customdata[2]}<extra></extra>",
    }  # fmt: skip


def _open_ends(drawing: Drawing, colours: Mapping[str, str]) -> dict[str, Any]:
    """An arrow beside the mark of an event that is only known to be before or after a day."""
    found = [(lane, m) for lane in drawing.lanes for m in lane.marks if m.event.when and not m.event.when.bounded]
    after = [bool(m.event.when and m.event.when.start) for _, m in found]
    return {
        "type": "scatter", "name": TRACES[3], "mode": "text", "cliponaxis": True, "hoverinfo": "skip",
        "x": [stamp(m.at) for _, m in found],
        "y": [lane.mark_y(m.row) for lane, m in found],
        "text": ["&nbsp;⇢" if a else "⇠&nbsp;" for a in after],
        "textposition": ["middle right" if a else "middle left" for a in after],
        "textfont": {"size": 13, "color": [colours[lane.agency.id] for lane, _ in found]},
    }  # fmt: skip


def _stacks(drawing: Drawing) -> dict[str, Any]:
    found = [(lane, s) for lane in drawing.lanes for s in lane.stacks]
    return {
        "type": "scatter", "name": TRACES[4], "mode": "text", "cliponaxis": True,
        "x": [middle_of(s.first, s.last) for _, s in found],
        "y": [lane.mark_y(s.row) for lane, s in found],
        "text": [f"<b>+{s.count}</b>" for _, s in found],
        "textfont": {"size": 12, "color": TOKENS["ink"]},
        "customdata": [["days", s.first.isoformat(), s.last.isoformat(),
                        f"{counted(s.count, 'more event')}: select to open these days"] for _, s in found],
        "hovertemplate": "%{customdata[3]}<extra></extra>",
    }  # fmt: skip


def _strips(drawing: Drawing, scale: Scale) -> dict[str, Any]:
    """Gap strips: outlined, patterned, never filled solid."""
    found = [(lane, s) for lane in drawing.lanes for s in lane.strips]
    sides = [_drawn_days(scale, s.first, s.last) for _, s in found]
    return {
        "type": "bar", "name": TRACES[5], "orientation": "h",
        "y": [lane.strip_y(s.row) for lane, s in found],
        "base": [left for left, _ in sides],
        "x": [width for _, width in sides],
        "width": [STRIP_PX] * len(found),
        "marker": {
            "color": [TOKENS["surface"]] * len(found),
            "line": {"width": 1.2, "color": TOKENS["gap"]},
            "pattern": {
                "shape": [PATTERN_OF_GAP.get(s.gaps[0].kind, "/") if len(s.gaps) == 1 else "x" for _, s in found],
                "fgcolor": TOKENS["gap"], "bgcolor": TOKENS["surface"], "size": 5, "solidity": 0.28,
                "fillmode": "overlay", "fgopacity": 0.9,
            },
        },
        "customdata": [_strip_address(s) for _, s in found],
        "hovertemplate": "%{customdata[3]}<extra></extra>",
    }  # fmt: skip


def _halo(drawing: Drawing, event: str | None) -> dict[str, Any]:
    found = [(lane, m) for lane in drawing.lanes for m in lane.marks if m.event.id == event]
    return {
        "type": "scatter", "name": TRACES[6], "mode": "markers", "hoverinfo": "skip", "cliponaxis": True,
        "x": [stamp(m.at) for _, m in found],
        "y": [lane.mark_y(m.row) for lane, m in found],
        "marker": {"symbol": "circle-open", "size": MARK_SIZE + 11, "color": TOKENS["ink"], "line": {"width": 2.5}},
    }  # fmt: skip


def _hits(drawing: Drawing, hits: frozenset[str]) -> dict[str, Any]:
    """A square around every event with the words searched for, where they are shown among all events."""
    found = [(lane, m) for lane in drawing.lanes for m in lane.marks if m.event.id in hits]
    return {
        "type": "scatter", "name": TRACES[9], "mode": "markers", "hoverinfo": "skip", "cliponaxis": True,
        "x": [stamp(m.at) for _, m in found],
        "y": [lane.mark_y(m.row) for lane, m in found],
        "marker": {"symbol": "square-open", "size": MARK_SIZE + 6, "color": TOKENS["notice-edge"],
                   "line": {"width": 2.5}},
    }  # fmt: skip


def _chosen_gap(drawing: Drawing, scale: Scale, gap: str | None) -> dict[str, Any]:
    found = [(lane, s) for lane in drawing.lanes for s in lane.strips if gap in [g.id for g in s.gaps]]
    sides = [_drawn_days(scale, s.first, s.last) for _, s in found]
    return {
        "type": "bar", "name": TRACES[7], "orientation": "h", "hoverinfo": "skip",
        "y": [lane.strip_y(s.row) for lane, s in found],
        "base": [left for left, _ in sides],
        "x": [width for _, width in sides],
        "width": [STRIP_PX + 6] * len(found),
        "marker": {"color": "rgba(0,0,0,0)", "line": {"width": 2.5, "color": TOKENS["ink"]}},
    }  # fmt: skip


def _top_axis(drawing: Drawing) -> dict[str, Any]:
    """Nothing to see: an axis is only drawn where a trace uses it, and tall charts need one at the top too."""
    return {
        "type": "scatter", "name": TRACES[8], "mode": "lines", "hoverinfo": "skip", "xaxis": "x2",
        "x": [drawing.first.isoformat()], "y": [0],
    }  # fmt: skip


# ------------------------------------------------------------------ lanes and labels
def _lane_shapes(drawing: Drawing) -> list[dict[str, Any]]:
    bands = [
        {
            "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": lane.top, "y1": lane.bottom, "layer": "below",
            "fillcolor": TOKENS["band"], "line": {"width": 0},
        }
        for lane in drawing.lanes
        if lane.number % 2 == 0
    ]  # fmt: skip
    lines = [
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": lane.bottom, "y1": lane.bottom, "layer": "below",
            "line": {"width": 1, "color": TOKENS["line"]},
        }
        for lane in drawing.lanes
    ]  # fmt: skip
    return [*bands, *lines]


def _strip_labels(drawing: Drawing, scale: Scale) -> list[dict[str, Any]]:
    """The words of each strip: on a plate inside it, or beside it where it is short."""
    labels: list[dict[str, Any]] = []
    for lane in drawing.lanes:
        for s in (s for s in lane.strips if s.label):
            left, right = scale.clipped(s.first, s.last)
            right = max(right, left + STRIP_MIN_PX)
            edge, shift = {"inside": (left, 8), "right": (right, 4), "left": (left, -4)}[s.label_side]
            labels.append(
                {
                    "text": plain(s.label), "x": edge / PLOT_PX, "xref": "paper", "xshift": shift,
                    "y": lane.strip_y(s.row),
                    "xanchor": "right" if s.label_side == "left" else "left", "yanchor": "middle", "showarrow": False,
                    "bgcolor": TOKENS["surface"] if s.label_side == "inside" else "rgba(0,0,0,0)", "borderpad": 1,
                    "font": {"size": 12, "color": TOKENS["ink"]},
                }
            )  # fmt: skip
    return labels


# ------------------------------------------------------------------ words and numbers
def symbol(event: Event) -> str:
    """The shape of a kind's family; hollow for an unsettled day, hollow with a dot for what is not told as done."""
    family = FAMILY_OF_KIND.get(event.kind, "other")
    base = SYMBOL_OF_FAMILY[family]
    if event.assertion in UNSETTLED and not (family == "missed" and event.assertion == "did_not_happen"):
        return f"{base}-open-dot"
    return base if event.when is not None and event.when.is_day else f"{base}-open"


def mark_size(event: Event) -> float:
    """In pixels: smaller for an event that is told of in an entry about something else."""
    base = SYMBOL_OF_FAMILY[FAMILY_OF_KIND.get(event.kind, "other")]
    return round((MARK_SIZE if event.main else MENTION_SIZE) * SIZE_OF_SYMBOL.get(base, 1.0), 1)


def _event_words(event: Event) -> str:
    head = f"{event_when(event)}: {kind(event)}, {assertion(event).lower()}"
    return f"<b>{wrapped(head, 56)}</b><br>{wrapped(clipped(event.quote, QUOTE_CHARS), 56)}"


def _bar_words(lane: Lane, count: int, first: dt.date, last: dt.date) -> str:
    when = in_words(When(start=first, end=last))
    return f"{plain(lane.agency.label)}: {counted(count, 'event')}, {when}<br>Select to go nearer"


def _strip_address(strip: Strip) -> list[str]:
    if len(strip.gaps) > 1:
        kinds = sorted({gap_kind(g) for g in strip.gaps})
        said = f"{len(strip.gaps)} prompts without room of their own: {', '.join(kinds)}<br>Select to go nearer"
        return ["days", strip.first.isoformat(), strip.last.isoformat(), said]
    gap = strip.gaps[0]
    said = f"<b>{wrapped(gap.title, 56)}</b>"
    when = in_words(gap.when)
    return ["gap", gap.id, "", "<br>".join(s for s in (said, plain(measured(gap)), when) if s)]


def _drawn_days(scale: Scale, first: dt.date, last: dt.date) -> tuple[str, float]:
    """Where a bar begins and how many milliseconds long it is drawn: never thinner than can be seen."""
    length = ((last - first).days + 1) * DAY_MS
    return first.isoformat(), max(length, STRIP_MIN_PX / scale.px_per_day * DAY_MS)


def mark_of(drawing: Drawing, event_id: str) -> Mark | None:
    """The mark of an event where it is drawn singly."""
    return next((m for lane in drawing.lanes for m in lane.marks if m.event.id == event_id), None)
