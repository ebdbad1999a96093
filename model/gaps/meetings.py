"""Meeting rules: a cancelled meeting leads to a new one; those who should be there are there.

cancelled meeting  ->  the next meeting of its sort, in anyone's file  ->  days from the planned date
meeting held       ->  agencies said not to be invited or present; agencies it cannot be held without
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from model.case import Event, Gap
from model.gaps.books import book, book_of
from model.gaps.deadline import one_record_each, triggers
from model.gaps.draft import agency_words, make_gap, measure, outcome_of, shortened
from model.gaps.rules import Rule, Selector, selector
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.view import TELLING, CaseView, Saying, side_of
from model.when import DayRange, When, days_between, in_words
from model.words import Phrasebook, content, sentences, stems

WRITTEN_LATER_DAYS = 31  # a row written up to a month later may say that a meeting was held after all
SAME_MEETING_DAYS = 10  # word of one cancellation spreads within so many days


def rearranged(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Cancelled meetings with no meeting of their sort within the limit: one gap for each planned date."""
    assert rule.expects is not None
    assert rule.limit is not None
    held = [e for e in rule.expects.find(view) if view.span_of(e)]
    for events, planned in _cancellations(rule, view):
        if not rule.in_force(planned):
            continue
        if _said_held(rule, view, events, planned):
            continue
        answer = _next_held(view, _of_its_sort(rule, view, events, held), planned, events)
        overtaken = _overtaken(rule, view, events, planned, answer)
        answer = overtaken or answer
        end = view.span_of(answer) if answer else _end_of_records(view, events)
        if end is None:
            continue
        measured = measure(planned, end, rule.unit)
        outcome = "exceeded" if overtaken else outcome_of(measured, rule.limit)
        if outcome == "met" and answer is not None and answer.agency not in {e.agency for e in events}:
            yield _held_elsewhere(rule, view, events, answer, planned, end)
        if outcome == "met" or (answer is None and outcome != "exceeded"):
            continue
        dates = _new_dates(view, rule.expects, events, planned)
        sure = "both_dates" if answer else "no_meeting"
        yield make_gap(
            rule,
            view,
            events=[*events, *([answer] if answer else [])],
            against=dates,
            measured=measured if answer else DayRange(measured.fewest, None),
            outcome="no_record" if answer is None else outcome,
            confidence=(sure, "new_date") if dates else (sure,),
            first=planned,
            last=end,
            planned=in_words(planned),
            done=_done(overtaken, answer, end),
        )


def _done(overtaken: Event | None, answer: Event | None, end: When) -> str:
    if overtaken:
        return said("overtaken", date=in_words(end), quote=shortened(overtaken.quote))
    return said("next_meeting", date=in_words(end)) if answer else said("no_later_meeting")


def _overtaken(
    rule: Rule, view: CaseView, events: Sequence[Event], planned: When, answer: Event | None
) -> Event | None:
    """What the meeting was to prepare, where it came before any meeting: the discharge of a discharge planning meeting.

    A service's own discharge from its list is none: only the kinds that the rule names are looked at, in time order.
    """
    assert planned.end is not None
    found: list[Event] = []
    for sort in rule.more["overtaken"]:
        book_words = book(prepares=tuple(sort["words"]))
        rows = {e.entry for e in events}
        if not any(book_words.find(stems(view.entries[row].text)) for row in rows):
            continue
        for event in view.from_day(sort["by"], planned.end):
            span = view.span_of(event)
            if event.main and event.assertion in TELLING and span and span.bounded and event.entry not in rows:
                found.append(event)
                break
    first = min(found, key=view.order, default=None)
    return first if first and (answer is None or view.order(first) < view.order(answer)) else None


def _said_held(rule: Rule, view: CaseView, events: Sequence[Event], planned: When) -> bool:
    """Whether a record says in words that it was held after all within the limit: of the same row ("it took place a
    week later"), or of another that shares its name ("the panel went ahead today")."""
    assert planned.start is not None
    last = planned.start + dt.timedelta(days=rule.limit or 0)
    unless = book_of(rule, unless="held_unless")
    names = frozenset[str]().union(*(view.content(e) for e in events)) - _dull(rule)
    rows = {e.entry for e in events}
    for saying in _told_until(view, book_of(rule, held="held_after"), rows, planned.start, last):
        if unless.find(saying.stems):
            continue
        days = [span.start for e in (*saying.inside, saying.event) if (span := view.span_of(e)) and span.start]
        later = [day for day in days if planned.start < day <= last]
        named = saying.event.entry in rows or len(names & content(saying.stems)) >= 1
        if later and named:
            return True
    return False


