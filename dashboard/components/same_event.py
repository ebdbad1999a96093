"""The same event in several agencies' records: side by side, differences marked, confirmed or kept apart.

    CaseBook + event  ->  same_event  ->  a table for each other record, with the reasons and two buttons
                                      ->  a form that joins it with any other record of those days

Records are shown together and never merged; which of them is right is for a person to say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook, has_date
from dashboard.components.basic import attrs, hidden, nav_link, tag
from dashboard.components.edit_event import signed
from dashboard.components.edit_fields import Field, buttons, fold, form, reason, select, submit
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.case import Event, Link

NEAR_DAYS: Final = 7  # on either side of it, of the records that can be joined with it by hand
NEAR_EVENTS: Final = 60

Compared = tuple[str, Callable[[CaseBook, Event], str]]
FIELDS: Final[tuple[Compared, ...]] = (
    ("When", lambda book, e: words.event_when(e)),
    ("Type", lambda book, e: words.kind(e)),
    ("Whether it happened", lambda book, e: words.assertion(e)),
    ("People", lambda book, e: words.listed(sorted({words.role(m.role) for m in e.mentions}))),
    ("Took part", lambda book, e: words.listed(sorted(book.label(a) for a in e.involves))),
    ("Told", lambda book, e: words.listed(sorted(book.label(a) for a in e.shared_with))),
    ("Words", lambda book, e: f"“{e.quote}”"),
)
WORDS: Final = "Words"


def same_event(book: CaseBook, case: str, state: ViewState, event: Event) -> list[Component]:
    """Every other record of the event, and the way to join another."""
    links = [link for link in book.links_of_event.get(event.id, ()) if link.status != "rejected"]
    apart = [link for link in book.links_of_event.get(event.id, ()) if link.status == "rejected"]
    body = [_pair(book, case, state, event, link) for link in links]
    if apart:
        body.append(
            fold(f"Kept apart ({len(apart)})", [_pair(book, case, state, event, link) for link in apart], key="apart")
        )
    body += _join_form(book, event, {_other(event, link) for link in links})
    return [html.H3("The same event elsewhere"), *body] if body else []


def _other(event: Event, link: Link) -> str:
    return link.to_id if link.from_id == event.id else link.from_id


def _pair(book: CaseBook, case: str, state: ViewState, event: Event, link: Link) -> Component:
    other = book.event_by_id[_other(event, link)]
    where = address(case, "timeline", state.but(event=other.id, gap=None, page=state.page))
    name = f"{book.label(other.agency)}, {words.event_when(other)}"
    return html.Section(
        [
            html.H4([nav_link(name, where), " ", tag(words.STATUS_WORDS[link.status])]),
            compared(book, event, other),
            html.P(link.evidence, className="muted"),
            *details(link),
            link_form(book, event, other, link),
        ],
        className="pair",
        **attrs(aria_label=f"Compared with {name}"),
    )


def details(link: Link) -> list[Component]:
    """The details on which the two records differ, in sentences, where any were found."""
    return [html.Ul([html.Li(text) for text in link.conflicts], className="differences")] if link.conflicts else []


def compared(book: CaseBook, one: Event, other: Event) -> Component:
    """Both records field by field; a row in which they differ says so in words and stands out."""
    head = html.Thead(
        html.Tr([html.Td(hidden("What"))] + [html.Th(book.label(e.agency), scope="col") for e in (one, other)])
    )
    return html.Table([html.Caption(hidden("Side by side")), head, html.Tbody(list(_rows(book, one, other)))],
                      className="compared", role="table")  # fmt: skip


def _rows(book: CaseBook, one: Event, other: Event) -> Sequence[Component]:
    rows = []
    for name, told in FIELDS:
        left, right = told(book, one), told(book, other)
        if not left and not right:
            continue
        differs = left != right and name != WORDS
        mark = [html.Span(" differs", className="differs-word")] if differs else []
        rows.append(
            html.Tr(
                [
                    html.Th([name, *mark], scope="row"),
                    html.Td(left or "not said", **attrs(data_label=book.label(one.agency))),
                    html.Td(right or "not said", **attrs(data_label=book.label(other.agency))),
                ],
                className="differs" if differs else "",
            )
        )
    return rows


def link_form(book: CaseBook, one: Event, other: Event, link: Link) -> Component:
    """Confirm, keep apart, or open again, with a reason."""
    items: list[Field] = []
    if link.status != "confirmed":
        items.append(submit("Same event", value="confirmed", primary=True, key=f"same-{other.id}"))
    if link.status != "rejected":
        items.append(submit("Not the same", value="rejected", key=f"not-{other.id}"))
    if link.status != "proposed":
        items.append(submit("Open again", value="proposed", key=f"open-{other.id}"))
    decided = [d for d in book.review.history.get(one.id, ()) if d.subject == "same_event"]
    trail = [signed(decided[-1])] if decided and link.status != "proposed" else []
    said = f"Whether this and the record of {book.label(other.agency)} are one event"
    fields = [reason(), buttons(*items)]
    return html.Div([*trail, form("link", f"{one.id} {other.id}", fields, name=said, key=link.status)])


def _join_form(book: CaseBook, event: Event, linked: set[str]) -> list[Component]:
    """Any other record near it in time, to be confirmed as the same event by hand."""
    if not has_date(event.when) or event.id not in book.bounds:
        return []
    first, last = book.bounds[event.id]
    slack = dt.timedelta(days=NEAR_DAYS)
    near = [
        e
        for e in book.dated
        if e.entry != event.entry and e.id not in linked and e.status != "rejected"
        and book.bounds[e.id][0] <= last + slack and book.bounds[e.id][1] >= first - slack
    ][:NEAR_EVENTS]  # fmt: skip
    if not near:
        return []
    options = {
        e.id: f"{words.event_when(e)}, {book.label(e.agency)}: {words.kind(e)}, “{words.clipped(e.quote, 50)}”"
        for e in near
    }
    fields = [
        select("Record", "other", options, "", blank="choose one"),
        reason(),
        submit("Same event", value="confirmed", key="join-by-hand"),
    ]
    return [
        fold("Another record of this event", [form("link", event.id, fields, name="Name another record")], key="join")
    ]
