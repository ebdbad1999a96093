"""Who the names and initials of a file are: its key, the case's subject, its own words."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from ingest.language import LanguageReader, ReadingContext
from ingest.language.explain import explain_entry
from ingest.language.names import learn_names, role_of_words
from model.case import Event
from model.when import When
from tests.builders.rows import Read, row

BORN = When.on(dt.date(2006, 5, 2), basis="stated")


def roles(events: list[Event]) -> set[str]:
    return {mention.role for event in events for mention in event.mentions}


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("Child K", "K seen alone in her room.", id="letter"),
        pytest.param("Child K", "CK not in school.", id="child and letter joined"),
        pytest.param("Dominic Hale", "Dominic seen at home.", id="first name"),
        pytest.param("Dominic Hale", "DOMINIC arrested for theft.", id="in capitals"),
        pytest.param("Dominic", "D arrived late again.", id="initial"),
        pytest.param("Ava and Noor", "Home visit, Noor seen.", id="one of two"),
    ],
)
def test_the_subject_of_the_case_is_the_child(read: Read, subject: str, text: str) -> None:
    assert "subject_child" in roles(read(text, context=ReadingContext(subject=subject)))


def test_a_letter_beside_a_limb_is_a_side(read: Read) -> None:
    events = read("Bruise to L thigh.", "acute_hospital", context=ReadingContext(subject="Child L"))
    assert all(mention.span is None for event in events for mention in event.mentions)


@pytest.mark.parametrize(
    ("key", "text", "role"),
    [
        pytest.param(
            ("SW1, SW2", "Allocated social workers"), "SW2 visited.", "social_worker", id="several in one cell"
        ),
        pytest.param(("DSW1 / DSW2", "Duty social workers"), "DSW2 visited.", "duty_social_worker", id="plural"),
        pytest.param(("Sib 2", "Boy aged 6"), "Sib 2 not in school.", "sibling", id="the initials say more"),
        pytest.param(("Lee", "mother's partner"), "Lee opened the door.", "mothers_partner", id="name"),
        pytest.param(("RX4", "worker at the youth charity"), "RX4 rang.", "other_professional", id="some worker"),
    ],
)
def test_the_key_of_the_file(read: Read, key: tuple[str, str], text: str, role: str) -> None:
    assert role in roles(read(text, context=ReadingContext(key=(key,))))


def test_names_are_learnt_from_the_words_beside_them() -> None:
    entries = [row("Her partner Craig was there."), row("Bought by Gemma (mother)."), row("The school Monday club.")]
    learnt = dict(learn_names(entries))
    assert role_of_words(learnt["Craig"]).role == "mothers_partner"  # type: ignore[union-attr]
    assert role_of_words(learnt["Gemma"]).role == "mother"  # type: ignore[union-attr]
    assert "Monday" not in learnt


def test_a_name_with_two_roles_is_not_read() -> None:
    assert learn_names([row("Her partner Alex came."), row("Alex (father) rang.")]) == ()


def test_a_name_learnt_in_one_row_is_read_in_the_others(reader: LanguageReader) -> None:
    entries = [row("Her partner Craig was there.", id="a"), row("Craig answered the door.", id="b")]
    events = reader.read(entries, ReadingContext())
    assert roles([e for e in events if e.entry == "b"]) == {"mothers_partner"}
    explained = explain_entry(reader, entries[1], ReadingContext(), entries)
    assert [e.event for e in explained] == [e for e in events if e.entry == "b"]


# ---------------------------------------------------------------- whom a record is about
@pytest.mark.parametrize(
    ("agency", "day", "text", "role"),
    [
        pytest.param("school", "2021-03-01", "Late again, no coat.", "subject_child", id="pupil"),
        pytest.param("school", "2008-03-01", "Late again, no coat.", "sibling", id="subject still a baby"),
        pytest.param("camhs", "2021-03-01", "WNB to Choice appointment.", "subject_child", id="camhs"),
        pytest.param("probation", "2021-03-01", "Failed to attend office.", "father", id="probation"),
        pytest.param("police", "2021-03-01", "Missing overnight, returned 0600hrs.", "subject_child", id="missing"),
    ],
)
def test_who_is_meant_where_nobody_is_named(read: Read, agency: str, day: str, text: str, role: str) -> None:
    assert role in roles(read(text, agency, context=ReadingContext(born=BORN), day=day))


def test_what_is_implied_has_no_place_in_the_words(read: Read) -> None:
    events = read("Late again, no coat.", "school", context=ReadingContext(born=BORN))
    assert {m.span for e in events for m in e.mentions if m.role == "subject_child"} == {None}


def test_an_adolescents_boyfriend_is_not_the_mothers_partner(read: Read) -> None:
    events = read("Seen with her boyfriend at the station.", "police", context=ReadingContext(born=BORN))
    assert "mothers_partner" not in roles(events)


@pytest.mark.parametrize(
    ("agency", "author", "role"),
    [
        pytest.param("housing", "KJ", "housing_officer", id="initials"),
        pytest.param("drug_alcohol_service", "RW2", "drug_alcohol_worker", id="code"),
        pytest.param("school", "Mrs Tarn", "school_staff", id="name"),
    ],
)
def test_the_author_of_a_row_is_a_worker_of_its_service(read: Read, agency: str, author: str, role: str) -> None:
    assert role in roles(read("Rang mum, no reply.", agency, author=author))


def test_a_long_run_of_letters_costs_little() -> None:
    begun = time.perf_counter()
    learn_names([row("Rook " + "x" * 100_000)])
    assert time.perf_counter() - begun < 1
