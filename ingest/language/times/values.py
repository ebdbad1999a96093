"""What words and groups of a match are worth: numbers, amounts, years, by the tables of `vocabulary/times`."""

from __future__ import annotations

import re
from typing import Final

from ingest.language.times.symbols import (
    Amount,
    Pointed,
    Symbol,
)
from ingest.language.times.words import TABLES

Match = re.Match[str]


Built = Symbol | tuple[Symbol, str] | None


SHORT_UNIT: Final = {"7": "D", "52": "W", "12": "M"}


NOW: Final = Pointed("D", 0, "row")


def key(text: str) -> str:
    """A word as the tables spell it: lower case, single blanks, straight apostrophes."""
    return " ".join(text.lower().replace("’", "'").split())


def lookup(table: str, text: str) -> object:
    """The value of a word, its apostrophe present or not."""
    words = TABLES[table]
    word = key(text)
    return words[word] if word in words else words.get(word.replace("'", ""))


def lookup_number(table: str, text: str) -> int:
    """The number that a word stands for; KeyError where the grammar let through a word that its table lacks."""
    value = lookup(table, text)
    if isinstance(value, int):
        return value
    raise KeyError(text)


def number(text: str) -> tuple[float, float, bool]:
    """Fewest and most that a number word means, and whether it is vague.

    >>> number("twenty-six")
    (26.0, 26.0, False)
    """
    word = key(text)
    if word in TABLES["vague"]:
        low, high = TABLES["vague"][word]
        return float(low), float(high), low != high
    if word[0].isdigit() or word == "½":
        value = float(re.sub(r"\s1/2$", ".5", word).replace("½", ".5"))
        return value, value, False
    if word in TABLES["number"]:
        return float(TABLES["number"][word]), float(TABLES["number"][word]), False
    value = float(sum(TABLES["number"].get(part, 0) for part in re.split(r"[- ]", word)))
    return value, value, False


def amount(m: Match) -> Amount | None:
    """The amount of a rule that uses %amount% or %short%."""
    groups = m.groupdict()
    if groups.get("uh"):
        return Amount(30, 30, "N")
    if groups.get("sn"):
        low = float(groups["sn"])
        return Amount(low, float(groups.get("sn2") or low), SHORT_UNIT[groups["den"]])
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
        third = None
        if groups.get("n4"):
            last, _, _ = number(groups["n4"])
            third = Amount(last, last, str(lookup("unit", groups["u4"])))
        more = Amount(extra, extra, str(lookup("unit", groups["u3"])), more=third)
    low, high = min(low, high), max(low, high)
    if unit == "X":
        return Amount(10 * low, 10 * high, "Y", vague, more)
    return Amount(low, high, unit, vague, more)


def year_of(text: str | None) -> tuple[int | None, bool]:
    """A year as written: its number, and whether only two digits stand for it."""
    if not text:
        return None, False
    digits = text.strip("'’ ")
    return int(digits), len(digits) == 2
