"""The shapes of marks, the patterns of gaps and the breaking of lines for pictures in SVG.

The names are those that the interactive chart uses (`config.SYMBOL_OF_FAMILY`, `config.PATTERN_OF_GAP`), so that a
mark looks alike on the screen, on the stage and on paper.
"""

from __future__ import annotations

import textwrap
from typing import Final

from dashboard.config import TOKENS

_STROKE: Final = f'stroke="{TOKENS["gap"]}" stroke-width="1.1" fill="none"'
PATTERNS: Final[dict[str, str]] = {
    "/": f'<path d="M0 6L6 0" {_STROKE}/>',
    "\\": f'<path d="M0 0L6 6" {_STROKE}/>',
    "x": f'<path d="M0 6L6 0M0 0L6 6" {_STROKE}/>',
    "-": f'<path d="M0 3H6" {_STROKE}/>',
    "|": f'<path d="M3 0V6" {_STROKE}/>',
    "+": f'<path d="M0 3H6M3 0V6" {_STROKE}/>',
    ".": f'<circle cx="3" cy="3" r="1.3" fill="{TOKENS["gap"]}"/>',
}
"""What fills a strip, by its sign: told apart without colour."""

_POINTS: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-up": ((0, -1.15), (1.15, 0.85), (-1.15, 0.85)),
    "star": (
        (0, -1.15), (0.26, -0.36), (1.09, -0.36), (0.42, 0.14), (0.68, 0.93), (0, 0.44), (-0.68, 0.93),
        (-0.42, 0.14), (-1.09, -0.36), (-0.26, -0.36),
    ),
    "x": (
        (-1, -0.6), (-0.6, -1), (0, -0.4), (0.6, -1), (1, -0.6), (0.4, 0), (1, 0.6), (0.6, 1), (0, 0.4), (-0.6, 1),
        (-1, 0.6), (-0.4, 0),
    ),
}  # fmt: skip


def shape(name: str, x: float, y: float, size: float, colour: str) -> str:
    """A mark by the chart's name of it ("star-open-dot"), its middle at a place, `size` pixels wide."""
    base = name.removesuffix("-dot").removesuffix("-open")
    filled = base == name
    look = f'fill="{colour}"' if filled else f'fill="{TOKENS["surface"]}" stroke="{colour}" stroke-width="1.6"'
    half = size / 2
    if base in _POINTS:
        points = " ".join(f"{x + half * dx:.1f},{y + half * dy:.1f}" for dx, dy in _POINTS[base])
        drawn = f'<polygon points="{points}" {look}/>'
    else:
        drawn = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" {look}/>'
    return drawn + (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.4" fill="{colour}"/>' if name.endswith("-dot") else "")


def lines_of(text: str, chars: int) -> list[str]:
    """A text in lines of at most so many characters; a longer word is broken."""
    return textwrap.wrap(" ".join(text.split()), chars) or [""]
