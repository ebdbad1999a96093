"""The words and clauses of practice notes ("HV'd. FOC present, TC to S/W - LM. NFA").

    nlp.make_doc  ->  words_of (Words)  ->  clauses_of (Clause ...)

The tokenizer keeps `T/C`, `S/W`, `A&E` and their like as one word. A clause ends at a full stop, a
semicolon, a bullet, a dash between blanks, a line break and the end of a cell; commas and "and" only
bound the smaller pieces that `events` works on. Slips of spelling are put right for comparing only, on
long words that the language model does not know and that are one letter from a word of the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.language.patterns import Words
from ingest.language.vocabulary import vocabulary_words
from model.case import Part
from model.data import load_toml

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", " ": " "})
_NUMBERED = re.compile(r"([A-Za-z/]{2,6})(\d{1,4})$")
_LETTER_STOP = re.compile(r"[A-Z]\.$")  # the tokenizer takes every letter with a stop for an initial
_BULLETS = frozenset("•·▪●○*")
_STOPS = frozenset({".", ";", "?", "!", "•", "·", "▪", "●", "○", "...", "…", "|", ":", "->", "=>", ">"})
_DASHES = frozenset({"-", "--"})
_SLIP_MIN = 7  # shorter words are one letter from too many others
_CLAUSE_MAX = 200  # words; prose without a stop is cut there, which keeps the work linear
_SLIP_MAX = 24  # longer ones are no words


@dataclass(frozen=True, slots=True)
class Clause:
    """Words first..last (exclusive) with the column they stand in and the number of their sentence."""

    first: int
    last: int
    field: str
    sentence: int


@cache
def _short_forms() -> frozenset[str]:
    """Words whose full stop ends no sentence."""
    return frozenset(load_toml("ingest.vocabulary", "abbreviations.toml")["short_forms"])


@cache
def _units() -> frozenset[str]:
    """Short forms of measure, after which a capital begins a sentence: "Review in 6 wks. Not copied in"."""
    return frozenset(load_toml("ingest.vocabulary", "abbreviations.toml")["units"])


def add_note_words(tokenizer: Any) -> None:
    """Teach a spaCy tokenizer the words of notes that it would cut in pieces."""
    for word in load_toml("ingest.vocabulary", "abbreviations.toml")["whole_words"]:
        for form in {word, word.upper(), word.capitalize(), word.title()}:
            tokenizer.add_special_case(form, [{"ORTH": form}])
            if "'" in form:
                curly = form.replace("'", "’")
                tokenizer.add_special_case(curly, [{"ORTH": curly}])


def words_of(doc: Any, mend: Callable[[str], str] = lambda word: word) -> Words:
    """The words of a spaCy Doc as lists. `mend` puts slips of spelling right (see `SlipMender`)."""
    words = Words(texts=[], norms=[], stems=[], starts=[], ends=[], tags=[])
    for token in doc:
        text = token.text
        if text.isspace():
            continue
        if _LETTER_STOP.match(text) and not _is_initial(token):
            _add_word(words, text[0], token.idx, token.tag_, mend)
            _add_word(words, ".", token.idx + 1, ".", mend)
        else:
            _add_word(words, text, token.idx, token.tag_, mend)
    return words


def _add_word(words: Words, text: str, start: int, tag: str, mend: Callable[[str], str]) -> None:
    norm = text.translate(_STRAIGHT).lower().replace("e-mail", "email")
    numbered = _NUMBERED.match(text)
    words.texts.append(text.translate(_STRAIGHT))
    words.norms.append(mend(norm))
    words.stems.append(numbered[1] if numbered else "")
    words.starts.append(start)
    words.ends.append(start + len(text))
    words.tags.append(tag)


def _is_initial(token: Any) -> bool:
    """Whether a letter with its stop begins a surname ("J. Marsh") and does not end a sentence ("SW rang M. Seen")."""
    nxt = token.i + 1
    if nxt >= len(token.doc) or token.whitespace_ != " ":
        return False
    follows = token.doc[nxt].text
    return len(follows) > 2 and follows.istitle() and follows.lower() not in vocabulary_words()


def clauses_of(words: Words, text: str, parts: Sequence[Part]) -> list[Clause]:
    """Cut the words of an entry into clauses, in order. Every word lies in exactly one clause."""
    clauses: list[Clause] = []
    first = sentence = 0
    for i in range(len(words)):
        last = i + 1
        long = last - first >= _CLAUSE_MAX
        if last < len(words) and not long and not _ends_clause(words, i, text, parts):
            continue
        clauses.append(Clause(first, last, field_at(parts, words.starts[first]), sentence))
        if last < len(words) and _ends_sentence(words, i, text, parts):
            sentence += 1
        first = last
    return clauses


def _ends_clause(words: Words, i: int, text: str, parts: Sequence[Part]) -> bool:
    norm = words.norms[i]
    if norm in _DASHES:
        return _blank_around(words, i, text)
    if norm in _STOPS and not _inside(words, i, text):
        return True
    return _ends_sentence(words, i, text, parts)


def _ends_sentence(words: Words, i: int, text: str, parts: Sequence[Part]) -> bool:
    norm, nxt = words.norms[i], i + 1
    between = text[words.ends[i] : words.starts[nxt]]
    if "\n" in between:
        return True
    if words.norms[nxt] in _BULLETS:
        return True
    if norm.endswith(".") and len(norm) > 1 and not between.strip(" ") and between and words.texts[nxt][:1].isupper():
        return norm.rstrip(".") not in _short_forms() - _units() and "." not in norm[:-1]
    return norm in {".", "?", "!", "…", "..."} and not _inside(words, i, text)


def _inside(words: Words, i: int, text: str) -> bool:
    """Whether the mark stands inside a word, a time or a name: no blank before what follows."""
    nxt = i + 1
    if nxt >= len(words):
        return False
    if words.norms[i] == "?" and words.starts[nxt] == words.ends[i] and (i == 0 or words.starts[i] > words.ends[i - 1]):
        return True  # "?SW off sick": a doubt before the word, not a question
    if words.norms[i] == "." and words.norms[i - 1] in _short_forms() and i > 0:
        return not (words.norms[i - 1] in _units() and words.texts[nxt][:1].isupper())
    follows = (
        words.starts[nxt] == words.ends[i] and words.texts[nxt][:1].isalnum() and not words.texts[nxt][:1].isupper()
    )
    return follows and words.norms[i] in {".", ":", "?", ">"}


def _blank_around(words: Words, i: int, text: str) -> bool:
    before = words.starts[i] == 0 or text[words.starts[i] - 1].isspace()
    after = words.ends[i] >= len(text) or text[words.ends[i]].isspace()
    return before and after


def field_at(parts: Sequence[Part], character: int) -> str:
    """The column a character came from; "event" where the entry has no columns."""
    return next((part.field for part in parts if part.start <= character < part.end), "event")


class SlipMender:
    """Puts right a slip of one letter in a word of the vocabulary, for comparing only.

    `known` says whether a word is an English word that stands for itself; without a language model
    nothing is known and nothing is mended.
    """

    def __init__(self, vocabulary: Iterable[str], known: Callable[[str], bool] | None) -> None:
        self._known = known
        self._words = frozenset(w for w in vocabulary if len(w) >= _SLIP_MIN and w.isalpha())
        self._by_cut: dict[str, str] = {}
        for word in sorted(self._words):
            for cut in _cuts(word):
                self._by_cut.setdefault(cut, word)
        self._seen: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        if self._known is None or not _SLIP_MIN <= len(word) <= _SLIP_MAX or not word.isalpha() or word in self._words:
            return word
        if word not in self._seen:
            if len(self._seen) > 50_000:  # keeps memory flat over large cases
                self._seen.clear()
            self._seen[word] = word if self._known(word) else self._mended(word)
        return self._seen[word]

    def _mended(self, word: str) -> str:
        if word in self._by_cut:
            return self._by_cut[word]
        for cut in _cuts(word):
            meant = cut if cut in self._words else self._by_cut.get(cut)
            if meant and abs(len(meant) - len(word)) <= 1 and meant[0] == word[0]:
                return meant
        return word


def _cuts(word: str) -> list[str]:
    """The word with each of its letters left out: two words one slip apart share such a form."""
    return [word[:i] + word[i + 1 :] for i in range(len(word))]
