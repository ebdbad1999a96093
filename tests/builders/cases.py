"""Cases built in a few words, for tests of what follows from a case.

    made = [event("police", "arrest", "2021-05-04", quote="..."), event("gp", "appointment", "2021-05-06")]
    case = case_of(made)

Each event gets an entry of its own unless `row` names one: events of one agency with the same row
stand in one entry, in the order given. A date is "2021-05-04", "2021-05-04..2021-05-10" or None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from model.case import Assertion, Case, CaseInfo, Entry, Event, Mention, Part, Source
from model.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An event waiting for its entry."""

    agency: str
    kind: str
    when: When | None
    quote: str
    assertion: Assertion = "happened"
    row: str | None = None
    written: When | None = None
    main: bool | None = None
    recorded: When | None = None
    heading: str = ""
    known: dict[str, Any] = field(default_factory=dict)


def when(text: str | None, **known: Any) -> When | None:
    """ "2021-05-04", "2021-05-04T14:30" or "2021-05-01..2021-05-31" as a When; None stays None."""
    if text is None:
        return None
    first, _, last = text.partition("..")
    if "T" in first:
        at = dt.datetime.fromisoformat(first)
        return When.on(at.date(), at.time(), **known)
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    return When(start=start, end=end, granularity="day" if start == end else "span", **known)


def event(
    agency: str,
    kind: str,
    date: str | None,
    quote: str = "",
    *,
    assertion: Assertion = "happened",
    roles: Sequence[str] = (),
    row: str | None = None,
    written: str | None = None,
    main: bool | None = None,
    recorded: str | None = None,
    approximate: bool = False,
    label: str = "",
    heading: str = "",
    **known: Any,
) -> Made:
    """An event in words; `roles` become mentions (called `label`, else by their role), `written` is the date of
    its row where it differs, `recorded` the day on which the row was entered, `heading` that of its column."""
    mentions = tuple(Mention(role=role, label=label or role) for role in roles)
    return Made(
        agency=agency,
        kind=kind,
        when=when(date, approximate=approximate),
        quote=quote or kind.replace("_", " "),
        assertion=assertion,
        row=row,
        written=when(written),
        main=main,
        recorded=when(recorded),
        heading=heading,
        known={"mentions": mentions, **known},
    )


def case_of(made: Iterable[Made], **info: Any) -> Case:
    """The case of these events, one source an agency."""
    rows: dict[tuple[str, str], list[Made]] = {}
    for number, item in enumerate(made, 1):
        rows.setdefault((item.agency, item.row or f"#{number}"), []).append(item)
    entries: list[Entry] = []
    events: list[Event] = []
    for number, ((agency, _), items) in enumerate(rows.items(), 1):
        entry, found = _row(f"e{number:05d}", agency, items, number)
        entries.append(entry)
        events += found
    agencies = sorted({agency for agency, _ in rows})
    sources = tuple(Source(id=f"s-{a}", file=f"{a}.csv", agency=a, sha256=a, reader="csv") for a in agencies)
    info = {"id": "case", "title": "Case", **info}
    return Case(info=CaseInfo(**info), sources=sources, entries=tuple(entries), events=tuple(events))


def _row(entry_id: str, agency: str, items: list[Made], number: int) -> tuple[Entry, list[Event]]:
    text, events = "", []
    parts: list[Part] = []
    written = next((item.written for item in items if item.written), None) or items[0].when
    for at, item in enumerate(items, 1):
        span = (len(text), len(text) + len(item.quote))
        if item.heading:
            parts.append(Part(field="action", header=item.heading, start=span[0], end=span[1]))
        text += item.quote + ". "
        main = at == 1 if item.main is None else item.main
        events.append(
            Event(
                id=f"{entry_id}-{at}",
                entry=entry_id,
                agency=agency,
                kind=item.kind,
                assertion=item.assertion,
                when=item.when,
                quote=item.quote,
                span=span,
                main=main,
                **item.known,
            )
        )
    entry = Entry(
        id=entry_id,
        source=f"s-{agency}",
        agency=agency,
        locator={"row": number},
        when=written,
        text=text.strip(),
        columns={},
        parts=tuple(parts),
        recorded=next((item.recorded for item in items if item.recorded), None),
    )
    return entry, events


def shifted(case: Case, days: int) -> Case:
    """The same case so many days later."""
    return replace(
        case,
        info=replace(case.info, key_dates={name: day.shifted(days) for name, day in case.info.key_dates.items()}),
        entries=tuple(replace(e, when=e.when.shifted(days) if e.when else None) for e in case.entries),
        events=tuple(replace(e, when=e.when.shifted(days) if e.when else None) for e in case.events),
    )
