"""The page Names: what can identify, what is shown in its place, and what may still tell.

    PseudonymTable  ->  names_page  ->  the rows in pages, by sort; each accepted, changed or left; one added by hand
    "?show=residual"  ->  what a person should still look at

While names are hidden the page shows none: the table is the key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.components.basic import attrs, notice, tag, text_field
from dashboard.components.edit_fields import buttons, form, select, short_text, submit
from dashboard.components.paging import choices, paged, pager
from dashboard.naming import ALL
from dashboard.query import Query
from dashboard.words import counted
from ingest.identifiers.residual import Residual
from model.pseudonyms import Identifier, PseudonymTable, kind_title
from model.pseudonyms.table import KINDS_BY_HAND, key_of

PER_PAGE: Final = 40
STATUS: Final = {"proposed": "Proposed", "accepted": "Accepted", "edited": "By hand", "left": "Left as it is"}
COLUMNS: Final = ("In the records", "Shown as", "Sort", "Found", "Status", "Change")
RESIDUAL: Final = "residual"
INTRO: Final = (
    "Everything in this table is replaced when names are hidden, also what nobody has looked at yet. Not everything "
    "that can identify is found by a program: look through the list, add what is missing, and read what is sent "
    "before it is sent."
)
HIDDEN: Final = (
    "Names are hidden in this window, and the table would show them. To review it, choose “As written” at the top of "
    "the page."
)


def names_page(
    case: str, table: PseudonymTable, query: Query, still: Callable[[], Sequence[Residual]], wanted: str = ""
) -> list[Component]:
    """The page's body. `still` works out what may still tell, when it is asked for; `wanted` is searched for."""
    head: list[Component] = [html.H1("Names"), html.P(INTRO)]
    if query.show == RESIDUAL:
        return [*head, _sorts(case, table, query), *_residual(still())]
    return [
        *head,
        html.Div(
            [
                form("names-accept", ALL, [submit("Accept all that is proposed", primary=True, key="accept-all")]),
                form("names-find", "", [submit("Look once more", key="names-find")]),
            ],
            className="actions",
        ),
        _sorts(case, table, query),
        text_field(
            "Search this table",
            dcc.Input(id=ids.NAMES_SEARCH, className="input", maxLength=80, autoComplete="off", value=wanted,
                      debounce=True),
            "A name or a pseudonym; Enter",
            "names-search",
        ),
        html.Div(names_table(case, table, query, wanted), id=ids.NAMES_TABLE),
        html.H2("Add what was not found"),
        form(
            "names-add",
            "",
            [
                short_text("As it stands in the records", "words"),
                short_text("Shown as", "replacement", hint="Empty: the next free one"),
                select("Sort", "kind", {k: kind_title(k) for k in KINDS_BY_HAND}, "person"),
                submit("Add", primary=True, key="names-add"),
            ],
            name="Add a name",
            class_name="one",
        ),
        html.H2("Dates and the key"),
        html.P(
            "Dates move by one secret number of whole weeks where that is chosen. The table and that number are the "
            "key: they are in no export. “casethread pseudonyms CASE --key FILE” writes them to an encrypted file."
        ),
        form("names-shift", "", [submit("Draw another number of weeks", key="names-shift")]),
    ]  # fmt: skip


def names_hidden() -> list[Component]:
    """The page while names are hidden."""
    return [html.H1("Names"), notice(HIDDEN, quiet=True)]


def _sorts(case: str, table: PseudonymTable, query: Query) -> Component:
    counts = Counter(row.kind for row in table.rows)
    options = [("", f"All {len(table.rows):,}", query.but(show="").text())]
    options += [(k, f"{kind_title(k)} {n:,}", query.but(show=k).text()) for k, n in counts.items()]
    options.append((RESIDUAL, "What may still identify", query.but(show=RESIDUAL).text()))
    return choices(case, "names", options, query.show, "Show")


def names_table(case: str, table: PseudonymTable, query: Query, wanted: str = "") -> list[Component]:
    """The rows of the sort and the search, in pages."""
    rows = [r for r in table.rows if query.show in ("", r.kind) and _matches(r, wanted)]
    if not rows:
        return [html.P("No row fits. Look once more after files are added, or add a name below.", className="empty")]
    here, page, pages = paged(rows, query.page, PER_PAGE)
    caption = html.Caption(f"{counted(len(rows), 'row')}, people first")
    head = html.Thead(html.Tr([html.Th(c, scope="col") for c in COLUMNS]))
    body = html.Tbody([_row(r) for r in here])
    made = html.Table([caption, head, body], className="people-table names-table stacked")
    box = html.Div(made, className="table-scroll", tabIndex="0", role="group", **attrs(aria_label="Table of names"))
    return [box, *pager(case, "names", lambda n: query.but(page=n).text(), page, pages)]


def _matches(row: Identifier, wanted: str) -> bool:
    words = " ".join(key_of(wanted))
    texts = (row.original, row.replacement, *row.forms)
    return not words or any(words in " ".join(key_of(text)) for text in texts)


def _row(row: Identifier) -> Component:
    others = [f for f in row.forms if f != row.original][:6]
    also: list[Any] = [html.Div("also " + ", ".join(others), className="muted")] if others else []
    places = "; ".join(row.where[:2])
    return html.Tr(
        [
            html.Th([html.Span(row.original), *also], scope="row"),
            html.Td(row.replacement if row.applied else "as it is", **attrs(data_label="Shown as")),
            html.Td(kind_title(row.kind), **attrs(data_label="Sort")),
            html.Td([counted(row.count, "time"), html.Div(places, className="muted")], **attrs(data_label="Found")),
            html.Td(tag(STATUS[row.status]), **attrs(data_label="Status")),
            html.Td(_change(row), **attrs(data_label="Change")),
        ]
    )


def _change(row: Identifier) -> Component:
    said = f": {row.original}"
    acts = [submit("Keep", key=f"set-{row.id}", said=said)]
    if row.status == "proposed":
        acts.append(submit("Accept", act="names-accept", key=f"accept-{row.id}", said=said))
    acts.append(
        submit("Leave as it is", act="names-leave", key=f"leave-{row.id}", said=said)
        if row.applied
        else submit("Replace it", act="names-hide", key=f"hide-{row.id}", said=said)
    )
    shown = short_text("Shown as", "replacement", row.replacement, size="short")
    return form("names-set", row.id, [shown, buttons(*acts)], name=f"Change {row.original}", key=row.replacement)


def _residual(found: Sequence[Residual]) -> list[Component]:
    if not found:
        return [html.P("Nothing more was found. That is no proof: read what is sent.", className="empty")]
    head = html.Thead(html.Tr([html.Th(c, scope="col") for c in ("Words", "Times", "Where", "Why it is listed")]))
    body = html.Tbody(
        [
            html.Tr(
                [
                    html.Th(r.words, scope="row"),
                    html.Td(f"{r.count:,}", **attrs(data_label="Times")),
                    html.Td("; ".join(r.where), **attrs(data_label="Where")),
                    html.Td(r.why, **attrs(data_label="Why it is listed")),
                ]
            )
            for r in found
        ]
    )
    caption = html.Caption(f"{counted(len(found), 'thing')} to look at, with names hidden and dates as written")
    table = html.Table([caption, head, body], className="people-table stacked")
    return [
        html.Div(table, className="table-scroll", tabIndex="0", role="group", **attrs(aria_label="What may still tell"))
    ]
