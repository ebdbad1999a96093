"""Which of a row's events the row itself records, and what its other parts tell of that one again.

    candidates with their assertions  ->  choose_main: the strongest, first and plainest of them, marked
                                      ->  what came of it ("Duty visit. No answer"), parts that tell of it again joined

A type column names the main event ("Home visit"), unless the words say that it came to something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ingest.language.assertion import assert_alone
from ingest.language.kind_cues import meeting_named
from ingest.language.patterns import PatternSet, patterns_of
from ingest.language.reading import ACTION_FIELDS, SILENT_FIELDS, TYPE_FIELDS, Candidate, Reading
from model.data import load_toml

PLACE_COST = 2.0  # a row records first what it is about
OPENED_COST = 2.5  # "letter from X re Y": Y is told, the letter is the event
ORDER_COST = 0.8
MOST = 4.8  # how sure a cue is decides within its part of the row; across parts the place does
WEAK_TELLING = 3.0  # below it "X reports" is only the way in which a record begins


@cache
def _types(weak: bool) -> PatternSet[str]:
    """The kinds that type columns name; `weak` ones rule only where the words have no cue of their own."""
    return PatternSet(
        (pattern, raw["kind"])
        for raw in load_toml("ingest.vocabulary", "kinds.toml")["type"]
        if raw.get("weak", False) == weak
        for pattern in patterns_of(raw)
    )


def choose_main(reading: Reading) -> None:
    """Mark the event that the row itself records; make one of kind `other` where there is none.

    Wants the assertions: what is planned or was not done is the row's own event only where nothing else is.
    """
    if not len(reading.words):
        return
    candidates, typed = reading.candidates, type_kind(reading)
    if not candidates:
        candidates.append(_unknown(reading))
        assert_alone(reading, candidates[0])
    main = max(candidates, key=lambda c: _main_score(reading, c, typed[0] if typed else None, candidates))
    main = _outcome_of(reading, _or_contact(reading, _or_first_clause(reading, main), typed is not None), candidates)
    if typed and main.kind != typed[0] and main.kind not in _overrides(typed[0]):
        main = _of_type(reading, main, *typed)
    hint = type_kind(reading, weak=True) if not typed and not main.cue_last > main.cue_first else None
    if hint:
        main.kind = hint[0]
        main.reasons.append(hint[1])
    main.main = True
    _join_same(reading)
    _unanswered(reading, main)


def _of_type(reading: Reading, main: Candidate, kind: str, reason: str) -> Candidate:
    """The event that the type column names: the main candidate where that may be the same act, else one beside it.

    "Home visit | Both weighed" is one visit; "Home visit | Mum disclosed that ..." is a visit and what was told on it.
    """
    acts = load_toml("ingest.vocabulary", "kinds.toml")["same_act"]["kinds"]
    cued = main.cue_last > main.cue_first and not main.bare
    ahead = main.assertion in {"planned", "recommended"}
    if not cued or (not ahead and any(kind in act and main.kind in act for act in acts)):
        main.kind = kind
        main.reasons.append(reason)
        return main
    typed = _unknown(reading)
    typed.kind, typed.reasons = kind, [reason]
    typed.last = reading.clauses[typed.clause].last
    reading.candidates.insert(0, typed)
    return typed


def _or_first_clause(reading: Reading, main: Candidate) -> Candidate:
    """The main candidate, unless it only denies or plans and the row first records something that no cue names."""
    first = next((k for k, c in enumerate(reading.clauses) if c.field not in SILENT_FIELDS | TYPE_FIELDS), 0)
    named = any(c.clause == first for c in reading.candidates)
    if main.assertion not in {"did_not_happen", "planned", "recommended"} or named or len(reading.clauses) < 2:
        return main
    if reading.clauses[first].last - reading.clauses[first].first < 3:  # a label or a name, no record
        return main
    other = _unknown(reading)
    other.last = reading.clauses[first].last
    reading.candidates.insert(0, other)
    return other


def _or_contact(reading: Reading, main: Candidate, typed: bool) -> Candidate:
    """The main candidate, unless it is only what was found or said at the contact that such a row is of itself."""
    data = load_toml("ingest.vocabulary", "kinds.toml")["contact"]
    kind = data["by"].get(reading.agency)
    clinician = any(p.role in data["clinicians"] for p in reading.people)
    if kind is None or typed or not clinician or main.kind not in data["kinds"]:
        return main
    if any(word in data["unless_words"] for word in reading.words.norms):
        return main
    contact = _unknown(reading)
    contact.kind, contact.last = kind, reading.clauses[main.clause].last
    contact.reasons = [f"kind {kind}: rows of such a record are contacts unless they say otherwise"]
    if main.cue_last > main.cue_first:
        reading.candidates.insert(0, contact)
        return contact
    main.kind, main.reasons = kind, contact.reasons
    return main


def _unknown(reading: Reading) -> Candidate:
    """An event of kind `other` over the words of the record, without the columns that name people."""
    told = [c for c in reading.clauses if c.field not in SILENT_FIELDS and c.field not in TYPE_FIELDS]
    clauses = told or reading.clauses
    return Candidate(
        kind="other",
        strength=0,
        first=clauses[0].first,
        last=clauses[-1].last,
        cue_first=clauses[0].first,
        cue_last=clauses[0].first,
        clause=reading.clauses.index(clauses[0]),
        column=clauses[0].field,
        reasons=["no cue for a kind was found"],
    )


def _join_same(reading: Reading) -> None:
    """Join parts that tell of one event again ("Home visit. Mum and baby seen."), save where dated apart."""
    kept: list[Candidate] = []
    for other in sorted(reading.candidates, key=lambda c: (not c.main, c.first)):
        same = next((c for c in kept if _tells_again(reading, c, other)), None)
        if same is None:
            kept.append(other)
        else:
            if other.clause == same.clause and other.first - same.last in {0, 1}:
                same.last = other.last
            else:
                same.joined.append((other.first, other.last))
            same.reasons.append(f'also told in the words "{reading.text_of(other.cue_first, other.cue_last)}"')
    reading.candidates[:] = sorted(kept, key=lambda c: c.first)


def _tells_again(reading: Reading, told: Candidate, again: Candidate) -> bool:
    if not _same_contact(reading, told, again) or again.assertion != told.assertion or again.opened or again.bare:
        return False
    if (again.column in ACTION_FIELDS) != (told.column in ACTION_FIELDS) or dated(reading, again):
        return False
    return abs(_place(reading, again) - _place(reading, told)) <= 2


def _same_contact(reading: Reading, told: Candidate, again: Candidate) -> bool:
    """Whether two parts may tell of one event: by kind, or "Home visit. Mum and baby seen"."""
    if again.kind == told.kind:
        apart = load_toml("ingest.vocabulary", "kinds.toml")["apart"]["kinds"]
        return again.kind not in apart or again.clause == told.clause
    seeing = load_toml("ingest.vocabulary", "kinds.toml")["seeing"]
    words = reading.words.norms[again.cue_first : again.cue_last]
    contact = told.main and told.kind in seeing["kinds"] and again.kind in seeing["kinds"]
    return contact and any(word in seeing["words"] for word in words)


def dated(reading: Reading, candidate: Candidate) -> bool:
    """Whether the words of a candidate hold a date other than the row's."""
    own = reading.entry.when
    start, end = reading.words.starts[candidate.first], reading.words.ends[candidate.last - 1]
    return any(
        start <= t.start < end
        and t.when is not None
        and (own is None or (t.when.start, t.when.end) != (own.start, own.end))
        for t in reading.times
    )


