"""The shapes of dates, not their values: does a line open with a date, is it nothing but one?

    line  ->  opening(line)      the characters of a date that the line opens with
              is_only_date(line) "14 March 2021", "March 2021", "Spring 2022", "2019"
              shapes(line)       every span that has the shape of a day, a month or a year

Readers use it to find where an item starts in plain text; `narrative` to find the date of a paragraph
before it is read. What a date means is read in `dating` and `language.times`, never here.
"""

from __future__ import annotations

import re
from typing import Final

from model.data import load_toml
from model.unseen import folded

_WORDS: Final = load_toml("ingest.vocabulary", "prose.toml")["dates"]


def any_of(patterns: list[str]) -> str:
    """One non-capturing group of alternatives, the longest first so that "sept" wins over "sep"."""
    return "(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + ")"


_MONTH: Final = rf"(?<![a-z]){any_of(_WORDS['months'])}(?![a-z])"
_WEEKDAY: Final = rf"(?<![a-z]){any_of(_WORDS['weekdays'])}(?![a-z])"
_SEASON: Final = any_of(_WORDS["seasons"])
_QUALIFIER: Final = any_of(_WORDS["qualifiers"])
_YEAR: Final = r"(?:19|20)\d\d"
_SHORT_YEAR: Final = r"(?:(?:19|20)\d\d|['’]?\d\d)"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
_DAYS: Final = rf"{_DAY}(?:\s?(?:-|–|/|&|,|and|to|or)\s?{_DAY}){{0,4}}"
_NUMBER_MONTH: Final = r"(?:1[0-2]|0?[1-9])"
# 12/3/21, 12.03.2021, 14-18/03/22, 22.05/16, 31/09/21 (the shape, possible or not)
_NUMERIC: Final = (
    rf"(?<![\d/.])(?:\d{{1,2}}\s?[-–]\s?)?\d{{1,2}}\s?[./\-–]\s?\d{{1,2}}\s?[./\-–]\s?(?:{_YEAR}|\d\d)(?![\d/])"
)
_ISO: Final = rf"(?<!\d){_YEAR}-\d\d-\d\d(?!\d)"
_WRITTEN: Final = (
    rf"(?<![\d.])(?:the\s)?{_DAYS}\s?(?:of\s)?[-./]?\s?{_MONTH}\.?(?:\s?[-,./]?\s?{_SHORT_YEAR}(?!\d|:\d))?"
)
_WRITTEN_MONTH_FIRST: Final = rf"{_MONTH}\s{_DAY}(?![\d/.])(?:,?\s{_YEAR})?"
_MONTH_YEAR: Final = rf"{_MONTH}\.?[\s,/-]{{1,3}}{_SHORT_YEAR}(?!\d)"
_MONTHS_YEAR: Final = rf"{_MONTH}\.?\s?(?:/|-|–|to|and|&)\s?{_MONTH}\.?[\s,]{{1,2}}{_SHORT_YEAR}(?!\d)"
_SEASON_YEAR: Final = rf"(?<![a-z]){_SEASON}(?:\s(?:of|term))?\s{_YEAR}"
# 9/12, 14/3: only where the line says by its layout that it is a date
_NO_YEAR: Final = rf"(?<![\d/.]){_DAY}[./]{_NUMBER_MONTH}(?![\d/])"

_FULL: Final = f"(?:{_ISO}|{_NUMERIC}|{_WRITTEN}|{_MONTHS_YEAR}|{_WRITTEN_MONTH_FIRST}|{_MONTH_YEAR}|{_SEASON_YEAR})"
_JOIN: Final = r"\s?(?:-|–|—|to|until|till|and|&|/|,|or)\s?"
_LEAD: Final = rf"(?:[?~(\[*]\s?|(?:{_QUALIFIER})\s+|{_WEEKDAY}[.,]?\s{{0,2}}){{0,4}}"
_TIME: Final = (
    r"(?:,?\s?(?:at|@|-)?\s?(?:[01]?\d|2[0-3])(?:[:.][0-5]\d|[0-5]\d\s?h(?:ou)?rs?)(?:\s?(?:am|pm|hrs?|hours))?)?"
)
_PART: Final = rf"(?:{_QUALIFIER}\s){{0,2}}(?:{_WEEKDAY}[.,]?\s{{0,2}})?"
_SERIES: Final = rf"{_FULL}{_TIME}(?:{_JOIN}{_PART}(?:{_FULL}|{_NO_YEAR}){_TIME}){{0,4}}"
_SERIES_NO_YEAR: Final = rf"(?:{_NO_YEAR}|{_WEEKDAY}\s{_DAY}){_TIME}(?:{_JOIN}(?:{_FULL}|{_NO_YEAR})){{0,4}}"

# "18/1 (call centre) - Tenant rang": who or how stands in brackets between the date and the dash
_SEPARATED: Final = r"(?=(?:\s?\([^()]{1,30}\))?\s?[)\]?]{0,2}(?:\s?[-–—:|]\s|\s?[-–—:|]$|\t|\s{2,}|[.,;]\s|$))"
_OPENING: Final = re.compile(
    rf"{_LEAD}(?:{_SERIES}|(?:{_SERIES_NO_YEAR}){_SEPARATED}|{_YEAR}{_SEPARATED}|{_MONTH}(?=\s?[-–—:]\s))",
    re.IGNORECASE,
)
_ANY: Final = re.compile(_SERIES, re.IGNORECASE)
_ONLY: Final = re.compile(
    rf"{_LEAD}(?:{_SERIES}|{_SERIES_NO_YEAR}|{_YEAR}(?:\s?[-–/]\s?{_SHORT_YEAR})?|{_MONTH})[)\]:.\s?*-]{{0,4}}$",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*")  # and what is not seen
_LONGEST: Final = 60  # characters of a line that are looked at for its opening date


def opening(line: str) -> tuple[int, int] | None:
    """The span of the date that a line opens with, its qualifiers ("approx", "w/c") included, or None.

    A date without a year in figures ("9/12") or a bare year counts only where a dash, colon, tab or the
    end of the line follows: "3/7 history of fever" opens with no date.

    Signs that are not seen, inside it too, do not hide it; the span is that of the line as it stands.

    >>> opening("12/3/21 - Seen by GP")
    (0, 7)
    """
    plain = folded(line[: 2 * _LONGEST])
    if plain is None:
        return _opening(line)
    text, places = plain
    found = _opening(text)
    return (places[found[0]], places[found[1] - 1] + 1) if found else None


def _opening(line: str) -> tuple[int, int] | None:
    leading = _LEADING.match(line)
    lead = leading.end() if leading else 0
    found = _OPENING.match(line[: lead + _LONGEST], lead)
    return (lead, found.end()) if found else None


def separated(line: str, end: int) -> bool:
    """Whether a dash, colon, tab or wide space follows the date that ends at `end`."""
    return re.match(r"\s?[)\]]?(?:\s?[-–—:|]\s|\s?[-–—:|]$|\t|\s{2,}|$)", line[end:]) is not None


def is_only_date(line: str) -> bool:
    """Whether a line is a date, a month, a season or a year and nothing else: a dated heading."""
    text = line.strip()
    return len(text) <= _LONGEST and _ONLY.match(text) is not None


def shapes(text: str) -> list[tuple[int, int]]:
    """Every span that has the shape of a day, month or year with its name, in order."""
    return [match.span() for match in _ANY.finditer(text)]
