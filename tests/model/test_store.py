"""The case file: what goes in comes out, twice is once, and nothing half-done stays."""

import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from model.case import CaseInfo, Entry, Event, Mention, Part, Problem, RowCount, SavedView, Source
from model.errors import CaseExistsError, CaseNotFoundError, NewerStoreError, StoreError
from model.store import MIGRATIONS, Store
from model.when import When
from tests.dashboard.sample import sample_case, write_case

INFO = CaseInfo(id="c1", title="Example", subject="Baby E", key_dates={"birth": When.on(dt.date(2020, 2, 29))})


def a_source(sha: str = "ab" * 32) -> Source:
    problem = Problem(code="W201", text="A date was carried down.", place={"table": 1, "row": 3}, entry="x-1")
    return Source(
        id=f"s-{sha[:6]}",
        file="police.csv",
        agency="police",
        sha256=sha,
        reader="csv",
        count=RowCount(rows=2, entries=1, headers=1),
        problems=(problem,),
        key=(("M", "Mother"),),
    )


def an_entry(source: Source, n: int = 1) -> Entry:
    when = When.on(dt.date(2021, 5, 4), dt.time(14, 30), text="4/5/21 14:30", basis="column", rule="d/m/y")
    return Entry(
        id=f"{source.id}-{n}",
        source=source.id,
        agency="police",
        locator={"line": n},
        when=when,
        text="Call to address.\nPPN sent.",
        columns={"Date": "4/5/21", "Event": "Call to address."},
        parts=(Part(field="event", header="Event", start=0, end=16),),
        hindsight=("Comment",),
    )


def an_event(entry: Entry, n: int = 1) -> Event:
    return Event(
        id=f"{entry.id}-{n}",
        entry=entry.id,
        agency="police",
        kind="police_attendance",
        assertion="happened",
        when=entry.when,
        quote="Call to address",
        span=(0, 15),
        main=True,
        mentions=(Mention(role="mother", label="M", span=(0, 4)), Mention(role="police_officer", label="PC")),
        shared_with=("front_door",),
        cues=("call",),
    )


def test_what_is_stored_comes_back_equal(tmp_path: Path) -> None:
    source = a_source()
    entry = an_entry(source)
    event = an_event(entry)
    with Store.create(tmp_path / "a.case", INFO) as store:
        assert store.add_source(source, b"bytes", [entry], [event])
    with Store.open(tmp_path / "a.case") as store:
        case = store.case()
        assert store.source_bytes(source.id) == b"bytes"
    assert case.info == INFO
    assert case.sources == (source,)
    assert case.entries == (entry,)
    assert case.events == (event,)


def test_adding_the_same_bytes_again_changes_nothing(tmp_path: Path) -> None:
    source = a_source()
    with Store.create(tmp_path / "a.case", INFO) as store:
        store.add_source(source, b"bytes", [an_entry(source)], [])
        before = store.case()
        assert not store.add_source(source, b"bytes", [an_entry(source, 2)], [])
        assert store.case() == before
        assert store.has_source(source.sha256) == source.id


def test_a_file_that_cannot_be_stored_leaves_the_case_as_it_was(tmp_path: Path) -> None:
    source = a_source()
    twice = [an_entry(source), an_entry(source)]
    with Store.create(tmp_path / "a.case", INFO) as store:
        revision = store.revision()
        with pytest.raises(StoreError):
            store.add_source(source, b"bytes", twice, [])
        assert store.case().sources == ()
        assert store.revision() == revision


def test_every_change_raises_the_revision(tmp_path: Path) -> None:
    source = a_source()
    with Store.create(tmp_path / "a.case", INFO) as store:
        seen = [store.revision()]
        store.add_source(source, b"bytes", [an_entry(source)], [])
        seen.append(store.revision())
        store.update_info(CaseInfo(id="c1", title="Renamed"))
        seen.append(store.revision())
        store.remove_source(source.id)
        seen.append(store.revision())
        assert store.case().entries == ()
    assert seen == sorted(set(seen))


def test_a_new_case_never_overwrites_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.case").write_bytes(b"something")
    with pytest.raises(CaseExistsError):
        Store.create(tmp_path / "a.case", INFO)
    assert (tmp_path / "a.case").read_bytes() == b"something"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"SQLite format 3\0" + b"\0" * 84], ids=["empty", "zip", "other database"]
)
def test_only_a_case_file_is_opened(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.case").write_bytes(content)
    with pytest.raises(StoreError) as raised:
        Store.open(tmp_path / "a.case")
    assert raised.value.remedy


def test_a_missing_case_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(CaseNotFoundError):
        Store.open(tmp_path / "none.case")


def test_a_damaged_case_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    Store.create(path, INFO).close()
    content = bytearray(path.read_bytes())
    content[100:] = b"\xff" * (len(content) - 100)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        Store.open(path).case()


def test_a_case_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    Store.create(path, INFO).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    before = path.read_bytes()
    with pytest.raises(NewerStoreError):
        Store.open(path)
    assert path.read_bytes() == before


def test_searches_and_views_are_kept_and_change_nothing_of_the_case(tmp_path: Path) -> None:
    with Store.create(tmp_path / "v.case", CaseInfo(id="v", title="V")) as store:
        before = store.revision()
        search = store.keep_words("not brought")
        assert store.keep_words("not brought") == search
        assert store.words(search) == "not brought"
        assert store.words("gone") == ""
        assert "brought" not in search
        view = SavedView(id="a1", name="Missed", page="timeline", query="?kind=missed_appointment")
        store.keep_view(view)
        store.keep_view(replace(view, name="Missed ones"))
        assert [v.name for v in store.views()] == ["Missed ones"]
        assert store.revision() == before
        store.drop_view("a1")
        assert store.views() == ()
        with pytest.raises(KeyError):
            store.drop_view("a1")


def test_a_new_reading_of_a_file_takes_its_place(tmp_path: Path) -> None:
    case = sample_case()[0]
    write_case(tmp_path / "r.case", case)
    source = case.sources[1]
    kept = [e for e in case.entries if e.source == source.id][:1]
    with Store.open(tmp_path / "r.case") as store:
        store.replace_source(replace(source, agency="housing"), kept, [])
        after = store.case()
        assert [s.id for s in after.sources] == [s.id for s in case.sources]
        assert after.sources[1].agency == "housing"
        assert [e.id for e in after.entries if e.source == source.id] == [kept[0].id]
        assert store.source_bytes(source.id) == b"invented"
        with pytest.raises(KeyError):
            store.replace_source(replace(source, sha256="f" * 64), [], [])
