"""Which words are words of the language, which are names.

word  ->  Lexicon.is_ordinary (of English, of the vocabulary of records, or in small letters in the case itself)
      ->  Lexicon.is_given (a first name of the list)

English is known from the installed language model's lists of lemmas and its rules of endings. Without the model only
the vocabulary and the case itself say what is a word, so more is proposed as a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from ingest.language.model_loader import model_folder
from ingest.language.vocabulary import vocabulary_words
from model.data import load_toml
from model.pseudonyms.table import plain_word

_CONTRACTION: Final = re.compile(r"n['’]t$|['’](?:m|ll|re|ve|d)$")
OWN_WORD: Final = 2  # times that a word in small letters makes it a word of the case
_SMALL: Final = re.compile(r"(?<![\w.@/])[a-zà-ÿ]{2,}(?:['’-][a-zà-ÿ]+)*(?![\w@]|[./]\w)")
_CAPITAL: Final = re.compile(r"(?<![\w.@/])[A-ZÀ-Þ][a-zà-ÿ]+")


@cache
def cues() -> dict[str, Any]:
    """The signs of names (`identifier_cues.toml`)."""
    return load_toml("ingest.vocabulary", "identifier_cues.toml")


@cache
def _first_names() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "given_names.toml")


@cache
def given_names() -> frozenset[str]:
    """First names, in plain small letters."""
    data = _first_names()
    short = [name for group in data["short"] for name in group]
    return frozenset(plain_word(n) for n in [*data["girls"].split(), *data["boys"].split(), *short])


@cache
def short_forms() -> dict[str, frozenset[str]]:
    """For a first name its other forms ("kate": katherine, katie, ...)."""
    out: dict[str, frozenset[str]] = {}
    for group in _first_names()["short"]:
        names = frozenset(plain_word(n) for n in group)
        whole = plain_word(group[0])
        for name in names:  # a short form stands for its whole names, not for their other short forms
            out[name] = out.get(name, frozenset()) | (names if name == whole else frozenset({whole, name}))
    return out


@cache
def towns() -> frozenset[str]:
    """Towns, boroughs and counties; countries and cities from which families come."""
    place = cues()["place"]
    return frozenset(plain_word(n) for n in [*place["towns"].split(), *place["countries"].split()])


@cache
def not_names() -> frozenset[str]:
    """Words with a capital that name nobody, and the words of the vocabulary, months, days."""
    data = cues()["not_names"]
    listed = {plain_word(w) for w in (*data["words"].split(), *data["short_forms"].split())}
    names = load_toml("ingest.vocabulary", "roles.toml")["names"]["not_names"]
    return frozenset({*listed, *(plain_word(w) for w in names)} - _also_names())


@cache
def _also_names() -> frozenset[str]:
    """Months that are names besides: left to the signs around them."""
    return frozenset({"may", "june", "april", "august", "will"})


@cache
def _english() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Nouns; verbs, adjectives and adverbs; irregular forms: of the language model's lists."""
    folder = model_folder()
    if folder is None:
        return frozenset(), frozenset(), frozenset()
    from spacy.lookups import Lookups

    lookups = Lookups().from_disk(folder / "lemmatizer" / "lookups")
    index, irregular = lookups.get_table("lemma_index"), lookups.get_table("lemma_exc")
    words = {name: frozenset(index.get(name, ())) for name in ("noun", "verb", "adj", "adv")}
    odd = frozenset(w for name in ("noun", "verb", "adj", "adv") for w in irregular.get(name, {}))
    return words["noun"], words["verb"] | words["adj"] | words["adv"], odd


@cache
def _function_words() -> frozenset[str]:
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)


_ENDINGS: Final = (
    ("ies", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ("ly", ""), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ness", ""), ("less", ""), ("ful", ""),
    ("able", ""),
)  # fmt: skip
"""Regular endings of English, with what the bare word ends in."""


@cache
def in_english(word: str) -> bool:
    """Whether a word in small letters, or what is left of it without its ending, is in the lists."""
    nouns, others, odd = _english()
    if word in nouns or word in others or word in odd or word in _function_words():
        return True
    for ending, bare in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)] + bare
            if stem in nouns or stem in others:
                return True
            if ending in ("ed", "ing") and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in others:
                return True
    return False


class Lexicon:
    """What is a word in one case. `texts` are its words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._small: Counter[str] = Counter()
        self._large: Counter[str] = Counter()
        for text in texts:
            self._small.update(plain_word(w) for w in _SMALL.findall(text))
            self._large.update(plain_word(w) for w in _CAPITAL.findall(text))
        self._ordinary: dict[str, bool] = {}

    def is_given(self, word: str) -> bool:
        return plain_word(word) in given_names()

    def is_ordinary(self, word: str) -> bool:
        """Whether the word is one of the language or of the records' own vocabulary."""
        plain = plain_word(word)
        known = self._ordinary.get(plain)
        if known is None:
            known = self._ordinary[plain] = self._looks_ordinary(plain)
        return known

    def _looks_ordinary(self, plain: str) -> bool:
        if plain in not_names() or plain in vocabulary_words() or plain in _function_words():
            return True
        if _CONTRACTION.search(plain):
            return True
        if plain in given_names():
            return plain in _english()[1] or (in_english(plain) and self._is_own(plain))
        if "-" in plain and all(self.is_ordinary(p) for p in plain.split("-") if p):
            return True
        return in_english(plain) or self._is_own(plain)

    def _is_own(self, plain: str) -> bool:
        """Whether the case writes it mostly in small letters."""
        return self._small[plain] >= max(OWN_WORD, 2 * self._large[plain])

    def is_word_of_records(self, word: str) -> bool:
        """Whether it is never a name: of the vocabulary of records, a month, a language, a drug."""
        plain = plain_word(word)
        if _CONTRACTION.search(plain):
            return True
        if plain in _also_names() or (plain in given_names() and plain not in _function_words()):
            return False
        return plain in not_names() or plain in vocabulary_words() or plain in _function_words()

    def is_describing(self, word: str) -> bool:
        """Whether it is a verb, an adjective or an adverb, and no first name: "Mother Upset" names nobody."""
        plain = plain_word(word)
        return (plain in _english()[1] or plain in _english()[2]) and plain not in given_names()

    def is_english(self, word: str) -> bool:
        """Whether it is in the lists of English, name or not."""
        return in_english(plain_word(word))

    def is_slip(self, word: str) -> bool:
        """Whether it looks like a word of the records with a slip of the keys ("Refferal")."""
        plain = plain_word(word)
        return len(plain) > 4 and bool(get_close_matches(plain, _long_words(), n=1, cutoff=0.87))


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(sorted(w for w in vocabulary_words() if len(w) > 4))
