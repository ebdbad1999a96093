"""Versions of records: nobody decides on what somebody else has changed meanwhile without having seen it.

    Library.book  ->  drawn_from(book)  ->  form: stamp(id)  ->  "id:number", the last decision on it that was drawn
    a form comes back  ->  conflicts(book, form, seen)  ->  the decisions of others since then, or none

The version of a record (an event, a gap) is the number of the last decision about it that is in force; for undo and
redo it is the whole trail. Notes and tags stand beside each other and compete with nothing. One's own decisions, made
in another window, are no conflict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Final

from dashboard.casebook import CaseBook
from dashboard.forms import Form
from model.case import Decision
from model.subjects import NOTE, TAG, WALKTHROUGH
from model.trail import in_force

TRAIL: Final = "trail"
BESIDE: Final = frozenset({"note", "tag", "untag", "author", "add", "walk-new", "walk-add", "walk-day"})
"""Acts that compete with nothing."""
_drawn: ContextVar[CaseBook | None] = ContextVar("casethread_drawn_book", default=None)


def drawn_from(book: CaseBook) -> None:
    """The forms made next in this thread are drawn from this book."""
    _drawn.set(book)


def stamp(on: str) -> str:
    """The versions of what a form is on, as its page was drawn; nothing where nobody has decided on it yet."""
    book = _drawn.get()
    if book is None:
        return ""
    return " ".join(f"{name}:{version}" for name in records_of(on) if (version := version_of(book, name)))


def records_of(on: str) -> Sequence[str]:
    """The records that a form's `on` names: one, or the two of a link; the trail where it names none."""
    return on.split() or [TRAIL]


def version_of(book: CaseBook, name: str) -> int:
    """The number of the last decision about a record; 0 for none."""
    if name == TRAIL:
        return max((d.number for d in book.case.decisions), default=0)
    return max((d.number for d in _competing(book, name)), default=0)


def conflicts(book: CaseBook, form: Form, seen: Mapping[str, int], author: str) -> list[Decision]:
    """What others decided on the records of a form since it was drawn, the oldest first."""
    if form.act in BESIDE:
        return []
    names = dict.fromkeys([*records_of(form.on), *form.fields.get("events", ())])
    if form.fields.get("events") and not form.on:
        names.pop(TRAIL, None)
    found: dict[int, Decision] = {}
    for name in names:
        since = book.case.decisions if name == TRAIL else _competing(book, name)
        changed = version_of(book, name) != seen.get(name, 0)
        found |= {d.number: d for d in since if changed and d.number > seen.get(name, 0) and d.author != author}
    return [found[number] for number in sorted(found)]


def seen_of(text: str) -> dict[str, int]:
    """The versions that a form says it was drawn with; what is not understood counts as not seen."""
    out: dict[str, int] = {}
    for part in text.split():
        name, _, number = part.rpartition(":")
        if name and number.isascii() and number.isdigit() and len(number) < 12:
            out[name] = max(out.get(name, 0), int(number))
    return out


def now_seen(book: CaseBook, form: Form) -> str:
    """The versions as they are now: what the form holds once its sender has been shown the others' words."""
    names = dict.fromkeys([*records_of(form.on), *form.fields.get("events", ())])
    return " ".join(f"{name}:{version_of(book, name)}" for name in names)


def _competing(book: CaseBook, name: str) -> Sequence[Decision]:
    found = [d for d in book.review.history.get(name, ()) if d.subject not in (NOTE, TAG)]
    walk = name.partition(":")[0]  # a stop is named WALKTHROUGH:STOP, and a walkthrough is kept as a whole
    return found or [d for d in in_force(book.case.decisions) if d.subject == WALKTHROUGH and d.value.get("id") == walk]
