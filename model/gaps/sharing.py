"""Sharing rules: an incident recorded by one agency, with no trace of knowledge elsewhere.

    significant event of one row  ->  any trace at all?  ->  none: a gap, with what was looked at against it

Traces are looked for generously, in every file: a record of the same event elsewhere, an agency told in
the same row, a later message or meeting of the agency on the same matter, a receipt by another agency.
An agency whose file does not cover the date is not judged; where none does, the rule says so. A row
that was itself told by another agency is that agency's news.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from model.case import Event, Gap
from model.gaps.draft import agency_words, judged_sides, make_gap, shortened
from model.gaps.rules import Rule
from model.knowledge import Knowledge, Known
from model.names import AGENCIES
from model.significance import settings, significance, topic_weights
from model.view import CaseView, Saying, side_of
from model.when import DayRange, When
from model.words import Phrasebook

Messages = dict[str, list[Event]]
CARRIES_CONCERN = frozenset(
    {"referral", "strategy_discussion", "marac", "child_protection_conference", "section_47_enquiry"}
)
SHARED_AT = frozenset(
    {"marac", "strategy_discussion", "child_protection_conference", "child_in_need_meeting", "core_group"}
)
MEETINGS = frozenset({"child_in_need_meeting", "core_group", "planning_meeting", "home_visit"})
MESSAGES = frozenset({"information_shared", "phone_contact", "consultation", "referral", "disclosure", "case_closed"})


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one sharing rule: at most one for each row, set off by its weightiest event."""
    unsaid_by = _unsaid(rule, view)
    messages = _messages(view)
    unsaid_rows = {row for unsaid in unsaid_by.values() for row in unsaid.rows}
    rows: dict[str, list[Event]] = {}
    for event in view.events:
        meant = rule.trigger.matches(view, event)
        if not meant and not _can_be_news(rule, event):
            continue
        if _told_at_a_meeting(view, event):
            continue
        lead = view.side(event) in rule.more["lead"] and event.kind in {"concern", "disclosure"}
        said = event.entry in unsaid_rows
        if not lead and (said or _is_own_news(view, event)) and not view.after_death(view.happened_by(event)):
            rows.setdefault(event.entry, []).append(event)
    for events in rows.values():
        head = max(events, key=lambda e: (significance(view, e), e.main, view.span_of(e) is not None))
        unsaid = _said_not_shared(view, head, unsaid_by.get(head.agency))
        if not _is_significant(view, rule, head, stated=bool(unsaid)):
            continue
        gap = _judge(rule, view, knowledge, head, events, unsaid, messages)
        if gap:
            yield gap


def _told_at_a_meeting(view: CaseView, event: Event) -> bool:
    """Whether its row is the record of a meeting of agencies: those who met have heard it."""
    row = view.by_entry[event.entry]
    return any(e.main and e.kind in SHARED_AT and e.assertion in {"happened", "reported"} for e in row)


def _can_be_news(rule: Rule, event: Event) -> bool:
    """Whether an event of another kind (a contact, a school event) can hold what was not passed on."""
    return event.kind in rule.more["unsaid_kinds"] and event.assertion in rule.trigger.assertions


def _is_significant(view: CaseView, rule: Rule, head: Event, *, stated: bool) -> bool:
    """Whether it bears enough on a child's safety; less is asked where the record says that it was not passed on."""
    if stated and head.kind in settings()["stated_kinds"]:
        return True
    if stated:
        return max(significance(view, head), _of_row(view, head)) >= int(settings()["threshold_stated"])
    if head.kind in rule.trigger.kinds:
        return significance(view, head) >= int(settings()["threshold"])
    return head.main and _of_row(view, head) >= int(settings()["threshold_contact"])


def _of_row(view: CaseView, event: Event) -> int:
    """How far its whole row bears on a child's safety."""
    weights = sorted((topic_weights()[topic] for topic in view.entry_topics(event)), reverse=True)
    kind = settings()["kinds"].get(event.kind, 0)
    return int(kind + sum(weights[: settings()["topics"]["most"]]))


def _is_own_news(view: CaseView, event: Event) -> bool:
    """Whether the row's own agency is where the news began, and it was news when written."""
    if any(e.received_from for e in view.by_entry[event.entry]):
        return False
    span, written = view.span_of(event), view.written(event)
    if span is None:
        return event.assertion == "happened"
    if written is None or written.start is None or span.end is None:
        return True
    return (written.start - span.end).days <= int(settings()["window"]["told_past_days"])


