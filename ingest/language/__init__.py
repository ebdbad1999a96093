"""Reads the words of an entry: what happened, when, who was there, was it so, who was told.

    Entry  ->  LanguageReader.read  ->  one main Event and those it mentions

See `pipeline` for the order of the parts. spaCy is loaded with the first reader, not on import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest.language.model_loader import ModelStatus, language_model_status
from ingest.language.reading import ReadingContext
from ingest.language.unfold import folded_entry, on_own_words
from model.case import Entry, Event
from model.unseen import folded

if TYPE_CHECKING:
    from ingest.language.reading import Reading

__all__ = ["LanguageReader", "ModelStatus", "ReadingContext", "language_model_status"]

BATCH = 128
"""Entries read at once; whom a service's file is about is said by those of one batch."""


class LanguageReader:
    """The language pipeline, loaded once and used for many entries.

    `model` is "auto" (the installed model if its files are the official ones) or "blank" (rules alone).
    """

    def __init__(self, model: str = "auto") -> None:
        from ingest.language.pipeline import build_pipeline

        self._nlp: Any = build_pipeline(model)

    def read(
        self, entries: Sequence[Entry], context: ReadingContext, told: Callable[[int], object] = int
    ) -> list[Event]:
        """The events of a file's entries, in their order: for each its main event, then those it mentions.

        `told` is called with the number of entries read so far.
        """
        from ingest.language.build import events_of
        from ingest.language.client import files_are_about

        events: list[Event] = []
        own = {entry.id: entry for entry in entries if folded(entry.text)}
        read = 0
        source = self.readings(entries, self.learn(entries, context))
        while batch := list(islice(source, BATCH)):  # a batch at a time: memory stays flat
            about = files_are_about(batch)
            for reading in batch:
                found = events_of(reading, about.get(reading.entry.source))
                events += on_own_words(found, own.get(reading.entry.id))
            read += len(batch)
            told(read)
        return events

    def learn(self, entries: Sequence[Entry], context: ReadingContext) -> ReadingContext:
        """The context with the names that the file's own words explain ("her partner Lee")."""
        from ingest.language.names import learn_names

        return replace(context, names=(*context.names, *learn_names(entries)))

    def readings(self, entries: Iterable[Entry], context: ReadingContext) -> Iterator[Reading]:
        """What the pipeline found in each entry, for explaining an event and for measuring."""
        from ingest.language.pipeline import KEY, make_doc

        source = (folded_entry(entry)[0] for entry in entries)
        while batch := list(islice(source, BATCH)):
            docs = self._nlp.pipe((make_doc(self._nlp, entry, context) for entry in batch), batch_size=BATCH)
            for doc in docs:
                yield doc.user_data[KEY]
