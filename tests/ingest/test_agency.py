"""Whose file it is: found in its own words, never guessed where these do not settle it."""

from __future__ import annotations

import pytest

from ingest.agency import agency_of, named_agency
from model.data import load_toml
from model.names import AGENCIES

DATA = load_toml("ingest.vocabulary", "agencies.toml")


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("Hollywood NHS Trust maternity services chronology", "midwifery"),
        ("Northshire Council Children's Social Care - Agency Chronology", "childrens_social_care"),
        ("NORTHSHIRE CONSTABULARY", "police"),
        ("Oakfield Medical Centre", "gp"),
        ("St Mary's Primary School: single agency chronology", "school"),
        ("Westshire Partnership NHS Foundation Trust, Perinatal Mental Health Team", "mental_health"),
        ("Eastshire Community NHS Trust 0-19 Service", "health_visiting"),
        ("CAMHS chronology", "camhs"),
        ("Northshire County Council Housing Options", "housing"),
        ("Royal Oak Hospital NHS Foundation Trust - Emergency Department", "acute_hospital"),
        ("Westshire Hospitals NHS Trust", "acute_hospital"),
        ("Police chronology prepared for the Safeguarding Children Partnership", "police"),
        ("GP record of contact with health visiting", "gp"),
        ("Eastshire Women's Aid", "domestic_abuse_service"),
        ("Northshire Youth Offending Team", "youth_justice"),
        ("Northshire Children's Social Care MASH", "front_door"),
        ("Community Paediatrics and Dietetics chronology", "community_health"),
        ("Children's Community Nursing Team", "community_health"),
        ("Eastshire Speech and Language Therapy", "community_health"),
    ],
)
def test_a_title_names_its_agency(title: str, agency: str) -> None:
    guess = agency_of(titles=[title])
    assert guess.agency == agency
    assert guess.label == AGENCIES[agency]
    assert "title" in guess.reason


@pytest.mark.parametrize(
    "title",
    [
        "Chronology of involvement",
        "Northshire County Council",
        "Westshire NHS Foundation Trust",
        "Police and CSC combined chronology",
        "GP and health visitor chronology",
        "Safeguarding Children Partnership: multi-agency chronology",
        "Child AB, 14 School Road",
    ],
)
def test_a_title_that_does_not_settle_it_is_asked_about(title: str) -> None:
    guess = agency_of(titles=[title])
    assert guess.agency is None
    assert guess.reason


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("CSC_Chronology_v3.docx", "childrens_social_care"),
        ("HV_0-19_service.csv", "health_visiting"),
        ("Housing_Assoc_log.csv", "housing"),
        ("Maternity chronology (Trust).pdf", "midwifery"),
        ("Perinatal MH narrative.txt", "mental_health"),
        ("Copy of PoliceChron FINAL.xlsx", "police"),
        ("MASHreturn.docx", "front_door"),
        ("C:\\returns\\YJS-chron.docx", "youth_justice"),
        ("e-mail.eml > GP summary.docx", "gp"),
        ("chronology final FINAL.docx", None),
        ("Scan 0012.pdf", None),
        ("LA return.docx", None),
    ],
)
def test_a_file_name_names_its_agency(name: str, agency: str | None) -> None:
    assert agency_of(file_name=name).agency == agency


@pytest.mark.parametrize(
    ("option", "agency", "label"),
    [
        ("police", "police", "Police"),
        ("Children's social care", "childrens_social_care", "Children's social care"),
        ("csc", "childrens_social_care", "Children's social care"),
        ("health_visiting", "health_visiting", "Health visiting"),
        ("Border Force", "border_force", "Border Force"),
    ],
)
def test_what_the_user_says_stands(option: str, agency: str, label: str) -> None:
    guess = agency_of(option, titles=["Northshire Housing"], file_name="GP.docx", column=["Police"])
    assert (guess.agency, guess.label) == (agency, label)


def test_the_title_comes_before_the_name_and_must_not_disagree_with_it() -> None:
    assert agency_of(titles=["Northshire Police"], file_name="police.docx").agency == "police"
    assert agency_of(titles=["Northshire Police"], file_name="CSC chron.docx").agency is None
    assert agency_of(titles=["Westshire NHS Trust"], file_name="Maternity.docx").agency == "midwifery"
    assert agency_of(titles=["Royal Oak Hospital"], file_name="Maternity.docx").agency == "midwifery"


def test_a_cover_box_says_it() -> None:
    assert agency_of(facts=[("GP", "Dr A, Oakfield Surgery"), ("Agency", "Probation")]).agency == "probation"
    assert agency_of(titles=["School: St Mary's", "Name of agency: Housing"]).agency == "housing"
    assert agency_of(titles=["School: St Mary's", "GP: Dr A"]).agency is None


def test_the_agency_column_says_it_for_rows() -> None:
    assert agency_of(column=["Police", "police", None]).agency == "police"
    assert agency_of(column=["Police"] * 3, titles=["Northshire Housing"]).agency is None
    assert agency_of(column=["Police", "GP", "CSC"]).agency == "other"
    assert agency_of(column=["Police", "GP", None, None, None]).agency is None
    assert agency_of(column=["Police", "GP"], titles=["CSC chronology"]).agency == "childrens_social_care"


def test_author_lines_speak_last() -> None:
    assert agency_of(authors=["Named Midwife, Westshire NHS Trust"]).agency == "midwifery"
    assert agency_of(titles=["Northshire Police"], authors=["Named Midwife"]).agency == "police"


@pytest.mark.parametrize("agency", [a["id"] for a in DATA["agency"]])
def test_every_agency_of_the_vocabulary_is_one_of_the_contract(agency: str) -> None:
    assert agency in AGENCIES
    guess = named_agency(agency)
    assert guess is not None
    assert guess.agency == agency


def test_no_name_stands_for_two_agencies() -> None:
    seen: dict[str, str] = {}
    for agency in DATA["agency"]:
        assert agency["source"]
        for words in agency["names"] + agency.get("abbreviations", []) + agency.get("yielding_names", []):
            assert seen.setdefault(words, agency["id"]) == agency["id"], words
