"""What a dated remark recalls: "re 28/8" in a row of another day, of what another file records on that day.

remark of no kind with a day of its own  ->  the other file's agency told the row or is named in it, a topic or a
                                             rare word stands in both  ->  it may recall that record
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from model.case import Event
from model.view import CaseView

SAME_MATTER_DAYS: Final = 3  # an incident, its arrest and its aftermath


def width_of(view: CaseView, event: Event) -> int:
    """How many days its interval spans beyond the first; very many where nothing bounds it."""
    span = view.span_of(event)
    return (span.end - span.start).days if span and span.start and span.end else 10_000


def recalls(view: CaseView, mention: Event, event: Event) -> bool:
    """Whether a dated remark in a row of another day can be of what another file records on that day.

    It can if that file's agency told the row, is named in the remark's sentence, or both share a topic.
    """
    if mention.kind != "other" or mention.main or event.kind == "other" or not event.main:
        return False
    row, span = view.written(mention), view.span_of(mention)
    if row is None or span is None or span.overlaps(row):
        return False
    if width_of(view, mention) > SAME_MATTER_DAYS:
        return bool(view.topics(mention) & view.entry_topics(event))
    return _recalls_by(view, mention, event) or bool(_in_common(view, mention, event))


def _recalls_by(view: CaseView, mention: Event, event: Event) -> bool:
    """Whether the other file's agency told the row or is named in the remark, or both share a topic."""
    senders = frozenset(side for e in view.by_entry[mention.entry] for side in view.senders(e))
    topics = view.topics(mention) & view.entry_topics(event)
    return view.side(event) in senders | view.partners(mention) or bool(topics)


def _in_common(view: CaseView, first: Event, second: Event) -> frozenset[str]:
    """The words that both sentences hold, without numbers."""
    return frozenset(word for word in view.content(first) & view.content(second) if not word.isdigit())


def has_cause(view: CaseView, first: Event, second: Event, rarity: Mapping[str, float], least: float) -> bool:
    """Whether a dated remark recalls what another file records by more than a common word."""
    if _recalls_by(view, first, second) or _recalls_by(view, second, first):
        return True
    return any(rarity[word] >= least for word in _in_common(view, first, second))
