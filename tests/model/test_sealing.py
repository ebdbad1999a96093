"""A case under a passphrase: everything works on it, nothing of it can be read without, and a wrong one is told."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from model import store as store_module
from model.case import CaseInfo, Decision
from model.engine import connect, is_encrypted, sqlcipher
from model.errors import PassphraseError, StoreError, UsageError, WrongPassphraseError
from model.keeping import backup, restore, verify
from model.keys import KEYS, Keys, derived, drop_from_keyring, keep_in_keyring, new_key, salt_of
from model.sealing import copies_of, seal
from model.store import Store
from tests.support.writer import ENTRIES, a_source

HOLDER = """
import pathlib, sys
from model.store import Store
with Store.open(pathlib.Path(sys.argv[1])) as store:
    store.case()
    print("open", flush=True)
    sys.stdin.readline()
"""
"""Another program that has the case open. (Within one program the locks of two database libraries do not see each
other; Casethread never opens one file by both at once.)"""
PASSPHRASE = "five words of no meaning"


@pytest.fixture(autouse=True)
def _own_keys() -> Iterator[None]:
    """Keys are the program's: each test begins and ends without any."""
    KEYS._known.clear()
    KEYS.ask = None
    yield
    KEYS._known.clear()
    KEYS.ask = None


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "r.case"
    with Store.create(path, CaseInfo(id="r", title="The title of a review")) as store:
        for name in ("one", "two"):
            source, content, entries = a_source(name)
            store.add_source(source, content, entries, [])
        store.decide(note(1))
    return path


def note(number: int) -> Decision:
    return Decision(
        subject="note", verdict="confirmed", about=(), reason=f"reason {number}", author="A", made="2026-01-01"
    )


@pytest.fixture
def sealed(plain: Path) -> Path:
    seal(plain, new_key(PASSPHRASE))
    return plain


def words_in(path: Path) -> list[bytes]:
    """Which words of the case stand in a file or beside it, readable."""
    texts = [e.text.encode() for e in a_source("one")[2]]
    texts += [b"The title of a review", b"reason 1", b"CREATE TABLE", b"SQLite format"]
    held = b"".join(p.read_bytes() for p in path.parent.glob(f"{path.name}*"))
    return [text for text in texts if text in held]


def sound(path: Path) -> bool:
    """What `casethread verify` would say."""
    try:
        return verify(path).whole
    except StoreError:
        return False


def test_an_encrypted_case_is_the_same_case(plain: Path) -> None:
    with Store.open(plain) as store:
        before = store.case()
    assert words_in(plain)
    seal(plain, new_key(PASSPHRASE))
    assert words_in(plain) == []
    assert is_encrypted(plain)
    with Store.open(plain) as store:
        assert store.case() == before
        assert store.decide(note(2)) == 2
        assert words_in(plain) == []  # nor in its log
    report = verify(plain)
    assert report.whole
    assert report.rows["entry"] == len(before.entries)
    seal(plain, None)
    assert not is_encrypted(plain)
    assert verify(plain).head == report.head
    with Store.open(plain) as store:
        assert store.case().entries == before.entries


def test_a_new_case_can_be_encrypted_from_the_start(tmp_path: Path) -> None:
    path = tmp_path / "new.case"
    with Store.create(path, CaseInfo(id="x", title="A title to hide"), new_key(PASSPHRASE)) as store:
        assert store.info().title == "A title to hide"
    assert b"A title to hide" not in b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert is_encrypted(path)
    assert verify(path).whole


def test_without_the_passphrase_nothing_opens(sealed: Path) -> None:
    KEYS.forget(sealed)
    for use in (Store.open, verify, lambda p: backup(p, p.with_name("copy")), lambda p: seal(p, None)):
        with pytest.raises(PassphraseError) as refused:
            use(sealed)
        assert refused.value.remedy
    with closing(sqlite3.connect(sealed)) as db, pytest.raises(sqlite3.DatabaseError):
        db.execute("SELECT * FROM entry")


def test_a_wrong_passphrase_is_told_and_the_right_one_opens(sealed: Path) -> None:
    KEYS.forget(sealed)
    for wrong in ("", PASSPHRASE.upper(), PASSPHRASE + " ", "x'" + "0" * 96 + "'", "'; DROP TABLE entry; --"):
        with pytest.raises(WrongPassphraseError, match="does not open"):
            KEYS.unlock(sealed, wrong)
    assert KEYS.is_locked(sealed)
    KEYS.unlock(sealed, PASSPHRASE)
    assert not KEYS.is_locked(sealed)
    Store.open(sealed).close()


def test_it_is_asked_for_three_times(sealed: Path) -> None:
    KEYS.forget(sealed)
    given = iter(["wrong", "wrong again", PASSPHRASE])
    KEYS.ask = lambda _prompt: next(given)
    Store.open(sealed).close()
    KEYS.forget(sealed)
    KEYS.ask = lambda _prompt: "wrong"
    with pytest.raises(WrongPassphraseError):
        Store.open(sealed)


def test_any_tool_that_knows_sqlcipher_opens_it_with_the_passphrase(sealed: Path) -> None:
    """Nobody depends on this program: the key is what SQLCipher 4 itself makes of the passphrase."""
    with closing(sqlcipher.connect(str(sealed))) as db:
        db.execute(f"PRAGMA key = '{PASSPHRASE}'")
        assert db.execute("SELECT count(*) FROM entry").fetchone()[0] == 2 * ENTRIES


