"""Tell 10/12, ten months, from the tenth of December, where the words and the row's date settle it.

    Phrase of the rule "shorthand", clocks  ->  meant_as_date  ->  Calendar, or None: the duration stands

Health notes write 3/7 for days and 4/12 for months; everybody writes 10/12 for a day of December. A number that
no count of months reaches, or a day near the row's after a word that dates have before them, is a date.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from ingest.language.times.beside import word_before
from ingest.language.times.clocks import Clocks
from ingest.language.times.phrase import Phrase
from ingest.language.times.symbols import Calendar, Length, Symbol
from ingest.language.times.words import TABLES

MONTH_OF_UNIT: Final = {"D": 7, "M": 12}  # the denominators 7 and 12 as months
NEAR_DAYS: Final = 31  # from the row's date, after a word that dates have before them
AHEAD_DAYS: Final = 92  # "Next CIN 5/12" in September
HALF_YEAR_DAYS: Final = 183
VERY_NEAR_DAYS: Final = 14  # after any verb of receipt or a step done
SAME_DAYS: Final = 2
LONGEST_MONTH: Final = 31  # days
SUDDEN: Final = frozenset({"incident", "injury", "death", "arrest", "overdose"})  # nobody has them for so long
MOST_COUNTED: Final = {"D": 28, "M": 24}  # 30/12 is no two and a half years, 30/7 no month of days
_AFTER_A_DATE: Final = re.compile(  # a day of another month right before it in a range or a list
    r"(?<![\d/])\d{1,2}/(?!(?:7|12|52)(?!\d))\d{1,2}(?:/\d{2,4})?\s?(?:to|until|till|and|or|,|&|-|–)\s?$"
)
MOST_MONTHS: Final = 12  # "sent for 15/12": few write fifteen twelfths for a year and a quarter


def meant_as_date(text: str, phrase: Phrase, clocks: Clocks, ahead: int = 0) -> Calendar | None:
    """The day and month that a shorthand of days or months means, None where it is a length of time.

    >>> from ingest.language.times import read_times
    >>> [t.type for t in read_times("Visit 10/12, joint.", dt.date(2019, 11, 27))]
    ['DATE']
    """
    symbol = phrase.symbol
    if phrase.rule != "shorthand" or not isinstance(symbol, Length) or symbol.amount.low != symbol.amount.high:
        return None
    month, day = MONTH_OF_UNIT.get(symbol.amount.unit), int(symbol.amount.low)
    if month is None or not 1 <= day <= 31:
        return None
    away = min(abs((dt.date(year, month, day) - clocks.row).days) for year in _years(clocks.row))
    before = word_before(text, phrase.start)
    counted = before in TABLES["before_shorthand"]
    dated = before in TABLES["cue_date"] or before in TABLES["before_day"]
    stepped = any(before in TABLES[name] for name in ("before_dotted_verb", "cue_recorded")) or (
        TABLES["event"].get(before) in SUDDEN
    )
    if _AFTER_A_DATE.search(text, max(0, phrase.start - 16), phrase.start):
        return Calendar(month=month, day=day)  # "moved from 28/11 to 5/12"
    if counted and not (dated and day > MOST_MONTHS and month == MONTH_OF_UNIT["M"]):
        return None
    if away <= SAME_DAYS and not text[: phrase.start].strip(" -•*("):
        return Calendar(month=month, day=day)  # "4/12 - letter in": a row's text that begins with its date
    if day > MOST_COUNTED[symbol.amount.unit] and (dated or stepped or away <= NEAR_DAYS) and not counted:
        return Calendar(month=month, day=day)
    no_count = day > MOST_MONTHS and month == MONTH_OF_UNIT["M"]
    near = HALF_YEAR_DAYS if no_count else AHEAD_DAYS if ahead > 0 else NEAR_DAYS
    meant = (dated and away <= near) or (stepped and away <= VERY_NEAR_DAYS)
    return Calendar(month=month, day=day) if meant else None


def day_of_stroke(phrase: Phrase) -> Symbol:
    """The day that 15/7 is beside a weekday ("Weds 15/7"), whatever it would be alone; of anything else its symbol."""
    symbol = phrase.symbol
    if phrase.rule != "shorthand" or not isinstance(symbol, Length) or symbol.amount.low != symbol.amount.high:
        return symbol
    month, day = MONTH_OF_UNIT.get(symbol.amount.unit), int(symbol.amount.low)
    return Calendar(month=month, day=day) if month is not None and 1 <= day <= LONGEST_MONTH else symbol


def _years(row: dt.date) -> tuple[int, int, int]:
    return row.year - 1, row.year, row.year + 1
