"""A whole case from an empty folder to a shared link: once with the mouse, once with nothing but the keyboard.

six files  ->  a column put right  ->  read  ->  found by search  ->  a date corrected and undone  ->  records
confirmed as one event  ->  a gap dismissed with a reason and opened again  ->  an event made of marked words  ->
the view shared as a link

Both runs take the same steps with another `Hand`. That of the keyboard has only Tab, Enter, Space, arrows and
letters, and fails where Tab never comes to what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from dashboard.demo import example_files
from tests.dashboard.browser.conftest import TIMEOUT_MS, Site

NAME = "A. Reviewer"
TAKEN = ("0-19", "GP info", "CSC", "NMP", "haven")  # of the worked example: CSV, text, Word, Excel, Markdown
MOST_TABS = 700  # a page of thirty rows and ten gap cards has some three hundred stops
READ_MS = 180_000
LEDGER = "Moment,Tale,Sum\n" + "".join(
    f"{n:02d}/05/2024,Rent letter number {n} sent to the flat; the tenant rang about damp.,{n}\n" for n in range(1, 9)
)


class Hand(Protocol):
    """What a person does to a page."""

    def press(self, target: Locator) -> None: ...
    def write(self, target: Locator, text: str) -> None: ...
    def pick(self, target: Locator, label: str) -> None: ...
    def mark(self, card: Locator, words: str) -> None: ...


class Mouse:
    """Clicks, and writes into what was clicked."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def pick(self, target: Locator, label: str) -> None:
        target.select_option(label=label)  # a list of the browser's own, whose options no test can click

    def mark(self, card: Locator, words: str) -> None:
        """Draw over the words in the row."""
        box = card.locator(".entry-text").evaluate(
            """(row, words) => { const walk = document.createTreeWalker(row, NodeFilter.SHOW_TEXT); let node;
               while ((node = walk.nextNode()) && !node.textContent.includes(words)) {}
               const at = node.textContent.indexOf(words), range = document.createRange();
               range.setStart(node, at); range.setEnd(node, at + words.length);
               const box = range.getBoundingClientRect();
               return [box.left, box.right, (box.top + box.bottom) / 2]; }""",
            words,
        )
        left, right, y = (float(n) for n in box)
        self.page.mouse.move(left + 0.5, y)
        self.page.mouse.down()
        self.page.mouse.move(right - 0.5, y, steps=8)
        self.page.mouse.up()


