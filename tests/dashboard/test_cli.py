"""The command line as a person uses it: what is printed, where, and the exit code."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.cli import COULD_NOT, DONE, WARNINGS, WRONG_USE, main

POLICE = """Police chronology
Date,Event,Action taken
04/05/2021,"Call to a domestic argument, children upstairs",PPN sent to social care
12/05/2021,Welfare check. All well.,NFA
"""
HOUSING = "Date;Note\n6 May 2021;Neighbour complained of shouting\n31/06/2021;Letter sent\n"

Run = Callable[..., int]


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = str(tmp_path / "river.case")
    assert main(["new", path, "--title", "Review of Child R", "--birth", "2020-02-29", "--quiet"]) == DONE
    return path


def put(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return str(path)


def exported(case: str, folder: Path) -> dict[str, list[dict[str, object]]]:
    out = folder / "out.json"
    assert main(["export", case, "--format", "json", "-o", str(out), "--quiet"]) == DONE
    data: dict[str, list[dict[str, object]]] = json.loads(out.read_text(encoding="utf-8"))
    return data


def test_a_file_is_added_and_summed_up(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", case, put(tmp_path, "police.csv", POLICE)]) == DONE
    said = capsys.readouterr()
    assert said.out == ""
    assert "police.csv: Police, 2 entries" in said.err


def test_the_same_file_again_changes_nothing(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = put(tmp_path, "police.csv", POLICE)
    main(["add", case, file, "--quiet"])
    before = exported(case, tmp_path)
    assert main(["add", case, file]) == DONE
    assert "already in the case" in capsys.readouterr().err
    assert exported(case, tmp_path) == before


def test_a_doubtful_date_is_kept_told_and_gives_code_1(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", case, put(tmp_path, "housing association log.csv", HOUSING)]) == WARNINGS
    assert "31/06/2021" in capsys.readouterr().err
    entries = exported(case, tmp_path)["entries"]
    assert len(entries) == 2
    assert "31/06/2021" in json.dumps(entries[1]["columns"])


def test_whose_file_it_is_is_asked_and_never_guessed(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "log.csv", HOUSING)
    assert main(["add", case, file]) == COULD_NOT
    assert "which agency" in capsys.readouterr().err
    assert exported(case, tmp_path)["entries"] == []
    assert main(["add", case, file, "--agency", "housing"]) == WARNINGS
    assert {e["agency"] for e in exported(case, tmp_path)["entries"]} == {"housing"}


BAD_FILES: dict[str, tuple[str, bytes]] = {
    "empty": ("empty.csv", b""),
    "header only": ("police rows.csv", b"Date,Event\n"),
    "picture": ("police.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
    "picture named csv": ("police.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
    "zip": ("police.zip", b"PK\x05\x06" + b"\0" * 18),
    "cut short": ("police.docx", b"PK\x03\x04" + b"\0" * 40),
    "old Word": ("police.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "no chronology": ("police CV.txt", b"Curriculum vitae\n\nI like gardening and long walks.\n"),
}


@pytest.mark.parametrize("bad", BAD_FILES, ids=BAD_FILES)
def test_a_file_that_cannot_be_used_harms_no_other(
    bad: str, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, content = BAD_FILES[bad]
    (tmp_path / "good").mkdir()
    good = put(tmp_path / "good", "police.csv", POLICE)
    assert main(["add", case, put(tmp_path, name, content), good]) == WARNINGS
    said = capsys.readouterr().err
    assert name in said
    assert "Traceback" not in said
    export = exported(case, tmp_path)
    assert [source["file"] for source in export["sources"]] == ["police.csv"]
    assert len(export["entries"]) == 2


def test_a_file_that_is_too_large_is_not_even_opened(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "police.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert main(["add", case, str(path)]) == COULD_NOT
    assert "larger than 50 MB" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said_plainly(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", case, str(tmp_path / "none.docx")]) == COULD_NOT
    assert "could not be opened" in capsys.readouterr().err


def test_a_folder_stands_for_its_files(case: str, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    put(tmp_path / "files", "police.csv", POLICE)
    put(tmp_path / "files", "housing log.csv", HOUSING)
    main(["add", case, str(tmp_path / "files"), "--quiet"])
    assert len(exported(case, tmp_path)["sources"]) == 2


def test_show_prints_the_merged_chronology_in_order(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", case, put(tmp_path, "police.csv", POLICE), put(tmp_path, "housing log.csv", HOUSING), "--quiet"])
    capsys.readouterr()
    assert main(["show", case]) == DONE
    said = capsys.readouterr()
    order = [said.out.index(words) for words in ("4 May 2021", "6 May 2021", "12 May 2021", "date not known")]
    assert order == sorted(order)
    assert "4 entries of 4, 1 without a date" in said.err


def test_show_can_be_narrowed_and_keeps_undated_rows(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", case, put(tmp_path, "police.csv", POLICE), put(tmp_path, "housing log.csv", HOUSING), "--quiet"])
    capsys.readouterr()
    main(["show", case, "--since", "2021-05-05", "--until", "2021-05-10"])
    said = capsys.readouterr().out
    assert "6 May 2021" in said
    assert "date not known" in said
    assert "4 May 2021" not in said.replace("14 May 2021", "")


def test_gaps_are_printed_with_their_words(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["add", case, put(tmp_path, "police.csv", POLICE), "--quiet"])
    capsys.readouterr()
    assert main(["gaps", case]) == DONE
    assert "prompts to look" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "graphml", "gexf", "jsonld"])
def test_every_format_is_written(kind: str, case: str, tmp_path: Path) -> None:
    main(["add", case, put(tmp_path, "police.csv", POLICE), "--quiet"])
    out = tmp_path / f"river.{kind}"
    assert main(["export", case, "--format", kind, "-o", str(out), "--quiet"]) == DONE
    assert out.stat().st_size > 200


WRONG_USES = {
    "no command": [],
    "unknown command": ["frobnicate"],
    "unknown agency": ["add", "{case}", "x.csv", "--agency", "plumbers"],
    "unknown format": ["export", "{case}", "--format", "pptx", "-o", "x"],
}


@pytest.mark.parametrize("argv", WRONG_USES.values(), ids=WRONG_USES)
def test_wrong_use_gives_code_2(argv: list[str], case: str) -> None:
    with pytest.raises(SystemExit) as left:
        main([word.format(case=case) for word in argv])
    assert left.value.code == WRONG_USE


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        pytest.param(["new", "{case}"], COULD_NOT, id="case is there already"),
        pytest.param(["new", "{folder}/x.case", "--birth", "29/02/2020"], WRONG_USE, id="date in another form"),
        pytest.param(["show", "{folder}/none.case"], COULD_NOT, id="no such case"),
        pytest.param(["gaps", "{case}", "--kind", "breach"], WRONG_USE, id="no such gap"),
        pytest.param(["serve", "{folder}/none"], WRONG_USE, id="nothing to serve"),
        pytest.param(["times", "seen 3/5"], WRONG_USE, id="no base"),
        pytest.param(["export", "{case}", "--format", "csv", "-o", "{folder}/none/x.csv"], WRONG_USE, id="no folder"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_remedy(
    argv: list[str], code: int, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.format(case=case, folder=tmp_path) for word in argv]) == code
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 2
    assert "Traceback" not in lines[0]


def test_times_are_read_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["times", "seen 12/5 and two days later", "--base", "2021-05-20"]) == DONE
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["interval"] for line in lines] == [["2021-05-12", "2021-05-12"], ["2021-05-14", "2021-05-14"]]


def test_times_of_a_whole_file(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "text": "seen 12/5/21", "base": "2021-05-20"}\n', encoding="utf-8")
    assert main(["times", "--jsonl", str(source), "-o", str(tmp_path / "out.jsonl")]) == DONE
    (line,) = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["timexes"][0]["interval"] == ["2021-05-12", "2021-05-12"]


def test_doctor_finds_this_installation_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CASETHREAD_FOLDER", str(tmp_path / "cases"))
    assert main(["doctor"]) == DONE
    said = capsys.readouterr().out
    assert "Language model" in said
    assert "missing" not in said


def test_quiet_says_nothing_when_all_is_well(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["add", case, put(tmp_path, "police.csv", POLICE), "--quiet"])
    said = capsys.readouterr()
    assert said.out + said.err == ""


def test_a_case_file_can_be_moved(case: str, tmp_path: Path) -> None:
    main(["add", case, put(tmp_path, "police.csv", POLICE), "--quiet"])
    moved = tmp_path / "moved.case"
    shutil.copy(case, moved)
    assert len(exported(str(moved), tmp_path)["entries"]) == 2
