"""What a file says of itself: the period that it covers and the day on which it was made.

    title lines, cover sheets, running headers  ->  scope_of  ->  Scope(first, last, made)

Only whole dates with their year count: these lines date the rows, so nothing here may rest on a guess.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final

from ingest.dating import CENTURY_BASE
from ingest.draft import Scope
from ingest.language.times import read_times
from model.data import load_toml
from model.when import When

_DATA: Final = load_toml("ingest.vocabulary", "period.toml")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b|[/.\-]\d\d\b")
_REACH: Final = 60  # characters after the cue in which its dates stand
_ANY_BASE: Final = CENTURY_BASE  # settles the century of a two-digit year, and nothing else


def _cues(group: str) -> re.Pattern[str]:
    cues = sorted(_DATA[group]["cues"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(cues)})\b\W{{0,4}}", re.IGNORECASE)


_PERIOD: Final = _cues("period")
_MADE: Final = _cues("made")


def scope_of(lines: Iterable[str]) -> Scope:
    """The period and the making day that these lines state; each None where none does."""
    first = last = made = None
    for line in lines:
        for when in _dates_after(_PERIOD, line):
            first = min(filter(None, (first, when.start)), default=None)
            last = max(filter(None, (last, when.end)), default=None)
        for when in _dates_after(_MADE, line):
            made = max(filter(None, (made, when.end)), default=None)
    if first and last and first >= last:  # one day is no period
        first = last = None
    return Scope(first=first, last=last, made=made)


def made_on(words: str) -> dt.date | None:
    """The day in words that are known to tell when the file was made; None without a whole date."""
    days = [t.when.end for t in read_times(words, _ANY_BASE) if t.when and t.when.is_day and _YEAR.search(t.text)]
    return max(filter(None, days), default=None)


def _dates_after(cue: re.Pattern[str], line: str) -> Iterator[When]:
    for match in cue.finditer(line[:2_000]):
        words = line[match.end() : match.end() + _REACH]
        for timex in read_times(words, _ANY_BASE):
            if timex.when and timex.type in ("DATE", "TIME") and timex.relative is None and _YEAR.search(timex.text):
                yield timex.when
