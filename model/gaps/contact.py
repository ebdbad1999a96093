"""Contact rules: a missed appointment or failed visit is followed up; visits do not fall too far apart.

    missed contact          ->  the next contact or attempt of that service, told in any file  ->  days
    visits of a service     ->  each interval between one and the next  ->  longer than the limit

A visit counts for every service that took part in it, whoever recorded it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from model.case import Event, Gap
from model.data import load_toml
from model.gaps.attending import at_contact, same_service, took_place
from model.gaps.books import book, book_of
from model.gaps.deadline import InTime, one_record_each, triggers
from model.gaps.draft import agency_words, make_gap, measure, outcome_of
from model.gaps.rules import Rule, Selector, selector
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.view import TELLING, CaseView, agency_of_role
from model.when import DayRange, When, in_words
from model.words import Phrasebook, sentences, stems

BOOKED_AHEAD_DAYS = 120  # an appointment further ahead is the next routine one, and no answer to a missed one
REOPENED_DAYS = 183  # after half a year without a visit, a new referral is taken to open the case anew


def missed(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Missed appointments and failed visits with no contact by that service within the limit."""
    assert rule.expects is not None
    assert rule.limit is not None
    spoken = Phrasebook({"contact": rule.more["contact_words"]})
    others = (e for e in view.by_kind.get("other", ()) if e.assertion in TELLING and spoken.find(view.stems(e)))
    contacts = InTime(view, sorted([*rule.expects.find(view), *others], key=view.order))
    kinds = selector(rule.more["rebooked"], rule.id).kinds
    ahead = (e for kind in sorted(kinds) for e in view.by_kind.get(kind, ()) if e.assertion == "planned")
    rebooked = InTime(view, sorted(ahead, key=view.order))
    ended = {e.id: e for e in selector(rule.more["closed"], rule.id).find(view)}
    ended |= {s.event.id: s.event for s in view.saying(Phrasebook({"ended": rule.more["ends_said"]}))}
    closings = InTime(view, sorted(ended.values(), key=view.order))
    for event in one_record_each(view, triggers(rule, view), frozenset()):
        start = view.span_of(event)
        if start is None or not start.bounded or not rule.in_force(start) or not _with_family(rule, view, event):
            continue
        if (
            _in_meeting(view, event)
            or _within_contact(view, event)
            or _rebooked(view, event, start, rebooked, rule.limit)
        ):
            continue
        tried = _tried_at_once(rule, view, event)
        answer = _next_contact(rule, view, event, start, contacts)
        if answer and view.after_death(view.span_of(answer)):
            answer = None
        closing = (not tried and _closed_with_it(view, event)) or _next_contact(rule, view, event, start, closings)
        ends = [e for e in (answer, closing) if e is not None]
        end_event = min(ends, key=view.order, default=None)
        end = view.span_of(end_event) if end_event else _end_of_file(view, event, start)
        if end is None:
            continue
        allowed = replace(rule, limit=int(rule.more["tried_days"])) if tried else rule
        yield from _missed_gap(allowed, view, event, start, end_event, answer, end)


def _closed_with_it(view: CaseView, event: Event) -> Event | None:
    """The closure that the row of a missed contact goes on to record, of its own service."""
    row = (e for e in view.by_entry[event.entry] if e.kind == "case_closed" and e.span[0] > event.span[0])
    return next((e for e in row if e.assertion == "happened" and not view.senders(e)), None)


def _missed_gap(
    rule: Rule, view: CaseView, event: Event, start: When, end_event: Event | None, answer: Event | None, end: When
) -> Iterator[Gap]:
    assert rule.limit is not None
    measured = measure(start, end, rule.unit)
    outcome = outcome_of(measured, rule.limit)
    if outcome == "met" and (answer is end_event or end_event is None):
        if answer is not None and answer.agency != event.agency:
            yield _followed_up(rule, view, event, start, end, answer)
        return
    unsaid = [e for e in view.by_entry[event.entry] if e.assertion == "did_not_happen" and e.id != event.id]
    at_once = end_event is not None and end_event.entry == event.entry and end_event.kind == "case_closed"
    if outcome == "depends" or (outcome == "met" and not unsaid and not at_once):
        return
    sure = "both_dates" if answer else "absence"
    cited = [event, *unsaid, *([end_event] if end_event else [])]
    yield make_gap(
        rule,
        view,
        events=cited,
        measured=measured if end_event else DayRange(measured.fewest, None),
        outcome="exceeded" if answer else "no_record",
        confidence=("says_nothing_followed" if unsaid else sure,),
        first=start,
        last=end,
        done=_then(view, end_event, answer, end),
    )


