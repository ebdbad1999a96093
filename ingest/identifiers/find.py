"""From a case to what in it can tell who or where.

    texts  ->  sightings (capitals, cues, the language model's names)  ->  people.assembled  ->  persons, places
           ->  recognised (numbers, addresses, schools ...)            ->  one row for each
    rows   ->  counted over all texts by the same matcher that replaces them  ->  list[Identifier]

Rather too much is proposed than too little: a reviewer leaves what tells nothing, but cannot know what was missed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from ingest.identifiers.lexicon import Lexicon
from ingest.identifiers.people import assembled
from ingest.identifiers.sightings import Sighting, sightings
from ingest.identifiers.texts import Text, texts_of
from ingest.language.model_loader import model_folder
from model.case import Case
from model.pseudonyms.match import NameMatcher
from model.pseudonyms.recognise import name_within, recognised
from model.pseudonyms.table import MAX_WHERE, Identifier, PseudonymTable, key_of, named

_BATCH: Final = 200
_KEPT: Final = 60_000  # texts whose names are remembered: a case is looked through again after each decision
_seen: dict[str, dict[int, str]] = {}
_ENTITIES: Final = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG"})


def find_identifiers(case: Case, more: Sequence[str] = ()) -> list[Identifier]:
    """Everything found, people first, each without its replacement (`model.pseudonyms.named` gives them).

    `more` are texts that are kept beside the records: names of saved views.
    """
    texts = [t for t in texts_of(case, more) if t.words and not t.words.isspace()]
    lexicon = Lexicon(t.words for t in texts)
    seen: list[tuple[Sighting, Text]] = []
    for text, entities in _with_entities(texts):
        seen += [(s, text) for s in sightings(text, lexicon, entities)]
    rows = [*assembled(case, seen, lexicon), *_by_form(texts, lexicon)]
    return _counted(rows, texts)


def table_for(case: Case, table: PseudonymTable, more: Sequence[str] = ()) -> PseudonymTable:
    """The table brought up to the case as it is now."""
    return named(find_identifiers(case, more), table)


def _with_entities(texts: Sequence[Text]) -> Iterable[tuple[Text, dict[int, str]]]:
    """Each text with the names that the language model sees in it, by their first character."""
    nlp = _recogniser()
    different = list(dict.fromkeys(t.words for t in texts if t.prose and any(c.isupper() for c in t.words)))
    if nlp is not None:
        new = [words for words in different if words not in _seen]
        if len(_seen) + len(new) > _KEPT:
            _seen.clear()
            new = different
        for words, doc in zip(new, nlp.pipe(new, batch_size=_BATCH), strict=True):
            _seen[words] = {e.start_char: e.label_ for e in doc.ents if e.label_ in _ENTITIES}
    return [(t, _seen.get(t.words, {})) for t in texts]


@cache
def _recogniser() -> Any:
    """The language model with its recogniser of names, None where it is not installed."""
    folder = model_folder()
    if folder is None:
        return None
    import spacy

    return spacy.util.load_model_from_path(
        folder, exclude=["parser", "senter", "lemmatizer", "attribute_ruler", "tagger"]
    )


def _by_form(texts: Iterable[Text], lexicon: Lexicon) -> list[Identifier]:
    """One row for each number, address or named place that has a form of its own."""
    forms: dict[tuple[str, tuple[str, ...]], dict[str, None]] = defaultdict(dict)
    for text in texts:
        for found in recognised(text.words):
            words = text.words[found.start : found.end]
            forms[found.kind, key_of(words)][" ".join(words.split())] = None
    rows = []
    for (kind, _), ways in forms.items():
        heads = {name_within(way, kind) for way in ways}
        every = tuple(dict.fromkeys([*ways, *(h for h in sorted(heads) if h)]))
        capital = tuple(h for h in heads if h and " " not in h and (lexicon.is_ordinary(h) or lexicon.is_english(h)))
        rows.append(
            Identifier(id="", kind=kind, original=next(iter(ways)), forms=every, replacement="", capital=capital)
        )
    return rows


def _counted(rows: Sequence[Identifier], texts: Sequence[Text]) -> list[Identifier]:
    """The rows with how often and where each stands; a row that is found nowhere goes."""
    numbered = [replace(row, id=f"i{n}") for n, row in enumerate(rows)]
    matcher = NameMatcher(numbered)
    by_form = {(row.kind, key_of(form)): row.id for row in numbered for form in row.forms}
    counts: Counter[str] = Counter()
    where: dict[str, dict[str, None]] = defaultdict(dict)
    for text in texts:
        spans = recognised(text.words)
        ids = [by_form.get((s.kind, key_of(text.words[s.start : s.end])), "") for s in spans]
        ids += [f.row.id for f in matcher.find(text.words) if all(f.end <= s.start or f.start >= s.end for s in spans)]
        for row_id in filter(None, ids):
            counts[row_id] += 1
            if len(where[row_id]) < MAX_WHERE:
                where[row_id][text.where] = None
    return [replace(r, count=counts[r.id], where=tuple(where[r.id])) for r in numbered if counts[r.id]]
