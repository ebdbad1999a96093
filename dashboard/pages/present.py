"""The page Present: the walkthroughs of a case, and one of them laid open to be changed.

no pick      every walkthrough, with what can be done with it, and a form for a new one
pick=ID      its stops in order, each with question, notes, day, blinkers and buttons to move it

Only the trainer sees this page: it holds what the room is not yet shown. The stage itself is a page of its own
(`dashboard.presenting`), which holds nothing of the case but what it asks for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, nav_link, notice
from dashboard.components.edit_fields import fold
from dashboard.components.walkthrough_forms import (
    day_form,
    new_walkthrough_form,
    remove_form,
    stop_form,
    stop_tools,
    title_form,
)
from dashboard.presenting.scene import day_of, day_words, whole_of
from dashboard.query import Query
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.walkthrough import Stop, Walkthrough

HOW = (
    "A walkthrough leads a room through the case stop by stop. Each stop shows what was known by the end of its day, "
    "and nothing later. Only this page shows all of it: keep it from the room."
)


def present_page(book: CaseBook, case: str, query: Query) -> list[Component]:
    """The page's body."""
    chosen = next((walk for walk in book.walkthroughs if walk.id == query.pick), None)
    if chosen is not None:
        return _one(book, case, chosen)
    listed = [_card(case, walk) for walk in book.walkthroughs]
    return [
        html.H1("Present"),
        html.P(HOW),
        *(listed or [html.P("No walkthrough was made yet.", className="empty")]),
        html.H2("Make a walkthrough"),
        html.P(
            "From the significant events of a period; or tick events on the page Events; or add one event or gap at a "
            "time from its panel on the timeline."
        ),
        new_walkthrough_form(str(len(listed))),
    ]


def _card(case: str, walk: Walkthrough) -> Component:
    return html.Article(
        [
            html.H2(nav_link(walk.title, address(case, "present") + Query(pick=walk.id).text(), key=walk.id)),
            html.P(f"{words.counted(len(walk.stops), 'stop')}. Last changed by {walk.author or 'somebody'}."),
            html.Div([*_leave(case, walk), remove_form(walk)], className="group"),
        ],
        className="card walkthrough",
        key=walk.id,
    )


def _leave(case: str, walk: Walkthrough) -> list[Component]:
    """The ways out of this page: the stage, and the files for a trainer without the program."""
    if not walk.stops:
        return []
    where = f"/present/{case}/{walk.id}"
    return [
        html.A("Present", href=where, className="button primary small", **attrs(data_key=f"go-{walk.id}")),
        html.A("Save as a file with its codes (zip)", href=f"{where}/file", className="button small",
               download="walkthrough.zip"),
        html.Details(
            [
                html.Summary("With names", className="button small", **attrs(data_key=f"names-{walk.id}")),
                html.P("The stage and the file show pseudonyms. Only for a room that may see the names:"),
                html.A("Present with names", href=f"{where}?names=yes", className="button small"), " ",
                html.A("Save with names (zip)", href=f"{where}/file?names=yes", className="button small",
                       download="walkthrough.zip"),
            ],
            className="edit",
        ),
    ]  # fmt: skip


def _one(book: CaseBook, case: str, walk: Walkthrough) -> list[Component]:
    whole = whole_of(book)
    days = [day_of(whole, dict(book.gap_by_id), stop) for stop in walk.stops]
    stops = [_stop(book, case, walk, place, days) for place in range(1, len(walk.stops) + 1)]
    never = whole.never()
    undated = [notice(f"{words.counted(never, 'record')} of the case {'has' if never == 1 else 'have'} no day by which "
                      "they were written, and are never shown on the stage.", quiet=True)] if never else []  # fmt: skip
    return [
        html.P(nav_link("All walkthroughs", address(case, "present"), class_name="button small", key="all")),
        html.H1(walk.title),
        html.P(HOW),
        html.Div(_leave(case, walk), className="group"),
        title_form(walk),
        *undated,
        html.H2("Stops"),
        html.Ol(stops, className="stops") if stops else html.P("No stops yet.", className="empty"),
        html.H2("Add a stop"),
        html.P("An event or a gap is added from its panel on the timeline; a day here."),
        day_form(walk),
    ]


def _stop(book: CaseBook, case: str, walk: Walkthrough, place: int, days: Sequence[dt.date | None]) -> Component:
    stop, day = walk.stops[place - 1], days[place - 1]
    before = max((d for d in days[: place - 1] if d), default=None)
    back = [html.P("This goes back in time: the room has seen a later day by then.", className="muted")]
    told = [html.P([html.Strong("Question: "), stop.question])] if stop.question else []
    told += [html.P([html.Strong("Notes: "), stop.notes], className="notes")] if stop.notes else []
    return html.Li(
        [
            html.H3(f"Stop {place}: {_named(book, stop)}"),
            *_about(book, case, stop),
            html.P(_shown(stop, day), className="muted"),
            *(back if day and before and day < before else []),
            *told,
            html.Div(
                [
                    stop_tools(walk, stop, place),
                    fold("Question, notes, day", [stop_form(book, walk, stop, place)], key=f"edit-{stop.id}"),
                ],
                className="tools",
            ),
        ],
        key=f"{stop.id}-{place}",
    )


def _named(book: CaseBook, stop: Stop) -> str:
    if stop.kind == "day":
        return "a day"
    if stop.of is None:
        return f"{'an event' if stop.kind == 'event' else 'a gap'} that is not in the files as they are read now"
    if stop.kind == "event":
        event = book.event_by_id[stop.of]
        return f"{words.kind(event)}, {words.event_when(event)}, {book.label(event.agency)}"
    return words.gap_kind(book.gap_by_id[stop.of])


def _about(book: CaseBook, case: str, stop: Stop) -> list[Component]:
    if stop.of is None:
        return []
    event = stop.kind == "event"
    text = book.event_by_id[stop.of].quote if event else book.gap_by_id[stop.of].title
    view = ViewState(event=stop.of) if event else ViewState(gap=stop.of)
    link = nav_link("Show on the timeline", address(case, "timeline", view), class_name="spaced", key=f"show-{stop.id}")
    return [html.P([html.Q(text) if event else text, " ", link])]


def _shown(stop: Stop, day: dt.date | None) -> str:
    if day is None:
        return "No day is known on which this could be shown: give the stop a day, or it is passed over."
    chosen = "" if stop.on is None or stop.kind == "day" else ", chosen by you"
    return f"Shown as known on {day_words(day)}{chosen}."
