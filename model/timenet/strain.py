"""Strains: hedged statements that only hold together near the edge of their tolerance.

"About five months" said twice can both be right, and still need each to be twelve days off in opposite
directions. Nothing is set aside for it, but a careful reader would be told.

    hedged statements at half their tolerance  ->  what clashes now  ->  the least tolerance that heals it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from model.calendar import ENGLAND, WorkingCalendar
from model.timenet.explain import in_a_sentence
from model.timenet.network import Network, can_hold
from model.timenet.statements import Statement, Strain


def strains(
    statements: Iterable[Statement], *, calendar: WorkingCalendar = ENGLAND, labels: Mapping[str, str] | None = None
) -> tuple[Strain, ...]:
    """The strains among statements that hold together (the active ones of a network).

    Hedges are looked at one width at a time, the widest first (months, then weeks, then days), each
    against the full tolerance of all others, so that the vaguest words are asked to give way first.
    """
    given = list(statements)
    found: dict[frozenset[str], Strain] = {}
    widths = sorted({width for s in given if (width := tolerance(s)) > 1}, reverse=True)
    for width in widths:
        hedged = {s.id for s in given if tolerance(s) == width}
        tight = [_within(s, width // 2) if s.id in hedged else s for s in given]
        originals = {s.id: s for s in given}
        for contradiction in Network(tight, calendar=calendar, labels=labels).contradictions():
            members = [originals[s.id] for s in contradiction.statements]
            strain = _strain(members, hedged, width, calendar, labels or {})
            if strain is not None:
                found.setdefault(frozenset(s.id for s in strain.statements), strain)
    return tuple(found.values())


def tolerance(s: Statement) -> int:
    """How far a hedged statement may be off its own number, in its unit; 0 for one that does not hedge."""
    if s.nominal is None or s.fewest is None or s.most is None:
        return 0
    return min(s.nominal - s.fewest, s.most - s.nominal)


def _within(s: Statement, days: int) -> Statement:
    """The statement with its tolerance cut to so many days. A little less trusted than unhedged ones."""
    assert s.nominal is not None
    return replace(s, fewest=s.nominal - days, most=s.nominal + days, trust=s.trust - 1)


def _strain(
    members: Sequence[Statement], hedged: set[str], width: int, calendar: WorkingCalendar, labels: Mapping[str, str]
) -> Strain | None:
    def holds(days: int) -> bool:
        return can_hold([_within(s, days) if s.id in hedged else s for s in members], calendar)

    least = next((days for days in range(width + 1) if holds(days)), None)
    loose = tuple(s for s in members if s.id in hedged)
    if not least or not loose:
        return None
    said = "; ".join(in_a_sentence(s, labels) for s in members)
    who = " and ".join(f"“{s.words}”" if s.words else f"the {s.nominal} days" for s in loose)
    each = "both hold" if len(loose) == 2 else ("all hold" if len(loose) > 2 else "hold")
    off = "each is" if len(loose) > 1 else "it is"
    text = f"{who} can {each} only if {off} off by at least {least} of the {width} days allowed. Read together: {said}."
    return Strain(statements=tuple(members), hedged=loose, days=least, explanation=text)
