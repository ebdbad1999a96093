"""Stated rules: a record itself says that something did not take place, or stayed open.

    sentences with a phrase of the rule  ->  does any later record, in any file, answer it?
        ->  no: a gap, with the sentence; yes: an answered one, with the answer

The strongest evidence that a chronology has. The phrase must not be about a plan ("will be"), nor be
taken back in the same sentence (`unless`) or row (`unless_in_row`), and what it speaks of may have to be
named in its row (`needs_in_row`). An answer is a record of the kinds that the rule expects, on or after that
day within the limit, and about the same thing. `person` counts what is said of one member of the family.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from model.case import Event, Gap
from model.gaps import wording
from model.gaps.answers import answer_elsewhere, is_answered, parties, request_of
from model.gaps.books import book_of
from model.gaps.draft import make_gap, shortened, value_words
from model.gaps.measuring import Measured, measured_of
from model.gaps.presence import presence_phrases, was_there
from model.gaps.rules import Rule
from model.knowledge import Knowledge
from model.names import ROLES
from model.view import TELLING, CaseView, Saying
from model.when import DayRange, When, days_between, in_words
from model.words import Phrasebook, content, stems


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of one stated rule: one for each row that says so."""
    done: set[str] = set()
    twice: set[tuple[str, When | None, str]] = set()  # a row that its file holds twice says it once
    needed = Phrasebook({"needed": rule.more.get("needs_in_row", ())})
    taken_back = Phrasebook({"unless": rule.more.get("unless_in_row", ())})
    for saying in sayings(rule, view):
        when = view.happened_by(saying.head if rule.more.get("of_its_day") else saying.event)
        row = saying.event.entry
        if row in done or not rule.in_force(when) or view.after_death(when) or not _is_meant(rule, view, saying):
            continue
        if rule.more.get("needs_in_row") and not needed.find(stems(view.entries[row].text)):
            continue
        if taken_back.find(stems(view.entries[row].text)) or _is_told_of_another(rule, view, saying, when):
            continue
        answer = _replied(rule, view, saying) or (_answer(rule, view, saying, when) if when else None)
        if answer is not None and answer.entry == row:
            continue
        done.add(row)
        said = (view.entries[row].source, view.written(saying.event), saying.text)
        if said not in twice:
            yield _gap(rule, view, saying, when, answer)
        twice.add(said)


def _is_told_of_another(rule: Rule, view: CaseView, saying: Saying, when: When | None) -> bool:
    """Whether the row is word of a closure that the other service records itself in those days."""
    days = int(rule.more.get("own_news_days", 0))
    if not days or when is None or when.end is None:
        return False
    row = view.by_entry[saying.event.entry]
    others = frozenset(s for e in row for s in view.partners(e) | view.senders(e)) - {view.side(saying.event)}
    closings = view.from_day("case_closed", when.end - dt.timedelta(days=days)) if others else ()
    for event in closings:
        span = view.span_of(event)
        if span is None or span.start is None or (span.start - when.end).days > days:
            break
        if view.side(event) in others:
            return True
    return False


def _replied(rule: Rule, view: CaseView, saying: Saying) -> Event | None:
    """The reply in the other agency's file, where a record says that there was none to a request of its row."""
    if "reply" not in rule.more or not book_of(rule, reply="reply").find(saying.stems):
        return None
    request = request_of(view, saying)
    if request is None:
        return None
    asked, of = parties(view, request)
    if not of or not is_answered(view, request, asked, of):
        return None
    return answer_elsewhere(view, request, asked, of)


def sayings(rule: Rule, view: CaseView) -> Iterator[Saying]:
    """The sentences that hold a phrase of the rule and do not take it back.

    A phrase may reach over the sentences of its row where the rule says so (`within_row`).
    """
    unless = Phrasebook({"unless": rule.more.get("unless", ())})
    for saying in view.saying(Phrasebook({"said": [*rule.more["said"], *rule.more.get("strong", ())]})):
        of_family = rule.more.get("not_of_family") and view.named_in(saying) and not _names_others(view, saying)
        ahead = saying.ahead and not rule.more.get("ahead")
        if not ahead and not unless.find(saying.stems) and not of_family:
            yield saying


