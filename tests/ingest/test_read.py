"""The main flow over the whole worked example: nothing lost, every quote in its place, every run alike."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from dashboard.demo import example_files
from ingest.limits import Limits
from ingest.read import IncomingFile, Step, add_files, add_paths
from model.case import Case, CaseInfo
from model.store import Store


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return read(tmp_path_factory.mktemp("example") / "a.case", example_files())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.case", CaseInfo(id="a", title="A")) as opened:
        yield opened


def read(path: Path, files: list[Path]) -> Case:
    with Store.create(path, CaseInfo(id="a", title="A")) as opened:
        add_paths(opened, files)
        return opened.case()


def incoming(name: str, data: bytes, agency: str | None = "police") -> IncomingFile:
    return IncomingFile(name=name, size=len(data), load=lambda: data, agency=agency)


def test_every_row_of_every_file_went_somewhere(example: Case) -> None:
    assert len(example.sources) >= 8
    for source in example.sources:
        assert source.count.balanced, source.file
        entries = [e for e in example.entries if e.source == source.id]
        assert len(entries) == source.count.entries, source.file
        assert source.count.warned == sum(p.row_unread for p in source.problems), source.file


def test_every_quote_stands_in_its_entry(example: Case) -> None:
    texts = {entry.id: entry.text for entry in example.entries}
    for event in example.events:
        first, last = event.span
        assert texts[event.entry][first:last] == event.quote
        assert event.quote.strip()


def test_every_entry_has_exactly_one_main_event(example: Case) -> None:
    mains = [event.entry for event in example.events if event.main]
    assert sorted(mains) == sorted(entry.id for entry in example.entries)


def test_every_part_of_an_entry_is_the_cell_it_names(example: Case) -> None:
    for entry in example.entries:
        for part in entry.parts:
            assert 0 <= part.start < part.end <= len(entry.text)
            if part.header in entry.columns:
                cell = " ".join(entry.columns[part.header].split())
                assert " ".join(entry.text[part.start : part.end].split()) in cell


def test_ids_are_unique(example: Case) -> None:
    for records in (example.sources, example.entries, example.events):
        ids = [record.id for record in records]
        assert len(set(ids)) == len(ids)


def test_the_order_of_the_files_changes_no_entry_and_no_event(example: Case, tmp_path: Path) -> None:
    other = read(tmp_path / "b.case", example_files()[::-1])
    assert {e.id: e for e in other.entries} == {e.id: e for e in example.entries}
    assert {e.id: e for e in other.events} == {e.id: e for e in example.events}


def test_attachments_are_read_as_files_of_their_own(store: Store) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ward@example.org", "Police chronology"
    mail.set_content("04/05/2021 - Call to address.\n\n06/05/2021 - Visit. All well.\n")
    mail.add_attachment(b"Date,Event\n07/05/2021,Letter sent\n", maintype="text", subtype="csv", filename="log.csv")
    results = add_files(store, [incoming("mail.eml", mail.as_bytes())])
    assert [(r.name, r.status) for r in results] == [("mail.eml", "added"), ("mail.eml > log.csv", "added")]
    assert sorted(str(e.when.start) for e in store.case().entries if e.when) == [
        "2021-05-04",
        "2021-05-06",
        "2021-05-07",
    ]


def test_a_file_that_cannot_be_read_leaves_the_case_unchanged(store: Store) -> None:
    add_files(store, [incoming("a.csv", b"Date,Event\n07/05/2021,Letter sent\n")])
    before, revision = store.case(), store.revision()
    (result,) = add_files(store, [incoming("b.docx", b"PK\x03\x04 not a document")])
    assert result.status == "failed"
    assert result.remedy
    assert (store.case(), store.revision()) == (before, revision)


def test_progress_names_every_file_and_never_runs_backwards(store: Store) -> None:
    steps: list[Step] = []
    files = [incoming(f"{n}.csv", b"Date,Event\n0%d/05/2021,Letter sent\n" % n) for n in (1, 2, 3)]
    add_files(store, files, progress=steps.append)
    assert list(dict.fromkeys(step.file for step in steps)) == ["1.csv", "2.csv", "3.csv"]
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert all(step.done < step.total == 3 for step in steps)


def test_limits_are_asked_before_the_bytes(store: Store) -> None:
    def never() -> bytes:
        raise AssertionError("a file over the limit must not be opened")

    file = IncomingFile(name="big.csv", size=11, load=never, agency="police")
    (result,) = add_files(store, [file], limits=Limits(max_bytes=10))
    assert result.code == "R105"
