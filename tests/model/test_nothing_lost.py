"""Killed at any moment, on a full disk, with two writers: what was acknowledged is there, nothing half is."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from model.case import CaseInfo
from model.errors import StoreError
from model.keeping import verify
from model.store import Store
from tests.support.writer import ENTRIES, a_source, write

ROUNDS = int(os.environ.get("CASETHREAD_TORTURE", "30"))
WRITER = Path(__file__).resolve().parents[1] / "support" / "writer.py"


def held(path: Path) -> tuple[set[str], set[int]]:
    """The sources that are there, each with all its entries, and the decisions."""
    db = sqlite3.connect(path)
    sources = dict(
        db.execute("SELECT s.id, count(e.id) FROM source s LEFT JOIN entry e ON e.source = s.id GROUP BY s.id")
    )
    decisions = {row[0] for row in db.execute("SELECT number FROM decision")}
    db.close()
    assert set(sources.values()) <= {ENTRIES}
    return set(sources), decisions


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    Store.create(path, CaseInfo(id="a", title="A")).close()
    chance = random.Random(9)
    said: list[str] = []
    for number in range(ROUNDS):
        writer = subprocess.Popen(
            [sys.executable, str(WRITER), str(path), str(number * 1_000_000)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]  # it writes: from here on any moment may be the last
        time.sleep(chance.random() * 0.15)
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.read().splitlines()
        writer.wait()
        writer.stdout.close()
        said += [line.strip() for line in lines if line.strip()]
        sources, decisions = held(path)
        lost = [line for line in said if not _there(line, sources, decisions)]
        assert lost == []
    assert len(said) > ROUNDS
    report = verify(path)
    assert report.whole, report
    print(f"{ROUNDS} rounds, {len(said)} writes acknowledged, 0 lost")


def _there(line: str, sources: set[str], decisions: set[int]) -> bool:
    what, name = line.split(" ")
    return name in sources if what == "source" else int(name) in decisions


FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from model.errors import StoreError
from model.store import Store
from tests.support.writer import write
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
with Store.open(Path(sys.argv[2])) as store:
    try:
        write(store, 0, 1_000)
    except StoreError as error:
        print("refused", error.remedy, flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    write(store, 5_000, 1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    Store.create(path, CaseInfo(id="a", title="A")).close()
    root = str(Path(__file__).resolve().parents[2])
    ended = subprocess.run([sys.executable, "-c", FULL, root, str(path)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    refused = next(line for line in lines if line.startswith("refused"))
    assert "disk is not full" in refused
    before = lines[: lines.index(refused)]
    assert before
    sources, decisions = held(path)
    assert all(_there(line, sources, decisions) for line in lines if line != refused)
    assert lines[-1].startswith("decision")  # with room again the same open case goes on
    assert verify(path).whole


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    Store.create(path, CaseInfo(id="a", title="A")).close()
    failed: list[BaseException] = []

    def work(begin: int) -> None:
        try:
            with Store.open(path) as store:
                write(store, begin, 15)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(n * 100,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    sources, decisions = held(path)
    assert len(sources) == 45
    assert decisions == set(range(1, 46))
    assert verify(path).whole


def test_a_writer_that_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.case"
    Store.create(path, CaseInfo(id="a", title="A")).close()
    monkeypatch.setattr("model.engine.BUSY_TIMEOUT_MS", 50)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store.open(path) as store:
        source, content, entries = a_source("x")
        with pytest.raises(StoreError, match="written by another program"):
            store.add_source(source, content, entries, [])
        other.execute("ROLLBACK")
        assert store.add_source(source, content, entries, [])
    other.close()
