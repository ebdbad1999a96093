"""How long an edit takes at a thousand events: on the server stage by stage, and in a browser to the redraw.

    invented rows of six agencies  ->  a case of about N events, with D decisions laid over it
    server   decide / load / overlay / analyse / lay out / draw, best of the repeats
    browser  from the press of a button to the panel that shows what it changed, median of the repeats

`python -m benchmarks.editing --events 1000 --decisions 100` prints both; `--no-browser` the first only.
Limits of the work: 300 ms to work everything out again, 500 ms to the redraw.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import waitress
from playwright.sync_api import Page, sync_playwright

from benchmarks.files import invented_rows
from dashboard.app import create_app
from dashboard.casebook import build_book
from dashboard.config import DEFAULT_SETTINGS
from dashboard.library import key_of
from dashboard.pages.timeline import timeline_view
from dashboard.routes import address
from dashboard.urlstate import ViewState
from ingest.read import IncomingFile, add_files
from model.analysis import analyse
from model.case import Case, CaseInfo, Decision
from model.overlay import overlay
from model.review import mark_of
from model.store import Store
from model.subjects import EVENT, STATUS
from model.when import When
from tests.browser_setup import find_browser

AGENCIES = ("childrens_social_care", "health_visiting", "police", "school", "gp", "midwifery")
EVENTS_A_ROW = 5.5  # of the invented rows, roughly
BROWSER_REPEATS = 15


def made_case(folder: Path, events: int) -> Path:
    """A case of about so many events, read from invented files."""
    path = folder / "measured.case"
    rows = invented_rows(int(events / EVENTS_A_ROW))
    files = []
    for number, agency in enumerate(AGENCIES):
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(("Date", "Source", "Event", "Action taken"))
        writer.writerows(rows[number :: len(AGENCIES)])
        data = out.getvalue().encode("utf-8")
        files.append(IncomingFile(name=f"{agency}.csv", size=len(data), load=lambda d=data: d, agency=agency))
    with Store.create(path, CaseInfo(id="measured", title="Measured")) as store:
        add_files(store, files)
    return path


def decide(path: Path, number: int) -> None:
    """Lay so many decisions over the case: half dates corrected, half events accepted."""
    rng = random.Random(7)
    with Store.open(path) as store:
        case = store.case_as_read()
        for n, event in enumerate(rng.sample(case.events, min(number, len(case.events)))):
            about = (mark_of(case, event),)
            day = When.on(dt.date(2019, 3, 1) + dt.timedelta(days=rng.randrange(300))).to_json()
            value = {"when": day} if n % 2 else {}
            subject = EVENT if n % 2 else STATUS
            store.decide(Decision(subject=subject, verdict="confirmed", about=about, value=value, author="A", made=""))


def best(repeats: int, work: Callable[[], object]) -> float:
    """The shortest of the repeats, in milliseconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def edited_cases(as_read: Case, case: Case) -> Iterator[Case]:
    """The case with one more date corrected, each time of another event."""
    for number, event in enumerate(e for e in case.events if e.main):
        day = When.on(dt.date(2019, 6, 1) + dt.timedelta(days=number)).to_json()
        decision = Decision(subject=EVENT, verdict="confirmed", about=(mark_of(case, event),), value={"when": day},
                            author="A", made="", number=len(case.decisions) + 1)  # fmt: skip
        yield overlay(replace(as_read, decisions=(*as_read.decisions, decision)))


