"""The mechanics of the network: arcs, bounds by shortest paths, and what each bound rests on.

    insert(s)      add a statement if it can hold with the active ones; else leave all as it was
    deactivate(s)  take a statement out and loosen only what rested on it
    load(all)      the same for a whole case at once, optimistic: what clashes is taken out and returned

A simple temporal problem (Dechter, Meiri and Pearl 1991). Each node keeps its latest day (`HI`) and its
earliest day negated (`LO`), so that one routine, which only ever lowers numbers, serves both sides.
An arc (other, up, down, s) at a node says: hi[other] <= hi[node] + up and lo[other] <= lo[node] + down.

`potential` is a guess at each node's day. It orders the work: nodes are settled by their slack, as
Dijkstra's algorithm would with the lengths that are left over, so that most are settled once. For parts
without any date it is brought to satisfy all arcs, which proves that no cycle of them is negative
(Cotton and Maler 2006); where there are dates the two bounds cross instead. Working days pass through
`jumps` on top of the arcs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import Any

from model.timenet.spans import WorkingDays
from model.timenet.statements import ORIGIN, Statement

HI, LO = 0, 1
UNBOUND = 10**13  # the value of a side that nothing bounds
NO_ARC = 10**15  # the length of a direction that a statement leaves open: never improves UNBOUND

OFTEN = 32  # a node lowered so often while a case is loaded may lie on a negative cycle
FAR_BACK = 10**9  # further than any two days of a calendar lie apart

Arc = tuple[int, int, int, int]
Why = tuple[int, int]  # the statement, and the node it counted from (-1: a date)
Jump = tuple[int, Callable[[int], int | None], Callable[[int], int | None], int]


class Kernel:
    """Nodes and statements by number. Holds bounds of the active statements only; see the module."""

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
            for side in (HI, LO):
                self.bound[side].append(UNBOUND)
                self.why[side].append(None)
            self.potential.append(0)
        return at

    def register(self, statement: Statement) -> int:
        """Give a statement its number; it is not active yet."""
        fewest, most, index = statement.fewest, statement.most, self.index
        if statement.unit == "working_days":
            fewest = None if fewest is None else self._working_days.span(fewest)[0]
            most = None if most is None else self._working_days.span(most)[1]
        earlier, later = statement.earlier, statement.later
        if later not in index:
            self.node(later)
        if earlier == ORIGIN:
            first = -1
        else:
            first = index[earlier] if earlier in index else self.node(earlier)
        self.ends.append((first, index[later]))
        self.lengths.append((NO_ARC if most is None else most, NO_ARC if fewest is None else -fewest))
        self.statements.append(statement)
        self.active.append(False)
        return len(self.statements) - 1

    def load(self, numbers: Iterable[int]) -> list[list[int]]:
        """Activate many statements at once. Returns the clashing lists met; the last of each was taken out."""
        for s in numbers:
            self._attach(s)
        self._guess_potentials()
        taken: list[list[int]] = []
        for node, dates in enumerate(self.dates):
            if dates:
                self._set_own_date(HI, node)
                self._set_own_date(LO, node)
        clashes = self._propagate_watching((self._useful_seeds(HI), self._useful_seeds(LO)))
        while clashes := clashes or self._crossed():
            clashes = self._propagate_watching(self._take_out(clashes, taken))
        return taken + self._settle_potentials()

    # -- editing

    def insert(self, s: int) -> list[int] | None:
        """Activate one statement. Returns None, or, where it cannot hold, a list of statements that clash.

        In that case everything is as it was before. The list holds `s`; it need not be the shortest,
        and is empty where working days hide which statements clash.
        """
        self._trail = []
        clash = self._insert(s)
        if clash is not None:
            for values, at, old in reversed(self._trail):
                values[at] = old
            self._detach(s)
        self._trail = None
        return clash

    def _insert(self, s: int) -> list[int] | None:
        self._attach(s)
        earlier, later = self.ends[s]
        seeds = [later] if earlier < 0 else [earlier, later]
        for side in (HI, LO):
            if earlier < 0 and self.dates[later][-1][side] < self.bound[side][later]:
                self._lower(side, later, self.dates[later][-1][side], (s, -1))
            self._bad_cycle = []
            crossed = self._propagate(side, seeds, inserting=s)
            if self._bad_cycle:
                return self._bad_cycle
            if crossed:
                return self.chain(crossed[0]) or self._cycle_at(crossed[0])
        if self.bound[HI][later] == UNBOUND == self.bound[LO][later]:
            return self._clash_without_dates(later)
        return None

    def deactivate(self, s: int) -> list[int]:
        """Take an active statement out, loosening what rested on it. Returns nodes that clash now or still."""
        seeds = self._loosen(s)
        return [node for side in (HI, LO) for node in self._propagate(side, seeds[side])]

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

    # -- bounds

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

    def _useful_seeds(self, side: int) -> list[int]:
        """Nodes that improve a neighbour at once: few in a case whose rows are dated."""
        bound, at = self.bound[side], side + 1
        return [
            node
            for node, arcs in enumerate(self.arcs)
            if arcs
            and (base := bound[node]) < UNBOUND
            and (node in self.jumps or any(base + arc[at] < bound[arc[0]] for arc in arcs))
        ]

    def _propagate_watching(self, seeds: tuple[Iterable[int], Iterable[int]]) -> list[int]:
        """Both sides from those nodes, watching for negative cycles. Returns the nodes that clash.

        Where bounds ran away along a cycle the run is cut short; `_bad_cycle` holds it.
        """
        self._lowered, self._bad_cycle = [0] * len(self.names), []
        crossed = []
        for side in (HI, LO):
            if not self._bad_cycle:
                crossed += self._propagate(side, seeds[side])
        self._lowered = None
        return [self.ends[self._bad_cycle[0]][1]] if self._bad_cycle else crossed

    def _crossed(self) -> list[int]:
        """All nodes whose latest day lies before their earliest."""
        return [node for node, (hi, lo) in enumerate(zip(*self.bound, strict=True)) if hi + lo < 0]

    def _propagate(self, side: int, seeds: Iterable[int], *, inserting: int | None = None) -> list[int]:
        """Lower the bounds of one side along the arcs. Returns nodes whose two sides have crossed.

        Nothing is passed on from a crossed node. While a statement is inserted the first clash ends the run.
        """
        tail = -1  # where the inserted statement lowers from: lowered in its turn, it is on a cycle
        bound, other, arcs, potential, jumps = (
            self.bound[side],
            self.bound[1 - side],
            self.arcs,
            self.potential,
            self.jumps,
        )
        why, trail, lowered = self.why[side], self._trail, self._lowered
        sign, at, crossed = 1 if side == HI else -1, side + 1, []
        heap = [(bound[u] - sign * potential[u], u) for u in set(seeds) if bound[u] < UNBOUND]
        heapify(heap)
        while heap:
            key, u = heappop(heap)
            base = bound[u]
            if key != base - sign * potential[u]:
                continue  # lowered again since it was pushed
            if base + other[u] < 0:
                crossed.append(u)
                if inserting is not None:
                    return crossed
                continue
            for arc in arcs[u]:
                value, v = base + arc[at], arc[0]
                if value < bound[v]:
                    if trail is not None:
                        trail.append((bound, v, bound[v]))
                        trail.append((why, v, why[v]))
                    bound[v] = value
                    why[v] = (arc[3], u)
                    heappush(heap, (value - sign * potential[v], v))
                    if lowered is not None:
                        lowered[v] += 1
                        if lowered[v] >= OFTEN and self._runs_away(side, v, lowered[v]):
                            return crossed
                    if arc[3] == inserting:
                        tail = u
                    elif v == tail and self._runs_in_a_cycle(side, v):
                        return crossed
            if u in jumps:
                for jump in jumps[u]:
                    landed, v = jump[at](base), jump[0]  # type: ignore[operator]
                    if landed is not None and landed < bound[v]:
                        self._lower(side, v, landed, (jump[3], u))
                        heappush(heap, (landed - sign * potential[v], v))
        return crossed

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

    def _runs_away(self, side: int, node: int, often: int) -> bool:
        """Whether the node's bound rests on itself along a negative cycle; looked at when it was lowered often."""
        if often & (often - 1):
            return False
        return self._runs_in_a_cycle(side, node)

    def _runs_in_a_cycle(self, side: int, node: int) -> bool:
        cycle = self._cycle_under(side, node)
        negative = sum(self._length(side, s, v) for v, s in cycle) < 0
        if negative:
            self._bad_cycle = [s for _, s in cycle]
        return negative

    def _length(self, side: int, s: int, into: int) -> int:
        """The calendar length of a statement as an arc into a node (the greatest, for working days)."""
        forward = self.ends[s][1] == into
        return self.lengths[s][side if forward else 1 - side]

    def _cycle_under(self, side: int, node: int) -> list[tuple[int, int]]:
        """The cycle that the reasons of a node run into, as (node, statement) pairs; empty if they end at a date."""
        seen: dict[int, int] = {}
        path: list[tuple[int, int]] = []
        while node >= 0:
            if node in seen:
                return path[seen[node] :]
            seen[node] = len(path)
            why = self.why[side][node]
            if why is None:
                return []
            path.append((node, why[0]))
            node = why[1]
        return []

    # -- clashes

    def chain(self, node: int) -> list[int]:
        """The statements on which both bounds of a node rest; empty where working days made them circle."""
        found: dict[int, None] = {}
        for side in (HI, LO):
            at, steps = node, 0
            while at >= 0:
                why = self.why[side][at]
                steps += 1
                if why is None or steps > len(self.names) + 1:
                    return []
                found[why[0]] = None
                at = why[1]
        return list(found)

    def _take_out(self, clashes: Iterable[int], taken: list[list[int]]) -> tuple[Iterable[int], Iterable[int]]:
        """Take the least trusted statement out of each clash, noting it in `taken`. Returns where to start anew."""
        seeds: tuple[set[int], set[int]] = set(), set()
        for node in clashes:
            for side in (HI, LO):
                seeds[side].add(node)  # nothing was passed on from it while it clashed
            if self._bad_cycle or self.bound[HI][node] + self.bound[LO][node] < 0:
                chain = self._bad_cycle or self.chain(node) or self._cycle_at(node) or self._near(node)
                worst = self.least_trusted(chain)
                taken.append([*(s for s in chain if s != worst), worst])
                for side, loosened in enumerate(self._loosen(worst)):
                    seeds[side].update(loosened)
        if self._bad_cycle:
            return self._useful_seeds(HI), self._useful_seeds(LO)
        return seeds

    def _cycle_at(self, node: int) -> list[int]:
        """The negative cycle that one of the two bounds of a node rests on, if one does."""
        for side in (HI, LO):
            cycle = self._cycle_under(side, node)
            if cycle and sum(self._length(side, s, v) for v, s in cycle) < 0:
                return [s for _, s in cycle]
        return []

    def _near(self, node: int) -> list[int]:
        """All active statements of the node's component: the last resort where a chain circles."""
        nodes = self._component([node])
        return sorted(
            {arc[3] for n in nodes for arc in self.arcs[n]} | {date[2] for n in nodes for date in self.dates[n]}
        )

    def least_trusted(self, numbers: Iterable[int]) -> int:
        return max(numbers, key=lambda s: self.statements[s].priority)

    # -- potentials

    def _clash_without_dates(self, node: int) -> list[int] | None:
        """A negative cycle in the undated part around a node, if there is one."""
        nodes = list(self._component([node]))
        before = [self.potential[n] for n in nodes]
        cycle = self._repair(nodes)
        if cycle is not None:
            for n, value in zip(nodes, before, strict=True):
                self.potential[n] = value
        return cycle

    def _guess_potentials(self) -> None:
        """Start from the dates, and reach the undated nodes from their neighbours: nearly right in most cases."""
        unknown, queue = [True] * len(self.names), deque[int]()
        for node, dates in enumerate(self.dates):
            known = [-lo for _, lo, _ in dates if lo < UNBOUND] or [hi for hi, _, _ in dates if hi < UNBOUND]
            if known:
                self.potential[node], unknown[node] = known[0], False
                queue.append(node)
        for root in range(-1, len(self.names)):
            if root >= 0 and unknown[root]:
                self.potential[root], unknown[root] = 0, False
                queue.append(root)
            while queue:
                u = queue.popleft()
                for v, up, down, _ in self.arcs[u]:
                    if unknown[v]:
                        self.potential[v] = self.potential[u] + (-down if down != NO_ARC else min(up, 0))
                        unknown[v] = False
                        queue.append(v)

    def _settle_potentials(self) -> list[list[int]]:
        """Potentials from the bounds: all earliest days together satisfy every statement, and so do all latest.

        Nodes that no date bounds from below may lie as far back as they like, so they are put there, those
        with a latest day furthest; what no date bounds at all is repaired by itself.
        """
        latest, earliest = self.bound
        floating = []
        for node in range(len(self.names)):
            if earliest[node] < UNBOUND:
                self.potential[node] = -earliest[node]
            elif latest[node] < UNBOUND:
                self.potential[node] = latest[node] - 2 * FAR_BACK
            else:
                self.potential[node] -= FAR_BACK
                floating.append(node)
        taken = []
        while (cycle := self._repair(floating)) is not None:
            worst = self.least_trusted(cycle)
            taken.append([*(s for s in cycle if s != worst), worst])
            self._detach(worst)
        return taken

    def _repair(self, nodes: Sequence[int]) -> list[int] | None:
        """Bring the potentials of undated nodes to satisfy all arcs; the statements of a negative cycle if none can."""
        potential = self.potential
        active = [u for u in nodes if any(potential[arc[0]] > potential[u] + arc[1] for arc in self.arcs[u])]
        parent: dict[int, Why] = {}
        passes, check = 0, 4
        while active:
            lowered: dict[int, None] = {}
            for u in active:
                base = potential[u]
                for v, up, _, via in self.arcs[u]:
                    if potential[v] > base + up:
                        potential[v] = base + up
                        parent[v] = (via, u)
                        lowered[v] = None
            active = list(lowered)
            passes += 1
            if passes >= check:
                cycle = _cycle_in(parent, active)
                if cycle is not None:
                    return cycle
                check = 2 * passes
        return None


def _negated(day: int | None) -> int | None:
    return None if day is None else -day


def _cycle_in(parent: dict[int, Why], starts: Sequence[int]) -> list[int] | None:
    """The statements of a cycle of parents, if following them from the starts meets one."""
    colour: dict[int, int] = {}
    for run, start in enumerate(starts):
        node = start
        while node in parent and node not in colour:
            colour[node] = run
            node = parent[node][1]
        if colour.get(node) == run and node in parent:
            cycle, at = [], node
            while True:
                via, at = parent[at]
                cycle.append(via)
                if at == node:
                    return cycle
    return None
