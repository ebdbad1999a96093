"""Whether a person named in a record was there.

    row, role  ->  what is said right after each naming of the person ("Fa at work", "father not present")

A row that names somebody is not yet a meeting with them. The words between one person's naming and
the next are taken to be about the first; phrases of absence are data of the rule that asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Event
from model.view import CaseView
from model.words import Phrasebook, clause_around, stems

MEETINGS = frozenset({"child_in_need_meeting", "core_group", "child_protection_conference", "planning_meeting"})


def absent_from(view: CaseView, event: Event, role: str, book: Phrasebook) -> bool:
    """Whether the row says that the person was not there.

    `book` names its phrases "after" (said after the naming), "before" (said before it) and "meeting"
    (anywhere in the row of a meeting).
    """
    row = view.by_entry[event.entry]
    if any(e.assertion == "did_not_happen" and role in view.roles(e) for e in row):
        return True
    text = view.entries[event.entry].text
    if event.kind in MEETINGS and "meeting" in book.find(stems(text)):
        return True
    said = ((book.find(stems(before)), book.find(stems(after))) for before, after in _said(view, event, role))
    return any("before" in before or "after" in after for before, after in said)


def _said(view: CaseView, event: Event, role: str) -> Iterator[tuple[str, str]]:
    """The words right before and right after each naming of the person in the row."""
    text = view.entries[event.entry].text
    row = view.by_entry[event.entry]
    spans = sorted({m.span for e in row for m in e.mentions if m.span})
    named = sorted({m.span for e in row for m in e.mentions if m.span and m.role == role})
    for first, last in named:
        clause = clause_around(text, (first, last))
        start = max(text.find(clause), 0)
        before = max((b for a, b in spans if b <= first and a >= start), default=start)
        after = min((a for a, b in spans if a >= last), default=start + len(clause))
        yield text[before:first], text[last : min(after, start + len(clause))]
    if not named:
        for other in row:
            if role in view.roles(other):
                yield "", view.clause(other)
