"""Disagreements between records that no gap rule asks about: shown as contradictions, for a person to settle.

    sentences that tell when something was last done  ->  their times  ->  those of one occasion that differ
    "no referral was received", by the one            ->  the other's record of having sent it
    a meeting in two files                            ->  an agency named as there by one, as absent by the other
    opposite things told of one person in those days  ->  the nearest pair of each two agencies
    what a message tells as done                      ->  its sender's record of a later day

All phrases, kinds and spans of days are data (`rules/differences.toml`). Nothing here says which record is right.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import Any, Final

from model.case import Contradiction, Event
from model.data import load_toml
from model.names import AGENCIES
from model.telling_kinds import MEETINGS, MESSAGES
from model.view import TELLING, CaseView, Saying
from model.when import When, in_words
from model.words import Phrasebook

QUOTE_CHARS: Final = 160
MOST_COMPARED: Final = 40  # tellings of one fact: more would only repeat
_CLOCK: Final = re.compile(
    r"(?<![\d/.:-])(?:(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d)\s*(?P<half>[ap]m)?"
    r"|(?P<h12>1[0-2]|0?[1-9])\s*(?P<half12>[ap]m)|(?P<h24>[01]\d|2[0-3])(?P<m24>[0-5]\d)\s*(?:hrs|h)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One telling of when something was: the sentence, the first and the last moment that it can mean."""

    saying: Saying
    first: dt.datetime
    last: dt.datetime


@cache
def _data() -> dict[str, Any]:
    return load_toml("model.rules", "differences.toml")


@cache
def _book(*phrases: str) -> Phrasebook:
    return Phrasebook({"told": phrases})


def differences(view: CaseView) -> list[Contradiction]:
    """All of them, each once, in the order of the kinds above. The groups of one event must be known to the view."""
    found = [*_last_times(view), *_unreceived(view), *_attendance(view), *_before_their_day(view), *_opposed(view)]
    return list({contradiction.events: contradiction for contradiction in found}.values())


# -- when it was last done -------------------------------------------------------------------------


def _last_times(view: CaseView) -> Iterator[Contradiction]:
    for fact in _data()["last"]:
        told = [t for saying in view.saying(_book(*fact["phrases"])) if (t := _told(view, saying))][:MOST_COMPARED]
        for one, two in combinations(told, 2):
            if (
                _is_one_occasion(view, one, two, fact["rows_within_days"])
                and _hours_apart(one, two) >= fact["least_hours"]
            ):
                yield _contradiction(view, fact["label"], [(t.saying.head, t.saying.text) for t in (one, two)])


def _told(view: CaseView, saying: Saying) -> Told | None:
    """When a sentence says that it was: by the clock in it, else by the time of its own that an event in it has."""
    row = view.written(saying.event)
    if row is None or row.end is None or saying.ahead:
        return None
    stated = [e.when for e in saying.inside if _is_of_its_own(e.when, row)]
    narrow = [w for w in stated if w is not None and w.start and w.end and (w.end - w.start).days <= 1]
    timed = next((w for w in narrow if w.start_time), None)
    clock = _CLOCK.search(saying.text)
    if timed is None and clock is not None:
        return _by_clock(saying, clock, row, narrow)
    when = timed or (narrow[0] if narrow else None)
    if when is None or when.start is None or when.end is None:
        return None
    return Told(
        saying=saying,
        first=dt.datetime.combine(when.start, when.start_time or dt.time.min),
        last=dt.datetime.combine(when.end, when.end_time or when.start_time or dt.time.max),
    )


def _is_of_its_own(when: When | None, row: When) -> bool:
    """Whether a time was said in the sentence and is not that of the row."""
    return (
        when is not None and when.basis in {"stated", "relative"} and (when.start, when.text) != (row.start, row.text)
    )


