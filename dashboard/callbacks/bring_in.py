"""Bringing files in: the requests that the page's script sends, and the page that follows its job.

    browser  ->  POST /upload/CASE (multipart)        ->  Jobs.start  ->  {"job": id}
             ->  POST /bring-in/CASE/ACTION (JSON)    ->  read, cancel, retry; open and remove a file of the case
    page     ->  every second  ->  Jobs.get  ->  what came of each file

Uploads go by a plain form post and not inside a Dash message, where they would grow by a third and be
held twice in memory. Only our own pages can post: see `security`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qs

from dash import Dash, Input, Output, State, ctx, no_update
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard import ids
from dashboard.components.basic import notice
from dashboard.jobs import Choice, Jobs
from dashboard.pages.bring_in import job_view, outcome
from dashboard.routes import route_of
from dashboard.services import Services
from ingest.limits import MIB
from ingest.mapping import COLUMN_LABELS
from model.errors import CasethreadError
from model.names import AGENCIES
from model.store import Store
from model.unseen import clean_name

MAX_COLUMNS: Final = 500  # of one file that can be said


def job_of(search: str | None) -> str:
    """The job that an address names, or nothing."""
    return (parse_qs((search or "").lstrip("?")).get("job") or [""])[-1]


def show_job(jobs: Jobs, search: str | None, case: str = "") -> tuple[Any, bool, str]:
    """What came of the files, whether to stop asking, and what to say aloud where the job waits or ends."""
    job_id = job_of(search)
    job = jobs.get(job_id) if job_id else jobs.open_job(case)
    if job is not None and case and job.case != case:
        job = None  # of another case, whose name was put into this one's address
    if job is None and not job_id:
        return [], True, ""
    if job is None:
        text = (
            "Casethread was started again since. Files that were marked as added are in the case; add the others again."
        )
        return [notice(text, title="This reading is no longer known")], True, ""
    return job_view(job), job.waits, outcome(job) if job.waits else ""


# ------------------------------------------------------------------ requests
def add_upload_route(server: Flask, services: Services) -> None:
    """The addresses to which the page's script posts."""
    server.config["MAX_CONTENT_LENGTH"] = services.settings.max_request_bytes

    def upload(case: str) -> tuple[Response, int]:
        if request.headers.get("X-Casethread") != "upload":  # a form on another site cannot set it
            return _refused()
        try:
            path = services.library.path(case)
            files = [(clean_name(f.filename or ""), f.read()) for f in request.files.getlist("files")]
        except CasethreadError as error:
            return _problem(error.message, error.remedy), 404
        except RequestEntityTooLarge:
            most = services.settings.max_request_bytes // MIB
            return _problem(f"These files are larger than {most} MB together.", "Bring them in a few at a time."), 413
        if not files:
            return _problem("No file arrived.", "Choose one or more files."), 400
        return jsonify({"job": services.jobs.start(case, path, files)}), 202

    def act(case: str, action: str) -> tuple[Response, int]:
        if request.headers.get("X-Casethread") != "upload":
            return _refused()
        body = request.get_json(silent=True)
        known = ACTIONS.get(action)
        if known is None or not isinstance(body, dict):
            return _problem("The page asked for something that is not there.", "Load the page again."), 400
        try:
            return jsonify(known(services, case, body)), 202
        except CasethreadError as error:
            return _problem(error.message, error.remedy), 404
        except KeyError:
            return _problem("That file is no longer in the case.", "Load the page again."), 404

    server.add_url_rule("/upload/<case>", "upload", upload, methods=["POST"])
    server.add_url_rule("/bring-in/<case>/<action>", "bring_in", act, methods=["POST"])


def _refused() -> tuple[Response, int]:
    return _problem("This request did not come from Casethread's own pages.", "Use the page Bring in."), 403


def _problem(message: str, remedy: str) -> Response:
    return jsonify({"message": message, "remedy": remedy})


def _job(services: Services, case: str, body: Mapping[str, Any]) -> str:
    """The id of a job of this very case, else nothing."""
    job = services.jobs.get(str(body.get("job", "")))
    return job.id if job is not None and job.case == case else ""


def _read(services: Services, case: str, body: Mapping[str, Any]) -> dict[str, Any]:
    said = body.get("files")
    items = said.items() if isinstance(said, dict) else ()
    choices = {int(n): choice_of(c) for n, c in items if str(n).isdigit() and isinstance(c, dict)}
    return {"job": _job(services, case, body), "begun": services.jobs.read(_job(services, case, body), choices)}


def choice_of(data: Mapping[str, Any]) -> Choice:
    """What the page says of a file; names that we do not know are left out."""
    agency, columns = data.get("agency"), data.get("columns")
    told = list(columns.items())[:MAX_COLUMNS] if isinstance(columns, dict) else ()
    return Choice(
        agency=agency if agency in AGENCIES else None,
        columns={str(title): field for title, field in told if field in COLUMN_LABELS},
        leave_out=data.get("leave_out") is True,
    )


def _cancel(services: Services, case: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {"job": _job(services, case, body), "begun": services.jobs.cancel(_job(services, case, body))}


def _retry(services: Services, case: str, body: Mapping[str, Any]) -> dict[str, Any]:
    index, agency = str(body.get("file", "")), body.get("agency")
    known = str(agency) if agency in AGENCIES else None
    begun = index.isdigit() and services.jobs.retry(_job(services, case, body), int(index), known)
    return {"job": _job(services, case, body), "begun": begun}


def _open(services: Services, case: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Look once more at a file that the case holds, so that its agency or columns can be changed."""
    path = services.library.path(case)
    with Store.open(path) as store:
        source = next((s for s in store.case().sources if s.id == body.get("source")), None)
        if source is None:
            raise KeyError(body.get("source"))
        data = store.source_bytes(source.id)
    said = Choice(agency=source.agency, columns=dict(source.columns))
    return {"job": services.jobs.start(case, path, [(source.file, data)], {0: said})}


def _remove(services: Services, case: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Take a file out of the case with all that was read in it."""
    with Store.open(services.library.path(case)) as store:
        store.remove_source(str(body.get("source")))
    return {"removed": True}


ACTIONS: Final[Mapping[str, Callable[[Services, str, Mapping[str, Any]], dict[str, Any]]]] = {
    "read": _read, "cancel": _cancel, "retry": _retry, "open": _open, "remove": _remove,
}  # fmt: skip


def register(app: Dash, services: Services) -> None:
    """Wire the page and the requests."""
    add_upload_route(app.server, services)

    def follow(_ticks: int | None, search: str | None, stopped: bool | None, path: str | None) -> tuple[Any, Any, Any]:
        if stopped and ctx.triggered_id == ids.JOB_POLL:
            return no_update, no_update, no_update  # a tick that was on its way: redrawing would undo an open choice
        return show_job(services.jobs, search, route_of(path).case or "")

    app.callback(
        Output(ids.JOB, "children"),
        Output(ids.JOB_POLL, "disabled"),
        Output(ids.JOB_SAID, "children"),
        Input(ids.JOB_POLL, "n_intervals"),
        Input(ids.URL, "search"),
        State(ids.JOB_POLL, "disabled"),
        State(ids.URL, "pathname"),
    )(follow)
