"""When: an interval of civil time that never pretends to know more than the words it was read from.

    words  ->  (ingest reads)  ->  When(start, end, granularity, approximate, basis, text)
    When - When  ->  DayRange: the fewest and the most days that can lie between them

Both ends are inclusive days; either may be None where nothing bounds that side. A clock time is kept
beside the day (`start_time`, `end_time`) and only where the source gives one: civil times, never
converted between zones. "early May" is 1 to 10 May, approximate; "11 days after the birth" keeps its
anchor and offset, and its bounds follow from the anchor.

Names and forms are those of the export contract (format 1).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Granularity = Literal["minute", "hour", "part_of_day", "day", "week", "month", "season", "year", "span"]
Basis = Literal["stated", "column", "carried", "relative", "derived"]

GRANULARITIES: tuple[Granularity, ...] = (
    "minute", "hour", "part_of_day", "day", "week", "month", "season", "year", "span",
)  # fmt: skip
BASES: tuple[Basis, ...] = ("stated", "column", "carried", "relative", "derived")


@dataclass(frozen=True, slots=True)
class DayRange:
    """How many days can lie between two intervals: `fewest` to `most`, None where unbounded.

    Negative values mean that the later event may lie before the earlier one.
    """

    fewest: int | None
    most: int | None

    @property
    def exact(self) -> int | None:
        """The one value, where fewest and most agree."""
        return self.fewest if self.fewest is not None and self.fewest == self.most else None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An interval of days with what is known about it.

    `rule` names what read it (a grammar rule or "cell value"); `anchor` is the id of the event that a
    relative expression counts from, `anchor_phrase` its words where no event is found yet, `offset` a
    signed ISO 8601 duration ("P11D", "-P1D"). `alternatives` are the other readings that a careful
    reader would keep.
    """

    start: dt.date | None
    end: dt.date | None
    start_time: dt.time | None = None
    end_time: dt.time | None = None
    granularity: Granularity = "day"
    approximate: bool = False
    text: str = ""
    basis: Basis = "stated"
    anchor: str | None = None
    anchor_phrase: str | None = None
    offset: str | None = None
    rule: str = ""
    alternatives: tuple[When, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.start, dt.datetime) or isinstance(self.end, dt.datetime):
            raise TypeError("When takes plain dates; clock times go in start_time and end_time")
        if self.start and self.end and self.start > self.end:
            raise ValueError("a When ends before it starts")

    @classmethod
    def on(cls, day: dt.date, at: dt.time | None = None, **known: Any) -> When:
        """One whole day, or one minute of it."""
        if at is not None:
            known.setdefault("granularity", "minute")
        return cls(start=day, end=day, start_time=at, end_time=at, **known)

    @property
    def bounded(self) -> bool:
        """Whether both sides are known."""
        return self.start is not None and self.end is not None

    @property
    def is_day(self) -> bool:
        """Whether the day is known for certain."""
        return self.bounded and self.start == self.end and not self.approximate

    @property
    def middle(self) -> dt.date | None:
        """The day in the middle of a bounded interval, the known bound of an open one."""
        if self.start is not None and self.end is not None:
            return self.start + (self.end - self.start) // 2
        return self.start or self.end

    @property
    def sort_key(self) -> tuple[dt.date, dt.time, dt.date]:
        """Order by first possible day, then clock time, then last possible day; undated last."""
        first = self.start or self.end or dt.date.max
        return (first, self.start_time or dt.time.min, self.end or dt.date.max)

    def overlaps(self, other: When) -> bool:
        """Whether the two can share a day. Open sides count as unbounded."""
        return not (
            (self.end is not None and other.start is not None and self.end < other.start)
            or (other.end is not None and self.start is not None and other.end < self.start)
        )

    def shifted(self, days: int) -> When:
        """The same interval so many days later (earlier if negative), alternatives too."""
        delta = dt.timedelta(days=days)
        return replace(
            self,
            start=self.start + delta if self.start else None,
            end=self.end + delta if self.end else None,
            alternatives=tuple(w.shifted(days) for w in self.alternatives),
        )

    def to_json(self) -> dict[str, Any]:
        """The WHEN object of the export contract."""
        out: dict[str, Any] = {
            "start": _moment(self.start, self.start_time),
            "end": _moment(self.end, self.end_time),
            "granularity": self.granularity,
            "approximate": self.approximate,
            "text": self.text,
            "basis": self.basis,
        }
        optional = {
            "anchor": self.anchor,
            "anchor_phrase": self.anchor_phrase,
            "offset": self.offset,
            "rule": self.rule or None,
        }
        out |= {name: value for name, value in optional.items() if value is not None}
        if self.alternatives:
            out["alternatives"] = [w.to_json() for w in self.alternatives]
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> When:
        """The inverse of `to_json`."""
        start, start_time = _parse_moment(data["start"])
        end, end_time = _parse_moment(data["end"])
        return cls(
            start=start,
            end=end,
            start_time=start_time,
            end_time=end_time,
            granularity=data["granularity"],
            approximate=data["approximate"],
            text=data["text"],
            basis=data["basis"],
            anchor=data.get("anchor"),
            anchor_phrase=data.get("anchor_phrase"),
            offset=data.get("offset"),
            rule=data.get("rule", ""),
            alternatives=tuple(cls.from_json(w) for w in data.get("alternatives", ())),
        )


