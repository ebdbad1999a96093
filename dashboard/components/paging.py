"""Lists in pages, and links that choose what a list shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from dash import html
from dash.development.base_component import Component

from dashboard.components.basic import attrs, nav_link
from dashboard.routes import address

Item = TypeVar("Item")


def paged(items: Sequence[Item], page: int, per_page: int) -> tuple[Sequence[Item], int, int]:
    """The items of a page, the page (the last for one beyond it) and how many there are."""
    pages = max(1, -(-len(items) // per_page))
    page = min(page, pages)
    return items[(page - 1) * per_page : page * per_page], page, pages


def pager(case: str, name: str, to: Callable[[int], str], page: int, pages: int) -> list[Component]:
    """Links to the page before and after; `to` gives the query of a page."""
    if pages == 1:
        return []
    links: list[Component] = []
    if page > 1:
        links.append(nav_link("Previous", address(case, name) + to(page - 1), key="previous"))
    links.append(html.Span(f"Page {page} of {pages}"))
    if page < pages:
        links.append(nav_link("Next", address(case, name) + to(page + 1), key="next"))
    return [html.Nav(links, className="pager", **attrs(aria_label="Pages"))]


def choices(case: str, name: str, options: Sequence[tuple[str, str, str]], chosen: str, said: str) -> Component:
    """Chips of which one is on: value, text and query each."""
    links = [
        html.Li(
            nav_link(text, address(case, name) + query, class_name="chip", current=value == chosen, key=value or "all")
        )
        for value, text, query in options
    ]
    return html.Ul(links, className="chips", **attrs(aria_label=said))
