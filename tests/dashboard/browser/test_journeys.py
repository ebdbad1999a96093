"""Journeys of a reviewer through the pages, by mouse and by keyboard, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.dashboard.browser.conftest import Site

MARKS = "#chart .subplot.xy .scatterlayer .trace:nth-child(1) path.point"
CSV = "Date,Agency,Event\n{rows}"


def caption(page: Page) -> str:
    return page.locator("#chart-caption").inner_text()


def open_timeline(page: Page, site: Site, query: str = "") -> None:
    page.goto(site.page("timeline", query))
    expect(page.locator(MARKS).first).to_be_visible()


# ------------------------------------------------------------------ reading
def test_the_timeline_shows_a_lane_an_agency_with_marks_and_labelled_gaps(page: Page, site: Site) -> None:
    open_timeline(page, site)
    chart = page.locator("#chart")
    for agency in ("Police", "Midwifery", "Health visiting", "GP", "School"):
        expect(chart.get_by_text(agency, exact=True)).to_be_visible()
    expect(chart.get_by_text("No allocated worker, 36 working days")).to_be_visible()
    expect(chart.get_by_text("Birth, 9 Feb 2021")).to_be_visible()
    expect(page.locator(MARKS)).to_have_count(26)
    assert "26 events drawn singly" in caption(page)
    assert "2 undated events" in caption(page)


def test_every_answer_has_the_policy_and_the_title_holds_no_case_text(page: Page, site: Site) -> None:
    answer = page.goto(site.page())
    assert answer is not None
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    expect(page).to_have_title("Timeline – Casethread")
    expect(page.locator(MARKS).first).to_be_visible()
    assert page.locator(".modebar-btn").count() == 0  # no button that would send a chart away


def test_zoom_and_back(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.get_by_role("link", name="Show a month").click()
    expect(page).to_have_url(re.compile("from=.*to="))
    expect(page.locator("#chart-caption")).to_contain_text("before or after this window")
    month = page.locator(".window-words").inner_text()
    page.get_by_role("link", name="Move the window later").click()
    expect(page.locator(".window-words")).not_to_have_text(month)
    page.locator("#controls").get_by_role("link", name="Show the whole case").click()
    expect(page.locator("#chart-caption")).to_contain_text("26 events drawn singly")
    page.go_back()
    page.go_back()
    expect(page.locator(".window-words")).to_have_text(month)


def test_a_window_drawn_with_the_mouse_is_kept_in_the_address(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.set_viewport_size({"width": 1440, "height": 1400})  # the whole chart in sight
    box = page.locator("#chart .nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] - 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] - 30, steps=6)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"from=2021-01-\d\d&to=2021-0[23]-\d\d"))
    page.reload()
    expect(page.locator(".window-words")).to_contain_text("2021")


def test_an_event_chosen_in_the_chart_shows_its_source_words_marked(page: Page, site: Site) -> None:
    open_timeline(page, site, "?from=2020-12-12&to=2020-12-31&agency=police")
    mark = page.locator(MARKS).first.bounding_box()
    assert mark is not None
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    panel = page.locator("#panel")
    expect(panel.locator("mark")).to_have_text("shouting and something breaking")
    expect(panel).to_contain_text("police_chronology.csv, row 8")
    expect(page).to_have_url(re.compile("event=e7"))
    expect(page.locator("table.events tr.chosen")).to_contain_text("Neighbour rang 999")


def test_an_event_chosen_by_keyboard_in_the_table_and_back(page: Page, site: Site) -> None:
    open_timeline(page, site)
    row = page.locator(".row-link", has_text="Booking appointment")
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark")).to_have_text("Booking appointment attended")
    expect(page.locator("#panel .panel-title")).to_be_focused()
    back = page.get_by_role("link", name="Back to the table")
    back.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".row-link", has_text="Booking appointment")).to_be_focused()


def test_a_click_anywhere_in_a_row_chooses_it(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.locator("table.events tbody tr", has_text="Reallocated to Mr Tarn").locator("td").first.click()
    expect(page.locator("#panel mark")).to_have_text("Reallocated to Mr Tarn")


def test_everything_before_the_table_is_reached_with_tab(page: Page, site: Site) -> None:
    open_timeline(page, site)
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("(document.activeElement.innerText || document.activeElement.id || '').trim()")
        seen.append(name.split("\n")[0])
        if page.evaluate("document.activeElement.matches('.row-link')"):
            break
    for name in (
        "Skip to the page",
        "Gaps",
        "search-box",
        "Search",
        "Agency: all",
        "Day",
        "Whole case",
        "Dates",
        "Lanes",
    ):
        assert name in seen, seen


def test_the_skip_link_leads_to_the_page(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_gap_leads_to_the_timeline_and_to_its_evidence(page: Page, site: Site) -> None:
    page.goto(site.page("gaps"))
    page.get_by_role("link", name=re.compile("50 days between")).click()
    card = page.locator("#gap-panel")
    expect(card).to_contain_text("Sick leave began on 14 January 2021")
    expect(card.locator(".panel-title")).to_be_focused()
    expect(card).to_contain_text("Speaks for it")
    card.get_by_role("link", name="Show on timeline").click()
    expect(page).to_have_url(re.compile(r"/timeline\?from=.*gap=g2"))
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Sick leave began on 14 January 2021")
    expect(page.locator("#chart .barlayer .trace").last).to_be_visible()
    panel.get_by_role("link", name=re.compile("Worker absence")).click()
    expect(panel.locator("mark")).to_have_text("begins sick leave")


def test_kinds_of_gap_filter_the_list(page: Page, site: Site) -> None:
    page.goto(site.page("gaps"))
    expect(page.locator(".register tbody tr")).to_have_count(4)
    page.get_by_role("link", name="All cards").click()
    expect(page.locator(".gap-card")).to_have_count(4)
    page.get_by_role("link", name="Timescale (1)").click()
    expect(page.locator(".gap-card")).to_have_count(1)


def test_the_register_is_sorted_by_its_headings_and_walked_gap_by_gap(page: Page, site: Site) -> None:
    page.goto(site.page("gaps"))
    rows = page.locator(".register tbody tr")
    page.get_by_role("link", name=re.compile("^Measured.*sort by this")).click()
    expect(page.get_by_role("columnheader", name="Measured")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("link", name=re.compile("^Measured.*sort by this"))).to_be_focused()
    smallest = rows.first.inner_text()
    page.get_by_role("link", name=re.compile("^Measured.*sort by this")).click()
    expect(page.get_by_role("columnheader", name="Measured")).to_have_attribute("aria-sort", "descending")
    assert rows.first.inner_text() != smallest
    first = page.locator("#gap-panel .panel-title").inner_text()
    page.get_by_role("link", name="Next", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#gap-panel .panel-title")).not_to_have_text(first)
    expect(page.locator("#gap-panel .panel-title")).to_be_focused()
    expect(rows.nth(1)).to_have_class("chosen")
    page.reload()
    expect(page.locator("#gap-panel .panel-title")).not_to_have_text(first)


def test_filters_are_chips_and_stay_in_the_address(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.get_by_text("Agency: all").click()

    def option(name: str) -> Locator:
        return page.get_by_role("link", name=name, exact=True)

    option("Police 3").click()
    expect(page.locator(".chip", has_text="Police")).to_be_visible()
    expect(page.locator("table.events tbody tr")).to_have_count(3)
    option("GP 3").click()  # the menu stays open for more than one
    expect(page.locator("table.events tbody tr")).to_have_count(6)
    page.keyboard.press("Escape")
    page.locator(".chip", has_text="Police").click()
    expect(page.locator("table.events tbody tr")).to_have_count(3)
    assert "agency=gp" in page.url


def test_searched_words_narrow_the_view_and_stay_out_of_the_address(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.get_by_label("Search the records").fill("neighbour shouting")
    page.keyboard.press("Enter")
    expect(page.locator("table.events tbody tr")).to_have_count(1)
    expect(page.locator(".chip", has_text="neighbour shouting")).to_be_visible()
    assert "neighbour" not in page.url


def test_typed_dates_are_day_first_and_a_wrong_one_is_explained(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.locator("summary", has_text="Dates").click()
    page.get_by_label("From", exact=True).fill("02/13/2021")
    page.get_by_label("To", exact=True).fill("03/04/2021")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#range-error")).to_contain_text("day, month, year")
    page.get_by_label("From", exact=True).fill("01/02/2021")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("from=2021-02-01&to=2021-04-03"))


def test_undated_events_lie_in_the_tray(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.locator("#tray summary").click()
    page.locator("#tray").get_by_role("link", name=re.compile("GP: Appointment")).click()
    expect(page.locator("#panel")).to_contain_text("date not known")


def test_sources_account_for_rows(page: Page, site: Site) -> None:
    page.goto(site.page("sources"))
    expect(page.locator("table.sources tbody tr")).to_have_count(6)
    expect(page.locator("#main")).to_contain_text("There is no 31 June")


# ------------------------------------------------------------------ bringing in
def new_case(page: Page, site: Site, title: str) -> None:
    page.goto(site.url)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Day").fill("9")
    page.get_by_label("Month").fill("Feb")
    page.get_by_label("Year").fill("2021")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/bring-in"))


def choose(page: Page, *files: Path) -> None:
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Choose files").click()
    chosen.value.set_files(list(files))
    expect(page.locator("#job h2")).to_contain_text("Check before reading")


def test_a_new_case_takes_files_and_says_what_came_of_each(page: Page, site: Site, tmp_path: Path) -> None:
    good = tmp_path / "police log.csv"
    rows = "\n".join(
        f'{n:02d}/03/2021,Police,"Officers attended, <img src=http://elsewhere.example/x.png> no complaint made."'
        for n in range(1, 6)
    )
    good.write_text(CSV.format(rows=rows), encoding="utf-8")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    picture = tmp_path / "photo.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 200)
    new_case(page, site, "Journey one")
    choose(page, good, empty, picture)
    card = page.locator(".file-card", has_text="police log.csv")
    expect(card).to_contain_text("5 entries would be read")
    expect(card.get_by_label("Agency of")).to_have_value("police")
    page.get_by_role("button", name="Read 1 file").click()
    expect(page.locator("#job h2")).to_contain_text("1 file added, 2 not added")
    expect(page.locator(".file-card", has_text="police log.csv")).to_contain_text("5 entries read from 6 rows")
    for name in ("empty.csv", "photo.docx"):
        card = page.locator(".file-card", has_text=name)
        expect(card).to_contain_text("Not added")
        assert len(card.locator("p").first.inner_text()) > 40  # the message and its remedy
    page.get_by_role("link", name="Open the timeline").click()
    expect(page.locator("table.events tbody tr").first).to_contain_text("<img src=http://elsewhere.example/x.png>")


def test_a_file_that_does_not_say_whose_it_is_is_asked_about(page: Page, site: Site, tmp_path: Path) -> None:
    unknown = tmp_path / "log.csv"
    unknown.write_text("Date,Event\n01/03/2021,Telephone call made.\n02/03/2021,Letter sent.\n", encoding="utf-8")
    new_case(page, site, "Journey two")
    choose(page, unknown)
    card = page.locator(".file-card")
    expect(card).to_contain_text("Whose file is this?")
    page.get_by_role("button", name="Read 1 file").click()  # nothing said: it asks again
    expect(page.locator("#job h2")).to_contain_text("1 to be answered")
    expect(card).to_contain_text("Whose file is this?")
    card.get_by_label("Agency of").select_option("housing")
    card.get_by_role("button", name="Add the file").click()
    expect(page.locator("#job h2")).to_contain_text("1 file added")
    expect(card).to_contain_text("Housing. 2 entries read")
    choose(page, unknown)
    page.get_by_role("button", name="Read 1 file").click()
    expect(page.locator("#job h2")).to_contain_text("1 already in the case")


def test_a_column_is_put_right_before_reading_and_the_agency_afterwards(page: Page, site: Site, tmp_path: Path) -> None:
    strange = tmp_path / "extract.csv"
    rows = "".join(f"{n:02d}/04/2021,Telephone call number {n} made to the tenant.,4\n" for n in range(1, 9))
    strange.write_text("Moment,Tale,Sum\n" + rows, encoding="utf-8")
    new_case(page, site, "Journey three")
    choose(page, strange)
    card = page.locator(".file-card")
    card.get_by_label("Agency of").select_option("housing")
    if card.locator("details:not([open])").count():
        card.locator("summary").click()
    card.get_by_label("What the column Moment means").select_option("date_start")
    card.get_by_label("What the column Tale means").select_option("event")
    page.get_by_role("button", name="Read 1 file").click()
    expect(page.locator("#job h2")).to_contain_text("1 file added")
    page.reload()
    expect(page.locator("#job h2")).to_contain_text("1 file added")
    page.get_by_role("link", name="Sources", exact=True).click()
    expect(page.locator("table.sources")).to_contain_text("Housing")
    expect(page.locator("#main")).to_contain_text("Columns as you said them: Moment: date")
    page.get_by_role("button", name="Change agency or columns").click()
    expect(page.locator("#job h2")).to_contain_text("Check before reading")
    page.locator(".file-card").get_by_label("Agency of").select_option("police")
    page.get_by_role("button", name="Read it again").click()
    expect(page.locator("#job h2")).to_contain_text("1 file added")
    page.get_by_role("link", name="Sources", exact=True).click()
    expect(page.locator("table.sources")).to_contain_text("Police")
    page.get_by_text("Take it out of the case").click()
    page.get_by_role("button", name="Yes, take it out").click()
    expect(page.locator("#main")).to_contain_text("This case has no files yet.")


def test_a_whole_folder_is_taken_and_what_cannot_be_read_is_named(page: Page, site: Site, tmp_path: Path) -> None:
    inner = tmp_path / "sent" / "police"
    inner.mkdir(parents=True)
    (inner / "police log.csv").write_text(CSV.format(rows="01/03/2021,Police,Officers attended.\n"), encoding="utf-8")
    (tmp_path / "sent" / "photo.png").write_bytes(b"\x89PNG\r\n")
    new_case(page, site, "Journey four")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Choose a folder").click()
    chosen.value.set_files(tmp_path / "sent")
    expect(page.locator(".file-card")).to_have_count(1)
    expect(page.locator("#upload-message")).to_contain_text("photo.png: not a kind of file that is read")


def test_a_folder_is_dropped_and_its_reading_outlives_a_reload(page: Page, site: Site, tmp_path: Path) -> None:
    for agency, words in (("police", "Officers attended."), ("housing", "Letter sent.")):
        inner = tmp_path / "sent" / agency
        inner.mkdir(parents=True)
        rows = "".join(f"{n:02d}/03/2021,{agency.title()},{words}\n" for n in range(1, 20))
        (inner / f"{agency} log.csv").write_text(CSV.format(rows=rows), encoding="utf-8")
    new_case(page, site, "Journey five")
    box = page.locator("#drop-zone").bounding_box()
    assert box is not None
    dragged = {"items": [], "files": [str(tmp_path / "sent")], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):  # as the system tells it: no script can make a folder
        at = {"x": box["x"] + 30, "y": box["y"] + box["height"] - 12}
        session.send("Input.dispatchDragEvent", {"type": kind, **at, "data": dragged})
    expect(page.locator("#job h2")).to_contain_text("Check before reading")
    expect(page.locator(".file-card")).to_have_count(2)
    page.get_by_role("button", name="Read 2 files").click()
    page.reload()
    expect(page.locator("#job h2")).to_contain_text("2 files added")
    expect(page.locator(".file-card", has_text="housing log.csv")).to_contain_text("19 entries read")


def test_pasted_text_and_pasted_cells_are_taken_like_files(page: Page, site: Site) -> None:
    new_case(page, site, "Journey six")
    page.get_by_text("Paste text instead").click()
    page.get_by_role("button", name="Bring in the text").click()
    expect(page.locator("#upload-message")).to_contain_text("There is no text yet.")
    page.get_by_label("The text, or cells").fill("Date\tEvent\n01/03/2021\tLetter sent.\n02/03/2021\tCall made.")
    page.get_by_label("Call it").fill("Housing: table sent by e-mail")
    page.get_by_role("button", name="Bring in the text").click()
    expect(page.locator("#job h2")).to_contain_text("Check before reading")
    card = page.locator(".file-card", has_text="Housing table sent by e-mail.csv")
    expect(card).to_contain_text("2 entries would be read")
    card.get_by_label("Agency of").select_option("housing")
    page.get_by_role("button", name="Read 1 file").click()
    expect(page.locator("#job h2")).to_contain_text("1 file added")
    page.get_by_label("The text, or cells").fill("GP surgery. On 4 March 2021 the child was seen with a cough.")
    page.get_by_role("button", name="Bring in the text").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".file-card", has_text="Housing table sent by e-mail.txt")).to_be_visible()


def test_a_form_without_a_title_says_so(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="Make the case and add chronologies").click()
    expect(page.locator("#new-error")).to_contain_text("no title")


def test_the_worked_example_opens(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="Open the worked example").click()
    expect(page).to_have_url(re.compile("/timeline"), timeout=90_000)
    expect(page.locator(MARKS).first).to_be_visible(timeout=60_000)
    assert page.locator("table.events tbody tr").count() > 20


def test_unknown_pages_say_where_to_begin(page: Page, site: Site) -> None:
    page.goto(site.url + "/case/000000000000/timeline")
    expect(page.locator("#main")).to_contain_text("There is no such case here.")
    page.get_by_role("link", name="All cases").click()
    expect(page.locator("h1")).to_have_text("Cases")


# ------------------------------------------------------------------ small screens, print, names
@pytest.mark.parametrize("name", ["timeline", "gaps", "knowledge", "sources", "bring-in"])
def test_no_page_is_wider_than_the_screen(page: Page, site: Site, name: str) -> None:
    page.goto(site.page(name))
    expect(page.locator("#main h1")).to_be_attached()
    for width in (320, 390, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_on_a_narrow_screen_the_table_comes_first_and_the_chart_scrolls_in_its_box(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_timeline(page, site)
    table, chart = page.locator("#event-table").bounding_box(), page.locator(".chart-box").bounding_box()
    assert table is not None
    assert chart is not None
    assert table["y"] < chart["y"]
    assert page.evaluate("(b => b.scrollWidth > b.clientWidth)(document.querySelector('.chart-box'))")


def test_the_chart_has_a_name_and_the_table_a_caption(page: Page, site: Site) -> None:
    open_timeline(page, site)
    group = page.get_by_role("group", name=re.compile("^Timeline by agency.*26 events drawn singly"))
    expect(group).to_be_attached()
    expect(page.get_by_role("table", name=re.compile("28 events in view"))).to_be_attached()
    expect(page.locator("#said")).to_have_attribute("aria-live", "polite")


def test_links_and_buttons_are_large_enough_to_hit(page: Page, site: Site) -> None:
    open_timeline(page, site, "?agency=police")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.button, .chip, .tabs a, .option')].filter(e => e.offsetParent)"
        ".map(e => [e.innerText, e.getBoundingClientRect().height])"
    )
    assert sizes
    assert [s for s in sizes if s[1] < 24] == []


def test_a_large_case_is_told_by_totals_with_its_gaps_drawn(page: Page, site: Site) -> None:
    from tests.dashboard.sample import large_case, write_case

    path = site.folder / "large.case"
    if not path.exists():
        write_case(path, large_case(3_000)[0])
    from dashboard.library import key_of

    page.goto(site.url + f"/case/{key_of(path)}/timeline")
    expect(page.locator("#chart-caption")).to_contain_text("3,000 events as totals by", timeout=60_000)
    page.get_by_role("link", name="Show a month").click()
    expect(page.locator("#chart-caption")).to_contain_text("drawn singly")


def test_the_focus_stays_on_the_control_that_was_used(page: Page, site: Site) -> None:
    open_timeline(page, site)
    page.get_by_role("link", name="Show a week").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("from="))
    expect(page.get_by_role("link", name="Show a week")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("link", name="Show a week")).to_be_focused()
    page.locator("summary", has_text="Type: all").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Referral 3").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("Referral 3 ?, shown"))).to_be_focused()


def test_a_narrow_page_ends_where_its_footer_ends(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_timeline(page, site)
    below = page.evaluate(
        "document.documentElement.scrollHeight - scrollY"
        " - document.querySelector('.foot').getBoundingClientRect().bottom"
    )
    assert below < 2
