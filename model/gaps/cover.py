"""Cover rules: a worker is away or gone; another is expected within a limit.

    absence of a worker of an agency  ->  the next allocation, handover or return there  ->  days without a worker

Absences told by several files are one. An absence that is announced ahead counts from its own date.
Named cover and duty arrangements in the meantime are shown against the gap.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from model.case import Event, Gap
from model.gaps.books import book_of
from model.gaps.deadline import one_record_each
from model.gaps.draft import agency_words, make_gap, measure, outcome_of
from model.gaps.rules import Rule, Selector, selector
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.view import TELLING, CaseView, Saying, agency_of_role, side_of
from model.when import DayRange, When, in_words
from model.words import Phrasebook

NEAR_DAYS = 31  # a day named in a sentence about leaving, so near to the row, is the day of leaving


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one cover rule."""
    assert rule.expects is not None
    assert rule.limit is not None
    takeovers = sorted([*rule.expects.find(view), *_handovers(rule, view)], key=view.order)
    covers: Selector = selector(rule.more["covered_by"], rule.id)
    covered_until: dict[str, When] = {}
    absences = _absences(rule, view)
    for absence in absences:
        start = view.span_of(absence)
        side = worker_side(view, absence)
        if start is None or not start.bounded or not rule.in_force(start) or view.after_death(start):
            continue
        stated = stated_end(start)
        if stated:
            start = When.on(start.start) if start.start else start
        earlier = covered_until.get(side)
        if earlier and earlier.start and start.end and start.end <= earlier.start:
            continue
        takeover = _next(view, absence, side, start, takeovers)
        if _is_back(view, absence, start, takeover, side) or (takeover is None and _is_a_reason(rule, view, absence)):
            continue
        takeover = takeover or _other_at_work(rule, view, absence, start, side)
        if _leaves_later(rule, view, absence, start, takeover, absences):
            continue
        end = stated or (view.span_of(takeover) if takeover else None)
        if end is None and view.end_of_record(side):
            last = view.end_of_record(side)
            assert last is not None
            end = When.on(last) if start.end and last >= start.end else None
        if end is None:
            continue
        covered_until[side] = end
        measured = measure(start, end, rule.unit)
        if outcome_of(measured, rule.limit) == "met":
            continue
        yield _gap(rule, view, absence, takeover, start, end, measured, side, covers)


def _absences(rule: Rule, view: CaseView) -> list[Event]:
    """Absences of a worker, and rows that say the work waits without one; the first record of each, in time order."""
    found = {e.id: e for e in rule.trigger.find(view) if _names_worker(view, e) and not _of_that_day(rule, view, e)}
    codes = re.compile(rule.more["worker_code"]) if "worker_code" in rule.more else None
    thing_left = Phrasebook({"left": rule.more.get("leaving_unless", ())})
    book = Phrasebook({"waiting": rule.more.get("waiting", ()), "leaving": rule.more.get("leaving", ())})
    for saying in view.saying(book):
        event = saying.head if view.span_of(saying.head) else saying.event
        worker = view.people_in(saying) - view.family_roles() or (codes and codes.search(saying.text))
        leaving = "leaving" in book.find(saying.stems) and worker and not thing_left.find(saying.stems)
        event = _day_of_leaving(view, saying) or event if leaving else event
        waiting = "waiting" in book.find(saying.stems) and event.kind in rule.more["waiting_in"] and not saying.ahead
        if (leaving or waiting) and view.span_of(event):
            found.setdefault(event.id, event)
    gone = Phrasebook({"gone": rule.more["already_gone"]})  # it tells of a day before, which is not known
    told = [e for e in found.values() if not gone.find(view.stems(e))]
    by_worker: dict[frozenset[str], list[Event]] = defaultdict(list)
    for (
        event
    ) in told:  # two workers who leave on one day leave two gaps, even where the records were held to be of one event
        by_worker[_codes(event)].append(event)
    each = (one for events in by_worker.values() for one in one_record_each(view, events, view_sides(view)))
    return sorted(each, key=view.order)


def _codes(event: Event) -> frozenset[str]:
    """The codes with a number by which an event names workers in its own words, else those of its mentions."""
    coded = [m for m in event.mentions if any(c.isdigit() for c in m.label)]
    own = [m for m in coded if m.span and event.span[0] <= m.span[0] < event.span[1]]
    return frozenset(m.label.lower() for m in own or coded)


