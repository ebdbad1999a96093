"""The page of events: every one with its review status, to be accepted, set aside or merged many at a time.

An event that no file holds is added here, in the reviewer's own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import agency_code, attrs, hidden, nav_link, tag
from dashboard.components.edit_event import add_fields
from dashboard.components.edit_fields import (
    AGENCY_LIST,
    fold,
    folded,
    form,
    form_around,
    long_text,
    reason,
    select,
    short_text,
    submit,
    tick,
)
from dashboard.components.empty import no_files
from dashboard.components.event_panel import colour_of
from dashboard.components.paging import choices, paged, pager
from dashboard.query import Query
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.case import Event

PER_PAGE: Final = 50
SHOWN: Final[dict[str, str]] = {
    "proposed": "Not reviewed", "confirmed": "Accepted", "corrected": "Corrected", "rejected": "Set aside",
    "undated": "Undated", "tagged": "Tagged or noted",
}  # fmt: skip
COLUMNS: Final = ("Tick", "When", "Agency", "Type", "Words", "Review")


def events_page(book: CaseBook, case: str, query: Query) -> list[Component]:
    """The page's body."""
    events = [*book.dated, *book.undated]
    wanted = [e for e in events if _fits(book, e, query)]
    shown, page, pages = paged(wanted, query.page, PER_PAGE)
    found = [
        _choices(book, case, events, query),
        html.P(f"{words.counted(len(wanted), 'event')}.", className="count-line"),
        _list(book, case, shown) if shown else html.P("None of this kind.", className="empty"),
        *pager(case, "events", lambda n: query.but(page=n).text(), page, pages),
    ]
    return [
        html.H1("Events"),
        *(found if events else no_files(book, case, "their events are listed here")),
        html.H2("Add an event that no file holds"),
        fold("Add an event", [_by_hand(book)], key="add"),
    ]


def _fits(book: CaseBook, event: Event, query: Query) -> bool:
    if query.agency and event.agency != query.agency:
        return False
    return _shown_as(book, event, query.show)


def _shown_as(book: CaseBook, event: Event, show: str) -> bool:
    if show == "undated":
        return event in book.undated
    if show == "tagged":
        return event.id in book.review.tags or event.id in book.review.notes
    return not show or event.status == show


def _choices(book: CaseBook, case: str, events: Sequence[Event], query: Query) -> Component:
    counts = Counter(e.status for e in events)
    number = dict(counts) | {
        "undated": len(book.undated),
        "tagged": sum(_shown_as(book, e, "tagged") for e in events),
    }
    options = [("", f"All ({len(events)})", query.but(show="").text())]
    options += [
        (name, f"{label} ({number.get(name, 0)})", query.but(show=name).text())
        for name, label in SHOWN.items()
        if number.get(name) or query.show == name
    ]
    agencies = [("", "All agencies", query.but(agency="").text())]
    agencies += [(a.id, a.label, query.but(agency=a.id).text()) for a in book.lanes]
    return html.Div(
        [
            choices(case, "events", options, query.show, "Review status"),
            choices(case, "events", agencies, query.agency, "Agency"),
        ],
        className="chip-rows",
    )


def _list(book: CaseBook, case: str, shown: Sequence[Event]) -> Component:
    everyone = tick("", "", said="Tick all on this page", every="events")
    heads: list[Component] = [html.Th(everyone, scope="col"), *(html.Th(c, scope="col") for c in COLUMNS[1:])]
    body = html.Tbody([_row(book, case, e) for e in shown])
    table = html.Table([html.Caption(hidden("Events with their review status")), html.Thead(html.Tr(heads)), body],
                       className="events review-table")  # fmt: skip
    actions = [
        reason("Reason, for all ticked"),
        submit("Accept ticked", value="confirmed", primary=True, key="bulk-accept"),
        submit("Set aside ticked", value="rejected", key="bulk-reject"),
        submit("Back to not reviewed", value="proposed", key="bulk-open"),
        submit("Merge ticked into one", act="merge", key="bulk-merge"),
        folded(
            "A walkthrough of the ticked",
            [short_text("Title", "title"), submit("Make a walkthrough", act="walk-new", key="bulk-walk")],
        ),
    ]
    return form_around("status", [table], actions, name="Review of many events")


def _row(book: CaseBook, case: str, event: Event) -> Component:
    said = f"{words.event_when(event)}, {book.label(event.agency)}, {words.kind(event)}"
    tags = [tag(t) for t in book.review.tags.get(event.id, ())]
    where = address(case, "timeline", ViewState(event=event.id))
    link = nav_link(words.clipped(event.quote, 160) or "(no words)", where, key=f"event-{event.id}")
    state = html.Div(words.assertion(event), className="muted") if event.assertion != "happened" else html.Div()
    return html.Tr(
        [
            html.Td(tick("events", event.id, said=f"Tick: {said}")),
            html.Th(words.event_when(event), scope="row", className="when"),
            html.Td(agency_code(book.label(event.agency), colour_of(book, event.agency)), **attrs(data_label="Agency")),
            html.Td([words.kind(event), state], **attrs(data_label="Type")),
            html.Td([link, " ", *tags], className="what"),
            html.Td(SHOWN[event.status], **attrs(data_label="Review")),
        ]
    )


def _by_hand(book: CaseBook) -> Component:
    fields = [
        long_text("What happened", "words", hint="In your own words. Say in the reason how it is known.", rows=3),
        select("Agency that it concerns", "agency", AGENCY_LIST, "", blank="choose one"),
        *add_fields(None),
        reason("Reason, and how it is known"),
        submit("Add the event", primary=True, key="add-by-hand"),
    ]
    return form("add", "", fields, name="Add an event by hand", key=str(len(book.case.events)))
