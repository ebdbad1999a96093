"""Saved views: a name for the address of a view, kept in the case file.

name field, button  ->  save  ->  the menu anew        "Remove"  ->  drop  ->  the menu anew
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from dashboard import ids
from dashboard.components.find import views_menu
from dashboard.routes import route_of
from dashboard.services import Services
from dashboard.urlstate import parse
from model.case import SavedView


def save(services: Services, name: str | None, search: str | None, pathname: str | None) -> tuple[Any, str]:
    """The menu with the view of this address in it, and what to say; a view of the same name is replaced."""
    route = route_of(pathname)
    wanted = " ".join((name or "").split())
    if not wanted:
        return no_update, "Give the view a name first."
    case = route.case or ""
    known = next((v.id for v in services.library.views(case) if v.name.casefold() == wanted.casefold()), None)
    query = parse(search).query()
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    view = SavedView(id=known or secrets.token_hex(5), name=wanted, page=route.page, query=query, made=made)
    services.library.keep_view(case, view)
    return views_menu(case, services.library.views(case)), f"Saved as {wanted}."


def register(app: Dash, services: Services) -> None:
    """Wire the menu."""

    def keep(clicks: int | None, name: str | None, search: str | None, pathname: str | None) -> tuple[Any, Any]:
        return save(services, name, search, pathname) if clicks else (no_update, no_update)

    def drop(clicks: list[int | None], pathname: str | None) -> Any:
        if not any(clicks) or not ctx.triggered_id:
            return no_update
        case = route_of(pathname).case or ""
        services.library.drop_view(case, ctx.triggered_id["view"])
        return views_menu(case, services.library.views(case))

    menu = Output(ids.VIEWS, "children", allow_duplicate=True)
    app.callback(
        menu,
        Output(ids.VIEW_SAID, "children"),
        Input(ids.VIEW_GO, "n_clicks"),
        State(ids.VIEW_NAME, "value"),
        State(ids.URL, "search"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )(keep)
    app.callback(
        menu,
        Input(ids.view_drop(ALL), "n_clicks"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )(drop)
