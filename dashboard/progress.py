"""A progress bar on the terminal for work that takes longer than two seconds.

    with shown_progress(console) as progress:  add_paths(..., progress=progress)

Nothing is drawn for quick work, and nothing where no person watches (no terminal attached).
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from ingest.read import Progress, Step

SECONDS_BEFORE_SHOWN: Final = 2.0


@contextlib.contextmanager
def shown_progress(console: Console, after_seconds: float = SECONDS_BEFORE_SHOWN) -> Iterator[Progress]:
    """Give a callback for `ingest.read` that draws a bar once the work has lasted so long.

    The bar starts by a clock of its own: one large file gives no sign for many seconds.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    watched = console.is_terminal and not console.quiet
    bar = Bar(*columns, console=console, transient=True, disable=not watched)
    task = bar.add_task("", total=None)

    def on_step(step: Step) -> None:
        bar.update(task, description=f"{step.file}: {step.doing}", completed=step.done, total=step.total)

    clock = threading.Timer(after_seconds, bar.start)
    clock.daemon = True
    if watched:
        clock.start()
    try:
        yield on_step
    finally:
        clock.cancel()
        bar.stop()
