"""The timeline as SVG, made on the server: the same drawing as the interactive chart, for the stage and for paper.

    Drawing (lod)  +  key dates  +  what is marked  ->  timeline_picture  ->  one <svg> element as text

Nothing in it moves, loads or runs, and it holds no ids: lanes, marks by shape, patterned strips of gaps, key dates.
Its words are lane names, dates and the labels of gaps. What it shows stands in words beside it, so it is one picture
with a name to a screen reader. Lengths are in the pixels of `drawing`; the page scales the whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from dashboard.casebook import CaseBook
from dashboard.config import AGENCY_COLOURS, PATTERN_OF_GAP, TOKENS
from dashboard.drawing import PLOT_PX, Drawing, Lane, Mark, Scale, Strip
from dashboard.exports.cells import visible
from dashboard.figures.anchors import ANCHOR_ROW_PX, AXIS_PX, anchors_of
from dashboard.figures.picture_marks import PATTERNS, lines_of, shape
from dashboard.figures.ticks import calendar_ticks
from dashboard.figures.timeline import LABEL_PX, RIGHT_PX, SPAN_PX, STRIP_PX, mark_size, symbol
from dashboard.strips import STRIP_MIN_PX
from model.case import Event

WIDTH_PX: Final = LABEL_PX + PLOT_PX + RIGHT_PX
FONT: Final = "'Atkinson Hyperlegible', 'Source Sans 3', 'Segoe UI', Arial, 'Liberation Sans', sans-serif"
GREY: Final = TOKENS["edge"]
LANE_CHARS: Final = 19  # of a line of a lane's name
LINE_PX: Final = 16
EDGE_PX: Final = 14  # that a mark on the first or last day may reach beyond the plot


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """That an agency came to know of an event on a day: a dotted line from the event's mark to its lane."""

    event: str
    agency: str
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How marks are shown: `event` and `gap` are ringed, `grey` are outlines without colour, `ghosts` without shape."""

    event: str | None = None
    gap: str | None = None
    grey: frozenset[str] = frozenset()
    ghosts: frozenset[str] = frozenset()
    news: tuple[News, ...] = ()
    colour_of: Mapping[str, str] | None = None


def timeline_picture(book: CaseBook, drawing: Drawing, *, name: str, look: Look | None = None, ident: str = "t") -> str:
    """The picture. `name` is what a screen reader calls it; `ident` keeps the patterns of two pictures apart."""
    look = look or Look()
    scale = Scale(drawing.first, drawing.last)
    anchors = anchors_of(book.findings.key_dates, scale)
    top = AXIS_PX + 4 + ANCHOR_ROW_PX * (1 + max((a["row"] for a in anchors), default=-1))
    height = drawing.height + top + AXIS_PX
    colours = look.colour_of or {a.id: AGENCY_COLOURS[n % len(AGENCY_COLOURS)] for n, a in enumerate(book.lanes)}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {height}" width="{WIDTH_PX}" '
        f'height="{height}" role="img" aria-label="{_text(name)}" font-family="{FONT}" font-size="13" '
        f'fill="{TOKENS["ink"]}">',
        _defs(ident, drawing),
        f'<rect width="{WIDTH_PX}" height="{height}" fill="{TOKENS["surface"]}"/>',
        f'<g transform="translate({LABEL_PX} {top})">',
        *_bands(drawing),
        *_grid(drawing, scale),
        *_anchor_lines(anchors, scale, drawing.height),
        f'<g clip-path="url(#{ident}-plot)">',
        *_news(drawing, scale, look),
        *(part for lane in drawing.lanes for part in _lane(lane, drawing, scale, colours, look, ident)),
        "</g>",
        *(part for lane in drawing.lanes for part in _strip_labels(lane, scale)),
        *_anchor_words(anchors, scale),
        "</g>",
        *_lane_names(drawing, top),
        "</svg>",
    ]
    return "".join(parts)


def _text(text: str) -> str:
    return escape(visible(text))


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _defs(ident: str, drawing: Drawing) -> str:
    kinds = {
        PATTERN_OF_GAP.get(s.gaps[0].kind, "/") if len(s.gaps) == 1 else "x" for x in drawing.lanes for s in x.strips
    }
    patterns = "".join(
        f'<pattern id="{ident}-{number}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{TOKENS["surface"]}"/>{drawn}</pattern>'
        for number, (sign, drawn) in enumerate(PATTERNS.items())
        if sign in kinds
    )
    box = f'<rect x="{-EDGE_PX}" y="0" width="{PLOT_PX + 2 * EDGE_PX}" height="{drawing.height}"/>'
    clip = f'<clipPath id="{ident}-plot">{box}</clipPath>'
    return f"<defs>{patterns}{clip}</defs>"


# ------------------------------------------------------------------ behind the marks
def _bands(drawing: Drawing) -> Iterable[str]:
    for lane in drawing.lanes:
        if lane.number % 2 == 0:
            yield f'<rect y="{lane.top}" width="{PLOT_PX}" height="{lane.height}" fill="{TOKENS["band"]}"/>'
        yield _line(0, lane.bottom, PLOT_PX, lane.bottom, TOKENS["line"])


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, more: str = "") -> str:
    return f'<line x1="{_n(x0)}" y1="{_n(y0)}" x2="{_n(x1)}" y2="{_n(y1)}" stroke="{colour}"{more}/>'


def _grid(drawing: Drawing, scale: Scale) -> Iterable[str]:
    """The days below and above the lanes, with a line through them at each."""
    low = drawing.height
    yield _line(0, 0, PLOT_PX, 0, TOKENS["edge"])
    yield _line(0, low, PLOT_PX, low, TOKENS["edge"])
    for day, first, second in calendar_ticks(drawing.first, drawing.last):
        x = scale.left(day)
        yield _line(x, -5, x, low + 5, TOKENS["line"])
        for y, step in ((low + 18, 16), (-24 if second else -10, 15)):
            yield f'<text x="{_n(x)}" y="{y}" text-anchor="middle"><tspan>{first}</tspan>'
            yield f'<tspan x="{_n(x)}" dy="{step}">{second}</tspan></text>' if second else "</text>"


def _anchor_lines(anchors: Sequence[dict[str, object]], scale: Scale, low: int) -> Iterable[str]:
    for left, right, _ in _anchor_places(anchors, scale):
        if right - left <= max(2.0, scale.px_per_day):
            middle = (left + right) / 2
            yield _line(middle, -AXIS_PX, middle, low, TOKENS["ink"], ' stroke-width="1.5" stroke-dasharray="2 3"')
        else:
            yield f'<rect x="{_n(left)}" width="{_n(right - left)}" height="{low}" fill="{TOKENS["accent-soft"]}"/>'


def _anchor_words(anchors: Sequence[dict[str, object]], scale: Scale) -> Iterable[str]:
    for left, right, anchor in _anchor_places(anchors, scale):
        where = {"left": "start", "right": "end", "center": "middle"}[str(anchor["side"])]
        row = anchor["row"] if isinstance(anchor["row"], int) else 0
        y = -AXIS_PX - 2 - ANCHOR_ROW_PX * row
        place = f'x="{_n((left + right) / 2)}" y="{y}" text-anchor="{where}"'
        yield f'<text {place} font-weight="bold">{anchor["text"]}</text>'


def _anchor_places(
    anchors: Sequence[dict[str, object]], scale: Scale
) -> Iterable[tuple[float, float, dict[str, object]]]:
    for anchor in anchors:
        first, last = anchor["first"], anchor["last"]
        assert isinstance(first, dt.date)
        assert isinstance(last, dt.date)
        yield (*scale.clipped(first, last), anchor)


def _lane_names(drawing: Drawing, top: int) -> Iterable[str]:
    for lane in drawing.lanes:
        names = lines_of(visible(lane.label), LANE_CHARS)
        y = top + lane.top + lane.height / 2 - LINE_PX * (len(names) - 1) / 2 + 5
        rows = "".join(
            f'<tspan x="{LABEL_PX - 10}" dy="{LINE_PX if n else 0}">{escape(part)}</tspan>'
            for n, part in enumerate(names)
        )
        yield f'<text y="{_n(y)}" font-size="14" text-anchor="end">{rows}</text>'


# ------------------------------------------------------------------ what stands in the lanes
def _lane(
    lane: Lane, drawing: Drawing, scale: Scale, colours: Mapping[str, str], look: Look, ident: str
) -> Iterable[str]:
    colour = colours.get(lane.agency.id, TOKENS["muted"])
    yield from _bars(lane, drawing, scale, colour)
    yield from _strips(lane, scale, look, ident)
    for mark in lane.marks:
        yield from _mark(lane, mark, scale, _colour(mark.event, colour, look), look)
    for stack in lane.stacks:
        x = (scale.left(stack.first) + scale.left(stack.last) + scale.px_per_day) / 2
        y = lane.mark_y(stack.row) + 4
        place = f'x="{_n(x)}" y="{_n(y)}" text-anchor="middle"'
        yield f'<text {place} font-size="12" font-weight="bold">+{stack.count}</text>'


def _colour(event: Event, colour: str, look: Look) -> str:
    return GREY if event.id in look.grey or event.id in look.ghosts else colour


def _mark(lane: Lane, mark: Mark, scale: Scale, colour: str, look: Look) -> Iterable[str]:
    x, y = scale.at(mark.at), lane.mark_y(mark.row)
    if mark.first != mark.last:
        left, right = scale.clipped(mark.first, mark.last)
        box = (
            f'x="{_n(left)}" y="{_n(y - SPAN_PX / 2)}" width="{_n(max(STRIP_MIN_PX, right - left))}" height="{SPAN_PX}"'
        )
        yield f'<rect {box} fill="{colour}" opacity="0.35"/>'
    if mark.event.id in look.ghosts:
        yield shape("circle-open", x, y, 11, colour)
        return
    name = symbol(mark.event)
    yield shape(f"{name}-open" if mark.event.id in look.grey and "-open" not in name else name, x, y,
                mark_size(mark.event), colour)  # fmt: skip
    when = mark.event.when
    if when is not None and not when.bounded:
        sign, side = ("⇢", x + 8) if when.start else ("⇠", x - 20)
        yield f'<text x="{_n(side)}" y="{_n(y + 4)}" fill="{colour}">{sign}</text>'
    if mark.event.id == look.event:
        yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="12" fill="none" stroke="{TOKENS["ink"]}" stroke-width="2.5"/>'


def _bars(lane: Lane, drawing: Drawing, scale: Scale, colour: str) -> Iterable[str]:
    highest = max((b.count for other in drawing.lanes for b in other.bars), default=1)
    for bar in lane.bars:
        left, right = scale.clipped(bar.first, bar.last)
        tall = max(2.0, lane.bars_px * bar.count / highest)
        yield (
            f'<rect x="{_n(left)}" y="{_n(lane.bottom - 3 - tall)}" width="{_n(max(1.0, (right - left) * 0.92))}" '
            f'height="{_n(tall)}" fill="{colour}" opacity="0.75"/>'
        )


def _strips(lane: Lane, scale: Scale, look: Look, ident: str) -> Iterable[str]:
    signs = list(PATTERNS)
    for strip in lane.strips:
        left, right = scale.clipped(strip.first, strip.last)
        sign = _sign(strip)
        chosen = look.gap is not None and look.gap in {gap.id for gap in strip.gaps}
        yield (
            f'<rect x="{_n(left)}" y="{_n(lane.strip_y(strip.row) - STRIP_PX / 2)}" '
            f'width="{_n(max(STRIP_MIN_PX, right - left))}" height="{STRIP_PX}" '
            f'fill="url(#{ident}-{signs.index(sign)})" stroke="{TOKENS["ink"] if chosen else TOKENS["gap"]}" '
            f'stroke-width="{2.5 if chosen else 1.2}"/>'
        )


def _sign(strip: Strip) -> str:
    return PATTERN_OF_GAP.get(strip.gaps[0].kind, "/") if len(strip.gaps) == 1 else "x"


def _strip_labels(lane: Lane, scale: Scale) -> Iterable[str]:
    for strip in lane.strips:
        if not strip.label:
            continue
        left, right = scale.clipped(strip.first, strip.last)
        right = max(right, left + STRIP_MIN_PX)
        x, where = {"inside": (left + 8, "start"), "right": (right + 5, "start"), "left": (left - 5, "end")}[
            strip.label_side
        ]
        y = lane.strip_y(strip.row) + 4
        plate = f' stroke="{TOKENS["surface"]}" stroke-width="4" paint-order="stroke"'
        yield f'<text x="{_n(x)}" y="{_n(y)}" font-size="12" text-anchor="{where}"{plate}>{_text(strip.label)}</text>'


def _news(drawing: Drawing, scale: Scale, look: Look) -> Iterable[str]:
    """From what happened to the day on which word of it came, in the lane of who heard."""
    at = {m.event.id: (scale.at(m.at), lane.mark_y(m.row)) for lane in drawing.lanes for m in lane.marks}
    lanes = {lane.agency.id: lane for lane in reversed(drawing.lanes)}
    for item in look.news:
        lane = lanes.get(item.agency)
        if item.event in at and lane is not None:
            x, y = scale.left(item.on) + scale.px_per_day / 2, lane.bottom - 6
            yield _line(*at[item.event], x, y, TOKENS["muted"], ' stroke-width="1.6" stroke-dasharray="1.5 4"')
            yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3.5" fill="{TOKENS["surface"]}" stroke="{TOKENS["muted"]}"/>'