def _names_others(view: CaseView, saying: Saying) -> bool:
    """Whether a sentence names anyone beside the family."""
    return not view.named_in(saying) <= view.family_roles()


def person(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """For each service and member of the family, what its records say of not having seen or spoken to them.

    Said once it counts only with one of the `strong` phrases; a later meeting with the person answers it.
    """
    strong = Phrasebook({"strong": rule.more["strong"]})
    found: dict[tuple[str, str], list[Saying]] = defaultdict(list)
    for saying in sayings(rule, view):
        for role in sorted((view.people_in(saying) or _goes_on_about(rule, view, saying)) & set(rule.more["about"])):
            if not view.after_death(view.happened_by(saying.event)):
                found[view.side(saying.event), role].append(saying)
    for (side, role), said in found.items():
        firm = any(strong.find(s.stems) for s in said) or any(_settled_unseen(rule, view, s) for s in said)
        when = view.happened_by(said[0].event)
        if (len(said) < rule.more["alone_times"] and not firm) or not rule.in_force(when):
            continue
        met = _met_later(view, side, role, said[-1])
        yield make_gap(
            rule,
            view,
            events=[e for s in said for e in (s.head, s.event)],
            measured=DayRange(len(said), len(said)),
            outcome="no_record",
            confidence=("answered_elsewhere",) if met else ("record_says",),
            first=when,
            last=view.happened_by(said[-1].event),
            agencies=[said[0].event.agency],
            answer=met,
            who=ROLES[role].lower(),
            times=len(said),
            quote=shortened(said[0].text),
        )


def _goes_on_about(rule: Rule, view: CaseView, saying: Saying) -> frozenset[str]:
    """Whom a sentence that names nobody goes on about ("his views were not sought"): who was named last in its row."""
    who = rule.more["goes_on"]
    meant = Phrasebook({name: word["words"] for name, word in who.items()}).find(saying.stems)
    if len(meant) != 1:
        return frozenset()
    never = who[next(iter(meant))]["never"]
    row = view.by_entry[saying.event.entry]
    before = [m for e in row for m in e.mentions if m.span and m.span[1] <= saying.start and m.role not in never]
    last = max(before, key=lambda m: m.span or (0, 0), default=None)
    return frozenset({last.role} if last else ())


def _settled_unseen(rule: Rule, view: CaseView, saying: Saying) -> bool:
    """Whether the row settles something about the child in the same breath ("closed", "accepted as suitable")."""
    book = book_of(rule, settled="settled_in_row", unless="settled_unless")
    return book.find(stems(view.entries[saying.event.entry].text)) == {"settled"}


def planned(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """A contact with a member of the family that was planned, and that later records say has not been made."""
    contacts = [e for e in rule.trigger.find(view) if view.decided(e)]
    said: dict[tuple[str, str], list[Saying]] = defaultdict(list)
    for saying in sayings(rule, view):
        for role in sorted(view.people_in(saying) & set(rule.more["about"])):
            said[view.side(saying.event), role].append(saying)
    done: set[tuple[str, str]] = set()
    for event in contacts:
        decided = view.decided(event)
        for role in sorted(view.named(event) & set(rule.more["about"])):
            key = (view.side(event), role)
            later = [s for s in said.get(key, ()) if _after(view, s, event, int(rule.more["window_days"]))]
            if key in done or not later or view.after_death(decided) or not rule.in_force(decided):
                continue
            met = _met_between(view, key[0], role, event, later[-1])
            if met is not None:
                continue
            done.add(key)
            yield make_gap(
                rule,
                view,
                events=[event, *(e for s in later for e in (s.head, s.event))],
                measured=_between(decided, view.written(later[-1].event)),
                outcome="no_record",
                confidence=("says_not_done",),
                first=decided,
                last=view.happened_by(later[-1].event),
                agencies=[event.agency],
                who=ROLES[role].lower(),
                step=f"“{shortened(view.clause(event))}”",
                quote=shortened(later[-1].text),
            )


def _after(view: CaseView, saying: Saying, event: Event, days: int) -> bool:
    decided, told = view.decided(event), view.written(saying.event)
    if decided is None or told is None or decided.end is None or told.end is None:
        return False
    return 0 < (told.end - decided.end).days <= days


def _between(first: When | None, last: When | None) -> DayRange:
    known = first is not None and last is not None and first.bounded and last.bounded
    return days_between(first, last) if known and first and last else DayRange(None, None)


def _met_between(view: CaseView, side: str, role: str, event: Event, last: Saying) -> Event | None:
    """A contact of the service with the person after the plan and up to what was said last."""
    book = presence_phrases()
    decided = view.decided(event)
    for kind in ("home_visit", "appointment", "phone_contact"):
        for other in view.by_kind.get(kind, ()):
            span = view.span_of(other)
            inside = span and decided and decided.end and span.start and span.start > decided.end
            ours = inside and view.order(other) <= view.order(last.event) and side in view.taking_part(other)
            meant = ours and other.assertion == "happened" and role in view.roles(other)
            if meant and other.entry != event.entry and (kind == "phone_contact" or was_there(view, other, role, book)):
                return other
    return None


def _met_later(view: CaseView, side: str, role: str, last: Saying) -> Event | None:
    """The first contact of the service after what was said last at which the person is shown to have been there."""
    book = presence_phrases()
    for kind in ("home_visit", "appointment"):
        for event in view.by_kind.get(kind, ()):
            later = view.order(event) > view.order(last.event) and event.entry != last.event.entry
            ours = later and side in view.taking_part(event) and event.assertion == "happened"
            if ours and role in view.row_roles(event) and was_there(view, event, role, book):
                return event
    return None


def _is_meant(rule: Rule, view: CaseView, saying: Saying) -> bool:
    """Whether the sentence, or its row where the rule says so, holds an event that the rule speaks of."""
    if not rule.trigger.kinds:
        named = rule.trigger.by
        return not named or bool(named & ({view.side(saying.event)} | view.partners(saying.event)))
    events = view.by_entry[saying.event.entry] if rule.more.get("in_row") else (saying.event, *saying.inside)
    return any(rule.trigger.matches(view, event) for event in events)


def _gap(rule: Rule, view: CaseView, saying: Saying, when: When | None, answer: Event | None) -> Gap:
    row = [e for e in view.by_entry[saying.event.entry] if e.main]
    same = [e for e in view.same(saying.event) if e.id != saying.event.id]
    sent = _sendings(view, saying, when, int(rule.more["pair_sent"])) if "pair_sent" in rule.more else []
    told = view.written(saying.event) or when
    table = rule.more.get("measure")
    open_ = measured_of(table, view, saying, told, sent) if told and table else Measured()
    return make_gap(
        rule,
        view,
        events=[saying.head, *saying.inside, *row, *same, *sent, *open_.events],
        measured=open_.days,
        outcome="no_record",
        confidence=("answered_elsewhere",) if answer else ("record_says",),
        first=open_.first or when,
        last=open_.last or when,
        lasted=_lasted(open_),
        answer=answer,
        agencies=[saying.event.agency, *sorted(frozenset(s for e in saying.inside for s in view.partners(e)))],
        quote=shortened(saying.text),
    )


def _lasted(open_: Measured) -> str:
    """How long it was open, in a sentence of its own; nothing where that is not known."""
    if open_.days.fewest is None:
        return ""
    first, last, value = in_words(open_.first), in_words(open_.last), value_words(open_.days, "days")
    return " " + wording.said("open_for", first=first, last=last, value=value)


def _answer(rule: Rule, view: CaseView, saying: Saying, when: When) -> Event | None:
    """The first record that answers it: of the kinds expected, in time, and about the same thing."""
    if rule.expects is None or rule.limit is None:
        return None
    first = when.start or when.end
    assert first is not None
    alike = rule.more.get("alike", "words")
    rows = {saying.event.entry}
    found: list[Event] = []
    for kind in rule.expects.kinds:
        for event in view.from_day(kind, first):
            span = view.span_of(event)
            if span is None or span.start is None or (span.start - first).days > rule.limit or view.after_death(span):
                break  # what began with the child's death answers nothing that was open before it
            later = event.entry not in rows or event.span[0] > saying.start
            same = event.id in {e.id for e in saying.inside} or event.id == saying.event.id
            meant = later and not same and event.assertion in TELLING and rule.expects.matches(view, event)
            if meant and _alike(view, saying, event, alike):
                found.append(event)
                break
    return min(found, key=view.order, default=None)


def _sendings(view: CaseView, saying: Saying, when: When | None, days: int) -> Sequence[Event]:
    """Records of having sent to the one that says nothing came: of the very day that the sentence names, in any file
    (it may tell what another agency says of one's own sending), else other agencies' of the days round its row."""
    side = view.side(saying.event)
    named_days = [span for e in saying.inside if (span := view.span_of(e)) and _is_past_day(view, saying, span)]
    that_day = _sent_on(view, saying, named_days)
    if that_day:
        return that_day
    dates = [span for e in saying.inside if (span := view.span_of(e))] or ([when] if when else [])
    named = frozenset(s for e in saying.inside for s in view.partners(e)) - {side}
    starts = [day.start for day in dates if day.start]
    if not starts:
        return []
    first = dt.date.fromordinal(max(1, min(starts).toordinal() - days))
    found: list[tuple[int, Event]] = []
    for kind in ("referral", "information_shared", "consultation", "missing_episode"):
        for event in view.from_day(kind, first):
            span = view.span_of(event)
            if span is None or span.start is None or (span.start - max(starts)).days > days:
                break
            if view.side(event) == side:
                continue
            common = len(view.content(event) & content(saying.stems))
            sent = side in view.told(event) or (view.side(event) in named and kind == "referral") or common >= 2
            apart = [abs((start - span.start).days) for start in starts]
            if sent and min(apart) <= days:
                found.append((min(apart), event))
    return [event for _, event in sorted(found, key=lambda item: (item[0], item[1].id))[:2]]


SENDING = ("referral", "information_shared", "consultation", "phone_contact")


def _is_past_day(view: CaseView, saying: Saying, span: When) -> bool:
    row = view.written(saying.event)
    return bool(span.is_day and span.start and row and row.start and span.start < row.start)


def _sent_on(view: CaseView, saying: Saying, days: Sequence[When]) -> list[Event]:
    """Records of sending made on one of the days, in another row; those with a word in common first."""
    words = content(saying.stems)
    found = []
    for day in days:
        assert day.start is not None
        for kind in SENDING:
            for event in view.from_day(kind, day.start):
                span = view.span_of(event)
                if span is None or span.start is None or span.start > day.start:
                    break
                if event.entry != saying.event.entry and event.assertion in TELLING:
                    found.append(event)
    found.sort(key=lambda e: (-len(view.content(e) & words), e.kind != "referral", e.id))
    return found[:1]


def _alike(view: CaseView, saying: Saying, event: Event, how: str) -> bool:
    own = view.side(event) == view.side(saying.event)
    if how == "own side":
        return own
    if how == "kind":
        return True
    if how == "side":
        return own or view.side(event) in view.partners(saying.event)
    common = view.content(event) & content(saying.stems)
    topics = view.topics(event) & view.topics(saying.head)
    return len(common) >= 2 or bool(topics)
