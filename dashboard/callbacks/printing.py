"""The page that is made for paper: the choice of the page Export, as one document for the browser's own print.

GET /print/CASE?choice  ->  told (names hidden where asked)  ->  extract  ->  case_print  ->  to_print
"""

from __future__ import annotations

import datetime as dt

from dash import Dash
from flask import Response, request

from dashboard.callbacks.export import told
from dashboard.exports.case_print import case_print
from dashboard.exports.extract import extract
from dashboard.exports.print_writer import to_print
from dashboard.security import origin_allowed
from dashboard.services import Services
from model.errors import CaseNotFoundError, CasethreadError


def register(app: Dash, services: Services) -> None:
    """Wire the address."""

    def printed(case: str) -> Response:
        if not origin_allowed(request):  # a page elsewhere must not make this computer write out a case
            return Response("This request did not come from Casethread's own pages.\n", 403, mimetype="text/plain")
        try:
            report = case_print(extract(*told(services, case, request.args)), dt.datetime.now(dt.UTC))
        except CasethreadError as error:
            status = 404 if isinstance(error, CaseNotFoundError) else 400
            return Response(f"{error.message} {error.remedy}\n", status=status, mimetype="text/plain")
        text = to_print(report, script="/stage/print.js")
        return Response(text.encode("utf-8", "replace"), content_type="text/html; charset=utf-8")

    app.server.add_url_rule("/print/<case>", "print_case", printed, methods=["GET"])
