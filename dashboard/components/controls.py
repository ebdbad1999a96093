"""The controls above the chart: filters with their chips, zoom and pan. All of them are links.

A control is a link to the view that it leads to, so the address is the only state, back and forward
work, and everything is reached with Tab and Enter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import FIRST_DAY, LAST_DAY, CaseBook
from dashboard.components.basic import attrs, decoration, hidden, nav_link
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.names import KINDS
from model.when import When, in_words

ZOOMS: Final[tuple[tuple[str, int], ...]] = (("Day", 1), ("Week", 7), ("Month", 31), ("Quarter", 92), ("Year", 366))
"""The windows of the zoom buttons, in days."""


def search_form(value: str) -> Component:
    """The search box. Its words stay in the page's memory and never enter the address."""
    return html.Div(
        [
            html.Label(
                [
                    html.Span("Search the records", className="label-text"),
                    dcc.Input(id=ids.SEARCH_BOX, type="search", value=value, className="input", maxLength=200,
                              autoComplete="off", spellCheck=False),
                ],
                className="field",
            ),
            html.Button("Search", id=ids.SEARCH_GO, className="button", type="button"),
        ],
        className="search",
        role="search",
    )  # fmt: skip


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


def filter_bar(book: CaseBook, case: str, state: ViewState, searched: str) -> list[Component]:
    """The three filter menus and a chip for everything that narrows the view."""
    return [
        html.Div(
            [
                _menu("Agency", "agencies", case, state,
                      [(a.id, a.label, book.agency_counts.get(a.id, 0)) for a in book.lanes]),
                _menu("Type", "kinds", case, state,
                      [(k, label, book.kind_counts[k]) for k, label in KINDS.items() if book.kind_counts.get(k)]),
                _menu("Gap", "gaps", case, state,
                      [(k, words.gap_kind_name(k), n) for k, n in sorted(book.gap_counts.items())]),
            ],
            className="menus",
        ),
        html.Ul(_chips(book, case, state, searched), className="chips", **attrs(aria_label="Filters in force")),
    ]  # fmt: skip


def _menu(label: str, name: str, case: str, state: ViewState, options: Sequence[tuple[str, str, int]]) -> Component:
    values: tuple[str, ...] = getattr(state, name)
    links = []
    for value, text, count in options:
        on = value in values
        inside = [
            decoration("", "box"),
            text,
            html.Span(f" {count:,}", className="count"),
            *([hidden(", shown")] if on else []),
        ]
        href = address(case, "timeline", state.toggled(name, value))
        links.append(html.Li(nav_link(inside, href, class_name="option on" if on else "option", key=value)))
    said = f"{label}: {len(values)} of {len(options)}" if values else f"{label}: all"
    body = html.Ul(links) if links else html.P("None in this case.", className="muted")
    return html.Details(
        [html.Summary(said, className="button small"), html.Div(body, className="menu")],
        className="dropdown",
        **attrs(data_menu=name),
    )


def _chips(book: CaseBook, case: str, state: ViewState, searched: str) -> list[Component]:
    chips: list[tuple[str, str]] = []
    chips += [(book.label(a), address(case, "timeline", state.toggled("agencies", a))) for a in state.agencies]
    chips += [(KINDS.get(k, k), address(case, "timeline", state.toggled("kinds", k))) for k in state.kinds]
    chips += [(words.gap_kind_name(g), address(case, "timeline", state.toggled("gaps", g))) for g in state.gaps]
    items: list[Component] = [
        html.Li(nav_link([text, hidden(": take this filter out"), html.Span("×", **attrs(aria_hidden="true"))], href,
                         class_name="chip"))
        for text, href in chips
    ]  # fmt: skip
    if searched:
        items.insert(0, html.Li(html.Span(["Search: ", html.Q(searched)], className="chip still")))
    if len(chips) > 1:
        cleared = state.but(agencies=(), kinds=(), gaps=())
        items.append(html.Li(nav_link("Clear filters", address(case, "timeline", cleared), class_name="chip clear")))
    return items


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
