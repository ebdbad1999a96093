"""`casethread doctor`: what is installed, what is missing, and the remedy.

    examine()  ->  Check(name, state, detail, remedy), one a line  ->  printed by the command line

It looks only at this installation: versions, the language model and its origin, whether our three
packages are really ours (their names are common ones), and whether the case folder can be written.
"""

from __future__ import annotations

import platform
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from dashboard.folders import data_folder
from ingest.language.model_loader import language_model_status
from model.surroundings import synchronised

OUR_PACKAGES: Final = ("model", "ingest", "dashboard")
LIBRARIES: Final = (
    "spacy", "dateparser", "networkx", "plotly", "dash", "lxml", "openpyxl", "python-docx", "pypdfium2", "holidays",
)  # fmt: skip
OPTIONAL: Final = {"Encrypted cases": "sqlcipher3", "Keyring": "keyring", "PostgreSQL": "psycopg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. `remedy` is empty where nothing need be done."""

    name: str
    state: Literal["fine", "look", "missing"]
    detail: str
    remedy: str = ""


def examine() -> list[Check]:
    """Every check, in the order in which a helper would ask."""
    return [*_versions(), *_libraries(), _language_model(), *_packages_are_ours(), *_optional(), _case_folder()]


def _versions() -> Iterator[Check]:
    yield Check(name="Casethread", state="fine", detail=version("casethread"))
    yield Check(name="Python", state="fine", detail=f"{platform.python_version()} on {platform.system()}")
    yield Check(name="SQLite", state="fine", detail=sqlite3.sqlite_version)


def _libraries() -> Iterator[Check]:
    for name in LIBRARIES:
        try:
            yield Check(name=name, state="fine", detail=version(name))
        except PackageNotFoundError:
            yield Check(name=name, state="missing", detail="not installed", remedy="Install Casethread again.")


def _optional() -> Iterator[Check]:
    """The parts that are wanted for encrypted cases and for a team's database; none is missed where it is not used."""
    for what, package in OPTIONAL.items():
        try:
            yield Check(name=what, state="fine", detail=f"{package} {version(package)}")
        except PackageNotFoundError:
            yield Check(name=what, state="fine", detail="not installed (an optional part)")


def _language_model() -> Check:
    status = language_model_status()
    if status.name is None:
        return Check(name="Language model", state="missing", detail=status.problem, remedy=status.remedy)
    state: Literal["fine", "look"] = "fine" if status.verified else "look"
    return Check(
        name="Language model",
        state=state,
        detail=f"{status.name}, {status.origin}" + (f". {status.problem}" if status.problem else ""),
        remedy=status.remedy,
    )


def _packages_are_ours() -> Iterator[Check]:
    """Another distribution with a package of the same name would be run in place of ours."""
    home = Path(__file__).resolve().parent.parent
    for name in OUR_PACKAGES:
        spec = find_spec(name)
        place = Path(spec.origin).resolve().parent.parent if spec and spec.origin else None
        if place == home:
            yield Check(name=f"Package {name}", state="fine", detail="Casethread's own")
        else:
            yield Check(
                name=f"Package {name}",
                state="missing",
                detail="another program's package of that name is found first",
                remedy="Install Casethread in a virtual environment of its own.",
            )


def _case_folder() -> Check:
    try:
        folder = data_folder()
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError:
        return Check(
            name="Case folder",
            state="missing",
            detail="cannot be written",
            remedy="Set CASETHREAD_FOLDER to a folder that you may write to.",
        )
    service = synchronised(folder)
    if service:
        return Check(
            name="Case folder",
            state="look",
            detail=f"{folder}, which seems to be copied to other computers by {service}",
            remedy="Set CASETHREAD_FOLDER to a folder that stays on this computer.",
        )
    return Check(name="Case folder", state="fine", detail=str(folder))
