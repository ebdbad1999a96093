"""The timeline as one SVG: for reports, print and the web page that is opened without a server.

    Drawing (lod) + key dates  ->  timeline_svg  ->  SVG text, its width and its height in pixels

It draws what the chart draws, by the same layout, with text as text. Every word is escaped; nothing in it acts, and
it names no other file. Colours stand as attributes, so that a page may forbid inline styles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

from dashboard.config import SYMBOL_OF_FAMILY, TOKENS, WORDS_OF_FAMILY
from dashboard.drawing import PLOT_PX, Drawing, Lane, Scale
from dashboard.exports.cells import visible
from dashboard.figures.anchors import ANCHOR_ROW_PX, anchors_of
from dashboard.figures.backgrounds import RIBBON_HALF_PX
from dashboard.figures.look import PLAIN, Look, news, ring, shown_as
from dashboard.figures.symbols import pattern_defs, pattern_of, symbol_svg
from dashboard.figures.timeline import LABEL_PX, RIGHT_PX, SPAN_PX, STRIP_PX
from dashboard.strips import STRIP_MIN_PX
from model.when import When

FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
TITLE_PX: Final = 28
TICKS_PX: Final = 22
LEGEND_ROW_PX: Final = 20
LEGEND_COLUMN_PX: Final = 310
LABEL_CHARS: Final = 20  # of a line of a lane's name
MAX_LABEL_LINES: Final = 3
TICK_MIN_PX: Final = 74  # between two labels of the axis
STEPS: Final = (
    ("day", 1), ("day", 2), ("day", 7), ("day", 14), ("month", 1), ("month", 2), ("month", 3), ("month", 6),
    ("month", 12), ("month", 24), ("month", 60), ("month", 120),
)  # fmt: skip
MONTH_DAYS: Final = 30.4
LETTER_PX: Final = 6.0  # of a strip's words at 12 px, on their plate
NEARER: Final = ": zoom in"  # what a chart says of strips told together; a picture cannot


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the chart: the line above it, the mark, the legend and the notes below.

    A `bare` picture has none of them: the page that it stands in says all that; its title is then its name.
    """

    title: str
    handling: str
    notes: tuple[str, ...] = ()
    bare: bool = False


def timeline_svg(
    drawing: Drawing, colours: Mapping[str, str], key_dates: Mapping[str, When], frame: Frame, look: Look = PLAIN
) -> tuple[str, int, int]:
    """The picture with its width and height. `colours` are those of the agencies."""
    scale = Scale(drawing.first, drawing.last)
    anchors = anchors_of(key_dates, scale)
    top = (
        (0 if frame.bare else TITLE_PX) + TICKS_PX + ANCHOR_ROW_PX * (1 + max((a["row"] for a in anchors), default=-1))
    )
    width, bottom = LABEL_PX + PLOT_PX + RIGHT_PX, top + drawing.height
    legend = [] if frame.bare else list(_legend(drawing, bottom + 16, frame.notes))
    height = bottom + (8 if frame.bare else 16 + LEGEND_ROW_PX * legend_rows(drawing, frame.notes))
    body = [
        *([] if frame.bare else _heading(frame, width)),
        f'<g transform="translate({LABEL_PX},{top})">',
        *_grid(drawing, scale, top),
        *_anchors(anchors, scale, drawing.height),
        *_periods(drawing, scale),
        *_joins(drawing, scale),
        *news(drawing, scale, look),
        *(part for lane in drawing.lanes for part in _lane(lane, drawing, scale, colours, look)),
        "</g>",
        *legend,
    ]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{_safe(frame.title)}" font-family="{FONT}" fill="{TOKENS["ink"]}">'
        f"{'' if frame.bare else f'<title>{_safe(frame.title)}</title>'}{pattern_defs()}"
        f'<rect width="{width}" height="{height}" fill="{TOKENS["surface"]}"/>{"".join(body)}</svg>'
    )
    return svg, width, height


def _heading(frame: Frame, width: int) -> Iterator[str]:
    yield _text(8, 19, frame.title, size=14, bold=True)
    yield _text(width - 8, 19, frame.handling, size=12, bold=True, anchor="end")


# ------------------------------------------------------------------ words
def _safe(text: str) -> str:
    return escape(visible(" ".join(text.split())), {'"': "&quot;"})


def _text(x: float, y: float, text: str, *, size: float = 12, bold: bool = False, anchor: str = "start") -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{weight}>{_safe(text)}</text>'


