"""Which events an entry tells of: cues give kinds, pieces of clauses give places.

    clauses  ->  pieces (cut at commas and "and", before "re" and "that", joined where one says nothing of its own)
             ->  the strongest cue of each piece  ->  Candidate
             ->  a piece that only denies or plans ("Father not present")  ->  Candidate of the row's kind or `other`

Every candidate keeps the words that made it what it is; `main_event` then says which one the row records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.language.assertion import bare_event, denies_itself
from ingest.language.guess import load_guesser
from ingest.language.patterns import Match, PatternSet, Words, patterns_of
from ingest.language.reading import SILENT_FIELDS, TYPE_FIELDS, Candidate, Reading
from ingest.language.vocabulary import kind_cues
from model.case import Assertion
from model.data import load_toml

_LATE = 0.12  # what each word before a cue in its piece takes from its strength: a piece says first what it is of

MEETINGS = frozenset(
    {
        "strategy_discussion",
        "child_protection_conference",
        "core_group",
        "child_in_need_meeting",
        "marac",
        "planning_meeting",
    }
)


def _kinds() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "kinds.toml")


@cache
def _openers() -> frozenset[str]:
    """Words that open a part telling what another part is about, or why: "re", "that", "following"."""
    return frozenset(_kinds()["openers"])


@dataclass(frozen=True, slots=True)
class KindCue:
    """One cue of ingest/vocabulary/cues."""

    kind: str
    strength: float
    implies: Assertion | None
    only: frozenset[str]
    unless: frozenset[str]

    def fits(self, agency: str) -> bool:
        return (not self.only or agency in self.only) and agency not in self.unless


@cache
def _cues() -> PatternSet[KindCue]:
    return PatternSet((pattern, cue) for raw in kind_cues() for cue in [_cue(raw)] for pattern in patterns_of(raw))


def _cue(raw: Mapping[str, Any]) -> KindCue:
    return KindCue(
        raw["kind"],
        float(raw["strength"]),
        raw.get("implies"),
        frozenset(raw.get("only", ())),
        frozenset(raw.get("unless", ())),
    )


@cache
def _tellers() -> frozenset[str]:
    """Verbs of telling, after which the told begins."""
    return frozenset(_kinds()["tellers"])


def _opens(words: Words, i: int) -> bool:
    """Whether a word is an opener; "RE" among small letters is routine enquiry."""
    shouted = words.texts[i] == "RE" and not any(
        words.texts[j].isupper() for j in (i - 1, i + 1) if 0 <= j < len(words)
    )
    return words.norms[i] in _openers() and not shouted


def _told_from(words: Words, i: int) -> bool:
    """Whether what somebody told begins at this word."""
    not_told = _kinds()["not_told"]
    return words.norms[i - 1] in _tellers() and words.norms[i] not in not_told


def find_candidates(reading: Reading) -> list[Candidate]:
    """The events of an entry, one a piece that has a cue."""
    candidates: list[Candidate] = []
    for number, clause in enumerate(reading.clauses):
        if clause.field in SILENT_FIELDS or clause.field in TYPE_FIELDS:
            continue
        pieces = _pieces(reading.words, clause.first, clause.last)
        candidates += _of_clause(reading, number, pieces)
    return candidates


@dataclass(frozen=True, slots=True)
class Piece:
    """Words first..last of a clause; a cue that begins in them may reach to `limit`. `opened` by an opener."""

    first: int
    last: int
    limit: int
    opened: bool


def _pieces(words: Words, first: int, last: int) -> list[Piece]:
    """The clause cut at its joints and before its openers.

    A joint belongs to no piece; after a comma the next piece stands on its own again, after "and" it goes on
    with what its opener began. Cues may reach over openers, never over joints.
    """
    joints = [i for i in range(first, last) if words.norms[i] in _kinds()["joints"]]
    pieces: list[Piece] = []
    start, opened = first, False
    for joint in [*joints, last]:
        for i in range(start, joint):
            if _opens(words, i) or (i > start and _told_from(words, i)):
                if i > start:
                    pieces.append(Piece(start, i, joint, opened))
                start, opened = i, True
        if joint > start:
            pieces.append(Piece(start, joint, joint, opened))
        start = joint + 1
        opened = opened and joint < last and words.norms[joint] not in _kinds()["resume"]
    return pieces or [Piece(first, last, last, False)]


def _of_clause(reading: Reading, number: int, pieces: Sequence[Piece]) -> list[Candidate]:
    """The candidates of one clause; a piece without a cue is joined to the one before it, else to the next."""
    found: list[Candidate] = []
    waiting: int | None = None
    for piece in pieces:
        best = best_cue(reading, piece)
        if best is None or (found and best.first < found[-1].cue_last):
            bare = bare_event(reading, piece.first, piece.last) if best is None else None
            if bare is not None and found and _denies_head(reading, piece, bare, found[-1]):
                found[-1].implied, found[-1].last = "did_not_happen", piece.last
            elif bare is not None:
                start = waiting if waiting is not None and not found else piece.first
                found.append(_bare_candidate(reading, number, bare, start, piece.last))
            elif found:
                found[-1].last = piece.last
            elif waiting is None:
                waiting = piece.first
            continue
        start = waiting if waiting is not None and not found else piece.first
        told = _told_within(reading, piece, best)
        if told is None:
            found.append(_candidate(reading, number, best, start, piece.last, piece.opened))
        else:
            act, matter, link = told
            found.append(_candidate(reading, number, act, start, link, piece.opened))
            found[-1].cue_last = min(act.last, link)
            found.append(_candidate(reading, number, matter, link, piece.last, True))
    return found or _guessed(reading, number)


def _guessed(reading: Reading, number: int) -> list[Candidate]:
    """What all the words of a clause without a cue suggest together, where that is sure enough."""
    clause, rules = reading.clauses[number], _kinds()["guess"]
    if reading.words.norms[clause.last - 1] in rules["heads"]:
        return []  # a label or a name, which tells of nothing
    text, guesser = reading.text_of(clause.first, clause.last), load_guesser()
    if guesser.known(text) < rules["words"] or text.lower().strip(" .;:-") in rules["silent"]:
        return []
    guess = guesser(reading.agency, text)
    if guess.kind in rules["never"] or guess.sure < rules["sure_of"].get(guess.kind, rules["sure"]):
        return []
    return [
        Candidate(
            kind=guess.kind,
            strength=rules["strength"] * guess.sure,
            first=clause.first,
            last=clause.last,
            cue_first=clause.first,
            cue_last=clause.last,
            clause=number,
            column=clause.field,
            reach=clause.last,
            own_denial=denies_itself(reading, guess.kind, clause.first, clause.last),
            reasons=[f'no cue; kind {guess.kind} by all the words "{text}" ({guess.sure:.0%} sure)'],
        )
    ]


def _told_within(
    reading: Reading, piece: Piece, best: Match[KindCue]
) -> tuple[Match[KindCue], Match[KindCue], int] | None:
    """An act and the matter that it is of in one piece, with the word that links them: "notification | of death".

    The act stands first, the matter after a link ("of", "for", "with"); None where the piece holds no such two.
    """
    within = _kinds()["within"]
    matches = [m for m in _matches(reading, piece) if m.last <= piece.last]
    acts = [m for m in matches if m.payload.kind in within["acts"] and m.payload.strength >= within["least"]]
    matters = [m for m in matches if m.payload.kind in within["matters"] and m.payload.strength >= within["least"]]
    if best.payload.kind in within["acts"]:
        acts = [best]
    elif best.payload.kind in within["matters"]:
        matters = [best]
    else:
        return None
    act = max(acts, key=lambda m: (_score(m), -m.first), default=None)
    if act is None:
        return None
    for matter in sorted(matters, key=_score, reverse=True):
        links = [
            i
            for i in range(max(act.first + 1, matter.first - 3), matter.first)
            if reading.words.norms[i] in within["links"]
        ]
        if links and (matter.first >= act.last or matter.last == act.last):
            return act, matter, links[0]
    return None


def _denies_head(reading: Reading, piece: Piece, bare: Match[tuple[str, Assertion]], head: Candidate) -> bool:
    """Whether a denial after "re ..." is of what stands before it: "Smoking status re father not asked"."""
    about = reading.words.norms[piece.first] in _kinds()["about"]
    return about and bare.payload[1] == "did_not_happen" and head.kind != "disclosure"


def _candidate(reading: Reading, number: int, cue: Match[KindCue], first: int, last: int, opened: bool) -> Candidate:
    return Candidate(
        kind=cue.payload.kind,
        strength=_score(cue),
        first=first,
        last=last,
        cue_first=cue.first,
        cue_last=cue.last,
        clause=number,
        column=reading.clauses[number].field,
        implied=cue.payload.implies,
        opened=opened,
        reach=last,
        own_denial=denies_itself(reading, cue.payload.kind, cue.first, cue.last),
        reasons=[f'kind {cue.payload.kind} from the words "{reading.text_of(cue.first, cue.last)}"'],
    )


def _bare_candidate(
    reading: Reading, number: int, match: Match[tuple[str, Assertion]], first: int, last: int
) -> Candidate:
    kind, assertion = match.payload
    return Candidate(
        kind=kind,
        strength=1.0,
        first=first,
        last=last,
        cue_first=match.first,
        cue_last=match.last,
        clause=number,
        column=reading.clauses[number].field,
        implied=assertion,
        bare=True,
        reasons=[f'{assertion} from the words "{reading.text_of(match.first, match.last)}"'],
    )


def best_cue(reading: Reading, piece: Piece) -> Match[KindCue] | None:
    """The strongest cue that begins in a piece; of equals the longest, then the first."""
    return max(
        _matches(reading, piece),
        key=lambda m: (_score(m) - _LATE * min(m.first - piece.first, 8), -m.first),
        default=None,
    )


def _matches(reading: Reading, piece: Piece) -> list[Match[KindCue]]:
    return [
        m
        for m in _cues().find(reading.words, piece.first, piece.limit)
        if m.first < piece.last and m.payload.fits(reading.agency)
    ]


def kinds_considered(reading: Reading, candidate: Candidate) -> list[tuple[str, str]]:
    """Every cue in the words of a candidate, strongest first: the kind it stands for and its words."""
    matches = [
        m for m in _cues().find(reading.words, candidate.first, candidate.last) if m.payload.fits(reading.agency)
    ]
    matches.sort(key=_score, reverse=True)
    return [(m.payload.kind, reading.text_of(m.first, m.last)) for m in matches]


def _score(match: Match[KindCue]) -> float:
    return match.payload.strength + min(match.own, 4) * 0.3


def meeting_named(reading: Reading, candidate: Candidate) -> str | None:
    """The kind of meeting that the words of an event name, else that its entry names."""
    for first, last in ((candidate.first, candidate.last), (0, len(reading.words))):
        for match in _cues().find(reading.words, first, last):
            if match.payload.kind in MEETINGS:
                return match.payload.kind
    return None
