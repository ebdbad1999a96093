"""Whom a record is about where its words name nobody: the service's own client, and who wrote it.

    the row's own column ("Child: B")  ->  else the person the file names most  ->  else the service's client
    no worker named in the author's column or the words  ->  the worker whom such a service's records are by

All of it is data (`roles.toml`), with the ages between which a service has the subject child for its client: a
school's pupil is a brother or sister while the subject is a baby. What comes from here is marked as implied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ingest.language.reading import Candidate, Person, Reading
from model.data import load_toml

_CHILD = "subject_child"


def _data() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "roles.toml")


def files_are_about(readings: Iterable[Reading]) -> dict[str, str]:
    """By source, the role of the person whom a service's file is about: the one its entries name most, if clearly."""
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
    if any(p.group == "family" for p in candidate.people):
        return None
    of_age = reading.age is not None and data["ages"][0] <= reading.age <= data["ages"][1]
    here = reading.agency not in data["unless"] and (reading.age is None or reading.age <= data["ages"][1])
    if (candidate.kind in data["kinds"] and of_age) or (candidate.kind in data["at_any_age"] and here):
        return _implied("subject_child", data["label"], "family")
    return None


def writer_of(reading: Reading) -> Person | None:
    """The worker of the record's own service, where its author's column has words that name no known role."""
    role = _data()["writers"].get(reading.agency)
    if role is None:
        return None
    for part in reading.entry.parts:
        if part.field in _data()["writer_columns"]["fields"]:
            words = reading.entry.text[part.start : part.end].strip()
            if words and any(c.isalpha() for c in words):
                first = reading.words.at(part.start)
                last = min(reading.words.at(part.end - 1) + 1, len(reading.words))
                return Person(first, max(last, first + 1), role, words[:40], "worker", reading.agency)
    return None


def _implied(role: str, label: str, group: str) -> Person:
    return Person(0, 1, role, label, group, None, sure=False, implied=True)
