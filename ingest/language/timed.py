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

from ingest.language.kind_cues import meeting_named
from ingest.language.reading import ACTION_FIELDS, Candidate, Reading
from ingest.language.times import Timex, counted_ahead, counted_back, counted_from, days_of_age, read_times, waiting
from ingest.language.times.cues import LONGEST_ANCHOR
from ingest.language.times.symbols import Open
from model.case import Assertion
from model.data import load_toml
from model.when import When

_DONE_COLUMNS = ACTION_FIELDS | {"shared_with"}
DATING = frozenset({"DATE", "TIME", "AGE"})
FIRST_WORDS = 3  # "Seen the day after discharge", "On day 2 after ..."
ACCOUNT_WORDS = 40  # of a paragraph of an account; a dated line of a list is shorter
NAMED = "the day named"  # rule of a When kept beside an open one
_TELLING = frozenset({"referral", "information_shared", "consultation"})


def expressions_of(reading: Reading) -> list[Timex]:
    """Every time expression of the entry; none where it has no date to count from."""
    when, known = reading.entry.when, reading.context
    base = when.middle if when is not None else None
    if base is None:
        return []
    return read_times(reading.entry.text, base, born=known.born, due=known.due, own=when)


def times_of(reading: Reading, expressions: list[Timex]) -> list[Timex]:
    """The expressions that can date an event: those that name an interval, or an event to count from."""
    counted = (_counted(reading, timex, reading.entry.when) for timex in expressions)
    return [t for t in counted if t is not None and t.when is not None and t.type in DATING]


def _counted(reading: Reading, timex: Timex, own: When | None) -> Timex | None:
    """The expression, or, where it counts from an event ("11 days after the birth"), a When without bounds for it.

    Which event is meant, and so which days, only the whole case can tell (`model.timing`). An age or a
    gestation dates what it stands at ("at 3 weeks old"); that of the day of the row itself dates nothing.
    """
    if timex.type == "AGE":
        return _aged(reading, timex, own)
    if timex.type == "DURATION":
        return _due_again(reading, timex, own)
    if isinstance(timex.symbol, Open) and timex.symbol.side in {"from", "until"} and timex.when and timex.point:
        named = replace(timex.point, rule=NAMED, alternatives=())
        return replace(timex, when=replace(timex.when, alternatives=(named,)))
    when = counted_from(timex)
    return timex if when is None else replace(timex, when=when)


def _due_again(reading: Reading, timex: Timex, own: When | None) -> Timex | None:
    """A length of time in short after "review", "repeat" and the like: the day of the next, counted from the row."""
    word, base = reading.words.at(timex.start), own.middle if own is not None else None
    before = reading.words.norms[max(0, word - 1) : word]
    if "/" not in timex.text or base is None or _words("again_in").isdisjoint(before):
        return None
    when = counted_ahead(timex, base)
    return None if when is None else replace(timex, type="DATE", when=when, ahead=1)


def _aged(reading: Reading, timex: Timex, own: When | None) -> Timex | None:
    word = reading.words.at(timex.start)
    if _words("at_an_age").isdisjoint(reading.words.norms[max(0, word - 2) : word]):
        return None
    if timex.when is not None:
        return None if own is not None and timex.when.overlaps(own) else timex
    counted = days_of_age(timex)
    return None if counted is None else replace(timex, when=waiting(timex, *counted))


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
            counted = _counted_from_it(reading, candidate)
            candidate.when = counted or _told_by_then(reading, candidate) or reading.entry.when


def _is_account(reading: Reading) -> bool:
    """Whether an entry is a paragraph that tells what came after what, written when all of it was past."""
    own = reading.entry.when
    flowing = len(reading.entry.columns) <= 1 and len(reading.words) >= ACCOUNT_WORDS
    return flowing and own is not None and own.basis in {"stated", "relative"}


def _counted_from_it(reading: Reading, candidate: Candidate) -> When | None:
    """The days of an event that the row's own is counted from: "first visit, nine weeks after being allocated"."""
    main, own = next((c for c in reading.candidates if c.main), None), reading.entry.when
    if main is None or own is None:
        return None
    for timex in reading.times:
        words = range(reading.words.at(timex.start), reading.words.at(timex.end - 1) + 1)
        beside = main.clause == candidate.clause and candidate.cue_first in words and main.cue_first not in words
        if beside and (found := counted_back(timex, own)):
            return found
    return None


