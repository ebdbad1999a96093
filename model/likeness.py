"""How alike two records are, whatever they call the event: the general score beside the families of `pairing`.

    rows that share a rare word, in time of each other  ->  score (log-odds)  ->  pairs above the threshold

The families of `model.pairing` know what a message, a meeting or an incident needs. But one agency's
"incident" is another's "injury", or a bare remark with a date. So every pair of records of different
sides whose rows share rare words, and whose dates come near each other, is also scored on kind, date,
direction, which row names whom, topics and words. The score is a sum of documented weights
(`rules/matching.toml`, [likeness]) in log-odds, in the manner of Fellegi and Sunter: 0 is as likely as
not. Candidates come from an index of rare words, never from all pairs, so the work grows with the case
and not with its square.
"""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, log
from typing import Any, Final

from model.case import Event
from model.crossref import pointed_at
from model.data import load_toml
from model.distinct import are_distinct, same_person
from model.pairing import Pair, direction_of, is_reference, kind_words, rarity_of
from model.recalled import SAME_MATTER_DAYS
from model.retold import counts_from
from model.view import TELLING, CaseView
from model.words import content, stems, topic_labels

DENIED: Final = frozenset({"did_not_happen"})
LAST_DAY: Final = 31
AHEAD: Final = frozenset({"planned", "recommended"})
FULL_WORDS: Final = 3  # so many words in common count in full
WORD_UNIT: Final = 10.0  # rarity is summed in units of ten, so that weights stay near one


@cache
def settings() -> dict[str, Any]:
    table: dict[str, Any] = load_toml("model.rules", "matching.toml")["likeness"]
    return table


@cache
def _near_kinds() -> dict[str, frozenset[str]]:
    """Each kind with the kinds that another agency may take the same event for."""
    out: dict[str, set[str]] = defaultdict(set)
    for family in settings()["near"]:
        for kind in family["kinds"]:
            out[kind] |= set(family["kinds"])
    return {kind: frozenset(others) for kind, others in out.items()}


@cache
def kinship(one: str, two: str) -> str:
    """How two kinds can be one event: "same", "near", "open" (a remark of no kind), "tells", or "" for not."""
    if one == two and one != "other":
        return "same"
    if "other" in (one, two):
        return "open"
    if two in _near_kinds().get(one, ()):
        return "near"
    messages = set(settings()["messages"])
    return "tells" if (one in messages) != (two in messages) else ""


@cache
def _date_words() -> frozenset[str]:
    names = [*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr, "january"]
    return frozenset(stem for name in names for stem in stems(name))


def _undated(words: frozenset[str]) -> frozenset[str]:
    """Words without those of a date, which are compared as dates: months, weekdays, years."""
    return frozenset(w for w in words if w not in _date_words() and not (len(w) == 4 and w[:2] in {"19", "20"}))


def _without_days(words: frozenset[str], event: Event) -> frozenset[str]:
    """Words without the numbers of a day, where they only begin a longer stretch ("w/c 17/10")."""
    if event.when is None or event.when.is_day or event.when.start_time:
        return words
    return frozenset(w for w in words if not (w.isdigit() and len(w) <= 2 and int(w) <= LAST_DAY))


@dataclass(frozen=True, slots=True)
class _Fact:
    """What is compared of an event, made once. `dated` is false for a mention placed by the date of its row."""

    event: Event
    start: dt.date
    end: dt.date
    dated: bool
    side: str
    source: str
    content: frozenset[str]
    row: frozenset[str]
    family: frozenset[str]
    topics: frozenset[str]
    senders_of_row: frozenset[str]
    partners_of_row: frozenset[str]
    points_at: frozenset[str]
    counts_from: bool

    @property
    def width(self) -> int:
        return (self.end - self.start).days


