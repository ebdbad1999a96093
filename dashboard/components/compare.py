"""Two windows side by side: the link that keeps one, and the table that sets it beside the present one.

CaseBook + ViewState  ->  keep_link           Comparison  ->  compare_table
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.comparing import Comparison, Line, Side
from dashboard.components.basic import attrs, nav_link
from dashboard.routes import address
from dashboard.urlstate import ViewState
from dashboard.words import counted
from model.when import When, in_words


def keep_link(case: str, state: ViewState, first: dt.date, last: dt.date) -> Component:
    """Keeps the present window, or lets the kept one go."""
    if state.kept_first is not None:
        view, text, said = state.but(kept_first=None, kept_last=None), "Stop comparing", "Stop comparing two windows"
    else:
        view, text = state.but(kept_first=first, kept_last=last), "Compare"
        said = "Compare: keep this window to set it beside another one"
    return nav_link(
        text, address(case, "timeline", view), class_name="button small", key="compare", current=text != "Compare",
        **attrs(aria_label=said, title=said),
    )  # fmt: skip


def compare_table(case: str, state: ViewState, found: Comparison | None) -> list[Component]:
    """The table; while both windows are the same, what to do next."""
    if found is None:
        return []
    kept, now = _window(found.kept), _window(found.now)
    if found.kept == found.now:
        text = f"{kept} is kept. Move or zoom the chart to the window that you want to set beside it."
        return [html.P(text, className="compare-ask")]
    swap = state.but(first=found.kept.first, last=found.kept.last, kept_first=found.now.first, kept_last=found.now.last)
    most = max([found.kept.a_month(x.kept) for x in found.agencies + found.kinds]
               + [found.now.a_month(x.now) for x in found.agencies + found.kinds] + [0.01])  # fmt: skip
    more = [_whole(f"and {counted(found.kinds_left, 'other type')}")] if found.kinds_left else []
    body = [
        html.Tbody([_line(found.events, found, 0), _line(found.gaps, found, 0)]),
        html.Tbody([_whole("By agency", head=True), *(_line(x, found, most) for x in found.agencies)]),
        html.Tbody([_whole("Types that differ most", head=True), *(_line(x, found, most) for x in found.kinds), *more]),
    ]
    heads = [html.Th("Counted", scope="col")]
    heads += [
        html.Th([words, html.Div(f"{what}, {counted(side.days, 'day')}", className="muted")], scope="col")
        for words, what, side in ((kept, "kept", found.kept), (now, "in view", found.now))
    ]
    caption = html.Caption(
        [
            html.Strong("Two windows. "),
            "Numbers and, since windows may differ in length, how many that is a month. Fewer records in the files "
            "supplied are not fewer happenings. ",
            nav_link("Change places", address(case, "timeline", swap), key="swap"),
        ]
    )
    table = html.Table([caption, html.Thead(html.Tr(heads)), *body], className="compare")
    return [html.Div(table, className="compare-box", tabIndex="0", role="group", **attrs(aria_label="Two windows"))]


def _window(side: Side) -> str:
    return in_words(When(start=side.first, end=side.last))


def _whole(text: str, *, head: bool = False) -> Component:
    cell = html.Th(text, scope="rowgroup", colSpan=3) if head else html.Td(text, colSpan=3, className="muted")
    return html.Tr(cell, className="group-line")


def _line(line: Line, found: Comparison, most: float) -> Component:
    pairs: Sequence[tuple[Side, int]] = ((found.kept, line.kept), (found.now, line.now))
    return html.Tr([html.Th(line.name, scope="row"), *(html.Td(_count(side, n, most)) for side, n in pairs)])


def _count(side: Side, number: int, most: float) -> list[Component]:
    """The number, how many that is a month, and unless `most` is nought a bar for it."""
    rate = side.a_month(number)
    said = html.Span([html.Strong(f"{number:,}"), html.Span(f" {rate:.1f} a month", className="muted")])
    if not most:
        return [said]
    bar = html.Span(className="amount", style={"width": f"{100 * rate / most:.0f}%"}, **attrs(aria_hidden="true"))
    return [said, html.Span(bar, className="amount-track")]