def _told_by_then(reading: Reading, candidate: Candidate) -> When | None:
    """In an account that goes on from day to day, the last day told before the words of an event; None in a row.

    "On 12 May she rang. A letter followed on 20 May. The surgery telephoned back.": the call back is of 20 May.
    """
    own = reading.entry.when
    if own is None or own.start is None or not _is_account(reading):
        return None
    before = reading.words.starts[candidate.first]
    days = [
        t.when
        for t in reading.times
        if t.end <= before and t.type == "DATE" and t.ahead <= 0 and t.when is not None and t.when.bounded
    ]
    last = days[-1] if days else None
    if last is None or last.start is None or last.end is None or last.start < own.start:
        return None
    if (last.end - last.start).days > LONGEST_ANCHOR:
        return None
    return replace(last, basis="carried")


def _place(reading: Reading, timex: Timex, when: When, word: int) -> None:
    owner, own = _owner(reading, word) or _headed_by(reading, timex, word), reading.entry.when
    if owner is not None and owner.main and _same_day(when, own):
        owner.when = _with_clock(owner.when or own, when)
    elif owner is not None and owner.main and owner.when is None and _one_of(when, own):
        owner.when = when
    elif owner is not None and owner.main and own is not None and _says_it_again(reading, owner, word, when):
        owner.when = replace(own, alternatives=(*own.alternatives, when))
    elif owner is not None and not owner.main and owner.when is None and not _only_told(reading, owner, word):
        if _is_its_end(reading, owner, word, when):
            owner.when = own
            reading.candidates.append(_aside(reading, owner, timex))
        else:
            owner.when = when
    elif owner is not None and not owner.main and owner.when is not None and _names_its_day(reading, owner, timex):
        earlier = next((t for t in reading.times if t.when is owner.when), None)
        owner.when = when
        if earlier is not None and earlier.ahead > 0:
            reading.candidates.append(_aside(reading, owner, earlier))
    elif _says_a_day(when) and not _same_day(when, own) and not (owner is not None and _same_day(when, owner.when)):
        reading.candidates.append(_aside(reading, owner, timex))


def _names_its_day(reading: Reading, owner: Candidate, timex: Timex) -> bool:
    """Whether a second expression in the words of an event is the one that dates it.

    "Following the notification of 26 February": the first only orders what comes after it. "The conference, due by
    22 March, was held on 6 April": the first is what was wanted, the second what was done.
    """
    assert owner.when is not None
    if timex.type != "DATE" or timex.ahead > 0 or timex.when is None or not timex.when.bounded:
        return False
    if owner.when.start is None and owner.when.end is None and owner.when.offset is None:
        return True
    earlier = next((t for t in reading.times if t.when is owner.when), None)
    if earlier is None or earlier.ahead <= 0:
        return False
    between = range(reading.words.at(earlier.end), reading.words.at(timex.start))
    return any(reading.words.tags[i] in {"VBD", "VBN"} for i in between)


def _headed_by(reading: Reading, timex: Timex, word: int) -> Candidate | None:
    """The main event, where the expression is a clause of its own before it: "Day after discharge: home visit"."""
    main = next((c for c in reading.candidates if c.main), None)
    clause = next((k for k, c in enumerate(reading.clauses) if c.first <= word < c.last), None)
    if main is None or clause is None or main.clause != clause + 1:
        return None
    last = max(word, reading.words.at(timex.end - 1)) + 1
    whole = reading.clauses[clause]
    return main if (whole.last - whole.first) - (last - word) <= 1 else None


def _says_it_again(reading: Reading, owner: Candidate, word: int, when: When) -> bool:
    """Whether a row with a date opens by counting from an event too ("Day after discharge: seen at home").

    Both are kept: where they cannot both hold, the dates of the whole case together tell (`model.timing`).
    """
    opens = word <= owner.first + FIRST_WORDS or word - reading.clauses[owner.clause].first <= FIRST_WORDS
    return opens and when.start is None and when.end is None and when.offset is not None


def _one_of(when: When, own: When | None) -> bool:
    """Whether a day is one of those that the date cell of the row lists ("06, 13 & 20/09/23")."""
    return own is not None and own.rule == "list" and any(_same_day(when, day) for day in own.alternatives)


