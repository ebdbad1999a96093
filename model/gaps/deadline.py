"""Deadline rules: after X, Y is expected within a limit (a decision, an assessment, a visit).

    triggers (one record for each event)  ->  the first Y on or after it  ->  measured over every reading
        ->  met in every reading: nothing; exceeded; depends on the date; no record of Y

The first trigger starts the clock and later ones are taken into it until Y is found. Where Y is not
found, a gap is raised only if the file of the agency responsible goes on beyond the limit, and it says
"no record", never "not done". A trigger that a later record closed without Y (no further action) and
one whose extension was recorded are not raised.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from model.case import Event, Gap
from model.gaps.books import book
from model.gaps.draft import make_gap, measure, outcome_of
from model.gaps.rules import Rule, selector
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.view import CaseView
from model.when import DayRange, When, in_words
from model.words import Phrasebook

DEFAULT_HORIZON = 400  # days after which a Y is taken to answer something else

_DAYS = re.compile(r"\b(\d{1,3}) days\b")  # "47 days", not "47 working days"
WIDE = 31  # a range wider than this tells nothing of a shorter limit


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one deadline rule."""
    assert rule.expects is not None
    assert rule.limit is not None
    found = rule.expects.find(view)
    if "from_key_date" in rule.more:
        yield from _from_key_date(rule, view, found)
        return
    if rule.more.get("or_key_date") in view.key_dates and not _told_of(rule, view):
        known = replace(rule, more={**rule.more, "from_key_date": rule.more["or_key_date"]})
        yield from _from_key_date(known, view, found)
        return
    answers = InTime(view, found)
    ended = InTime(view, selector(rule.more["ended_by"], rule.id).find(view) if "ended_by" in rule.more else [])
    clock_until: dt.date | None = None
    for trigger in one_record_each(view, triggers(rule, view), rule.responsible):
        start = view.span_of(trigger)
        if start is None or not start.bounded or not rule.in_force(start) or not _applies(rule, view, start):
            continue
        assert start.start is not None
        if clock_until is not None and start.start <= clock_until:
            continue
        answer = _in_row(rule, view, trigger, start) or _first_answer(rule, view, trigger, start, answers)
        end = view.span_of(answer) if answer else None
        until = (end.start if end else None) or _horizon(rule, start)
        if _closed_otherwise(rule, view, start, until if answer else None, ended):
            continue  # its clock has stopped: the next trigger starts one of its own
        clock_until = until
        if answer and _misdated(rule, view, answer, start):
            continue
        gap = _late(rule, view, trigger, answer, start, end) if answer and end else _missing(rule, view, trigger, start)
        if gap:
            yield gap


def triggers(rule: Rule, view: CaseView) -> list[Event]:
    """What starts the clock: the events of the trigger, and those that `also` names by their words."""
    found = rule.trigger.find(view)
    if "also" in rule.more:
        found = sorted([*found, *selector(rule.more["also"], rule.id).find(view)], key=view.order)
    return found


def _from_key_date(rule: Rule, view: CaseView, answers: Sequence[Event]) -> Iterator[Gap]:
    """The gap of a rule that counts from a date of the case (the due date less 280 days), where Y is recorded."""
    assert rule.limit is not None
    start = view.key_dates[rule.more["from_key_date"]].shifted(int(rule.more.get("offset_days", 0)))
    born = view.key_dates.get("birth")
    for answer in answers:
        end = view.span_of(answer)
        unborn = born is None or (end and end.end and born.start and end.end <= born.start)
        if end is None or not end.bounded or (rule.more.get("before_birth") and not unborn):
            continue
        measured = measure(start, end, rule.unit)
        if (measured.fewest or 0) < 0 or not rule.in_force(end):
            continue
        if outcome_of(measured, rule.limit) == "exceeded":
            yield make_gap(
                rule,
                view,
                events=[answer],
                measured=measured,
                outcome="exceeded",
                confidence=("both_dates",),
                first=start,
                last=end,
                on=in_words(start),
                done=in_words(end),
            )
        return


def _told_of(rule: Rule, view: CaseView) -> bool:
    """Whether a record tells of what the key date is the date of: then the record starts the clock."""
    known = view.key_dates[rule.more["or_key_date"]]
    return any(known.overlaps(span) for e in rule.trigger.find(view) if (span := view.span_of(e)))


def _applies(rule: Rule, view: CaseView, start: When) -> bool:
    """Whether the clock starts for this trigger: the subject's birth, a child so young, an earlier step of a kind."""
    born, more = view.key_dates.get("birth"), rule.more
    if more.get("needs_subject") and not (born is not None and born.overlaps(start)):
        return False
    if "under_days" in more or more.get("after_birth"):
        if born is None or born.end is None or start.start is None or start.start < born.end:
            return False
        if "under_days" in more and (start.start - born.end).days > int(more["under_days"]):
            return False
    if "from_days" in more:
        if born is None or born.start is None or start.end is None:
            return False
        if (start.end - born.start).days < int(more["from_days"]):
            return False
    if "after_kind" in more:
        spans = (view.span_of(e) for e in view.by_kind.get(more["after_kind"], ()))
        days = [(start.start - s.end).days for s in spans if s and s.end and start.start]
        return any(0 < n <= int(more["after_days"]) for n in days)
    return True


