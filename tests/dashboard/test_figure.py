"""The timeline figure: fixed traces, addresses in every mark, safe text, gaps with pattern and label."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.casebook import CaseBook, build_book
from dashboard.config import AGENCY_COLOURS, PATTERN_OF_GAP, SYMBOL_OF_FAMILY
from dashboard.figures.text import plain, wrapped
from dashboard.figures.timeline import TRACES, symbol, timeline_figure
from dashboard.lod import layout
from dashboard.selection import selected
from dashboard.urlstate import ViewState
from model.case import Case, Findings
from model.names import FAMILY_OF_KIND, GAP_KINDS, KINDS
from tests.dashboard.sample import large_case, sample_case


def figure_of(case: Case, findings: Findings, limit: int = 600, **chosen: Any) -> dict[str, Any]:
    book: CaseBook = build_book(case, findings)
    return timeline_figure(book, layout(book, selected(book, ViewState()), limit, 300), **chosen)


@pytest.fixture(scope="module")
def figure() -> dict[str, Any]:
    return figure_of(*sample_case(), event="e7", gap="g1")


def trace(figure: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(figure["data"][TRACES.index(name)])


@pytest.mark.parametrize("limit", [pytest.param(600, id="marks"), pytest.param(5, id="bars")])
def test_plotly_accepts_the_figure_and_the_traces_never_change_place(limit: int) -> None:
    figure = figure_of(*sample_case(), limit=limit)
    go.Figure(figure)
    assert tuple(t["name"] for t in figure["data"]) == TRACES
    json.dumps(figure)


def test_every_dated_event_has_a_mark_with_its_id_and_no_undated_one_has(figure: dict[str, Any]) -> None:
    case, _ = sample_case()
    ids = {c[1] for c in trace(figure, "marks")["customdata"]}
    assert ids == {e.id for e in case.events if e.when is not None}


def test_an_uncertain_date_is_a_span_with_a_hollow_mark(figure: dict[str, Any]) -> None:
    case, _ = sample_case()
    uncertain = {e.id for e in case.events if e.when is not None and e.when.bounded and not e.when.is_day}
    assert {c[1] for c in trace(figure, "spans")["customdata"]} == uncertain
    assert all("open" in symbol(e) for e in case.events if e.id in uncertain)


def test_open_ended_dates_carry_an_arrow(figure: dict[str, Any]) -> None:
    assert trace(figure, "open ends")["text"] == ["&nbsp;⇢"]


def test_gaps_have_a_pattern_and_a_label_beside_them(figure: dict[str, Any]) -> None:
    strips = trace(figure, "strips")
    labels = [a["text"] for a in figure["layout"]["annotations"]]
    assert {c[1] for c in strips["customdata"]} == {"g1", "g2", "g4"}
    assert all(strips["marker"]["pattern"]["shape"])
    assert "No allocated worker, 36 working days" in labels
    assert labels.count("Not shown as shared, 89 days") == 2  # in the lanes of both agencies


def test_the_chosen_are_ringed(figure: dict[str, Any]) -> None:
    assert len(trace(figure, "halo")["x"]) == 1
    assert len(trace(figure, "chosen gap")["x"]) == 2


def test_gaps_are_drawn_above_bars_too() -> None:
    figure = figure_of(*sample_case(), limit=3)
    assert {c[1] for c in trace(figure, "strips")["customdata"]} == {"g1", "g2", "g4"}
    assert trace(figure, "bars")["x"]


def test_birth_is_an_anchor_with_its_date(figure: dict[str, Any]) -> None:
    assert "<b>Birth, 9 Feb 2021</b>" in [a["text"] for a in figure["layout"]["annotations"]]


def test_case_text_cannot_become_markup_in_the_chart() -> None:
    case, findings = sample_case()
    hostile = "<a href='http://elsewhere.example'>%{customdata}</a>"
    events = tuple(replace(e, quote=hostile, span=(0, 5)) for e in case.events)
    gaps = tuple(replace(g, title=hostile) for g in findings.gaps)
    agencies = tuple(replace(a, label=hostile) for a in findings.agencies)
    text = json.dumps(figure_of(replace(case, events=events), replace(findings, gaps=gaps, agencies=agencies)))
    assert "<a" not in text
    assert "%{customdata}" not in text
    assert not re.search(r"<(?!/?b>|br>|extra>|/extra>)", text)


def test_plain_and_wrapped() -> None:
    assert plain("a < b & %{x}") == "a &lt; b &amp; % {x}"
    assert wrapped("one two three", 7) == "one two<br>three"


def test_a_large_case_stays_small_on_the_wire() -> None:
    assert len(json.dumps(figure_of(*large_case(10_000)))) < 300_000


def test_every_kind_of_event_and_gap_can_be_drawn() -> None:
    assert {FAMILY_OF_KIND[k] for k in KINDS} <= set(SYMBOL_OF_FAMILY)
    assert set(GAP_KINDS) == set(PATTERN_OF_GAP)
    assert len(set(AGENCY_COLOURS)) == len(AGENCY_COLOURS)
