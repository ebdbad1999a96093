"""The page of knowledge: the address is the state; the day and period fields lead to a new address.

address  ->  draw  ->  the body of the page
day field, period fields  ->  a new address, or what is wrong with the field
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, State, no_update

from dashboard import ids
from dashboard.callbacks.timeline import follow_range
from dashboard.date_fields import read_day
from dashboard.pages.knowledge import knowledge_body, summary
from dashboard.routes import route_of
from dashboard.services import Services
from dashboard.urlstate import parse


def draw(services: Services, search: str | None, pathname: str | None) -> tuple[Any, str]:
    """The body, and what the live region says of it."""
    case = route_of(pathname).case or ""
    book, state = services.library.book(case), parse(search)
    return knowledge_body(book, case, state, services.settings), summary(book, state)


def follow_day(day: str | None, search: str | None) -> tuple[Any, str]:
    """The address of the typed day and no message, or no address and what is wrong with the field."""
    on = read_day(day)
    if on is None:
        return no_update, "Write the day as day, month, year: for example 09/02/2021."
    return parse(search).but(show="agency", on=on).query(), ""


def follow_node(click: Mapping[str, Any] | None, search: str | None, _address: str | None = None) -> Any:
    """The address with what was selected in the picture in the middle."""
    target = ((click or {}).get("points") or [{}])[0].get("customdata")
    if not isinstance(target, list) or len(target) < 2 or target[0] != "side":
        return no_update
    return parse(search).but(show="network", side=str(target[1])).query()


def register(app: Dash, services: Services) -> None:
    """Wire the page."""

    def draw_page(search: str | None, _revision: int | None, pathname: str | None) -> tuple[Any, str]:
        return draw(services, search, pathname)

    def go(
        clicks: int | None, day: str | None, first: str | None, last: str | None, search: str | None
    ) -> tuple[Any, str]:
        if not clicks:
            return no_update, ""
        if parse(search).show == "agency":
            return follow_day(day, search)
        return follow_range(first, last, search)

    app.callback(
        Output(ids.KNOWLEDGE, "children"),
        Output(ids.KNOWLEDGE_SAID, "children"),
        Input(ids.URL, "search"),
        Input(ids.REVISION, "data"),  # a decision was made
        State(ids.URL, "pathname"),
        prevent_initial_call=True,  # the page comes drawn
    )(draw_page)
    app.callback(
        Output(ids.URL, "search", allow_duplicate=True),
        Input(ids.NETWORK_CHART, "clickData"),
        State(ids.URL, "search"),
        State(ids.URL, "pathname"),  # whose case: a team's server asks
        prevent_initial_call=True,
    )(follow_node)
    app.callback(
        Output(ids.URL, "search", allow_duplicate=True),
        Output(ids.KNOWLEDGE_ERROR, "children"),
        Input(ids.KNOWLEDGE_GO, "n_clicks"),
        State(ids.KNOWLEDGE_ON, "value", allow_optional=True),
        State(ids.KNOWLEDGE_FROM, "value", allow_optional=True),
        State(ids.KNOWLEDGE_TO, "value", allow_optional=True),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(go)
