"""The worked example as a room would see it day by day: nothing later than the day, whatever the step.

A later record's words may stand in a scene only if an earlier row holds the same words ("No answer").
"""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest

from dashboard.casebook import build_book
from dashboard.config import DEFAULT_SETTINGS
from dashboard.demo import build_example
from dashboard.presenting.html import pieces
from dashboard.presenting.scene import ALL, KEPT, NOBODY, Stage
from dashboard.presenting.sealed import walkthrough_zip
from model.analysis import analyse
from model.store import Store
from model.walkthrough import day_stop, new_walkthrough

EVERY = 8  # of the days on which a record comes into view: each of them would take minutes
SHORT = 12  # signs of a quote that may well be any row's words


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    path, _ = build_example(tmp_path_factory.mktemp("linden"))
    with Store.open(path) as store:
        case = store.case()
    findings = analyse(case)
    book = build_book(findings.dated(case), findings)
    days = sorted({day for day in Stage(book, new_walkthrough("t"), DEFAULT_SETTINGS).whole.shown.values() if day})
    return Stage(book, new_walkthrough("t").with_stops(day_stop(day) for day in days[::EVERY]), DEFAULT_SETTINGS)


def plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize("step", [KEPT, ALL, NOBODY])
def test_no_day_shows_what_came_later(stage: Stage, step: str) -> None:
    whole = stage.whole
    assert len(stage.stops) > 10
    for number, (_, on) in enumerate(stage.stops):
        scene = stage.scene(number, None, step)
        text = plain("".join(pieces(scene)))
        there = {e.entry for e in whole.view.events if (day := whole.shown[e.id]) is not None and day <= on}
        written = " ".join(" ".join(whole.view.entries[entry].text.split()) for entry in there)
        for event in whole.view.events:
            day, quote = whole.shown[event.id], " ".join(event.quote.split())
            if (day is None or day > on) and len(quote) > SHORT and quote in text:
                assert quote in written, (on, quote)


def test_most_records_come_into_view_and_the_rest_are_counted(stage: Stage) -> None:
    assert stage.whole.never() <= len(stage.whole.shown) // 20


def test_a_file_of_it_stays_small(stage: Stage) -> None:
    content = walkthrough_zip(stage, "OFFICIAL-SENSITIVE", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert len(content) < 15_000_000