@dataclass(frozen=True, slots=True)
class Unsaid:
    """The sentences of one agency that say that something was not passed on: by row, and in order of their days."""

    rows: Mapping[str, Sequence[Saying]]
    dated: Sequence[tuple[dt.date, Saying]]

    def near(self, entry: str, last: dt.date | None, window: int) -> Iterator[Saying]:
        """Those of a row, and those of the next days."""
        yield from self.rows.get(entry, ())
        if last is not None:
            for day, saying in self.dated[bisect_left(self.dated, last, key=lambda item: item[0]) :]:
                if (day - last).days > window:
                    return
                yield saying


def _unsaid(rule: Rule, view: CaseView) -> dict[str, Unsaid]:
    """By agency, the sentences that say that something was not passed on (to other agencies, not to the family)."""
    found: dict[str, list[Saying]] = {}
    unless = Phrasebook({"unless": rule.more["unsaid_unless"]})
    family = Phrasebook({"family": rule.more["untold"]})
    for saying in view.saying(Phrasebook({"unsaid": rule.more["unsaid"]})):
        of_family = family.find(saying.stems) and _only_family(view, saying)
        if not saying.ahead and not unless.find(saying.stems) and not of_family:
            found.setdefault(saying.event.agency, []).append(saying)
    return {agency: _indexed(view, sayings) for agency, sayings in found.items()}


def _only_family(view: CaseView, saying: Saying) -> bool:
    """Whether a sentence names members of the family and neither a worker nor another agency."""
    people = view.named_in(saying)
    return bool(people) and people <= view.family_roles()


def _indexed(view: CaseView, sayings: Sequence[Saying]) -> Unsaid:
    rows: dict[str, list[Saying]] = {}
    dated: list[tuple[dt.date, Saying]] = []
    for saying in sayings:
        rows.setdefault(saying.event.entry, []).append(saying)
        when = view.happened_by(saying.event)
        if when and when.end:
            dated.append((when.end, saying))
    return Unsaid(rows, sorted(dated, key=lambda item: item[0]))


def _said_not_shared(view: CaseView, event: Event, unsaid: Unsaid | None) -> list[Event]:
    """Those of the event's row, and of the agency's rows in the next days."""
    if unsaid is None:
        return []
    span = view.happened_by(event)
    window = int(settings()["window"]["silent_message_days"])
    own = [saying.head for saying in unsaid.near(event.entry, span.end if span else None, window)]
    return [e for e in own if e.id != event.id] or ([event] if own else [])


def _judge(
    rule: Rule,
    view: CaseView,
    knowledge: Knowledge,
    head: Event,
    events: list[Event],
    unsaid: list[Event],
    messages: Messages,
) -> Gap | None:
    when = view.happened_by(head)
    if not rule.in_force(when) or (when is None and not unsaid):
        return None
    own = view.side(head)
    judged = (frozenset(view.coverage) if unsaid else judged_sides(view, when)) - {own}
    if not judged & rule.responsible:
        return None
    asked = _named_as_untold(view, unsaid) & rule.responsible & judged
    asked = asked or ((rule.responsible if unsaid else everyone()) - {own})
    known = next((k for e in events if _alike(view, e, head) and (k := _known_by(knowledge, e, asked))), None)
    traces, near = _traces(view, head, when, asked, messages, stated=bool(unsaid)) if when and not known else ([], [])
    if known or traces:
        shown = [view.by_id[i] for i in known.evidence] if known else traces
        return _answered(rule, view, head, shown, when, judged)
    others = [e for e in events if e is not head and significance(view, e) > 0]
    return make_gap(
        rule,
        view,
        events=[head, *others, *unsaid],
        against=near,
        measured=DayRange(None, None),
        outcome="no_record",
        confidence=[_how_sure(view, head, stated=bool(unsaid)), *(["other_matters"] if near else [])],
        first=when,
        last=when,
        agencies=[head.agency, *sorted(judged & rule.responsible)],
        others=agency_words(sorted(judged)),
        quote=shortened(view.clause(head)),
    )


def _how_sure(view: CaseView, head: Event, *, stated: bool) -> str:
    """The reason for a gap: what the record says; else absence, which weighs little for what bears less on safety."""
    if stated:
        return "says_not_passed_on"
    weight = max(significance(view, head), _of_row(view, head))
    return "absence" if weight >= int(settings()["threshold_sure"]) else "weak_absence"


def _answered(
    rule: Rule, view: CaseView, head: Event, shown: Sequence[Event], when: When | None, judged: frozenset[str]
) -> Gap | None:
    """What looks unshared in its own file, where only another file shows that it was known; else nothing."""
    elsewhere = [e for e in shown if e.agency != head.agency and view.side(e) != view.side(head)]
    own_row = any(view.told(e) for e in view.by_entry[head.entry])
    if own_row or not elsewhere or head.kind not in rule.trigger.kinds:
        return None
    return make_gap(
        rule,
        view,
        events=[head],
        outcome="no_record",
        confidence=("answered_elsewhere",),
        first=when,
        last=when,
        agencies=[head.agency],
        answer=min(elsewhere, key=view.order),
        others=agency_words(sorted(judged)),
        quote=shortened(view.clause(head)),
    )


