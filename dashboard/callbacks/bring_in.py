"""Bringing files in: the upload itself, and the page that follows its job.

    browser  ->  POST /upload/CASE (multipart)  ->  Jobs.start  ->  {"job": id}
    page     ->  every second  ->  Jobs.get  ->  what came of each file

Uploads go by a plain form post and not inside a Dash message, where they would grow by a third and be
held twice in memory. Only our own pages can post: see `security`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard import ids
from dashboard.components.basic import notice
from dashboard.jobs import Jobs
from dashboard.pages.bring_in import job_view, outcome
from dashboard.services import Services
from ingest.limits import MIB
from model.errors import CasethreadError
from model.names import AGENCIES
from model.unseen import clean_name


def job_of(search: str | None) -> str:
    """The job that an address names, or nothing."""
    return (parse_qs((search or "").lstrip("?")).get("job") or [""])[-1]


def show_job(jobs: Jobs, search: str | None) -> tuple[Any, bool, str]:
    """What came of the files, whether to stop asking, and what to say aloud at the end."""
    job_id = job_of(search)
    if not job_id:
        return [], True, ""
    job = jobs.get(job_id)
    if job is None:
        text = (
            "Casethread was started again since. Files that were marked as added are in the case; add the others again."
        )
        return [notice(text, title="This reading is no longer known")], True, ""
    return job_view(job), job.done, outcome(job) if job.done else ""


def add_upload_route(server: Flask, services: Services) -> None:
    """The one address to which files are posted."""
    server.config["MAX_CONTENT_LENGTH"] = services.settings.max_request_bytes

    def upload(case: str) -> tuple[Response, int]:
        if request.headers.get("X-Casethread") != "upload":  # a form on another site cannot set it
            return _problem("This request did not come from Casethread's own pages.", "Use the page Bring in."), 403
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

    server.add_url_rule("/upload/<case>", "upload", upload, methods=["POST"])


def _problem(message: str, remedy: str) -> Response:
    return jsonify({"message": message, "remedy": remedy})


def register(app: Dash, services: Services) -> None:
    """Wire the page and the upload."""
    add_upload_route(app.server, services)

    def follow(_ticks: int | None, search: str | None, stopped: bool | None) -> tuple[Any, Any, Any]:
        if stopped and ctx.triggered_id == ids.JOB_POLL:
            return no_update, no_update, no_update  # a tick that was on its way: redrawing would undo an open choice
        return show_job(services.jobs, search)

    def answer(clicks: list[int | None], agencies: list[str | None]) -> tuple[Any, Any]:
        place = ctx.triggered_id
        number = next((n for n, c in enumerate(ctx.inputs_list[0]) if c["id"] == place), None)
        if number is None or not clicks[number] or agencies[number] not in AGENCIES:
            return no_update, no_update
        services.jobs.answer(place["job"], place["index"], str(agencies[number]))
        view, done, _ = show_job(services.jobs, f"?job={place['job']}")
        return view, done

    app.callback(
        Output(ids.JOB, "children"),
        Output(ids.JOB_POLL, "disabled"),
        Output(ids.JOB_SAID, "children"),
        Input(ids.JOB_POLL, "n_intervals"),
        Input(ids.URL, "search"),
        State(ids.JOB_POLL, "disabled"),
    )(follow)
    app.callback(
        Output(ids.JOB, "children", allow_duplicate=True),
        Output(ids.JOB_POLL, "disabled", allow_duplicate=True),
        Input(ids.agency_go(ALL, ALL), "n_clicks"),
        State(ids.agency_choice(ALL, ALL), "value"),
        prevent_initial_call=True,
    )(answer)
