"""Finding: the search box and what it found, the filter menus with their counts, the chips, saved views.

A filter is a link to the view that it leads to, so the address is the only state; the words searched
for and the names of saved views are kept in the case file, and an address names them by id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import Children, attrs, decoration, hidden, nav_link
from dashboard.routes import address
from dashboard.selection import Selection
from dashboard.urlstate import ViewState
from model.case import SavedView
from model.names import ASSERTIONS, KINDS
from model.when import When, in_words

PEOPLE_SHOWN: Final = 60  # of the menu: the most often named, and those already chosen
MENUS: Final[tuple[tuple[str, str], ...]] = (
    ("agencies", "Agency"), ("kinds", "Type"), ("people", "Person"), ("assertions", "Told as"), ("gaps", "Gap"),
    ("statuses", "Review"), ("tags", "Tag"),
)  # fmt: skip

OFF: Final[dict[str, Any]] = {"find": None, "cited": False}  # what takes a filter out, where it is no list


def search_form(value: str) -> Component:
    """The search box. Its words are kept in the case file and never enter the address."""
    box = dcc.Input(id=ids.SEARCH_BOX, type="search", value=value, className="input", maxLength=200,
                    autoComplete="off", spellCheck=False)  # fmt: skip
    return html.Div(
        [
            html.Label([html.Span("Search the records", className="label-text"), box], className="field"),
            html.Button("Search", id=ids.SEARCH_GO, className="button", type="button"),
        ],
        className="search",
        role="search",
    )


def filter_menus(book: CaseBook, case: str, state: ViewState, chosen: Selection | None) -> list[Component]:
    """The filter menus with what each value would show; without a selection their heads alone.

    Their links leave the window out: the page's script adds the one in force, so that a zoom changes no menu.
    """
    view = state.but(first=None, last=None)
    menus = [(name, label) for name, label in MENUS if name != "tags" or book.tag_counts or state.tags]
    return [html.Div([_menu(book, case, view, name, label, chosen) for name, label in menus], className="menus")]


def filters_in_force(book: CaseBook, case: str, state: ViewState, searched: str, chosen: Selection) -> list[Component]:
    """A chip for everything that narrows the view, and what a search found."""
    said = attrs(aria_label="Filters in force")
    chips = _chips(book, case, state, searched, chosen)
    shown = [html.Ul(chips, className="chips", **said)] if chips else []
    return [*shown, *_found(book, case, state, searched, chosen)]


def value_name(book: CaseBook, filter_name: str, value: str) -> str:
    """A value of a filter in words."""
    if filter_name == "agencies":
        return book.label(value)
    if filter_name == "people":
        actor = book.actor_by_key.get(value)
        if actor is None:
            return "Person not in this case"
        role = words.role(actor.role)
        return role if actor.label.casefold() in role.casefold() else f"{actor.label} ({role.lower()})"
    if filter_name == "gaps":
        return words.gap_kind_name(value)
    if filter_name == "tags":
        return book.tag_by_key.get(value, "Tag not in this case")
    names: Mapping[str, str] = {"kinds": KINDS, "assertions": ASSERTIONS, "statuses": words.STATUS_WORDS}[filter_name]
    return names.get(value, value.replace("_", " ").capitalize())


def _menu(book: CaseBook, case: str, state: ViewState, name: str, label: str, chosen: Selection | None) -> Component:
    values: tuple[str, ...] = getattr(state, name)
    options = _options(book, name, values, chosen.counts.get(name, {}) if chosen else {})
    links = (
        []
        if chosen is None
        else [
            _option(value_name(book, name, v), n, v in values, address(case, "timeline", state.toggled(name, v)), v)
            for v, n in options
        ]
    )
    if name == "gaps" and links:
        href = address(case, "timeline", state.but(cited=not state.cited))
        links.append(_option("Only events that these gaps cite", None, state.cited, href, "cited"))
    said = f"{label}: {len(values)} of {len(options)}" if values else f"{label}: all"
    body = html.Ul(links) if links else html.P("None in this case.", className="muted")
    return html.Details(
        [html.Summary(said, className="button small"), html.Div(body, className="menu")],
        className="dropdown",
        **attrs(data_menu=name),
    )


def _option(text: str, count: int | None, on: bool, href: str, key: str) -> Component:
    inside: list[Children] = [decoration("", "box"), text]
    if count is not None:
        inside.append(html.Span(f" {count:,}", className="count"))
    if on:
        inside.append(hidden(", shown"))
    return html.Li(nav_link(inside, href, class_name="option on" if on else "option", key=key))


def _options(book: CaseBook, name: str, values: Sequence[str], counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The values of a menu with what each would show, in a settled order: none comes or goes as filters change."""
    everything: dict[str, Sequence[str]] = {
        "agencies": [a.id for a in book.lanes],
        "kinds": [k for k in KINDS if book.kind_counts.get(k)],
        "people": sorted(book.actor_by_key, key=lambda key: -book.actor_by_key[key].mentions)[:PEOPLE_SHOWN],
        "assertions": [a for a in ASSERTIONS if book.assertion_counts.get(a)],
        "gaps": sorted(book.gap_counts),
        "statuses": sorted(book.status_counts),
        "tags": [key for key in book.tag_by_key if book.tag_counts.get(key)],
    }
    shown = [*everything[name], *(v for v in values if v not in everything[name])]
    return [(value, counts.get(value, 0)) for value in shown]