def _told_until(view: CaseView, held: Phrasebook, rows: set[str], first: dt.date, last: dt.date) -> Iterator[Saying]:
    """The sentences of the rows given, and those of rows written from one day to a month after the other."""
    until = last + dt.timedelta(days=WRITTEN_LATER_DAYS)
    before = [view.order(e)[0] for row in rows for e in view.by_entry[row] if e.main and view.order(e)[0] < first]
    start = min(before, default=first)
    for sayings in view.said_by(held).values():
        for saying in sayings[bisect_left(sayings, start, key=lambda s: view.order(s.event)[0]) :]:
            day = view.order(saying.event)[0]
            if day > until:
                break
            if day >= first or saying.event.entry in rows:
                yield saying


def _dull(rule: Rule) -> frozenset[str]:
    """Words that any cancelled meeting has, which name none of them."""
    cues = (*rule.more["meeting_words"], *rule.more["appointment_words"], *rule.more["not_names"])
    return frozenset(word for cue in cues for word in stems(cue)) - frozenset(stems(" ".join(rule.more["names"])))


def _held_elsewhere(
    rule: Rule, view: CaseView, events: Sequence[Event], answer: Event, planned: When, end: When
) -> Gap:
    """A cancelled meeting whose new date stands only in another agency's file."""
    return make_gap(
        rule,
        view,
        events=events,
        measured=measure(planned, end, rule.unit),
        outcome="no_record",
        confidence=("answered_elsewhere",),
        first=planned,
        last=end,
        answer=answer,
        planned=in_words(planned),
        done=said("next_meeting", date=in_words(end)),
    )


def _of_its_sort(rule: Rule, view: CaseView, events: Sequence[Event], held: Sequence[Event]) -> Sequence[Event]:
    """What can take the place of it: a meeting of the same sort, or an appointment of that service.

    The sort is read from the words of the cancellation, else from the meetings that its row names; where neither
    says it, any meeting of several agencies can be the one.
    """
    words = Phrasebook({"appointment": rule.more["appointment_words"], "meeting": rule.more["meeting_words"]})
    named = frozenset[str]().union(*(words.find(view.stems(e)) for e in events))
    if "appointment" not in named or "meeting" in named:
        sort = _sort(rule, view, events)
        sorts = Phrasebook(rule.more["sorts"])
        return [e for e in held if not sort or e.kind in sort or sorts.find(view.stems(e)) & sort]
    side = view.side(events[0])
    kinds = ("appointment", "home_visit", "phone_contact")
    events_of = (e for kind in kinds for e in view.by_kind.get(kind, ()))
    own = [e for e in events_of if e.assertion == "happened" and view.side(e) == side]
    return sorted(own, key=view.order)


def _sort(rule: Rule, view: CaseView, events: Sequence[Event]) -> frozenset[str]:
    """The kinds of meeting that the cancellation can be of; none where nothing says."""
    sorts: dict[str, list[str]] = rule.more["sorts"]
    book = Phrasebook(sorts)
    named = frozenset[str]().union(*(book.find(view.stems(e)) for e in events))
    if not named:
        rows = (e for event in events for e in view.by_entry[event.entry])
        named = frozenset(e.kind for e in rows if e.kind in sorts)
    return named


def _cancellations(rule: Rule, view: CaseView) -> list[tuple[list[Event], When]]:
    """Cancellations with the date the meeting was planned for; several records of one are one."""
    found: list[tuple[list[Event], When]] = []
    for event in triggers(rule, view):
        row = view.by_entry[event.entry]
        if event.kind != "meeting_cancelled" and any(e.kind == "meeting_cancelled" for e in row):
            continue  # the row says it in so many words
        planned = _planned_for(rule, view, event)
        if planned is None or not planned.bounded:
            continue
        for events, other in found:
            if view.group(event) & {e.id for e in events} or _same_plan(view, event, planned, events, other):
                events.append(event)
                break
        else:
            found.append(([event], planned))
    return found


