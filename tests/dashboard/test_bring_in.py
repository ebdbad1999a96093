"""Files on their way into a case: uploads, what is looked at and read, stopped and tried again."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask import request
from flask.testing import FlaskClient

from dashboard.callbacks.bring_in import choice_of, show_job
from dashboard.jobs import Choice, Job, Jobs
from dashboard.library import key_of
from dashboard.pages.bring_in import outcome
from ingest.agency import AgencyGuess
from ingest.read import FileResult, FileSeen, Step
from model.errors import EncryptedFileError
from model.store import Store
from model.unseen import clean_name

BASE = "http://127.0.0.1"


def post(client: FlaskClient, path: str, files: list[tuple[bytes, str]], **headers: str) -> Any:
    data = {"files": [(io.BytesIO(content), name) for content, name in files]}
    return client.post(path, base_url=BASE, data=data, headers={"X-Casethread": "upload"} | headers)


def test_an_upload_starts_a_job(client: FlaskClient, folder: Path) -> None:
    answer = post(client, f"/upload/{key_of(folder / 'r.case')}", [(b"", "empty.csv")])
    assert answer.status_code == 202
    assert len(answer.json["job"]) == 16


@pytest.mark.parametrize(
    ("size", "case", "header", "status"),
    [
        pytest.param(30_000, "", "upload", 413, id="too large together"),
        pytest.param(10, "000000000000", "upload", 404, id="no such case"),
        pytest.param(10, "", "", 403, id="without our header"),
    ],
)
def test_a_refused_upload_says_why(
    client: FlaskClient, folder: Path, size: int, case: str, header: str, status: int
) -> None:
    key = case or key_of(folder / "r.case")
    answer = post(client, f"/upload/{key}", [(b"x" * size, "a.csv")], **{"X-Casethread": header})
    assert answer.status_code == status
    assert answer.json["message"]
    assert answer.json["remedy"]


def test_uploaded_files_stay_in_memory(app: Dash) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="large.csv"\r\n\r\n'
    body = head + b"x" * 2_000_000 + b"\r\n--x--\r\n"
    app.server.config["MAX_CONTENT_LENGTH"] = None
    kind = "multipart/form-data; boundary=x"
    with app.server.test_request_context("/upload/x", base_url=BASE, method="POST", data=body, content_type=kind):
        stream = request.files["files"].stream
        assert isinstance(stream, io.BytesIO)
        assert len(stream.read()) == 2_000_000


def test_an_upload_without_files_says_so(client: FlaskClient, folder: Path) -> None:
    assert post(client, f"/upload/{key_of(folder / 'r.case')}", []).status_code == 400


class Finished:
    """Waits for a job: the library call at its end sets the event."""

    def __init__(self) -> None:
        self.event = threading.Event()

    def __call__(self, _case: str) -> None:
        self.event.set()


def wait(jobs: Jobs, job: str) -> Job:
    for _ in range(500):
        found = jobs.get(job)
        if found is not None and found.waits:
            return found
        threading.Event().wait(0.01)
    raise AssertionError("the job did not end")


SEEN = FileSeen(whose=AgencyGuess("gp", "GP", "named in its title"), tables=(), entries=3)


def look(name: str, _data: bytes, _columns: Mapping[str, str]) -> FileSeen:
    if name == "locked.docx":
        raise EncryptedFileError("It has a password.", remedy="Take it off.")
    return SEEN


def add(store: Store, name: str, _data: bytes, choice: Choice, again: bool, progress: Any) -> list[FileResult]:
    if name == "whose.csv" and choice.agency is None:
        return [FileResult(name=name, status="agency_needed", message="It does not say.", remedy="Say it.")]
    if name == "bad.csv":
        return [FileResult(name=name, status="failed", message="It is empty.", remedy="Send it again.")]
    return [FileResult(name=name, status="added", entries=3)]


def checked(jobs: Jobs, path: Path, *names: str) -> Job:
    """A job whose files have been looked at."""
    return wait(jobs, jobs.start("key", path, [(name, b"x") for name in names]))


def test_nothing_is_read_before_a_person_has_seen_what_it_is(folder: Path) -> None:
    def never(*_: Any) -> list[FileResult]:
        raise AssertionError("read without being asked")

    jobs = Jobs(Finished(), never, look)
    job = checked(jobs, folder / "r.case", "good.csv", "locked.docx")
    assert job.stage == "check"
    assert [f.state for f in job.files] == ["ready", "done"]
    assert "password" in job.files[1].problem
    assert jobs.cancel(job.id)
    ended = jobs.get(job.id)
    assert ended is not None
    assert [f.state for f in ended.files] == ["cancelled", "done"]
    assert not jobs.read(job.id, {})
    jobs.close()


def test_one_bad_file_harms_no_other_and_any_can_be_tried_again(folder: Path) -> None:
    after = Finished()
    jobs = Jobs(after, add, look)
    job = checked(jobs, folder / "r.case", "bad.csv", "whose.csv", "good.csv", "not-wanted.csv")
    assert jobs.read(job.id, {3: Choice(leave_out=True)})
    done = wait(jobs, job.id)
    assert [f.results[0].status for f in done.files[:3]] == ["failed", "agency_needed", "added"]
    assert done.files[3].state == "left out"
    assert after.event.is_set()
    assert jobs.retry(job.id, 1, "gp")
    assert wait(jobs, job.id).files[1].results[0].status == "added"
    assert jobs.retry(job.id, 0)
    assert wait(jobs, job.id).files[0].results[0].status == "failed"
    assert jobs.retry(job.id, 3)
    assert wait(jobs, job.id).files[3].results[0].status == "added"
    assert not jobs.retry(job.id, 2)  # it is in the case
    assert outcome(wait(jobs, job.id)) == "3 files added, 1 not added"
    jobs.close()


def test_what_was_said_of_a_file_reaches_its_reading(folder: Path) -> None:
    said: list[Choice] = []

    def keep(_store: Store, name: str, _data: bytes, choice: Choice, again: bool, _progress: Any) -> list[FileResult]:
        assert again
        said.append(choice)
        return [FileResult(name=name, status="added")]

    jobs = Jobs(Finished(), keep, look)
    before = Choice(agency="gp", columns={"When": "date_start"})
    job = wait(jobs, jobs.start("key", folder / "r.case", [("a.csv", b"x")], {0: before}))
    jobs.read(job.id, {0: choice_of({"agency": "nonsense", "columns": {"What": "event", "X": "no such field"}})})
    wait(jobs, job.id)
    assert said == [Choice(agency="gp", columns={"When": "date_start", "What": "event"})]
    jobs.close()


def test_a_reading_that_is_stopped_leaves_the_case_as_it_was(folder: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_store: Store, name: str, _data: bytes, _choice: Choice, _again: bool, told: Any) -> list[FileResult]:
        begun.set()
        go_on.wait(5)
        told(Step(file=name, doing="who did what", done=0, total=1))
        raise AssertionError("it was stopped before")

    jobs = Jobs(Finished(), slow, look)
    job = checked(jobs, folder / "r.case", "one.csv", "two.csv")
    jobs.read(job.id, {})
    begun.wait(5)
    assert jobs.open_job("key") is not None
    assert jobs.cancel(job.id)
    go_on.set()
    ended = wait(jobs, job.id)
    assert [f.state for f in ended.files] == ["cancelled", "cancelled"]
    assert ended.cancelled
    assert jobs.open_job("key") is None
    jobs.close()


def test_a_defect_ends_the_job_with_a_plain_message(folder: Path) -> None:
    def broken(*_: Any) -> list[FileResult]:
        raise ValueError("case text that must not be shown")

    jobs = Jobs(Finished(), broken, look)
    job = checked(jobs, folder / "r.case", "a.csv")
    jobs.read(job.id, {})
    done = wait(jobs, job.id)
    assert "case text" not in done.problem
    assert done.problem
    jobs.close()


def say(client: FlaskClient, folder: Path, action: str, **body: Any) -> Any:
    path = f"/bring-in/{key_of(folder / 'r.case')}/{action}"
    return client.post(path, base_url=BASE, json=body, headers={"X-Casethread": "upload"})


@pytest.mark.parametrize(
    ("action", "body", "status"),
    [
        pytest.param("nothing", {}, 400, id="no such action"),
        pytest.param("open", {"source": "s-none"}, 404, id="no such file"),
        pytest.param("remove", {"source": "s-none"}, 404, id="nothing to take out"),
        pytest.param("read", {"job": "none"}, 202, id="a job that is gone"),
    ],
)
def test_requests_about_files_that_are_not_there(
    client: FlaskClient, folder: Path, action: str, body: dict[str, Any], status: int
) -> None:
    answer = say(client, folder, action, **body)
    assert answer.status_code == status
    assert answer.json.get("begun") is not True


def test_a_file_is_taken_out_and_the_rest_stays(client: FlaskClient, folder: Path) -> None:
    with Store.open(folder / "r.case") as store:
        before = store.case()
    source = before.sources[0]
    assert say(client, folder, "remove", source=source.id).json == {"removed": True}
    with Store.open(folder / "r.case") as store:
        after = store.case()
    assert [s.id for s in after.sources] == [s.id for s in before.sources[1:]]
    assert all(e.source != source.id for e in after.entries)


def test_an_unknown_job_says_what_to_do() -> None:
    jobs = Jobs(Finished())
    shown, stop, _ = show_job(jobs, "?job=0000")
    assert stop
    assert shown
    assert show_job(jobs, "") == ([], True, "")
    jobs.close()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        pytest.param("C:\\Users\\x\\police.docx", "police.docx", id="windows path"),
        pytest.param("../../etc/passwd", "passwd", id="climbing path"),
        pytest.param("a\u202excod.exe\n", "axcod.exe", id="direction and line break"),
        pytest.param("", "file without a name", id="nothing"),
    ],
)
def test_file_names_are_labels(name: str, label: str) -> None:
    assert clean_name(name) == label