class Keyboard:
    """Tab until it has the focus, then keys. The mouse is never touched."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, target: Locator) -> None:
        for _ in range(MOST_TABS):
            if target.count() and target.first.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab never came to {target}")

    def press(self, target: Locator) -> None:
        self.to(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self.to(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def pick(self, target: Locator, label: str) -> None:
        """The arrow keys, from the option that is chosen to the one that is wanted."""
        self.to(target)
        names = target.locator("option").all_inner_texts()
        steps = names.index(label) - int(target.evaluate("e => e.selectedIndex"))
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        expect(target.locator("option:checked")).to_have_text(label)

    def mark(self, card: Locator, words: str) -> None:
        """In the copy of the row: the arrow keys to the first word, then with Shift over all of them."""
        self.press(card.locator(".marking summary"))
        copy = card.locator(".row-copy")
        self.to(copy)
        self.page.keyboard.press("Control+Home")
        for _ in range(copy.input_value().index(words)):
            self.page.keyboard.press("ArrowRight")
        for _ in words:
            self.page.keyboard.press("Shift+ArrowRight")


@pytest.fixture
def fresh(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(TIMEOUT_MS)
    yield context
    context.close()


@pytest.mark.parametrize("of", [pytest.param(Mouse, id="mouse"), pytest.param(Keyboard, id="keyboard")])
def test_a_whole_case(fresh: BrowserContext, site: Site, tmp_path: Path, of: type[Mouse] | type[Keyboard]) -> None:
    errors: list[str] = []
    page = fresh.new_page()
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    hand = of(page)
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(LEDGER, encoding="utf-8")
    files = [f for f in example_files() if any(part in f.name for part in TAKEN)] + [ledger]
    assert len(files) == 6
    make_a_case(page, site, hand, f"Whole case by {of.__name__}")
    bring_in(page, hand, files)
    say_who(page, hand)
    correct_and_undo(page, hand)
    confirm_a_link(page, hand)
    dismiss_and_undo(page, hand)
    add_from_marked_words(page, hand)
    share(page, hand)
    assert errors == []


def make_a_case(page: Page, site: Site, hand: Hand, title: str) -> None:
    page.goto(site.url)
    hand.write(page.get_by_label("Title"), title)
    for label, text in (("Day", "6"), ("Month", "10"), ("Year", "2024")):
        hand.write(page.get_by_label(label, exact=True), text)
    hand.press(page.get_by_role("button", name="Make the case and add chronologies"))
    expect(page).to_have_url(re.compile("/bring-in"))


def bring_in(page: Page, hand: Hand, files: list[Path]) -> None:
    with page.expect_file_chooser() as chosen:
        hand.press(page.get_by_role("button", name="Choose files"))
    chosen.value.set_files(files)
    expect(page.locator("#job h2")).to_contain_text("Check before reading", timeout=READ_MS)
    card = page.locator(".file-card", has_text="ledger.csv")
    hand.pick(card.get_by_label("Agency of"), "Housing")
    columns = card.get_by_label("What the column Moment means")
    if not columns.is_visible():
        hand.press(card.locator("summary"))
    hand.pick(columns, "Date")
    hand.pick(card.get_by_label("What the column Tale means"), "What happened")
    hand.press(page.get_by_role("button", name="Read 6 files"))
    expect(page.locator("#job h2")).to_contain_text("6 files added", timeout=READ_MS)
    expect(page.locator(".file-card", has_text="ledger.csv")).to_contain_text("Housing. 8 entries read")
    hand.press(page.get_by_role("link", name="Open the timeline"))
    expect(page.locator("#chart-caption")).to_contain_text("event")


def say_who(page: Page, hand: Hand) -> None:
    hand.write(page.get_by_label("Your name, for the log"), NAME)
    hand.press(page.get_by_role("button", name="Keep", exact=True))
    expect(page.locator(".reviewer")).to_contain_text(NAME)


def search(page: Page, hand: Hand, words: str) -> None:
    hand.write(page.get_by_label("Search the records"), words)
    hand.press(page.get_by_role("button", name="Search", exact=True))
    expect(page.locator("#filters-in-force")).to_contain_text(words)


def correct_and_undo(page: Page, hand: Hand) -> None:
    search(page, hand, "Neighbour reports shouting")
    hand.press(page.locator(".row-link").first)
    panel = page.locator("#panel")
    expect(panel.locator(".panel-when")).to_have_text("11 Dec 2022, 21:47")
    hand.press(panel.locator("summary", has_text="Correct"))
    form = panel.get_by_role("group", name="Correct this event")
    hand.write(form.get_by_label("Day", exact=True).first, "12")
    hand.write(form.get_by_label("Reason"), "The incident log gives the twelfth")
    hand.press(form.get_by_role("button", name="Save the correction"))
    expect(panel.locator(".panel-when")).to_have_text("12 Dec 2022, 21:47")
    hand.press(page.get_by_role("button", name=re.compile("^Undo")).first)
    expect(panel.locator(".panel-when")).to_have_text("11 Dec 2022, 21:47")


def to_page(page: Page, hand: Hand, name: str) -> None:
    hand.press(page.get_by_role("navigation", name="Pages of this case").get_by_role("link", name=name, exact=True))
    expect(page.locator("#main h1")).to_be_visible()


def confirm_a_link(page: Page, hand: Hand) -> None:
    to_page(page, hand, "To settle")
    expect(page.get_by_role("link", name="Confirmed (0)")).to_be_visible()
    hand.press(page.get_by_role("button", name="Same event").first)
    expect(page.locator("#review-said")).to_contain_text("Confirmed as the same event.")
    expect(page.get_by_role("link", name="Confirmed (1)")).to_be_visible()


def dismiss_and_undo(page: Page, hand: Hand) -> None:
    to_page(page, hand, "Gaps")
    hand.press(page.locator(".register .row-link").nth(1))
    card = page.locator("#gap-panel")
    expect(card.locator(".panel-title")).to_be_focused()
    hand.write(card.get_by_label("Reason or answer"), "Seen in the minutes of the meeting")
    hand.press(card.get_by_role("button", name="Dismiss"))
    expect(page.locator("#review-said")).to_contain_text("Gap dismissed.")
    expect(card.locator(".status")).to_have_text("Dismissed by a reviewer")
    hand.press(page.locator(".review-bar").get_by_role("button", name=re.compile("^Undo")))
    expect(card.locator(".status")).to_have_text("Not yet reviewed")


def add_from_marked_words(page: Page, hand: Hand) -> None:
    to_page(page, hand, "Sources")
    hand.press(page.locator("table.sources").get_by_role("link", name="ledger.csv"))
    card = page.locator("article").first
    expect(card.locator(".entry-text")).to_contain_text("rang about damp")
    hand.press(card.locator("summary", has_text="Add an event from this row"))
    hand.mark(card, "about damp")
    hand.press(card.get_by_role("button", name="Use the marked words"))
    expect(card.get_by_label("Words of the row")).to_have_value("about damp")
    hand.pick(card.get_by_label("Type").first, "Concern")
    hand.press(card.get_by_role("button", name="Add the event"))
    expect(page.locator("#review-said")).to_contain_text("Event added.")
    expect(page.locator("article").first.locator("mark", has_text="about damp")).to_be_visible()


def share(page: Page, hand: Hand) -> None:
    to_page(page, hand, "Timeline")
    search(page, hand, "about damp")
    expect(page.locator("table.events tbody tr")).not_to_have_count(0)
    rows = page.locator("table.events tbody tr").count()
    link = page.url
    assert "damp" not in link
    assert "Reviewer" not in link
    other = page.context.new_page()  # somebody else's window
    other.goto(link)
    expect(other.locator("table.events tbody tr")).to_have_count(rows)
    expect(other.get_by_label("Search the records")).to_have_value("about damp")
    other.close()
