"""A picture as PNG: the SVG that is shown everywhere else, drawn by the typesetter with the fonts of the house.

Picture (SVG)  ->  png_of  ->  bytes; nothing need be installed beside Casethread, and no browser is asked
"""

from __future__ import annotations

from typing import Final

from dashboard.exports.fonts.coverage import drawn
from dashboard.exports.report import Picture
from dashboard.exports.typesetting import typeset

PIXELS_PER_INCH: Final = 96  # of an SVG
PPI: Final = 2 * PIXELS_PER_INCH  # sharp on paper at half a page


def png_of(picture: Picture, ppi: int = PPI) -> bytes:
    """The picture as PNG; a pixel of the SVG is 1/96 inch. A box stands for what no font has.

    Raises `UsageError` if it cannot be drawn."""
    svg, _ = drawn(picture.svg)
    data = {"svg": svg, "width": picture.width, "height": picture.height}
    return typeset("picture.typ", data, form="png", ppi=ppi)
