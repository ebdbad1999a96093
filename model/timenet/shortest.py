"""The shortest explanation of a clash: fewest statements that, with the one given, cannot all hold.

A clash is a negative cycle through the new statement: from its far end back to its near end there is
a path of arcs that is too short. Paths are searched by their number of arcs, forward from one end and
backward from the other at once, layer by layer; the origin, which every date touches, is only the
place where the two meet. So the search stays near the statement, and the first cycle met is the shortest.
"""

from __future__ import annotations

from collections.abc import Callable

from model.timenet.arcs import NO_ARC, UNBOUND
from model.timenet.kernel import Kernel

MAX_ARCS = 200_000  # arcs looked at before the search gives up and the known chain is shown instead

Meeting = tuple[int, int, int, int] | None
"""Length, layer, node, and the statement of the date."""


class _Fan:
    """Shortest lengths from one node by at most so many arcs; `backward` follows arcs against their direction."""

    def __init__(self, kernel: Kernel, start: int, *, backward: bool, allowed: Callable[[int], bool]) -> None:
        self._kernel, self._allowed = kernel, allowed
        self._at = 2 if backward else 1
        self._date_side = 0 if backward else 1
        self.best = {start: 0}
        self.layers: list[dict[int, int]] = [{start: 0}]
        self._came: list[dict[int, tuple[int, int]]] = [{}]
        self.meetings: list[Meeting] = [self._meet(0)]
        self.looked_at = 0

    def grow(self) -> None:
        """Add one layer: the nodes that one more arc reaches more cheaply."""
        layer: dict[int, int] = {}
        came: dict[int, tuple[int, int]] = {}
        for node, length in self.layers[-1].items():
            for arc in self._kernel.arcs[node]:
                step = arc[self._at]
                self.looked_at += 1
                if step == NO_ARC or not self._allowed(arc[3]):
                    continue
                if length + step < self.best.get(arc[0], UNBOUND):
                    self.best[arc[0]] = layer[arc[0]] = length + step
                    came[arc[0]] = (node, arc[3])
        self.layers.append(layer)
        self._came.append(came)
        self.meetings.append(self._meet(len(self.layers) - 1))

    def _meet(self, layer: int) -> Meeting:
        """The cheapest way from this layer on to the origin, over a date."""
        found: Meeting = None
        for node, length in self.layers[layer].items():
            for date in self._kernel.dates[node]:
                if date[self._date_side] < UNBOUND and self._allowed(date[2]):
                    total = length + date[self._date_side]
                    if found is None or total < found[0]:
                        found = (total, layer, node, date[2])
        return found

    def path(self, layer: int, node: int) -> list[int]:
        """The statements between the start and a node of a layer."""
        found = []
        while layer > 0:
            if node in self._came[layer]:
                node, s = self._came[layer][node]
                found.append(s)
            layer -= 1
        return found


def shortest_clash(kernel: Kernel, s: int, allowed: Callable[[int], bool], most: int | None = None) -> list[int] | None:
    """The fewest active and allowed statements that clash with statement `s` (which need not be active).

    Returns `s` and the others in the order of the cycle, `most` at most; None if no such cycle of arcs
    clashes (or the search grew too large). Working days take part with the calendar days that they can span.
    """
    (earlier, later), (up, down) = kernel.ends[s], kernel.lengths[s]
    found: list[list[int]] = []
    if up != NO_ARC:
        found.append(_return_path(kernel, later, earlier, up, s, allowed, most))
    if down != NO_ARC:
        found.append(_return_path(kernel, earlier, later, down, s, allowed, most))
    clashes = [path for path in found if path]
    return min(clashes, key=len) if clashes else None


def _return_path(
    kernel: Kernel, start: int, goal: int, closing: int, s: int, allowed: Callable[[int], bool], most: int | None
) -> list[int]:
    """The path with fewest arcs from `start` to `goal` (-1: the origin) shorter than minus `closing`, with `s`."""

    def usable(other: int) -> bool:
        return other != s and allowed(other)

    forward = _Fan(kernel, start, backward=False, allowed=usable) if start >= 0 else None
    backward = _Fan(kernel, goal, backward=True, allowed=usable) if goal >= 0 else None
    fans = [fan for fan in (forward, backward) if fan]
    dates = len(fans)  # a way over the origin uses the date of a node on each side that is not the origin
    count = 0  # statements on the path
    while count <= dates + sum(len(fan.layers) for fan in fans):
        if forward and backward and 0 < count < len(forward.layers):
            length = forward.layers[count].get(goal)
            if length is not None and length + closing < 0:
                return [s, *reversed(forward.path(count, goal))]
        path = _through_origin(forward, backward, count - dates, closing) if count >= dates else None
        if path is not None:
            return [s, *path]
        for fan in fans:
            if fan.layers[-1] and (most is None or count + 1 < most):
                fan.grow()
        count += 1
        if sum(fan.looked_at for fan in fans) > MAX_ARCS or (most is not None and count >= most):
            return []
    return []


def _through_origin(forward: _Fan | None, backward: _Fan | None, arcs: int, closing: int) -> list[int] | None:
    """A clashing way of exactly that many arcs, dates aside, that passes the origin once."""
    if forward is None or backward is None:
        fan = forward or backward
        assert fan is not None
        meeting = fan.meetings[arcs] if arcs < len(fan.meetings) else None
        if meeting is None or meeting[0] + closing >= 0:
            return None
        path = [meeting[3], *fan.path(meeting[1], meeting[2])]
        return path if fan is backward else path[::-1]
    for first in range(max(0, arcs - len(backward.meetings) + 1), min(arcs, len(forward.meetings) - 1) + 1):
        out, back = forward.meetings[first], backward.meetings[arcs - first]
        if out is not None and back is not None and out[0] + back[0] + closing < 0:
            return [
                *reversed(forward.path(out[1], out[2])), out[3],
                back[3], *backward.path(back[1], back[2]),
            ]  # fmt: skip
    return None
