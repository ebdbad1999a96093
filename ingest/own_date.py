"""Which of the dates in a paragraph tells when its main event happened.

    text  ->  the date it opens with, else the first stated one that tells of nothing else  ->  span

Only where the date stands is settled here; `dating` reads what it says.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Final

from ingest.date_shapes import any_of, opening, shapes
from ingest.language.times import Timex, read_times
from model.data import load_toml

FindDates = Callable[[str], Sequence[tuple[int, int]]]

_DATA: Final = load_toml("ingest.vocabulary", "prose.toml")
_NOT_OWN: Final = re.compile(rf"(?<![a-z]){any_of(_DATA['not_own_date']['before'])}\s*(?:the\s)?$", re.IGNORECASE)
_COUNTING: Final = re.compile(any_of(_DATA["not_own_date"]["counting"]), re.IGNORECASE)
_LEADING_WORDS: Final = re.compile(r"(?:on|in|at|by|during|date|dated)\b\s*:?\s*", re.IGNORECASE)
_BASE: Final = dt.date(2000, 1, 1)  # only where a date stands is asked here, not what it is
_CALLED_OFF: Final = re.compile(rf"\W{{0,3}}{any_of(_DATA['not_own_date']['called_off'])}", re.IGNORECASE)
_BESIDE: Final = re.compile(r"[^.;!?\n]{0,40},\s*(?:on\s+)?|\W{0,3}(?:on\s+)?", re.IGNORECASE)
"""What stands between "Three weeks after the clinic" and the day that it names: ", on "."""


def stated_dates(text: str) -> list[tuple[int, int]]:
    """The spans of dates that a text states, those that its words put ahead of it left out."""
    found = read_times(text, _BASE)
    return [(t.start, t.end) for t in found if t.type == "DATE" and t.relative is None and t.ahead <= 0 and _dates(t)]


def _dates(timex: Timex) -> bool:
    """Whether an expression names a day, month or year of its own, be it an impossible one."""
    return timex.doubt == "impossible" or (timex.when is not None and timex.when.basis == "stated")


def tells_of_another(text: str, start: int) -> bool:
    """Whether the words before a date say that it is that of a letter, a birth, an appointment ahead."""
    return _NOT_OWN.search(text[:start]) is not None


def _is_own(text: str, span: tuple[int, int]) -> bool:
    return not tells_of_another(text, span[0]) or _CALLED_OFF.match(text, span[1]) is not None


def own_date(text: str, find_dates: FindDates = stated_dates) -> tuple[int, int] | None:
    """The span of the date that tells when the main event of a paragraph happened, or None.

    The date that it opens with; else the first one that is not that of a letter, an appointment ahead
    or an incident told of (what the words put ahead counts only if nothing else does: "booked
    for a review on 14 August and was not brought"). A paragraph that opens by counting from the one before
    ("Two days later") has none of its own, unless its first clause says the day too ("Five weeks
    later, on 7 November").
    """
    lead = opening(text)
    if lead:
        start = lead[0]
        word = _LEADING_WORDS.match(text, start, lead[1])
        return (word.end() if word and word.end() < lead[1] else start, lead[1])
    own = [span for span in (*find_dates(text), *shapes(text)) if _is_own(text, span)]
    if own and (counting := _COUNTING.match(text)):
        own = [span for span in own if _BESIDE.fullmatch(text, counting.end(), span[0])]
    return own[0] if own else None
