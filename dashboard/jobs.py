"""Bringing files in takes seconds to minutes, so it runs beside the pages: a table of jobs in memory.

    upload  ->  Jobs.start  ->  worker thread: add_files, one file after another  ->  library.book (gaps)
    page    ->  Jobs.get (once a second)  ->  what each file's state is, in words

One thread reads at a time, so a laptop is never asked to read two cases at once. The bytes of a file
are let go as soon as it is read; those of a file whose agency must still be said are kept until the
user says it or the program ends. Leaving the page stops nothing.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from model.errors import CasethreadError
from model.store import Store

if TYPE_CHECKING:  # the language libraries behind it are slow to load and wanted only once files come in
    from ingest.read import FileResult, Step

log = logging.getLogger(__name__)

State = Literal["waiting", "reading", "done"]
KEPT_JOBS: Final = 50  # finished jobs that can still be looked at

Add = Callable[[Store, str, bytes, str | None, Callable[["Step"], None]], "list[FileResult]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileJob:
    """One file of a job. `results` are its own and its attachments'; `doing` says the present step in words."""

    name: str
    size: int
    state: State = "waiting"
    doing: str = ""
    results: tuple[FileResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A snapshot of a job. `problem` is a message with its remedy where the case itself could not be used."""

    id: str
    case: str
    files: tuple[FileJob, ...]
    finishing: bool = False
    done: bool = False
    problem: str = ""


@dataclass(slots=True)
class _Running:
    job: Job
    path: Path
    contents: dict[int, bytes] = field(default_factory=dict)


class Jobs:
    """The jobs of one program. `after` is called with the case's key when the files of a job are read."""

    def __init__(self, after: Callable[[str], object], add: Add | None = None) -> None:
        self._after = after
        self._add = add or add_one
        self._jobs: dict[str, _Running] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bring-in")

    def start(self, case: str, path: Path, files: Sequence[tuple[str, bytes]]) -> str:
        """Begin to read files into a case and return the job's id at once."""
        job = Job(id=secrets.token_hex(8), case=case, files=tuple(FileJob(name=n, size=len(d)) for n, d in files))
        running = _Running(job=job, path=path, contents=dict(enumerate(data for _, data in files)))
        with self._lock:
            for old in [i for i, r in self._jobs.items() if r.job.done][: -KEPT_JOBS or None]:
                del self._jobs[old]
            self._jobs[job.id] = running
        self._pool.submit(self._run, running, [(n, None) for n in range(len(files))])
        return job.id

    def get(self, job_id: str) -> Job | None:
        """How far a job is; None for one that this program does not know."""
        with self._lock:
            running = self._jobs.get(job_id)
            return running.job if running else None

    def answer(self, job_id: str, index: int, agency: str) -> bool:
        """Read a file of a job again, now that the user has said whose it is. False if its bytes are gone."""
        with self._lock:
            running = self._jobs.get(job_id)
            if running is None or index not in running.contents:
                return False
            self._change(running, index, state="waiting", doing="", results=())
            running.job = replace(running.job, done=False)
        self._pool.submit(self._run, running, [(index, agency)])
        return True

    def close(self) -> None:
        """Let the file that is being read finish and take no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    # ------------------------------------------------------------- in the worker
    def _run(self, running: _Running, todo: Sequence[tuple[int, str | None]]) -> None:
        problem = ""
        try:
            with Store.open(running.path) as store:
                for index, agency in todo:
                    self._read(running, store, index, agency)
            self._set(running, finishing=True)
            self._after(running.job.case)
        except CasethreadError as error:
            problem = f"{error.message} {error.remedy}"
        except Exception as error:
            log.error("job ended by %s", type(error).__name__)  # never its text: it may hold case text
            problem = "Something went wrong that Casethread did not expect. Files already marked as added are safe."
        self._set(running, finishing=False, done=True, problem=problem)

    def _read(self, running: _Running, store: Store, index: int, agency: str | None) -> None:
        with self._lock:
            self._change(running, index, state="reading", doing="opening the file")
            name, data = running.job.files[index].name, running.contents[index]

        def on_step(step: Step) -> None:
            with self._lock:
                self._change(running, index, doing=step.doing)

        results = tuple(self._add(store, name, data, agency, on_step))
        with self._lock:
            self._change(running, index, state="done", doing="", results=results)
            if not results or results[0].status != "agency_needed":
                running.contents.pop(index, None)

    def _change(self, running: _Running, index: int, **changes: object) -> None:
        files = list(running.job.files)
        files[index] = replace(files[index], **changes)  # type: ignore[arg-type]
        running.job = replace(running.job, files=tuple(files))

    def _set(self, running: _Running, **changes: object) -> None:
        with self._lock:
            running.job = replace(running.job, **changes)  # type: ignore[arg-type]


def add_one(
    store: Store, name: str, data: bytes, agency: str | None, progress: Callable[[Step], None]
) -> list[FileResult]:
    """Read one file into a case: its result, then those of its attachments."""
    from ingest.read import IncomingFile, add_files

    return add_files(
        store, [IncomingFile(name=name, size=len(data), load=lambda: data, agency=agency)], progress=progress
    )
