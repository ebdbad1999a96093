"""The addresses of the pages.

    "/"                       the list of cases
    "/case/KEY/timeline"      one page of one case (also gaps, knowledge, sources, bring-in)

KEY is the opaque name that `library.key_of` gives a case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dashboard.urlstate import ViewState

HOME: Final = "/"
PAGES: Final[dict[str, str]] = {
    "overview": "Overview",
    "timeline": "Timeline",
    "gaps": "Gaps",
    "knowledge": "Knowledge",
    "rules": "Rules",
    "events": "Events",
    "settle": "To settle",
    "people": "People",
    "names": "Names",
    "sources": "Sources",
    "bring-in": "Bring in",
    "log": "Log",
    "present": "Present",
    "export": "Export",
    "source": "Source",
    "returned": "Changes from Word",
}
"""The pages of a case, in the order of the navigation."""

UNLISTED: Final = frozenset({"source", "returned"})
"""Pages that are reached from another page and not from the navigation."""

UNDER: Final[dict[str, str]] = {"source": "sources", "returned": "bring-in"}
"""The page of the navigation that an unlisted one belongs to."""

_CASE: Final = re.compile(r"/case/([0-9a-f]{12})(?:/([a-z-]{1,20}))?/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which page of which case an address names; `page` is "cases", one of PAGES or "not-found"."""

    page: str
    case: str | None = None


def route_of(pathname: str | None) -> Route:
    """The route of an address. Never raises.

    >>> route_of("/case/0123456789ab/gaps")
    Route(page='gaps', case='0123456789ab')
    """
    path = pathname or HOME
    if path == HOME:
        return Route(page="cases")
    found = _CASE.fullmatch(path)
    if found is None or (found[2] or "timeline") not in PAGES:
        return Route(page="not-found")
    return Route(page=found[2] or "timeline", case=found[1])


def address(case: str, page: str = "timeline", state: ViewState | None = None) -> str:
    """The address of a page of a case, with the view in it."""
    return f"/case/{case}/{page}{state.query() if state else ''}"
