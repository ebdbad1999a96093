"""`casethread knew`, `flow`, `people`, `links` and `explain`, as a person asks them."""

from pathlib import Path

import pytest

from dashboard.cli import DONE, WRONG_USE, main

SCHOOL = "School chronology\nDate,Event\n03/05/2021,Told social worker by phone that child had a bruise on his arm\n"
CARE = (
    "Children's social care chronology\nDate,Event\n"
    "03/05/2021,TC from school: child has a bruise on his arm\n10/05/2021,Home visit. Child seen.\n"
)


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = str(tmp_path / "river.case")
    main(["new", path, "--quiet"])
    files = []
    for name, text in (("school.csv", SCHOOL), ("social care.csv", CARE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        files.append(str(tmp_path / name))
    main(["add", path, *files, "--quiet"])
    return path


def knew(case: str, agency: str, on: str, *more: str) -> int:
    return main(["knew", case, "--agency", agency, "--on", on, *more])


def test_what_was_told_is_known_from_that_day_with_its_evidence(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert knew(case, "childrens_social_care", "2021-05-04") == DONE
    said = capsys.readouterr()
    assert "bruise" in said.out
    assert "School" in said.out
    assert "cannot be seen in the files supplied" in said.err


def test_nothing_is_known_before_it_happened(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert knew(case, "childrens_social_care", "2021-05-02", "--all") == DONE
    assert capsys.readouterr().out == ""


def test_own_records_are_shown_when_asked(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    knew(case, "childrens_social_care", "2021-05-30")
    without = capsys.readouterr().out
    knew(case, "childrens_social_care", "2021-05-30", "--all")
    assert "Home visit" in capsys.readouterr().out
    assert "from its own record" not in without
    assert "Home visit" not in without


def test_an_entry_is_explained_by_its_cues(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", case, "social care row 4"]) == DONE
    said = capsys.readouterr().out
    assert said.startswith("social care.csv, row 4 (Children's social care)")
    assert "Home visit, happened (main event)" in said
    assert "Because:" in said
    assert "10 May 2021" in said


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        pytest.param("housing row 99", "No entry", id="none fits"),
        pytest.param("row", "3 entries fit", id="several fit"),
        pytest.param("", "No entry", id="no words"),
    ],
)
def test_an_entry_is_never_guessed(words: str, answer: str, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", case, words]) == WRONG_USE
    assert answer in capsys.readouterr().err


# ---------------------------------------------------------------- flow, people, links
def test_flow_prints_who_told_whom(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flow", case]) == DONE
    said = capsys.readouterr().out
    assert "School" in said
    assert "1" in said
    assert main(["flow", case, "--since", "2022-01-01"]) == DONE


def test_people_prints_who_was_met(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", case]) == DONE
    said = capsys.readouterr()
    assert "named in" in said.out
    assert "Being written about is not contact" in said.err


def test_a_link_is_rejected_and_that_is_remembered(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["links", case]) == DONE
    first = capsys.readouterr().out
    assert "proposed" in first
    name = first.split()[0]
    assert main(["links", case, "--reject", name, "--why", "two calls", "--by", "A. Reviewer"]) == DONE
    assert main(["links", case]) == DONE
    assert f"{name} (rejected" in capsys.readouterr().out
    assert main(["links", case, "--reopen", name]) == DONE
    assert main(["links", case]) == DONE
    assert f"{name} (proposed" in capsys.readouterr().out


def test_a_link_that_is_not_there_is_wrong_use(case: str) -> None:
    assert main(["links", case, "--reject", "nothere"]) == WRONG_USE