def days_between(earlier: When, later: When) -> DayRange:
    """How many days can lie from `earlier` to `later`, over every reading of both.

    >>> days_between(When.on(dt.date(2021, 5, 4)), When.on(dt.date(2021, 5, 6)))
    DayRange(fewest=2, most=2)
    """
    fewest = (later.start - earlier.end).days if later.start and earlier.end else None
    most = (later.end - earlier.start).days if later.end and earlier.start else None
    return DayRange(fewest, most)


def in_words(when: When | None) -> str:
    """The interval as the screen and the exports print it: "4 May 2021, 14:30", "between 1 and 10 May 2021".

    An open side reads "on or after ..." or "on or before ...", no interval at all "date not known".
    """
    if when is None or (when.start is None and when.end is None):
        return "date not known"
    hedge = "about " if when.approximate and when.start == when.end else ""
    if when.start is None or when.end is None:
        side, day = ("after", when.start) if when.start else ("before", when.end)
        assert day is not None
        return f"on or {side} {_day(day)}"
    if when.start == when.end:
        return hedge + _day(when.start) + _clock(when)
    first, last = when.start, when.end
    if _is_whole_month(first, last):
        text = f"{first:%B} {first.year}"
    elif _is_whole_year(first, last):
        text = str(first.year)
    elif (first.year, first.month) == (last.year, last.month):
        text = f"{first.day} to {_day(last)}"
    elif first.year == last.year:
        text = f"{first.day} {first:%b} to {_day(last)}"
    else:
        text = f"{_day(first)} to {_day(last)}"
    return text + (" (approximate)" if when.approximate else "")


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _clock(when: When) -> str:
    if when.start_time is None:
        return ""
    if when.end_time is not None and when.end_time != when.start_time:
        return f", {when.start_time:%H:%M} to {when.end_time:%H:%M}"
    return f", {when.start_time:%H:%M}"


def _is_whole_month(first: dt.date, last: dt.date) -> bool:
    return (
        first.day == 1
        and (last + dt.timedelta(days=1)).day == 1
        and (first.year, first.month) == (last.year, last.month)
    )


def _is_whole_year(first: dt.date, last: dt.date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year


def _moment(day: dt.date | None, at: dt.time | None) -> str | None:
    if day is None:
        return None
    return day.isoformat() if at is None else f"{day.isoformat()}T{at:%H:%M}"


def _parse_moment(text: str | None) -> tuple[dt.date | None, dt.time | None]:
    if text is None:
        return None, None
    day, _, clock = text.partition("T")
    return dt.date.fromisoformat(day), dt.time.fromisoformat(clock) if clock else None
