"""A reviewer's decisions: kept in order, never changed, and found again after a new reading."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from model.case import Case, CaseInfo, Decision, Status
from model.review import found_again, link_verdicts, mark_of
from model.store import Store
from model.subjects import LINK
from tests.builders.cases import case_of, event

CASE = case_of(
    [
        event("police", "information_shared", "2022-08-29", "Notice sent", shared_with=("front_door",)),
        event("front_door", "information_shared", "2022-09-01", "Notice from police", received_from=("police",)),
    ]
)


def decided(case: Case, verdict: Status) -> Decision:
    return Decision(subject=LINK, verdict=verdict, about=tuple(mark_of(case, e) for e in case.events))


def test_decisions_come_back_in_order(tmp_path: Path) -> None:
    first = replace(decided(CASE, "rejected"), reason="two notices", author="A. Reviewer", made="2024-01-02T10:00:00Z")
    with Store.create(tmp_path / "a.case", CaseInfo(id="a", title="A")) as store:
        before = store.revision()
        store.decide(first)
        store.decide(decided(CASE, "confirmed"))
        assert store.revision() == before + 2
    with Store.open(tmp_path / "a.case") as store:
        assert store.case().decisions == (first, decided(CASE, "confirmed"))


@pytest.mark.parametrize("change", ["UPDATE decision SET verdict = 'confirmed'", "DELETE FROM decision"])
def test_the_trail_cannot_be_rewritten(tmp_path: Path, change: str) -> None:
    with Store.create(tmp_path / "a.case", CaseInfo(id="a", title="A")) as store:
        store.decide(decided(CASE, "rejected"))
    db = sqlite3.connect(tmp_path / "a.case")
    with pytest.raises(sqlite3.IntegrityError, match="only added"):
        db.execute(change)
    db.close()


def test_a_case_file_of_the_first_form_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    Store.create(path, CaseInfo(id="a", title="A")).close()
    db = sqlite3.connect(path)
    db.execute("DROP TABLE decision")
    db.execute("PRAGMA user_version = 1")
    db.close()
    with Store.open(path) as store:
        assert store.case().decisions == ()


@pytest.mark.parametrize(
    ("verdicts", "holds"),
    [
        pytest.param(["rejected"], "rejected", id="one"),
        pytest.param(["rejected", "confirmed"], "confirmed", id="the last holds"),
        pytest.param(["rejected", "proposed"], None, id="taken back"),
    ],
)
def test_the_last_word_holds(verdicts: list[Status], holds: str | None) -> None:
    case = replace(CASE, decisions=tuple(decided(CASE, v) for v in verdicts))
    assert link_verdicts(case).get(frozenset(e.id for e in CASE.events)) == holds


def test_a_decision_is_found_again_after_a_new_reading() -> None:
    marks = decided(CASE, "rejected").about
    again = tuple(replace(e, id=f"new-{e.id}", kind="other", quote=e.quote[:8]) for e in CASE.events)
    assert found_again(replace(CASE, events=again), marks) == tuple(e.id for e in again)
    assert found_again(replace(CASE, events=again[:1]), marks) == (again[0].id, None)
