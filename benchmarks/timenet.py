"""How fast the temporal network is on cases of 1,000, 10,000 and 100,000 events.

    python -m benchmarks.timenet            a table
    python -m benchmarks.timenet --json     the same for `make bench`

A made-up case: rows dated to the day, some to the month or not at all; half as many statements again as
events: offsets to earlier events ("11 days after", "about five months before"), orders within a file,
working days, and a hub that many count from (the birth). One statement in 2,000 is wrong, so that
contradictions are part of what is measured. The `chain` rows are one undated run of events in order,
the shape that costs most in a naive solver. Solving is measured in seconds of one core (it uses one), edits
in time on the clock.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
import time
from collections.abc import Callable

from model.timenet import Network, Statement, date_statement

DAY0 = dt.date(2015, 1, 5)
SIZES = (1_000, 10_000, 100_000)


def case_like(events: int, seed: int = 7) -> list[Statement]:
    """Dates for `events` events over six years, and 1.5 times as many statements between them."""
    rng = random.Random(seed)
    true = sorted(rng.randrange(6 * 365) for _ in range(events))
    found = [date for i, day in enumerate(true) if (date := _date(i, day, rng)) is not None]
    hub = events // 2
    for n in range(events * 3 // 2):
        a, b = (hub, rng.randrange(events)) if n % 20 == 0 else _neighbours(events, rng)
        if a != b:
            found.append(_statement(n, min(a, b), max(a, b), true, rng))
    return found


def _date(event: int, day: int, rng: random.Random) -> Statement | None:
    kind, date = rng.random(), DAY0 + dt.timedelta(days=day)
    if kind < 0.15:
        return None
    widest = 0 if kind < 0.75 else rng.choice([2, 6, 30])
    low = date - dt.timedelta(days=rng.randint(0, widest))
    return date_statement(f"e{event}", low, low + dt.timedelta(days=widest), trust=0.9)


def _neighbours(events: int, rng: random.Random) -> tuple[int, int]:
    a = rng.randrange(events)
    return a, min(events - 1, a + rng.randint(1, 30))


def _statement(n: int, a: int, b: int, true: list[int], rng: random.Random) -> Statement:
    days, kind = true[b] - true[a], rng.random()
    wrong = rng.choice([-9, 9]) if rng.random() < 1 / 2000 else 0
    first, last = f"e{a}", f"e{b}"
    if kind < 0.45:  # "then", "later": an order
        return Statement(id=f"s{n}", earlier=first, later=last, fewest=0, most=None, trust=0.4)
    if kind < 0.75:
        return Statement(id=f"s{n}", earlier=first, later=last, fewest=days + wrong, most=days + wrong, trust=0.7)
    wide = 3 if days < 60 else 14
    return Statement(
        id=f"s{n}", earlier=first, later=last, fewest=days - wide, most=days + wide, nominal=days, trust=0.5
    )


def chain(events: int) -> list[Statement]:
    """One dated event at each end of an undated run, given in no order."""
    orders = [
        Statement(id=f"s{n}", earlier=f"e{n}", later=f"e{n + 1}", fewest=n % 2, most=None) for n in range(events - 1)
    ]
    random.Random(3).shuffle(orders)
    ends = [
        date_statement(f"e{n}", DAY0 + dt.timedelta(days=n), DAY0 + dt.timedelta(days=n), trust=0.9)
        for n in (0, events - 1)
    ]
    return [*ends, *orders]


def measured(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run() -> list[dict[str, float | int | str]]:
    rows: list[dict[str, float | int | str]] = []
    for shape, build in (("case", case_like), ("chain", chain)):
        for size in SIZES:
            statements = build(size)
            begun = time.process_time()
            network = Network(statements)
            solution = network.solution()
            seconds = time.process_time() - begun
            edits = [_edit(network, size, n) for n in range(20)]
            rows.append(
                {
                    "shape": shape,
                    "events": size,
                    "statements": sum(not s.is_date for s in statements),
                    "contradictions": len(solution.contradictions),
                    "cpu_seconds": round(seconds, 3),
                    "edit_ms": round(1000 * sorted(edits)[len(edits) // 2], 2),
                    "slowest_edit_ms": round(1000 * max(edits), 2),
                }
            )
    return rows


def _edit(network: Network, size: int, n: int) -> float:
    """One edit as a reviewer makes it: a statement added and taken back again."""
    a = random.Random(n).randrange(size - 40)
    statement = Statement(id="edit", earlier=f"e{a}", later=f"e{a + 20}", fewest=0, most=60, trust=0.3)

    def both() -> None:
        network.add(statement)
        network.remove("edit")

    return measured(both)


def main() -> None:
    rows = run()
    if "--json" in sys.argv[1:]:
        print(json.dumps(rows))
        return
    print(" ".join(f"{name:>15}" for name in rows[0]))
    for row in rows:
        print(" ".join(f"{value:>15}" for value in row.values()))


if __name__ == "__main__":
    main()
