"""Symbols of words that point from a day: weekdays, yesterday, the following week, the day after discharge."""

from __future__ import annotations

import re
from typing import Final

from ingest.language.times.symbols import (
    Amount,
    Calendar,
    ClockName,
    EventTime,
    Length,
    Offset,
    Pointed,
    Portion,
    Recurrence,
)
from ingest.language.times.values import Built, Match, amount, lookup_number
from ingest.language.times.words import TABLES


def later_in(m: Match) -> Built:
    """Later in the month, earlier in the year."""
    unit = m["unit"].lower()
    clock_name: ClockName = "row" if m["more"].lower() == "earlier" else "narrative"
    return Pointed(UNIT_OF_WORD[unit], 0, clock_name, part=unit if unit in _PARTS else "")


def weekday(m: Match) -> Built:
    """A weekday alone (marked for the resolver) or pointed at: last, next, previous, following, that."""
    groups = m.groupdict()
    day = lookup_number("weekday", groups["wd"].rstrip("."))
    point = (groups.get("point") or "").lower()
    if not point:
        return Calendar(weekday=day), "the" if groups.get("det") else ""
    if point in {"that", "same"}:
        return Pointed("weekday", 0, "narrative", day)
    narrative = point in {"previous", "following", "before", "after", "prior"}
    step = {
        "last": -1, "past": -1, "this past": -1, "previous": -1, "before": -1, "gone": -1, "just gone": -1, "prior": -1,
        "next": 1, "coming": 1, "this coming": 1, "following": 1, "after": 1, "this": 0, "week": 8,
        "after next": 8, "before last": -8,
    }[point]  # fmt: skip
    return Pointed("weekday", step, "narrative" if narrative else "row", day)


def the_weekend(m: Match) -> Built:
    """The weekend: the last one, or the coming one where it lies ahead."""
    return Pointed("weekend", 0, "row")


def month_pointed(m: Match) -> Built:
    """Last March, next May."""
    step, clock_name = _point(m["point"])
    month_ = lookup_number("month", m["mon"])
    pointed = Pointed("month", step, clock_name, month=month_)
    return Portion(pointed, m["part"].lower()) if m["part"] else pointed


def account_year(m: Match) -> Built:
    """This financial year, last academic year."""
    step, clock_name = _point(m["point"])
    unit = "AY" if m["kind"].lower() in {"academic", "school"} else "FY"
    return Pointed(unit, step, clock_name)


def rest_of(m: Match) -> Built:
    """The rest of the week: from the clock to its end."""
    clock_name: ClockName = "narrative" if (m["det"] or "the").lower() in {"the", "that"} else "row"
    return Portion(Pointed(UNIT_OF_WORD[m["unit"].lower()], 0, clock_name), "rest")


def part_of_life(m: Match) -> Built:
    """The last week of her life: a length of time; when it ended, only the case knows."""
    if not m["one"]:
        size = amount(m)
        return None if size is None else Length(size)
    return Length(Amount(1, 1, UNIT_OF_WORD[m["one"].lower()]))


def weekday_set(m: Match) -> Built:
    if m["wds"]:
        return Recurrence(f"XXXX-WXX-{lookup_number('weekday', m['wds']) + 1}")
    return Recurrence(f"XXXX-WXX-{lookup_number('weekday', m['wd']) + 1}")


UNIT_OF_WORD: Final = {
    "day": "D", "night": "D", "morning": "D", "afternoon": "D", "evening": "D", "week": "W", "weeks": "W", "days": "D",
    "months": "M", "month": "M", "year": "Y", "weekend": "K", "fortnight": "F", "quarter": "Q", "term": "term",
    "decade": "X", "wk": "W", "mth": "M", "yr": "Y", "w/end": "K", "wkend": "K",
    "bank holiday weekend": "BW", "lunchtime": "D", "teatime": "D", "early hours": "D", "early hrs": "D",
    "am": "D", "pm": "D",
}  # fmt: skip


_PARTS: Final = frozenset(
    {"night", "morning", "afternoon", "evening", "lunchtime", "teatime", "early hours", "am", "pm"}
)


def day_before_last(m: Match) -> Built:
    sign = -1 if m["dir"].lower() == "before" else 1
    unit = UNIT_OF_WORD[m["unit"].lower()]
    base = m["base"].lower()
    step = sign + {"yesterday": -1, "last": -1, "tomorrow": 1, "next": 1}[base]
    return Pointed(unit, step, "row", part="night" if m["unit"].lower() == "night" else "")