def on_the_server(path: Path, repeats: int) -> None:
    """Print each stage of what follows a decision."""
    with Store.open(path) as store:
        as_read = store.case_as_read()
        case = overlay(as_read)
        fresh = best(1, lambda: analyse(case))
        findings = analyse(case)
        edited = edited_cases(as_read, case)
        book = build_book(findings.dated(case), findings)
        event = case.events[len(case.events) // 2]
        decision = Decision(subject=STATUS, verdict="confirmed", about=(mark_of(case, event),), author="A")
        stages = {
            "load": best(repeats, store.case_as_read),
            "overlay": best(repeats, lambda: overlay(as_read)),
            "analyse": best(repeats, lambda: analyse(next(edited))),
            "lay out": best(repeats, lambda: build_book(findings.dated(case), findings)),
            "draw": best(repeats, lambda: timeline_view(replace(book), "0" * 12, ViewState(event=event.id), "",
                                                        DEFAULT_SETTINGS)),
            "write": best(repeats, lambda: store.decide(decision)),
        }  # fmt: skip
    print(f"{len(case.entries)} entries, {len(case.events)} events, {len(case.decisions)} decisions")
    for name, milliseconds in stages.items():
        print(f"  {name:10} {milliseconds:7.0f} ms")
    again = sum(milliseconds for name, milliseconds in stages.items() if name != "load")
    print(f"  analyse, when the case is first opened: {fresh:.0f} ms")
    print(f"  after a decision on which something depends: {again:.0f} ms (what was read of the files is kept)")
    print(f"  after any other (accepted, noted, tagged, a gap's verdict): {again - stages['analyse']:.0f} ms")


def in_a_browser(path: Path) -> None:
    """Print how long it takes from a press to the redraw, in headless Chromium."""
    browser_path = find_browser()
    server = waitress.create_server(create_app(path.parent).server, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    url = f"http://127.0.0.1:{server.effective_port}{address(key_of(path))}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(browser_path), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(url)
        page.get_by_label("Your name, for the log").fill("A. Reviewer")
        page.keyboard.press("Enter")
        page.locator(".reviewer").wait_for()
        page.locator(".row-link").first.click()
        page.locator("#panel .tools form").first.wait_for()
        page.wait_for_timeout(1500)
        accepted = _repeated(page, lambda n: (_PRESS, ["Accept", "Confirmed by"] if n % 2 == 0 else
                                              ["Not reviewed", "Not yet reviewed"]))  # fmt: skip
        dated = _repeated(page, lambda n: (_CORRECT, str(3 + n)))
        browser.close()
    print(f"press to redraw, with a load of {os.getloadavg()[0]:.1f} on this machine:")
    for what, found in (("accepted", accepted), ("a date corrected", dated)):
        wall, main_thread = [t for t, _ in found], [t for _, t in found]
        print(f"  {what}: median {statistics.median(wall):.0f} ms, least {min(wall):.0f} ms, "
              f"main-thread work {statistics.median(main_thread):.0f} ms")  # fmt: skip


def _repeated(page: Page, edit: Callable[[int], tuple[str, object]]) -> list[tuple[float, float]]:
    """For each repeat the milliseconds from the press to the redraw, and those of the page's thread's own work."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # processor time, whatever else the machine does

    def busy() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(float(m["value"]) for m in metrics if m["name"] == "TaskDuration") * 1000

    out = []
    for number in range(BROWSER_REPEATS):
        before = busy()
        wall = page.evaluate(*edit(number))
        out.append((float(wall), busy() - before))
        page.wait_for_timeout(400)
    return out


_PRESS = """([name, shown]) => new Promise((done) => {
  const start = performance.now();
  const button = [...document.querySelectorAll('#panel .tools button')].find(b => b.textContent === name);
  const seen = new MutationObserver(() => {
    if (document.querySelector('#panel .facts') && document.querySelector('#panel').innerText.includes(shown)) {
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    }
  });
  seen.observe(document.body, { childList: true, subtree: true, characterData: true });
  button.click();
})"""


_CORRECT = """(day) => new Promise((done) => {
  const fold = [...document.querySelectorAll('#panel .tools details')].find(d => d.innerText.startsWith('Correct'));
  fold.open = true;
  setTimeout(() => {
    const form = fold.querySelector('form');
    form.querySelector('[name=precision]').value = 'day';
    form.querySelector('[name=day]').value = day;
    const before = document.querySelector('.panel-when').innerText, start = performance.now();
    const seen = new MutationObserver(() => {
      const now = document.querySelector('.panel-when');
      if (now && now.innerText !== before) {
        seen.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
      }
    });
    seen.observe(document.body, { childList: true, subtree: true, characterData: true });
    [...form.querySelectorAll('button')].find(b => b.textContent === 'Save the correction').click();
  }, 100);
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--decisions", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--no-browser", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = made_case(Path(folder), args.events)
        decide(path, args.decisions)
        on_the_server(path, args.repeat)
        if not args.no_browser:
            in_a_browser(path)


if __name__ == "__main__":
    main()
