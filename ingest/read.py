"""The main flow: files in, entries and events in the case.

    path / bytes  ->  apart (a reader in a process of its own)  ->  RawDocument  ->  drafts  ->  date_drafts  ->  Entry
    entries       ->  LanguageReader  ->  Event        both  ->  Store.add_source (one transaction)

Each file is read by itself: one that cannot be read harms no other and leaves the case as it was.
Files inside a file (the attachments of an e-mail) are read as files of their own, named after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

from ingest.agency import AgencyGuess
from ingest.apart import READING
from ingest.dating import Dated, date_drafts
from ingest.document import DocumentReading, read_document
from ingest.draft import Draft, Scope
from ingest.language import LanguageReader, ReadingContext
from ingest.limits import DEFAULT_LIMITS, MIB, Limits
from ingest.mapping import NOTHING, TableSeen, tables_seen
from ingest.own_marks import entry_mark
from ingest.returned import Returned, returned_of
from model.case import CaseInfo, Entry, Event, Problem, Source
from model.errors import (
    AgencyUnknownError,
    CorruptFileError,
    LimitExceededError,
    NoChronologyError,
    OwnDocumentError,
    ReadError,
)
from model.store import Store
from model.unseen import clean_name, has_unseen

ID_DIGITS = 12  # hexadecimal digits of the file's hash in ids: enough for any case, short enough to read
MAX_DEPTH = 3  # an e-mail in an e-mail in an e-mail; deeper ones are named, not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far the reading is: which file, what is being done, how many of how many files."""

    file: str
    doing: str
    done: int
    total: int


Progress = Callable[[Step], None]


def quiet(_: Step) -> None:
    """A progress callback that tells nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What came of one file. `message` and `remedy` are filled where it was not added."""

    name: str
    status: Literal["added", "already", "agency_needed", "failed"]
    source: Source | None = None
    entries: int = 0
    events: int = 0
    problems: tuple[Problem, ...] = ()
    message: str = ""
    remedy: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file on its way in: its name (a label only), its size in bytes, and how to get its bytes."""

    name: str
    size: int
    load: Callable[[], bytes]
    agency: str | None = None
    depth: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)  # what a person says that columns mean, by title
    again: bool = False  # read once more what the case already holds, in place of the reading before


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSeen:
    """A file before it is read into the case: whose it seems to be and why, and what its tables look like.

    `entries` counts the rows and paragraphs that would become entries; `attachments` names the files inside it.
    """

    whose: AgencyGuess
    tables: tuple[TableSeen, ...]
    entries: int
    attachments: tuple[str, ...] = ()
    own: Returned | None = None  # a chronology that Casethread wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """A file read and dated, before the language is read. `attachments` are files inside it."""

    source: Source
    entries: tuple[Entry, ...]
    attachments: tuple[tuple[str, bytes], ...] = ()


@cache
def language_reader() -> LanguageReader:
    """The one language pipeline of this process; loading it takes about a second."""
    return LanguageReader()


def add_paths(
    store: Store,
    paths: Sequence[Path],
    *,
    agency: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress = quiet,
) -> list[FileResult]:
    """Read files from the disk into a case: see `add_files`."""
    return add_files(store, [_from_disk(path, agency) for path in paths], limits=limits, progress=progress)


def add_files(
    store: Store, files: Sequence[IncomingFile], *, limits: Limits = DEFAULT_LIMITS, progress: Progress = quiet
) -> list[FileResult]:
    """Read files into a case, one transaction a file, and say what came of each, attachments after their e-mail."""
    results: list[FileResult] = []
    waiting = list(files)
    while waiting:
        file = waiting.pop(0)
        total = len(results) + 1 + len(waiting)

        def doing(what: str, file: IncomingFile = file, total: int = total) -> None:
            progress(Step(file=file.name, doing=what, done=len(results), total=total))

        if file.depth > MAX_DEPTH:
            results.append(_too_deep(file))
            continue
        result, attachments = _add_one(store, file, limits, doing)
        results.append(result)
        waiting = [*attachments, *waiting]
    return results


def look(name: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS, columns: Mapping[str, str] = NOTHING) -> FileSeen:
    """What a file holds, without reading its language or touching the case. Raises a `ReadError`."""
    if len(data) > limits.max_bytes:
        raise _too_large(limits)
    raw = READING.read(name, data, limits)
    document = read_document(raw, name, agency=None, columns=columns)
    return FileSeen(
        whose=document.whose,
        tables=tables_seen(raw.blocks, columns),
        entries=len(document.drafts),
        attachments=tuple(inner for inner, _ in raw.attachments),
        own=returned_of(raw),
    )


def read_file(
    name: str,
    data: bytes,
    *,
    agency: str | None,
    scope: Scope,
    limits: Limits,
    columns: Mapping[str, str] = NOTHING,
    is_ours: Callable[[Returned], bool] = lambda _: False,
) -> FileReading:
    """One file's entries with their dates. Raises a `ReadError` if the file cannot be used.

    `is_ours` says whether a chronology of ours was written from this case: its rows are the case's own, and reading
    them again would tell everything twice.
    """
    raw = READING.read(name, data, limits)
    own = returned_of(raw)
    if own is not None and is_ours(own):
        raise OwnDocumentError(
            "This is a chronology that Casethread wrote from this case, so it holds no records of its own.",
            remedy="See what was changed in it under Bring in, or with: casethread returned CASE FILE",
        )
    document = read_document(raw, name, agency=agency, columns=columns)
    sha = hashlib.sha256(data).hexdigest()
    dated = date_drafts(document.drafts, _narrowed(scope, document))
    if not raw.attachments and _is_no_chronology(document.drafts, dated):
        raise NoChronologyError(
            "The file was read, and no dated entries were found in it.",
            remedy="If it is a chronology, check that it has a column or a beginning of each line with the date.",
        )
    if any(draft.agency is None for draft in document.drafts):
        raise AgencyUnknownError(
            "The file does not say which agency it comes from.", remedy="Say whose it is and add it again."
        )
    entries = tuple(_entries(sha, document, dated))
    source = Source(
        id=f"s-{sha[:ID_DIGITS]}",
        file=name,
        agency=document.agency,
        sha256=sha,
        reader=raw.format_name,
        size_bytes=len(data),
        count=document.count,
        problems=(
            *raw.problems,
            *document.problems,
            *_unseen_problems(entries),
            *_row_problems(entries, document.drafts, dated),
        ),
        key=document.key,
        columns=tuple(columns.items()),
        named=agency is not None,
    )
    return FileReading(source=source, entries=entries, attachments=raw.attachments)


def written_from(own: Returned, entries: Iterable[str]) -> bool:
    """Whether a chronology of ours was written from a case with entries of these ids."""
    return any(entry_mark(entry) in own.marks for entry in entries)


def returned_file(name: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Returned | None:
    """The rows of a chronology that Casethread wrote, None for any other file. Raises a `ReadError`."""
    if len(data) > limits.max_bytes:
        raise _too_large(limits)
    return returned_of(READING.read(name, data, limits))


def read_language(reading: FileReading, info: CaseInfo, told: Callable[[int], object] = int) -> list[Event]:
    """The events of a file's entries. `told` is called with the number of entries read so far."""
    return language_reader().read(reading.entries, context_of(reading.source, info), told)


