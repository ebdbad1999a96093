"""Answers are compressed where the browser takes it, and only where it pays."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask, Response

from dashboard.compress import compress

LONG = "<a href='?kind=referral'>Referral</a>" * 200


@pytest.fixture
def server() -> Flask:
    made = Flask("test")
    texts = {"page": (LONG, "text/html"), "short": ("x", "text/html"), "script": (LONG, "text/javascript")}

    def answer(name: str) -> Response:
        text, kind = texts[name]
        return Response(text, mimetype=kind)

    made.add_url_rule("/<name>", "answer", answer)
    compress(made)
    return made


@pytest.mark.parametrize(
    ("name", "accepted", "smaller"),
    [
        pytest.param("page", "gzip, br", True, id="a view"),
        pytest.param("page", "identity", False, id="not taken"),
        pytest.param("short", "gzip", False, id="too short to pay"),
        pytest.param("script", "gzip", False, id="kept by the browser anyway"),
    ],
)
def test_what_is_compressed(server: Flask, name: str, accepted: str, smaller: bool) -> None:
    answer = server.test_client().get(f"/{name}", headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("Content-Encoding") == "gzip") is smaller
    if smaller:
        assert gzip.decompress(answer.data).decode() == LONG
        assert len(answer.data) < len(LONG) / 5
