"""The network of a case: add, change and remove statements; every answer is that of a fresh solution.

    add / set_bounds / remove  ->  kernel (bounds)  ->  solution(): intervals, contradictions, set aside

Which statements are set aside follows one rule, whatever the order of the edits: going from the most
trusted statement to the least, each is kept if it can hold together with those kept before it. So the
least trusted statement of a contradiction gives way, the rest stands, and taking a statement back can
only bring back what it had displaced.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from heapq import heapify, heappop, heappush
from operator import attrgetter

from model.calendar import ENGLAND, WorkingCalendar
from model.timenet.arcs import HI, LO
from model.timenet.explain import explained
from model.timenet.kernel import Kernel
from model.timenet.shortest import shortest_clash
from model.timenet.spans import WorkingDays
from model.timenet.statements import (
    Bounds,
    Given,
    Solution,
    Statement,
    TimeContradiction,
    date_statement,
    ends_of,
)

LAST_DAY = dt.date.max.toordinal()
DATE_TRUST = 0.9  # a dated row is trusted more than a distance told in prose
MINIMISED = 60  # longest chain that is cut down by leaving out one statement at a time


@cache
def working_days_of(calendar: WorkingCalendar) -> WorkingDays:
    """The table of a calendar, made once."""
    return WorkingDays(calendar)


class Network:
    """A simple temporal network that is edited a statement at a time.

    `labels` gives the words for a node in explanations ("the clinic"); a node without one is shown by
    its name. Statements added to the constructor are solved together, which is fastest for a whole case.

    >>> net = Network([date_statement("birth", dt.date(2021, 5, 4), dt.date(2021, 5, 4), trust=0.9)])
    >>> net.add(Statement(id="1", earlier="birth", later="visit", fewest=11, most=11))
    >>> net.bounds("visit").start
    datetime.date(2021, 5, 15)
    """

    def __init__(
        self,
        statements: Iterable[Statement] = (),
        *,
        calendar: WorkingCalendar = ENGLAND,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        self.calendar = calendar
        self.labels = labels or {}
        self._kernel = Kernel(working_days_of(calendar))
        self._numbers: dict[str, int] = {}
        self._clashes: dict[int, tuple[int, ...]] = {}  # statement set aside -> what it clashes with
        with _collector_resting():
            given = sorted({s.id: s for s in statements}.values(), key=attrgetter("id"))
            loaded = self._kernel.register_all(given)
            self._numbers.update(zip((statement.id for statement in given), loaded, strict=True))
            taken = self._kernel.load(loaded)
            self._settle([clash[-1] for clash in taken])

    # -- editing

    def add(self, statement: Statement) -> None:
        """Add one statement; one of the same id is replaced."""
        self.remove(statement.id)
        self._settle([self._register(statement)])

    def remove(self, statement_id: str) -> None:
        """Take a statement back; unknown ids are ignored."""
        s = self._numbers.pop(statement_id, None)
        if s is None:
            return
        if self._clashes.pop(s, None) is None:
            self._kernel.deactivate(s)
            self._settle(self._displaced_by(s))

    def set_bounds(self, node: str, given: Given, *, trust: float = DATE_TRUST, words: str = "") -> None:
        """Say (or correct, or with None forget) the date of a node."""
        start, end = ends_of(given)
        self.remove(f"date:{node}")
        self._kernel.node(node)
        if start is not None or end is not None:
            self.add(date_statement(node, start, end, trust=trust, words=words))

    def _register(self, statement: Statement) -> int:
        s = self._numbers[statement.id] = self._kernel.register(statement)
        return s

    def _settle(self, pending: list[int]) -> None:
        """Decide on statements from the most trusted down; see the module for the rule."""
        kernel = self._kernel
        heap = [(kernel.statements[s].priority, s) for s in pending]
        heapify(heap)
        while heap:
            _, s = heappop(heap)
            self._clashes.pop(s, None)
            while not kernel.active[s] and s not in self._clashes:
                chain = kernel.insert(s)
                if chain is None:
                    break
                clash = self._clash_of(s, chain)
                worst = kernel.least_trusted(clash)
                if worst == s:
                    self._clashes[s] = tuple(clash)
                    break
                kernel.deactivate(worst)
                freed = [worst, *self._displaced_by(worst)]
                for other in freed:
                    heappush(heap, (kernel.statements[other].priority, other))

    def _displaced_by(self, s: int) -> list[int]:
        return [aside for aside, clash in self._clashes.items() if s in clash]

    def _clash_of(self, s: int, chain: list[int]) -> list[int]:
        """The fewest statements that clash with `s`: among the more trusted ones if those suffice.

        `chain` is a clash already met; nothing longer than it is looked for.
        """
        kernel = self._kernel
        statements, mine = kernel.statements, kernel.statements[s].priority
        trusted = all(statements[other].priority <= mine for other in chain)
        most = len(chain) - trusted if chain else None
        found = shortest_clash(kernel, s, lambda other: statements[other].priority < mine, most)
        if found is None and not trusted:
            found = shortest_clash(kernel, s, lambda other: True, most)
        return found or self._minimal(chain or self._around(s))

    def _around(self, s: int) -> list[int]:
        """A set of statements around `s` that clash, widened until they do."""
        kernel = self._kernel
        nodes = {node for node in kernel.ends[s] if node >= 0}
        while True:
            near = (
                {arc[3] for n in nodes for arc in kernel.arcs[n]} | {d[2] for n in nodes for d in kernel.dates[n]} | {s}
            )
            wider = nodes | {arc[0] for n in nodes for arc in kernel.arcs[n]}
            if wider == nodes or not self._holds(near):
                return sorted(near)
            nodes = wider

    def _minimal(self, chain: list[int]) -> list[int]:
        """Leave out one statement after the other, the least trusted last, as long as the rest still clash."""
        kept = sorted(set(chain), key=lambda s: self._kernel.statements[s].priority)
        if len(kept) > MINIMISED or self._holds(kept):
            return kept
        for s in list(kept):
            rest = [other for other in kept if other != s]
            if not self._holds(rest):
                kept = rest
        return kept

    def _holds(self, numbers: Iterable[int]) -> bool:
        return can_hold([self._kernel.statements[s] for s in numbers], self.calendar)

    # -- answers

    def bounds(self, node: str) -> Bounds:
        """The tightest bounds of one node. Raises KeyError for an unknown one."""
        at = self._kernel.index[node]
        days = _Days()
        return Bounds(days[-self._kernel.bound[LO][at]], days[self._kernel.bound[HI][at]])

    def active_statements(self) -> list[Statement]:
        """The statements that are not set aside, most trusted first."""
        kernel = self._kernel
        return sorted(
            (kernel.statements[s] for s in self._numbers.values() if kernel.active[s]), key=lambda s: s.priority
        )

    def narrowed(self) -> frozenset[str]:
        """Nodes whose bounds are tighter than what their own dates say."""
        names = self._kernel.names
        return frozenset(
            names[node]
            for reasons in self._kernel.why
            for node, why in enumerate(reasons)
            if why is not None and why[1] >= 0
        )

    def contradictions(self) -> tuple[TimeContradiction, ...]:
        """What cannot all hold, with words and candidate explanations; most trusted losses first."""
        kernel, found = self._kernel, []
        for s in sorted(self._clashes, key=lambda s: kernel.statements[s].priority):
            members = tuple(kernel.statements[other] for other in self._clashes[s])
            found.append(explained(members, kernel.statements[s], self.labels, self._can_hold))
        return tuple(found)

    def _can_hold(self, statements: Iterable[Statement]) -> bool:
        return can_hold(statements, self.calendar)

    def solution(self) -> Solution:
        """Everything at once."""
        names, (latest, earliest) = self._kernel.names, self._kernel.bound
        days = _Days()
        with _collector_resting():
            contradictions = self.contradictions()
            return Solution(
                intervals={
                    name: Bounds(days[-lo], days[hi]) for name, hi, lo in zip(names, latest, earliest, strict=True)
                },
                narrowed=self.narrowed(),
                contradictions=contradictions,
                set_aside=tuple(c.set_aside for c in contradictions),
            )


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Without garbage collection: loading makes a million small tuples that it would walk again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Days(dict[int, dt.date | None]):
    """Ordinals to days, each made once; None for the unbounded and for what lies beyond the calendar."""

    def __missing__(self, ordinal: int) -> dt.date | None:
        self[ordinal] = day = dt.date.fromordinal(ordinal) if 0 < ordinal <= LAST_DAY else None
        return day


def can_hold(statements: Iterable[Statement], calendar: WorkingCalendar = ENGLAND) -> bool:
    """Whether all the statements can hold together."""
    kernel = Kernel(working_days_of(calendar))
    return not kernel.load([kernel.register(statement) for statement in statements])


def solve(
    bounds: Mapping[str, Given],
    statements: Iterable[Statement] = (),
    *,
    calendar: WorkingCalendar = ENGLAND,
    labels: Mapping[str, str] | None = None,
) -> Solution:
    """The tightest bounds of every node from their own dates and the statements between them.

    Nodes of `bounds` that have no date are in the answer too. See `Network` to edit afterwards.
    """
    dates = []
    undated = []
    for node, given in bounds.items():
        start, end = ends_of(given)
        if start is None and end is None:
            undated.append(node)
        else:
            dates.append(date_statement(node, start, end, trust=DATE_TRUST))
    network = Network([*dates, *statements], calendar=calendar, labels=labels)
    for node in undated:
        network.set_bounds(node, None)
    return network.solution()
