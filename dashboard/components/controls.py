"""The controls above the chart: zoom, pan and typed dates. All but the typed dates are links.

A control is a link to the view that it leads to, so the address is the only state, back and forward
work, and everything is reached with Tab and Enter.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.casebook import FIRST_DAY, LAST_DAY, CaseBook
from dashboard.components.basic import nav_link
from dashboard.components.compare import keep_link
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.when import When, in_words

ZOOMS: Final[tuple[tuple[str, int], ...]] = (("Day", 1), ("Week", 7), ("Month", 31), ("Quarter", 92), ("Year", 366))
"""The windows of the zoom buttons, in days."""


def range_form() -> Component:
    """From and to, for those who would rather type a window than draw one."""
    return html.Details(
        [
            html.Summary("Dates", className="button small"),
            html.Div(
                [
                    html.Label(["From", dcc.Input(id=ids.RANGE_FROM, placeholder="dd/mm/yyyy", className="input date",
                                                  maxLength=10, autoComplete="off")], className="field"),
                    html.Label(["To", dcc.Input(id=ids.RANGE_TO, placeholder="dd/mm/yyyy", className="input date",
                                                maxLength=10, autoComplete="off")], className="field"),
                    html.Button("Show", id=ids.RANGE_GO, className="button", type="button"),
                    html.Div(id=ids.RANGE_ERROR, className="field-error", role="alert"),
                ],
                className="menu range",
            ),
        ],
        className="dropdown",
    )  # fmt: skip


def zoom_bar(book: CaseBook, case: str, state: ViewState, first: dt.date, last: dt.date) -> list[Component]:
    """Pan, zoom and the named windows, with the window in words."""
    days = (last - first).days + 1
    centre = _centre(book, state, first, last)

    def to(text: str, window: tuple[dt.date, dt.date] | None, said: str = "", current: bool = False) -> Component:
        first_day, last_day = window if window is not None else (None, None)
        view = state.but(first=first_day, last=last_day)
        more = {"aria-label": said, "title": said} if said else {}
        return nav_link(
            text, address(case, "timeline", view), class_name="button small", current=current, key=text, **more
        )

    step = dt.timedelta(days=max(1, days // 2))
    whole = (first, last) == book.span
    named = [to(name, around_day(centre, size), f"Show a {name.lower()}", days == size) for name, size in ZOOMS]
    return [
        html.Div(
            [
                to("‹ Earlier", clamp(first - step, last - step), "Move the window earlier"),
                to("Later ›", clamp(first + step, last + step), "Move the window later"),
            ],
            className="group",
        ),
        html.Div(
            [
                to("− Out", around_day(centre, days * 2), "Zoom out"),
                to("+ In", around_day(centre, max(1, days // 2)), "Zoom in"),
            ],
            className="group",
        ),
        html.Div([*named, to("Whole case", book.span, "Show the whole case", whole)], className="group"),
        html.Span(in_words(When(start=first, end=last)), className="window-words"),
        keep_link(case, state, first, last),
    ]


def _centre(book: CaseBook, state: ViewState, first: dt.date, last: dt.date) -> dt.date:
    """Around what a zoom goes: the chosen event if it is in the window, else the window's middle."""
    bounds = book.bounds.get(state.event or "")
    if bounds is not None and bounds[0] <= last and bounds[1] >= first:
        return bounds[0] + (bounds[1] - bounds[0]) // 2
    return first + (last - first) // 2


def around_day(day: dt.date, days: int) -> tuple[dt.date, dt.date]:
    """A window of so many days around a day."""
    first = max(FIRST_DAY, day - dt.timedelta(days=min((days - 1) // 2, (day - FIRST_DAY).days)))
    return first, min(LAST_DAY, first + dt.timedelta(days=min(days - 1, (LAST_DAY - first).days)))


def clamp(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """A window moved back between the ends of the calendar that is drawn, its length kept where it can be."""
    if first < FIRST_DAY:
        first, last = FIRST_DAY, last + (FIRST_DAY - first)
    if last > LAST_DAY:
        first, last = first - (last - LAST_DAY), LAST_DAY
    return max(first, FIRST_DAY), last
