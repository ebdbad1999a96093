"""What the network holds: nodes, statements as arcs, dates, and the bound of each side with its reason.

Each node keeps its latest day (`HI`) and its earliest day negated (`LO`), so that one routine, which
only ever lowers numbers, serves both sides. An arc (other, up, down, s) at a node says:
hi[other] <= hi[node] + up and lo[other] <= lo[node] + down. Working days are arcs of the calendar days
that they can span, with `jumps` on top that are exact from a known day.

`Arcs` only keeps these and takes statements in and out; `model.timenet.kernel` works out the bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from model.timenet.spans import WorkingDays
from model.timenet.statements import ORIGIN, Statement

HI, LO = 0, 1
UNBOUND = 10**13  # the value of a side that nothing bounds
NO_ARC = 10**15  # the length of a direction that a statement leaves open: never improves UNBOUND

Arc = tuple[int, int, int, int]
Why = tuple[int, int]  # the statement, and the node it counted from (-1: a date)
Jump = tuple[int, Callable[[int], int | None], Callable[[int], int | None], int]


class Arcs:
    """Nodes and statements by number. See the module."""

    def __init__(self, working_days: WorkingDays) -> None:
        self._working_days = working_days
        self.names: list[str] = []
        self.index: dict[str, int] = {}
        self.arcs: list[list[Arc]] = []
        self.dates: list[list[tuple[int, int, int]]] = []  # (hi, lo, statement) of each node
        self.bound: tuple[list[int], list[int]] = ([], [])
        self.why: tuple[list[Why | None], list[Why | None]] = ([], [])
        self.potential: list[int] = []
        self.jumps: dict[int, list[Jump]] = {}
        self.statements: list[Statement] = []
        self.ends: list[tuple[int, int]] = []  # (earlier or -1, later) of each statement
        self.lengths: list[tuple[int, int]] = []  # (up, down) from the earlier node, in calendar days
        self.active: list[bool] = []
        self._trail: list[tuple[list[Any], int, Any]] | None = None
        self._lowered: list[int] | None = None  # how often each node was lowered, while a case is loaded
        self._bad_cycle: list[int] = []  # a cycle of statements that lowers itself without end

    # -- building

    def node(self, name: str) -> int:
        """The number of a node, made where it is new."""
        at = self.index.get(name)
        if at is None:
            at = self.index[name] = len(self.names)
            self.names.append(name)
            self.arcs.append([])
            self.dates.append([])
            self.bound[HI].append(UNBOUND)
            self.bound[LO].append(UNBOUND)
            self.why[HI].append(None)
            self.why[LO].append(None)
            self.potential.append(0)
        return at

    def register(self, statement: Statement) -> int:
        """Give a statement its number; it is not active yet."""
        return self.register_all([statement])[0]

    def register_all(self, statements: Sequence[Statement]) -> range:
        """The same for many."""
        index, ends, lengths, before = self.index, self.ends, self.lengths, len(self.statements)
        for statement in statements:
            fewest, most, earlier, later = statement.fewest, statement.most, statement.earlier, statement.later
            if statement.unit == "working_days":
                fewest = None if fewest is None else self._working_days.span(fewest)[0]
                most = None if most is None else self._working_days.span(most)[1]
            to = index[later] if later in index else self.node(later)
            if earlier == ORIGIN:
                ends.append((-1, to))
            else:
                ends.append((index[earlier] if earlier in index else self.node(earlier), to))
            lengths.append((NO_ARC if most is None else most, NO_ARC if fewest is None else -fewest))
        self.statements += statements
        self.active += [False] * len(statements)
        return range(before, len(self.statements))

    # -- in and out

    def _attach(self, s: int) -> None:
        statement, (earlier, later), (up, down) = self.statements[s], self.ends[s], self.lengths[s]
        self.active[s] = True
        if earlier < 0:
            self.dates[later].append((UNBOUND if up == NO_ARC else up, UNBOUND if down == NO_ARC else down, s))
            return
        self.arcs[earlier].append((later, up, down, s))
        self.arcs[later].append((earlier, down, up, s))
        if statement.unit == "working_days":
            self._attach_jumps(s)

    def _attach_jumps(self, s: int) -> None:
        (earlier, later), days = self.ends[s], self._working_days
        fewest, most = self.statements[s].fewest, self.statements[s].most
        self.jumps.setdefault(earlier, []).append(
            (
                later,
                lambda hi: None if most is None else days.after(hi, most),
                lambda lo: None if fewest is None else _negated(days.after(-lo, fewest)),
                s,
            )
        )
        self.jumps.setdefault(later, []).append(
            (
                earlier,
                lambda hi: None if fewest is None else days.latest_start(hi, fewest),
                lambda lo: None if most is None else _negated(days.earliest_start(-lo, most)),
                s,
            )
        )

    def _detach(self, s: int) -> None:
        earlier, later = self.ends[s]
        self.active[s] = False
        if earlier < 0:
            self.dates[later] = [date for date in self.dates[later] if date[2] != s]
            return
        for node in (earlier, later):
            self.arcs[node] = [arc for arc in self.arcs[node] if arc[3] != s]
            if node in self.jumps:
                self.jumps[node] = [jump for jump in self.jumps[node] if jump[3] != s]
                if not self.jumps[node]:
                    del self.jumps[node]

    def _loosen(self, s: int) -> tuple[set[int], set[int]]:
        """Take a statement out and set back the bounds that rested on it. Returns, by side, where to start anew.

        Where working days are about, reasons may circle; then the whole component is set back.
        """
        earlier, later = self.ends[s]
        touched = [later] if earlier < 0 else [earlier, later]
        whole = self._component(touched) if self.jumps else set()
        circling = not whole.isdisjoint(self.jumps)
        self._detach(s)
        seeds = []
        for side in (HI, LO):
            rested = whole if circling else self._resting_on(side, s, touched)
            for node in rested:
                self._set_own_date(side, node)
            seeds.append(rested | {arc[0] for node in rested for arc in self.arcs[node]})
        return seeds[HI], seeds[LO]

    # -- reasons

    def _lower(self, side: int, node: int, value: int, why: Why) -> None:
        if self._trail is not None:
            self._trail.append((self.bound[side], node, self.bound[side][node]))
            self._trail.append((self.why[side], node, self.why[side][node]))
        self.bound[side][node] = value
        self.why[side][node] = why

    def _set_own_date(self, side: int, node: int) -> None:
        dates = self.dates[node]
        best = dates[0] if len(dates) == 1 else min(dates, key=lambda date: date[side], default=None)
        self.bound[side][node] = UNBOUND if best is None else best[side]
        self.why[side][node] = None if best is None or best[side] == UNBOUND else (best[2], -1)

    def _resting_on(self, side: int, s: int, touched: Iterable[int]) -> set[int]:
        """Nodes whose bound on that side was counted through statement `s`, directly or not."""
        why = self.why[side]
        rested = {node for node in touched if (known := why[node]) is not None and known[0] == s}
        stack = list(rested)
        while stack:
            u = stack.pop()
            for v, _, _, via in self.arcs[u]:
                if v not in rested and why[v] == (via, u):
                    rested.add(v)
                    stack.append(v)
        return rested

    def _component(self, nodes: Iterable[int]) -> set[int]:
        seen = set(nodes)
        stack = list(seen)
        while stack:
            for arc in self.arcs[stack.pop()]:
                if arc[0] not in seen:
                    seen.add(arc[0])
                    stack.append(arc[0])
        return seen


def _negated(day: int | None) -> int | None:
    return None if day is None else -day
