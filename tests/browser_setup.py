"""Find a Chromium for the browser tests, or install one; say plainly if neither can be done.

    CASETHREAD_CHROMIUM  ->  Playwright's own  ->  the system's  ->  install (Playwright, then Debian)

Run by `make test` before pytest: `python tests/browser_setup.py` prints the browser's path and leaves
with 0, or prints what to do and leaves with 1. Browser tests are never skipped for want of a browser.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

VARIABLE: Final = "CASETHREAD_CHROMIUM"
SYSTEM_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
INSTALL_SECONDS: Final = 900  # a slow line still gets there; a dead one does not hang for ever
REMEDY: Final = (
    "No Chromium was found and none could be installed. Install one (on Debian: apt-get install chromium; "
    f"elsewhere: playwright install chromium), or set {VARIABLE} to the path of a Chromium or Chrome."
)


def find_browser() -> Path | None:
    """The path of a Chromium that is there already, or None."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) if Path(named).is_file() else None
    return _playwrights_own() or _systems()


def install_browser() -> Path | None:
    """Install a Chromium, by Playwright if its downloads are reached, else as Debian's package."""
    attempts: list[tuple[list[str], Callable[[], Path | None]]] = [
        ([sys.executable, "-m", "playwright", "install", "chromium"], _playwrights_own)
    ]
    if shutil.which("apt-get"):
        as_root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
        attempts.append(([*as_root, "apt-get", "install", "--yes", "--quiet", "chromium"], _systems))
        attempts.insert(1, ([*as_root, "apt-get", "update", "--quiet"], _systems))
    for command, find in attempts:
        print("Installing a browser for the tests:", " ".join(command), file=sys.stderr)
        try:
            subprocess.run(command, check=False, timeout=INSTALL_SECONDS, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        except (OSError, subprocess.TimeoutExpired):
            continue
        found = find()
        if found:
            return found
    return None


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def _systems() -> Path | None:
    found = next((path for name in SYSTEM_NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None


def main() -> int:
    browser = find_browser() or install_browser()
    print(browser or REMEDY, file=sys.stdout if browser else sys.stderr)
    return 0 if browser else 1


if __name__ == "__main__":
    sys.exit(main())
