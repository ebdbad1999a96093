"""Signing in and out: passwords, waits, sessions and their ends, the token of every change, single sign-on."""

from __future__ import annotations

import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from dashboard.access.accounts import FILE, Accounts, checked_password, wait_seconds
from dashboard.access.sessions import ABSOLUTE_SECONDS, IDLE_SECONDS, Sessions
from model.errors import AccessError, SignInError, UsageError
from tests.support.team import HOST, PASSWORD, Browser, Clock, Served, serve_team


@pytest.fixture
def served(tmp_path: Path) -> Served:
    made = serve_team(tmp_path)
    made.gate.accounts.set_password("editor", PASSWORD)
    return made


def enter(browser: Browser, name: str = "editor", password: str = PASSWORD) -> TestResponse:
    """Fill in the form as a browser does."""
    found = re.search(r'name="token" value="([^"]+)"', browser.get("/sign-in").text)
    assert found
    return browser.post("/sign-in", data={"token": found[1], "name": name, "password": password})


# ------------------------------------------------------------------ passwords
def test_a_password_opens_a_session_and_its_cookie_is_new_each_time(served: Served) -> None:
    browser = served.browser()
    assert browser.get("/account").headers["Location"] == "/sign-in"
    answer = enter(browser, name=" Editor ")
    assert answer.status_code == 303
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-casethread="))
    for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert "The editor" in browser.get("/account").text
    first = browser.client.get_cookie("__Host-casethread", domain=HOST)
    enter(browser)
    second = browser.client.get_cookie("__Host-casethread", domain=HOST)
    assert first is not None
    assert second is not None
    assert first.value != second.value
    assert served.gate.sessions.find(first.value) is None  # the one from before has ended


def test_passwords_are_kept_as_argon2id_in_a_file_for_its_owner_alone(served: Served) -> None:
    path = served.folder / FILE
    with closing(sqlite3.connect(path)) as db:
        (kept,) = db.execute("SELECT password FROM account WHERE name = 'editor'").fetchone()
    assert kept.startswith("$argon2id$")
    assert PASSWORD.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("editor", "another four words", id="wrong password"),
        pytest.param("editor", "", id="empty"),
        pytest.param("nobody-here", PASSWORD, id="unknown name"),
        pytest.param("reader", "", id="no password set"),
        pytest.param("reader", PASSWORD, id="no password set, some given"),
        pytest.param("", "", id="nothing"),
        pytest.param("editor' OR '1'='1", PASSWORD, id="a trick"),
        pytest.param("e" * 100_000, "p" * 100_000, id="very long"),
    ],
)
def test_all_refusals_look_alike(served: Served, name: str, password: str) -> None:
    answer = enter(served.browser(), name, password)
    assert answer.status_code == 401
    assert "do not fit together" in answer.text


def test_a_locked_account_is_refused_and_signed_out_at_once(served: Served) -> None:
    inside = served.browser()
    enter(inside)
    served.gate.accounts.lock("editor")
    assert inside.get("/account").headers["Location"] == "/sign-in"
    assert enter(served.browser()).status_code == 401
    served.gate.accounts.lock("editor", locked=False)
    assert enter(served.browser()).status_code == 303


def test_failures_make_the_next_wait_twice_as_long(served: Served) -> None:
    for _ in range(5):
        enter(served.browser(), password="wrong words again")
    answer = enter(served.browser())  # the right one, too soon
    assert answer.status_code == 401
    assert "Wait" in answer.text
    served.clock.now += 31
    enter(served.browser(), password="wrong words again")
    served.clock.now += 31
    assert "Wait" in enter(served.browser()).text  # a minute now
    served.clock.now += 30
    assert enter(served.browser()).status_code == 303
    enter(served.browser(), password="wrong words again")
    assert enter(served.browser()).status_code == 303  # and the count began anew


def test_one_computer_cannot_try_name_after_name(tmp_path: Path) -> None:
    clock = Clock()
    accounts = Accounts(tmp_path, clock)
    for number in range(30):
        with pytest.raises(SignInError, match="fit together"):
            accounts.sign_in(f"name-{number}", "some words or other", "10.0.0.7")
    with pytest.raises(SignInError, match="too many"):
        accounts.sign_in("name-99", "some words or other", "10.0.0.7")
    with pytest.raises(SignInError, match="fit together"):
        accounts.sign_in("name-99", "some words or other", "10.0.0.8")


