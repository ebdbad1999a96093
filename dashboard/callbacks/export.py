"""The page Export and the address from which a document is taken.

    fields of the page  ->  chosen (checked)  ->  links with the choice in their address
    link                ->  GET /export/CASE/DOCUMENT/FORMAT?choice  ->  the file, as an attachment, kept by no cache

The address holds days, agencies and kinds, never words of the case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State
from flask import Flask, Response, request
from werkzeug.datastructures import MultiDict

from dashboard import ids
from dashboard.casebook import CaseBook
from dashboard.date_fields import read_day
from dashboard.exports.documents import MIME, written
from dashboard.exports.hiding import lost, under_choice
from dashboard.exports.options import DEFAULT_WIDTH, ExportOptions, checked_options
from dashboard.pages.export import links
from dashboard.routes import route_of
from dashboard.security import origin_allowed
from dashboard.services import Services
from dashboard.terminal import day_of
from dashboard.veils import NAMES, SHIFTED
from model.case import Case, Findings
from model.errors import CaseNotFoundError, CasethreadError, UsageError


def options_of_query(book: CaseBook, query: MultiDict[str, str]) -> ExportOptions:
    """The choice in an address. Raises `UsageError` for a value that there is not."""
    days = [day_of(query[name]) if query.get(name) else None for name in ("since", "until")]
    return checked_options(
        since=days[0], until=days[1], agencies=query.getlist("agency"), kinds=query.getlist("kind"),
        gaps=query.getlist("gaps"), notes=query.get("notes", "yes") != "no", words=query.get("words", "source"),
        paper=query.get("paper", "A4"), width=_number(query.get("width")), known_agencies=_agencies(book),
        names=query.get("names", NAMES),
    )  # fmt: skip


def chosen(
    book: CaseBook, first: str | None, last: str | None, agencies: Sequence[str] | None, kinds: Sequence[str] | None,
    gaps: Sequence[str] | None, notes: Sequence[str] | None, words: str | None, paper: str | None,
    width: str | None = None, names: str | None = None,
) -> ExportOptions:  # fmt: skip
    """The choice in the fields of the page. Raises `UsageError` with what to do."""
    every = _agencies(book)
    if not agencies:
        raise UsageError("No agency is chosen.", remedy="Tick at least one.")
    return checked_options(
        since=_typed(first), until=_typed(last), agencies=() if set(agencies) >= set(every) else agencies,
        kinds=kinds or (), gaps=gaps or ("none",), notes=bool(notes), words=words or "source", paper=paper or "A4",
        width=_number(width), known_agencies=every, names=names or NAMES,
    )  # fmt: skip


def _number(text: str | None) -> int:
    """A width in pixels; what is no number is refused as one that is too small."""
    return DEFAULT_WIDTH if not text else int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _typed(text: str | None) -> dt.date | None:
    if not (text or "").strip():
        return None
    day = read_day((text or "").strip())
    if day is None:
        raise UsageError("A day is not complete.", remedy="Write it as day, month, year: for example 09/02/2021.")
    return day


def _agencies(book: CaseBook) -> list[str]:
    return sorted({entry.agency for entry in book.case.entries})


def told(services: Services, case: str, query: MultiDict[str, str]) -> tuple[Case, Findings, ExportOptions]:
    """The case as this download may tell it: under pseudonyms where that was chosen, or where names are hidden.

    Days that were chosen while dates are shown shifted are such days; else they are true ones.
    """
    book, mode = services.library.book(case), services.veils.mode(case)
    options = options_of_query(book, query)
    if mode == NAMES:
        if not options.pseudonyms:
            return book.case, book.findings, options
        return under_choice(book.case, book.findings, options, services.veils.table(case))
    shifted = mode == SHIFTED
    days = services.veils.table(case).shift_days or 0
    more = lost(services.library.true_book(case).findings, book.findings, days) if shifted else ()
    return book.case, book.findings, replace(options, pseudonyms=True, shifted=shifted, more=more)


def add_route(server: Flask, services: Services) -> None:
    """The address of the downloads."""

    def download(case: str, document: str, kind: str) -> Response:
        if not origin_allowed(request):  # a page elsewhere must not make this computer write out a case
            return Response("This request did not come from Casethread's own pages.\n", 403, mimetype="text/plain")
        try:
            shown, findings, options = told(services, case, request.args)
            content = written(document, kind, shown, findings, options, dt.datetime.now(dt.UTC))
        except CasethreadError as error:
            status = 404 if isinstance(error, CaseNotFoundError) else 400
            return Response(f"{error.message} {error.remedy}\n", status=status, mimetype="text/plain")
        named = {"Content-Disposition": f'attachment; filename="{document}.{kind}"'}  # both are names of ours
        return Response(content, content_type=MIME[kind], headers=named)

    server.add_url_rule("/export/<case>/<document>/<kind>", "export", download, methods=["GET"])


def register(app: Dash, services: Services) -> None:
    """Wire the page and the downloads."""
    add_route(app.server, services)

    def show_links(*values: Any) -> tuple[Any, str]:
        *fields, pathname = values
        case = route_of(pathname).case or ""
        try:
            return links(case, chosen(services.library.book(case), *fields)), ""
        except UsageError as error:
            return [], f"{error.message} {error.remedy}"

    app.callback(
        Output(ids.EXPORT_LINKS, "children"),
        Output(ids.EXPORT_SAID, "children"),
        Input(ids.EXPORT_FROM, "value"),
        Input(ids.EXPORT_TO, "value"),
        Input(ids.EXPORT_AGENCIES, "data"),
        Input(ids.EXPORT_KINDS, "data"),
        Input(ids.EXPORT_GAPS, "data"),
        Input(ids.EXPORT_NOTES, "data"),
        Input(ids.EXPORT_WORDS, "data"),
        Input(ids.EXPORT_PAPER, "data"),
        Input(ids.EXPORT_WIDTH, "data"),
        Input(ids.EXPORT_NAMES, "data"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )(show_links)
