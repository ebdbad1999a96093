"""Level of detail: nothing overprinted, nothing lost, bars on calendar units."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.casebook import CaseBook, build_book
from dashboard.drawing import PLOT_PX, Drawing, Lane, Scale, Unit, pack
from dashboard.lod import layout, unit_end, unit_start
from dashboard.selection import selected
from dashboard.urlstate import ViewState
from model.when import When
from tests.dashboard.sample import large_case, sample_case

UNITS: tuple[Unit, ...] = ("day", "week", "month", "quarter", "year")


@pytest.fixture(scope="module")
def book() -> CaseBook:
    return build_book(*sample_case())


@pytest.fixture(scope="module")
def large() -> CaseBook:
    return build_book(*large_case(5_000))


def drawn(
    book: CaseBook, state: ViewState | None = None, limit: int = 600, keep: frozenset[str] = frozenset()
) -> Drawing:
    return layout(book, selected(book, state or ViewState()), limit, 300, keep)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 80)), max_size=60), st.integers(1, 6))
def test_packed_extents_of_a_row_never_touch(items: list[tuple[int, int]], rows: int) -> None:
    extents = [(float(left), float(left + width)) for left, width in sorted(items)]
    placed = [(row, e) for row, e in zip(pack(extents, rows), extents, strict=True) if row is not None]
    for n, (row, (left, right)) in enumerate(placed):
        assert 0 <= row < rows
        assert all(r != row or right <= a or left >= b for r, (a, b) in placed[:n])


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(UNITS))
def test_a_day_lies_in_its_calendar_unit(day: dt.date, unit: Unit) -> None:
    first = unit_start(day, unit)
    last = unit_end(first, unit)
    assert first <= day <= last
    assert unit_start(last + dt.timedelta(days=1), unit) == last + dt.timedelta(days=1)


def mark_boxes(scale: Scale, lane: Lane) -> list[tuple[int, float, float]]:
    boxes = []
    for m in lane.marks:
        left, right = (scale.at(m.at),) * 2 if m.first == m.last else scale.clipped(m.first, m.last)
        boxes.append((m.row, min(left, scale.at(m.at) - 6), max(right, scale.at(m.at) + 6)))
    return boxes


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(ViewState(), id="whole case"),
        pytest.param(ViewState(first=dt.date(2021, 2, 1), last=dt.date(2021, 2, 28)), id="month"),
        pytest.param(ViewState(first=dt.date(2021, 2, 22), last=dt.date(2021, 2, 22)), id="crowded day"),
    ],
)
def test_marks_of_a_lane_are_never_overprinted(book: CaseBook, state: ViewState) -> None:
    drawing = drawn(book, state)
    scale = Scale(drawing.first, drawing.last)
    for lane in drawing.lanes:
        boxes = mark_boxes(scale, lane)
        for n, (row, left, right) in enumerate(boxes):
            assert all(r != row or right <= a or left >= b for r, a, b in boxes[:n])


def test_every_event_in_view_is_drawn_or_counted(large: CaseBook) -> None:
    state = ViewState(first=dt.date(2014, 1, 1), last=dt.date(2014, 6, 30))
    drawing = drawn(large, state, limit=10_000)
    assert drawing.unit is None
    assert drawing.stacked > 0
    assert drawing.singly + drawing.stacked == drawing.in_view


def test_bars_count_every_event_in_view(large: CaseBook) -> None:
    drawing = drawn(large)
    assert drawing.unit is not None
    assert sum(b.count for lane in drawing.lanes for b in lane.bars) == drawing.in_view == 5_000


def test_the_chosen_event_is_a_mark_even_among_bars(large: CaseBook) -> None:
    chosen = large.dated[2_345].id
    drawing = drawn(large, keep=frozenset({chosen}))
    assert chosen in {m.event.id for lane in drawing.lanes for m in lane.marks}


def test_every_dated_gap_in_the_window_is_drawn_at_every_zoom(large: CaseBook, book: CaseBook) -> None:
    for one in (large, book):
        for state in (ViewState(), ViewState(first=dt.date(2013, 1, 1), last=dt.date(2022, 1, 1))):
            drawing = drawn(one, state)
            shown = {g.id for lane in drawing.lanes for s in lane.strips for g in s.gaps}
            assert shown == {g.id for g in one.gaps if g.when is not None}


def test_strips_with_their_labels_never_overlap(large: CaseBook, book: CaseBook) -> None:
    from dashboard.strips import strip_box

    for one in (large, book):
        drawing = drawn(one)
        scale = Scale(drawing.first, drawing.last)
        for lane in drawing.lanes:
            boxes = [(s.row, *strip_box(scale, s.first, s.last, s.label)[:2]) for s in lane.strips]
            for n, (row, left, right) in enumerate(boxes):
                assert all(r != row or right <= a or left >= b for r, a, b in boxes[:n])
                assert right <= PLOT_PX + 5


def test_lanes_stand_below_each_other_in_the_order_of_the_agencies(book: CaseBook) -> None:
    drawing = drawn(book)
    assert [lane.agency.id for lane in drawing.lanes] == [a.id for a in book.lanes]
    for above, below in zip(drawing.lanes, drawing.lanes[1:], strict=False):
        assert above.bottom == below.top


def test_ten_thousand_events_are_laid_out_quickly() -> None:
    one = build_book(*large_case(10_000))
    start = time.perf_counter()
    drawn(one)
    assert time.perf_counter() - start < 1.5  # measured 0.1 s on a free core


def test_far_outliers_do_not_squeeze_the_first_view() -> None:
    case, findings = large_case(400)
    far = [replace(e, when=When.on(dt.date(1971, 3, n + 1))) for n, e in enumerate(case.events[:3])]
    one = build_book(replace(case, events=(*far, *case.events[3:])), findings)
    assert one.span[0].year <= 1971
    assert one.home[0].year >= 2012
    chosen = selected(one, ViewState())
    assert len(chosen.dated) - len(chosen.in_view) == 3


def test_what_was_searched_for_is_shown_where_it_lies_outside_the_first_view() -> None:
    case, findings = large_case(400)
    far = replace(case.events[0], when=When.on(dt.date(1971, 3, 1)), quote="Taken into care as a girl")
    near = replace(case.events[100], quote="Came by bicycle")
    events = tuple(far if e.id == far.id else near if e.id == near.id else e for e in case.events)
    one = build_book(replace(case, events=events), findings)
    assert far in selected(one, ViewState(find="x"), "as a girl").in_view
    assert selected(one, ViewState(find="x"), "by bicycle").first == one.home[0]
    asked = ViewState(find="x", first=dt.date(2015, 1, 1), last=dt.date(2015, 12, 31))
    assert selected(one, asked, "as a girl").in_view == ()  # a window that was asked for stays
