"""Symbols of calendar dates and named stretches: D/M/Y, months, years, seasons, terms, festivals.

A builder returns None where the words are no date after all (a day of 40, a month of 14).
"""

from __future__ import annotations

import re

from ingest.language.times.build_clocks import clock_on
from ingest.language.times.spelling import read_plain
from ingest.language.times.symbols import (
    Calendar,
    Night,
    Period,
    PeriodKind,
    Span,
    Symbol,
)
from ingest.language.times.values import NOW, Built, Match, key, lookup_number, year_of
from ingest.language.times.words import TABLES


def numeric(m: Match) -> Built:
    """D/M/Y, ISO, D/M, M/Y; a clock time behind an ISO date."""
    groups = m.groupdict()
    year, short = year_of(groups.get("y"))
    month = int(groups["m"])
    day = int(groups["d"]) if groups.get("d") else None
    range_form = re.fullmatch(r"\d{1,2}\s?[-–]\s?\d{1,2}/(\d{2})", m[0])
    if range_form and day is not None and day < month and 1 <= int(range_form[1]) <= 12:
        return None  # 16-20/10: two days of October
    date: Symbol = Calendar(year, short, month, day)
    if day is not None and month > 12 >= day:
        date = Calendar(year, short, day, month, month_first=True)
    elif month > 12 or month == 0 or day == 0 or (day or 0) > 31:
        if year is None:
            return None
        date = Calendar(year, short, None, None, impossible=True)
    if groups.get("h"):
        return clock_on(date, int(groups["h"]), int(groups["mi"]))
    return date


def written(m: Match) -> Built:
    """A day and a month in words, with or without a year."""
    groups = m.groupdict()
    year, short = year_of(groups.get("y"))
    day = lookup_number("ordinal", groups["ord"]) if groups.get("ord") else int(groups["d"])
    month = lookup_number("month", groups["mon"])
    if not 1 <= day <= 31:
        return None
    return Calendar(year, short, month, day)


def odd_written(m: Match) -> Built:
    """Plain forms in an unusual order and misspelt months: handed on, as one short span."""
    day = read_plain(m[0])
    return None if day is None else Calendar(day.year, False, day.month, day.day)


def month_year(m: Match) -> Built:
    return Calendar(int(m["y"]), False, lookup_number("month", m["mon"]))


def month_number(m: Match) -> Built:
    """ "April 21": month and year, the day kept as the other reading; "May 5" is a day."""
    month, value = lookup_number("month", m["mon"]), int(m["yy"])
    day = Calendar(None, False, month, value) if 1 <= value <= 31 else None
    before = m.string[max(0, m.start() - 12) : m.start()].lower().split()
    if len(m["yy"]) == 1 or (day is not None and before[-1:] == ["on"]):
        return day
    certain = bool(m["s"].strip()) or before[-1:] in (["in"], ["since"], ["during"])
    return Calendar(value, True, month, other=day, surely_month=certain)


def month(m: Match) -> Built:
    return Calendar(None, False, lookup_number("month", m["mon"]))


def year(m: Match) -> Built:
    return Calendar(int(m["y"]))


def short_year(m: Match) -> Built:
    return Calendar(int(m["yy"]), True)


def bare_day(m: Match) -> Built:
    return Calendar(day=int(m["d"]))


def day_of_month(m: Match) -> Built:
    which = {"last": -1, "next": 1}.get((m["which"] or "").lower(), 0)
    return Calendar(day=int(m["d"]), month_shift=which)


def week_mark(m: Match) -> Built:
    return NOW, "week_end" if m["we"] else "week"


def night_mark(m: Match) -> Built:
    return NOW, "night"


def night_days(m: Match) -> Built:
    """Overnight 3rd/4th: both days, of the month in hand."""
    return Night(Calendar(day=int(m["d"])), Calendar(day=int(m["d2"])))


def ordinal_range(m: Match) -> Built:
    """12th-13th, of the month in hand."""
    first, last = int(m["d"]), int(m["d2"])
    return Span(Calendar(day=first), Calendar(day=last)) if 1 <= first < last <= 31 else None


def _period(kind: PeriodKind, m: Match, name: str) -> Period:
    groups = m.groupdict()
    value, short = year_of(groups.get("y"))
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get((groups.get("det") or "").lower(), 0)
    return Period(kind, name, value, short, step)


def term(m: Match) -> Built:
    return _period("term", m, key(m["name"]))


def school_break(m: Match) -> Built:
    return _period("break", m, key(m["name"]))


def festival(m: Match) -> Built:
    return _period("festival", m, key(m["name"]))


def season(m: Match) -> Built:
    return _period("season", m, key(m["name"]))


def quarter(m: Match) -> Built:
    groups = m.groupdict()
    which = groups.get("q") or groups.get("qn") or str(TABLES["cardinal"].get(key(groups.get("ord") or "first"), 1))
    value, short = year_of(groups.get("y"))
    name = f"fy{which}" if groups.get("fy") else which
    return Period("quarter", name, value, short)


def half(m: Match) -> Built:
    month_ = lookup_number("month", m["mon"]) if m["mon"] else None
    value, short = year_of(m["y"])
    return Period("half", m["ord"].lower(), value, short, month=month_)


def nth_weekday(m: Match) -> Built:
    """The first Tuesday of October."""
    which = int(m["q"]) if m["q"] else {**TABLES["cardinal"], "last": -1}[m["ord"].lower()]
    value, short = year_of(m["y"])
    month_ = lookup_number("month", m["mon"])
    day = lookup_number("weekday", m["wd"])
    return Period("nth", f"nth:{month_}:{day}:{which}", value, short)


def split_year(m: Match) -> Built:
    first, _ = year_of(m["y"])
    assert first is not None
    first = first if first > 99 else 2000 + first
    if int(m["y2"]) % 100 != (first + 1) % 100:
        return (
            Span(Calendar(first), Calendar(first // 100 * 100 + int(m["y2"]) % 100))
            if int(m["y2"]) % 100 > first % 100
            else None
        )
    if not m["kind"] and "/" not in m[0]:
        return Span(
            Calendar(first), Calendar(first + 1)
        )  # "on a plan 2015-16": both years; 2015/16 is a year of accounts
    kind: PeriodKind = "academic" if (m["kind"] or "").lower() in {"academic", "school"} else "financial"
    return Period(kind, "", first)


def decade(m: Match) -> Built:
    value = int(m["dec"])
    if value < 100:
        value += 1900 if value >= 30 else 2000
    return Period("decade", "", value)
