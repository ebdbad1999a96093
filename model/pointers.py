"""The few lines that stand in the place of a case file whose rows lie on a team's server.

write_pointer(path, service, schema)  ->  TOML for its owner alone: no address, no name, no password
is_pointer, read_pointer              ->  what such a file says
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Final

MARK: Final = "case on a server"
POINTER_BYTES: Final = 1_000  # at most


def is_pointer(path: Path) -> bool:
    """Whether a file points to a case on a server."""
    return path.stat().st_size <= POINTER_BYTES and read_pointer(path).get("casethread") == MARK


def read_pointer(path: Path) -> dict[str, Any]:
    """What such a file says; nothing for any other."""
    try:
        return tomllib.loads(path.read_bytes()[:POINTER_BYTES].decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def write_pointer(path: Path, service: str, schema: str) -> None:
    """Write a new pointer. Raises OSError."""
    text = f'casethread = "{MARK}"\nservice = "{service}"\nschema = "{schema}"\n'
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
