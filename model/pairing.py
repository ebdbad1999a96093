"""Pairs of records that may tell of one event: found by a sweep, scored with reasons.

    events of one family of kinds  ->  sorted sweep over widened intervals  ->  allowed pairs  ->  score

Only pairs whose intervals come near each other are looked at, never all pairs. What a family is and
what each agreement weighs is data in `rules/matching.toml`; the reasons of a score are kept in words.
`model.matching` joins the pairs into groups.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any, Final

from model.case import Event
from model.data import load_toml
from model.distinct import are_distinct, codes_named, grown_ups, is_rare, of_one_person, places_named, said_grown_ups
from model.names import KINDS
from model.recalled import SAME_MATTER_DAYS, has_cause, recalls, width_of
from model.retold import NARROW_DAYS, counts_from, told_by_row
from model.telling_kinds import MESSAGES
from model.view import TELLING, CaseView
from model.when import When
from model.words import stems, topic_labels

MATCHED: Final = TELLING | {"did_not_happen"}
PLANS: Final = frozenset({"planned"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Kinds that can tell of one event, and what a pair of them needs."""

    id: str
    kinds: frozenset[str]
    slack: dt.timedelta
    needs: str
    once: bool
    spoken_of: frozenset[str]
    recent: bool
    rare: float
    assertions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A scored pair of event ids with the reasons for it; `by_rule` says whether a family's rule gave the score."""

    score: float
    first: str
    second: str
    reasons: tuple[str, ...]
    certainty: float = 1.0
    by_rule: bool = True


@cache
def settings() -> dict[str, Any]:
    return load_toml("model.rules", "matching.toml")


@cache
def families() -> tuple[Family, ...]:
    limits = settings()["limits"]
    return tuple(
        Family(
            id=item["id"],
            kinds=frozenset(item["kinds"]),
            slack=dt.timedelta(days=limits[item["days"]]),
            needs=item.get("needs", ""),
            once=item.get("once", False),
            spoken_of=frozenset(stem for word in item.get("spoken_of", ()) for stem in stems(word)),
            recent=item.get("recent", False),
            rare=item.get("rare", 0.0),
            assertions=MATCHED | (PLANS if item.get("plans", False) else frozenset()),
        )
        for item in settings()["family"]
    )


def family_pairs(view: CaseView, family: Family, rarity: dict[str, float]) -> Iterator[Pair]:
    dated: list[Event] = []
    undated: list[Event] = []
    for kind in family.kinds:
        for event in view.by_kind.get(kind, ()):
            if event.assertion not in family.assertions:
                continue
            own_day = _usable(view, family, event) and not (family.once and told_by_row(view, event))
            (dated if own_day else undated).append(event)
    dated.sort(key=view.order)
    known = [e for e in dated if not (family.needs == "news" and told_by_row(view, e))]
    days = sorted({view.order(e)[0] for e in known if width_of(view, e) <= NARROW_DAYS and e.kind != "other"})
    for first, second in _near(view, dated, family):
        pair = _score(view, family, first, second, rarity, days)
        if pair:
            yield pair
    if family.once or family.id == "marac":
        yield from _undated_pairs(view, family, dated, undated)
    if family.spoken_of:
        kind, *_ = family.kinds
        day = view.key_dates.get(kind)
        childs = [e for e in dated if day and (span := view.span_of(e)) and span.overlaps(day)]
        yield from _undated_pairs(view, family, childs, _speaking_of(view, family))


def _speaking_of(view: CaseView, family: Family) -> Iterator[Event]:
    """Messages that speak of what happens once ("notified of the death"), in rows where it was not read as an event."""
    for message in (e for kind in sorted(MESSAGES) for e in view.by_kind.get(kind, ())):
        inside = {e.kind for e in view.by_entry[message.entry]}
        if (
            message.assertion == "happened"
            and not inside & family.kinds
            and family.spoken_of & set(view.stems(message))
        ):
            yield message


def _span(view: CaseView, family: Family, event: Event) -> When | None:
    """Its interval; for undated news of a recent thing, the days up to its row."""
    span = view.span_of(event)
    row = view.written(event)
    if span is None and family.recent and row and row.start and row.end:
        return When(start=row.start - family.slack, end=row.end, basis="derived")
    return span


def _usable(view: CaseView, family: Family, event: Event) -> bool:
    span = _span(view, family, event)
    if span is None or not span.bounded:
        return False
    assert span.start is not None
    assert span.end is not None
    return (span.end - span.start).days <= int(settings()["limits"]["wide_days"])


