"""The queries of the reviewer's own pages: a page number, one choice of a list, an opaque id. No case text.

"?show=waiting&page=2"  ->  Query(show="waiting", page=2)  ->  the same words
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from dashboard.casebook import CaseBook
from model.case import Entry

MAX_CHARS = 120
ROWS_OF_A_SOURCE = 25  # on one page of a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What such a page shows; `pick` is the id of a file or an actor, `show` and `agency` its filters."""

    show: str = ""
    agency: str = ""
    pick: str = ""
    page: int = 1

    def text(self) -> str:
        """The query with its question mark, or nothing."""
        parts = [(n, v) for n, v in (("show", self.show), ("agency", self.agency), ("pick", self.pick)) if v]
        parts += [("page", str(self.page))] if self.page > 1 else []
        return "?" + urlencode(parts) if parts else ""

    def but(self, **changes: Any) -> Query:
        """The same with something else in it, from its first page."""
        return replace(self, **({"page": 1} | changes))


def parse(search: str | None) -> Query:
    """The query of an address. Never raises; what is not understood is left out."""
    try:
        fields = parse_qs((search or "").lstrip("?"), max_num_fields=50)
    except ValueError:
        return Query()

    def one(name: str) -> str:
        value = (fields.get(name) or [""])[-1]
        return value if len(value) <= MAX_CHARS else ""

    page = one("page")
    return Query(
        show=one("show"),
        agency=one("agency"),
        pick=one("pick"),
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def place_of_entry(book: CaseBook, entry: Entry) -> str:
    """The query of the page that shows an entry in its file."""
    ids = [e.id for e in book.case.entries if e.source == entry.source]
    return Query(pick=entry.source, page=ids.index(entry.id) // ROWS_OF_A_SOURCE + 1).text()
