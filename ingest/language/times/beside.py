"""What stands right beside a place in a text: the word before it, the word after it, any word of a table."""

from __future__ import annotations

import re
from typing import Final

from ingest.language.times.words import TABLES, alternation

Match = re.Match[str]

SENTENCE_CHARS: Final = 60  # around a number in which a word says what it counts
MONTH: Final = alternation(TABLES["month"])
WEEKDAY: Final = alternation(TABLES["weekday"])
TH: Final = r"(?:st|nd|rd|th)"
_LAST_WORD: Final = re.compile(r"([\w/'’-]+)[\s'‘\"“(]*$")
_NEXT_WORD: Final = re.compile(r"[\s,]*([\w'’-]+)")


def before_words(table: str, rest: str = "") -> re.Pattern[str]:
    """Any word of a table right before a place, or what `rest` says."""
    return re.compile(r"(?:(?<!\w)" + alternation(TABLES[table]) + r"\s{0,2}" + rest + r")$", re.IGNORECASE)


def word_before(text: str, start: int) -> str:
    """The last word before `start` in lower case, "" at the beginning of a sentence."""
    found = _LAST_WORD.search(text, max(0, start - 30), start)
    return found[1].lower() if found else ""


def word_after(text: str, end: int) -> str:
    """The word after `end` in lower case, "" where none follows at once."""
    found = _NEXT_WORD.match(text, end)
    return found[1].lower() if found else ""
