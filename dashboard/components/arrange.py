"""How the chart is arranged: what days are counted from, the lanes, the backgrounds; and measuring.

CaseBook + ViewState  ->  arrange_bar, measure_bar  ->  links to the views that they lead to
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.axis import age_axis, axis_of, origin_name, origins
from dashboard.casebook import CaseBook
from dashboard.components.basic import Children, attrs, decoration, hidden, nav_link
from dashboard.lanes import ordered
from dashboard.measuring import measured_between
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.case import Event

BACKGROUNDS: Sequence[tuple[str, str]] = (
    ("links", "Lines between linked records"),
    ("periods", "Periods: pregnancy, hospital, plan, worker"),
    ("holidays", "Weekends and bank holidays"),
    ("age", "Child's age below the chart"),
)


def arrange_bar(book: CaseBook, case: str, state: ViewState) -> list[Component]:
    """The menus Days, Lanes and Show. Like those of the filters, their links leave the window out."""
    state = state.but(first=None, last=None)
    return [_days_menu(book, case, state), _lanes_menu(book, case, state), _show_menu(case, state)]


def _menu(name: str, said: str, body: Children) -> Component:
    return html.Details(
        [html.Summary(said, className="button small"), html.Div(body, className=f"menu menu-{name}")],
        className="dropdown",
        **attrs(data_menu=name),
    )


# ------------------------------------------------------------------ days
def _days_menu(book: CaseBook, case: str, state: ViewState) -> Component:
    axis = axis_of(book, state)
    choices: list[tuple[str, ViewState, bool]] = [
        ("Calendar", state.but(axis="calendar", anchor=None), axis.kind == "calendar")
    ]
    if age_axis(book) is not None:
        choices.append(("Child's age", state.but(axis="age", anchor=None), axis.kind == "age"))
    for name in origins(book):
        on = axis.kind == "days" and state.anchor == name
        choices.append((f"Days from {origin_name(book, name)}", state.but(axis="days", anchor=name), on))
    if state.anchor in book.event_by_id and axis.kind == "days":
        choices.append((f"Days from {axis.name}", state, True))
    elif state.event in book.event_by_id:
        choices.append(("Days from the chosen event", state.but(axis="days", anchor=state.event), False))
    links = [_choice(text, address(case, "timeline", view), on, text) for text, view, on in choices]
    hint = html.P("Choose any event first to count days from it.", className="hint")
    now = next((text for text, _, on in choices if on), "Calendar")
    return _menu("days", f"Days: {words.clipped(now, 34).lower()}", [html.Ul(links), hint])


def _choice(text: str, href: str, on: bool, key: str) -> Component:
    inside: list[Children] = [decoration("", "box round"), text, *([hidden(", shown")] if on else [])]
    return html.Li(nav_link(inside, href, class_name="option on" if on else "option", key=key))


# ------------------------------------------------------------------ lanes
def _lanes_menu(book: CaseBook, case: str, state: ViewState) -> Component:
    lanes = ordered(book.lanes, state.lanes)
    names = [a.id for a in lanes]
    rows = []
    for n, lane in enumerate(lanes):
        folded, split = lane.id in state.fold, lane.id in state.split
        buttons = [
            _step("↑", f"Move {lane.label} up", case, state.but(lanes=_swapped(names, n, n - 1)), n > 0),
            _step("↓", f"Move {lane.label} down", case, state.but(lanes=_swapped(names, n, n + 1)), n < len(lanes) - 1),
            _toggle("Fold", f" {lane.label}", folded, case, state.toggled("fold", lane.id), f"fold-{lane.id}"),
            _toggle("By person", f" {lane.label}", split, case, state.toggled("split", lane.id), f"split-{lane.id}"),
        ]
        rows.append(html.Li([html.Span(lane.label, className="lane-name"), html.Span(buttons, className="group")]))
    everything = state.but(fold=tuple(names) if len(state.fold) < len(names) else ())
    foot = [
        nav_link(
            "Fold all" if everything.fold else "Unfold all", address(case, "timeline", everything), key="fold-all"
        ),
        nav_link("As at first", address(case, "timeline", state.but(lanes=(), fold=(), split=())), key="lanes-reset"),
    ]
    changed = len(state.fold) + len(state.split)
    said = f"Lanes: {changed} changed" if changed or state.lanes else "Lanes"
    return _menu("lanes", said, [html.Ul(rows, className="lane-list"), html.Div(foot, className="group menu-foot")])


def _step(sign: str, said: str, case: str, view: ViewState, possible: bool) -> Component:
    if not possible:
        return html.Span(sign, className="step off", **attrs(aria_hidden="true"))
    return nav_link(sign, address(case, "timeline", view), class_name="step", key=said,
                    **attrs(aria_label=said, title=said))  # fmt: skip


def _toggle(text: str, of: str, on: bool, case: str, view: ViewState, key: str) -> Component:
    inside = [text, hidden(f"{of}{', on' if on else ''}")]
    return nav_link(inside, address(case, "timeline", view), class_name="step word on" if on else "step word", key=key)


def _swapped(names: Sequence[str], one: int, other: int) -> tuple[str, ...]:
    order = list(names)
    if 0 <= other < len(order):
        order[one], order[other] = order[other], order[one]
    return tuple(order)


# ------------------------------------------------------------------ backgrounds
def _show_menu(case: str, state: ViewState) -> Component:
    links = []
    for name, text in BACKGROUNDS:
        on = name not in state.hide
        href = address(case, "timeline", state.toggled("hide", name))
        inside = [decoration("", "box"), text, *([hidden(", shown")] if on else [])]
        links.append(html.Li(nav_link(inside, href, class_name="option on" if on else "option", key=name)))
    return _menu("show", f"Show: all but {len(state.hide)}" if state.hide else "Show: all", html.Ul(links))


# ------------------------------------------------------------------ measuring
def measure_bar(book: CaseBook, case: str, state: ViewState) -> list[Component]:
    """What can be done from the chosen event, or what lies between it and the one that is measured from."""
    chosen, start = book.event_by_id.get(state.event or ""), book.event_by_id.get(state.measure or "")
    if start is None:
        if chosen is None:
            return []
        view = state.but(measure=chosen.id, page=state.page)
        days = state.but(axis="days", anchor=chosen.id, page=state.page)
        return [
            html.Span(["Chosen: ", html.Strong(_name(book, chosen))]),
            nav_link("Measure from here", address(case, "timeline", view), class_name="button small", key="measure"),
            nav_link("Count days from here", address(case, "timeline", days), class_name="button small", key="count"),
        ]
    stop = nav_link("Stop measuring", address(case, "timeline", state.but(measure=None, page=state.page)),
                    class_name="button small", key="measure")  # fmt: skip
    if chosen is None or chosen.id == start.id:
        ask = html.Span(["Measuring from ", html.Strong(_name(book, start)), ". Now choose the other event."])
        return [ask, stop]
    return [html.Span(_measured(book, start, chosen)), stop]


def _measured(book: CaseBook, start: Event, chosen: Event) -> list[Children]:
    found = measured_between(start, chosen)
    if found is None:
        return ["One of the two events has no date, so nothing can be measured between them."]
    said: list[Children] = [
        html.Strong(f"{found.days}, {found.working_days}"), " from ", _name(book, found.earlier), " to ",
        _name(book, found.later), ". Working days leave out weekends and the bank holidays of England.",
    ]  # fmt: skip
    if not found.settled:
        said.append(" The dates leave open which of the two came first.")
    return said


def _name(book: CaseBook, event: Event) -> str:
    return f"{words.kind(event)}, {book.label(event.agency)}, {words.event_when(event)}"
