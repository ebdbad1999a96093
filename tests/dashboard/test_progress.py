"""The bar on the terminal: for slow work, where a person watches, and not otherwise."""

import io
import time

import pytest
from rich.console import Console

from dashboard.progress import shown_progress
from ingest.read import Step

STEP = Step(file="police.docx", doing="reading", done=0, total=3)


def drawn(*, terminal: bool, quiet: bool = False, seconds: float = 0.4, after: float = 0.05) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, quiet=quiet, width=100)
    with shown_progress(console, after_seconds=after) as progress:
        progress(STEP)
        time.sleep(seconds)
    return out.getvalue()


def test_slow_work_shows_the_file_and_what_is_done_although_no_further_step_comes() -> None:
    said = drawn(terminal=True)
    assert "police.docx: reading" in said
    assert "0/3" in said


@pytest.mark.parametrize(
    ("terminal", "quiet", "after"),
    [
        pytest.param(True, False, 30.0, id="quick work"),
        pytest.param(False, False, 0.05, id="no terminal"),
        pytest.param(True, True, 0.05, id="quiet"),
    ],
)
def test_nothing_is_drawn_otherwise(terminal: bool, quiet: bool, after: float) -> None:
    assert "police.docx" not in drawn(terminal=terminal, quiet=quiet, after=after, seconds=0.15)
