"""The page of knowledge: who knew what and when, in four parts that are views of one address.

show=matrix   agencies across, significant events down (the first view)
show=agency   what one agency knew on a day (side, on)
show=flow     who told whom, over any period (from, to)
show=people   who met whom, and what was asked of them
"""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, live_region, nav_link
from dashboard.components.empty import no_files
from dashboard.components.knowledge_agency import agency_part
from dashboard.components.knowledge_flow import flow_part
from dashboard.components.knowledge_matrix import matrix_part
from dashboard.components.knowledge_network import network_part
from dashboard.components.knowledge_people import people_part
from dashboard.config import Settings
from dashboard.routes import address
from dashboard.urlstate import ViewState

PARTS: Final[dict[str, str]] = {
    "matrix": "Who knew of what",
    "agency": "One agency on a day",
    "flow": "Who told whom",
    "people": "Who met whom",
    "network": "Around one person or agency",
}


def knowledge_page(book: CaseBook, case: str, state: ViewState, settings: Settings) -> list[Component]:
    """The page as it is first shown; afterwards a callback changes the body."""
    return [
        html.Div(knowledge_body(book, case, state, settings), id=ids.KNOWLEDGE),
        live_region(ids.KNOWLEDGE_SAID),
    ]


def knowledge_body(book: CaseBook, case: str, state: ViewState, settings: Settings) -> list[Component]:
    """Everything that follows from the address."""
    part = part_of(state)
    head: list[Component] = [html.H1("Knowledge"), _parts(case, state, part)]
    if not book.case.events:
        return [*head, *no_files(book, case, "who knew of what is worked out here")]
    if part == "agency":
        return [*head, *agency_part(book, case, state, settings)]
    if part == "flow":
        return [*head, *flow_part(book, case, state)]
    if part == "people":
        return [*head, *people_part(book, case)]
    if part == "network":
        return [*head, *network_part(book, case, state)]
    return [*head, *matrix_part(book, case, state, settings)]


def part_of(state: ViewState) -> str:
    """The part of the page that an address asks for."""
    return state.show if state.show in PARTS else "matrix"


def summary(book: CaseBook, state: ViewState) -> str:
    """What is shown now, for the live region."""
    part = part_of(state)
    if part == "matrix":
        return f"{words.counted(len(book.knowing.matrix.rows), 'significant event')} in the matrix."
    return f"{PARTS[part]} is shown."


def _parts(case: str, state: ViewState, part: str) -> Component:
    links = [
        html.Li(nav_link(text, address(case, "knowledge", state.but(show=name, event=None)),
                         class_name="chip", current=name == part, key=f"part-{name}"))
        for name, text in PARTS.items()
    ]  # fmt: skip
    return html.Nav(html.Ul(links, className="chips"), className="parts", **attrs(aria_label="Parts of this page"))
