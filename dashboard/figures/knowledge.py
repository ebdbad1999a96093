"""Who told whom as a chart: a square a pair, the number of tellings in it, tellers down and receivers across.

Flow  ->  flow_figure  ->  a plotly figure as plain data
"""

from __future__ import annotations

from typing import Any

from dashboard.casebook import CaseBook
from dashboard.config import TOKENS
from dashboard.figures.text import wrapped
from model.flow import Flow

ROW_PX = 38
COLUMN_PX = 104  # the longest word of a label in one line
LEFT_PX, TOP_PX, RIGHT_PX, BOTTOM_PX = 170, 84, 16, 20
LABEL_CHARS = 16


def shown_agencies(flow: Flow) -> list[str]:
    """The agencies that told or were told anything."""
    return [a for a in flow.agencies if any(a in (edge.sender, edge.receiver) for edge in flow.edges)]


def chart_width(flow: Flow) -> int:
    """How wide the chart must be for its labels to stand clear of each other, in pixels."""
    return LEFT_PX + RIGHT_PX + COLUMN_PX * len(shown_agencies(flow))


def flow_figure(book: CaseBook, flow: Flow) -> dict[str, Any]:
    """The figure; colour only repeats the number in each square, and an empty square is no record."""
    agencies = shown_agencies(flow)
    count = {(edge.sender, edge.receiver): edge.count for edge in flow.edges}
    rows = [[count.get((sender, receiver)) for receiver in agencies] for sender in agencies]
    labels = [wrapped(book.label(agency), LABEL_CHARS) for agency in agencies]
    hover = [
        [f"{book.label(s)} told {book.label(r)}: {count.get((s, r), 0)}" if s != r else "" for r in agencies]
        for s in agencies
    ]
    places = list(range(len(agencies)))
    axis = {
        "tickvals": places, "ticktext": labels, "fixedrange": True, "showgrid": False, "zeroline": False,
        "tickfont": {"size": 14},
    }  # fmt: skip
    return {
        "data": [
            {
                "type": "heatmap",
                "z": rows,
                "x": places,
                "y": places,
                "text": [[str(n) if n else "" for n in row] for row in rows],
                "texttemplate": "%{text}",
                "customdata": hover,
                "hovertemplate": "%{customdata}<extra></extra>",
                "colorscale": [[0, TOKENS["accent-soft"]], [1, "#7FA3C4"]],
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "textfont": {"color": TOKENS["ink"], "size": 15},
                "hoverongaps": False,
            }
        ],
        "layout": {
            "height": TOP_PX + BOTTOM_PX + ROW_PX * max(1, len(agencies)),
            "margin": {"l": LEFT_PX, "r": RIGHT_PX, "t": TOP_PX, "b": BOTTOM_PX},
            "paper_bgcolor": TOKENS["surface"],
            "plot_bgcolor": TOKENS["band"],
            "font": {"color": TOKENS["ink"], "size": 14},
            "xaxis": {**axis, "side": "top", "title": {"text": "was told", "font": {"size": 14}}, "tickangle": 0},
            "yaxis": {**axis, "autorange": "reversed", "title": {"text": "told", "font": {"size": 14}}},
            "hovermode": "closest",
        },
    }
