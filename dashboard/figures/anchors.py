"""The key dates of a case on its timeline: a line through all lanes, its words in a row of their own above.

key dates, Scale  ->  anchors_of  ->  anchor_shapes, anchor_labels  ->  the layout of the timeline figure
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.axis import KEY_DATE_WORDS
from dashboard.casebook import day_bounds, has_date
from dashboard.config import TOKENS
from dashboard.drawing import PLOT_PX, Scale
from dashboard.figures.text import plain
from dashboard.strips import CHAR_PX
from model.when import When, in_words

AXIS_PX: Final = 46  # room for the labels of an axis
ANCHOR_ROW_PX: Final = 20


def anchors_of(key_dates: Mapping[str, When], scale: Scale) -> list[dict[str, Any]]:
    """Birth, death and the like inside the window, each label in a row of its own where two would touch."""
    out: list[dict[str, Any]] = []
    ends: list[float] = []
    for name, when in sorted(key_dates.items(), key=lambda item: item[1].sort_key):
        if name == "scope" or not has_date(when):
            continue
        first, last = day_bounds(when)
        if last < scale.first or first > scale.last:
            continue
        text = f"{KEY_DATE_WORDS.get(name, name.replace('_', ' ').capitalize())}, {in_words(when)}"
        left, right = scale.clipped(first, last)
        middle = (left + right) / 2
        width = CHAR_PX * len(text) + 8
        begin = min(max(0.0, middle - width / 2), PLOT_PX - width)
        row = next((n for n, end in enumerate(ends) if end <= begin), len(ends))
        ends[row : row + 1] = [begin + width]
        side = "left" if middle < width / 2 else "right" if middle > PLOT_PX - width / 2 else "center"
        out.append({"text": plain(text), "first": first, "last": last, "row": row, "side": side})
    return out


def anchor_shapes(anchors: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    shapes: list[dict[str, Any]] = []
    for a in anchors:
        common = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below", "xref": "x"}
        if a["first"] == a["last"]:
            x = middle_of(a["first"], a["last"])
            line = {"color": TOKENS["ink"], "width": 1.5, "dash": "dot"}
            shapes.append({"type": "line", "x0": x, "x1": x, "line": line} | common)
        else:
            end = (a["last"] + dt.timedelta(days=1)).isoformat()
            fill = {"fillcolor": TOKENS["accent-soft"], "line": {"width": 0}}
            shapes.append({"type": "rect", "x0": a["first"].isoformat(), "x1": end} | fill | common)
    return shapes


def anchor_labels(anchors: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "text": f"<b>{a['text']}</b>", "x": middle_of(a["first"], a["last"]), "xref": "x", "xanchor": a["side"],
            "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "yshift": AXIS_PX - 4 + ANCHOR_ROW_PX * a["row"],
            "font": {"size": 13, "color": TOKENS["ink"]},
        }
        for a in anchors
    ]  # fmt: skip


def middle_of(first: dt.date, last: dt.date) -> str:
    """The moment in the middle of some days, as charts take it."""
    return stamp(dt.datetime.combine(first, dt.time()) + (last - first + dt.timedelta(days=1)) / 2)


def stamp(moment: dt.datetime) -> str:
    """A moment as charts take it."""
    return moment.strftime("%Y-%m-%d %H:%M") if moment.year >= 1000 else moment.isoformat(" ", "minutes")
