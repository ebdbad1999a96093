"""The network against a plain all-pairs solver on small random networks, and its laws."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.calendar import ENGLAND
from model.timenet import ORIGIN, Bounds, Network, Statement, can_hold, date_statement, solve

DAY0 = dt.date(2021, 3, 1)
NODES = ["a", "b", "c", "d", "e"]
INFINITE = float("inf")


def floyd_warshall(statements: Sequence[Statement]) -> dict[str, Bounds] | None:
    """The bounds of every node by the textbook; None if the statements cannot all hold."""
    nodes = [ORIGIN, *NODES]
    far = {(u, v): 0.0 if u == v else INFINITE for u in nodes for v in nodes}
    for s in statements:
        if s.most is not None:
            far[s.earlier, s.later] = min(far[s.earlier, s.later], s.most)
        if s.fewest is not None:
            far[s.later, s.earlier] = min(far[s.later, s.earlier], -s.fewest)
    for k in nodes:
        for u in nodes:
            for v in nodes:
                far[u, v] = min(far[u, v], far[u, k] + far[k, v])
    if any(far[u, u] < 0 for u in nodes):
        return None

    def day(number: float) -> dt.date | None:
        return None if abs(number) == INFINITE else dt.date.fromordinal(int(number))

    return {n: Bounds(day(-far[n, ORIGIN]), day(far[ORIGIN, n])) for n in NODES}


def greedy(statements: Sequence[Statement]) -> list[Statement]:
    """What the rule keeps: from the most trusted down, each that can hold with those kept before it."""
    kept: list[Statement] = []
    for s in sorted(statements, key=lambda s: s.priority):
        if floyd_warshall([*kept, s]) is not None:
            kept.append(s)
    return kept


def random_statements(seed: int, count: int, *, undated: bool = False) -> list[Statement]:
    rng = random.Random(seed)
    found = []
    for i in range(count):
        trust = rng.choice([0.3, 0.5, 0.9])
        low, width = rng.randint(-6, 12), rng.choice([0, 0, 1, 5])
        fewest = None if rng.random() < 0.2 else low
        most = None if rng.random() < 0.2 and fewest is not None else low + width
        if not undated and rng.random() < 0.4:
            base = DAY0.toordinal()
            fewest, most = (None if n is None else n + base for n in (fewest, most))
            a, b = ORIGIN, rng.choice(NODES)
        else:
            a, b = rng.sample(NODES, 2)
        found.append(Statement(id=f"s{i}", earlier=a, later=b, fewest=fewest, most=most, trust=trust))
    return found


networks = st.builds(random_statements, st.integers(0, 10**9), st.integers(1, 12), undated=st.booleans())


def days_of(network: Network) -> dict[str, Bounds]:
    intervals = network.solution().intervals
    return {n: intervals.get(n, Bounds(None, None)) for n in NODES}


def aside(network: Network) -> set[str]:
    return {s.id for s in network.solution().set_aside}


@settings(max_examples=300, deadline=None)
@given(networks)
def test_bounds_and_consistency_are_those_of_a_general_solver(statements: list[Statement]) -> None:
    reference = floyd_warshall(statements)
    assert can_hold(statements) == (reference is not None)
    network = Network(statements)
    kept = greedy(statements)
    assert aside(network) == {s.id for s in statements} - {s.id for s in kept}
    assert days_of(network) == floyd_warshall(kept)


@settings(max_examples=200, deadline=None)
@given(networks)
def test_an_explanation_is_the_shortest_and_holds_without_any_one_of_its_statements(
    statements: list[Statement],
) -> None:
    for contradiction in Network(statements).solution().contradictions:
        members = contradiction.statements
        assert floyd_warshall(members) is None
        assert contradiction.set_aside == max(members, key=lambda s: s.priority)
        for s in members:
            assert floyd_warshall([other for other in members if other != s]) is not None
        kept_before = [s for s in greedy(statements) if s.priority < contradiction.set_aside.priority]
        shorter = combinations(kept_before, len(members) - 2)
        assert all(floyd_warshall([contradiction.set_aside, *few]) is not None for few in shorter)


@settings(max_examples=150, deadline=None)
@given(networks, st.data())
def test_editing_gives_what_a_fresh_solution_gives(statements: list[Statement], data: st.DataObject) -> None:
    network = Network(statements[:4])
    current = {s.id: s for s in statements[:4]}
    for _ in range(data.draw(st.integers(1, 10))):
        s = data.draw(st.sampled_from(statements))
        if data.draw(st.booleans()):
            network.add(s)
            current[s.id] = s
        else:
            network.remove(s.id)
            current.pop(s.id, None)
    fresh = Network(current.values())
    assert days_of(network) == days_of(fresh)
    assert aside(network) == aside(fresh)


@settings(max_examples=100, deadline=None)
@given(networks, st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(statements: list[Statement], rng: random.Random) -> None:
    shuffled = statements[:]
    rng.shuffle(shuffled)
    assert Network(shuffled).contradictions() == Network(statements).contradictions()
    assert days_of(Network(shuffled)) == days_of(Network(statements))


@settings(max_examples=100, deadline=None)
@given(networks, networks)
def test_adding_a_statement_never_widens(statements: list[Statement], more: list[Statement]) -> None:
    statements = greedy(statements)
    network = Network(statements)
    for extra in more:
        if not can_hold([*statements, replace(extra, id="extra", trust=0.1)]):
            continue
        before = days_of(network)
        network.add(replace(extra, id="extra", trust=0.1))
        after = days_of(network)
        for node in NODES:
            assert (before[node].start or dt.date.min) <= (after[node].start or dt.date.min)
            assert (before[node].end or dt.date.max) >= (after[node].end or dt.date.max)
        network.remove("extra")
        assert days_of(network) == before


@settings(max_examples=100, deadline=None)
@given(networks, st.integers(-2000, 2000))
def test_shifting_all_dates_shifts_all_bounds(statements: list[Statement], shift: int) -> None:
    def moved(s: Statement) -> Statement:
        if not s.is_date:
            return s
        fewest, most = (None if n is None else n + shift for n in (s.fewest, s.most))
        return replace(s, fewest=fewest, most=most)

    delta = dt.timedelta(days=shift)
    before, after = days_of(Network(statements)), days_of(Network([moved(s) for s in statements]))
    for node in NODES:
        assert after[node] == Bounds(*(day + delta if day else None for day in before[node]))


def on(node: str, day: str, last: str | None = None, trust: float = 0.9) -> Statement:
    return date_statement(node, dt.date.fromisoformat(day), dt.date.fromisoformat(last or day), trust=trust)


def after(earlier: str, later: str, fewest: int | None, most: int | None = -1, **more: Any) -> Statement:
    most = fewest if most == -1 else most
    return Statement(
        **{"id": f"{earlier}-{later}", "earlier": earlier, "later": later, "fewest": fewest, "most": most, **more}
    )


@pytest.mark.parametrize(
    ("given_dates", "count", "expected"),
    [
        pytest.param(("2021-04-22", "2021-06-18"), 15, ("2021-05-14", "2021-07-09"), id="over the May bank holidays"),
        pytest.param(("2021-05-04", "2021-05-04"), 1, ("2021-05-05", "2021-05-05"), id="the next day"),
        pytest.param(("2021-04-30", "2021-04-30"), 1, ("2021-05-04", "2021-05-04"), id="Friday before a bank holiday"),
        pytest.param(("2021-05-01", "2021-05-02"), 1, ("2021-05-04", "2021-05-04"), id="from a weekend"),
        pytest.param(("2021-04-22", "2021-06-18"), 47, ("2021-06-30", "2021-08-24"), id="47 working days"),
    ],
)
def test_working_days_become_the_calendar_days_they_can_span(
    given_dates: tuple[str, str], count: int, expected: tuple[str, str]
) -> None:
    network = Network([on("referral", *given_dates), after("referral", "visit", count, unit="working_days")])
    assert network.bounds("visit") == Bounds(*map(dt.date.fromisoformat, expected))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(0, 30), st.integers(0, 12), st.integers(0, 400), st.integers(0, 20))
def test_working_days_bound_both_ends_as_trying_every_day_does(
    start: int, width: int, count: int, end: int, room: int
) -> None:
    first, last = (DAY0 + dt.timedelta(days=start + n) for n in (0, width))
    low, high = (DAY0 + dt.timedelta(days=start + end % 60 + n) for n in (0, room))
    pairs = [
        (day, to)
        for n in range(width + 1)
        if low <= (to := ENGLAND.add_working_days(day := first + dt.timedelta(days=n), count)) <= high
    ]
    statements = [
        date_statement("a", first, last, trust=0.9),
        date_statement("b", low, high, trust=0.9),
        after("a", "b", count, unit="working_days"),
    ]
    assert can_hold(statements) == bool(pairs)
    if pairs:
        network = Network(statements)
        assert network.bounds("a") == Bounds(min(p[0] for p in pairs), max(p[0] for p in pairs))
        assert network.bounds("b") == Bounds(min(p[1] for p in pairs), max(p[1] for p in pairs))


def test_working_days_without_any_date_span_what_any_year_allows() -> None:
    undated = Network([after("a", "b", 15, unit="working_days")])
    assert undated.bounds("b") == Bounds(None, None)
    assert can_hold([after("a", "b", 15, unit="working_days"), after("a", "b", 21, id="x")])
    assert not can_hold([after("a", "b", 15, unit="working_days"), after("a", "b", 30, id="x")])


def test_working_and_calendar_days_together_leave_the_days_on_which_both_hold() -> None:
    # 15 working days are 21 days from a weekday with no bank holiday between: that is not before 3 May 2021.
    network = Network(
        [
            on("referral", "2021-04-14", "2021-05-07"),
            after("referral", "visit", 15, unit="working_days"),
            after("referral", "visit", 21, id="also"),
        ]
    )
    assert network.bounds("referral") == Bounds(dt.date(2021, 5, 3), dt.date(2021, 5, 7))
    network.set_bounds("referral", (dt.date(2021, 5, 6), None))
    assert network.bounds("referral").start == dt.date(2021, 5, 6)


def test_correcting_a_date_moves_all_that_hangs_on_it_and_nothing_else() -> None:
    network = Network([on("birth", "2021-10-06"), after("birth", "visit", 8), on("other", "2021-01-01")])
    network.set_bounds("birth", (dt.date(2021, 10, 9), dt.date(2021, 10, 9)))
    assert network.bounds("visit") == Bounds(dt.date(2021, 10, 17), dt.date(2021, 10, 17))
    network.set_bounds("birth", None)
    assert network.bounds("visit") == Bounds(None, None)
    assert network.bounds("other").start == dt.date(2021, 1, 1)


def test_narrowed_nodes_are_those_bounded_by_others() -> None:
    solution = solve(
        {"birth": (dt.date(2021, 10, 6),) * 2, "visit": (dt.date(2021, 10, 1), dt.date(2021, 10, 31)), "call": None},
        [after("birth", "visit", 0, 10)],
    )
    assert solution.narrowed == {"visit"}
    assert solution.intervals["visit"] == Bounds(dt.date(2021, 10, 6), dt.date(2021, 10, 16))
    assert solution.intervals["call"] == Bounds(None, None)


def test_two_agencies_dates_of_one_event_that_differ_are_a_contradiction() -> None:
    network = Network([on("meeting", "2021-05-04"), replace(on("meeting", "2021-05-05", trust=0.8), id="other file")])
    (contradiction,) = network.contradictions()
    assert contradiction.set_aside.id == "other file"
    assert network.bounds("meeting").end == dt.date(2021, 5, 4)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"fewest": 3, "most": 2}, id="more at least than at most"),
        pytest.param({"later": "a"}, id="from a node to itself"),
        pytest.param({"later": ""}, id="to the origin"),
        pytest.param({"fewest": -1, "unit": "working_days"}, id="working days backward"),
        pytest.param({"earlier": "", "unit": "working_days"}, id="a date in working days"),
    ],
)
def test_statements_that_cannot_hold_by_themselves_are_refused(wrong: dict[str, Any]) -> None:
    fields: dict[str, Any] = {"id": "1", "earlier": "a", "later": "b", "fewest": 1, "most": 2}
    with pytest.raises(ValueError, match=r"statement|working days"):
        Statement(**fields | wrong)
