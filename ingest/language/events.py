"""Which events an entry tells of: cues give kinds, pieces of clauses give places.

    clauses  ->  pieces (cut at commas and "and", before "re" and "that", joined where one says nothing of its own)
             ->  the strongest cue of each piece  ->  Candidate
             ->  a piece that only denies or plans ("Father not present")  ->  Candidate of the row's kind or `other`

Every candidate keeps the words that made it what it is; `main_event` then says which one the row records.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.language.assertion import bare_event, denies_itself
from ingest.language.kind_cues import KindCue, best_cue, cue_matches, score_of
from ingest.language.patterns import Match
from ingest.language.pieces import Piece, pieces_of
from ingest.language.reading import SILENT_FIELDS, TYPE_FIELDS, Candidate, Reading
from ingest.language.weighing import Weighed, heading, likelier, without_cue
from model.case import Assertion
from model.data import load_toml


def _kinds() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "kinds.toml")


def find_candidates(reading: Reading) -> list[Candidate]:
    """The events of an entry, one a piece that has a cue."""
    candidates: list[Candidate] = []
    for number, clause in enumerate(reading.clauses):
        if clause.field in SILENT_FIELDS or clause.field in TYPE_FIELDS:
            continue
        pieces = pieces_of(reading.words, clause.first, clause.last)
        candidates += _of_clause(reading, number, pieces)
    return candidates


def _of_clause(reading: Reading, number: int, pieces: Sequence[Piece]) -> list[Candidate]:
    """The candidates of one clause; a piece that tells of nothing is joined to the one before it, else to the next."""
    found: list[Candidate] = []
    waiting: int | None = None
    for piece in pieces:
        start = waiting if waiting is not None and not found else piece.first
        best = best_cue(reading, piece)
        if best is not None and not (found and best.first < found[-1].cue_last):
            found += _of_cue(reading, number, piece, best, start)
            continue
        bare = bare_event(reading, piece.first, piece.last) if best is None else None
        weighed = without_cue(reading, piece, whole=False) if best is None and bare is None else None
        if bare is not None and found and _denies_head(reading, piece, bare, found[-1]):
            found[-1].implied, found[-1].last = "did_not_happen", piece.last
        elif bare is not None:
            found.append(_bare_candidate(reading, number, bare, start, piece.last))
        elif weighed is not None:
            found.append(_weighed_candidate(reading, number, weighed, start, piece.last, piece.opened))
        elif found:
            found[-1].last = piece.last
        elif waiting is None:
            waiting = piece.first
    return found or _guessed(reading, number)


def _of_cue(reading: Reading, number: int, piece: Piece, best: Match[KindCue], start: int) -> list[Candidate]:
    """The candidate of a piece with a cue; two where it holds an act and the matter that it is of."""
    told = _told_within(reading, piece, best)
    if told is None:
        candidate = _candidate(reading, number, best, start, piece.last, piece.opened)
        weighed = likelier(reading, piece, best)
        if weighed is not None:
            candidate.kind, candidate.implied = weighed.kind, None
            candidate.own_denial = denies_itself(reading, weighed.kind, best.first, best.last)
            candidate.reasons.insert(0, _why(reading, weighed, piece.first, piece.last))
        return [candidate]
    act, matter, link = told
    first = _candidate(reading, number, act, start, link, piece.opened)
    first.cue_last = min(act.last, link)
    return [first, _candidate(reading, number, matter, link, piece.last, True)]


def _guessed(reading: Reading, number: int) -> list[Candidate]:
    """What all the words of a clause without a cue suggest together, where that is sure enough."""
    clause = reading.clauses[number]
    whole = Piece(clause.first, clause.last, clause.last, False)
    weighed = without_cue(reading, whole, whole=True)
    named = heading(reading, whole) if reading.places[number] == 0 else None
    if named is not None and (weighed is None or weighed.kind == named.kind):
        found = _weighed_candidate(reading, number, named, clause.first, clause.last, False)
        found.strength = _kinds()["guess"]["head"]["strength"]
        return [found]
    return [] if weighed is None else [_weighed_candidate(reading, number, weighed, clause.first, clause.last, False)]


def _weighed_candidate(
    reading: Reading, number: int, weighed: Weighed, first: int, last: int, opened: bool
) -> Candidate:
    """An event that no cue names but all the words together."""
    return Candidate(
        kind=weighed.kind,
        strength=_kinds()["guess"]["strength"] * weighed.sure,
        first=first,
        last=last,
        cue_first=first,
        cue_last=last,
        clause=number,
        column=reading.clauses[number].field,
        reach=last,
        opened=opened,
        own_denial=denies_itself(reading, weighed.kind, first, last),
        reasons=["no cue; " + _why(reading, weighed, first, last)],
    )


def _why(reading: Reading, weighed: Weighed, first: int, last: int) -> str:
    return f'kind {weighed.kind} by all the words "{reading.text_of(first, last)}" ({weighed.sure:.0%} sure)'


def _told_within(
    reading: Reading, piece: Piece, best: Match[KindCue]
) -> tuple[Match[KindCue], Match[KindCue], int] | None:
    """An act and the matter that it is of in one piece, with the word that links them: "notification | of death".

    The act stands first, the matter after a link ("of", "for", "with"); None where the piece holds no such two.
    """
    within = _kinds()["within"]
    matches = [m for m in cue_matches(reading, piece) if m.last <= piece.last]
    acts = [m for m in matches if m.payload.kind in within["acts"] and m.payload.strength >= within["least"]]
    matters = [m for m in matches if m.payload.kind in within["matters"] and m.payload.strength >= within["least"]]
    if best.payload.kind in within["acts"]:
        acts = [best]
    elif best.payload.kind in within["matters"]:
        matters = [best]
    else:
        return None
    act = max(acts, key=lambda m: (score_of(m), -m.first), default=None)
    if act is None:
        return None
    for matter in sorted(matters, key=score_of, reverse=True):
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
        strength=score_of(cue),
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
