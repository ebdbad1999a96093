"""Where a text may name someone or some place: runs of words with capitals, with the signs around them.

    text  ->  words  ->  runs of capitals, without titles, roles and words of the records  ->  Sighting
    Sighting  ->  votes: for a person, for a place, for an organisation, for no name

Nothing is decided here: `people` counts the sightings of a name over the whole case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ingest.identifiers.lexicon import Lexicon, cues, towns
from ingest.identifiers.texts import Text
from ingest.language.names import role_at_end, role_of_words
from ingest.language.roles import RoleEntry
from model.pseudonyms.match import guarded
from model.pseudonyms.recognise import recognised
from model.pseudonyms.table import plain_word

_WORD: Final = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*['’]?(?!\d)")
_SENTENCE_END: Final = re.compile(r"[.!?:;•\n\r\t|>][\"”)\]]*\s*[(“\"]?$|\s[-–—*]\s*$")
_GAP: Final = re.compile(r"[ \u00a0\t]{1,3}|-")
_GENITIVE: Final = re.compile(r"['’]s?$", re.IGNORECASE)
_AGED: Final = re.compile(r",? ?\(?(?:aged|born|who|\d{1,2} ?(?:yrs|years|mths|months|y/o))\b")
_OWNED: Final = re.compile(
    r"(?:\b(?:her|his|their|the|a|an|my|our|named|allocated|new)|['’]s)\s(?:[\w'’-]+\s){0,2}[\w'’-]+$", re.IGNORECASE
)
_MIXED: Final = re.compile(r"[A-Z]\w*[a-z]\w*[A-Z]|[A-Z]{2,}[a-z]")
_PREFIXED: Final = re.compile(r"(?:Mc|Mac|Fitz|De|Di|Du|La|Le|Van|Ap|Al|El|O)['’-]?[A-Z][a-z]")
_MAX_WORDS: Final = 5
SHOUTED: Final = 0.7  # of the longer words in capitals: the text is written so throughout
RANK: Final = "pc"  # the title of whom an officer's number names


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A run of words that may be a name: `words` as written, the title before it, and what speaks for what.

    `role` is the role that the words beside it give. `opens` is true at the start of a sentence, where a capital says
    nothing; `shout` where the text around is in capitals throughout.
    """

    words: tuple[str, ...]
    start: int
    title: str = ""
    role: RoleEntry | None = None
    person: int = 0
    place: int = 0
    organisation: int = 0
    opens: bool = False
    shout: bool = False
    listed: bool = False  # the only words of a cell that names people


@dataclass(slots=True)
class _Piece:
    text: str
    start: int
    end: int
    plain: str = ""
    opens: bool = False
    near: bool = False  # only a space between it and the word before
    masked: bool = False
    addressed: bool = False  # it stands after a street or before a postcode
    ranked: bool = False  # the number of a police officer stands before it


@dataclass(frozen=True, slots=True)
class _Around:
    """The words of a text with the cues, made once."""

    pieces: Sequence[_Piece]
    text: str
    shout: bool = False
    entities: dict[int, str] = field(default_factory=dict)


def sightings(text: Text, lexicon: Lexicon, entities: dict[int, str] | None = None) -> Iterator[Sighting]:
    """The runs of capitals of a text. `entities` are the labels of the language model by the first character."""
    pieces = _pieces(text.words)
    long = [p for p in pieces if len(p.plain) > 3]
    shout = len(long) > 2 and sum(p.text.isupper() for p in long) > SHOUTED * len(long)
    around = _Around(pieces, text.words, shout, entities or {})
    at = 0
    while at < len(pieces):
        last = _run(pieces, at)
        if last > at:
            yield from _split(around, at, last, lexicon, text)
        at = max(last, at + 1)


def _pieces(text: str) -> list[_Piece]:
    found = recognised(text)
    masked = [(r.start, r.end) for r in found]
    ranks = {r.end for r in found if r.kind == "officer_number"}
    streets = [r.end for r in found if r.kind in ("address", "street")]
    codes = [r.start for r in found if r.kind == "postcode"]
    out: list[_Piece] = []
    before = 0
    for match in _WORD.finditer(text):
        word = match[0]
        gap = text[before : match.start()]
        piece = _Piece(word, match.start(), match.end(), plain_word(_GENITIVE.sub("", word)))
        piece.opens = not out or bool(_SENTENCE_END.search(gap))
        piece.near = bool(out) and bool(_GAP.fullmatch(gap))
        piece.masked = any(s < match.end() and match.start() < e for s, e in masked)
        piece.ranked = match.start() - 1 in ranks
        piece.addressed = any(0 <= match.start() - end <= 3 for end in streets) or any(
            0 <= start - match.end() <= 3 for start in codes
        )
        out.append(piece)
        before = match.end()
    return out


