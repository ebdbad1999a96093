"""A contradiction in words, with what might explain it.

    the clashing statements  ->  a sentence each  ->  one explanation
    for each measured statement: the distances that the others leave room for (`room`)  ->  which other
    reading of its words would fit: working days, another anchor, a slip of a digit or unit, counting
    the first day too; for a date: day and month swapped, or one digit typed wrong

Candidates are offered, never applied: more than one may fit, and a person decides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from model.names import AGENCIES
from model.timenet.statements import Candidate, Statement, TimeContradiction
from model.when import When, in_words

CanHold = Callable[[Iterable[Statement]], bool]
MAX_OF_A_KIND = 2  # more would bury the likely one
LONGEST_SEARCH = 14  # candidates are looked for in explanations of at most so many statements


def explained(
    members: Sequence[Statement], set_aside: Statement, labels: Mapping[str, str], can_hold: CanHold
) -> TimeContradiction:
    """The contradiction of these statements in words, the one set aside named last."""
    ordered = (*(s for s in members if s.id != set_aside.id), set_aside)
    said = "; ".join(in_a_sentence(s, labels) for s in ordered)
    candidates = tuple(_candidates(ordered, labels, can_hold)) if len(ordered) <= LONGEST_SEARCH else ()
    text = f"These statements cannot all hold: {said}. The last of them is set aside until somebody decides."
    if candidates:
        text += " It would fit if: " + "; or ".join(c.text for c in candidates) + "."
    return TimeContradiction(statements=ordered, set_aside=set_aside, explanation=text, candidates=candidates)


def label_of(node: str, labels: Mapping[str, str]) -> str:
    """The words for a node."""
    return labels.get(node, node)


def in_a_sentence(s: Statement, labels: Mapping[str, str]) -> str:
    """What a statement says, with its own words and whose they are.

    >>> in_a_sentence(Statement(id="1", earlier="the visit", later="the clinic", fewest=16, most=16), {})
    'the clinic is 16 days after the visit'
    """
    later, earlier = label_of(s.later, labels), label_of(s.earlier, labels)
    text = f"{later} is dated {_dates(s)}" if s.is_date else f"{later} is {_distance(s, earlier)}"
    by = [f"“{s.words}”"] if s.words else []
    by += [AGENCIES.get(s.agency, s.agency)] if s.agency else []
    return text + (f" ({', '.join(by)})" if by else "")


def _dates(s: Statement) -> str:
    start = dt.date.fromordinal(s.fewest) if s.fewest is not None else None
    end = dt.date.fromordinal(s.most) if s.most is not None else None
    return in_words(When(start=start, end=end))


def _distance(s: Statement, earlier: str) -> str:
    fewest, most = s.fewest, s.most
    if (fewest, most) == (0, 0):
        return f"on the same day as {earlier}"
    if fewest is None:
        return f"at most {_count(most or 0, s)} after {earlier}" if (most or 0) > 0 else f"not after {earlier}"
    if most is None:
        return f"at least {_count(fewest, s)} after {earlier}" if fewest > 0 else f"not before {earlier}"
    if most <= 0:
        return f"{_span(-most, -fewest, s)} before {earlier}"
    if fewest < 0:
        return f"between {_count(-fewest, s)} before and {_count(most, s)} after {earlier}"
    return f"{_span(fewest, most, s)} after {earlier}"


def _span(fewest: int, most: int, s: Statement) -> str:
    if fewest == most:
        return _count(fewest, s)
    return f"{fewest} to {_count(most, s)}"


def _count(days: int, s: Statement) -> str:
    unit = "working day" if s.unit == "working_days" else "day"
    return f"{days} {unit}{'' if days == 1 else 's'}"


# -- candidates


def _candidates(members: Sequence[Statement], labels: Mapping[str, str], can_hold: CanHold) -> Iterator[Candidate]:
    for s in reversed(members):
        others = [other for other in members if other.id != s.id]
        if s.is_date:
            yield from _other_dates(s, others, labels)
        elif s.fewest is not None and s.most is not None and s.most > 0:
            yield from _other_units(s, others, labels, can_hold)
            yield from _other_anchors(s, others, labels)
            yield from _other_numbers(s, others, labels)


def room(others: Iterable[Statement], earlier: str, later: str) -> tuple[float, float]:
    """The fewest and the most days from one node to another that the other statements leave.

    Infinite where they leave a side open; working days are left out of the reckoning (checked apart).
    """
    arcs: list[tuple[str, str, int]] = []
    for s in others:
        if s.unit == "working_days":
            continue
        if s.most is not None:
            arcs.append((s.earlier, s.later, s.most))
        if s.fewest is not None:
            arcs.append((s.later, s.earlier, -s.fewest))
    return (-_shortest(arcs, later, earlier), _shortest(arcs, earlier, later))


def _shortest(arcs: Sequence[tuple[str, str, int]], start: str, goal: str) -> float:
    """The shortest way by repeated relaxation; the lists are short and hold no negative cycle."""
    best: dict[str, float] = {start: 0}
    for _ in range(len(arcs)):
        changed = False
        for u, v, length in arcs:
            if u in best and best[u] + length < best.get(v, float("inf")):
                best[v] = best[u] + length
                changed = True
        if not changed:
            break
    return best.get(goal, float("inf"))


def _fits(fewest: int, most: int, space: tuple[float, float]) -> bool:
    return fewest <= space[1] and most >= space[0]


def _other_units(
    s: Statement, others: Sequence[Statement], labels: Mapping[str, str], can_hold: CanHold
) -> Iterator[Candidate]:
    assert s.fewest is not None
    assert s.most is not None
    said = _said(s, labels)
    if s.unit == "days" and not s.unit_stated and s.fewest >= 1 and s.nominal is None:
        if can_hold([*others, replace(s, unit="working_days")]):
            yield Candidate(kind="working_days", statement=s.id, text=f"{said} counts working days")
        space = room(others, s.earlier, s.later)
        if s.fewest <= 12 and _fits(s.fewest * 7, s.most * 7, space):
            yield Candidate(kind="unit_slip", statement=s.id, text=f"{said} means {_n(s.fewest, 'week')}")
    if s.unit == "working_days" and can_hold([*others, replace(s, unit="days")]):
        yield Candidate(kind="calendar_days", statement=s.id, text=f"{said} counts calendar days")


def _other_anchors(s: Statement, others: Sequence[Statement], labels: Mapping[str, str]) -> Iterator[Candidate]:
    assert s.fewest is not None
    assert s.most is not None
    if s.most == 0:
        return
    nodes = {n: None for other in others for n in (other.earlier, other.later) if n not in ("", s.earlier, s.later)}
    found = [n for n in nodes if _fits(s.fewest, s.most, room(others, n, s.later))]
    for n in found[:MAX_OF_A_KIND]:
        text = f"{_said(s, labels)} counts from {label_of(n, labels)}, or from another event of the same name"
        yield Candidate(kind="other_anchor", statement=s.id, text=text)


def _other_numbers(s: Statement, others: Sequence[Statement], labels: Mapping[str, str]) -> Iterator[Candidate]:
    """Off by one, and slips of one digit, where the words hold a plain number of days."""
    assert s.fewest is not None
    assert s.most is not None
    if s.unit != "days" or s.fewest != s.most or s.most < 2:
        return
    space, said = room(others, s.earlier, s.later), _said(s, labels)
    for by in (-1, 1):
        if _fits(s.fewest + by, s.most + by, space):
            way = "counts its first day as day 1" if by < 0 else "counts only the days between"
            text = f"{said} {way}, so that it is {_n(s.most + by, 'day')}"
            yield Candidate(kind="inclusive_counting", statement=s.id, text=text)
    if s.words and not re.search(rf"(?<!\d){s.most}(?!\d)", s.words):
        return
    slips = [n for n in _one_digit_off(str(s.most)) if n > 0 and abs(n - s.most) > 1 and _fits(n, n, space)]
    if slips:
        nearest = sorted(slips, key=lambda n: abs(n - s.fewest if s.fewest is not None else 0))[:MAX_OF_A_KIND]
        text = f"{said} is a slip for {' or '.join(_n(n, 'day') for n in nearest)}"
        yield Candidate(kind="typing_slip", statement=s.id, text=text)


def _other_dates(s: Statement, others: Sequence[Statement], labels: Mapping[str, str]) -> Iterator[Candidate]:
    if s.fewest is None or s.fewest != s.most:
        return
    printed, space = dt.date.fromordinal(s.fewest), room(others, s.earlier, s.later)
    fitting = [d for d in _slips_of(printed) if _fits(d.toordinal(), d.toordinal(), space)]
    if fitting:
        readings = " or ".join(in_words(When.on(d)) for d in fitting[:MAX_OF_A_KIND])
        text = f"{in_words(When.on(printed))}, the date of {label_of(s.later, labels)}, is a slip for {readings}"
        yield Candidate(kind="typing_slip", statement=s.id, text=text)


def _slips_of(day: dt.date) -> list[dt.date]:
    """Dates that a hand could have meant: day and month swapped, the year, the month or the day one digit off."""
    parts = [(day.year, day.day, day.month)]
    years = sorted(_one_digit_off(f"{day.year % 100:02d}"), key=lambda y: abs(y - day.year % 100))
    parts += [(day.year // 100 * 100 + y, day.month, day.day) for y in years]
    parts += [(day.year, m, day.day) for m in _one_digit_off(str(day.month))]
    parts += [(day.year, day.month, d) for d in _one_digit_off(str(day.day))]
    found: dict[dt.date, None] = {}
    for year, month, number in parts:
        try:
            found[dt.date(year, month, number)] = None
        except ValueError:
            continue
    found.pop(day, None)
    return list(found)


def _one_digit_off(digits: str) -> list[int]:
    """The numbers with one digit changed or two neighbouring digits swapped."""
    found: dict[int, None] = {}
    for at in range(len(digits)):
        for other in "0123456789":
            found[int(digits[:at] + other + digits[at + 1 :])] = None
        found[int(digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :])] = None
    found.pop(int(digits), None)
    return list(found)


def _said(s: Statement, labels: Mapping[str, str]) -> str:
    return (
        f"“{s.words}”" if s.words else f"the distance from {label_of(s.earlier, labels)} to {label_of(s.later, labels)}"
    )


def _n(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
