"""People by role, letters that mean different things, whom a row is about."""

from __future__ import annotations

import pytest

from ingest.language import LanguageReader, ReadingContext
from model.case import Event
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
