"""The timeline of an export over as many pages of equal span as it takes to read it on paper.

    Extract  ->  spans (whole months, each page the same number)  ->  lanes that fit a page  ->  Picture, one a page

A screen can be zoomed and paper cannot: where a lane holds too much for one page, the page tells less time. Lanes that
do not fit on one sheet go on to the next, under the same days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dashboard.axis import add_months
from dashboard.casebook import CaseBook, day_bounds, has_date
from dashboard.config import AGENCY_COLOURS
from dashboard.drawing import Drawing, Lane
from dashboard.exports.extract import Extract
from dashboard.exports.report import Picture
from dashboard.exports.timeline_picture import ALWAYS, MARKS, drawing_of
from dashboard.figures.svg import Frame, timeline_svg
from dashboard.lod import layout
from dashboard.selection import Selection
from dashboard.urlstate import ViewState
from dashboard.words import counted
from model.case import Gap
from model.when import When, in_words

MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
EVENTS_A_PAGE: Final = 90  # above it marks stack up; less time on a page parts them
MAX_PAGES: Final = 24  # of spans; a longer case is told in longer spans
LANES_PX: Final = 620  # of lanes on one sheet: the picture is then at most a fifth smaller than the page is wide


def timeline_pages(told: Extract) -> Iterator[tuple[str, Picture]]:
    """The pages with their headings, in order."""
    book, chosen, _ = drawing_of(told)
    colours = {a: AGENCY_COLOURS[n % len(AGENCY_COLOURS)] for a, n in told.place_of_agency.items()}
    for number, (first, last) in enumerate(spans(chosen), start=1):
        seen = _within(book, chosen, first, last)
        hide = ("links", "periods") if told.options.words == "summary" else ("links",)
        drawing = layout(book, seen, MARKS, ALWAYS, state=ViewState(hide=hide))
        period = in_words(When(start=first, end=last))
        sheets = sheets_of(drawing)
        for part, sheet in enumerate(sheets, start=1):
            name = f"Timeline, {period}" + (f", lanes {part} of {len(sheets)}" if len(sheets) > 1 else "")
            frame = Frame(title=name, handling="", bare=True)
            svg, width, height = timeline_svg(sheet, colours, book.findings.key_dates, frame)
            said = _said(drawing, chosen, first=number == part == 1)
            shown = _own_patterns(svg, f"p{number}-{part}")
            yield name, Picture(shown, width, height, f"{name}. {said} The same stands in the chronology.")


def spans(chosen: Selection) -> list[tuple[dt.date, dt.date]]:
    """Whole months from the first to the last day, in pages of equal span."""
    first, last = chosen.first.replace(day=1), chosen.last
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    wanted = min(MAX_PAGES, max(1, -(-len(chosen.in_view) // EVENTS_A_PAGE)))
    size = months if wanted == 1 else next((m for m in MONTHS if -(-months // m) <= wanted), months)
    starts = [day for n in range(0, months, size) if (day := add_months(first, n)) is not None]
    ends = [*(day - dt.timedelta(days=1) for day in starts[1:]), add_months(starts[-1], size)]
    closing = ends[-1] or last + dt.timedelta(days=1)
    return list(zip(starts, [*(end for end in ends[:-1] if end), closing - dt.timedelta(days=1)], strict=True))


def _within(book: CaseBook, chosen: Selection, first: dt.date, last: dt.date) -> Selection:
    events = tuple(e for e in chosen.dated if book.bounds[e.id][0] <= last and book.bounds[e.id][1] >= first)
    return replace(
        chosen, first=first, last=last, in_view=events, of_agency={},
        gaps=tuple(g for g in chosen.gaps if _touches(g, first, last)), holders=frozenset(e.agency for e in events),
    )  # fmt: skip


def _touches(gap: Gap, first: dt.date, last: dt.date) -> bool:
    if gap.when is None or not has_date(gap.when):
        return False
    begin, end = day_bounds(gap.when)
    return begin <= last and end >= first


def sheets_of(drawing: Drawing, most: int = LANES_PX) -> list[Drawing]:
    """The drawing on as many sheets as its lanes need; a lane that is taller than a sheet has one to itself."""
    groups: list[list[Lane]] = [[]]
    for lane in drawing.lanes:
        if groups[-1] and sum(held.height for held in groups[-1]) + lane.height > most:
            groups.append([])
        groups[-1].append(lane)
    return [replace(drawing, lanes=_from_the_top(group)) for group in groups]


def _from_the_top(lanes: Sequence[Lane]) -> tuple[Lane, ...]:
    out: list[Lane] = []
    for lane in lanes:
        out.append(replace(lane, top=out[-1].bottom if out else 0))
    return tuple(out)


def _said(drawing: Drawing, chosen: Selection, *, first: bool) -> str:
    how = "drawn singly" if drawing.unit is None else f"counted by {drawing.unit}, {drawing.singly:,} of them singly"
    said = [f"{counted(drawing.in_view, 'event')}, {how}, {counted(drawing.gaps_drawn, 'gap')}."]
    said += [f"{drawing.stacked:,} of them stand under a number."] if drawing.stacked else []
    if first:
        outside, undated = len(chosen.dated) - len(chosen.in_view), len(chosen.undated)
        said += [f"{outside:,} events lie outside these pages."] if outside else []
        said += [f"{undated:,} events without a date are not drawn."] if undated else []
    return " ".join(said)


def _own_patterns(svg: str, name: str) -> str:
    """The picture with names of its own for its patterns, since a page holds many pictures."""
    return svg.replace('id="gap-', f'id="{name}-gap-').replace("url(#gap-", f"url(#{name}-gap-")