class Likeness:
    """The scores of one case. `pairs()` are those worth proposing; `score` answers for any two events."""

    def __init__(self, view: CaseView) -> None:
        self._view = view
        self._rarity = rarity_of(view)
        self._row_words = {entry.id: _undated(content(stems(entry.text))) for entry in view.case.entries}
        held: Counter[str] = Counter()
        for words in self._row_words.values():
            held.update(words)
        total = len(self._row_words) + 1
        self._row_rarity = {word: log(total / many) for word, many in held.items()}
        most = max(settings()["block_rows"], int(settings()["block_share"] * total))
        self._rare = frozenset(word for word, many in held.items() if 1 < many <= most)
        self._row_facts: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._facts = {event.id: fact for event in view.events if (fact := self._fact(event))}
        self._days: dict[str, list[dt.date]] = defaultdict(list)
        for fact in self._facts.values():
            if fact.dated and fact.width <= settings()["narrow_days"] and fact.event.assertion in TELLING:
                self._days[fact.event.kind].append(fact.start)
        for days in self._days.values():
            days.sort()

    def pairs(self) -> Iterator[Pair]:
        """Pairs that score at least the threshold, each once."""
        least = settings()["threshold"]
        for first, second in self._candidates():
            found = self._scored(first, second)
            if found and found[0] >= least:
                score, reasons = found
                yield Pair(
                    score=score,
                    first=first.event.id,
                    second=second.event.id,
                    reasons=reasons,
                    certainty=1 / (1 + exp(-score)),
                    by_rule=False,
                )

    def score(self, first: str, second: str) -> float | None:
        """The log-odds that two events are one, None where they cannot be compared."""
        one, two = self._facts.get(first), self._facts.get(second)
        if one is None or two is None:
            return None
        found = self._scored(*sorted((one, two), key=lambda f: (f.start, f.event.id)))
        return found[0] if found else None

    # -- candidates ----------------------------------------------------------------------------

    def _candidates(self) -> Iterator[tuple[_Fact, _Fact]]:
        """Pairs whose rows share a rare word and whose days come near each other."""
        slack = dt.timedelta(days=settings()["message_days"])
        wide = settings()["wide_days"]
        facts = sorted(self._facts.values(), key=lambda f: (f.start, f.event.id))
        facts = [fact for fact in facts if fact.width <= wide]
        by_word: dict[str, tuple[list[dt.date], list[_Fact]]] = {}
        for fact in facts:
            for word in fact.row & self._rare:
                starts, held = by_word.setdefault(word, ([], []))
                starts.append(fact.start)
                held.append(fact)
        for fact in facts:
            seen: dict[str, _Fact] = {}
            last = fact.end + slack
            for word in fact.row & self._rare:
                starts, held = by_word[word]
                for other in held[bisect_left(starts, fact.start) : bisect_right(starts, last)]:
                    seen[other.event.id] = other
            for other in seen.values():
                after = (other.start, other.event.id) > (fact.start, fact.event.id)
                if after and other.source != fact.source and other.side != fact.side:
                    yield fact, other

    def _fact(self, event: Event) -> _Fact | None:
        view = self._view
        span, row = view.span_of(event), view.written(event)
        if span is not None and span.start and span.end:
            start, end, dated = span.start, span.end, True
        elif row is not None and row.end:
            start, end, dated = row.end - dt.timedelta(days=settings()["news_days"]), row.end, False
        else:
            return None
        if event.entry not in self._row_facts:
            inside = view.by_entry[event.entry]
            senders = frozenset(side for e in inside for side in view.senders(e))
            partners = frozenset(side for e in inside for side in view.partners(e))
            self._row_facts[event.entry] = (senders, partners)
        return _Fact(
            event, start, end, dated, view.side(event), view.entries[event.entry].source,
            _without_days(_undated(view.content(event)), event),
            self._row_words[event.entry], view.named(event) & view.family_roles(),
            view.topics(event), *self._row_facts[event.entry], pointed_at(view.stems(event)), counts_from(view, event),
        )  # fmt: skip

    # -- score ---------------------------------------------------------------------------------

    def _scored(self, one: _Fact, two: _Fact) -> tuple[float, tuple[str, ...]] | None:
        kin = kinship(one.event.kind, two.event.kind)
        kin = "" if one.counts_from or two.counts_from else kin
        day = self._day(one, two) if kin else None
        if day is None:
            return None
        direction = direction_of(self._view, one.event, two.event)
        likeness = self._words(one, two)
        if self._ruled_out(one, two, kin, day, direction, likeness["share"]):
            return None
        parts = [self._kind(one, two, kin), day, *self._standing(one, two, direction), *self._said(one, two, likeness)]
        weights = settings()["weights"]
        total = settings()["base"] + sum(weights[name] * much for name, much, _ in parts)
        return total, tuple(words for name, much, words in parts if words and weights[name] * much > 0)

    def _kind(self, one: _Fact, two: _Fact, kin: str) -> tuple[str, float, str]:
        kind = one.event.kind
        if kin == "same":
            words = f"both record {kind_words(one.event)}"
            name = next((n for n in ("meeting", "incident", "everyday") if kind in settings()[n]), "same")
            return f"same_{name}" if name != "same" else "same", 1.0, words
        words = f"{kind_words(one.event)} and {kind_words(two.event)}" if kin == "near" else ""
        return kin, 1.0, words

    def _day(self, one: _Fact, two: _Fact) -> tuple[str, float, str] | None:
        """What the dates say, or None if they lie too far apart."""
        apart = max((two.start - one.end).days, (one.start - two.end).days)
        if not (one.dated and two.dated):
            both_open = not (one.dated or two.dated)
            if both_open or apart > 0:
                return None
            return "news", 1.0, "told without a date, in the days after"
        if apart > settings()["message_days"]:
            return None
        if apart == 1:
            return "next_day", 1.0, ""
        if apart > 1:
            return "days_apart", 1.0 + settings()["per_day"] * apart, ""
        if one.width == two.width == 0:
            return "same_day", 1.0, "the same day"
        if max(one.width, two.width) <= settings()["narrow_days"]:
            return "same_days", 1.0, "the same few days"
        return "wide", 1.0, ""

    def _ruled_out(
        self, one: _Fact, two: _Fact, kin: str, day: tuple[str, float, str], direction: str, share: float
    ) -> bool:
        """Two messages need to point at each other, or to say the same; advice and the like, more than a day."""
        view, messages = self._view, settings()["messages"]
        if are_distinct(view, one.event, two.event):
            return True
        if one.event.kind in messages and two.event.kind in messages:
            if day[0] == "wide" or (not direction and share < settings()["alike_share"]):
                return True
            ends = view.told(one.event) | view.senders(one.event) | view.told(two.event) | view.senders(two.event)
            both_send = bool(view.told(one.event)) and bool(view.told(two.event)) and direction != "message"
            strangers = one.side not in two.partners_of_row and two.side not in one.partners_of_row
            to_others = bool(ends) and strangers  # one says whom it was with, and that was not the other
            return (both_send or to_others) and share < settings()["plainly_alike_share"]
        everyday = kin == "same" and one.event.kind in settings()["everyday"]
        mentions = not (one.event.main or two.event.main)
        return everyday and mentions and not (one.side in two.senders_of_row or two.side in one.senders_of_row)

    def _standing(self, one: _Fact, two: _Fact, direction: str) -> Iterator[tuple[str, float, str]]:
        """Who points at whom, what each row is, what each asserts."""
        view = self._view
        if direction == "message":
            yield "message", 1.0, "one file records the sending and the other the receipt"
        elif direction == "named":
            yield "named", 1.0, "one record names the other agency"
        if one.side in two.points_at or two.side in one.points_at:
            yield "cross_reference", 1.0, "one refers to the other agency's record"
        visits = settings()["visits"]
        if one.event.kind in visits and two.event.kind in visits:
            yield ("visit" if direction else "visit_apart"), 1.0, ""
        if not (one.event.main or two.event.main):
            yield "both_mentioned", 1.0, ""
        pairs = ((one, two), (two, one))
        if any(not a.event.main and b.side in a.senders_of_row for a, b in pairs):
            yield "row_sender", 1.0, "its row was told by the other agency"
        elif any(not a.event.main and b.side in a.partners_of_row for a, b in pairs):
            yield "row_partner", 1.0, "its row names the other agency"
        if one.family and two.family and not one.family & two.family:
            yield "other_people", 1.0, ""
        if same_person(view, one.event, two.event):
            yield "same_person", 1.0, "both name who it was"
        if self._is_only_one(one, two) or self._is_only_one(two, one):
            yield "only_one", 1.0, "the only one of its kind in the days that the other can mean"
        both = {one.event.assertion, two.event.assertion}
        if both & DENIED and len(both) == 2:
            yield "denied", 1.0, ""
        if both & AHEAD and len(both) == 2 and "other" not in (one.event.kind, two.event.kind):
            yield "ahead", 1.0, ""

    def _is_only_one(self, mention: _Fact, event: _Fact) -> bool:
        """Whether a mention without a day can mean no other event of its kind than this one."""
        vague = not mention.dated or mention.width > settings()["narrow_days"]
        if not vague or mention.event.kind != event.event.kind or not event.dated or mention.event.main:
            return False
        days = self._days[event.event.kind]
        within = days[bisect_left(days, mention.start) : bisect_right(days, mention.end)]
        return bool(within) and (within[-1] - within[0]).days <= SAME_MATTER_DAYS

    def _words(self, one: _Fact, two: _Fact) -> dict[str, float]:
        common = one.content & two.content
        shared = sum(self._rarity[word] for word in common)
        least = min(sum(self._rarity[w] for w in one.content), sum(self._rarity[w] for w in two.content))
        rows = (one.row & two.row) & (one.content | two.content)
        return {
            "clause": min(settings()["most_clause"], shared) / WORD_UNIT,
            "share": (shared / least if least else 0.0) * min(1.0, len(common) / FULL_WORDS),
            "row": min(settings()["most_row"], sum(self._row_rarity[word] for word in rows)) / WORD_UNIT,
        }

    def _said(self, one: _Fact, two: _Fact, likeness: Mapping[str, float]) -> Iterator[tuple[str, float, str]]:
        shared = sorted(one.topics & two.topics)
        if shared:
            labels = ", ".join(topic_labels()[topic] for topic in shared)
            yield "topics", min(2, len(shared)), f"both speak of {labels}"
        rows = sorted((one.row & two.row) & (one.content | two.content), key=lambda w: (-self._row_rarity[w], w))
        if rows:
            yield "row_words", likeness["row"], "words in common: " + ", ".join(rows[:4])
        yield "clause_words", likeness["clause"], ""
        yield "clause_share", likeness["share"], ""
        if any(is_reference(word) for word in one.content & two.content):
            yield "number", 1.0, "a number in common"
