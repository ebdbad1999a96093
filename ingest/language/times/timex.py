"""A time expression found in a text, and its form in the export contract (format 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ingest.language.times.symbols import Symbol
from model.when import When

TimexType = Literal["DATE", "TIME", "DURATION", "SET", "AGE"]
Modifier = Literal["early", "mid", "late", "before", "after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """What an expression counts from: the words of the anchor (None: the clock), and how far."""

    anchor: str | None
    offset: str | None
    direction: Literal["after", "before", "on", "within"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """Characters `start` to `end` of a text with what they say.

    `when` is None where no interval follows (a duration, an age without a birth date, an event not
    dated yet, an impossible date). `value` is an ISO duration for DURATION, SET and AGE. `symbol` is
    kept so that it can be resolved again; `doubt` is "", "weekday", "impossible", "month_first" or
    "year" where the user should look; `ahead` is +1 or -1 where the words around say that the date
    lies ahead of the entry or behind it. `point` is the date itself under an open bound: for "since 29 March"
    `when` is 29 March and after, `point` is 29 March; elsewhere it equals `when`.
    """

    start: int
    end: int
    text: str
    type: TimexType
    when: When | None = None
    value: str | None = None
    approximate: bool = False
    modifier: Modifier | None = None
    relative: Relative | None = None
    alternatives: tuple[When, ...] = ()
    rule: str = ""
    symbol: Symbol | None = None
    point: When | None = None
    doubt: str = ""
    ahead: int = 0


def interval_of(when: When | None) -> list[str | None] | None:
    """[first, last] in ISO days, or minutes for clock times; None where nothing is bounded."""
    if when is None or (when.start is None and when.end is None):
        return None
    data = when.to_json()
    return [data["start"], data["end"]]


def timex_json(timex: Timex) -> dict[str, Any]:
    """The expression as the contract's JSON line form holds it."""
    relative = timex.relative
    return {
        "start": timex.start,
        "end": timex.end,
        "text": timex.text,
        "type": timex.type,
        "interval": interval_of(timex.when),
        "value": timex.value,
        "approximate": timex.approximate,
        "modifier": timex.modifier,
        "relative": None
        if relative is None
        else {"anchor": relative.anchor, "offset": relative.offset, "direction": relative.direction},
        "alternatives": [interval_of(other) for other in timex.alternatives],
    }
