"""A trainer's journey: a walkthrough made, presented and saved as a file; no answer holds what came later."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, Route, expect

from dashboard.casebook import build_book
from dashboard.library import key_of
from dashboard.presenting.scene import whole_of
from dashboard.routes import address
from model.store import Store
from model.walkthrough import Walkthrough, day_stop, event_stop, gap_stop, new_walkthrough
from tests.dashboard.browser.conftest import Site
from tests.dashboard.browser.test_accessible import violations
from tests.dashboard.sample import sample_case, write_case

CASE, FINDINGS = sample_case()
EVENTS = {event.id: event for event in CASE.events}
WHOLE = whole_of(build_book(CASE, FINDINGS))
NOTES = "Zebra crossing: two minutes each."


def walkthrough() -> Walkthrough:
    gap = next(g for g in FINDINGS.gaps if g.id == "g2")
    return new_walkthrough("Towards the meeting in May").with_stops(
        [
            event_stop(CASE, EVENTS["e3"], question="Who should know?"),
            event_stop(CASE, EVENTS["e7"], question="Who was told of this night?", notes=NOTES),
            gap_stop(CASE, gap),
            day_stop(dt.date(2021, 4, 1)),
            event_stop(CASE, EVENTS["e27"]),
        ]
    )


@pytest.fixture
def prepared(site: Site, request: pytest.FixtureRequest) -> tuple[str, str]:
    """The address of a stage, and of the page of its case."""
    path, walk = site.folder / f"{re.sub('[^a-z]', '', request.node.name)[:50]}.case", walkthrough()
    write_case(path, CASE)
    with Store.open(path) as store:
        store.decide(replace(walk.decision(), author="R", made="2022-01-01T00:00:00Z"))
    return f"{site.url}/present/{key_of(path)}/{walk.id}", site.url + address(key_of(path), "present")


def open_stage(page: Page, where: str) -> None:
    page.goto(where)
    expect(page.locator("#scene h1")).to_contain_text("23 September 2020")
    expect(page.locator("#stage")).to_be_focused()


def say_who(page: Page) -> None:
    """Give a name, unless one was given in this browser before."""
    asked, known = page.get_by_label("Your name, for the log"), page.locator(".reviewer")
    expect(asked.or_(known).first).to_be_visible()
    if asked.is_visible():
        asked.fill("Tess Trainer")
        page.get_by_role("button", name="Keep", exact=True).click()
        expect(known).to_contain_text("Tess Trainer")


def day(page: Page, text: str) -> None:
    expect(page.locator("#scene h1")).to_contain_text(text)


def test_keys_and_clickers_lead_through_the_stops(page: Page, prepared: tuple[str, str]) -> None:
    open_stage(page, prepared[0])
    for key, shown in (
        ("ArrowRight", "19 December 2020"), ("Space", "5 March 2021"), ("PageDown", "1 April 2021"),
        ("PageUp", "5 March 2021"), ("ArrowLeft", "19 December 2020"), ("End", "20 May 2021"),
        ("Home", "23 September 2020"), ("ArrowLeft", "23 September 2020"),
    ):  # fmt: skip
        page.keyboard.press(key)
        day(page, shown)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Page down")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    day(page, "23 September 2020")


def test_blinkers_reveal_blank_and_notes(page: Page, prepared: tuple[str, str]) -> None:
    open_stage(page, prepared[0])
    page.keyboard.press("ArrowRight")
    expect(page.locator(".here")).to_contain_text("shouting")
    page.keyboard.press("2")
    expect(page.locator(".to-whom")).to_have_text("as known to Children's social care")
    expect(page.locator(".here")).to_have_count(0)
    expect(page.locator("#stage")).not_to_contain_text("shouting")
    expect(page.locator("#said")).to_contain_text("to Children's social care")
    page.keyboard.press("r")
    expect(page.locator(".here")).to_contain_text(
        "Nothing in the files supplied shows that Children's social care knew"
    )
    expect(page.get_by_role("heading", name="Gaps complete by this day")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_role("heading", name="What nobody knew yet")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".here")).to_have_count(0)
    page.keyboard.press("0")
    expect(page.locator(".here")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#scene")).to_be_hidden()
    page.keyboard.press("b")
    expect(page.locator("#scene")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#notes")).to_have_text(NOTES)
    page.keyboard.press("n")
    expect(page.locator("#notes")).to_be_hidden()


def test_a_scene_is_taken_in_by_its_elements_alone(page: Page, prepared: tuple[str, str]) -> None:
    """Were a scene ever to hold markup that the program does not make, none of it would act."""
    bad = "<h1>1 May 2021</h1><img src=x onerror='window.ran=1'><script>window.ran=1</script>"
    bad += "<p onclick='x()' style='y'>Z</p>"

    def spoilt(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"html": bad})

    page.route("**/stop/*", spoilt)
    page.goto(prepared[0])
    day(page, "1 May 2021")
    assert page.locator("#scene").evaluate("s => s.innerHTML") == "<h1>1 May 2021</h1><p>Z</p>"
    assert page.evaluate("window.ran") is None
    page.unroute("**/stop/*")


def test_every_element_that_is_made_is_taken_in(page: Page, prepared: tuple[str, str]) -> None:
    open_stage(page, prepared[0])
    page.keyboard.press("End")
    day(page, "20 May 2021")
    for step in ("r", "r"):
        with page.expect_response(re.compile("/stop/")) as answer:
            page.keyboard.press(step)
        made = answer.value.json()["html"]
        page.wait_for_function(
            "s => document.getElementById('said').textContent === s", arg=answer.value.json()["said"]
        )
        count = "h => new DOMParser().parseFromString(h, 'text/html').body.querySelectorAll('*').length"
        assert page.locator("#scene *").count() == page.evaluate(count, made)


def test_the_stage_fills_the_screen_and_escape_leaves_that_first(page: Page, prepared: tuple[str, str]) -> None:
    open_stage(page, prepared[0])
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.keyboard.press("ArrowRight")
    day(page, "19 December 2020")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement === null")
    page.keyboard.press("Escape")
    expect(page.locator("#main h1")).to_have_text("Present")


def test_only_what_was_known_is_found_and_named_in_the_legend(page: Page, prepared: tuple[str, str]) -> None:
    open_stage(page, prepared[0])
    page.keyboard.press("ArrowRight")
    day(page, "19 December 2020")
    for words, found in (("home arguments", "1 record"), ("line went dead", "0 records"), ("", "")):
        page.get_by_label("Find in what was known").fill(words)
        expect(page.locator("#found")).to_have_text(found)
    page.get_by_text("What the shapes mean").click()
    expect(page.locator(".legend")).to_contain_text("Incident or concern")
    expect(page.locator(".legend")).not_to_contain_text("Meeting")
    page.keyboard.press("End")
    page.locator("#stage").focus()
    page.keyboard.press("End")
    day(page, "20 May 2021")
    page.get_by_text("What the shapes mean").click()
    expect(page.locator(".legend")).to_contain_text("Meeting")


def test_outlines_come_with_the_reveal_where_the_trainer_wants_them(page: Page, prepared: tuple[str, str]) -> None:
    open_stage(page, prepared[0])
    page.keyboard.press("End")
    day(page, "20 May 2021")
    page.get_by_role("button", name="Outlines of what others had").click()
    page.get_by_role("button", name="3 Police").click()
    expect(page.get_by_role("button", name="Show where others had records")).to_be_visible()
    marks = page.locator(".picture g > path")
    before = marks.count()
    page.keyboard.press("r")
    expect(page.locator("figcaption")).to_contain_text("Grey circles")
    assert marks.count() > before
    expect(page.locator("#stage")).not_to_contain_text("noisy at night")


def test_keys_act_only_on_the_stage_and_can_be_turned_off(page: Page, prepared: tuple[str, str]) -> None:
    open_stage(page, prepared[0])
    page.get_by_role("button", name="Back").focus() if page.get_by_role("button", name="Back").is_enabled() else None
    page.get_by_role("button", name="Blank").focus()
    page.keyboard.press("ArrowRight")
    day(page, "23 September 2020")
    page.get_by_role("button", name="Keys", exact=True).click()  # a click gives the stage the focus
    expect(page.locator("#stage")).to_be_focused()
    page.keyboard.press("ArrowRight")
    day(page, "23 September 2020")
    page.get_by_role("button", name="Next").click()
    day(page, "19 December 2020")
    page.get_by_role("button", name="Leave").click()
    expect(page.locator("#main h1")).to_have_text("Present")


def test_no_answer_of_a_walkthrough_holds_what_came_later(page: Page, prepared: tuple[str, str]) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    open_stage(page, prepared[0] + "?names=yes")  # with the very words of the records, so that each can be looked for
    for stop in range(5):
        for key in ("1", "r", "r", "2", "r", "r", "r", "0", "r", "r"):
            with page.expect_response(re.compile("/stop/")):
                page.keyboard.press(key)
        if stop < 4:
            with page.expect_response(re.compile("/stop/")):
                page.keyboard.press("ArrowRight")
    scenes = 0
    for answer in answers:
        text, on = answer.text(), dt.date.min
        if "/stop/" in answer.url:
            scenes += 1
            shown = re.search(r"<h1>(\d+ \w+ \d{4})", json.loads(text)["html"])
            assert shown
            on = dt.datetime.strptime(shown[1], "%d %B %Y").date()
        later = [e for e in WHOLE.view.events if (known := WHOLE.shown[e.id]) is None or known > on]
        assert [e.quote for e in later if e.quote in text] == []
        assert [e.id for e in later if re.search(rf"\W{e.id}\W", text) and "/stop/" in answer.url] == []
        assert "Child R" not in text
        assert NOTES not in text
    assert scenes >= 55


def test_the_notes_window_follows_and_leads(page: Page, prepared: tuple[str, str]) -> None:
    open_stage(page, prepared[0])
    with page.context.expect_page() as opening:
        page.get_by_role("button", name="Notes in a window").click()
    notes = opening.value
    expect(notes.locator("#notes")).to_contain_text("Stop 1, 23 September 2020")
    notes.get_by_role("button", name="Next").click()
    day(page, "19 December 2020")
    expect(notes.locator("#notes")).to_contain_text(NOTES)
    assert violations(notes) == []
    notes.close()


def test_the_stage_has_no_violation_and_fits_a_small_screen(page: Page, prepared: tuple[str, str]) -> None:
    page.emulate_media(color_scheme="dark")  # always light
    open_stage(page, prepared[0])
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    sizes = "[...document.querySelectorAll('#stage *, button')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    for key in ("End", "2", "r", "r"):
        page.keyboard.press(key)
        page.wait_for_load_state("networkidle")
        assert violations(page) == []
        assert min(page.evaluate(f"{sizes}.filter((s, n) => true)")) >= 12  # of the picture, which is scaled up:
        scale = page.evaluate("(b => b.width / 958)(document.querySelector('.picture svg').getBoundingClientRect())")
        assert 13 * scale >= 17.5
    words = "[...document.querySelectorAll('#scene p, #scene li, #scene h1, button')]"
    assert min(page.evaluate(f"{words}.map(e => parseFloat(getComputedStyle(e).fontSize))")) >= 18
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(page) == []
    page.emulate_media(color_scheme=None)


def test_a_trainer_makes_a_walkthrough_presents_it_and_saves_it(page: Page, prepared: tuple[str, str]) -> None:
    page.goto(prepared[1])
    say_who(page)
    page.wait_for_load_state("networkidle")
    form = page.get_by_role("group", name="Make a walkthrough")
    form.get_by_label("Title").fill("The winter")
    form.get_by_label("From").fill("01/12/2020")
    form.get_by_label("To").fill("15/02/2021")
    form.get_by_role("button", name="Make a walkthrough").click()
    expect(page.locator("#review-said")).to_contain_text("Walkthrough made")
    page.get_by_role("link", name="The winter").click()
    stops = page.locator("ol.stops > li")
    expect(stops.first).to_be_visible()
    second = stops.nth(1).locator("h3").inner_text().partition(": ")[2]
    stops.nth(1).get_by_role("button", name="Earlier").click()
    expect(stops.first.locator("h3")).to_have_text(f"Stop 1: {second}")
    stops.first.get_by_text("Question, notes, day").click()
    stops.first.get_by_label("Question to the room").fill("What would you ask?")
    stops.first.get_by_role("button", name="Keep").click()
    expect(stops.first).to_contain_text("Question: What would you ask?")
    for fold in page.locator("details.edit").all():
        fold.evaluate("fold => { fold.open = true; }")
    assert violations(page) == []
    page.get_by_role("link", name="Present", exact=True).last.click()
    expect(page.locator(".question")).to_have_text("What would you ask?")
    page.keyboard.press("Escape")
    expect(page.locator("#main h1")).to_have_text("Present")


def test_an_event_is_added_from_its_panel(page: Page, prepared: tuple[str, str]) -> None:
    page.goto(prepared[1].replace("/present", "/timeline?event=e24"))
    tools = page.locator("#panel .tools")
    tools.get_by_text("Add to a walkthrough", exact=True).click()
    tools.get_by_role("button", name="Add as a stop").click()
    if page.get_by_role("button", name="Keep", exact=True).is_visible():
        page.get_by_label("Your name, for the log").fill("Tess Trainer")
        page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator("#review-said")).to_contain_text("Added as stop 6")


@pytest.fixture
def saved(page: Page, prepared: tuple[str, str], tmp_path: Path) -> tuple[Path, list[str]]:
    """The file on a disk, and its codes: the trainer's first, then stop and reveal of each stop."""
    answer = page.request.get(prepared[0] + "/file")
    with zipfile.ZipFile(io.BytesIO(answer.body())) as archive:
        (tmp_path / "walkthrough.html").write_bytes(archive.read("walkthrough.html"))
        codes = re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2,}", archive.read("trainers-sheet.html").decode())
    return tmp_path / "walkthrough.html", codes


