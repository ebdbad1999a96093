"""A case in short: sentences, counts, and how good the material is.

    CaseBook  ->  summarise  ->  Summary: sentences, a line an agency, kinds of gap, what rests on one record

Everything counts what the files supplied hold. Nothing is weighed or scored.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard import words
from dashboard.casebook import CaseBook, has_date
from model.case import Agency, Entry, Gap
from model.when import When, in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLine:
    """How much one agency's files hold, and how sure it is.

    `doubtful` are entries whose day is not settled or whose date a note questions, `undated` those without any;
    `alone` are its events of which no other agency's file tells; `silent` the longest time between two of its
    dated entries, in days, and between which days.
    """

    agency: Agency
    files: int
    entries: int
    events: int
    first: dt.date | None
    last: dt.date | None
    rows_unread: int
    doubtful: int
    undated: int
    alone: int
    silent: tuple[int, dt.date, dt.date] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the overview shows. `single` are gaps that rest on one entry alone."""

    sentences: tuple[str, ...]
    agencies: tuple[AgencyLine, ...]
    gap_kinds: tuple[tuple[str, int], ...]
    event_kinds: tuple[tuple[str, int], ...]
    single: tuple[Gap, ...]


def summarise(book: CaseBook) -> Summary:
    """The whole overview of a case."""
    lines = tuple(_agency_lines(book))
    gap_kinds = tuple(Counter(g.kind for g in book.gaps).most_common())
    return Summary(
        sentences=tuple(_sentences(book, lines, gap_kinds)),
        agencies=lines,
        gap_kinds=gap_kinds,
        event_kinds=tuple(Counter(e.kind for e in book.case.events).most_common()),
        single=tuple(g for g in book.gaps if len(_entries_of(book, g)) == 1),
    )


def _entries_of(book: CaseBook, gap: Gap) -> set[str]:
    return {book.event_by_id[e].entry for e in gap.events if e in book.event_by_id}


# ------------------------------------------------------------------ sentences
def _sentences(book: CaseBook, lines: Sequence[AgencyLine], kinds: Sequence[tuple[str, int]]) -> Iterator[str]:
    case = book.case
    files, agencies = words.counted(len(case.sources), "file"), words.counted(len(lines), "agency", "agencies")
    first = min((line.first for line in lines if line.first), default=None)
    last = max((line.last for line in lines if line.last), default=None)
    period = f", from {in_words(When.on(first))} to {in_words(When.on(last))}" if first and last else ""
    entries = words.counted(len(case.entries), "entry", "entries")
    yield f"{files} from {agencies} were read: {entries}{period}."
    undated = f"; {words.counted(len(book.undated), 'event')} could not be dated" if book.undated else ""
    yield f"{words.counted(len(case.events), 'event')} were found in them{undated}."
    key = _key_dates(book)
    if key:
        yield key
    if not book.gaps:
        yield "No gap was found by the rules that ran. That is not the same as nothing being missing."
        return
    named = words.listed(f"{words.gap_kind_name(kind).lower()} ({n})" for kind, n in kinds[:3])
    more = "" if len(kinds) <= 3 else ", and other kinds"
    yield f"{words.counted(len(book.gaps), 'gap')} are shown as prompts to look: {named}{more}."
    shared = sum(len(g.agencies) > 1 for g in book.gaps)
    if shared:
        yield f"{shared:,} of them concern more than one agency."
    single = sum(len(_entries_of(book, g)) == 1 for g in book.gaps)
    if single:
        yield f"{single:,} rest on a single entry."
    unread = sum(line.rows_unread for line in lines)
    if unread:
        yield f"{words.counted(unread, 'row')} could not be read; Sources names each with its place."


def _key_dates(book: CaseBook) -> str:
    known = {"birth": "was born", "death": "died"}
    said = [
        f"{verb} {'on' if when.is_day else 'in'} {in_words(When(start=when.start, end=when.end))}"
        for name, verb in known.items()
        if (when := book.findings.key_dates.get(name)) is not None and has_date(when)
    ]
    return f"{book.case.info.subject or 'The child'} {words.listed(said)}, as the records tell it." if said else ""


# ------------------------------------------------------------------ agencies
def _agency_lines(book: CaseBook) -> Iterator[AgencyLine]:
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in book.case.entries:
        entries[entry.agency].append(entry)
    questioned = {p.entry for s in book.case.sources for p in s.problems if p.entry}
    for agency in book.lanes:
        own = entries.get(agency.id, [])
        if not own:
            continue
        events = [e for e in book.case.events if e.agency == agency.id]
        sources = [s for s in book.case.sources if s.agency == agency.id]
        days = sorted(e.when.start for e in own if e.when is not None and e.when.start is not None)
        yield AgencyLine(
            agency=agency,
            files=len({e.source for e in own}),
            entries=len(own),
            events=len(events),
            first=days[0] if days else None,
            last=max((e.when.end for e in own if e.when and e.when.end), default=None),
            rows_unread=sum(s.count.warned for s in sources),
            doubtful=sum(e.id in questioned or _open(e) for e in own),
            undated=sum(not has_date(e.when) for e in own),
            alone=sum(not _told_elsewhere(book, e.id, agency.id) for e in events),
            silent=_silent(days),
        )


def _open(entry: Entry) -> bool:
    return entry.when is not None and has_date(entry.when) and not entry.when.is_day


def _told_elsewhere(book: CaseBook, event_id: str, agency: str) -> bool:
    return any(other.agency != agency for other, _ in book.same_events.get(event_id, ()))


def _silent(days: Sequence[dt.date]) -> tuple[int, dt.date, dt.date] | None:
    """The longest time between two entries that follow each other."""
    pairs = [((later - earlier).days, earlier, later) for earlier, later in pairwise(days)]
    return max(pairs, default=None)
