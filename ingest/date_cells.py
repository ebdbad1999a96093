"""Read one date or time cell: a typed value first, else its words.

    DateCell  ->  read_date_cell  ->  CellDate(when, symbol, recorded, doubt, several)
    DateCell  ->  read_time_cell  ->  ClockTime

A cell without a year keeps its symbol, so that the column can give the year; "3/7" is a date here,
never three days; 00:00 in a typed value means that the time was not entered.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ingest.draft import DateCell
from ingest.language.times import Timex, read_times
from ingest.language.times.clocks import Clocks
from ingest.language.times.resolve import resolve
from ingest.language.times.symbols import Calendar, ClockTime, Hedged, Length, Night, Open, Portion, Span, Symbol, Week
from ingest.language.times.words import TABLES, alternation
from model.when import When

MAX_CHARS: Final = 400  # a date cell longer than this holds prose; its dates stand at its beginning
SERIALS: Final = (20_000, 73_050)  # Excel day numbers of 1954 to 2099
EXCEL_DAY_0: Final = dt.date(1899, 12, 30)

_LETTER_O: Final = re.compile(r"(?<=\d)[oO](?=[\d/.:\s]|$)|(?<![A-Za-z])[oO](?=\d)")
_LETTER_L: Final = re.compile(r"(?<=\d)[lI](?=[\d/.]|$)|(?<![A-Za-z])[lI](?=\d)")
_BARE_DM: Final = re.compile(r"[^\w?~]*(?:([?~])\s*)?(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[?.,;:]*\s*")
_DAY_ALONE: Final = re.compile(  # "Wed 7", "w/c 16": the month stands in the heading
    r"(?:(?P<wc>w\s?/?\s?[cb]|week commencing|week beginning)\.?\s*|(?P<wd>"
    + alternation(TABLES["weekday"])
    + r")[.,]?\s*(?:the\s)?)(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?",
    re.IGNORECASE,
)
_BESIDE_MONTH: Final = re.compile(r"\([^()]{0,30}\)|\b(?:all|whole|throughout|during|month|of|the)\b", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\s*(\d{8}|\d{5})(?:\.0+)?\s*")
_RECORDED: Final = re.compile(
    r"(?<![\w])" + alternation(TABLES["cue_recorded"]) + r"(?:\s(?:on|at|by\s\w{1,20}(?:\son)?|as|dated))?\W{0,3}$",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"\s*(?:(?:at\s|@|approx\.?\s|c\.?\s?|~)\s*)?(?P<h>\d{1,2})\s?[:.;,]?\s?(?P<m>\d\d)?(?:[:.]\d\d(?:\.\d+)?)?\s*(?P<ap>[ap]\.?m\.?)?\s*(?:hrs?\.?|hours|h)?"
    r"(?:\s*(?:-|–|to|until)\s*(?P<h2>\d{1,2})\s?[:.;,]?\s?(?P<m2>\d\d)?(?:[:.]\d\d)?\s*(?P<ap2>[ap]\.?m\.?)?\s*(?:hrs?\.?|hours|h)?)?\s*\??\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDate:
    """What a date cell says. `symbol` is kept where the column may still change the reading.

    `doubt` is "", "impossible", "weekday", "month_first" or "unread"; `needs_year` is true where the
    cell holds a day or month and no year; `several` are the days of a cell that lists more than one.
    """

    when: When | None = None
    symbol: Symbol | None = None
    recorded: When | None = None
    doubt: str = ""
    text: str = ""
    rule: str = ""
    needs_year: bool = False
    relative: bool = False
    several: tuple[When, ...] = ()
    typed: bool = False


@lru_cache(maxsize=8192)  # rows of one day repeat its words
def read_date_cell(cell: DateCell, base: dt.date, before: dt.date | None) -> CellDate:
    """The date of a cell. `base` gives the century; `before` is the date of the row above."""
    typed = _typed(cell)
    if typed is not None:
        return typed
    words = cell.text.strip()
    if not words:
        return CellDate()
    plain = _whole_cell(words)
    if plain is not None:
        return _from_symbol(plain, words, base, "cell value")
    mended = _LETTER_L.sub("1", _LETTER_O.sub("0", cell.text[:MAX_CHARS]))
    found = read_times(mended, base, narrative=before)
    return _from_timexes(mended, cell.text, found, base)


def _typed(cell: DateCell) -> CellDate | None:
    value = cell.value
    text = cell.text.strip()
    if isinstance(value, dt.datetime):
        at = (
            None if (value.hour, value.minute) == (0, 0) else value.time().replace(second=0, microsecond=0, tzinfo=None)
        )
        return CellDate(
            when=When.on(value.date(), at, text=text or value.date().isoformat()),
            text=text,
            rule="cell value",
            typed=True,
        )
    if isinstance(value, dt.date):
        return CellDate(when=When.on(value, text=text or value.isoformat()), text=text, rule="cell value", typed=True)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and SERIALS[0] <= value <= SERIALS[1]:
        day = EXCEL_DAY_0 + dt.timedelta(days=int(value))
        minutes = round((value - int(value)) * 1440)
        at = dt.time(minutes // 60, minutes % 60) if 0 < minutes < 1440 else None
        return CellDate(when=When.on(day, at, text=text or str(value)), text=text, rule="cell value", typed=True)
    return None


def _whole_cell(words: str) -> Symbol | None:
    """Forms that are dates only because they fill the cell: 12-10, 3/7, 44320, 20210504."""
    found = _BARE_DM.fullmatch(words)
    if found and 1 <= int(found[2]) <= 31 and 1 <= int(found[3]) <= 12:
        day = Calendar(None, False, int(found[3]), int(found[2]))
        return Hedged(day, "around") if found[1] else day
    alone = _BESIDE_MONTH.sub("", words).lower().strip(" .")
    if alone in TABLES["month"]:
        return Calendar(month=TABLES["month"][alone])
    found = _DAY_ALONE.fullmatch(words)
    if found and 1 <= int(found["d"]) <= 31:
        weekday = TABLES["weekday"][found["wd"].lower()] if found["wd"] else None
        day = Calendar(day=int(found["d"]), weekday=weekday)
        return Week(day) if found["wc"] else day
    found = _DIGITS.fullmatch(words)
    if not found:
        return None
    digits = found[1]
    if len(digits) == 5:
        return _serial(int(digits))
    for year, month, day_ in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        if year[:2] in {"19", "20"} and 1 <= int(month) <= 12 and 1 <= int(day_) <= 31:
            return Calendar(int(year), False, int(month), int(day_))
    return None


def _serial(number: int) -> Calendar | None:
    if not SERIALS[0] <= number <= SERIALS[1]:
        return None
    day = EXCEL_DAY_0 + dt.timedelta(days=number)
    return Calendar(day.year, False, day.month, day.day)


def _from_symbol(symbol: Symbol, words: str, base: dt.date, rule: str) -> CellDate:
    when = resolve(symbol, Clocks(base, base))
    return CellDate(
        when=None if when is None else replace(when, text=words, rule=rule),
        symbol=symbol,
        text=words,
        rule=rule,
        needs_year=needs_year(symbol),
        doubt="impossible" if when is None else "",
    )


def _from_timexes(words: str, printed: str, found: Sequence[Timex], base: dt.date) -> CellDate:
    recorded: When | None = None
    dates: list[Timex] = []
    for timex in found:
        if timex.type == "DURATION" and timex.alternatives:
            timex = _as_date(timex)
        if timex.type not in {"DATE", "TIME"} or (
            timex.when is None and timex.doubt != "impossible" and timex.relative is None
        ):
            continue
        if recorded is None and timex.when is not None and _RECORDED.search(words[: timex.start]) and len(found) > 1:
            recorded = timex.when
            continue
        dates.append(timex)
    if not dates:
        return CellDate(text=printed.strip(), doubt="unread", recorded=recorded)
    main = _main_date(dates)
    days = [t for t in dates if _is_written_day(t)]
    several = tuple(t.when for t in days if t.when) if len(days) > 1 and main in days else ()
    assert main.symbol is not None
    return CellDate(
        when=spanned(several, printed) if several else _without_nought(main.when),
        symbol=None if several and not any(needs_year(t.symbol) for t in days) else main.symbol,
        recorded=recorded,
        doubt=main.doubt,
        text=printed.strip(),
        rule=main.rule,
        needs_year=needs_year(main.symbol),
        relative=main.relative is not None,
        several=several,
    )


def _without_nought(when: When | None) -> When | None:
    """A day without the 00:00 that a system writes where no time was entered."""
    nought = dt.time(0, 0)
    if when is None or when.start != when.end or (when.start_time, when.end_time) != (nought, nought):
        return when
    return replace(when, start_time=None, end_time=None, granularity="day")


def _as_date(timex: Timex) -> Timex:
    """A "3/7" that stands in a date cell."""
    other = timex.alternatives[0]
    symbol = Calendar(None, False, other.start.month, other.start.day) if other.start else timex.symbol
    return replace(timex, type="DATE", when=replace(other, text=timex.text), value=None, symbol=symbol, alternatives=())


def _main_date(dates: Sequence[Timex]) -> Timex:
    """The written date of a cell: a day before a month, anything written before festivals and bare times."""

    def rank(timex: Timex) -> int:
        symbol = timex.symbol
        if isinstance(symbol, ClockTime) and symbol.date is None:
            return 3
        core = core_of(symbol)
        if isinstance(core, (Calendar, Span, Week, Night)):
            return 0
        return 2 if timex.relative is not None else 1

    return min(dates, key=rank)


def _is_written_day(timex: Timex) -> bool:
    core = core_of(timex.symbol)
    return isinstance(core, Calendar) and core.day is not None and timex.when is not None


def spanned(days: Sequence[When], printed: str) -> When:
    """From the first to the last of the days that a cell lists, each kept as an alternative."""
    starts = [w.start for w in days if w.start]
    ends = [w.end for w in days if w.end]
    return When(
        start=min(starts),
        end=max(ends),
        granularity="span",
        text=printed.strip(),
        rule="list",
        alternatives=tuple(days),
    )


def without_weekday(symbol: Symbol) -> Symbol:
    """The symbol with the weekdays of its days left out, where the year is tried: they are a checksum, no more."""
    match symbol:
        case Calendar():
            return replace(symbol, weekday=None) if symbol.day is not None else symbol
        case Hedged() | Open() | Portion() | Week():
            return replace(symbol, of=without_weekday(symbol.of))
        case ClockTime() if symbol.date is not None:
            return replace(symbol, date=without_weekday(symbol.date))
        case Span():
            first, last = (None if s is None else without_weekday(s) for s in (symbol.first, symbol.last))
            return replace(symbol, first=first, last=last)
    return symbol


def core_of(symbol: Symbol | None) -> Symbol | None:
    """The calendar fields under hedges, portions and clock times."""
    while True:
        if isinstance(symbol, (Hedged, Open, Portion)):
            symbol = symbol.of
        elif isinstance(symbol, ClockTime) and symbol.date is not None:
            symbol = symbol.date
        else:
            return symbol


def needs_year(symbol: Symbol | None) -> bool:
    """Whether the words leave the year to the column."""
    core = core_of(symbol)
    match core:
        case Calendar():
            return core.year is None
        case Week():
            return needs_year(core.of)
        case Span():
            return needs_year(core.last) if core.last is not None else needs_year(core.first)
        case Night():
            return needs_year(core.last or core.first)
        case Length():
            return False
    return getattr(core, "kind", "") in {"season", "festival", "term", "break"} and getattr(core, "year", None) is None


def needs_month(symbol: Symbol | None) -> bool:
    """Whether the words leave the month too to what stands around ("Tues 10th", "w/c 18th", "3rd-5th")."""
    match core_of(symbol):
        case Calendar(month=month):
            return month is None
        case Week(of=of):
            return needs_month(of)
        case Span(first=first, last=last):
            return needs_month(last if last is not None else first)
        case Night(first=first, last=last):
            return needs_month(last or first)
    return False


def read_time_cell(cell: DateCell) -> tuple[dt.time, dt.time] | None:
    """First and last minute that a time cell states; None where it states none (00:00 typed too)."""
    value = cell.value
    if isinstance(value, dt.datetime):
        value = value.time()
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1:
        minutes = round(value * 1440)
        value = dt.time(minutes // 60 % 24, minutes % 60)
    if isinstance(value, dt.time):
        at = value.replace(second=0, microsecond=0, tzinfo=None)
        return None if at == dt.time(0, 0) else (at, at)
    words = _LETTER_O.sub("0", cell.text.strip()[:60])
    if not words:
        return None
    found = _CLOCK.fullmatch(words)
    if found is None:
        for timex in read_times(words, dt.date(2000, 1, 1)):
            if isinstance(timex.symbol, ClockTime) and timex.symbol.first and timex.symbol.last:
                return timex.symbol.first, timex.symbol.last
        return None
    return _clock(found)


def _clock(found: re.Match[str]) -> tuple[dt.time, dt.time] | None:
    if not found["m"] and not found["ap"] and (len(found["h"]) > 2 or not re.search(r"h", found[0], re.IGNORECASE)):
        return None
    first = _time(found["h"], found["m"], found["ap"] or found["ap2"])
    last = _time(found["h2"], found["m2"], found["ap2"]) if found["h2"] else first
    if first is None or last is None:
        return None
    return first, last


def _time(hour: str, minute: str | None, mark: str | None) -> dt.time | None:
    value = int(hour)
    half = (mark or "").lower()[:1]
    if half == "p" and value < 12:
        value += 12
    if half == "a" and value == 12:
        value = 0
    minutes = int(minute or 0)
    return dt.time(value % 24, minutes) if value <= 24 and minutes < 60 else None
