"""Workers by their names: read beside a role, never made of words of the records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.language import LanguageReader, ReadingContext
from ingest.language.worker_names import is_somebody
from model.analysis import analyse
from model.case import Case, CaseInfo, Source
from model.people import people, tells_apart
from tests.builders.rows import Read, row


@pytest.mark.parametrize(
    ("text", "agency", "label"),
    [
        pytest.param("SW Lisa Marlow visited.", "police", "SW Lisa Marlow", id="role and name"),
        pytest.param("Seen by S/W L. Marlow at home.", "police", "S/W L. Marlow", id="role, letter, surname"),
        pytest.param("Lisa Marlow (SW) visited.", "police", "Lisa Marlow", id="name before a role in brackets"),
        pytest.param("Lisa Marlow, social worker, visited.", "police", "Lisa Marlow", id="name before a comma"),
        pytest.param("IDVA Ruth rang mum.", "gp", "IDVA Ruth", id="a first name"),
        pytest.param("PC Marlow attended.", "police", "PC Marlow", id="a surname after a rank"),
        pytest.param("Dr S Marlow reviewed.", "gp", "Dr S Marlow", id="a doctor's letter and surname"),
        pytest.param("HV Jo O'Brien visited.", "gp", "HV Jo O'Brien", id="a surname with an apostrophe"),
        pytest.param("HV AR visited.", "gp", "HV AR", id="initials after a role"),
    ],
)
def test_a_worker_is_named_beside_the_role(read: Read, text: str, agency: str, label: str) -> None:
    found = {m.label: m for event in read(text, agency) for m in event.mentions}
    assert label in found
    assert tells_apart(found[label])


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        pytest.param("SW Visit to home, Mum seen.", "police", id="a word of the records with a capital"),
        pytest.param("TC to SW. Baby well.", "midwifery", id="the next sentence"),
        pytest.param("Call from SW\nLisa Marlow at school", "police", id="the next line"),
        pytest.param("SW May 2021.", "police", id="a month"),
        pytest.param("Midwife 16 May rang.", "midwifery", id="a day"),
        pytest.param("TC to SW LM.", "midwifery", id="a message left"),
        pytest.param("HV 30 weeks pregnant.", "midwifery", id="weeks"),
        pytest.param("Social worker visited Springfield.", "police", id="a place further on"),
        pytest.param("SW UPDATED MOTHER", "police", id="a record in capitals"),
    ],
)
def test_nobody_is_made_of_other_words(read: Read, text: str, agency: str) -> None:
    assert not [m.label for e in read(text, agency) for m in e.mentions if m.named or any(c.isdigit() for c in m.label)]


def test_the_code_of_a_worker_ends_with_its_line(read: Read) -> None:
    labels = {m.label for e in read("Visited", author="SW3\nTC") for m in e.mentions}
    assert not any("TC" in label for label in labels)


def test_initials_of_a_key_are_a_person_each_and_the_role_is_nobody(read: Read) -> None:
    context = ReadingContext(key=(("AR", "social worker"), ("KM", "social worker"), ("SW", "social worker")))
    events = [e for text in ("AR visited.", "KM rang.", "SW visited.") for e in read(text, "police", context)]
    labels = {actor.label for actor in people(events) if actor.role == "social_worker"}
    assert labels == {"AR", "KM", "SW"}


def test_one_name_after_many_forms_of_the_role_is_one_person(read: Read) -> None:
    texts = ("SW Lisa Marlow visited.", "Lisa Marlow (social worker) rang.", "S/W Lisa Marlow attended.")
    events = [e for text in texts for e in read(text, "police")]
    assert len([actor for actor in people(events) if actor.role == "social_worker"]) == 1


def test_a_worker_named_in_one_file_and_by_initials_in_another_is_asked_about(reader: LanguageReader) -> None:
    files = {"police": "SW Anna Reedham rang about the visit.", "school": "S/W AR rang about the visit."}
    entries = [replace(row(text, agency, id=agency), source=agency) for agency, text in files.items()]
    events = [event for entry in entries for event in reader.read([entry], ReadingContext())]
    sources = [Source(id=a, file=f"{a}.csv", agency=a, sha256=a, reader="csv") for a in files]
    case = Case(info=CaseInfo(id="c", title="C"), sources=(*sources,), entries=(*entries,), events=(*events,))
    (question,) = analyse(case).person_questions
    assert (question.label, [choice.label for choice in question.choices]) == ("S/W AR", ["SW Anna Reedham"])


@pytest.mark.parametrize(
    ("cell", "somebody"),
    [("KJ", True), ("A Hallam", True), ("Lisa Marlow", True), ("Reception", False), ("Duty team", False), ("", False)],
)  # fmt: skip
def test_an_author_is_somebody_by_name_or_initials(cell: str, somebody: bool) -> None:
    assert is_somebody(cell) == somebody
