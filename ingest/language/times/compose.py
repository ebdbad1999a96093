"""Put the pieces of a text together: lists and ranges, dates with times, hedges and open bounds.

atoms  ->  weekday + date  ->  marks ("w/c", "overnight")  ->  clock + date  ->  ranges  ->  around  ->  Phrase
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ingest.language.times.around import around
from ingest.language.times.phrase import Phrase, between_of, merge, pairs
from ingest.language.times.ranges import REACH, filled, only_weekday, portions, ranges, share
from ingest.language.times.recognise import Atom
from ingest.language.times.shorthand import day_of_stroke
from ingest.language.times.symbols import (
    DATES,
    Calendar,
    ClockTime,
    Length,
    Night,
    Offset,
    Period,
    Pointed,
    Portion,
    Week,
)
from ingest.language.times.with_clocks import clock_spans, clocks

_OFFSET_JOIN: Final = re.compile(
    r"\s{1,2}(after|before|following|prior to|from|of|earlier than)\s{1,2}(?:the\s)?", re.IGNORECASE
)


def phrases(text: str, atoms: list[Atom]) -> list[Phrase]:
    """The expressions that a text's pieces make up, left to right."""
    pieces = [Phrase(a.start, a.end, a.symbol, a.rule, a.mark) for a in atoms]
    for step in (_weekdays, _years, _marks, clock_spans, clocks, _offsets, share):
        if len(pieces) > 1 or (pieces and step is _offsets):
            pieces = step(text, pieces)
    pieces = ranges(text, portions(text, pieces))
    done = 0
    out: list[Phrase] = []
    for piece in pieces:
        if piece.mark in {"week", "week_end", "night"} or (
            piece.rule == "range-no-gap" and isinstance(piece.symbol, Calendar) and piece.symbol.month is None
        ):
            continue
        whole = around(text, piece, done)
        out.append(whole)
        done = whole.end
    return out


