"""The word tables of `vocabulary/times`, and alternations made of them.

`times.toml` names the files, each of one theme, and the order in which the rules among them are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from model.data import load_toml
from model.errors import RuleFileError

_FILES: Final = "ingest.vocabulary.times"


def _gathered() -> dict[str, Any]:
    """The tolerances, and the tables, slots and ordered rules of all files; `RuleFileError` where two share a name."""
    top = load_toml("ingest.vocabulary", "times.toml")
    words = _joined(top["words_in"], "words")
    slots = _joined(top["slots_in"], "slots")
    rules = [rule for name in top["rules_in"] for rule in load_toml(_FILES, f"{name}.toml")["rule"]]
    return {"tolerance": top["tolerance"], "words": words, "slots": slots, "rule": rules}


def _joined(names: Iterable[str], section: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        part = load_toml(_FILES, f"{name}.toml")[section]
        if twice := found.keys() & part.keys():
            raise RuleFileError(
                f"The data file times/{name}.toml names again what another file of its folder holds: {min(twice)}.",
                remedy="Keep each table and each slot in one file only.",
            )
        found |= part
    return found


DATA: Final[dict[str, Any]] = _gathered()
TABLES: Final[dict[str, dict[str, Any]]] = {
    name: {word: value for word, value in table.items() if word != "source"} for name, table in DATA["words"].items()
}
TOLERANCE: Final[dict[str, int]] = {k: v for k, v in DATA["tolerance"].items() if k != "source"}


def alternation(words: Iterable[str]) -> str:
    """Any of the words, longest first, blanks and apostrophes as they come."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s{1,2}").replace("'", "['’]?") for w in ordered) + ")"
