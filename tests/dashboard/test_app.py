"""The server: headers, refused requests, callbacks as plain functions, serving, words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, no_update
from flask.testing import FlaskClient

from dashboard.callbacks.timeline import follow_click, follow_drag, follow_range, searched
from dashboard.config import Settings
from dashboard.date_fields import read_day
from dashboard.library import key_of
from dashboard.security import host_allowed
from dashboard.serve import bind, require_loopback, start_page
from dashboard.words import amount, clipped, counted, derivation, listed, measured
from model.case import Gap
from model.errors import UsageError
from model.when import When

BASE = "http://127.0.0.1"


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
