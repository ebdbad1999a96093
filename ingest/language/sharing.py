"""Who told whom: the agencies of each event, as told, telling, or taking part.

    people and agencies near an act of telling (sharing.toml)  ->  shared_with, received_from, involves

`shared_with` are agencies that were told or took part, `received_from` those that told the writer. What is
only planned, recommended or said not to have been done tells nobody: its agencies go into `involves`.
A column such as "Shared with" is read as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.language.patterns import PatternSet, patterns_of
from ingest.language.reading import Candidate, Reading
from model.data import load_toml

_MEETINGS = frozenset(
    {
        "strategy_discussion",
        "child_protection_conference",
        "core_group",
        "child_in_need_meeting",
        "marac",
        "planning_meeting",
    }
)
_TELLING = frozenset({"information_shared", "referral", "consultation", "phone_contact"})
_DONE = frozenset({"happened", "reported", "uncertain"})


@dataclass(frozen=True, slots=True)
class Act:
    id: str
    direction: str


@dataclass(frozen=True, slots=True)
class Party:
    """Words first..last stand for another agency."""

    first: int
    last: int
    agency: str


@cache
def _acts() -> PatternSet[Act]:
    return PatternSet(
        (pattern, Act(raw["id"], raw["direction"]))
        for raw in load_toml("ingest.vocabulary", "sharing.toml")["act"]
        for pattern in patterns_of(raw)
    )


def parties_of(reading: Reading) -> list[Party]:
    """Every other agency named, by its name or by a worker of it."""
    found = [Party(a.first, a.last, a.agency) for a in reading.agencies]
    found += [Party(p.first, p.last, p.agency) for p in reading.people if p.group == "worker" and p.agency]
    return [p for p in found if not _same(p.agency, reading.agency)]


def _same(one: str, other: str) -> bool:
    front = {"front_door": "childrens_social_care"}
    return front.get(one, one) == front.get(other, other)


def share_candidates(reading: Reading) -> None:
    """Set sharing on every candidate of a reading."""
    parties = parties_of(reading)
    if not parties:
        return
    for candidate in reading.candidates:
        _share(reading, candidate, [p for p in parties if _within(reading, p, candidate)])
    _read_columns(reading, parties)


def _within(reading: Reading, party: Party, candidate: Candidate) -> bool:
    return candidate.first <= party.first < candidate.last


def _share(reading: Reading, candidate: Candidate, parties: list[Party]) -> None:
    if not parties:
        return
    clause = reading.clauses[candidate.clause]
    acts = list(_acts().find(reading.words, max(clause.first, candidate.first - 2), clause.last))
    for party in parties:
        over = [m for m in acts if m.first <= party.first < m.last]
        directions = {m.payload.direction for m in over}
        _place(candidate, party, _direction(candidate, directions))


def _direction(candidate: Candidate, directions: set[str]) -> str:
    if "none" in directions:
        return "none"
    if candidate.kind in _MEETINGS:
        return "out"
    if "in" in directions and "out" not in directions:
        return "in"
    if "out" in directions:
        return "out" if "in" not in directions else "both"
    return "out" if "both" in directions else "near"


def _place(candidate: Candidate, party: Party, direction: str) -> None:
    target = {"out": candidate.shared_with, "in": candidate.received_from, "both": candidate.received_from}.get(
        direction, candidate.involves
    )
    if candidate.assertion not in _DONE and target is candidate.shared_with:
        target = candidate.involves
    if party.agency not in target:
        target.append(party.agency)


def _read_columns(reading: Reading, parties: list[Party]) -> None:
    """Agencies in a "Shared with" column were told of the main event."""
    main = next((c for c in reading.candidates if c.main), None)
    if main is None:
        return
    for clause in reading.clauses:
        if clause.field != "shared_with":
            continue
        for party in parties:
            if clause.first <= party.first < clause.last and party.agency not in main.shared_with:
                main.shared_with.append(party.agency)
