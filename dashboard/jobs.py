"""Bringing files in takes seconds to minutes, so it runs beside the pages: a table of jobs in memory.

    upload  ->  Jobs.start  ->  worker: each file is looked at  ->  "check": agency and columns are proposed
    page    ->  Jobs.read   ->  worker: add_files, one file after another  ->  library.book (gaps)
            ->  Jobs.get (once a second): what each file's state is, in words
            ->  Jobs.cancel, Jobs.retry

One thread reads at a time, so a laptop is never asked to read two cases at once. The bytes of a file
are let go as soon as it is in the case; until then they stay, so that it can be tried again. Leaving
the page stops nothing. A file that is stopped while it is read leaves the case as it was.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from model.errors import CasethreadError, ReadError
from model.store import Store

if TYPE_CHECKING:  # the language libraries behind it are slow to load and wanted only once files come in
    from ingest.read import FileResult, FileSeen, Step
    from ingest.returned import Returned

log = logging.getLogger(__name__)

State = Literal["waiting", "looking", "ready", "reading", "done", "cancelled", "left out"]
Stage = Literal["looking", "check", "reading", "finishing", "done"]
KEPT_JOBS: Final = 50  # finished jobs that can still be looked at
ENDED: Final = frozenset({"done", "cancelled", "left out"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the user says of a file: whose it is, what its columns mean, or that it is to be left out."""

    agency: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    leave_out: bool = False


Add = Callable[[Store, str, bytes, Choice, bool, Callable[["Step"], None]], "list[FileResult]"]
Look = Callable[[str, bytes, Mapping[str, str]], "FileSeen"]
CameBack = Callable[[str, str, "Returned"], bool]
RETURNED_WORDS: Final = (
    "This is a chronology that was exported from this case. It is not read as a new file: its changes wait for "
    "your word."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileJob:
    """One file of a job. `seen` is what it looks like before it is read; `results` are its own and its attachments'.

    `doing` says the present step in words, `seconds` how long it took. `again` marks a file of the case that is
    read once more, `problem` why it could not even be looked at.
    """

    name: str
    size: int
    state: State = "waiting"
    doing: str = ""
    seen: FileSeen | None = None
    choice: Choice = Choice()
    results: tuple[FileResult, ...] = ()
    problem: str = ""
    seconds: float = 0.0
    again: bool = False
    returned: bool = False  # a chronology that was written from this very case
    kept: bool = True  # whether its bytes are still there, so that it can be tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A snapshot of a job. `problem` is a message with its remedy where the case itself could not be used."""

    id: str
    case: str
    files: tuple[FileJob, ...]
    stage: Stage = "looking"
    problem: str = ""
    cancelled: bool = False
    started: float = 0.0

    @property
    def done(self) -> bool:
        return self.stage == "done"

    @property
    def waits(self) -> bool:
        """Whether it waits for a person: nothing changes until they say something."""
        return self.stage in ("check", "done")


@dataclass(slots=True)
class _Running:
    job: Job
    path: Path
    contents: dict[int, bytes] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)


class _Stopped(Exception):
    """The user stopped the reading."""


