"""Where the reviewer's forms arrive, and what is drawn anew after a decision.

    a form  ->  POST /decide/CASE (JSON)  ->  deciding.decision_of  ->  Store.decide  ->  {"said"}, or what was wrong
    page    ->  its script raises `ids.REVISION`  ->  the parts of the page that follow every decision
    "Why"   ->  GET /explain/CASE/EVENT  ->  what decided and what was set aside, in sentences

Only our own pages can post (see `security`); the author is the name of the session, never a field of
the decision itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from dash import Dash, Input, Output, State, no_update
from flask import Flask, Response, jsonify, request

from dashboard import ids
from dashboard.authors import add_sessions, session_token
from dashboard.callbacks.names_body import names_body
from dashboard.callbacks.returned import accept
from dashboard.casebook import CaseBook
from dashboard.components.review_bar import bar_content
from dashboard.date_fields import FieldError
from dashboard.deciding import decision_of
from dashboard.exports.trail_export import trail_csv
from dashboard.forms import Form
from dashboard.naming import NAME_ACTS, changed, refuse_words
from dashboard.pages.returned import ACT as RETURNED
from dashboard.pages.review_pages import REVIEW_PAGES, page_body
from dashboard.routes import route_of
from dashboard.services import Services
from dashboard.tables.trail import in_words
from dashboard.versions import TRAIL, conflicts, now_seen, seen_of, version_of
from dashboard.words import moment
from model.case import Decision
from model.errors import CaseNotFoundError, CasethreadError, StoreError
from model.store import Store

TRIES: Final = 5  # to add a decision while others add theirs
MAX_VALUES: Final = 5_000  # of all fields of a form together
MEANWHILE: Final = "A decision on the same record; names are hidden, so it is not shown here."
HEADER: Final = "decision"  # what our own script says in X-Casethread


def form_of(data: Any) -> Form:
    """The form in a request's JSON. Raises `FieldError` for anything else."""
    fields = data.get("fields") if isinstance(data, Mapping) else None
    if not isinstance(fields, Mapping) or sum(len(v) for v in fields.values() if isinstance(v, list)) > MAX_VALUES:
        raise FieldError("This form was not understood.", remedy="Load the page again.", field="")
    kept = {str(n): [str(v) for v in values] for n, values in fields.items() if isinstance(values, list)}
    return Form(act=str(data.get("act", "")), on=str(data.get("on", "")), fields=kept)


def decide(
    services: Services, case: str, form: Form, token: str, now: dt.datetime, seen: Mapping[str, int] | None = None
) -> str:
    """Store what a form decides and return what to say aloud. Raises `CasethreadError`; nothing is stored then.

    `seen` are the versions of the records as the form was drawn. Where someone else has decided on one of them since,
    `StaleError` holds what they decided and what this form would.
    """
    if form.act == "author" and services.gate is not None:
        raise FieldError("Your account's name is kept with each decision.", remedy="Go on.", field="")
    if form.act == "author":
        if not form.one("name"):
            raise FieldError("Your name is missing.", remedy="Write it once; the log keeps it.", field="name")
        return f"Reviewing as {services.authors.remember(token, form.one('name'))}."
    if form.act in NAME_ACTS:
        return _name(services, case, form)
    if services.veils.hides(case):
        refuse_words(form.act)
    author = services.authors.name(token)
    if not author:
        raise FieldError(
            "Say first who you are.", remedy="Write your name above, once; the log keeps it.", field="author"
        )
    if form.act == RETURNED:
        return accept(services, case, form, author, now)
    path = services.library.path(case)
    for _ in range(TRIES):
        book = services.library.true_book(case)
        decided = decision_of(book, form, author=author, made=f"{now:%Y-%m-%dT%H:%M:%SZ}")
        others = conflicts(book, form, seen or {}, author)
        if others:
            hides = services.veils.hides(case)  # words and names of reviewers stay out of the answer
            raise StaleError(
                theirs=[MEANWHILE] if hides else [told(d) for d in others],
                yours=[] if hides else [in_words(decided.decision)],
                seen=now_seen(book, form),
            )
        with Store.open(path) as store:
            if store.decide(decided.decision, after=version_of(book, TRAIL)):
                return decided.said
    raise StoreError("Others are deciding on this case at this moment.", remedy="Try again.")


class StaleError(CasethreadError):
    """Someone else has decided on the same record since the form was drawn."""

    code = "U401"

    def __init__(self, *, theirs: list[str], yours: list[str], seen: str) -> None:
        super().__init__(
            "Someone else has decided on this since you opened it. Yours is not kept yet.",
            remedy="Press the button again to keep yours as well, or load the page again to go on from theirs.",
        )
        self.theirs, self.yours, self.seen = theirs, yours, seen


