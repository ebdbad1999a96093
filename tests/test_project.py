"""The project's own promises: docs and lock in step with the code, data files loadable, layers kept."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from dashboard.cli import build_parser
from model.data import load_toml

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (
    "accounts",
    "encrypt",
    "move",
    "decrypt",
    "retention",
    "destroy",
    "backup",
    "restore",
    "verify",
    "demo",
    "new",
    "add",
    "show",
    "gaps",
    "serve",
    "export",
    "times",
    "doctor",
    "knew",
    "explain",
    "backup",
    "restore",
    "verify",
)


def test_every_command_that_the_readme_shows_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"casethread ([a-z]+)\b", readme))
    assert shown
    assert shown <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args([command, "--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    assert f"Example:\n  casethread {command}" in text
    assert "Exit codes:" in text


def test_the_lock_pins_every_package_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [
        *project["project"]["dependencies"],
        *(line for extra in project["project"]["optional-dependencies"].values() for line in extra),
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {_normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    missing = [line for line in named if _normal(re.split(r"[<>=!\[; ]", line)[0]) not in pinned]
    assert missing == []


def test_every_pinned_package_has_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9._-]+==)", lock, flags=re.MULTILINE)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in lock


@pytest.mark.parametrize("package", ["model.rules", "ingest.vocabulary"])
def test_every_data_file_can_be_read_and_names_its_version(package: str) -> None:
    names = [entry.name for entry in files(package).iterdir() if entry.name.endswith(".toml")]
    assert names
    for name in names:
        assert load_toml(package, name)["version"]


def test_tests_have_no_package_that_could_hide_ours() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []
    assert list((ROOT / "fixtures").rglob("__init__.py")) == []


def test_no_program_text_names_another_host() -> None:
    """No script, style or page loads anything from elsewhere; namespaces of file formats are names, not addresses."""
    allowed = (
        "http://127.0.0.1",
        "http://localhost",
        "http://{host}",
        "http://schemas.",
        "http://www.w3.org",
        "http://purl.",
    )
    found = []
    for folder in ("dashboard", "ingest", "model"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".css", ".js", ".html") and "vendor" not in path.parts:
                for url in re.findall(r"https?://[^\s\"'<>)]+", path.read_text(encoding="utf-8")):
                    if not url.startswith(allowed):
                        found.append(f"{path.relative_to(ROOT)}: {url}")
    assert found == []


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
