"""Taking documents out: the command, the address of the downloads, the page Export and its fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.callbacks.export import chosen
from dashboard.casebook import build_book
from dashboard.cli import DONE, WRONG_USE, main
from dashboard.exports.documents import DOCUMENTS, WHOLE
from dashboard.exports.options import ExportOptions
from dashboard.library import key_of
from dashboard.pages.export import export_page
from model.errors import UsageError
from tests.dashboard.sample import sample_case, write_case
from tests.dashboard.test_panel import flat, text_of

BASE = "http://127.0.0.1"
EVERY = [(name, kind) for name, document in DOCUMENTS.items() for kind in document.writers]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_case(tmp_path / "r.case", sample_case()[0])
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    with create_app(folder).server.test_client() as client:
        yield client


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_every_document_is_written_by_the_command(name: str, kind: str, folder: Path) -> None:
    out = folder / f"out.{kind}"
    argv = ["export", str(folder / "r.case"), "--document", name, "--format", kind, "-o", str(out), "--quiet"]
    more = ["--since", "2021-01-01", "--agency", "police", "--gaps", "open", "--no-notes", "--paper", "A3"]
    assert main([*argv, *more]) == DONE
    assert out.stat().st_size > 200


@pytest.mark.parametrize(
    "more",
    [
        ["--format", "json", "--agency", "police"],
        ["--format", "html", "--document", "methods"],
        ["--format", "docx", "--agency", "camhs"],
        ["--format", "docx", "--since", "1 May"],
    ],
    ids=["json is whole", "no such format", "not in the case", "no date"],
)
def test_a_choice_that_cannot_be_made_is_said_plainly(more: list[str], folder: Path) -> None:
    out = folder / "out"
    assert main(["export", str(folder / "r.case"), "-o", str(out), *more]) == WRONG_USE
    assert not out.exists()


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_a_download_is_an_attachment_that_no_cache_keeps(
    name: str, kind: str, client: FlaskClient, folder: Path
) -> None:
    answer = client.get(f"/export/{key_of(folder / 'r.case')}/{name}/{kind}?agency=police&notes=no", base_url=BASE)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.{kind}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status"),
    [("0" * 12 + "/chronology/docx", 404), ("{key}/diary/docx", 400), ("{key}/chronology/exe", 400),
     ("{key}/chronology/csv?agency=camhs", 400), ("{key}/chronology/csv?since=x", 400)],
)  # fmt: skip
def test_what_is_not_there_is_said_plainly(path: str, status: int, client: FlaskClient, folder: Path) -> None:
    answer = client.get(f"/export/{path.format(key=key_of(folder / 'r.case'))}", base_url=BASE)
    assert answer.status_code == status
    assert answer.mimetype == "text/plain"


@pytest.mark.parametrize("kind", WHOLE)
def test_what_other_programs_take_holds_the_whole_case_or_is_refused(
    kind: str, client: FlaskClient, folder: Path
) -> None:
    path = f"/export/{key_of(folder / 'r.case')}/data/{kind}"
    answer = client.get(path, base_url=BASE)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="data.{kind}"'
    out = folder / "out"
    assert main(["export", str(folder / "r.case"), "--format", kind, "-o", str(out), "--quiet"]) == DONE
    assert answer.data == out.read_bytes()
    assert client.get(f"{path}?agency=police", base_url=BASE).status_code == 400
    hidden = client.get(f"{path}?names=pseudonyms", base_url=BASE)
    assert hidden.status_code == 200
    assert b"Okell" not in hidden.data  # a worker named in the records
    assert b"Okell" in answer.data or kind != "json"


def test_a_page_elsewhere_cannot_start_a_download(client: FlaskClient, folder: Path) -> None:
    path = f"/export/{key_of(folder / 'r.case')}/chronology/csv"
    answer = client.get(path, base_url=BASE, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_the_page_offers_every_document_and_its_choice() -> None:
    book = build_book(*sample_case())
    parts = flat(export_page(book, "0123456789ab"))
    addresses = [p.href for p in parts if getattr(p, "href", None)]
    assert addresses[0] == "/print/0123456789ab"
    whole = [("data", kind) for kind in WHOLE]
    assert addresses[1:] == [f"/export/0123456789ab/{name}/{kind}" for name, kind in [*EVERY, *whole]]
    assert "Choose pseudonyms" in text_of(export_page(book, "0123456789ab"))


def test_the_fields_of_the_page_become_options() -> None:
    book = build_book(*sample_case())
    every = sorted({e.agency for e in book.case.entries})
    usual = chosen(book, "", None, every, [], ["open", "confirmed", "answered"], ["notes"], "source", "A4")
    assert usual == ExportOptions()
    some = chosen(book, "1/2/2021", "", ["gp"], ["concern"], [], [], "summary", "A3")
    assert (some.since, some.agencies, some.gaps, some.notes) == (dt.date(2021, 2, 1), ("gp",), (), False)
    for first, agencies in (("1/2/20", ["gp"]), ("", [])):
        with pytest.raises(UsageError):
            chosen(book, first, "", agencies, [], [], [], "source", "A4")
