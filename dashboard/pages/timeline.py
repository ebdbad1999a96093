"""The timeline page: everything in it follows from the view.

CaseBook + ViewState + words  ->  timeline_view  ->  figure, caption, controls, panel, tray, table
timeline_page  ->  the same inside its frame, for the first time the page is shown
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.casebook import CaseBook, Selection, selected
from dashboard.components.basic import Children, attrs, live_region, nav_link
from dashboard.components.controls import filter_bar, range_form, search_form, zoom_bar
from dashboard.components.event_panel import empty_panel, event_link, event_panel
from dashboard.components.event_table import event_table
from dashboard.components.gap_card import gap_panel
from dashboard.config import GRAPH_CONFIG, Settings
from dashboard.figures.timeline import timeline_figure
from dashboard.lod import Drawing, layout
from dashboard.routes import address
from dashboard.tables.events import page_of, table_page
from dashboard.urlstate import ViewState
from dashboard.words import clipped, counted
from model.when import When, in_words

NOON_DAYS = 3  # in windows shorter than this the hours can be told apart
TRAY_LINKS = 40  # undated events named in the tray; all of them stand in the table


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """What the callback puts on the page."""

    figure: dict[str, Any]
    label: str
    caption: Children
    controls: Children
    filters: Children
    panel: Children
    tray: Children
    table: Children
    said: str


def timeline_page(book: CaseBook, case: str, state: ViewState, words: str, settings: Settings) -> list[Component]:
    """The page as it is first shown; afterwards a callback changes its parts."""
    if not book.case.events:
        return [html.H1("Timeline"), *_no_events(book, case)]
    view = timeline_view(book, case, state, words, settings)
    graph = dcc.Graph(
        id=ids.CHART, config=cast(Any, GRAPH_CONFIG), className="chart", figure=view.figure, clear_on_unhover=True
    )
    labelled = attrs(aria_labelledby=ids.CHART_LABEL)
    return [
        html.H1("Timeline", className="visually-hidden"),
        html.Section(
            [
                html.Div(
                    [search_form(words), html.Div(view.filters, id=ids.FILTERS, className="filters")], className="row"
                ),
                html.Div([html.Div(view.controls, id=ids.CONTROLS, className="zoom"), range_form()], className="row"),
            ],
            className="toolbar",
            **attrs(aria_label="Search, filters and zoom"),
        ),
        html.Figure(
            [
                html.Div(graph, className="chart-box", tabIndex="0", role="group", **labelled),
                html.Span(view.label, id=ids.CHART_LABEL, className="visually-hidden"),
                html.Figcaption(view.caption, id=ids.CAPTION),
            ],
            className="figure",
        ),
        html.Div(view.tray, id=ids.TRAY, className="tray"),
        html.Aside(view.panel, id=ids.PANEL, className="panel", **attrs(aria_label="The chosen event or gap")),
        live_region(ids.SAID),
        dcc.Store(id=ids.DRAWN, storage_type="memory", data={}),
        html.Section(
            view.table, id=ids.TABLE, className="table-box", tabIndex="-1", **attrs(aria_label="Events in view")
        ),
    ]


def timeline_view(book: CaseBook, case: str, state: ViewState, words: str, settings: Settings) -> TimelineView:
    """Everything of the page that follows from the view."""
    event = book.event_by_id.get(state.event or "")
    gap = book.gap_by_id.get(state.gap or "")
    chosen = selected(book, state, words)
    keep = {event.id} if event else set(gap.events + gap.against) if gap else set()
    drawing = layout(book, chosen, settings.marks_in_view, settings.always_on_marks, frozenset(keep))
    at = page_of(chosen, event.id, settings.rows_per_page) if event and state.page == 1 else None
    page = table_page(book, chosen, at or state.page, settings.rows_per_page)
    if event is not None:
        panel = event_panel(book, case, state, event)
    else:
        panel = gap_panel(book, case, state, gap) if gap is not None else empty_panel()
    said = summary(chosen, drawing)
    return TimelineView(
        figure=timeline_figure(book, drawing, event=event.id if event else None, gap=gap.id if gap else None),
        label=f"Timeline by agency. {said} The same events follow in the table.",
        caption=[html.P(said), *_outside(book, case, state, chosen)],
        controls=zoom_bar(book, case, state, chosen.first, chosen.last),
        filters=filter_bar(book, case, state, words),
        panel=panel,
        tray=_tray(book, case, state, chosen),
        table=event_table(book, case, state, page),
        said=said,
    )


def summary(chosen: Selection, drawing: Drawing) -> str:
    """One or two sentences on what is drawn and what is not."""
    window = in_words(When(start=chosen.first, end=chosen.last))
    total = counted(drawing.in_view, "event")
    if drawing.unit is None:
        drawn = f"{total} drawn singly" if not drawing.stacked else (
            f"{drawing.singly:,} of {total} drawn singly, {drawing.stacked:,} gathered under a number"
        )  # fmt: skip
    else:
        drawn = f"{total} as totals by {drawing.unit}; {drawing.singly:,} of them, cited by gaps, also drawn singly"
    gaps = counted(drawing.gaps_drawn, "gap") + " shown"
    more = f" {counted(drawing.gaps_undated, 'gap')} without dates: see Gaps." if drawing.gaps_undated else ""
    noon = " Events without a clock time stand at noon." if (chosen.last - chosen.first).days < NOON_DAYS else ""
    undated = f" {counted(len(chosen.undated), 'undated event')} below the chart." if chosen.undated else ""
    return f"{window}: {drawn}; {gaps}.{undated}{more}{noon}"


def _outside(book: CaseBook, case: str, state: ViewState, chosen: Selection) -> list[Component]:
    """Says how many events the filters let through lie outside the window."""
    outside = len(chosen.dated) - len(chosen.in_view)
    if not outside:
        return []
    first, last = book.span
    link = nav_link("Show the whole case", address(case, "timeline", state.but(first=first, last=last)))
    return [html.P([f"{counted(outside, 'event')} before or after this window. ", link])]


def _tray(book: CaseBook, case: str, state: ViewState, chosen: Selection) -> list[Component]:
    if not chosen.undated:
        return []
    items = [
        html.Li([event_link(book, case, state, e), " ", html.Span(f"“{clipped(e.quote, 80)}”", className="muted")])
        for e in chosen.undated[:TRAY_LINKS]
    ]
    more = len(chosen.undated) - len(items)
    if more > 0:
        items.append(html.Li(f"and {more:,} more, at the end of the table"))
    head = html.Summary([html.Strong(f"Undated ({len(chosen.undated):,})"), " kept here because no date could be read"])
    return [html.Details([head, html.Ul(items, className="plain-list")])]


def _no_events(book: CaseBook, case: str) -> list[Component]:
    if book.case.sources:
        text = "The files supplied were read, and no event was found in them. Sources says what became of every row."
        link = nav_link("See the sources", address(case, "sources"), class_name="button")
    else:
        text = "This case has no files yet. Bring in what the agencies sent, and the timeline is drawn here."
        link = nav_link("Add chronologies", address(case, "bring-in"), class_name="button primary")
    return [html.Div([html.P(text), link], className="empty-state")]
