"""What the words around an expression say of its direction, and whether the narrative goes on from it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from ingest.language.times.phrase import Phrase
from ingest.language.times.symbols import Age, Calendar, ClockTime, Hedged, Length, Offset, Open, Pointed, Recurrence
from ingest.language.times.timex import Timex
from ingest.language.times.words import TABLES, alternation

LONGEST_ANCHOR: Final = 62  # days: a year or a season is background, the narrative does not go on from it
REACH: Final = 64  # characters before an expression in which its verb is looked for
_AHEAD: Final = re.compile(r"\b(?:" + alternation(TABLES["cue_ahead"]) + r")\b", re.IGNORECASE)
_PRESENT: Final = (
    r"(?:(?:^|(?<=[.,;:-]\s)|(?<=\bis\s)|(?<=\bare\s)|(?<=\bam\s)|(?<=\bsw\s)|(?<=\bhv\s)|(?<=\bmum\s)|(?<=\bdad\s)))"
)
_CUE: Final = re.compile(  # a past phrase wins over a word of plans that it begins with: "booked late"
    rf"\b(?:(?!{alternation(TABLES['cue_past'])}\b)({alternation(TABLES['cue_ahead'])}|{_PRESENT}{alternation(TABLES['cue_going'])})"
    rf"|{alternation(TABLES['cue_past'] | TABLES['past_verb'])})\b",
    re.IGNORECASE,
)
_PASSIVE_AHEAD: Final = re.compile(  # "will be discharged", "is being admitted": the participle is no past
    r"(?:\b(?:will|to|must|shall|can|may|going\sto)|['’]ll|\b(?:is|are|am)(?=\s(?:not\s|now\s)?being))\s(?:not\s|now\s|also\s)?(?:be|being)\s$",
    re.IGNORECASE,
)
_LAST: Final = re.compile(rf"\b{alternation(TABLES['cue_last'])}\s$", re.IGNORECASE)  # "last r/v 14/2"
_NOT_DONE: Final = re.compile(rf"[^.;\n]{{0,12}}?\b{alternation(TABLES['cue_not_done'])}\b", re.IGNORECASE)
_PAST_CLAUSE: Final = re.compile(  # "by Friday he had gone"
    r"\s(?:(?:he|she|they|it|we|mum|dad|mother|father|mo|fa|baby)|(?-i:[A-Z])[\w.]{0,15})\s"
    rf"(?:had|was|were|{alternation(TABLES['past_verb'])}|[a-z]{{2,12}}ed)\b",
    re.IGNORECASE,
)
_NEAR: Final = re.compile(
    r"\b(?<!\bnot\s)" + alternation(TABLES["cue_ahead_near"]) + r"\s{1,2}(?:the\s)?(?:about\s)?$", re.IGNORECASE
)
_PAST: Final = re.compile(r"\b(?:" + alternation(TABLES["cue_past"]) + r")\b", re.IGNORECASE)
_APPOSITION: Final = re.compile(r"\s?(?:,|\(|-|–)?\s?(?:i\.?e\.?,?\s)?(?:on\s)?(?:the\s)?", re.IGNORECASE)
_PAST_VERB: Final = re.compile(r"\b[a-z]{2,12}ed\s{1,2}(?:it\s|him\s|her\s|them\s)?(?:on\s|in\s)?$", re.IGNORECASE)
_PAST_NEXT: Final = re.compile(  # "on Friday promised that he will": the verb of the day itself stands right behind it
    rf"\s(?:(?!{alternation(TABLES['cue_ahead_after'] | TABLES['cue_status'])}\b)[a-z]{{2,12}}ed\b"
    rf"|(?:agreed|planned|arranged)\s(?:to|that|with)\b"
    rf"|{alternation(TABLES['past_verb'])}\b)"
)
_STOP: Final = re.compile(r"[.;!?\n]\s")
_ASIDE: Final = re.compile(
    r"\b" + alternation(TABLES["cue_aside"]) + r"[\s:=(]{0,3}(?:is\s|was\s|of\s)?$", re.IGNORECASE
)


def ahead_of(text: str, start: int, end: int) -> int:
    """Whether the nearest cue says that the date lies ahead of the entry or behind it.

    2 where a verb or noun of plans says ahead, 1 where a preposition does ("for", "by"), -1 behind, 0 where none does.
    """
    low = max(0, start - REACH)
    for stop in _STOP.finditer(text, low, start):
        low = stop.end()
    if _NEAR.search(text, low, start):
        return -1 if _PAST_CLAUSE.match(text, end) or _NOT_DONE.match(text, end) else 1
    cues = [cue for cue in _CUE.finditer(text, low, start) if not _other_clause(text, cue, start)]
    verb = _PAST_VERB.search(text, low, start)
    planned = cues[-1] if cues and cues[-1][1] else None
    past = verb if not cues or (verb is not None and planned and planned.end() <= verb.start()) else None
    past = past or (cues[-1] if cues and not planned else None)
    if past is not None:
        return 2 if _PASSIVE_AHEAD.search(text, low, past.start()) else -1
    if planned is None:
        return _after(text, end)
    return -1 if _NOT_DONE.match(text, end) or _LAST.search(text, low, planned.start()) else 2


def _other_clause(text: str, cue: re.Match[str], start: int) -> bool:
    """Whether a comma has closed the part of the sentence of a plain past verb: "rang on 3/5, next session in June"."""
    return not cue[1] and "," in text[cue.end() : start] and cue[0].lower() in TABLES["past_verb"]


def _after(text: str, end: int) -> int:
    if _PAST_NEXT.match(text, end):
        return -1
    stop = _STOP.search(text, end, end + 34)
    cue = _CUE.search(text, end, stop.start() if stop else end + 34)
    if cue is None:
        return 0
    if cue[1] and re.search(r"[,;(]\s\w", text[end : cue.start()]):
        return 0  # "from 2 Sept to 22 Nov, addendum due": that cue is of what follows the comma
    return -1 if not cue[1] else int(cue[1].lower() in TABLES["cue_ahead_after"])


def told_as_past(text: str, timex: Timex) -> bool:
    """Whether the date is told as past, or a past verb follows it ("offered one on 3 May and did not attend")."""
    return timex.ahead <= 0 or _PAST.search(text, timex.end) is not None


def in_apposition(text: str, relative: Phrase, date: Phrase) -> bool:
    """Whether a written day says again what a relative expression says: "the following day, 4 May"."""
    if not isinstance(relative.symbol, (Offset, Pointed)) or not isinstance(date.symbol, Calendar):
        return False
    if date.symbol.day is None or date.symbol.month is None or getattr(relative.symbol, "of", None) is not None:
        return False
    return _APPOSITION.fullmatch(text, relative.end, date.start) is not None


def anchors_narrative(text: str, phrase: Phrase, timex: Timex, row: dt.date) -> bool:
    """Whether what follows counts from this date: not for ages, sets, birth dates or open bounds."""
    symbol = phrase.symbol.of if isinstance(phrase.symbol, Hedged) else phrase.symbol
    when = timex.when
    if when is None or when.start is None or when.end is None or (when.end - when.start).days > LONGEST_ANCHOR:
        return False
    if timex.ahead > 0 and when.start > row:  # booked ahead: the telling stays where it was
        return False
    if isinstance(symbol, (Age, Recurrence, Length, Open)) or (isinstance(symbol, ClockTime) and symbol.date is None):
        return False
    return _ASIDE.search(text[max(0, phrase.start - 24) : phrase.start]) is None
