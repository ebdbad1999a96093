"""Answer rules: a referral or message gets an answer; a check that is due is made.

    referral or request to B  ->  B's record of receipt, or a reply in anyone's file  ->  none: a gap
    "no reply", "not asked"   ->  is it answered in another file?                     ->  no: a gap

A record that says there was no reply is believed only as far as its own file goes: B's own record of a
receipt answers a referral, and B's reply answers a request.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from model.case import Event, Gap
from model.gaps.books import book_of
from model.gaps.deadline import one_record_each
from model.gaps.draft import agency_words, make_gap, shortened
from model.gaps.rules import Rule
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.view import TELLING, CaseView, Saying
from model.when import DayRange, When, days_between, in_words
from model.words import Phrasebook, sentences, stems, topic_book

REPLY_DAYS = 60  # an answer after two months answers something else
REPLIES = ("information_shared", "phone_contact", "consultation", "referral", "decision", "appointment", "allocation")
CONTACTS = (*REPLIES, "child_in_need_meeting", "core_group", "planning_meeting", "home_visit")


def acknowledged(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Referrals and requests without a recorded answer: those said to have none, and those where none was found."""
    unsaid = Phrasebook({"unsaid": rule.more["said_unanswered"]})
    unless = Phrasebook({"unless": rule.more["unanswered_unless"]})
    seen: set[str] = set()
    for saying in view.saying(unsaid):
        request = request_of(view, saying)
        of_family = _of_family(view, saying) or unless.find(saying.stems)
        if request is None or saying.ahead or view.group(request) & seen or of_family:
            continue
        asked, of = parties(view, request)
        if of and not is_answered(view, request, asked, of) and not _answered_with_it(rule, view, request, of):
            seen |= view.group(request)
            yield _gap(rule, view, request, list(saying.inside), asked, of)
        elif of and (answer := answer_elsewhere(view, request, asked, of)):
            yield _answered(rule, view, request, list(saying.inside), asked, of, answer)
    for request in one_record_each(view, rule.trigger.find(view), frozenset()):
        asked, of = parties(view, request)
        when = view.span_of(request)
        if view.group(request) & seen or when is None or not rule.in_force(when) or not of or view.after_death(when):
            continue
        covered = frozenset(side for side in of if _goes_on(view, side, when, rule.limit or 0))
        answered = is_answered(view, request, asked, of) or _is_known(view, request, of)
        answered = answered or _is_talk(view, request) or _answered_with_it(rule, view, request, of)
        if covered and covered == of and not answered and not _is_chaser(view, request, asked, of):
            seen |= view.group(request)
            yield _gap(rule, view, request, [], asked, of)


def _of_family(view: CaseView, saying: Saying) -> bool:
    """Whether it was the family that did not answer: a call to them, not to another agency."""
    people = view.named_in(saying)
    return bool(people) and people <= view.family_roles()


def request_of(view: CaseView, saying: Saying) -> Event | None:
    """The referral or message of the same row that the remark is about: the row's own first, then by time."""
    row = view.by_entry[saying.event.entry]
    passed = [e for e in row if e.assertion in TELLING and view.partners(e)]
    asked = [e for e in passed if e.kind in {"referral", "consultation", "phone_contact", "information_shared"}]
    return min(asked, key=lambda e: (not e.main, view.order(e)), default=None)


def parties(view: CaseView, request: Event) -> tuple[str, frozenset[str]]:
    """Who asked, and of whom: by the record itself, else by another record of the same message."""
    own = view.side(request)
    for record in (request, *view.same(request)):
        if view.told(record):
            return view.side(record), view.told(record)
        if view.senders(record):
            return sorted(view.senders(record))[0], frozenset({view.side(record)})
    others = sorted(view.partners(request))
    return (others[0], frozenset({own})) if others else (own, frozenset())


def is_answered(view: CaseView, request: Event, asked: str, of: frozenset[str]) -> bool:
    """Whether each agency asked is shown to have received it (a referral) or replied (any request)."""
    when = view.happened_by(request)
    if when is None or when.end is None:
        return True
    receipt = {view.side(e) for e in view.same(request)} if request.kind == "referral" else set()
    return all(side in receipt or _reply(view, request, side, asked, when) for side in of)


