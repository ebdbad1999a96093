"""The panel of the chosen event: what, when, who, told whom, and the very row it was read in.

event id  ->  event_panel  ->  heading, facts, same event elsewhere, gaps that cite it, source row
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.anchor_form import anchor_forms
from dashboard.components.basic import Children, agency_code, attrs, decoration, facts, nav_link
from dashboard.components.edit_event import edit_event
from dashboard.components.same_event import same_event
from dashboard.config import AGENCY_COLOURS, WORDS_OF_FAMILY
from dashboard.query import place_of_entry
from dashboard.routes import address
from dashboard.urlstate import ViewState
from dashboard.why import set_aside
from model.case import Entry, Event
from model.names import FAMILY_OF_KIND
from model.subjects import OWN
from model.unseen import shown
from model.when import in_words


def colour_of(book: CaseBook, agency_id: str) -> str:
    """The support colour of an agency's lane."""
    number = next((n for n, a in enumerate(book.lanes) if a.id == agency_id), 0)
    return AGENCY_COLOURS[number % len(AGENCY_COLOURS)]


def empty_panel() -> list[Component]:
    """What the panel says while nothing is chosen."""
    return [
        html.H2("Nothing chosen yet", className="panel-title", tabIndex="-1"),
        html.P("Choose a mark in the chart or a row of the table to read the source words behind it."),
        html.P("Choose a patterned strip to read why it is shown, and what speaks for and against it."),
        shape_key(),
    ]


def shape_key(*, unfolded: bool = True) -> Component:
    """The shapes and signs of the chart in words."""
    shapes = [said for name, said in WORDS_OF_FAMILY.items() if name != "other"]
    shapes += [
        ("○", "Hollow on a pale bar: the day is not certain; the bar covers the possible days"),
        ("◉", "Hollow with a dot: planned, recommended, uncertain, or recorded as not having happened"),
        ("▨", "Patterned strip: a gap, a prompt to look"),
    ]
    items = [html.Li([decoration(sign, "sign"), text]) for sign, text in shapes]
    return html.Details([html.Summary("What the shapes mean"), html.Ul(items, className="key")], open=unfolded)


def event_panel(book: CaseBook, case: str, state: ViewState, event: Event) -> list[Component]:
    """The whole panel of one event."""
    entry = book.entry_by_id.get(event.entry)
    close = address(case, "timeline", state.but(event=None, page=state.page))
    back = html.A("Back to the table", href="#event-table", className="back-to-row", **attrs(data_event=event.id))
    return [
        html.Div(
            [
                agency_code(book.label(event.agency), colour_of(book, event.agency)),
                nav_link("Close", close, class_name="close"),
            ],
            className="panel-head",
        ),
        html.H2(
            [words.kind(event), decoration(_sign(event), "sign")],
            className="panel-title",
            tabIndex="-1",
            **attrs(data_shown=event.id),
        ),
        html.P(words.event_when(event), className="panel-when"),
        *edit_event(book, event),
        facts(_facts(book, event, entry)),
        *why(event),
        *anchor_forms(book, event),
        *source_row(book, case, event, entry),
        *same_event(book, case, state, event),
        *_gaps(book, case, state, event),
        *_neighbours(book, case, state, event, entry),
        html.P(back, className="panel-foot"),
        shape_key(unfolded=False),
    ]


def _sign(event: Event) -> str:
    return " " + WORDS_OF_FAMILY[FAMILY_OF_KIND.get(event.kind, "other")][0]


def _facts(book: CaseBook, event: Event, entry: Entry | None) -> list[tuple[str, Children]]:
    when = event.when
    said = f"“{when.text}”" if when is not None and when.text else ""
    how = [html.Div(s) for s in ([f"Words in the source: {said}."] if said else []) + list(words.derivation(when))]
    recorded = in_words(entry.recorded) if entry is not None and entry.recorded is not None else ""
    told = [book.label(a) for a in event.shared_with]
    return [
        ("What", f"“{event.quote}”"),
        ("Read as", [words.assertion(event), *([html.Div(words.readable("; ".join(event.cues)), className="muted")]
                                               if event.cues else [])]),
        ("Considered and set aside", [html.Div(_sentence(s), className="muted") for s in set_aside(book.case, event)]),
        ("How the date was read", how),
        ("Recorded", recorded),
        ("People", words.listed(_people(book, event))),
        ("Took part", words.listed(book.label(a) for a in event.involves)),
        ("Told", words.listed(told) or "No record was found in this entry of another agency being told."),
        ("Received from", words.listed(book.label(a) for a in event.received_from)),
        ("Review", words.STATUS_WORDS.get(event.status, event.status)),
    ]  # fmt: skip


