"""How the marks of a picture are shown where not all of them are for all eyes: on the stage of a walkthrough.

Look + event  ->  shown_as  ->  shape and colour        Look + lanes  ->  news  ->  dotted lines to the day of hearing
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dashboard.config import TOKENS
from dashboard.drawing import Drawing, Lane, Mark, Scale, Strip
from dashboard.figures.timeline import MARK_SIZE, mark_size, symbol

GREY: Final = TOKENS["edge"]
RING_PX: Final = 12  # from the middle of the chosen mark
ABOVE_PX: Final = 6  # the end of a line of news above the lower edge of its lane


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """That an agency came to know of an event on a day."""

    event: str
    agency: str
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`event` and `gap` are ringed, `grey` events are outlines without colour, `ghosts` outlines without shape."""

    event: str | None = None
    gap: str | None = None
    grey: frozenset[str] = frozenset()
    ghosts: frozenset[str] = frozenset()
    news: tuple[News, ...] = ()

    def chosen(self, strip: Strip) -> bool:
        """Whether the chosen gap is told by a strip."""
        return self.gap is not None and self.gap in {gap.id for gap in strip.gaps}


PLAIN: Final = Look()


def shown_as(mark: Mark, colour: str, look: Look) -> tuple[str, float, str]:
    """Shape, size and colour of a mark."""
    name = symbol(mark.event)
    if mark.event.id in look.ghosts:
        return "circle-open", MARK_SIZE, GREY
    if mark.event.id in look.grey:
        return name if "-open" in name else f"{name}-open", mark_size(mark.event), GREY
    return name, mark_size(mark.event), colour


def ring(lane: Lane, mark: Mark, scale: Scale, look: Look) -> str:
    """A ring round the chosen event, nothing for any other."""
    if look.event is None or mark.event.id != look.event:
        return ""
    return (
        f'<circle cx="{scale.at(mark.at):.1f}" cy="{lane.mark_y(mark.row):.1f}" r="{RING_PX}" fill="none" '
        f'stroke="{TOKENS["ink"]}" stroke-width="2.5"/>'
    )


def news(drawing: Drawing, scale: Scale, look: Look) -> Iterator[str]:
    """From what happened to the day on which word of it came, in the lane of who heard."""
    at = {m.event.id: (scale.at(m.at), lane.mark_y(m.row)) for lane in drawing.lanes for m in lane.marks}
    lanes = {lane.agency.id: lane for lane in reversed(drawing.lanes)}
    for item in look.news:
        lane = lanes.get(item.agency)
        if item.event not in at or lane is None:
            continue
        (x0, y0), x, y = at[item.event], scale.left(item.on) + scale.px_per_day / 2, lane.bottom - ABOVE_PX
        yield (
            f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x:.1f}" y2="{y:.1f}" stroke="{TOKENS["muted"]}" '
            'stroke-width="1.6" stroke-dasharray="1.5 4"/>'
        )
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{TOKENS["surface"]}" stroke="{TOKENS["muted"]}"/>'
