"""A worker whom a file does not name, on days on which, by the records, one named worker held the case.

    records of the agency that name its workers  ->  who is named before and after a day, within `most_days`
    "social worker" in some file on that day     ->  the same named worker on both sides: may be that one
        ->  one question for a file and a worker, where it would settle `least` rows or more

Nothing is joined by dates alone, and a word that may well be somebody else ("duty", "new") is left.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from model.asking.named import Named, most_used, number_of, opaque, said
from model.case import Event, Mention, PersonChoice, PersonQuestion, Source
from model.labels import questions_data
from model.people import actor_id, tells_apart
from model.view import TELLING, CaseView, side_of
from model.when import When, in_words

_SEVERAL: Final = 2  # workers of the role, before anybody need be asked which of them it was


@dataclass(frozen=True, slots=True)
class _Held:
    """The days on which the agency's own records name a worker, in order, and whom they name on each."""

    days: Sequence[dt.date]
    named: Sequence[frozenset[str]]

    def by(self, day: dt.date) -> str | None:
        """The one worker named both last before a day and first after it, with nobody else on it."""
        first, last = bisect_left(self.days, day), bisect_right(self.days, day)
        if first == 0 or last == len(self.days):
            return None
        names = frozenset[str]().union(*self.named[first - 1 : last + 1])
        near = (self.days[last] - self.days[first - 1]).days <= questions_data()["worker"]["most_days"]
        return next(iter(names)) if near and len(names) == 1 else None


def worker_questions(view: CaseView, people: Mapping[str, Named]) -> Iterator[PersonQuestion]:
    """A question for each file and named worker, where several of the role are named."""
    files = {source.id: source for source in view.case.sources}
    rule = questions_data()["worker"]
    for role in rule["roles"]:
        named = {known: p for known, p in people.items() if p.actor.role == role and p.forms and p.actor.agency}
        for side in sorted({side_of(p.actor.agency or "") for p in named.values()}):
            own = {k for k, p in named.items() if side_of(p.actor.agency or "") == side}
            held = _held(view, side, own)
            if len(frozenset[str]().union(*held.named)) < _SEVERAL:
                continue
            for (source, known, asked), found in sorted(_unnamed(view, role, side, own, held).items()):
                if len({event.entry for event, _ in found}) >= rule["least"]:
                    yield _question(files[source], asked, found, named[known], view)


def _held(view: CaseView, side: str, workers: set[str]) -> _Held:
    """Whom the side's own records name of its workers, in what took place."""
    days: defaultdict[dt.date, set[str]] = defaultdict(set)
    for event in view.events:
        found = {actor_id(m, event) for m in event.mentions} & workers if view.side(event) == side else None
        if found and event.assertion in TELLING and (day := _day(view, event)) is not None:
            days[day] |= found
    order = sorted(days)
    return _Held(order, [frozenset(days[day]) for day in order])


def _unnamed(
    view: CaseView, role: str, side: str, workers: set[str], held: _Held
) -> Mapping[tuple[str, str, str], list[tuple[Event, Mention]]]:
    """The mentions of nobody in particular, by file, the one who held the case then, and the actor as read."""
    found: defaultdict[tuple[str, str, str], list[tuple[Event, Mention]]] = defaultdict(list)
    naming = {e.entry for e in view.events if any(actor_id(m, e) in workers for m in e.mentions)}
    for event in view.events:
        if event.entry in naming or (day := _day(view, event)) is None:
            continue
        for mention in event.mentions:
            agency = side_of(mention.agency or "")
            if mention.role != role or agency != side or not _is_nobody(mention):
                continue
            if (known := held.by(day)) is not None:
                found[view.entries[event.entry].source, known, actor_id(mention, event)].append((event, mention))
    return found


def _is_nobody(mention: Mention) -> bool:
    """Whether the words are those of the one who holds the case, without saying who that is."""
    words = {w.strip(".,()").lower() for w in mention.label.split()}
    never = set(questions_data()["worker"]["never"])
    return mention.span is not None and not mention.person and not tells_apart(mention) and words.isdisjoint(never)


def _day(view: CaseView, event: Event) -> dt.date | None:
    span = view.span_of(event)
    return span.start if span is not None and span.is_day else None


def _question(
    file: Source, asked: str, found: Sequence[tuple[Event, Mention]], worker: Named, view: CaseView
) -> PersonQuestion:
    labels = Counter(mention.label for _, mention in found)
    label = min(labels, key=lambda text: (-labels[text], text))
    events = tuple(dict.fromkeys(event.id for event, _ in found))
    days = sorted(day for event, _ in found if (day := _day(view, event)) is not None)
    actor = worker.actor
    window = in_words(When.on(days[0])) if days[0] == days[-1] else in_words(When(start=days[0], end=days[-1]))
    why = (
        f"{said(label)} in {number_of(len(events))} of this file, {window}. Around each of these days the "
        f"agency's own records name only {said(actor.label)}."
    )
    near = [e for e in actor.events if (event := view.by_id.get(e)) is not None and _is_near(view, event, days)]
    choice = PersonChoice(
        id=opaque(actor.id), actor=actor.id, role=actor.role, label=actor.label,
        reason="Named in the agency's own records before and after these days, and nobody else between.",
        certainty=questions_data()["worker"]["certainty"], events=tuple(near[: questions_data()["most_events"]]),
        labels=most_used(worker.labels),
    )  # fmt: skip
    return PersonQuestion(
        id=opaque("worker", file.sha256, asked, actor.id), kind="worker",
        text=f"Is {said(label)} in {file.file} the worker called {said(actor.label)}?", why=why, asked=asked,
        label=label, events=events, choices=(choice,), source=file.id, labels=most_used(labels),
    )  # fmt: skip


def _is_near(view: CaseView, event: Event, days: Sequence[dt.date]) -> bool:
    slack = dt.timedelta(days=questions_data()["worker"]["most_days"])
    day = _day(view, event)
    return day is not None and days[0] - slack <= day <= days[-1] + slack
