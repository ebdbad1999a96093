"""Put the pieces of a text together: lists and ranges, dates with times, hedges and open bounds.

atoms  ->  weekday + date  ->  marks ("w/c", "overnight")  ->  clock + date  ->  shared month and year
       ->  ranges  ->  portions, hedges, bounds before them  ->  Phrase
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from ingest.language.times.grammar import WORDS, alternation
from ingest.language.times.recognise import Atom
from ingest.language.times.symbols import (
    DATES,
    Age,
    Calendar,
    ClockTime,
    EventTime,
    Hedged,
    Length,
    Night,
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

REACH: Final = 42  # how far back a hedge or bound is looked for: the longest is under 30 characters
_RANGE: Final = re.compile(
    r"\s{0,2}(?:-|–|—|to|until|till|through to|through|up to|up until|/)\s{0,2}(?:the\s)?", re.IGNORECASE
)
_AND: Final = re.compile(r"\s{1,2}and\s{1,2}(?:the\s)?", re.IGNORECASE)
_LIST: Final = re.compile(
    r"\s{0,2}(?:,|&|/|and|or|,\s?and|plus|\+|-|–|to|until|till)\s{0,2}(?:the\s|on\s|again on\s)?", re.IGNORECASE
)
_TO_CLOCK: Final = re.compile(
    r"\s{0,2}(?:,|@|-|–|\()?\s{0,2}(?:(?:at|in|from|around|between|circa)\s{1,2})?(?:(?:approx(?:imately)?\.?|about|around|the|circa)\s{1,2})?~?",
    re.IGNORECASE,
)
_TO_DATE: Final = re.compile(
    r"\s{0,2}(?:,|hrs|hours)?\s{0,2}(?:on|of|-|–|the\s(?=night))?\s{0,2}(?:the\s(?!\w))?", re.IGNORECASE
)
_BETWEEN: Final = re.compile(r"\b(?:between|anywhere between|from between)\s{1,2}(?:the\s{1,2})?$", re.IGNORECASE)
_FROM: Final = re.compile(r"\b(?:from|since)\s{1,2}(?:the\s{1,2})?$", re.IGNORECASE)
_PORTION: Final = re.compile(
    r"(?<!\w)(" + alternation(WORDS["portion"]) + r")[\s-]{1,2}(?:in\s|the\s)?$", re.IGNORECASE
)
_TWO_PORTIONS: Final = re.compile(r"\b(early|mid)\s?(?:/|-|–|to)\s?(mid|late)[\s-]{1,2}$", re.IGNORECASE)
_THE: Final = re.compile(r"\bthe\s{1,2}$", re.IGNORECASE)
_HEDGE: Final = re.compile(
    r"(?:(?<!\w)("
    + alternation({w: v for w, v in WORDS["hedge"].items() if w[0].isalpha()})
    + r")\s{1,2}|([?~]\s{0,1}))(?:the\s{1,2}|a\s{1,2}|an\s{1,2}|at\s{1,2}|on\s{1,2}|in\s{1,2})?$",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(r"(?<!\w)(" + alternation(WORDS["bound"]) + r")[\s-]{1,2}(?:the\s{1,2})?$", re.IGNORECASE)
_ISH: Final = re.compile(
    r"\s?-?ish\b|\s(?:or so|or thereabouts|approx(?:imately)?\b\.?|roughly\b)|\s?\(approx\.?\)|\s?\?(?=\s|$|[,;)])",
    re.IGNORECASE,
)
_ONWARDS: Final = re.compile(r"\s(?:onwards?|on(?=[.,;]|$))", re.IGNORECASE)
_OFFSET_JOIN: Final = re.compile(
    r"\s{1,2}(after|before|following|prior to|from|of|earlier than)\s{1,2}(?:the\s)?", re.IGNORECASE
)
_POINT_JOIN: Final = re.compile(r"\s{1,2}(?:of|on|in|from)\s{1,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole expression: its characters, its symbol and the rules that found its pieces."""

    start: int
    end: int
    symbol: Symbol
    rule: str
    mark: str = ""


