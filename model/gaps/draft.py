"""What every rule type shares: building a gap, measuring between two intervals, words for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Literal

from model.calendar import ENGLAND
from model.case import Event, Gap
from model.gaps import wording
from model.gaps.rules import Rule
from model.names import AGENCIES, KINDS
from model.view import CaseView, side_of
from model.when import DayRange, When, days_between, in_words

Outcome = Literal["exceeded", "depends", "no_record", "met"]
QUOTE_CHARS = 120


def measure(earlier: When, later: When, unit: str | None) -> DayRange:
    """From one interval to another in the unit of a rule ("working_days", "days", "hours")."""
    if unit == "working_days":
        return ENGLAND.working_days_between(earlier, later)
    if unit == "hours":
        return _hours_between(earlier, later)
    return days_between(earlier, later)


def outcome_of(measured: DayRange, limit: int) -> Outcome:
    """Met or exceeded in every reading of the dates, or it depends on the date."""
    if measured.fewest is not None and measured.fewest > limit:
        return "exceeded"
    if measured.most is not None and measured.most <= limit:
        return "met"
    return "depends"


def make_gap(
    rule: Rule,
    view: CaseView,
    *,
    events: Sequence[Event],
    outcome: Literal["exceeded", "depends", "no_record"],
    confidence: Sequence[str],
    against: Iterable[Event] = (),
    measured: DayRange | None = None,
    first: When | None = None,
    last: When | dt.date | None = None,
    agencies: Iterable[str] = (),
    answer: Event | None = None,
    **words: object,
) -> Gap:
    """A gap with its texts filled in. `events` speak for it, the first is what set it off.

    `confidence` names reasons of `rules/wording.toml`. With an `answer` the gap is one that a record answers.
    """
    cited = _once(events)
    answers = [e for e in _once([*([answer] if answer else []), *against]) if e not in cited]
    start = first or next((view.happened_by(e) for e in cited if view.happened_by(e)), None)
    measured = measured or DayRange(None, None)
    certainty, sure = wording.confidence(confidence)
    owners = tuple(dict.fromkeys(agencies or (event.agency for event in cited)))
    fields = {
        "event": kind_words(cited[0]),
        "agency": agency_words([cited[0].agency]),
        "on": in_words(_told_on(view, cited[0])),
        "quote": quote_of(cited[0]),
        "value": value_words(measured, rule.unit),
        "limit": limit_words(rule.limit, rule.unit),
        "source": rule.source,
        "count": len(cited),
        "agencies": agency_words(owners),
        **words,
    }
    return Gap(
        id=gap_id(rule.id, cited[:1]),
        kind=rule.kind,
        rule=rule.id,
        title=_capital(rule.title.format(**fields)),
        explanation=_capital(rule.explanation.format(**fields)),
        when=_from_to(start, last),
        measured=(measured.fewest, measured.most),
        limit=rule.limit,
        unit=rule.unit,
        outcome=outcome,
        agencies=owners,
        events=tuple(e.id for e in cited),
        against=tuple(e.id for e in answers),
        confidence=sure,
        source=rule.authority(view.happened_by(cited[0]) or start),
        status="answered" if answer else "proposed",
        certainty=certainty,
        sought=rule.sought,
        answer=answer_words(view, answer) if answer else "",
        question=_capital(rule.question.format(**fields)),
        asked=_asked(rule, cited[0], owners),
    )


def _asked(rule: Rule, head: Event, owners: Sequence[str]) -> tuple[str, ...]:
    """Whom to ask: the agency of the record, those responsible by the rule, or all that the gap is about."""
    if rule.ask == "responsible" and rule.responsible:
        return tuple(sorted(rule.responsible & set(owners)) or sorted(rule.responsible))
    named = tuple(a for a in owners if a not in {"family", "court", "other"})
    return (named or (head.agency,)) if rule.ask == "agencies" else (head.agency,)


def answer_words(view: CaseView, event: Event) -> str:
    """A record that answers a gap, in words: whose, when, and what it says."""
    when = in_words(view.happened_by(event))
    return wording.said("answered_by", agency=agency_words([event.agency]), date=when, quote=quote_of(event))


def gap_id(rule: str, events: Iterable[Event]) -> str:
    """An id that stays the same while the rule and the event that set it off do."""
    text = rule + "|" + "|".join(event.id for event in events)
    return "g-" + sha256(text.encode()).hexdigest()[:12]


def kind_words(event: Event) -> str:
    """The label of the event's kind inside a sentence: "home visit", "MARAC"."""
    label = KINDS.get(event.kind, event.kind.replace("_", " "))
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def agency_words(agencies: Iterable[str]) -> str:
    """Agencies as a list in words."""
    labels = list(dict.fromkeys(AGENCIES.get(agency, agency.replace("_", " ")) for agency in agencies))
    if len(labels) < 2:
        return "".join(labels)
    return ", ".join(labels[:-1]) + " and " + labels[-1]


