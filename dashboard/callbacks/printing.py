"""The page that is made for paper: the choice of the page Export, as one document for the browser's own print.

GET /print/CASE?choice  ->  options_of_query  ->  names hidden where asked  ->  extract  ->  case_print  ->  to_print
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dash import Dash
from flask import Response, request

from dashboard.callbacks.export import options_of_query
from dashboard.exports.case_print import case_print
from dashboard.exports.extract import extract
from dashboard.exports.hiding import under_choice
from dashboard.exports.options import ExportOptions
from dashboard.exports.print_writer import to_print
from dashboard.security import origin_allowed
from dashboard.services import Services
from dashboard.unnamed import table_to_show
from model.errors import CaseNotFoundError, CasethreadError


def _with_pseudonyms(options: ExportOptions, names: str) -> ExportOptions:
    """The choice with what an address says of names; anything else than the two words leaves it as it is."""
    if names not in ("pseudonyms", "shifted"):
        return options
    return replace(options, pseudonyms=True, shifted=names == "shifted")


def register(app: Dash, services: Services) -> None:
    """Wire the address."""

    def printed(case: str) -> Response:
        if not origin_allowed(request):  # a page elsewhere must not make this computer write out a case
            return Response("This request did not come from Casethread's own pages.\n", 403, mimetype="text/plain")
        try:
            book = services.library.book(case)
            options = _with_pseudonyms(options_of_query(book, request.args), request.args.get("names", ""))
            case_and_findings = (book.case, book.findings, options)
            if options.pseudonyms:
                table = table_to_show(services.library.path(case), book, shift=options.shifted)
                case_and_findings = under_choice(*case_and_findings, table)
            told = extract(*case_and_findings)
        except CasethreadError as error:
            status = 404 if isinstance(error, CaseNotFoundError) else 400
            return Response(f"{error.message} {error.remedy}\n", status=status, mimetype="text/plain")
        text = to_print(case_print(told, dt.datetime.now(dt.UTC)), script="/stage/print.js")
        return Response(text.encode("utf-8", "replace"), content_type="text/html; charset=utf-8")

    app.server.add_url_rule("/print/<case>", "print_case", printed, methods=["GET"])
