"""Whether a person named in a record was there, and whether advice was given to them.

    row, role  ->  each naming of the person, with the words round it in its sentence
               ->  there: named with the visit or with a word of presence, not in somebody's talk of them

A row that names somebody is not yet a meeting with them: they may be at work, or only spoken of. The
words between one person's naming and the next are taken to be about the first. Phrases of presence,
absence and talk are data of the rule that asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from model.case import Event
from model.data import load_toml
from model.view import CaseView
from model.words import Phrasebook, clause_around, stems

AT_ONCE = 2  # words after a name that are about it and nobody else
MEETINGS = frozenset({"child_in_need_meeting", "core_group", "child_protection_conference", "planning_meeting"})


@cache
def presence_phrases() -> Phrasebook:
    """The phrases of `rules/presence.toml`: of presence, absence, talk, and of whom advice was given to."""
    return Phrasebook(load_toml("model.rules", "presence.toml")["presence"])


@dataclass(frozen=True, slots=True)
class Naming:
    """One naming of a person: the sentence it is in, what stands before it there, between it and its neighbours."""

    sentence: str
    before: str
    between: str
    after: str
    with_quote: bool


def was_there(view: CaseView, event: Event, role: str, book: Phrasebook) -> bool:
    """Whether the row shows the person at the event. `book` names its phrases:

    "absent" (said right after the naming) and "no" (right before it), "meeting" (absence, anywhere in the
    row of a meeting), "present" (anywhere in the sentence), "talk" (before the naming: only spoken of),
    "at_once" (the very next words: there, whoever else was not).
    """
    row = view.by_entry[event.entry]
    namings = list(_namings(view, event, role))
    met = (n for n in namings if "talk" not in book.find(stems(n.before)))
    if any("at_once" in book.find(stems(n.after)[:AT_ONCE]) for n in met):
        return True
    if any(e.assertion == "did_not_happen" and role in view.roles(e) for e in row):
        return False
    if event.kind in MEETINGS and "meeting" in book.find(stems(view.entries[event.entry].text)):
        return False
    if any(_says_absent(n, book) for n in namings):
        return False
    return any(_shows(naming, book) for naming in namings)


def _says_absent(naming: Naming, book: Phrasebook) -> bool:
    return "absent" in book.find(stems(naming.after)) or "no" in book.find(stems(naming.between))


def _shows(naming: Naming, book: Phrasebook) -> bool:
    if "talk" in book.find(stems(naming.before)):
        return False
    return naming.with_quote or "present" in book.find(stems(naming.sentence))


def was_given_to(view: CaseView, event: Event, role: str, book: Phrasebook) -> bool:
    """Whether advice is recorded as given to the person: "with mother and father", "parents advised".

    `book` names "absent", "to" (the word before those to whom it was given), "and" (what joins them) and
    "given" (the word after them).
    """
    found = list(_namings(view, event, role))
    for at, naming in enumerate(found):
        if not naming.with_quote or "absent" in book.find(stems(naming.after)):
            continue
        before, after = stems(naming.between), stems(naming.after)[:3]
        joined = all(book.find((word,)) & {"and", "to"} for word in before[-2:])
        if naming.sentence == "" or "to" in book.find(before[-2:]) or "given" in book.find(after):
            return True
        if joined and any("to" in book.find(stems(n.before)[-3:]) for n in found[: at + 1]):
            return True
    return False


def _namings(view: CaseView, event: Event, role: str) -> Iterator[Naming]:
    """Each naming of the person in the row; one of an empty sentence where it is not known which words name them."""
    text = view.entries[event.entry].text
    row = view.by_entry[event.entry]
    spans = sorted({m.span for e in row for m in e.mentions if m.span})
    named = sorted({m.span for e in row for m in e.mentions if m.span and m.role == role})
    for first, last in named:
        clause = clause_around(text, (first, last))
        start = max(text.find(clause, max(0, first - len(clause))), 0)
        end = start + len(clause)
        floor = max((b for _, b in spans if start <= b <= first), default=start)
        until = min((a for a, _ in spans if last <= a <= end), default=end)
        with_quote = start <= event.span[0] < end
        yield Naming(clause, text[start:first], text[floor:first], text[last:until], with_quote)
    if not named and any(role in view.roles(e) for e in row):
        yield Naming("", "", "", view.clause(event), with_quote=True)
