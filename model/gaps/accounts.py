"""Agreement rules: what the records say of one fact agrees, or the difference is shown.

    events  ->  claims (person, fact, value) by the phrases of `rules/claims.toml`  ->  opposite values near in time
    "no concerns" from an agency            ->  what that agency recorded itself in those days
    "not visited by B" told to another      ->  B's own visits before that day
    "when is the first meeting?"            ->  another file's record that it was held before that day

A change over time is not a difference: only claims within the window of the fact are set side by side.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from model.case import Event, Gap
from model.data import load_toml
from model.gaps.draft import agency_words, make_gap, quote_of, shortened
from model.gaps.rules import Rule
from model.gaps.wording import said
from model.knowledge import Knowledge
from model.names import ROLES
from model.significance import settings as significance_settings
from model.significance import significance
from model.view import TELLING, CaseView, Saying, agency_of_role, side_of
from model.when import DayRange, When, days_between, in_words
from model.words import Phrasebook, stems

MOST_COMPARED = 40  # claims of one person and fact on either side: more would only repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact of which records may tell opposite things.

    `about` are the people it can be of; where it is empty the fact is of nobody, or of the part of the body that
    `keys` finds. `differ` says that any two values are opposite. `one_row` lets two accounts of one row stand
    against each other, `agreed_ahead` reads sentences about what was planned too. `number` takes the value from a
    number beside a word, `named_by` from a name or initials that stand there; of several values in one sentence the
    first of `rather` says most.
    """

    id: str
    label: str
    values: Phrasebook
    opposite: frozenset[frozenset[str]]
    about: tuple[str, ...]
    window_days: int
    differ: bool = False
    one_row: bool = False
    agreed_ahead: bool = False
    keys: Phrasebook | None = None
    number: re.Pattern[str] | None = None
    apart: int = 1
    named_by: tuple[re.Pattern[str], ...] = ()
    not_named: frozenset[str] = frozenset()
    rather: tuple[str, ...] = ()
    of_all: Phrasebook | None = None
    one_matter: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """That an event says a fact has a value, of a person or thing."""

    event: Event
    fact: str
    of: str
    value: str
    text: str


@cache
def facts() -> tuple[Fact, ...]:
    return tuple(
        Fact(
            id=item["id"],
            label=item["label"],
            values=Phrasebook(item.get("values", {})),
            opposite=frozenset(frozenset(pair) for pair in item.get("opposite", ())),
            about=tuple(item["about"]),
            window_days=item["window_days"],
            differ=item.get("differ", False),
            one_row=item.get("one_row", False),
            agreed_ahead=item.get("agreed_ahead", False),
            keys=Phrasebook(item["keys"]) if "keys" in item else None,
            number=_number_beside(item["number_beside"]) if "number_beside" in item else None,
            apart=item.get("apart", 1),
            named_by=tuple(re.compile(pattern) for pattern in item.get("named_by", ())),
            not_named=frozenset(item.get("not_named", ())),
            rather=tuple(item.get("rather", ())),
            one_matter=item.get("one_matter", False),
            of_all=Phrasebook(item["of_all"]) if "of_all" in item else None,
        )
        for item in load_toml("model.rules", "claims.toml")["fact"]
    )


def _number_beside(words: Sequence[str]) -> re.Pattern[str]:
    """A number of two digits that stands at most four words after one of the words, and is no date, time or amount."""
    named = "|".join(map(re.escape, words))
    return re.compile(
        rf"\b(?:{named})\b(?:\W+[A-Za-z']+){{0,4}}?\W+(\d\d)(?:\s*(?:or|to|-)\s*(\d\d))?\b(?!\s*(?:[:/.%]\d|hrs|am|pm|mg|th|st|rd|nd))",
        re.IGNORECASE,
    )


