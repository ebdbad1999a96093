"""What the event panel says was considered and set aside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dashboard.why import set_aside
from ingest.read import IncomingFile, add_files
from model.case import Case, CaseInfo
from model.store import Store

FILE = b"Date,Event\n04/05/2021,Child protection conference minutes received from the chair.\n05/05/2021,Core group.\n"


def case_of(folder: Path) -> Case:
    with Store.create(folder / "a.case", CaseInfo(id="a", title="A")) as store:
        add_files(store, [IncomingFile(name="gp.csv", size=len(FILE), load=lambda: FILE, agency="gp")])
        return store.case()


def test_the_panel_names_what_was_not_taken(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    main = next(e for e in case.events if e.main and e.kind == "information_shared")
    assert any("child protection conference" in sentence.lower() for sentence in set_aside(case, main))


def test_an_event_that_a_reviewer_changed_has_none(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    assert set_aside(case, replace(case.events[0], id="changed", span=(0, 1))) == ()
    assert set_aside(case, replace(case.events[0], id="gone", entry="none")) == ()
