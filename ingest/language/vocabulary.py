"""The cues for kinds of all themes, and all words of the vocabulary files, for putting right slips of spelling."""

from __future__ import annotations

from functools import cache
from typing import Any

from ingest.language.patterns import compile_pattern, patterns_of, variants
from model.data import load_toml

_FILES = {
    "kinds.toml": ("type",),
    "roles.toml": ("role",),
    "assertion.toml": ("cue",),
    "sharing.toml": ("agency", "act"),
}


@cache
def kind_cues() -> tuple[dict[str, Any], ...]:
    """The cues for event kinds of every theme, in the order of `cue_files` in kinds.toml."""
    files = load_toml("ingest.vocabulary", "kinds.toml")["cue_files"]
    return tuple(cue for name in files for cue in load_toml("ingest.vocabulary.cues", name)["cue"])


@cache
def vocabulary_words() -> frozenset[str]:
    """Every word that a pattern of the vocabulary names, in lower case."""
    tables = [load_toml("ingest.vocabulary", name)[table] for name, tables in _FILES.items() for table in tables]
    texts = (text for table in (kind_cues(), *tables) for raw in table for text in patterns_of(raw))
    steps = (step for text in texts for variant in variants(text) for step in compile_pattern(variant).steps)
    return frozenset(word for step in steps for word in step.words)