def test_waits_grow_and_end() -> None:
    waits = [wait_seconds(n, 5) for n in range(60)]
    assert waits[:5] == [0] * 5
    assert waits[5:9] == [30, 60, 120, 240]
    assert max(waits) == waits[-1] == 3600
    assert waits == sorted(waits)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "abababababababab", "editoreditor", "x" * 2_000])
def test_easy_passwords_are_refused(password: str) -> None:
    with pytest.raises(UsageError):
        checked_password("editor", password)


@pytest.mark.parametrize("password", ["four words that differ", "ä ö ü ß – kein Satz", "correct horse battery staple"])
def test_long_ones_of_any_signs_are_taken(password: str) -> None:
    checked_password("editor", password)


def test_the_sign_in_form_wants_no_memory_and_allows_pasting(served: Served) -> None:
    page = served.browser().get("/sign-in").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


def test_signing_in_from_a_page_elsewhere_is_refused(served: Served) -> None:
    browser = served.browser()
    assert browser.post("/sign-in", data={"token": "", "name": "editor", "password": PASSWORD}).status_code == 401
    elsewhere = browser.post(
        "/sign-in",
        data={"token": "x", "name": "editor", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert elsewhere.status_code == 403


def test_a_new_password_ends_every_other_session(served: Served) -> None:
    here, there = served.browser(), served.browser()
    enter(here)
    enter(there)
    found = re.search(r'casethread-token" content="([^"]+)"', here.get("/account").text)
    assert found
    said = here.post("/account", data={"token": found[1], "present": "not this one", "new": "other words than before"})
    assert said.status_code == 400
    said = here.post("/account", data={"token": found[1], "present": PASSWORD, "new": "other words than before"})
    assert "The password is changed" in said.text
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert enter(served.browser(), password="other words than before").status_code == 303


# ------------------------------------------------------------------ sessions
def test_a_session_ends_after_a_quarter_of_an_hour_in_which_nothing_is_done(served: Served) -> None:
    browser = served.signed_in("reader")
    served.clock.now += IDLE_SECONDS - 1
    assert browser.get("/account").status_code == 200
    served.clock.now += IDLE_SECONDS - 1
    assert browser.get("/account").status_code == 200
    served.clock.now += IDLE_SECONDS
    assert browser.get("/account").status_code == 303


def test_a_session_ends_after_eight_hours_whatever_is_done(served: Served) -> None:
    browser = served.signed_in("reader")
    for _ in range(ABSOLUTE_SECONDS // 600 - 1):
        served.clock.now += 600
        assert browser.get("/account").status_code == 200
    served.clock.now += 600
    assert browser.get("/account").status_code == 303


def test_what_a_page_asks_by_itself_keeps_no_session_alive(served: Served) -> None:
    browser = served.signed_in("reader")
    poll = {
        "output": "presence.children", "outputs": {"id": "presence", "property": "children"},
        "inputs": [{"id": "presence-poll", "property": "n_intervals", "value": 1}],
        "state": [{"id": "url", "property": "pathname", "value": f"/case/{served.case}/timeline"}],
        "changedPropIds": ["presence-poll.n_intervals"],
    }  # fmt: skip
    for _ in range(3):
        served.clock.now += IDLE_SECONDS / 4
        assert browser.get("/session").status_code == 200
        assert browser.post("/_dash-update-component", json=poll).status_code == 200
    served.clock.now += IDLE_SECONDS / 4
    assert browser.get("/session").status_code == 401


def test_the_warning_comes_in_time_and_staying_is_one_press(served: Served) -> None:
    browser = served.signed_in("reader")
    served.clock.now += IDLE_SECONDS - 100
    state = browser.get("/session").get_json()
    assert 20 <= state["left"] <= state["warn"]
    assert state["stay"]
    assert browser.post("/session").get_json()["left"] == IDLE_SECONDS
    for _ in range(60):
        served.clock.now += 480
        state = browser.post("/session").get_json()
        if state is None or state["left"] < IDLE_SECONDS:
            break
    assert state is not None
    assert not state["stay"]  # in the last minutes of the eight hours nothing helps


def test_signing_out_ends_it_on_the_server(served: Served) -> None:
    browser = served.signed_in("reader")
    cookie = browser.client.get_cookie("__Host-casethread", domain=HOST)
    assert cookie is not None
    answer = browser.post("/sign-out", data={"token": browser.token})
    assert answer.status_code == 303
    assert "storage" in answer.headers["Clear-Site-Data"]
    again = served.browser()
    again.client.set_cookie("__Host-casethread", cookie.value, domain=HOST, secure=True)
    assert again.get("/account").headers["Location"] == "/sign-in"


def test_sessions_of_one_account_are_not_without_end() -> None:
    sessions = Sessions(Clock())
    tokens = [sessions.begin("a") for _ in range(12)]
    assert [sessions.find(t) is not None for t in tokens] == [False] * 2 + [True] * 10


# ------------------------------------------------------------------ changes come from our own pages
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 200, id="ours"),
        pytest.param({"X-Casethread-Token": ""}, 403, id="no token"),
        pytest.param({"X-Casethread-Token": "x" * 43}, 403, id="another token"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="another site"),
        pytest.param({"Sec-Fetch-Site": "", "Origin": "https://evil.example"}, 403, id="another origin"),
        pytest.param({"Sec-Fetch-Site": "none", "Origin": "null"}, 403, id="no origin"),
        pytest.param(
            {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200, id="a plain form, which sends no referrer"
        ),
    ],
)
def test_changes_need_the_token_and_our_own_origin(served: Served, headers: dict[str, str], status: int) -> None:
    browser = served.signed_in("editor")
    assert browser.post("/session", headers=headers).status_code == status


def test_a_token_is_of_one_session(served: Served) -> None:
    one, other = served.signed_in("editor"), served.signed_in("owner")
    assert one.post("/session", headers={"X-Casethread-Token": other.token}).status_code == 403


def test_a_large_body_is_refused_where_no_files_are_expected(served: Served) -> None:
    browser = served.signed_in("editor")
    answer = browser.post(f"/decide/{served.case}", data=b"x" * 5_000_000, headers={"X-Casethread": "decision"})
    assert "not understood" in answer.text  # its end was never read
    files = {"files": (io.BytesIO(b"x" * 30_000), "a.csv")}
    answer = browser.post(f"/upload/{served.case}", data=files, headers={"X-Casethread": "upload"})
    assert answer.status_code == 413


# ------------------------------------------------------------------ single sign-on
def test_single_sign_on_names_the_account_and_signing_out_holds(tmp_path: Path) -> None:
    served = serve_team(tmp_path, "X-Remote-User")
    browser = served.browser(**{"X-Remote-User": "Owner"})
    assert browser.get("/account").status_code == 303  # not before a person has said so
    page = browser.get("/sign-in").text
    assert "Continue as The owner" in page
    assert 'type="password"' not in page
    assert enter(browser).status_code == 303
    assert "Child R" not in browser.get("/").text
    assert browser.get("/account").status_code == 200
    browser.headers["X-Remote-User"] = "reader"  # someone else at the same browser
    assert browser.get("/account").status_code == 303
    browser.headers["X-Remote-User"] = "owner"
    found = re.search(r'casethread-token" content="([^"]+)"', browser.get("/account").text)
    assert found
    browser.post("/sign-out", data={"token": found[1]})
    assert browser.get("/account").status_code == 303


@pytest.mark.parametrize("name", ["", "stranger", "owner2", "administrator, owner"])
def test_single_sign_on_lets_nobody_in_that_has_no_account(tmp_path: Path, name: str) -> None:
    served = serve_team(tmp_path, "X-Remote-User")
    browser = served.browser(**{"X-Remote-User": name})
    assert enter(browser).status_code == 401


def test_the_header_of_single_sign_on_means_nothing_where_it_is_not_used(served: Served) -> None:
    browser = served.browser(**{"X-Remote-User": "owner"})
    assert browser.get("/account").status_code == 303
    assert enter(browser, "owner", "").status_code == 401


def test_a_broken_file_of_accounts_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(AccessError):
        Accounts(tmp_path).account("owner")
