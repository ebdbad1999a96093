"""Questions about people as cards: the words of the records on both sides, with links, and the form that answers.

CaseBook  ->  person_questions  ->  a card for each question, few events of several files in one
CaseBook  ->  questions_of      ->  how many questions there are about each actor
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, nav_link
from dashboard.components.edit_fields import Field, buttons, fold, form, reason, select, sent, submit, ticks
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.asking import together
from model.case import Event, PersonChoice, PersonQuestion

SHOWN: Final = 12  # cards, before the rest folds
QUOTED: Final = 3  # records of each side that stand open
ENOUGH: Final = "Every word that may mean several people is settled, and no two people look like one."
INTRO: Final = (
    "The records do not say who is meant, or name somebody in two ways. Nothing is joined until you say so; "
    "what is left as read is not asked again."
)

Asked = Sequence[PersonQuestion]


def person_questions(book: CaseBook, case: str) -> list[Component]:
    """The part of the page with its heading."""
    asked = together(book.findings.person_questions)
    cards = [_card(book, case, one) for one in asked]
    rest = [fold(f"{words.counted(len(cards) - SHOWN, 'more question')}", cards[SHOWN:], key="more-people")]
    return [
        html.H2("Who is who", id="who-is-who"),
        html.P(INTRO if asked else ENOUGH),
        *cards[:SHOWN],
        *(rest if len(cards) > SHOWN else []),
    ]


def questions_of(book: CaseBook) -> Counter[str]:
    """How many questions wait for an answer about each actor, by its id."""
    found: Counter[str] = Counter()
    for asked in together(book.findings.person_questions):
        found.update({q.asked for q in asked} | {choice.actor for q in asked for choice in q.choices})
    return found


def _card(book: CaseBook, case: str, asked: Asked) -> Component:
    first = asked[0]
    title, why = _told(book, asked)
    events = [book.event_by_id[e] for q in asked for e in q.events if e in book.event_by_id]
    sides = [_side(book, case, f"Words in question: “{_line(first.label)}”", "", events)]
    for choice in first.choices:
        named = [book.event_by_id[e] for e in choice.events if e in book.event_by_id]
        sides.append(_side(book, case, _whom(book, choice), choice.reason, named))
    return html.Article(
        [
            html.H3(title),
            html.P(why),
            html.Div(sides, className="two"),
            _form(book, asked, title, events),
        ],
        className="card",
        **attrs(aria_label=title),
    )


def _told(book: CaseBook, asked: Asked) -> tuple[str, str]:
    """What is asked, and why."""
    first = asked[0]
    if len(asked) == 1:
        return first.text, first.why
    files = words.listed(book.source_by_id[q.source].file for q in asked if q.source)
    labels = words.listed(f"“{label}”" for label in dict.fromkeys(_line(q.label) for q in asked))
    names = words.listed(_whom(book, choice) for choice in first.choices)
    events = words.counted(sum(len(q.events) for q in asked), "event")
    title = f"Who is meant by {labels} in {len(asked)} files?"
    return title, f"{events} of {files}. The records name {names}, and the words do not say which is meant."


def _whom(book: CaseBook, choice: PersonChoice) -> str:
    actor = next((a for a in book.findings.actors if a.id == choice.actor), None)
    works = f", {book.label(actor.agency)}" if actor is not None and actor.agency else ""
    return f"{words.role(choice.role)} “{_line(choice.label)}”{works}"


def _side(book: CaseBook, case: str, title: str, reason_text: str, events: Sequence[Event]) -> Component:
    """What the records say of one side, each record with the way to it."""
    items = [html.Li(_record(book, case, event)) for event in events]
    shown: list[Component] = [html.Ul(items[:QUOTED], className="plain-list")]
    if len(items) > QUOTED:
        rest = html.Ul(items[QUOTED:], className="plain-list")
        shown.append(html.Details([html.Summary(f"{len(items) - QUOTED} more"), rest]))
    why = [html.P(reason_text, className="muted")] if reason_text else []
    return html.Section([html.H4(title), *why, *shown], **attrs(aria_label=title))


def _record(book: CaseBook, case: str, event: Event) -> list[Component]:
    text = f"{words.event_when(event)}, {book.label(event.agency)}: {words.kind(event)}"
    return [
        nav_link(text, address(case, "timeline", ViewState(event=event.id))),
        html.Br(),
        html.Q(words.clipped(event.quote, 160)),
    ]


def _form(book: CaseBook, asked: Asked, title: str, events: Iterable[Event]) -> Component:
    """Who it is, with a reason, or as read; several events can be unticked one by one."""
    first, on = asked[0], " ".join(q.id for q in asked)
    pair, choices = first.kind == "pair", first.choices
    fields: list[Field] = []
    if len(choices) == 1:
        fields.append(sent("who", choices[0].id))
    else:
        fields.append(
            select("Who it is", "who", {c.id: _whom(book, c) for c in choices}, "", blank="not chosen")
        )  # fmt: skip
    options: Mapping[str, str] = {e.id: f"{words.event_when(e)}: “{words.clipped(e.quote, 70)}”" for e in events}
    if not pair and len(options) > 1:
        fields += [sent("several", "1"), ticks("In these events", "events", options, tuple(options))]
    yes = "They are one person" if pair and len(choices) == 1 else "It is this person"
    no = "Keep apart" if pair else "Leave as read"
    items = [
        submit(yes, value="confirmed", primary=True, key=f"who-{first.id}", said=f": {title}"),
        submit(no, value="rejected", key=f"left-{first.id}", said=f": {title}"),
    ]
    return form("who", on, [*fields, reason(), buttons(*items)], name=title)


def _line(label: str) -> str:
    return " ".join(label.split("\n")[0].split())