def _leaves_later(
    rule: Rule, view: CaseView, absence: Event, start: When, takeover: Event | None, absences: Sequence[Event]
) -> bool:
    """Whether a short leave is followed by the leaving of the same worker before anyone took over: back in between."""
    passing = book_of(rule, passing="passing", unless="passing_unless")
    if passing.find(view.stems(absence)) != {"passing"}:
        return False
    leaving = Phrasebook({"leaving": rule.more.get("leaving", ())})
    until = view.order(takeover)[0] if takeover else dt.date.max
    for other in absences:
        day = view.order(other)[0]
        same = bool(_codes(other) & _codes(absence)) and other.id != absence.id
        if same and start.end and start.end < day < until and leaving.find(view.stems(other)):
            return True
    return False


def _other_at_work(rule: Rule, view: CaseView, absence: Event, start: When, side: str) -> Event | None:
    """The first record of the service's own in which another worker of the same post, named by a code, does the work.

    Asked only where no allocation is recorded: "seen by AB2" shows that somebody held it.
    """
    codes = _codes(absence)
    posts = {m.role for m in absence.mentions if m.label.lower() in codes}
    if len(codes) != 1 or start.end is None:
        return None
    found: list[Event] = []
    for kind in rule.more["at_work"]:
        for event in view.from_day(kind, start.end + dt.timedelta(days=1)):
            others = [m for m in event.mentions if m.role in posts and any(c.isdigit() for c in m.label)]
            own = event.main and view.side(event) == side and event.assertion in TELLING and view.span_of(event)
            if own and others and not codes & {m.label.lower() for m in others}:
                found.append(event)
                break
    return min(found, key=view.order, default=None)


def _of_that_day(rule: Rule, view: CaseView, event: Event) -> bool:
    """Whether the absence is told of only as the reason for which a meeting or visit of that day did not take place."""
    return _is_a_reason(rule, view, event) and not book_of(rule, lasting="lasting").find(view.stems(event))


def _is_a_reason(rule: Rule, view: CaseView, event: Event) -> bool:
    """Whether its row tells of something that did not take place: the absence is the reason of that."""
    row = view.by_entry[event.entry]
    reason = book_of(rule, reason="as_a_reason").find(view.stems(event))
    return any(e.kind in rule.more["passing_with"] or (reason and e.assertion == "did_not_happen") for e in row)


def _day_of_leaving(view: CaseView, saying: Saying) -> Event | None:
    """The event of the sentence that holds the day on which the worker left, where it is not that of the row."""
    row = view.written(saying.event)
    dated = [(e, span) for e in saying.inside if (span := view.span_of(e)) and span.is_day and span.start]
    near = [e for e, span in dated if row and row.end and span.start and abs((row.end - span.start).days) <= NEAR_DAYS]
    of_leaving = [e for e in near if e.kind == "worker_absence"] or near
    return min(of_leaving, key=view.order, default=None)


def _handovers(rule: Rule, view: CaseView) -> list[Event]:
    """Rows that say the work went to another worker: "caseload passed to HV5 the same day".

    A sentence that gives a later day for it ("empty until AB2 began on 3 June") counts from that day.
    """
    book = Phrasebook({"handover": rule.more.get("handover", ()), "duty": rule.more.get("to_duty", ())})
    firm = Phrasebook({"firm": rule.more.get("took_up", ())})
    codes = re.compile(rule.more["worker_code"]) if "worker_code" in rule.more else None
    out: list[Event] = []
    for saying in view.saying(book):
        worker = view.people_in(saying) - view.family_roles() or (codes and codes.search(saying.text))
        if not worker or (book.find(saying.stems) != {"handover"} and not firm.find(saying.stems)):
            continue
        reaching = [e for e in view.by_entry[saying.event.entry] if e.span[0] < saying.end and e.span[1] > saying.start]
        dated = [e for e in (saying.event, *reaching) if view.span_of(e)]
        if dated:
            last, row = max(dated, key=view.order), saying.event
            out.append(last if not view.span_of(row) or view.order(last)[0] > view.order(row)[0] else row)
    return out


def view_sides(view: CaseView) -> frozenset[str]:
    return frozenset(view.coverage)


