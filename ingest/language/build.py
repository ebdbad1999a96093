"""From the reading of an entry to its events: dates given their places, people their mentions.

    candidates + times of the text  ->  place_times  ->  Event (main first), ids "{entry}-1", "{entry}-2" ...

The main event has the date of its row. Another date goes to the event in whose words it stands; a date that
stands in no event's words, or in the main event's beside the row's own date, makes an event of its own, so
that no date is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ingest.language.involve import involve_people
from ingest.language.reading import Candidate, Person, Reading
from ingest.language.times import Timex, read_times
from model.case import Event, Mention
from model.data import load_toml
from model.when import When

_EDGES = frozenset({",", ".", ";", ":", "-", "and", "&", "then", "but", "also", "(", "+", "•", ")"})
_WITHOUT_DATE = frozenset({"planned", "recommended", "reported", "uncertain"})


def events_of(reading: Reading) -> list[Event]:
    """The events of one entry, the main one first. Empty for an entry without words."""
    if not reading.candidates:
        return []
    involve_people(reading)
    place_times(reading, times_of(reading))
    ordered = sorted(reading.candidates, key=lambda c: (not c.main, c.first))
    return [_event(reading, candidate, number) for number, candidate in enumerate(ordered, start=1)]


def times_of(reading: Reading) -> list[Timex]:
    """The time expressions of the entry that name an interval; none where the entry itself has no date to count from."""
    when = reading.entry.when
    base = when.middle if when is not None else None
    if base is None:
        return []
    found = read_times(reading.entry.text, base, born=reading.context.born, due=reading.context.due)
    return [timex for timex in found if timex.when is not None and timex.type in {"DATE", "TIME", "AGE"}]


def place_times(reading: Reading, times: Sequence[Timex]) -> None:
    """Give each time to the event in whose words it stands; make an event for a date without one."""
    for timex in times:
        assert timex.when is not None
        first = reading.words.at(timex.start)
        if first >= len(reading.words):
            continue
        owner = _owner(reading, first)
        if owner is not None and owner.main:
            if _same_day(timex.when, reading.entry.when):
                owner.when = _with_clock(owner.when or reading.entry.when, timex.when)
            else:
                reading.candidates.append(_aside(reading, owner, timex))
        elif owner is not None and owner.when is None:
            owner.when = timex.when
        elif owner is None or owner.when is None or not _same_day(timex.when, owner.when):
            if not _same_day(timex.when, reading.entry.when):
                reading.candidates.append(_aside(reading, owner, timex))
    for candidate in reading.candidates:
        if candidate.main:
            candidate.when = candidate.when or reading.entry.when
            continue
        _settle_by_date(reading, candidate)
        if candidate.when is None and candidate.assertion == "happened":
            candidate.when = reading.entry.when


def _settle_by_date(reading: Reading, candidate: Candidate) -> None:
    """Let the date of a mentioned event say what its words do not: ahead of the row it is planned, long before it
    retold; what is "since" a day runs to the row's own."""
    own, when = reading.entry.when, candidate.when
    if own is None or own.end is None or own.start is None or when is None:
        return
    if when.end is None and when.start is not None and when.start <= own.end:
        candidate.when = when = replace(when, end=own.end)
    if candidate.assertion != "happened":
        return
    if when.start is not None and when.start > own.end and not _done(reading, candidate):
        candidate.assertion = "planned"
        candidate.reasons.append("planned: its date lies ahead of the row's")
    elif when.end is not None and when.end < own.start - dt.timedelta(days=1) and candidate.kind in _retold():
        candidate.assertion = "reported"
        candidate.reasons.append("reported: its date lies before the row's")


def _done(reading: Reading, candidate: Candidate) -> bool:
    """Whether the words have a verb in the past that is no word of booking: "Chased 11/07" was recorded later."""
    booking = load_toml("ingest.vocabulary", "assertion.toml")["booking"]
    span = range(candidate.first, candidate.last)
    past = [i for i in span if reading.words.tags[i] in {"VBD", "VBN"} and reading.words.norms[i] not in booking]
    return bool(past)


@cache
def _retold() -> frozenset[str]:
    return frozenset(load_toml("ingest.vocabulary", "assertion.toml")["retold"])


