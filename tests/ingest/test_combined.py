"""Documents that several agencies made together: a sheet, a table or a heading for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.agency import agency_of_part, parts_of_agencies
from ingest.read import IncomingFile, add_files
from model.case import CaseInfo
from model.store import Store
from tests.builders.office_files import docx, p, sheet, tbl, tr, xlsx

TEXT = """Joint summary for the panel

Health visiting

The family came from another county in August 2022. A visit was made on 9 September and both boys were seen.

Children's social care

The referral dated 20 January 2023 could not be traced. A meeting was held on 1 March.

2021

School

On 4 October 2021 he came without a coat.
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "river.case", CaseInfo(id="river", title="River")) as made:
        yield made


def agencies(store: Store, name: str, data: bytes, agency: str | None = None) -> list[str]:
    """The agency of each entry of one file, in its order; what is asked is answered by `agency`."""
    file = IncomingFile(name=name, size=len(data), load=lambda: data, agency=agency)
    (result,) = add_files(store, [file])
    assert result.status == "added", result.message
    return [entry.agency for entry in store.case().entries]


@pytest.mark.parametrize(
    ("heading", "agency"),
    [
        ("Health visiting", "health_visiting"),
        ("POLICE", "police"),
        ("Police involvement", "police"),
        ("CSC", "childrens_social_care"),
        ("Information from the GP practice", "gp"),
        ("Willow Bank Primary School", "school"),
        ("Midwifery services (Eastshire Hospital Trust)", "midwifery"),
        ("Police attend the home", None),
        ("Social care and police", None),
        ("School refuses to take him", None),
        ("Mother's mental health", None),
        ("Early help assessment", None),
        ("Sheet1", None),
    ],
)
def test_a_heading_that_is_an_agency_s_name(heading: str, agency: str | None) -> None:
    assert agency_of_part(heading) == agency


def test_themes_of_one_author_are_no_agencies() -> None:
    assert parts_of_agencies(["Neglect", "Domestic abuse", "Mental health", "Housing"]) == {}
    assert parts_of_agencies(["Police", "Mental health", "GP"]) == {
        "Police": "police",
        "Mental health": "mental_health",
        "GP": "gp",
    }


def test_headings_in_prose_say_whose_the_paragraphs_are(store: Store) -> None:
    assert agencies(store, "joint.txt", TEXT.encode()) == ["health_visiting", "childrens_social_care", "school"]


def test_what_the_user_says_of_the_whole_file_stands(store: Store) -> None:
    assert set(agencies(store, "joint.txt", TEXT.encode(), agency="probation")) == {"probation"}


def test_a_sheet_for_each_agency(store: Store) -> None:
    rows = [("Date", "Event"), ("03/02/2021", "Visit to the aunt."), ("04/02/2021", "Letter to the clinic.")]
    book = xlsx({"Cover": sheet(("Joint chronology",)), "Police": sheet(*rows), "HV": sheet(*rows), "GP": sheet(*rows)})
    assert agencies(store, "joint.xlsx", book) == ["police"] * 2 + ["health_visiting"] * 2 + ["gp"] * 2


def test_a_table_under_a_heading_for_each_agency(store: Store) -> None:
    table = tbl(tr("Date", "Event"), tr("03/02/2021", "Visit to the aunt."))
    document = docx(p("Police", style="Heading1") + table + p("Midwifery services", style="Heading1") + table)
    assert agencies(store, "joint.docx", document) == ["police", "midwifery"]


def test_section_rows_of_one_table(store: Store) -> None:
    rows = [
        ("Date", "Event"),
        ("POLICE", ""),
        ("03/02/2021", "Visit to the aunt."),
        ("GP practice", ""),
        ("05/02/2021", "Seen."),
    ]
    assert agencies(store, "joint.xlsx", xlsx({"All": sheet(*rows)})) == ["police", "gp"]


def test_sections_of_one_agency_s_file_stay_its_own(store: Store) -> None:
    rows = [
        ("Date", "Event"),
        ("POLICE", ""),
        ("03/02/2021", "Visit to the aunt."),
        ("GP", ""),
        ("05/02/2021", "Seen."),
    ]
    made = agencies(store, "probation chronology.xlsx", xlsx({"Probation service chronology": sheet(*rows)}))
    assert made == ["probation", "probation"]


def test_short_forms_in_a_column_of_agencies(store: Store) -> None:
    codes = ["Sch", "POL", "Midw", "ED", "Ed", "CSC (MASH)", "0-19"]
    rows = [("Date", "Agency", "Event"), *((f"0{n}/03/2022", code, "Seen.") for n, code in enumerate(codes, 1))]
    made = agencies(store, "joint.xlsx", xlsx({"Integrated": sheet(*rows)}))
    assert made == ["school", "police", "midwifery", "acute_hospital", "school", "front_door", "health_visiting"]


def test_a_name_that_is_not_known_is_told_and_its_rows_kept(store: Store) -> None:
    rows = [("Date", "Agency", "Event"), ("01/03/2022", "Police", "Seen."), ("02/03/2022", "GP", "Seen."),
            ("03/03/2022", "Lighthouse", "Seen."), ("04/03/2022", "Lighthouse", "Seen.")]  # fmt: skip
    assert agencies(store, "joint.xlsx", xlsx({"Integrated": sheet(*rows)})) == ["police", "gp", "other", "other"]
    told = [p for source in store.case().sources for p in source.problems if p.code == "W155"]
    assert [p.quote for p in told] == ["Lighthouse"]


def test_teams_of_one_agency_are_asked_about(store: Store) -> None:
    rows = [("Date", "Team", "Event"), ("01/03/2022", "North", "Seen."), ("02/03/2022", "South", "Seen.")]
    book = xlsx({"Log": sheet(*rows)})
    (result,) = add_files(store, [IncomingFile(name="log.xlsx", size=len(book), load=lambda: book)])
    assert result.status == "agency_needed"
