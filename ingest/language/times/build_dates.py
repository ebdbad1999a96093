"""Symbols of calendar dates and named stretches: D/M/Y, months, years, seasons, terms, festivals.

A builder returns None where the words are no date after all (a day of 40, a month of 14).
"""

from __future__ import annotations

import re
from typing import Final

from ingest.language.times.build_clocks import clock_on
from ingest.language.times.spelling import near_month, read_plain
from ingest.language.times.symbols import (
    Calendar,
    Night,
    Period,
    PeriodKind,
    Pointed,
    Portion,
    Recurrence,
    Span,
    Symbol,
)
from ingest.language.times.values import NOW, Built, Match, key, lookup_number, year_of
from ingest.language.times.words import TABLES

FIRST_YEAR, LAST_YEAR = 1850, 2150  # of dates that records hold; 12/5/0021 is a slip


def numeric(m: Match) -> Built:
    """D/M/Y, ISO, D/M, M/Y; a clock time behind an ISO date."""
    groups = m.groupdict()
    year, short = year_of(groups.get("y") or groups.get("y_"))
    month = int(groups["m"] or groups["m_"])
    day = int(groups.get("d") or groups.get("d_") or 0) if groups.get("d") or groups.get("d_") else None
    range_form = re.fullmatch(r"\d{1,2}\s?[-–]\s?\d{1,2}/(\d{2})", m[0])
    if range_form and day is not None and day < month and 1 <= int(range_form[1]) <= 12:
        return None  # 16-20/10: two days of October
    date: Symbol = Calendar(year, short, month, day)
    if year is not None and not short and not FIRST_YEAR <= year <= LAST_YEAR:
        return Calendar(year, short, None, None, impossible=True)
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
    year, short = year_of(groups.get("y") or groups.get("y_"))
    day = lookup_number("ordinal", groups["ord"]) if groups.get("ord") else int(groups.get("d") or groups["d_"])
    month = lookup_number("month", groups["mon"])
    if not 1 <= day <= 31:
        return None
    return Calendar(year, short, month, day)


def odd_written(m: Match) -> Built:
    """Plain forms in an unusual order and misspelt months: handed on, as one short span."""
    if m["slipped"]:
        name, number = near_month(m["slipped"]), int(m["day"])
        return Calendar(month=lookup_number("month", name), day=number) if name and 1 <= number <= 31 else None
    day = read_plain(m[0])
    return None if day is None else Calendar(day.year, False, day.month, day.day)


_FIGURES: Final = str.maketrans("lIOo", "1100")


def misread(m: Match) -> Built:
    """A date with letters that a scan put for figures: l2/09/2021, 1O/9/21. None where all are figures."""
    groups = m.groupdict()
    parts = [groups["d"], groups.get("m") or "", groups["y"]]
    letters = sum(part.count(letter) for part in parts for letter in "lIOo")
    figures = sum(map(len, parts)) - letters
    day, number, year = (int(part.translate(_FIGURES) or 0) for part in parts)
    if not letters or figures < 3:
        return None
    month = lookup_number("month", groups["mon"]) if groups.get("mon") else number
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if len(parts[2]) == 4 and not 1900 <= year < 2100:
        return None
    return Calendar(year, len(parts[2]) == 2, month, day)


def slipped(m: Match) -> Built:
    """12,05,21 and 12//05/21; commas need two figures each, or they are a list of numbers."""
    year, short = year_of(m["y"])
    if short and re.search(r"[,;]", m[0]) and not re.match(r"\d\d\D{1,2}\d\d\D", m[0]):
        return None
    return Calendar(year, short, int(m["m"]), int(m["d"]))


def month_slash_year(m: Match) -> Built:
    """Since 3/21, 03/20-02/21: a month and two digits of a year that no day and month could be."""
    return Calendar(int(m["y"]), True, int(m["m"]))


def month_day_range(m: Match) -> Built:
    """August 16-18: two days of one month."""
    first, last = int(m["d"]), int(m["d2"])
    if not 1 <= first < last <= 31:
        return None
    month = lookup_number("month", m["mon"])
    year, short = year_of(m["y"])
    return Span(Calendar(year, short, month, first), Calendar(year, short, month, last))


def pointed_days(m: Match) -> Built:
    """5 to 9 this month, the 3rd and 5th of last month: from the one day to the other."""
    first, last = int(m["d"]), int(m["d2"])
    shift = {"last": -1, "next": 1, "the following": 1}.get(" ".join(m["which"].lower().split()), 0)
    if not 1 <= first < last <= 31:
        return None
    # the last day is counted from the first, which stands in its month already
    return Span(Calendar(day=first, month_shift=shift, surely_month=True), Calendar(day=last, surely_month=True))


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
    pointed = (m["which"] or "").lower()
    which = {"last": -1, "next": 1}.get(pointed, 0)
    return Calendar(day=int(m["d"]), month_shift=which, surely_month=pointed == "this")


def day_in_words(m: Match) -> Built:
    """On the twenty-first: of the month in hand."""
    return Calendar(day=lookup_number("ordinal", m["ord"]))


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
    step = {"last": -1, "previous": -1, "preceding": -1, "next": 1, "following": 1}.get(
        (groups.get("det") or "").lower(), 0
    )
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
    if m["point"]:
        point = " ".join(m["point"].lower().split()).removeprefix("the ")
        if point in {"each", "every"}:
            return Recurrence("P1M")
        step = {"last": -1, "next": 1, "following": 1}.get(point, 0)
        month = Pointed("M", step, "row" if point in {"this", "last", "next"} else "narrative")
        return Portion(month, f"nth{which}:{lookup_number('weekday', m['wd'])}")
    value, short = year_of(m["y"])
    month_ = lookup_number("month", m["mon"])
    day = lookup_number("weekday", m["wd"])
    return Period("nth", f"nth:{month_}:{day}:{which}", value, short)


def split_year(m: Match) -> Built:
    first, _ = year_of(m["y"])
    assert first is not None
    first = first if first > 99 else 2000 + first
    last = m["y2"] or m.groupdict().get("y3") or m["y4"]
    if int(last) % 100 != (first + 1) % 100:
        return (
            Span(Calendar(first), Calendar(first // 100 * 100 + int(last) % 100))
            if int(last) % 100 > first % 100
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


def decade_words(m: Match) -> Built:
    """The eighties, the nineteen seventies, the noughties."""
    value = lookup_number("decade", m["dw"])
    century = {"nineteen": 1900, "twenty": 2000}.get((m["century"] or "").lower(), 1900)
    return Period("decade", "", value if value > 99 else century + value)


def century(m: Match) -> Built:
    """The 20th century: its hundred years, as people count them."""
    words = {"nineteenth": 19, "twentieth": 20}
    number = int(m["c"]) if m["c"] else words.get(m["cw"].lower(), 21)
    return Span(Calendar(100 * (number - 1)), Calendar(100 * number - 1))


def year_words(m: Match) -> Built:
    """Nineteen eighty six, two thousand and twelve."""
    base = {"nineteen": 1900, "twenty": 2000}.get((m["c"] or "").lower(), 2000)
    rest = re.split(r"[\s-]+", (m["rest"] or m["small"] or "").lower())
    small = sum(int(TABLES[name][word]) for word in rest for name in ("tens", "teen", "digit") if word in TABLES[name])
    return Calendar(base + small)
