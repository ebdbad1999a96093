"""The worked example: build its case from the files of an invented family.

fixtures/linden/*  ->  ingest.read.add_files  ->  a new case file
"""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path
from typing import Final

from ingest.read import FileResult, Progress, add_paths, quiet
from model.case import CaseInfo
from model.errors import StoreError
from model.store import Store

EXAMPLE: Final = "linden"
CASE_NAME: Final = "worked-example.case"
UNFINISHED_NAME: Final = "worked-example.unfinished"  # an interrupted reading never passes for the example
TITLE: Final = "Worked example: the Linden family (invented)"
_NOT_CHRONOLOGIES: Final = frozenset({"README.md", "expected.json"})


def example_folder() -> Path:
    """The folder of the example's files: in a clone `fixtures/linden`, else where the wheel put them.

    Raises `StoreError` if neither is there.
    """
    in_clone = Path(__file__).resolve().parent.parent / "fixtures" / EXAMPLE
    installed = Path(sysconfig.get_path("data")) / "share" / "casethread" / EXAMPLE
    for folder in (in_clone, installed):
        if folder.is_dir():
            return folder
    raise StoreError("The files of the worked example are not installed.", remedy="Install Casethread again.")


def example_files() -> list[Path]:
    """The agencies' files of the example, in order of their names."""
    return sorted(p for p in example_folder().iterdir() if p.is_file() and p.name not in _NOT_CHRONOLOGIES)


def build_example(folder: Path, *, progress: Progress = quiet) -> tuple[Path, list[FileResult]]:
    """Read the example into a new case file in `folder`; returns its path and what came of each file."""
    path, unfinished = folder / CASE_NAME, folder / UNFINISHED_NAME
    for leftover in ("", "-wal", "-shm"):  # SQLite's own files beside it would be replayed into the new one
        unfinished.with_name(unfinished.name + leftover).unlink(missing_ok=True)
    with Store.create(unfinished, CaseInfo(id=EXAMPLE, title=TITLE, subject="Baby Linden")) as store:
        results = add_paths(store, example_files(), progress=progress)
    os.replace(unfinished, path)
    return path, results
