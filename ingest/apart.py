"""Open files in a process of their own, so that a file made to harm can only stop that process.

    name, bytes  ->  ReadingProcess.read  ->  (child: reader_for, read)  ->  RawDocument, or a ReadError

The child gets the bytes over a pipe and answers in JSON; it never sees the case. It is ended when a file takes
too long or too much memory, and another one is started for the next file. Linux refuses it memory itself;
elsewhere its size is watched from here. One child serves several files, since starting one takes about
half a second; after `FILES_EACH` files a fresh one takes its place.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from ingest.frames import FrameTooLargeError, read_frame, write_frame
from ingest.limits import Limits
from ingest.raw import RawDocument
from ingest.raw_json import from_json
from model import errors
from model.errors import CorruptFileError, LimitExceededError, ReadError

FILES_EACH: Final = 25  # files one child reads before a fresh one takes its place
WATCH_SECONDS: Final = 0.25  # how often its memory is looked at where the system does not refuse it
GONE: Final = "gone"
_BY_CODE: Final[dict[str, type[ReadError]]] = {
    kind.code: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ReadError)
}


class ReadingProcess:
    """The process that opens files. Made once; `read` may be called from several threads, one file at a time."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """`command` is what starts the child, our own where none is given."""
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._read = 0
        self._lock = threading.Lock()

    def read(self, name: str, data: bytes, limits: Limits) -> RawDocument:
        """The document in a file's bytes.

        Raises a `ReadError`: the reader's own, or `LimitExceededError` where the child was ended for its time or
        memory, `CorruptFileError` where it ended by itself.
        """
        with self._lock:
            child = self._started(limits)
            ended = _Guard(child, limits.max_seconds + _pages(data), limits.max_memory_bytes)
            try:
                answer = _asked(child, name, data, limits)
            finally:
                why = ended.stop()
            self._read += 1
            if answer is None or self._read >= FILES_EACH:
                self._end()
        if answer is None:
            raise _stopped(why)
        return _document(answer)

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def _started(self, limits: Limits) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        self._child = subprocess.Popen(
            self._command or _own_command(limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a library says of a file may hold its words
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            env={k: v for k, v in os.environ.items() if k in _KEPT_ENVIRONMENT},
        )
        self._read = 0
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


# `-I` shuts out the working folder and PYTHONPATH; our own packages are found where this file lies.
_START: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); from ingest.apart_child import main; sys.exit(main())"
_KEPT_ENVIRONMENT: Final = frozenset({"PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "HOME"})


def _own_command(limits: Limits) -> list[str]:
    home = str(Path(__file__).parent.parent)
    return [sys.executable, "-I", "-c", _START, home, str(limits.max_memory_bytes)]


class _Guard:
    """Ends the child when its time is up or its memory too large; `stop` says why, "" where it did not."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float, most_bytes: int) -> None:
        self._child, self._seconds, self._most = child, seconds, most_bytes
        self._why = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="reading-guard", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        waited = 0.0
        while not self._over.wait(WATCH_SECONDS):
            waited += WATCH_SECONDS
            if waited >= self._seconds:
                self._kill("time")
                return
            if (resident_bytes(self._child.pid) or 0) > self._most:
                self._kill("memory")
                return

    def _kill(self, why: str) -> None:
        self._why = why
        self._child.kill()

    def stop(self) -> str:
        self._over.set()
        self._thread.join()
        return self._why


def _asked(child: subprocess.Popen[bytes], name: str, data: bytes, limits: Limits) -> dict[str, Any] | None:
    """The child's answer, None where it gave none that can be used."""
    assert child.stdin is not None
    assert child.stdout is not None
    head = json.dumps({"name": name, "limits": asdict(limits)}).encode("utf-8")
    try:
        write_frame(child.stdin, head)
        write_frame(child.stdin, data)
        frame = read_frame(child.stdout, limits.max_answer_bytes)
        answer = None if frame is None else json.loads(frame.decode("utf-8", "surrogatepass"))
    except (OSError, FrameTooLargeError, ValueError, RecursionError):
        child.kill()
        return None
    return answer if isinstance(answer, dict) else None


def _document(answer: dict[str, Any]) -> RawDocument:
    if "error" in answer:
        error = answer["error"]
        if error["code"] == "memory":
            raise _stopped("memory")
        raise _BY_CODE.get(error["code"], CorruptFileError)(error["message"], remedy=error["remedy"])
    try:
        return from_json(answer["document"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _stopped(GONE) from error


def _stopped(why: str) -> ReadError:
    if why == "time":
        return LimitExceededError(
            "Reading this file took far longer than a chronology takes, so it was stopped. The case is as it was.",
            remedy="Open it in the program that made it, copy the table into a new document and add that.",
        )
    if why == "memory":
        return LimitExceededError(
            "Reading this file took far more memory than a chronology takes, so it was stopped. The case is as it was.",
            remedy="Take pictures out of it or split it, and add the parts.",
        )
    return CorruptFileError(
        "This file stopped the part of the program that opens files. The case is as it was.",
        remedy="Open it in the program that made it, copy the table into a new document and add that.",
    )


def _pages(data: bytes) -> int:
    """About how many pages a PDF has: a second more each. Other files have none."""
    return data.count(b"/Page") if data[:5] == b"%PDF-" else 0


def resident_bytes(pid: int) -> int | None:
    """How much memory a process holds, None where the system does not say."""
    if sys.platform.startswith("linux"):
        with suppress(OSError, ValueError, IndexError):
            return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return None
    if sys.platform == "win32":
        return _windows_bytes(pid)
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        said = subprocess.run(["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, timeout=2, check=False)
        return int(said.stdout) * 1024
    return None


def _windows_bytes(pid: int) -> int | None:
    """The working set of a process, by the system's own call."""
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *(
                (name, ctypes.c_size_t)
                for name in ("PeakWorkingSetSize", "WorkingSetSize", "a", "b", "c", "d", "e", "f")
            ),
        ]

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(0x1000, False, pid)  # the right to ask, no more
    if not handle:
        return None
    try:
        counters = Counters(cb=ctypes.sizeof(Counters))
        if not kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb):
            return None
        return int(counters.WorkingSetSize)
    finally:
        kernel.CloseHandle(handle)


READING: Final = ReadingProcess()
"""The one of this program."""
atexit.register(READING.close)