def find(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """The gaps of the agreement rule: one for each fact, person and stretch of differing records."""
    for fact in facts():
        by_person: dict[str, list[Claim]] = defaultdict(list)
        claims = _numbers(view, fact) if fact.number else _names(view, fact) if fact.named_by else _claims(view, fact)
        for claim in claims:
            by_person[claim.of].append(claim)
        for told in by_person.values():
            for cluster in _clusters(view, fact, told):
                texts = {claim.event.id: claim.text for claim in cluster}
                whose = cluster[0].of if cluster[0].of in ROLES else ""
                events = [claim.event for claim in cluster]
                yield difference(rule, view, fact.label, events, "records_differ", texts, whose)
    yield from _presence(rule, view)
    yield from _reassurance(rule, view)
    yield from _visit_denied(rule, view)
    yield from _meeting_denied(rule, view)


def _claims(view: CaseView, fact: Fact) -> Iterator[Claim]:
    """What each sentence says of the fact, of the first person it names whom the fact can be about."""
    for saying in view.saying(fact.values):
        values = fact.values.find(saying.stems)
        more = next((value for value in fact.rather if value in values), None)
        of_all = fact.of_all.find(saying.stems) if fact.of_all else frozenset()
        values = of_all or (frozenset({more}) if more else values)
        if len(values) != 1 or (saying.ahead and not fact.agreed_ahead) or _known_by(view, saying) is None:
            continue
        for of in _subjects(view, fact, saying):
            yield Claim(saying.head, fact.id, of, next(iter(values)), shortened(saying.text))


def _known_by(view: CaseView, saying: Saying) -> When | None:
    return view.happened_by(saying.head) or view.written(saying.event) or view.row_before(saying.event)


def _numbers(view: CaseView, fact: Fact) -> Iterator[Claim]:
    """The numbers beside the words of the fact, a claim for each sentence."""
    assert fact.number is not None
    for event in view.events:
        if not event.main:
            continue
        text = view.entries[event.entry].text
        for found in fact.number.finditer(text):
            inside = [e for e in view.by_entry[event.entry] if e.span[0] <= found.start() < e.span[1]]
            quote = text[found.start() : found.end()]
            yield Claim(inside[0] if inside else event, fact.id, fact.id, found[1], shortened(quote))


def _names(view: CaseView, fact: Fact) -> Iterator[Claim]:
    """The names or initials that records give for the fact, a claim for each place."""
    for entry in view.case.entries:
        events = view.by_entry.get(entry.id, [])
        main = next((e for e in events if e.main), None)
        for found in (match for pattern in fact.named_by for match in pattern.finditer(entry.text)):
            inside = [e for e in events if e.span[0] <= found.start() < e.span[1]]
            if main is not None and found["name"] not in fact.not_named:
                value = found["name"].lower()
                yield Claim(inside[0] if inside else main, fact.id, fact.id, value, shortened(found[0]))


def _subjects(view: CaseView, fact: Fact, saying: Saying) -> list[str]:
    """Of whom or what the sentence speaks: a person it names, a part of the body that its row names, or nothing."""
    if fact.keys is not None:
        return sorted(fact.keys.find(stems(view.entries[saying.event.entry].text)))
    if not fact.about:
        return [fact.id]
    person = _person(view, fact, saying)
    if person is None and fact.of_all is not None and fact.of_all.find(saying.stems):
        return list(fact.about)
    return [fact.id if fact.one_matter else person] if person else []


def _person(view: CaseView, fact: Fact, saying: Saying) -> str | None:
    """Of whom the sentence speaks: somebody it names, the patient of the service, the one such person of the row."""
    named = view.people_in(saying) or _unnamed(saying)
    person = next((role for role in fact.about if role in named), None)
    if person is None:
        row = [role for role in fact.about if role in view.row_roles(saying.event)]
        person = row[0] if len(row) == 1 else _last_named(view, fact, saying)
    return person


def _last_named(view: CaseView, fact: Fact, saying: Saying) -> str | None:
    """Whom a sentence without a subject goes on about: the nearest person named before it in its row."""
    row = view.by_entry[saying.event.entry]
    before = [m for e in row for m in e.mentions if m.span and m.span[1] <= saying.start and m.role in fact.about]
    return max(before, key=lambda m: m.span or (0, 0)).role if before else None


def _unnamed(saying: Saying) -> frozenset[str]:
    """Of whom a service's record speaks where it names nobody: its patient."""
    patients: dict[str, str] = load_toml("model.rules", "people.toml")["patient_of"]
    patient = patients.get(saying.event.agency)
    return frozenset({patient} if patient else ())


def _clusters(view: CaseView, fact: Fact, claims: list[Claim]) -> Iterator[list[Claim]]:
    """Claims that stand against an opposite one of the window, joined into stretches."""
    claims.sort(key=lambda c: (_day(view, c.event), view.order(c.event)))
    cluster: dict[str, Claim] = {}
    last: dt.date | None = None
    for at, claim in enumerate(claims):
        against = [c for c in _in_window(view, fact, claims, at) if _opposite(view, fact, claim, c)]
        if not against:
            continue
        day = _day(view, claim.event)
        if cluster and last and (day - last).days > fact.window_days:
            yield list(cluster.values())
            cluster = {}
        cluster |= {c.event.id: c for c in (claim, *against)}
        last = day
    if cluster:
        yield list(cluster.values())


def _in_window(view: CaseView, fact: Fact, claims: Sequence[Claim], at: int) -> Iterator[Claim]:
    """The claims before and after one, in time order, that lie within the window; nearest first, and not too many."""
    day = _day(view, claims[at].event)
    for step in (-1, 1):
        n, seen = at + step, 0
        while 0 <= n < len(claims) and seen < MOST_COMPARED:
            if abs((_day(view, claims[n].event) - day).days) > 2 * fact.window_days:
                break
            yield claims[n]
            n, seen = n + step, seen + 1


def _opposite(view: CaseView, fact: Fact, one: Claim, two: Claim) -> bool:
    if fact.number is not None:
        if abs(int(one.value) - int(two.value)) < fact.apart:
            return False
    elif one.value == two.value or not (fact.differ or frozenset({one.value, two.value}) in fact.opposite):
        return False
    same_row = one.event.entry == two.event.entry
    if same_row and not (fact.one_row and one.text != two.text):
        return False
    if not same_row and fact.about and view.group(one.event) & view.group(two.event):
        return False
    return abs((_day(view, one.event) - _day(view, two.event)).days) <= fact.window_days


def _day(view: CaseView, event: Event) -> dt.date:
    when = view.written(event) or view.happened_by(event) or view.row_before(event)
    return (when.end or when.start or dt.date.max) if when else dt.date.max


def difference(
    rule: Rule,
    view: CaseView,
    label: str,
    events: Sequence[Event],
    reason: str,
    texts: Mapping[str, str] = MappingProxyType({}),
    whose: str = "",
) -> Gap:
    """The gap of records that differ on `label`; `texts` holds the words to show by event, `reason` how sure it is."""
    ordered = sorted(events, key=view.order)
    agencies = list(dict.fromkeys(event.agency for event in ordered))
    says = "; ".join(
        said("difference", agency=agency_words([e.agency]), quote=texts.get(e.id) or quote_of(e)) for e in ordered[:4]
    )
    return make_gap(
        rule,
        view,
        events=ordered,
        outcome="no_record",
        confidence=(reason, "change_over_time"),
        first=view.happened_by(ordered[0]),
        last=view.happened_by(ordered[-1]),
        agencies=agencies,
        fact=label,
        whose=f" ({ROLES[whose].lower()})" if whose else "",
        says=says,
    )


def _presence(rule: Rule, view: CaseView) -> Iterator[Gap]:
    """A person seen at home by one service on a day on which another was told they had not been there."""
    data = load_toml("model.rules", "claims.toml")["presence"]
    visits = [e for e in view.by_kind.get("home_visit", ()) if e.assertion == "happened" and e.main]
    for saying in view.saying(Phrasebook({"away": data["away"]})):
        day = view.written(saying.event)
        people = view.people_in(saying) & set(data["about"])
        if day is None or not day.is_day or not people:
            continue
        for visit in visits:
            there = view.span_of(visit)
            same_day = there is not None and there.is_day and there.start == day.start
            absent = any(e.assertion == "did_not_happen" for e in view.by_entry[visit.entry] if people & _said_of(e))
            if same_day and people & view.roles(visit) and visit.entry != saying.event.entry and not absent:
                texts = {saying.head.id: shortened(saying.text)}
                yield difference(rule, view, data["label"], [visit, saying.head], "same_day", texts)


def _said_of(event: Event) -> frozenset[str]:
    """The roles that an event's own words name: "Father not present", and not "advice not given" beside him."""
    return frozenset(m.role for m in event.mentions if m.span and event.span[0] <= m.span[0] < event.span[1])


def _reassurance(rule: Rule, view: CaseView) -> Iterator[Gap]:
    """ "No concerns" received from an agency that recorded something significant itself within two days."""
    data = load_toml("model.rules", "claims.toml")["reassurance"]
    least = significance_settings()["threshold"]
    for event in view.by_kind.get("concern", []):
        when = view.span_of(event) or view.written(event)
        senders = frozenset(s for e in view.by_entry[event.entry] for s in view.senders(e))
        if event.assertion != "did_not_happen" or not senders or when is None or when.start is None:
            continue
        for kind in ("domestic_abuse_incident", "incident", "concern", "disclosure"):
            for other in view.from_day(kind, when.start - dt.timedelta(days=data["days"])):
                span = view.span_of(other)
                if span is None or span.start is None or span.start > when.start:
                    break
                told = other.assertion in TELLING and view.side(other) in senders
                if told and significance(view, other) >= least:
                    yield difference(rule, view, data["label"], [other, event], "same_days")
                    return


def _visit_denied(rule: Rule, view: CaseView) -> Iterator[Gap]:
    """A visit said not yet to have been made, which the service concerned records before that day."""
    data = load_toml("model.rules", "claims.toml")["visit_denied"]
    birth = view.key_dates.get("birth")
    for saying in view.saying(Phrasebook({"denied": data["cues"]})):
        told_on = view.written(saying.event)
        roles = view.people_in(saying)
        sides = {side_of(a) for role in roles if (a := agency_of_role(role))} - {view.side(saying.event)}
        if not sides or told_on is None or told_on.start is None or saying.ahead:
            continue
        first = told_on.start - dt.timedelta(days=data["days"])
        if birth and birth.start and birth.start <= told_on.start:
            first = max(first, birth.start)
        for other in view.from_day("home_visit", first):
            span = view.span_of(other)
            if span is None or span.end is None or span.end >= told_on.start:
                break
            if other.assertion == "happened" and view.side(other) in sides and other.main:
                texts = {saying.head.id: shortened(saying.text)}
                reason = "own_visit"
                yield difference(rule, view, data["label"], [other, saying.head], reason, texts)
                break


def _meeting_denied(rule: Rule, view: CaseView) -> Iterator[Gap]:
    """A first meeting that a row speaks of as still ahead, which another file records as held before that day.

    "Asks when the first core group is" beside another service's own record of it. Only where the sentences speak of
    the first, or say that none was held: of a series one can always be ahead.
    """
    data = load_toml("model.rules", "claims.toml")["meeting_denied"]
    sorts, first = Phrasebook(data["sorts"]), Phrasebook({"first": data["first"]})
    done: set[str] = set()
    for saying in view.saying(Phrasebook({"denied": data["cues"]})):
        told_on, row = view.written(saying.event), saying.event.entry
        if told_on is None or told_on.start is None or row in done or not first.find(saying.stems):
            continue
        for kind in sorted(sorts.find(saying.stems)):
            for other in view.from_day(kind, told_on.start - dt.timedelta(days=data["days"])):
                span = view.span_of(other)
                if span is None or span.end is None or span.end >= told_on.start:
                    break
                own = view.entries[other.entry].source != view.entries[row].source
                if own and other.main and other.assertion == "happened":
                    done.add(row)
                    texts = {saying.head.id: shortened(saying.text)}
                    yield difference(rule, view, data["label"], [other, saying.head], "records_differ", texts)
                    break


def dates_differ(rule: Rule, view: CaseView, knowledge: Knowledge) -> Iterator[Gap]:
    """Records held to tell of one event whose dates cannot be the same."""
    done: set[frozenset[str]] = set()
    for event in rule.trigger.find(view):
        group = view.group(event)
        if len(group) < 2 or group in done or view.span_of(event) is None:
            continue
        done.add(group)
        dated = [e for e in view.same(event) if e.kind in rule.trigger.kinds and e.main and view.span_of(e)]
        first, last = (dated[0], dated[-1]) if len(dated) > 1 else (event, event)
        days = differing_days(view, first, last)
        if days is not None:
            yield make_gap(
                rule,
                view,
                events=[first, last],
                measured=DayRange(days, days),
                outcome="no_record",
                confidence=("one_event",),
                second_on=in_words(view.span_of(last)),
                second_agency=agency_words([last.agency]),
            )


def differing_days(view: CaseView, first: Event, second: Event) -> int | None:
    """How many days two records in time order lie apart at the least, None where they can agree."""
    one, two = view.span_of(first), view.span_of(second)
    if one is None or two is None or one.overlaps(two):
        return None
    return days_between(one, two).fewest
