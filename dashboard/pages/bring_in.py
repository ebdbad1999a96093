"""The page for bringing files in: choose or drop them, check what they are, then see what came of each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.components.basic import Children, attrs, live_region, nav_link, notice, tag, text_field
from dashboard.config import Settings
from dashboard.jobs import FileJob, Job
from dashboard.pages.sources import problem_item
from dashboard.routes import address
from ingest.limits import MIB
from ingest.mapping import COLUMN_LABELS, TableSeen
from model.names import AGENCIES

if TYPE_CHECKING:
    from ingest.read import FileResult

STATUS: Final[dict[str, str]] = {
    "added": "Added",
    "already": "Already in the case",
    "agency_needed": "Whose file is this?",
    "failed": "Not added",
}
STATES: Final[dict[str, str]] = {
    "waiting": "Waiting", "looking": "Being looked at", "ready": "To be checked", "reading": "Being read",
    "cancelled": "Stopped, not added", "left out": "Left out", "done": "Not added",
}  # fmt: skip
ACCEPTED: Final = ".docx,.xlsx,.csv,.pdf,.txt,.md,.eml"
UNKNOWN: Final = (("", "Choose the agency"), *AGENCIES.items())
SAMPLE_CHARS: Final = 90  # of a cell in the preview of columns
TABLES_SHOWN: Final = 4  # of one file


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
        html.Button("Choose a folder", id="choose-folder", className="button", type="button"),
        html.Span("or drop files or a folder here", className="muted"),
        html.Div(f"Up to {settings.max_upload_bytes // MIB} MB a file.", className="hint"),
        _paste(),
    ]
    return [
        html.H1("Bring in chronologies"),
        html.P(
            "Word, Excel, CSV, PDF with text, plain text, Markdown and e-mail files. Several at once. You see whose "
            "each is and what its columns mean before anything is read. They are read on this computer, kept inside "
            "the case file, and sent nowhere."
        ),
        html.Div(zone, id="drop-zone", className="drop-zone"),
        html.Div(id=ids.UPLOAD_MESSAGE, className="upload-message", role="status"),
        html.Div(id=ids.JOB, **attrs(data_act=f"/bring-in/{case}")),
        live_region(ids.JOB_SAID),
        dcc.Interval(id=ids.JOB_POLL, interval=int(settings.poll_seconds * 1000), disabled=True),
    ]


def _paste() -> Component:
    """For words that came in no file: a message, a table copied out of another program."""
    text = html.Textarea(id=ids.PASTE_TEXT, className="textarea", rows=6)
    name = dcc.Input(id=ids.PASTE_NAME, className="input wide", maxLength=80, autoComplete="off")
    fields = [
        text_field("The text, or cells copied from a table", text),
        text_field("Call it", name, "What it is and who sent it: it stands among the sources by this name"),
        html.Button("Bring in the text", id=ids.PASTE_SEND, className="button", type="button"),
    ]
    return html.Details([html.Summary("Paste text instead"), html.Div(fields, className="paste")], className="pasting")


def job_view(job: Job) -> list[Component]:
    """What is known of every file of a job so far, and what to do next."""
    head: list[Component]
    if job.stage == "check":
        head = _check_head(job)
    elif job.stage == "done":
        head = [html.H2(outcome(job)), *_next(job)]
    else:
        head = _progress_head(job)
    if job.problem:
        head.append(notice(job.problem, title="The reading stopped", role="alert"))
    return head + [_file(job, n, f) for n, f in enumerate(job.files)]


def _progress_head(job: Job) -> list[Component]:
    ended = sum(f.state in ("done", "cancelled", "left out", "ready") for f in job.files)
    doing = "Looking at" if job.stage == "looking" else "Reading"
    title = f"{doing}: {ended} of {words.counted(len(job.files), 'file')} done"
    now = next((f for f in job.files if f.state in ("looking", "reading")), None)
    step = f"{now.name}: {now.doing}" if now else "waiting for another reading to end"
    if job.stage == "finishing":
        step = "working out links and gaps"
    spent = words.counted(max(1, round(time.monotonic() - job.started)), "second")
    said = f"{step[:1].upper()}{step[1:]}. {spent} so far. You may leave this page; the reading goes on."
    return [html.H2(title), html.P(said), html.Div(_act("Stop", "cancel", job), className="actions")]


def _check_head(job: Job) -> list[Component]:
    ready = [f for f in job.files if f.state == "ready"]
    again = any(f.again for f in ready)
    text = "Say whose each file is and what its columns mean. Nothing is in the case until you read them."
    if again:
        text = "Change whose the file is or what its columns mean. What was read before stays until it is read again."
    go = "Read it again" if again else f"Read {words.counted(len(ready), 'file')}"
    buttons = [
        _act(go, "read", job, "button primary"),
        _act("Leave it as it was" if again else "Take none", "cancel", job),
    ]
    return [html.H2("Check before reading"), html.P(text), html.Div(buttons, className="actions")]


def _act(text: str, action: str, job: Job, class_name: str = "button", **more: object) -> Component:
    """A button whose click `assets/bringin.js` sends as a request."""
    data = attrs(data_action=action, data_job=job.id, **{f"data_{name}": value for name, value in more.items()})
    return html.Button(text, className=class_name, type="button", **data)


def outcome(job: Job) -> str:
    """One line on the whole job."""
    if job.stage == "check":
        return f"{words.counted(sum(f.state == 'ready' for f in job.files), 'file')} to be checked before reading"
    results = [r for f in job.files for r in f.results]
    added = sum(r.status == "added" for r in results)
    said = [f"{words.counted(added, 'file')} added"]
    for status, text in (
        ("already", "already in the case"),
        ("agency_needed", "to be answered"),
        ("failed", "not added"),
    ):
        number = sum(r.status == status for r in results)
        number += sum(bool(f.problem) and not f.returned for f in job.files) if status == "failed" else 0
        if number:
            said.append(f"{number} {text}")
    back = sum(f.returned for f in job.files)
    if back:
        said.append(f"{back} came back from Word")
    for state, text in (("left out", "left out"), ("cancelled", "stopped")):
        number = sum(f.state == state for f in job.files)
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
    if job.stage == "check" and file.state == "ready":
        return _to_check(job, index, file)
    if not file.results:
        state = file.doing[:1].upper() + file.doing[1:] if file.doing else STATES[file.state]
        failed = file.state in ("done", "cancelled") and not file.returned
        state = "Came back from Word" if file.returned else state
        head = html.Div([html.H3(file.name), tag(state, "tag-failed" if failed else "")], className="card-head")
        body: list[Component] = [html.P(file.problem)] if file.problem else []
        if file.returned:
            to = address(job.case, "returned")
            body.append(
                html.Div(nav_link("See what was changed", to, class_name="button primary"), className="actions")
            )
        if failed and job.waits and file.kept:
            body.append(_act("Try again", "retry", job, "button small", file=index))
        return html.Article([head, *body], className="card file-card")
    return html.Div([_result(job, index, r, file, first=n == 0) for n, r in enumerate(file.results)])


# ------------------------------------------------------------------ checking before reading
def _to_check(job: Job, index: int, file: FileJob) -> Component:
    """A file before it is read: whose it is and what its columns mean, both to be changed."""
    seen = file.seen
    assert seen is not None
    agency = file.choice.agency or seen.whose.agency
    proposed = (
        seen.whose.reason if seen.whose.agency else f"Not settled: {seen.whose.reason or 'the file does not say'}"
    )
    size = f"{words.counted(seen.entries, 'entry', 'entries')} would be read"
    inside = f", and {words.counted(len(seen.attachments), 'file')} inside it" if seen.attachments else ""
    choices = [
        html.Label(
            [
                html.Span("Agency", className="label-text"),
                _select(
                    [("", "Choose the agency"), *AGENCIES.items()],
                    agency or "",
                    index,
                    said="agency",
                    label=f"Agency of {file.name}",
                ),
            ],
            className="field",
        )
    ]
    if not file.again:
        choices.append(
            html.Label(
                [html.Span("This file", className="label-text"),
                 _select([("", "Read it"), ("leave_out", "Leave it out")], "", index, said="take",
                         label=f"This file: {file.name}")],
                className="field",
            )
        )  # fmt: skip
    head = html.Div([html.H3(file.name), tag("To be checked" if agency else "Whose file is this?",
                                             "" if agency else "tag-notice")], className="card-head")  # fmt: skip
    shown = sorted(seen.tables, key=lambda table: not table.chronology)[:TABLES_SHOWN]
    tables = [_columns(index, n, t) for n, t in enumerate(shown)]
    text = html.P(f"{size}{inside}. Agency: {proposed}.")
    return html.Article([head, text, html.Div(choices, className="answer"), *tables], className="card file-card")


def _columns(index: int, number: int, table: TableSeen) -> Component:
    """The columns of one table of a file: their titles, what each is read as, the first rows."""
    sure = not (table.guessed and table.chronology)
    rows = [
        html.Tr(
            [
                html.Th(title, scope="row"),
                html.Td(_select(_meanings(field), field, index, said="column", title=title, sure=sure,
                                label=f"What the column {title} means")),
                html.Td(_samples(table, n), className="muted"),
            ]
        )
        for n, (title, field) in enumerate(zip(table.titles, table.fields, strict=True))
    ]  # fmt: skip
    dated = "date_start" in table.fields
    said = f"Columns of {'the' if number == 0 else 'another'} table with {words.counted(table.rows, 'row')}"
    if not table.chronology:
        said += ": no chronology, so not read as entries. To have it read, say which column holds the date"
    elif table.guessed:
        said += ": its first row was taken for the titles"
    elif not dated:
        said += ": no column was taken for the date"
    head = html.Thead(html.Tr([html.Th(c, scope="col") for c in ("Title", "Read as", "First rows")]))
    body = html.Table([head, html.Tbody(rows)], className="columns")
    return html.Details([html.Summary(said), html.Div(body, className="table-scroll")],
                        open=table.chronology and (table.guessed or not dated))  # fmt: skip


def _meanings(field: str) -> list[tuple[str, str]]:
    known = list(COLUMN_LABELS.items())
    return known if field in COLUMN_LABELS else [*known, (field, "As the program read it")]


def _samples(table: TableSeen, column: int) -> list[Children]:
    found = [words.clipped(row[column], SAMPLE_CHARS) for row in table.samples if column < len(row) and row[column]]
    return [html.Div(text) for text in found]


def _select(
    options: Sequence[tuple[str, str]],
    value: str,
    index: int,
    *,
    said: str,
    title: str = "",
    label: str = "",
    sure: bool = True,
) -> Component:
    """A plain list to choose from; the page's script reads it when the button is pressed.

    Only what differs from the proposal is sent, or all where the proposal is not `sure` of itself.
    """
    more: dict[str, Any] = {"data_file": index, "data_said": said, "data_was": value if sure else "-"}
    more |= {"data_title": title} if title else {}
    more |= {"aria_label": label} if label else {}
    # no option is marked unless it must be: the first stands as chosen by itself
    chosen: Any = {"selected": True}
    made = [html.Option(text, value=v, **(chosen if v == value and v else {})) for v, text in options]
    return html.Select(made, className="select", **attrs(**more))


# ------------------------------------------------------------------ what came of it
def _result(job: Job, index: int, result: FileResult, file: FileJob, *, first: bool) -> Component:
    head = html.Div([html.H3(result.name), tag(STATUS[result.status], f"tag-{result.status}")], className="card-head")
    body: list[Component] = []
    if result.message:
        body.append(html.P([html.Strong(result.message), " ", result.remedy]))
    if result.status == "agency_needed":
        body += _asked(job, index, result.name) if first else [html.P("Save it from the e-mail and add it by itself.")]
    if result.status == "failed" and first and job.waits and file.kept:
        body.append(_act("Try again", "retry", job, "button small", file=index))
    if result.source is not None:
        took = f" It took {words.counted(max(1, round(file.seconds)), 'second')}." if first else ""
        body.append(html.P(_read_words(result) + took))
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


def _asked(job: Job, index: int, name: str) -> list[Component]:
    """The question whose file it is, once nothing else is being read: an answer half given must not be redrawn."""
    return _question(job, index, name) if job.waits else [html.P("You can say so when the other files are read.")]


def _question(job: Job, index: int, name: str) -> list[Component]:
    ask = html.Label(
        [
            html.Span("Agency", className="label-text"),
            _select(
                [("", "Choose the agency"), *AGENCIES.items()], "", index, said="agency", label=f"Agency of {name}"
            ),
        ],
        className="field",
    )
    return [html.Div([ask, _act("Add the file", "retry", job, file=index)], className="answer")]
