"""Symbols of amounts: sets, ages, gestations, offsets, durations."""

from __future__ import annotations

import re
from typing import Final

from ingest.language.times.build_pointed import UNIT_OF_WORD
from ingest.language.times.symbols import (
    Age,
    Amount,
    ClockName,
    Length,
    Offset,
    Pointed,
    Recurrence,
    Symbol,
    iso_amount,
)
from ingest.language.times.values import SHORT_UNIT, Built, Match, amount, key, lookup, lookup_number, number

_AFTER: Final = frozenset(
    {
        "later",
        "after",
        "following",
        "from",
        "post",
        "since",
        "afterwards",
        "hence",
        "on",
        "on from",
        "from now",
        "from today",
        "time",
        "into",
        "later than",
    }
)


_FROM_ROW: Final = frozenset({"ago", "hence", "from now", "from today", "time", "back"})


def set_(m: Match) -> Built:
    groups = m.groupdict()
    word = groups["u"].lower()
    unit = str(lookup("unit", word) or "D")
    count = (groups.get("n") or "").strip().lower()
    low, high = (2.0, 2.0) if count in {"other", "second"} else (1.0, 1.0)
    if count and count not in {"other", "second"}:
        low, high, _ = number(count)
    if groups.get("n2"):
        high = number(groups["n2"])[1]
    return Recurrence(iso_amount(Amount(low, high, "W" if unit == "K" else unit)))


_LY: Final = {
    "weekly": "W", "wkly": "W", "fortnightly": "F", "monthly": "M", "mthly": "M", "daily": "D", "nightly": "D",
    "annually": "Y", "annual": "Y", "yearly": "Y", "quarterly": "Q", "hourly": "H", "hrly": "H",
}  # fmt: skip


def set_ly(m: Match) -> Built:
    """6 weekly, monthly, twice weekly (still a week), 6-8 weekly."""
    unit = _LY[m["ly"].lower()]
    count = (m["n"] or "").lower()
    low = high = 1.0
    if count in {"bi"}:
        low = high = 2.0
    elif count == "half":
        low = high = 0.5
    elif count and count not in {"twice", "once"}:
        low, high, _ = number(count)
    if m["n2"]:
        high = number(m["n2"])[1]
    if unit == "Q":
        low, high, unit = low * 3, high * 3, "M"
    return Recurrence(iso_amount(Amount(low, high, unit)))


def set_alternate(m: Match) -> Built:
    """Alternate weekends, every 2nd Saturday: every other one."""
    if m["wd"]:
        return Recurrence(f"XXXX-WXX-{lookup_number('weekday', m['wd']) + 1}")
    unit = UNIT_OF_WORD.get(m["u"].lower().rstrip("s"), "D")
    which = next((n for word, n in (("third", 3), ("3rd", 3), ("fourth", 4), ("4th", 4)) if word in m[0].lower()), 2)
    return Recurrence(iso_amount(Amount(which, which, "W" if unit == "K" else unit)))


def age_ym(m: Match) -> Built:
    """14y 3m, 2y2m, 14y: years and months of age."""
    years = float(m["n"])
    months = Amount(float(m["n3"]), float(m["n3"]), "M") if m["n3"] else None
    return Age(Amount(years, years, "Y", more=months), "age")


def set_count(m: Match) -> Built:
    return Recurrence(None)


def age(m: Match) -> Built:
    groups = m.groupdict()
    if groups.get("short"):
        value = float(groups["short"])
        return Age(Amount(value, value, SHORT_UNIT[groups["den"]]), "age")
    if groups.get("yo"):
        unit = {"m": "M", "w": "W"}.get(groups["yo"][0].lower(), "Y")
        return Age(Amount(float(groups["n"]), float(groups["n"]), unit), "age")
    if groups.get("n") and not groups.get("u"):
        low, high, _ = number(groups["n"])
        if groups.get("n2"):
            high = number(groups["n2"])[1]
        if groups.get("half2"):
            low, high = low + 0.5, high + 0.5
        if high > 110:
            return None
        return Age(Amount(low, high, "Y"), "age", unit_known=False)
    size = amount(m)
    return None if size is None or (size.unit in {"H", "N", "B"} and size.low > 72) else Age(size, "age")


