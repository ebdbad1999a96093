"""What waits for a person: what a date counts from, who is who, and records that may be of one event."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.anchor_form import anchor_form
from dashboard.components.basic import attrs, nav_link, tag
from dashboard.components.empty import no_files
from dashboard.components.paging import choices, paged, pager
from dashboard.components.person_question import person_questions
from dashboard.components.same_event import compared, details, link_form
from dashboard.query import Query
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.case import Event, Link, Question

PER_PAGE: Final = 20


def settle_page(book: CaseBook, case: str, query: Query) -> list[Component]:
    """The page's body."""
    if not book.case.events:
        return [html.H1("To settle"), *no_files(book, case, "what waits for a person is listed here")]
    links = [link for link in book.findings.links if link.kind == "same_event"]
    links = [link for link in links if {link.from_id, link.to_id} <= book.event_by_id.keys()]
    show = query.show or "proposed"
    wanted = [link for link in links if link.status == show]
    shown, page, pages = paged(wanted, query.page, PER_PAGE)
    options = [
        (name, f"{label} ({sum(link.status == name for link in links)})", query.but(show=name).text())
        for name, label in (("proposed", "To look at"), ("confirmed", "Confirmed"), ("rejected", "Kept apart"))
    ]
    return [
        html.H1("To settle"),
        *_questions(book, case),
        *person_questions(book, case),
        html.H2("Records that may be of one event"),
        html.P("They are shown together everywhere and never merged. Confirmed records share the day of the event; "
               "records kept apart are no longer joined in anything that follows from them."),
        choices(case, "settle", options, show, "Which links"),
        *([_link(book, case, link) for link in shown] or [html.P("None.", className="empty")]),
        *pager(case, "settle", lambda n: query.but(page=n).text(), page, pages),
    ]  # fmt: skip


def _questions(book: CaseBook, case: str) -> list[Component]:
    asked = book.findings.questions
    intro = "Every date that counts from another event has found it." if not asked else (
        "The words count from another event, and more than one fits. Until it is chosen the date stays open."
    )  # fmt: skip
    return [html.H2("What a date counts from"), html.P(intro), *(_question(book, case, q) for q in asked)]


def _question(book: CaseBook, case: str, question: Question) -> Component:
    event = book.event_by_id[question.event]
    return html.Article(
        [
            html.H3(["“", question.phrase, "”"]),
            html.P([_named(book, case, event), html.Br(), html.Q(event.quote)]),
            anchor_form(book, event, question.phrase, question.candidates),
        ],
        className="card",
        **attrs(aria_label=f"What {question.phrase} means"),
    )


def _named(book: CaseBook, case: str, event: Event) -> Component:
    text = f"{words.event_when(event)}, {book.label(event.agency)}: {words.kind(event)}"
    return nav_link(text, address(case, "timeline", ViewState(event=event.id)))


def _link(book: CaseBook, case: str, link: Link) -> Component:
    one, other = book.event_by_id[link.from_id], book.event_by_id[link.to_id]
    title = f"{words.event_when(one)}: {book.label(one.agency)} and {book.label(other.agency)}"
    return html.Article(
        [
            html.Div([html.H3(title), tag(words.STATUS_WORDS[link.status])], className="card-head"),
            compared(book, one, other),
            html.P(link.evidence, className="muted"),
            *details(link),
            html.P([_named(book, case, one), html.Br(), _named(book, case, other)]),
            link_form(book, one, other, link),
        ],
        className="card",
        **attrs(aria_label=title),
    )
