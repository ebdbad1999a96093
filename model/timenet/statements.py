"""What the network is told and what it answers: statements, bounds, contradictions, strains.

A `Statement` says how many days may lie from one point in time to another; `earlier` may be `ORIGIN`,
and then `fewest` and `most` are day numbers (`datetime.date.toordinal`): a date. Every statement keeps
its words, who wrote them and how far it is trusted (0..1).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from model.when import When

Unit = Literal["days", "working_days"]

ORIGIN: Final = ""
"""The node from which dates are counted; no event has an empty id."""


class Bounds(NamedTuple):
    """The earliest and the latest day of a node, both inclusive; None where nothing bounds that side."""

    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`later` lies `fewest` to `most` units after `earlier` (None: unbounded on that side).

    `nominal` is the number in the words where they hedge ("about five months": 153, fewest 139, most
    167), so that a solution that needs nearly the whole tolerance can be shown as a strain. Working
    days are never negative. `source` is the id of the event or entry that says it, `agency` whose
    words they are, `unit_stated` whether the words themselves name working or calendar days.

    Raises ValueError for a statement that cannot hold by itself.
    """

    id: str
    earlier: str
    later: str
    fewest: int | None
    most: int | None
    unit: Unit = "days"
    words: str = ""
    source: str = ""
    agency: str = ""
    trust: float = 0.5
    nominal: int | None = None
    unit_stated: bool = False

    def __post_init__(self) -> None:
        if self.fewest is not None and self.most is not None and self.fewest > self.most:
            raise ValueError("a statement allows more days at least than at most")
        if self.later in (ORIGIN, self.earlier):
            raise ValueError("a statement joins two different points, and dates count from the origin")
        if self.unit == "working_days" and (self.is_date or (self.fewest or 0) < 0 or (self.most or 0) < 0):
            raise ValueError("working days are counted forward from one event to another")

    @property
    def is_date(self) -> bool:
        """Whether this is the date of a node and not a distance between two."""
        return self.earlier == ORIGIN

    @property
    def priority(self) -> tuple[float, str]:
        """Sorts the most trusted first; equal trust is settled by the id, never by the order of files."""
        return (-self.trust, self.id)


def date_statement(
    node: str,
    start: dt.date | None,
    end: dt.date | None,
    *,
    trust: float,
    words: str = "",
    source: str = "",
    agency: str = "",
) -> Statement:
    """The statement that a node lies between two days. Its id is "date:" and the node."""
    return Statement(
        id=f"date:{node}",
        earlier=ORIGIN,
        later=node,
        fewest=start.toordinal() if start else None,
        most=end.toordinal() if end else None,
        words=words,
        source=source or node,
        agency=agency,
        trust=trust,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One way in which a contradiction would vanish, offered and never applied.

    `statement` is the id of the statement that would read differently, `kind` names the idea.
    """

    kind: Literal["working_days", "calendar_days", "other_anchor", "typing_slip", "unit_slip", "inclusive_counting"]
    statement: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeContradiction:
    """The shortest list of statements found that cannot all hold, and the one of them set aside.

    `statements` are in reading order; each alone could be right. `explanation` is the whole in words.
    """

    statements: tuple[Statement, ...]
    set_aside: Statement
    explanation: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strain:
    """Hedged statements that hold together only if each is off by at least `days` from its own number."""

    statements: tuple[Statement, ...]
    hedged: tuple[Statement, ...]
    days: int
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Every node's tightest bounds. `narrowed` are nodes bounded more tightly than their own date says."""

    intervals: Mapping[str, Bounds]
    narrowed: frozenset[str]
    contradictions: tuple[TimeContradiction, ...]
    set_aside: tuple[Statement, ...]


Given = When | tuple[dt.date | None, dt.date | None] | None
"""How a caller may state the bounds of a node."""


def ends_of(given: Given) -> tuple[dt.date | None, dt.date | None]:
    """The two days of a When or of a pair; (None, None) where there is none."""
    if given is None:
        return None, None
    return (given.start, given.end) if isinstance(given, When) else given
