"""Questions about people as cards: the words of the records on both sides, with links, and the form that answers.

CaseBook  ->  person_questions  ->  a card for each question, few events of several files in one
CaseBook  ->  questions_of      ->  how many questions there are about each actor
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook, has_date
from dashboard.components.basic import attrs, nav_link
from dashboard.components.edit_fields import Field, buttons, fold, form, reason, select, sent, submit, ticks
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.asking import together
from model.case import Event, PersonChoice, PersonQuestion
from model.when import in_words

SHOWN: Final = 12  # cards, before the rest folds
QUOTED: Final = 3  # records of each side that stand open
QUOTED_CHARS: Final = 180
TICK_CHARS: Final = 80
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
    labels = [label for question in asked for label in question.labels]
    sides = [_side(book, case, f"Words in question: “{_line(first.label)}”", "", events, labels)]
    for choice in first.choices:
        named = [book.event_by_id[e] for e in choice.events if e in book.event_by_id]
        why_this = choice.reason if len(asked) == 1 else ""
        sides.append(_side(book, case, _whom(book, choice), why_this, named, choice.labels))
    return html.Article(
        [
            html.H3(title),
            html.P(why),
            html.Div(sides, className="two"),
            _form(book, asked, title, events, labels),
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
    labels = words.listed(f"“{label}”" for label in {_line(q.label).casefold(): _line(q.label) for q in asked}.values())
    names = words.listed(_whom(book, choice) for choice in first.choices)
    events = words.counted(sum(len(q.events) for q in asked), "event")
    title = f"Who is meant by {labels} in {len(asked)} files?"
    which = "which of them" if len(first.choices) > 1 else "whether that person"
    return title, f"{events} of {files}. The records name {names}. The words do not say {which} is meant."


def _whom(book: CaseBook, choice: PersonChoice) -> str:
    actor = next((a for a in book.findings.actors if a.id == choice.actor), None)
    works = f", {book.label(actor.agency)}" if actor is not None and actor.agency else ""
    return f"{words.role(choice.role)} “{_line(choice.label)}”{works}"


def _side(
    book: CaseBook, case: str, title: str, reason_text: str, events: Sequence[Event], labels: Sequence[str]
) -> Component:
    """What the records say of one side, a row once, each with the way to it."""
    rows = {event.entry: event for event in reversed(events)}  # one of each row: its words are the same
    items = [html.Li(_record(book, case, event, labels)) for event in list(rows.values())[::-1]]
    shown: list[Component] = [html.Ul(items[:QUOTED], className="plain-list")]
    if len(items) > QUOTED:
        rest = html.Ul(items[QUOTED:], className="plain-list")
        shown.append(html.Details([html.Summary(f"{len(items) - QUOTED} more"), rest]))
    why = [html.P(reason_text, className="muted")] if reason_text else []
    return html.Section([html.H4(title), *why, *shown], **attrs(aria_label=title))


def _record(book: CaseBook, case: str, event: Event, labels: Sequence[str]) -> list[Component]:
    text = f"{_when(book, event)}, {book.label(event.agency)}: {words.kind(event)}"
    return [
        nav_link(text, address(case, "timeline", ViewState(event=event.id))),
        html.Br(),
        html.Q(_around(book, event, labels, QUOTED_CHARS)),
    ]


def _when(book: CaseBook, event: Event) -> str:
    """The day of the event, else that of the row in which it is told."""
    entry = book.entry_by_id.get(event.entry)
    row = entry.when if entry is not None else None
    return f"row of {in_words(row)}" if row is not None and not has_date(event.when) else words.event_when(event)


def _around(book: CaseBook, event: Event, labels: Sequence[str], most: int) -> str:
    """The words of the row around those that name the person: an event's own words may stand beside them."""
    entry = book.entry_by_id.get(event.entry)
    text = entry.text if entry is not None else event.quote
    names = "|".join(re.escape(label.strip()) for label in sorted(labels, key=len, reverse=True) if label.strip())
    places = [m.start() for m in re.finditer(rf"(?<!\w)(?:{names})(?!\w)", text)] if names else []
    if not places:
        return words.clipped(event.quote, most)
    at = min(places, key=lambda place: _distance(place, event))
    start = max(0, at - most // 3)
    start = text.find(" ", start, at) + 1 or start if start else 0
    return ("…" if start else "") + words.clipped(text[start:], most)


def _distance(place: int, event: Event) -> int:
    first, last = event.span
    return max(first - place, place - last, 0)


def _form(book: CaseBook, asked: Asked, title: str, events: Sequence[Event], labels: Sequence[str]) -> Component:
    """Who it is, with a reason, or as read; of several rows each can be left out."""
    first, on = asked[0], " ".join(q.id for q in asked)
    pair, choices = first.kind == "pair", first.choices
    fields: list[Field] = []
    if len(choices) == 1:
        fields.append(sent("who", choices[0].id))
    else:
        fields.append(
            select("Who it is", "who", {c.id: _whom(book, c) for c in choices}, "", blank="not chosen")
        )  # fmt: skip
    rows: dict[str, list[Event]] = {}
    for event in events:
        rows.setdefault(event.entry, []).append(event)
    if not pair and len(rows) > 1:
        options = {
            " ".join(e.id for e in found): f"{_when(book, found[0])}: “{_around(book, found[0], labels, TICK_CHARS)}”"
            for found in rows.values()
        }
        fields += [sent("several", "1"), ticks("In these rows", "rows", options, tuple(options))]
    yes = "They are one person" if pair and len(choices) == 1 else "It is this person"
    no = "Keep apart" if pair else "Leave as read"
    items = [
        submit(yes, value="confirmed", primary=True, key=f"who-{first.id}", said=f": {title}"),
        submit(no, value="rejected", key=f"left-{first.id}", said=f": {title}"),
    ]
    return form("who", on, [*fields, reason(), buttons(*items)], name=title)


def _line(label: str) -> str:
    return " ".join(label.split("\n")[0].split())
