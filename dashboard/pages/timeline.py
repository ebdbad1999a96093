"""The timeline page: everything in it follows from the view.

CaseBook + ViewState + words  ->  timeline_view  ->  figure, caption, controls, panel, tray, table
timeline_page  ->  the same inside its frame, for the first time the page is shown
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.axis import Axis, axis_of
from dashboard.casebook import CaseBook
from dashboard.comparing import compared
from dashboard.components.arrange import measure_bar
from dashboard.components.basic import Children, attrs, live_region, nav_link
from dashboard.components.compare import compare_table
from dashboard.components.controls import range_form, zoom_bar
from dashboard.components.empty import no_files
from dashboard.components.event_panel import empty_panel, event_link, event_panel
from dashboard.components.event_table import event_table
from dashboard.components.find import filter_menus, filters_in_force, search_form, views_menu
from dashboard.components.gap_card import gap_panel
from dashboard.config import GRAPH_CONFIG, Settings
from dashboard.drawing import Drawing
from dashboard.drawn import fingerprint
from dashboard.figures.backgrounds import holidays_in
from dashboard.figures.timeline import timeline_figure
from dashboard.lod import layout
from dashboard.routes import address
from dashboard.selection import Selection, selected
from dashboard.tables.events import page_of, table_page
from dashboard.urlstate import ViewState
from dashboard.words import clipped, counted
from model.case import SavedView
from model.when import When, in_words

NOON_DAYS = 3  # in windows shorter than this the hours can be told apart
KEYS = (
    "With the chart in focus: ← and → move, + and − zoom, d, w, m, q, y show a day to a year, 0 the whole case. "
    "The buttons above do the same."
)
FREE_NAMED = 3  # bank holidays of a window that are named under the chart
TRAY_LINKS = 40  # undated events named in the tray; all of them stand in the table


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """What the callback puts on the page."""

    figure: dict[str, Any]
    label: str
    caption: Children
    controls: Children
    chips: Children
    panel: Children
    tray: Children
    table: Children
    said: str
    measure: Children
    compare: Children
    window: tuple[str, str]

    def parts(self) -> dict[str, Any]:
        """Every part by the id of the component that holds it."""
        return {
            ids.CHART: self.figure, ids.CHART_LABEL: self.label, ids.CAPTION: self.caption, ids.CONTROLS: self.controls,
            ids.CHIPS: self.chips, ids.PANEL: self.panel, ids.TRAY: self.tray, ids.TABLE: self.table,
            ids.SAID: self.said, ids.MEASURE: self.measure, ids.COMPARE: self.compare, ids.CHART_WINDOW: self.window,
        }  # fmt: skip


def timeline_page(
    book: CaseBook, case: str, state: ViewState, words: str, views: Sequence[SavedView], settings: Settings
) -> list[Component]:
    """The page as it is first shown; afterwards callbacks change its parts. The menus come when the chart is drawn."""
    if not book.case.events:
        return [html.H1("Timeline"), *no_files(book, case, "the timeline is drawn here")]
    view = timeline_view(book, case, state, words, settings)
    graph = dcc.Graph(
        id=ids.CHART, config=cast(Any, GRAPH_CONFIG), className="chart", figure=view.figure, clear_on_unhover=True
    )
    labelled = attrs(aria_labelledby=ids.CHART_LABEL, aria_describedby=ids.CHART_KEYS)
    return [
        html.H1("Timeline", className="visually-hidden"),
        html.Section(
            [
                html.Div(
                    [
                        search_form(words),
                        html.Div(filter_menus(book, case, state, None), id=ids.FILTERS, className="filters"),
                        html.Div(id=ids.ARRANGE, className="menus"),
                    ],
                    className="row",
                ),
                html.Div(
                    [
                        html.Div(view.controls, id=ids.CONTROLS, className="zoom"),
                        range_form(),
                        html.Div(
                            [
                                html.Span(id=ids.VIEW_SAID, role="status"),
                                html.Div(views_menu(case, views), id=ids.VIEWS),
                            ],
                            className="views-box",
                        ),
                    ],
                    className="row",
                ),
                html.Div(view.chips, id=ids.CHIPS, className="in-force"),
                html.Div(view.measure, id=ids.MEASURE, className="measure", role="status"),
                html.Div(view.compare, id=ids.COMPARE, className="compared-windows"),
            ],
            className="toolbar",
            **attrs(aria_label="Search, filters and zoom"),
        ),
        html.Figure(
            [
                html.Div(graph, className="chart-box", tabIndex="0", role="group", **labelled),
                html.P(KEYS, id=ids.CHART_KEYS, className="chart-keys"),
                html.Span(view.label, id=ids.CHART_LABEL, className="visually-hidden"),
                html.Figcaption(view.caption, id=ids.CAPTION),
            ],
            className="figure",
        ),
        html.Div(view.tray, id=ids.TRAY, className="tray"),
        html.Aside(view.panel, id=ids.PANEL, className="panel", **attrs(aria_label="The chosen event or gap")),
        live_region(ids.SAID),
        dcc.Store(id=ids.CHART_WINDOW, storage_type="memory", data=view.window),
        dcc.Store(id=ids.MENUS_KEY, storage_type="memory", data={}),
        dcc.Store(id=ids.DRAWN, storage_type="memory", data=_drawn(view)),
        html.Section(
            view.table, id=ids.TABLE, className="table-box", tabIndex="-1", **attrs(aria_label="Events in view")
        ),
    ]


def _drawn(view: TimelineView) -> dict[str, str]:
    """What the page has from the start, so that a first decision takes no half-filled form from under the hand."""
    return {name: fingerprint(part) for name, part in view.parts().items() if name != ids.SAID}


def timeline_view(book: CaseBook, case: str, state: ViewState, words: str, settings: Settings) -> TimelineView:
    """Everything of the page that follows from the view."""
    event = book.event_by_id.get(state.event or "")
    gap = book.gap_by_id.get(state.gap or "")
    chosen = selected(book, state, words)
    keep = {event.id} if event else set(gap.events + gap.against) if gap else set()
    drawing = layout(book, chosen, settings.marks_in_view, settings.always_on_marks, frozenset(keep), state)
    axis = axis_of(book, state)
    at = page_of(chosen, event.id, settings.rows_per_page) if event and state.page == 1 else None
    page = table_page(book, chosen, at or state.page, settings.rows_per_page, axis_of(book, state))
    if event is not None:
        panel = event_panel(book, case, state, event)
    else:
        panel = gap_panel(book, case, state, gap) if gap is not None else empty_panel()
    said = summary(chosen, drawing)
    return TimelineView(
        figure=timeline_figure(
            book, drawing, event=event.id if event else None, gap=gap.id if gap else None,
            hits=chosen.hits if state.among else None, axis=axis, hide=state.hide, measure=state.measure,
        ),
        label=f"Timeline by agency{_counted(axis)}. {said} The same events follow in the table.",
        caption=[html.P(said), *_outside(book, case, state, chosen)],
        controls=zoom_bar(book, case, state, chosen.first, chosen.last),
        chips=filters_in_force(book, case, state, words, chosen),
        panel=panel,
        tray=_tray(book, case, state, chosen),
        table=event_table(book, case, state, page, chosen),
        said=said,
        measure=measure_bar(book, case, state),
        compare=compare_table(case, state, compared(book, state, words)),
        window=(chosen.first.isoformat(), chosen.last.isoformat()),
    )  # fmt: skip


def _counted(axis: Axis) -> str:
    return "" if axis.origin is None else f", days counted from {axis.name}"


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
    return f"{window}: {drawn}; {gaps}.{undated}{more}{noon}{_behind(drawing)}"


def _behind(drawing: Drawing) -> str:
    """What stands behind the marks, in words: lines that found no room, bank holidays in a short window."""
    said = ""
    if drawing.joins_left_out:
        said = f" {counted(drawing.joins_left_out, 'line')} between linked records left out: go nearer."
    free = holidays_in(drawing.first, drawing.last)
    if 0 < len(free) <= FREE_NAMED:
        said += " Bank holidays: " + "; ".join(f"{name}, {in_words(When.on(day))}" for day, name in free) + "."
    return said


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