def worker_side(view: CaseView, event: Event) -> str:
    """The side whose worker the event is about: of the worker named, else of the record.

    A worker whom its own words name comes first, then one of the record's own agency; a manager without an agency is
    the record's own.
    """
    inside = [m for m in event.mentions if m.span and event.span[0] <= m.span[0] < event.span[1]]
    coded = [m for m in inside if any(c.isdigit() for c in m.label)]
    sides = [side_of(a) for m in coded or event.mentions if (a := m.agency or agency_of_role(m.role))]
    own = view.side(event)
    return own if not sides or own in sides else sides[0]


def _names_worker(view: CaseView, event: Event) -> bool:
    """Whether it is about a worker: a team with vacancies is not one."""
    return any(mention.role not in view.family_roles() for mention in event.mentions)


def stated_end(start: When) -> When | None:
    """The end of an absence that the record gives with it ("on leave 8 to 14 July"): cover is needed till then."""
    if start.approximate or start.start == start.end or start.granularity not in {"span", "week"} or start.end is None:
        return None
    return When.on(start.end)


def _is_back(view: CaseView, absence: Event, start: When, takeover: Event | None, side: str) -> bool:
    """Whether the worker is shown at work again before anyone took over: a visit by the same or an allocated worker."""
    assert start.end is not None
    until = view.span_of(takeover) if takeover else None
    labels = {m.label.lower() for m in absence.mentions if any(c.isdigit() for c in m.label)}
    for event in view.from_day("home_visit", start.end + dt.timedelta(days=1)):
        span = view.span_of(event)
        if until and until.start and span and span.start and span.start >= until.start:
            return False
        if event.assertion != "happened" or view.side(event) != side or not event.main:
            continue
        same = {m.label.lower() for m in event.mentions} & labels
        duty = "duty_social_worker" in view.roles(event) or "duty" in view.stems(event)
        named = {m.label.lower() for m in event.mentions if any(c.isdigit() for c in m.label)}
        if same or (not duty and not (labels and named)):
            return True
    return False


def _next(view: CaseView, absence: Event, side: str, start: When, takeovers: Sequence[Event]) -> Event | None:
    """The first allocation on that side that can lie on or after the start of the absence."""
    assert start.start is not None
    for event in takeovers:
        span = view.span_of(event)
        handed = event.kind != "allocation" and span and span.end == start.end
        after = span and span.start and start.end and span.start > start.end and event.id != absence.id
        later = span and span.end and span.end >= start.start and (event.entry != absence.entry or handed or after)
        if later and side in {worker_side(view, event), view.side(event)}:
            return event
    return None


def _gap(
    rule: Rule,
    view: CaseView,
    absence: Event,
    takeover: Event | None,
    start: When,
    end: When,
    measured: DayRange,
    side: str,
    covers: Selector,
) -> Gap:
    between = [e for e in covers.find(view) if _within(view, e, start, end) and side in view.taking_part(e)]
    exact = takeover is not None and outcome_of(measured, rule.limit or 0) == "exceeded"
    reasons = ["both_dates" if exact else "no_allocation"]
    if takeover is not None and not exact:
        reasons = ["on_the_date"]
    if between:
        reasons.append("covered")
    codes = _codes(absence)
    same = [e for e in view.same(absence) if not (codes and _codes(e) and not codes & _codes(e))]
    cited = [*same, *([takeover] if takeover else [])]
    return make_gap(
        rule,
        view,
        events=[absence, *(e for e in cited if e.id != absence.id)],
        against=between,
        measured=measured if takeover else DayRange(measured.fewest, None),
        outcome="no_record" if takeover is None else "exceeded" if exact else "depends",
        confidence=reasons,
        first=start,
        last=end,
        agencies=[side],
        agency=agency_words([side]),
        done=_done(rule, takeover, end),
    )


def _done(rule: Rule, takeover: Event | None, end: When) -> str:
    if takeover is None:
        return said("no_later_allocation")
    at_work = takeover.kind in rule.more["at_work"]
    return said("other_at_work" if at_work else "next_allocation", date=in_words(end))


def _within(view: CaseView, event: Event, start: When, end: When) -> bool:
    span = view.happened_by(event)
    return bool(span and span.end and start.start and end.end and start.start <= span.end <= end.end)
