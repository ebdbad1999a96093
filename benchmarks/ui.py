"""How quick the timeline is at 1,000, 10,000 and 100,000 events: `make bench-ui`.

    large_case(n)  ->  case file  ->  served on this computer  ->  headless Chromium
    ->  first drawing (ms), main-thread work and kB a zoom, edit to redraw (ms), requests to other hosts

First drawing: from asking for the page to the drawn chart, scripts in the browser's cache, the case in memory. Zoom: a
preset pressed, then the whole case again; the processor time of the main thread until the picture has settled, the
worse of the two. Edit: a reviewer's decision stored, all that follows from the case worked out anew, the timeline drawn
(the server's part; only at 1,000 events, with the real rules). The machine is shared: trust growth, not single
values.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import waitress
from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from dashboard import app as app_module
from dashboard.app import create_app
from dashboard.callbacks.timeline import draw
from dashboard.config import DEFAULT_SETTINGS
from dashboard.jobs import Jobs
from dashboard.library import Library, key_of
from dashboard.routes import address
from dashboard.services import Services
from model.analysis import analyse
from model.case import Case, Decision, Findings
from model.review import LINK, mark_of
from model.store import Store
from tests.browser_setup import REMEDY, find_browser
from tests.dashboard.sample import large_case, write_case

SIZES: Final = (1_000, 10_000, 100_000)
REPEATS: Final = 5
MARKS: Final = "#chart .scatterlayer path.point, #chart .barlayer .point path"
ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
LIMITS: Final = {"first ms": 1_500, "zoom ms": 400, "zoom kB": 60, "edit ms": 500}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The medians of one size, in milliseconds and kilobytes."""

    events: int
    first: float
    zoom: float
    kilobytes: float
    edit: float | None
    elsewhere: int


def made_findings(case: Case) -> Findings:
    """The findings that come with a made case: the rules are not what is measured here."""
    return large_case(len(case.events))[1]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server over a folder of cases."""
    app_module.analyse = made_findings  # type: ignore[attr-defined]
    server = waitress.create_server(create_app(folder).server, host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        app_module.analyse = analyse  # type: ignore[attr-defined]


def main_thread_seconds(cdp: CDPSession) -> float:
    """The time that the page's main thread has worked so far."""
    metrics: list[dict[str, Any]] = cdp.send("Performance.getMetrics")["metrics"]
    return next(float(m["value"]) for m in metrics if m["name"] == "TaskDuration")


def settle(page: Page) -> None:
    """Wait until the chart shows the window of the address and nothing is under way."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-dash-is-loading]")).to_have_count(0)  # a function in the page would be eval
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def first_drawing(page: Page, url: str) -> float:
    """Milliseconds from asking for the page to its drawn chart."""
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(MARKS).first.wait_for(state="attached")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return (time.perf_counter() - began) * 1000


def zoom(page: Page, cdp: CDPSession, sizes: list[int], name: str) -> tuple[float, float]:
    """Main-thread milliseconds and kilobytes of one press of a preset."""
    settle(page)
    sizes.clear()
    before, words = main_thread_seconds(cdp), page.locator(".window-words").inner_text()
    page.locator("#controls").get_by_role("link", name=name).click()
    expect(page.locator(".window-words")).not_to_have_text(words)
    settle(page)
    return (main_thread_seconds(cdp) - before) * 1000, sum(sizes) / 1000


def edit_to_redraw(folder: Path, events: int) -> float:
    """Milliseconds from a decision to the redrawn timeline, on the server."""
    path = folder / f"edit-{events}.case"
    case = large_case(events)[0]
    write_case(path, case)
    library = Library(path, analyse)
    services = Services(library=library, jobs=Jobs(after=library.book), settings=DEFAULT_SETTINGS)
    page = address(key_of(path))
    draw(services, "", page)
    marks = tuple(mark_of(case, e) for e in case.events[:2])
    taken: list[float] = []
    for verdict in ("confirmed", "rejected", "proposed"):
        began = time.perf_counter()
        with Store.open(path) as store:
            store.decide(Decision(subject=LINK, verdict=verdict, about=marks))  # type: ignore[arg-type]
        draw(services, "", page)
        taken.append((time.perf_counter() - began) * 1000)
    services.jobs.close()
    return statistics.median(taken)


def measure(events: int, browser_path: Path) -> Measured:
    """All figures of one size."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        path = folder / "large.case"
        write_case(path, large_case(events)[0])
        edit = edit_to_redraw(folder, events) if events == SIZES[0] else None
        with served(folder) as site:
            browser = playwright.chromium.launch(executable_path=str(browser_path), args=list(ARGUMENTS))
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.set_default_timeout(120_000)
            cdp = page.context.new_cdp_session(page)
            sizes: list[int] = []
            elsewhere: list[str] = []
            own = urlsplit(site).netloc
            page.on("request", lambda r: None if urlsplit(r.url).netloc == own else elsewhere.append(r.url))
            cdp.on("Network.loadingFinished", lambda e: sizes.append(int(e["encodedDataLength"])))
            cdp.send("Network.enable")
            cdp.send("Performance.enable", {"timeDomain": "threadTicks"})  # processor time, whatever else runs here
            url = site + address(key_of(path))
            first_drawing(page, url)  # fills the browser's cache and loads the case
            firsts = [first_drawing(page, url) for _ in range(REPEATS)]
            zooms = [
                zoom(page, cdp, sizes, name) for _ in range(REPEATS) for name in ("Show a month", "Show the whole case")
            ]
            browser.close()
    near, far = zooms[::2], zooms[1::2]
    return Measured(
        events=events,
        first=statistics.median(firsts),
        zoom=max(statistics.median(z[0] for z in part) for part in (near, far)),
        kilobytes=max(z[1] for z in zooms),
        edit=edit,
        elsewhere=len(elsewhere),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and say whether all limits were kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of events")
    browser_path = find_browser()
    if browser_path is None:
        print(REMEDY, file=sys.stderr)
        return 1
    print(f"{'events':>8} {'first ms':>9} {'zoom ms':>9} {'zoom kB':>9} {'edit ms':>9} {'elsewhere':>10}")
    kept = True
    for events in parser.parse_args(arguments).sizes:
        m = measure(events, browser_path)
        edit = "" if m.edit is None else f"{m.edit:.0f}"
        print(
            f"{m.events:>8} {m.first:>9.0f} {m.zoom:>9.0f} {m.kilobytes:>9.1f} {edit:>9} {m.elsewhere:>10}", flush=True
        )
        values = {"first ms": m.first, "zoom ms": m.zoom, "zoom kB": m.kilobytes, "edit ms": m.edit or 0}
        kept &= m.elsewhere == 0 and all(value <= LIMITS[name] for name, value in values.items())
    limits = ", ".join(f"{name} {value:,}" for name, value in LIMITS.items())
    print(f"Limits: {limits}; nothing from elsewhere. {'All kept.' if kept else 'Not all kept.'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