def _main_score(reading: Reading, candidate: Candidate, typed: str | None, candidates: Sequence[Candidate]) -> float:
    place = _place(reading, candidate)
    whole = candidate.kind in load_toml("ingest.vocabulary", "kinds.toml")["uncapped"]
    score = (candidate.strength if whole else min(candidate.strength, MOST)) - PLACE_COST * place
    if candidate.opened and _has_head(reading, candidate, candidates):
        score -= OPENED_COST
    score -= ORDER_COST * sum(
        other.clause == candidate.clause and other.first < candidate.first for other in candidates
    )
    if candidate.column in ACTION_FIELDS:
        score -= 4
    if candidate.assertion in {"planned", "recommended", "did_not_happen"}:
        score -= 3
    if candidate.assertion in {"reported", "uncertain"}:
        score -= 1
    if typed and candidate.kind == typed:
        score += 5
    if typed and candidate.kind in _overrides(typed):
        score += 4
    return score


def _has_head(reading: Reading, candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether an opened part tells what an event beside it is about. A mere "X reports" is no such event where the
    record, a police log for one, is of what was reported."""
    place = _place(reading, candidate)
    heads = [c for c in candidates if c is not candidate and not c.opened and _place(reading, c) == place]
    return any(head.kind != "disclosure" or head.strength >= WEAK_TELLING for head in heads)


def _unanswered(reading: Reading, main: Candidate) -> None:
    """No answer to a letter, a request or a referral is information not shared, and no failed visit."""
    answers = load_toml("ingest.vocabulary", "kinds.toml")["answers"]
    for other in reading.candidates:
        words = reading.words.norms[other.cue_first : other.cue_last]
        asked = main.kind in {"information_shared", "consultation", "referral"} and other is not main
        if asked and other.kind == "no_access" and any(word in answers for word in words):
            other.kind, other.assertion = "information_shared", "did_not_happen"
            other.reasons.append("did_not_happen: no answer to what was asked or sent")


def _outcome_of(reading: Reading, main: Candidate, candidates: list[Candidate]) -> Candidate:
    """The candidate that says what the main contact or meeting came to, with the words of both; else the main one."""
    kinds = load_toml("ingest.vocabulary", "kinds.toml")["outcomes"].get(main.kind, ())
    place = _place(reading, main)
    for other in candidates:
        later = (
            other.first > main.first
            and _place(reading, other) - place <= (3 if other.kind == "meeting_cancelled" else 1)
            and not other.opened
        )
        if dated(reading, other) and dated(reading, main):
            continue  # "Came on the 4th. Not on the 11th": two contacts, each on its day
        if other.kind in kinds and later and other.assertion == "happened" and other.column not in ACTION_FIELDS:
            other.first = main.first
            other.reasons.append(f'what came of it: "{reading.text_of(main.cue_first, main.cue_last)}"')
            candidates.remove(main)
            return other
    return main


def _place(reading: Reading, candidate: Candidate) -> int:
    """How many clauses of the record stand before the candidate's own."""
    return reading.places[candidate.clause]


def _overrides(typed: str) -> frozenset[str]:
    """Kinds that say more than the type column does: a visit that found nobody, a letter that is a referral."""
    return frozenset(load_toml("ingest.vocabulary", "kinds.toml").get("type_yields", {}).get(typed, ()))


def type_kind(reading: Reading, *, weak: bool = False) -> tuple[str, str] | None:
    """The kind that a type column names, with the reason in words. `weak`: by the types that yield to any cue."""
    for part in reading.entry.parts:
        if part.field not in TYPE_FIELDS:
            continue
        first, last = reading.words.at(part.start), reading.words.at(part.end - 1) + 1
        matches = list(_types(weak).find(reading.words, first, min(last, len(reading.words))))
        if matches:
            best = max(matches, key=lambda m: (m.last - m.first, -m.first))
            return (
                best.payload,
                f'kind {best.payload} from the column "{part.header}": "{reading.text_of(best.first, best.last)}"',
            )
    return None


def settle_kinds(reading: Reading) -> None:
    """Give its kind to what only stands for the row's main event: "not seen", "rebooked", "next review 12/4"."""
    main = next((c for c in reading.candidates if c.main), None)
    for candidate in reading.candidates:
        if candidate.kind == "main":
            candidate.kind = _stands_for(reading, main, candidate)
        elif main is not None and candidate is not main and _is_generic(reading, main, candidate):
            candidate.kind = _again(reading, main)
            candidate.reasons.append("of the kind of the row's own event")


def _stands_for(reading: Reading, main: Candidate | None, candidate: Candidate) -> str:
    if main is None or main is candidate:
        return "other"
    if candidate.assertion == "planned":
        return _again(reading, main)
    denied = load_toml("ingest.vocabulary", "kinds.toml")["denied"]["kinds"]
    return main.kind if main.kind in denied else "other"


def _again(reading: Reading, main: Candidate) -> str:
    """The kind of a next time: of a missed appointment an appointment, of a cancelled meeting the meeting."""
    if main.kind == "meeting_cancelled":
        return meeting_named(reading, main) or "planning_meeting"
    again: dict[str, str] = load_toml("ingest.vocabulary", "kinds.toml")["again"]["kinds"]
    return again.get(main.kind, main.kind)


def _is_generic(reading: Reading, main: Candidate, candidate: Candidate) -> bool:
    """Whether a later part names a next time only by words such as "review" or "meeting"."""
    generic = load_toml("ingest.vocabulary", "kinds.toml")["generic"]
    if candidate.assertion not in {"planned", "recommended"} or candidate.first < main.first:
        return False
    if candidate.kind not in generic["kinds"] or main.kind not in generic["of"]:
        return False
    words = [w for w in reading.words.norms[candidate.cue_first : candidate.cue_last] if w.isalpha()]
    return bool(words) and all(word in generic["words"] for word in words)
