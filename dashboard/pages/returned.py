"""The page of what was changed in a chronology in Word: each change with old and new, to be accepted or left.

CaseBook + Returned documents  ->  returned_page  ->  a table a document, with a tick for each change
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, hidden, nav_link, tag
from dashboard.components.edit_fields import form_around, submit, tick
from dashboard.returned.compare import compare
from dashboard.returned.proposal import SORTS, Comparison, Proposal
from dashboard.routes import address
from ingest.returned import Returned

ACT = "returned"
HEADS = ("", "Row", "Part", "In the case", "In the document")


def returned_frame(book: CaseBook, case: str, documents: Sequence[tuple[str, Returned]]) -> list[Component]:
    """The page when it is first shown."""
    return [html.Div(returned_page(book, case, documents), id=ids.RETURNED_BODY)]


def returned_page(book: CaseBook, case: str, documents: Sequence[tuple[str, Returned]]) -> list[Component]:
    """The page's body, drawn anew after every decision."""
    bring_in = nav_link("Bring in", address(case, "bring-in"), class_name="button")
    if not documents:
        return [
            html.H1("Changes from Word"),
            html.P(
                "Bring in a chronology that was exported from this case and edited in Word: its changes are listed "
                "here. They are kept until Casethread is started again; nothing is in the case until you accept it."
            ),
            html.Div([bring_in], className="actions"),
        ]
    parts: list[Component] = [
        html.H1("Changes from Word"),
        html.P("Nothing of these is in the case until you accept it. What an agency wrote is never altered: changed "
               "words are kept as a note. Every change that you accept stands in the log and can be undone."),
    ]  # fmt: skip
    for name, returned in documents:
        parts += _document(name, compare(book, returned, name), returned)
    return parts


def _document(name: str, compared: Comparison, returned: Returned) -> list[Component]:
    count = words.counted(len(compared.proposals), "change")
    head: list[Component] = [html.H2(name), *(html.P(line, className="muted") for line in compared.said)]
    if not compared.proposals:
        return [*head, html.P("No change is left: the case says what the document says, or nothing was changed.")]
    rows = [_row(p) for p in compared.proposals]
    titles = html.Tr([html.Th(tick("", "", said="Tick all", every="proposals")), *_heads()])
    table = html.Table(
        [
            html.Caption(f"{count}, {len(compared.open):,} of them can be accepted here"),
            html.Thead(titles),
            html.Tbody(rows),
        ],
        className="events review-table",
    )
    actions = [
        submit("Accept ticked", primary=True, key="returned-accept"),
        submit("Put this document away", value="away", key="returned-away"),
    ]
    return [*head, form_around(ACT, [table], actions, name=f"Changes in {name}", on=name)]


def _heads() -> list[Component]:
    return [html.Th(title, scope="col") for title in HEADS[1:]]


def _row(proposal: Proposal) -> Component:
    said = f"Tick: {proposal.where}, {proposal.what}"
    box = tick("proposals", proposal.id, said=said) if proposal.form else hidden("Only told")
    note = [html.Div(proposal.note, className="muted")] if proposal.note else []
    tracked = [tag("Tracked change")] if proposal.tracked else []
    return html.Tr(
        [
            html.Td(box),
            html.Th([html.Div(SORTS[proposal.sort]), html.Div(proposal.where, className="muted")], scope="row"),
            html.Td([proposal.what, *tracked], **attrs(data_label="Part")),
            html.Td(html.Div(proposal.old, className="note"), **attrs(data_label="In the case")),
            html.Td([html.Div(proposal.new, className="note"), *note], **attrs(data_label="In the document")),
        ]
    )
