"""Small stories for the rules, written as data: one line an event.

    "police | arrest | 2022-03-01 | Father arrested | roles=father; told=front_door; row=a"  ->  Made

The last part may be left out. It holds, parted by semicolons: an assertion, `roles`, `told`, `from` and `with`
(agencies), `row` (events of one row), `written` (the date of the row), `heading` (of its column), `main`, `recorded`
and `approximate`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from model.names import ASSERTIONS
from tests.builders.cases import Made, event

EXAMPLES = Path(__file__).parent.parent / "model" / "rule_examples.toml"
_LISTS = {"told": "shared_with", "from": "received_from", "with": "involves"}


def load_examples() -> dict[str, Any]:
    """The stories as written: the frame that each stands in, and two for each rule."""
    return tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))


def story(lines: list[str]) -> list[Made]:
    """The events of a story."""
    return [_made(line) for line in lines]


def _made(line: str) -> Made:
    agency, kind, date, quote, *rest = [part.strip() for part in line.split(" | ")]
    known: dict[str, Any] = {}
    for part in (p.strip() for p in (rest[0] if rest else "").split(";") if p.strip()):
        name, _, value = part.partition("=")
        if name in ASSERTIONS:
            known["assertion"] = name
        elif name in _LISTS:
            known[_LISTS[name]] = tuple(value.split(","))
        elif name == "roles":
            known["roles"] = value.split(",")
        elif name in ("main", "approximate"):
            known[name] = value == "true"
        elif name in ("row", "written", "recorded", "label", "heading"):
            known[name] = value
        else:
            raise ValueError(f"a story does not know “{part}”")
    return event(agency, kind, None if date == "-" else date, quote, **known)
