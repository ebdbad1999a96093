"""The register: what a reviewer reads first, short enough to be read, and nothing dropped.

    gaps of all rules  ->  near-duplicates folded into one, with their count
                       ->  ordered by points (weight of the rule, how sure, what was measured)
                       ->  the register; weak ones and the rest are noticed, under it
                       ->  a gap that may explain others is named as their cause

Every number is in `rules/register.toml`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from model.case import Gap
from model.data import load_toml
from model.gaps.rules import Rule

MOST_NEAR = 10  # the gaps before one, in time, that it can be a near-duplicate of


@dataclass(frozen=True, slots=True)
class Register:
    """The gaps of a case in the order of triage, and those that are only noticed."""

    gaps: tuple[Gap, ...]
    noticed: tuple[Gap, ...]


@cache
def settings() -> dict[str, Any]:
    return load_toml("model.rules", "register.toml")


def register_of(found: Iterable[Gap], rules: Sequence[Rule], row_of: Mapping[str, str]) -> Register:
    """Fold, order and divide the gaps that rules found. `row_of` gives the entry of an event."""
    weights = {rule.id: rule.weight for rule in rules}
    folds = {rule.id: rule.fold for rule in rules}
    folded = across_rules(fold(found, folds), row_of)
    ordered = sorted(folded, key=lambda gap: order(gap, weights.get(gap.rule, 0)))
    limits = settings()["register"]
    kept: list[Gap] = []
    noticed: list[Gap] = []
    of_rule: Counter[str] = Counter()
    for gap in ordered:
        weak = points(gap, weights.get(gap.rule, 0)) < limits["least_points"]
        weak = weak or (gap.rule in limits["only_if_sure"] and gap.certainty == "low")
        if weak or len(kept) >= limits["most"] or of_rule[gap.rule] >= limits["most_of_a_rule"]:
            noticed.append(gap)
        else:
            kept.append(gap)
            of_rule[gap.rule] += 1
    return Register(_under_causes(kept), tuple(noticed))


def points(gap: Gap, weight: int) -> int:
    """How early a panel would want it: the bearing of its rule on a child's safety, how sure, what was measured."""
    table = settings()["points"]
    part = table["answered_in_part"] if gap.against else 0
    return int(weight + table[gap.certainty] + table[gap.outcome] + part)


def order(gap: Gap, weight: int) -> tuple[int, dt.date, str]:
    """The order of triage: most points first, then time."""
    first = gap.when.sort_key[0] if gap.when else dt.date.max
    return (-points(gap, weight), first, gap.id)


def fold(found: Iterable[Gap], folds: dict[str, str]) -> list[Gap]:
    """One gap for near-duplicates: of one rule and agency, about the same records or days, by the rule's `fold`."""
    groups: dict[tuple[str, ...], list[Gap]] = defaultdict(list)
    for gap in found:
        groups[_alike(gap, folds.get(gap.rule, ""))].append(gap)
    out: list[Gap] = []
    for gaps in groups.values():
        gaps.sort(key=lambda g: (g.when.sort_key[0] if g.when else dt.date.max, g.id))
        heads: list[list[Gap]] = []
        of_event: dict[str, list[Gap]] = {}
        for gap in gaps:
            how = folds.get(gap.rule, "")
            alone = how == "never" or _stands_alone(gap, how)
            shared = None if alone else next((of_event[e] for e in gap.events if e in of_event), None)
            near = shared or next((h for h in heads[-MOST_NEAR:] if not alone and _near_duplicate(h, gap, how)), None)
            if near is None:
                near = []
                heads.append(near)
            near.append(gap)
            of_event |= dict.fromkeys(gap.events, near)
        out += [_one(same) for same in heads]
    return out


