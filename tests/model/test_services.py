"""Services called by their own name: known by the names of the files, told or telling by the words around it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.case import Case
from model.services import service_names, with_services
from tests.builders.cases import case_of, event

CSC, DA, HV = "childrens_social_care", "drug_alcohol_service", "health_visiting"


def case(quote: str, kind: str = "referral", file: str = "Harbour Lights Recovery - our involvement.docx") -> Case:
    made = case_of([event(CSC, kind, "2021-05-04", quote), event(DA, "appointment", "2021-05-06", "Seen at clinic")])
    names = {DA: file}
    return replace(made, sources=tuple(replace(s, file=names.get(s.agency or "", s.file)) for s in made.sources))


@pytest.mark.parametrize(
    ("file", "name"),
    [
        pytest.param("Harbour Lights Recovery - our involvement.docx", "Harbour Lights", id="two words"),
        pytest.param("lantern_missing_project.md", "Lantern", id="small letters"),
        pytest.param("PuddleducksNotes.txt", "Puddleducks", id="humps"),
        pytest.param("Drug and alcohol service chronology v2.docx", "", id="no name of its own"),
    ],
)
def test_a_file_bears_the_name_of_its_service(file: str, name: str) -> None:
    found = service_names(case("Seen", file=file).sources, [], ())
    assert found == ({name: DA} if name else {})


@pytest.mark.parametrize(
    ("quote", "told", "heard"),
    [
        pytest.param("ATR referral sent to Harbour Lights", (DA,), (), id="sent to"),
        pytest.param("Letter from the worker at Harbour Lights", (), (DA,), id="from"),
        pytest.param("Update requested from Harbour Lights", (DA,), (), id="asked of"),
        pytest.param("Harbour Lights rang about pick-ups", (), (DA,), id="rang"),
        pytest.param("Harbour Lights made aware", (DA,), (), id="made aware"),
        pytest.param("Methadone at present, Harbour Lights leaflet", (), (), id="only named"),
    ],
)
def test_the_words_around_a_name_say_who_told(quote: str, told: tuple[str, ...], heard: tuple[str, ...]) -> None:
    first = with_services(case(quote)).events[0]
    assert (first.shared_with, first.received_from) == (told, heard)


def test_a_name_that_is_a_place_too_is_no_service() -> None:
    made = case("Referral sent to Norwold", file="Norwold Homes log.docx")
    assert with_services(made).events[0].shared_with == (DA,)
    moved = replace(made.entries[1], text="They moved to a flat in Norwold")
    assert with_services(replace(made, entries=(made.entries[0], moved))).events[0].shared_with == ()


def test_what_did_not_happen_tells_nobody() -> None:
    made = case("No referral sent to Harbour Lights")
    denied = replace(made, events=(replace(made.events[0], assertion="did_not_happen"), made.events[1]))
    assert with_services(denied).events[0].shared_with == ()


def test_without_such_a_name_the_case_is_the_same() -> None:
    made = case("Referral sent", file="drugs.csv")
    assert with_services(made) is made