class Jobs:
    """The jobs of one program. `after` is called with the case's key when the files of a job are read."""

    def __init__(
        self,
        after: Callable[[str], object],
        add: Add | None = None,
        look: Look | None = None,
        came_back: CameBack = lambda *_: False,
    ) -> None:
        """`came_back` is asked, with case and name, whether a chronology of ours was written from that case."""
        self._after = after
        self._came_back = came_back
        self._add = add or add_one
        self._look = look or look_at
        self._jobs: dict[str, _Running] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bring-in")

    def start(
        self, case: str, path: Path, files: Sequence[tuple[str, bytes]], again: Mapping[int, Choice] | None = None
    ) -> str:
        """Begin to look at files for a case and return the job's id at once.

        `again` holds, by its place, a file of the case that is read once more, with what was said of it.
        """
        told = again or {}
        jobs = tuple(
            FileJob(name=name, size=len(data), choice=told.get(n, Choice()), again=n in told)
            for n, (name, data) in enumerate(files)
        )
        job = Job(id=secrets.token_hex(8), case=case, files=jobs, started=time.monotonic())
        running = _Running(job=job, path=path, contents=dict(enumerate(data for _, data in files)))
        with self._lock:
            for old in [i for i, r in self._jobs.items() if r.job.done][: -KEPT_JOBS or None]:
                del self._jobs[old]
            self._jobs[job.id] = running
        self._pool.submit(self._guarded, running, self._look_at_all)
        return job.id

    def get(self, job_id: str) -> Job | None:
        """How far a job is; None for one that this program does not know."""
        with self._lock:
            running = self._jobs.get(job_id)
            return running.job if running else None

    def open_job(self, case: str) -> Job | None:
        """The last job of a case that is not done, for whoever comes back to the page without its address."""
        with self._lock:
            found = [r.job for r in self._jobs.values() if r.job.case == case and not r.job.done]
        return found[-1] if found else None

    def read(self, job_id: str, choices: Mapping[int, Choice]) -> bool:
        """Read the files that were looked at, as the user says. False if the job is not at that stage.

        What a choice leaves open stays as it was said before, or as the file says itself.
        """
        with self._lock:
            running = self._jobs.get(job_id)
            if running is None or running.job.stage != "check":
                return False
            todo: list[int] = []
            for n, file in enumerate(running.job.files):
                if file.state != "ready":
                    continue
                said = choices.get(n, Choice())
                columns = {**file.choice.columns, **said.columns}
                choice = replace(said, agency=said.agency or file.choice.agency, columns=columns)
                self._change(running, n, choice=choice, state="left out" if choice.leave_out else "waiting")
                todo += [] if choice.leave_out else [n]
            self._begin(running)
        self._pool.submit(self._guarded, running, lambda r: self._read_all(r, todo))
        return True

    def retry(self, job_id: str, index: int, agency: str | None = None) -> bool:
        """Try one file again, perhaps with its agency said. False if its bytes are gone or it is being read."""
        with self._lock:
            running = self._jobs.get(job_id)
            if running is None or index not in running.contents or not running.job.waits:
                return False
            file = running.job.files[index]
            if file.state not in ENDED:
                return False
            choice = replace(file.choice, agency=agency or file.choice.agency, leave_out=False)
            self._change(running, index, state="waiting", doing="", results=(), problem="", choice=choice)
            self._begin(running)
        self._pool.submit(self._guarded, running, lambda r: self._read_all(r, [index]))
        return True

    def cancel(self, job_id: str) -> bool:
        """Stop a job at its next step. Files that are in the case stay there. False where there is nothing to stop."""
        with self._lock:
            running = self._jobs.get(job_id)
            if running is None or running.job.done:
                return False
            running.stop.set()
            if running.job.stage == "check":
                self._drop_rest(running)
                running.job = replace(running.job, stage="done", cancelled=True)
        return True

    def close(self) -> None:
        """Let the file that is being read finish and take no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    # ------------------------------------------------------------- in the worker
    def _begin(self, running: _Running) -> None:
        running.stop.clear()
        running.job = replace(running.job, stage="reading", cancelled=False, problem="", started=time.monotonic())

    def _guarded(self, running: _Running, work: Callable[[_Running], Stage]) -> None:
        """Do a piece of work and leave the job in the stage that it says, whatever happens."""
        problem = ""
        stage: Stage = "done"
        try:
            stage = work(running)
        except CasethreadError as error:
            problem = f"{error.message} {error.remedy}"
        except Exception as error:
            log.error("job ended by %s", type(error).__name__)  # never its text: it may hold case text
            problem = "Something went wrong that Casethread did not expect. Files already marked as added are safe."
        with self._lock:
            self._drop_rest(running)
            running.job = replace(
                running.job,
                stage=stage,
                problem=problem,
                cancelled=running.stop.is_set(),
            )

    def _drop_rest(self, running: _Running) -> None:
        """Files that a stop has left in the middle are marked as stopped."""
        if not running.stop.is_set():
            return
        for n, file in enumerate(running.job.files):
            if file.state not in ENDED:
                self._change(running, n, state="cancelled", doing="")

    def _look_at_all(self, running: _Running) -> Stage:
        for index, file in enumerate(running.job.files):
            if running.stop.is_set():
                return "done"
            with self._lock:
                self._change(running, index, state="looking", doing="opening the file")
            try:
                seen = self._look(file.name, running.contents[index], file.choice.columns)
            except ReadError as error:
                with self._lock:
                    self._change(running, index, state="done", doing="", problem=f"{error.message} {error.remedy}")
                continue
            ours = seen.own is not None and self._came_back(running.job.case, file.name, seen.own)
            with self._lock:
                if ours:
                    self._change(
                        running, index, state="done", doing="", problem=RETURNED_WORDS, returned=True, kept=False
                    )
                    running.contents.pop(index, None)
                else:
                    self._change(running, index, state="ready", doing="", seen=seen)
        return "done" if running.stop.is_set() or not _any_ready(running.job) else "check"

    def _read_all(self, running: _Running, todo: Sequence[int]) -> Stage:
        with Store.open(running.path) as store:
            for index in todo:
                if running.stop.is_set():
                    break
                self._read(running, store, index)
        with self._lock:
            running.job = replace(running.job, stage="finishing")
        self._after(running.job.case)
        return "done"

    def _read(self, running: _Running, store: Store, index: int) -> None:
        began = time.monotonic()
        with self._lock:
            self._change(running, index, state="reading", doing="opening the file")
            file, data = running.job.files[index], running.contents[index]

        def on_step(step: Step) -> None:
            if running.stop.is_set() and step.doing != "saving":
                raise _Stopped
            with self._lock:
                self._change(running, index, doing=step.doing)

        try:
            results = tuple(self._add(store, file.name, data, file.choice, file.again, on_step))
        except _Stopped:
            with self._lock:
                self._change(running, index, state="cancelled", doing="")
            return
        with self._lock:
            added = bool(results) and results[0].status in ("added", "already")
            took = time.monotonic() - began
            self._change(running, index, state="done", doing="", results=results, seconds=took, kept=not added)
            if added:
                running.contents.pop(index, None)

    def _change(self, running: _Running, index: int, **changes: object) -> None:
        files = list(running.job.files)
        files[index] = replace(files[index], **changes)  # type: ignore[arg-type]
        running.job = replace(running.job, files=tuple(files))


def _any_ready(job: Job) -> bool:
    return any(f.state == "ready" for f in job.files)


def look_at(name: str, data: bytes, columns: Mapping[str, str]) -> FileSeen:
    """What a file holds, before it is read."""
    from ingest.read import look

    return look(name, data, columns=columns)


def add_one(
    store: Store, name: str, data: bytes, choice: Choice, again: bool, progress: Callable[[Step], None]
) -> list[FileResult]:
    """Read one file into a case: its result, then those of its attachments."""
    from ingest.read import IncomingFile, add_files

    file = IncomingFile(name=name, size=len(data), load=lambda: data, agency=choice.agency, columns=choice.columns,
                        again=again)  # fmt: skip
    return add_files(store, [file], progress=progress)
