"""The timeline as SVG and PNG, and in the briefing: what the choice lets through, drawn and counted, nothing else."""

from __future__ import annotations

import datetime as dt
import io
import struct
from dataclasses import replace
from typing import Any

import docx
import pytest
from lxml import etree

from dashboard.config import PATTERN_OF_GAP, SYMBOL_OF_FAMILY
from dashboard.drawing import Scale
from dashboard.exports.documents import written
from dashboard.exports.extract import extract
from dashboard.exports.options import ExportOptions, checked_options
from dashboard.exports.timeline_picture import timeline_picture
from dashboard.figures.svg import calendar_ticks
from dashboard.figures.symbols import pattern_defs, pattern_of, symbol_svg
from model.case import Period
from model.errors import UsageError
from model.when import When
from tests.dashboard.sample import large_case, sample_case

SVG = "{http://www.w3.org/2000/svg}"
MADE = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)


def picture(**options: Any) -> Any:
    return timeline_picture(extract(*sample_case(), ExportOptions(**options)))


def texts(svg: str) -> list[str]:
    return ["".join(map(str, e.itertext())) for e in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


def test_the_picture_holds_every_lane_gap_and_key_date_and_counts_what_it_does_not_draw() -> None:
    found = picture()
    said = texts(found.svg)
    assert {"Police", "Midwifery", "GP", "School", "Health visiting"} <= set(said)
    assert "Birth, 9 Feb 2021" in said
    assert "Not shown as shared, 89 days" in said
    assert "26 events, drawn singly. 2 without a date are not drawn." in said
    assert (
        "3 gaps drawn. 1 gap without a date. A gap is a prompt to look at the records supplied, not a finding." in said
    )
    assert "OFFICIAL-SENSITIVE" in said
    assert "Midwifery: 4 events" in found.alt


def test_a_large_case_is_told_by_bars_and_its_gaps_stay() -> None:
    found = timeline_picture(extract(*large_case(3000), ExportOptions()))
    assert "counted by" in found.alt
    assert len(found.svg) < 300_000
    assert not [t for t in texts(found.svg) if "zoom" in t]


@pytest.mark.parametrize(
    ("options", "lanes"),
    [
        ({"agencies": ("police",)}, {"Police"}),
        ({"since": dt.date(2021, 5, 1), "until": dt.date(2021, 5, 31)}, {"Police", "GP", "Children's social", "care"}),
    ],
    ids=["agency", "period"],
)
def test_only_the_choice_is_drawn(options: dict[str, Any], lanes: set[str]) -> None:
    said = set(texts(picture(**options).svg))
    assert lanes <= said
    if "agencies" in options:
        assert not said & {"School", "Midwifery", "GP"}
        assert "Birth, 9 Feb 2021" in said  # given by the user, not read in another agency's file
    else:
        assert not said & {"School", "Midwifery"}


def test_periods_of_other_agencies_and_words_stay_out() -> None:
    case, findings = sample_case()
    worker = Period(kind="worker", label="Ms Okell", first=When.on(dt.date(2020, 10, 1)), last=None,
                    agency="childrens_social_care", events=("e12",))  # fmt: skip
    findings = replace(findings, periods=(worker,))
    for options, there in (
        (ExportOptions(), True), (ExportOptions(agencies=("police",)), False), (ExportOptions(words="summary"), False),
    ):  # fmt: skip
        assert ("Okell" in timeline_picture(extract(case, findings, options)).svg) is there


def test_a_picture_that_must_be_low_is_folded_and_says_so() -> None:
    told = extract(*large_case(800), ExportOptions())
    full, low = timeline_picture(told), timeline_picture(told, 0.75)
    assert full.height > 0.75 * full.width
    assert low.height < 0.6 * full.height
    assert "a line an agency" in low.alt
    assert "20 gaps drawn." in low.alt  # none is lost by it
    small = extract(*sample_case(), ExportOptions(since=dt.date(2021, 5, 1), until=dt.date(2021, 5, 31)))
    assert timeline_picture(small, 0.75) == timeline_picture(small)


def test_nothing_in_the_picture_acts_or_asks() -> None:
    case, findings = sample_case()
    case = replace(case, info=replace(case.info, title='<script>alert(1)</script>"&\u202e'))
    root = etree.fromstring(timeline_picture(extract(case, findings, ExportOptions())).svg.encode())
    names = {etree.QName(e).localname for e in root.iter()}
    assert names <= {"svg", "title", "defs", "pattern", "path", "rect", "g", "line", "text", "circle"}
    for element in root.iter():
        assert "style" not in element.attrib
        for key, value in ((str(k), str(v)) for k, v in element.attrib.items()):
            assert not key.startswith("on")
            assert "href" not in key
            assert not value.startswith("url(") or value.startswith("url(#gap-")


def test_every_shape_and_pattern_of_the_chart_is_known() -> None:
    for shape in SYMBOL_OF_FAMILY.values():
        for how in ("", "-open", "-open-dot"):
            assert symbol_svg(shape + how, 5, 5, 12, "#000000").startswith("<path")
    for kind in PATTERN_OF_GAP:
        assert f'id="{pattern_of([kind])}"' in pattern_defs()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2021-05-03", "2021-05-03"),
        ("2021-05-03", "2021-06-30"),
        ("2020-01-31", "2021-03-01"),
        ("1900-01-01", "2100-12-31"),
    ],
    ids=["a day", "weeks", "a year", "two centuries"],
)
def test_the_days_of_the_axis_lie_in_the_window_and_do_not_touch(first: str, last: str) -> None:
    scale = Scale(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    days = calendar_ticks(scale)
    assert days
    assert len(days) <= 22
    assert all(scale.first <= day <= scale.last for day, _ in days)
    assert len({label for _, label in days}) == len(days)


@pytest.mark.parametrize("width", [300, 1600, 2400])
def test_a_png_has_the_width_that_was_asked_for(width: int) -> None:
    content = written("timeline", "png", *sample_case(), ExportOptions(width=width), MADE)
    assert content.startswith(b"\x89PNG")
    assert abs(struct.unpack(">I", content[16:20])[0] - width) <= 0.01 * width + 8


def test_a_width_that_is_none_is_refused() -> None:
    for width in (0, 20_000):
        with pytest.raises(UsageError):
            checked_options(width=width)


# ---------------------------------------------------------------- the briefing
def briefing_text(options: ExportOptions) -> str:
    case, findings = sample_case()
    gaps = (
        replace(findings.gaps[0], status="confirmed", question="Was it passed on?", asked=("police",)),
        *findings.gaps[1:],
    )
    document: Any = docx.Document(
        io.BytesIO(written("pack", "docx", case, replace(findings, gaps=gaps), options, MADE))
    )
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_briefing_says_what_is_confirmed_what_is_open_and_what_is_not_covered() -> None:
    text = briefing_text(ExportOptions())
    for words in (
        "In short", "Key facts in the records", "Gaps confirmed by a reviewer (1)", "Gaps not yet reviewed (3)",
        "Was it passed on?", "What the records do not cover", "shouting and something breaking",
        "No record in the files supplied does not mean that nothing was done or known.", "133 days",
    ):  # fmt: skip
        assert words in text, words


def test_the_briefing_holds_its_picture_with_words_for_those_who_cannot_see_it() -> None:
    document: Any = docx.Document(io.BytesIO(written("pack", "docx", *sample_case(), ExportOptions(), MADE)))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr").startswith("Timeline, 12 Aug 2020 to 25 May 2021.")
    assert shape.width.mm <= 297 - 28
    assert shape.height.mm <= 210 - 28


def test_a_briefing_without_words_has_none() -> None:
    text = briefing_text(ExportOptions(words="summary"))
    assert "shouting" not in text
    assert "left out of this choice" in text
