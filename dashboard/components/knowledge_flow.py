"""Who told whom over a period: chart, table, one-way relations and silent pairs.

CaseBook + ViewState (from, to)  ->  flow_part  ->  figure and table
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, nav_link
from dashboard.config import GRAPH_CONFIG
from dashboard.figures.knowledge import chart_width, flow_figure
from dashboard.routes import address
from dashboard.tables.knowledge import (
    flow_rows,
)
from dashboard.urlstate import ViewState
from model.flow import Flow, flow
from model.when import in_words


def flow_part(book: CaseBook, case: str, state: ViewState) -> list[Component]:
    knowing = book.knowing
    found = flow(knowing.view, knowing.links, state.first, state.last)
    period = in_words(words.window(state.first, state.last)) if state.first and state.last else "The whole case"
    head: list[Component] = [
        html.H2("Who told whom"),
        period_form(case, state),
        html.P(period, className="window-words"),
    ]
    if not found.edges:
        return [*head, html.P("No telling is recorded in this period in the files supplied.", className="empty")]
    said = f"{period}: {words.counted(sum(e.count for e in found.edges), 'telling')} between agencies."
    figure = flow_figure(book, found)
    graph = dcc.Graph(
        id=ids.FLOW_CHART, figure=figure, config=cast(Any, GRAPH_CONFIG), className="chart flow-chart",
        style={"minWidth": f"{chart_width(found)}px"},
    )  # fmt: skip
    chart = html.Div(graph, className="chart-box", tabIndex="0", role="group", **attrs(aria_labelledby="flow-said"))
    return [
        *head,
        html.Figure([chart, html.Figcaption(html.P(f"{said} The same numbers follow in the table.", id="flow-said"))],
                    className="figure"),
        _flow_table(book, found),
        html.Div(
            [
                html.Div([html.H3("One way only"), _pairs(book, found.one_way, "told", "None.")]),
                html.Div([html.H3("No word between them in the files supplied"),
                          html.P("Both were involved at one time.", className="muted"),
                          _pairs(book, found.silent, "and", "None.")]),
            ],
            className="evidence",
        ),
    ]  # fmt: skip


def period_form(case: str, state: ViewState) -> Component:
    """From and to, for the parts of the page that show a period."""

    def field(label: str, id_: str, day: dt.date | None) -> Component:
        value = f"{day:%d/%m/%Y}" if day else ""
        box = dcc.Input(id=id_, value=value, placeholder="dd/mm/yyyy", className="input date", maxLength=10,
                        autoComplete="off", debounce=True)  # fmt: skip
        return html.Label([html.Span(label, className="label-text"), box], className="field")

    whole = address(case, "knowledge", state.but(first=None, last=None))
    return html.Div(
        [
            field("From", ids.KNOWLEDGE_FROM, state.first),
            field("To", ids.KNOWLEDGE_TO, state.last),
            html.Button("Show", id=ids.KNOWLEDGE_GO, className="button", type="button"),
            nav_link("Whole case", whole, class_name="button", key="whole"),
            html.Div(id=ids.KNOWLEDGE_ERROR, className="field-error", role="alert"),
        ],
        className="day-form",
    )


def _flow_table(book: CaseBook, found: Flow) -> Component:
    titles = (
        "Who told",
        "Whom",
        "Times",
        "In both files",
        "After the event (median)",
        "Until received (median)",
        "When",
    )
    head = html.Tr([html.Th(title, scope="col") for title in titles])
    body = []
    for row in flow_rows(book, found):
        cells = (row.receiver, row.times, row.both, row.delay, row.transit, row.period)
        body.append(
            html.Tr([html.Th(row.sender, scope="row"), *(html.Td(text, **attrs(data_label=title))
                                                         for text, title in zip(cells, titles[1:], strict=True))])
        )  # fmt: skip
    table = html.Table(
        [
            html.Caption("Tellings between agencies. A meeting counts for all who were there."),
            html.Thead(head),
            html.Tbody(body),
        ],
        className="sources flow",
    )  # fmt: skip
    return html.Div(table, className="table-scroll", tabIndex="0", role="region", **attrs(aria_label="Who told whom"))


def _pairs(book: CaseBook, pairs: tuple[tuple[str, str], ...], word: str, none: str) -> Component:
    if not pairs:
        return html.P(none, className="muted")
    return html.Ul([html.Li(f"{book.label(a)} {word} {book.label(b)}") for a, b in pairs], className="plain-list")
