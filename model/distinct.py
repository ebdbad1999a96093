"""What keeps two records apart however much they share, and what makes them one: asked before a pair is scored.

    another person did or said it   ->  apart ("father arrested", "mother arrested"; what she and what he told)
    a plan that its own file answers  ->  apart ("strategy meeting tomorrow" beside its own record of that meeting)
    kinds that are rare on one day, and the places that both name

Kinds and people are data (`rules/matching.toml`, [distinct]).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from model.case import Event
from model.data import load_toml
from model.view import TELLING, CaseView
from model.words import stems

_CODE: Final = re.compile(r"[a-z]{2,5}\d{1,2}")
_CAPITAL: Final = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_toml("model.rules", "matching.toml")["distinct"]
    return data


def are_distinct(view: CaseView, first: Event, second: Event) -> bool:
    """Whether two records cannot tell of one event."""
    return _of_others(view, first, second) or any(
        _is_answered(view, event) or _is_lasting(view, event) for event in (first, second)
    )


def of_one_person(kind: str) -> bool:
    """Whether what is of this kind was done or said by one grown-up."""
    return kind in _data()["of_one_person"]


def grown_ups(view: CaseView) -> frozenset[str]:
    """The roles of the family that are no children of it."""
    return view.family_roles() - frozenset(_data()["children"])


def same_person(view: CaseView, first: Event, second: Event) -> bool:
    """Whether both name the one grown-up who did or said it."""
    if first.kind != second.kind or not of_one_person(first.kind):
        return False
    return bool(_grown_up(view, first) & _grown_up(view, second))


def _is_lasting(view: CaseView, event: Event) -> bool:
    """Whether a mention says that a state goes on ("still in hospital") and not that it began."""
    if event.main or event.kind not in _data()["lasting_kinds"]:
        return False
    return not frozenset(_data()["lasting"]).isdisjoint(event.quote.lower().split())


def _of_others(view: CaseView, first: Event, second: Event) -> bool:
    """Whether the one who was arrested, or who told, is one grown-up in the first and another in the second."""
    if first.kind != second.kind or not of_one_person(first.kind):
        return False
    one, two = _grown_up(view, first), _grown_up(view, second)
    return bool(one and two) and one.isdisjoint(two)


def said_grown_ups(view: CaseView, event: Event) -> list[str]:
    """The grown-ups of the family whom the words of an event themselves name, in the order of the text."""
    grown, (first, last) = grown_ups(view), event.span
    inside = [(m.span[0], m.role) for m in event.mentions if m.role in grown and m.span and first <= m.span[0] < last]
    return [role for _, role in sorted(inside)]


def _grown_up(view: CaseView, event: Event) -> frozenset[str]:
    """Those whom the event is of: all of them, or of a telling the first, who says it."""
    inside = said_grown_ups(view, event)
    return frozenset(inside[:1] if event.kind in _data()["by_speaker"] else inside)


def _is_answered(view: CaseView, plan: Event) -> bool:
    """Whether a mention that something is ahead stands in a file that records the thing itself on that day."""
    if plan.main or plan.assertion not in _data()["ahead"] or plan.kind not in _data()["held_once"]:
        return False
    day, source = view.span_of(plan), view.entries[plan.entry].source
    if day is None or not day.bounded:
        return False
    return any(
        other.main
        and other.assertion in TELLING
        and view.entries[other.entry].source == source
        and (span := view.span_of(other)) is not None
        and span.overlaps(day)
        for other in view.by_kind.get(plan.kind, ())
    )


def is_rare(view: CaseView, first: Event, second: Event) -> bool:
    """Whether two of a rare kind on one day are likely one: no concern, and of kinds that are common only where both
    are of one kind and one known day, or have words in common."""
    kinds = {first.kind, second.kind}
    if "concern" in kinds:
        return False
    if kinds.isdisjoint(_data()["needs_words"]) or (len(kinds) == 1 and _of_one_day(view, first, second)):
        return True
    return bool(view.content(first) & view.content(second) or view.topics(first) & view.topics(second))


def codes_named(event: Event) -> frozenset[str]:
    """The codes by which an event names workers: "sw3"."""
    labels = ("".join(m.label.lower().split()) for m in event.mentions if m.agency and m.span is not None)
    return frozenset(label for label in labels if _CODE.fullmatch(label))


def _of_one_day(view: CaseView, first: Event, second: Event) -> bool:
    one, two = view.span_of(first), view.span_of(second)
    return one is not None and two is not None and one.is_day and two.is_day and one.start == two.start


def places_named(view: CaseView, event: Event) -> frozenset[str]:
    """The stems of words with a capital that are not the first of a sentence in an event's own words: names."""
    first, last = event.span
    words = _CAPITAL.findall(view.entries[event.entry].text[first:last])
    return frozenset(stem for word in words for stem in stems(word)) & view.content(event)
