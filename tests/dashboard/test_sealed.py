"""Keys and bundles: sealed, opened, refused with words that say why; the command that reviews the table."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from dashboard.cli import COULD_NOT, DONE, WRONG_USE, main
from ingest.identifiers import prepared, residual, under_pseudonyms
from model.analysis import analyse
from model.bundle import MANIFEST, pack, unpack
from model.engine import is_encrypted, sqlcipher
from model.errors import CaseExistsError, SealedError, UsageError
from model.keys import new_key
from model.pseudonyms import PseudonymTable, added, edited, read_key, write_key
from model.sealed import MAGIC, seal, unseal
from model.sealing import seal as encrypt
from model.store import Store
from tests.builders.cases import case_of, event
from tests.builders.named import MARKERS, named_case
from tests.support.leaks import leaked

SECRET = "four words that differ"
NOW = dt.datetime(2024, 5, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return named_case(tmp_path_factory.mktemp("sealed") / "river.case")


@pytest.fixture(scope="module")
def sealed() -> bytes:
    """Sealing under a passphrase is slow on purpose: once is enough."""
    return seal(b"x" * 100_000, passphrase=SECRET)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A key pair: the public one, and the file of the private one. Fast."""
    own = pyrage.x25519.Identity.generate()
    path = tmp_path_factory.mktemp("key") / "own.key"
    path.write_text(str(own), encoding="utf-8")
    return str(own.to_public()), path


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))


# -- sealing -----------------------------------------------------------------------------------


def test_what_is_sealed_tells_nothing_and_comes_back() -> None:
    sealed = seal(b"Corinna", passphrase=SECRET)
    assert sealed.startswith(MAGIC)
    assert b"Corinna" not in sealed
    assert unseal(sealed, passphrase=SECRET) == b"Corinna"


@pytest.mark.parametrize(
    ("spoil", "passphrase", "said"),
    [
        pytest.param(lambda d: d, "four words that difer", "passphrase does not open", id="wrong passphrase"),
        pytest.param(lambda d: d[:-4], SECRET, "damaged or not whole", id="cut short"),
        pytest.param(lambda d: d[:-4] + b"\0\0\0\0", SECRET, "damaged or not whole", id="changed"),
        pytest.param(lambda d: b"PK" + d, SECRET, "not sealed", id="another file"),
        pytest.param(lambda d: b"", SECRET, "not sealed", id="empty"),
    ],
)
def test_what_cannot_be_opened_says_why(sealed: bytes, spoil: object, passphrase: str, said: str) -> None:
    with pytest.raises(SealedError, match=said):
        unseal(spoil(sealed), passphrase=passphrase)  # type: ignore[operator]


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(UsageError, match="fewer than"):
        seal(b"x", passphrase="short")


def test_a_key_opens_what_was_sealed_for_it_and_another_does_not(tmp_path: Path) -> None:
    own, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    sealed = seal(b"x", recipients=[str(own.to_public())])
    for name, identity in (("own", own), ("other", other)):
        (tmp_path / name).write_text(f"# made today\n{identity}\n", encoding="utf-8")
    assert unseal(sealed, identity=tmp_path / "own") == b"x"
    with pytest.raises(SealedError, match="key does not open"):
        unseal(sealed, identity=tmp_path / "other")
    with pytest.raises(SealedError, match="another way"):
        unseal(sealed, passphrase=SECRET)
    with pytest.raises(UsageError, match="not a key"):
        seal(b"x", recipients=["age1nonsense"])


# -- the key of a table ------------------------------------------------------------------------


def test_the_key_comes_back_whole() -> None:
    table = added(PseudonymTable(shift_days=-490), "Corinna", "Mother")
    assert read_key(write_key(table, "a", passphrase=SECRET), passphrase=SECRET) == table


