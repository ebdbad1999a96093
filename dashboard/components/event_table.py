"""The event table on screen: a real table whose rows are links, with pages."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.casebook import CaseBook
from dashboard.components.basic import Children, agency_code, attrs, hidden, nav_link, tag
from dashboard.components.event_panel import colour_of
from dashboard.components.find import nothing_found
from dashboard.routes import address
from dashboard.selection import Selection
from dashboard.tables.events import EventRow, TablePage
from dashboard.urlstate import ViewState
from dashboard.words import counted

COLUMNS = ("When", "Agency", "Type", "What the record says", "Links")


def event_table(book: CaseBook, case: str, state: ViewState, page: TablePage, chosen: Selection) -> list[Component]:
    """The caption, the rows and the links to other pages."""
    if not page.rows:
        return nothing_found(book, case, state, chosen)
    head = html.Thead(html.Tr([html.Th(c, scope="col") for c in COLUMNS]))
    body = html.Tbody([_row(book, case, state, row) for row in page.rows])
    many = f"Events in view, {page.first:,} to {page.last:,} of {page.total:,}" if page.pages > 1 else (
        f"{counted(page.total, 'event')} in view"
    )  # fmt: skip
    caption = html.Caption([html.Strong(many), ", in the order of the chart; undated events come last"])
    return [html.Table([caption, head, body], className="events", role="table"), *_pager(case, state, page)]


def _row(book: CaseBook, case: str, state: ViewState, row: EventRow) -> Component:
    event = row.event
    chosen = event.id == state.event
    href = address(case, "timeline", state.but(event=event.id, gap=None, page=state.page))
    kind: list[Children] = [row.kind, *([html.Div(row.assertion, className="muted")] if row.assertion else [])]
    link = nav_link(
        [*_lit(row), hidden(". Chosen, shown in the panel" if chosen else "")],
        href,
        class_name="row-link",
        current=chosen,
        key=f"row-{event.id}",
    )
    return html.Tr(
        [
            html.Th(
                [row.when, *([html.Div(row.relative, className="relative")] if row.relative else [])],
                scope="row",
                className="when" if row.dated else "when undated",
                role="rowheader",
            ),
            html.Td(agency_code(row.agency, colour_of(book, event.agency)), role="cell", **attrs(data_label="Agency")),
            html.Td(kind, role="cell", **attrs(data_label="Type")),
            html.Td(link, role="cell", className="what"),
            html.Td(
                [*([tag("Has the words", "tag-hit")] if row.hit and state.among else []), *(tag(n) for n in row.notes)],
                role="cell",
                className="links",
            ),
        ],
        className="chosen" if chosen else "",
        role="row",
    )


def _when(row: EventRow) -> list[Children]:
    return [row.when, *([html.Div(row.relative, className="relative")] if row.relative else [])]


def _lit(row: EventRow) -> list[Children]:
    return [html.Mark(text) if found else text for text, found in row.words] or ["(no words)"]


def _pager(case: str, state: ViewState, page: TablePage) -> list[Component]:
    if page.pages == 1:
        return []
    links: list[Component] = []
    if page.page > 1:
        links.append(nav_link("Earlier rows", address(case, "timeline", state.but(page=page.page - 1)), key="earlier"))
    links.append(html.Span(f"Page {page.page} of {page.pages}"))
    if page.page < page.pages:
        links.append(nav_link("Later rows", address(case, "timeline", state.but(page=page.page + 1)), key="later"))
    return [html.Nav(links, className="pager", **attrs(aria_label="Pages of the table"))]
