"""Around one person or agency: the picture of its neighbourhood, and a table that tells the same.

CaseBook + ViewState (side, from, to)  ->  network_part  ->  choice of the centre, figure, table
"""

from __future__ import annotations

from typing import Any, cast

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import Children, attrs, decoration, hidden, nav_link, notice
from dashboard.components.knowledge_flow import period_form
from dashboard.components.knowledge_lists import FILES
from dashboard.config import GRAPH_CONFIG
from dashboard.figures.network import network_figure
from dashboard.network import Network, Tie, begin_with, is_person, label_of, neighbourhood
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.when import in_words

PEOPLE_SHOWN = 60  # in the menu: the most often named


def network_part(book: CaseBook, case: str, state: ViewState) -> list[Component]:
    known = {*book.actor_by_key, *(a.id for a in book.lanes)}
    centre = state.side if state.side in known else begin_with(book)
    if centre is None:
        return [html.H2("Around one person or agency"), html.P("Nobody is named.", className="empty")]
    found = neighbourhood(book, centre, state.first, state.last)
    period = in_words(words.window(state.first, state.last)) if state.first and state.last else "The whole case"
    head = [
        html.H2("Around one person or agency"),
        notice(
            "A line means that records name them together, or that one agency told another. It is no contact and no "
            "bond. " + FILES,
            quiet=True,
        ),
        html.Div([_centre_menu(book, case, state, centre), period_form(case, state)], className="centre-row"),
    ]
    if not found.own:
        text = f"{found.centre.label}: no event in this period names them with anybody, in the files supplied."
        return [*head, html.P(text, className="empty")]
    said = f"{period}: {found.centre.label}, {words.counted(found.events, 'event')} with {len(found.own)} others."
    if found.left_out:
        said += f" The {len(found.nodes) - 1} named most are drawn; the other {found.left_out} stand in the table."
    graph = dcc.Graph(id=ids.NETWORK_CHART, figure=network_figure(found), config=cast(Any, GRAPH_CONFIG),
                      className="chart network-chart")  # fmt: skip
    chart = html.Div(graph, className="chart-box", tabIndex="0", role="group", **attrs(aria_labelledby="network-said"))
    caption = html.Figcaption(html.P(f"{said} The same stands in the table.", id="network-said"))
    return [*head, html.Figure([chart, caption], className="figure"), _table(book, case, state, found)]


def _centre_menu(book: CaseBook, case: str, state: ViewState, centre: str) -> Component:
    people = sorted(book.actor_by_key, key=lambda k: -book.actor_by_key[k].mentions)[:PEOPLE_SHOWN]
    links = [_option(book, case, state, key, centre) for key in (*(a.id for a in book.lanes), *people)]
    head = html.Summary(f"In the middle: {words.clipped(label_of(book, centre), 50)}", className="button")
    return html.Details([head, html.Div(html.Ul(links), className="menu")], className="dropdown",
                        **attrs(data_menu="centre"))  # fmt: skip


def _option(book: CaseBook, case: str, state: ViewState, key: str, centre: str) -> Component:
    on = key == centre
    inside: list[Children] = [decoration("", "box round"), label_of(book, key), *([hidden(", shown")] if on else [])]
    href = address(case, "knowledge", state.but(side=key))
    return html.Li(nav_link(inside, href, class_name="option on" if on else "option", key=f"centre-{key}"))


def _table(book: CaseBook, case: str, state: ViewState, found: Network) -> Component:
    titles = ("With", "Events", "First", "Last", "")
    head = html.Tr([html.Th(title or hidden("On the timeline"), scope="col") for title in titles])
    caption = html.Caption(f"Who is recorded together with {found.centre.label}")
    body = [_row(book, case, state, found.centre.key, tie) for tie in found.own]
    table = html.Table([caption, html.Thead(head), html.Tbody(body)], className="sources network")
    return html.Div(table, className="table-scroll narrow", tabIndex="0", role="region",
                    **attrs(aria_label="Who is recorded together"))  # fmt: skip


def _row(book: CaseBook, case: str, state: ViewState, centre: str, tie: Tie) -> Component:
    whens = [book.event_by_id[e].when for e in tie.events if e in book.first_days]
    cells: list[Children] = [f"{len(tie.events):,}", *(in_words(w) if w else "no date" for w in (
        whens[0] if whens else None, whens[-1] if whens else None))]  # fmt: skip
    link = nav_link(label_of(book, tie.other), address(case, "knowledge", state.but(side=tie.other)),
                    key=f"tie-{tie.other}")  # fmt: skip
    there = nav_link(["On the timeline", hidden(f": {label_of(book, tie.other)}")],
                     address(case, "timeline", _on_timeline(book, state, centre, tie)))  # fmt: skip
    titles = ("Events", "First", "Last")
    return html.Tr(
        [
            html.Th(link, scope="row"),
            *(html.Td(text, **attrs(data_label=title)) for text, title in zip(cells, titles, strict=True)),
            html.Td(there),
        ]
    )


def _on_timeline(book: CaseBook, state: ViewState, centre: str, tie: Tie) -> ViewState:
    """The nearest that the filters of the timeline come to the events of a line: an agency and a person, or one."""
    both = (centre, tie.other)
    people = tuple(key for key in both if is_person(book, key))
    agencies = tuple(key for key in both if not is_person(book, key))
    return ViewState(first=state.first, last=state.last, people=people[:1], agencies=agencies)