def phrases(text: str, atoms: list[Atom]) -> list[Phrase]:
    """The expressions that a text's pieces make up, left to right."""
    pieces = [Phrase(a.start, a.end, a.symbol, a.rule, a.mark) for a in atoms]
    for step in (_weekdays, _marks, _clock_spans, _clocks, _offsets, _share):
        if len(pieces) > 1:
            pieces = step(text, pieces)
    pieces = _ranges(text, _portions(text, pieces))
    done = 0
    out: list[Phrase] = []
    for piece in pieces:
        if piece.mark in {"week", "week_end", "night"} or (
            piece.rule == "range-no-gap" and isinstance(piece.symbol, Calendar) and piece.symbol.month is None
        ):
            continue
        whole = _around(text, piece, done)
        out.append(whole)
        done = whole.end
    return out


def _gap(text: str, left: Phrase, right: Phrase) -> str:
    return text[left.end : right.start]


def _merge(left: Phrase, right: Phrase, symbol: Symbol, mark: str = "") -> Phrase:
    return Phrase(left.start, right.end, symbol, f"{left.rule}+{right.rule}", mark)


def _pairs(text: str, pieces: list[Phrase], join: Callable[[str, Phrase, Phrase], Phrase | None]) -> list[Phrase]:
    """Fold neighbours from the left wherever `join` makes one of two."""
    out: list[Phrase] = []
    for piece in pieces:
        joined = join(text, out[-1], piece) if out else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(piece)
    return out


