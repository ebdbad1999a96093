"""Copies are whole, changes are found, network drives are refused, older cases are copied before they change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.cli import COULD_NOT, DONE, main
from model.case import CaseInfo, Decision
from model.chain import START
from model.errors import CaseExistsError, StoreError
from model.keeping import backup, restore, verify
from model.store import MIGRATIONS, Store
from model.surroundings import refuse_network
from tests.support.writer import ENTRIES, a_source

Change = Callable[[sqlite3.Connection], object]


def decided(n: int) -> Decision:
    return Decision(subject="note", verdict="confirmed", about=(), reason=f"reason {n}", author="A", made="2026-01-01")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "a.case"
    with Store.create(path, CaseInfo(id="a", title="A")) as store:
        for name in ("one", "two"):
            source, content, entries = a_source(name)
            store.add_source(source, content, entries, [])
        for n in range(1, 5):
            assert store.decide(decided(n)) == n
    return path


def test_a_case_that_was_left_alone_is_whole(case: Path) -> None:
    report = verify(case)
    assert report.whole
    assert report.rows == {"source": 2, "entry": 2 * ENTRIES, "event": 0, "decision": 4}
    assert report.head != START
    with Store.open(case) as store:
        store.decide(decided(5))
    assert verify(case).head != report.head


def alter(path: Path, *changes: str) -> None:
    db = sqlite3.connect(path)
    for change in ("DROP TRIGGER decision_no_update", "DROP TRIGGER decision_no_delete", *changes):
        db.execute(change)
    db.commit()
    db.close()


@pytest.mark.parametrize(
    ("change", "number"),
    [
        pytest.param("UPDATE decision SET reason = 'another' WHERE number = 3", 3, id="words changed"),
        pytest.param("UPDATE decision SET author = 'B' WHERE number = 1", 1, id="name changed"),
        pytest.param("UPDATE decision SET about = '{}' WHERE number = 4", 4, id="the last one changed"),
        pytest.param("UPDATE decision SET own = before WHERE number = 2", 2, id="hash changed"),
        pytest.param("DELETE FROM decision WHERE number = 2", 3, id="one taken out"),
        pytest.param("DELETE FROM decision WHERE number = 1", 2, id="the first taken out"),
        pytest.param("DELETE FROM decision WHERE number > 2", 3, id="the end cut off"),
        pytest.param("DELETE FROM decision", 1, id="all taken out"),
        pytest.param("UPDATE decision SET number = 9 WHERE number = 4", 9, id="moved"),
    ],
)
def test_the_first_break_of_the_chain_is_found(case: Path, change: str, number: int) -> None:
    alter(case, change)
    report = verify(case)
    assert report.broken_at == number
    assert not report.whole


def test_a_changed_file_is_found(case: Path) -> None:
    alter(case, "UPDATE source SET content = x'00' WHERE position = 2")
    assert verify(case).changed == (a_source("two")[0].id,)


def test_a_damaged_file_is_found(case: Path) -> None:
    content = bytearray(case.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 9_000] = b"\xaa" * 9_000
    case.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        restore(case, case.with_name("other.case"))
    assert not case.with_name("other.case").exists()


def test_the_trail_refuses_change_by_itself(case: Path) -> None:
    db = sqlite3.connect(case)
    for change in ("UPDATE decision SET reason = ''", "DELETE FROM decision"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            db.execute(change)
    db.close()


def test_a_copy_holds_everything_and_is_never_written_over(case: Path, tmp_path: Path) -> None:
    to = tmp_path / "copy.backup"
    with Store.open(case) as store:  # while it is in use, with words still in its log
        store.decide(decided(5))
        report = backup(case, to)
    assert report.rows["decision"] == 5
    assert report == verify(case)
    assert to.stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir() if "unfinished" in p.name] == []
    with pytest.raises(CaseExistsError):
        backup(case, to)


def test_a_restored_case_is_as_it_was_and_the_other_is_set_aside(case: Path, tmp_path: Path) -> None:
    to = tmp_path / "copy.backup"
    kept = backup(case, to)
    with Store.open(case) as store:
        store.decide(decided(5))
        later = store.case()
    report, aside = restore(to, case)
    assert report == kept == verify(case)
    assert aside is not None
    with Store.open(aside) as store:
        assert store.case() == later
    with Store.open(case) as store:
        assert len(store.decisions()) == 4
        store.decide(decided(6))


def test_a_damaged_case_is_set_aside_as_it_is(case: Path, tmp_path: Path) -> None:
    to = tmp_path / "copy.backup"
    backup(case, to)
    case.write_bytes(b"nothing that is a case")
    _, aside = restore(to, case)
    assert aside is not None
    assert aside.read_bytes() == b"nothing that is a case"
    assert verify(case).whole


def test_a_damaged_copy_touches_nothing(case: Path, tmp_path: Path) -> None:
    to = tmp_path / "copy.backup"
    backup(case, to)
    alter(to, "UPDATE decision SET reason = 'x' WHERE number = 1")
    before = verify(case)
    with pytest.raises(StoreError, match="damaged"):
        restore(to, case)
    assert verify(case) == before
    assert list(tmp_path.glob("*before-restore*")) == []


def older(path: Path, version: int) -> None:
    """A case as an earlier version of the program left it, with a decision where it had those."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA application_id = 0x43545244")
    for migration in MIGRATIONS[:version]:
        migration(db)
    info = '{"id":"a","title":"A","subject":"","key_dates":{},"settings":{}}'
    db.execute("INSERT INTO info VALUES ('case', ?)", (info,))
    if version > 1:
        about = '{"about":[]}'
        row = ("2026-01-01", "A", "note", "confirmed", about, "why")
        for _ in range(2):
            db.execute(
                "INSERT INTO decision (made, author, subject, verdict, about, reason) VALUES (?, ?, ?, ?, ?, ?)", row
            )
    db.execute(f"PRAGMA user_version = {version}")
    db.commit()
    db.close()


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_case_is_copied_before_it_changes(tmp_path: Path, version: int) -> None:
    path = tmp_path / "old.case"
    older(path, version)
    with Store.open(path) as store:
        assert len(store.decisions()) == (0 if version == 1 else 2)
        store.decide(decided(9))
    copy = tmp_path / f"old.before-v{version + 1}.case.backup"
    db = sqlite3.connect(copy)
    assert db.execute("PRAGMA user_version").fetchone() == (version,)
    db.close()
    assert verify(path).whole
    with Store.open(path):
        pass
    assert len(list(tmp_path.glob("*.backup"))) == 1


