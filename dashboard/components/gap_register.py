"""The register of gaps on screen: a table whose headings sort it and whose rows open the card beside it.

rows  ->  register_table  ->  table; the chosen gap's card stands in the panel (`pages.gaps`)
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.casebook import CaseBook, day_bounds, has_date
from dashboard.components.basic import Children, attrs, hidden, nav_link
from dashboard.config import PATTERN_OF_GAP
from dashboard.routes import address
from dashboard.tables.gaps import GapRow
from dashboard.urlstate import ViewState

COLUMNS = (("kind", "Gap"), ("size", "Measured"), ("when", "When"), ("agency", "Agencies"), ("review", "Review"))
PATTERN_NAMES = {"/": "up", "\\": "down", "x": "cross", "-": "flat", "|": "tall", "+": "grid", ".": "dots"}
"""What the patterns of the chart are called in `assets/app.css`."""


def register_table(
    book: CaseBook, case: str, state: ViewState, rows: Sequence[GapRow], chosen: str, caption: str
) -> Component:
    """The table. Its small drawings repeat what the words beside them say."""
    head = html.Thead(html.Tr([_heading(case, state, name, label) for name, label in COLUMNS]))
    body = html.Tbody([_row(book, case, state, row, row.gap.id == chosen) for row in rows])
    return html.Table([html.Caption(caption), head, body], className="events register stacked", role="table")


def _heading(case: str, state: ViewState, name: str, label: str) -> Component:
    """A heading that sorts by its column, and the other way round when it is pressed again."""
    up, down = state.sort == name, state.sort == f"-{name}"
    href = address(case, "gaps", state.but(sort=f"-{name}" if up else name))
    sign = html.Span(" ↑" if up else " ↓" if down else "", **attrs(aria_hidden="true"))
    link = nav_link([label, sign, hidden(", sort by this")], href, class_name="sorts", key=f"sort-{name}")
    order = {"aria_sort": "ascending" if up else "descending"} if up or down else {}
    return html.Th(link, scope="col", role="columnheader", **attrs(**order))


def _row(book: CaseBook, case: str, state: ViewState, row: GapRow, chosen: bool) -> Component:
    link = nav_link(
        [row.gap.title, hidden(". Chosen, shown beside the table" if chosen else "")],
        address(case, "gaps", state.but(gap=row.gap.id, page=state.page)),
        class_name="row-link",
        current=chosen,
        key=f"row-{row.gap.id}",
    )
    name = html.Th([html.Div(row.kind, className="muted"), link], scope="row", role="rowheader", className="what")
    values: list[Children] = [row.measured, [row.when, *_drawn(book, row)], row.agencies, row.review]
    return html.Tr(
        [
            name,
            *(
                html.Td(value or "–", role="cell", **attrs(data_label=label))
                for value, (_, label) in zip(values, COLUMNS[1:], strict=True)
            ),
        ],
        className="chosen" if chosen else "",
        role="row",
    )


def _drawn(book: CaseBook, row: GapRow) -> list[Component]:
    """Where the gap lies between the first and the last day of the case, with the key dates as lines."""
    if row.place is None:
        return []
    left, width = row.place
    pattern = PATTERN_NAMES.get(PATTERN_OF_GAP.get(row.gap.kind, "/"), "up")
    strip = html.Span(className=f"strip pattern-{pattern}", style={"left": f"{left}%", "width": f"{width}%"})
    lines: list[Children] = [html.Span(className="key-day", style={"left": f"{at}%"}) for at in _key_days(book)]
    return [html.Div([*lines, strip], className="track", **attrs(aria_hidden="true"))]


def _key_days(book: CaseBook) -> list[float]:
    start, end = book.home
    whens = [w for name, w in book.findings.key_dates.items() if name in ("birth", "death")]
    days = [day_bounds(w)[0] for w in whens if has_date(w)]
    return [round(100 * (d - start).days / ((end - start).days + 1), 2) for d in days if start <= d <= end]
