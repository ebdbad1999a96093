"""A folder with the invented case, the application over it, and a client that asks it without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.config import Settings
from tests.dashboard.sample import sample_case, write_case


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
