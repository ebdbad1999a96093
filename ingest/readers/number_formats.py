"""What a person sees in a spreadsheet cell: a number and its format become words, and a date where it is one.

    (44321.6042, "dd/mm/yyyy hh:mm")  ->  Shown("05/05/2021 14:30", datetime(2021, 5, 5, 14, 30))
    (44287.0, "mmm-yy")              ->  Shown("Apr-21", None): the author wrote a month, Excel stored its first day
    (0.92, "0%")                     ->  Shown("92%", 0.92)

Excel keeps a date as days since an epoch (1900, or 1904 in files from old Macs). Month-first formats are
shown day first: the typed value beside it leaves no doubt, and every other date of a case is read so.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from ingest.raw import CellValue

EPOCH_1900: Final = CALENDAR_WINDOWS_1900
EPOCH_1904: Final = CALENDAR_MAC_1904

# Formats that Excel keeps by number and shows by the country of the computer: here England.
_BUILTIN: Final = {**BUILTIN_FORMATS, 14: "dd/mm/yyyy", 22: "dd/mm/yyyy hh:mm"} | dict.fromkeys(
    (*range(27, 32), 36, *range(50, 59)), "dd/mm/yyyy"
)
_TOKEN: Final = re.compile(
    r"""\[[^\]]*\]|"[^"]*"|\\.|_.|\*.|y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}(?:\.0+)?|AM/PM|A/P|.""",
    re.IGNORECASE | re.DOTALL,
)
_MONTH_FIRST: Final = re.compile(r"^m{1,2}[-/. ]d{1,2}(?=[-/. ]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """The words a person sees and the typed value behind them."""

    text: str
    value: CellValue


def format_code(number: int, custom: dict[int, str]) -> str:
    """The code of a format by its number: the file's own, else one that Excel knows."""
    return custom.get(number) or _BUILTIN.get(number, "General")


def shown(number: float, code: str, epoch: dt.datetime) -> Shown:
    """A number as its format shows it, with its date or time where the format makes it one."""
    if _is_date(code):
        moment = _moment(number, code, epoch)
        if moment is not None:
            return moment
    return Shown(_number(number, code), int(number) if float(number).is_integer() else number)


@cache
def _is_date(code: str) -> bool:
    return bool(is_date_format(code))


def _moment(number: float, code: str, epoch: dt.datetime) -> Shown | None:
    """The date or time of a serial number; None where there is no such day (Excel shows ####)."""
    if is_timedelta_format(code):
        minutes = round(number * 24 * 60)
        return Shown(f"{minutes // 60}:{minutes % 60:02d}", number) if minutes >= 0 else None
    try:
        moment = from_excel(number, epoch)
    except (OverflowError, ValueError):
        return None
    if isinstance(moment, dt.time):
        return Shown(_render(dt.datetime.combine(dt.date.min, moment), code), moment.replace(microsecond=0))
    if not isinstance(moment, dt.datetime):
        return None
    try:
        moment = (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    except OverflowError:
        return None
    return Shown(_render(moment, code), _value(moment, code))


def _value(moment: dt.datetime, code: str) -> CellValue:
    tokens = _tokens(code)
    has_day = any(t[0] == "d" for t in tokens)
    has_clock = any(t[0] in "hs" for t in tokens)
    month_or_year_only = not has_day and not has_clock and moment.day == 1 and moment.time() == dt.time()
    if month_or_year_only:
        return None
    return moment if has_clock or moment.time() != dt.time() else moment.date()


@cache
def _tokens(code: str) -> tuple[str, ...]:
    """The parts of the first section of a format, minutes told apart from months as "M"."""
    section = re.sub(r'(\[\$[^\]]*\]|"[^"]*"|\\.)|;.*', lambda m: m.group(1) or "", code, flags=re.DOTALL)
    section = re.sub(r"^\[\$[^\]]*\]", "", section)
    if _MONTH_FIRST.match(section):
        section = _MONTH_FIRST.sub("dd/mm", section)
    tokens = [t if t[0] in '["\\_*' else t.lower() for t in _TOKEN.findall(section)]
    named = [i for i, t in enumerate(tokens) if t[0] in "ymdhs" and t[0] not in '"[']
    for place, index in enumerate(named):
        before = tokens[named[place - 1]][0] if place else ""
        after = tokens[named[place + 1]][0] if place + 1 < len(named) else ""
        if tokens[index][0] == "m" and len(tokens[index]) <= 2 and (before == "h" or after == "s"):
            tokens[index] = "M" * len(tokens[index])
    return tuple(tokens)


def _render(moment: dt.datetime, code: str) -> str:
    tokens = _tokens(code)
    twelve = "am/pm" in tokens or "a/p" in tokens
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    year, short = f"{moment.year:04d}", f"{moment.year % 100:02d}"
    words = {
        "yyyy": year, "yyy": year, "yy": short, "y": short,
        "mmmmm": f"{moment:%B}"[0], "mmmm": f"{moment:%B}", "mmm": f"{moment:%b}",
        "mm": f"{moment.month:02d}", "m": str(moment.month),
        "dddd": f"{moment:%A}", "ddd": f"{moment:%a}", "dd": f"{moment.day:02d}", "d": str(moment.day),
        "hh": f"{hour:02d}", "h": str(hour), "MM": f"{moment.minute:02d}", "M": str(moment.minute),
        "ss": f"{moment.second:02d}", "s": str(moment.second),
        "am/pm": f"{moment:%p}", "a/p": f"{moment:%p}"[:1],
    }  # fmt: skip
    return "".join(words[t] if t in words else _literal(t, moment) for t in tokens).strip()


def _literal(token: str, moment: dt.datetime) -> str:
    if token[0] == '"':
        return token.strip('"')
    if token[0] == "\\":
        return token[1:]
    if token.startswith("s"):
        return f"{moment.second:02d}"
    return "" if token[0] in "[_*@" else token


def _number(number: float, code: str) -> str:
    """A plain number: whole ones without a point, percentages and leading zeros as their format says."""
    section = code.partition(";")[0]
    if "%" in section:
        places = len(match.group(1)) if (match := re.search(r"\.(0+)", section)) else 0
        return f"{number * 100:.{places}f}%"
    whole = float(number).is_integer()
    if whole and re.fullmatch(r"0{2,}", section):
        return str(int(number)).zfill(len(section))
    text = str(int(number)) if whole and abs(number) < 1e15 else repr(float(number))
    return f"£{text}" if "£" in section else text