def context_of(source: Source, info: CaseInfo) -> ReadingContext:
    """What is known around the words of a file: whose it is, its key of initials, the case's own dates."""
    dates = info.key_dates
    return ReadingContext(
        agency=source.agency or "other",
        key=source.key,
        subject=info.subject,
        born=dates.get("birth"),
        due=dates.get("due"),
        title=source.file,
    )


# ---------------------------------------------------------------- inside
def _add_one(
    store: Store, file: IncomingFile, limits: Limits, doing: Callable[[str], None]
) -> tuple[FileResult, list[IncomingFile]]:
    """One file into the case, or the reason why not."""
    try:
        doing("reading")
        data = _bytes(file, limits)
        known = store.has_source(hashlib.sha256(data).hexdigest())
        if known and not file.again:
            return FileResult(name=file.name, status="already"), []
        info = store.info()
        reading = read_file(
            file.name, data, agency=file.agency, scope=_scope(info), limits=limits, columns=file.columns,
            is_ours=lambda own: written_from(own, (entry.id for entry in store.case().entries)),
        )  # fmt: skip
        entries = len(reading.entries)
        doing(f"who did what, in {entries:,} entries")
        events = read_language(reading, info, lambda n: doing(f"who did what: {n:,} of {entries:,} entries"))
        doing("saving")
        if known:
            store.replace_source(reading.source, reading.entries, events)
        else:
            store.add_source(reading.source, data, reading.entries, events)
    except ReadError as error:
        status: Literal["agency_needed", "failed"] = (
            "agency_needed" if isinstance(error, AgencyUnknownError) else "failed"
        )
        result = FileResult(name=file.name, status=status, message=error.message, remedy=error.remedy, code=error.code)
        return result, []
    result = FileResult(
        name=file.name,
        status="added",
        source=reading.source,
        entries=len(reading.entries),
        events=len(events),
        problems=reading.source.problems,
    )
    return result, list(_attached(file, reading))


