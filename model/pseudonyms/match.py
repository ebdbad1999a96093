"""Find the names of a table in a text: whole words, the longest first, in any case and spelling of their forms.

    rows  ->  NameMatcher  ->  find(text)  ->  Found(start, end, row), left to right, none overlapping

A name is found across odd spaces, hyphens, line ends and signs that are not seen ("O ’Brien", "K E L L Y"), in the
genitive, glued to other words in a file's name ("KellyMarsh_v2"), and cut short before "…". A form that is a
word of its own ("Rose", "KM") is found with its capitals only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

from model.data import load_toml
from model.pseudonyms.table import WORD, Identifier, key_of, plain_word
from model.unseen import folded

_BETWEEN: Final = re.compile(r"[\s\-‐-―'’‘`´._,/&+]{1,4}")  # what may stand between two words of one name
_HYPHEN: Final = re.compile(r"[-‐-―]\s{0,3}|\s{0,2}['’‘`´]\s{0,2}|[\u2022\u00b7]")
_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Za-zà-ÿ])(?=\d)|(?<=\d)(?=[A-Za-z])")
_CUT: Final = re.compile(r"\s?(?:…|\.\.\.)|”")
PIECES: Final = 6  # of one word that capitals and digits cut apart
GLUED: Final = 5  # letters of a name that is looked for inside longer words
SHORTEST_CUT: Final = 2  # letters that must be left of a name cut short


@dataclass(frozen=True, slots=True)
class Found:
    """Characters `start` to `end` of the text are a form of that row."""

    start: int
    end: int
    row: Identifier


@dataclass(frozen=True, slots=True)
class _Form:
    words: tuple[str, ...]
    row: Identifier
    capital: bool
    upper: bool  # initials: in capitals throughout


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    plain: str


class NameMatcher:
    """The forms of the rows that are replaced, ready to be looked for."""

    def __init__(self, rows: Iterable[Identifier]) -> None:
        self._by_first: dict[str, list[_Form]] = defaultdict(list)
        self._glued: list[tuple[str, Identifier]] = []
        self._starts: list[tuple[str, Identifier]] = []  # single words, for names cut short
        self._inside: dict[str, Identifier | None] = {}
        seen: set[tuple[tuple[str, ...], bool]] = set()
        for row in rows:
            if not row.applied:
                continue
            capital = {key_of(form) for form in row.capital}
            for form in row.forms:
                words = key_of(form)
                upper = row.kind == "initials" or (len("".join(words)) <= 3 and form.isupper())
                if not words or (words, upper) in seen:
                    continue
                seen.add((words, upper))
                made = _Form(words, row, words in capital or upper, upper)
                self._by_first[words[0]].append(made)
                joined = "".join(words)
                if len(words) > 1:
                    self._by_first[joined].append(_Form((joined,), row, made.capital, upper))
                if not made.capital and len(joined) >= GLUED and joined.isalpha():
                    self._glued.append((joined, row))
                if not upper and len(joined) > SHORTEST_CUT:
                    self._starts += [(w, row) for w in words if len(w) > SHORTEST_CUT]
        for forms in self._by_first.values():
            forms.sort(key=lambda f: -len(f.words))
        self._glued.sort(key=lambda pair: -len(pair[0]))

    def find(self, text: str, *, clipped: bool = False) -> list[Found]:
        """The names in a text. `clipped`: the text itself may end in the middle of a word."""
        changed = folded(text)
        plain, places = changed if changed is not None else (text, None)
        words = _words(plain)
        out: list[Found] = []
        at = 0
        while at < len(words):
            hit = self._at(plain, words, at, clipped=clipped)
            if hit is None:
                at += 1
                continue
            last, row = hit
            start, end = words[at].start, words[last - 1].end
            out.append(Found(start, end, row))
            at = last
        if places is not None:
            out = [Found(places[f.start], places[f.end - 1] + 1, f.row) for f in out]
        return out

    def _at(self, text: str, words: Sequence[_Word], at: int, *, clipped: bool) -> tuple[int, Identifier] | None:
        """The longest name that begins at a word: the place after its last word, and its row."""
        word = words[at]
        best: tuple[int, Identifier] | None = None
        for form in self._beginning(words, at):
            last = _reach(text, words, at, form.words)
            if last is not None and (best is None or last > best[0]) and _written(form, text, words, at, last):
                best = last, form.row
        if best is not None:
            return best
        return (
            self._joined(text, words, at) or self._plural(text, words, at)
            or self._cut_short(text, words, at, clipped=clipped) or self._inside_of(word, at)
        )  # fmt: skip

    def _beginning(self, words: Sequence[_Word], at: int) -> list[_Form]:
        """The forms whose first word is this one, alone or with what is joined to it ("Mc|Ateer")."""
        found = list(self._by_first.get(words[at].plain, ()))
        whole, last = words[at].plain, at + 1
        while last < min(len(words), at + PIECES) and words[last].start == words[last - 1].end:
            whole += words[last].plain
            found += self._by_first.get(whole, ())
            last += 1
        return found

    def _joined(self, text: str, words: Sequence[_Word], at: int) -> tuple[int, Identifier] | None:
        """A name broken by a hyphen, a line's end or a mark, or spelt letter by letter."""
        joined, last = words[at].plain, at + 1
        spelt = len(words[at].plain) == 1
        while last < len(words) and last - at < 24:
            between = text[words[last - 1].end : words[last].start]
            if not (
                _HYPHEN.fullmatch(between) or (spelt and len(words[last].plain) == 1 and between in (" ", ".", "-"))
            ):
                break
            joined += words[last].plain
            last += 1
            for form in self._by_first.get(joined, ()):
                if len(form.words) == 1 and len(joined) > 3 and (not form.capital or words[at].text[:1].isupper()):
                    return last, form.row
        return None

    def _plural(self, text: str, words: Sequence[_Word], at: int) -> tuple[int, Identifier] | None:
        """A genitive without its mark, or a family: "Kellys", "the Marshes"."""
        word = words[at].plain
        for end in ("s", "es"):
            stem = word.removesuffix(end)
            if stem == word or len(stem) < 3:
                continue
            for form in self._by_first.get(stem, ()):
                if len(form.words) == 1 and not form.upper and words[at].text[:1].isupper() >= form.capital:
                    if form.capital and is_ordinary_plural(word):
                        continue
                    return at + 1, form.row
        return None

    def _cut_short(self, text: str, words: Sequence[_Word], at: int, *, clipped: bool) -> tuple[int, Identifier] | None:
        word = words[at]
        ends = bool(_CUT.match(text, word.end)) or (clipped and word.end == len(text))
        begins = word.start > 0 and text[word.start - 1] == "…"
        if len(word.plain) < SHORTEST_CUT or not (ends or begins):
            return None
        for whole, row in self._starts:
            if word.plain != whole and (
                (ends and whole.startswith(word.plain) and word.text[:1].isupper())
                or (begins and whole.endswith(word.plain) and len(word.plain) > SHORTEST_CUT)
            ):
                return at + 1, row
        return None

    def _inside_of(self, word: _Word, at: int) -> tuple[int, Identifier] | None:
        """A name glued to other letters, in small letters, capitals or with digits: "kellymarsh92"."""
        text = word.text
        if len(text) <= GLUED or (text.istitle() and text.isalpha()):
            return None
        if word.plain not in self._inside:
            self._inside[word.plain] = next((row for name, row in self._glued if name in word.plain), None)
        row = self._inside[word.plain]
        return None if row is None else (at + 1, row)


