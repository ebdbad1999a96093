"""All words of the vocabulary files, for putting right slips of spelling."""

from __future__ import annotations

from functools import cache

from ingest.language.patterns import compile_pattern, patterns_of, variants
from model.data import load_toml

_FILES = {
    "kinds.toml": ("cue", "type"),
    "roles.toml": ("role",),
    "assertion.toml": ("cue",),
    "sharing.toml": ("agency", "act"),
}


@cache
def vocabulary_words() -> frozenset[str]:
    """Every word that a pattern of the vocabulary names, in lower case."""
    words: set[str] = set()
    for name, tables in _FILES.items():
        data = load_toml("ingest.vocabulary", name)
        for table in tables:
            for raw in data[table]:
                for text in patterns_of(raw):
                    for variant in variants(text):
                        words.update(*(step.words for step in compile_pattern(variant).steps))
    return frozenset(words)
