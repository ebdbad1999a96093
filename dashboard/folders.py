"""Where Casethread keeps things on this computer, unless the user names another place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

FOLDER_VARIABLE: Final = "CASETHREAD_FOLDER"


def data_folder() -> Path:
    """The folder of the user's cases, made (private to the user) if it is not there.

    The environment variable CASETHREAD_FOLDER names another one.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    folder = Path(named) if named else user_data_path("casethread", appauthor=False) / "cases"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
