"""The timeline page: the address is the state, everything else follows.

address  ->  draw  ->  the whole page         address  ->  draw_menus  ->  the menus, when they have changed
chart (drag, click), search box, date fields  ->  a new address
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, State, no_update

from dashboard import ids
from dashboard.casebook import FIRST_DAY, LAST_DAY
from dashboard.components.arrange import arrange_bar
from dashboard.components.find import filter_menus
from dashboard.date_fields import read_day
from dashboard.drawn import changed
from dashboard.pages.timeline import timeline_view
from dashboard.routes import address, route_of
from dashboard.selection import selected
from dashboard.services import Services
from dashboard.urlstate import parse


def draw(services: Services, search: str | None, pathname: str | None) -> tuple[Any, ...]:
    """All parts of the page, in the order of `TimelineView.parts`."""
    case = route_of(pathname).case or ""
    state = parse(search)
    searched = services.library.words(case, state.find)
    view = timeline_view(services.library.book(case), case, state, searched, services.settings)
    return tuple(view.parts().values())


def draw_menus(
    services: Services, search: str | None, pathname: str | None, known: Mapping[str, Any] | None
) -> tuple[Any, Any, Any, Any]:
    """The menus, what they were made for, and the words for the search box.

    Nothing where that has not changed, as with every zoom; the box only where another search is in force, since
    someone may be typing in it.
    """
    case = route_of(pathname).case or ""
    state = parse(search).but(first=None, last=None)
    book = services.library.book(case)
    before = known or {}
    made_for = {"key": f"{book.number}{state.query()}", "find": state.find}
    if made_for == before:
        return (no_update,) * 4
    words = services.library.words(case, state.find)
    menus = filter_menus(book, case, state, selected(book, state, words))
    box = words if before and before.get("find") != state.find else no_update
    return menus, arrange_bar(book, case, state), made_for, box


def follow_drag(relayout: Mapping[str, Any] | None, search: str | None, given: Sequence[str] | None = None) -> Any:
    """The address of the window drawn with the mouse; nothing for any other change of the chart.

    `given` is the window that the chart was last drawn for. The chart repeats it when it is drawn anew, perhaps
    after the address has gone on: that is nobody's wish.
    """
    ends = sorted(moment for moment in _axis_range(relayout or {}) if moment is not None)
    if len(ends) != 2:
        return no_update
    first, last = ends[0].date(), (ends[1] - dt.timedelta(microseconds=1)).date()  # midnight ends the day before
    state = parse(search)
    first, last = max(first, FIRST_DAY), min(max(first, last), LAST_DAY)
    if (first, last) == (state.first, state.last) or [first.isoformat(), last.isoformat()] == list(given or ()):
        return no_update
    return state.but(first=first, last=last).query()


def follow_click(click: Mapping[str, Any] | None, search: str | None) -> Any:
    """The address after a click: an event or a gap is chosen, a bar or a number opens its days."""
    target = ((click or {}).get("points") or [{}])[0].get("customdata")
    if not isinstance(target, list) or len(target) < 2:
        return no_update
    state = parse(search)
    if target[0] == "event":
        return state.but(event=str(target[1]), gap=None).query()
    if target[0] == "gap":
        return state.but(gap=str(target[1]), event=None).query()
    if target[0] == "days" and len(target) > 2:
        first, last = _iso(target[1]), _iso(target[2])
        return state.but(first=first, last=last).query() if first and last else no_update
    return no_update


def follow_small(click: Mapping[str, Any] | None, pathname: str | None) -> tuple[Any, Any]:
    """Path and query of the timeline after a click in the lanes in small."""
    query = follow_click(click, None)
    if not isinstance(query, str):
        return no_update, no_update
    return address(route_of(pathname).case or ""), query


def follow_range(first: str | None, last: str | None, search: str | None) -> tuple[Any, str]:
    """The address of the typed window and no message, or no address and what is wrong with the fields."""
    start, end = read_day(first), read_day(last)
    if start is None or end is None:
        return no_update, "Write both days as day, month, year: for example 09/02/2021."
    if end < start:
        return no_update, "The second day lies before the first. Swap them."
    return parse(search).but(first=start, last=end).query(), ""


def follow_words(services: Services, words: str | None, search: str | None, pathname: str | None) -> str:
    """The address of the view with these words searched for; they are kept in the case file, not in it."""
    wanted = searched(words)
    case = route_of(pathname).case or ""
    return parse(search).but(find=services.library.keep_words(case, wanted) if wanted else None).query()


def searched(words: str | None) -> str:
    """The words as they are searched for."""
    return " ".join((words or "").split())


def _axis_range(relayout: Mapping[str, Any]) -> list[dt.datetime | None]:
    ends = relayout.get("xaxis.range") or (relayout.get("xaxis.range[0]"), relayout.get("xaxis.range[1]"))
    return [_moment(end) for end in ends]


def _moment(text: object) -> dt.datetime | None:
    """A moment as plotly writes it: "2021-02-01", "2021-02-01 07:00", "2021-02-01 07:00:11.123"."""
    parts = str(text).replace("T", " ").split(" ")
    clock = (parts[1] if len(parts) > 1 else "00:00").split(":")
    day = _iso(parts[0])
    if day is None or not clock[0].isdigit() or not clock[-1].replace(".", "").isdigit():
        return None
    minutes = int(clock[0]) * 60 + (int(clock[1]) if len(clock) > 1 and clock[1].isdigit() else 0)
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)


def _iso(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def register(app: Dash, services: Services) -> None:
    """Wire the page."""

    def draw_page(
        search: str | None, _revision: int | None, pathname: str | None, drawn: dict[str, str] | None
    ) -> tuple[Any, ...]:
        return changed([name for name, _ in outputs], draw(services, search, pathname), drawn)

    def look_for(clicks: int | None, enter: int | None, words: str | None, search: str | None, path: str | None) -> Any:
        return follow_words(services, words, search, path) if clicks or enter else no_update

    def go_to_range(clicks: int | None, first: str | None, last: str | None, search: str | None) -> tuple[Any, str]:
        return follow_range(first, last, search) if clicks else (no_update, "")

    outputs = (
        (ids.CHART, "figure"), (ids.CHART_LABEL, "children"), (ids.CAPTION, "children"), (ids.CONTROLS, "children"),
        (ids.CHIPS, "children"), (ids.PANEL, "children"), (ids.TRAY, "children"), (ids.TABLE, "children"),
        (ids.SAID, "children"), (ids.MEASURE, "children"), (ids.COMPARE, "children"), (ids.CHART_WINDOW, "data"),
    )  # fmt: skip
    app.callback(
        [*(Output(name, prop) for name, prop in outputs), Output(ids.DRAWN, "data")],
        Input(ids.URL, "search"),
        Input(ids.REVISION, "data"),  # a decision was made
        State(ids.URL, "pathname"),
        State(ids.DRAWN, "data"),
        prevent_initial_call=True,  # the page comes drawn
    )(draw_page)

    def make_menus(
        search: str | None, _revision: int | None, pathname: str | None, known: dict[str, Any] | None
    ) -> tuple[Any, ...]:
        return draw_menus(services, search, pathname, known)

    app.callback(
        Output(ids.FILTERS, "children"),
        Output(ids.ARRANGE, "children"),
        Output(ids.MENUS_KEY, "data"),
        Output(ids.SEARCH_BOX, "value"),
        Input(ids.URL, "search"),
        Input(ids.REVISION, "data"),  # counts change with a decision
        State(ids.URL, "pathname"),
        State(ids.MENUS_KEY, "data"),
    )(make_menus)
    to_url = Output(ids.URL, "search", allow_duplicate=True)
    app.callback(
        to_url,
        Input(ids.CHART, "relayoutData"),
        State(ids.URL, "search"),
        State(ids.CHART_WINDOW, "data"),
        prevent_initial_call=True,
    )(follow_drag)
    app.callback(to_url, Input(ids.CHART, "clickData"), State(ids.URL, "search"), prevent_initial_call=True)(
        follow_click
    )
    app.callback(
        to_url,
        Input(ids.SEARCH_GO, "n_clicks"),
        Input(ids.SEARCH_BOX, "n_submit"),
        State(ids.SEARCH_BOX, "value"),
        State(ids.URL, "search"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )(look_for)
    app.callback(
        Output(ids.URL, "pathname", allow_duplicate=True),
        Output(ids.URL, "search", allow_duplicate=True),
        Input(ids.SMALL_CHART, "clickData"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )(follow_small)
    app.callback(
        to_url,
        Output(ids.RANGE_ERROR, "children"),
        Input(ids.RANGE_GO, "n_clicks"),
        State(ids.RANGE_FROM, "value"),
        State(ids.RANGE_TO, "value"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(go_to_range)
