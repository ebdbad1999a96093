"""Which records of different agencies tell of one event.

    events  ->  families of kinds  ->  sorted sweep over widened intervals  ->  pairs by rule    \
            ->  rows that share rare words, near in time                    ->  pairs by likeness ->  groups  ->  links
    the reviewer's verdicts  ->  confirmed pairs first, rejected pairs never in one group        /

Never all pairs: `pairing` looks only within a family of kinds (messages, incidents, meetings, ...),
`likeness` only where rows share a rare word. Each pair keeps its reasons in words. Pairs are joined from
the surest downwards, and a group holds one record of an agency only, save where a row was entered twice.
A link is a proposal until a reviewer confirms it: the records are shown together, and never merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Final

from model.case import Link, Status
from model.conflicts import conflicts_of
from model.likeness import Likeness
from model.likeness import settings as likeness_settings
from model.pairing import Pair, families, family_pairs, rarity_of
from model.review import link_verdicts
from model.view import CaseView

CONFIRMED: Final = "A reviewer confirmed that the two records tell of one event."
REJECTED: Final = "A reviewer said that the two records tell of different events."

Groups = list[frozenset[str]]


def match(view: CaseView) -> tuple[list[Link], Groups]:
    """The links of a case's records of one event, and the groups of event ids that they make.

    Links are proposed, or confirmed or rejected by a reviewer (`model.review`); rejected ones are kept
    in the list with that status and join nothing. A row entered twice in one file is a link of another
    sort: its `duplicate` is set, its evidence says so, and it makes no group.
    """
    verdicts = link_verdicts(view.case)
    known = {pair: v for pair, v in verdicts.items() if pair <= view.by_id.keys()}
    twins = duplicate_rows(view)
    rarity = rarity_of(view)
    likeness = Likeness(view)
    pairs = [pair for family in families() for pair in family_pairs(view, family, rarity)]
    pairs += likeness.pairs()
    joiner = _Joiner(view, likeness, _twin_entries(view, twins))
    used = joiner.join(pairs, [pair for pair, verdict in known.items() if verdict == "confirmed"])
    rejected = [pair for pair, verdict in known.items() if verdict == "rejected"]
    groups, kept = _without(used, rejected)
    return [*_links(view, kept, known), *_rejected(view, rejected), *twins], groups


class _Joiner:
    """Joins pairs from the surest downwards: what a reviewer confirmed, then by rule, then by likeness."""

    def __init__(self, view: CaseView, likeness: Likeness, twin_entry: Mapping[str, str]) -> None:
        self._view = view
        self._likeness = likeness
        self._twin_entry = twin_entry
        self._home: dict[str, set[str]] = {}

    def join(self, pairs: Iterable[Pair], confirmed: Iterable[frozenset[str]]) -> list[Pair]:
        """The pairs that hold the groups together, in the order in which they were taken."""
        used = []
        for first, second in sorted(tuple(sorted(pair)) for pair in confirmed):
            used.append(Pair(score=float("inf"), first=first, second=second, reasons=(CONFIRMED,)))
            self._merge(first, second)
        best = {frozenset((p.first, p.second)): p for p in sorted(pairs, key=_order, reverse=True)}
        for pair in sorted(best.values(), key=_order):
            one, two = self._group(pair.first), self._group(pair.second)
            if one is not two:
                if self._clash(one, two) or not (pair.by_rule or self._alike(one, two)):
                    continue
                self._merge(pair.first, pair.second)
            used.append(pair)
        return used

    def _group(self, member: str) -> set[str]:
        return self._home.setdefault(member, {member})

    def _merge(self, first: str, second: str) -> None:
        one, two = self._group(first), self._group(second)
        if one is not two:
            one |= two
            for member in two:
                self._home[member] = one

    def _clash(self, one: set[str], two: set[str]) -> bool:
        """Whether joining would put two rows of one file into a group, or two days of one row."""
        left, right = self._rows(one), self._rows(two)
        if any(len(left[source] | right[source]) > 1 for source in left.keys() & right.keys()):
            return True
        rows = self._by_row(one)
        return any(
            self._two_days(member, other)
            for row, members in self._by_row(two).items()
            for member, other in product(members, rows.get(row, ()))
        )

    def _two_days(self, first: str, second: str) -> bool:
        """Whether two events of one row have days of their own that lie apart: then the row tells of two."""
        one, two = (self._view.span_of(self._view.by_id[member]) for member in (first, second))
        return bool(one and two and one.bounded and two.bounded and not one.overlaps(two))

    def _rows(self, group: set[str]) -> dict[str, set[str]]:
        out: dict[str, set[str]] = defaultdict(set)
        for member in group:
            event = self._view.by_id[member]
            if event.main:  # a row may tell again of what another row of its file records
                out[self._view.entries[event.entry].source].add(self._twin_entry.get(event.entry, event.entry))
        return out

    def _alike(self, one: set[str], two: set[str]) -> bool:
        """Whether the rows of two groups are on the average alike enough to be joined by one likeness."""
        if len(one) + len(two) == 2:
            return True
        rules = likeness_settings()
        least, most = rules["stranger"], -rules["stranger"]
        scores = []
        for left, right in product(self._by_row(one).values(), self._by_row(two).values()):
            if self._view.by_id[left[0]].entry == self._view.by_id[right[0]].entry:
                continue
            found = [score for a, b in product(left, right) if (score := self._likeness.score(a, b)) is not None]
            scores.append(min(most, max([least, *found])))
        return not scores or sum(scores) / len(scores) >= rules["together"]

    def _by_row(self, group: set[str]) -> dict[str, list[str]]:
        rows: dict[str, list[str]] = defaultdict(list)
        for member in sorted(group):
            rows[self._view.by_id[member].entry].append(member)
        return rows


def _order(pair: Pair) -> tuple[bool, float, str, str]:
    return (not pair.by_rule, -pair.score, pair.first, pair.second)


# -- the reviewer's word -----------------------------------------------------------------------------


def _without(used: Sequence[Pair], rejected: Sequence[frozenset[str]]) -> tuple[Groups, list[Pair]]:
    """Take rejected pairs out: they go, and of the other pairs only those that would join the two again.

    What was proposed without the rejection is taken up again from the surest downwards, and nothing new
    is proposed in its place: so a rejection removes what followed from it, and nothing else changes.
    """
    apart: dict[str, set[str]] = defaultdict(set)
    for first, second in (sorted(pair) for pair in rejected):
        apart[first].add(second)
        apart[second].add(first)
    home: dict[str, set[str]] = {}
    kept = []
    for pair in used:
        one, two = home.setdefault(pair.first, {pair.first}), home.setdefault(pair.second, {pair.second})
        if one is not two:
            if any(apart[member] & two for member in one if member in apart):
                continue
            one |= two
            for member in two:
                home[member] = one
        kept.append(pair)
    distinct = {id(group): frozenset(group) for group in home.values() if len(group) > 1}
    return sorted(distinct.values(), key=sorted), kept


def _rejected(view: CaseView, pairs: Iterable[frozenset[str]]) -> list[Link]:
    return [
        Link(kind="same_event", from_id=first, to_id=second, evidence=REJECTED, certainty=0.0, status="rejected")
        for first, second in sorted(tuple(sorted(pair)) for pair in pairs)
    ]


def _links(view: CaseView, pairs: Iterable[Pair], verdicts: Mapping[frozenset[str], Status]) -> list[Link]:
    return [
        Link(
            kind="same_event",
            from_id=pair.first,
            to_id=pair.second,
            evidence="Perhaps the same event: " + "; ".join(pair.reasons) + "."
            if pair.reasons != (CONFIRMED,)
            else CONFIRMED,
            certainty=round(pair.certainty, 2),
            status=verdicts.get(frozenset((pair.first, pair.second)), "proposed"),
            conflicts=conflicts_of(view, view.by_id[pair.first], view.by_id[pair.second]),
        )
        for pair in pairs
    ]


# -- rows entered twice ------------------------------------------------------------------------------


def _twin_entries(view: CaseView, twins: Sequence[Link]) -> dict[str, str]:
    return {view.by_id[link.to_id].entry: view.by_id[link.from_id].entry for link in twins}


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
            links.append(
                Link(kind="same_event", from_id=first.id, to_id=events[0].id, evidence=evidence, duplicate=True)
            )
        else:
            seen[key] = entry.id
    return links
