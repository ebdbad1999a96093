"""Whom a record is about where its words name nobody: the service's own client, and who wrote it.

    the row's own column ("Child: B")  ->  else whom the file's opening names ("Patient: K, the father")
        ->  else the pronouns of rows that name nobody  ->  else the person the file names most
        ->  else the service's client
    no worker named in the author's column or the words  ->  the worker whom such a service's records are by

All of it is data (`roles.toml`), with the ages between which a service has the subject child for its client: a
school's pupil is a brother or sister while the subject is a baby. What comes from here is marked as implied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ingest.language.names import role_of_words
from ingest.language.reading import Candidate, Person, Reading, ReadingContext
from ingest.language.worker_names import is_somebody
from model.data import load_toml

_CHILD = "subject_child"
_ADULTS = ("mother", "father", "mothers_partner", "fathers_partner")


def _data() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "roles.toml")


def files_are_about(readings: Sequence[Reading]) -> dict[str, str]:
    """By source, the role of the person whom a service's file is about: as its opening says, else by the pronouns of
    rows that name nobody, else the one its entries name most, if clearly."""
    found = _most_named(readings) | _by_pronouns(readings)
    for reading in readings:
        if (said := stated_client(reading.context)) is not None:
            found[reading.entry.source] = said
    return found


def stated_client(context: ReadingContext) -> str | None:
    """The role of the grown-up whom a file's opening names as the one it is about; None where it names none."""
    labels = _data()["about"]["said"]["labels"]
    for label, who in context.key:
        if label.lower() in labels:
            entry = role_of_words(who)
            if entry is not None and entry.role in _ADULTS:  # the child's name stands over every chronology
                return entry.role
    return None


def _by_pronouns(readings: Iterable[Reading]) -> dict[str, str]:
    """By source, the parent that the pronouns of rows without a grown-up of the family stand for."""
    data = _data()["about"]["pronouns"]
    votes: dict[str, Counter[str]] = {}
    for reading in readings:
        if reading.agency not in data["agencies"] or any(p.role in _ADULTS and p.sure for p in reading.people):
            continue
        said = [role for role in ("father", "mother") if not set(data[role]).isdisjoint(reading.words.norms)]
        if len(said) == 1:
            votes.setdefault(reading.entry.source, Counter())[said[0]] += 1
    found = {}
    for source, counts in votes.items():
        role, often = counts.most_common(1)[0]
        if often >= data["least"] and often >= data["share"] * counts.total():
            found[source] = role
    return found


def as_client(people: Sequence[Person], agency: str, about: str | None) -> list[Person]:
    """The people of a reading, its "patient" and "client" as the person whom the file is about, and the unnamed
    partner of a man whom the file is about as the mother."""
    data = _data()["about"]
    if about is None or agency not in data["agencies"]:
        return list(people)
    return list(_settled(people, about, data["client_words"]))


def _settled(people: Iterable[Person], about: str, client_words: Iterable[str]) -> Iterator[Person]:
    words = frozenset(client_words)
    for person in people:
        if person.group == "family" and person.label.lower() in words:
            yield replace(person, role=about, sure=False)
        elif about == "father" and person.role == "mothers_partner" and not person.sure:
            yield replace(person, role="mother")
        else:
            yield person


def _most_named(readings: Iterable[Reading]) -> dict[str, str]:
    """By source, the role that a service's entries name most, if clearly."""
    about = _data()["about"]
    named: dict[str, Counter[str]] = {}
    for reading in readings:
        if reading.agency in about["agencies"]:
            wanted = {*about["roles"], *(["subject_child"] if reading.agency in about["child_agencies"] else [])}
            roles = {p.role for p in reading.people if p.role in wanted}
            named.setdefault(reading.entry.source, Counter()).update(roles)
    found: dict[str, str] = {}
    for source, counts in named.items():
        role, often = next(iter(counts.most_common(1)), ("", 0))
        if role != _CHILD:  # a child who is often named beside a parent does not make the parent less the patient
            counts = Counter({name: times for name, times in counts.items() if name != _CHILD})
        if often >= about["least"] and often >= about["share"] * counts.total():
            found[source] = role
    return found


