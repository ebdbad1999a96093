"""Why an entry was read as it was: for each event the cues that decided, and what was considered and set aside.

    entry  ->  explain_entry(reader, entry, context)  ->  Explained per event, in the order of the events

For `casethread explain` and the event panel: plain sentences, no codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.language import BATCH, LanguageReader
from ingest.language.assertion import cues_considered
from ingest.language.build import events_of
from ingest.language.client import files_are_about
from ingest.language.kind_cues import kinds_considered
from ingest.language.reading import Candidate, Reading, ReadingContext
from ingest.language.unfold import on_own_words
from model.case import Entry, Event
from model.names import ASSERTIONS, KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One event with its reasons. `scope` are the words that were looked at for it, `set_aside` what was not taken."""

    event: Event
    scope: str
    reasons: tuple[str, ...]
    set_aside: tuple[str, ...]


def explain_entry(
    reader: LanguageReader, entry: Entry, context: ReadingContext, file: Sequence[Entry] = ()
) -> list[Explained]:
    """Each event of an entry with its reasons, the main one first. Empty for an entry without words.

    `file` are all entries of its file, whose words say who some names are and whom the file is about.
    """
    entries = list(file) or [entry]
    first = entries.index(entry) // BATCH * BATCH  # the entries that were read together with it
    readings = list(reader.readings(entries[first : first + BATCH], reader.learn(entries, context)))
    reading = next(r for r in readings if r.entry.id == entry.id)
    events = on_own_words(events_of(reading, files_are_about(readings).get(entry.source)), entry)
    ordered = sorted(reading.candidates, key=lambda c: (not c.main, c.first))
    return [_explained(reading, candidate, event) for candidate, event in zip(ordered, events, strict=True)]


def _explained(reading: Reading, candidate: Candidate, event: Event) -> Explained:
    clause = reading.clauses[candidate.clause]
    return Explained(
        event=event,
        scope=reading.text_of(clause.first, clause.last),
        reasons=event.cues,
        set_aside=(*_other_kinds(reading, candidate), *_other_assertions(reading, candidate)),
    )


def _other_kinds(reading: Reading, candidate: Candidate) -> list[str]:
    found = [(k, words) for k, words in kinds_considered(reading, candidate) if k != candidate.kind and k in KINDS]
    return [f'not {KINDS[kind].lower()}: the words "{words}" weigh less' for kind, words in dict.fromkeys(found)]


def _other_assertions(reading: Reading, candidate: Candidate) -> list[str]:
    found = []
    for assertion, words, reaches in cues_considered(reading, candidate):
        if assertion != candidate.assertion:
            why = "another cue comes first" if reaches else "it does not reach this event"
            found.append(f'not "{ASSERTIONS[assertion].lower()}" from the words "{words}": {why}')
    return list(dict.fromkeys(found))
