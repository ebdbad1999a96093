"""Read the time expressions of a text: dates, times, durations, sets and ages.

    text  ->  recognise (atoms)  ->  compose (phrases)  ->  resolve (two clocks)  ->  Timex

`recognise` only finds pieces, by the ordered grammar of `vocabulary/times`; `compose` puts
ranges, lists, clock times and hedges together into symbolic values; `resolve` alone knows a calendar.
Two clocks run: the row's date, and the last date stated in the narrative. No spaCy here, no case.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ingest.language.times.amounts import offset_of_age
from ingest.language.times.clocks import Clocks
from ingest.language.times.compose import phrases
from ingest.language.times.cues import ahead_of, anchors_narrative, in_apposition
from ingest.language.times.describe import bare, describe
from ingest.language.times.phrase import Phrase
from ingest.language.times.recognise import atoms
from ingest.language.times.resolve import resolve
from ingest.language.times.shorthand import meant_as_date
from ingest.language.times.strokes import plainly
from ingest.language.times.symbols import Age, Calendar, Hedged, Length, Offset, Open
from ingest.language.times.timex import Relative, Timex, interval_of, timex_json
from model.errors import UsageError
from model.when import When

__all__ = [
    "Relative",
    "Timex",
    "counted_ahead",
    "counted_back",
    "counted_from",
    "days_of_age",
    "interval_of",
    "jsonl",
    "last_told",
    "read_times",
    "timex_json",
    "waiting",
]


def read_times(
    text: str,
    base: dt.date,
    *,
    born: When | None = None,
    due: When | None = None,
    narrative: dt.date | None = None,
    own: When | None = None,
) -> list[Timex]:
    """The time expressions of a text, left to right, none overlapping.

    `base` is the date of the row the text stands in; `narrative` the last date stated before it (of
    the entry above, where the text goes on from there). Ages are dated by `born`, gestations by `due`,
    where the case knows them. `own` is the date of the row itself: where it was counted from the row above
    ("Two days later ..."), those words of the text mean that day and are not counted again. Spans count in
    `text`.

    >>> found = read_times("Seen 12/5/21, DNA the next day.", dt.date(2021, 5, 20))
    >>> [(t.text, t.when.start.isoformat()) for t in found]
    [('12/5/21', '2021-05-12'), ('the next day', '2021-05-13')]
    """
    clocks = Clocks(
        base, narrative or base, narrative is not None, born, due, slack=_slack(own), morning=_morning_after(own)
    )
    return _read_all(text, clocks, own)[0]


def _read_all(text: str, clocks: Clocks, own: When | None = None) -> tuple[list[Timex], Clocks]:
    """The expressions of a text, and how the clocks stand after the last of them."""
    plain = plainly(text)
    found = phrases(plain, atoms(plain))
    if clocks.born is None:
        clocks = replace(clocks, born=_told_birth(text, found, clocks.row))
    out: list[Timex] = []
    for index, phrase in enumerate(found):
        beside = found[index + 1] if index + 1 < len(found) else None
        apposed = beside if beside and in_apposition(text, phrase, beside) else None
        is_own = own is not None and own.basis == "relative" and own.text == text[phrase.start : phrase.end]
        timex, clocks = _read(text, phrase, clocks, apposed, own if is_own else None)
        own = None if is_own else own
        out.append(timex)
    return out, clocks


_BORN: Final = re.compile(
    r"\b(?:born|birth|delivered|delivery|arrived)\s{1,2}(?:at\s[\d.:]{1,5}\s?(?:hrs)?\s)?(?:on\s)?(?:the\s)?$",
    re.IGNORECASE,
)
LONGEST_ROW_DAYS: Final = 14
FEW_DAYS: Final = 3  # "w/c 16: ... she rang on the 23rd": written up after the week
OPENING_CHARS: Final = 12
LONGEST_BABYHOOD_DAYS: Final = 800  # an earlier birth told in a text is as likely a parent's or a sibling's


def _told_birth(text: str, found: Sequence[Phrase], base: dt.date) -> When | None:
    """The birth that the text itself dates ("born 6/10/21 ... 12 days after the birth"), if it is a young child's."""
    for phrase in found:
        symbol = phrase.symbol
        if isinstance(symbol, Calendar) and symbol.day and _BORN.search(text[max(0, phrase.start - 40) : phrase.start]):
            when = resolve(symbol, Clocks(base, base))
            if when is not None and when.start and 0 <= (base - when.start).days <= LONGEST_BABYHOOD_DAYS:
                return when
    return None