def _by_clock(saying: Saying, clock: re.Match[str], row: When, days: Sequence[When]) -> Told | None:
    """A clock time without its day is the last such before the row was written."""
    half = (clock["half"] or clock["half12"] or "").lower()
    hour = int(clock["h"] or clock["h12"] or clock["h24"])
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    if hour > 23 or row.end is None:
        return None
    at = dt.time(hour, int(clock["m"] or clock["m24"] or 0))
    day = days[0].start if days and days[0].start else row.end
    moment = dt.datetime.combine(day, at)
    written = dt.datetime.combine(row.end, row.end_time or row.start_time or dt.time.max)
    if not days and moment > written:
        moment -= dt.timedelta(days=1)
    return Told(saying=saying, first=moment, last=moment)


def _is_one_occasion(view: CaseView, one: Told, two: Told, days: int) -> bool:
    rows = [view.written(told.saying.event) for told in (one, two)]
    if one.saying.event.entry == two.saying.event.entry or any(row is None or row.start is None for row in rows):
        return False
    first, second = (row.start for row in rows if row and row.start)
    return abs((first - second).days) <= days


def _hours_apart(one: Told, two: Told) -> float:
    """So many hours lie between the two at least; 0 where they can be one."""
    apart = max(one.first - two.last, two.first - one.last, dt.timedelta(0))
    return apart.total_seconds() / 3600


# -- what was sent and never received --------------------------------------------------------------


def _unreceived(view: CaseView) -> Iterator[Contradiction]:
    data = _data()["unreceived"]
    sayings = view.saying(_book(*data["phrases"]))
    for saying in sayings:
        for denial in saying.inside:
            if denial.assertion == "did_not_happen" and denial.kind in data["kinds"]:
                for sent in _sendings(view, denial, data):
                    yield _contradiction(view, data["label"], [(sent, sent.quote), (denial, saying.text)])
                    break


def _sendings(view: CaseView, denial: Event, data: dict[str, Any]) -> Iterator[Event]:
    """What others record as sent to the agency that denies it, in the period that the denial is of, the last first."""
    row, period = view.written(denial), view.span_of(denial)
    if row is None or row.end is None:
        return
    bounded = period is not None and period.start is not None and period.end is not None and not _is_row(period, row)
    first = period.start if bounded and period else row.end - dt.timedelta(days=data["before_days"])
    last = period.end if bounded and period else row.end
    named = view.partners(denial)
    if first is None or last is None:
        return
    held = [e for kind in data["kinds"] for e in _within(view, kind, first, last)]
    for event in sorted(held, key=view.order, reverse=True):
        mine = view.side(event) == view.side(denial) or event.assertion != "happened"
        if not mine and view.side(denial) in view.told(event) and (not named or view.side(event) in named):
            yield event


def _within(view: CaseView, kind: str, first: dt.date, last: dt.date) -> Iterator[Event]:
    """Events of the kind that begin in those days."""
    for event in view.from_day(kind, first):
        span = view.span_of(event)
        if span is None or span.start is None or span.start > last:
            return
        yield event


def _is_row(when: When, row: When) -> bool:
    return (when.start, when.text) == (row.start, row.text)


# -- who was there ---------------------------------------------------------------------------------


def _attendance(view: CaseView) -> Iterator[Contradiction]:
    for meeting in (e for kind in sorted(MEETINGS) for e in view.by_kind.get(kind, ())):
        if not meeting.main or meeting.assertion not in TELLING:
            continue
        absent = {side: e for e in view.by_entry[meeting.entry] for side in _absent(view, e)}
        for record in view.same(meeting):
            if record.kind in MEETINGS and view.entries[record.entry].source != view.entries[meeting.entry].source:
                for side in sorted(absent.keys() & (view.told(record) | {view.side(record)})):
                    if record.main and record.assertion in TELLING:
                        said = [(record, record.quote), (absent[side], view.clause(absent[side]))]
                        yield _contradiction(view, _data()["attendance"]["label"], said)


def _absent(view: CaseView, event: Event) -> frozenset[str]:
    """The sides that a record says were not at the meeting."""
    if event.kind not in MEETINGS or event.assertion != "did_not_happen":
        return frozenset()
    return view.partners(event) - view.told(event)


# -- told as done before its day -------------------------------------------------------------------


