"""Who met whom: for each person of the family the agencies with direct contact, and what was asked.

CaseBook  ->  people_part  ->  a card a person
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import Children, attrs, nav_link, notice
from dashboard.components.knowledge_lists import FILES, event_list
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.contacts import AgencyContact, PersonView
from model.when import in_words


def people_part(book: CaseBook, case: str) -> list[Component]:
    persons = book.knowing.persons
    return [
        html.H2("Who met whom"),
        notice(
            "Direct contact is a visit, call, appointment or the like that took place and names the person; being "
            "written about is not contact. " + FILES,
            quiet=True,
        ),
        *(
            [_person(book, case, person) for person in persons]
            or [html.P("Nobody of the family is named.", className="empty")]
        ),
    ]  # fmt: skip


def _person(book: CaseBook, case: str, person: PersonView) -> Component:
    role, name = words.role(person.actor.role), person.actor.label
    own = "" if name.casefold() == role.casefold() else f" (“{name}”)"
    heading = f"person-{person.actor.id}"
    lines = [_contact_row(book, case, contact) for contact in person.contacts]
    for agency, rows in person.without:
        said = f"No direct contact recorded; named in {words.counted(rows, 'row')}."
        lines.append(html.Tr([html.Th(book.label(agency), scope="row"), html.Td(said, colSpan=4)]))
    titles = ("Agency", "Direct contacts", "First", "Last", "Longest time without one")
    head = html.Tr([html.Th(title, scope="col") for title in titles])
    table = html.Table(
        [html.Caption(f"Contacts with {role}{own}", className="visually-hidden"), html.Thead(head), html.Tbody(lines)],
        className="sources contacts",
    )
    asked = [book.event_by_id[e] for e in person.asked if e in book.event_by_id]
    more: list[Component] = []
    if asked:
        label = html.Summary(f"Asked, advised or planned ({len(asked)})")
        more = [html.Details([label, event_list(book, case, asked, "")])]
    return html.Article(
        [
            html.H3(f"{role}{own}", id=heading),
            html.P(f"Named in {words.counted(person.rows, 'row')}.", className="muted"),
            html.Div(table, className="table-scroll", tabIndex="0", role="region", **attrs(aria_labelledby=heading)),
            *more,
        ],
        className="card",
        **attrs(aria_labelledby=heading),
    )


def _contact_row(book: CaseBook, case: str, contact: AgencyContact) -> Component:
    silence: Children = "–"
    if contact.silence and contact.silence_days:
        first, last = contact.silence
        window = ViewState(first=first, last=last, agencies=(contact.agency,))
        silence = nav_link(words.amount(contact.silence_days, "days"), address(case, "timeline", window))
    cells = (str(contact.count), in_words(contact.first), in_words(contact.last), silence)
    titles = ("Direct contacts", "First", "Last", "Longest time without one")
    return html.Tr(
        [
            html.Th(book.label(contact.agency), scope="row"),
            *(html.Td(text, **attrs(data_label=title)) for text, title in zip(cells, titles, strict=True)),
        ]
    )
