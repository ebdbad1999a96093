"""Move every date of a text by a number of days, each in the form in which it was written.

    text, base  ->  read_times  ->  the dates among them  ->  pieces (d/m/y, day and month, month, year)  ->  edits

"12.03.21" stays three numbers with full stops, "the 13th March" keeps its ordinal. What cannot be said in its own form
("early March", "Easter") is written out as days. Counts, ages, clock times, weekdays and "two days later" stay: by
whole weeks a weekday is still right. A date that the reader finds impossible becomes "[date]".
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from ingest.language.times import Timex, read_times
from model.pseudonyms.pseudonymiser import Edit
from model.pseudonyms.recognise import birth_cue
from model.unseen import folded
from model.when import When, in_words

UNREAD: Final = "[date]"
_USUAL: Final = dt.date(2020, 7, 1)  # the base of a text that stands by no date
_MONTHS: Final = (
    {name.casefold(): n for n, name in enumerate(calendar.month_name) if n}
    | {name.casefold(): n for n, name in enumerate(calendar.month_abbr) if n}
    | {"sept": 9}
)
_MONTH: Final = r"(?P<month>" + "|".join(sorted(_MONTHS, key=lambda m: -len(m))) + r")\.?(?![A-Za-z])"
_YEAR: Final = r"(?P<year>(?:19|20)\d{2}|\d{2})"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<sep>-)(?P<m>\d{2})-(?P<day>\d{2})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?P<sep>\s?[./\-]\s?)(?P<m>\d{{1,2}})(?:[./\-]|\s?[./\-]\s?){_YEAR}(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?P<nth>st|nd|rd|th)?(?P<gap>[\s\-.]{{0,2}}(?:of\s)?){_MONTH}(?:(?P<sep>[\s,'’\-]{{0,3}}){_YEAR}(?!\d|[:.]\d))?",
        rf"{_MONTH}(?P<gap>\s{{1,2}}(?:the\s)?)(?P<day>\d{{1,2}})(?P<nth>st|nd|rd|th)?(?:(?P<sep>,?\s{{1,2}}){_YEAR}(?!\d|[:.]\d))?(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?!\d)",
    )
)
_MONTH_YEAR: Final = re.compile(rf"{_MONTH}(?P<sep>[\s,'’\-/]{{1,3}}){_YEAR}(?!\d)", re.IGNORECASE)
_MONTH_ALONE: Final = re.compile(_MONTH, re.IGNORECASE)
_YEAR_ALONE: Final = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)")
_CLOCK: Final = re.compile(
    r"(?<!\d)(?:\d{1,2}[:.]\d{2}(?::\d{2})?|\d{4}(?=\s?(?:hrs|hours|h)\b)|\d{1,2}(?=\s?(?:am|pm)\b))"
    r"\s?(?:am|pm|hrs|hours|h)?|(?<=at )\d{4}",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"\b(?:early|mid|middle|late|start|beginning|end|first|second|third|last|half)\b", re.IGNORECASE
)
_TELLING: Final = (
    "festival",
    "season",
    "term",
    "school",
    "quarter",
    "month",
    "year",
    "dmy",
    "dm",
    "iso",
    "holiday",
    "ordinal",
    "week-of",
    "half",
)
_LATER: Final = ("offset", "ago", "pointed")


def move_dates(text: str, base: dt.date | None, days: int) -> list[Edit]:
    """The edits that move every date of a text by so many days, left to right."""
    changed = folded(text)
    if changed is not None:
        plain, places = changed
        return [(places[s], places[e - 1] + 1, new) for s, e, new in move_dates(plain, base, days)]
    edits: list[Edit] = []
    for timex in read_times(text, base or _USUAL):
        if timex.type in ("DATE", "TIME") and _tells_a_day(timex):
            new = _moved(timex, base or _USUAL, days)
            if new != timex.text:
                edits.append((timex.start, timex.end, new))
    return edits


def birthdays(text: str) -> list[tuple[int, int]]:
    """The dates of a text that its words call a date of birth."""
    if not any(char.isdigit() for char in text):
        return []
    changed = folded(text)
    if changed is not None:
        plain, places = changed
        return [(places[s], places[e - 1] + 1) for s, e in birthdays(plain)]
    cue = birth_cue()
    return [
        (t.start, t.end)
        for t in read_times(text, _USUAL)
        if t.type == "DATE" and _tells_a_day(t) and cue.search(text[max(0, t.start - 40) : t.start])
    ]


def _tells_a_day(timex: Timex) -> bool:
    """Whether the expression names a place in the calendar by itself."""
    if any(form.search(timex.text) for form in (*_FORMS[:4], _MONTH_YEAR, _YEAR_ALONE)):
        return True
    rules = timex.rule.split("+")
    if any(name in rule for rule in rules for name in _LATER):
        return bool(_MONTH_ALONE.search(timex.text)) and "may" not in timex.text
    return any(rule.startswith(name) or name in rule for rule in rules for name in _TELLING)


def _moved(timex: Timex, base: dt.date, days: int) -> str:
    """The words of a date so many days later, in its own form where that can be."""
    text = timex.text
    if timex.when is None and timex.point is None:
        return _by_pieces(text, None, base, days) or UNREAD
    when = timex.point or timex.when
    own = _by_pieces(text, when, base, days)
    if own is not None:
        return own
    if not _PART.search(text):
        for form, move in ((_MONTH_YEAR, _move_month), (_MONTH_ALONE, _move_month), (_YEAR_ALONE, _move_year)):
            found = list(form.finditer(text))
            rest = form.sub("", text)
            if len(found) == 1 and not any(c.isdigit() for c in _CLOCK.sub("", rest)) and not _other_words(timex, form):
                return form.sub(lambda m, move=move: move(m, when, base, days), text, count=1)  # type: ignore[misc]
    told = timex.when.shifted(days) if timex.when else None
    return in_words(told) if told else UNREAD


def _other_words(timex: Timex, form: re.Pattern[str]) -> bool:
    """Whether more than a month or a year is told: a season, a feast, a term."""
    names = ("festival", "season", "term", "school", "quarter", "holiday", "ordinal", "half")
    return any(name in timex.rule for name in names)


def _by_pieces(text: str, when: When | None, base: dt.date, days: int) -> str | None:
    """The text with each full day in it moved; None where something else of a date is left."""
    rest, found = text, []
    for form in _FORMS:
        for match in form.finditer(rest):
            day = _day_of(match, when, base)
            if day is None:
                return None
            found.append((match.start(), match.end(), _written(match, day + dt.timedelta(days=days))))
        rest = form.sub(lambda m: "#" * len(m[0]), rest)
    if not found:
        return None
    left = _CLOCK.sub("", rest)
    if any(c.isdigit() for c in left) or _MONTH_ALONE.search(left):
        return None
    out, at = [], 0
    for start, end, new in sorted(found):
        out += [text[at:start], new]
        at = end
    return "".join([*out, text[at:]])


def _day_of(match: re.Match[str], when: When | None, base: dt.date) -> dt.date | None:
    parts = match.groupdict()
    month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["month"].casefold()]
    day = int(parts["day"])
    if parts.get("year"):
        return _date(_whole_year(parts["year"], base), month, day)
    for known in _known_days(when):
        if (known.day, known.month) == (day, month):
            return known
    return _date(base.year, month, day)


def _known_days(when: When | None) -> Iterator[dt.date]:
    for known in (when, *(when.alternatives if when else ())):
        if known is not None:
            yield from (day for day in (known.start, known.end) if day)


def _whole_year(year: str, base: dt.date) -> int:
    if len(year) == 4:
        return int(year)
    near = base.year - base.year % 100 + int(year)
    return near - 100 if near > base.year + 10 else near


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _written(match: re.Match[str], day: dt.date) -> str:
    """A day in the form of the match."""
    parts, text = match.groupdict(), match[0]
    iso = bool(parts.get("m")) and match.start("day") > match.start("m")
    new = {"day": _number(parts["day"], day.day, padded=iso)}
    if parts.get("nth"):
        new["nth"] = _ordinal(day.day, parts["nth"])
    if parts.get("m"):
        new["m"] = _number(parts["m"], day.month, padded=iso or parts["day"].startswith("0"))
    if parts.get("month"):
        new["month"] = _month(parts["month"], day.month)
    if parts.get("year"):
        new["year"] = f"{day.year}" if len(parts["year"]) == 4 else f"{day.year % 100:02d}"
    out, at = "", match.start()
    for name in sorted(new, key=lambda n: match.start(n)):
        out += match.string[at : match.start(name)] + new[name]
        at = match.end(name)
    return out + text[at - match.start() :]


def _number(old: str, new: int, *, padded: bool = False) -> str:
    return f"{new:02d}" if padded or old.startswith("0") else str(new)


def _ordinal(day: int, like: str) -> str:
    end = "th" if 10 < day % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return end.upper() if like.isupper() else end


def _month(old: str, month: int) -> str:
    full = old.casefold() in (name.casefold() for name in calendar.month_name)
    name = calendar.month_name[month] if full else calendar.month_abbr[month]
    if old.isupper():
        return name.upper()
    return name.lower() if old.islower() else name


def _move_month(match: re.Match[str], when: When | None, base: dt.date, days: int) -> str:
    """A month as the one in which its middle comes to lie."""
    parts = match.groupdict()
    month = _MONTHS[parts["month"].casefold()]
    start = when.start or when.end if when else None
    year = _whole_year(parts["year"], base) if parts.get("year") else start.year if start else base.year
    middle = dt.date(year, month, 15) + dt.timedelta(days=days)
    new = _month(parts["month"], middle.month)
    if parts.get("year"):
        new += parts["sep"] + (f"{middle.year}" if len(parts["year"]) == 4 else f"{middle.year % 100:02d}")
    return new


def _move_year(match: re.Match[str], when: When | None, base: dt.date, days: int) -> str:
    return str((dt.date(int(match["year"]), 7, 1) + dt.timedelta(days=days)).year)