def test_the_table_is_reviewed_from_the_command_line(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["pseudonyms", str(case)]) == DONE
    listed = capsys.readouterr().out
    assert "Corinna" in listed
    with Store.open(case) as store:
        table = prepared(store, store.case())
    row = next(r for r in table.rows if r.original == "Aminata").id
    place = next(r for r in table.rows if r.original == "Hazelthorpe").id
    told = ["pseudonyms", str(case), "--set", f"{row}=Older child", "--leave", place, "--add", "Old Mill=Place 9"]
    assert main([*told, "--accept", "all", "--quiet"]) == DONE
    with Store.open(case) as store:
        kept = {r.original: (r.replacement, r.status) for r in store.pseudonyms()[0].rows}
    assert kept["Aminata"] == ("Older child", "edited")
    assert kept["Hazelthorpe"][1] == "left"
    assert kept["Old Mill"] == ("Place 9", "edited")
    assert {status for _, status in kept.values()} == {"edited", "left", "accepted"}
    capsys.readouterr()
    assert main(["pseudonyms", str(case), "--residual"]) == DONE
    assert "Hazelthorpe" in capsys.readouterr().out
    key = tmp_path / "river.key"
    typed(monkeypatch, SECRET)
    assert main(["pseudonyms", str(case), "--key", str(key), "--take-out", "--quiet"]) == DONE
    assert b"Older child" not in key.read_bytes()
    assert b"Older child" not in case.read_bytes()
    with Store.open(case) as store:
        assert store.pseudonyms()[0].rows == ()
    typed(monkeypatch, SECRET)
    assert main(["pseudonyms", str(case), "--read-key", str(key), "--quiet"]) == DONE
    with Store.open(case) as store:
        assert {r.original: (r.replacement, r.status) for r in store.pseudonyms()[0].rows} == kept


@pytest.mark.parametrize("wrong", [("--set", "i1"), ("--set", "nothing=x"), ("--leave", "i9999"), ("--set", "i1=")])
def test_wrong_changes_are_refused(case: Path, wrong: tuple[str, str]) -> None:
    assert main(["pseudonyms", str(case), *wrong, "--quiet"]) == WRONG_USE


# -- what may still tell -----------------------------------------------------------------------


def test_what_may_still_identify_is_listed() -> None:
    made = [
        event(
            "gp",
            "appointment",
            "2021-03-01",
            "Seen with Quorvin at the trawler; twins; PPN; code 55 123",
        ),
        event("police", "arrest", "2021-03-02", "Corinna Vesper arrested, reported in the local news"),
    ]
    case = case_of(made)
    findings = analyse(case)
    table = added(PseudonymTable(), "Corinna Vesper", "Mother")
    table = added(table, "Hazel", "Place 1")
    shown, _ = under_pseudonyms(case, findings, table)
    found = {(r.kind, r.words) for r in residual(shown, table)}
    assert {("name", "Quorvin"), ("telling", "trawler"), ("telling", "twins"), ("telling", "local news")} <= found
    assert ("number", "55 123") in found
    assert not any("Mother" in words or words == "PPN" for _, words in found)
    assert any(kind == "date" for kind, _ in found)
    assert not any(r.kind == "date" for r in residual(shown, table, shifted=True))


def test_a_row_left_as_it_is_stays_on_the_list() -> None:
    case = case_of([event("police", "arrest", "2021-03-02", "Corinna Vesper arrested")])
    table = added(PseudonymTable(), "Corinna Vesper", "Mother")
    with_count = PseudonymTable(rows=tuple(replace(r, count=1) for r in table.rows))
    left = edited(with_count, with_count.rows[0].id, status="left")
    shown, _ = under_pseudonyms(case, analyse(case), left)
    assert ("left", "Corinna Vesper") in {(r.kind, r.words) for r in residual(shown, left)}


# -- bundles -----------------------------------------------------------------------------------


