"""The page for bringing files in: choose or drop them, then see what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.components.basic import attrs, live_region, nav_link, notice, tag
from dashboard.config import Settings
from dashboard.jobs import FileJob, Job
from dashboard.pages.sources import problem_item
from dashboard.routes import address
from ingest.limits import MIB
from model.names import AGENCIES

if TYPE_CHECKING:
    from ingest.read import FileResult

STATUS: Final[dict[str, str]] = {
    "added": "Added",
    "already": "Already in the case",
    "agency_needed": "Whose file is this?",
    "failed": "Not added",
}
ACCEPTED: Final = ".docx,.xlsx,.csv,.pdf,.txt,.md,.eml"


def bring_in_frame(case: str, settings: Settings) -> list[Component]:
    """The page before anything was brought in. The sending is done by `assets/casethread.js`."""
    sending = attrs(
        data_upload=f"/upload/{case}",
        data_accept=ACCEPTED,
        data_max=settings.max_upload_bytes,
        data_total=settings.max_request_bytes,
    )
    zone = [
        html.Button("Choose files", id="choose-files", className="button primary", type="button", **sending),
        html.Span("or drop them here", className="muted"),
        html.Div(f"Up to {settings.max_upload_bytes // MIB} MB a file.", className="hint"),
    ]
    return [
        html.H1("Bring in chronologies"),
        html.P(
            "Word, Excel, CSV, PDF with text, plain text, Markdown and e-mail files. Several at once. They are read on "
            "this computer, kept inside the case file, and sent nowhere."
        ),
        html.Div(zone, id="drop-zone", className="drop-zone"),
        html.Div(id=ids.UPLOAD_MESSAGE, className="upload-message", role="status"),
        html.Div(id=ids.JOB),
        live_region(ids.JOB_SAID),
        dcc.Interval(id=ids.JOB_POLL, interval=int(settings.poll_seconds * 1000), disabled=True),
    ]


def job_view(job: Job) -> list[Component]:
    """What came of every file of a job so far, and what to do next."""
    states = [f.state for f in job.files]
    read = states.count("done")
    if not job.done:
        now = next((f for f in job.files if f.state == "reading"), None)
        doing = f"{now.name}: {now.doing}" if now else "working out links and gaps" if job.finishing else "waiting"
        head: list[Component] = [
            html.H2(f"Reading: {read} of {words.counted(len(job.files), 'file')} done"),
            html.P([doing[:1].upper() + doing[1:], ". You may leave this page; the reading goes on."]),
        ]
    else:
        head = [html.H2(outcome(job)), *_next(job)]
    if job.problem:
        head.append(notice(job.problem, title="The reading stopped", role="alert"))
    return head + [_file(job, n, f) for n, f in enumerate(job.files)]


def outcome(job: Job) -> str:
    """One line on the whole job."""
    results = [r for f in job.files for r in f.results]
    added = sum(r.status == "added" for r in results)
    said = [f"{words.counted(added, 'file')} added"]
    for status, text in (
        ("already", "already in the case"),
        ("agency_needed", "to be answered"),
        ("failed", "not added"),
    ):
        number = sum(r.status == status for r in results)
        if number:
            said.append(f"{number} {text}")
    return ", ".join(said)


def _next(job: Job) -> list[Component]:
    if not any(r.status in ("added", "already") for f in job.files for r in f.results):
        return []
    links = [
        nav_link("Open the timeline", address(job.case), class_name="button primary"),
        nav_link("See the gaps", address(job.case, "gaps"), class_name="button"),
    ]
    return [html.Div(links, className="actions")]


def _file(job: Job, index: int, file: FileJob) -> Component:
    if not file.results:
        state = file.doing.capitalize() if file.state == "reading" else "Waiting"
        return html.Article(
            html.Div([html.H3(file.name), tag(state)], className="card-head"), className="card file-card"
        )
    return html.Div([_result(job, index, r, first=n == 0) for n, r in enumerate(file.results)])


def _result(job: Job, index: int, result: FileResult, *, first: bool) -> Component:
    head = html.Div([html.H3(result.name), tag(STATUS[result.status], f"tag-{result.status}")], className="card-head")
    body: list[Component] = []
    if result.message:
        body.append(html.P([html.Strong(result.message), " ", result.remedy]))
    if result.status == "agency_needed":
        body += _asked(job, index) if first else [html.P("Save it from the e-mail and add it by itself.")]
    if result.source is not None:
        body.append(html.P(_read_words(result)))
    body += _notes(result)
    return html.Article([head, *body], className="card file-card")


def _read_words(result: FileResult) -> str:
    assert result.source is not None
    count = result.source.count
    agency = AGENCIES.get(result.source.agency or "", result.source.agency or "agency not known")
    unread = f", {words.counted(count.warned, 'row')} not read" if count.warned else ""
    return (
        f"{agency}. {words.counted(result.entries, 'entry', 'entries')} read from "
        f"{words.counted(count.rows, 'row')}{unread}; {words.counted(result.events, 'event')} found in them."
    )


def _notes(result: FileResult) -> Sequence[Component]:
    if not result.problems:
        return []
    said = f"{words.counted(len(result.problems), 'note')} on how it was read"
    return [html.Details([html.Summary(said), html.Ul([problem_item(p) for p in result.problems],
                                                      className="plain-list problems")])]  # fmt: skip


def _asked(job: Job, index: int) -> list[Component]:
    """The question whose file it is, once nothing else is being read: an answer half given must not be redrawn."""
    return _question(job, index) if job.done else [html.P("You can say so when the other files are read.")]


def _question(job: Job, index: int) -> list[Component]:
    options = [{"label": label, "value": name} for name, label in AGENCIES.items()]
    return [
        html.Div(
            [
                html.Label(
                    [
                        html.Span("Agency", className="label-text"),
                        dcc.Dropdown(id=ids.agency_choice(job.id, index), options=options, clearable=False,
                                     placeholder="Choose the agency", className="choice", maxHeight=330),
                    ],
                    className="field",
                ),
                html.Button("Add the file", id=ids.agency_go(job.id, index), className="button", type="button"),
            ],
            className="answer",
        )
    ]  # fmt: skip
