"""The mechanics of the network: arcs, bounds by shortest paths, and what each bound rests on.

    insert(s)      add a statement if it can hold with the active ones; else leave all as it was
    deactivate(s)  take a statement out and loosen only what rested on it
    load(all)      the same for a whole case at once, optimistic: what clashes is taken out and returned

A simple temporal problem (Dechter, Meiri and Pearl 1991), kept as `model.timenet.arcs` describes: a
node's latest day, and its earliest day negated, so that bounds are only ever lowered.

`potential` is a guess at each node's day, from its date. It orders the work: nodes are settled by their
slack, as Dijkstra's algorithm would with the lengths that are left over, so that most are settled once.
For parts without any date it is brought to satisfy all arcs, which proves that no cycle of them is
negative (Cotton and Maler 2006); where there are dates the two bounds cross instead.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

from model.timenet.arcs import HI, LO, NO_ARC, UNBOUND, Arcs, Why

OFTEN = 32  # a node lowered so often while a case is loaded may lie on a negative cycle


class Kernel(Arcs):
    """Bounds of the active statements, by number; see the module."""

    def load(self, numbers: Iterable[int]) -> list[list[int]]:
        """Activate many statements at once. Returns the clashing lists met; the last of each was taken out."""
        self._attach_all(numbers)
        taken: list[list[int]] = []
        clashes = self._propagate_watching(None)
        while clashes := clashes or self._crossed():
            clashes = self._propagate_watching(self._take_out(clashes, taken))
        return taken + self._settle_potentials()

    def _attach_all(self, numbers: Iterable[int]) -> None:
        """Attach many statements and set the dates of their nodes: one loop, since a case has hundreds of thousands."""
        ends, lengths, arcs, statements, active = self.ends, self.lengths, self.arcs, self.statements, self.active
        (latest, earliest), (why_latest, why_earliest) = self.bound, self.why
        for s in numbers:
            active[s] = True
            (earlier, later), (up, down) = ends[s], lengths[s]
            if earlier >= 0:
                arcs[earlier].append((later, up, down, s))
                arcs[later].append((earlier, down, up, s))
                if statements[s].unit == "working_days":
                    self._attach_jumps(s)
                continue
            hi, lo = UNBOUND if up == NO_ARC else up, UNBOUND if down == NO_ARC else down
            self.dates[later].append((hi, lo, s))
            if hi < latest[later]:
                latest[later], why_latest[later] = hi, (s, -1)
            if lo < earliest[later]:
                earliest[later], why_earliest[later] = lo, (s, -1)
            self.potential[later] = -lo if lo < UNBOUND else hi

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

    # -- bounds

    def _sweep(self) -> tuple[list[int], list[int]]:
        """Pass every node's bounds to its neighbours once. Returns, by side, the nodes to go on from."""
        (latest, earliest), (why_latest, why_earliest) = self.bound, self.why
        from_hi, from_lo = dict.fromkeys(self.jumps), dict.fromkeys(self.jumps)
        for u, arcs in enumerate(self.arcs):
            if not arcs:
                continue
            hi, lo = latest[u], earliest[u]
            if hi + lo < 0 or hi == UNBOUND == lo:
                continue
            hi, lo = (NO_ARC if hi == UNBOUND else hi), (NO_ARC if lo == UNBOUND else lo)
            for v, up, down, s in arcs:
                if hi + up < latest[v]:
                    latest[v] = hi + up
                    why_latest[v] = (s, u)
                    from_hi[v] = None
                if lo + down < earliest[v]:
                    earliest[v] = lo + down
                    why_earliest[v] = (s, u)
                    from_lo[v] = None
        return list(from_hi), list(from_lo)

    def _propagate_watching(self, seeds: tuple[Iterable[int], Iterable[int]] | None) -> list[int]:
        """Both sides from those nodes (None: from all), watching for negative cycles. Returns the nodes that clash.

        Where bounds ran away along a cycle the run is cut short; `_bad_cycle` holds it.
        """
        self._lowered, self._bad_cycle = [0] * len(self.names), []
        crossed = []
        starts = seeds or self._sweep()
        for side in (HI, LO):
            if not self._bad_cycle:
                crossed += self._propagate(side, starts[side])
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
                v = arc[0]
                value = base + arc[at]
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

    def _take_out(self, clashes: Iterable[int], taken: list[list[int]]) -> tuple[set[int], set[int]] | None:
        """Take the least trusted statement out of each clash, noting it in `taken`.

        Returns where to start anew, None for everywhere.
        """
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
            return None
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

    def _guess_potentials(self, nodes: Sequence[int]) -> None:
        """Reach each undated node from a neighbour: right at once where the statements form a tree."""
        potential, unknown = self.potential, set(nodes)
        for root in nodes:
            queue = deque([root] if root in unknown else ())
            unknown.discard(root)
            while queue:
                u = queue.popleft()
                for v, up, down, _ in self.arcs[u]:
                    if v in unknown:
                        potential[v] = potential[u] + (-down if down != NO_ARC else min(up, 0))
                        unknown.discard(v)
                        queue.append(v)

    def _settle_potentials(self) -> list[list[int]]:
        """Prove that the undated parts can hold, taking out what cannot. (Where there are dates the bounds show it.)"""
        floating = [
            n for n in range(len(self.names)) if self.bound[HI][n] == UNBOUND == self.bound[LO][n] and self.arcs[n]
        ]
        self._guess_potentials(floating)
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
