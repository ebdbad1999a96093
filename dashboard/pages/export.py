"""The page Export: choose what goes in, then take a document in the format you need.

CaseBook  ->  export_page: the choice as fields, and a link for each document and format (made by `callbacks.export`)
"""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, hidden, text_field
from dashboard.components.choices import pick_one, pick_some
from dashboard.exports.documents import DATA, DATA_TITLE, DOCUMENTS, FORMATS, WHOLE
from dashboard.exports.options import (
    DEFAULT_GAPS,
    DEFAULT_WIDTH,
    GAP_CHOICES,
    NAME_CHOICES,
    PAPERS,
    PICTURE_WIDTHS,
    WORDS,
    ExportOptions,
)
from model.names import KINDS

NOTES: Final = {"notes": "Reviewers' notes and reasons"}

_WIDTHS: Final = {str(width): name for width, name in PICTURE_WIDTHS.items()}


def export_page(book: CaseBook, case: str) -> list[Component]:
    """The page's body."""
    if not book.case.entries:
        return [html.H1("Export"), html.P("This case has no entries yet, so there is nothing to export.")]
    return [
        html.H1("Export"),
        html.P(
            "What you take out holds sensitive records. Keep it where the case may be kept, and delete it when it is "
            "no longer needed. Choose pseudonyms where names should stay here (see the page Names), summaries where "
            "the words themselves should."
        ),
        html.Div([_period(), *_lists(book), *_style()], className="form"),
        html.H2("Documents"),
        html.Div(id=ids.EXPORT_SAID, role="status", className="form-said"),
        html.Div(links(case, ExportOptions()), id=ids.EXPORT_LINKS),
    ]


def links(case: str, options: ExportOptions) -> list[Component]:
    """A link for every document and format, with the choice in its address."""
    query = options.query()
    tail = f"?{query}" if query else ""
    printed = html.A("Open the page for paper", href=f"/print/{case}{tail}", className="button small", target="_blank")
    rows: list[Component] = [
        html.Div([html.H3("Print"), html.P("All of it for the browser's own print: cover, timeline in pages, gaps, "
                                           "chronology, sources, log."), printed])
    ]  # fmt: skip
    for name, document in DOCUMENTS.items():
        made = [_link(case, name, kind, document.title, tail) for kind in document.writers]
        rows.append(html.Div([html.H3(document.title), html.Div(made, className="actions")]))
    names = ExportOptions(pseudonyms=options.pseudonyms, shifted=options.shifted).query()
    whole = [_link(case, DATA, kind, DATA_TITLE, f"?{names}" if names else "") for kind in WHOLE]
    return [*rows, html.Div([html.H3(DATA_TITLE), html.Div(whole, className="actions")])]


def _link(case: str, name: str, kind: str, title: str, tail: str) -> Component:
    return html.A(
        [FORMATS[kind], hidden(f" {title}")],
        href=f"/export/{case}/{name}/{kind}{tail}",
        className="button small",
        download=f"{name}.{kind}",
    )


def _period() -> Component:
    return html.Div(
        [
            text_field("From", _day(ids.EXPORT_FROM), "dd/mm/yyyy; empty for all"),
            text_field("To", _day(ids.EXPORT_TO), "Entries without a date are always kept"),
        ],
        className="actions",
    )


def _day(id_: str) -> Component:
    return dcc.Input(id=id_, className="input date", maxLength=10, autoComplete="off")


def _lists(book: CaseBook) -> list[Component]:
    agencies = {entry.agency: book.label(entry.agency) for entry in book.case.entries}
    present = {kind: name for kind, name in KINDS.items() if book.kind_counts.get(kind)}
    return [
        _group("Agencies", _checks(ids.EXPORT_AGENCIES, agencies, list(agencies), "Agencies")),
        _group("Kinds (none for all)", _checks(ids.EXPORT_KINDS, present, [], "Kinds")),
        _group("Gaps", _checks(ids.EXPORT_GAPS, GAP_CHOICES, list(DEFAULT_GAPS), "Gaps")),
    ]


def _style() -> list[Component]:
    return [
        _group("Notes", _checks(ids.EXPORT_NOTES, NOTES, ["notes"], "Notes")),
        _group("Words", _one(ids.EXPORT_WORDS, WORDS, "source", "Words")),
        _group("Paper", _one(ids.EXPORT_PAPER, PAPERS, "A4", "Paper")),
        _group("Names", _one(ids.EXPORT_NAMES, NAME_CHOICES, "names", "Names")),
        _group("Width of a PNG", _one(ids.EXPORT_WIDTH, _WIDTHS, str(DEFAULT_WIDTH), "Width of a PNG")),
    ]


def _group(name: str, inside: Component) -> Component:
    return html.Div([html.Span(name, className="label-text", **attrs(aria_hidden="true")), inside], className="field")


def _checks(id_: str, names: dict[str, str], value: list[str], label: str) -> Component:
    return pick_some(id_, list(names.items()), value, label=label)


def _one(id_: str, names: dict[str, str], value: str, label: str) -> Component:
    return pick_one(id_, list(names.items()), label=label, chosen=value)
