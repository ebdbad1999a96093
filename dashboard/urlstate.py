"""What a page shows, kept in its address: the window, the filters, the chosen event or gap.

    "?from=2021-03-01&to=2021-04-30&agency=police"  ->  parse  ->  ViewState  ->  query  ->  the same words

Only dates, contract names and opaque ids stand in an address: no case text, since addresses end up in
histories and logs. Words searched for are therefore kept in the page's memory and not here.
Anything in an address that is not understood is left out; it can never stop a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

MAX_VALUES = 100  # of one filter: more than there are kinds
MAX_CHARS = 120  # of one value


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """One view of a case. `first` and `last` are both inclusive days; both None means the whole case.

    An empty filter lets everything through. `page` counts from 1.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    event: str | None = None
    gap: str | None = None
    show: str | None = None  # a part of a page that has several
    side: str | None = None  # the agency whose knowledge is asked for
    on: dt.date | None = None  # the day of which it is asked
    page: int = 1

    def query(self) -> str:
        """The address's query, with its question mark, or nothing for the plain view."""
        parts: list[tuple[str, str]] = []
        if self.first is not None and self.last is not None:
            parts += [("from", self.first.isoformat()), ("to", self.last.isoformat())]
        for name, values in (("agency", self.agencies), ("kind", self.kinds), ("gaps", self.gaps)):
            parts += [(name, value) for value in values]
        single = {"event": self.event, "gap": self.gap, "show": self.show, "side": self.side}
        parts += [(name, value) for name, value in single.items() if value]
        if self.on is not None:
            parts.append(("on", self.on.isoformat()))
        if self.page > 1:
            parts.append(("page", str(self.page)))
        return "?" + urlencode(parts) if parts else ""

    def but(self, **changes: Any) -> ViewState:
        """The same view with something else in it; the list starts again at its first page."""
        return replace(self, **({"page": 1} | changes))

    def toggled(self, filter_name: str, value: str) -> ViewState:
        """The same view with one value of a filter ("agencies", "kinds", "gaps") put in or taken out."""
        values: tuple[str, ...] = getattr(self, filter_name)
        changed = tuple(v for v in values if v != value) if value in values else (*values, value)
        return self.but(**{filter_name: changed})


def parse(query: str | None) -> ViewState:
    """The view that an address asks for. Never raises: what is not understood is left out."""
    try:
        fields = parse_qs((query or "").lstrip("?"), max_num_fields=4 * MAX_VALUES)
    except ValueError:
        return ViewState()
    first, last = _day(fields.get("from")), _day(fields.get("to"))
    if first is None or last is None or last < first:
        first = last = None
    return ViewState(
        first=first,
        last=last,
        agencies=_values(fields.get("agency")),
        kinds=_values(fields.get("kind")),
        gaps=_values(fields.get("gaps")),
        event=_one(fields.get("event")),
        gap=_one(fields.get("gap")),
        show=_one(fields.get("show")),
        side=_one(fields.get("side")),
        on=_day(fields.get("on")),
        page=_page(fields.get("page")),
    )


def _day(values: Sequence[str] | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(values[-1]) if values else None
    except ValueError:
        return None


def _values(values: Sequence[str] | None) -> tuple[str, ...]:
    kept = [v for v in values or () if v and len(v) <= MAX_CHARS]
    return tuple(dict.fromkeys(kept))[:MAX_VALUES]


def _one(values: Sequence[str] | None) -> str | None:
    kept = _values(values)
    return kept[-1] if kept else None


def _page(values: Sequence[str] | None) -> int:
    text = values[-1] if values else "1"
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