def _alike(view: CaseView, event: Event, head: Event) -> bool:
    return event is head or event.kind == head.kind or bool(view.topics(event) & view.topics(head))


@cache
def everyone() -> frozenset[str]:
    """Every side of the contract's list."""
    return frozenset(side_of(agency) for agency in AGENCIES)


def _named_as_untold(view: CaseView, unsaid: Sequence[Event]) -> frozenset[str]:
    """The sides of which a record says that they were not told; then only these are asked about."""
    return frozenset[str]().union(*(view.partners(e) for e in unsaid if e.assertion == "did_not_happen"))


def _known_by(knowledge: Knowledge, event: Event, asked: frozenset[str]) -> Known | None:
    """How one of the sides asked about is shown to know of it, or to have been sent word."""
    knowers = knowledge.knowers(event)
    return next((knowers[side] for side in sorted(knowers.keys() & asked)), None)


def _traces(
    view: CaseView, head: Event, when: When, asked: frozenset[str], messages: Messages, *, stated: bool
) -> tuple[list[Event], list[Event]]:
    """Records that show it was passed on, and messages near it that do not say so."""
    told_in_row = [
        e for e in view.by_entry[head.entry] if view.told(e) & asked and e.assertion in {"happened", "reported"}
    ]
    if any(_tells_it(view, e, head) for e in told_in_row):
        return told_in_row, []
    traces: list[Event] = []
    near: list[Event] = []
    own = view.side(head)
    for event, days in _after(view, messages.get(own, ()), when):
        if event.entry == head.entry:
            continue
        outward = view.side(event) == own and view.told(event) & asked
        inward = view.side(event) in asked and own in _spoke_with(view, event)
        if not (outward or inward):
            continue
        (traces if _answers(view, head, event, days, stated=stated) else near).append(event)
    return traces, near[:5]


def _tells_it(view: CaseView, event: Event, head: Event) -> bool:
    """Whether a telling of the same row is of the incident: in its sentence, on its matter, or without another one."""
    if event.id == head.id or view.clause(event) == view.clause(head) or _matter(view, head) & view.topics(event):
        return True
    return len(view.content(event)) <= int(settings()["window"]["plain_words"]) or event.kind in CARRIES_CONCERN


def _spoke_with(view: CaseView, event: Event) -> frozenset[str]:
    """The sides that another agency's record shows to have spoken with it."""
    return view.senders(event) | (frozenset() if event.kind == "referral" else view.told(event))


def _matter(view: CaseView, head: Event) -> frozenset[str]:
    return frozenset(topic for topic in view.topics(head) if topic_weights()[topic] > 0)


def _messages(view: CaseView) -> Messages:
    """For each side, the messages and meetings in which it told others or others spoke with it, in time order."""
    found: Messages = {}
    for kind in sorted(MESSAGES | CARRIES_CONCERN | MEETINGS):
        for event in view.by_kind.get(kind, ()):
            if event.assertion in {"happened", "reported"} and view.span_of(event):
                sides = _spoke_with(view, event) | (frozenset({view.side(event)}) if view.told(event) else frozenset())
                for side in sides:
                    found.setdefault(side, []).append(event)
    return {side: sorted(events, key=view.order) for side, events in found.items()}


def _after(view: CaseView, messages: Sequence[Event], when: When) -> Iterator[tuple[Event, int]]:
    """Messages and meetings of the days after, with how many days after at the least."""
    last = when.end or when.start
    if last is None:
        return
    window = int(settings()["window"]["late_answer_days"])
    for event in messages[bisect_left(messages, when.start or last, key=lambda e: view.order(e)[0]) :]:
        span = view.span_of(event)
        if span is None or span.start is None or (span.start - last).days > window:
            break
        yield event, (span.start - last).days


def _answers(view: CaseView, head: Event, event: Event, days: int, *, stated: bool) -> bool:
    """Whether a message shows that the matter was passed on."""
    matter, words = _matter(view, head), view.content(head)
    said = frozenset(topic for topic in view.topics(event) | view.entry_topics(event))
    near = days <= int(settings()["window"]["answer_days"])
    if near and any(e.kind == head.kind and e.main for e in view.by_entry[event.entry]):
        return True
    if matter & said and near:
        return True
    if not near:
        return bool(matter & said) and len(view.content(event) & words) >= 2
    if event.kind in CARRIES_CONCERN:
        return not stated and days <= 14
    own = event.main or any(e.main and e.kind in MESSAGES for e in view.by_entry[event.entry])
    silent = own and not said and len(view.content(event)) <= 4  # else it is on the matter of its own row
    return silent and not stated and days <= int(settings()["window"]["silent_message_days"])