def answer_elsewhere(view: CaseView, request: Event, asked: str, of: frozenset[str]) -> Event | None:
    """The receipt or reply that stands in the file of the agency asked, where the other's says there was none."""
    when = view.happened_by(request)
    if when is None or when.end is None:
        return None
    receipts = [e for e in view.same(request) if view.side(e) in of] if request.kind == "referral" else []
    replies = (_reply(view, request, side, asked, when) for side in sorted(of))
    found = [*receipts, *(e for e in replies if e is not None)]
    return next((e for e in found if e.agency != request.agency), None)


def _answered(
    rule: Rule, view: CaseView, request: Event, unsaid: list[Event], asked: str, of: frozenset[str], answer: Event
) -> Gap:
    return make_gap(
        rule,
        view,
        events=[request, *unsaid],
        outcome="no_record",
        confidence=("answered_elsewhere",),
        first=view.happened_by(request),
        last=view.happened_by(answer),
        agencies=[asked, *sorted(of)],
        answer=answer,
        asked=agency_words(sorted(of)),
        asker=agency_words([asked]),
        done="",
    )


def _reply(view: CaseView, request: Event, side: str, asked: str, when: When) -> Event | None:
    """The first record, in either file, of that side speaking to the one who asked, after the request."""
    rows = {request.entry}
    assert when.end is not None
    for kind in REPLIES:
        for event in view.from_day(kind, when.start or when.end):
            span = view.span_of(event)
            if span is None or span.start is None or (span.start - when.end).days > REPLY_DAYS:
                break
            if event.entry in rows or event.assertion not in TELLING:
                continue
            spoke = view.side(event) == side and asked in view.told(event) - view.senders(event)
            heard = view.side(event) == asked and side in view.senders(event) - view.told(event)
            took_up = request.kind == "referral" and view.side(event) == side and asked in view.senders(event)
            if spoke or heard or took_up:
                return event
    return None


def _answered_with_it(rule: Rule, view: CaseView, request: Event, of: frozenset[str]) -> bool:
    """Whether the agency asked, where it records the very request, says that it rang or wrote back."""
    book = book_of(rule, back="rang_back", not_back="not_back")
    for record in view.same(request):
        if view.side(record) in of and view.side(record) != view.side(request):
            text = view.entries[record.entry].text
            if any(book.find(stems(text[start:end])) == {"back"} for start, end in sentences(text)):
                return True
    return False


def _is_chaser(view: CaseView, request: Event, asked: str, of: frozenset[str]) -> bool:
    """Whether it repeats a request of the same to the same in the two months before."""
    when = view.span_of(request)
    assert when is not None
    assert when.start is not None
    for event in view.from_day(request.kind, when.start - dt.timedelta(days=60)):
        if view.order(event) >= view.order(request):
            break
        if event.assertion in TELLING and view.side(event) == asked and of <= view.told(event):
            return True
    return False


def _is_talk(view: CaseView, request: Event) -> bool:
    """Whether the row goes on, after a colon, to tell what was said: "rang the front door: assessment under way"."""
    text = view.entries[request.entry].text
    return request.kind in {"consultation", "phone_contact"} and text[request.span[1] :].lstrip().startswith(":")


def _is_known(view: CaseView, request: Event, of: frozenset[str]) -> bool:
    """Whether the agencies asked have a record of their own of the request."""
    return of <= {view.side(record) for record in view.same(request)}


def _goes_on(view: CaseView, side: str, when: When, days: int) -> bool:
    held = view.coverage.get(side)
    return bool(held and when.end and held.first <= when.end and held.last >= when.end + dt.timedelta(days=days))


def _gap(rule: Rule, view: CaseView, request: Event, unsaid: list[Event], asked: str, of: frozenset[str]) -> Gap:
    when = view.happened_by(request)
    assert when is not None
    later = _next_contact(view, request, asked, of, when)
    named = _worker_named(rule, view, request, of, when)
    later = min([e for e in (later, named) if e is not None], key=view.order, default=None)
    end = view.span_of(later) if later else None
    last = end or _end(view, asked, of)
    measured = days_between(when, last) if last else DayRange(None, None)
    records = [e for e in view.same(request) if e.id != request.id]
    return make_gap(
        rule,
        view,
        events=[request, *unsaid, *records],
        against=[later] if later else [],
        measured=measured if later else DayRange(measured.fewest, None),
        outcome="no_record",
        confidence=("says_no_answer",) if unsaid else ("absence",),
        first=when,
        last=last,
        agencies=[asked, *sorted(of)],
        asked=agency_words(sorted(of)),
        asker=agency_words([asked]),
        done=said("next_between", date=in_words(end)) if end else said("no_later_contact"),
    )