def _words(text: str) -> list[_Word]:
    """The words of a text; those in camel case are cut at their capitals."""
    out = []
    for match in WORD.finditer(text):
        cuts = [0, *(m.start() for m in _CAMEL.finditer(match[0])), len(match[0])]
        for first, last in pairwise(cuts):
            piece = match[0][first:last]
            out.append(_Word(match.start() + first, match.start() + last, piece, plain_word(piece)))
    return out


def _reach(text: str, words: Sequence[_Word], at: int, wanted: Sequence[str]) -> int | None:
    """The place after the last word of a form that stands at `at`, None where it does not.

    A word of the form may be cut in the text at a capital or a digit ("Mc|Ateer", "SW|1").
    """
    here = at
    for n, word in enumerate(wanted):
        if n and here < len(words):
            between = text[words[here - 1].end : words[here].start]
            if between and not _BETWEEN.fullmatch(between):
                return None
        got = ""
        while got != word:
            if here >= len(words) or (got and words[here].start != words[here - 1].end):
                return None
            got += words[here].plain
            here += 1
            if not word.startswith(got):
                return None
    return here


def _written(form: _Form, text: str, words: Sequence[_Word], at: int, last: int) -> bool:
    """Whether the words are written as that form must be, and nothing around them says that they are no name."""
    if not form.capital:
        return True
    first = words[at].text
    if form.upper and any(w.text.upper() != w.text for w in words[at:last]):
        return False
    if not first[:1].isupper() and not first[:1].isdigit():
        return False
    return form.upper or len(form.words) > 1 or not _guarded(text, words, at)


@cache
def _guards() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    data = load_toml("model.rules", "name_guards.toml")
    out: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for raw in data["guard"]:
        for word in raw["words"]:
            before, after = out.get(word, (frozenset(), frozenset()))
            out[word] = before | frozenset(raw.get("before", ())), after | frozenset(raw.get("after", ()))
    return out


def _guarded(text: str, words: Sequence[_Word], at: int) -> bool:
    """Whether the words beside an ambiguous name say that it is the other word: "May 2021", "Will need"."""
    earlier = words[at - 1].plain if at and "." not in text[words[at - 1].end : words[at].start] else ""
    later = words[at + 1].plain if at + 1 < len(words) else ""
    joint = text[words[at].end : words[at + 1].start] if later else ""
    return guarded(words[at].plain, earlier, later if "." not in joint and "\n" not in joint else "")


def guarded(word: str, earlier: str, later: str) -> bool:
    """Whether an ambiguous name between these words (plain, nothing at the ends of a sentence) is no name."""
    known = _guards().get(word)
    return known is not None and (_fits(earlier, known[0]) or _fits(later, known[1]))


def is_guarded_word(word: str) -> bool:
    """Whether a name is listed as a word besides."""
    return word in _guards()


def _fits(word: str, listed: frozenset[str]) -> bool:
    return bool(word) and (word in listed or ("#" in listed and word[:1].isdigit()))


def is_ordinary_plural(word: str) -> bool:
    """Whether a plural of an ambiguous name is most often the other word ("Marks", "Roses")."""
    plurals: Any = load_toml("model.rules", "name_guards.toml")["plurals"]
    return word in plurals["words"]
