"""Say which days a symbol means, given two clocks: the row's date and the last date of the narrative.

    Symbol, Clocks  ->  When (None where no interval follows)

Never an invented day: what has no year, month or anchor to count from stays without an interval.
The conventions are those of the export contract.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Final

from ingest.language.times.amounts import age, is_birth, moved, tolerance, window
from ingest.language.times.calendar_days import calendar_days
from ingest.language.times.clocks import DAY, Clocks, safe, span
from ingest.language.times.named import last_of_month, nth_weekday
from ingest.language.times.stretches import period, pointed
from ingest.language.times.symbols import (
    HOURS,
    Age,
    Calendar,
    ClockTime,
    EventTime,
    Hedged,
    Length,
    Night,
    Offset,
    Open,
    Period,
    Pointed,
    Portion,
    Recurrence,
    Span,
    Symbol,
    Week,
)
from ingest.language.times.words import TOLERANCE
from model.when import Granularity, When

SATURDAY: Final = 5
NOON: Final = 12  # hours before it belong to the second day of a night


def resolve(symbol: Symbol, clocks: Clocks) -> When | None:
    """The days a symbol means, or None where none follow."""
    try:
        return _resolve(symbol, clocks)
    except (OverflowError, ValueError):  # a day that no calendar has: 30 February, the year 10000
        return None


def _resolve(symbol: Symbol, clocks: Clocks) -> When | None:
    match symbol:
        case Calendar():
            return calendar_days(symbol, clocks)
        case Period():
            return period(symbol, clocks)
        case Pointed():
            return pointed(symbol, clocks)
        case Offset():
            return _offset(symbol, clocks)
        case ClockTime():
            return _clock(symbol, clocks)
        case Week():
            return _week(symbol, clocks)
        case Night():
            return _night(symbol, clocks)
        case Span():
            return _span(symbol, clocks)
        case Open():
            return _open(symbol, clocks)
        case Portion():
            return _portion(symbol, clocks)
        case Hedged():
            return _hedged(symbol, clocks)
        case Length():
            return window(symbol, clocks)
        case Age():
            return age(symbol, clocks)
        case EventTime() | Recurrence():
            return None
    return None


def _offset(symbol: Offset, clocks: Clocks) -> When | None:
    if symbol.amount.unit == "Y" and (years := _years_from(symbol, clocks)) is not None:
        return years
    if symbol.amount.unit in HOURS and (at := _minutes_from(symbol, clocks)) is not None:
        return at
    if symbol.phrase:
        anchor = clocks.born if is_birth(symbol.phrase) else None
        if anchor is None or not anchor.bounded:
            return None
    elif symbol.of is not None:
        anchor = _resolve(symbol.of, clocks)
        if anchor is None or not anchor.bounded:
            return None
    else:
        anchor = When.on(clocks.day(symbol.clock))
    assert anchor.start
    assert anchor.end
    amount, sign = symbol.amount, symbol.direction
    if symbol.within:
        if sign > 0:
            return span(anchor.start, moved(anchor.end, amount, amount.high, 1))
        # "within 47 days of": after it, by use
        return span(anchor.start, moved(anchor.end, amount, amount.high, 1))
    near, far = (amount.low, amount.high) if sign > 0 else (amount.high, amount.low)
    start, end = moved(anchor.start, amount, near, sign), moved(anchor.end, amount, far, sign)
    if (
        symbol.of is not None
        and amount.unit == "W"
        and isinstance(symbol.of, (Calendar, Period, Week))
        and amount.low == 1
        and anchor.granularity == "week"
    ):
        return span(start, end, "week")
    granularity: Granularity = "day" if start == end else "span"
    return span(start, end, granularity, approximate=amount.vague or anchor.approximate)


def _years_from(symbol: Offset, clocks: Clocks) -> When | None:
    """ "In 2012 ..., three years later": that year, where the text names a year and no date; None elsewhere."""
    if clocks.year is None or clocks.stated or symbol.phrase or symbol.of is not None or symbol.clock != "narrative":
        return None
    low, high = sorted(
        clocks.year + symbol.direction * int(number) for number in (symbol.amount.low, symbol.amount.high)
    )
    return span(dt.date(low, 1, 1), dt.date(high, 12, 31), "year" if low == high else "span")


def _minutes_from(symbol: Offset, clocks: Clocks) -> When | None:
    """ "20 minutes later" after a clock time that the narrative told: the minute; None where it told none."""
    amount = symbol.amount
    if clocks.moment is None or symbol.phrase or symbol.of is not None or symbol.within or amount.more is not None:
        return None
    if symbol.clock != "narrative" or amount.vague:
        return None
    size = 60 if amount.unit == "H" else 1
    near, far = (amount.low, amount.high) if symbol.direction > 0 else (amount.high, amount.low)
    first, last = (clocks.moment + symbol.direction * dt.timedelta(minutes=size * number) for number in (near, far))
    return When(
        start=first.date(),
        end=last.date(),
        start_time=first.time(),
        end_time=last.time(),
        granularity="minute",
    )


def _clock(symbol: ClockTime, clocks: Clocks) -> When | None:
    if symbol.date is not None:
        day = _resolve(symbol.date, clocks)
        if isinstance(symbol.date, Night) and symbol.first is not None and day is not None and day.start and day.end:
            day = When.on(day.end if symbol.first.hour < NOON else day.start)
    elif clocks.morning is not None and not clocks.stated and symbol.first is not None and symbol.first.hour < NOON:
        day = When.on(clocks.morning)
    else:
        day = When.on(clocks.narrative if clocks.stated else clocks.row)
    if day is None or not day.bounded:
        return day
    if symbol.first is None:
        if symbol.part == "overnight" and day.start == day.end:
            assert day.end is not None
            if symbol.date is not None:
                return span(day.start, day.end + DAY, "span")
        return replace(day, granularity="part_of_day")
    end = day.end
    if symbol.last is not None and symbol.last < symbol.first and day.start == day.end:
        assert end is not None
        end = end + DAY
    return replace(day, end=end, start_time=symbol.first, end_time=symbol.last, granularity="minute")


def _week(symbol: Week, clocks: Clocks) -> When | None:
    day = _resolve(symbol.of, clocks)
    if day is None or day.start is None or day.end is None:
        return None
    if symbol.ending:
        return span(day.end - 6 * DAY, day.end, "week")
    if day.start != day.end:  # "w/c 12-14 April"
        return day
    monday = day.start - day.start.weekday() * DAY
    return span(monday, monday + 6 * DAY, "week")


def _night(symbol: Night, clocks: Clocks) -> When | None:
    first = _resolve(symbol.first, clocks) if symbol.first is not None else When.on(clocks.row)
    if first is None or first.start is None:
        return None
    if symbol.last is not None:
        last = _resolve(symbol.last, replace(clocks, narrative=first.start, stated=True))
        if last is None or last.end is None or last.end < first.start:
            return first
        return span(first.start, last.end, "span")
    if first.granularity == "span" or first.start != first.end:
        return first
    return span(first.start, first.start + DAY, "span")


def _span(symbol: Span, clocks: Clocks) -> When | None:
    first = _resolve(symbol.first, clocks) if symbol.first is not None else None
    inner = replace(clocks, narrative=first.start, stated=True) if first is not None and first.start else clocks
    last = _resolve(symbol.last, inner) if symbol.last is not None else None
    start = first.start if first else None
    end = last.end if last else None
    if start is None and end is None:
        return None
    if start and end and end < start:
        if isinstance(symbol.last, Calendar) and symbol.last.year is None and symbol.last.month:
            end = safe(end.year + 1, end.month, end.day)
        elif isinstance(symbol.first, Calendar) and symbol.first.year is None and symbol.first.month:
            start = safe(start.year - 1, start.month, start.day)
        if end < start:
            return first
    times = (first.start_time if first else None, last.end_time if last else None)
    return When(
        start=start,
        end=end,
        start_time=times[0] if times[0] and times[1] else None,
        end_time=times[1] if times[0] and times[1] else None,
        granularity="minute" if all(times) else "day" if start == end else "span",
        approximate=bool((first and first.approximate) or (last and last.approximate)),
    )


def _open(symbol: Open, clocks: Clocks) -> When | None:
    inner = replace(clocks, ahead=-1) if symbol.side == "from" and not clocks.ahead else clocks
    day = symbol.of.date if isinstance(symbol.of, ClockTime) else symbol.of
    if symbol.side == "until" and isinstance(day, Calendar) and day.day is None and day.weekday is not None:
        inner = replace(clocks, ahead=1)  # "until Monday": the next one
    whole = _resolve(symbol.of, inner)
    if symbol.past and clocks.stated and whole is not None and whole.start and whole.start > clocks.row:
        whole = _resolve(symbol.of, replace(inner, narrative=clocks.row, stated=False))
    if whole is None:
        return None
    if whole.start_time is not None:
        return (
            replace(whole, end=None, end_time=None)
            if symbol.side in {"from", "after"}
            else replace(whole, start=None, start_time=None)
        )
    bare = partial(When, granularity="span", approximate=whole.approximate)
    if symbol.side == "from":
        return bare(start=whole.start, end=None)
    if symbol.side == "until":
        return bare(start=None, end=whole.end)
    if symbol.side == "after":
        return bare(start=whole.end + DAY if whole.end else None, end=None)
    return bare(start=None, end=whole.start - DAY if whole.start else None)


def _portion(symbol: Portion, clocks: Clocks) -> When | None:
    whole = _resolve(symbol.of, clocks)
    if whole is None or whole.start is None or whole.end is None:
        return None
    start, end = whole.start, whole.end
    part = symbol.part
    if part.startswith("fortnight"):
        later = part.endswith("-1")
        return span(
            max(start, end - 13 * DAY) if later else start, end if later else min(end, start + 13 * DAY), "span"
        )
    if part.startswith("weekend"):
        saturday = nth_weekday(start.year, start.month, SATURDAY, int(part.removeprefix("weekend")))
        return span(saturday, saturday + DAY, "span")
    if part.startswith("weekday"):
        return When.on(start + int(part.removeprefix("weekday")) * DAY)
    if part.startswith("day") and isinstance(symbol.of, Period) and symbol.of.kind in {"term", "break"}:
        return None  # schools differ by days in when a term begins and ends
    if isinstance(symbol.of, Pointed) and symbol.of.unit == "term":
        return None
    if part.startswith("day"):
        return When.on(start if part == "day1" else end)
    if part.startswith("nth"):
        which, weekday = (int(number) for number in part.removeprefix("nth").split(":"))
        return When.on(nth_weekday(start.year, start.month, weekday, which))
    if part.startswith(("next", "last")):
        weekday, later = int(part[4:]), part.startswith("next")
        step = (weekday - end.weekday() - 1) % 7 + 1 if later else -((start.weekday() - weekday - 1) % 7 + 1)
        return When.on((end if later else start) + step * DAY)
    if part == "rest":
        clock = clocks.day(symbol.of.clock) if isinstance(symbol.of, Pointed) else clocks.row
        return span(max(start, clock), end, whole.granularity if start == end else "span")
    if part.startswith("week"):
        number = int(part.removeprefix("week"))
        if number < 0:
            return span(max(start, end - 6 * DAY), end, "week", approximate=True)
        first = start + 7 * (number - 1) * DAY
        return span(first, min(first + 6 * DAY, end), "week", approximate=True)
    if whole.granularity == "month":
        days_of = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day)}[part]
        return span(start.replace(day=days_of[0]), start.replace(day=days_of[1]), "span", approximate=True)
    if whole.granularity == "year" and start.month == 1:
        third_of = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
        return span(
            dt.date(start.year, third_of[0], 1), last_of_month(start.year, third_of[1]), "span", approximate=True
        )
    if isinstance(symbol.of, Period) and symbol.of.kind == "decade":
        begun, ended = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part]
        year = start.year
        return span(dt.date(year + begun, 1, 1), dt.date(year + ended, 12, 31), "span", approximate=True)
    days = (end - start).days + 1
    third = days // 3
    cut = {"early": (0, third - 1), "mid": (third, days - third - 1), "late": (days - third, days - 1)}[part]
    return span(start + cut[0] * DAY, start + cut[1] * DAY, "span", approximate=True)


def _hedged(symbol: Hedged, clocks: Clocks) -> When | None:
    inner = symbol.of
    if isinstance(inner, Hedged):
        inner = inner.of
    whole = _resolve(inner, clocks)
    if whole is None or whole.start is None or whole.end is None:
        return None if whole is None else replace(whole, approximate=True)
    if isinstance(inner, (Length, Age)):
        return replace(whole, approximate=True)
    if isinstance(inner, Offset):
        return _hedged_offset(inner, whole, symbol.how)
    wide = 0
    if isinstance(inner, Period) and inner.kind == "festival":
        wide = TOLERANCE["festival"]
    elif whole.granularity == "day" and whole.start == whole.end:
        wide = TOLERANCE["day"]
    return replace(
        whole,
        start=whole.start - wide * DAY,
        end=whole.end + wide * DAY,
        approximate=True,
        granularity="span" if wide else whole.granularity,
    )


def _hedged_offset(offset: Offset, whole: When, how: str) -> When:
    assert whole.start
    assert whole.end
    wide = tolerance(offset.amount)
    later = offset.direction > 0
    if how in {"over", "least"}:
        return (
            replace(whole, start=whole.start, end=None, granularity="span", approximate=True)
            if later
            else replace(whole, start=None, granularity="span", approximate=True)
        )
    if how in {"under"}:
        back = wide * DAY
        return (
            replace(whole, start=whole.start - back, granularity="span", approximate=True)
            if later
            else replace(whole, end=whole.end + back, granularity="span", approximate=True)
        )
    return replace(
        whole,
        start=whole.start - wide * DAY,
        end=whole.end + wide * DAY,
        granularity="span" if wide else whole.granularity,
        approximate=True,
    )
