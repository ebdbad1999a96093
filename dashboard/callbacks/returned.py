"""The page of changes from Word: what was ticked becomes decisions, and the page is drawn anew after each.

form (act "returned", ticked ids)  ->  accept  ->  decisions in the store, what to say aloud
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from dash import Dash, Input, Output, State, no_update

from dashboard import ids, words
from dashboard.date_fields import FieldError
from dashboard.forms import Form
from dashboard.pages.returned import returned_page
from dashboard.returned.accept import decisions_of
from dashboard.returned.compare import compare
from dashboard.routes import route_of
from dashboard.services import Services
from dashboard.versions import TRAIL, version_of
from model.errors import StoreError
from model.store import Store

TRIES: Final = 5  # to add decisions while others add theirs


def accept(services: Services, case: str, form: Form, author: str, now: dt.datetime) -> str:
    """Store what was ticked of a document, or put it away; what to say aloud. Raises `FieldError`."""
    document = dict(services.returned.of(case)).get(form.on)
    if document is None:
        raise FieldError(
            "This document is no longer known: Casethread was started again since.",
            remedy="Bring it in again.",
            field="",
        )
    if form.one("verdict") == "away":
        services.returned.drop(case, form.on)
        return "Put away."
    made = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    for _ in range(TRIES):
        book = services.library.true_book(case)
        compared = compare(book, document, form.on)
        found = decisions_of(book, compared, form.fields.get("proposals", ()), author=author, made=made)
        with Store.open(services.library.path(case)) as store:
            if not store.decide(found[0], after=version_of(book, TRAIL)):
                continue  # somebody else decided meanwhile: what is left of the changes is worked out again
            for decision in found[1:]:
                store.decide(decision)
        return f"{words.counted(len(found), 'change')} taken over."
    raise StoreError("Others are deciding on this case at this moment.", remedy="Try again.")


def register(app: Dash, services: Services) -> None:
    """Wire the page."""

    def show(_revision: int | None, pathname: str | None) -> Any:
        case = route_of(pathname).case or ""
        if case and services.veils.hides(case):
            return no_update
        return returned_page(services.library.book(case), case, services.returned.of(case))

    app.callback(
        Output(ids.RETURNED_BODY, "children"),
        Input(ids.REVISION, "data"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )(show)