def test_backups_are_encrypted_too_and_open_with_the_same_passphrase(sealed: Path, tmp_path: Path) -> None:
    copy, back = tmp_path / "r.backup", tmp_path / "back.case"
    backup(sealed, copy)
    assert is_encrypted(copy)
    assert words_in(copy) == []
    KEYS._known.clear()
    KEYS.unlock(copy, PASSPHRASE)
    report, _ = restore(copy, back)
    assert report.whole
    Store.open(back).close()
    assert is_encrypted(back)


def test_an_older_form_is_brought_forward_with_an_encrypted_copy_first(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = store_module.MIGRATIONS

    def later(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE later (x TEXT) STRICT")

    monkeypatch.setattr(store_module, "MIGRATIONS", (*steps, later))
    Store.open(sealed).close()
    (copy,) = copies_of(sealed)
    assert is_encrypted(copy)
    assert words_in(copy) == []


def test_another_passphrase_makes_the_old_one_useless(sealed: Path) -> None:
    before = salt_of(sealed)
    seal(sealed, new_key("another five words instead"))
    assert salt_of(sealed) != before
    KEYS._known.clear()
    with pytest.raises(WrongPassphraseError):
        KEYS.unlock(sealed, PASSPHRASE)
    KEYS.unlock(sealed, "another five words instead")
    Store.open(sealed).close()


def test_a_case_in_use_is_left_as_it_was(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.engine.BUSY_TIMEOUT_MS", 50)
    monkeypatch.setattr("model.sealing.BUSY_TIMEOUT_MS", 50)
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(plain)], stdout=subprocess.PIPE, stdin=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == b"open\n"
    before = plain.read_bytes()
    with pytest.raises(StoreError, match="could not be written anew"):
        seal(plain, new_key(PASSPHRASE))
    assert plain.read_bytes() == before
    holder.communicate(b"close\n", timeout=60)
    assert verify(plain).whole
    assert sorted(p.name for p in plain.parent.iterdir() if "unfinished" in p.name) == []


@pytest.mark.parametrize("damage", [pytest.param(5_000, id="first rows"), pytest.param(-100, id="last page")])
def test_damage_is_found(sealed: Path, damage: int) -> None:
    data = bytearray(sealed.read_bytes())
    data[damage] ^= 0xFF
    sealed.write_bytes(bytes(data))
    assert not sound(sealed)


@pytest.mark.parametrize("passphrase", ["", "short", "aaaaaaaaaaaaaaaa"])
def test_easy_passphrases_are_refused(passphrase: str) -> None:
    with pytest.raises(UsageError):
        new_key(passphrase)


def test_without_the_optional_part_it_is_said(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.engine.sqlcipher", None)
    monkeypatch.setattr("model.keys.sqlcipher", None)
    monkeypatch.setattr("model.sealing.sqlcipher", None)
    for use in (lambda: Store.open(sealed), lambda: new_key(PASSPHRASE), lambda: seal(sealed, None)):
        with pytest.raises(StoreError, match="not installed"):
            use()


class Ring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, name: str, value: str) -> None:
        self.held[service, name] = value

    def get_password(self, service: str, name: str) -> str | None:
        return self.held.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        del self.held[service, name]


def test_the_keyring_opens_it_and_holds_no_name(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Ring()
    monkeypatch.setattr("model.keys._keyring", lambda: ring)
    keep_in_keyring(derived(PASSPHRASE, salt_of(sealed)), PASSPHRASE)
    assert list(ring.held) == [("casethread", salt_of(sealed).hex())]
    KEYS._known.clear()
    Store.open(sealed).close()
    drop_from_keyring(salt_of(sealed))
    assert ring.held == {}
    drop_from_keyring(salt_of(sealed))
    assert Keys().is_locked(sealed)


def test_a_computer_without_a_keyring_asks(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Ring):
        def get_password(self, service: str, name: str) -> str | None:
            raise RuntimeError("no keyring on this computer")

    for ring in (None, Broken()):
        KEYS._known.clear()
        monkeypatch.setattr("model.keys._keyring", lambda ring=ring: ring)
        with pytest.raises(PassphraseError, match="locked"):
            Store.open(sealed)


@pytest.mark.parametrize(
    ("content", "encrypted"),
    [
        pytest.param(b"", False, id="empty"),
        pytest.param(b"x" * 4096, False, id="text of a page's length"),
        pytest.param(b"\xff" * 4095, False, id="not whole pages"),
        pytest.param(b"\x00" * 8192, False, id="zeros"),
        pytest.param(bytes(range(255, -1, -1)) * 16, True, id="bytes of whole pages"),
    ],
)
def test_what_can_be_an_encrypted_case(tmp_path: Path, content: bytes, encrypted: bool) -> None:
    (tmp_path / "x.case").write_bytes(content)
    assert is_encrypted(tmp_path / "x.case") is encrypted


def test_a_foreign_database_under_the_same_cipher_is_no_case(tmp_path: Path) -> None:
    path, raw = tmp_path / "x.case", new_key(PASSPHRASE)
    with closing(connect(path, raw_key=raw)) as db:
        db.execute("CREATE TABLE a (x)")
    KEYS.remember(raw)
    with pytest.raises(StoreError, match="not a Casethread case"):
        Store.open(path)
