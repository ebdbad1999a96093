"""Take in the words around an expression that bend it: hedges, open bounds, "onwards", "at" before an age."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, Literal

from ingest.language.times.beside import word_before
from ingest.language.times.phrase import Phrase
from ingest.language.times.ranges import BETWEEN, MOVED, REACH
from ingest.language.times.symbols import (
    Age,
    Calendar,
    ClockTime,
    Hedged,
    Length,
    Offset,
    Open,
    Period,
    Pointed,
    Portion,
    Recurrence,
    Span,
    Symbol,
    Week,
)
from ingest.language.times.words import TABLES, alternation

_TAIL: Final = re.compile(r"([\w.]{1,20})[\s-]{1,2}['‘\"“]?$|[?~]\s?$|\.\s?$")
_LAST_WORDS: Final = frozenset(w.split()[-1] for table in ("hedge", "bound") for w in TABLES[table]) | frozenset(
    {"the", "a", "an", "at", "on", "in", "between", "from", "c."}
)


_HEDGE: Final = re.compile(
    r"(?:(?<!\w)("
    + alternation({w: v for w, v in TABLES["hedge"].items() if w[0].isalpha()})
    + r")(?:\s{1,2}|(?<=\.))|([?~]\s{0,1}))(?:the\s{1,2}|a\s{1,2}|an\s{1,2}|at\s{1,2}|on\s{1,2}|in\s{1,2})?$",
    re.IGNORECASE,
)


_BOUND: Final = re.compile(
    r"(?<!\w)(" + alternation(TABLES["bound"]) + r")[\s-]{1,2}['‘\"“]?(?:the\s{1,2})?$", re.IGNORECASE
)


_ISH: Final = re.compile(
    r"\s?-?ish\b|\s(?:or so\b|or thereabouts\b|(?:approx(?:imately)?\b\.?|roughly\b)(?!\s?\d))"
    r"|\s?\(approx\.?\)|\s?\?(?=\s|$|[,;)])",
    re.IGNORECASE,
)


_TO_NOW: Final = re.compile(
    r"\s(?:(?:up\s)?to (?:date|present|the present(?: day| time)?|now)|until (?:now|the present))\b", re.IGNORECASE
)
_NOT: Final = re.compile(r"\b(?:not|n['’]t|only)\s{1,2}$", re.IGNORECASE)
_POSSESSED: Final = re.compile(r"['’]s\s", re.IGNORECASE)  # "before Friday's meeting" bounds by the meeting


_ONWARDS: Final = re.compile(r"\s(?:onwards?|on(?=[.,;]|$))", re.IGNORECASE)


def around(text: str, piece: Phrase, floor: int) -> Phrase:
    """Take in the words before (and a few after) that bend an expression: portions, hedges, bounds."""
    piece = _suffixes(text, _aged(text, piece))
    for _ in range(4):
        wider = _one_before(text, piece, floor)
        if wider is None:
            return piece
        piece = wider
    return piece


_IN: Final = re.compile(r"\bin\s{1,2}(?:about\s|approx(?:imately)?\.?\s|around\s)?$", re.IGNORECASE)


_PLANNED: Final = re.compile(r"(?<!\w)" + alternation(TABLES["cue_ahead"]) + r"\b[^.;\n]{0,30}$", re.IGNORECASE)


_PREGNANCY: Final = re.compile(r"(?<!\w)" + alternation(TABLES["pregnancy"]) + r"(?!\w)", re.IGNORECASE)
_ALONE_BEFORE: Final = re.compile(
    r"(?:^|[,;:(\n–-]|\b(?:now|currently|is|was|seen|approx\.?|when|nearly|almost))\s*$", re.IGNORECASE
)
_ALONE_AFTER: Final = re.compile(r"\s*(?:$|[.,;:)\n])")
_OPENING: Final = re.compile(r"\bfrom\s{1,2}(?:the\s)?$", re.IGNORECASE)


_AT: Final = re.compile(
    r"\b(?:at|(?:baby|child|infant|boy|girl|son|daughter|sibling)\sof)\s{1,2}(?:about\s|approx(?:imately)?\.?\s|around\s|only\s|just\s)?$",
    re.IGNORECASE,
)


def _aged(text: str, piece: Phrase) -> Phrase:
    """ "At 20 weeks", "at 8 months": an age, or a gestation where it counts in weeks."""
    symbol = piece.symbol
    if piece.rule in {"duration", "shorthand"} and isinstance(symbol, Length) and _ahead_in(text, piece):
        return replace(piece, symbol=Offset(symbol.amount, 1, "row"), rule="in-" + piece.rule)
    if (
        piece.rule != "duration"
        or not isinstance(symbol, Length)
        or symbol.amount.unit not in {"D", "W", "M", "Y"}
        or symbol.amount.vague
    ):
        return piece
    at = _AT.search(text[max(0, piece.start - 20) : piece.start]) is not None
    if not at and not _pregnant(text, piece):
        return piece
    weeks = symbol.amount.unit == "W" and 4 <= symbol.amount.low <= 42
    return replace(piece, symbol=Age(symbol.amount, "gestation" if weeks else "age"), rule="at-age")


def _pregnant(text: str, piece: Phrase) -> bool:
    """ "Now 36 weeks", "Booking appt, 11 weeks": weeks that stand alone in a text that tells of a pregnancy."""
    amount = piece.symbol.amount if isinstance(piece.symbol, Length) else None
    if amount is None or amount.unit != "W" or not 5 <= amount.low <= 42:
        return False
    alone = _ALONE_BEFORE.search(text[max(0, piece.start - 14) : piece.start]) and _ALONE_AFTER.match(text, piece.end)
    return alone is not None and _PREGNANCY.search(text) is not None


def _ahead_in(text: str, piece: Phrase) -> bool:
    """ "Review in 4/52": a date ahead, where a cue of plans stands before "in"."""
    before = text[max(0, piece.start - REACH) : piece.start]
    return _IN.search(before) is not None and _PLANNED.search(before) is not None


def _suffixes(text: str, piece: Phrase) -> Phrase:
    if isinstance(piece.symbol, (Recurrence,)):
        return piece
    found = _ISH.match(text, piece.end)
    if found and not (found[0].strip() == "?" and _asked(text, piece.start)):
        return replace(piece, end=found.end(), symbol=Hedged(piece.symbol, "around"))
    found = _TO_NOW.match(text, piece.end)
    if found and isinstance(piece.symbol, Calendar) and piece.symbol.weekday is None:
        return replace(piece, end=found.end(), symbol=Open(piece.symbol, "from"))
    found = _ONWARDS.match(text, piece.end)
    if found and isinstance(piece.symbol, (Calendar, Period, ClockTime)):
        return replace(piece, end=found.end(), symbol=Open(piece.symbol, "from"))
    return piece


def _asked(text: str, start: int) -> bool:
    """Whether a sentence that ends with a question mark asks: "Can you call on Monday?" doubts no day."""
    opened = max(text.rfind(mark, 0, start) for mark in ".!?;\n")
    found = re.match(r"[\s\"'‘“]{0,3}(?:hi\s\w+,?\s)?([a-z]+)", text[opened + 1 : opened + 40], re.IGNORECASE)
    return found is not None and found[1].lower() in TABLES["asks"]


def _one_before(text: str, piece: Phrase, floor: int) -> Phrase | None:
    low = max(floor, piece.start - REACH)
    tail = _TAIL.search(text, low, piece.start)
    if tail is None or (tail[1] is not None and tail[1].lower() not in _LAST_WORDS):
        return None  # nearly always: no word that bends a time stands before
    before = text[low : piece.start]
    symbol = piece.symbol
    if isinstance(symbol, Span):
        found = BETWEEN.search(before) or re.search(r"\bfrom\s{1,2}(?:the\s{1,2})?$", before, re.IGNORECASE)
        if found and text[low + found.start()] not in "ap":
            return replace(piece, start=low + found.start(), mark="range")
        if piece.mark == "range":
            return None
    if isinstance(symbol, ClockTime) and symbol.first != symbol.last:
        found = BETWEEN.search(before) or re.search(r"\bfrom\s{1,2}$", before, re.IGNORECASE)
        if found and piece.mark != "range":
            return replace(piece, start=low + found.start(), mark="range")
    found = _HEDGE.search(before)
    if found:
        hedged = _hedge(text, piece, found, low)
        if hedged is not None:
            return hedged
    begins = isinstance(symbol, Open) and symbol.side == "from" and piece.mark != "range"
    if begins and (found := _OPENING.search(before)):
        return replace(piece, start=low + found.start(), mark="range")
    found = _BOUND.search(before)
    if found and _boundable(symbol) and not _POSSESSED.match(text, piece.end):
        if found[1].lower() in {"until", "till"} and _NOT.search(before, 0, found.start(1)):
            return None  # "it was not until Tuesday that": on Tuesday
        side: Literal["from", "after", "before", "until"] = TABLES["bound"][" ".join(found[1].lower().split())]
        if found[1].lower() in {"pre", "post"} and not _long(symbol):
            return None  # "post 30/09": a worker leaves the post
        if found[1].lower() == "from" and (MOVED.search(before) or not _from_a_day(text, piece, low + found.start(1))):
            return None
        opened = Open(symbol, side, past=found[1].lower().endswith("since"))
        return replace(piece, start=low + found.start(1), symbol=opened, rule="bound+" + piece.rule)
    return None


def _from_a_day(text: str, piece: Phrase, start: int) -> bool:
    """Whether "from 3 May" opens a stretch: not after the name of a document, which it dates."""
    symbol = piece.symbol
    if isinstance(symbol, ClockTime) or (isinstance(symbol, Calendar) and symbol.day is None and symbol.year is None):
        return False  # "assault from December" tells when it was
    return word_before(text, start) not in TABLES["before_from"]


def _long(symbol: Symbol) -> bool:
    """A month, a year or a named stretch."""
    return isinstance(symbol, Period) or (
        isinstance(symbol, Calendar) and symbol.day is None and symbol.weekday is None
    )


def _hedge(text: str, piece: Phrase, found: re.Match[str], low: int) -> Phrase | None:
    symbol = piece.symbol
    word = " ".join((found[1] or found[2]).lower().split()).rstrip(".") if found[1] else found[2].strip()
    how = TABLES["hedge"].get(word) or TABLES["hedge"].get(word + ".") or "around"
    start = low + (found.start(1) if found[1] else found.start(2))
    if how == "some":
        if not isinstance(symbol, (Length, Offset)):
            return None
        how = "around"
    if isinstance(symbol, Recurrence) or (word == "about" and _POSSESSED.match(text, piece.end)):
        return None  # "a letter about Friday's row"
    if isinstance(symbol, Hedged) and symbol.how == how:
        return replace(piece, start=start)  # "about 3ish", "around two weeks or so"
    sized = isinstance(symbol, (Length, Offset, Age)) or (
        isinstance(symbol, Hedged) and isinstance(symbol.of, (Length, Offset, Age))
    )
    if how in {"over", "under", "least", "most", "within"} and not sized:
        return None
    if how == "within" and isinstance(symbol, Offset) and symbol.direction > 0:
        return replace(piece, start=start, symbol=replace(symbol, within=True))
    if how == "within" and isinstance(symbol, Length):
        return replace(piece, start=start, symbol=Hedged(symbol, "within"))
    if how == "over" and isinstance(symbol, Length) and (symbol.window or found[0].rstrip().lower().endswith("the")):
        return None  # "over the six weeks": in their course
    if how == "exact":
        return replace(piece, start=start)
    if found[2] and found[2].startswith("?") and not isinstance(symbol, (Calendar, Period, Span, ClockTime, Week)):
        return None
    return replace(piece, start=start, symbol=Hedged(symbol, how), rule="hedge+" + piece.rule)


def _boundable(symbol: Symbol) -> bool:
    if isinstance(symbol, ClockTime):
        return symbol.first is not None or symbol.date is not None
    if isinstance(symbol, Hedged):
        return _boundable(symbol.of)
    return isinstance(symbol, (Calendar, Period, Pointed, Portion, Week, Age)) and not (
        isinstance(symbol, Age) and symbol.kind != "gestation"
    )