def told(decision: Decision) -> str:
    """What someone decided, with name and time."""
    reason = f" ({decision.reason})" if decision.reason else ""
    return f"{decision.author}, {moment(decision.made)}: {in_words(decision)}{reason}"


def _name(services: Services, case: str, form: Form) -> str:
    """Keep what a form of the page Names wants, and return what to say aloud."""
    if services.veils.hides(case):
        refuse_words(form.act)
    table, said = changed(services.veils.table(case), form)
    services.veils.keep(case, table)
    return said


def explained(book: CaseBook, event_id: str) -> list[str]:
    """Why an event was read as it was, a sentence each. Raises `CaseNotFoundError` for one that was not read."""
    from ingest.language.explain import explain_entry  # late: it loads the language libraries
    from ingest.read import context_of, language_reader

    base = book.case.as_read or book.case
    event = book.read_by_id.get(event_id)
    entry = next((e for e in base.entries if event is not None and e.id == event.entry), None)
    source = next((s for s in base.sources if entry is not None and s.id == entry.source), None)
    if event is None or entry is None or source is None:
        raise CaseNotFoundError("This event was added by a reviewer.", remedy="The log says by whom, and why.")
    found = explain_entry(language_reader(), entry, context_of(source, base.info))
    same = next((x for x in found if (x.event.kind, x.event.quote) == (event.kind, event.quote)), None)
    if same is None:
        return ["This version reads the row in another way than the one that read the file."]
    return [f"Looked at: \u201c{' '.join(same.scope.split())}\u201d", *same.reasons, *same.set_aside]


def add_routes(server: Flask, services: Services) -> None:
    """The addresses to which forms are sent and questions are put."""

    def post(case: str) -> tuple[Response, int]:
        if request.headers.get("X-Casethread") != HEADER:  # a form on another site cannot set it
            return _problem(
                "This request did not come from Casethread's own pages.", "Use the buttons of the page."
            ), 403
        try:
            body = request.get_json(silent=True)
            form = form_of(body)
            seen = seen_of(str(body.get("seen", "")) if isinstance(body, dict) else "")
            said = decide(services, case, form, session_token(), dt.datetime.now(dt.UTC), seen)
        except StaleError as error:
            shown = {"theirs": error.theirs, "yours": error.yours, "seen": error.seen}
            return jsonify({"message": error.message, "remedy": error.remedy, **shown}), 200
        except CaseNotFoundError as error:
            return _problem(error.message, error.remedy), 404
        except CasethreadError as error:  # a form that wants another look is an ordinary answer
            return _problem(error.message, error.remedy, getattr(error, "field", "")), 200
        return jsonify({"said": said}), 200

    def why(case: str, event: str) -> tuple[Response, int]:
        try:
            return jsonify({"why": explained(services.library.book(case), event)}), 200
        except CasethreadError as error:
            return _problem(error.message, error.remedy), 404

    def log(case: str) -> Response:
        try:
            content = trail_csv(services.library.book(case))
        except CasethreadError as error:
            return Response(f"{error.message} {error.remedy}\n", status=404, mimetype="text/plain")
        return Response(content, mimetype="text/csv", headers={"Content-Disposition": 'attachment; filename="log.csv"'})

    server.add_url_rule("/log/<case>", "log", log, methods=["GET"])
    server.add_url_rule("/decide/<case>", "decide", post, methods=["POST"])
    server.add_url_rule("/explain/<case>/<event>", "explain", why, methods=["GET"])


def _problem(message: str, remedy: str, field: str = "") -> Response:
    return jsonify({"message": message, "remedy": remedy, "field": field})


def register(app: Dash, services: Services) -> None:
    """Wire the forms, and the bar above every page."""
    if services.gate is None:  # a team's names come from their accounts
        add_sessions(app.server)
    add_routes(app.server, services)

    def show_bar(_revision: int | None, pathname: str | None) -> Any:
        case = route_of(pathname).case or ""
        author, team = services.authors.name(session_token()), services.gate is not None
        return bar_content(
            services.library.book(case), case, author, named_by_account=team, hidden=services.veils.hides(case)
        )

    def show_body(search: str | None, _revision: int | None, pathname: str | None) -> Any:
        route = route_of(pathname)
        if route.case is not None and route.page == "names":
            return names_body(services, route.case, search)
        if route.case is None or route.page not in REVIEW_PAGES:
            return no_update
        return page_body(services.library.book(route.case), route.case, route.page, search)

    app.callback(
        Output(ids.BODY, "children"),
        Input(ids.URL, "search"),
        Input(ids.REVISION, "data"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )(show_body)
    app.callback(
        Output(ids.REVIEW_BAR, "children"),
        Input(ids.REVISION, "data"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )(show_bar)
