"""Which of a reviewer's decisions are in force: undo and redo are entries of the same trail.

    decisions in the order made  ->  in_force  ->  those that count
                                 ->  to_undo, to_redo  ->  what the buttons would act on

Nothing is ever taken out of the trail. An undone decision can be put back as long as nothing new was
decided since (`to_redo`), and any single one at any time from the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from model.case import Decision
from model.subjects import REDO, UNDO


def numbered(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions with their numbers; those that were never stored are numbered by their place."""
    return tuple(d if d.number else replace(d, number=n) for n, d in enumerate(decisions, start=1))


def undone(decisions: Sequence[Decision]) -> frozenset[int]:
    """The numbers of the decisions that are out of force."""
    out: set[int] = set()
    for decision in decisions:
        if decision.subject == UNDO:
            out.add(_target(decision))
        elif decision.subject == REDO:
            out.discard(_target(decision))
    return frozenset(out)


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that count, in the order made, without the undos and redos themselves."""
    trail = numbered(decisions)
    out = undone(trail)
    return tuple(d for d in trail if d.subject not in (UNDO, REDO) and d.number not in out)


def to_undo(decisions: Iterable[Decision]) -> Decision | None:
    """The decision that "Undo" takes back: the last in force."""
    standing = in_force(decisions)
    return standing[-1] if standing else None


def to_redo(decisions: Iterable[Decision]) -> Decision | None:
    """The decision that "Redo" puts back: the last undone since anything new was decided."""
    trail = numbered(decisions)
    by_number = {d.number: d for d in trail}
    waiting: list[int] = []
    for decision in trail:
        if decision.subject == UNDO:
            waiting.append(_target(decision))
        elif decision.subject == REDO:
            waiting = [n for n in waiting if n != _target(decision)]
        else:
            waiting = []
    return by_number.get(waiting[-1]) if waiting else None


def _target(decision: Decision) -> int:
    number = decision.value.get("of")
    return number if isinstance(number, int) else 0
