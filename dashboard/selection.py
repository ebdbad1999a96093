"""Which events a view shows: its filters, the words searched for, its window.

    CaseBook + ViewState + words  ->  matched  ->  Matched: events, hits, counts for the menus (kept while the
                                                   filters stay, so that a zoom never filters anew)
    Matched + window              ->  selected ->  Selection: what chart, table and tray show

A menu counts what each of its values would show under all *other* filters, so that a count never leads
to an empty page. Words are looked for in everything that is kept of an event: its row with every
column, its quote, kind, agency and people. "Several words" in quotation marks are one phrase.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from dashboard.casebook import FIRST_DAY, LAST_DAY, CaseBook, Matched
from dashboard.urlstate import FILTERS, ViewState
from model.case import Event, Gap

KEPT: Final = 12  # answers kept of a case: as many as a reviewer goes back and forth between
_NEEDLE: Final = re.compile(r'["“”]([^"“”]+)["“”]|(\S+)')

Values = Callable[[CaseBook, Event], Iterable[str]]

FACETS: Final[Mapping[str, Values]] = {
    "agencies": lambda _, e: (e.agency,),
    "kinds": lambda _, e: (e.kind,),
    "people": lambda book, e: book.people_of_event.get(e.id, ()),
    "assertions": lambda _, e: (e.assertion,),
    "statuses": lambda _, e: (e.status,),
    "tags": lambda book, e: book.tags_of_event.get(e.id, ()),
}
"""What of an event each filter looks at. ("gaps" narrows the gaps; "cited" the events that they cite.)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The events that the filters let through, all and in the window, and the gaps likewise.

    `hits` are the ids of events with the words searched for, None where nothing is searched for. `counts` are
    those of the menus, by filter and value; `without` says for each filter in force how many events it alone
    keeps away.
    """

    dated: tuple[Event, ...]
    undated: tuple[Event, ...]
    in_view: tuple[Event, ...]
    gaps: tuple[Gap, ...]
    first: dt.date
    last: dt.date
    agencies: tuple[str, ...] = ()  # the filter's, empty for all
    holders: frozenset[str] = frozenset()  # the agencies of all its events, in the window or not
    hits: frozenset[str] | None = None
    needles: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    without: Mapping[str, int] = field(default_factory=dict)
    of_agency: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)  # in view, by their first day
    ids: frozenset[str] = frozenset()  # of all its events, in the window or not

    def __post_init__(self) -> None:
        """What the timeline keeps for the next zoom is worked out here for whoever does not."""
        if self.in_view and not self.of_agency:
            object.__setattr__(self, "of_agency", by_agency(self.in_view))
        if not self.ids:
            object.__setattr__(self, "ids", frozenset(e.id for e in (*self.dated, *self.undated)))

    @property
    def listed(self) -> tuple[Event, ...]:
        """The events of the table: those in the window, then the undated."""
        return self.in_view + self.undated


def selected(book: CaseBook, state: ViewState, words: str = "") -> Selection:
    """The events and gaps that the filters, the words and the window let through."""
    found = matched(book, state, words)
    first, last = window(book, state)
    if state.first is None and found.hits is not None and not _all_within(book, found.hits, first, last):
        first, last = book.span  # what was searched for may lie among the few that a case does not open with
    in_view = _in_window(book, found.dated, first, last)
    return Selection(
        dated=found.dated,
        undated=found.undated,
        in_view=in_view,
        gaps=found.gaps,
        first=first,
        last=last,
        of_agency={name: _in_window(book, events, first, last) for name, events in found.of_agency.items()},
        ids=found.ids,
        agencies=state.agencies,
        holders=found.agencies,
        hits=found.hits,
        needles=needles_of(words),
        counts=found.counts,
        without=found.without,
    )


def _in_window(book: CaseBook, dated: tuple[Event, ...], first: dt.date, last: dt.date) -> tuple[Event, ...]:
    """Those of which a possible day lies in the window. They are in order of their first day, so few are looked at."""

    def begins(event: Event) -> dt.date:
        return book.bounds[event.id][0]

    start = bisect_left(dated, first, key=begins)
    end = bisect_right(dated, last, key=begins)
    reach = max(dt.date.min.toordinal(), first.toordinal() - book.longest_days)
    earlier = dated[bisect_left(dated, dt.date.fromordinal(reach), key=begins) : start]
    return (*(e for e in earlier if book.bounds[e.id][1] >= first), *dated[start:end])


def _all_within(book: CaseBook, hits: Iterable[str], first: dt.date, last: dt.date) -> bool:
    days = (book.bounds[e] for e in hits if e in book.bounds)
    return all(end >= first and start <= last for start, end in days)


def needles_of(words: str) -> tuple[str, ...]:
    """What is looked for, case-folded: words one by one, phrases in quotation marks as one.

    >>> needles_of('Missed "not brought"')
    ('missed', 'not brought')
    """
    found = (" ".join((phrase or word).casefold().split()) for phrase, word in _NEEDLE.findall(words))
    return tuple(dict.fromkeys(n for n in (f.strip('"“”') for f in found) if n))


def window(book: CaseBook, state: ViewState) -> tuple[dt.date, dt.date]:
    """The first and the last day in view: those of the address, else those that the case opens with."""
    if state.first is None or state.last is None:
        return book.home
    first = min(max(state.first, FIRST_DAY), LAST_DAY)
    return first, max(first, min(state.last, LAST_DAY))


def matched(book: CaseBook, state: ViewState, words: str) -> Matched:
    """What passes the filters and the words, whatever the window; kept for the next zoom."""
    key = (state.filters, state.among, needles_of(words))
    known = book.kept.get(key)
    if known is None:
        while len(book.kept) >= KEPT:
            book.kept.pop(next(iter(book.kept)), None)
        known = book.kept[key] = _matched(book, state, needles_of(words))
    return known


def _matched(book: CaseBook, state: ViewState, needles: tuple[str, ...]) -> Matched:
    gaps = _gaps(book, state)
    checks = _checks(book, state, gaps)
    hits = frozenset(e.id for e in book.case.events if _has(book, e, needles)) if needles else None
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    without: Counter[str] = Counter()
    passing: set[str] = set()
    for event in book.case.events:
        kept_out = [name for name, passes in checks.items() if not passes(event)]
        if hits is not None and not state.among and event.id not in hits:
            kept_out.append("find")
        if not kept_out:
            passing.add(event.id)
        elif len(kept_out) == 1:
            without[kept_out[0]] += 1
        for name in FACETS if not kept_out else kept_out if len(kept_out) == 1 else ():
            if name in FACETS:
                counts[name].update(FACETS[name](book, event))
    dated = tuple(e for e in book.dated if e.id in passing)
    return Matched(
        dated=dated,
        ids=frozenset(passing),
        of_agency=by_agency(dated),
        undated=tuple(e for e in book.undated if e.id in passing),
        gaps=gaps,
        agencies=frozenset(e.agency for e in book.case.events if e.id in passing),
        hits=hits,
        counts=counts | {"gaps": Counter(g.kind for g in _gaps(book, state.but(gaps=())))},
        without=without,
    )


def by_agency(events: Iterable[Event]) -> dict[str, tuple[Event, ...]]:
    """The events of each agency, in the order in which they come."""
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        found[event.agency].append(event)
    return {agency: tuple(own) for agency, own in found.items()}


def _checks(book: CaseBook, state: ViewState, gaps: Iterable[Gap]) -> dict[str, Callable[[Event], bool]]:
    """One question an event for each filter that is in force."""
    checks: dict[str, Callable[[Event], bool]] = {}
    for name in FILTERS:
        wanted = frozenset(getattr(state, name))
        if wanted and name in FACETS:
            checks[name] = _one_of(book, FACETS[name], wanted)
    if state.cited:
        cited = frozenset(e for g in gaps for e in (*g.events, *g.against))
        checks["cited"] = lambda event: event.id in cited
    return checks


def _one_of(book: CaseBook, values: Values, wanted: frozenset[str]) -> Callable[[Event], bool]:
    return lambda event: not wanted.isdisjoint(values(book, event))


def _gaps(book: CaseBook, state: ViewState) -> tuple[Gap, ...]:
    return tuple(
        g
        for g in book.gaps
        if (not state.gaps or g.kind in state.gaps)
        and (not state.agencies or not g.agencies or set(g.agencies) & set(state.agencies))
    )


def _has(book: CaseBook, event: Event, needles: Iterable[str]) -> bool:
    words = book.words(event)
    return all(n in words for n in needles)
