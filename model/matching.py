"""Which records of different agencies tell of one event.

    events  ->  families of kinds  ->  sorted sweep over widened intervals  ->  scored pairs  ->  groups  ->  links

Only pairs of one family (messages, incidents, meetings, ...) whose intervals come near each other are
looked at, never all pairs. Each pair is scored on kind, date, direction of a message, people, topics,
rare words and numbers, with the weights of `rules/matching.toml`; the reasons are kept in words. Pairs
are joined from the best downwards, and a group holds one record of an agency only, save where a row
was entered twice. A link is a proposal: the records are shown together, and never merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from model.case import Link
from model.pairing import Pair, families, family_pairs, rarity_of, settings
from model.view import CaseView


def match(view: CaseView) -> tuple[list[Link], list[frozenset[str]]]:
    """The proposed links of a case, and the groups of event ids that they make.

    Links join each record of a group to the group's earliest; a row entered twice in one file is
    linked too, and says so. Rejected links (`case.info.settings["rejected_links"]`, pairs of event
    ids) are left out before grouping.
    """
    twins = duplicate_rows(view)
    rarity = rarity_of(view)
    pairs = [pair for family in families() for pair in family_pairs(view, family, rarity)]
    rejected = {frozenset(pair) for pair in view.case.info.settings.get("rejected_links", ())}
    pairs = [pair for pair in pairs if frozenset((pair.first, pair.second)) not in rejected]
    groups, used = _join(view, pairs, twins)
    return [*_links(used), *twins], groups


def _join(view: CaseView, pairs: list[Pair], twins: Sequence[Link]) -> tuple[list[frozenset[str]], list[Pair]]:
    """Join pairs from the best downwards; a group keeps one row of a file, twins of a row apart."""
    twin_entry = _twin_entries(view, twins)
    home: dict[str, set[str]] = {}
    used: list[Pair] = []
    for pair in sorted(pairs, key=lambda p: (-p.score, p.first, p.second)):
        one = home.setdefault(pair.first, {pair.first})
        two = home.setdefault(pair.second, {pair.second})
        if one is not two:
            if _clash(view, one, two, twin_entry):
                continue
            one |= two
            for member in two:
                home[member] = one
        used.append(pair)
    distinct = {id(group): frozenset(group) for group in home.values() if len(group) > 1}
    return sorted(distinct.values(), key=sorted), used


def _clash(view: CaseView, one: set[str], two: set[str], twin_entry: dict[str, str]) -> bool:
    def rows(group: set[str]) -> dict[str, set[str]]:
        out: dict[str, set[str]] = defaultdict(set)
        for member in group:
            entry = view.by_id[member].entry
            if not view.by_id[member].main:
                continue  # a row may tell again of what another row of its file records
            out[view.entries[entry].source].add(twin_entry.get(entry, entry))
        return out

    left, right = rows(one), rows(two)
    return any(len(left[source] | right[source]) > 1 for source in left.keys() & right.keys())


def _twin_entries(view: CaseView, twins: Sequence[Link]) -> dict[str, str]:
    return {view.by_id[link.to_id].entry: view.by_id[link.from_id].entry for link in twins}


def _links(pairs: Iterable[Pair]) -> list[Link]:
    sure = settings()["threshold"]["sure"]
    return [
        Link(
            kind="same_event",
            from_id=pair.first,
            to_id=pair.second,
            evidence="Perhaps the same event: " + "; ".join(pair.reasons) + ".",
            certainty=round(min(1.0, pair.score / sure), 2),
        )
        for pair in pairs
    ]


def duplicate_rows(view: CaseView) -> list[Link]:
    """Rows of one file that repeat another word for word on the same date, as links between their first events."""
    seen: dict[tuple[str, Any, str], str] = {}
    links = []
    for entry in sorted(view.case.entries, key=lambda e: e.id):
        text = " ".join(entry.text.split()).lower()
        key = (entry.source, (entry.when.start, entry.when.end) if entry.when else None, text)
        events = view.by_entry.get(entry.id)
        if not text or not events:
            continue
        if key in seen:
            first = view.by_entry[seen[key]][0]
            evidence = "The same words on the same date in the same file: perhaps one row entered twice."
            links.append(Link(kind="same_event", from_id=first.id, to_id=events[0].id, evidence=evidence))
        else:
            seen[key] = entry.id
    return links
