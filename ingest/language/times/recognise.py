"""Find the pieces of time expressions in a text, before they are put together.

text  ->  words and numbers that can begin something  ->  the first rule that matches there  ->  Atom
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest.language.times.beside import word_after
from ingest.language.times.build import BUILDERS
from ingest.language.times.grammar import BY_FIRST, NUMBER_RULES
from ingest.language.times.symbols import Symbol
from ingest.language.times.words import TABLES, alternation

_GLUED: Final = re.compile(  # "sent to MASH on12/5/21", "seen on29 March 2022"
    r"[a-z][a-z:]\d{1,2}(?:[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?![\d/]|\.\d)"
    rf"|(?:st|nd|rd|th)?\s?(?:{alternation(TABLES['month'])})\s?(?:19|20)\d\d(?!\d))",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece found: its characters, the rule, and the symbol that was built."""

    start: int
    end: int
    rule: str
    symbol: Symbol
    mark: str = ""  # "week", "week_end", "night": words that need the date after them


def atoms(text: str) -> list[Atom]:
    """The pieces of time expressions in a text, left to right, none overlapping."""
    found: list[Atom] = []
    done = 0
    for token in _TOKEN.finditer(text):
        start = token.start()
        if start < done:
            continue
        word = token[0]
        if word[0].isdigit():
            if start and start - done > 1 and not _may_start(text, start) and not _GLUED.match(text, start - 2):
                continue
            rules = NUMBER_RULES
        else:
            rules = BY_FIRST.get(word.lower(), ())
            if not rules or (start and (text[start - 1] == "_" or (text[start - 1].isdigit() and start != done))):
                continue
        for rule in rules:
            match = rule.pattern.match(text, start)
            if match is None or (rule.guard is not None and not rule.guard(text, match)):
                continue
            if rule.build == "none":
                done = match.end()
                break
            built = BUILDERS[rule.build](match)
            if built is None:
                continue
            symbol, mark = built if isinstance(built, tuple) else (built, "")
            end = start + len(_trimmed(match[0]))
            opened = start
            if word.lower() == "the" and rule.id == "day-month-year" and word_after(text, end) in TABLES["event"]:
                opened = start + len(word) + 1  # "the 6 August visit": the article is the visit's
            found.append(Atom(opened, end, rule.id, symbol, mark))
            done = end
            break
    return found


def _trimmed(words: str) -> str:
    """Without blanks and the full stop of the sentence at the end; "2.30 p.m." keeps its own."""
    cut = words.rstrip(" \t\n,")
    if cut.endswith("."):
        return cut if cut[-4:-2].endswith(".") or cut[-3:-2] == "." else cut[:-1]
    return cut


def _may_start(text: str, start: int) -> bool:
    """Whether a number at `start` can begin an expression: not the tail of a code, a sum or a decimal."""
    before = text[start - 1]
    if before in "xX" and (start == 1 or not text[start - 2].isalnum()):
        return True  # "pain x4 days"
    if before.isalpha() or before in "_£$€#":
        return before in "wW" and text[max(0, start - 4) : start].lower().endswith(("w/c", "w/e"))
    if before == "." and start > 1 and text[start - 2].isalpha():
        return True
    if before in ".:+/-–," and start > 1 and text[start - 2].isalnum():
        return before in "-–," and text[start - 2].isalpha() and not text[start - 2].isupper()
    return True
