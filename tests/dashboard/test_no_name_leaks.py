"""A case full of names, exported in every format under pseudonyms: no name in any byte of any layer."""

from __future__ import annotations

import base64
import io
import json
import re
import urllib.parse
import zipfile
from pathlib import Path

import pytest

from dashboard.cli import DONE, WRONG_USE, main
from dashboard.exports.documents import DOCUMENTS
from dashboard.exports.graph_export import WRITERS
from model.store import Store
from tests.builders.named import BIRTHS, DATES, MARKERS, named_case
from tests.support.leaks import leaked

EVERY = [
    *((document, form) for document, kind in DOCUMENTS.items() for form in kind.writers),
    ("chronology", "json"), *(("chronology", form) for form in WRITERS),
]  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return named_case(tmp_path_factory.mktemp("named") / "river.case")


def exported(case: Path, document: str, form: str, *more: str) -> bytes:
    out = case.parent / f"out.{form}"
    out.unlink(missing_ok=True)
    told = ["export", str(case), "--document", document, "--format", form, "-o", str(out), "--quiet", *more]
    assert main(told) == DONE
    return out.read_bytes()


@pytest.mark.parametrize(("document", "form"), EVERY)
def test_no_name_is_in_an_export_under_pseudonyms(case: Path, document: str, form: str) -> None:
    assert leaked(exported(case, document, form, "--pseudonyms"), (*MARKERS, *BIRTHS)) == set()


@pytest.mark.parametrize(("document", "form"), [pair for pair in EVERY if pair[1] != "png"])
def test_no_true_date_is_left_where_dates_are_shifted(case: Path, document: str, form: str) -> None:
    content = exported(case, document, form, "--pseudonyms", "--shift-dates")
    assert leaked(content, (*MARKERS, *DATES)) == set()


def test_the_search_does_find_what_is_there(case: Path) -> None:
    for document, form in (
        ("chronology", "docx"),
        ("chronology", "xlsx"),
        ("chronology", "pdf"),
        ("chronology", "json"),
    ):
        found = leaked(exported(case, document, form), MARKERS)
        assert {"Corinna", "Vesperling", "Ludmila", "Ottoline"} <= found, form
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/b.xml", '<w:t>Cor</w:t><w:t>inna</w:t> <x a="&#86;esperling"/>')
    for hidden in (
        packed.getvalue(), base64.b64encode(b"see Corinna Vesperling there"), b"%43orinna",
        "Corinna".encode("utf-16-le"),
        json.dumps("Corinna").replace("C", "\\u0043").encode(),
    ):  # fmt: skip
        assert leaked(hidden, ["Corinna"]) == {"Corinna"}
    assert leaked(urllib.parse.quote("HZ4 7QT").encode(), MARKERS) == {"HZ4 7QT"}


def test_spans_and_gaps_hold_in_the_export(case: Path) -> None:
    plain, hidden = (json.loads(exported(case, "chronology", "json", *more)) for more in ((), ("--pseudonyms",)))
    entries = {e["id"]: e for e in hidden["entries"]}
    for event in hidden["events"]:
        assert entries[event["entry"]]["text"][slice(*event["span"])] == event["quote"]
    assert [g["id"] for g in plain["gaps"]] == [g["id"] for g in hidden["gaps"]]
    assert [e["id"] for e in plain["events"]] == [e["id"] for e in hidden["events"]]
    actors = {a["id"] for a in hidden["actors"]}
    assert all(set(e["actors"]) <= actors for e in hidden["events"])


def test_dates_are_not_shifted_under_true_names(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["export", str(case), "--format", "json", "-o", str(case.parent / "x.json"), "--shift-dates"]
    assert main(told) == WRONG_USE
    assert "--pseudonyms" in capsys.readouterr().err


def test_the_key_is_in_no_export(case: Path) -> None:
    exported(case, "chronology", "json", "--pseudonyms", "--shift-dates")
    with Store.open(case) as store:
        days = store.pseudonyms()[0].shift_days
    assert days
    plain, hidden = (
        json.loads(exported(case, "chronology", "json", *more)) for more in ((), ("--pseudonyms", "--shift-dates"))
    )
    rest = json.dumps({k: v for k, v in hidden.items() if k not in ("events", "entries")})
    assert re.search(rf"(?<![0-9a-f]){days}(?![0-9a-f])", rest) is None  # inside an id the digits say nothing
    assert plain["events"][0]["when"] != hidden["events"][0]["when"]
