"""What stands under the register of gaps: good practice, weaker prompts, answered ones; short, folded, complete."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import nav_link, tag
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.case import Event, Gap, GoodPractice


def good_practice(book: CaseBook, case: str, found: Sequence[GoodPractice]) -> list[Component]:
    """Work that the records show and that reviews name as good, a line each with its records."""
    if not found:
        return []
    return [
        html.H2("Good practice in the records", id="good-practice"),
        html.P("A list of gaps alone is unbalanced. Each line cites the records that show it."),
        html.Ul([html.Li(_good(book, case, item)) for item in found], className="plain-list cards-list"),
    ]


def _good(book: CaseBook, case: str, found: GoodPractice) -> list[Component]:
    return [
        html.Strong(found.title),
        html.P(found.explanation),
        _links(book, case, found.events),
        html.Div(found.source, className="muted"),
    ]


def noticed(book: CaseBook, case: str, gaps: Sequence[Gap]) -> list[Component]:
    """Prompts that are too weak, or too many of one rule, for the register."""
    if not gaps:
        return []
    return [
        html.Details(
            [
                html.Summary(f"Also noticed: {words.counted(len(gaps), 'weaker prompt')}"),
                html.P("Less sure, or more of the same. They are kept out of the register so that it can be read."),
                html.Ul([html.Li(_line(book, case, gap, gap.confidence)) for gap in gaps], className="plain-list"),
            ],
            className="folded",
        )
    ]


def answered(book: CaseBook, case: str, gaps: Sequence[Gap]) -> list[Component]:
    """What looks like a gap in one file and is answered in another."""
    if not gaps:
        return []
    return [
        html.Details(
            [
                html.Summary(f"Answered by another file: {len(gaps):,}"),
                html.P("Each looks like a gap in one file. The record that answers it is quoted, and none is claimed."),
                html.Ul(
                    [html.Li(_line(book, case, gap, f"Answered by {gap.answer}")) for gap in gaps],
                    className="plain-list",
                ),
            ],
            className="folded",
        )
    ]


def _line(book: CaseBook, case: str, gap: Gap, beneath: str) -> list[Component]:
    return [
        html.Div([tag(words.gap_kind(gap), "tag-gap"), html.Span(gap.title, className="spaced")]),
        html.Div(beneath, className="muted"),
        _links(book, case, (*gap.events[:3], *gap.against[:1])),
    ]


def _links(book: CaseBook, case: str, ids: Sequence[str]) -> Component:
    events: list[Event] = [book.event_by_id[i] for i in ids if i in book.event_by_id]
    return html.Div(
        [
            nav_link(
                f"{words.event_when(e)}, {words.kind(e)} ({book.label(e.agency)})",
                address(case, "timeline", ViewState(event=e.id)),
                class_name="spaced",
            )
            for e in events
        ]
    )
