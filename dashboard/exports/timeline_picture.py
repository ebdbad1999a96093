"""The timeline of an export as a picture: the same choice of entries and gaps, in the chart's own layout.

    Extract  ->  drawing_of (Selection, lod)  ->  timeline_picture  ->  Picture (SVG, size, words)

Only what the choice lets through is drawn: events of the chosen entries, the chosen gaps, periods and key dates that
rest on nothing else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from dashboard.casebook import CaseBook, build_book, day_bounds, has_date
from dashboard.config import AGENCY_COLOURS
from dashboard.drawing import Drawing, Scale
from dashboard.exports.extract import Extract
from dashboard.exports.report import Picture
from dashboard.figures.svg import Frame, timeline_svg
from dashboard.lod import calendar_unit, layout
from dashboard.selection import Selection
from dashboard.urlstate import ViewState
from dashboard.words import counted
from model.case import Findings
from model.when import When, in_words

MARKS: Final = 400  # above it lanes are told by bars: a picture cannot be zoomed
FEW_MARKS, FEW_ALWAYS = 60, 40  # the same where the picture must be low
FULL, BARS, FOLDED = "full", "bars", "folded"
ALWAYS: Final = 200  # marks of events that gaps cite, drawn even among bars


def timeline_picture(told: Extract, most: float | None = None) -> Picture:
    """The picture of an export; its period is the chosen one, else that of the case.

    Where it would be higher than `most` times its width, lanes are drawn lower: first without periods and with events
    counted in bars, then folded to one line each. What was done stands below it.
    """
    found = [_picture(told, FULL)]
    for how in (BARS, FOLDED):
        if most is None or found[-1].height <= most * found[-1].width:
            break
        found.append(_picture(told, how))
    return found[-1]


def _picture(told: Extract, how: str) -> Picture:
    book, chosen, drawing = drawing_of(told, how)
    colours = {a: AGENCY_COLOURS[n % len(AGENCY_COLOURS)] for a, n in told.place_of_agency.items()}
    period = in_words(When(start=drawing.first, end=drawing.last))
    said = _said(chosen, drawing)
    frame = Frame(title=f"{told.case.info.title}: {period}", handling=told.options.handling, notes=tuple(said))
    svg, width, height = timeline_svg(drawing, colours, book.findings.key_dates, frame)
    lanes = ", ".join(f"{lane.label}: {counted(lane.events, 'event')}" for lane in drawing.lanes if lane.events)
    alt = f"Timeline, {period}. {' '.join(said)} {lanes or 'No lane'}. The same stands in words in the chronology."
    return Picture(svg, width, height, alt)


def _said(chosen: Selection, drawing: Drawing) -> list[str]:
    how = "drawn singly" if drawing.unit is None else f"counted by {drawing.unit}, {drawing.singly:,} of them singly"
    if any(lane.folded for lane in drawing.lanes):
        how = f"counted by {calendar_unit(Scale(drawing.first, drawing.last))}, a line an agency"
    outside = len(chosen.dated) - len(chosen.in_view)
    parts = [f"{counted(drawing.in_view, 'event')}, {how}."]
    parts += [f"{drawing.stacked:,} of them stand under a number."] if drawing.stacked else []
    parts += [f"{outside:,} outside this period."] if outside else []
    parts += [f"{len(chosen.undated):,} without a date are not drawn."] if chosen.undated else []
    gaps = [f"{counted(drawing.gaps_drawn, 'gap')} drawn."]
    gaps += [f"{counted(drawing.gaps_undated, 'gap')} without a date."] if drawing.gaps_undated else []
    gaps += ["A gap is a prompt to look at the records supplied, not a finding."] if drawing.gaps_drawn else []
    return [" ".join(parts), " ".join(gaps)]


def drawing_of(told: Extract, how: str = FULL) -> tuple[CaseBook, Selection, Drawing]:
    """The export's events and gaps, laid out in full, with bars, or with folded lanes."""
    book = book_of(told)
    gaps = tuple(item.gap for item in told.gaps)
    first, last = _window(told, book)
    chosen = Selection(
        dated=book.dated,
        undated=book.undated,
        in_view=tuple(e for e in book.dated if book.bounds[e.id][0] <= last and book.bounds[e.id][1] >= first),
        gaps=tuple(g for g in gaps if g.when is None or not has_date(g.when) or _touches(g.when, first, last)),
        first=first, last=last, agencies=told.options.agencies, holders=frozenset(e.agency for e in book.dated),
    )  # fmt: skip
    bare = how != FULL or told.options.words == "summary"  # the labels of periods are words of the records
    fold = tuple(a.id for a in book.lanes) if how == FOLDED else ()
    state = ViewState(hide=("periods",) if bare else (), fold=fold)
    marks, always = (MARKS, ALWAYS) if how == FULL else (FEW_MARKS, FEW_ALWAYS)
    return book, chosen, layout(book, chosen, marks, always, state=state)


def book_of(told: Extract) -> CaseBook:
    """The case as far as the choice lets it through, laid out: its entries, their events, and what rests on these.

    Events that a reviewer set aside are left out.
    """
    rows = {item.row.entry for item in told.entries}
    events = tuple(e for e in told.case.events if e.entry in rows and e.status != "rejected")
    case = replace(
        told.case,
        sources=told.sources,
        entries=tuple(e for e in told.case.entries if e.id in rows),
        events=events,
    )
    return build_book(case, _narrowed(told, {e.id for e in events}))


def _narrowed(told: Extract, used: set[str]) -> Findings:
    """The findings as far as they rest on what the choice lets through."""
    findings = replace(told.findings, gaps=tuple(item.gap for item in told.gaps), noticed=(), answered=())
    if not told.options.narrow:
        return findings
    return replace(
        findings,
        agencies=tuple(a for a in findings.agencies if not told.options.agencies or a.id in told.options.agencies),
        periods=tuple(p for p in findings.periods if p.events and set(p.events) <= used),
        key_dates=dict(told.case.info.key_dates),
        links=tuple(link for link in findings.links if {link.from_id, link.to_id} <= used),
    )


def _touches(when: When, first: dt.date, last: dt.date) -> bool:
    begin, end = day_bounds(when)
    return begin <= last and end >= first


def _window(told: Extract, book: CaseBook) -> tuple[dt.date, dt.date]:
    """The chosen period; where an end of it is open, that of the case without far outliers."""
    since, until = told.options.since, told.options.until
    first, last = since or book.home[0], until or book.home[1]
    return (first, last) if first <= last else ((since, since) if since else (last, last))