def _chips(book: CaseBook, case: str, state: ViewState, searched: str, chosen: Selection) -> list[Component]:
    items: list[Component] = []
    if searched:
        count = f" {len(chosen.hits or ()):,}"
        said: list[Children] = ["Search: ", html.Q(searched), html.Span(count, className="count")]
        items.append(_chip(said, address(case, "timeline", state.but(find=None, among=False)), "find"))
    for name, _ in MENUS:
        for value in getattr(state, name):
            n = chosen.counts.get(name, {}).get(value, 0)
            said = [value_name(book, name, value), html.Span(f" {n:,}", className="count")]
            items.append(_chip(said, address(case, "timeline", state.toggled(name, value)), f"{name}-{value}"))
    if state.cited:
        items.append(_chip(["Cited by these gaps"], address(case, "timeline", state.but(cited=False)), "cited"))
    if state.first is not None and state.last is not None:
        period = in_words(When(start=state.first, end=state.last))
        items.append(_chip([period], address(case, "timeline", state.but(first=None, last=None)), "period"))
    if len(items) > 1:
        cleared = state.unfiltered().but(first=None, last=None)
        clear = nav_link("Clear all", address(case, "timeline", cleared), class_name="chip clear", key="clear")
        items.append(html.Li(clear))
    return items


def _chip(said: list[Children], href: str, key: str) -> Component:
    cross = html.Span("×", **attrs(aria_hidden="true"))
    inside = html.Span(said)
    return html.Li(nav_link([inside, hidden(": take this filter out"), cross], href, class_name="chip", key=key))


def _found(book: CaseBook, case: str, state: ViewState, searched: str, chosen: Selection) -> list[Component]:
    """What a search found, by agency, and whether the rest is shown beside it."""
    if not searched or chosen.hits is None:
        return []
    if not chosen.hits:
        remedy = "Try fewer words, or only the beginning of one."
        return [html.P([html.Strong("No event holds all of these words. "), remedy], className="found")]
    hits = [book.event_by_id[i] for i in chosen.hits]
    by_agency = ((a.label, sum(e.agency == a.id for e in hits)) for a in book.lanes)
    named = words.listed(f"{label} {n:,}" for label, n in by_agency if n)
    among = address(case, "timeline", state.but(among=not state.among))
    link = nav_link("Show only these" if state.among else "Show them among all events", among, key="among")
    head = html.Strong(f"{words.counted(len(hits), 'event')} with these words")
    return [html.P([head, f": {named}. ", link], className="found")]


def nothing_found(book: CaseBook, case: str, state: ViewState, chosen: Selection) -> list[Component]:
    """Where no event is shown: which filter to take out, and how many events that would bring."""
    ways = list(_ways_out(book, case, state, chosen))
    text = "No event matches all of these filters. " if ways else "No event matches. "
    last = [html.Ul([html.Li(w) for w in ways])] if ways else [html.P("Clear the filters, or show the whole case.")]
    return [html.Div([html.P(html.Strong(text)), *last], className="empty")]


def _ways_out(book: CaseBook, case: str, state: ViewState, chosen: Selection) -> Iterator[Component]:
    if chosen.dated and not chosen.in_view:
        first, last = book.span
        text = f"Show the whole case: {words.counted(len(chosen.dated), 'event')} outside this window"
        yield nav_link(text, address(case, "timeline", state.but(first=first, last=last)))
    labels = dict(MENUS) | {"find": "Search", "cited": "Cited by these gaps"}
    for name, n in chosen.without.items():
        text = f"Take out {labels[name]}: {words.counted(n, 'event')} would be shown"
        yield nav_link(text, address(case, "timeline", state.but(**{name: OFF.get(name, ())})))


def views_menu(case: str, views: Sequence[SavedView]) -> Component:
    """The saved views of the case, and a field to save this one."""
    items = [
        html.Li(
            [
                nav_link(view.name, address(case, view.page) + view.query, class_name="option"),
                html.Button(["Remove", hidden(f" the view {view.name}")], id=ids.view_drop(view.id),
                            className="plain-button", type="button"),
            ],
            className="saved",
        )
        for view in views
    ]  # fmt: skip
    name = dcc.Input(id=ids.VIEW_NAME, className="input", maxLength=80, autoComplete="off")
    body = [
        html.Ul(items) if items else html.P("None saved yet.", className="muted"),
        html.Label([html.Span("Save this view as", className="label-text"), name], className="field"),
        html.Button("Save", id=ids.VIEW_GO, className="button small", type="button"),
    ]
    summary = html.Summary(f"Saved views: {len(views)}" if views else "Saved views", className="button small")
    return html.Details([summary, html.Div(body, className="menu views")], className="dropdown",
                        **attrs(data_menu="views"))  # fmt: skip