def counted_from(timex: Timex) -> When | None:
    """What counts from an event ("11 days after the birth") as a When without bounds; None where nothing does.

    Which event is meant, and so which days, only the whole case can tell (`model.timing`).
    """
    told = timex.relative
    if timex.when is not None or told is None or told.anchor is None:
        return None
    sign = "-" if told.direction == "before" else ""
    return waiting(timex, told.anchor, None if told.offset is None else sign + told.offset)


def waiting(timex: Timex, phrase: str, offset: str | None) -> When:
    """A When that waits for the date of its anchor."""
    return When(
        start=None,
        end=None,
        granularity="span",
        approximate=timex.approximate,
        text=timex.text,
        basis="relative",
        anchor_phrase=phrase,
        offset=offset,
        rule=timex.rule,
    )


def last_told(text: str, own: When) -> dt.date | None:
    """The day at which a text whose row has that date leaves its narrative; None where it states no other."""
    if own.start is None:
        return None
    _, clocks = _read_all(text, Clocks(own.start, own.start), own)
    return clocks.narrative if clocks.stated else None


def days_of_age(timex: Timex) -> tuple[str, str] | None:
    """What an age or a gestation counts from and how far: ("birth", "P21D/P27D") for "3 weeks old"; None where no
    unit is told."""
    inner = bare(timex.symbol) if timex.symbol is not None else None
    return offset_of_age(inner) if isinstance(inner, Age) else None


def counted_ahead(timex: Timex, base: dt.date) -> When | None:
    """The day that a length of time lies ahead of `base` ("Rpt 3/52": three weeks on); None for anything else."""
    symbol = timex.symbol
    if not isinstance(symbol, Length) or symbol.window or symbol.phrase:
        return None
    when = resolve(Offset(symbol.amount, 1, "row"), Clocks(base, base))
    return None if when is None else replace(when, text=timex.text, rule="ahead+" + timex.rule)


def counted_back(timex: Timex, when: When) -> When | None:
    """The days of the event that an expression counts from, where what it dates happened at `when`.

    "Visited on 8 October, 20 days after being allocated": allocated 20 days before. None where no length is told.
    """
    symbol = timex.symbol
    if not isinstance(symbol, Offset) or not symbol.phrase or when.start is None or when.end is None:
        return None
    back = Offset(symbol.amount, -symbol.direction, "row")
    first, last = (resolve(back, Clocks(day, day)) for day in (when.start, when.end))
    if first is None or last is None or first.start is None or last.end is None:
        return None
    return replace(first, end=last.end, text=timex.text, basis="relative", rule="back+" + timex.rule)


def _slack(own: When | None) -> int:
    """How many days after its middle a row that covers several may still tell of as past, a few more among them."""
    if own is None or own.start is None or own.end is None or own.start == own.end:
        return 0
    return min(LONGEST_ROW_DAYS, (own.end - own.start).days) + FEW_DAYS


def _morning_after(own: When | None) -> dt.date | None:
    """The second day of a row that covers one night ("overnight 3rd/4th"): its small hours lie there."""
    if own is None or own.start is None or own.end is None or (own.end - own.start).days != 1:
        return None
    return own.end


