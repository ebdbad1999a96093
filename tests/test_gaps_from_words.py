"""Situations in several files, read from words to gaps by the public path.

Each shows a gap of its kind; in its near miss none of the rules that spoke speaks again.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest.read import add_paths
from model.analysis import analyse
from model.case import Case, CaseInfo, Findings
from model.store import Store
from model.when import When

FILE = Path(__file__).parent / "gaps_from_words.toml"
SITUATIONS: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["situation"]
ALWAYS = ("childrens_social_care", "police", "health_visiting", "school")
KEY_DATES: tuple[str, ...] = ("birth", "death")
FIRST, LAST = "3 Jan 2023", "29 Dec 2023"


def named(situation: dict[str, Any]) -> str:
    return f"{situation['kind']}: {situation['rows'][0].split('|')[2].strip(' *')[:40]}"


def near_miss(situation: dict[str, Any]) -> list[str]:
    """The rows of the near miss: those of the situation with what is added or put in their place."""
    rows = list(situation["rows"])
    for row in situation["near"]:
        if row.startswith("~"):
            at, _, words = row[1:].partition(" ")
            starred = " * " if "*" in rows[int(at) - 1] else " "
            agency, date, text = (part.strip() for part in words.split("|"))
            rows[int(at) - 1] = f"{agency} | {date} |{starred}{text}"
        else:
            rows.append(row)
    return rows


def findings_of(folder: Path, rows: list[str], situation: dict[str, Any]) -> tuple[Case, Findings, set[str]]:
    """The case read from one file an agency, its findings, and the words of the rows that the gap is about."""
    files: dict[str, list[tuple[str, str]]] = {agency: [] for agency in ALWAYS}
    about: set[str] = set()
    for row in rows:
        agency, date, text = (part.strip() for part in row.split("|"))
        if text.startswith("*"):
            text = text.strip("* ")
            about.add(text)
        files.setdefault(agency, []).append((date, text))
    dates: dict[str, When] = {
        name: When.on(dt.date.fromisoformat(situation[name])) for name in KEY_DATES if name in situation
    }
    with Store.create(folder / "words.case", CaseInfo(id="words", title="Words", key_dates=dates)) as store:
        for agency, told in files.items():
            path = folder / f"{agency}.csv"
            framed = [(FIRST, "Print date."), *told, (LAST, "Print date.")]
            with path.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([("Date", "Details"), *framed])
            add_paths(store, [path], agency=agency)
        case = store.case()
    return case, analyse(case), about


def rules_that_speak(folder: Path, rows: list[str], situation: dict[str, Any]) -> set[str]:
    """The rules of its kind that raise a gap, of the register or noticed, that cites a row which it is about."""
    case, findings, about = findings_of(folder, rows, situation)
    meant = {entry.id for entry in case.entries if any(words in entry.text for words in about)}
    entry_of = {event.id: event.entry for event in case.events}
    gaps = (*findings.gaps, *findings.noticed)
    about_it = (gap for gap in gaps if any(entry_of.get(e) in meant for e in gap.events))
    return {gap.rule for gap in about_it if gap.kind == situation["kind"]}


@pytest.mark.parametrize("situation", SITUATIONS, ids=named)
def test_the_situation_shows_its_gap_and_the_near_miss_does_not(situation: dict[str, Any], tmp_path: Path) -> None:
    for folder in ("shown", "near"):
        (tmp_path / folder).mkdir()
    speak = rules_that_speak(tmp_path / "shown", situation["rows"], situation)
    assert speak
    assert not speak & rules_that_speak(tmp_path / "near", near_miss(situation), situation)