def _weekdays(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """Tuesday + 12th May; 12/5/21 (Wed)."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, day_of_stroke(right)
        if not (isinstance(a, Calendar) and isinstance(b, Calendar)):
            return None
        gap = between_of(text, left, right)
        if b is not right.symbol and gap.strip():
            return None  # "Mon, 3/7 of tablets"
        if only_weekday(a) and only_weekday(b) and gap in {"/", "-", "–"} and _TWO_DAYS.match(text, right.end):
            return merge(left, right, a)  # "Sat/Sun 11/12 Feb": the weekday of the first
        if only_weekday(a) and b.day is None and b.other is not None:  # "Tues March 12": a day after all
            b = b.other
        if (
            only_weekday(a)
            and b.day is not None
            and b.weekday is None
            and re.fullmatch(r"[\s,.]{0,3}(?:the\s)?", gap, re.IGNORECASE)
        ):
            return merge(left, right, replace(b, weekday=a.weekday))
        if only_weekday(b) and a.day is not None and a.weekday is None and re.fullmatch(r"\s?[(,]\s?|\s?", gap):
            end = right.end + (text[right.end : right.end + 1] == ")" and "(" in gap)
            return Phrase(left.start, end, replace(a, weekday=b.weekday), f"{left.rule}+{right.rule}")
        return None

    return pairs(text, pieces, join)


def _years(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """May + last year; Monday + of next week."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, right.symbol
        if isinstance(a, Pointed) and a.unit == "W" and only_weekday(b) and _ON.fullmatch(text, left.end, right.start):
            assert isinstance(b, Calendar)
            return merge(left, right, Portion(a, f"weekday{b.weekday}"))  # "next week on Friday"
        if right.rule == "year-words" and isinstance(a, (Calendar, Period)) and isinstance(b, Calendar):
            joined = a.year is None and not only_weekday(a) and _BEFORE_YEAR.fullmatch(text, left.end, right.start)
            return merge(left, right, replace(a, year=b.year)) if joined else None
        if not isinstance(b, Pointed) or b.part or left.mark:
            return None
        if not isinstance(a, (Calendar, Period)) or _OF.fullmatch(text, left.end, right.start) is None:
            return None
        if b.unit == "Y" and a.year is None and not only_weekday(a):
            return merge(left, right, replace(a, year_from=b))
        if b.unit == "W" and isinstance(a, Calendar) and only_weekday(a):
            return merge(left, right, Portion(b, f"weekday{a.weekday}"))
        return None

    return pairs(text, pieces, join)


def _marks(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """w/c + date; overnight + 3rd / 4th; night of + date."""
    out: list[Phrase] = []
    waiting: Phrase | None = None
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        if piece.mark in {"week", "week_end", "night"}:
            waiting = piece
            continue
        if waiting is None or not isinstance(piece.symbol, DATES) or text[waiting.end : piece.start].strip(" :."):
            out.append(piece)
            waiting = None
            continue
        if waiting.mark == "night":
            piece, index = _night(text, waiting, piece, pieces, index)
            out.append(piece)
        else:
            out.append(merge(waiting, piece, Week(piece.symbol, waiting.mark == "week_end")))
        waiting = None
    return out


def _night(text: str, mark: Phrase, first: Phrase, pieces: list[Phrase], index: int) -> tuple[Phrase, int]:
    if index < len(pieces) and re.fullmatch(
        r"\s?(?:/|-|–|&|to|and|into|until)\s?(?:the\s)?", between_of(text, first, pieces[index]), re.IGNORECASE
    ):
        last = pieces[index]
        if isinstance(last.symbol, Calendar) and isinstance(first.symbol, Calendar):
            return merge(mark, last, Night(filled(first.symbol, last.symbol), last.symbol)), index + 1
    return merge(mark, first, Night(first.symbol)), index


def _offsets(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """Two days + after + 12 May; the week + before + Christmas."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, right.symbol
        found = _OFFSET_JOIN.fullmatch(between_of(text, left, right))
        if found and isinstance(a, Length) and not a.window and not a.phrase and isinstance(b, DATES):
            word = found[1].lower()
            if word == "from" and _FOR.search(text, 0, left.start):
                return merge(left, right, Offset(a.amount, 1, of=b, within=True)) if left.rule != "shorthand" else None
            sign = -1 if word in {"before", "prior to", "earlier than"} else 1
            return merge(left, right, Offset(a.amount, sign, of=b, within=word == "of"))
        if found and only_weekday(a) and isinstance(b, (Calendar, Period)) and found[1].lower() in _WEEKDAY_SIDE:
            assert isinstance(a, Calendar)  # "the Monday after Easter"
            return merge(left, right, Portion(b, f"{_WEEKDAY_SIDE[found[1].lower()]}{a.weekday}"))
        return None

    pieces = pairs(text, pieces, join)
    out: list[Phrase] = []
    for piece in pieces:
        out.append(_point_before(text, piece, out[-1].end if out else 0))
    return out


_WEEKDAY_SIDE: Final = {"after": "next", "following": "next", "before": "last", "prior to": "last"}
_FOR: Final = re.compile(r"\bfor\s{1,2}(?:a\s|another\s|further\s){0,2}$", re.IGNORECASE)
_TWO_DAYS: Final = re.compile(r"\s(?:the\s)?\d{1,2}(?:st|nd|rd|th)?\s?[/–&-]\s?\d{1,2}(?!\d)")
_ON: Final = re.compile(r"\s{1,2}(?:on\s{1,2})?", re.IGNORECASE)
_OF: Final = re.compile(r"\s{1,2}(?:of\s{1,2})?", re.IGNORECASE)
_BEFORE_YEAR: Final = re.compile(r",?\s{1,2}(?:of\s{1,2})?", re.IGNORECASE)
_UNIT_BEFORE: Final = re.compile(
    r"\b(?:the\s{1,2})?(day|night|evening|morning|week|month|weekend)\s{1,2}"
    r"(before|after|following|prior to|of)\s{1,2}(?:the\s{1,2})?$",
    re.IGNORECASE,
)


def _point_before(text: str, piece: Phrase, floor: int) -> Phrase:
    """ "The week before" a date or a festival: what `_offsets` cannot see as a piece of its own.

    Its words lie after `floor`, the end of the expression before.
    """
    if not isinstance(piece.symbol, (Calendar, Period, Week)) or piece.mark:
        return piece
    from ingest.language.times.symbols import Amount

    found = _UNIT_BEFORE.search(text[max(floor, piece.start - REACH) : piece.start])
    if found is None:
        return piece
    start = piece.start - (len(found[0]))
    unit = {"week": "W", "month": "M", "weekend": "K"}.get(found[1].lower(), "D")
    word = found[2].lower()
    if word == "of":
        dated = not isinstance(piece.symbol, Calendar) or piece.symbol.day or piece.symbol.weekday is not None
        if unit == "W" and dated:
            return Phrase(start, piece.end, Week(piece.symbol), "point+" + piece.rule)
        if found[1].lower() in {"evening", "morning"}:
            return Phrase(start, piece.end, ClockTime(part=found[1].lower(), date=piece.symbol), "point+" + piece.rule)
        return piece
    sign = 1 if word in {"after", "following"} else -1
    if unit == "K":
        return piece
    return Phrase(start, piece.end, Offset(Amount(1, 1, unit), sign, of=piece.symbol), "point+" + piece.rule)
