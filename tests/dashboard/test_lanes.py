"""Lanes in another order, folded, split by person: nothing is lost, and gaps stay in sight."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.casebook import CaseBook, build_book
from dashboard.drawing import Drawing
from dashboard.figures.backgrounds import holidays_in
from dashboard.figures.timeline import timeline_figure
from dashboard.lod import layout
from dashboard.selection import selected
from dashboard.summary import summarise
from dashboard.urlstate import ViewState
from model.case import Period
from tests.dashboard.sample import day, large_case, sample_case

CASE, FINDINGS = sample_case()
PERIOD = Period(kind="pregnancy", label="Pregnancy", first=day("2020-08-01"), last=day("2021-02-09"))
OPEN = Period(
    kind="worker", label="Worker allocated", first=day("2021-03-05"), last=None, agency="childrens_social_care"
)
BOOK = build_book(CASE, dataclasses.replace(FINDINGS, periods=(PERIOD, OPEN)))
LARGE = build_book(*large_case(3_000))
AGENCIES = [a.id for a in BOOK.lanes]


def drawn(book: CaseBook, state: ViewState) -> Drawing:
    return layout(book, selected(book, state), 600, 300, state=state)


def own(drawing: Drawing) -> list[str]:
    return [lane.agency.id for lane in drawing.lanes if lane.agency.id]


def test_lanes_stand_in_the_order_of_the_address() -> None:
    assert own(drawn(BOOK, ViewState(lanes=("gp", "school", "gone")))) == [
        "gp", "school", *(a for a in AGENCIES if a not in ("gp", "school")),
    ]  # fmt: skip


@given(fold=st.sets(st.sampled_from(AGENCIES)).map(tuple), split=st.sets(st.sampled_from(AGENCIES)).map(tuple))
def test_folding_and_splitting_lose_no_event_and_no_gap(fold: tuple[str, ...], split: tuple[str, ...]) -> None:
    plain, changed = drawn(BOOK, ViewState()), drawn(BOOK, ViewState(fold=fold, split=split))
    assert changed.gaps_drawn == plain.gaps_drawn
    told = {m.event.id for lane in changed.lanes for m in lane.marks}
    folded = sum(b.count for lane in changed.lanes if lane.folded for b in lane.bars)
    assert len(told) + folded == len(BOOK.dated)
    tops = [lane.top for lane in changed.lanes]
    assert tops == sorted(tops)


def test_a_split_lane_has_a_part_for_each_person_and_one_for_the_rest() -> None:
    drawing = drawn(BOOK, ViewState(split=("midwifery",)))
    parts = [lane.label for lane in drawing.lanes if lane.agency.id == "midwifery"]
    assert parts == ["Midwifery: Mother", "Midwifery: others, or nobody named"]


def test_a_folded_lane_is_low_and_says_how_much_it_holds() -> None:
    (lane,) = [x for x in drawn(LARGE, ViewState(fold=("police",))).lanes if x.agency.id == "police"]
    assert lane.height < 60
    assert lane.label == f"Police ({lane.events:,})"
    assert sum(b.count for b in lane.bars) == lane.events


def test_linked_records_are_joined_and_hidden_lines_stay_for_the_chosen_event() -> None:
    assert [(j.link.kind, j.chosen) for j in drawn(BOOK, ViewState()).joins] == [
        ("same_event", False), ("informs", False),
    ]  # fmt: skip
    assert drawn(BOOK, ViewState(hide=("links",))).joins == ()
    assert all(j.chosen for j in drawn(BOOK, ViewState(hide=("links",), event="e2")).joins)
    assert drawn(BOOK, ViewState(agencies=("midwifery",))).joins == ()  # the other record is not drawn


def test_periods_stand_in_a_lane_of_their_own() -> None:
    drawing = drawn(BOOK, ViewState())
    assert [r.label for r in drawing.lanes[0].ribbons] == [
        "Pregnancy", "Worker allocated, Children's social care (end not recorded)",
    ]  # fmt: skip
    figure = timeline_figure(BOOK, drawing)
    dashes = [s["line"].get("dash") for s in figure["layout"]["shapes"]]
    assert "dot" in dashes  # an end that nobody recorded
    assert not any(lane.ribbons for lane in drawn(BOOK, ViewState(hide=("periods",))).lanes)
    later = ViewState(first=day("2021-02-20").start, last=day("2021-02-28").start)
    assert not drawn(BOOK, later).lanes[0].ribbons


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        pytest.param("2021-05-01", "2021-05-31", ["May Day", "Spring Bank Holiday"], id="two in May"),
        pytest.param("2021-06-01", "2021-06-30", [], id="none in June"),
        pytest.param("2020-01-01", "2021-12-31", [], id="too long to show a day"),
    ],
)
def test_bank_holidays_of_a_window(first: str, last: str, names: list[str]) -> None:
    one, other = day(first).start, day(last).start
    assert one is not None
    assert other is not None
    assert [name for _, name in holidays_in(one, other)] == names


def test_the_child_is_told_in_age_below_a_calendar_and_above_when_asked() -> None:
    from dashboard.axis import axis_of

    state = ViewState(axis="age")
    plain = timeline_figure(BOOK, drawn(BOOK, ViewState()))["layout"]
    aged = timeline_figure(BOOK, drawn(BOOK, state), axis=axis_of(BOOK, state))["layout"]
    assert "Birth" in plain["xaxis"]["ticktext"]
    assert "ticktext" not in plain["xaxis2"]
    assert "Birth" in aged["xaxis2"]["ticktext"]
    assert "ticktext" not in aged["xaxis"]
    without = timeline_figure(BOOK, drawn(BOOK, ViewState()), hide=("age",))["layout"]
    assert "ticktext" not in without["xaxis"]


def test_what_is_measured_is_joined_by_a_line() -> None:
    drawing = drawn(BOOK, ViewState())
    before = len(timeline_figure(BOOK, drawing, event="e7")["layout"]["shapes"])
    assert len(timeline_figure(BOOK, drawing, event="e7", measure="e2")["layout"]["shapes"]) == before + 1


def test_the_summary_counts_what_the_files_hold() -> None:
    found = summarise(BOOK)
    gp = next(line for line in found.agencies if line.agency.id == "gp")
    assert (gp.entries, gp.undated, gp.rows_unread) == (3, 1, 1)
    assert gp.alone == gp.events
    assert gp.silent is not None
    assert gp.silent[0] == 156
    csc = next(line for line in found.agencies if line.agency.id == "childrens_social_care")
    assert csc.alone == csc.events - 1
    assert {g.id for g in found.single} == {"g4"}
    text = " ".join(found.sentences)
    assert "6 files from 6 agencies" in text
    assert "2 events could not be dated" in text
    assert "1 row could not be read" in text
    assert "was born on 9 Feb 2021" in text


def test_an_empty_case_has_a_summary_too() -> None:
    empty = build_book(dataclasses.replace(CASE, sources=(), entries=(), events=()), dataclasses.replace(
        FINDINGS, gaps=(), links=(), actors=(), contradictions=(), key_dates={}))  # fmt: skip
    assert "No gap was found by the rules that ran" in " ".join(summarise(empty).sentences)
