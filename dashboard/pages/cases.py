"""The list of cases, and the form for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.components.basic import nav_link, text_field
from dashboard.library import CaseCard
from dashboard.routes import address
from dashboard.words import counted


def cases_page(cards: Sequence[CaseCard], *, can_add: bool, example: bool) -> list[Component]:
    """The page's body: the cases, or how to begin where there are none."""
    body: list[Component] = []
    if cards:
        body.append(html.Ul([html.Li(_card(c)) for c in cards], className="cases"))
    else:
        body.append(
            html.P(
                "There is no case here yet. A case is one child safeguarding review: the chronologies that the "
                "agencies sent, read into one timeline. Everything stays on this computer.",
                className="lead",
            )
        )
    actions: list[Component] = []
    if can_add and not cards:
        actions.append(html.A("Add chronologies", href="#new-case", className="button primary"))
    if example:
        actions.append(html.Button("Open the worked example", id=ids.EXAMPLE_GO, className="button", type="button"))
    if actions:
        body.append(html.Div([*actions, html.Div(id=ids.EXAMPLE_NOTE, role="status")], className="actions"))
    return body + ([_form()] if can_add else [])


def _card(card: CaseCard) -> Component:
    if card.locked:
        return html.Article(
            [
                html.H2(html.A(card.title, href=f"/unlock/{card.key}")),
                html.P("Encrypted. Give its passphrase to open it.", className="muted"),
            ],
            className="card case-card",
        )
    if card.problem:
        return html.Article(
            [html.H2(card.title), html.P(card.problem, className="field-error"), html.P(card.file, className="muted")],
            className="card",
        )
    numbers = (
        f"{counted(card.files, 'file')} from {counted(card.agencies, 'agency', 'agencies')}, "
        f"{counted(card.events, 'event')}"
        if card.files
        else "No files yet"
    )
    page = "overview" if card.files else "bring-in"
    return html.Article(
        [
            html.H2(nav_link(card.title, address(card.key, page))),
            html.P(card.subject) if card.subject else html.Div(),
            html.P(numbers, className="muted"),
            *([html.P(card.kept, className="field-error")] if card.kept else []),
            html.A("Keeping this case", href=f"/keeping/{card.key}"),
        ],
        className="card case-card",
    )


def _form() -> Component:
    birth = html.Fieldset(
        [
            html.Legend("Date of birth"),
            html.Span("For example 9 2 2021. May be left empty", className="hint"),
            html.Div(
                [
                    text_field("Day", _input(ids.NEW_DAY, "two", 2, numeric=True)),
                    text_field("Month", _input(ids.NEW_MONTH, "two", 9)),
                    text_field("Year", _input(ids.NEW_YEAR, "four", 4, numeric=True)),
                ],
                className="date-fields",
            ),
        ]
    )
    fields = [
        text_field("Title", _input(ids.NEW_TITLE, "wide", 120), "A reference rather than a name, such as Review 7"),
        text_field(
            "Subject child", _input(ids.NEW_SUBJECT, "wide", 120), "As the files call the child. May be left empty"
        ),
        birth,
        html.Div(id=ids.NEW_ERROR, className="field-error", role="alert"),
        html.Button("Make the case and add chronologies", id=ids.NEW_GO, className="button primary", type="button"),
    ]
    return html.Section(
        [html.H2("Start a new case", id="new-case"), html.Div(fields, id=ids.NEW_FORM, className="form")],
        className="new-case",
    )


def _input(id_: str, size: str, most: int, *, numeric: bool = False) -> Component:
    more: Any = {"inputMode": "numeric"} if numeric else {}
    return dcc.Input(id=id_, className=f"input {size}", maxLength=most, autoComplete="off", **more)
