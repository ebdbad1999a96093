"""Time every pattern of the program on odd texts: in a program of its own, since patterns are noted as they are made.

prints JSON: [{"module", "pattern", "match", "search"}], the longest CPU seconds of each over all texts
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

OURS: Final = ("ingest", "model", "dashboard")
MATCHED: Final = 10_000  # signs of a text that is matched from its start
SEARCHED: Final = 2_000  # of one that is searched through
STOPPED_SECONDS: Final = 1.0
PIECES: Final = (
    "a", " ", "1", "1/", "a ", "(", "-", "1 ", "a1", "Aa ", "\n", " \n", "a.", "and ", "1.1", "the 1st of ", ":", "\t",
    ",a", "é", "of the ", "Mr A ", "\u200b", "½", "'", '"', "|", "| a ", "1st ",
)  # fmt: skip


def main() -> None:
    """Note the patterns, time them, print what was found."""
    made: dict[re.Pattern[str], str] = {}
    plain_compile: Any = re.compile

    def noted(pattern: Any, flags: Any = 0) -> Any:
        out = plain_compile(pattern, flags)
        module = str(sys._getframe(1).f_globals.get("__name__", ""))
        if module.split(".")[0] in OURS and isinstance(out.pattern, str):
            made.setdefault(out, module)
        return out

    re.compile = noted
    for name in OURS:
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    print(json.dumps([timed(pattern, module) for pattern, module in made.items()]))


def timed(pattern: re.Pattern[str], module: str) -> dict[str, Any]:
    """The slowest match and the slowest search of a pattern; one that takes a second is stopped there."""
    match = search = 0.0
    for piece in PIECES:
        long, short = (piece * MATCHED)[:MATCHED], (piece * SEARCHED)[:SEARCHED]
        match = max(match, seconds(partial(pattern.fullmatch, long)))
        search = max(search, seconds(partial(pattern.findall, short)))
        if max(match, search) >= STOPPED_SECONDS:
            break
    return {"module": module, "pattern": pattern.pattern[:100], "match": match, "search": search}


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of a piece of work, stopped after `STOPPED_SECONDS`."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, STOPPED_SECONDS)
    try:
        work()
    except TimeoutError:
        return STOPPED_SECONDS
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begun


def _stop(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    signal.signal(signal.SIGVTALRM, _stop)
    main()