def _says_a_day(when: When) -> bool:
    """Whether it can be an event of its own: "before the birth" alone only orders what it stands beside."""
    return when.start is not None or when.end is not None or when.offset is not None


def _is_its_end(reading: Reading, owner: Candidate, word: int, when: When) -> bool:
    """Whether a date ahead says until when something runs ("made for 28 days, to 13/03"): it began with the row.

    What is itself an end happens then: "her contract ends on 13/03".
    """
    own = reading.entry.when
    ahead = bool(own and own.end and when.start and when.start > own.end)
    before = reading.words.norms[max(0, word - 2) : word]
    if owner.kind in _words("happens_at_the_end") and not _words("ending_verbs").isdisjoint(before):
        return False
    first = word - 1
    while first > 0 and reading.words.norms[first] in _words("end_fillers"):
        first -= 1
    return ahead and first >= 0 and reading.words.norms[first] in _words("ends")


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
    if candidate.assertion != "did_not_happen" and _named_day(when) is not None:
        candidate.when = when = _named_day(when)
        assert when is not None
    if when.end is None and when.start is not None and when.start <= own.end:
        candidate.when = when = replace(when, end=own.end)
    if candidate.assertion != "happened":
        return
    if when.start is not None and when.start > own.end and not (_is_account(reading) or _done(reading, candidate)):
        candidate.assertion = "planned"
        candidate.reasons.append("planned: its date lies ahead of the row's")
    elif when.end is not None and when.end < own.start - dt.timedelta(days=1) and _is_retold(reading, candidate):
        candidate.assertion = "reported"
        candidate.reasons.append("reported: its date lies before the row's")


def _named_day(when: When) -> When | None:
    """The day that an open expression names: an order "in force until 12 April" ends then, drinking "since May" began
    then. What did *not* happen since a day runs on."""
    inside = when.alternatives[0] if when.alternatives else None
    return replace(inside, alternatives=(replace(when, alternatives=()),)) if inside and inside.rule == NAMED else None


def _is_retold(reading: Reading, candidate: Candidate) -> bool:
    """Whether what lies before the row is known to the writer from others: by its kind, or since a letter tells it."""
    main = next((c for c in reading.candidates if c.main), None)
    told = main is not None and main.kind in {"information_shared", "referral"} and bool(main.received_from)
    return told or candidate.kind in _words("retold") or candidate.kind == "other"


def _done(reading: Reading, candidate: Candidate) -> bool:
    """Whether the words have a verb in the past that is no word of booking: "Chased 11/07" was recorded later."""
    if candidate.done:
        return True
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
    ahead = _ahead(reading, timex)
    if owner is None:
        return "other", "planned" if ahead else "happened"
    again = load_toml("ingest.vocabulary", "kinds.toml")["again"]
    before = reading.words.norms[max(0, word - 5) : word]
    if before and before[-1] in _words("dated"):
        return owner.kind if owner.kind in _TELLING else "other", "happened"  # when it was written
    if _is_listed(reading, owner, word):
        return owner.kind, owner.assertion
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
    if isinstance(timex.symbol, Open) and timex.symbol.side == "from":
        return owner.kind, "happened"  # "living there since May": that is when it began
    return "other", "planned" if ahead else "happened"


def _is_listed(reading: Reading, owner: Candidate, word: int) -> bool:
    """Whether a date goes on with a list of dates of one event: "came on the 6th and the 13th"."""
    norms, first = reading.words.norms, word
    while first > owner.first and norms[first - 1] in _words("list_fillers"):
        first -= 1
    if first == word or not _words("list_joints").intersection(norms[first:word]):
        return False
    return any(reading.words.starts[first - 1] <= t.end - 1 < reading.words.ends[first - 1] for t in reading.times)


def _ahead(reading: Reading, timex: Timex) -> bool:
    if timex.ahead or _is_account(reading):
        return timex.ahead > 0
    when = reading.entry.when
    return bool(when and when.end and timex.when and timex.when.start and timex.when.start > when.end)


def _same_day(one: When, other: When | None) -> bool:
    return other is not None and (one.start, one.end) == (other.start, other.end)


def _with_clock(when: When | None, timed: When) -> When | None:
    """The row's date with the clock time that its words give, where the date cell gave none."""
    if when is None or when.start_time is not None or timed.start_time is None or not when.is_day:
        return when
    return replace(when, start_time=timed.start_time, end_time=timed.end_time, granularity="minute")