def _sentence(text: str) -> str:
    return words.readable(text[:1].upper() + text[1:]) + "."


def _people(book: CaseBook, event: Event) -> list[str]:
    """Who is named, by role and the words used; the same person once."""
    out: dict[str, None] = {}
    for m in event.mentions:
        role = words.role(m.role)
        own = "" if m.label.casefold() == role.casefold() else f" (“{m.label}”)"
        at = f", {book.label(m.agency)}" if m.agency else ""
        out[f"{role}{own}{at}"] = None
    return list(out)


def why(event: Event) -> list[Component]:
    """A place for the reasons of the reading, fetched when it is opened."""
    if event.id.startswith(OWN):
        return []
    fetch = attrs(data_explain=event.id, data_fold="why")
    return [
        html.Details(
            [
                html.Summary("Why it was read so", className="button small"),
                html.Div(html.Ul(className="why"), role="status"),
            ],
            className="edit",
            key=f"why-{event.id}",
            **fetch,
        )
    ]


def _gaps(book: CaseBook, case: str, state: ViewState, event: Event) -> list[Component]:
    cited = book.gaps_of_event.get(event.id, ())
    if not cited:
        return []
    items = [
        html.Li(
            [
                nav_link(gap.title, address(case, "timeline", state.but(gap=gap.id, event=None, page=state.page))),
                html.Div("Speaks against it" if event.id in gap.against else "Speaks for it", className="muted"),
            ]
        )
        for gap in cited
    ]
    return [html.H3("Gaps that cite this event"), html.Ul(items, className="plain-list")]


def event_link(book: CaseBook, case: str, state: ViewState, event: Event) -> Component:
    """A link to an event that says when, who and what."""
    text = f"{words.event_when(event)}, {book.label(event.agency)}: {words.kind(event)}"
    return nav_link(text, address(case, "timeline", state.but(event=event.id, gap=None, page=state.page)))


def source_row(book: CaseBook, case: str, event: Event, entry: Entry | None) -> list[Component]:
    """The row as the agency wrote it, with the words of this event marked, and where it stands."""
    if entry is None:
        return []
    source = book.source_by_id.get(entry.source)
    where = f"{source.file if source else 'File not known'}, {words.place(entry.locator)}"
    shown = {p.header for p in entry.parts}
    others = [(header, text) for header, text in entry.columns.items() if header not in shown and text.strip()]
    record = [(h, t) for h, t in others if h not in entry.hindsight]
    hindsight = [(h, t) for h, t in others if h in entry.hindsight]
    cells: list[Component] = [_cell(header, text) for header, text in record]
    cells += [_cell(header, pieces) for header, pieces in marked_parts(entry, event.span)]
    body: list[Component] = [
        html.H3("In the source"),
        html.P(
            [
                nav_link(where, address(case, "source") + place_of_entry(book, entry), class_name="to-source"),
                " (hidden in the file as it was sent)" if entry.hidden else "",
            ],
            className="where",
        ),
        html.Blockquote(html.Dl(cells), className="source-row"),
    ]
    if hindsight:
        body += [
            html.P("Written with hindsight, kept apart from the record:", className="muted"),
            html.Blockquote(html.Dl([_cell(h, t) for h, t in hindsight]), className="source-row hindsight"),
        ]
    return body


def _cell(header: str, value: Children) -> Component:
    return html.Div([html.Dt(header or "Text"), html.Dd(value)])


def marked_parts(entry: Entry, span: tuple[int, int]) -> list[tuple[str, list[Children]]]:
    """Every column of the entry's text by its header, the span's characters in `<mark>`."""
    parts = [(p.header, p.start, p.end) for p in entry.parts] or [("Text", 0, len(entry.text))]
    return [(header, marked(entry.text, start, end, span)) for header, start, end in parts]


def marked(text: str, start: int, end: int, span: tuple[int, int]) -> list[Children]:
    """The characters from `start` to `end` of a text, those of `span` marked."""
    first, last = max(start, span[0]), min(end, span[1])
    if first >= last:
        return [shown(text[start:end])]
    pieces: Sequence[Children] = (
        shown(text[start:first]), html.Mark(shown(text[first:last])), shown(text[last:end])
    )  # fmt: skip
    return [p for p in pieces if p != ""]


def _neighbours(book: CaseBook, case: str, state: ViewState, event: Event, entry: Entry | None) -> list[Component]:
    """Other events read in the same row."""
    others = [e for e in book.events_of_entry.get(event.entry, ()) if e.id != event.id] if entry is not None else []
    if not others:
        return []
    items = [html.Li(event_link(book, case, state, e)) for e in others]
    return [html.H3("Also read in this row"), html.Ul(items, className="plain-list")]
