"""Ask whether a weakness is known in any package of the lock, and fail unless the answer covers every one.

    lock  ->  pip-audit, once for each set of versions  ->  its JSON  ->  Verdict  ->  exit code

pip-audit ends with "No known vulnerabilities found" and code 0 when it could not ask about a single package (it says
"skip_reason" beside each). So its words and its code count for nothing here: only an answer for each package does.
Exit codes: 0 every package was asked about and none is affected, 1 a weakness is known, 3 something was not asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from supply.lock import Package, packages, plain

CLEAN, AFFECTED, NOT_ASKED = 0, 1, 3
TIMEOUT_SECONDS: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`asked` how many packages were answered for, `affected` "name version: ids", `unasked` "name version: why"."""

    asked: int
    affected: tuple[str, ...]
    unasked: tuple[str, ...]

    @property
    def code(self) -> int:
        return NOT_ASKED if self.unasked or not self.asked else AFFECTED if self.affected else CLEAN


def verdict(wanted: Sequence[Package], answers: Sequence[Any]) -> Verdict:
    """What the answers (pip-audit's JSON, one for each run) say of the packages of the lock."""
    known: dict[tuple[str, str], Any] = {}
    reasons: dict[str, str] = {}
    for answer in answers:
        for entry in answer.get("dependencies", ()) if isinstance(answer, dict) else ():
            if "skip_reason" in entry:
                reasons[plain(entry.get("name", ""))] = str(entry["skip_reason"])
            elif "vulns" in entry:
                known[plain(entry["name"]), str(entry.get("version"))] = entry["vulns"]
    affected, unasked = [], []
    for package in wanted:
        title = f"{package.name} {package.version}"
        found = known.get((package.name, package.version))
        if found is None:
            unasked.append(f"{title}: {reasons.get(package.name, 'no answer')}")
        elif found:
            affected.append(f"{title}: {', '.join(str(v.get('id')) for v in found)}")
    return Verdict(asked=len(wanted) - len(unasked), affected=tuple(affected), unasked=tuple(unasked))


def rounds(found: Sequence[Package]) -> list[list[Package]]:
    """The packages in lists that hold each name once: the lock has two versions of some, for different Pythons."""
    out: list[list[Package]] = []
    for package in found:
        row = next((r for r in out if all(p.name != package.name for p in r)), None)
        if row is None:
            out.append(row := [])
        row.append(package)
    return out


def ask(tool: Path, wanted: Sequence[Package]) -> Any:
    """pip-audit's answer for some packages; nothing where it gave none."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "packages.txt"
        listed.write_text("".join(f"{p.name}=={p.version}\n" for p in wanted), encoding="utf-8")
        command = [str(tool), "-r", str(listed), "--no-deps", "--disable-pip", "--format", "json",
                   "--progress-spinner", "off"]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT_SECONDS)
            return json.loads(done.stdout)
        except (OSError, subprocess.TimeoutExpired, json.JSONDecodeError):
            return {}


def main(argv: Sequence[str] | None = None) -> int:
    """Ask, print what is known, and return the exit code."""
    tool = Path((argv or sys.argv[1:] or ["pip-audit"])[0])
    found = packages()
    said = verdict(found, [ask(tool, row) for row in rounds(found)])
    for line in said.affected:
        print(f"A weakness is known: {line}")
    for line in said.unasked:
        print(f"Not asked: {line}")
    print(f"{said.asked} of {len(found)} packages were asked about, {len(said.affected)} are affected.")
    if said.code == NOT_ASKED:
        print("The audit FAILED: a package that was not asked about may be affected.")
        print("Run it where the service is reachable.")
    return said.code


if __name__ == "__main__":
    sys.exit(main())
