"""The forms of an English word, for patterns such as `visit~`: by rule, with the exceptions in a data file."""

from __future__ import annotations

from functools import cache

from model.data import load_toml

_VOWELS = "aeiou"


@cache
def forms_of(word: str) -> frozenset[str]:
    """All forms of a word given in lower case: plural, third person, past, -ing.

    >>> sorted(forms_of("visit"))
    ['visit', 'visited', 'visiting', 'visits']
    """
    irregular = load_toml("ingest.vocabulary", "forms.toml")["irregular"]
    if word in irregular:
        return frozenset(irregular[word])
    if word.endswith("y") and len(word) > 2 and word[-2] not in _VOWELS:
        root = word[:-1] + "ie"
        return frozenset({word, root + "s", root + "d", word + "ing"})
    if word.endswith("e"):
        return frozenset({word, word + "s", word + "d", word[:-1] + "ing"})
    if word.endswith(("s", "sh", "ch", "x", "z")):
        return frozenset({word, word + "es", word + "ed", word + "ing"})
    return frozenset({word, word + "s", word + "ed", word + "ing"})