def across_rules(gaps: Sequence[Gap], row_of: Mapping[str, str]) -> list[Gap]:
    """One gap where two rules of a kind speak of the same row: the surer one, with the records of both."""
    held: dict[tuple[str, str], list[Gap]] = {}
    by_head = _paired(gaps)
    groups: list[list[Gap]] = []
    for gap in gaps:
        if gap.id in by_head:
            continue  # told with the gap that cites what set it off
        rows = {row_of.get(event, gap.id) for event in gap.events}
        folds = gap.kind in settings()["fold"]["across"]
        same = held.get((gap.kind, row_of.get(gap.events[0], gap.id))) if folds else None
        if same is None or gap.rule in {g.rule for g in same}:
            same = []
            groups.append(same)
        same.append(gap)
        for row in rows if folds else ():
            held.setdefault((gap.kind, row), same)
    told_with: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        if gap.id in by_head:
            told_with[by_head[gap.id]].append(gap)
    for same in groups:
        same += [other for gap in tuple(same) for other in told_with.get(gap.id, ())]
    return [_one(same) for same in groups]


def _paired(gaps: Sequence[Gap]) -> dict[str, str]:
    """Gaps by id whose very head another rule of the kind measures from ("still not sent", and the plan to send)."""
    kinds = settings()["fold"]["across"]
    starts = {(g.kind, g.events[0]): g for g in gaps if g.kind in kinds}
    found: dict[str, str] = {}
    for gap in gaps:
        if gap.kind not in kinds:
            continue
        for event in gap.events[1:]:
            other = starts.get((gap.kind, event))
            if other is not None and other.rule != gap.rule and other.id not in found and gap.id not in found:
                found[other.id] = gap.id
    return {one: other for one, other in found.items() if other not in found}


def _alike(gap: Gap, how: str) -> tuple[str, ...]:
    """What two near-duplicates have in common beside their rule: all agencies named, the first of them, or nothing."""
    if how.startswith("all"):
        return (gap.rule,)
    return (gap.rule, *(sorted(gap.agencies) if how == "days" else gap.agencies[:1]))


def _stands_alone(gap: Gap, how: str) -> bool:
    """Whether it is measured so long that it is told by itself ("agency under 70": from 70 on)."""
    most = how.partition(" under ")[2]
    return bool(most) and (gap.measured[0] or 0) >= int(most)


def _near_duplicate(held: Sequence[Gap], gap: Gap, how: str) -> bool:
    if how.partition(" under ")[0] in {"agency", "all"}:
        return True
    first, last = held[-1].when, gap.when
    if not how.endswith("days") or first is None or last is None or first.start is None or last.start is None:
        return False
    return abs((last.start - first.start).days) <= int(settings()["fold"]["days"])


def _one(same: Sequence[Gap]) -> Gap:
    """The surest of them, with the records of all and the titles of the others."""
    if len(same) == 1:
        return same[0]
    rank = {"high": 0, "medium": 1, "low": 2}
    head = min(same, key=lambda g: (rank[g.certainty], -(g.measured[0] or 0), g.id))
    others = [g for g in same if g.id != head.id]
    events = dict.fromkeys([*head.events, *(e for g in others for e in g.events)])
    against = dict.fromkeys([*head.against, *(e for g in others for e in g.against)])
    return replace(
        head,
        events=tuple(events),
        against=tuple(e for e in against if e not in events),
        folded=tuple(g.title for g in others),
    )


def _under_causes(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Each gap that another one of the register may explain names it, and stands after it."""
    rules = settings()["cause"]
    causes = [g for g in gaps if g.rule in rules["rules"] and g.when is not None]
    if not causes:
        return tuple(gaps)
    named = [
        replace(g, cause=cause.id) if (cause := _cause_of(g, causes, rules["explains"])) is not None else g
        for g in gaps
    ]
    out: list[Gap] = []
    for gap in named:
        if gap.cause is None:
            out += [gap, *(g for g in named if g.cause == gap.id)]
    return tuple(out)


def _cause_of(gap: Gap, causes: Sequence[Gap], explained: Sequence[str]) -> Gap | None:
    if gap.rule not in explained or gap.when is None or gap.when.start is None:
        return None
    return next(
        (c for c in causes if c.when and set(c.agencies) & set(gap.agencies[:1]) and c.when.overlaps(_start_of(gap))),
        None,
    )


def _start_of(gap: Gap) -> Any:
    assert gap.when is not None
    return replace(gap.when, end=gap.when.start)
