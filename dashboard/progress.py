"""A progress bar on the terminal for work that takes longer than two seconds.

    with shown_progress(console) as progress:  add_paths(..., progress=progress)

Nothing is drawn for quick work, and nothing where no person watches (no terminal attached).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from ingest.read import Progress, Step

SECONDS_BEFORE_SHOWN: Final = 2.0


@contextlib.contextmanager
def shown_progress(console: Console) -> Iterator[Progress]:
    """Give a callback for `ingest.read` that draws a bar once the work has lasted two seconds."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Bar(*columns, console=console, transient=True, disable=not console.is_terminal or console.quiet)
    started = time.monotonic()
    task = bar.add_task("", total=None)
    running = False

    def on_step(step: Step) -> None:
        nonlocal running
        bar.update(task, description=f"{step.file}: {step.doing}", completed=step.done, total=step.total)
        if not running and time.monotonic() - started > SECONDS_BEFORE_SHOWN:
            bar.start()
            running = True

    try:
        yield on_step
    finally:
        if running:
            bar.stop()
