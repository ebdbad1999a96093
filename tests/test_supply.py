"""What the program is made of: licences that may come in, a whole bill of materials, an audit that asks or fails."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from supply.audit import AFFECTED, CLEAN, NOT_ASKED, ask, main, rounds, verdict
from supply.licences import PAGE, allowed, licence_of, page
from supply.lock import ROOT, Package, packages
from supply.sbom import bill

LEAST = tomllib.loads((ROOT / "supply" / "least.toml").read_text(encoding="utf-8"))["package"]
AT = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def package(name: str, version: str = "1.0") -> Package:
    return Package(name=name, version=version, marker="", hashes=("0" * 64,))


# ------------------------------------------------------------------ licences
@pytest.mark.parametrize("found", [pytest.param(p, id=f"{p.name} {p.version}") for p in packages()])
def test_every_package_has_a_licence_that_may_come_in(found: Package) -> None:
    licence = licence_of(found)
    assert licence, f"{found.name} says no licence: look it up and put it into supply/licences.toml"
    assert allowed(licence), f"{found.name} is under {licence}"


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True), ("GPL-3.0-only", False), ("AGPL-3.0-or-later", False), ("MIT OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False), ("GPL-2.0-only OR AGPL-3.0-only", False),
        ("MIT AND (GPL-2.0-only OR ISC)", True),
        ("(MIT", False), ("", False), ("MIT OR", True), ("MIT AND", False), ("MIT ISC", False), ("Proprietary", False),
        (None, False),
    ],
)  # fmt: skip
def test_which_expressions_are_allowed(expression: str | None, may: bool) -> None:
    assert allowed(expression) is may


def test_a_package_that_nobody_knows_has_no_licence() -> None:
    assert licence_of(package("a-package-that-is-not-there")) is None


def test_the_list_in_the_docs_is_in_step_with_the_lock() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m supply.licences"


# ------------------------------------------------------------------ bill of materials
def test_the_bill_holds_every_package_once_with_its_hashes() -> None:
    made = json.loads(json.dumps(bill(packages(), "1.2.3", AT)))
    refs = [c["bom-ref"] for c in made["components"]]
    assert len(refs) == len(set(refs)) == len(packages())
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for component in made["components"]:
        (reference,) = component["externalReferences"]
        assert reference["hashes"]
        assert all(f"sha256:{h['content']}" in text for h in reference["hashes"])
        assert component["licenses"]
    assert made["bomFormat"] == "CycloneDX"
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", made["serialNumber"])


def test_what_depends_on_what_names_only_what_is_there() -> None:
    made = bill(packages(), "1.2.3", AT)
    refs = {c["bom-ref"] for c in made["components"]} | {made["metadata"]["component"]["bom-ref"]}
    edges = {d["ref"]: d["dependsOn"] for d in made["dependencies"]}
    assert set(edges) == refs
    assert all(set(wanted) <= refs for wanted in edges.values())
    assert any("flask@" in ref for ref in edges["pkg:pypi/casethread@1.2.3"])
    dash = next(ref for ref in refs if ref.startswith("pkg:pypi/dash@"))
    assert any("plotly@" in ref for ref in edges[dash])


def test_the_same_lock_gives_the_same_bill() -> None:
    assert bill(packages(), "1", AT) == bill(packages(), "1", AT)


def test_a_package_without_a_hash_is_no_lock() -> None:
    with pytest.raises(ValueError, match="without a hash"):
        packages("one==1.0\ntwo==2.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")


# ------------------------------------------------------------------ audit
def answer(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"dependencies": list(entries), "fixes": []}


TWO = {"name": "two", "version": "1.0", "vulns": []}
SKIPPED = {"name": "two", "skip_reason": "could not be audited"}
FINE = {"name": "One", "version": "1.0", "vulns": []}  # the name as PyPI shows it


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        pytest.param([answer(FINE, TWO)], CLEAN, id="all asked, none affected"),
        pytest.param(
            [answer(FINE, {"name": "two", "version": "1.0", "vulns": [{"id": "PYSEC-1"}]})], AFFECTED, id="one affected"
        ),
        pytest.param([answer(FINE)], NOT_ASKED, id="one left out"),
        pytest.param([answer(FINE, SKIPPED)], NOT_ASKED, id="one skipped"),
        pytest.param([answer(FINE, {"name": "two", "version": "0.9", "vulns": []})], NOT_ASKED, id="another version"),
        pytest.param([answer()], NOT_ASKED, id="an empty report"),
        pytest.param([{}], NOT_ASKED, id="no report"),
        pytest.param([], NOT_ASKED, id="nothing ran"),
        pytest.param(["nonsense"], NOT_ASKED, id="nonsense"),
        pytest.param(
            [answer(FINE), answer(TWO)], CLEAN, id="in two rounds"
        ),
    ],
)  # fmt: skip
def test_only_an_answer_for_every_package_passes(answers: list[Any], code: int) -> None:
    assert verdict([package("one"), package("two")], answers).code == code


def test_an_empty_lock_passes_no_audit() -> None:
    assert verdict([], [answer()]).code == NOT_ASKED


def test_a_tool_that_is_not_there_or_says_nothing_fails_the_audit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(tmp_path / "no-such-tool", [package("one")]) == {}
    silent = tmp_path / "tool"
    silent.write_text("#!/bin/sh\necho 'No known vulnerabilities found'\n", encoding="utf-8")
    silent.chmod(0o755)
    assert main([str(silent)]) == NOT_ASKED
    assert "FAILED" in capsys.readouterr().out


def test_two_versions_of_a_package_are_asked_about_apart() -> None:
    rows = rounds([package("a", "1"), package("b", "1"), package("a", "2")])
    assert [[p.version for p in row if p.name == "a"] for row in rows] == [["1"], ["2"]]
    assert sum(len(row) for row in rows) == 3


# ------------------------------------------------------------------ least versions
def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", version)[:4])


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["name"]) for e in LEAST])
def test_the_lock_holds_no_version_with_a_known_weakness(entry: dict[str, str]) -> None:
    locked = [p for p in packages() if p.name == entry["name"]]
    if entry.get("absent"):
        assert locked == [], entry["why"]
        return
    assert locked, f"{entry['name']} is no longer in the lock: take it out of supply/least.toml"
    for found in locked:
        assert numbers(found.version) >= numbers(entry["least"]), entry["why"]
