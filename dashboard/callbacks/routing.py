"""From the address to a page.

pathname  ->  route_of  ->  the page's components, or a plain message with a remedy
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from dash import Dash, Input, Output, State, html

from dashboard import ids
from dashboard.authors import session_token
from dashboard.callbacks.names_body import names_body
from dashboard.callbacks.presence import others_in
from dashboard.components.basic import nav_link
from dashboard.components.review_bar import review_bar
from dashboard.components.veil_switch import veil_switch
from dashboard.pages.bring_in import bring_in_frame
from dashboard.pages.cases import cases_page
from dashboard.pages.export import export_page
from dashboard.pages.gaps import gap_list
from dashboard.pages.knowledge import knowledge_page
from dashboard.pages.overview import overview_page
from dashboard.pages.returned import returned_frame
from dashboard.pages.review_pages import REVIEW_PAGES, framed
from dashboard.pages.rules import rules_page
from dashboard.pages.sources import sources_page
from dashboard.pages.timeline import timeline_page
from dashboard.routes import HOME, Route, route_of
from dashboard.services import Services
from dashboard.shell import case_frame, plain_frame
from dashboard.urlstate import parse
from model.errors import CasethreadError, PassphraseError

SHOW_FIRST: Final = "Names are hidden, and files are brought in under their own. Choose “As written” above first."


def page(services: Services, pathname: str | None, search: str | None) -> list[Any]:
    """The page of an address. Our own errors become a page with their remedy."""
    route = route_of(pathname)
    try:
        if route.page == "cases":
            library = services.library
            may_start = library.may_start()
            can_add = library.place.is_dir() and may_start
            return plain_frame("Cases", cases_page(library.cards(), can_add=can_add, example=may_start))
        if route.case is not None:
            return _case_page(services, route, route.case, search)
    except PassphraseError as error:
        way = html.A("Give the passphrase", href=f"/unlock/{route.case}", className="button primary")
        return plain_frame("This case is encrypted", [html.P(error.message), html.P(error.remedy), way, _home()])
    except CasethreadError as error:
        return plain_frame("This page cannot be shown", [html.P(error.message), html.P(error.remedy), _home()])
    return plain_frame(
        "There is no such page", [html.P("Check the address, or start from the list of cases."), _home()]
    )


def _case_page(services: Services, route: Route, case: str, search: str | None) -> list[Any]:
    book = services.library.book(case)
    state = parse(search)
    bodies: dict[str, Callable[[], list[Any]]] = {
        "overview": lambda: overview_page(book, case, services.settings),
        "timeline": lambda: timeline_page(
            book, case, state, services.library.words(case, state.find), services.library.views(case), services.settings
        ),
        "gaps": lambda: [html.Div(gap_list(book, case, state, services.settings), id=ids.GAP_LIST)],
        "knowledge": lambda: knowledge_page(book, case, state, services.settings),
        "rules": lambda: [
            html.Div(id=ids.RULES_ERROR, role="status", className="form-said"),
            html.Div(rules_page(book), id=ids.RULES_BODY),
        ],
        "sources": lambda: sources_page(book, case),
        "export": lambda: export_page(book, case),
        "bring-in": lambda: bring_in_frame(case, services.settings),
        "returned": lambda: returned_frame(book, case, services.returned.of(case)),
    }
    bodies["names"] = lambda: [html.Div(names_body(services, case, search), id=ids.BODY)]
    if services.veils.hides(case):
        bodies["bring-in"] = lambda: [html.H1("Bring in"), html.P(SHOW_FIRST)]
        bodies["returned"] = lambda: [html.H1("Changes from Word"), html.P(SHOW_FIRST)]
    if route.page in REVIEW_PAGES:
        bodies[route.page] = lambda: framed(book, case, route.page, search)
    info = book.case.info
    bar = review_bar(
        book, case, services.authors.name(session_token()),
        others=others_in(services, case) if services.gate else None, may_edit=services.library.may_edit(case),
        hidden=services.veils.hides(case),
    )  # fmt: skip
    return case_frame(
        case, info.title, info.subject, route.page, bodies[route.page](), bar, veil_switch(services.veils.mode(case))
    )


def _home() -> Any:
    return nav_link("All cases", HOME, class_name="button")


def register(app: Dash, services: Services) -> None:
    """Wire the page to the address; the gap list follows the address's query too."""

    def show_page(pathname: str | None, search: str | None) -> tuple[list[Any], str]:
        return page(services, pathname, search), ""  # a message of the page before is taken away

    def show_gaps(search: str | None, _revision: int | None, pathname: str | None) -> list[Any]:
        case = route_of(pathname).case or ""
        return gap_list(services.library.book(case), case, parse(search), services.settings)

    app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.ERROR, "children"),
        Input(ids.URL, "pathname"),
        State(ids.URL, "search"),
    )(show_page)
    app.callback(
        Output(ids.GAP_LIST, "children"),
        Input(ids.URL, "search"),
        Input(ids.REVISION, "data"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )(show_gaps)
