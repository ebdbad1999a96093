"""One file as it was read, row by row: the words of every event lit, and missed words made into an event.

?pick=SOURCE  ->  its rows in pages  ->  text with links to events  ->  a form that adds one from its words
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import Children, attrs, nav_link, tag
from dashboard.components.edit_event import add_fields
from dashboard.components.edit_fields import fold, form, long_text, reason, submit, use_marked
from dashboard.components.empty import no_files
from dashboard.components.paging import paged, pager
from dashboard.query import ROWS_OF_A_SOURCE, Query
from dashboard.routes import address
from dashboard.urlstate import ViewState
from model.case import Entry, Event
from model.unseen import shown
from model.when import in_words

PER_PAGE: Final = ROWS_OF_A_SOURCE
QUOTE_CHARS: Final = 80  # of an event in the list under its row


def source_page(book: CaseBook, case: str, query: Query) -> list[Component]:
    """The page's body: the file that was picked, else a list of the files."""
    source = book.source_by_id.get(query.pick)
    if not book.case.sources:
        return [html.H1("Read a source"), *no_files(book, case, "each can be read here as it was sent")]
    if source is None:
        files = [
            html.Li(nav_link(s.file, address(case, "source") + Query(pick=s.id).text())) for s in book.case.sources
        ]
        return [html.H1("Read a source"), html.Ul(files, className="plain-list")]
    entries = [e for e in book.case.entries if e.source == source.id]
    shown, page, pages = paged(entries, query.page, PER_PAGE)
    return [
        html.P(nav_link("All sources", address(case, "sources"))),
        html.H1(source.file),
        html.P(f"{book.label(source.agency)}, {words.counted(len(entries), 'entry', 'entries')}. Lit words were read "
               "as an event: select them to see it. Words that were missed can be made into one."),
        *(_entry(book, case, e) for e in shown),
        *pager(case, "source", lambda n: query.but(page=n).text(), page, pages),
    ]  # fmt: skip


def _entry(book: CaseBook, case: str, entry: Entry) -> Component:
    events = [e for e in book.events_of_entry.get(entry.id, ()) if e.status != "rejected"]
    counted = words.counted(len(events), "event")
    head = [html.H2(f"{words.place(entry.locator).capitalize()}: {in_words(entry.when)}"), tag(counted)]
    add = form(
        "add",
        entry.id,
        [
            long_text("Words of the row", "words", hint="Mark them in the row and press the button, or write them."),
            use_marked("words"),
            *add_fields(entry.when),
            reason(),
            submit("Add the event", primary=True, key=f"add-{entry.id}"),
        ],
        name="Add an event from this row",
        key=str(len(events)),
    )  # fmt: skip
    return html.Article(
        [
            html.Div(head, className="card-head"),
            html.P(lit(case, entry, events), className="entry-text"),
            *_read_in_it(case, events),
            fold("Add an event from this row", [add], key=f"add-in-{entry.id}"),
        ],
        className="card",
        id=f"row-{entry.id}",
    )


def lit(case: str, entry: Entry, events: Sequence[Event]) -> list[Children]:
    """The text with the words of its events lit; where events overlap, the words lead to the shorter one.

    Lit words are no links: browsers let nobody mark words with the mouse inside one. A click on them leads to the
    event (`assets/casethread.js`), as the list under the text does.
    """
    cuts = sorted({0, len(entry.text), *(edge for e in events for edge in e.span)})
    out: list[Children] = []
    for start, end in pairwise(cuts):
        inside = [e for e in events if e.span[0] <= start and end <= e.span[1]]
        text = shown(entry.text[start:end])
        if not inside:
            out.append(text)
            continue
        event = min(inside, key=lambda e: e.span[1] - e.span[0])
        where = address(case, "timeline", ViewState(event=event.id))
        out.append(html.Mark(text, title=f"{words.kind(event)}: select to see it", **attrs(data_href=where)))
    return out


def _read_in_it(case: str, events: Sequence[Event]) -> list[Component]:
    """The events of a row as links, for the keyboard and for words that lie under others."""
    links = [
        html.Li(nav_link([words.kind(e), f": “{words.clipped(e.quote, QUOTE_CHARS)}”"],
                         address(case, "timeline", ViewState(event=e.id)), key=f"read-{e.id}"))
        for e in sorted(events, key=lambda e: e.span)
    ]  # fmt: skip
    return [html.Ul(links, className="read-in-it", **attrs(aria_label="Events read in this row"))] if links else []