def _followed_up(rule: Rule, view: CaseView, event: Event, start: When, end: When, answer: Event) -> Gap:
    """A missed contact whose follow-up stands only in another agency's file."""
    return make_gap(
        rule,
        view,
        events=[event],
        measured=measure(start, end, rule.unit),
        outcome="no_record",
        confidence=("answered_elsewhere",),
        first=start,
        last=end,
        answer=answer,
        done=_then(view, answer, answer, end),
    )


def _then(view: CaseView, end_event: Event | None, answer: Event | None, end: When) -> str:
    if end_event is None:
        return said("none_by_service", date=in_words(end))
    if end_event is answer:
        return said("next_of_service", date=in_words(end))
    return said("closed_without", date=in_words(end))


def _with_family(rule: Rule, view: CaseView, event: Event) -> bool:
    """Whether the contact was to be with the family, and is this service's own news."""
    at_home = book(home=tuple(rule.more.get("at_home", ())))
    family = set(load_toml("model.rules", "people.toml")["families"]["family"])
    row = view.by_entry[event.entry]
    if any(e.received_from for e in row):
        return False  # another service's letter tells of it
    spans = any(mention.span for mention in event.mentions)
    named = {m.role for m in event.mentions if m.role in family and (m.span or not spans)}
    workers = {agency_of_role(role) for role in view.named(event)} - {None, event.agency}
    if named or at_home.find(view.stems(event)):
        return True
    about = {mention.role for e in row for mention in e.mentions} & family
    return not workers and not view.told(event) and (event.kind == "missed_appointment" or bool(about))


def _within_contact(view: CaseView, event: Event) -> bool:
    """Whether its row records a contact of the same day that took place: somebody then missed part of it."""
    own = view.span_of(event)
    here = view.clause(event)  # "follow up clinic, was not brought": one contact, and it was the one missed
    row = (e for e in view.by_entry[event.entry] if e.main and e.id != event.id and view.clause(e) != here)
    return any(
        e.kind in {"home_visit", "appointment"} and e.assertion == "happened" and own and span and own.overlaps(span)
        for e in row
        for span in [view.span_of(e)]
    )


def _in_meeting(view: CaseView, event: Event) -> bool:
    meetings = {"child_in_need_meeting", "core_group", "child_protection_conference", "planning_meeting"}
    return any(e.kind in meetings and e.assertion == "happened" for e in view.by_entry[event.entry])


def _rebooked(view: CaseView, event: Event, start: When, ahead: InTime, limit: int) -> bool:
    """Whether that service recorded a new appointment within the limit (told to the family, so a contact)."""
    assert start.start is not None
    assert start.end is not None
    for other in ahead.from_day(start.start):
        written, span = view.written(other), view.span_of(other)
        if span and span.start and (span.start - start.end).days > BOOKED_AHEAD_DAYS:
            break
        if view.side(other) != view.side(event) or not (written and written.start):
            continue
        soon = 0 <= (written.start - start.start).days <= limit
        if soon and span and span.start and span.start > start.start:
            return True
    return False


def _next_contact(rule: Rule, view: CaseView, event: Event, start: When, contacts: InTime) -> Event | None:
    """The first contact in which the service of the missed one took part, on or after that day."""
    assert start.start is not None
    assert start.end is not None
    for other in contacts.from_day(start.start):
        span = view.span_of(other)
        if span is None or span.start is None or span.end is None or other.id in view.group(event):
            continue
        told_about = other.entry == event.entry and span.start < start.start  # a month that its row speaks of
        if told_about or span.end < start.start or (span.end == start.start and not _answers_in_row(event, other)):
            continue
        missed_too = other.entry == event.entry and _is_missed(rule, view, other)
        missed_too = missed_too or not took_place(view, other)
        if same_service(view, event, other) and not missed_too and not _says_none(view, event, other):
            return other
    return None