def postnatal(m: Match) -> Built:
    size = amount(m)
    return None if size is None else Age(size, "age")


def life_day(m: Match) -> Built:
    low, _, _ = number(m["n"])
    high = float(m["n2"]) if m["n2"] else low
    return Age(Amount(low, high, "D"), "age") if high <= 365 else None


def gestation(m: Match) -> Built:
    groups = m.groupdict()
    if groups.get("sign"):
        past = int(groups["days"])
        if past > 21:
            return None
        days = 280 + (past if groups["sign"] in {"+", "plus"} else -past)
        return Age(
            Amount(days // 7, days // 7, "W", more=Amount(days % 7, days % 7, "D") if days % 7 else None), "gestation"
        )
    weeks, _, _ = number(groups["n"])
    last = number(groups["n2"])[0] if groups.get("n2") else weeks
    if not 1 <= weeks <= 45 or last > 45:
        return None
    extra = int(groups["days"]) if groups.get("days") else 0
    more = Amount(extra, extra, "D") if groups.get("days") is not None and extra else None
    return Age(Amount(weeks, last, "W", more=more), "gestation")


def shorthand(m: Match) -> Built:
    """3/7, 2/52, 4/12: a duration; where both numbers could be a date, that is the other reading."""
    size = amount(m)
    if size is None:
        return None
    return Length(size)


def offset(m: Match) -> Built:
    size = amount(m)
    if size is None:
        return None
    groups = m.groupdict()
    direction = key(groups["dir"]).removesuffix(" this").removesuffix(" that")
    phrase = re.sub(r"^(?:to|the(?=\sthe))\s+", "", (groups.get("anchor") or "").strip())
    sign = 1 if direction in _AFTER else -1
    within = direction == "of"
    if direction in {"old", "of age", "postnatal"}:
        return Age(size, "age")
    clock_name: ClockName = "row" if direction in _FROM_ROW or (direction == "on" and not phrase) else "narrative"
    if direction == "on" and not phrase:
        clock_name = "narrative"
    return Offset(size, sign, clock_name, phrase, within=within and bool(phrase))


def weekday_offset(m: Match) -> Built:
    weeks = {"week": 1, "fortnight": 2}.get(m["n"].lower()) or int(number(m["n"].split()[0])[0])
    word = m["wd"].lower()
    base: Symbol = (
        Pointed("D", 0 if word == "today" else 1, "row")
        if word in {"today", "tomorrow"}
        else Pointed("weekday", 1, "row", lookup_number("weekday", word))
    )
    return Offset(Amount(weeks, weeks, "W"), 1, of=base)


def duration(m: Match) -> Built:
    groups = m.groupdict()
    if groups.get("halfa"):
        return Length(
            Amount(30, 30, "N")
            if str(lookup("unit", groups["uh"])) == "H"
            else Amount(0.5, 0.5, str(lookup("unit", groups["uh"])))
        )
    if groups.get("amount") is None and groups.get("n") and "n2" not in groups:
        low, high, _vague = number(groups["n"])
        return Length(Amount(low, high, str(lookup("unit", groups["u"])), True))
    size = amount(m)
    return None if size is None else Length(size)


def between_amounts(m: Match) -> Built:
    """Between 2 and 6 hours: a length with its least and most; "between 3 and 5 years old" is an age."""
    size = Amount(number(m["n"])[0], number(m["n2"])[1], str(lookup("unit", m["u"])))
    if size.low >= size.high:
        return None
    return Age(size, "age") if m["old"] else Length(size)


def shared_unit(m: Match) -> Built:
    """28 and 32 weeks: the unit of the last belongs to those before it."""
    low, high, _ = number(m["n"])
    return Length(Amount(low, high, str(lookup("unit", m["u"]))))


def whole(m: Match) -> Built:
    unit = UNIT_OF_WORD[m["u"].lower()]
    return Length(Amount(1, 1, unit))
