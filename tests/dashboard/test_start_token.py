"""Only the browser in which the program was started gets in: every route is behind the token, default deny."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.start_token import StartToken
from tests.dashboard.sample import sample_case, write_case

BASE = "http://127.0.0.1:8050"


@pytest.fixture
def start() -> StartToken:
    return StartToken()


@pytest.fixture
def app(tmp_path: Path, start: StartToken) -> Dash:
    write_case(tmp_path / "r.case", sample_case()[0])
    return create_app(tmp_path, start=start)


@pytest.fixture
def client(app: Dash) -> Iterator[FlaskClient]:
    with app.server.test_client() as client:
        yield client


def test_every_route_is_refused_without_it(app: Dash, client: FlaskClient) -> None:
    rules = list(app.server.url_map.iter_rules())
    assert len(rules) > 8
    for rule in rules:
        path = str(rule)
        for argument in rule.arguments:
            path = (
                path.replace(f"<path:{argument}>", "x")
                .replace(f"<{argument}>", "x")
                .replace(f"<string:{argument}>", "x")
            )
        for method in (rule.methods or set()) - {"OPTIONS"}:
            answer = client.open(path, method=method, base_url=BASE)
            assert answer.status_code == 403, (method, path)
            assert "Content-Security-Policy" in answer.headers
            assert "Set-Cookie" not in answer.headers or "start" not in answer.headers["Set-Cookie"]


def test_the_token_opens_once_and_leaves_the_address(app: Dash, client: FlaskClient, start: StartToken) -> None:
    entered = client.get(start.added_to("/case/0123456789ab/gaps"), base_url=BASE)
    assert entered.status_code == 303
    assert entered.headers["Location"] == "/case/0123456789ab/gaps"
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert start.token not in cookie
    for path in ("/", "/_dash-layout", "/_dash-dependencies"):
        assert client.get(path, base_url=BASE).status_code == 200
    assert client.get(start.added_to("/"), base_url=BASE).status_code == 303  # the same browser again does no harm
    with app.server.test_client() as other:
        assert other.get(start.added_to("/"), base_url=BASE).status_code == 403


@pytest.mark.parametrize("token", ["", "x", "\u00e9", "a" * 10_000])
def test_a_wrong_token_opens_nothing(client: FlaskClient, token: str) -> None:
    assert client.get("/", query_string={"start": token}, base_url=BASE).status_code == 403
    assert client.get("/", base_url=BASE).status_code == 403


def test_a_wrong_cookie_opens_nothing(client: FlaskClient, start: StartToken) -> None:
    for value in ("", "x", start.token):
        client.set_cookie(start.cookie, value, domain="127.0.0.1")
        assert client.get("/", base_url=BASE).status_code == 403


def test_another_host_is_refused_before_the_token_is_looked_at(client: FlaskClient, start: StartToken) -> None:
    assert client.get(start.added_to("/"), base_url="http://evil.example").status_code == 400
    assert client.get(start.added_to("/"), base_url=BASE).status_code == 303  # and it was not used up