def _run(pieces: Sequence[_Piece], at: int) -> int:
    """The place after the last word of the run of capitals that begins at a word; the same place for none."""
    last = at
    particles = _set("person", "particles")
    while last < len(pieces) and last - at < 12:
        piece = pieces[last]
        if piece.masked or (last > at and not piece.near):
            break
        if piece.text[0].isupper():
            last += 1
            if _GENITIVE.search(piece.text):
                break
        elif last > at and piece.plain in particles and last + 1 < len(pieces) and pieces[last + 1].text[0].isupper():
            last += 1
        else:
            break
    return last


def _split(around: _Around, first: int, last: int, lexicon: Lexicon, text: Text) -> Iterator[Sighting]:
    """The names within a run: cut at titles and at words that are never a name."""
    titles = _set("person", "titles")
    start, title = first, RANK if around.pieces[first].ranked else ""
    for at in range(first, last + 1):
        piece = around.pieces[at] if at < last else None
        is_title = piece is not None and piece.plain in titles and at + 1 <= last
        if piece is not None and not is_title and not _stops(piece, lexicon, alone=at == start and at == last - 1):
            continue
        if at > start:
            yield from _sighting(around, start, at, title, lexicon, text)
        title = piece.plain if is_title and piece is not None else ""
        start = at + 1


def _stops(piece: _Piece, lexicon: Lexicon, *, alone: bool) -> bool:
    if piece.plain in _set("person", "particles"):
        return False
    return lexicon.is_word_of_records(piece.plain) and not _may_name(piece)


def _may_name(piece: _Piece) -> bool:
    return piece.plain in {"may", "will", "june", "april", "august"}


def _sighting(around: _Around, first: int, last: int, title: str, lexicon: Lexicon, text: Text) -> Iterator[Sighting]:
    pieces = list(around.pieces[first:last])
    while pieces and pieces[-1].plain in _set("person", "particles"):
        pieces.pop()
    while len(pieces) > 1 and not title and pieces[0].opens and _is_lead(pieces[0], lexicon):
        pieces.pop(0)
    if not pieces or len(pieces[0].plain) < 2:
        if len(pieces) < 2:
            return
        if not lexicon.is_given(pieces[1].plain) and lexicon.is_ordinary(pieces[1].plain) and not title:
            return
    while len(pieces) > 1 and len(pieces[-1].plain) < 4 and pieces[-1].text.isupper() and not around.shout:
        pieces.pop()  # a short form after a name ("Corinna PPN")
    pieces = [p for n, p in enumerate(pieces[:_MAX_WORDS]) if not n or p.plain != pieces[n - 1].plain]
    words = tuple(_GENITIVE.sub("", p.text) for p in pieces)
    if not title and not any(_is_written_as_name(w, lexicon, shout=around.shout) for w in words):
        return  # short forms of services are written so
    index = around.pieces.index(pieces[0])
    if len(pieces) == 1 and not title and (_is_guarded(around, index) or _is_month(around, index)):
        return
    role = _role_beside(around, index, index + len(pieces))
    yield Sighting(
        words=words, start=pieces[0].start, title=title, role=role, opens=pieces[0].opens, shout=around.shout,
        listed=bool(text.people), **_votes(around, index, index + len(pieces), words, title, role, lexicon, text),
    )  # fmt: skip


def _is_written_as_name(word: str, lexicon: Lexicon, *, shout: bool) -> bool:
    """Whether a word is written as names are: a capital and small letters, or a known name all in capitals."""
    if word.isupper() and len(word) > 1:
        return len(word) > 3 and (lexicon.is_given(word) or (shout and len(word) > 4))
    return not _MIXED.match(word) or bool(_PREFIXED.match(word))


def _is_guarded(around: _Around, at: int) -> bool:
    """Whether the words beside it say that it is no name ("in May")."""
    words = around.pieces
    earlier = _numbers(around.text[: words[at].start]) or (words[at - 1].plain if at and not words[at].opens else "")
    after = re.match(r"[ \u00a0]*(\d+|[^\W\d_]+)", around.text[words[at].end :])
    return guarded(words[at].plain, earlier, plain_word(after[1]) if after else "")


