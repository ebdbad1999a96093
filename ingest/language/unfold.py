"""Read an entry without the signs that are not seen, and put what was found back on its own words.

Entry  ->  folded_entry (text as it is matched)  ->  pipeline  ->  Event  ->  unfolded (its own words)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from model.case import Entry, Event
from model.unseen import folded


def folded_entry(entry: Entry) -> tuple[Entry, tuple[int, ...] | None]:
    """The entry as it is matched with the places of its signs in the original, None where it is the same."""
    made = folded(entry.text)
    if made is None:
        return entry, None
    text, places = made
    parts = tuple(replace(p, start=bisect_left(places, p.start), end=bisect_left(places, p.end)) for p in entry.parts)
    return replace(entry, text=text, parts=parts), places


def on_own_words(events: list[Event], own: Entry | None) -> list[Event]:
    """Events that were read from the folded entry, on the words of the entry itself; as they are without one."""
    places = folded_entry(own)[1] if own is not None else None
    return events if own is None or places is None else [unfolded(event, own, places) for event in events]


def unfolded(event: Event, entry: Entry, places: Sequence[int]) -> Event:
    """An event of a folded entry on the words of the entry itself."""
    span = _span(event.span, places)
    mentions = tuple(m if m.span is None else replace(m, span=_span(m.span, places)) for m in event.mentions)
    return replace(event, span=span, quote=entry.text[slice(*span)], mentions=mentions)


def _span(span: tuple[int, int], places: Sequence[int]) -> tuple[int, int]:
    """From the first sign to the last, with what is not seen between them and nothing after."""
    first, end = span
    return places[first], (places[end - 1] + 1 if end > first else places[first])
