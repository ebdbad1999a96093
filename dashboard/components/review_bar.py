"""Above every page of a case: who is reviewing, undo, redo, and what was just done.

The name is asked once for a browser session. Undo and redo follow the trail in the case file, not the
page, so they are the same in every window and after a restart.
"""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, nav_link
from dashboard.components.edit_fields import form, lists, short_text, submit
from dashboard.routes import address
from dashboard.tables.trail import in_words
from model.trail import to_redo, to_undo

YOU: Final = "yourself"
PRESENCE_MS: Final = 20_000  # how often the page asks who else is here


def review_bar(
    book: CaseBook, case: str, author: str, *, others: str | None = None, may_edit: bool = True, hidden: bool = False
) -> Component:
    """The whole bar; the live region in it outlives its changes.

    `others` says who else is in the case, on a team's server (None: one person alone); `may_edit` is False for readers.
    With `hidden` no name of a reviewer stands in it.
    """
    here = [] if others is None else [
        html.Div(others, id=ids.PRESENCE, className="presence", role="status", **attrs(aria_live="polite")),
        dcc.Interval(id=ids.PRESENCE_POLL, interval=PRESENCE_MS),
    ]  # fmt: skip
    reading = [] if may_edit else [html.P("You may read this case, not change it.", className="muted")]
    return html.Section(
        [
            *reading,
            html.Div(
                bar_content(book, case, author, named_by_account=others is not None, hidden=hidden),
                id=ids.REVIEW_BAR,
                className="review-bar",
            ),
            html.Div(id=ids.REVIEW_SAID, className="review-said", role="status", **attrs(aria_live="polite")),
            *here,
        ],
        className="review-strip" if may_edit else "review-strip reading",
        **attrs(aria_label="Review", data_lists=lists({a.id: a.label for a in book.lanes})),
    )


def bar_content(
    book: CaseBook, case: str, author: str, *, named_by_account: bool = False, hidden: bool = False
) -> list[Component]:
    """What follows from the trail and the session. A name that comes from an account is not asked for.

    Where names are `hidden` the reviewer's own is too.
    """
    if hidden and author:
        author, named_by_account = YOU, True
    trail = book.case.decisions
    undo, redo = to_undo(trail), to_redo(trail)
    waiting = len(book.review.waiting)
    out = [
        html.Div(["Reviewing as ", html.Strong(author)]) if named_by_account else _name(author),
        html.Div(
            [
                _step("undo", "Undo", in_words(undo) if undo else ""),
                _step("redo", "Redo", in_words(redo) if redo else ""),
                nav_link("Log", address(case, "log"), class_name="button small"),
            ],
            className="group",
        ),
    ]
    if waiting:
        out.append(
            nav_link(f"{words.counted(waiting, 'decision')} waiting", address(case, "log"), class_name="chip waiting")
        )
    return out


def _step(act: str, label: str, what: str) -> Component:
    title = f"{label}: {what}" if what else ""
    button = submit(label, said=f": {what}" if what else "", title=title, key=act, disabled=not what)
    return form(act, "", [button], class_name="inline")


def _name(author: str) -> Component:
    field = short_text("Your name, for the log", "name", author, most=80)
    asked = form("author", "", [field, submit("Keep", key="author")], class_name="inline author", key=author)
    if not author:
        return asked
    change = html.Details([html.Summary("Change", className="button small"), asked], className="change-name edit")
    return html.Div([html.Span(["Reviewing as ", html.Strong(author)]), change], className="reviewer", key=author)
