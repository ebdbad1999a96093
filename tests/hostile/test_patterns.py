"""No pattern of the program can be made to think for long: each is timed by itself on one piece again and again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "support" / "patterns.py"
MATCH_SECONDS = 0.05  # of CPU, for 10,000 signs (engineering requirement 8)
SEARCH_SECONDS = 0.25  # for 2,000 signs, begun anew at every place
LEAST = 300  # patterns: fewer, and they were not noted


@pytest.fixture(scope="module")
def timed() -> list[dict[str, Any]]:
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=True, timeout=500)
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_every_pattern_was_noted(timed: list[dict[str, Any]]) -> None:
    assert len(timed) >= LEAST
    assert {"ingest", "model", "dashboard"} == {t["module"].split(".")[0] for t in timed}


@pytest.mark.parametrize(("what", "most"), [("match", MATCH_SECONDS), ("search", SEARCH_SECONDS)])
def test_every_pattern_is_quick_on_odd_texts(timed: list[dict[str, Any]], what: str, most: float) -> None:
    slow = [f"{t['module']}: {t[what]:.2f} s: {t['pattern']}" for t in timed if t[what] > most]
    assert slow == []
