"""The bill of materials of a release: CycloneDX 1.6, from the lock and from what the installed packages say they need.

python -m supply.sbom OUT [--check]  ->  OUT; with --check the standard's own schema must find nothing wrong in it

The same lock gives the same file: its serial number is made from the lock, and its time from the last commit, if known.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from supply.licences import licence_of, needed_for
from supply.lock import LOCK, ROOT, Package, packages, plain


def bill(found: Sequence[Package], version: str, at: dt.datetime) -> dict[str, Any]:
    """The bill as plain data."""
    uses = needed_for([p.name for p in found])
    serial = uuid.UUID(hashlib.sha256(LOCK.read_bytes()).hexdigest()[:32], version=5)
    ours = f"pkg:pypi/casethread@{version}"
    direct = {plain(_name(line)) for line in _project()["project"]["dependencies"]}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
            "tools": {"components": [{"type": "application", "name": "casethread supply.sbom", "version": version}]},
            "component": {
                "type": "application", "bom-ref": ours, "name": "casethread", "version": version, "purl": ours,
                "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": [_component(p, uses[p.name]) for p in found],
        "dependencies": [
            {"ref": ours, "dependsOn": sorted({_ref(p) for p in found if p.name in direct})},
            *({"ref": _ref(p), "dependsOn": _needs(p, found)} for p in found),
        ],
    }  # fmt: skip


def _component(package: Package, use: str) -> dict[str, Any]:
    licence = licence_of(package)
    simple = bool(licence) and " " not in str(licence)
    named = [{"license": {"id": licence}}] if simple else [{"expression": licence}] if licence else []
    properties = [{"name": "casethread:needed-for", "value": use}]
    if package.marker:
        properties.append({"name": "casethread:installed-where", "value": package.marker})
    return {
        "type": "library", "bom-ref": _ref(package), "name": package.name, "version": package.version,
        "purl": f"pkg:pypi/{package.name}@{package.version}",
        "scope": "excluded" if use.startswith("making") else "optional" if use.startswith("the extra") else "required",
        **({"licenses": named} if named else {}),
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{package.name}/{package.version}/",
                "comment": "one SHA-256 for each file of the release; an installation must match one of them",
                "hashes": [{"alg": "SHA-256", "content": h} for h in package.hashes],
            }
        ],
        "properties": properties,
    }  # fmt: skip


def _ref(package: Package) -> str:
    return f"pkg:pypi/{package.name}@{package.version}"


def _needs(package: Package, found: Sequence[Package]) -> list[str]:
    try:
        wanted = metadata.requires(package.name) or []
    except metadata.PackageNotFoundError:  # of another system: it is not installed here
        return []
    names = {plain(_name(line)) for line in wanted if "extra ==" not in line}
    return sorted({_ref(p) for p in found if p.name in names})


def _name(line: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", line)
    return found[0] if found else ""


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def moment() -> dt.datetime:
    """The time of the release: SOURCE_DATE_EPOCH, else the last commit, else now."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not said.isdigit():
        done = subprocess.run(
            ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False
        )
        said = done.stdout.strip()
    return dt.datetime.fromtimestamp(int(said), dt.UTC) if said.isdigit() else dt.datetime.now(dt.UTC)


def problems(text: str) -> str:
    """What the standard's own schema finds wrong; nothing for a valid bill. Needs the packages of tools.lock."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return "" if found is None else str(found).splitlines()[0]


def main(argv: Sequence[str] | None = None) -> int:
    """Write the bill; 1 where the schema finds something wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args(argv)
    found = packages()
    text = json.dumps(bill(found, _project()["project"]["version"], moment()), indent=2, ensure_ascii=False) + "\n"
    wrong = problems(text) if args.check else ""
    if wrong:
        print(f"Not valid: {wrong}", file=sys.stderr)
        return 1
    args.out.write_text(text, encoding="utf-8")
    print(f"Wrote {args.out}: {len(found)} packages{', valid by the CycloneDX 1.6 schema' if args.check else ''}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
