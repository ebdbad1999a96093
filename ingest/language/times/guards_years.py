"""Looks at the words around a number that may be a year, or a date without its strokes.

As in `guards`: each takes the text and the match, and says whether the match counts.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.language.times.beside import Match, before_words, word_before
from ingest.language.times.words import TABLES, alternation

_BEFORE_YEAR: Final = before_words("before_year", r"|(?:^|[(,;:–/.-])\s{0,2}")
_BEFORE_SHORT_YEAR: Final = before_words("before_short_year", r"['’]?")
_NEED_APOSTROPHE: Final = frozenset(w.rstrip("' ") for w in TABLES["before_short_year"] if w.endswith("'"))
_ARTICLE: Final = re.compile(r"(?<!\w)(?:" + alternation(TABLES["before_year_noun"]) + r")\s{1,2}$", re.IGNORECASE)
_NOUN: Final = re.compile(r"\s{1,2}(?P<noun>[a-z][a-z-]{2,20})\b")
_TITLE: Final = (
    re.compile(  # "Care Standards for Schools 2022": words with capitals, none of them a preposition of time
        r"\b[A-Z][a-z]{2,14}\s(?:(?:in|of|and|for|to|the|from)\s){0,2}[A-Z][a-z]{3,14}\s$"
    )
)
_YEAR_BEFORE: Final = re.compile(r"(?<!\d)(?:19|20)\d\d\s?(?:&|,|and|/)\s?$")
_SLASH_YEAR: Final = r"(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|9\d)"
_SLASH_YEAR_BEFORE: Final = re.compile(_SLASH_YEAR + r"\s?(?:-|–|to|until)\s?$", re.IGNORECASE)
_SLASH_YEAR_AFTER: Final = re.compile(r"\s?(?:-|–|to|until)\s?" + _SLASH_YEAR + r"(?![\d/])", re.IGNORECASE)
_THE_DECADE: Final = re.compile(r"\bthe\s(?:early|mid|late)?[\s-]?$", re.IGNORECASE)


def short_year(text: str, match: Match) -> bool:
    """Two digits are a year after a birth or after an apostrophe: "a birth in 87", "in '05"; "a pack of 44" is none."""
    found = _BEFORE_SHORT_YEAR.search(text[max(0, match.start() - 25) : match.start()].replace("’", "'"))
    return found is not None and (found[0].strip().lower() not in _NEED_APOSTROPHE)


def year(text: str, match: Match) -> bool:
    """Four digits are a year after a preposition, before a stop, or in a pair of years."""
    start, end = match.span()
    before = text[max(0, start - 14) : start]
    if re.search(r"(?:no|ref|£|tel)[.:]?\s?$", before, re.IGNORECASE):
        return False
    if re.match(r"\s?[-–&]\s?(?:19|20)\d\d(?!\d)", text[end : end + 8]) or _YEAR_BEFORE.search(before):
        return True
    if word_before(text, start) in TABLES["before_number"]:
        return False
    if _TITLE.search(text, max(0, start - 60), start):
        return False
    if re.match(r"\s?(?:$|[.,;)])", text[end : end + 2]) and re.search(r"[A-Za-z]{3}\s$", before):
        return True
    return _BEFORE_YEAR.search(before) is not None or _names_a_thing(text, match)


def _names_a_thing(text: str, match: Match) -> bool:
    """ "The 2019 assessment", "a 2018 referral", "her 2020 plan": of that year; "the 1989 Act" is a title."""
    noun = _NOUN.match(text, match.end())
    if noun is None or noun["noun"] in TABLES["after_title_year"]:
        return False
    return _ARTICLE.search(text, max(0, match.start() - 12), match.start()) is not None


def decade(text: str, match: Match) -> bool:
    """The 90s, not "in her 20s"."""
    return len(match["dec"]) == 4 or match[0].lower().startswith("the")


def decade_words(text: str, match: Match) -> bool:
    """The eighties, the late nineties; not "in her early twenties" nor "a male, early twenties", which are ages."""
    if match["century"]:
        return True
    if match[0][:3].lower() == "the":
        return True
    return _THE_DECADE.search(text, max(0, match.start() - 12), match.start()) is not None


def year_words(text: str, match: Match) -> bool:
    """Nineteen ninety nine, after a word that years or months have before them."""
    before = word_before(text[: match.start()].rstrip(", "), match.start())
    return before in TABLES["before_year"] or before in TABLES["month"]


def month_slash_year(text: str, match: Match) -> bool:
    """3/21 is March 2021 after a preposition of long stretches, or beside another of its form."""
    start, end = match.span()
    if _SLASH_YEAR_BEFORE.search(text[max(0, start - 12) : start]) or _SLASH_YEAR_AFTER.match(text, end):
        return True
    return word_before(text, start) in TABLES["before_month_slash_year"]


def glued_date(text: str, match: Match) -> bool:
    """12052021 is a date where it stands alone or after words that dates have before them, else a number."""
    before = word_before(text[: match.start()].rstrip(": "), match.start())
    if not text[: match.start()].strip():
        return True
    return any(before in TABLES[name] for name in ("cue_glued", "before_dotted_verb"))


__all__ = ["decade", "decade_words", "glued_date", "month_slash_year", "short_year", "year", "year_words"]