def _planned_for(rule: Rule, view: CaseView, event: Event) -> When | None:
    """The date of the meeting that the row says did not take place, else the date of the cancellation."""
    assert rule.expects is not None
    own = view.span_of(event) or view.written(event)
    kinds = rule.expects.kinds | {"meeting_cancelled"}
    for other in view.by_entry[event.entry]:
        span = view.span_of(other)
        if other.id == event.id or other.kind not in kinds or span is None or own is None or not own.bounded:
            continue
        meant = other.assertion == "did_not_happen" or other.kind == "meeting_cancelled"
        if book_of(rule, held="held_after").find(view.stems(other)):
            continue  # the day on which it was held in place of the first
        if meant and span.bounded and not span.overlaps(own) and abs(days_between(own, span).fewest or 0) <= 60:
            return span
    return own


def _same_plan(view: CaseView, event: Event, planned: When, events: Sequence[Event], other: When) -> bool:
    assert planned.start is not None
    assert other.start is not None
    near = abs((planned.start - other.start).days) <= SAME_MEETING_DAYS
    return near and all(e.agency != event.agency for e in events)


def _next_held(view: CaseView, held: Sequence[Event], planned: When, events: Sequence[Event]) -> Event | None:
    assert planned.start is not None
    rows = {e.entry for e in events if e.main}
    death = view.key_dates.get("death")
    for event in held:
        span = view.span_of(event)
        if span is None or span.start is None or (event.entry in rows and event.kind != "phone_contact"):
            continue
        if span.start >= planned.start and not (death and death.start and span.start >= death.start):
            return event
    return None


def _end_of_records(view: CaseView, events: Sequence[Event]) -> When | None:
    ends = [day for e in events if (day := view.end_of_record(view.side(e)))]
    return When.on(max(ends)) if ends else None


def _new_dates(view: CaseView, expects: Selector, events: Sequence[Event], planned: When) -> list[Event]:
    """Meetings planned for later, in rows written in the days round the cancellation."""
    assert planned.end is not None
    out = []
    for kind in sorted(expects.kinds):
        for event in view.from_day(kind, planned.end + dt.timedelta(days=1)):
            written = view.written(event)
            near = written and written.start and abs((written.start - planned.end).days) <= SAME_MEETING_DAYS
            if event.assertion == "planned" and near:
                out.append(event)
    return out


