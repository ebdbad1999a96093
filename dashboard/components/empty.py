"""What a page says while its case has nothing to show, with the way on: the same words everywhere."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.casebook import CaseBook
from dashboard.components.basic import nav_link
from dashboard.routes import address


def no_files(book: CaseBook, case: str, then: str) -> list[Component]:
    """For a case without files, or with files that gave no event. `then` says what the page will hold."""
    if book.case.sources:
        text = "The files supplied were read, and no event was found in them. Sources says what became of every row."
        link = nav_link("See the sources", address(case, "sources"), class_name="button")
    else:
        text = f"This case has no files yet. Bring in what the agencies sent, and {then}."
        link = nav_link("Add chronologies", address(case, "bring-in"), class_name="button primary")
    return [html.Div([html.P(text), link], className="empty-state")]