def _near(view: CaseView, events: Sequence[Event], family: Family) -> Iterator[tuple[Event, Event]]:
    """Pairs of different sides whose widened intervals meet: one sweep over the sorted starts."""
    most = settings()["limits"]["candidates"]
    open_: list[tuple[dt.date, Event]] = []
    for event in sorted(events, key=lambda e: (_start(view, family, e), e.id)):
        span = _span(view, family, event)
        assert span is not None
        assert span.start is not None
        assert span.end is not None
        open_ = [(end, other) for end, other in open_ if end >= span.start][-most:]
        for _, other in open_:
            if source_of(view, other) != source_of(view, event):
                yield other, event
        open_.append((span.end + family.slack, event))


def _start(view: CaseView, family: Family, event: Event) -> dt.date:
    span = _span(view, family, event)
    return span.start if span and span.start else dt.date.max


def _undated_pairs(view: CaseView, family: Family, dated: Sequence[Event], undated: Iterable[Event]) -> Iterator[Pair]:
    """An undated mention is the only one of its kind up to the date of its row, if there is only one."""
    weights, least = settings()["weights"], settings()["threshold"]["link"]
    for event in undated:
        row = view.written(event)
        known = [e for e in dated if family.once or width_of(view, e) <= NARROW_DAYS]
        before = [e for e in known if row is None or row.end is None or view.order(e)[0] <= row.end]
        if len({view.order(e)[0] for e in before}) != 1 and not family.once:
            continue
        for other in before:
            if source_of(view, other) != source_of(view, event) and _same_people(view, event, other):
                reason = f"{kind_words(other)} told without a date, and the only one in the records up to then"
                yield _rule_pair(least + weights["once"] / 2, other, event, (reason,))


def source_of(view: CaseView, event: Event) -> str:
    return view.entries[event.entry].source


def _same_people(view: CaseView, first: Event, second: Event) -> bool:
    """Whether a birth or death can be the same person's: no different child or relative named."""
    others = {"sibling", "half_sibling", "other_relative", "family_friend", "neighbour"}
    if not {first.kind, second.kind} & {"birth", "death"}:
        return True
    return (view.named(first) & others) == (view.named(second) & others)


# -- score ----------------------------------------------------------------------------------------


def _score(
    view: CaseView, family: Family, first: Event, second: Event, rarity: dict[str, float], days: Sequence[dt.date]
) -> Pair | None:
    direction = direction_of(view, first, second)
    if not _allowed(view, family, first, second, direction):
        return None
    if family.needs == "news" and not _is_news(view, family, first, second, days):
        return None
    weights = settings()["weights"]
    parts: list[tuple[float, str]] = [_kind_part(first, second), _date_part(view, first, second)]
    if direction == "message":
        parts.append((weights["message"], "one file records the sending and the other the receipt"))
    elif direction == "named":
        parts.append((weights["named_other"], "one record names the other agency"))
    elif direction in {"elsewhere", "parallel"}:
        parts.append((weights["conflict"], ""))
    if family.once:
        parts.append((weights["once"], "a family has this once"))
    if family.needs == "same_code":
        parts.append((weights["same_code"], "both name one worker"))
    if family.needs == "same_place":
        parts.append((weights["same_place"], "both name one place"))
    if family.needs == "news":
        parts.append((weights["news"], "told without a day, and the last one dated in the days before"))
    if family.rare and is_rare(view, first, second) and _may_be_alike(view, first, second):
        parts.append((family.rare, ""))
    only = _is_only_one(view, first, second, days) and is_rare(view, first, second)
    if family.needs == "recalled" and not has_cause(
        view, first, second, rarity, settings()["weights"]["recalled_word"]
    ):
        return None
    if (
        family.needs == "recalled"
        and not only
        and max(width_of(view, first), width_of(view, second)) > SAME_MATTER_DAYS
    ):
        return None
    if only:
        parts.append((weights["only_one"], "the only one in the time that the other recalls"))
    parts += _likeness(view, first, second, rarity)
    if first.main and second.main:
        parts.append((weights["row_main"], ""))
    total = sum(value for value, _ in parts)
    if total < settings()["threshold"]["link"]:
        return None
    return _rule_pair(total, first, second, tuple(text for _, text in parts if text))


def _rule_pair(score: float, first: Event, second: Event, reasons: tuple[str, ...]) -> Pair:
    certainty = min(1.0, score / settings()["threshold"]["sure"])
    return Pair(score=score, first=first.id, second=second.id, reasons=reasons, certainty=certainty)


def _may_be_alike(view: CaseView, first: Event, second: Event) -> bool:
    """Whether the dates meet, and the people of the family that both name are not different ones."""
    one, two = view.span_of(first), view.span_of(second)
    meet = one is not None and two is not None and one.overlaps(two)
    return meet and _may_be_one_person(view, first, second)


