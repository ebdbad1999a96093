"""The spaCy pipeline: named components that each add one thing to the reading of an entry.

    tok2vec, tagger (model)  ->  casethread_words  ->  casethread_times  ->  casethread_actors  ->  casethread_events
                             ->  casethread_assertion  ->  casethread_sharing

A Doc carries its `Reading` in `doc.user_data["casethread"]`; without one (a text that is no entry) the
components leave it alone. Without a model the same components run on a blank pipeline.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from ingest.language.actors import people_of
from ingest.language.assertion import assert_candidates
from ingest.language.events import find_candidates
from ingest.language.main_event import choose_main, settle_kinds
from ingest.language.model_loader import load_language
from ingest.language.patterns import Words
from ingest.language.reading import Reading, ReadingContext, places_of
from ingest.language.sharing import share_candidates
from ingest.language.timed import expressions_of, times_of
from ingest.language.times import Timex, read_times
from ingest.language.tokens import SlipMender, add_note_words, clauses_of, words_of
from ingest.language.vocabulary import vocabulary_words
from model.case import Entry

KEY = "casethread"
_LONG_RUN = re.compile(r"(\S{301,})")  # no word, and no web address that matters, is as long
_RUN_PIECE = 60
COMPONENTS = (
    "casethread_words",
    "casethread_times",
    "casethread_actors",
    "casethread_events",
    "casethread_assertion",
    "casethread_sharing",
)

Span.set_extension("timex", default=None, force=True)
Doc.set_extension("written", default=None, force=True)


def build_pipeline(model: str = "auto") -> Language:
    """The pipeline ready for `nlp.pipe` over the docs of `make_doc`."""
    nlp: Language = load_language(model)
    add_note_words(nlp.tokenizer)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def make_doc(nlp: Language, entry: Entry, context: ReadingContext) -> Doc:
    """The Doc of an entry, with the reading that the components fill."""
    doc = _doc(nlp, entry.text)
    doc.user_data[KEY] = Reading(
        entry=entry, context=context, words=Words(texts=[], norms=[], stems=[], starts=[], ends=[], tags=[])
    )
    return doc


def _doc(nlp: Language, text: str) -> Doc:
    """The text as a Doc. spaCy's tokenizer takes quadratic time on signs without a blank: long runs are cut first."""
    if not _LONG_RUN.search(text):
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    for segment in _LONG_RUN.split(text):
        if _LONG_RUN.fullmatch(segment):
            pieces = [segment[i : i + _RUN_PIECE] for i in range(0, len(segment), _RUN_PIECE)]
            words += pieces
            spaces += [False] * len(pieces)
        else:
            tokens = list(nlp.make_doc(segment))
            words += [token.text for token in tokens]
            spaces += [bool(token.whitespace_) for token in tokens]
    return Doc(nlp.vocab, words=words, spaces=spaces)


def _reading(doc: Doc) -> Reading | None:
    found = doc.user_data.get(KEY)
    return found if isinstance(found, Reading) else None


@Language.factory("casethread_words")
class WordsComponent:
    """Words and clauses, with slips of spelling put right for comparing."""

    def __init__(self, nlp: Language, name: str) -> None:
        # As the model knew them: reading adds every new word, slips too, to the pipeline's strings.
        known = frozenset(s for s in nlp.vocab.strings if s.isalpha() and s.islower())
        self._mend = SlipMender(vocabulary_words(), known.__contains__ if "tagger" in nlp.pipe_names else None)

    def __call__(self, doc: Doc) -> Doc:
        reading = _reading(doc)
        if reading is not None:
            reading.words = words_of(doc, self._mend)
            reading.clauses = clauses_of(reading.words, reading.entry.text, reading.entry.parts)
            reading.places = places_of(reading.clauses)
        return doc


def _component(work: Callable[[Reading], Any]) -> Callable[[Doc], Doc]:
    def run(doc: Doc) -> Doc:
        reading = _reading(doc)
        if reading is not None:
            work(reading)
        return doc

    return run


@Language.factory("casethread_times")
class TimesComponent:
    """The time expressions: spans in `doc.spans["casethread_times"]`, labelled DATE, TIME, DURATION, SET or AGE.

    Each span has its `Timex` in `span._.timex` (interval, value, anchor, rule). They are counted from the
    entry's own date; in a text that is no entry from `doc._.written`, a date that the caller sets first.

    >>> import datetime as dt, spacy
    >>> nlp = spacy.blank("en")
    >>> doc = nlp.make_doc("Seen on 12/5/21, DNA the next day.")
    >>> doc._.written = dt.date(2021, 5, 20)
    >>> [(span.text, span.label_) for span in TimesComponent(nlp, "times")(doc).spans["casethread_times"]]
    [('12/5/21', 'DATE'), ('the next day', 'DATE')]
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        reading = _reading(doc)
        if reading is not None:
            found = expressions_of(reading)
            reading.times = times_of(reading, found)
        elif doc._.written is not None:
            found = read_times(doc.text, doc._.written)
        else:
            return doc
        doc.spans["casethread_times"] = [span for timex in found if (span := _marked(doc, timex)) is not None]
        return doc


def _marked(doc: Doc, timex: Timex) -> Span | None:
    span = doc.char_span(timex.start, timex.end, label=timex.type, alignment_mode="expand")
    if span is not None:
        span._.timex = timex
    return span


@Language.factory("casethread_actors")
def actors_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The people and agencies named."""
    return _component(people_of)


@Language.factory("casethread_events")
def events_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The events an entry tells of."""

    def work(reading: Reading) -> None:
        reading.candidates = find_candidates(reading)

    return _component(work)


@Language.factory("casethread_assertion")
def assertion_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Whether each of them happened; then which one the row itself records."""

    def work(reading: Reading) -> None:
        assert_candidates(reading)
        choose_main(reading)
        settle_kinds(reading)

    return _component(work)


@Language.factory("casethread_sharing")
def sharing_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Who told whom."""
    return _component(share_candidates)
