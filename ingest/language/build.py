"""From the reading of an entry to its events.

candidates  ->  involve_people  ->  place_times  ->  Event (main first), ids "{entry}-1", "{entry}-2" ...
"""

from __future__ import annotations

from ingest.language.involve import involve_people
from ingest.language.reading import Candidate, Person, Reading
from ingest.language.timed import place_times
from model.case import Event, Mention
from model.data import load_toml

_MARKS = frozenset(".;:-•")


def events_of(reading: Reading, about: str | None = None) -> list[Event]:
    """The events of one entry, the main one first. Empty for an entry without words.

    `about` is the role of the person whom the whole file is about, where known.
    """
    if not reading.candidates:
        return []
    involve_people(reading, about)
    place_times(reading)
    ordered = sorted(reading.candidates, key=lambda c: (not c.main, c.first))
    return [_event(reading, candidate, number) for number, candidate in enumerate(ordered, start=1)]


def _mentions(reading: Reading, candidate: Candidate) -> tuple[Mention, ...]:
    seen: dict[tuple[str, str], Mention] = {}
    for person in candidate.people:
        for role in (person.role, person.also):
            if role:
                seen.setdefault((role, person.label.lower()), _mention(reading, person, role))
    return tuple(seen.values())


def _mention(reading: Reading, person: Person, role: str) -> Mention:
    if person.implied:
        return Mention(role=role, label=person.label, agency=person.agency, span=None)
    start, end = reading.words.starts[person.first], reading.words.ends[person.last - 1]
    return Mention(
        role=role, label=person.label, agency=person.agency, span=(start, end), sure=person.sure, named=person.named
    )


def _event(reading: Reading, candidate: Candidate, number: int) -> Event:
    start, end = _span(reading, candidate)
    return Event(
        id=f"{reading.entry.id}-{number}",
        entry=reading.entry.id,
        agency=reading.agency,
        kind=candidate.kind,
        assertion=candidate.assertion,
        when=candidate.when,
        quote=reading.entry.text[start:end],
        span=(start, end),
        main=candidate.main,
        mentions=_mentions(reading, candidate),
        involves=tuple(candidate.involves),
        shared_with=tuple(candidate.shared_with),
        received_from=tuple(candidate.received_from),
        cues=tuple(candidate.reasons),
    )


def _span(reading: Reading, candidate: Candidate) -> tuple[int, int]:
    """The characters of an event without the joints at its edges."""
    first, last = candidate.first, max(candidate.last, candidate.first + 1)
    edges = _MARKS.union(load_toml("ingest.vocabulary", "kinds.toml")["joints"])
    while last - first > 1 and reading.words.norms[last - 1] in edges:
        last -= 1
    while last - first > 1 and reading.words.norms[first] in edges:
        first += 1
    return reading.words.starts[first], reading.words.ends[last - 1]