def event_day(m: Match) -> Built:
    """The day after discharge; the morning of the birth; the weeks before the death."""
    unit = m["unit"].lower()
    phrase = m["anchor"].strip()
    direction = m["dir"].lower()
    if direction in {"of", "as", ""}:
        if unit in {"weeks", "months", "days"}:
            return None
        return EventTime(phrase, "on")
    sign = 1 if direction in {"after", "following"} else -1
    if unit in {"weeks", "months", "days", "year"} or direction == "leading up to":
        return EventTime(phrase, "after" if sign > 0 else "before")
    letter = UNIT_OF_WORD[unit]
    return Offset(Amount(1, 1, {"K": "W"}.get(letter, letter)), sign, phrase=phrase)


def day_after(m: Match) -> Built:
    """The day after, the night before: from the narrative."""
    sign = -1 if m["dir"].lower() in {"before", "prior"} else 1
    unit = m["unit"].lower()
    return Pointed(UNIT_OF_WORD[unit], sign, "narrative", part=unit if unit in _PARTS else "")


def _point(point: str) -> tuple[int, ClockName]:
    word = point.lower().replace("very ", "").strip()
    step = {
        "last": -1,
        "past": -1,
        "previous": -1,
        "preceding": -1,
        "next": 1,
        "following": 1,
        "coming": 1,
        "upcoming": 1,
    }.get(word, 0)
    narrative = word in {"previous", "preceding", "following", "that", "same", "that same", "that very", "this same"}
    return step, "narrative" if narrative else "row"


def pointed_part(m: Match) -> Built:
    """Later that evening, this morning, last night, the following morning, the next morning."""
    point = m["point"].lower()
    step, clock_name = _point(point)
    unit = m["unit"].lower()
    if point == "next":
        clock_name = "narrative"
    if point == "last" and unit != "night":
        clock_name = "row"
    return Pointed("D", step, clock_name, part=unit)


def pointed_day(m: Match) -> Built:
    """The following day, same day, next working day."""
    point = m["point"].lower()
    working = "working" in point or "school" in point
    step = (
        1
        if point.split()[-1] in {"next", "following", "working", "school"}
        else -1
        if "prev" in point or "prec" in point
        else 0
    )
    return Pointed("working_day" if working else "D", step, "narrative")


_THE_NEXT: Final = re.compile(r"the\s{1,2}next\b", re.IGNORECASE)


def pointed_period(m: Match) -> Built:
    step, clock_name = _point(m["point"])
    if _THE_NEXT.match(m[0]):
        clock_name = "narrative"  # "the next month" follows what was told; "next month" follows the entry
    unit = UNIT_OF_WORD[m["unit"].lower()]
    if unit == "F" and step:
        return Length(Amount(1, 1, "F"), step, clock_name)
    if unit == "X":
        return Length(Amount(10, 10, "Y"), step, clock_name)
    pointed = Pointed(unit, step, clock_name)
    more = (m["more"] or "").split()
    part = {"early": "early", "late": "late"}.get(more[0].lower() if more else "")
    return Portion(pointed, part) if part else pointed


def counted_period(m: Match) -> Built:
    """The last two weeks, the following 3 months, the first 12 weeks of his life."""
    size = amount(m)
    if size is None:
        return None
    point = m["point"].lower()
    if point == "first":
        return Length(size, phrase=(m["anchor"] or "").strip())
    step, clock_name = _point(point)
    return Length(size, step, clock_name)


def today(m: Match) -> Built:
    word = m["word"].lower()
    step = -1 if word in TABLES["yesterday"] else 1 if word in TABLES["tomorrow"] else 0
    pod = (m.groupdict().get("pod") or "").lower()
    return Pointed("D", step, "row", part="night" if word == "tonight" else pod)


def period_part(m: Match) -> Built:
    part = {"end": "late", "beginning": "early", "start": "early", "middle": "mid"}[
        re.findall(r"end|beginning|start|middle", m[0].lower())[0]
    ]
    step, _ = _point(m["det"] or "the")
    clock_name: ClockName = "narrative" if (m["det"] or "the").lower() in {"the", "that"} else "row"
    return Portion(Pointed(UNIT_OF_WORD[(m["unit"] or m["unit_"]).lower()], step, clock_name), part)


def event_bound(m: Match) -> Built:
    direction = m["dir"].lower()
    after = direction in {"since", "after", "following", "post"}
    return EventTime(m["anchor"].strip(), "after" if after else "before")
