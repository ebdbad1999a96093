"""Symbols of clock times and parts of the day."""

from __future__ import annotations

import datetime as dt
from typing import Final

from ingest.language.times.symbols import (
    ClockTime,
    Hedged,
    Symbol,
)
from ingest.language.times.values import Built, Match, key, number

LAST_OF_DAY: Final = 6  # the last hour that is of the afternoon where nothing says so


def clock_on(date: Symbol | None, hour: int, minute: int) -> Built:
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59:
        return date
    at = dt.time(hour, minute)
    return ClockTime(at, at, date=date)


def _hour(hour: int, suffix: str) -> int:
    """The hour on a 24-hour clock; "13:30pm" is 13:30 and "01:00am" one in the night."""
    mark = suffix.lower().replace(".", "").strip()
    if mark.startswith("p") and hour < 12:
        return hour + 12
    if mark.startswith("a") and hour == 12:
        return 0
    return hour


def _daytime(hour: int) -> str:
    """ "Half past two", said without its half of the day, is in the afternoon: services work by day."""
    return "pm" if 1 <= hour <= LAST_OF_DAY else ""


def clock(m: Match) -> Built:
    groups = m.groupdict()
    if groups.get("word"):
        return clock_on(None, 0 if groups["word"].lower() == "midnight" else 12, 0)
    suffix = groups.get("ap") or ""
    pod = (groups.get("pod") or "").lower()
    if pod in {"afternoon", "evening", "at night"}:
        suffix = "pm"
    hour = int(groups["h"]) if groups.get("h") else int(number(groups["hw"])[0])
    if "clock" in suffix.lower() and not pod:
        suffix = _daytime(hour)
    if groups.get("mi") is None and (hour > 24 or hour == 0 or ("m" in suffix and hour > 12)):
        return None
    return clock_on(None, _hour(hour, suffix), int((groups.get("mi") or "0").upper().replace("O", "0")))


def clock_half(m: Match) -> Built:
    """Half eight: half past eight, as it is said in England."""
    hour = int(number(m["hour"])[0])
    return clock_on(None, _hour(hour, m["ap"] or ""), 30)


def clock_ish(m: Match) -> Built:
    """3ish, 3.30ish: about that time."""
    hour = _hour(int(m["h"]), m["ap"] or "")
    if hour > 23 or hour == 0:
        return None
    at = dt.time(hour, int(m["mi"] or 0))
    return Hedged(ClockTime(at, at), "around")


def clock_range(m: Match) -> Built:
    """2-3pm, 10.30 to 11.15am: the first hour takes the second's half of the day if that fits."""
    suffix = m["ap2"] or "hrs"
    last = _hour(int(m["h2"]), suffix)
    first = _hour(int(m["h"]), m["ap"] or ("" if int(m["h"]) > 12 else suffix))
    if m["ap"] is None and first > last:
        first = int(m["h"])
    mi, mi2 = int(m["mi"] or 0), int(m["mi2"] or 0)
    if max(first, last) > 23 or max(mi, mi2) > 59:
        return None
    if suffix.lower().startswith("h") and m["mi"] is None and m["mi2"] is None:
        return None  # "2-3 hours" is a duration
    return ClockTime(dt.time(first, mi), dt.time(last, mi2))


def clock_words(m: Match) -> Built:
    """Half past two, quarter to three, 10 to 4."""
    frac = key(m["frac"]).removeprefix("a ")
    minutes = {"half": 30, "quarter": 15}.get(frac)
    if minutes is None:
        minutes = int(number(frac.split()[0])[0]) if frac.split()[0].isdigit() else int(number(frac)[0])
    hour = int(number(m["hour"])[0])
    suffix = m["ap"] or ("pm" if m["pod"] in {"afternoon", "evening"} else "" if m["pod"] else _daytime(hour))
    if not 1 <= hour <= 12 or minutes > 30 or (m["dir"].lower() == "to" and minutes == 30):
        return None
    hour = _hour(hour, suffix)
    if m["dir"].lower() == "to":
        hour, minutes = (hour - 1) % 24, 60 - minutes
    return clock_on(None, hour, minutes)


def part_of_day(m: Match) -> Built:
    if m["over"]:
        return ClockTime(part="overnight")
    if m["ooh"]:
        return ClockTime(part="ooh")
    return ClockTime(part=m["pod"].lower())
