"""Put the strokes, hyphens and points that word processors and scans make of them into their plain forms.

Each character stays one character, so that spans count in the text as it is.
"""

from __future__ import annotations

import re
from typing import Final

_LOOK_ALIKES: Final = str.maketrans(
    {"\u2044": "/", "\u2215": "/", "\uff0f": "/", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-"}
)
_BETWEEN_FIGURES: Final = re.compile(r"(?<=\d)[\u00b7\u2219\u2014](?=\d)")
_RARE: Final = re.compile(r"[\u00b7\u2010-\u2012\u2014\u2044\u2212\u2215\u2219\uff0f]")


def plainly(text: str) -> str:
    """The text with plain strokes, of the same length.

    >>> plainly("12\u204405\u204421, 9\u201112 May, 3\u00b75\u00b721")
    '12/05/21, 9-12 May, 3.5.21'
    """
    if text.isascii() or _RARE.search(text) is None:
        return text
    plain = text.translate(_LOOK_ALIKES)
    return _BETWEEN_FIGURES.sub(lambda found: "-" if found[0] == "\u2014" else ".", plain)
