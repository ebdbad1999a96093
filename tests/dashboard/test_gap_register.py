"""The register of gaps: what it lists, in which order, and where a gap is drawn on the case's span."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dashboard.casebook import CaseBook, build_book
from dashboard.components.gap_register import register_table
from dashboard.tables.gaps import LEAST_SHARE, register
from dashboard.urlstate import ViewState, parse
from model.case import Gap
from model.when import When
from tests.dashboard.sample import sample_case

CASE = "0123456789ab"


def made(case_gaps: tuple[Gap, ...]) -> CaseBook:
    case, findings = sample_case()
    return build_book(case, replace(findings, gaps=case_gaps))


def gap(name: str, size: tuple[int | None, int | None], unit: str | None, when: When | None = None) -> Gap:
    _, findings = sample_case()
    return replace(findings.gaps[0], id=name, title=name, measured=size, unit=unit, when=when)


SIZES = (
    gap("week", (5, 5), "working_days"),
    gap("hours", (30, 30), "hours"),
    gap("days", (4, 6), "days"),
    gap("unknown", (None, None), None),
    gap("three times", (3, 3), "count"),
    gap("at least", (9, None), "days"),
)


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        pytest.param(None, ["week", "hours", "days", "unknown", "three times", "at least"], id="triage"),
        pytest.param("size", ["hours", "days", "week", "at least", "three times", "unknown"], id="smallest first"),
        pytest.param("-size", ["three times", "at least", "week", "days", "hours", "unknown"], id="largest first"),
        pytest.param("nonsense", ["week", "hours", "days", "unknown", "three times", "at least"], id="no such column"),
    ],
)
def test_sizes_of_different_units_stand_in_order_and_none_is_lost(sort: str | None, names: list[str]) -> None:
    assert [row.gap.id for row in register(made(SIZES), ViewState(sort=sort))] == names


def test_gaps_without_dates_come_last_either_way() -> None:
    late, early = When.on(dt.date(2021, 5, 1)), When.on(dt.date(2020, 9, 1))
    book = made((gap("none", (1, 1), "days"), gap("late", (1, 1), "days", late), gap("early", (1, 1), "days", early)))
    assert [r.gap.id for r in register(book, ViewState(sort="when"))] == ["early", "late", "none"]
    assert [r.gap.id for r in register(book, ViewState(sort="-when"))] == ["late", "early", "none"]


def test_the_drawing_stays_in_its_track_and_can_always_be_seen() -> None:
    first, last = made(()).home
    whens = [When.on(first), When.on(last), When(start=first, end=last), When.on(first - dt.timedelta(days=4000))]
    for row in register(made(tuple(gap(str(n), (1, 1), "days", w) for n, w in enumerate(whens))), ViewState()):
        assert row.place is not None
        left, width = row.place
        assert left >= 0
        assert left + width <= 100.01
        assert width >= LEAST_SHARE - 0.01


def test_verdicts_narrow_the_register() -> None:
    case, findings = sample_case()
    told = replace(findings.gaps[0], status="rejected")
    book = build_book(case, replace(findings, gaps=(told, *findings.gaps[1:])))
    assert [r.gap.id for r in register(book, ViewState(statuses=("rejected",)))] == [told.id]
    assert register(book, ViewState(statuses=("rejected",)))[0].review == "Dismissed"


def test_a_heading_sorts_and_then_the_other_way_round() -> None:
    book = made(SIZES)
    state = ViewState(sort="size")
    table = register_table(book, CASE, state, register(book, state), "days", "six gaps")
    heads = table.children[1].children.children
    assert [getattr(th, "aria-sort", None) for th in heads] == [None, "ascending", None, None, None]
    link = heads[1].children
    assert parse(link.href.partition("?")[2]).sort == "-size"
