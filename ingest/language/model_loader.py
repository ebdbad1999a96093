"""Find the installed English model, make sure that its files are the official ones, load it.

    find_model  ->  verify (SHA-256 of each file, language_model.toml)  ->  spaCy pipeline, or a blank one

Nothing is ever downloaded, and no path given by a user is loaded: loading a pipeline folder may run code.
Without a model the program reads by its rules alone and says so (`language_model_status`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from model.data import load_toml

OFFICIAL = "en_core_web_sm"
_UNUSED = ("ner", "parser", "lemmatizer", "senter", "attribute_ruler")
_REMEDY_MISSING = (
    'Install it with: pip install "casethread[language-model]". Until then, dates and cues are read by rules alone.'
)
_REMEDY_CHANGED = 'Install the model again: pip install --force-reinstall "casethread[language-model]".'


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """Which language model is used. `name` is "blank" without one; `verified` says that all files are official."""

    name: str
    origin: str
    verified: bool
    problem: str = ""
    remedy: str = ""


def _data() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "language_model.toml")


def _folder(package: str) -> Path | None:
    """The data folder of an installed model package, found without running its code."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / f"{package}-{_data()['model_version']}"
    return folder if folder.is_dir() else None


def changed_files(folder: Path) -> list[str]:
    """The files of a model folder that are missing or not the official ones."""
    changed = []
    for name, expected in _data()["sha256"].items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            changed.append(name)
    return changed


@cache
def language_model_status() -> ModelStatus:
    """What `LanguageReader` will use, checked once a run."""
    return _status_and_folder()[0]


@cache
def _status_and_folder() -> tuple[ModelStatus, Path | None]:
    for package, origin in _data()["packages"].items():
        folder = _folder(package)
        if folder is None:
            continue
        if changed_files(folder):
            return ModelStatus(
                "blank",
                origin,
                False,
                f"Files of the installed language model {package} are not the official ones, so it is not used.",
                _REMEDY_CHANGED,
            ), None
        return ModelStatus(package, origin, True), folder
    return ModelStatus("blank", "none installed", False, "No language model is installed.", _REMEDY_MISSING), None


def model_folder() -> Path | None:
    """The folder of the verified model, or None."""
    return _status_and_folder()[1]


def load_language(model: str = "auto") -> Any:
    """A spaCy pipeline with tags where the model is there, else a blank English one.

    `model` is "auto" or "blank". Parts that are not used are left out.
    """
    import spacy

    folder = _status_and_folder()[1] if model == "auto" else None
    if folder is None:
        return spacy.blank("en")
    return spacy.util.load_model_from_path(folder, exclude=list(_UNUSED))
