"""The cases of a folder, and the forms that make a new one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from dashboard.callbacks.cases import birth_of, new_case, open_example
from dashboard.library import Library, free_path, key_of
from model.case import Case, CaseInfo, Findings
from model.errors import CaseExistsError, CaseNotFoundError, StoreError, UsageError
from model.store import Store
from tests.dashboard.sample import sample_case

BASE = "http://127.0.0.1"


def hand_written(case: Case) -> Findings:
    assert case.info.id == "case-r"
    return sample_case()[1]


def test_the_library_lists_cases_and_says_why_one_cannot_be_opened(folder: Path) -> None:
    (folder / "broken.case").write_bytes(b"not a case")
    cards = Library(folder, hand_written).cards()
    assert [(c.title, bool(c.problem)) for c in cards] == [("broken", True), ("Child R", False)]
    assert (cards[1].files, cards[1].agencies, cards[1].events) == (6, 6, 28)


def test_a_book_is_made_once_and_again_after_a_change(folder: Path) -> None:
    made = []

    def analyse(case: Case) -> Findings:
        made.append(case)
        return sample_case()[1]

    library = Library(folder, analyse)
    key = key_of(folder / "r.case")
    assert library.book(key) is library.book(key)
    with Store.open(folder / "r.case") as store:
        store.update_info(CaseInfo(id="case-r", title="Another title"))
    assert library.book(key).case.info.title == "Another title"
    assert len(made) == 2


def test_an_unknown_case_is_not_found(folder: Path) -> None:
    with pytest.raises(CaseNotFoundError):
        Library(folder, hand_written).path("000000000000")


def test_a_new_case_is_made_with_its_birth(tmp_path: Path) -> None:
    library = Library(tmp_path, hand_written)
    where = new_case(library, "  Review   7 ", "Child K", ("9", "February", "2021"))
    card = library.cards()[0]
    assert where == f"/case/{card.key}/bring-in"
    assert card.title == "Review 7"
    with Store.open(library.path(card.key)) as store:
        assert store.info().key_dates["birth"].start == dt.date(2021, 2, 9)


@pytest.mark.parametrize(
    ("title", "birth"),
    [
        pytest.param("", ("", "", ""), id="no title"),
        pytest.param("T", ("31", "2", "2021"), id="no such day"),
        pytest.param("T", ("9", "", "2021"), id="month left out"),
        pytest.param("T", ("9", "2", "21"), id="two figures of the year"),
        pytest.param("T", ("nine", "2", "2021"), id="words"),
    ],
)
def test_a_form_filled_in_wrongly_says_what_to_do(tmp_path: Path, title: str, birth: tuple[str, str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        new_case(Library(tmp_path, hand_written), title, "", birth)
    assert caught.value.remedy


def test_birth_may_be_left_empty() -> None:
    assert birth_of("", " ", "") is None


def test_no_case_is_made_beside_a_single_one(folder: Path) -> None:
    with pytest.raises(UsageError):
        Library(folder / "r.case", hand_written).new_case(CaseInfo(id="x", title="x"))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        pytest.param("Review 7", "case-review-7.case", id="plain"),
        pytest.param("../../x", "case-x.case", id="path"),
        pytest.param("con", "case-con.case", id="a name that Windows reserves"),
        pytest.param("…", "case-case.case", id="nothing usable"),
        pytest.param("R", "case-r-2.case", id="taken"),
    ],
)
def test_file_names_of_new_cases(tmp_path: Path, title: str, name: str) -> None:
    (tmp_path / "case-r.case").touch()
    assert free_path(tmp_path, title).name == name


def test_the_example_is_opened_where_it_is_there_already(tmp_path: Path) -> None:
    def build(_folder: Path) -> Any:
        raise CaseExistsError("There is one.", remedy="Open it.")

    assert open_example(Library(tmp_path, hand_written), build).endswith("/timeline")


def test_a_damaged_store_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "x.case").write_bytes(b"SQLite format 3\0" + b"\0" * 200)
    with pytest.raises(StoreError):
        Library(tmp_path, hand_written).book(key_of(tmp_path / "x.case"))