def attendance(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Meetings whose records say that an agency was not invited or present, or show none of one that is required."""
    off = book_of(rule, off="not_held")
    absent: dict[str, list[Saying]] = {}
    for saying in view.saying(Phrasebook({"absent": rule.more["said_absent"]})):
        people = view.people_in(saying)
        if not people or people - view.family_roles():  # of the family it says nothing about agencies
            absent.setdefault(saying.event.entry, []).append(saying)
    for meeting in one_record_each(view, triggers(rule, view), frozenset({"childrens_social_care"})):
        when = view.span_of(meeting)
        if when is None or not rule.in_force(when):
            continue
        records = view.same(meeting)
        if off.find(stems(view.entries[meeting.entry].text)):
            continue  # of a meeting that was not held nobody was absent
        told = [saying for r in records for saying in absent.get(r.entry, ())]
        lacking = _required_but_absent(rule, view, records, when)
        if not told and not lacking:
            continue
        yield make_gap(
            rule,
            view,
            events=[meeting, *(s.head for s in told), *(r for r in records if r.id != meeting.id)],
            outcome="no_record",
            confidence=("record_says",) if told else ("some_named",),
            first=when,
            last=when,
            agencies=[meeting.agency, *lacking],
            who=_who(told, lacking),
        )


def sector_absent(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Meetings whose records name several of those present, and nobody of a whole sector that knew the family then.

    A sector is several agencies (health, education); it is judged where one of them has records in the weeks round
    the meeting. An agency with a record of its own of that meeting was there.
    """
    for meeting in one_record_each(view, rule.trigger.find(view), frozenset({"childrens_social_care"})):
        when = view.span_of(meeting)
        if when is None or when.start is None or not rule.in_force(when) or view.after_death(when):
            continue
        records = view.same(meeting)
        there = frozenset(side for r in records for e in view.by_entry[r.entry] for side in view.taking_part(e))
        there |= {view.side(e) for kind in MEETING_KINDS for e in _on_day(view, kind, when) if e.main}
        if len(there) < rule.more["least_present"]:
            continue
        for name, agencies in rule.more["sectors"].items():
            sector = frozenset(side_of(a) for a in agencies)
            known = {s for s in sector if _active(view, s, when.start, int(rule.more["active_days"]))}
            if known and not sector & there and not _named_in_words(rule, view, records, name):
                yield make_gap(
                    rule,
                    view,
                    events=records,
                    outcome="no_record",
                    confidence=("some_named",),
                    first=when,
                    last=when,
                    agencies=[meeting.agency],
                    who=name,
                    known=agency_words(sorted(known)),
                )


def _named_in_words(rule: Rule, view: CaseView, records: Sequence[Event], sector: str) -> bool:
    """Whether a record of the meeting names somebody of the sector by a word that gives no agency (a nurse)."""
    there = book(named=tuple(rule.more["words"][sector]))
    absent = book_of(rule, absent="words_unless")
    texts = (view.entries[r.entry].text for r in records)
    words = [stems(text[start:end]) for text in texts for start, end in sentences(text)]
    return any(there.find(w) and not absent.find(w) for w in words)


MEETING_KINDS = ("child_in_need_meeting", "core_group", "child_protection_conference", "planning_meeting")


def _on_day(view: CaseView, kind: str, when: When) -> Iterator[Event]:
    assert when.start is not None
    for event in view.from_day(kind, when.start):
        span = view.span_of(event)
        if span is None or span.start is None or span.start > (when.end or when.start):
            return
        yield event


def _active(view: CaseView, side: str, day: dt.date, days: int) -> bool:
    """Whether the agency has a record in the days round it: a sign that it was working with the family."""
    found = view.active_days(side)
    at = bisect_left(found, day)
    near = [found[n] for n in (at - 1, at) if 0 <= n < len(found)]
    return any(abs((other - day).days) <= days for other in near)


def _required_but_absent(rule: Rule, view: CaseView, records: Sequence[Event], when: When) -> list[str]:
    """The sides of `required` (one list for each kind of meeting) that no record of it shows as taking part."""
    named = Phrasebook(rule.more["named"]).find(view.stems(records[0]))
    kind = next(iter(named)) if len(named) == 1 else records[0].kind
    lists = rule.more.get("required", {}).get(kind, [])
    present = frozenset(side for record in records for side in view.taking_part(record))
    if len(present) < 2:
        return []  # the record names nobody: nothing can be said of who was there
    lacking = []
    for group in lists:
        sides = {side_of(agency) for agency in group}
        if not sides & present:
            lacking.append(group[0])
    return lacking


def _who(told: Sequence[Saying], lacking: Sequence[str]) -> str:
    if told:
        return said("record_quote", quote=shortened(told[0].text))
    return said("not_taking_part", who=agency_words(lacking))


def meeting_events(view: CaseView, event: Event, kinds: frozenset[str]) -> bool:
    """Whether the event stands in the row of a meeting that took place."""
    return any(e.kind in kinds and e.assertion in TELLING for e in view.by_entry[event.entry])


def interval(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Intervals between held meetings that are longer than the limit, unless a cancellation explains them."""
    assert rule.limit is not None
    closed: Selector = selector(rule.more["closed"], rule.id)
    closings = [span.start for e in closed.find(view) if (span := view.span_of(e)) and span.start]
    spans = (view.span_of(e) for e in view.by_kind.get("meeting_cancelled", ()))
    cancelled = [span.start for span in spans if span and span.start]
    held = one_record_each(view, rule.trigger.find(view), rule.responsible)
    for earlier, later in pairwise(held):
        first, last = view.span_of(earlier), view.span_of(later)
        if first is None or last is None or first.end is None or last.start is None or not rule.in_force(first):
            continue
        if any(first.end <= day <= last.start for day in (*closings, *cancelled)):
            continue
        measured = measure(first, last, rule.unit)
        if outcome_of(measured, rule.limit) != "exceeded":
            continue
        yield make_gap(
            rule,
            view,
            events=[earlier, later],
            measured=measured,
            outcome="exceeded",
            confidence=("minutes_missing",),
            first=first,
            last=last,
            done=in_words(last),
        )
