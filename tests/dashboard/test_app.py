"""The server: headers, refused requests, uploads, jobs, library, forms, callbacks as plain functions."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, no_update
from flask import request
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.callbacks.bring_in import choice_of, show_job
from dashboard.callbacks.cases import birth_of, new_case, open_example
from dashboard.callbacks.timeline import follow_click, follow_drag, follow_range, searched
from dashboard.config import Settings
from dashboard.date_fields import read_day
from dashboard.jobs import Choice, Job, Jobs
from dashboard.library import Library, free_path, key_of
from dashboard.pages.bring_in import outcome
from dashboard.security import host_allowed
from dashboard.serve import bind, require_loopback, start_page
from dashboard.words import amount, clipped, counted, derivation, listed, measured
from ingest.agency import AgencyGuess
from ingest.read import FileResult, FileSeen, Step
from model.case import Case, CaseInfo, Findings, Gap
from model.errors import CaseExistsError, CaseNotFoundError, EncryptedFileError, StoreError, UsageError
from model.store import Store
from model.unseen import clean_name
from model.when import When
from tests.dashboard.sample import sample_case, write_case

BASE = "http://127.0.0.1"


def hand_written(case: Case) -> Findings:
    assert case.info.id == "case-r"
    return sample_case()[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_case(tmp_path / "r.case", sample_case()[0])
    return tmp_path


@pytest.fixture
def app(folder: Path) -> Dash:
    return create_app(folder, Settings(max_request_bytes=20_000))


@pytest.fixture
def client(app: Dash) -> Iterator[FlaskClient]:
    with app.server.test_client() as client:
        yield client


# ------------------------------------------------------------------ security
def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    for path in ("/", "/case/0123456789ab/gaps", "/_dash-layout", "/nowhere.js"):
        headers = client.get(path, base_url=BASE).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-eval" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("127.0.0.1:8050", 200, id="loopback with a port"),
        pytest.param("localhost", 200, id="localhost"),
        pytest.param("evil.example", 400, id="another name"),
        pytest.param("127.0.0.1.evil.example", 400, id="a name that begins like ours"),
    ],
)
def test_only_our_own_names_are_answered(client: FlaskClient, host: str, status: int) -> None:
    assert client.get("/", base_url=f"http://{host}").status_code == status


def test_ipv6_loopback_is_one_of_our_names() -> None:
    assert host_allowed("[::1]:8050", Settings().hosts)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "http://evil.example"}, id="another origin"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="cross site"),
        pytest.param({"Origin": "null"}, id="no origin"),
    ],
)
def test_posts_from_elsewhere_are_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/_dash-update-component", base_url=BASE, headers=headers, json={}).status_code == 403


def test_debug_and_the_mcp_server_are_off(app: Dash, client: FlaskClient) -> None:
    assert app.server.debug is False
    assert client.post("/_mcp", base_url=BASE, json={}).status_code in (404, 405)
    assert not any("mcp" in str(rule) for rule in app.server.url_map.iter_rules())


def test_the_first_page_holds_no_case_text(client: FlaskClient) -> None:
    page = client.get("/", base_url=BASE).text
    assert "Child R" not in page
    assert 'lang="en-GB"' in page


# ------------------------------------------------------------------ uploads and jobs
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


# ------------------------------------------------------------------ library and forms
def test_the_library_lists_cases_and_says_why_one_cannot_be_opened(folder: Path) -> None:
    (folder / "broken.case").write_bytes(b"not a case")
    cards = Library(folder, hand_written).cards()
    assert [(c.title, bool(c.problem)) for c in cards] == [("broken", True), ("Child R", False)]
    assert (cards[1].files, cards[1].agencies, cards[1].events) == (6, 6, 28)


def test_a_book_is_made_once_and_again_after_a_change(folder: Path) -> None:
    made = []

    def analyse(case: Case) -> Findings:
        made.append(case)
        return sample_case()[1]

    library = Library(folder, analyse)
    key = key_of(folder / "r.case")
    assert library.book(key) is library.book(key)
    with Store.open(folder / "r.case") as store:
        store.update_info(CaseInfo(id="case-r", title="Another title"))
    assert library.book(key).case.info.title == "Another title"
    assert len(made) == 2


def test_an_unknown_case_is_not_found(folder: Path) -> None:
    with pytest.raises(CaseNotFoundError):
        Library(folder, hand_written).path("000000000000")


def test_a_new_case_is_made_with_its_birth(tmp_path: Path) -> None:
    library = Library(tmp_path, hand_written)
    where = new_case(library, "  Review   7 ", "Child K", ("9", "February", "2021"))
    card = library.cards()[0]
    assert where == f"/case/{card.key}/bring-in"
    assert card.title == "Review 7"
    with Store.open(library.path(card.key)) as store:
        assert store.info().key_dates["birth"].start == dt.date(2021, 2, 9)


@pytest.mark.parametrize(
    ("title", "birth"),
    [
        pytest.param("", ("", "", ""), id="no title"),
        pytest.param("T", ("31", "2", "2021"), id="no such day"),
        pytest.param("T", ("9", "", "2021"), id="month left out"),
        pytest.param("T", ("9", "2", "21"), id="two figures of the year"),
        pytest.param("T", ("nine", "2", "2021"), id="words"),
    ],
)
def test_a_form_filled_in_wrongly_says_what_to_do(tmp_path: Path, title: str, birth: tuple[str, str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        new_case(Library(tmp_path, hand_written), title, "", birth)
    assert caught.value.remedy


def test_birth_may_be_left_empty() -> None:
    assert birth_of("", " ", "") is None


def test_no_case_is_made_beside_a_single_one(folder: Path) -> None:
    with pytest.raises(UsageError):
        Library(folder / "r.case", hand_written).new_case(CaseInfo(id="x", title="x"))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        pytest.param("Review 7", "case-review-7.case", id="plain"),
        pytest.param("../../x", "case-x.case", id="path"),
        pytest.param("con", "case-con.case", id="a name that Windows reserves"),
        pytest.param("…", "case-case.case", id="nothing usable"),
        pytest.param("R", "case-r-2.case", id="taken"),
    ],
)
def test_file_names_of_new_cases(tmp_path: Path, title: str, name: str) -> None:
    (tmp_path / "case-r.case").touch()
    assert free_path(tmp_path, title).name == name


def test_the_example_is_opened_where_it_is_there_already(tmp_path: Path) -> None:
    def build(_folder: Path) -> Any:
        raise CaseExistsError("There is one.", remedy="Open it.")

    assert open_example(Library(tmp_path, hand_written), build).endswith("/timeline")


# ------------------------------------------------------------------ the timeline's callbacks
@pytest.mark.parametrize(
    ("relayout", "expected"),
    [
        pytest.param({"xaxis.range[0]": "2021-02-01 07:00", "xaxis.range[1]": "2021-03-01 11:11:11.1"},
                     "?from=2021-02-01&to=2021-03-01", id="dragged"),
        pytest.param({"xaxis.range": ["2021-03-01", "2021-02-01"]}, "?from=2021-02-01&to=2021-02-28",
                     id="backwards, to midnight"),
        pytest.param({"xaxis.range": ["0021-03-01", "2021-02-01"]}, "?from=1900-01-01&to=2021-01-31", id="far back"),
        pytest.param({"autosize": True}, no_update, id="a new size"),
        pytest.param({"xaxis.range[0]": "x", "xaxis.range[1]": "y"}, no_update, id="nonsense"),
        pytest.param(None, no_update, id="nothing"),
    ],
)  # fmt: skip
def test_a_drag_becomes_an_address(relayout: dict[str, Any] | None, expected: Any) -> None:
    assert follow_drag(relayout, "") == expected


def test_a_chart_that_repeats_its_window_changes_nothing() -> None:
    late = {"xaxis.range": ["2021-03-01", "2021-04-01"]}  # drawn for March, while the address has gone on
    assert follow_drag(late, "?from=2021-05-01&to=2021-05-31", ["2021-03-01", "2021-03-31"]) is no_update
    said = {"xaxis.range": ["2021-02-01", "2021-03-01"]}
    assert follow_drag(said, "?from=2021-02-01&to=2021-02-28") is no_update


@pytest.mark.parametrize(
    ("customdata", "expected"),
    [
        pytest.param(["event", "e7", "words"], "?event=e7", id="mark"),
        pytest.param(["gap", "g1", "", "words"], "?gap=g1", id="strip"),
        pytest.param(
            ["days", "2021-02-01", "2021-02-28", "words"], "?from=2021-02-01&to=2021-02-28&event=e1", id="bar"
        ),
        pytest.param(["days", "x", "y"], no_update, id="nonsense"),
        pytest.param(None, no_update, id="nothing"),
    ],
)
def test_a_click_becomes_an_address(customdata: Any, expected: Any) -> None:
    assert follow_click({"points": [{"customdata": customdata}]}, "?event=e1") == expected
    assert follow_click(None, "") is no_update


def test_typed_days_are_day_first() -> None:
    assert read_day("03/04/2021") == dt.date(2021, 4, 3)
    assert read_day("31/02/2021") is None
    assert follow_range("03/04/2021", "05.04.2021", "")[0] == "?from=2021-04-03&to=2021-04-05"
    assert follow_range("5/4/2021", "3/4/2021", "") == (no_update, "The second day lies before the first. Swap them.")
    assert follow_range("", "x", "")[1].startswith("Write both days")


def test_searched_words_are_tidied() -> None:
    assert searched("  two   words ") == "two words"
    assert searched(None) == ""


# ------------------------------------------------------------------ serving
@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.org", ""])
def test_only_this_computer_is_served(host: str) -> None:
    with pytest.raises(UsageError):
        require_loopback(host)


def test_a_taken_port_gives_the_next_one() -> None:
    first = bind("127.0.0.1", 0)
    first.listen()
    port = first.getsockname()[1]
    second = bind("127.0.0.1", port)
    assert second.getsockname()[1] > port
    first.close()
    second.close()


def test_a_folder_opens_at_the_list_and_a_case_at_its_timeline(folder: Path) -> None:
    assert start_page(folder) == "/"
    assert start_page(folder / "r.case") == f"/case/{key_of(folder / 'r.case')}/timeline"


def test_a_damaged_store_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "x.case").write_bytes(b"SQLite format 3\0" + b"\0" * 200)
    with pytest.raises(StoreError):
        Library(tmp_path, hand_written).book(key_of(tmp_path / "x.case"))


# ------------------------------------------------------------------ words
def gap(measured: tuple[int | None, int | None], unit: str | None) -> Gap:
    return Gap(id="g", kind="unshared_incident", rule="r", title="t", explanation="", when=None, measured=measured,
               limit=None, unit=unit, outcome="depends", agencies=(), events=(), against=(), confidence="",
               source="")  # fmt: skip


@pytest.mark.parametrize(
    ("size", "unit", "expected"),
    [
        pytest.param((74, 74), "days", "74 days", id="exact"),
        pytest.param((60, 74), "working_days", "60 to 74 working days", id="range"),
        pytest.param((60, None), "days", "at least 60 days", id="open above"),
        pytest.param((None, 1), "days", "at most 1 day", id="open below"),
        pytest.param((None, None), "days", "", id="nothing"),
        pytest.param((3, 3), "count", "3 times", id="count"),
    ],
)
def test_the_size_of_a_gap_in_words(size: tuple[int | None, int | None], unit: str | None, expected: str) -> None:
    assert measured(gap(size, unit)) == expected


def test_small_words() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert counted(1204, "event") == "1,204 events"
    assert amount(1, "working_days") == "1 working day"
    assert clipped("one  two three", 9) == "one two…"
    assert derivation(None)[0].startswith("No date could be read")
    carried = derivation(When.on(dt.date(2021, 5, 4), basis="carried", alternatives=(When.on(dt.date(2021, 4, 5)),)))
    assert carried == (
        "The row's own date cell is blank; the date is carried down from the row above.",
        "Could also be read as 5 Apr 2021.",
    )
