"""Say which days a symbol means, given two clocks: the row's date and the last date of the narrative.

    Symbol, Clocks  ->  When (None where no interval follows)

Never an invented day: what has no year, month or anchor to count from stays without an interval.
The conventions are those of the export contract.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from ingest.language.times.grammar import TOLERANCE, WORDS
from ingest.language.times.named import Days, bank_holiday_near, last_of_month, nth_weekday, period_days
from ingest.language.times.symbols import (
    Age,
    Amount,
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
from model.calendar import ENGLAND, day_at_gestation
from model.when import Granularity, When

_DAY: Final = dt.timedelta(days=1)
NEAR_DAYS: Final = 240  # a date without a year is taken to the next or last year beyond two thirds of a year
YEARS_AHEAD: Final = 3  # a two-digit year later than this is of the last century: plans run a year or two


@dataclass(frozen=True, slots=True)
class Clocks:
    """What the words are read against. `narrative` is the last date stated (the row's, if none was).

    `ahead` is +1 or -1 where the words around say that the date lies ahead of the row or behind it.
    """

    row: dt.date
    narrative: dt.date
    stated: bool = False
    born: When | None = None
    due: When | None = None
    ahead: int = 0
    definite: bool = False  # the expression has an article: "the Thursday"

    def day(self, name: str) -> dt.date:
        return self.narrative if name == "narrative" else self.row


def span(
    first: dt.date | None, last: dt.date | None, granularity: Granularity = "span", *, approximate: bool = False
) -> When:
    return When(start=first, end=last, granularity=granularity, approximate=approximate)


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
            return _period(symbol, clocks)
        case Pointed():
            return _pointed(symbol, clocks)
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
            return _window(symbol, clocks)
        case Age():
            return _age(symbol, clocks)
        case EventTime() | Recurrence():
            return None
    return None


# ---------------------------------------------------------------- calendar dates


def full_year(year: int, short: bool, clocks: Clocks) -> int:
    """A year with its century: two digits never land in the future of the case."""
    if not short:
        return year
    return 2000 + year if 2000 + year <= clocks.row.year + YEARS_AHEAD else 1900 + year


def calendar_days(symbol: Calendar, clocks: Clocks) -> When | None:
    """A date by its written fields, the missing ones from the clocks."""
    if symbol.impossible:
        return None
    if symbol.other is not None and symbol.year is not None:
        symbol = _month_or_day(symbol, clocks)
    if symbol.weekday is not None and symbol.day is None:
        return When.on(_weekday(symbol.weekday, clocks))
    if symbol.month is None and symbol.day is not None:
        return _day_alone(symbol, clocks)
    year = full_year(symbol.year, symbol.short_year, clocks) if symbol.year is not None else None
    if symbol.month is None:
        return None if year is None else span(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")
    if year is None:
        year = likely_year(symbol.month, symbol.day, clocks, symbol.weekday)
    if symbol.day is None:
        return span(dt.date(year, symbol.month, 1), last_of_month(year, symbol.month), "month")
    return When.on(dt.date(year, symbol.month, symbol.day))


def _month_or_day(symbol: Calendar, clocks: Clocks) -> Calendar:
    """ "April 21": the month of a year near the case, else the day ("May 12" in 2021 is no year 2012)."""
    assert symbol.other is not None
    assert symbol.year is not None
    year = full_year(symbol.year, symbol.short_year, clocks)
    if -6 <= year - clocks.row.year <= 1:
        return symbol
    return symbol.other


def likely_year(month: int, day: int | None, clocks: Clocks, weekday: int | None = None) -> int:
    """The year of a date written without one.

    The year of the nearest date stated in the text, rolling over New Year, else the row's; a date
    told as past is not put after the row, a date told as ahead not before it.
    """
    base = clocks.narrative if clocks.stated else clocks.row
    wanted = day or 15
    if weekday is not None and day is not None:
        fits = [y for y in (base.year, base.year - 1, base.year + 1) if _weekday_of(y, month, day) == weekday]
        near = [y for y in fits if abs((_safe(y, month, day) - base).days) <= NEAR_DAYS]
        if near and near[0] != base.year and _weekday_of(base.year, month, day) != weekday:
            return near[0]
    here = _safe(base.year, month, wanted)
    if day is None and (here.year, here.month) == (base.year, base.month):
        return base.year
    away = (here - base).days
    if clocks.stated:
        return base.year - 1 if away > NEAR_DAYS else base.year + 1 if away < -NEAR_DAYS else base.year
    if away > 0 and (clocks.ahead < 0 or (clocks.ahead == 0 and away > NEAR_DAYS)):
        return base.year - 1
    if (away < -60 and clocks.ahead > 0) or away < -330:
        return base.year + 1
    return base.year


def _safe(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, last_of_month(year, month).day))


def _weekday_of(year: int, month: int, day: int) -> int | None:
    try:
        return dt.date(year, month, day).weekday()
    except ValueError:
        return None


def _weekday(weekday: int, clocks: Clocks) -> dt.date:
    """A weekday alone: the last one on or before the row; after a stated date, the first after it."""
    if clocks.stated:
        return clocks.narrative + ((weekday - clocks.narrative.weekday() - 1) % 7 + 1) * _DAY
    if clocks.ahead > 0:
        return clocks.row + ((weekday - clocks.row.weekday() - 1) % 7 + 1) * _DAY
    return clocks.row - ((clocks.row.weekday() - weekday) % 7) * _DAY


def _day_alone(symbol: Calendar, clocks: Clocks) -> When | None:
    """ "The 19th": of the month in hand; the next or last month only where the words say so."""
    assert symbol.day is not None
    base = clocks.narrative if clocks.stated else clocks.row
    shift = symbol.month_shift
    if shift == 0 and clocks.ahead > 0 and symbol.day < base.day:
        shift = 1
    if shift == 0 and clocks.ahead < 0 and not clocks.stated and symbol.day > base.day:
        shift = -1
    if symbol.weekday is not None and shift == 0:
        shift = next((s for s in (0, -1, 1) if _falls_on(base, s, symbol.day, symbol.weekday)), 0)
    year, month = add_months(base.year, base.month, shift)
    if symbol.day > last_of_month(year, month).day:
        if symbol.month_shift:
            return None
        year, month = add_months(year, month, -1)
    return When.on(dt.date(year, month, symbol.day))


def _falls_on(base: dt.date, shift: int, day: int, weekday: int) -> bool:
    """Whether that day of the month so many months on is that weekday."""
    return _weekday_of(*add_months(base.year, base.month, shift), day) == weekday


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + count
    return index // 12, index % 12 + 1


# ---------------------------------------------------------------- named and pointed stretches


def _period(symbol: Period, clocks: Clocks) -> When | None:
    granularity: Granularity = {
        "season": "season",
        "festival": "day",
        "decade": "span",
        "financial": "year",
        "academic": "year",
    }.get(symbol.kind, "span")  # type: ignore[assignment]
    spec = str((WORDS["festival"] | WORDS["break"]).get(symbol.name) or "")
    approximate = symbol.kind == "break"
    if spec.startswith("bank") and symbol.year is None:
        days = bank_holiday_near(clocks.row if not clocks.stated else clocks.narrative, clocks.ahead, spec)
        return (
            None
            if days is None
            else span(*days, "day" if days[0] == days[1] else "span", approximate="weekend" in spec)
        )
    if spec.startswith("bank:8"):
        assert symbol.year is not None
        monday = nth_weekday(full_year(symbol.year, symbol.short_year, clocks), 8, 0, -1)
        return span(monday - 2 * _DAY, monday, "span", approximate=True)
    if symbol.year is not None:
        found = period_days(symbol, full_year(symbol.year, symbol.short_year, clocks))
    else:
        found = _nearest_half_term(clocks) if spec == "half" else _nearest_period(symbol, clocks)
    if found is None:
        return None
    if found[0] != found[1] and granularity == "day":
        granularity = "span"
    return span(*found, granularity, approximate=approximate)


def _nearest_half_term(clocks: Clocks) -> Days:
    """The half term nearest to the clock: October, February or May."""
    base = clocks.narrative if clocks.stated else clocks.row
    names = [w for w, spec in WORDS["break"].items() if w.endswith("half term") and spec != "half"]
    found = [
        days
        for year in (base.year - 1, base.year, base.year + 1)
        for name in names
        if (days := period_days(Period("break", name), year)) is not None
    ]
    return min(found, key=lambda days: abs((days[0] - base).days))


def _nearest_period(symbol: Period, clocks: Clocks) -> Days | None:
    """A season or festival without a year: the last begun by the row, the next where it lies ahead."""
    base = clocks.narrative if clocks.stated else clocks.row
    tries = [d for y in range(base.year - 2, base.year + 3) if (d := period_days(symbol, y)) is not None]
    if not tries:
        return None
    before = [d for d in tries if d[0] <= base]
    after = [d for d in tries if d[0] > base]
    near = [d for d in tries if abs((d[0] - base).days) <= 14]
    if symbol.step == 0 and near:  # the bank holiday just past, although the words look ahead
        return near[0]
    if symbol.step > 0 or (symbol.step == 0 and clocks.ahead > 0):
        running = [d for d in before if d[1] >= base] if symbol.step == 0 else []
        return (running or after)[0]
    if symbol.step < 0:
        return [d for d in before if d[1] < base][-1]
    if clocks.stated or clocks.ahead == 0:
        same = [d for d in tries if d[0].year == base.year]
        if same and abs((same[0][0] - base).days) <= 120:
            return same[0]
    return before[-1]


def _pointed(symbol: Pointed, clocks: Clocks) -> When | None:
    base = clocks.day(symbol.clock)
    step = symbol.step
    granularity: Granularity = "day"
    if symbol.unit == "D":
        day = base + step * _DAY
        if symbol.part == "night" and symbol.step == -1:
            return span(day, day, "part_of_day")
        return When.on(day, granularity="part_of_day" if symbol.part else granularity)
    if symbol.unit == "working_day":
        return When.on(ENGLAND.add_working_days(base, step))
    if symbol.unit == "weekday":
        assert symbol.weekday is not None
        return _stepped_weekday(base, symbol.weekday, step)
    if symbol.unit in {"W", "F"}:
        monday = base - base.weekday() * _DAY + 7 * step * _DAY
        return span(monday, monday + (6 if symbol.unit == "W" else 13) * _DAY, "week" if symbol.unit == "W" else "span")
    if symbol.unit == "K":
        saturday = base + (5 - base.weekday()) * _DAY + 7 * step * _DAY
        if step == 0 and symbol.clock == "narrative" and base.weekday() == 6:
            saturday = base - _DAY
        return span(saturday, saturday + _DAY, "span")
    if symbol.unit == "BW":
        found = bank_holiday_near(base, 1 if step > 0 else -1, "bank:weekend")
        return None if found is None else span(*found, "span")
    if symbol.unit == "M":
        year, month = add_months(base.year, base.month, step)
        return span(dt.date(year, month, 1), last_of_month(year, month), "month")
    if symbol.unit == "Q":
        year, month = add_months(base.year, (base.month - 1) // 3 * 3 + 1, 3 * step)
        year2, month2 = add_months(year, month, 2)
        return span(dt.date(year, month, 1), last_of_month(year2, month2), "span")
    if symbol.unit == "Y":
        return span(dt.date(base.year + step, 1, 1), dt.date(base.year + step, 12, 31), "year")
    return None


def _stepped_weekday(base: dt.date, weekday: int, step: int) -> When:
    """Strictly before or after; 0 in the week of the base; 8 a week later."""
    if step == 0:
        return When.on(base + (weekday - base.weekday()) * _DAY)
    if step > 0:
        first = base + ((weekday - base.weekday() - 1) % 7 + 1) * _DAY
        return When.on(first + (7 * _DAY if step == 8 else 0 * _DAY))
    last = base - ((base.weekday() - weekday - 1) % 7 + 1) * _DAY
    return When.on(last - (7 * _DAY if step == -8 else 0 * _DAY))


# ---------------------------------------------------------------- amounts


def moved(day: dt.date, amount: Amount, number: float, sign: int) -> dt.date:
    """A day so many units away: months and years by the calendar, working days by England's."""
    if amount.unit in {"B", "S"}:
        return ENGLAND.add_working_days(day, sign * int(number))
    if amount.unit in {"M", "Y"}:
        whole = int(number)
        year, month = add_months(day.year, day.month, sign * whole * (12 if amount.unit == "Y" else 1))
        rest = number - whole
        shifted = dt.date(year, month, min(day.day, last_of_month(year, month).day))
        if rest and amount.unit == "Y":
            year, month = add_months(year, month, sign * round(12 * rest))
            shifted = dt.date(year, month, min(day.day, last_of_month(year, month).day))
        elif rest:
            shifted += sign * round(30 * rest) * _DAY
    elif amount.unit in {"H", "N"}:
        hours = number if amount.unit == "H" else number / 60
        shifted = day + sign * int(hours // 24) * _DAY
    else:
        days = {"D": 1, "W": 7, "F": 14, "K": 7}[amount.unit]
        shifted = day + sign * round(days * number) * _DAY
    return shifted if amount.more is None else moved(shifted, amount.more, amount.more.low, sign)


def tolerance(amount: Amount) -> int:
    """How many days a hedge widens an amount by, each way."""
    name = {"D": "day", "W": "week", "F": "week", "B": "day", "S": "day", "K": "week", "M": "month", "Y": "year"}.get(
        amount.unit
    )
    return TOLERANCE[name] if name else 0


def _offset(symbol: Offset, clocks: Clocks) -> When | None:
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


def is_birth(phrase: str) -> bool:
    """Whether the words name the birth of the child (the case's own key date)."""
    words = phrase.lower().replace("’", "'")
    return (
        "born" in words.split()
        or any(WORDS["event"].get(w) == "birth" for w in words.split())
        or "giving birth" in words
    )


def _window(symbol: Length, clocks: Clocks) -> When | None:
    """The last two weeks: from two weeks before the clock to the clock. A bare duration has no place."""
    amount = symbol.amount
    if symbol.phrase:
        if clocks.born is None or not clocks.born.bounded:
            return None
        assert clocks.born.start
        assert clocks.born.end
        return span(clocks.born.start, moved(clocks.born.end, amount, amount.high, 1))
    if not symbol.window or amount.unit in {"H", "N"}:
        return None
    base = clocks.day(symbol.clock)
    far = moved(base, amount, amount.high, symbol.window)
    return span(min(base, far), max(base, far), approximate=amount.vague)


def _age(symbol: Age, clocks: Clocks) -> When | None:
    """The days on which the child had that age, or the pregnancy that gestation."""
    amount = symbol.amount
    if symbol.kind == "gestation":
        if clocks.due is None or not clocks.due.bounded:
            return None
        assert clocks.due.start
        assert clocks.due.end
        extra = int(amount.more.low) if amount.more else 0
        last = extra if amount.more else 6
        return span(
            day_at_gestation(clocks.due.start, int(amount.low), extra),
            day_at_gestation(clocks.due.end, int(amount.high), last),
            "day" if amount.more else "week",
        )
    if clocks.born is None or not clocks.born.bounded or not symbol.unit_known:
        return None
    assert clocks.born.start
    assert clocks.born.end
    first = moved(clocks.born.start, amount, amount.low, 1)
    after = Amount(amount.high + 1, amount.high + 1, amount.unit, more=amount.more)
    last_day = moved(clocks.born.end, after, after.high, 1) - _DAY
    return span(first, max(first, last_day), "day" if first == last_day else "span")


# ---------------------------------------------------------------- what is built on other symbols


def _clock(symbol: ClockTime, clocks: Clocks) -> When | None:
    day = (
        _resolve(symbol.date, clocks)
        if symbol.date is not None
        else When.on(clocks.narrative if clocks.stated else clocks.row)
    )
    if day is None or not day.bounded:
        return day
    if symbol.first is None:
        if symbol.part == "overnight" and day.start == day.end:
            assert day.end is not None
            if symbol.date is not None:
                return span(day.start, day.end + _DAY, "span")
        return replace(day, granularity="part_of_day")
    end = day.end
    if symbol.last is not None and symbol.last < symbol.first and day.start == day.end:
        assert end is not None
        end = end + _DAY
    return replace(day, end=end, start_time=symbol.first, end_time=symbol.last, granularity="minute")


def _week(symbol: Week, clocks: Clocks) -> When | None:
    day = _resolve(symbol.of, clocks)
    if day is None or day.start is None or day.end is None:
        return None
    if symbol.ending:
        return span(day.end - 6 * _DAY, day.end, "week")
    if day.start != day.end:  # "w/c 12-14 April"
        return day
    monday = day.start - day.start.weekday() * _DAY
    return span(monday, monday + 6 * _DAY, "week")


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
    return span(first.start, first.start + _DAY, "span")


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
            end = _safe(end.year + 1, end.month, end.day)
        elif isinstance(symbol.first, Calendar) and symbol.first.year is None and symbol.first.month:
            start = _safe(start.year - 1, start.month, start.day)
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
    if (
        symbol.side == "until"
        and isinstance(symbol.of, Calendar)
        and symbol.of.day is None
        and symbol.of.weekday is not None
    ):
        inner = replace(clocks, ahead=1)  # "until Monday": the next one
    whole = _resolve(symbol.of, inner)
    if whole is None:
        return None
    if whole.start_time is not None:
        return (
            replace(whole, end=None, end_time=None)
            if symbol.side in {"from", "after"}
            else replace(whole, start=None, start_time=None)
        )
    bare = {"granularity": "span", "approximate": whole.approximate}
    if symbol.side == "from":
        return When(start=whole.start, end=None, **bare)  # type: ignore[arg-type]
    if symbol.side == "until":
        return When(start=None, end=whole.end, **bare)  # type: ignore[arg-type]
    if symbol.side == "after":
        return When(start=whole.end + _DAY if whole.end else None, end=None, **bare)  # type: ignore[arg-type]
    return When(start=None, end=whole.start - _DAY if whole.start else None, **bare)  # type: ignore[arg-type]


def _portion(symbol: Portion, clocks: Clocks) -> When | None:
    whole = _resolve(symbol.of, clocks)
    if whole is None or whole.start is None or whole.end is None:
        return None
    start, end = whole.start, whole.end
    part = symbol.part
    if part.startswith("day"):
        return When.on(start if part == "day1" else end)
    if part.startswith("week"):
        number = int(part.removeprefix("week"))
        if number < 0:
            return span(max(start, end - 6 * _DAY), end, "week", approximate=True)
        first = start + 7 * (number - 1) * _DAY
        return span(first, min(first + 6 * _DAY, end), "week", approximate=True)
    if whole.granularity == "month":
        days_of = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day)}[part]
        return span(start.replace(day=days_of[0]), start.replace(day=days_of[1]), "span", approximate=True)
    if whole.granularity == "year" and start.month == 1:
        third_of = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
        return span(
            dt.date(start.year, third_of[0], 1), last_of_month(start.year, third_of[1]), "span", approximate=True
        )
    days = (end - start).days + 1
    third = days // 3
    cut = {"early": (0, third - 1), "mid": (third, days - third - 1), "late": (days - third, days - 1)}[part]
    return span(start + cut[0] * _DAY, start + cut[1] * _DAY, "span", approximate=True)


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
        start=whole.start - wide * _DAY,
        end=whole.end + wide * _DAY,
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
        back = wide * _DAY
        return (
            replace(whole, start=whole.start - back, granularity="span", approximate=True)
            if later
            else replace(whole, end=whole.end + back, granularity="span", approximate=True)
        )
    return replace(
        whole,
        start=whole.start - wide * _DAY,
        end=whole.end + wide * _DAY,
        granularity="span" if wide else whole.granularity,
        approximate=True,
    )
