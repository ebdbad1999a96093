"""No word of a case leaves the machine or turns up where it does not belong: the whole path, watched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.whole_path import MARKER

SCRIPT = Path(__file__).parent / "support" / "whole_path.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched")


@pytest.fixture(scope="module")
def seen(folder: Path) -> dict[str, Any]:
    temporary = folder / "temporary"
    temporary.mkdir()
    run = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder)],
        capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "TMPDIR": str(temporary), "HOME": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    assert MARKER not in run.stderr
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def test_the_path_was_walked(seen: dict[str, Any]) -> None:
    assert seen["added"] >= 6
    assert seen["shown"] > 10  # the pages do show the words: the watch looked at the real thing
    assert len(seen["links"]) > 20
    assert seen["started"]


def test_nothing_is_asked_of_another_computer(seen: dict[str, Any]) -> None:
    assert seen["outside"] == []


@pytest.mark.parametrize("place", ["log", "errors", "links", "started"])
def test_no_word_of_a_case_stands_in(seen: dict[str, Any], place: str) -> None:
    assert MARKER not in json.dumps(seen[place])


def test_no_link_leads_to_another_computer(seen: dict[str, Any]) -> None:
    assert [link for link in seen["links"] if "//" in link] == []


def test_errors_on_the_terminal_hold_no_word_of_a_case(seen: dict[str, Any]) -> None:
    assert "R104" in json.dumps(seen["errors"])
    assert MARKER not in seen["terminal"]


def test_words_are_written_beside_the_case_only(seen: dict[str, Any], folder: Path) -> None:
    work = (str(folder / "work"), "/dev/")
    elsewhere = {path for path in seen["written"] if not path.startswith(work)}
    for path in elsewhere:
        assert MARKER not in path
    left = [p for p in (folder / "temporary").rglob("*") if p.is_file()]
    assert [p.name for p in left if MARKER.encode() in p.read_bytes()] == []
    assert {path for path in elsewhere if path.startswith(str(folder / "temporary"))} == set()
