"""The shapes of marks and the patterns of gaps as SVG, the same that the chart draws.

symbol ("diamond-open-dot"), place, size  ->  symbol_svg;  gap kinds  ->  pattern_defs, pattern_of
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from dashboard.config import PATTERN_OF_GAP, TOKENS

_PATTERN_IDS: Final = {"/": "up", "\\": "down", ".": "dots", "-": "across", "|": "upright", "x": "crossed", "+": "grid"}
_STROKES: Final = {
    "/": "M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5", "\\": "M-1,5 L1,7 M0,0 L6,6 M5,-1 L7,1", "-": "M0,3 L6,3",
    "|": "M3,0 L3,6", "x": "M0,0 L6,6 M0,6 L6,0", "+": "M0,3 L6,3 M3,0 L3,6",
}  # fmt: skip
MANY: Final = "x"  # several gaps in one strip


def symbol_svg(name: str, x: float, y: float, size: float, colour: str) -> str:
    """A mark at its place. `name` is a shape, with "-open" for an outline and "-open-dot" for one with a dot."""
    base, _, how = name.partition("-open")
    if base == "x":
        fill, line = (colour, 1.0) if not how and not name.endswith("-open") else ("#FFFFFF", 1.4)
    else:
        fill, line = ("#FFFFFF", 1.6) if "-open" in name else (colour, 1.2)
    drawn = f'<path d="{_outline(base, x, y, size / 2)}" fill="{fill}" stroke="{colour}" stroke-width="{line}"/>'
    return drawn + (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.6" fill="{colour}"/>' if how == "-dot" else "")


def _outline(base: str, x: float, y: float, r: float) -> str:
    if base == "circle":
        return f"M{x - r:.1f},{y:.1f} a{r:.1f},{r:.1f} 0 1,0 {2 * r:.1f},0 a{r:.1f},{r:.1f} 0 1,0 {-2 * r:.1f},0 Z"
    return "M" + " L".join(f"{x + r * a:.1f},{y + r * b:.1f}" for a, b in _CORNERS[base]) + " Z"


def _star() -> list[tuple[float, float]]:
    found = []
    for n in range(10):
        radius = 1.1 if n % 2 == 0 else 0.46
        angle = -math.pi / 2 + n * math.pi / 5
        found.append((radius * math.cos(angle), radius * math.sin(angle)))
    return found


_ARM: Final = 0.34  # of a cross, of half its size
_CORNERS: Final[dict[str, list[tuple[float, float]]]] = {
    "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
    "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    "triangle-up": [(0, -1), (1, 0.8), (-1, 0.8)],
    "star": _star(),
    "x": [
        (0, -_ARM), (1 - _ARM, -1), (1, _ARM - 1), (_ARM, 0), (1, 1 - _ARM), (1 - _ARM, 1),
        (0, _ARM), (_ARM - 1, 1), (-1, 1 - _ARM), (-_ARM, 0), (-1, _ARM - 1), (_ARM - 1, -1),
    ],
}  # fmt: skip


def pattern_of(kinds: Iterable[str]) -> str:
    """The name of the pattern of a strip: of its one gap's kind, or that of many."""
    found = list(kinds)
    sign = PATTERN_OF_GAP.get(found[0], "/") if len(found) == 1 else MANY
    return f"gap-{_PATTERN_IDS[sign]}"


def pattern_defs() -> str:
    """The patterns; they survive print in black and white."""
    made = []
    for sign, name in _PATTERN_IDS.items():
        inside = (
            f'<circle cx="3" cy="3" r="1.1" fill="{TOKENS["gap"]}"/>'
            if sign == "."
            else f'<path d="{_STROKES[sign]}" stroke="{TOKENS["gap"]}" stroke-width="1" fill="none"/>'
        )
        made.append(
            f'<pattern id="gap-{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="{TOKENS["surface"]}"/>{inside}</pattern>'
        )
    return "<defs>" + "".join(made) + "</defs>"
