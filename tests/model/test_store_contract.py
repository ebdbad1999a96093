"""What every kind of store promises: the same tests for a case file, an encrypted one, and a case on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.cli import main
from model.case import CaseInfo, Decision, SavedView
from model.chain import START
from model.destroying import certificate_text, destroy
from model.errors import CaseExistsError, StoreError
from model.keeping import backup, restore, verify
from model.keys import KEYS, new_key
from model.pointers import is_pointer, write_pointer
from model.postgres import PostgresStore, moved_to
from model.sealing import seal
from model.store import Store
from tests.dashboard.sample import sample_case, write_case
from tests.support.cluster import SERVICE, cluster, programs
from tests.support.writer import ENTRIES, a_source

INFO = CaseInfo(id="a", title="A title", subject="Child A", settings={"one": 1})
Make = Callable[[str], Store]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if programs() is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql), so it was not tried")
    with pytest.MonkeyPatch.context() as patch, cluster() as service:
        patch.setenv("PGSERVICEFILE", str(service))
        yield SERVICE


@pytest.fixture(params=["file", "encrypted", "postgres"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    kind: str = request.param
    service = request.getfixturevalue("server") if kind == "postgres" else ""

    def new(name: str) -> Store:
        path = tmp_path / f"{name}.case"
        if kind == "postgres":
            return PostgresStore.create(path, INFO, service=service)
        return Store.create(path, INFO, new_key("five words of no meaning") if kind == "encrypted" else None)

    yield new
    KEYS._known.clear()


def note(number: int, author: str = "A") -> Decision:
    return Decision(
        subject="note", verdict="confirmed", about=(), reason=f"reason {number} – 100 % ?", author=author, made="2026"
    )


def filled(make: Make) -> Store:
    store = make("a")
    for name in ("one", "two"):
        source, content, entries = a_source(name)
        assert store.add_source(source, content, entries, [])
    return store


def test_what_is_put_in_comes_out_again(make: Make) -> None:
    with filled(make) as store:
        case, path = store.case(), store.path
    with Store.open(path) as store:
        assert store.case() == case
        assert store.info() == INFO
        assert [s.file for s in case.sources] == ["one.csv", "two.csv"]
        assert len(case.entries) == 2 * ENTRIES
        assert store.source_bytes(case.sources[0].id) == a_source("one")[1]
        assert store.has_source(case.sources[1].sha256) == case.sources[1].id
        assert store.has_source("0" * 64) is None
        with pytest.raises(KeyError):
            store.source_bytes("nothing")


def test_a_whole_case_with_events_is_the_same_in_every_store(make: Make, tmp_path: Path) -> None:
    case = sample_case()[0]
    with make("b") as store:
        for source in case.sources:
            entries = [e for e in case.entries if e.source == source.id]
            ids = {e.id for e in entries}
            store.add_source(source, b"invented", entries, [e for e in case.events if e.entry in ids])
        kept = store.case_as_read()
    write_case(tmp_path / "plain.case", case)
    with Store.open(tmp_path / "plain.case") as plain:
        assert kept.entries == plain.case_as_read().entries
        assert kept.events == plain.case_as_read().events


def test_the_same_file_twice_and_files_replaced_and_taken_out(make: Make) -> None:
    with filled(make) as store:
        source, content, entries = a_source("one")
        before = store.revision()
        assert not store.add_source(source, content, entries, [])
        store.replace_source(replace(source, file="renamed.csv"), entries[:3], [])
        case = store.case()
        assert [s.file for s in case.sources] == ["renamed.csv", "two.csv"]
        assert len(case.entries) == ENTRIES + 3
        store.remove_source(source.id)
        assert [s.file for s in store.case().sources] == ["two.csv"]
        assert len(store.case().entries) == ENTRIES
        assert store.revision() > before
        with pytest.raises(KeyError):
            store.remove_source("x")
        with pytest.raises(KeyError):
            store.replace_source(source, entries, [])


def test_a_file_goes_in_whole_or_not_at_all(make: Make) -> None:
    with filled(make) as store:
        before = store.case()
        source, content, entries = a_source("three")
        with pytest.raises(StoreError):
            store.add_source(source, content, [*entries, entries[0]], [])  # the last row breaks it
        assert store.case() == before
        assert store.add_source(source, content, entries, [])


def test_decisions_are_numbered_chained_and_only_added(make: Make) -> None:
    with filled(make) as store:
        assert [store.decide(note(n)) for n in (1, 2, 3)] == [1, 2, 3]
        assert [d.reason for d in store.decisions()] == [f"reason {n} – 100 % ?" for n in (1, 2, 3)]
        assert store.reading() == store.revision() - 3
        for change in ("UPDATE decision SET reason = 'x'", "DELETE FROM decision"):
            with pytest.raises(Exception, match=r"only added|refused"):
                store._db.execute(change)
        path = store.path
    report = verify(path)
    assert report.whole
    assert report.head != START
    assert report.rows == {"source": 2, "entry": 2 * ENTRIES, "event": 0, "decision": 3}


def test_a_decision_on_what_has_moved_on_is_not_added(make: Make) -> None:
    with filled(make) as store:
        assert store.decide(note(1), after=0) == 1
        revision = store.revision()
        assert store.decide(note(2), after=0) == 0
        assert store.revision() == revision
        assert store.decide(note(2), after=1) == 2


def test_many_writers_at_once_lose_nothing(make: Make) -> None:
    with filled(make) as store:
        path = store.path
    problems: list[Exception] = []

    def work(name: str) -> None:
        try:
            with Store.open(path) as mine:
                for n in range(5):
                    mine.decide(note(n, name))
                    mine.change_info(lambda i, n=n: replace(i, settings={**i.settings, f"{name}{n}": n}))  # type: ignore[misc]
                    mine.case()
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "ABCD"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    with Store.open(path) as store:
        assert [d.number for d in store.decisions()] == list(range(1, 21))
        assert len(store.info().settings) == 21
    assert verify(path).whole


def test_what_is_read_is_of_one_moment(make: Make) -> None:
    with filled(make) as store, Store.open(store.path) as other, store.one_moment():
        before = store.decisions()
        other.decide(note(1))
        source, content, entries = a_source("three")
        other.add_source(source, content, entries, [])
        assert store.decisions() == before
        assert len(store.case_as_read().sources) == 2


def test_searches_views_copies_and_settings(make: Make, tmp_path: Path) -> None:
    with filled(make) as store:
        before = store.revision()
        known = store.keep_words("some words")
        assert store.keep_words("some words") == known
        assert store.words(known) == "some words"
        assert store.words("unknown") == ""
        view = SavedView(id="v", name="b", page="timeline", query="?x=1", made="2026")
        store.keep_view(view)
        store.keep_view(replace(view, name="a"))
        assert [v.name for v in store.views()] == ["a"]
        store.drop_view("v")
        with pytest.raises(KeyError):
            store.drop_view("v")
        store.note_copy(tmp_path / "x.backup")
        store.note_copy(tmp_path / "x.backup")
        assert store.copies() == (str((tmp_path / "x.backup").resolve()),)
        assert store.revision() == before
        store.update_info(replace(INFO, title="Another"))
        assert store.info().title == "Another"
        assert store.revision() == before + 1


def test_a_backup_is_whole_and_becomes_a_case_again(make: Make, tmp_path: Path) -> None:
    with filled(make) as store:
        for n in (1, 2):
            store.decide(note(n))
        case, path = store.case(), store.path
    report = backup(path, tmp_path / "copy.backup")
    assert report.whole
    assert report.head == verify(path).head
    restored, aside = restore(tmp_path / "copy.backup", tmp_path / "back.case")
    assert aside is None
    assert restored == report
    with Store.open(tmp_path / "back.case") as store:
        assert store.case() == case
        assert store.decide(note(3)) == 3


def test_a_case_is_for_its_owner_alone(make: Make, tmp_path: Path) -> None:
    with filled(make) as store:
        store.decide(note(1))
        files = list(tmp_path.glob("a.case*"))
        assert files
        assert all(p.stat().st_mode & 0o077 == 0 for p in files)


def test_a_case_is_never_made_over_another(make: Make) -> None:
    make("a").close()
    with pytest.raises(CaseExistsError):
        make("a")


def test_the_end_is_certified(make: Make, tmp_path: Path) -> None:
    with filled(make) as store:
        path = store.path
    certificate = destroy(path, by="B", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert not path.exists()
    text = certificate_text(certificate, "1")
    assert "80 entry" in text
    assert "A title" not in text


# ------------------------------------------------------------------ on a server alone
def test_by_command_a_case_is_made_moved_and_used(server: str, tmp_path: Path) -> None:
    new, old = tmp_path / "n.case", tmp_path / "o.case"
    assert main(["new", str(new), "--server", server]) == 0
    assert is_pointer(new)
    write_case(old, sample_case()[0])
    assert main(["move", str(old), "--server", server]) == 0
    assert is_pointer(old)
    assert (tmp_path / "o.before-move-1.case.backup").exists()
    assert main(["show", str(old)]) == 0
    assert main(["retention", str(old), "2040-01-01"]) == 0
    for wrong in (["move", str(old), "--server", server], ["encrypt", str(old)]):
        assert main(wrong) != 0


def test_a_case_file_moves_to_the_server_and_stays_the_same(server: str, tmp_path: Path) -> None:
    path = tmp_path / "m.case"
    with Store.create(path, INFO) as store:
        source, content, entries = a_source("one")
        store.add_source(source, content, entries, [])
        for n in (1, 2):
            store.decide(note(n))
        case = store.case()
    head = verify(path).head
    moved_to(path, server, tmp_path / "m.aside").close()
    assert is_pointer(path)
    assert b"A title" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert verify(path).head == head
    assert verify(tmp_path / "m.aside").head == head
    with Store.open(path) as store:
        assert store.case() == case
        assert store.decide(note(3)) == 3
    with pytest.raises(StoreError, match="not encrypted by Casethread"):
        seal(path, None)


def test_a_change_behind_the_programs_back_is_found(server: str, tmp_path: Path) -> None:
    with PostgresStore.create(tmp_path / "c.case", INFO, service=server) as store:
        source, content, entries = a_source("one")
        store.add_source(source, content, entries, [])
        for n in (1, 2, 3):
            store.decide(note(n))
        store.server.execute("ALTER TABLE decision DISABLE TRIGGER decision_only_added")
        store.server.execute("UPDATE decision SET reason = 'another' WHERE number = 2")
        assert verify(store.path).broken_at == 2
        store.server.execute("DELETE FROM decision WHERE number > 1")
        assert verify(store.path).broken_at == 2  # the end was cut off
        store.server.execute("UPDATE source SET content = ?", (b"other bytes",))
        assert verify(store.path).changed == (source.id,)


@pytest.mark.parametrize(
    ("service", "schema"),
    [
        pytest.param("no_such_service", "case_0123456789abcdef", id="no such service"),
        pytest.param(SERVICE, "case_0123456789abcdef", id="no such case"),
        pytest.param(SERVICE, "public; DROP TABLE x", id="not as it was written"),
        pytest.param("x options=-csearch_path=public", "case_0123456789abcdef", id="a service with more"),
    ],
)
def test_a_pointer_that_leads_nowhere_says_so(server: str, tmp_path: Path, service: str, schema: str) -> None:
    write_pointer(tmp_path / "p.case", service, schema)
    with pytest.raises(StoreError) as refused:
        Store.open(tmp_path / "p.case")
    assert refused.value.remedy
    assert schema not in refused.value.message


def test_a_server_that_went_away_is_told(server: str, tmp_path: Path) -> None:
    with PostgresStore.create(tmp_path / "g.case", INFO, service=server) as store:
        with Store.open(store.path) as other:
            (own,) = store.server.execute("SELECT pg_backend_pid()").fetchone()
            assert isinstance(other, PostgresStore)
            other.server.execute("SELECT pg_terminate_backend(?)", (own,))
        with pytest.raises(StoreError, match="does not answer"):
            store.case()
