"""Find the people and agencies that an entry names, and settle letters that mean different things.

    words  ->  find_people (roles.toml + the file's own key)  ->  settle_letters ("HV": visitor or visit)
           ->  find_agencies (sharing.toml)  ->  classes on the words, for the patterns of the other parts

Of several readings of the same words the longest wins, then the one that its record's agency suggests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.language.names import names_of
from ingest.language.patterns import Match, PatternSet, Words, longest, patterns_of
from ingest.language.reading import TYPE_FIELDS, AgencyName, Person, Reading
from ingest.language.roles import RoleEntry, agency_patterns, mark_simple_classes, role_entry, role_patterns
from ingest.language.vocabulary import vocabulary_words
from ingest.language.worker_names import with_name
from model.data import load_toml

_PACKAGE = "ingest.vocabulary"
_AGE_AND_SEX = re.compile(r"^(?P<years>\d{1,2})(?P<sex>[MF])$")
_WORKER_CODE = re.compile(r"^[A-Z]{1,4}[WONP]\d{1,2}$")  # ends in worker, officer, nurse or practitioner
_LEAST_CODE = 2  # signs
_CODE = re.compile(r"^(?:\d{1,5}|[A-Z]{1,2}|[A-Z]\d?)$")


@cache
def _nobody() -> PatternSet[RoleEntry]:
    raws = load_toml(_PACKAGE, "roles.toml")["not_a_person"]
    return PatternSet(
        (pattern, role_entry({"role": "", "group": "", **raw})) for raw in raws for pattern in patterns_of(raw)
    )


def find_people(reading: Reading) -> list[Person]:
    """Every person named, in the order of the text."""
    agency, age = reading.agency, reading.age
    matches = [m for m in role_patterns().find(reading.words) if m.payload.fits(agency, age)]
    matches.sort(key=lambda m: (not m.payload.only, not m.payload.sure))  # of equals, the agency's own word first
    nobody = [m for m in _nobody().find(reading.words) if m.payload.fits(agency, age)]
    found = longest([*nobody, *_with_names(reading, matches)])
    types = [(part.start, part.end) for part in reading.entry.parts if part.field in TYPE_FIELDS]
    for match in found:
        if match.payload.spoken_of:
            reading.words.classes[match.first]["family"] = reading.words.classes[match.first]["person"] = match.last
    named = [m for m in found if m.payload.role and not _inside(types, reading.words.starts[m.first])]
    people = [_person(reading, match) for match in named]
    people += [*_by_code(reading, found), *_by_age(reading, found)]
    return sorted(people, key=lambda person: person.first)


def _inside(spans: Sequence[tuple[int, int]], character: int) -> bool:
    """Whether a character lies in one of the spans: in a type column "HV" is a visit and nobody."""
    return any(start <= character < end for start, end in spans)


def _by_code(reading: Reading, found: Sequence[Match[RoleEntry]]) -> list[Person]:
    """Workers whom only a code names ("RW1", "LO2": a worker, an officer): of the record's own service, as it seems."""
    role = load_toml(_PACKAGE, "roles.toml")["writers"].get(reading.agency)
    if role is None:
        return []
    taken = {i for match in found for i in range(match.first, match.last)}
    codes = [i for i, text in enumerate(reading.words.texts) if i not in taken and _WORKER_CODE.match(text)]
    return [Person(i, i + 1, role, reading.words.texts[i], "worker", reading.agency, sure=False) for i in codes]


def _by_age(reading: Reading, found: Sequence[Match[RoleEntry]]) -> list[Person]:
    """People whom a log names by age and sex alone ("8F vomiting"), none of them for certain."""
    data = load_toml("ingest.vocabulary", "roles.toml")["by_age"]
    if reading.agency not in data["agencies"] or reading.age is None:
        return []
    taken = {i for match in found for i in range(match.first, match.last)}
    people = []
    for i, text in enumerate(reading.words.texts):
        match = _AGE_AND_SEX.match(text)
        if match is None or i in taken:
            continue
        years = int(match["years"])
        if years <= data["child_to"] and abs(years - reading.age) <= data["near_years"]:
            people.append(Person(i, i + 1, "subject_child", text, "family", None, sure=False))
        elif data["parent_from"] <= years <= data["parent_to"]:
            people.append(Person(i, i + 1, data[match["sex"]], text, "family", None, sure=False))
    return people


def _with_names(reading: Reading, matches: Sequence[Match[RoleEntry]]) -> list[Match[RoleEntry]]:
    """The matches with those of the file's own names first: they say who its initials are."""
    own = [m for m in names_of(reading.context).find(reading.words) if not _is_side(reading.words, m)]
    taken = {i for match in own for i in range(match.first, match.last)}
    return own + [m for m in matches if not taken & set(range(m.first, m.last)) or m.last - m.first > 1]


def _is_side(words: Words, match: Match[RoleEntry]) -> bool:
    """Whether a letter means left or right ("L thigh")."""
    if match.last - match.first > 1 or len(words.texts[match.first]) > 1:
        return False
    after = words.norms[match.last] if match.last < len(words) else ""
    return after in load_toml(_PACKAGE, "roles.toml")["names"]["body"]


def _person(reading: Reading, match: Match[RoleEntry]) -> Person:
    """The person of a match, with the number, code or name after it ("PC 1234", "SW AR", "SW Lisa Marlow")."""
    last, entry = match.last, match.payload
    coded = _coded(reading, last, entry.role) if entry.group == "worker" else 0
    last = coded or last
    person = Person(
        match.first,
        last,
        entry.role,
        reading.text_of(match.first, last),
        entry.group,
        entry.agency,
        entry.sure,
        entry.also,
        named=entry.named or bool(coded),
    )
    return with_name(reading, person)


def _coded(reading: Reading, at: int, role: str) -> int:
    """The index after a code that follows a role in its line, 0 where none does.

    Figures alone are the number of a police officer; after others they are a day, a time or weeks ("midwife 16 May").
    """
    words = reading.words
    if at >= len(words) or len(words.texts[at]) < _LEAST_CODE or not _CODE.match(words.texts[at]):
        return 0
    if words.texts[at].isdigit() and role != "police_officer":
        return 0
    own_line = "\n" not in reading.entry.text[words.ends[at - 1] : words.starts[at]]
    message = words.norms[at] in load_toml(_PACKAGE, "sharing.toml")["one_way"]  # "TC to SW LM": left message
    return at + 1 if own_line and not message and words.norms[at] not in vocabulary_words() else 0


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
    found = longest(agency_patterns().find(reading.words))
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
