"""Turn a match of the grammar into its symbol: one small function a rule, named in `times.toml`.

A builder returns a Symbol, a (Symbol, mark) pair where the words only announce the date after them
("w/c", "overnight"), or None where the words are no time after all (an hour of 31, a month of 14).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

from ingest.language.times.grammar import WORDS
from ingest.language.times.spelling import read_plain
from ingest.language.times.symbols import (
    Age,
    Amount,
    Calendar,
    ClockTime,
    EventTime,
    Length,
    Night,
    Offset,
    Period,
    Pointed,
    Portion,
    Recurrence,
    Span,
    Symbol,
)

Match = re.Match[str]
Built = Symbol | tuple[Symbol, str] | None
_SHORT_UNIT: Final = {"7": "D", "52": "W", "12": "M"}
NOW: Final = Pointed("D", 0, "row")
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
        "from now",
        "from today",
        "time",
        "into",
        "later than",
    }
)
_FROM_ROW: Final = frozenset({"ago", "hence", "from now", "from today", "time", "back"})


def key(text: str) -> str:
    """A word as the tables spell it: lower case, single blanks, straight apostrophes."""
    return " ".join(text.lower().replace("’", "'").split())


def lookup(table: str, text: str) -> object:
    """The value of a word, its apostrophe present or not."""
    words = WORDS[table]
    word = key(text)
    return words[word] if word in words else words.get(word.replace("'", ""))


def number(text: str) -> tuple[float, float, bool]:
    """Fewest and most that a number word means, and whether it is vague.

    >>> number("twenty-six")
    (26.0, 26.0, False)
    """
    word = key(text)
    if word in WORDS["vague"]:
        low, high = WORDS["vague"][word]
        return float(low), float(high), low != high
    if word[0].isdigit() or word == "½":
        value = float(word.replace("½", ".5"))
        return value, value, False
    if word in WORDS["number"]:
        return float(WORDS["number"][word]), float(WORDS["number"][word]), False
    value = float(sum(WORDS["number"].get(part, 0) for part in re.split(r"[- ]", word)))
    return value, value, False


def amount(m: Match) -> Amount | None:
    """The amount of a rule that uses %amount% or %short%."""
    groups = m.groupdict()
    if groups.get("uh"):
        return Amount(30, 30, "N")
    if groups.get("sn"):
        low = float(groups["sn"])
        return Amount(low, float(groups.get("sn2") or low), _SHORT_UNIT[groups["den"]])
    if not groups.get("n") or not groups.get("u"):
        return None
    low, high, vague = number(groups["n"])
    if groups.get("n2"):
        _, high, _ = number(groups["n2"])
    if groups.get("half") or groups.get("half2"):
        low, high = low + 0.5, high + 0.5
    unit = str(lookup("unit", groups["u"]))
    more = None
    if groups.get("n3"):
        extra, _, _ = number(groups["n3"])
        more_unit = str(lookup("unit", groups["u3"]))
        more = Amount(extra, extra, more_unit)
    return Amount(min(low, high), max(low, high), unit, vague, more)


def year_of(text: str | None) -> tuple[int | None, bool]:
    """A year as written: its number, and whether only two digits stand for it."""
    if not text:
        return None, False
    digits = text.strip("'’ ")
    return int(digits), len(digits) == 2


def numeric(m: Match) -> Built:
    """D/M/Y, ISO, D/M, M/Y; a clock time behind an ISO date."""
    groups = m.groupdict()
    year, short = year_of(groups.get("y"))
    month = int(groups["m"])
    day = int(groups["d"]) if groups.get("d") else None
    date: Symbol = Calendar(year, short, month, day)
    if day is not None and month > 12 >= day:
        date = Calendar(year, short, day, month, month_first=True)
    elif month > 12 or month == 0 or day == 0 or (day or 0) > 31:
        if year is None:
            return None
        date = Calendar(year, short, None, None, impossible=True)
    if groups.get("h"):
        return _clock_on(date, int(groups["h"]), int(groups["mi"]))
    return date


def written(m: Match) -> Built:
    """A day and a month in words, with or without a year."""
    groups = m.groupdict()
    year, short = year_of(groups.get("y"))
    day = int(lookup("ordinal", groups["ord"])) if groups.get("ord") else int(groups["d"])  # type: ignore[call-overload]
    month = int(lookup("month", groups["mon"]))  # type: ignore[call-overload]
    if not 1 <= day <= 31:
        return None
    return Calendar(year, short, month, day)


def odd_written(m: Match) -> Built:
    """Plain forms in an unusual order and misspelt months: handed on, as one short span."""
    day = read_plain(m[0])
    return None if day is None else Calendar(day.year, False, day.month, day.day)


def month_year(m: Match) -> Built:
    return Calendar(int(m["y"]), False, int(lookup("month", m["mon"])))  # type: ignore[call-overload]


def month_number(m: Match) -> Built:
    """ "April 21": month and year, the day kept as the other reading; "May 5" is a day."""
    month, value = int(lookup("month", m["mon"])), int(m["yy"])  # type: ignore[call-overload]
    day = Calendar(None, False, month, value) if 1 <= value <= 31 else None
    if len(m["yy"]) == 1:
        return day
    return Calendar(value, True, month, other=day)


def month(m: Match) -> Built:
    return Calendar(None, False, int(lookup("month", m["mon"])))  # type: ignore[call-overload]


def year(m: Match) -> Built:
    return Calendar(int(m["y"]))


def short_year(m: Match) -> Built:
    return Calendar(int(m["yy"]), True)


def bare_day(m: Match) -> Built:
    return Calendar(day=int(m["d"]))


def day_of_month(m: Match) -> Built:
    which = {"last": -1, "next": 1}.get((m["which"] or "").lower(), 0)
    return Calendar(day=int(m["d"]), month_shift=which)


def _clock_on(date: Symbol | None, hour: int, minute: int) -> Built:
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


def clock(m: Match) -> Built:
    groups = m.groupdict()
    if groups.get("word"):
        return _clock_on(None, 0 if groups["word"].lower() == "midnight" else 12, 0)
    suffix = groups.get("ap") or ""
    pod = (groups.get("pod") or "").lower()
    if pod in {"afternoon", "evening", "at night"}:
        suffix = "pm"
    hour = int(groups["h"])
    if groups.get("mi") is None and (hour > 24 or hour == 0 or ("m" in suffix and hour > 12)):
        return None
    return _clock_on(None, _hour(hour, suffix), int((groups.get("mi") or "0").upper().replace("O", "0")))


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
    suffix = m["ap"] or ("pm" if m["pod"] in {"afternoon", "evening"} else "")
    if not 1 <= hour <= 12 or minutes > 30 or (m["dir"].lower() == "to" and minutes == 30):
        return None
    hour = _hour(hour, suffix)
    if m["dir"].lower() == "to":
        hour, minutes = (hour - 1) % 24, 60 - minutes
    return _clock_on(None, hour, minutes)


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


def later_in(m: Match) -> Built:
    """Later in the month, earlier in the year."""
    unit = m["unit"].lower()
    clock_name = "row" if m["more"].lower() == "earlier" else "narrative"
    return Pointed(_UNIT_OF_WORD[unit], 0, clock_name, part=unit if unit in _PARTS else "")  # type: ignore[arg-type]


def _period(kind: str, m: Match, name: str) -> Period:
    groups = m.groupdict()
    value, short = year_of(groups.get("y"))
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get((groups.get("det") or "").lower(), 0)
    return Period(kind, name, value, short, step)  # type: ignore[arg-type]


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
    which = groups.get("q") or groups.get("qn") or str(WORDS["cardinal"].get(key(groups.get("ord") or "first"), 1))
    value, short = year_of(groups.get("y"))
    name = f"fy{which}" if groups.get("fy") else which
    return Period("quarter", name, value, short)


def half(m: Match) -> Built:
    month_ = int(lookup("month", m["mon"])) if m["mon"] else None  # type: ignore[call-overload]
    value, short = year_of(m["y"])
    return Period("half", m["ord"].lower(), value, short, month=month_)


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
    kind = "academic" if (m["kind"] or "").lower() in {"academic", "school"} else "financial"
    return Period(kind, "", first)  # type: ignore[arg-type]


def decade(m: Match) -> Built:
    value = int(m["dec"])
    if value < 100:
        value += 1900 if value >= 30 else 2000
    return Period("decade", "", value)


def weekday(m: Match) -> Built:
    """A weekday alone (marked for the resolver) or pointed at: last, next, previous, following, that."""
    groups = m.groupdict()
    day = int(lookup("weekday", groups["wd"].rstrip(".")))  # type: ignore[call-overload]
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


def weekday_set(m: Match) -> Built:
    if m["wds"]:
        return Recurrence(f"XXXX-WXX-{int(lookup('weekday', m['wds'])) + 1}")  # type: ignore[call-overload]
    return Recurrence(f"XXXX-WXX-{int(lookup('weekday', m['wd'])) + 1}")  # type: ignore[call-overload]


_UNIT_OF_WORD: Final = {
    "day": "D", "night": "D", "morning": "D", "afternoon": "D", "evening": "D", "week": "W", "weeks": "W", "days": "D",
    "months": "M", "month": "M", "year": "Y", "weekend": "K", "fortnight": "F", "quarter": "Q", "term": "term",
    "bank holiday weekend": "BW", "lunchtime": "D", "teatime": "D", "early hours": "D", "am": "D", "pm": "D",
}  # fmt: skip
_PARTS: Final = frozenset(
    {"night", "morning", "afternoon", "evening", "lunchtime", "teatime", "early hours", "am", "pm"}
)


def day_before_last(m: Match) -> Built:
    sign = -1 if m["dir"].lower() == "before" else 1
    unit = _UNIT_OF_WORD[m["unit"].lower()]
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
    letter = _UNIT_OF_WORD[unit]
    return Offset(Amount(1, 1, {"K": "W"}.get(letter, letter)), sign, phrase=phrase)


def day_after(m: Match) -> Built:
    """The day after, the night before: from the narrative."""
    sign = -1 if m["dir"].lower() in {"before", "prior"} else 1
    unit = m["unit"].lower()
    return Pointed(_UNIT_OF_WORD[unit], sign, "narrative", part=unit if unit in _PARTS else "")


def _point(point: str) -> tuple[int, str]:
    word = point.lower().replace("very ", "").strip()
    step = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "following": 1, "coming": 1}.get(
        word, 0
    )
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
    return Pointed("D", step, clock_name, part=unit)  # type: ignore[arg-type]


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


def pointed_period(m: Match) -> Built:
    step, clock_name = _point(m["point"])
    unit = _UNIT_OF_WORD[m["unit"].lower()]
    if unit == "F" and step:
        return Length(Amount(1, 1, "F"), step, clock_name)  # type: ignore[arg-type]
    pointed = Pointed(unit, step, clock_name)  # type: ignore[arg-type]
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
    return Length(size, step, clock_name)  # type: ignore[arg-type]


def today(m: Match) -> Built:
    word = m["word"].lower()
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    pod = (m.groupdict().get("pod") or "").lower()
    return Pointed("D", step, "row", part="night" if word == "tonight" else pod)


def period_part(m: Match) -> Built:
    part = {"end": "late", "beginning": "early", "start": "early", "middle": "mid"}[
        re.findall(r"end|beginning|start|middle", m[0].lower())[0]
    ]
    step, _ = _point(m["det"])
    clock_name = "narrative" if m["det"].lower() in {"the", "that"} else "row"
    return Portion(Pointed(_UNIT_OF_WORD[m["unit"].lower()], step, clock_name), part)  # type: ignore[arg-type]


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
    from ingest.language.times.symbols import iso_amount

    return Recurrence(iso_amount(Amount(low, high, "W" if unit == "K" else unit)))


_LY: Final = {
    "weekly": "W", "wkly": "W", "fortnightly": "F", "monthly": "M", "mthly": "M", "daily": "D", "nightly": "D",
    "annually": "Y", "annual": "Y", "yearly": "Y", "quarterly": "Q", "hourly": "H",
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
    from ingest.language.times.symbols import iso_amount

    return Recurrence(iso_amount(Amount(low, high, unit)))


def set_count(m: Match) -> Built:
    return Recurrence(None)


def age(m: Match) -> Built:
    groups = m.groupdict()
    if groups.get("short"):
        value = float(groups["short"])
        return Age(Amount(value, value, _SHORT_UNIT[groups["den"]]), "age")
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
    direction = key(groups["dir"])
    phrase = re.sub(r"^(?:to|the(?=\sthe))\s+", "", (groups.get("anchor") or "").strip())
    sign = 1 if direction in _AFTER else -1
    within = direction in {"of", "into", "until"}
    if direction in {"old", "of age", "postnatal"}:
        return Age(size, "age")
    clock_name = "row" if direction in _FROM_ROW or (direction == "on" and not phrase) else "narrative"
    if direction == "on" and not phrase:
        clock_name = "narrative"
    return Offset(size, sign, clock_name, phrase, within=within and bool(phrase))  # type: ignore[arg-type]


def weekday_offset(m: Match) -> Built:
    weeks = {"week": 1, "fortnight": 2}.get(m["n"].lower()) or int(number(m["n"].split()[0])[0])
    word = m["wd"].lower()
    base: Symbol = (
        Pointed("D", 0 if word == "today" else 1, "row")
        if word in {"today", "tomorrow"}
        else Pointed("weekday", 1, "row", int(lookup("weekday", word)))  # type: ignore[call-overload]
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


def whole(m: Match) -> Built:
    unit = _UNIT_OF_WORD[m["u"].lower()]
    return Length(Amount(1, 1, unit))


def event_bound(m: Match) -> Built:
    direction = m["dir"].lower()
    after = direction in {"since", "after", "following", "post"}
    return EventTime(m["anchor"].strip(), "after" if after else "before")


def part_of_day(m: Match) -> Built:
    if m["over"]:
        return ClockTime(part="overnight")
    if m["ooh"]:
        return ClockTime(part="ooh")
    return ClockTime(part=m["pod"].lower())


BUILDERS: Final[dict[str, Callable[[Match], Built]]] = {
    "numeric": numeric,
    "written": written,
    "odd_written": odd_written,
    "month_year": month_year,
    "month_number": month_number,
    "month": month,
    "year": year,
    "short_year": short_year,
    "bare_day": bare_day,
    "day_of_month": day_of_month,
    "clock": clock,
    "clock_range": clock_range,
    "clock_words": clock_words,
    "week_mark": week_mark,
    "night_mark": night_mark,
    "night_days": night_days,
    "ordinal_range": ordinal_range,
    "later_in": later_in,
    "term": term,
    "school_break": school_break,
    "festival": festival,
    "season": season,
    "quarter": quarter,
    "half": half,
    "split_year": split_year,
    "decade": decade,
    "weekday": weekday,
    "weekday_set": weekday_set,
    "day_before_last": day_before_last,
    "event_day": event_day,
    "day_after": day_after,
    "pointed_part": pointed_part,
    "pointed_day": pointed_day,
    "pointed_period": pointed_period,
    "counted_period": counted_period,
    "today": today,
    "period_part": period_part,
    "set": set_,
    "set_ly": set_ly,
    "set_count": set_count,
    "age": age,
    "postnatal": postnatal,
    "life_day": life_day,
    "gestation": gestation,
    "shorthand": shorthand,
    "offset": offset,
    "weekday_offset": weekday_offset,
    "duration": duration,
    "whole": whole,
    "event_bound": event_bound,
    "part_of_day": part_of_day,
}
