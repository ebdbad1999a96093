"""Write a file whole or not at all: a temporary name in the same folder, then a rename."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from model.errors import UsageError
from model.keeping import flush


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, replacing what was there. Raises `UsageError` if it cannot be written."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
            flush(path.parent)  # the new name is on the disk too
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            "The file could not be written there.",
            remedy="Check that the folder exists, that you may write to it and that the file is not open elsewhere.",
        ) from error
