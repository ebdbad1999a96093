"""Give each time expression of an entry to the event that it dates.

    times of the text  ->  place_times  ->  `when` of the events; asides for dates that no event claims

The main event has the date of its row. Another date goes to the event in whose words it stands; a date that
stands in the main event's words beside the row's own, or in nobody's, makes an event of its own, so that no
date is lost. Then the dates say what the words did not: what lies ahead is planned, what lies before retold.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

from ingest.language.events import meeting_named
from ingest.language.reading import ACTION_FIELDS, Candidate, Reading
from ingest.language.times import Timex, read_times
from model.case import Assertion
from model.data import load_toml
from model.when import When

_DONE_COLUMNS = ACTION_FIELDS | {"shared_with"}
_TELLING = frozenset({"referral", "information_shared", "consultation"})


def times_of(reading: Reading) -> list[Timex]:
    """The time expressions of the entry that name an interval; none where it has no date to count from."""
    when = reading.entry.when
    base = when.middle if when is not None else None
    if base is None:
        return []
    found = read_times(reading.entry.text, base, born=reading.context.born, due=reading.context.due, own=when)
    return [timex for timex in found if timex.when is not None and timex.type in {"DATE", "TIME", "AGE"}]


def place_times(reading: Reading) -> None:
    """Give each time to the event in whose words it stands; make an event for a date without one."""
    for timex in reading.times:
        word = reading.words.at(timex.start)
        if timex.when is not None and word < len(reading.words):
            _place(reading, timex, timex.when, word)
    for candidate in reading.candidates:
        if candidate.main:
            candidate.when = candidate.when or reading.entry.when
            continue
        _settle_by_date(reading, candidate)
        if candidate.when is None and candidate.assertion == "happened":
            candidate.when = reading.entry.when


def _place(reading: Reading, timex: Timex, when: When, word: int) -> None:
    owner, own = _owner(reading, word), reading.entry.when
    if owner is not None and owner.main and _same_day(when, own):
        owner.when = _with_clock(owner.when or own, when)
    elif owner is not None and not owner.main and owner.when is None and not _only_told(reading, owner, word):
        if _is_its_end(reading, word, when):
            owner.when = own
            reading.candidates.append(_aside(reading, owner, timex))
        else:
            owner.when = when
    elif not _same_day(when, own) and not (owner is not None and _same_day(when, owner.when)):
        reading.candidates.append(_aside(reading, owner, timex))


def _is_its_end(reading: Reading, word: int, when: When) -> bool:
    """Whether a date ahead says until when something runs ("made for 28 days, to 13/03"): it began with the row."""
    own = reading.entry.when
    ahead = bool(own and own.end and when.start and when.start > own.end)
    return ahead and not _words("ends").isdisjoint(reading.words.norms[max(0, word - 2) : word])


def _only_told(reading: Reading, owner: Candidate, word: int) -> bool:
    """Whether a date stands in what somebody told: the telling has the date of its row.

    "She said that he left in May": told. "She told the nurse in May that he had left": the date is that of the telling.
    """
    if owner.kind not in _words("speech") or word < owner.cue_last:
        return False
    before = reading.words.norms[owner.cue_last : word]
    after = reading.words.norms[word : owner.last]
    told = _words("told_after")
    return not told.isdisjoint(before) or told.isdisjoint(after)


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
    elif when.end is not None and when.end < own.start - dt.timedelta(days=1) and _is_retold(reading, candidate):
        candidate.assertion = "reported"
        candidate.reasons.append("reported: its date lies before the row's")


def _is_retold(reading: Reading, candidate: Candidate) -> bool:
    """Whether what lies before the row is known to the writer from others: by its kind, or since a letter tells it."""
    main = next((c for c in reading.candidates if c.main), None)
    told = main is not None and main.kind in {"information_shared", "referral"} and bool(main.received_from)
    return told or candidate.kind in _words("retold") or candidate.kind == "other"


def _done(reading: Reading, candidate: Candidate) -> bool:
    """Whether the words have a verb in the past that is no word of booking: "Chased 11/07" was recorded later."""
    if candidate.column in _DONE_COLUMNS and candidate.kind in _TELLING:
        return True  # "Referral to DA service 30/08" in an action column: a note of what was done
    span = range(candidate.first, candidate.last)
    past = [i for i in span if reading.words.tags[i] in {"VBD", "VBN"}]
    return any(reading.words.norms[i] not in _words("booking") for i in past)


@cache
def _words(name: str) -> frozenset[str]:
    """A list of assertion.toml."""
    return frozenset(load_toml("ingest.vocabulary", "assertion.toml")[name])


def _owner(reading: Reading, word: int) -> Candidate | None:
    inside = [c for c in reading.candidates if c.holds(word)]
    if inside:
        return min(inside, key=lambda c: c.last - c.first)
    clause = next((k for k, c in enumerate(reading.clauses) if c.first <= word < c.last), None)
    near = [c for c in reading.candidates if c.clause == clause]
    return min(near, key=lambda c: min(abs(c.first - word), abs(c.last - word)), default=None)


def _aside(reading: Reading, owner: Candidate | None, timex: Timex) -> Candidate:
    """An event for a date that stands beside another's."""
    word = reading.words.at(timex.start)
    last = max(word, reading.words.at(timex.end - 1)) + 1
    clause = next((k for k, c in enumerate(reading.clauses) if c.first <= word < c.last), 0)
    kind, assertion = _kind_of_aside(reading, owner, timex, word)
    return Candidate(
        kind=kind,
        strength=0,
        first=owner.first if owner is not None and owner.first < last <= owner.last else word,
        last=last,
        cue_first=word,
        cue_last=last,
        clause=clause,
        column=reading.clauses[clause].field,
        when=timex.when,
        assertion=assertion,
        reasons=[f'a date of its own: "{timex.text}"'],
        people=list(owner.people) if owner is not None else [],
    )


def _kind_of_aside(reading: Reading, owner: Candidate | None, timex: Timex, word: int) -> tuple[str, Assertion]:
    """What a date beside another's is of: the meeting that was cancelled, the new appointment, the same again."""
    ahead = _ahead(timex, reading.entry.when)
    if owner is None:
        return "other", "planned" if ahead else "happened"
    again = load_toml("ingest.vocabulary", "kinds.toml")["again"]
    before = reading.words.norms[max(0, word - 5) : word]
    new = any(w in again["words"] for w in before)
    if owner.kind == "meeting_cancelled":
        meant = meeting_named(reading, owner) or "planning_meeting"
        return meant, "planned" if new else "did_not_happen"
    if owner.kind in again["kinds"]:
        return (again["kinds"][owner.kind], "planned") if ahead or new else (owner.kind, "happened")
    if owner.kind in _words("speech"):
        return "other", "planned" if ahead else "reported"
    if ahead and not _done(reading, owner):
        return owner.kind, "planned"
    return "other", "planned" if ahead and owner.main else "happened"


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