def test_a_case_is_handed_over_whole(case: Path, tmp_path: Path, key: tuple[str, Path]) -> None:
    data, made = pack(case, recipients=[key[0]], now=NOW)
    assert leaked(data, MARKERS) == set()
    found = unpack(data, tmp_path / "theirs.case", identity=key[1])
    assert (found.sha256, found.made) == (made.sha256, "2024-05-01T09:30:00Z")
    with Store.open(case) as one, Store.open(tmp_path / "theirs.case") as other:
        assert one.case() == other.case()
        sources = one.case_as_read().sources
        assert [one.source_bytes(s.id) for s in sources] == [other.source_bytes(s.id) for s in sources]
    with pytest.raises(CaseExistsError):
        unpack(data, tmp_path / "theirs.case", identity=key[1])
    assert sorted(p.name for p in tmp_path.iterdir() if "theirs" not in p.name) == []


def test_the_table_can_be_left_out_of_a_bundle(tmp_path: Path, key: tuple[str, Path]) -> None:
    path = named_case(tmp_path / "a.case", decided=False)
    with Store.open(path) as store:
        prepared(store, store.case())
    data, _ = pack(path, recipients=[key[0]], now=NOW, without_key=True)
    unpack(data, tmp_path / "b.case", identity=key[1])
    with Store.open(tmp_path / "b.case") as store:
        assert store.pseudonyms()[0].rows == ()
    assert b"Mother's partner" not in (tmp_path / "b.case").read_bytes()
    with Store.open(path) as store:
        assert store.pseudonyms()[0].rows


def test_a_bundle_whose_case_is_another_is_not_put_in_place(case: Path, tmp_path: Path, key: tuple[str, Path]) -> None:
    data, _ = pack(case, recipients=[key[0]], now=NOW)
    plain = io.BytesIO(unseal(data, identity=key[1]))
    spoilt: dict[str, Callable[[bytes], bytes]] = {
        "case": lambda d: d[:-1] + b"\1",
        MANIFEST: lambda d: d.replace(b'"format": 1', b'"format": 9'),
    }
    for name, change in spoilt.items():
        out = io.BytesIO()
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
            for info in old.infolist():
                content = old.read(info)
                new.writestr(info.filename, change(content) if info.filename == name else content)
        with pytest.raises(SealedError):
            unpack(seal(out.getvalue(), recipients=[key[0]]), tmp_path / "x.case", identity=key[1])
    with pytest.raises(SealedError, match="not a bundle"):
        unpack(seal(b"nonsense", recipients=[key[0]]), tmp_path / "x.case", identity=key[1])
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_from_the_command_line(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, back = str(tmp_path / "a.bundle"), str(tmp_path / "b.case")
    typed(monkeypatch, SECRET, "four words that difer")
    assert main(["bundle", str(case), "-o", out]) == WRONG_USE
    typed(monkeypatch, SECRET, SECRET)
    assert main(["bundle", str(case), "-o", out]) == DONE
    typed(monkeypatch, "four words that difer")
    capsys.readouterr()
    assert main(["unbundle", out, "-o", back]) == COULD_NOT
    assert "The passphrase does not open this file" in capsys.readouterr().err
    typed(monkeypatch, SECRET)
    assert main(["unbundle", out, "-o", back]) == DONE
    assert "checked: 3 files" in capsys.readouterr().err
    assert main(["verify", back]) == DONE
    typed(monkeypatch, SECRET, SECRET)
    assert main(["bundle", str(case), "-o", out, "--quiet"]) == COULD_NOT


@pytest.mark.skipif(sqlcipher is None, reason="the part that encrypts cases is not installed")
def test_an_encrypted_case_is_handed_over_encrypted(tmp_path: Path, key: tuple[str, Path]) -> None:
    path = named_case(tmp_path / "a.case", decided=False)
    encrypt(path, new_key(SECRET))
    data, made = pack(path, recipients=[key[0]], now=NOW)
    found = unpack(data, tmp_path / "b.case", identity=key[1])
    assert is_encrypted(tmp_path / "b.case")
    assert found.report.rows == made.report.rows
    with Store.open(path) as one, Store.open(tmp_path / "b.case") as other:
        assert one.case() == other.case()
