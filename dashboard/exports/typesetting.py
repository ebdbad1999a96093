"""The typesetter: our own templates, the case's words as data, the fonts of the house, and nothing else.

    template + data  ->  typeset  ->  (process of its own: typesetting_child)  ->  PDF or PNG bytes

Words of a case only ever enter as a value that the template reads (`sys.inputs`), never as part of the template, so
nothing in them can be an instruction. Neither the system's fonts nor packages nor the network are asked. The typesetter
keeps what it has laid out (2.5 GB for 5,000 entries on 1,250 pages), so it works in a process that ends with its
document; one document at a time.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from dashboard.exports.fonts.coverage import FAMILIES
from model.errors import UsageError

MAX_DATA_CHARS: Final = 9_000_000  # about 8,000 entries and 4 GB: above, a PDF is asked for in parts
MAX_SECONDS: Final = 900  # a slow computer still gets there; a stuck one is not waited for
_START: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from dashboard.exports.typesetting_child import main; sys.exit(main())"
)
_KEPT_ENVIRONMENT: Final = frozenset({"PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "HOME"})
_ONE_AT_A_TIME: Final = threading.Lock()


def typeset(
    name: str, data: Mapping[str, Any], *, form: Literal["pdf", "png"], made: dt.datetime | None = None, ppi: int = 144
) -> bytes:
    """A template filled with data, as a PDF or a PNG of its first page. Raises `UsageError` if it cannot be set."""
    if find_spec("typst") is None:
        raise UsageError(
            "The typesetter that makes PDF and PNG is not installed.",
            remedy="Install Casethread again as its guide says, or take docx, html or svg instead.",
        )
    held = json.dumps({**data, "fonts": FAMILIES}, ensure_ascii=False)
    if len(held) > MAX_DATA_CHARS:
        raise UsageError(
            "This is too long for one PDF.", remedy="Choose a shorter period or fewer agencies, or take docx or html."
        )
    asked = {"name": name, "data": held, "form": form, "ppi": ppi, "made": made.isoformat() if made else ""}
    with _ONE_AT_A_TIME:
        made_bytes = _in_its_process(json.dumps(asked).encode("utf-8"))
    if not made_bytes:
        raise UsageError(
            "The document could not be typeset.", remedy="Take it as docx or html instead, and tell the maintainers."
        )
    return made_bytes


def _in_its_process(asked: bytes) -> bytes:
    """What the child made of it, nothing where it made nothing. What it says of an error may hold words: not read."""
    home = str(Path(__file__).parent.parent.parent)
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _START, home],
            input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=MAX_SECONDS, check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            env={k: v for k, v in os.environ.items() if k in _KEPT_ENVIRONMENT},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
