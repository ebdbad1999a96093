"""The rules and the questions as a person meets them: on the command line, on the page, in a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dashboard.callbacks.rules import change_rules, choose_profiles, limit_of, named
from dashboard.cli import COULD_NOT, DONE, WRONG_USE, main
from dashboard.config import Settings
from dashboard.exports.questions_export import COLUMNS, question_rows, questions_csv, questions_xlsx
from dashboard.library import Library, key_of
from dashboard.pages.gaps import gap_list
from dashboard.pages.rules import rules_page
from dashboard.urlstate import ViewState
from model.analysis import analyse
from model.case import Case, CaseInfo
from model.errors import UsageError
from model.gaps.settings import with_limit
from model.store import Store
from tests.builders.cases import case_of, event

CSC, HV = "childrens_social_care", "health_visiting"
PROFILE = """[profile]
id = "ours"
title = "Ours"
source = "Our procedures"
[[limit]]
rule = "cin-meeting-interval"
value = 28
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "river.case"
    Store.create(path, CaseInfo(id="river", title="River")).close()
    return path


def made_case() -> Case:
    return case_of(
        [
            event(CSC, "worker_absence", "2022-03-07", "SW4 off sick", roles=("social_worker",)),
            event(CSC, "allocation", "2022-04-11", "Allocated to SW5", roles=("social_worker",)),
            event(CSC, "home_visit", "2022-04-12", "Joint visit with the midwife", roles=("social_worker", "mother")),
            event(HV, "other", "2022-01-03", "Records received"),
        ]
    )


def test_rules_are_listed_and_one_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == DONE
    listed = capsys.readouterr().out
    assert "assessment-45" in listed
    assert "example-published-review" in listed
    assert main(["rules", "assessment-45"]) == DONE
    said = capsys.readouterr().out
    assert "45 working days" in said
    assert "Asks:" in said
    assert main(["rules", "no-such-rule"]) == WRONG_USE


def test_a_profile_is_checked_from_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(PROFILE, encoding="utf-8")
    assert main(["rules", "--check", str(file)]) == DONE
    assert "is right" in capsys.readouterr().out
    file.write_text(PROFILE.replace("28", "none"), encoding="utf-8")
    assert main(["rules", "--check", str(file)]) == COULD_NOT
    assert "not written as TOML" in capsys.readouterr().err
    assert main(["rules", "--check", str(tmp_path / "missing.toml")]) == WRONG_USE


def test_rules_are_chosen_for_a_case_and_kept(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(PROFILE, encoding="utf-8")
    command = ["rules", "--case", str(case), "--add", str(file), "--choose", "looked-after", "--off", "no-challenge"]
    assert main([*command, "--limit", "visits-far-apart=30"]) == DONE
    assert "ours" in capsys.readouterr().err
    with Store.open(case) as store:
        settings = store.info().settings
    assert settings["profiles"] == ["looked-after"]
    assert list(settings["own_profiles"]) == ["ours"]
    assert settings["limits"] == {"visits-far-apart": 30}
    assert (
        main(
            ["rules", "--case", str(case), "--drop", "ours", "--limit", "visits-far-apart=own", "--on", "no-challenge"]
        )
        == DONE
    )
    with Store.open(case) as store:
        assert store.info().settings == {
            "profiles": ["looked-after"],
            "own_profiles": {},
            "limits": {},
            "rules_off": [],
        }
    assert main(["rules", "--case", str(case), "--limit", "visits-far-apart"]) == WRONG_USE
    assert main(["rules", "--case", str(case), "--choose", "nowhere"]) == COULD_NOT


def test_questions_are_written_with_the_entries_they_rest_on() -> None:
    case = made_case()
    findings = analyse(case)
    rows = question_rows(case, findings)
    asked = next(row for row in rows if row.source.startswith("no-allocated-worker"))
    assert asked.question.endswith("?")
    assert asked.asked == "Children's social care"
    assert "childrens_social_care.csv" in asked.entries
    table = list(csv.reader(io.StringIO(questions_csv(rows).decode("utf-8-sig"))))
    assert table[0] == list(COLUMNS.values())
    assert len(table) == len(rows) + 1
    sheet = load_workbook(io.BytesIO(questions_xlsx(rows)))["Questions"]
    assert sheet.cell(1, len(COLUMNS) + 1).value == "Answer"


def test_questions_go_to_a_file_by_its_ending(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "questions.xlsx"
    assert main(["questions", str(case), "-o", str(out)]) == DONE
    assert out.stat().st_size > 0
    assert main(["questions", str(case), "-o", str(tmp_path / "questions.txt")]) == WRONG_USE


def test_the_page_shows_what_applies_and_keeps_a_change(case: Path) -> None:
    library = Library(case, analyse)
    key = key_of(case)
    change_rules(library, key, lambda s: with_limit(s, "cin-meeting-interval", 28))
    assert "28 days (its own: 49)" in str(rules_page(library.book(key)))
    change_rules(library, key, lambda s: choose_profiles(s, ["looked-after"]))
    page = str(rules_page(library.book(key)))
    assert "looked-after-visit-6w" in page


def test_the_form_says_what_is_wrong_with_a_field() -> None:
    assert limit_of(" 28 ") == 28
    assert limit_of("") is None
    for wrong in (lambda: limit_of("4 weeks"), lambda: named(None)):
        with pytest.raises(UsageError):
            wrong()


def test_the_page_of_gaps_shows_questions_good_practice_and_what_was_looked_for() -> None:
    from dashboard.casebook import build_book

    case = made_case()
    findings = analyse(case)
    page = str(gap_list(build_book(case, findings), "0123456789ab", ViewState(), Settings()))
    assert "To ask" in page
    assert "Looked for against it" in page
    assert "Good practice in the records" in page
    assert "Could not be judged" in page
