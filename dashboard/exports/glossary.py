"""The short words of an export and what they mean: codes of agencies, kinds of events, abbreviations.

    agency ids  ->  codes  ->  {"police": "POL"}, unlike one another
    texts       ->  abbreviations_in  ->  those that practitioners wrote, with their meaning

The words stand in `model/rules/glossary.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from model.data import load_toml

_DATA: Final = load_toml("model.rules", "glossary.toml")
CODES: Final[dict[str, str]] = _DATA["codes"]
KIND_MEANINGS: Final[dict[str, str]] = _DATA["kinds"]
ABBREVIATIONS: Final[dict[str, str]] = _DATA["abbreviations"]
_ANY: Final = re.compile(
    r"(?<![\w&-])(" + "|".join(re.escape(a) for a in sorted(ABBREVIATIONS, key=len, reverse=True)) + r")(?![\w&-])"
)
OWN_CHARS: Final = 3  # of the code of an agency that is the case's own


def codes(agencies: Iterable[str]) -> dict[str, str]:
    """A code for each agency; a case's own agencies get the first letters of their name, numbered where taken."""
    found: dict[str, str] = {}
    for agency in agencies:
        code = CODES.get(agency) or re.sub(r"[^A-Z0-9]", "", agency.upper())[:OWN_CHARS] or "AG"
        taken = {*found.values(), *(c for a, c in CODES.items() if a != agency)}
        number = 2
        while code in taken:
            code, number = f"{code[:OWN_CHARS]}{number}", number + 1
        found[agency] = code
    return found


def abbreviations_in(texts: Iterable[str]) -> dict[str, str]:
    """The known short forms that stand in the texts as whole words, in the order of the alphabet."""
    seen = {short for text in texts for short in _ANY.findall(text)}
    return {short: ABBREVIATIONS[short] for short in sorted(seen, key=str.casefold)}
