"""Plain dates in odd order and misspelt months: the month is corrected, then dateparser reads the span.

dateparser sees only spans of at most 60 characters that our own grammar found, English, day first,
with a fixed base, so that nothing depends on today.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final

from ingest.language.times.words import TABLES

MAX_CHARS: Final = 60  # longer spans are never handed to dateparser: its cost grows with length
_MONTHS: Final = tuple(w for w in TABLES["month"] if len(w) > 3)
_WORD: Final = re.compile(r"[a-z]{4,10}", re.IGNORECASE)
_SETTINGS: Final = {
    "DATE_ORDER": "DMY",
    "PREFER_DAY_OF_MONTH": "first",
    "RELATIVE_BASE": dt.datetime(2000, 1, 1),
    "REQUIRE_PARTS": ["day", "month", "year"],
}


@lru_cache(maxsize=4096)
def near_month(word: str) -> str | None:
    """The month that a word misspells by at most two slips (one for short words), else None.

    >>> near_month("Setpember")
    'september'
    """
    low = word.lower()
    scored = sorted((slips(low, month), month) for month in _MONTHS if abs(len(month) - len(low)) <= 2)
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0] and scored[0][0] > 0):
        return None
    allowed = 2 if len(low) > 5 else 1
    return scored[0][1] if scored[0][0] <= allowed else None


def slips(left: str, right: str) -> int:
    """How many single letters must change, go, come or swap with a neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        here = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, here[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            here.append(cost)
        before, row = row, here
    return row[-1]


@lru_cache(maxsize=4096)
def read_plain(span: str) -> dt.date | None:
    """The day that a short plain date names, None if it is none."""
    if len(span) > MAX_CHARS:
        return None

    def corrected(found: re.Match[str]) -> str:
        return found[0] if found[0].lower() in _MONTHS else near_month(found[0]) or found[0]

    mended = _WORD.sub(corrected, span)
    if not any(month in mended.lower() for month in _MONTHS) and not re.search(r"\b[A-Z][a-z]{2}\b", mended):
        return None
    import dateparser  # here: its import costs a third of a second, and most texts need none

    found = dateparser.parse(mended, languages=["en"], settings=_SETTINGS)
    return found.date() if found else None
