"""The packages of requirements.lock: name, version, where it is for, and the hashes that an installation must match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
LOCK: Final = ROOT / "requirements.lock"
_PACKAGE: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\\n]*?))? *\\?$")
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One line of the lock. `marker` says on which systems it is installed (empty: on all), `hashes` are SHA-256."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def packages(text: str | None = None) -> Sequence[Package]:
    """Every package of the lock, in its order. Raises ValueError for a package without a hash."""
    lines = (LOCK.read_text(encoding="utf-8") if text is None else text).splitlines()
    found: list[Package] = []
    for line in lines:
        if begun := _PACKAGE.match(line):
            name, version, marker = begun[1], begun[2], (begun[3] or "").strip()
            found.append(Package(name=plain(name), version=version, marker=marker, hashes=()))
        elif (hash_ := _HASH.search(line)) and found:
            last = found[-1]
            found[-1] = Package(
                name=last.name, version=last.version, marker=last.marker, hashes=(*last.hashes, hash_[1])
            )
    bare = [p.name for p in found if not p.hashes]
    if bare:
        raise ValueError(f"without a hash: {', '.join(bare)}")
    return found


def plain(name: str) -> str:
    """A package's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
