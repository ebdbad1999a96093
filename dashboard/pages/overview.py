"""The overview of a case: sentences, lanes in small, counts, and how good the material is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import Children, attrs, nav_link, notice
from dashboard.components.empty import no_files
from dashboard.config import GRAPH_CONFIG, Settings
from dashboard.figures.timeline import timeline_figure
from dashboard.lod import layout
from dashboard.routes import address
from dashboard.selection import selected
from dashboard.summary import AgencyLine, Summary, summarise
from dashboard.urlstate import ViewState
from model.case import Gap
from model.names import KINDS
from model.when import When, in_words

KINDS_SHOWN = 8  # of events, before the rest is one number
SINGLE_SHOWN = 6  # gaps that rest on one entry, before the list folds
COLUMNS = (
    "Agency", "Files", "Entries", "From", "To", "Longest time without an entry", "Rows not read", "Day in doubt",
    "No date", "Events no other file tells of",
)  # fmt: skip


def overview_page(book: CaseBook, case: str, settings: Settings) -> list[Component]:
    """The page's body."""
    if not book.case.sources:
        return [html.H1("Overview"), *no_files(book, case, "the overview is written here")]
    summary = summarise(book)
    actions = [
        nav_link("Open the timeline", address(case), class_name="button primary"),
        nav_link("See the gaps", address(case, "gaps"), class_name="button"),
    ]
    return [
        html.H1("Overview"),
        html.Section(
            [html.P(" ".join(summary.sentences), className="lead"), html.Div(actions, className="actions")],
            className="summary",
            **attrs(aria_label="Summary"),
        ),
        _lanes(book, case, settings),
        html.Div([_gaps(summary, case), _kinds(summary, case)], className="two"),
        *_quality(summary),
        *_single(book, summary.single, case),
        *_not_judged(book),
    ]


def _lanes(book: CaseBook, case: str, settings: Settings) -> Component:
    """All lanes folded, over the whole case: the same chart as the timeline's, in small."""
    first, last = book.home
    state = ViewState(first=first, last=last, fold=tuple(a.id for a in book.lanes), hide=("links", "holidays"))
    chosen = selected(book, state)
    drawing = layout(book, chosen, settings.marks_in_view, settings.always_on_marks, state=state)
    figure = timeline_figure(book, drawing, hide=state.hide)
    window = in_words(When(start=first, end=last))
    said = (
        f"{window}: bars count events by {_unit(drawing.lanes)}; patterned strips are gaps. "
        "Select one to open it on the timeline."
    )
    graph = dcc.Graph(
        id=ids.SMALL_CHART, config=cast(Any, GRAPH_CONFIG), className="chart", figure=figure, clear_on_unhover=True
    )
    name = attrs(aria_label=f"Lanes in small. {said} The table of agencies below tells the same.")
    inside = html.Div(graph, className="chart-box", tabIndex="0", role="group", **name)
    return html.Figure([inside, html.Figcaption(html.P(said))], className="figure small-lanes")


def _unit(lanes: Sequence[Any]) -> str:
    days = [(b.last - b.first).days for lane in lanes for b in lane.bars]
    longest = max(days, default=0)
    return next(name for most, name in ((0, "day"), (6, "week"), (30, "month"), (92, "quarter"), (400, "year"))
                if longest <= most)  # fmt: skip


def _gaps(summary: Summary, case: str) -> Component:
    items = [
        html.Li([nav_link(words.gap_kind_name(k), address(case, "gaps", ViewState(gaps=(k,)))), _count(n)])
        for k, n in summary.gap_kinds
    ]
    body = html.Ul(items, className="count-list") if items else html.P("No gap was found by the rules that ran.")
    return html.Section([html.H2("Gaps by kind"), body])


def _kinds(summary: Summary, case: str) -> Component:
    shown, rest = summary.event_kinds[:KINDS_SHOWN], summary.event_kinds[KINDS_SHOWN:]
    items = [
        html.Li([nav_link(KINDS.get(k, k), address(case, "timeline", ViewState(kinds=(k,)))), _count(n)])
        for k, n in shown
    ]
    if rest:
        items.append(html.Li([f"{len(rest)} other types", _count(sum(n for _, n in rest))]))
    return html.Section([html.H2("Events by type"), html.Ul(items, className="count-list")])


def _count(number: int) -> Component:
    return html.Span(f"{number:,}", className="number")


def _quality(summary: Summary) -> list[Component]:
    head = html.Thead(html.Tr([html.Th(c, scope="col") for c in COLUMNS]))
    body = html.Tbody([_line(line) for line in summary.agencies])
    caption = html.Caption(
        "What each agency's files hold. An agency can be judged only on the days that its files cover."
    )
    table = html.Table([caption, head, body], className="sources quality", role="table")
    return [
        html.H2("Quality of the material"),
        html.Div(table, className="table-scroll", tabIndex="0", role="group",
                 **attrs(aria_label="Quality of the material by agency")),
    ]  # fmt: skip


def _line(line: AgencyLine) -> Component:
    silent: Children = "none"
    if line.silent is not None:
        days, first, last = line.silent
        silent = f"{words.counted(days, 'day')}, {in_words(When(start=first, end=last))}"
    share = f"{line.alone:,} of {line.events:,}"
    cells = (
        f"{line.files:,}", f"{line.entries:,}", in_words(When.on(line.first)) if line.first else "not known",
        in_words(When.on(line.last)) if line.last else "not known", silent, f"{line.rows_unread:,}",
        f"{line.doubtful:,}", f"{line.undated:,}", share,
    )  # fmt: skip
    return html.Tr(
        [
            html.Th(line.agency.label, scope="row"),
            *(html.Td(cell, **attrs(data_label=name)) for cell, name in zip(cells, COLUMNS[1:], strict=True)),
        ]
    )


def _single(book: CaseBook, gaps: Sequence[Gap], case: str) -> list[Component]:
    if not gaps:
        return []
    items = [
        html.Li(
            [
                nav_link(gap.title, address(case, "timeline", ViewState(gap=gap.id))),
                html.Div([words.gap_kind(gap), ", ", words.listed(map(book.label, gap.agencies))], className="muted"),
            ]
        )
        for gap in gaps
    ]  # fmt: skip
    shown: list[Component] = [html.Ul(items[:SINGLE_SHOWN], className="plain-list")]
    if len(items) > SINGLE_SHOWN:
        rest = html.Ul(items[SINGLE_SHOWN:], className="plain-list")
        shown.append(html.Details([html.Summary(f"{len(items) - SINGLE_SHOWN} more"), rest]))
    text = "If that entry was read wrongly, the gap goes with it. Look at its source row first."
    return [html.H2("Gaps that rest on one entry"), html.P(text), *shown]


def _not_judged(book: CaseBook) -> list[Component]:
    found = book.findings.not_judged
    if not found:
        return []
    body = html.Ul([html.Li(text) for text in found])
    title = f"{words.counted(len(found), 'rule')} could not be judged"
    return [html.H2("What could not be judged"),
            notice(html.Details([html.Summary("Which, and why"), body]), title=title, quiet=True)]  # fmt: skip