def _read(text: str, phrase: Phrase, clocks: Clocks, beside: Phrase | None, own: When | None) -> tuple[Timex, Clocks]:
    """One expression with its interval, and the clocks for the next one.

    `beside` is the date that says the same in other words: "five weeks later, on 9 May".
    """
    ahead = ahead_of(text, phrase.start, phrase.end)
    if isinstance(phrase.symbol, Open) and phrase.symbol.side == "from" and text[phrase.start].lower() == "s":
        ahead = -1  # "first review since June": since looks back, whatever stands before it
    dated = meant_as_date(text, phrase, clocks, ahead)
    phrase = phrase if dated is None else replace(phrase, symbol=dated, rule="shorthand-date")
    here = replace(clocks, ahead=ahead)
    when = own or resolve(beside.symbol if beside is not None else phrase.symbol, here)
    if own is None and _said_again(text, phrase, clocks):
        when = resolve(phrase.symbol, replace(here, narrative=clocks.told or clocks.narrative))
    timex = describe(text, phrase, when, here)
    if timex.when is not None and anchors_narrative(text, phrase, timex, clocks.row):
        day = _day_told(phrase, timex.when)
        if day is not None and not (day == clocks.row and phrase.start < OPENING_CHARS):  # that is the row's own
            told = clocks.narrative if clocks.stated else None
            clocks = replace(clocks, narrative=day, stated=True, year=day.year, told=told)
    elif (year := _year_named(timex)) is not None:
        clocks = replace(clocks, year=year)
    return timex, _at_moment(timex, clocks)


def _at_moment(timex: Timex, clocks: Clocks) -> Clocks:
    """The clocks after a clock time that the narrative tells, or after a date without one."""
    when = timex.when
    if when is None or when.start is None or timex.ahead > 0:
        return clocks
    if when.start_time is not None:
        return replace(clocks, moment=dt.datetime.combine(when.start, when.start_time))
    if clocks.moment is not None and timex.type == "DATE" and clocks.narrative != clocks.moment.date():
        return replace(clocks, moment=None)
    return clocks


_AGAIN: Final = re.compile(r"[\d\w][,(]?\s?[,(]\s?(?:just |some |only |i\.e\. )?$")


def _said_again(text: str, phrase: Phrase, clocks: Clocks) -> bool:
    """ "Decided on 18 February, sent on 1 March, 11 days later": the offset says again what the date before it says."""
    symbol = phrase.symbol
    if not isinstance(symbol, Offset) or clocks.told is None or symbol.clock != "narrative" or symbol.phrase:
        return False
    if symbol.of is not None or not _AGAIN.search(text, max(0, phrase.start - 12), phrase.start):
        return False
    again = resolve(symbol, replace(clocks, narrative=clocks.told))
    return again is not None and again.start == clocks.narrative == again.end


def _day_told(phrase: Phrase, when: When) -> dt.date | None:
    """The day that a telling goes on from: the last of a stretch, the middle of a day widened by a hedge."""
    if when.granularity != "span" or when.start is None or when.end is None:
        return when.start
    inner = bare(phrase.symbol)
    if isinstance(phrase.symbol, Hedged) and isinstance(inner, (Calendar, Offset)):
        return when.start + (when.end - when.start) // 2
    return when.start if when.approximate else when.end


def _year_named(timex: Timex) -> int | None:
    """The year that a year, a season or a term lies in: too long to count days from, not to name months of."""
    when = timex.when
    if when is None or when.start is None or when.end is None or timex.type != "DATE" or timex.ahead > 0:
        return None
    return when.start.year if when.start.year == when.end.year else None


def read_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The answers to lines of {"id", "text", "base"}, in the contract's form.

    Raises `UsageError`, with the number of the line, where one is not of that form.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            known, text, base = asked["id"], str(asked["text"]), dt.date.fromisoformat(str(asked["base"])[:10])
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"Line {number} of the file is not a question about a text.",
                remedy='Each line needs: {"id": ..., "text": ..., "base": "YYYY-MM-DD"}.',
            ) from error
        yield {"id": known, "timexes": [timex_json(t) for t in read_times(text, base)]}


def jsonl(in_path: Path, out_path: Path) -> int:
    """Read a file of JSON lines and write the answers; returns how many lines were read."""
    count = 0
    with in_path.open(encoding="utf-8") as source, out_path.open("w", encoding="utf-8", newline="\n") as target:
        for answer in read_lines(source):
            target.write(json.dumps(answer, ensure_ascii=False) + "\n")
            count += 1
    return count
