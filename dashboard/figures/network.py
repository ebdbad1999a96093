"""A neighbourhood as a picture: the centre in the middle, its neighbours around it, lines by the number of events.

Network  ->  network_figure  ->  a plotly figure as plain data
"""

from __future__ import annotations

from typing import Any, Final

from dashboard.config import TOKENS
from dashboard.figures.text import plain, wrapped
from dashboard.network import Network, Node, Tie
from dashboard.words import counted

HEIGHT_PX: Final = 620
WIDTHS: Final = ((20, 5.0), (6, 3.0), (1, 1.4))  # from so many events on, a line is so many pixels wide
LABEL_CHARS: Final = 18
STEEP: Final = 0.45  # a node so much more above or below the centre than beside it has its label there


def network_figure(network: Network) -> dict[str, Any]:
    """The figure. A square is an agency, a circle a person; the numbers on the lines are told in the table too."""
    at = {node.key: node for node in network.nodes}
    drawn = [t for t in network.ties if t.one in at and t.other in at]
    own = [t for t in drawn if t.one == network.centre.key]
    others = [t for t in drawn if t.one != network.centre.key]
    reach = max((max(abs(n.x), abs(n.y)) for n in network.nodes), default=0) or 1.0
    lines = [_lines([t for t in own if _width(t) == px], at, px, TOKENS["edge"]) for _, px in WIDTHS]
    return {
        "data": [_lines(others, at, 1.0, TOKENS["line"]), *lines, _nodes(network)],
        "layout": {
            "height": HEIGHT_PX,
            "margin": {"l": 20, "r": 20, "t": 20, "b": 20},
            "paper_bgcolor": TOKENS["surface"],
            "plot_bgcolor": TOKENS["surface"],
            "font": {"color": TOKENS["ink"], "size": 14},
            "showlegend": False,
            "hovermode": "closest",
            "xaxis": {"visible": False, "fixedrange": True, "range": [-1.5 * reach, 1.5 * reach]},
            "yaxis": {"visible": False, "fixedrange": True, "range": [-1.25 * reach, 1.3 * reach]},
            "annotations": [*_numbers(own, at), _middle(network.centre)],
        },
    }


def _width(tie: Tie) -> float:
    return next(px for least, px in WIDTHS if len(tie.events) >= least)


def _lines(ties: list[Tie], at: dict[str, Node], width: float, colour: str) -> dict[str, Any]:
    """All lines of one width in one trace, parted by gaps."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for tie in ties:
        one, other = at[tie.one], at[tie.other]
        xs += [one.x, other.x, None]
        ys += [one.y, other.y, None]
    return {
        "type": "scatter", "mode": "lines", "x": xs, "y": ys, "hoverinfo": "skip",
        "line": {"width": width, "color": colour},
    }  # fmt: skip


def _numbers(ties: list[Tie], at: dict[str, Node]) -> list[dict[str, Any]]:
    """How many events each line of the centre stands for, two thirds of the way out."""
    return [
        {
            "text": f"<b>{len(t.events):,}</b>", "showarrow": False, "bgcolor": TOKENS["surface"], "borderpad": 1,
            "x": at[t.one].x / 3 + 2 * at[t.other].x / 3, "y": at[t.one].y / 3 + 2 * at[t.other].y / 3,
            "font": {"size": 14, "color": TOKENS["ink"]},
        }
        for t in ties
    ]  # fmt: skip


def _nodes(network: Network) -> dict[str, Any]:
    numbers = {t.other: len(t.events) for t in network.own}
    nodes = network.nodes
    return {
        "type": "scatter", "mode": "markers+text",
        "x": [n.x for n in nodes], "y": [n.y for n in nodes],
        "text": ["" if n == network.centre else wrapped(n.label, LABEL_CHARS) for n in nodes],
        "textposition": [_beside(n) for n in nodes],
        "textfont": {"size": 14, "color": TOKENS["ink"]},
        "marker": {
            "symbol": ["circle" if n.person else "square" for n in nodes],
            "size": [26 if n == network.centre else 16 for n in nodes],
            "color": [TOKENS["accent"] if n == network.centre else TOKENS["accent-soft"] for n in nodes],
            "opacity": 1,
            "line": {"width": 1.6, "color": TOKENS["accent"]},
        },
        "customdata": [["side", n.key, _said(n, numbers)] for n in nodes],
        "hovertemplate": "%{customdata[2]}<extra></extra>",
    }  # fmt: skip


def _middle(centre: Node) -> dict[str, Any]:
    """The centre's label, on a plate so that lines do not run through it."""
    return {
        "text": f"<b>{wrapped(centre.label, LABEL_CHARS)}</b>", "x": centre.x, "y": centre.y, "yshift": -32,
        "showarrow": False, "bgcolor": TOKENS["surface"], "borderpad": 2, "font": {"size": 14, "color": TOKENS["ink"]},
    }  # fmt: skip


def _beside(node: Node) -> str:
    """Labels stand outside the ring, so that no line runs through them."""
    if abs(node.x) < STEEP * abs(node.y):
        return "top center" if node.y > 0 else "bottom center"
    return "middle right" if node.x > 0 else "middle left"


def _said(node: Node, numbers: dict[str, int]) -> str:
    number = numbers.get(node.key)
    return plain(node.label) + (f": {counted(number, 'event')}<br>Select to put it in the middle" if number else "")
