"""What a person changed in a chronology in Word, one change at a time, and the form that would take it over.

A proposal without a form cannot be taken over by itself; it is told all the same, with what can be done instead.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

from dashboard.forms import Form

Sort = Literal["changed", "new", "gone"]
SORTS: Final[dict[str, str]] = {"changed": "Changed", "new": "New row", "gone": "Row taken out"}
ID_DIGITS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One change. `where` names the row, `what` the part of it; `tracked` tells a change that Word still marks."""

    sort: Sort
    where: str
    what: str
    old: str
    new: str
    note: str = ""
    tracked: bool = False
    event: str = ""
    form: Form | None = None

    @property
    def id(self) -> str:
        """A short name that is the same for the same change."""
        parts = (self.sort, self.where, self.what, self.old, self.new)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All changes of a document, and what is to be said of it as a whole."""

    proposals: tuple[Proposal, ...]
    said: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[Proposal, ...]:
        """Those that can be taken over."""
        return tuple(p for p in self.proposals if p.form is not None)


def form(act: str, on: str = "", **fields: str | list[str]) -> Form:
    """A form as the pages would send it."""
    return Form(act=act, on=on, fields={n: v if isinstance(v, list) else [v] for n, v in fields.items()})
