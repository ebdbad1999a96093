"""What the words around an expression say of its direction, and whether the narrative goes on from it."""

from __future__ import annotations

import re
from typing import Final

from ingest.language.times.compose import Phrase
from ingest.language.times.grammar import WORDS, alternation
from ingest.language.times.symbols import Age, Calendar, ClockTime, Hedged, Length, Offset, Open, Pointed, Recurrence
from ingest.language.times.timex import Timex

LONGEST_ANCHOR: Final = 62  # days: a year or a season is background, the narrative does not go on from it
REACH: Final = 48  # characters before an expression in which its verb is looked for
_AHEAD: Final = re.compile(r"\b(?:" + alternation(WORDS["cue_ahead"]) + r")\b", re.IGNORECASE)
_NEAR: Final = re.compile(
    r"\b" + alternation(WORDS["cue_ahead_near"]) + r"\s{1,2}(?:the\s)?(?:about\s)?$", re.IGNORECASE
)
_PAST: Final = re.compile(r"\b(?:" + alternation(WORDS["cue_past"]) + r")\b", re.IGNORECASE)
_APPOSITION: Final = re.compile(r"\s?(?:,|\(|-|–)?\s?(?:i\.?e\.?,?\s)?(?:on\s)?(?:the\s)?", re.IGNORECASE)
_STOP: Final = re.compile(r"[.;!?\n]\s")
_ASIDE: Final = re.compile(
    r"\b" + alternation(WORDS["cue_aside"]) + r"[\s:=(]{0,3}(?:is\s|was\s|of\s)?$", re.IGNORECASE
)


def ahead_of(text: str, start: int, end: int) -> int:
    """+1 where the nearest cue says the date lies ahead of the entry, -1 behind it, 0 where none does."""
    before = text[max(0, start - REACH) : start]
    stops = list(_STOP.finditer(before))
    if stops:
        before = before[stops[-1].end() :]
    if _NEAR.search(before):
        return 1
    ahead = _last(_AHEAD, before)
    past = _last(_PAST, before)
    if ahead < 0 and past < 0:
        return _after(text, end)
    return 1 if ahead > past else -1


def _after(text: str, end: int) -> int:
    rest = text[end : end + 32]
    stop = _STOP.search(rest)
    rest = rest[: stop.start()] if stop else rest
    past = _PAST.search(rest)
    ahead = _AHEAD.search(rest)
    if past and (not ahead or past.start() < ahead.start()):
        return -1
    return 1 if ahead and ahead[0].lower() in {"will", "to be", "due", "planned", "booked", "arranged", "agreed"} else 0


def told_as_past(text: str, timex: Timex) -> bool:
    """Whether the date is told as past, or a past verb follows it ("offered one on 3 May and did not attend")."""
    return timex.ahead <= 0 or _PAST.search(text, timex.end) is not None


def in_apposition(text: str, relative: Phrase, date: Phrase) -> bool:
    """Whether a written day says again what a relative expression says: "the following day, 4 May"."""
    if not isinstance(relative.symbol, (Offset, Pointed)) or not isinstance(date.symbol, Calendar):
        return False
    if date.symbol.day is None or date.symbol.month is None or getattr(relative.symbol, "of", None) is not None:
        return False
    return _APPOSITION.fullmatch(text, relative.end, date.start) is not None


def _last(pattern: re.Pattern[str], text: str) -> int:
    place = -1
    for found in pattern.finditer(text):
        place = found.start()
    return place


def anchors_narrative(text: str, phrase: Phrase, timex: Timex) -> bool:
    """Whether what follows counts from this date: not for ages, sets, birth dates or open bounds."""
    symbol = phrase.symbol.of if isinstance(phrase.symbol, Hedged) else phrase.symbol
    when = timex.when
    if when is None or when.start is None or when.end is None or (when.end - when.start).days > LONGEST_ANCHOR:
        return False
    if isinstance(symbol, (Age, Recurrence, Length, Open)) or (isinstance(symbol, ClockTime) and symbol.date is None):
        return False
    return _ASIDE.search(text[max(0, phrase.start - 24) : phrase.start]) is None
