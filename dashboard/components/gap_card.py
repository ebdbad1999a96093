"""A gap told in full: what was measured, by which rule, and the events that speak for and against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook, day_bounds, has_date
from dashboard.components.basic import Children, attrs, facts, nav_link, tag
from dashboard.components.edit_gap import edit_gap
from dashboard.components.event_panel import event_link, shape_key
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.case import Event, Gap
from model.when import in_words

EVIDENCE_SHOWN = 5  # events of a list before the rest is folded
NOTHING_FOUND = "No record was found in the files supplied."


def gap_panel(book: CaseBook, case: str, state: ViewState, gap: Gap) -> list[Component]:
    """The panel of the chosen gap beside the chart."""
    close = nav_link("Close", address(case, "timeline", state.but(gap=None, page=state.page)), class_name="close")
    return [
        html.Div([tag(words.gap_kind(gap), "tag-gap"), close], className="panel-head"),
        html.H2(gap.title, className="panel-title", tabIndex="-1", **attrs(data_shown=gap.id)),
        *_body(book, case, state, gap),
        *edit_gap(book, gap),
        shape_key(unfolded=False),
    ]


def gap_card(book: CaseBook, case: str, gap: Gap) -> Component:
    """The card of a gap on the page of gaps."""
    return html.Article(
        [
            _head(gap),
            html.H2(gap.title, id=f"gap-{gap.id}"),
            *_body(book, case, ViewState(), gap),
            *edit_gap(book, gap),
            html.Div(_to_timeline(case, gap), className="card-foot"),
        ],
        className="card gap-card",
        **attrs(aria_labelledby=f"gap-{gap.id}"),
    )


def gap_beside(book: CaseBook, case: str, gap: Gap, steps: Component) -> list[Component]:
    """The same beside the register; `steps` lead to the gap before and after it."""
    return [
        _head(gap),
        html.H2(gap.title, className="panel-title", tabIndex="-1", **attrs(data_shown=gap.id)),
        html.Div([*_to_timeline(case, gap), steps], className="panel-steps"),
        *_body(book, case, ViewState(), gap),
        *edit_gap(book, gap),
    ]


def _head(gap: Gap) -> Component:
    return html.Div(
        [
            tag(words.gap_kind(gap), "tag-gap"),
            html.Span(words.measured(gap), className="measured"),
            html.Span(words.GAP_STATUS_WORDS.get(gap.status, gap.status), className="status"),
        ],
        className="card-head",
    )


def _to_timeline(case: str, gap: Gap) -> list[Component]:
    """The way to the timeline, framed on the gap."""
    if gap.when is None or not has_date(gap.when):
        return [html.Span("It has no dates, so it is not drawn on the timeline.", className="muted")]
    first, last = around(gap)
    view = ViewState(first=first, last=last, gap=gap.id)
    return [nav_link("Show on timeline", address(case, "timeline", view), class_name="button small")]


def around(gap: Gap) -> tuple[dt.date, dt.date]:
    """The days of a gap with some air on both sides, for a window that shows it with its surroundings."""
    assert gap.when is not None
    first, last = day_bounds(gap.when)
    air = dt.timedelta(days=max(7, (last - first).days // 4))
    return first - air, last + air


def _body(book: CaseBook, case: str, state: ViewState, gap: Gap) -> list[Component]:
    size = words.measured(gap)
    limit = words.limit(gap)
    return [
        html.P(gap.explanation) if gap.explanation else html.Div(),
        facts(
            [
                ("Measured", size),
                ("Limit of the rule", limit),
                ("Result", words.OUTCOME_WORDS.get(gap.outcome, gap.outcome)),
                ("When", in_words(gap.when)),
                ("Agencies", words.listed(book.label(a) for a in gap.agencies)),
                ("How sure", gap.confidence),
                ("Looked for against it", gap.sought[:1].upper() + gap.sought[1:]),
                ("May follow from", _cause(book, gap)),
                ("To ask", _question(book, gap)),
                ("Rule", [gap.rule, html.Div(gap.source, className="muted")]),
            ]
        ),
        html.Div(
            [
                html.Div(
                    [
                        html.H3("Speaks for it"),
                        _events(book, case, state, _known(book, gap.events), "No single entry: see the explanation."),
                    ]
                ),
                html.Div(
                    [
                        html.H3("Speaks against it"),
                        _events(book, case, state, _known(book, gap.against), NOTHING_FOUND),
                    ]
                ),
            ],
            className="evidence",
        ),
        *_folded(gap),
    ]


def _question(book: CaseBook, gap: Gap) -> Children:
    """The question that the gap leads to, and of whom."""
    if not gap.question:
        return ""
    return [gap.question, html.Div("To " + words.listed(book.label(a) for a in gap.asked), className="muted")]


def _cause(book: CaseBook, gap: Gap) -> str:
    """The title of the gap that may explain it."""
    cause = book.gap_by_id.get(gap.cause or "")
    return cause.title if cause is not None else ""


def _folded(gap: Gap) -> list[Component]:
    """The near-duplicates that are told with it."""
    if not gap.folded:
        return []
    return [
        html.Details(
            [
                html.Summary(f"{words.counted(len(gap.folded), 'near-duplicate')} told with it"),
                html.Ul([html.Li(title) for title in gap.folded]),
            ],
            className="folded",
        )
    ]


def _known(book: CaseBook, ids: Sequence[str]) -> list[Event]:
    """The events of a list; of several that would read alike (two events in the same words of a row) the first."""
    events = [book.event_by_id[i] for i in ids if i in book.event_by_id]
    first: dict[object, Event] = {}
    for event in events:
        first.setdefault((event.entry, event.kind, event.quote, event.when), event)
    return list(first.values())


def _events(book: CaseBook, case: str, state: ViewState, events: Sequence[Event], none: str) -> Component:
    if not events:
        return html.P(none, className="muted")
    items: list[Children] = [
        html.Li([event_link(book, case, state, e), html.Div(f"“{words.clipped(e.quote, 140)}”", className="muted")])
        for e in events
    ]
    shown = html.Ul(items[:EVIDENCE_SHOWN], className="plain-list")
    if len(items) <= EVIDENCE_SHOWN + 1:
        return html.Ul(items, className="plain-list")
    rest = [
        html.Summary(f"{len(items) - EVIDENCE_SHOWN} more"),
        html.Ul(items[EVIDENCE_SHOWN:], className="plain-list"),
    ]
    return html.Div([shown, html.Details(rest)])
