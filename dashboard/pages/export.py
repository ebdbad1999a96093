"""The page Export: choose what goes in, then take a document in the format you need.

CaseBook  ->  export_page: the choice as fields, and a link for each document and format (made by `callbacks.export`)
"""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, hidden, text_field
from dashboard.exports.documents import DOCUMENTS, FORMATS
from dashboard.exports.options import DEFAULT_GAPS, GAP_CHOICES, PAPERS, WORDS, ExportOptions
from model.names import KINDS


def export_page(book: CaseBook, case: str) -> list[Component]:
    """The page's body."""
    if not book.case.entries:
        return [html.H1("Export"), html.P("This case has no entries yet, so there is nothing to export.")]
    return [
        html.H1("Export"),
        html.P(
            "What you take out holds sensitive records. Keep it where the case may be kept, and delete it when it is "
            "no longer needed. Names are not replaced: choose summaries where the words themselves should stay here."
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
    rows: list[Component] = []
    for name, document in DOCUMENTS.items():
        made = [
            html.A(
                [FORMATS[kind], hidden(f" {document.title}")],
                href=f"/export/{case}/{name}/{kind}{tail}",
                className="button small",
                download=f"{name}.{kind}",
            )
            for kind in document.writers
        ]
        rows.append(html.Div([html.H3(document.title), html.Div(made, className="actions")]))
    return rows


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
        _group("Agencies", _checks(ids.EXPORT_AGENCIES, agencies, list(agencies))),
        text_field(
            "Kinds",
            dcc.Dropdown(
                id=ids.EXPORT_KINDS, multi=True, placeholder="All kinds",
                options=[{"label": name, "value": kind} for kind, name in present.items()],
            ),
            "Entries in which one of these was read; empty for all",
            "wide",
        ),
        _group("Gaps", _checks(ids.EXPORT_GAPS, GAP_CHOICES, list(DEFAULT_GAPS))),
    ]  # fmt: skip


def _style() -> list[Component]:
    return [
        _group("Notes", _checks(ids.EXPORT_NOTES, {"notes": "Reviewers' notes and reasons"}, ["notes"])),
        _group("Words", _radios(ids.EXPORT_WORDS, WORDS, "source")),
        _group("Paper", _radios(ids.EXPORT_PAPER, PAPERS, "A4")),
    ]


def _group(name: str, inside: Component) -> Component:
    return html.Div(
        [html.Span(name, className="label-text"), inside], className="field", role="group", **attrs(aria_label=name)
    )


def _options(names: dict[str, str]) -> list[dict[str, str]]:
    return [{"label": name, "value": value} for value, name in names.items()]


def _checks(id_: str, names: dict[str, str], value: list[str]) -> Component:
    return dcc.Checklist(id=id_, options=_options(names), value=value, className="check-list")


def _radios(id_: str, names: dict[str, str], value: str) -> Component:
    return dcc.RadioItems(id=id_, options=_options(names), value=value, className="check-list")
