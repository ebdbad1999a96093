"""The panel of one cell of the matrix: what an agency is shown to have known of an event, and the words that show it.

agency + event  ->  cell_panel  ->  heading, facts, the way by which the news came, the source rows
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import Children, agency_code, attrs, facts, nav_link
from dashboard.components.event_panel import colour_of, event_link, source_row
from dashboard.routes import address
from dashboard.tables.knowledge import STATE_WORDS, delay_words, how_words, since_words
from dashboard.urlstate import ViewState
from model.case import Event
from model.knowledge import Known
from model.matrix import Cell, MatrixRow
from model.when import When, in_words


def empty_cell_panel() -> list[Component]:
    """What the panel says while no cell is chosen."""
    return [
        html.H2("Nothing chosen yet", className="panel-title", tabIndex="-1"),
        html.P("Choose a cell to read how the agency is shown to have known, by which way, and in whose words."),
        html.P("A cell with “no record” says what was looked at. It is no finding that the agency did not know."),
    ]


def cell_panel(book: CaseBook, case: str, state: ViewState, row: MatrixRow, cell: Cell) -> list[Component]:
    """The whole panel of one cell."""
    event, label = row.event, book.label(cell.agency)
    close = address(case, "knowledge", state.but(event=None, side=None, page=state.page))
    row_id = f"{event.id}-{cell.agency}"
    back = html.A("Back to the matrix", href="#knowledge-table", className="back-to-row", **attrs(data_event=row_id))
    known = cell.known
    return [
        html.Div(
            [agency_code(label, colour_of(book, cell.agency)), nav_link("Close", close, class_name="close")],
            className="panel-head",
        ),
        html.H2(f"{label} and this event", className="panel-title", tabIndex="-1", **attrs(data_shown=event.id)),
        html.P(f"{words.event_when(event)}: {words.kind(event)}", className="panel-when"),
        facts(_facts(book, row, cell)),
        *(_way(book, case, known) if known is not None else []),
        *(_evidence(book, case, known, event) if known is not None else _absence(book, case, row, cell)),
        html.P(event_link(book, case, ViewState(), event)),
        html.P(back, className="panel-foot"),
    ]


def _facts(book: CaseBook, row: MatrixRow, cell: Cell) -> list[tuple[str, Children]]:
    known = cell.known
    what = words.clipped(book.knowing.view.clause(row.event), 200)
    out: list[tuple[str, Children]] = [
        ("The event", f"“{what}”, in the record of {book.label(row.event.agency)}"),
        ("Shown", STATE_WORDS[cell.state].capitalize() + "."),
    ]
    if known is not None:
        out += [("How", how_words(book, known)), ("Since", since_words(known))]
        out += [("After the event", delay_words(cell.delay).capitalize())] if cell.state == "known" else []
    return out


def _way(book: CaseBook, case: str, known: Known) -> list[Component]:
    steps = book.knowing.knowledge.chain(known)
    if len(steps) < 2:
        return []
    items = []
    for step in steps:
        record = book.event_by_id.get(step.evidence[-1])
        line: Children = f"{book.label(step.agency)}, {since_words(step)}: {how_words(book, step)}"
        items.append(html.Li([line, html.Div(event_link(book, case, ViewState(), record))] if record else line))
    return [html.H3("By which way the news came"), html.Ol(items, className="way")]


def _evidence(book: CaseBook, case: str, known: Known, event: Event) -> list[Component]:
    """The row that shows the knowledge; that of the event itself where it is the same."""
    shown = [book.event_by_id[e] for e in reversed(known.evidence) if e in book.event_by_id][:2]
    out: list[Component] = []
    seen: set[str] = set()
    for record in shown:
        if record.entry not in seen:
            seen.add(record.entry)
            out += source_row(book, case, record, book.entry_by_id.get(record.entry))
    return out or source_row(book, case, event, book.entry_by_id.get(event.entry))


def _absence(book: CaseBook, case: str, row: MatrixRow, cell: Cell) -> list[Component]:
    """What was looked at where nothing was found."""
    held = book.knowing.view.coverage.get(cell.agency)
    span = in_words(When(start=held.first, end=held.last)) if held else "no dated records"
    others = [side for side, other in row.cells.items() if other.known is not None]
    return [
        html.H3("What was looked at"),
        html.P(f"The file of {book.label(cell.agency)} covers {span}. No row in it was found to tell of this event."),
        html.P(f"Shown to have known: {words.listed(book.label(side) for side in others) or 'nobody'}."),
        html.P(
            "Other files were searched for word that this agency was told, and for meetings at which it was present."
        ),
        html.P(nav_link("Its records around that time", _around(case, row, cell), class_name="button small")),
    ]


def _around(case: str, row: MatrixRow, cell: Cell) -> str:
    when = row.when
    middle = when.middle if when is not None else None
    if middle is None:
        return address(case, "timeline", ViewState(agencies=(cell.agency,)))
    window = When(start=middle, end=middle)
    first, last = window.shifted(-14).start, window.shifted(42).start
    return address(case, "timeline", ViewState(first=first, last=last, agencies=(cell.agency,)))