def client_of(reading: Reading, about: str | None) -> Person | None:
    """The person whom the record is about though it does not name them; None where nothing says who."""
    data = _data()
    if _is_about_child(reading):
        return _implied("subject_child", data["implied"]["child_label"], "family")
    if about and reading.agency in data["about"]["agencies"]:
        return _implied(about, data["about"]["label"], "family")
    client = data["client"].get(reading.agency)
    if client is None or ("from_age" in client and (reading.age is None or reading.age < client["from_age"])):
        return None
    if client.get("if_named") and not reading.context.named_after_subject:
        return None
    first, last = client.get("ages", (-1, 100))
    if reading.age is not None and not first <= reading.age <= last:
        return _implied(client["outside"], client["label"], "family") if "outside" in client else None
    return _implied(client["role"], client["label"], "family")


def _is_about_child(reading: Reading) -> bool:
    """Whether a record of a child's health says so by a word ("imms", "centile")."""
    implied = _data()["implied"]
    return reading.agency in implied["child_agencies"] and any(
        word in implied["child_words"] for word in reading.words.norms
    )


def needs_client(candidate: Candidate, client: Person, agency: str) -> bool:
    """Whether an event is with or about the client, though its words do not name him or her.

    A child whom a service is for is also in what happens to a child when only others are named ("Mum: not sleeping").
    """
    kinds = _data()["implied"]
    named = {p.role for p in candidate.people if p.group == "family"}
    if agency in kinds["adult_agencies"] and candidate.kind in kinds["also_of_an_adult"]:
        return client.role not in named
    if client.role in kinds["children"] and candidate.kind in kinds["also_of_a_child"]:
        return named.isdisjoint(kinds["children"])
    return not named and candidate.kind in kinds["kinds"]


def child_of(reading: Reading, candidate: Candidate) -> Person | None:
    """The subject child for kinds that are of a child, whoever wrote ("PPN: missing from home Sat", "# femur")."""
    data = _data()["of_a_child"]
    named = {p.role for p in candidate.people if p.group == "family"}
    if named & set(_data()["implied"]["children"] if candidate.kind in data["beside_others"] else named):
        return None
    of_age = reading.age is not None and data["ages"][0] <= reading.age <= data["ages"][1]
    here = reading.agency not in data["unless"] and (reading.age is None or reading.age <= data["ages"][1])
    if (candidate.kind in data["kinds"] and of_age) or (candidate.kind in data["at_any_age"] and here):
        return _implied("subject_child", data["label"], "family")
    return None


def mother_of(reading: Reading, candidate: Candidate) -> Person | None:
    """The mother for kinds that are of her, whoever else is named, while the subject is no adolescent."""
    data = _data()["of_a_mother"]
    if candidate.kind not in data["kinds"] or any(p.role == "mother" for p in candidate.people):
        return None
    if reading.age is None or reading.age > data["to_age"]:
        return None
    return _implied("mother", data["label"], "family")


def writer_of(reading: Reading) -> Person | None:
    """The worker of the record's own service, where its author's column has words that name no known role."""
    role = _data()["writers"].get(reading.agency)
    if role is None:
        return None
    for part in reading.entry.parts:
        if part.field in _data()["writer_columns"]["fields"]:
            words = reading.entry.text[part.start : part.end].strip()
            if set(_data()["writer_columns"]["desks"]) & set(words.lower().split()):
                continue
            if words and any(c.isalpha() for c in words):
                first = reading.words.at(part.start)
                last = min(reading.words.at(part.end - 1) + 1, len(reading.words))
                return Person(
                    first, max(last, first + 1), role, words[:40], "worker", reading.agency, named=is_somebody(words)
                )
    return None


def _implied(role: str, label: str, group: str) -> Person:
    return Person(0, 1, role, label, group, None, sure=False, implied=True)
