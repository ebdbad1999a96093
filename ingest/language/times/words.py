"""The word tables of `vocabulary/times.toml`, and alternations made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from model.data import load_toml

DATA: Final[dict[str, Any]] = load_toml("ingest.vocabulary", "times.toml")
TABLES: Final[dict[str, dict[str, Any]]] = {
    name: {word: value for word, value in table.items() if word != "source"} for name, table in DATA["words"].items()
}
TOLERANCE: Final[dict[str, int]] = {k: v for k, v in DATA["tolerance"].items() if k != "source"}


def alternation(words: Iterable[str]) -> str:
    """Any of the words, longest first, blanks and apostrophes as they come."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s{1,2}").replace("'", "['’]?") for w in ordered) + ")"
