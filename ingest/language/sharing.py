"""Who told whom: the agencies of each event, as told, telling, or taking part.

    parties (agencies and their workers)  ->  acts of telling around them (sharing.toml)  ->  a direction each
      ->  shared_with, received_from or involves of the event in whose words they stand

`shared_with` are agencies that were told or took part, `received_from` those that told the writer. What is
only planned, recommended or said not to have been done tells nobody: its agencies go into `involves`.
A meeting has those who are named as there, and the agency that convenes such meetings. A column such as
"Shared with" is read as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ingest.language.involve import column_of
from ingest.language.kind_cues import MEETINGS
from ingest.language.patterns import Match, PatternSet, patterns_of
from ingest.language.reading import ACTION_FIELDS, Candidate, Party, Reading
from ingest.language.told import Placed, weigh_party
from model.data import load_toml

Direction = Literal["in", "out", "met", "none", "task", "later", "near"]

_TOLD = frozenset({"happened", "reported", "uncertain"})
_SILENT = frozenset({"author", "source"})


@cache
def _data() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "sharing.toml")


@cache
def _acts() -> PatternSet[Direction]:
    return PatternSet((pattern, raw["direction"]) for raw in _data()["act"] for pattern in patterns_of(raw))


@dataclass(frozen=True, slots=True)
class Notice:
    """One entry of `notice`: a form that goes to an agency by definition."""

    only: frozenset[str]
    to: str


@cache
def _notices() -> PatternSet[Notice]:
    return PatternSet(
        (pattern, Notice(frozenset(raw["only"]), raw["to"]))
        for raw in _data()["notice"]
        for pattern in patterns_of(raw)
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """One entry of `receipt`: a paper that only one agency writes."""

    unless: frozenset[str]
    sender: str


@cache
def _receipts() -> PatternSet[Receipt]:
    return PatternSet(
        (pattern, Receipt(frozenset(raw["unless"]), raw["sender"]))
        for raw in _data()["receipt"]
        for pattern in patterns_of(raw)
    )


@cache
def _answers() -> PatternSet[bool]:
    return PatternSet((pattern, True) for pattern in _data()["answered"])


def share_candidates(reading: Reading) -> None:
    """Set sharing on every candidate of a reading that has its main event marked."""
    main = next((c for c in reading.candidates if c.main), None)
    if main is None:
        return
    acts = [m for clause in reading.clauses for m in _acts().find(reading.words, clause.first, clause.last)]
    parties = sorted(parties_of(reading), key=lambda p: p.first)
    directions = _in_lists(reading, parties, [_direction(party, acts) for party in parties])
    for party, said in zip(parties, directions, strict=True):
        owner = _owner(reading, party, main)
        meeting = owner if owner.kind in MEETINGS else main
        direction: Direction = "met" if said == "near" and _in_attendance(reading, party, meeting) else said
        column = column_of(reading, party.first)
        if column == "shared_with":
            _from_column(reading, party, main)
        elif column not in _SILENT:
            event, placed = _place(party, direction, owner, main)
            if event.assertion in _TOLD and direction != "none":
                placed = weigh_party(reading, party, event, placed)
            _put_where_told(reading, party, event, placed)
    _convened(reading, main)
    _received(reading)
    _retell(reading, main)
    _noticed(reading)
    _answered(reading)


def parties_of(reading: Reading) -> list[Party]:
    """Every other agency named, by its name or by a worker of it; places are left out ("held at school")."""
    found = [Party(a.first, a.last, a.agency) for a in reading.agencies if not _is_place(reading, a.first, a.agency)]
    found += [Party(p.first, p.last, p.agency) for p in reading.people if p.group == "worker" and p.agency]
    return [p for p in found if _one(p.agency) != _one(reading.agency)]


def _one(agency: str) -> str:
    """The front door and social care count as one agency."""
    return "childrens_social_care" if agency == "front_door" else agency


def _is_place(reading: Reading, first: int, agency: str) -> bool:
    if agency not in _data()["places"] or first == 0:
        return False
    before = reading.words.norms[first - 1]
    if before in {"the", "her", "his", "their", "a"} and first > 1:
        before = reading.words.norms[first - 2]
    return before in _data()["at"]


def _direction(party: Party, acts: Sequence[Match[Direction]]) -> Direction:
    """How the acts around a party place it: the surest first."""
    over = [m for m in acts if m.first <= party.first < m.last]
    said = {m.payload for m in over}
    if "none" in said:
        return "none"
    told_before = [m.first for m in over if m.payload == "out" and m.first < party.first]
    ahead = [m for m in over if m.payload in {"later", "task"}]
    if ahead and min(m.first for m in ahead) <= min([*told_before, party.first]):
        return "task" if any(m.payload == "task" for m in ahead) else "later"
    if "in" in said and "out" in said:
        return max((m for m in over if m.payload in {"in", "out"}), key=_nearness).payload
    for direction in ("in", "out", "met"):
        if direction in said:
            return direction
    return "near"


def _in_lists(reading: Reading, parties: Sequence[Party], directions: list[Direction]) -> list[Direction]:
    """A party without a direction of its own has that of its neighbour in a list ("SW, school and GP informed")."""
    for order in (range(1, len(parties)), range(len(parties) - 2, -1, -1)):
        for i in order:
            j = i - 1 if order.step > 0 else i + 1
            if directions[i] == "near" and directions[j] != "near" and _listed(reading, parties[i], parties[j]):
                directions[i] = directions[j]
    return directions


def _in_attendance(reading: Reading, party: Party, meeting: Candidate) -> bool:
    """Whether a party stands in a list of who was at the meeting: by a word for it, or a clause that is only a list."""
    clause = next((c for c in reading.clauses if c.first <= party.first < c.last), None)
    if meeting.kind not in MEETINGS or clause is None:
        return False
    words = reading.words.norms[clause.first : clause.last]
    return any(word in _data()["attendance"] for word in words) or _is_list(reading, clause.first, clause.last)


def _is_list(reading: Reading, first: int, last: int) -> bool:
    """Whether words are nearly all names of people and agencies, two at least ("Mum, SW2, DSL, police")."""
    named = [(p.first, p.last) for p in reading.people] + [(a.first, a.last) for a in reading.agencies]
    inside = [(start, end) for start, end in named if first <= start < last]
    covered = {i for start, end in inside for i in range(start, end)}
    fill = set(_data()["list_words"]) | {".", "(", ")", "-", ":"}
    rest = [i for i in range(first, last) if i not in covered and reading.words.norms[i] not in fill]
    return len({start for start, _ in inside}) >= 2 and len(rest) <= max(1, (last - first) // 5)


def _listed(reading: Reading, one: Party, other: Party) -> bool:
    first, last = min(one.last, other.last), max(one.first, other.first)
    between = reading.words.norms[first:last]
    return bool(between) and all(word in _data()["list_words"] for word in between)


def _nearness(act: Match[Direction]) -> tuple[int, int]:
    """The act with the fewest words between its own words is the surest; of equals the longer pattern."""
    own = len([part for part in act.pattern.split() if not part.startswith("*") and not part.endswith("?")])
    return (own - (act.last - act.first), own)


def _owner(reading: Reading, party: Party, main: Candidate) -> Candidate:
    """The event in whose words a party stands, else the nearest of its clause, else the main one."""
    inside = [c for c in reading.candidates if c.holds(party.first)]
    if inside:
        return min(inside, key=lambda c: c.last - c.first)
    clause = next((k for k, c in enumerate(reading.clauses) if c.first <= party.first < c.last), -1)
    near = [c for c in reading.candidates if c.clause == clause]
    return min(near, key=lambda c: min(abs(c.first - party.first), abs(c.last - party.first)), default=main)


def _place(party: Party, direction: Direction, owner: Candidate, main: Candidate) -> tuple[Candidate, Placed]:
    """The event that an agency belongs to and how: told, telling, or only named."""
    meeting = main.kind in MEETINGS and main.assertion == "happened"
    if direction == "none":
        return owner, "involves"
    if owner.kind in MEETINGS and owner.assertion == "happened" and direction == "met":
        return owner, "shared_with"
    if meeting and direction != "later" and (owner is main or direction in {"met", "task"}):
        return main, "shared_with"
    if direction == "near" and _is_their_contact(party, owner):
        return owner, "shared_with"
    if owner.assertion not in _TOLD or direction in {"task", "later", "near"}:
        return owner, "involves"
    return owner, "received_from" if direction == "in" else "shared_with"


def _put_where_told(reading: Reading, party: Party, owner: Candidate, placed: Placed) -> None:
    """Put an agency where it belongs; a call is a conversation, so the caller took part in it."""
    _put(getattr(owner, placed), party.agency)
    words = reading.words.norms[owner.first : owner.last]
    one_way = any(word in _data()["one_way"] for word in words)
    if placed == "received_from" and owner.kind == "phone_contact" and not one_way:
        _put(owner.shared_with, party.agency)


def _is_their_contact(party: Party, owner: Candidate) -> bool:
    """Whether a visit or appointment is told as that of the agency named first ("EWO met parents")."""
    return owner.kind in _data()["own_contacts"] and owner.assertion == "happened" and party.first == owner.first


def _from_column(reading: Reading, party: Party, main: Candidate) -> None:
    """An agency in a "Shared with" column was told, unless the column says that it was not, or not yet."""
    own = next((c for c in reading.candidates if c.holds(party.first)), None)
    if own is None:
        _put(main.shared_with, party.agency)
    else:
        _put(own.shared_with if own.assertion in _TOLD else own.involves, party.agency)


def _put(agencies: list[str], agency: str) -> None:
    if agency not in agencies:
        agencies.append(agency)


def _convened(reading: Reading, main: Candidate) -> None:
    """Add the agency that convenes such a meeting, where another agency records that it was held."""
    convener = _data()["conveners"].get(main.kind)
    if convener and main.assertion == "happened" and _one(reading.agency) != convener:
        _put(main.shared_with, convener)


def _retell(reading: Reading, main: Candidate) -> None:
    """What a letter, a referral or a call received tells of is reported, not witnessed by the writer."""
    said = load_toml("ingest.vocabulary", "assertion.toml")
    words = reading.words.norms[main.first : main.last]
    receipt = main.received_from or any(word in said["receipts"] for word in words)
    heard = main.kind == "phone_contact" and bool(main.received_from)  # a call in: what follows is what was said in it
    heard = heard and reading.agency not in said["answering"]
    if not heard and (main.kind not in {"information_shared", "referral", "consultation"} or not receipt):
        return
    retold = said["retold"]
    for other in reading.candidates:
        told = other.kind in retold and other.assertion == "happened" and other.column not in ACTION_FIELDS
        if told and other is not main and other.first > main.first:
            other.assertion = "reported"
            other.reasons.append("reported: told by what was received")


def _received(reading: Reading) -> None:
    """Add the sender of a paper that only one agency writes, where no sender was named ("PPN received")."""
    for match in _receipts().find(reading.words):
        if _one(reading.agency) in match.payload.unless:
            continue
        owner = next((c for c in reading.candidates if c.first <= match.first < c.last), None)
        if owner is not None and owner.assertion in _TOLD and not owner.received_from:
            owner.received_from.append(match.payload.sender)


def _noticed(reading: Reading) -> None:
    """Add the addressee of a notice that has one by definition, where no other was named."""
    for match in _notices().find(reading.words):
        if reading.agency not in match.payload.only:
            continue
        owner = next((c for c in reading.candidates if c.first <= match.first < c.last), None)
        if owner is not None and owner.assertion in _TOLD and not owner.shared_with:
            owner.shared_with.append(match.payload.to)


def _answered(reading: Reading) -> None:
    """An answer that names nobody goes to the agency that asked: "Enquiry from Police, reply sent same day"."""
    asked = [(c.first, agency) for c in reading.candidates for agency in c.received_from]
    for match in _answers().find(reading.words):
        owner = next((c for c in reading.candidates if c.holds(match.first)), None)
        if owner is None or owner.assertion not in _TOLD or owner.shared_with:
            continue
        for first, agency in asked:
            if first <= match.first:
                _put(owner.shared_with, agency)
