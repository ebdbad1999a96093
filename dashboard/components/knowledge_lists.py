"""What the parts of the page of knowledge share: lists of events, the pager, and the caution that goes with all."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, nav_link
from dashboard.components.event_panel import event_link
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.case import Event

FILES: Final = (
    "It rests on the files supplied and nothing else: what was known and not recorded cannot be seen in them."
)


def event_list(book: CaseBook, case: str, events: list[Event], none: str) -> Component:
    if not events:
        return html.P(none, className="muted")
    items = [
        html.Li(
            [event_link(book, case, ViewState(), e), html.Div(f"“{words.clipped(e.quote, 140)}”", className="muted")]
        )
        for e in events
    ]
    return html.Ul(items, className="plain-list")


def pager(case: str, state: ViewState, page: int, pages: int) -> list[Component]:
    if pages == 1:
        return []

    def to(text: str, number: int) -> Component:
        return nav_link(text, address(case, "knowledge", state.but(page=number, event=None)), key=text)

    links: list[Component] = [to("Previous", page - 1)] if page > 1 else []
    links.append(html.Span(f"Page {page} of {pages}"))
    links += [to("Next", page + 1)] if page < pages else []
    return [html.Nav(links, className="pager", **attrs(aria_label="Pages of this list"))]
