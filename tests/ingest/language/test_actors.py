"""People by role, letters that mean different things, whom a row is about."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.language import LanguageReader, ReadingContext
from model.case import Event
from model.when import When
from tests.builders.rows import Read, row


def roles(events: list[Event]) -> set[str]:
    return {m.role for e in events for m in e.mentions}


@pytest.mark.parametrize(
    ("text", "agency", "expected"),
    [
        pytest.param("Mo and Fa seen.", "childrens_social_care", {"mother", "father"}, id="short forms"),
        pytest.param("Both parents seen.", "health_visiting", {"mother", "father"}, id="parents are both"),
        pytest.param("Mother's partner answered.", "childrens_social_care", {"mothers_partner"}, id="kinship"),
        pytest.param("Her mother rang.", "childrens_social_care", {"maternal_grandmother"}, id="her mother"),
        pytest.param(
            "PGPs visited.", "childrens_social_care", {"paternal_grandmother", "paternal_grandfather"}, id="pair"
        ),
        pytest.param("PC 4471 attended.", "police", {"police_officer"}, id="collar number"),
        pytest.param("Seen by Dr Ashe.", "gp", {"gp"}, id="doctor in a GP record"),
        pytest.param("Seen by Dr Ashe.", "acute_hospital", {"doctor"}, id="doctor in a hospital record"),
        pytest.param("Discussed with practice nurse.", "health_visiting", {"nurse"}, id="nurse of two words"),
        pytest.param("DSL spoke to pupil.", "school", {"designated_safeguarding_lead", "subject_child"}, id="school"),
        pytest.param("Letter re child protection.", "gp", set(), id="child protection is no child"),
        pytest.param("Held at the children's centre.", "early_help", set(), id="children's centre is no child"),
        pytest.param("Upturned chair noted.", "police", set(), id="a chair is no chair"),
    ],
)
def test_roles_of_a_row(read: Read, text: str, agency: str, expected: set[str]) -> None:
    assert roles(read(text, agency)) == expected


@pytest.mark.parametrize(
    ("text", "visitor", "kind"),
    [
        pytest.param("HV rang re feeding.", True, "phone_contact", id="visitor"),
        pytest.param("HV completed NBV.", True, "home_visit", id="visitor made the visit"),
        pytest.param("Joint HV with midwife.", False, "home_visit", id="joint visit"),
        pytest.param("HV to family home.", False, "home_visit", id="visit to the home"),
        pytest.param("HV'd, both seen.", False, "home_visit", id="verb"),
    ],
)
def test_hv_is_a_visitor_or_a_visit(read: Read, text: str, visitor: bool, kind: str) -> None:
    events: list[Event] = read(text, "childrens_social_care")
    assert ("health_visitor" in roles(events)) is visitor
    assert events[0].kind == kind


def test_the_files_own_key_says_who_initials_are(read: Read) -> None:
    context = ReadingContext(key=(("KT", "Father's older child"), ("LB", "maternal grandmother")))
    assert roles(read("Met KT and LB at home.", "childrens_social_care", context)) == {
        "half_sibling",
        "maternal_grandmother",
    }


def test_a_pronoun_stands_for_the_person_before_it(read: Read) -> None:
    events: list[Event] = read("SW met father at the office. He described the relationship as volatile.")
    told = next(e for e in events if e.kind == "disclosure")
    assert "father" in {m.role for m in told.mentions}


def test_a_denied_presence_is_not_given_to_the_visit(read: Read) -> None:
    events: list[Event] = read("Home visit, mother and baby seen. Father not present.")
    assert "father" not in {m.role for m in events[0].mentions}
    absent = next(e for e in events if e.assertion == "did_not_happen")
    assert {m.role for m in absent.mentions} == {"father"}


def test_a_service_record_is_about_its_client(read: Read) -> None:
    events: list[Event] = read("DNA dating scan.", "midwifery")
    assert [(m.role, m.span) for m in events[0].mentions] == [("mother", None)]


def test_the_person_a_file_names_most_is_whom_its_other_rows_are_about(reader: LanguageReader) -> None:
    texts = ["Father seen, low mood.", "Father attended review.", "Father rang to cancel.", "DNA review."]
    rows = [row(text, "mental_health", id=f"e{i}") for i, text in enumerate(texts)]
    last = [e for e in reader.read(rows, ReadingContext()) if e.main][-1]
    assert [m.role for m in last.mentions] == ["father"]


def test_mentions_carry_their_words(read: Read) -> None:
    text = "SW2 visited, MGM present."
    for event in read(text):
        for mention in event.mentions:
            assert mention.span is not None
            assert text[mention.span[0] : mention.span[1]] == mention.label


@pytest.mark.parametrize(
    ("label", "who", "role"),
    [
        pytest.param("Patient", "KD, father of the child", "father", id="patient"),
        pytest.param("Service user", "the mother", "mother", id="service user"),
        pytest.param("Subject", "Child K", "mother", id="a child's name stands over every chronology"),
        pytest.param("Pharmacist", "father", "mother", id="no label of whom a file is about"),
    ],
)
def test_the_opening_of_a_file_says_whose_record_it_is(read: Read, label: str, who: str, role: str) -> None:
    context = ReadingContext(agency="mental_health", key=((label, who),))
    for words in ("DNA depot clinic.", "Patient seen at home."):
        assert {m.role for m in read(words, "mental_health", context)[0].mentions} == {role}


def test_the_pronouns_of_rows_that_name_nobody_say_whose_record_it_is(reader: LanguageReader) -> None:
    texts = ["He was seen at home.", "Spoke to him by phone.", "Lives with wife.", "DNA clinic."]
    rows = [row(text, "mental_health", id=f"e{n}") for n, text in enumerate(texts)]
    events = reader.read(rows, ReadingContext(agency="mental_health"))
    missed = next(e for e in events if e.kind == "missed_appointment")
    assert {m.role for m in missed.mentions} == {"father"}


def test_a_letter_before_a_full_stop_is_a_person_and_an_initial_is_not(read: Read) -> None:
    assert "mother" in roles(read("SW rang M. Seen at home."))
    assert "mother" not in roles(read("Letter from M. Marsden read."))


def test_a_dated_remark_has_the_people_of_its_clause(read: Read) -> None:
    events = read("Home visit, mother seen. SW2 on leave 23/8 till 4/9.")
    remark = next(e for e in events if e.quote.startswith("23/8") or "23/8" in e.quote)
    assert "social_worker" in {m.role for m in remark.mentions}


def test_who_was_named_last_is_to_do_what_follows(read: Read) -> None:
    events = read("Supervision, TM and SW1. SW2 to ring school and to visit father.", "childrens_social_care")
    visit = next(e for e in events if e.kind == "home_visit")
    assert {m.label for m in visit.mentions if m.role == "social_worker"} == {"SW2"}


def test_the_partner_of_an_adolescent_is_nobody_of_the_family(read: Read) -> None:
    born = When.on(dt.date(2006, 5, 1))
    context = ReadingContext(agency="school", subject="Reece", born=born)
    assert "mothers_partner" not in roles(read("Reece says partner is 19.", "school", context))


def test_in_a_school_her_mum_is_the_childs_mother(read: Read) -> None:
    context = ReadingContext(agency="school", born=When.on(dt.date(2011, 5, 1)))
    assert roles(read("Her mum collected her.", "school", context)) >= {"mother"}
    assert "maternal_grandmother" not in roles(read("Her mum collected her.", "school", context))
