"""Find the people and agencies that an entry names, and settle letters that mean different things.

    words  ->  find_people (roles.toml + the file's own key)  ->  settle_letters ("HV": visitor or visit)
           ->  find_agencies (sharing.toml)  ->  classes on the words, for the patterns of the other parts

Of several readings of the same words the longest wins, then the one that its record's agency suggests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.language.patterns import Match, PatternSet, Words, longest, patterns_of
from ingest.language.reading import AgencyName, Person, Reading
from model.data import load_toml

_PACKAGE = "ingest.vocabulary"
_NUMBER = re.compile(r"^(?:x?\d[\d.,:/+%-]*|\d+(?:st|nd|rd|th))$")
_NAME = re.compile(r"^[A-Z][A-Za-z'-]*$")
_CODE = re.compile(r"^(?:\d{1,5}|[A-Z]{1,2}|[A-Z]\d?)$")


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """One entry of roles.toml."""

    role: str
    group: str
    agency: str | None
    only: frozenset[str]
    unless: frozenset[str]
    sure: bool
    also: str | None = None

    def fits(self, agency: str) -> bool:
        return (not self.only or agency in self.only) and agency not in self.unless


@cache
def _roles() -> PatternSet[RoleEntry]:
    return PatternSet(
        (pattern, entry)
        for raw in load_toml(_PACKAGE, "roles.toml")["role"]
        for entry in [_role(raw)]
        for pattern in patterns_of(raw)
    )


def _role(raw: Mapping[str, Any]) -> RoleEntry:
    return RoleEntry(
        role=raw["role"],
        group=raw["group"],
        agency=raw.get("agency"),
        only=frozenset(raw.get("only", ())),
        unless=frozenset(raw.get("unless", ())),
        sure=raw.get("sure", True),
        also=raw.get("also"),
    )


_NOBODY = RoleEntry(role="", group="", agency=None, only=frozenset(), unless=frozenset(), sure=True)


@cache
def _nobody() -> PatternSet[RoleEntry]:
    raws = load_toml(_PACKAGE, "roles.toml")["not_a_person"]
    return PatternSet((pattern, _NOBODY) for raw in raws for pattern in patterns_of(raw))


@cache
def _agencies() -> PatternSet[str]:
    return PatternSet(
        (pattern, raw["agency"])
        for raw in load_toml(_PACKAGE, "sharing.toml")["agency"]
        for pattern in patterns_of(raw)
    )


@cache
def agency_of_role() -> dict[str, str]:
    """The agency that workers of a role work for, where the role alone says so."""
    return {
        raw["role"]: raw["agency"]
        for raw in reversed(load_toml(_PACKAGE, "roles.toml")["role"])
        if raw.get("agency") and not raw.get("only")
    }


def mark_simple_classes(words: Words) -> None:
    """Begin the classes of each word: numbers, names, verbs."""
    words.classes = [{} for _ in words.norms]
    numbers = load_toml(_PACKAGE, "abbreviations.toml")["numbers"]
    for i, norm in enumerate(words.norms):
        if _NUMBER.match(norm) or norm in numbers:
            words.classes[i]["num"] = i + 1
        if _NAME.match(words.texts[i]):
            words.classes[i]["name"] = i + 1
        if words.tags[i].startswith("VB"):
            words.classes[i]["verb"] = i + 1


def find_people(reading: Reading) -> list[Person]:
    """Every person named, in the order of the text."""
    matches = [m for m in _roles().find(reading.words) if m.payload.fits(reading.agency)]
    matches.sort(key=lambda m: (not m.payload.only, not m.payload.sure))  # of equals, the agency's own word first
    nobody = list(_nobody().find(reading.words))
    found = longest([*nobody, *_with_key(reading, matches)])
    return [_person(reading, match) for match in found if match.payload.role]


def _with_key(reading: Reading, matches: Sequence[Match[RoleEntry]]) -> list[Match[RoleEntry]]:
    """The matches with those of the file's own key first: it says who its initials are."""
    own = list(_key_patterns(reading.context.key).find(reading.words))
    taken = {i for match in own for i in range(match.first, match.last)}
    return own + [m for m in matches if not taken & set(range(m.first, m.last)) or m.last - m.first > 1]


@cache
def _key_patterns(key: tuple[tuple[str, str], ...]) -> PatternSet[RoleEntry]:
    """Patterns for the initials of a key table, for those whose meaning names a role."""
    found: list[tuple[str, RoleEntry]] = []
    for initials, who in key:
        entry = _role_of_words(who)
        letters = initials.split()
        if entry and letters and not any(c in initials for c in "|~*?<>="):
            found.append((" ".join("=" + word for word in letters), entry))
    return PatternSet(found)


