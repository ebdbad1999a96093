"""The licence of every package of the lock, in SPDX's words, and whether it may come in.

Package  ->  stated in licences.toml, else what the installed package says of itself  ->  licence_of  ->  allowed
python -m supply.licences  ->  docs/licences.md
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Sequence
from importlib import metadata
from typing import Any, Final

from supply.lock import ROOT, Package, packages, plain

_DATA: Final[dict[str, Any]] = tomllib.loads((ROOT / "supply" / "licences.toml").read_text(encoding="utf-8"))
PAGE: Final = ROOT / "docs" / "licences.md"
HEAD: Final = """# Licences of the packages

Made by `python -m supply.licences` from `requirements.lock`. Which licences may come in stands in
`supply/licences.toml`; a test fails for any other, and for a package that says none. Casethread itself is under the MIT
licence. The scripts and fonts that lie in the repository have their licences beside them.

| Package | Licence | Needed for |
| --- | --- | --- |
"""


def licence_of(package: Package) -> str | None:
    """The SPDX expression of a package's licence; None where nobody has said it in words that we know."""
    if package.name in _DATA["stated"]:
        return str(_DATA["stated"][package.name])
    try:
        data: Any = metadata.metadata(package.name)
    except metadata.PackageNotFoundError:
        return None
    expression = data.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [str(c).rsplit(" :: ", 1)[-1] for c in data.get_all("Classifier", []) if c.startswith("License ::")]
    for words in (str(data.get("License") or "").strip(), *classifiers):
        if words in _DATA["words"]:
            return str(_DATA["words"][words])
    return None


def allowed(expression: str | None) -> bool:
    """Whether an SPDX expression of AND and OR can be met by allowed licences alone.

    >>> allowed("MIT AND (GPL-3.0-only OR Apache-2.0)"), allowed("GPL-3.0-only"), allowed(None)
    (True, False, False)
    """
    if not expression:
        return False
    tokens = re.findall(r"\(|\)|[A-Za-z0-9.+-]+", expression)
    value, rest = _either(tokens)
    return value and not rest


def _either(tokens: list[str]) -> tuple[bool, list[str]]:
    value, rest = _both(tokens)
    while rest and rest[0].upper() == "OR":
        other, rest = _both(rest[1:])
        value = value or other
    return value, rest


def _both(tokens: list[str]) -> tuple[bool, list[str]]:
    value, rest = _one(tokens)
    while rest and rest[0].upper() == "AND":
        other, rest = _one(rest[1:])
        value = value and other
    return value, rest


def _one(tokens: list[str]) -> tuple[bool, list[str]]:
    if not tokens:
        return False, []
    if tokens[0] == "(":
        value, rest = _either(tokens[1:])
        return value and rest[:1] == [")"], rest[1:]
    return tokens[0] in _DATA["allowed"], tokens[1:]


def needed_for(names: Sequence[str]) -> dict[str, str]:
    """For each package, the widest use that needs it: the program, an optional part of it, or its making."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    optional = project["project"]["optional-dependencies"]
    roots = [("the program", project["project"]["dependencies"])]
    roots += [(f"the extra {extra}", wanted) for extra, wanted in optional.items()]
    out: dict[str, str] = {}
    for use, wanted in roots:
        for name in _closure([_name(line) for line in wanted]):
            out.setdefault(name, use)
    return {name: out.get(name, "making and testing it") for name in names}


def _closure(names: list[str]) -> set[str]:
    seen: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            wanted = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        todo += [_name(line) for line in wanted if "extra ==" not in line]
    return seen


def _name(line: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", line)
    return plain(found[0]) if found else ""


def page() -> str:
    """The list as a page of the docs; versions are left out, so that it changes only with what is in it."""
    every = {p.name: p for p in packages()}
    uses = needed_for(list(every))
    rows = [f"| {name} | {licence_of(p) or 'not said'} | {uses[name]} |" for name, p in sorted(every.items())]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    wrong = [p.name for p in packages() if not allowed(licence_of(p))]
    print(f"Wrote {PAGE.name}." + (f" Not allowed: {', '.join(wrong)}" if wrong else ""))
    sys.exit(1 if wrong else 0)
