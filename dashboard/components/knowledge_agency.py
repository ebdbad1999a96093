"""What one agency is shown to have known on a day, what it had from others, and what came later or not at all.

CaseBook + ViewState (side, on)  ->  agency_part  ->  lists
"""

from __future__ import annotations

import datetime as dt

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, nav_link
from dashboard.components.event_panel import event_link
from dashboard.components.knowledge_lists import FILES, event_list, pager
from dashboard.config import Settings
from dashboard.routes import address
from dashboard.tables.knowledge import (
    how_words,
    since_words,
)
from dashboard.urlstate import ViewState
from model.knowledge import Known


def agency_part(book: CaseBook, case: str, state: ViewState, settings: Settings) -> list[Component]:
    agencies = book.knowing.matrix.agencies
    side = state.side if state.side in agencies else None
    on = state.on or _last_day(book)
    chips = [
        html.Li(nav_link(book.label(a), address(case, "knowledge", state.but(side=a, show="agency", on=on)),
                         class_name="chip", current=a == side, key=f"side-{a}"))
        for a in agencies
    ]  # fmt: skip
    head: list[Component] = [
        html.H2("What did it know on a day?"),
        html.Ul(chips, className="chips", **attrs(aria_label="Agency")),
        _day_form(on),
    ]
    if side is None:
        return [*head, html.P("Choose an agency.", className="empty")]
    return [*head, *_known_on(book, case, state, side, on, settings)]


def _last_day(book: CaseBook) -> dt.date:
    death = book.findings.key_dates.get("death")
    return death.end if death is not None and death.end is not None else book.span[1]


def _day_form(on: dt.date) -> Component:
    field = dcc.Input(id=ids.KNOWLEDGE_ON, value=f"{on:%d/%m/%Y}", placeholder="dd/mm/yyyy", className="input date",
                      maxLength=10, autoComplete="off", debounce=True)  # fmt: skip
    return html.Div(
        [
            html.Label([html.Span("On this day", className="label-text"), field], className="field"),
            html.Button("Show", id=ids.KNOWLEDGE_GO, className="button", type="button"),
            html.Div(id=ids.KNOWLEDGE_ERROR, className="field-error", role="alert"),
        ],
        className="day-form",
    )


def _known_on(
    book: CaseBook, case: str, state: ViewState, side: str, on: dt.date, settings: Settings
) -> list[Component]:
    knowing, label = book.knowing, book.label(side)
    known = knowing.knowledge.once(knowing.knowledge.state(side, on))
    told = [k for k in known if k.how != "own record"]
    sent = knowing.knowledge.once(knowing.knowledge.sent(side, on))
    unknown = [
        row.event
        for row in knowing.matrix.rows
        if row.cells[side].state == "no_record" and row.when is not None and row.when.end and row.when.end <= on
    ]
    late = [
        row
        for row in knowing.matrix.rows
        if (k := row.cells[side].known) and row.when and row.when.end and row.when.end <= on
        and (k.since.end is None or k.since.end > on)
    ]  # fmt: skip
    day = f"{on.day} {on:%B} {on.year}"
    page, pages = _page(len(told), state.page, settings.known_listed)
    shown = told[(page - 1) * settings.known_listed : page * settings.known_listed]
    return [
        html.P(
            f"On {day} {label} is shown to have known of {words.counted(len(known), 'event')}: "
            f"{len(known) - len(told):,} from its own records, {len(told):,} from others. {FILES}",
            className="count-line",
        ),
        html.H3("Known from others"),
        _known_list(book, case, shown, "Nothing is recorded that it had from others by then."),
        *pager(case, state, page, pages),
        html.H3("Sent to it, with no trace that it arrived"),
        _known_list(book, case, sent[: settings.known_listed], "Nothing of that kind."),
        html.H3("Came to know only later"),
        event_list(book, case, [r.event for r in late], "None of the significant events."),
        html.H3("Significant events of which no record was found that it knew"),
        event_list(book, case, unknown[: settings.known_listed], "None that a rule would expect it to know."),
    ]


def _page(count: int, page: int, per_page: int) -> tuple[int, int]:
    pages = max(1, -(-count // per_page))
    return min(max(1, page), pages), pages


def _known_list(book: CaseBook, case: str, known: list[Known], none: str) -> Component:
    if not known:
        return html.P(none, className="muted")
    return html.Ul([_known_item(book, case, item) for item in known], className="plain-list known-list")


def _known_item(book: CaseBook, case: str, item: Known) -> Component:
    event = book.event_by_id[item.event]
    record = book.event_by_id[item.evidence[-1]]
    return html.Li(
        [
            event_link(book, case, ViewState(), event),
            html.Div(f"“{words.clipped(event.quote, 140)}”", className="muted"),
            html.Div(f"Since {since_words(item)}. {how_words(book, item)}"),
            *([html.Div(["Shown by: ", event_link(book, case, ViewState(), record)])] if record is not event else []),
        ]
    )
