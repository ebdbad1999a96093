"""The page of sources: what became of every row of every file."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import Children, attrs, hidden, nav_link, notice
from dashboard.components.empty import no_files
from dashboard.query import Query
from dashboard.routes import address
from ingest.mapping import COLUMN_LABELS
from model.case import Problem, RowCount, Source

COLUMNS = ("File", "Agency", "Rows", "Read as entries", "Not read", "Other rows", "Notes")
PROBLEMS_OPEN = 6  # lists longer than this start folded


def sources_page(book: CaseBook, case: str) -> list[Component]:
    """The page's body."""
    add = nav_link("Bring in more files", address(case, "bring-in"), class_name="button")
    if not book.case.sources:
        return [html.H1("Sources"), *no_files(book, case, "every row of every file is accounted for here")]
    unread = sum(s.count.warned for s in book.case.sources)
    head = html.Thead(html.Tr([html.Th(c, scope="col") for c in COLUMNS]))
    files, events = len(book.case.sources), len(book.case.events)
    caption = html.Caption(
        f"{words.counted(files, 'file')}, {words.counted(len(book.case.entries), 'entry', 'entries')}, "
        f"{words.counted(events, 'event')} read in them"
    )
    table = html.Table(
        [caption, head, html.Tbody([_row(book, case, s) for s in book.case.sources])], className="sources"
    )
    body: list[Component] = [html.H1("Sources")]
    if unread:
        body.append(
            notice(
                "They are named below with their place, so that they can be looked at in the file itself.",
                title=f"{words.counted(unread, 'row')} could not be read",
            )
        )
    body += [
        html.P("Every row of every file is accounted for: it was read as an entry, or it is a heading, a blank row, "
               "page furniture or a key, or it is named as not read."),
        html.Div(table, className="table-scroll", tabIndex="0", role="group", **attrs(aria_label="Table of sources")),
        html.Div(add, className="actions"),
    ]  # fmt: skip
    message = html.Div(id=ids.UPLOAD_MESSAGE, className="upload-message", role="status")
    return [*body, message, *(_details(case, s) for s in book.case.sources)]


def other_rows(count: RowCount) -> str:
    """The rows that are no entries, in words: "1 heading, 2 blank"."""
    named = (
        (count.headers, "heading", "headings"),
        (count.sections, "section", "sections"),
        (count.keys, "key row", "key rows"),
        (count.blank, "blank", "blank"),
        (count.furniture, "furniture", "furniture"),
    )
    return ", ".join(words.counted(n, one, many) for n, one, many in named if n) or "none"


def _row(book: CaseBook, case: str, source: Source) -> Component:
    count = source.count
    name = nav_link(source.file, address(case, "source") + Query(pick=source.id).text())
    return html.Tr(
        [
            html.Th([name, html.Div(source.reader.upper(), className="muted")], scope="row"),
            html.Td(book.label(source.agency), **attrs(data_label="Agency")),
            html.Td(f"{count.rows:,}", className="number", **attrs(data_label="Rows")),
            html.Td(f"{count.entries:,}", className="number", **attrs(data_label="Read as entries")),
            html.Td(f"{count.warned:,}", className="number", **attrs(data_label="Not read")),
            html.Td(other_rows(count), **attrs(data_label="Other rows")),
            html.Td(words.counted(len(source.problems), "note") if source.problems else "none",
                    **attrs(data_label="Notes")),
        ]
    )  # fmt: skip


def _details(case: str, source: Source) -> Component:
    parts: list[Component] = [html.H2(source.file)]
    if source.key:
        pairs = ", ".join(f"{initials}: {who}" for initials, who in source.key)
        parts.append(html.P(["The file's own key: ", pairs]))
    if source.columns:
        said = ", ".join(f"{title}: {COLUMN_LABELS.get(field, field).lower()}" for title, field in source.columns)
        parts.append(html.P(["Columns as you said them: ", said]))
    if source.problems:
        items = html.Ul([problem_item(p) for p in source.problems], className="plain-list problems")
        said = f"{words.counted(len(source.problems), 'note')} on how it was read"
        parts.append(html.Details([html.Summary(said), items], open=len(source.problems) <= PROBLEMS_OPEN))
    return html.Section([*parts, *_changes(case, source)], className="card")


def _changes(case: str, source: Source) -> list[Component]:
    """Ways to have the file read otherwise, or to take it out. `assets/bringin.js` sends them."""
    to = attrs(data_act=f"/bring-in/{case}", data_source=source.id, data_next=address(case, "bring-in"))
    of = hidden(f" of {source.file}")
    change = html.Button(["Change agency or columns", of], className="button small", type="button",
                         **to, **attrs(data_action="open"))  # fmt: skip
    remove = html.Button(["Yes, take it out", hidden(f": {source.file}")], className="button small", type="button",
                         **to, **attrs(data_action="remove"))  # fmt: skip
    text = (
        "The file and everything read in it leave the case; gaps are worked out anew. What reviewers decided about it "
        "stays in the log, and holds again if the same file is added again."
    )
    ask = html.Details(
        [html.Summary(["Take it out of the case", hidden(f": {source.file}")]),
         html.Div([html.P(text), remove], className="danger")]
    )  # fmt: skip
    return [html.Div(change, className="actions"), ask]


def problem_item(problem: Problem) -> Component:
    """One note on a file: what, where, the words, what was probably meant."""
    place = f"{words.place(problem.place)}: " if problem.place else ""
    parts: list[Children] = [html.Strong(place[:1].upper() + place[1:]), problem.text]
    if problem.quote:
        parts += [" In the file: ", html.Q(words.clipped(problem.quote, 200))]
    if problem.suggestion:
        parts += [f" Suggestion: {problem.suggestion.rstrip('.')}."]
    if problem.row_unread:
        parts += [html.Span(" Row not read.", className="tag tag-notice")]
    return html.Li(parts)
