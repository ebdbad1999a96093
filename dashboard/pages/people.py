"""The people of a case: who is one person and who is not, as a reviewer says.

ticks  ->  several are one person        ?pick=ACTOR  ->  some of its events name another person
"""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, hidden, nav_link, tag
from dashboard.components.edit_fields import (
    ROLE_LIST,
    form,
    form_around,
    reason,
    select,
    short_text,
    submit,
    tick,
    ticks,
)
from dashboard.components.empty import no_files
from dashboard.components.event_panel import event_link
from dashboard.components.person_question import questions_of
from dashboard.query import Query
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.case import Actor
from model.people import PERSON

COLUMNS: Final = ("Tick", "Person", "Role", "Works for", "Named in", "")
EVENTS_SHOWN: Final = 200


def people_page(book: CaseBook, case: str, query: Query) -> list[Component]:
    """The page's body: everyone, or one person with the events that name them."""
    actor = next((a for a in book.findings.actors if a.id == query.pick), None)
    if actor is not None:
        return _one(book, case, actor)
    actors = book.findings.actors
    if not actors:
        nobody = [html.P("Nobody is named in the files supplied.", className="empty")]
        named = nobody if book.case.events else no_files(book, case, "the people that they name are listed here")
        return [html.H1("People"), *named]
    head = html.Thead(html.Tr([html.Th(c or hidden("Set apart"), scope="col") for c in COLUMNS]))
    caption = html.Caption(f"{words.counted(len(actors), 'person', 'people')}, those of the family first")
    asked = questions_of(book)
    table = html.Table(
        [caption, head, html.Tbody([_row(book, case, a, asked[a.id]) for a in actors])],
        className="people-table stacked",
    )
    actions = [
        short_text("Call them", "label", hint="Empty: as most records do"),
        select("Role", "role", ROLE_LIST, "", blank="as each record says"),
        reason(),
        submit("They are one person", primary=True, key="join-people"),
    ]
    box = html.Div(table, className="table-scroll", tabIndex="0", role="group", **attrs(aria_label="Table of people"))
    return [
        html.H1("People"),
        html.P("Records name one person in many ways, and many people by one word. Tick those who are one person, or "
               "open a person to set apart the events that name somebody else."),
        form_around("join", [box], actions, name="Join people"),
    ]  # fmt: skip


def _row(book: CaseBook, case: str, actor: Actor, asked: int) -> Component:
    own: list[Component] = [tag("As a reviewer said")] if actor.id.startswith(PERSON) else []
    if asked:
        text = [words.counted(asked, "question"), hidden(f" about {actor.label}")]
        own.append(nav_link(text, address(case, "settle"), class_name="chip", key=f"asked-{actor.id}"))
    where = address(case, "people") + Query(pick=actor.id).text()
    return html.Tr(
        [
            html.Td(tick("people", actor.id, said=f"Tick: {actor.label}, {words.role(actor.role)}")),
            html.Th([actor.label, " ", *own], scope="row"),
            html.Td(words.role(actor.role), **attrs(data_label="Role")),
            html.Td(book.label(actor.agency) if actor.agency else "none", **attrs(data_label="Works for")),
            html.Td(words.counted(actor.mentions, "event")),
            html.Td(nav_link(["Open", hidden(f" {actor.label}")], where, key=f"actor-{actor.id}")),
        ]
    )


def _one(book: CaseBook, case: str, actor: Actor) -> list[Component]:
    events = [book.event_by_id[e] for e in actor.events if e in book.event_by_id][:EVENTS_SHOWN]
    options = {
        e.id: f"{words.event_when(e)}, {book.label(e.agency)}: {words.kind(e)}, “{words.clipped(e.quote, 90)}”"
        for e in events
    }
    return [
        html.P(nav_link("All people", address(case, "people"))),
        html.H1(f"{actor.label}, {words.role(actor.role).lower()}"),
        form(
            "apart",
            actor.id,
            [
                ticks("Events that name another person", "events", options, ()),
                short_text("Call the other person", "label"),
                select("Role", "role", ROLE_LIST, actor.role),
                reason(),
                submit("Another person", primary=True, key="set-apart"),
            ],
            name="Set another person apart",
            class_name="one",
        ),
        html.H2("Where they are named"),
        html.Ul([html.Li(event_link(book, case, ViewState(), e)) for e in events], className="plain-list"),
    ]
