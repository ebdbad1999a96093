"""What a page shows, kept in its address: the window, the filters, the chosen event or gap.

    "?from=2021-03-01&to=2021-04-30&agency=police"  ->  parse  ->  ViewState  ->  query  ->  the same words

Only dates, contract names and opaque ids stand in an address: no case text, since addresses end up in
histories and logs. Words searched for are kept in the case file and named here by an id that says nothing.
Anything in an address that is not understood is left out; it can never stop a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

MAX_VALUES = 100  # of one filter: more than there are kinds
MAX_CHARS = 120  # of one value
MAX_FIELDS = 1_000  # of one address: every filter with every value that it has
AXES: Final = ("calendar", "age", "days")
"""What days are counted from: the calendar, the child's birth, or the chosen anchor."""
FILTERS: Final = ("agencies", "kinds", "people", "assertions", "statuses", "tags", "gaps")

_MANY: Final[dict[str, str]] = {
    "agencies": "agency", "kinds": "kind", "people": "person", "assertions": "told", "statuses": "review",
    "tags": "tag", "gaps": "gaps", "lanes": "lane", "fold": "fold", "split": "split", "hide": "hide",
}  # fmt: skip
_FLAGS: Final[dict[str, str]] = {"cited": "cited", "among": "among"}
_ONE: Final = ("find", "anchor", "measure", "event", "gap", "show", "side", "sort")


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """One view of a case. `first` and `last` are both inclusive days; both None means the whole case.

    An empty filter lets everything through. `page` counts from 1. `find` is the id under which the case
    file keeps the words searched for; `among` shows the hits among all events instead of alone. `axis`
    says what the days are counted from: the calendar, the child's birth ("age") or the event or key date
    named by `anchor` ("days"). `measure` is the event from which the chosen one is measured. `lanes`,
    `fold` and `split` order, fold and split lanes; `hide` takes backgrounds away.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    assertions: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()  # by opaque names: a tag is a reviewer's own words
    gaps: tuple[str, ...] = ()
    cited: bool = False
    find: str | None = None
    among: bool = False
    axis: str = "calendar"
    anchor: str | None = None
    measure: str | None = None
    lanes: tuple[str, ...] = ()
    fold: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    event: str | None = None
    gap: str | None = None
    show: str | None = None  # a part of a page that has several
    side: str | None = None  # the agency whose knowledge is asked for
    kept_first: dt.date | None = None  # a second window, kept to be compared with this one
    kept_last: dt.date | None = None
    sort: str | None = None  # the column that a list is in the order of, with "-" before it the other way round
    on: dt.date | None = None  # the day of which it is asked
    page: int = 1

    def query(self) -> str:
        """The address's query, with its question mark, or nothing for the plain view."""
        parts: list[tuple[str, str]] = []
        if self.first is not None and self.last is not None:
            parts += [("from", self.first.isoformat()), ("to", self.last.isoformat())]
        if self.kept_first is not None and self.kept_last is not None:
            parts += [("kept-from", self.kept_first.isoformat()), ("kept-to", self.kept_last.isoformat())]
        for field, name in _MANY.items():
            parts += [(name, value) for value in getattr(self, field)]
        parts += [(name, "yes") for field, name in _FLAGS.items() if getattr(self, field)]
        if self.axis != AXES[0]:
            parts.append(("axis", self.axis))
        parts += [(name, value) for name in _ONE if (value := getattr(self, name))]
        if self.on is not None:
            parts.append(("on", self.on.isoformat()))
        if self.page > 1:
            parts.append(("page", str(self.page)))
        return "?" + urlencode(parts) if parts else ""

    def but(self, **changes: Any) -> ViewState:
        """The same view with something else in it; the list starts again at its first page."""
        return replace(self, **({"page": 1} | changes))

    def toggled(self, filter_name: str, value: str) -> ViewState:
        """The same view with one value of a filter (such as "agencies") or list put in or taken out."""
        values: tuple[str, ...] = getattr(self, filter_name)
        changed = tuple(v for v in values if v != value) if value in values else (*values, value)
        return self.but(**{filter_name: changed})

    def unfiltered(self) -> ViewState:
        """The same view without anything that narrows it but the window."""
        return self.but(cited=False, find=None, among=False, **dict.fromkeys(FILTERS, ()))

    @property
    def filters(self) -> tuple[object, ...]:
        """What decides which events pass, whatever the window."""
        return (*(getattr(self, name) for name in FILTERS), self.cited)


def parse(query: str | None) -> ViewState:
    """The view that an address asks for. Never raises: what is not understood is left out."""
    try:
        fields = parse_qs((query or "").lstrip("?"), max_num_fields=MAX_FIELDS)
    except ValueError:
        return ViewState()
    first, last = _days(fields, "from", "to")
    kept_first, kept_last = _days(fields, "kept-from", "kept-to")
    found: dict[str, Any] = {field: _values(fields.get(name)) for field, name in _MANY.items()}
    found |= {field: fields.get(name, [""])[-1] == "yes" for field, name in _FLAGS.items()}
    found |= {name: _one(fields.get(name)) for name in _ONE}
    axis = _one(fields.get("axis"))
    return ViewState(
        first=first,
        last=last,
        kept_first=kept_first,
        kept_last=kept_last,
        on=_day(fields.get("on")),
        axis=axis if axis in AXES else AXES[0],
        page=_page(fields.get("page")),
        **found,
    )


def _days(fields: Mapping[str, Sequence[str]], start: str, end: str) -> tuple[dt.date | None, dt.date | None]:
    """Both days of a window, or neither."""
    first, last = _day(fields.get(start)), _day(fields.get(end))
    return (None, None) if first is None or last is None or last < first else (first, last)


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
