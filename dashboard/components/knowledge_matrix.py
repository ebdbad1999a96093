"""Agencies across, significant events down; a cell leads to the words that show it.

CaseBook + ViewState  ->  matrix_part  ->  table and panel
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, hidden, nav_link, notice
from dashboard.components.knowledge_lists import FILES, pager
from dashboard.components.knowledge_panel import cell_panel, empty_cell_panel
from dashboard.config import Settings
from dashboard.routes import address
from dashboard.tables.knowledge import (
    CellText,
    KnowledgePage,
    KnowledgeRow,
    matrix_page,
)
from dashboard.urlstate import ViewState
from model.case import Event


def matrix_part(book: CaseBook, case: str, state: ViewState, settings: Settings) -> list[Component]:
    knowing = book.knowing
    at = next((n for n, row in enumerate(knowing.matrix.rows) if state.event in row.records), None)
    page_number = state.page if at is None or state.page > 1 else at // settings.matrix_rows + 1
    page = matrix_page(book, knowing.matrix, page_number, settings.matrix_rows)
    chosen = knowing.row_of.get(state.event or "")
    cell = chosen.cells.get(state.side or "") if chosen else None
    panel = cell_panel(book, case, state, chosen, cell) if chosen and cell else empty_cell_panel()
    return [
        notice(
            "Each line is an event that bears on a child's safety; each column an agency whose file was supplied. "
            + FILES,
            quiet=True,
        ),
        html.Div(
            [
                html.Div(
                    [_key(), _matrix_table(book, case, state, page), *pager(case, state, page.page, page.pages)],
                    className="matrix-box",
                ),
                html.Aside(panel, className="panel", **attrs(aria_label="The chosen cell")),
            ],
            className="with-panel",
        ),
    ]  # fmt: skip


def _key() -> Component:
    said = (
        ("source", "source", "recorded it itself"),
        ("known", "+5 d", "knew of it five days later (a range where the dates are uncertain)"),
        ("sent", "sent", "word was sent, no trace that it arrived"),
        ("no_record", "no record", "a rule expects it to know, and nothing was found"),
        ("not_expected", "·", "no rule expects it to know"),
        ("not_covered", "–", "its file does not speak of that time"),
    )
    items = [html.Li([html.Span(short, className=f"cell {state}"), text]) for state, short, text in said]
    return html.Details([html.Summary("What the cells mean"), html.Ul(items, className="cell-key")], open=False)


def _matrix_table(book: CaseBook, case: str, state: ViewState, page: KnowledgePage) -> Component:
    if not page.rows:
        return html.P("No event of this case is weighty enough to be listed here.", className="empty")
    labels = [book.label(agency) for agency in book.knowing.matrix.agencies]
    head = html.Tr([html.Th("Event", scope="col"), *(html.Th(label, scope="col") for label in labels)])
    body = [_matrix_row(case, state, row, labels) for row in page.rows]
    many = words.counted(page.total, "significant event")
    said = f"{many}, by agency" if page.pages == 1 else f"{page.first} to {page.last} of {many}, by agency"
    table = html.Table([html.Caption(said), html.Thead(head), html.Tbody(body)], className="matrix")
    return html.Div(
        table, id="knowledge-table", className="table-scroll", tabIndex="0", role="region",
        **attrs(aria_label="Knowledge matrix"),
    )  # fmt: skip


def _matrix_row(case: str, state: ViewState, row: KnowledgeRow, labels: list[str]) -> Component:
    event = row.event
    head = html.Th(
        [
            html.Div(row.when, className="when"),
            nav_link(row.what, address(case, "timeline", ViewState(event=event.id))),
            html.Div(f"“{row.quote}”", className="muted quote"),
            *([html.Div(row.note, className="note")] if row.note else []),
        ],
        scope="row",
    )
    cells = [_cell(case, state, event, cell, label) for cell, label in zip(row.cells, labels, strict=True)]
    return html.Tr([head, *cells])


def _cell(case: str, state: ViewState, event: Event, cell: CellText, label: str) -> Component:
    current = state.event == event.id and state.side == cell.agency
    more = attrs(data_label=label)
    if cell.state in {"not_expected", "not_covered"}:
        inside = [html.Span(cell.short, **attrs(aria_hidden="true")), hidden(cell.said)]
        return html.Td(html.Span(inside, className=f"cell {cell.state}", title=cell.said), **more)
    href = address(case, "knowledge", state.but(show=None, event=event.id, side=cell.agency, page=state.page))
    link = nav_link(
        cell.short, href, class_name=f"cell row-link {cell.state}", current=current,
        key=f"row-{event.id}-{cell.agency}", title=cell.said, **attrs(aria_label=f"{cell.short}. {cell.said}"),
    )  # fmt: skip
    return html.Td(link, **more)
