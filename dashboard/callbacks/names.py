"""The switch that hides names, on every page of a case, and the search of the page Names.

switch  ->  Veils.choose (this session, this case)  ->  the page drawn anew from the book without names
search  ->  the table of the page Names
"""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from dashboard import ids
from dashboard.callbacks.routing import page
from dashboard.pages.names import names_table
from dashboard.query import parse
from dashboard.routes import route_of
from dashboard.services import Services


def register(app: Dash, services: Services) -> None:
    """Wire the switch and the search."""

    def switch(clicks: list[int | None], pathname: str | None, search: str | None) -> Any:
        if not any(clicks) or not ctx.triggered_id:
            return no_update
        case = route_of(pathname).case or ""
        services.veils.choose(case, str(ctx.triggered_id["mode"]))
        return page(services, pathname, search)

    def look(wanted: str | None, pathname: str | None, search: str | None) -> Any:
        case = route_of(pathname).case or ""
        if services.veils.hides(case) or not services.library.may_edit(case):
            return no_update
        return names_table(case, services.veils.table(case), parse(search), wanted or "")

    app.callback(
        Output(ids.PAGE, "children", allow_duplicate=True),
        Input(ids.veil(ALL), "n_clicks"),
        State(ids.URL, "pathname"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(switch)
    app.callback(
        Output(ids.NAMES_TABLE, "children"),
        Input(ids.NAMES_SEARCH, "value"),
        State(ids.URL, "pathname"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(look)
