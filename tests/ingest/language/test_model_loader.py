"""The language model: which is used, whether its files are the official ones, what is said without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.language import model_loader
from model.data import load_toml


def test_the_installed_model_is_verified() -> None:
    status = model_loader.language_model_status()
    assert status.verified
    assert status.name in load_toml("ingest.vocabulary", "language_model.toml")["packages"]
    assert not status.problem


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    assert len(model_loader.changed_files(tmp_path)) == 24
    (tmp_path / "tokenizer").write_bytes(b"not the official file")
    assert "tokenizer" in model_loader.changed_files(tmp_path)


@pytest.mark.parametrize("present", [pytest.param(True, id="changed"), pytest.param(False, id="missing")])
def test_without_an_official_model_the_remedy_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, present: bool
) -> None:
    monkeypatch.setattr(model_loader, "_folder", lambda package: tmp_path if present else None)
    model_loader._status_and_folder.cache_clear()
    try:
        status, folder = model_loader._status_and_folder()
    finally:
        model_loader._status_and_folder.cache_clear()
    assert (status.name, status.verified, folder) == ("blank", False, None)
    assert "pip install" in status.remedy


def test_only_the_named_packages_are_looked_for() -> None:
    assert model_loader._folder("no_such_model_package") is None