def _worker_named(rule: Rule, view: CaseView, request: Event, of: frozenset[str], when: When) -> Event | None:
    """The next allocation by those asked, where the request was who the worker is: that ends the wait for an answer."""
    assert when.end is not None
    book = book_of(rule, worker="who_is_the_worker")
    if not any(book.find(view.stems(e)) for e in (request, *view.same(request))):
        return None
    for event in view.from_day("allocation", when.end + dt.timedelta(days=1)):
        if event.assertion in TELLING and view.side(event) in of:
            return event
    return None


def _next_contact(view: CaseView, request: Event, asked: str, of: frozenset[str], when: When) -> Event | None:
    """The next record of any contact between the two sides, after the row of the request."""
    assert when.end is not None
    rows = {e.entry for e in view.same(request)}
    found = []
    for kind in CONTACTS:
        for event in view.from_day(kind, when.end + dt.timedelta(days=1)):
            sides = view.taking_part(event) | view.senders(event)
            if event.assertion in TELLING and event.entry not in rows and asked in sides and of & sides:
                found.append(event)
                break
    return min(found, key=view.order, default=None)


def _end(view: CaseView, asked: str, of: frozenset[str]) -> When | None:
    ends = [day for side in (asked, *of) if (day := view.end_of_record(side))]
    return When.on(max(ends)) if ends else None


def checked(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Checks and enquiries that a record says were not made, and that no other record shows as made."""
    assert rule.expects is not None
    views = book_of(rule, views="of_views")
    for saying in view.saying(Phrasebook({"unmade": rule.more["said_not_made"]})):
        if views.find(saying.stems):  # whose views were not sought is a question of another rule
            continue
        event = saying.head
        when = view.happened_by(event)
        if when is None or when.end is None or not rule.in_force(when) or saying.ahead or view.after_death(when):
            continue
        if _made_later(rule, view, saying, when) or _replied(view, event):
            continue
        context = [e for e in view.by_entry[event.entry] if e.id != event.id and e.assertion in TELLING]
        yield make_gap(
            rule,
            view,
            events=[event, *saying.inside, *context[:2]],
            outcome="no_record",
            confidence=("record_says",),
            first=when,
            last=when,
            quote=shortened(saying.text),
        )


def _made_later(rule: Rule, view: CaseView, saying: Saying, when: When) -> bool:
    """Whether the agency asked later: within the limit, or the longer one if it planned to or could not then."""
    assert rule.expects is not None
    assert when.end is not None
    own, entry = view.side(saying.event), saying.event.entry
    unsafe = Phrasebook({"unsafe": rule.more["unsafe"]}).find(saying.stems)
    ahead = [e for e in view.by_entry[entry] if e.assertion in {"planned", "recommended"}]
    planned = any("ask" in view.stems(e) or "routine_enquiry" in view.topics(e) for e in ahead)
    most = int(rule.more["planned_days"]) if planned or unsafe else rule.limit or 0
    if not topic_book().find(saying.stems) & {"routine_enquiry", "domestic_abuse"}:
        return False
    for other in rule.expects.find(view):
        span = view.span_of(other)
        if span is None or span.start is None or view.side(other) != own or other.entry == entry:
            continue
        named = "routine_enquiry" in view.topics(other)
        told = (planned or unsafe) and "domestic_abuse" in view.topics(other)
        if (named or told) and 0 < (span.start - when.end).days <= most:
            return True
    for later in view.said_by(book_of(rule, made="said_made")).get(own, ()):
        span = view.written(later.event)
        if span and span.start and 0 < (span.start - when.end).days <= most and not later.ahead:
            return True
    return False


def _replied(view: CaseView, event: Event) -> bool:
    """Whether the agency that was to be asked records an answer in its own file."""
    asked = {side for e in view.by_entry[event.entry] for side in view.told(e)} | view.told(event)
    own, when = view.side(event), view.happened_by(event)
    if not asked or when is None or (when.start is None and when.end is None):
        return False
    first = (when.start or when.end or dt.date.min) - dt.timedelta(days=60)
    for kind in ("information_shared", "consultation", "phone_contact"):
        for other in view.from_day(kind, first):
            if view.side(other) in asked and own in view.told(other) and other.assertion == "happened":
                return True
    return False
