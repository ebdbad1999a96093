"""Make the pictures of the documentation from the running program: `make pictures`.

    worked example  ->  casethread demo (a process of its own)  ->  Chromium  ->  docs/pictures/*.png

Every page is taken at 1440 and at 390 pixels, light and dark ("-dark" in the name): the timeline with an event
chosen, bringing in with files to be checked, a source opened, the parts of the page of knowledge each.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from dashboard.demo import example_files
from dashboard.routes import PAGES
from tests.browser_setup import REMEDY, find_browser

FOLDER = Path(__file__).resolve().parent
WIDTHS = {1440: 900, 390: 844}
COLOURS = 256
VIEWS = dict.fromkeys(PAGES, "") | {
    "knowledge-part-flow": "?show=flow",
    "knowledge-part-people": "?show=people",
    "knowledge-part-network": "?show=network",
}
CHOSEN = {"timeline": ".row-link >> nth=4", "source": "#main .plain-list a"}
"""What is selected on a page before it is taken."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def running_demo() -> Iterator[str]:
    """The address of the case's first page while the demo runs."""
    command = [sys.executable, "-m", "dashboard", "demo", "--no-browser", "--port", "8097"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            line = next(line for line in process.stdout if "http://" in line)
            yield line[line.index("http://") :].strip()
        finally:
            process.terminate()


def take(page: Page, name: str, width: int) -> None:
    """Take a page as it stands, light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(800)  # the chart is drawn after its data have come
        keep(page.screenshot(), FOLDER / f"{name}-{width}{'-dark' if scheme == 'dark' else ''}.png")


def keep(picture: bytes, path: Path) -> None:
    """Keep a picture in 256 colours of its own: a third of the size, and nobody sees the difference."""
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def bring_in(page: Page) -> None:
    """Two files of the example, to be checked before they are read."""
    files = [f for f in example_files() if f.suffix in (".csv", ".xlsx")]
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Choose files").click()
    chosen.value.set_files(files)
    page.get_by_text("Check before reading").wait_for(timeout=60_000)
    page.locator(".file-card summary").first.click()
    page.evaluate("window.scrollTo(0, 0)")


def main() -> int:
    browser_path = find_browser()
    if browser_path is None:
        print(REMEDY, file=sys.stderr)
        return 1
    with running_demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        page = browser.new_context(locale="en-GB").new_page()  # one for all: the address lets in one browser, once
        page.goto(address)
        page.locator("#main h1").wait_for(state="attached")
        timeline = address.partition("?")[0]
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(timeline.partition("/case/")[0] + "/")
            take(page, "cases", width)
            for name, query in VIEWS.items():
                page.goto(timeline.replace("timeline", name.partition("-part-")[0]) + query)
                page.locator("#main h1").wait_for(state="attached")
                if name == "bring-in":
                    bring_in(page)
                if name in CHOSEN:
                    page.locator(CHOSEN[name]).first.click()
                    page.evaluate("window.scrollTo(0, 0)")
                take(page, name, width)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
