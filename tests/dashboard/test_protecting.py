"""Encrypted cases on the pages and at the command line; until when a case is kept; its end, with a certificate."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.access.accounts import Accounts
from dashboard.app import create_app
from dashboard.callbacks.routing import page
from dashboard.cli import COULD_NOT, DONE, WARNINGS, WRONG_USE, main
from dashboard.config import Settings
from dashboard.jobs import Jobs
from dashboard.library import Library, key_of
from dashboard.pages.cases import cases_page
from dashboard.services import Services
from model.case import CaseInfo, Decision
from model.destroying import certificate_text, destroy
from model.engine import is_encrypted
from model.errors import PassphraseError, StoreError
from model.keeping import backup, verify
from model.keys import KEYS, new_key
from model.retention import kept_until, retention
from model.sealing import seal
from model.store import Store
from model.surroundings import mac_is_local, synchronised
from tests.dashboard.sample import sample_case, write_case
from tests.support.writer import a_source

BASE = "http://127.0.0.1"
PASSPHRASE = "five words of no meaning"
TITLE = "A title that must not be told"
NOW = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _own_keys() -> Iterator[None]:
    KEYS._known.clear()
    KEYS.ask = None
    yield
    KEYS._known.clear()
    KEYS.ask = None


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "kept" / "review-of-someone.case"
    path.parent.mkdir()
    with Store.create(path, CaseInfo(id="id-7", title=TITLE)) as store:
        source, content, entries = a_source("one")
        store.add_source(source, content, entries, [])
        store.decide(Decision(subject="note", verdict="confirmed", about=(), reason="words of a decision", author="A"))
    return path


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


# ------------------------------------------------------------------ at the command line
def test_a_case_is_encrypted_used_and_decrypted(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, PASSPHRASE, PASSPHRASE)
    assert main(["encrypt", str(case)]) == DONE
    assert "lost data" in capsys.readouterr().err
    assert is_encrypted(case)
    for words in (["verify", str(case)], ["show", str(case)], ["backup", str(case), str(case.with_name("b.backup"))],
                  ["retention", str(case), "2040-01-31"]):  # fmt: skip
        KEYS._known.clear()
        typed(monkeypatch, PASSPHRASE)
        assert main(words) == DONE, words
    assert is_encrypted(case.with_name("b.backup"))
    KEYS._known.clear()
    typed(monkeypatch, "not this one", "nor this one", "and not this")
    assert main(["show", str(case)]) == COULD_NOT
    assert "does not open this case" in capsys.readouterr().err
    typed(monkeypatch, PASSPHRASE, "another five words instead", "another five words instead")
    assert main(["encrypt", "--change", str(case)]) == DONE
    KEYS._known.clear()
    typed(monkeypatch, "another five words instead")
    assert main(["decrypt", str(case)]) == DONE
    assert not is_encrypted(case)
    assert verify(case).whole


def test_a_new_case_is_encrypted_from_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, PASSPHRASE, PASSPHRASE)
    path = tmp_path / "n.case"
    assert main(["new", str(path), "--title", TITLE, "--encrypted"]) == DONE
    assert is_encrypted(path)
    assert TITLE.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        pytest.param(["encrypt"], ["short", "short"], id="easy passphrase"),
        pytest.param(["encrypt"], [PASSPHRASE, "another one altogether"], id="not the same twice"),
        pytest.param(["encrypt"], [], id="nothing typed"),
        pytest.param(["decrypt"], [], id="not encrypted"),
        pytest.param(["retention", "31/3/2030"], [], id="a day of another form"),
        pytest.param(["destroy"], ["yes"], id="not the file's name"),
        pytest.param(["destroy"], [], id="nothing typed for the end"),
    ],
)
def test_what_is_wrong_leaves_the_case_as_it_was(
    case: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], lines: list[str]
) -> None:
    before = hashlib.sha256(case.read_bytes()).hexdigest()
    typed(monkeypatch, *lines)
    assert main([words[0], str(case), *words[1:]]) == WRONG_USE
    assert hashlib.sha256(case.read_bytes()).hexdigest() == before


def test_copies_that_are_not_encrypted_are_named(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup(case, case.with_name("review-of-someone.before-v3.case.backup"))
    typed(monkeypatch, PASSPHRASE, PASSPHRASE)
    assert main(["encrypt", str(case)]) == WARNINGS


# ------------------------------------------------------------------ on the pages
@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = tmp_path / "r.case"
    write_case(path, sample_case()[0])
    seal(path, new_key(PASSPHRASE))
    KEYS._known.clear()
    return path


@pytest.fixture
def client(locked: Path) -> Iterator[FlaskClient]:
    with create_app(locked.parent).server.test_client() as client:
        yield client


def test_the_pages_ask_for_the_passphrase_and_forget_it(locked: Path, client: FlaskClient) -> None:
    key = key_of(locked)
    library = Library(locked.parent, lambda _case: sample_case()[1])
    services = Services(library=library, jobs=Jobs(after=library.book), settings=Settings())
    assert "Encrypted" in str(cases_page(library.cards(), can_add=True, example=True))
    assert f"/unlock/{key}" in str(page(services, f"/case/{key}/events", ""))
    assert client.get(f"/log/{key}", base_url=BASE).status_code == 404
    wrong = client.post(f"/unlock/{key}", base_url=BASE, data={"passphrase": "not this one"})
    assert wrong.status_code == 400
    assert "does not open this case" in wrong.text
    assert KEYS.is_locked(locked)
    right = client.post(f"/unlock/{key}", base_url=BASE, data={"passphrase": PASSPHRASE})
    assert "Go to the case" in right.text
    assert PASSPHRASE not in right.text
    assert "Child R" in str(page(services, f"/case/{key}/events", ""))
    assert client.get(f"/log/{key}", base_url=BASE).status_code == 200
    assert library.cards()[0].title == "Child R"
    client.post(f"/unlock/{key}", base_url=BASE, data={"act": "lock"})
    library.forget(key)
    with pytest.raises(PassphraseError):
        library.book(key)
    assert "Child R" not in str(cases_page(library.cards(), can_add=True, example=True))


def test_passphrases_from_pages_elsewhere_are_refused(locked: Path, client: FlaskClient) -> None:
    answer = client.post(
        f"/unlock/{key_of(locked)}",
        base_url=BASE,
        data={"passphrase": PASSPHRASE},
        headers={"Origin": "http://evil.example"},
    )
    assert answer.status_code == 403
    assert KEYS.is_locked(locked)


def test_the_day_is_set_on_a_page_and_shown_in_the_list(case: Path) -> None:
    key = key_of(case)
    soon = (dt.datetime.now().astimezone().date() + dt.timedelta(days=10)).isoformat()
    with create_app(case.parent).server.test_client() as client:
        assert "No day is set" in client.get(f"/keeping/{key}", base_url=BASE).text
        assert "in 10 days" in client.post(f"/keeping/{key}", base_url=BASE, data={"until": soon}).text
        assert client.post(f"/keeping/{key}", base_url=BASE, data={"until": "soon"}).status_code == 400
        assert TITLE not in client.get("/keeping/000000000000", base_url=BASE).text
    library = Library(case.parent, lambda _case: sample_case()[1])
    assert "in 10 days" in str(cases_page(library.cards(), can_add=True, example=True))


# ------------------------------------------------------------------ until when
@pytest.mark.parametrize(
    ("until", "state", "days"),
    [
        pytest.param("2026-03-01", "near", 0, id="today"),
        pytest.param("2026-02-28", "past", -1, id="yesterday"),
        pytest.param("2026-04-30", "near", 60, id="sixty days"),
        pytest.param("2026-05-01", "ahead", 61, id="later"),
        pytest.param("no day", "none", 0, id="not a day"),
        pytest.param(None, "none", 0, id="none"),
    ],
)
def test_how_the_day_stands(until: str | None, state: str, days: int) -> None:
    settings = {"other": 1} | ({"keep_until": until} if until else {})
    found = retention(settings, NOW.date())
    assert (found.state, found.days) == (state, days)


def test_the_day_is_kept_beside_the_other_settings() -> None:
    settings = kept_until({"rules": [1]}, dt.date(2030, 1, 2))
    assert settings == {"rules": [1], "keep_until": "2030-01-02"}
    assert kept_until(settings, None) == {"rules": [1]}


# ------------------------------------------------------------------ the end
def test_destroying_removes_everything_known_and_certifies_it(case: Path, tmp_path: Path) -> None:
    elsewhere, gone = tmp_path / "stick" / "copy.backup", tmp_path / "gone.backup"
    elsewhere.parent.mkdir()
    with Store.open(case) as store:
        for copy in (elsewhere, gone):
            backup(case, copy)
            store.note_copy(copy)
    gone.unlink()
    backup(case, case.with_name("review-of-someone.before-v4.case.backup"))
    bystander = case.with_name("review-of-someone-else.case")
    backup(case, bystander)
    head = verify(case).head
    certificate = destroy(case, by="B. Person", at=NOW)
    assert sorted(p.name for p in case.parent.iterdir()) == [bystander.name]
    assert not elsewhere.exists()
    text = certificate_text(certificate, "0.1")
    assert head in text
    assert hashlib.sha256(b"id-7").hexdigest() in text
    assert "B. Person" in text
    assert "2026-03-01 09:30:00 UTC" in text
    assert "1 decision" in text
    assert "not there any more" in text
    assert "flash memory" in text
    for word in (TITLE, "review-of-someone", "id-7", "words of a decision", "Entry 1"):
        assert word not in text
    assert [r.what for r in certificate.removed].count("copy of the case") == 2


def test_the_bytes_are_gone_from_the_file_itself(case: Path) -> None:
    """Another name for the same bytes on the disk shows what is left of them: nothing but zeros, or nothing."""
    other_name = case.with_name("same-bytes")
    other_name.hardlink_to(case)
    destroy(case, by="B", at=NOW)
    assert other_name.read_bytes().strip(b"\0") == b""


def test_destroying_by_command_takes_the_rights_too(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    accounts = Accounts(case.parent)
    accounts.add("a", "A")
    accounts.set_role("a", key_of(case), "owner")
    typed(monkeypatch, case.name)
    assert main(["destroy", str(case), "--by", "B. Person"]) == DONE
    (written,) = case.parent.glob("destroyed-*.txt")
    assert "Certificate of destruction" in written.read_text(encoding="utf-8")
    assert TITLE not in written.read_text(encoding="utf-8")
    assert accounts.roles_of("a") == {}
    assert "holds no word" in capsys.readouterr().err


def test_an_encrypted_case_whose_passphrase_is_lost_can_be_destroyed(locked: Path) -> None:
    with pytest.raises(PassphraseError):
        destroy(locked, by="B", at=NOW)
    assert locked.exists()
    certificate = destroy(locked, by="B", at=NOW, unopened=True)
    assert not locked.exists()
    assert "not opened" in certificate_text(certificate, "0.1")


def test_a_copy_that_became_another_file_is_left(case: Path, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a case", encoding="utf-8")
    with Store.open(case) as store:
        store.note_copy(other)
    certificate = destroy(case, by="B", at=NOW)
    assert other.exists()
    assert certificate.left[0][1] == "another file stands there now"


def test_what_is_no_case_is_not_destroyed(tmp_path: Path) -> None:
    (tmp_path / "x.case").write_text("a letter", encoding="utf-8")
    with pytest.raises(StoreError):
        destroy(tmp_path / "x.case", by="B", at=NOW)
    assert (tmp_path / "x.case").exists()


# ------------------------------------------------------------------ where it lies
@pytest.mark.parametrize(
    ("place", "service"),
    [
        pytest.param("/home/x/Dropbox/a.case", "Dropbox", id="Dropbox"),
        pytest.param("/Users/x/Library/Mobile Documents/com~apple~CloudDocs/a.case", "iCloud Drive", id="iCloud"),
        pytest.param("/Users/x/Library/CloudStorage/GoogleDrive-x@y/My Drive/a.case", "Google Drive", id="Google"),
        pytest.param("/home/x/OneDrive - A Council/Reviews/a.case", "OneDrive", id="OneDrive of work"),
        pytest.param("/home/x/work/onedrive/a.case", "OneDrive", id="small letters"),
        pytest.param("/home/x/Nextcloud/a.case", "another service that synchronises", id="another"),
        pytest.param("/home/x/Documents/dropboxes/a.case", None, id="only begins like it"),
        pytest.param("/home/x/cases/a.case", None, id="an ordinary folder"),
    ],
)
def test_folders_that_synchronise_are_known(place: str, service: str | None) -> None:
    assert synchronised(Path(place), {}) == service


def test_the_system_may_say_where_it_synchronises(tmp_path: Path) -> None:
    assert synchronised(tmp_path / "a.case", {"OneDriveCommercial": str(tmp_path)}) == "OneDrive"
    assert synchronised(tmp_path / "a.case", {"OneDriveCommercial": ""}) is None


def test_the_warning_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    assert main(["new", str(folder / "a.case")]) == DONE
    assert "Dropbox" in capsys.readouterr().err


def test_the_doctor_tells_of_such_a_folder_and_of_the_optional_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CASETHREAD_FOLDER", str(tmp_path / "Dropbox"))
    assert main(["doctor"]) == WARNINGS
    said = capsys.readouterr().out
    assert "copied to other computers by Dropbox" in said
    assert "Encrypted cases" in said


@pytest.mark.parametrize(("flags", "local"), [(0x1000, True), (0x00401018, True), (0x0, False), (0x18, False)])
def test_the_answer_of_macos_is_read_by_its_flag(flags: int, local: bool) -> None:
    answer = bytes(64) + flags.to_bytes(4, "little") + bytes(2100)
    assert mac_is_local(answer) is local
