"""The log: every decision, by whom, when and why, with the way to undo or put back each one."""

from __future__ import annotations

from collections import Counter

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, hidden, nav_link, notice, tag
from dashboard.components.edit_fields import form, submit
from dashboard.components.paging import choices, paged, pager
from dashboard.query import Query
from dashboard.routes import address
from dashboard.tables.trail import TrailRow, trail_rows
from dashboard.urlstate import ViewState

PER_PAGE = 50
COLUMNS = ("Number", "When", "Who", "What", "About", "Reason", "")


def log_page(book: CaseBook, case: str, query: Query) -> list[Component]:
    """The page's body."""
    rows = trail_rows(book)
    if not rows:
        return [
            html.H1("Log"),
            html.P(
                "Nothing was decided yet. Every correction, verdict and note is kept here, with who made it and why.",
                className="empty",
            ),
        ]
    kinds = Counter(r.subject for r in rows)
    wanted = [r for r in rows if not query.show or query.show in (r.subject, r.state)]
    shown, page, pages = paged(wanted, query.page, PER_PAGE)
    waiting = len(book.review.waiting)
    options = [("", f"All ({len(rows)})", Query().text())]
    options += [("waiting", f"Waiting ({waiting})", Query(show="waiting").text())] if waiting else []
    options += [(k, f"{k} ({n})", Query(show=k).text()) for k, n in sorted(kinds.items())]
    head = html.Thead(html.Tr([html.Th(c or hidden("Undo or put back"), scope="col") for c in COLUMNS]))
    body = html.Tbody([_row(case, r) for r in shown])
    table = html.Table([html.Caption(hidden("Decisions, newest first")), head, body], className="log stacked")
    return [
        html.H1("Log"),
        html.P("Newest first. Nothing is ever taken out of it: what is undone stays here and can be put back."),
        *_waiting(waiting),
        choices(case, "log", options, query.show, "What the log shows"),
        html.P(
            [
                html.A(
                    "Save the log as a table (CSV)", href=f"/log/{case}", className="button small", download="log.csv"
                ),
            ],
            className="count-line",
        ),
        html.Div(table, className="table-scroll", tabIndex="0", role="group", **attrs(aria_label="Table of decisions")),
        *pager(case, "log", lambda n: query.but(page=n).text(), page, pages),
    ]


def _waiting(number: int) -> list[Component]:
    if not number:
        return []
    return [
        notice(
            "What they are about was not found in the files as they are read now: the file was taken out, or its row "
            "is read in other words. They change nothing until it is found again.",
            title=f"{words.counted(number, 'decision')} waiting",
        )
    ]


def _row(case: str, row: TrailRow) -> Component:
    about: list[Component | str] = [row.about]
    if row.event:
        link = nav_link("Show", address(case, "timeline", ViewState(event=row.event)), class_name="spaced")
        about = [row.about, " ", link]
    state = [tag(row.state.capitalize())] if row.state in ("undone", "waiting") else []
    return html.Tr(
        [
            html.Th(str(row.number), scope="row", className="number"),
            html.Td(row.made, **attrs(data_label="When")),
            html.Td(row.author, **attrs(data_label="Who")),
            html.Td([html.Span(row.what, className="what"), " ", *state]),
            html.Td(about, **attrs(data_label="About")),
            html.Td(row.reason, **attrs(data_label="Reason")),
            html.Td(_button(row)),
        ],
        className=row.state.replace(" ", "-"),
    )


def _button(row: TrailRow) -> Component:
    if not row.state:
        return html.Span()
    act, label = ("redo", "Put back") if row.state == "undone" else ("undo", "Undo")
    button = submit(label, said=f" number {row.number}", key=f"log-{row.number}")
    return form(act, str(row.number), [button], class_name="inline", key=row.state)