def _role_of_words(who: str) -> RoleEntry | None:
    pieces = re.findall(r"'s\b|(?:(?!'s\b)[A-Za-z0-9&/'-])+", who.replace("’", "'"))[:30]
    words = Words(
        texts=pieces,
        norms=[p.lower() for p in pieces],
        stems=["" for _ in pieces],
        starts=list(range(len(pieces))),
        ends=list(range(1, len(pieces) + 1)),
        tags=["" for _ in pieces],
    )
    mark_simple_classes(words)
    matches = longest(m for m in _roles().find(words) if not m.payload.only)
    return max(matches, key=lambda m: (m.last - m.first, -m.first)).payload if matches else None


def _person(reading: Reading, match: Match[RoleEntry]) -> Person:
    """The person of a match, with the number or code after it ("PC 1234", "SW - LM") in the label."""
    words, last = reading.words, match.last
    entry = match.payload
    if entry.group == "worker" and last < len(words) and _CODE.match(words.texts[last]) and len(words.texts[last]) > 1:
        last += 1
    return Person(
        match.first,
        last,
        entry.role,
        reading.text_of(match.first, last),
        entry.group,
        entry.agency,
        entry.sure,
        entry.also,
    )


def mark_people(words: Words, people: Iterable[Person], own_agency: str) -> None:
    """Put each person into the classes of their first word: family or worker, role, and party."""
    for person in people:
        classes = words.classes[person.first]
        classes[person.group] = classes["person"] = classes[person.role] = person.last
        if person.role == "subject_child":
            classes["child"] = person.last
        if person.group == "worker" and person.agency and person.agency != own_agency:
            classes["party"] = person.last


def find_agencies(reading: Reading) -> list[AgencyName]:
    """Every agency named, in the order of the text; words that name a worker are left to the worker."""
    workers = [person for person in reading.people if person.group == "worker"]
    taken = {i for person in workers for i in range(person.first, person.last)}
    found = longest(_agencies().find(reading.words))
    names = [AgencyName(m.first, m.last, m.payload) for m in found if m.last - m.first > 1 or m.first not in taken]
    return sorted([*names, *_health_in_lists(reading.words, names, taken)], key=lambda name: name.first)


def _health_in_lists(words: Words, names: Sequence[AgencyName], taken: set[int]) -> list[AgencyName]:
    """ "health" beside another agency in a list stands for the hospital's services ("police, health and school")."""
    named = taken | {i for name in names for i in range(name.first, name.last)}
    found = []
    for i, norm in enumerate(words.norms):
        beside = [j for j in (i - 2, i + 2) if j in named and words.norms[(i + j) // 2] in {",", "and", "&", "/"}]
        if norm == "health" and i not in named and beside:
            found.append(AgencyName(i, i + 1, "acute_hospital"))
    return found


def mark_agencies(words: Words, agencies: Iterable[AgencyName], own_agency: str) -> None:
    """Put each agency into the classes of its first word."""
    for name in agencies:
        words.classes[name.first][name.agency] = name.last
        words.classes[name.first]["agency"] = max(name.last, words.classes[name.first].get("agency", 0))
        if name.agency != own_agency:
            words.classes[name.first]["party"] = max(name.last, words.classes[name.first].get("party", 0))


@dataclass(frozen=True, slots=True)
class _Sense:
    letters: str
    meaning: str


@cache
def _senses() -> PatternSet[_Sense]:
    return PatternSet(
        (pattern, _Sense(raw["letters"], meaning["meaning"]))
        for raw in load_toml(_PACKAGE, "abbreviations.toml")["letters"]
        for meaning in raw["meanings"]
        for pattern in meaning["when"]
    )


def settle_letters(reading: Reading) -> dict[int, str]:
    """Which words are letters used in their less common meaning: index of the word and the meaning."""
    words = reading.words
    found: dict[int, str] = {}
    for match in _senses().find(words):
        letters = match.payload.letters.lower()
        for i in range(match.first, match.last):
            if words.norms[i].replace("/", "").rstrip("s").removesuffix("'d") == letters:
                found.setdefault(i, match.payload.meaning)
                break
    return found


def people_of(reading: Reading) -> None:
    """Fill in the people, the agencies and the word classes of a reading; rewrite settled letters."""
    words = reading.words
    mark_simple_classes(words)
    people = find_people(reading)
    mark_people(words, people, reading.agency)
    settled = settle_letters(reading)
    if settled:
        for i, meaning in settled.items():
            words.norms[i], words.texts[i], words.stems[i] = meaning, meaning, ""
        mark_simple_classes(words)
        people = find_people(reading)
        mark_people(words, people, reading.agency)
    reading.people = people
    reading.agencies = find_agencies(reading)
    mark_agencies(words, reading.agencies, reading.agency)