def quote_of(event: Event) -> str:
    """The event's words, on one line and cut short."""
    return shortened(event.quote)


def shortened(text: str) -> str:
    """Words on one line, cut at `QUOTE_CHARS`."""
    text = " ".join(text.split())
    return text if len(text) <= QUOTE_CHARS else text[: QUOTE_CHARS - 1].rsplit(" ", 1)[0] + "…"


def value_words(measured: DayRange, unit: str | None) -> str:
    """ "39 days", "between 31 and 35 working days", "at least 5 days"."""
    name = (unit or "days").replace("_", " ")
    low, high = measured.fewest, measured.most
    if low is None and high is None:
        return wording.named("unknown_amount", unit=name)
    if low == high:
        return _amount(low or 0, name)
    if low is None:
        return wording.named("at_most", amount=_amount(high or 0, name))
    if high is None:
        return wording.named("at_least", amount=_amount(low, name))
    return wording.named("between", low=low, high=_amount(high, name))


def _amount(number: int, unit: str) -> str:
    return f"{number} {unit if number != 1 else unit.rstrip('s')}"


def limit_words(limit: int | None, unit: str | None) -> str:
    return value_words(DayRange(limit, limit), unit) if limit is not None else wording.named("no_limit")


def judged_sides(view: CaseView, when: When | None, slack_days: int = 0) -> frozenset[str]:
    """The sides whose files cover the interval: only of these can an absence be judged."""
    return frozenset(side for side in view.coverage if view.covers(side, when, slack_days))


def sides(agencies: Iterable[str]) -> frozenset[str]:
    return frozenset(side_of(agency) for agency in agencies)


def _told_on(view: CaseView, event: Event) -> When | None:
    """When the record was made of a step ahead, when the event was of anything else."""
    ahead = event.assertion in {"planned", "recommended"}
    return view.decided(event) if ahead else view.happened_by(event)


def _once(events: Iterable[Event]) -> list[Event]:
    return list({event.id: event for event in events}.values())


def _from_to(first: When | None, last: When | dt.date | None) -> When | None:
    end = (last.end or last.start) if isinstance(last, When) else last
    if first is None:
        return None
    start = first.start or first.end
    end = end or first.end
    if start and end and end < start:
        end = start
    return When(start=start, end=end, granularity="span" if start != end else "day", basis="derived")


def _hours_between(earlier: When, later: When) -> DayRange:
    """Whole hours, over every reading; a day without a clock time is any moment of it."""
    if not (earlier.bounded and later.bounded):
        return DayRange(None, None)

    def moment(day: dt.date | None, at: dt.time | None, fallback: dt.time) -> dt.datetime:
        assert day is not None
        return dt.datetime.combine(day, at or fallback)

    midnight, last = dt.time.min, dt.time(23, 59)
    soonest = moment(later.start, later.start_time, midnight) - moment(earlier.end, earlier.end_time, last)
    latest = moment(later.end, later.end_time, last) - moment(earlier.start, earlier.start_time, midnight)
    hour = dt.timedelta(hours=1)
    return DayRange(soonest // hour, latest // hour)