def _may_be_one_person(view: CaseView, first: Event, second: Event) -> bool:
    """Whether the people of the family that both name are not different ones."""
    done_by_grown_ups = first.kind == second.kind and of_one_person(first.kind)
    people = grown_ups(view) if done_by_grown_ups else view.family_roles()
    one, two = (view.named(event) & people for event in (first, second))
    return not (one and two) or bool(one & two)


def _is_only_one(view: CaseView, first: Event, second: Event, days: Sequence[dt.date]) -> bool:
    """Whether one of them recalls a stretch of time in which the other is the only dated one of its family."""
    wide, narrow = sorted((first, second), key=lambda e: -width_of(view, e))
    if width_of(view, wide) <= NARROW_DAYS or width_of(view, narrow) > NARROW_DAYS or wide.main:
        return False
    span = view.span_of(wide)
    if span is None or span.start is None or span.end is None:
        return False
    within = days[bisect_left(days, span.start) : bisect_right(days, span.end)]
    return bool(within) and (within[-1] - within[0]).days <= SAME_MATTER_DAYS


def _is_news(view: CaseView, family: Family, first: Event, second: Event, days: Sequence[dt.date]) -> bool:
    """Whether one tells without a day, in a message or meeting, of what was dated last in the days before.

    "In hospital with a broken leg", said in a call, is of the last such day that any file records.
    """
    return _news_of(view, family, first, second, days) or _news_of(view, family, second, first, days)


def _news_of(view: CaseView, family: Family, told: Event, dated: Event, days: Sequence[dt.date]) -> bool:
    row, when = view.written(told), view.span_of(dated)
    if not told_by_row(view, told) or told_by_row(view, dated) or row is None or row.end is None or when is None:
        return False
    before = When(start=row.end - family.slack, end=row.end, basis="derived")
    assert before.start is not None
    within = days[bisect_left(days, before.start) : bisect_right(days, row.end)]
    fresh = bool(within) and when.end is not None and (within[-1] - when.end).days <= settings()["limits"]["fresh_days"]
    return fresh and before.overlaps(when) and _may_be_one_person(view, told, dated)


def direction_of(view: CaseView, first: Event, second: Event) -> str:
    """How the two records point at each other: "message", "parallel", "elsewhere", "named" or "".

    Parallel: both are receipts from one sender. Elsewhere: one is a sending to others, the other a receipt from its
    agency that it does not name; or a receipt from a third. Both may be copies of one letter, or two letters of a day.
    """
    one, two = view.side(first), view.side(second)
    told, back = view.told(first), view.told(second)
    senders, others = view.senders(first), view.senders(second)
    if (two in told and one in others) or (one in back and two in senders):
        return "message"
    if senders & others:
        return "parallel"
    if senders and others:
        return ""
    if (told and one in others and two not in told) or (back and two in senders and one not in back):
        return "elsewhere"
    if (two in told and others and one not in others) or (one in back and senders and two not in senders):
        return "elsewhere"
    if two in view.taking_part(first) | senders or one in view.taking_part(second) | others:
        return "named"
    return ""


def _allowed(view: CaseView, family: Family, first: Event, second: Event, direction: str) -> bool:
    if family.once:
        return _same_people(view, first, second)
    if are_distinct(view, first, second):
        return False
    if view.side(first) == view.side(second) and family.needs == "direction":
        return False
    if counts_from(view, first) or counts_from(view, second):
        return False
    if family.id == "cancelled":
        return _called_off(view, first) and _called_off(view, second)
    if not _assertions_agree(first, second):
        return False
    if family.needs == "recalled":
        return recalls(view, first, second) or recalls(view, second, first)
    if family.needs == "joint":
        return direction == "named" and all("joint" in view.stems(e) for e in (first, second))
    if family.needs == "same_kind" and first.kind != second.kind:
        return False
    if family.needs == "same_place":
        return bool(places_named(view, first) & places_named(view, second))
    if family.needs == "message":
        return direction == "message"
    if family.needs == "same_code":
        return bool(codes_named(first) & codes_named(second))
    if family.needs == "same_worker":
        one, other = codes_named(first), codes_named(second)
        if one and other and not one & other:
            return False  # SW1 left and PA1 left: two workers
        return bool((view.roles(first) & view.roles(second)) or direction)
    if family.needs == "one_incident":
        return _one_incident(view, first, second)
    if family.needs == "direction":
        if "disclosure" in (first.kind, second.kind) and direction != "message":
            return False
        messages = {first.kind, second.kind} <= MESSAGES  # a visit that both made is told by both
        both_send = messages and view.told(first) and view.told(second) and direction != "message"
        calls = "phone_contact" in (first.kind, second.kind)
        if calls and _days_apart(view, first, second) > settings()["limits"]["call_days"]:
            return False
        if calls and direction == "named" and _is_with_family(view, first, second):
            return False
        return bool(direction) and not both_send
    return True


