"""Files are opened in a process of their own: what it hands back is whole, and whatever stops it stops only it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.apart import FILES_EACH, ReadingProcess, resident_bytes
from ingest.limits import MIB, Limits
from ingest.raw import Block, Cell, RawDocument, RawParagraph, RawRow, RawTable
from ingest.raw_json import from_json, to_json
from ingest.readers import reader_for
from model.case import Problem
from model.errors import CorruptFileError, EmptyFileError, LimitExceededError, UnsupportedFormatError

CSV = b"Date,Event\n03/02/2020,Visit to aunt.\n04/02/2020,Aunt rang.\n"
TEXTS = st.text(max_size=20)
VALUES = st.none() | st.dates() | st.datetimes() | st.times() | st.integers(-9, 9**9) | st.floats(-1e6, 1e6)


@pytest.fixture
def process() -> Iterator[ReadingProcess]:
    made = ReadingProcess()
    yield made
    made.close()


def child(code: str) -> ReadingProcess:
    """A process that does as it is told in place of reading."""
    return ReadingProcess([sys.executable, "-I", "-c", code])


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    return Cell(
        text=draw(TEXTS),
        value=draw(VALUES),
        merged_down=draw(st.booleans()),
        span=draw(st.integers(1, 4)),
        hidden=draw(st.booleans()),
        notes=tuple(draw(st.lists(TEXTS, max_size=2))),
    )


@st.composite
def documents(draw: st.DrawFn) -> RawDocument:
    table = RawTable(
        rows=tuple(
            RawRow(cells=tuple(draw(st.lists(cells(), max_size=3))), locator={"row": n}, hidden=draw(st.booleans()))
            for n in range(draw(st.integers(0, 3)))
        ),
        name=draw(TEXTS),
    )
    outer = RawTable(rows=(RawRow(cells=(Cell(text="x", tables=(table,)),), locator={"table": 1, "row": 1}),))
    paragraph = RawParagraph(text=draw(TEXTS), locator={"line": 3}, style="quoted", notes=("a note",))
    blocks: tuple[Block, ...] = (table, outer, paragraph)
    return RawDocument(
        blocks=blocks,
        format_name="csv",
        problems=(Problem(code="W1", text=draw(TEXTS), place={"row": 2}, row_unread=True),),
        attachments=(("a.csv", draw(st.binary(max_size=20))),),
        properties={"title": draw(TEXTS)},
    )


@given(documents())
def test_a_document_comes_back_as_it_was(document: RawDocument) -> None:
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_the_process_reads_what_a_reader_reads(process: ReadingProcess) -> None:
    assert process.read("log.csv", CSV, Limits()) == reader_for(CSV, "log.csv").read(CSV, "log.csv", Limits())


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        pytest.param("log.csv", b"", EmptyFileError, id="empty"),
        pytest.param("log.exe", b"MZ\x90\x00", UnsupportedFormatError, id="another kind"),
        pytest.param("log.docx", b"PK\x03\x04 cut short", CorruptFileError, id="broken"),
    ],
)
def test_the_reader_s_own_errors_come_back(
    process: ReadingProcess, name: str, data: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error) as told:
        process.read(name, data, Limits())
    assert str(told.value)
    assert process.read("log.csv", CSV, Limits()).blocks  # and the next file is read all the same


def test_a_fresh_process_takes_over_after_some_files(process: ReadingProcess) -> None:
    seen = set()
    for _ in range(FILES_EACH + 1):
        process.read("log.csv", CSV, Limits())
        seen.add(process._child.pid if process._child else None)
    assert len(seen) == 3  # the first, none between, the next


SLEEPS = "import time; time.sleep(60)"
ENDS = "import sys; sys.exit(3)"
BABBLES = "import sys; sys.stdout.write('hello'); sys.stdout.flush()"
LIES = (
    'import sys; o=sys.stdout.buffer; b=b\'{"document": {"blocks": 7}}\';'
    "o.write(len(b).to_bytes(8,'big')+b); o.flush(); import time; time.sleep(60)"
)
BOASTS = "import sys; o=sys.stdout.buffer; o.write((10**15).to_bytes(8,'big')); o.flush(); import time; time.sleep(60)"
GROWS = "b=bytearray(400*1024*1024)\nfor i in range(0,len(b),4096): b[i]=1\nimport time; time.sleep(60)"


@pytest.mark.parametrize(
    ("code", "limits", "error", "said"),
    [
        pytest.param(SLEEPS, Limits(max_seconds=1), LimitExceededError, "longer", id="takes for ever"),
        pytest.param(GROWS, Limits(max_memory_bytes=100 * MIB), LimitExceededError, "memory", id="takes all memory"),
        pytest.param(ENDS, Limits(), CorruptFileError, "stopped", id="ends"),
        pytest.param(BABBLES, Limits(), CorruptFileError, "stopped", id="answers with noise"),
        pytest.param(LIES, Limits(), CorruptFileError, "stopped", id="answers with a lie"),
        pytest.param(BOASTS, Limits(), CorruptFileError, "stopped", id="answers without end"),
    ],
)
def test_whatever_stops_the_process_stops_only_it(code: str, limits: Limits, error: type[Exception], said: str) -> None:
    process = child(code)
    begun = time.monotonic()
    with pytest.raises(error, match=said) as told:
        process.read("log.csv", CSV, limits)
    process.close()
    assert time.monotonic() - begun < 15
    assert "The case is as it was." in str(told.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not refuse memory; it is watched")
def test_linux_refuses_the_process_memory() -> None:
    code = "from ingest.apart_child import limit_memory; limit_memory(300 * 1024 * 1024); bytearray(400 * 1024 * 1024)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"MemoryError" in ended.stderr


def test_the_size_of_a_process_is_known_here() -> None:
    running = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        time.sleep(0.3)
        size = resident_bytes(running.pid)
        assert size is not None
        assert MIB < size < 500 * MIB
    finally:
        running.communicate(b"\n")


def test_the_process_knows_nothing_of_the_working_folder(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, process: ReadingProcess
) -> None:
    folder = str(tmp_path)
    with open(f"{folder}/json.py", "w", encoding="utf-8") as trap:
        trap.write("raise SystemExit(9)\n")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", folder)
    assert process.read("log.csv", CSV, replace(Limits(), max_seconds=30)).format_name == "csv"


def test_typed_cells_keep_their_type() -> None:
    at = dt.datetime(2020, 2, 3, 14, 30)
    row = RawRow(
        cells=(Cell(text="a", value=at), Cell(text="b", value=dt.date(2020, 2, 3)), Cell(value=1.5)), locator={}
    )
    document = RawDocument(blocks=(RawTable(rows=(row,)),), format_name="xlsx")
    assert from_json(to_json(document)) == document