def _from_disk(path: Path, agency: str | None) -> IncomingFile:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return IncomingFile(name=clean_name(path.name), size=size, load=path.read_bytes, agency=agency)


def _bytes(file: IncomingFile, limits: Limits) -> bytes:
    if file.size > limits.max_bytes:
        raise _too_large(limits)
    try:
        return file.load()
    except OSError as error:
        raise CorruptFileError(
            "The file could not be opened.",
            remedy="Check that it is still there, that you may read it and that no other program holds it open.",
        ) from error


def _too_large(limits: Limits) -> LimitExceededError:
    return LimitExceededError(
        f"The file is larger than {limits.max_bytes // MIB} MB, so it was not opened.",
        remedy="Take pictures and attachments out of it, or split it, and add the parts.",
    )


def _inner(name: str, data: bytes, file: IncomingFile, agency: str | None) -> IncomingFile:
    return IncomingFile(
        name=f"{file.name} > {name}", size=len(data), load=lambda: data, agency=agency, depth=file.depth + 1
    )


def _attached(file: IncomingFile, reading: FileReading) -> Iterator[IncomingFile]:
    """The files inside an e-mail; whose they are is what they say themselves, else what the e-mail says."""
    for name, data in reading.attachments:
        yield _inner(name, data, file, file.agency or reading.source.agency)


def _too_deep(file: IncomingFile) -> FileResult:
    error = LimitExceededError(
        f"This file lies in an e-mail inside an e-mail, more than {MAX_DEPTH} deep, so it was not opened.",
        remedy="Save it as a file of its own and add that.",
    )
    return FileResult(name=file.name, status="failed", message=error.message, remedy=error.remedy, code=error.code)


def _scope(info: CaseInfo) -> Scope:
    period = info.key_dates.get("scope")
    days = {name: when.start for name, when in info.key_dates.items() if when.is_day}
    return Scope(
        first=period.start if period else None,
        last=period.end if period else None,
        born=days.get("birth"),
        due=days.get("due"),
        death=days.get("death"),
    )


def _narrowed(scope: Scope, document: DocumentReading) -> Scope:
    """What the user says of the period comes first; what the file says of itself fills the rest."""
    own = document.scope
    return replace(scope, first=scope.first or own.first, last=scope.last or own.last, made=scope.made or own.made)


def _is_no_chronology(drafts: Sequence[Draft], dated: Sequence[Dated]) -> bool:
    """Prose without any date, or nothing at all. A table with a date column stays, its dates read or not."""
    return not any(draft.table for draft in drafts) and not any(date.when for date in dated)


def _entries(sha: str, document: DocumentReading, dated: Sequence[Dated]) -> Iterator[Entry]:
    for number, (draft, date) in enumerate(zip(document.drafts, dated, strict=True), start=1):
        yield Entry(
            id=_entry_id(sha, number),
            source=f"s-{sha[:ID_DIGITS]}",
            agency=draft.agency or "other",
            locator=draft.locator,
            when=date.when,
            text=draft.text,
            columns=_columns(draft),
            parts=draft.parts,
            hindsight=draft.hindsight,
            recorded=date.recorded,
            hidden=draft.hidden,
        )


def _entry_id(sha: str, number: int) -> str:
    return f"{sha[:ID_DIGITS]}-{number:04d}"


def _columns(draft: Draft) -> Mapping[str, str]:
    """The row's cells by header; comments and footnotes beside them under a name of their own."""
    if not draft.notes:
        return draft.columns
    return {**draft.columns, "Notes on the row": "\n".join(draft.notes)}


def _unseen_problems(entries: Sequence[Entry]) -> Iterator[Problem]:
    """What to tell of signs in the words that are not seen: they can change how a line looks, or hide a word."""
    found = [e for e in entries if has_unseen(e.text) or any(has_unseen(c) for c in e.columns.values())]
    if found:
        yield Problem(
            code="W180",
            text=f"{len(found)} {'entries hold' if len(found) > 1 else 'entry holds'} signs that are not seen "
            "(zero-width, direction or control signs). They were kept, and are marked where the words are shown.",
            suggestion="Compare these words with the original; such signs mostly come from copying.",
            place=found[0].locator,
            entry=found[0].id,
        )


def _row_problems(entries: Sequence[Entry], drafts: Sequence[Draft], dated: Sequence[Dated]) -> Iterator[Problem]:
    for entry, draft, date in zip(entries, drafts, dated, strict=True):
        for problem in date.problems:
            yield replace(problem, place=problem.place or draft.locator, entry=entry.id)