def _lines(text: str) -> list[str]:
    """A lane's name in lines that fit; what does not fit in the last is shortened."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LABEL_CHARS:
            lines[-1] += f" {word}"
        else:
            lines.append(word if len(word) <= LABEL_CHARS else word[: LABEL_CHARS - 1] + "…")
    kept = lines[:MAX_LABEL_LINES]
    return [*kept[:-1], kept[-1] + " …"] if len(lines) > MAX_LABEL_LINES else kept


# ------------------------------------------------------------------ the axis
def calendar_ticks(scale: Scale) -> list[tuple[dt.date, str]]:
    """The labelled days of a window: first days of months, or every few days in a short one."""
    unit, size = next(
        ((u, n) for u, n in STEPS if n * (1 if u == "day" else MONTH_DAYS) * scale.px_per_day >= TICK_MIN_PX), STEPS[-1]
    )
    days = _every_days(scale, size) if unit == "day" else _every_months(scale, size)
    form = "{d.day} {d:%b %Y}" if unit == "day" else "{d:%b %Y}" if size < 12 else "{d:%Y}"
    return [(day, form.format(d=day)) for day in days]


def _every_days(scale: Scale, size: int) -> Iterator[dt.date]:
    day = scale.first
    while size % 7 == 0 and day.weekday():  # weeks begin on Monday
        day += dt.timedelta(days=1)
    while day <= scale.last:
        yield day
        day += dt.timedelta(days=size)


def _every_months(scale: Scale, size: int) -> Iterator[dt.date]:
    month = (scale.first.year * 12 + scale.first.month - 1) // size * size
    while (day := dt.date(month // 12, month % 12 + 1, 1)) <= scale.last:
        if day >= scale.first:
            yield day
        month += size


def _grid(drawing: Drawing, scale: Scale, top: int) -> Iterator[str]:
    for lane in drawing.lanes:
        if lane.number % 2 == 0:
            yield _box(0, lane.top, PLOT_PX, lane.height, fill=TOKENS["band"])
    taken = -1e9
    for day, label in calendar_ticks(scale):
        x = scale.left(day)
        yield _line(x, -4, x, drawing.height, TOKENS["line"])
        if x - taken >= TICK_MIN_PX - 2 and x <= PLOT_PX - 30:
            yield _text(x + 2, -8 if top else 0, label, size=12)
            taken = x
    for lane in drawing.lanes:
        yield _line(-LABEL_PX, lane.bottom, PLOT_PX, lane.bottom, TOKENS["line"])
        lines = _lines(lane.label)
        first = lane.top + lane.height / 2 + 4 - 7.5 * (len(lines) - 1)
        yield from (_text(-10, first + 15 * n, line, size=13, anchor="end") for n, line in enumerate(lines))
    yield _box(0, 0, PLOT_PX, drawing.height, stroke=TOKENS["edge"])


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"{dashed}/>'
    )


def _box(
    x: float, y: float, width: float, height: float, *, fill: str = "none", stroke: str = "none", more: str = ""
) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{height:.1f}" fill="{fill}" '
        f'stroke="{stroke}"{more}/>'
    )


def _anchors(anchors: Sequence[Mapping[str, Any]], scale: Scale, height: int) -> Iterator[str]:
    for anchor in anchors:
        left, right = scale.clipped(anchor["first"], anchor["last"])
        middle = (left + right) / 2
        if anchor["first"] == anchor["last"]:
            yield _line(middle, 0, middle, height, TOKENS["ink"], 1.5, "2 3")
        else:
            yield _box(left, 0, right - left, height, fill=TOKENS["accent-soft"])
        side = {"left": "start", "right": "end", "center": "middle"}[anchor["side"]]
        y = -TICKS_PX - 4 - ANCHOR_ROW_PX * anchor["row"]
        yield (  # its text is escaped already
            f'<text x="{middle:.1f}" y="{y:.1f}" font-size="12" font-weight="bold" text-anchor="{side}">'
            f"{anchor['text']}</text>"
        )


# ------------------------------------------------------------------ what stands in the lanes
def _periods(drawing: Drawing, scale: Scale) -> Iterator[str]:
    for lane in drawing.lanes:
        for ribbon in lane.ribbons:
            left, right = scale.clipped(ribbon.first, ribbon.last)
            y = lane.ribbon_y(ribbon.row)
            dash = "" if ribbon.period.last else ' stroke-dasharray="3 3"'
            yield _box(
                left, y - RIBBON_HALF_PX, right - left, 2 * RIBBON_HALF_PX, fill=TOKENS["accent-soft"],
                stroke=TOKENS["edge"], more=dash,
            )  # fmt: skip
            yield _beside(left, right, y, ribbon.label_side, ribbon.label)


def _beside(left: float, right: float, y: float, side: str, label: str) -> str:
    x, anchor = {"inside": (left + 6, "start"), "right": (right + 4, "start"), "left": (left - 4, "end")}[side]
    return _text(x, y + 4, label, anchor=anchor)


def _joins(drawing: Drawing, scale: Scale) -> Iterator[str]:
    for join in drawing.joins:
        dash = "" if join.link.kind == "same_event" else "2 3"
        ends = (scale.at(join.start[0]), join.start[1], scale.at(join.end[0]), join.end[1])
        yield f'<g stroke-opacity="0.5">{_line(*ends, TOKENS["edge"], 1, dash)}</g>'


def _lane(lane: Lane, drawing: Drawing, scale: Scale, colours: Mapping[str, str], look: Look) -> Iterator[str]:
    colour = colours.get(lane.agency.id, TOKENS["edge"])
    highest = max((b.count for one in drawing.lanes for b in one.bars), default=1)
    for bar in lane.bars:
        left, right = scale.clipped(bar.first, bar.last)
        tall = max(2.0, lane.bars_px * bar.count / highest)
        yield _box(left, lane.bottom - 3 - tall, (right - left) * 0.92, tall, fill=colour, more=' fill-opacity="0.75"')
    for strip in lane.strips:
        left, right = scale.clipped(strip.first, strip.last)
        right = max(right, left + STRIP_MIN_PX)
        y = lane.strip_y(strip.row)
        fill = f"url(#{pattern_of(g.kind for g in strip.gaps)})"
        stroke, more = (TOKENS["ink"], ' stroke-width="2.5"') if look.chosen(strip) else (TOKENS["gap"], "")
        yield _box(left, y - STRIP_PX / 2, right - left, STRIP_PX, fill=fill, stroke=stroke, more=more)
        label = strip.label.removesuffix(NEARER)
        if label and strip.label_side == "inside":
            yield _box(left + 4, y - 7, LETTER_PX * len(label) + 4, 14, fill=TOKENS["surface"])
        if label:
            yield _beside(left, right, y, strip.label_side, label)
    for mark in lane.marks:
        if mark.first != mark.last:
            left, right = scale.clipped(mark.first, mark.last)
            y = lane.mark_y(mark.row)
            fill = shown_as(mark, colour, look)[2]
            yield _box(left, y - SPAN_PX / 2, right - left, SPAN_PX, fill=fill, more=' fill-opacity="0.35"')
    for mark in lane.marks:
        x, y = scale.at(mark.at), lane.mark_y(mark.row)
        if not 0 <= x <= PLOT_PX:  # the middle of its possible days lies beyond the picture: its bar leads there
            continue
        name, size, fill = shown_as(mark, colour, look)
        yield symbol_svg(name, x, y, size, fill) + ring(lane, mark, scale, look)
        when = mark.event.when
        if when is not None and not when.bounded:
            after = when.start is not None
            yield _text(x + (9 if after else -9), y + 4, "→" if after else "←", anchor="start" if after else "end")
    for one in lane.stacks:
        left, right = scale.clipped(one.first, one.last)
        yield _text((left + right) / 2, lane.mark_y(one.row) + 4, f"+{one.count}", bold=True, anchor="middle")


# ------------------------------------------------------------------ the legend
_FAMILIES: Final = tuple(WORDS_OF_FAMILY)[:-1]  # "other" is drawn as a contact


def legend_rows(drawing: Drawing, notes: Sequence[str]) -> int:
    """Rows below the chart: shapes, three a row, where any is drawn, one of the other signs, one of each note."""
    return _shape_rows(drawing) + 1 + len(notes)


def _shape_rows(drawing: Drawing) -> int:
    return -(-len(_FAMILIES) // 3) if any(lane.marks for lane in drawing.lanes) else 0


def _legend(drawing: Drawing, top: int, notes: Sequence[str]) -> Iterator[str]:
    shapes = _shape_rows(drawing)
    y = top + LEGEND_ROW_PX * shapes
    for n, family in enumerate(_FAMILIES if shapes else ()):
        x, row = 16 + LEGEND_COLUMN_PX * (n % 3), top + LEGEND_ROW_PX * (n // 3)
        yield symbol_svg(SYMBOL_OF_FAMILY[family], x, row, 12, TOKENS["ink"])
        yield _text(x + 12, row + 4, WORDS_OF_FAMILY[family][1])
    if shapes:
        yield symbol_svg("circle-open", 16, y, 12, TOKENS["ink"])
        yield _text(28, y + 4, "hollow: day not settled")
        yield symbol_svg("circle-open-dot", 16 + LEGEND_COLUMN_PX, y, 12, TOKENS["ink"])
        yield _text(28 + LEGEND_COLUMN_PX, y + 4, "with a dot: not told as done")
    else:
        yield _box(10, y - 2, 5, 8, fill=TOKENS["edge"])
        yield _box(17, y - 6, 5, 12, fill=TOKENS["edge"])
        yield _text(28, y + 4, "bars: how many events")
    yield _box(8 + 2 * LEGEND_COLUMN_PX, y - 6, 26, 11, fill="url(#gap-up)", stroke=TOKENS["gap"])
    yield _text(40 + 2 * LEGEND_COLUMN_PX, y + 4, "patterned strip: a gap, a prompt to look")
    for n, note in enumerate(notes):
        yield _text(8, y + LEGEND_ROW_PX * (n + 1) + 4, note)