def test_a_migration_that_fails_leaves_the_case_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.case"
    older(path, 2)

    def fails(db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM info")
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("model.store.MIGRATIONS", (*MIGRATIONS[:2], fails))
    with pytest.raises(StoreError):
        Store.open(path)
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA user_version").fetchone() == (2,)
    assert db.execute("SELECT count(*) FROM info").fetchone() == (1,)
    db.close()


MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/share nfs4 rw 0 0\n//s/y /mnt/my\\040files cifs rw 0 0\n"
    "tmpfs /mnt/share/local tmpfs rw 0 0\n"
)


@pytest.mark.parametrize(
    ("place", "refused"),
    [
        pytest.param("/home/a/a.case", False, id="own disk"),
        pytest.param("/mnt/share/a.case", True, id="nfs"),
        pytest.param("/mnt/my files/a.case", True, id="windows share"),
        pytest.param("/mnt/share/local/a.case", False, id="own disk within a share"),
        pytest.param("/mnt/shared/a.case", False, id="a name that begins alike"),
    ],
)
def test_a_network_drive_is_refused(place: str, refused: bool) -> None:
    if refused:
        with pytest.raises(StoreError, match="network drive") as told:
            refuse_network(Path(place), MOUNTS)
        assert "backup" in told.value.remedy
    else:
        refuse_network(Path(place), MOUNTS)


def test_the_store_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Path) -> None:
    monkeypatch.setattr("model.surroundings._mount_kind", lambda path, mounts: "cifs")
    with pytest.raises(StoreError, match="network drive"):
        Store.open(case)
    with pytest.raises(StoreError, match="network drive"):
        Store.create(tmp_path / "new.case", CaseInfo(id="n", title="N"))
    assert not (tmp_path / "new.case").exists()


def test_the_commands(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "c.backup"
    assert main(["backup", str(case), str(copy)]) == DONE
    assert "2 files" in capsys.readouterr().err
    assert main(["verify", str(case)]) == DONE
    assert verify(case).head in capsys.readouterr().out
    assert main(["restore", str(copy), str(case)]) == DONE
    assert "kept as a.before-restore-1.case.backup" in capsys.readouterr().err
    alter(case, "DELETE FROM decision WHERE number = 2")
    assert main(["verify", str(case)]) == COULD_NOT
    assert "Decision 3 is not as it was written" in capsys.readouterr().out
    assert main(["backup", str(case), str(copy)]) == COULD_NOT