@pytest.fixture
def offline(browser: Browser, saved: tuple[Path, list[str]]) -> Iterator[Page]:
    """The file opened from the disk without a network; nothing may be asked for but the file itself."""
    context = browser.new_context(locale="en-GB", offline=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(saved[0].as_uri())
    yield page
    context.close()
    assert {urlsplit(url).scheme for url in asked} == {"file"}
    assert len(asked) == 1
    assert errors == []


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Code of a stop").fill(code)
    page.get_by_role("button", name="Open", exact=True).click()


def test_a_file_opens_stop_by_stop_with_its_codes(offline: Page, saved: tuple[Path, list[str]]) -> None:
    trainer, first, reveal, second = saved[1][0], *saved[1][1:4]
    assert len(trainer) > len(first)
    assert violations(offline) == []
    type_code(offline, "AAAA-BBBB-CCCC")
    expect(offline.locator("#code-said")).to_contain_text("opens nothing")
    type_code(offline, first)
    day(offline, "23 September 2020")
    expect(offline.locator("#stage")).to_be_focused()
    assert "19 December" not in offline.content()
    offline.keyboard.press("ArrowRight")
    expect(offline.locator("#trouble")).to_contain_text("code of its own")
    day(offline, "23 September 2020")
    offline.locator("#stage").focus()
    offline.keyboard.press("r")
    expect(offline.locator("#trouble")).to_contain_text("code of its own")
    type_code(offline, reveal.lower())
    expect(offline.locator("#code-said")).to_contain_text("reveals of stop 1")
    offline.locator("#stage").focus()
    offline.keyboard.press("r")
    expect(offline.get_by_role("heading", name="Gaps complete by this day")).to_be_visible()
    offline.keyboard.press("n")
    expect(offline.locator("#notes")).to_contain_text("trainer's code only")
    type_code(offline, second)
    day(offline, "19 December 2020")
    assert violations(offline) == []


def test_a_trainers_code_opens_all_of_a_file_and_its_keys_work(offline: Page, saved: tuple[Path, list[str]]) -> None:
    type_code(offline, saved[1][0])
    day(offline, "23 September 2020")
    offline.keyboard.press("End")
    day(offline, "20 May 2021")
    offline.keyboard.press("3")
    expect(offline.locator(".to-whom")).to_have_text("as known to Police")
    offline.keyboard.press("r")
    expect(offline.locator(".gaps")).to_be_visible()
    offline.keyboard.press("Home")
    day(offline, "23 September 2020")
    offline.keyboard.press("PageDown")
    offline.keyboard.press("n")
    expect(offline.locator("#notes")).to_have_text(NOTES)
    offline.set_viewport_size({"width": 390, "height": 800})
    assert offline.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(offline) == []