def _weekdays(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """Tuesday + 12th May; 12/5/21 (Wed)."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, right.symbol
        if not (isinstance(a, Calendar) and isinstance(b, Calendar)):
            return None
        gap = _gap(text, left, right)
        if (
            _only_weekday(a)
            and b.day is not None
            and b.weekday is None
            and re.fullmatch(r"[\s,.]{0,2}(?:the\s)?", gap, re.IGNORECASE)
        ):
            return _merge(left, right, replace(b, weekday=a.weekday))
        if _only_weekday(b) and a.day is not None and a.weekday is None and re.fullmatch(r"\s?[(,]\s?|\s", gap):
            end = right.end + (text[right.end : right.end + 1] == ")" and "(" in gap)
            return Phrase(left.start, end, replace(a, weekday=b.weekday), f"{left.rule}+{right.rule}")
        return None

    return _pairs(text, pieces, join)


def _only_weekday(symbol: Symbol) -> bool:
    return isinstance(symbol, Calendar) and symbol.weekday is not None and symbol.day is None


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
            out.append(_merge(waiting, piece, Week(piece.symbol, waiting.mark == "week_end")))
        waiting = None
    return out


def _night(text: str, mark: Phrase, first: Phrase, pieces: list[Phrase], index: int) -> tuple[Phrase, int]:
    if index < len(pieces) and re.fullmatch(
        r"\s?(?:/|-|–|&|to|and|into|until)\s?(?:the\s)?", _gap(text, first, pieces[index]), re.IGNORECASE
    ):
        last = pieces[index]
        if isinstance(last.symbol, Calendar) and isinstance(first.symbol, Calendar):
            return _merge(mark, last, Night(_filled(first.symbol, last.symbol), last.symbol)), index + 1
    return _merge(mark, first, Night(first.symbol)), index


def _clock_spans(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """14:30 - 15:45; between 10am and 11am."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, right.symbol
        if not (
            isinstance(a, ClockTime)
            and isinstance(b, ClockTime)
            and a.first
            and b.first
            and a.first == a.last
            and b.date is None
        ):
            return None
        gap = _gap(text, left, right)
        between = _BETWEEN.search(text[max(0, left.start - 20) : left.start]) is not None
        if _RANGE.fullmatch(gap) or (between and _AND.fullmatch(gap)) or re.fullmatch(r"\s?hrs?\s?(?:-|–|to)\s?", gap):
            return _merge(left, right, ClockTime(a.first, b.last, date=a.date))
        return None

    return _pairs(text, pieces, join)


def _clocks(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """12/5/21 at 14:30; 14:30 on 12/5/21; Monday morning; the evening of 3 May."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, right.symbol
        gap = _gap(text, left, right)
        if (
            isinstance(b, ClockTime)
            and b.date is None
            and _is_day(a)
            and _TO_CLOCK.fullmatch(gap)
            and left.mark not in {"week", "night"}
        ):
            if b.part and re.search(r"[,–@(-]", gap):
                return None
            if isinstance(a, ClockTime):
                return None
            return _merge(left, right, replace(b, date=a))
        if (
            isinstance(a, ClockTime)
            and a.date is None
            and _is_day(b)
            and not isinstance(b, ClockTime)
            and _TO_DATE.fullmatch(gap)
        ):
            if gap.strip() in {"-", "–"} and not a.first:
                return None
            return _merge(left, right, replace(a, date=b))
        if (
            isinstance(a, ClockTime)
            and a.date is None
            and a.first
            and isinstance(b, Pointed)
            and b.part
            and re.fullmatch(r"\s{1,2}(?:on\s|in\s)?", gap)
        ):
            return _merge(left, right, replace(a, date=b))
        if (
            isinstance(a, ClockTime)
            and isinstance(b, ClockTime)
            and a.first
            and not b.first
            and a.date is None
            and re.fullmatch(r"\s{1,2}in\s(?:the\s)?", gap)
        ):
            return _merge(left, right, _afternoon(a, b.part))
        return None

    return _pairs(text, pieces, join)


def _afternoon(clock: ClockTime, part: str) -> ClockTime:
    if (
        part in {"afternoon", "evening", "night"}
        and clock.first
        and clock.last
        and 1 <= clock.first.hour < 12
        and part != "night"
    ):
        return replace(
            clock,
            first=clock.first.replace(hour=clock.first.hour + 12),
            last=clock.last.replace(hour=(clock.last.hour + 12) % 24),
        )
    return clock


def _is_day(symbol: Symbol) -> bool:
    """Whether a clock time can stand on it."""
    if isinstance(symbol, Calendar):
        return symbol.day is not None or symbol.weekday is not None
    if isinstance(symbol, Pointed):
        return symbol.unit in {"D", "weekday", "working_day"}
    if isinstance(symbol, Offset):
        return symbol.amount.unit in {"D", "W", "F", "M", "Y", "B"} and not symbol.within
    return isinstance(symbol, (Period, Night)) and getattr(symbol, "kind", "festival") == "festival"


def _offsets(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """Two days + after + 12 May; the week + before + Christmas."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, right.symbol
        found = _OFFSET_JOIN.fullmatch(_gap(text, left, right))
        if found and isinstance(a, Length) and not a.window and not a.phrase and isinstance(b, DATES):
            word = found[1].lower()
            if word == "from" and isinstance(b, (Calendar, Period)):
                return _merge(left, right, Offset(a.amount, 1, of=b, within=True)) if left.rule != "shorthand" else None
            sign = -1 if word in {"before", "prior to", "earlier than"} else 1
            return _merge(left, right, Offset(a.amount, sign, of=b, within=word == "of"))
        return None

    pieces = _pairs(text, pieces, join)
    return [_point_before(text, piece) for piece in pieces]


_UNIT_BEFORE: Final = re.compile(
    r"\b(?:the\s{1,2})?(day|night|evening|morning|week|month|weekend)\s{1,2}"
    r"(before|after|following|prior to|of)\s{1,2}(?:the\s{1,2})?$",
    re.IGNORECASE,
)


def _point_before(text: str, piece: Phrase) -> Phrase:
    """ "The week before" a date or a festival: what `_offsets` cannot see as a piece of its own."""
    if not isinstance(piece.symbol, (Calendar, Period, Week)) or piece.mark:
        return piece
    from ingest.language.times.symbols import Amount

    found = _UNIT_BEFORE.search(text[max(0, piece.start - REACH) : piece.start])
    if found is None:
        return piece
    start = piece.start - (len(found[0]))
    unit = {"week": "W", "month": "M", "weekend": "K"}.get(found[1].lower(), "D")
    word = found[2].lower()
    if word == "of":
        if unit == "W":
            return Phrase(start, piece.end, Week(piece.symbol), "point+" + piece.rule)
        if found[1].lower() in {"evening", "morning"}:
            return Phrase(start, piece.end, ClockTime(part=found[1].lower(), date=piece.symbol), "point+" + piece.rule)
        return piece
    sign = 1 if word in {"after", "following"} else -1
    if unit == "K":
        return piece
    return Phrase(start, piece.end, Offset(Amount(1, 1, unit), sign, of=piece.symbol), "point+" + piece.rule)


def _filled(target: Calendar, source: Calendar) -> Calendar:
    """A date whose missing month and year come from its neighbour in a list or range."""
    month = target.month if target.month is not None else source.month
    if target.year is not None or (target.month is not None and source.month is None):
        return replace(target, month=month)
    return replace(target, month=month, year=source.year, short_year=source.short_year)


def _share(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """12/4, 14/4 and 19/4/21: the month and year of the last one belong to those before it."""
    out = list(pieces)
    for index in range(len(out) - 2, -1, -1):
        left, right = out[index], out[index + 1]
        a, b = left.symbol, right.symbol
        if isinstance(b, ClockTime) and isinstance(b.date, Calendar):
            b = b.date
        if isinstance(a, Period) and a.year is None and isinstance(b, (Period, Calendar)) and b.year is not None:
            if _RANGE.fullmatch(_gap(text, left, right)):
                out[index] = replace(left, symbol=replace(a, year=b.year, short_year=b.short_year))
            continue
        if (
            isinstance(a, Length)
            and left.rule == "shorthand"
            and isinstance(b, Calendar)
            and b.day is not None
            and _LIST.fullmatch(_gap(text, left, right))
        ):
            a = _as_date(text[left.start : left.end]) or a
        if not (isinstance(a, Calendar) and isinstance(b, Calendar)) or (
            b.day is None and (a.day is None or left.rule != "range-no-gap") and not (a.month and b.month and b.year)
        ):
            continue
        if not _LIST.fullmatch(_gap(text, left, right)) or (a.weekday is not None and a.day is None):
            continue
        if a.year is not None and a.month is not None:
            continue
        if a.day is None and a.month is None:
            continue
        filled = _filled(a, b)
        if filled.month and b.month and a.year is None and b.year is not None and filled.month > b.month:
            filled = replace(filled, year=b.year - 1 if not b.short_year or b.year else b.year)
        out[index] = replace(left, symbol=filled)
    return out


def _as_date(words: str) -> Calendar | None:
    found = re.fullmatch(r"(\d{1,2})\s?/\s?(\d{1,2})", words)
    if found and 1 <= int(found[1]) <= 31 and 1 <= int(found[2]) <= 12:
        return Calendar(None, False, int(found[2]), int(found[1]))
    return None


def _ranges(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """3rd-5th May; from 12.04.21 until the 19th; between March and June."""

    def join(text: str, left: Phrase, right: Phrase) -> Phrase | None:
        a, b = left.symbol, right.symbol
        gap = _gap(text, left, right)
        before = text[max(0, left.start - 24) : left.start]
        between = _BETWEEN.search(before) is not None
        if not ((_RANGE.fullmatch(gap)) or (between and _AND.fullmatch(gap))):
            return None
        if (
            isinstance(b, ClockTime)
            and b.date is not None
            and b.part == ""
            and isinstance(a, (ClockTime,))
            and a.date is not None
        ):
            return _merge(left, right, Span(a, b))
        if not (_rangeable(a) and _rangeable(b)):
            return None
        slash = gap.strip() == "/"
        if slash and left.rule != "range-no-gap" and not isinstance(a, Portion):
            return None
        if (
            isinstance(a, Calendar)
            and isinstance(b, Calendar)
            and b.month is None
            and b.day is not None
            and a.day is not None
        ):
            b = replace(b, month=a.month, year=a.year, short_year=a.short_year) if a.month and b.day > a.day else b
        return _merge(left, right, Span(a, b))

    return _pairs(text, pieces, join)


def _portions(text: str, pieces: list[Phrase]) -> list[Phrase]:
    """Early, mid, late before a month, year, season; "mid/late April" is a range of two."""
    out: list[Phrase] = []
    for piece in pieces:
        floor = out[-1].end if out else 0
        out.append(_portion(text, piece, floor) if _portionable(piece.symbol) and not piece.mark else piece)
    return out


def _portion(text: str, piece: Phrase, floor: int) -> Phrase:
    low = max(floor, piece.start - REACH)
    before = text[low : piece.start]
    pair = _TWO_PORTIONS.search(before)
    if pair is not None:
        first, last = (WORDS["portion"][pair[i].lower()] for i in (1, 2))
        span = Span(Portion(piece.symbol, first), Portion(piece.symbol, last))
        return replace(piece, start=low + pair.start(), symbol=span, rule="portion+" + piece.rule, mark="range")
    found = _PORTION.search(before)
    if found is None:
        return piece
    part = WORDS["portion"][" ".join(found[1].lower().split())]
    the = _THE.search(before[: found.start(1)])
    start = low + (the.start() if the is not None else found.start(1))
    return replace(piece, start=start, symbol=Portion(piece.symbol, part), rule="portion+" + piece.rule)


def _rangeable(symbol: Symbol) -> bool:
    if isinstance(symbol, Calendar):
        return not _only_weekday(symbol) or True
    return isinstance(symbol, (Period, Pointed, Portion, Week)) or (
        isinstance(symbol, EventTime) and symbol.direction == "on"
    )


def _around(text: str, piece: Phrase, floor: int) -> Phrase:
    """Take in the words before (and a few after) that bend an expression: portions, hedges, bounds."""
    piece = _suffixes(text, _aged(text, piece))
    for _ in range(4):
        wider = _one_before(text, piece, floor)
        if wider is None:
            return piece
        piece = wider
    return piece


_IN: Final = re.compile(r"\bin\s{1,2}(?:about\s|approx(?:imately)?\.?\s|around\s)?$", re.IGNORECASE)
_PLANNED: Final = re.compile(r"(?<!\w)" + alternation(WORDS["cue_ahead"]) + r"\b[^.;\n]{0,30}$", re.IGNORECASE)
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
    if _AT.search(text[max(0, piece.start - 20) : piece.start]) is None:
        return piece
    weeks = symbol.amount.unit == "W" and 4 <= symbol.amount.low <= 42
    return replace(piece, symbol=Age(symbol.amount, "gestation" if weeks else "age"), rule="at-age")


def _ahead_in(text: str, piece: Phrase) -> bool:
    """ "Review in 4/52": a date ahead, where a cue of plans stands before "in"."""
    before = text[max(0, piece.start - REACH) : piece.start]
    return _IN.search(before) is not None and _PLANNED.search(before) is not None


def _suffixes(text: str, piece: Phrase) -> Phrase:
    if isinstance(piece.symbol, (Recurrence,)):
        return piece
    found = _ISH.match(text, piece.end)
    if found:
        return replace(piece, end=found.end(), symbol=Hedged(piece.symbol, "around"))
    found = _ONWARDS.match(text, piece.end)
    if found and isinstance(piece.symbol, (Calendar, Period, ClockTime)):
        return replace(piece, end=found.end(), symbol=Open(piece.symbol, "from"))
    return piece


def _one_before(text: str, piece: Phrase, floor: int) -> Phrase | None:
    low = max(floor, piece.start - REACH)
    before = text[low : piece.start]
    if not before or not (before[-1].isspace() or before[-1] in "?~-."):
        return None
    symbol = piece.symbol
    if isinstance(symbol, Span):
        found = _BETWEEN.search(before) or re.search(r"\bfrom\s{1,2}(?:the\s{1,2})?$", before, re.IGNORECASE)
        if found and text[low + found.start()] not in "ap":
            return replace(piece, start=low + found.start(), mark="range")
        if piece.mark == "range":
            return None
    if isinstance(symbol, ClockTime) and symbol.first != symbol.last:
        found = _BETWEEN.search(before) or re.search(r"\bfrom\s{1,2}$", before, re.IGNORECASE)
        if found and piece.mark != "range":
            return replace(piece, start=low + found.start(), mark="range")
    found = _HEDGE.search(before)
    if found:
        hedged = _hedge(text, piece, found, low)
        if hedged is not None:
            return hedged
    found = _OPENING.search(before) if isinstance(symbol, Open) and piece.mark != "range" else None
    if found and symbol.side == "from":  # type: ignore[union-attr]
        return replace(piece, start=low + found.start(), mark="range")
    found = _BOUND.search(before)
    if found and _boundable(symbol):
        side: Literal["from", "after", "before", "until"] = WORDS["bound"][" ".join(found[1].lower().split())]
        if side == "from" and found[1].lower() == "from":
            return None if not isinstance(symbol, (Calendar, Period)) else _from(text, piece, low + found.start(1))
        return replace(piece, start=low + found.start(1), symbol=Open(symbol, side), rule="bound+" + piece.rule)
    return None


def _from(text: str, piece: Phrase, start: int) -> Phrase | None:
    """ "From 3 May": open only where it is a beginning, not a sender's or a document's date."""
    return None


def _hedge(text: str, piece: Phrase, found: re.Match[str], low: int) -> Phrase | None:
    symbol = piece.symbol
    word = " ".join((found[1] or found[2]).lower().split()).rstrip(".") if found[1] else found[2].strip()
    how = WORDS["hedge"].get(word) or WORDS["hedge"].get(word + ".") or "around"
    start = low + (found.start(1) if found[1] else found.start(2))
    if isinstance(symbol, Recurrence) or (isinstance(symbol, Hedged) and symbol.how == how):
        return None
    sized = isinstance(symbol, (Length, Offset, Age)) or (
        isinstance(symbol, Hedged) and isinstance(symbol.of, (Length, Offset, Age))
    )
    if how in {"over", "under", "least", "most", "within"} and not sized:
        return None
    if how == "within" and isinstance(symbol, Offset) and symbol.direction > 0:
        return replace(piece, start=start, symbol=replace(symbol, within=True))
    if how == "within" and isinstance(symbol, Length):
        return replace(piece, start=start, symbol=Hedged(symbol, "within"))
    if how == "over" and isinstance(symbol, Length) and symbol.window:
        return None
    if how == "exact":
        return replace(piece, start=start)
    if found[2] and found[2].startswith("?") and not isinstance(symbol, (Calendar, Period, Span, ClockTime, Week)):
        return None
    return replace(piece, start=start, symbol=Hedged(symbol, how), rule="hedge+" + piece.rule)


def _portionable(symbol: Symbol) -> bool:
    if isinstance(symbol, Calendar):
        return symbol.day is None and symbol.weekday is None
    if isinstance(symbol, Pointed):
        return symbol.unit in {"W", "M", "Y", "Q", "term"}
    return isinstance(symbol, (Period, Span)) and getattr(symbol, "kind", "") != "festival"


def _boundable(symbol: Symbol) -> bool:
    if isinstance(symbol, ClockTime):
        return symbol.first is not None or symbol.date is not None
    if isinstance(symbol, Hedged):
        return _boundable(symbol.of)
    return isinstance(symbol, (Calendar, Period, Pointed, Portion, Week, Age)) and not (
        isinstance(symbol, Age) and symbol.kind != "gestation"
    )
