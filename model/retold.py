"""What a row tells of another day: whether it gives the day, takes its own, or only counts from it.

"Admitted with a broken arm", said in a call, has no day but the call's. "No arguments since March" names March, and
tells of nothing that happened in it. `pairing` and `likeness` ask before they compare days.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from model.case import Event
from model.data import load_toml
from model.telling_kinds import MEETINGS, MESSAGES
from model.view import CaseView
from model.when import When

NARROW_DAYS: Final = 7  # a wider interval is a recollection, not a date


@cache
def _stretch() -> dict[str, Any]:
    data: dict[str, Any] = load_toml("model.rules", "matching.toml")["stretch"]
    return data


@cache
def _from_words() -> tuple[str, ...]:
    return tuple(_stretch()["from_words"])


@cache
def _unless() -> tuple[str, ...]:
    return tuple(_stretch()["unless"])


def told_by_row(view: CaseView, event: Event) -> bool:
    """Whether a message or meeting tells of it without a day of its own: with none at all, or that of the row."""
    own, row = event.when, view.entries[event.entry].when
    of_row = own is None or own.start is None or (row is not None and (own.start, own.text) == (row.start, row.text))
    carried = any(e.main and e.kind in MESSAGES | MEETINGS for e in view.by_entry[event.entry])
    return of_row and carried and not event.main


def counts_from(view: CaseView, event: Event) -> bool:
    """Whether a mention's stretch of time is where something else begins ("no arguments since March")."""
    when = event.when
    if event.main or when is None or not when.text or _narrow(when):
        return False
    if event.kind in _stretch()["states"]:
        return False
    words, clause = _from_words(), view.clause(event).lower()
    before = clause[: max(0, clause.find(when.text.lower()))].rstrip()
    if any(said in clause for said in _unless()):
        return False
    return when.text.lower().startswith(words) or before.endswith(words)


def _narrow(when: When) -> bool:
    return when.start is not None and when.end is not None and (when.end - when.start).days <= NARROW_DAYS