def _owner(reading: Reading, word: int) -> Candidate | None:
    inside = [c for c in reading.candidates if c.first <= word < c.last]
    if inside:
        return min(inside, key=lambda c: c.last - c.first)
    clause = next((k for k, c in enumerate(reading.clauses) if c.first <= word < c.last), None)
    near = [c for c in reading.candidates if c.clause == clause]
    return min(near, key=lambda c: min(abs(c.first - word), abs(c.last - word)), default=None)


def _aside(reading: Reading, owner: Candidate | None, timex: Timex) -> Candidate:
    """An event for a date that stands beside another: planned where it lies ahead, of the same kind where nothing else is said."""
    word = reading.words.at(timex.start)
    clause = next((k for k, c in enumerate(reading.clauses) if c.first <= word < c.last), 0)
    last = max(word + 1, reading.words.at(timex.end - 1) + 1)
    ahead = _ahead(timex, reading.entry.when)
    return Candidate(
        kind=owner.kind if owner is not None and ahead else "other", strength=0, first=owner.first if owner is not None and owner.first < last else word, last=max(last, word + 1),
        cue_first=word, cue_last=last, clause=clause, column=reading.clauses[clause].field, when=timex.when,
        assertion="planned" if ahead else "happened", reasons=[f'a date of its own: "{timex.text}"'],
    )  # fmt: skip


def _ahead(timex: Timex, when: When | None) -> bool:
    if timex.ahead:
        return timex.ahead > 0
    return bool(when and when.end and timex.when and timex.when.start and timex.when.start > when.end)


def _same_day(one: When, other: When | None) -> bool:
    return other is not None and (one.start, one.end) == (other.start, other.end)


def _with_clock(when: When | None, timed: When) -> When | None:
    """The row's date with the clock time that its words give, where the date cell gave none."""
    if when is None or when.start_time is not None or timed.start_time is None or not when.is_day:
        return when
    return replace(when, start_time=timed.start_time, end_time=timed.end_time, granularity="minute")


@cache
def _own_client(agency: str) -> tuple[str, str] | None:
    clients = load_toml("ingest.vocabulary", "roles.toml").get("client", {})
    found = clients.get(agency)
    return (found["role"], found["label"]) if found else None


def _mentions(reading: Reading, candidate: Candidate) -> tuple[Mention, ...]:
    seen: dict[tuple[str, str], Mention] = {}
    for person in candidate.people:
        for role in (person.role, person.also):
            if role:
                seen.setdefault((role, person.label.lower()), _mention(reading, person, role))
    client = _own_client(reading.agency)
    if client and candidate.main and not any(p.group == "family" for p in reading.people):
        seen[client] = Mention(role=client[0], label=client[1], agency=None, span=None)
    return tuple(seen.values())


def _mention(reading: Reading, person: Person, role: str) -> Mention:
    start, end = reading.words.starts[person.first], reading.words.ends[person.last - 1]
    return Mention(role=role, label=person.label, agency=person.agency, span=(start, end))


def _event(reading: Reading, candidate: Candidate, number: int) -> Event:
    start, end = _span(reading, candidate)
    return Event(
        id=f"{reading.entry.id}-{number}",
        entry=reading.entry.id,
        agency=reading.agency,
        kind=candidate.kind,
        assertion=candidate.assertion,
        when=candidate.when,
        quote=reading.entry.text[start:end],
        span=(start, end),
        main=candidate.main,
        mentions=_mentions(reading, candidate),
        involves=tuple(candidate.involves),
        shared_with=tuple(candidate.shared_with),
        received_from=tuple(candidate.received_from),
        cues=tuple(candidate.reasons),
    )


def _span(reading: Reading, candidate: Candidate) -> tuple[int, int]:
    """The characters of an event without the joints at its edges."""
    first, last = candidate.first, max(candidate.last, candidate.first + 1)
    while last - first > 1 and reading.words.norms[last - 1] in _EDGES:
        last -= 1
    while last - first > 1 and reading.words.norms[first] in _EDGES:
        first += 1
    return reading.words.starts[first], reading.words.ends[last - 1]