def _is_month(around: _Around, at: int) -> bool:
    """Whether a name that is a month besides has nothing beside it that only a person has."""
    words = around.pieces
    if words[at].plain not in _set("person", "months"):
        return False
    earlier = words[at - 1].plain if at and not words[at].opens else ""
    later = words[at + 1].plain if at + 1 < len(words) and words[at + 1].near else ""
    return not (
        earlier in _set("person", "before_sure") or later in _set("person", "after") or _GENITIVE.search(words[at].text)
    )


def _numbers(text: str) -> str:
    found = re.search(r"(\d+(?:st|nd|rd|th)?)[ \u00a0]*(?:of )?$", text[-12:])
    return found[1] if found else ""


def _is_lead(piece: _Piece, lexicon: Lexicon) -> bool:
    """Whether a word that opens a sentence is no part of the name after it ("Visited Kelly")."""
    return len(piece.plain) > 1 and lexicon.is_ordinary(piece.plain) and not lexicon.is_given(piece.plain)


def _votes(
    around: _Around, first: int, last: int, words: Sequence[str], title: str, role: RoleEntry | None, lexicon: Lexicon,
    text: Text,
) -> dict[str, int]:  # fmt: skip
    before = around.pieces[first - 1].plain if first and not around.pieces[first].opens else ""
    after = around.pieces[last].plain if last < len(around.pieces) and around.pieces[last].near else ""
    told = around.text[around.pieces[last - 1].end :]
    genitive = bool(_GENITIVE.search(around.pieces[last - 1].text))
    entity = around.entities.get(around.pieces[first].start, "")
    given = [w for w in words if lexicon.is_given(w)]
    direct = bool(role) and around.pieces[first].near and not any(lexicon.is_describing(w) for w in words)
    person = 4 * bool(title) + 3 * bool(role) + 3 * direct + 2 * bool(text.people) + 2 * bool(given) + genitive
    person += 3 * (genitive and after in _set("person", "relations")) + 2 * bool(_AGED.match(told))
    person += 2 * (entity == "PERSON") + 2 * (after in _set("person", "after")) + (before in _set("person", "before"))
    place = 2 * (before in _set("place", "before")) + (before in _set("place", "weak_before"))
    place += 3 * (after in _set("place", "after")) + 4 * any(plain_word(w) in towns() for w in words)
    place += 2 * (entity in ("GPE", "LOC", "FAC"))
    place += 6 * any(piece.addressed for piece in around.pieces[first:last])
    if before in _set("place", "weak_before") and _earlier(around, first) & _set("place", "moved"):
        place += 2
    return {"person": person, "place": place, "organisation": 2 * (entity in ("ORG", "PRODUCT", "WORK_OF_ART"))}


def _earlier(around: _Around, first: int) -> frozenset[str]:
    return frozenset(p.plain for p in around.pieces[max(0, first - 4) : first])


def _role_beside(around: _Around, first: int, last: int) -> RoleEntry | None:
    """The role that stands right before the name ("SW Jane Okell", "partner, Lee") or in brackets after it."""
    text, _start, end = around.text, around.pieces[first].start, around.pieces[last - 1].end
    found = re.match(r"\s?[\(\[,–-]\s?([A-Za-z][A-Za-z'’/& ]{1,40}?)\s?[\)\],.;\n]", text[end : end + 50])
    if found and (entry := _role(found[1])) is not None:
        return entry
    back = first
    if back and around.pieces[back - 1].plain in _set("person", "titles") and around.pieces[back].near:
        entry = _role(around.pieces[back - 1].text)
        if entry is not None and entry.group == "worker":
            return entry
        back -= 1
    gap = text[around.pieces[back - 1].end : around.pieces[back].start] if back else "."
    if not back or gap.strip(" \u00a0") not in ("", ",", "(", ":", "-", "–"):
        return None
    said = text[around.pieces[max(0, back - 4)].start : around.pieces[back - 1].end]
    said = re.split(r"[.;:\n]", said)[-1].strip()
    if gap.strip(" \u00a0") and not _OWNED.search(said):
        return None  # "Mother, Tegan and the worker met": a list, and no apposition
    return _at_end(said)


@cache
def _at_end(words: str) -> RoleEntry | None:
    entry = role_at_end(words)
    return entry if entry is not None and entry.role else None


@cache
def _role(words: str) -> RoleEntry | None:
    entry = role_of_words(words)
    return entry if entry is not None and entry.role else None


@cache
def _set(table: str, name: str) -> frozenset[str]:
    return frozenset(cues()[table][name])
