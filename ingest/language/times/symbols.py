"""What an expression says, before it is known which days that means.

    words  ->  (build)  ->  Symbol  ->  (resolve, with two clocks)  ->  When

Symbols are small frozen values: fields, unit, direction, anchor. They are kept on the Timex, so that
correcting one date reads again what hangs on it without another look at the text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

ClockName = Literal["row", "narrative"]
PeriodKind = Literal["season", "term", "break", "festival", "quarter", "half", "financial", "academic", "decade", "nth"]
HOURS = {"H", "N"}  # units below a day
HALF = 0.5  # of an hour: thirty minutes


@dataclass(frozen=True, slots=True)
class Amount:
    """So many of a unit, at least `low` and at most `high`; `more` holds further units ("2 weeks 3 days").

    Units: Y M W D, F (fortnight), B (working day), S (school day), K (weekend), H (hour), N (minute).
    """

    low: float
    high: float
    unit: str
    vague: bool = False
    more: Amount | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Fields of a calendar date as written; None is "not written". `other` is the second reading.

    `month_first` says that only the month-first reading is a date at all.
    """

    year: int | None = None
    short_year: bool = False
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    month_shift: int = 0  # "the 5th of last month": -1
    year_from: Pointed | None = None  # "May last year"
    other: Calendar | None = None
    surely_month: bool = False  # "in Sept 14", "Sept-14": the number is a year
    month_first: bool = False
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch: season, term, break, festival, quarter, half, split year, decade."""

    kind: PeriodKind
    name: str
    year: int | None = None
    short_year: bool = False
    step: int = 0  # last -1, next +1, this 0
    year_from: Pointed | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Pointed:
    """A unit reached by steps from a clock: yesterday, last week, the following Friday, that evening."""

    unit: str  # D W M Y K Q, "weekday", "working_day", "term"
    step: int
    clock: ClockName
    weekday: int | None = None
    part: str = ""
    month: int | None = None  # "last March", with the unit "month"


@dataclass(frozen=True, slots=True)
class Offset:
    """An amount before or after a clock, a date or an event named by its words."""

    amount: Amount
    direction: int  # +1 after, -1 before
    clock: ClockName = "narrative"
    phrase: str = ""
    of: Symbol | None = None
    within: bool = False


@dataclass(frozen=True, slots=True)
class EventTime:
    """The day, week ... of an event, or the open side before or after it."""

    phrase: str
    direction: Literal["after", "before", "on"]


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A clock time (or a part of the day) on a date; without a date, on the clock's day."""

    first: dt.time | None = None
    last: dt.time | None = None
    part: str = ""
    date: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """The week that holds or starts with a date, or the seven days that end on it."""

    of: Symbol
    ending: bool = False


@dataclass(frozen=True, slots=True)
class Night:
    """The night that begins on a date: that day and the next, or the two days written."""

    first: Symbol | None
    last: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day of one to the last day of the other; None is open."""

    first: Symbol | None
    last: Symbol | None


@dataclass(frozen=True, slots=True)
class Open:
    """One bounded side: from, after, before, until. `past`: "since", which never lies ahead."""

    of: Symbol
    side: Literal["from", "after", "before", "until"]
    past: bool = False


@dataclass(frozen=True, slots=True)
class Portion:
    """Early, mid or late in something longer; "week1", "week-1", "day1", "day-1" too."""

    of: Symbol
    part: str


@dataclass(frozen=True, slots=True)
class Hedged:
    """Around, over, under, at least, at most, within."""

    of: Symbol
    how: str


@dataclass(frozen=True, slots=True)
class Length:
    """A duration; `window` is its place next to a clock ("the last two weeks": -1)."""

    amount: Amount
    window: int = 0
    clock: ClockName = "row"
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A set: its ISO period, or None for a bare count."""

    value: str | None


@dataclass(frozen=True, slots=True)
class Age:
    """An age from birth, a day of life or a gestation."""

    amount: Amount
    kind: Literal["age", "gestation"]
    unit_known: bool = True


Symbol = (
    Calendar
    | Period
    | Pointed
    | Offset
    | EventTime
    | ClockTime
    | Week
    | Night
    | Span
    | Open
    | Portion
    | Hedged
    | Length
    | Recurrence
    | Age
)
DATES = (Calendar, Period, Pointed, Offset, EventTime, Week, Night, Span, Open, Portion, Hedged)


def iso_amount(amount: Amount) -> str:
    """The ISO 8601 duration, a range as "P6W/P8W", working days as "BD".

    >>> iso_amount(Amount(6, 8, "W"))
    'P6W/P8W'
    """
    low, high = _iso(amount, "low"), _iso(amount, "high")
    return low if low == high else f"{low}/{high}"


def _iso(amount: Amount, side: Literal["low", "high"]) -> str:
    parts: list[Amount] = []
    piece: Amount | None = amount
    while piece is not None:
        parts.append(piece)
        piece = piece.more
    days, hours = "", ""
    for part in parts:
        number = part.low if side == "low" else part.high
        letter = {"F": "W", "B": "BD", "S": "BD", "K": "WE", "H": "H", "N": "M"}.get(part.unit, part.unit)
        number = number * 2 if part.unit == "F" else number
        if part.unit == "H" and number % 1 == HALF:
            hours += (f"{number - HALF:g}H" if number > HALF else "") + "30M"
        elif part.unit in HOURS:
            hours += f"{number:g}{letter}"
        elif letter == "Y" and number != int(number):
            days += f"{number * 12:g}M"
        else:
            days += f"{number:g}{letter}"
    return f"P{days}" + (f"T{hours}" if hours else "")
