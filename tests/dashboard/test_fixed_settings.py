"""What the server always is: its headers, word for word, and the settings of Dash that must never be on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.config import GRAPH_CONFIG

BASE = "http://127.0.0.1:8050"
POLICY = {
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dash:
    for name in ("DASH_DEBUG", "DASH_UI", "DASH_HOT_RELOAD", "DASH_ENABLE_MCP", "DASH_MCP_ENABLED", "FLASK_DEBUG"):
        monkeypatch.setenv(name, "true")  # what lies about in the surroundings switches nothing on
    monkeypatch.setenv("DASH_SERVE_LOCALLY", "false")
    return create_app(tmp_path)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("GET", "/", 200, id="page"),
        pytest.param("GET", "/_dash-layout", 200, id="layout"),
        pytest.param("POST", "/_dash-update-component", 500, id="broken callback"),
        pytest.param("GET", "/nowhere.js", 200, id="no such script"),
        pytest.param("POST", "/upload/x", 403, id="refused upload"),
        pytest.param("DELETE", "/", 405, id="wrong method"),
    ],
)
def test_the_headers_are_on_every_answer(app: Dash, method: str, path: str, status: int) -> None:
    app.server.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.server.test_client().open(path, method=method, base_url=BASE)
    assert answer.status_code in (status, 400, 404, 415)
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    scripts = policy.pop("script-src").split(" ")
    assert policy == POLICY
    assert scripts[0] == "'self'"
    assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/=]{44}'", source) for source in scripts[1:])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in answer.headers
    assert "Traceback" not in answer.text


def test_what_must_be_off_is_off(app: Dash) -> None:
    assert app.server.debug is False
    assert app.config.serve_locally is True
    tools = app._dev_tools
    assert not any(bool(tools.get(name)) for name in ("ui", "props_check", "hot_reload", "serve_dev_bundles"))
    assert not any("mcp" in str(rule) for rule in app.server.url_map.iter_rules())
    assert GRAPH_CONFIG["displaylogo"] is False
    assert GRAPH_CONFIG["showSendToCloud"] is False


def test_the_page_takes_everything_from_here(app: Dash) -> None:
    page = app.server.test_client().get("/", base_url=BASE).text
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(sources) > 3
    assert [s for s in sources if not s.startswith("/") or s.startswith("//")] == []
