"""The words that a gap is told in, from `rules/wording.toml`: no sentence of them stands in code.

said("next_meeting", date="4 May 2021")        ->  "The next is recorded 4 May 2021"
confidence(("both_dates", "excused"))          ->  ("high", "High: both dates are recorded. A reason ...")
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from model.case import Certainty
from model.data import load_toml


@cache
def _wording() -> dict[str, Any]:
    return load_toml("model.rules", "wording.toml")


def said(name: str, **fields: object) -> str:
    """A phrase of the wording file with its fields filled in. Raises KeyError for a name it does not have."""
    return str(_wording()["phrases"][name]).format(**fields)


def named(name: str, **fields: object) -> str:
    """A way of naming an amount: "at least 5 days"."""
    return str(_wording()["names"][name]).format(**fields)


def authority(name: str, **fields: object) -> str:
    """A part of the line that names the rule's source."""
    return str(_wording()["authority"][name]).format(**fields)


def not_judged(name: str, **fields: object) -> str:
    """Why a rule was not judged, in words."""
    return str(_wording()["not_judged"][name]).format(**fields)


def confidence(reasons: Sequence[str]) -> tuple[Certainty, str]:
    """How sure a gap is: the level of its first reason, and all reasons in words."""
    table = _wording()["reasons"]
    level: Certainty = table[reasons[0]]["level"]
    first, *more = (str(table[name]["text"]) for name in reasons)
    parts = [f"{level.capitalize()}: {first}", *(text[:1].upper() + text[1:] for text in more)]
    return level, ". ".join(parts) + "."