def _is_with_family(view: CaseView, first: Event, second: Event) -> bool:
    """Whether one of two calls does not name the other's agency, and names a grown-up of the family it was with."""
    pairs = ((first, view.side(second)), (second, view.side(first)))
    return any(side not in view.partners(event) and bool(said_grown_ups(view, event)) for event, side in pairs)


def _called_off(view: CaseView, event: Event) -> bool:
    """Whether a record says that a meeting was not held: an absence from one that its own row records is not that."""
    if event.kind == "meeting_cancelled":
        return True
    held = (e.kind == event.kind and e.main and e.assertion in TELLING for e in view.by_entry[event.entry])
    return event.assertion == "did_not_happen" and not any(held)


def _assertions_agree(first: Event, second: Event) -> bool:
    """What did not take place is not what did, nor what was planned (a cancellation is judged apart)."""
    both = {first.assertion, second.assertion}
    return "did_not_happen" not in both or len(both) == 1


def _one_incident(view: CaseView, first: Event, second: Event) -> bool:
    """Concerns are common: with another kind they need a topic in common, and never a wide interval."""
    if "concern" not in (first.kind, second.kind):
        return True
    if width_of(view, first) > NARROW_DAYS or width_of(view, second) > NARROW_DAYS:
        return False
    return first.kind == second.kind or bool(view.topics(first) & view.topics(second))


def _days_apart(view: CaseView, first: Event, second: Event) -> int:
    """So many days lie between the two at least; 0 where their intervals meet."""
    one, two = view.span_of(first), view.span_of(second)
    if one is None or two is None or not (one.start and one.end and two.start and two.end):
        return 0
    return max(0, (one.start - two.end).days, (two.start - one.end).days)


def _kind_part(first: Event, second: Event) -> tuple[float, str]:
    weights = settings()["weights"]
    if first.kind == second.kind:
        return weights["same_kind"], f"both record {kind_words(first)}"
    return weights["near_kind"], f"{kind_words(first)} and {kind_words(second)}"


def _date_part(view: CaseView, first: Event, second: Event) -> tuple[float, str]:
    weights = settings()["weights"]
    one, two = view.span_of(first), view.span_of(second)
    if one is None or two is None:
        return weights["overlap"], "told within days"
    if one.start_time and one.start == two.start and one.start_time == two.start_time:
        return weights["same_minute"], "the same day and time"
    if one.is_day and two.is_day and one.start == two.start:
        return weights["same_day"], "the same day"
    if one.overlaps(two) and width_of(view, first) <= SAME_MATTER_DAYS and width_of(view, second) <= SAME_MATTER_DAYS:
        return weights["near_day"], "the same few days"
    if one.overlaps(two):
        return weights["overlap"], "dates that overlap"
    return 0.0, "dates close together"


def _likeness(view: CaseView, first: Event, second: Event, rarity: dict[str, float]) -> Iterator[tuple[float, str]]:
    weights = settings()["weights"]
    people = view.roles(first) & view.roles(second)
    if people:
        yield weights["people"] * min(3, len(people)), f"{len(people)} people named by both"
    shared = sorted(view.topics(first) & view.topics(second))
    if shared:
        names = ", ".join(topic_labels()[topic] for topic in shared)
        yield weights["topics"] * min(2, len(shared)), f"both speak of {names}"
    one, two = view.content(first), view.content(second)
    common = one & two
    if common:
        least = min(sum(rarity[w] for w in one), sum(rarity[w] for w in two))
        share = sum(rarity[w] for w in common) / least if least else 0.0
        yield weights["words"] * share * min(1.0, len(common) / 3), f"{len(common)} words in common"
        if any(is_reference(word) for word in common):
            yield weights["number"], "a number in common"


def is_reference(word: str) -> bool:
    """Whether a stem is a number that tells records apart: three digits or more, and no year."""
    return word.isdigit() and len(word) >= 3 and not (len(word) == 4 and word[:2] in {"19", "20"})


def rarity_of(view: CaseView) -> dict[str, float]:
    """How much a stem tells: the logarithm of how few clauses hold it (0 for one that all hold)."""
    count: Counter[str] = Counter()
    for event in view.events:
        count.update(view.content(event))
    total = len(view.events) + 1
    return {word: log(total / held) for word, held in count.items()}


def kind_words(event: Event) -> str:
    return f"“{KINDS.get(event.kind, event.kind)}”"
