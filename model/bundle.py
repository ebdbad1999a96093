"""Hand a case over: all of it as one encrypted file, and back, with its hashes checked.

    case file  ->  pack    ->  whole copy (model.keeping) + manifest  ->  zip  ->  age  ->  bytes
    bytes      ->  unpack  ->  age  ->  zip  ->  hash of the copy, `verify`     ->  case file, never over another

The manifest says what is in the bundle: SHA-256 and size of the case, its rows, the head of its decisions, when it was
made. The bundle holds names, the agencies' files and the table of pseudonyms where the case has one: it is the case.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from model.errors import CaseExistsError, CaseNotFoundError, SealedError, StoreError
from model.keeping import Report, backup, verify
from model.sealed import seal, unseal

WHAT: Final = "casethread bundle"
FORMAT: Final = 1
CASE: Final = "case"
MANIFEST: Final = "manifest.json"
MAX_CASE_BYTES: Final = 1 << 30  # all of it is held in memory while it is sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """What went into a bundle, or came out of one."""

    report: Report
    sha256: str
    made: str


def pack(
    path: Path, *, passphrase: str = "", recipients: Sequence[str] = (), now: dt.datetime, without_key: bool = False
) -> tuple[bytes, Bundled]:
    """The bundle of a case, which may be in use. `without_key` leaves the table of pseudonyms out.

    Raises `CaseNotFoundError`, `StoreError`, `UsageError`.
    """
    if not path.is_file():
        raise CaseNotFoundError("There is no case file of that name.", remedy="Check the name and try again.")
    with tempfile.TemporaryDirectory(prefix=".casethread-", dir=path.parent) as folder:
        copy = Path(folder) / CASE
        report = backup(path, copy)
        if without_key:
            report = _without_key(copy)
        if copy.stat().st_size > MAX_CASE_BYTES:
            raise StoreError(
                "This case is larger than 1 GB, so it cannot be sealed in one piece.",
                remedy="Make a copy (casethread backup) and seal that with age itself.",
            )
        content = copy.read_bytes()
    made = Bundled(report=report, sha256=hashlib.sha256(content).hexdigest(), made=f"{now:%Y-%m-%dT%H:%M:%SZ}")
    manifest = {
        "what": WHAT, "format": FORMAT, "made": made.made, "sha256": made.sha256, "bytes": len(content),
        "rows": dict(report.rows), "head": report.head,
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        archive.writestr(CASE, content)
    return seal(out.getvalue(), passphrase=passphrase, recipients=recipients), made


def _without_key(copy: Path) -> Report:
    from model.store import Store

    with Store.open(copy) as store:
        store.keep_pseudonyms(None)
        store.compact()
    return verify(copy)


def unpack(data: bytes, to: Path, *, passphrase: str = "", identity: Path | None = None) -> Bundled:
    """Put the case of a bundle at `to`. Nothing is written unless everything is as the manifest says.

    Raises `CaseExistsError`, `SealedError`, `StoreError`.
    """
    if to.exists():
        raise CaseExistsError("There is already a file of that name.", remedy="Choose another name for the case.")
    if not to.parent.is_dir():
        raise StoreError("The folder for the case does not exist.", remedy="Create it first, or name another one.")
    manifest, content = _opened(unseal(data, passphrase=passphrase, identity=identity))
    sha = hashlib.sha256(content).hexdigest()
    if sha != manifest["sha256"] or len(content) != manifest["bytes"]:
        raise SealedError(
            "The case in this bundle is not the one that its list tells of, so it was not put in place.",
            remedy="Ask for the bundle to be made anew.",
        )
    with tempfile.TemporaryDirectory(prefix=".casethread-", dir=to.parent) as folder:
        copy = Path(folder) / CASE
        handle = os.open(copy, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        report = verify(copy)
        if not report.whole or report.head != manifest["head"] or dict(report.rows) != manifest["rows"]:
            raise StoreError("The case in this bundle is damaged.", remedy="Ask for the bundle to be made anew.")
        backup(copy, to)
    return Bundled(report=report, sha256=sha, made=str(manifest["made"]))


def _opened(plain: bytes) -> tuple[dict[str, Any], bytes]:
    """The manifest and the case of a bundle that was unsealed."""
    wrong = SealedError("This file is sealed, but it is not a bundle of a case.", remedy="Choose another file.")
    try:
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            names = sorted(archive.namelist())
            if names != sorted((MANIFEST, CASE)) or archive.getinfo(CASE).file_size > MAX_CASE_BYTES:
                raise wrong
            manifest = json.loads(archive.read(MANIFEST))
            content = archive.read(CASE)
    except (zipfile.BadZipFile, ValueError, KeyError, OSError) as error:
        raise wrong from error
    if not isinstance(manifest, dict) or manifest.get("what") != WHAT or manifest.get("format") != FORMAT:
        raise wrong
    if not {"sha256", "bytes", "head", "rows", "made"} <= manifest.keys():
        raise wrong
    return manifest, content
