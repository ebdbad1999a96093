"""The pages on which a reviewer decides, by their name in the address.

page name, case, query  ->  page_body  ->  components; drawn anew after every decision
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.casebook import CaseBook
from dashboard.pages.audit import log_page
from dashboard.pages.events import events_page
from dashboard.pages.people import people_page
from dashboard.pages.present import present_page
from dashboard.pages.settle import settle_page
from dashboard.pages.source_view import source_page
from dashboard.query import Query, parse

Body = Callable[[CaseBook, str, Query], list[Component]]

REVIEW_PAGES: Final[Mapping[str, Body]] = {
    "events": events_page,
    "settle": settle_page,
    "people": people_page,
    "source": source_page,
    "log": log_page,
    "present": present_page,
}


def page_body(book: CaseBook, case: str, page: str, search: str | None) -> list[Component]:
    """What stands in the page's frame."""
    return REVIEW_PAGES[page](book, case, parse(search))


def framed(book: CaseBook, case: str, page: str, search: str | None) -> list[Component]:
    """The page when it is first shown."""
    return [html.Div(page_body(book, case, page, search), id=ids.BODY)]