def recorded(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """For each agency, the rows entered longer after their event than the limit; the longest one is measured."""
    assert rule.limit is not None
    found: dict[str, list[tuple[int, DayRange, Event, When]]] = {}
    for event in rule.trigger.find(view):
        done, start = view.entries[event.entry].recorded, view.span_of(event)
        if done is None or start is None or not (done.bounded and start.bounded) or not rule.in_force(start):
            continue
        measured = measure(start, done, rule.unit)
        if outcome_of(measured, rule.limit) == "exceeded":
            found.setdefault(event.agency, []).append((measured.fewest or 0, measured, event, done))
    for items in found.values():
        items.sort(key=lambda item: (-item[0], item[2].id))
        _, measured, event, done = items[0]
        yield make_gap(
            rule,
            view,
            events=[event, *(e for _, _, e, _ in items[1:6])],
            measured=measured,
            outcome="exceeded",
            confidence=("both_dates",),
            first=view.span_of(event),
            last=done,
            done=in_words(done),
            times=len(items),
        )


def one_record_each(view: CaseView, events: Sequence[Event], prefer: frozenset[str]) -> list[Event]:
    """One record for each event told several times: that of the preferred side, the rows' own first."""
    chosen: dict[frozenset[str], Event] = {}
    for event in sorted(events, key=lambda e: (view.side(e) not in prefer, not e.main, view.order(e))):
        chosen.setdefault(view.group(event), event)
    return sorted(chosen.values(), key=view.order)


def _in_row(rule: Rule, view: CaseView, trigger: Event, start: When) -> Event | None:
    """What is expected, written under the trigger in its own row with a later day of its own."""
    if "in_row" not in rule.more:
        return None
    cues, kinds = book(below=tuple(rule.more["in_row"]["cues"])), rule.more["in_row"]["kinds"]
    for event in view.by_entry[trigger.entry]:
        span = view.span_of(event)
        ours = event.id != trigger.id and event.span[0] > trigger.span[0] and event.kind in kinds
        ours = ours and event.assertion in {"happened", "planned"} and bool(cues.find(view.stems(event)))
        dated = span is not None and span.is_day and span.basis != "column" and span.start and start.start
        if ours and dated and span and span.start and start.start and span.start >= start.start:
            return event
    return None


def _first_answer(rule: Rule, view: CaseView, trigger: Event, start: When, answers: InTime) -> Event | None:
    """The first record of Y that can lie on or after the trigger, within the horizon."""
    assert start.start is not None
    horizon = _horizon(rule, start)
    group = view.group(trigger)
    found: list[Event] = []
    for answer in answers.from_day(start.start):
        span = view.span_of(answer)
        if span is not None and span.start is not None and span.start > horizon:
            break
        if span is None or not span.bounded or answer.id in group:
            continue
        assert span.start is not None
        assert span.end is not None
        told_wide = "answers_narrow" in rule.more and (span.end - span.start).days > int(rule.more["answers_narrow"])
        own = answer.main or answer.assertion == "happened"
        if span.end >= start.start and span.start <= horizon and own and not told_wide:
            found.append(answer)
    if rule.more.get("same_part"):
        found = [e for e in found if _part(view, e) == _part(view, trigger)] or found
    return _named(rule, view, found) or (found[0] if found else None)


def _part(view: CaseView, event: Event) -> tuple[str, str]:
    """The file and its sheet or table in which an event stands."""
    entry = view.entries[event.entry]
    return entry.source, str(entry.locator.get("sheet", ""))


class InTime:
    """Events in time order, cut at a day without walking through those before it."""

    def __init__(self, view: CaseView, events: Sequence[Event]) -> None:
        self._events = events
        self._firsts = [view.order(event)[0] for event in events]
        spans = ((event, view.span_of(event)) for event in events)
        self._wide = [(e, s.start, s.end) for e, s in spans if s and s.start and s.end and s.start < s.end]

    def from_day(self, day: dt.date) -> list[Event]:
        """Those that can lie on the day or later: wide dates that begin before it and reach it come first."""
        before = [event for event, first, last in self._wide if first < day <= last]
        return [*before, *self._events[bisect_left(self._firsts, day) :]]


def _named(rule: Rule, view: CaseView, answers: Sequence[Event]) -> Event | None:
    """The first that names what is expected ("new birth visit"), where the rule knows its names."""
    if "names_itself" not in rule.more:
        return None
    book = Phrasebook({"name": rule.more["names_itself"]})
    return next((e for e in answers if book.find(view.stems(e))), None)


def _horizon(rule: Rule, start: When) -> dt.date:
    assert start.end is not None
    return start.end + dt.timedelta(days=int(rule.more.get("horizon_days", DEFAULT_HORIZON)))


def _closed_otherwise(rule: Rule, view: CaseView, start: When, until: dt.date | None, ended: InTime) -> bool:
    """Whether a record between the trigger and Y ends the expectation (no further action, closure, extension)."""
    assert start.start is not None
    for event in ended.from_day(start.start):
        span = view.span_of(event)
        before = span is None or span.end is None or start.start is None or span.end < start.start
        if before or span is None or view.side(event) not in rule.responsible:
            continue  # another agency's closure ends nothing here
        return until is None or (span.start is not None and span.start < until)
    return False


def _late(rule: Rule, view: CaseView, trigger: Event, answer: Event, start: When, end: When) -> Gap | None:
    assert rule.limit is not None
    measured = _over_readings(start, end, rule.unit)
    outcome = outcome_of(measured, rule.limit)
    stated = _stated_days(rule, view, answer) if outcome == "met" else None
    if stated is not None:
        measured, outcome = DayRange(measured.fewest, max(stated, measured.most or stated)), "depends"
    if outcome == "met" or (outcome == "depends" and _means_little(measured, rule.limit)):
        return None
    excuses = _excuses(rule, view, start, end)
    reasons = ["both_dates" if outcome == "exceeded" else "on_the_date"]
    if stated is not None:
        reasons = ["unit_not_said"]
    return make_gap(
        rule,
        view,
        events=[trigger, answer],
        against=excuses,
        measured=measured,
        outcome="exceeded" if outcome == "exceeded" else "depends",
        confidence=[*reasons, *(["excused"] if excuses else [])],
        first=start,
        last=end,
        done=in_words(end),
        expected=_expected(rule),
    )


def _stated_days(rule: Rule, view: CaseView, answer: Event) -> int | None:
    """A number of days that the row itself gives, without a unit, and that as working days is over the limit.

    "Completed within 47 days of the referral": 47 calendar days are inside 45 working days, 47 working
    days are not, and the record does not say which it counts.
    """
    if rule.unit != "working_days" or rule.limit is None:
        return None
    text = view.entries[answer.entry].text.lower()
    stated = [int(number) for number in _DAYS.findall(text)]
    over = [days for days in stated if rule.limit < days <= 2 * rule.limit]
    return max(over, default=None)


def _means_little(measured: DayRange, limit: int) -> bool:
    """Whether the dates are so wide that "it depends" says nothing."""
    if measured.fewest is None or measured.most is None or measured.fewest < 0:
        return True
    return measured.most - measured.fewest > max(WIDE, limit)


def _over_readings(start: When, end: When, unit: str | None) -> DayRange:
    """Measured over all readings, those of a relative date ("47 days later": working or calendar) included."""
    readings = [end, *(end.alternatives if end.basis == "relative" else ())]
    ranges = [measure(start, reading, unit) for reading in readings]
    low = [r.fewest for r in ranges if r.fewest is not None]
    high = [r.most for r in ranges if r.most is not None]
    return DayRange(min(low, default=None), max(high, default=None))


def _missing(rule: Rule, view: CaseView, trigger: Event, start: When) -> Gap | None:
    assert rule.limit is not None
    if rule.more.get("if_missing", "raise") != "raise":
        return None
    ends = [day for side in sorted(rule.responsible) if (day := view.end_of_record(side))]
    if not ends or not any(view.covers(side, start, 31) for side in rule.responsible):
        return None
    last = When.on(max(ends))
    measured = measure(start, last, rule.unit)
    if measured.fewest is None or measured.fewest <= rule.limit or _misdated(rule, view, None, start):
        return None
    return make_gap(
        rule,
        view,
        events=[trigger],
        measured=DayRange(measured.fewest, None),
        outcome="no_record",
        confidence=("weak_absence",),
        first=start,
        last=last,
        agencies=sorted(rule.responsible),
        done=said("no_record"),
        expected=_expected(rule),
    )


def _misdated(rule: Rule, view: CaseView, answer: Event | None, start: When) -> bool:
    """Whether what is expected is named in a record of an earlier or no date: the date is in doubt, not the step."""
    if "names_itself" not in rule.more or rule.expects is None:
        return False
    named = Phrasebook({"name": rule.more["names_itself"]})
    if answer is not None and named.find(view.stems(answer)):
        return False
    found = [e for kind in rule.expects.kinds for e in view.by_kind.get(kind, ()) if e.assertion == "happened"]
    spans = [view.span_of(e) for e in found if named.find(view.stems(e))]
    return any(span is None or (span.start and span.start < _first(start)) for span in spans)


def _excuses(rule: Rule, view: CaseView, start: When, end: When) -> list[Event]:
    phrases = rule.more.get("excused_by")
    if not phrases:
        return []
    book = Phrasebook({"excuse": phrases})
    spans = ((e, view.happened_by(e)) for e in view.events if view.side(e) in rule.responsible)
    between = (e for e, span in spans if span and span.end and _first(start) <= span.end <= _last(end))
    return [e for e in between if book.find(view.stems(e))]


def _expected(rule: Rule) -> str:
    return str(rule.more.get("expected", said("the_step")))


def _first(when: When) -> dt.date:
    return when.start or dt.date.min


def _last(when: When) -> dt.date:
    return when.end or dt.date.max