def _before_their_day(view: CaseView) -> Iterator[Contradiction]:
    data = _data()["before_its_day"]
    for event in (e for kind in data["kinds"] for e in view.by_kind.get(kind, ())):
        row, when, senders = view.written(event), event.when, _senders_of_row(view, event)
        if not senders or row is None or row.end is None or not row.is_day or when is None or when.start is None:
            continue
        exact = when.is_day and when.basis == "stated" and not when.approximate and not row.approximate
        if exact and 0 < (when.start - row.end).days <= data["most_days"]:
            for other in _within(view, event.kind, when.start, when.start):
                if other.main and view.side(other) in senders:
                    yield _too_early(view, event, other, row)
                    break


def _senders_of_row(view: CaseView, event: Event) -> frozenset[str]:
    """Who sent the message in which a row tells of a thing as done; nobody where it tells otherwise."""
    if event.main or event.assertion not in TELLING:
        return frozenset()
    return frozenset(
        side for e in view.by_entry[event.entry] if e.main and e.kind in MESSAGES for side in view.senders(e)
    )


def _too_early(view: CaseView, told: Event, own: Event, row: When) -> Contradiction:
    words = (
        f"{_label(told.agency)} has a message under {in_words(row)} that tells: “{_shortened(view.clause(told))}”. "
        f"{_label(own.agency)} records it {in_words(own.when)}: “{_shortened(view.clause(own))}”. "
        "As they stand, both dates cannot be right in the records supplied."
    )
    return Contradiction(events=(told.id, own.id), explanation=words)


# -- opposite things -------------------------------------------------------------------------------


def _opposed(view: CaseView) -> Iterator[Contradiction]:
    for fact in _data()["opposed"]:
        one, other = (_sayings(view, fact, value) for value in ("one", "other"))
        nearest: dict[frozenset[str], tuple[int, Saying, Saying]] = {}
        for first, second in product(one, other):
            days = _days_between(view, first, second)
            sides = frozenset((view.side(first.event), view.side(second.event)))
            if days is None or days > fact["window_days"] or len(sides) < 2 or not _may_be_of_one(view, first, second):
                continue
            if sides not in nearest or days < nearest[sides][0]:
                nearest[sides] = (days, first, second)
        for _, first, second in nearest.values():
            yield _contradiction(view, fact["label"], [(s.head, s.text) for s in (first, second)])


def _sayings(view: CaseView, fact: Mapping[str, Any], value: str) -> list[Saying]:
    """The sentences that tell this value and not its denial, of what was so."""
    denial = _book(*fact[fact["denied_by"]])
    told = [s for s in view.saying(_book(*fact[value])) if not s.ahead and s.event.assertion in TELLING]
    if value != fact["denied_by"]:  # "not taking medication" holds the words of "taking medication"
        told = [s for s in told if not denial.find(s.stems)]
    return told[:MOST_COMPARED]


def _days_between(view: CaseView, first: Saying, second: Saying) -> int | None:
    one, two = view.written(first.event), view.written(second.event)
    if one is None or two is None or one.start is None or two.start is None:
        return None
    return abs((one.start - two.start).days)


def _may_be_of_one(view: CaseView, first: Saying, second: Saying) -> bool:
    """Whether both sentences can be of one person of the family: where both name somebody, one of them is in both."""
    one, two = (view.people_in(saying) & view.family_roles() for saying in (first, second))
    return not (one and two) or bool(one & two)


# -- in words --------------------------------------------------------------------------------------


def _contradiction(view: CaseView, label: str, said: Iterable[tuple[Event, str]]) -> Contradiction:
    """The records with their words, in time order."""
    ordered = sorted(said, key=lambda pair: view.order(pair[0]))
    words = "; ".join(f"{_label(event.agency)}: “{_shortened(text)}”" for event, text in ordered)
    return Contradiction(
        events=tuple(event.id for event, _ in ordered), explanation=f"The records supplied differ on {label}. {words}."
    )


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTE_CHARS else text[: QUOTE_CHARS - 1].rsplit(" ", 1)[0] + "…"


def _label(agency: str) -> str:
    return AGENCIES.get(agency, agency.replace("_", " "))