def _is_missed(rule: Rule, view: CaseView, event: Event) -> bool:
    """Whether what was read as a contact stands in the very sentence that says it was missed."""
    cues = rule.more["also"]["cues"] if "also" in rule.more else ()
    return event.kind in {"appointment", "home_visit"} and bool(book(also=tuple(cues)).find(view.stems(event)))


def _tried_at_once(rule: Rule, view: CaseView, event: Event) -> bool:
    """Whether the row goes on to say that the service rang, wrote or called at once, with no word from the family."""
    text = view.entries[event.entry].text
    words_of = book_of(rule, tried="tried", not_tried="not_tried")
    after = (stems(text[start:end]) for start, end in sentences(text) if end > event.span[0])
    return any(words_of.find(words) == {"tried"} for words in after)


def _says_none(view: CaseView, event: Event, other: Event) -> bool:
    """Whether what was read as a contact of the same row says that there was none ("no letter or call is recorded")."""
    return other.entry == event.entry and view.stems(other)[:1] in {("no",), ("nil",), ("not",), ("neither",)}


def _answers_in_row(event: Event, other: Event) -> bool:
    """Whether a contact of the same day is told after the missed one in its own row ("rang, spoke to mother")."""
    return (
        other.entry == event.entry and other.span[0] >= event.span[0] and other.kind in {"phone_contact", "home_visit"}
    )


def _end_of_file(view: CaseView, event: Event, start: When) -> When | None:
    last = view.end_of_record(view.side(event))
    return When.on(last) if last and start.end and last > start.end else None


