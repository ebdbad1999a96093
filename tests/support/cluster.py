"""A PostgreSQL server of the tests' own: made from the system's package, reached by a socket in a private folder alone.

Where the package is not there the tests that need it are skipped, and say so. It is stopped and removed at the end.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

SERVICE: Final = "casethread_tests"
PLACES: Final = "/usr/lib/postgresql"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: Debian's newest, or that of the first in the path; None for none."""
    found = sorted(Path(PLACES).glob("*/bin/initdb"), key=lambda p: int(p.parts[-3])) if sys.platform == "linux" else []
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).resolve().parent if named else None


@contextmanager
def cluster() -> Iterator[Path]:
    """A running server in a folder of its own; gives the service file that names it.

    Not in the folder of the test run: that is closed to other users, and the server may have to run as one.
    """
    bin_folder = programs()
    assert bin_folder is not None
    with tempfile.TemporaryDirectory(prefix="casethread-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        data, socket = folder / "data", folder / "socket"
        for made in (data, socket):
            made.mkdir()
        user = _own(folder, data, socket)
        options = f"-k {socket} -c listen_addresses='' -c fsync=off"
        _run(user, [bin_folder / "initdb", "-D", data, "-U", "casethread", "-A", "trust", "-E", "UTF8", "--no-locale"])
        _run(user, [bin_folder / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start"])
        try:
            service = folder / "pg_service.conf"
            service.write_text(f"[{SERVICE}]\nhost={socket}\nuser=casethread\ndbname=postgres\n", encoding="utf-8")
            yield service
        finally:
            with suppress(AssertionError):  # it may have ended by itself
                _run(user, [bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])


def _own(folder: Path, *parts: Path) -> str | None:
    """The server refuses to run for root: another user then gets its folders. Gives that user's name."""
    if os.geteuid() != 0:
        return None
    known = pwd.getpwnam("postgres")
    for part in parts:
        os.chown(part, known.pw_uid, known.pw_gid)
    folder.chmod(0o711)  # to be walked through, not read
    return known.pw_name


def _run(user: str | None, command: list[str | Path]) -> None:
    words = [str(word) for word in command]
    before = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
    done = subprocess.run([*before, *words], capture_output=True, text=True, cwd="/", check=False)
    assert done.returncode == 0, f"{words[0]}: {done.stdout} {done.stderr}"