def cadence(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Intervals between visits of a service that are longer than the limit, while its case was open.

    With `each` the services of the rule are looked at one by one; with `under_days` only visits to a child so young.
    """
    if rule.more.get("each"):
        more = {key: value for key, value in rule.more.items() if key != "each"}
        for side in sorted(rule.responsible & view.coverage.keys()):
            own = frozenset({side})
            trigger = replace(rule.trigger, by=own)
            yield from cadence(replace(rule, responsible=own, trigger=trigger, more=more), view, knowledge)
        return
    assert rule.limit is not None
    closed: Selector = selector(rule.more["closed"], rule.id)
    again: Selector = selector(rule.more["opened"], rule.id)
    ended = [span for e in closed.find(view) if view.side(e) in rule.responsible and (span := view.span_of(e))]
    anew = [span for e in again.find(view) if (span := view.span_of(e))]
    periods = open_periods(view) if rule.more.get("while_open") else []
    death = view.key_dates.get("death")
    made = [e for e in triggers(rule, view) if rule.responsible & at_contact(view, e)]
    visits = one_record_each(view, made, rule.responsible)
    for earlier, later in pairwise(visits):
        first, last = view.span_of(earlier), view.span_of(later)
        if first is None or last is None or not (first.bounded and last.bounded) or not rule.in_force(first):
            continue
        if death and death.start and last.start and last.start >= death.start:
            continue
        if "under_days" in rule.more and not is_so_young(view, first, int(rule.more["under_days"])):
            continue
        measured = measure(first, last, rule.unit)
        long = (measured.fewest or 0) > REOPENED_DAYS  # a referral after so long opens the case anew
        if any(_lies_between(c, first, last) for c in ([*ended, *anew] if long else ended)):
            continue
        part = rule.limit if rule.more.get("open_part") else None
        if rule.more.get("while_open") and not _is_open(first, last, periods, part):
            continue
        outcome = outcome_of(measured, rule.limit)
        if outcome != "exceeded":
            continue
        tried = _attempts(view, rule, first, last)
        yield without_contact(rule, view, [earlier, later], tried, measured, first, last)


def without_contact(
    rule: Rule,
    view: CaseView,
    events: Sequence[Event],
    tried: Sequence[Event],
    measured: DayRange,
    first: When,
    last: When,
) -> Gap:
    """A time longer than the limit with no contact between its ends, and what was tried in it."""
    return make_gap(
        rule,
        view,
        events=events,
        against=tried,
        measured=measured,
        outcome="exceeded",
        confidence=("ordinary_visits", "contact_between") if tried else ("ordinary_visits",),
        first=first,
        last=last,
        agencies=sorted(rule.responsible),
        agency=agency_words(sorted(rule.responsible)),
        until=in_words(last),
    )


def is_so_young(view: CaseView, when: When, most: int) -> bool:
    """Whether the child was born by then and at most so many days old."""
    born = view.key_dates.get("birth")
    if born is None or born.end is None or when.start is None:
        return False
    return 0 <= (when.start - born.end).days <= most


def _is_open(first: When, last: When, periods: Sequence[tuple[dt.date, dt.date]], part: int | None = None) -> bool:
    """Whether the case was open the whole time, or more than `part` days of it."""
    assert first.start is not None
    assert last.start is not None
    if part is not None:
        return any((min(end, last.start) - max(begin, first.start)).days > part for begin, end in periods)
    return any(begin <= first.start and last.start <= end for begin, end in periods)


def _lies_between(when: When, first: When, last: When) -> bool:
    return bool(when.start and first.end and last.start and first.end < when.start <= last.start)


def open_periods(view: CaseView) -> list[tuple[dt.date, dt.date]]:
    """The times in which social care held the case open: from its first step to a closure or the end of its file."""
    data = load_toml("model.rules", "people.toml")["open_case"]
    side = "childrens_social_care"
    ends = view.end_of_record(side)
    opens: list[dt.date] = []
    closes: list[dt.date] = []
    for kinds, days in ((data["opened_by"], opens), (data["closed_by"], closes)):
        for kind in kinds:
            spans = (view.span_of(e) for e in view.by_kind.get(kind, ()) if view.side(e) == side)
            days += [span.start for span in spans if span and span.start]
    periods: list[tuple[dt.date, dt.date]] = []
    for day in sorted(opens):
        if periods and day <= periods[-1][1]:
            continue
        end = min((c for c in closes if c > day), default=ends or day)
        periods.append((day, max(end, day)))
    return periods


def before_closure(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Closures of a service whose last recorded visit lies longer before them than the limit."""
    assert rule.expects is not None
    assert rule.limit is not None
    seen = {e.id: at_contact(view, e) for e in [*rule.expects.find(view), *_also(rule, view)]}
    visits = one_record_each(view, [view.by_id[i] for i in seen if rule.responsible & seen[i]], rule.responsible)
    for closure in one_record_each(view, rule.trigger.find(view), rule.responsible):
        end = view.span_of(closure)
        if end is None or not end.bounded or view.side(closure) not in rule.responsible or view.after_death(end):
            continue
        own = [(e, s) for e in visits if view.side(closure) in seen[e.id] and (s := view.span_of(e))]
        before = [(e, s) for e, s in own if s.end and end.start and s.end <= end.start]
        if not before or not rule.in_force(end):
            continue
        visit, first = before[-1]
        measured = measure(first, end, rule.unit)
        if outcome_of(measured, rule.limit) != "exceeded" or (measured.fewest or 0) > REOPENED_DAYS:
            continue
        yield make_gap(
            rule,
            view,
            events=[visit, closure],
            measured=measured,
            outcome="exceeded",
            confidence=("ordinary_visits",),
            first=first,
            last=end,
            agencies=sorted(rule.responsible & {view.side(closure)}),
            until=in_words(end),
            closing=agency_words([closure.agency]),
        )


def _also(rule: Rule, view: CaseView) -> list[Event]:
    """Contacts that the rule counts by their words ("spoken to on the doorstep")."""
    return selector(rule.more["also"], rule.id).find(view) if "also" in rule.more else []


def _attempts(view: CaseView, rule: Rule, first: When, last: When) -> list[Event]:
    """Failed visits and telephone contacts of the service in the interval."""
    out = []
    for kind in ("no_access", "phone_contact", "missed_appointment"):
        for event in view.from_day(kind, first.start or dt.date.min):
            span = view.span_of(event)
            if span is None or span.start is None or last.end is None or span.start > last.end:
                break
            if view.side(event) in rule.responsible and event.assertion == "happened":
                out.append(event)
    return out
