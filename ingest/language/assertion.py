"""Did it happen? Cues with a direction and a scope, in the manner of ConText.

    candidate + the cues of its clause  ->  those that reach it  ->  assertion, with the cue that decided it
    label before it ("Plan:")           ->  planned or recommended, to the end of its cell
    words with such a cue and no kind   ->  bare_event: an event of its own ("Father not present", "Not received")

A cue inside the words that made the event counts, save for kinds that are a denial themselves ("did not
attend" of a missed appointment happened). Of several cues that reach an event, the order of `rank` in
assertion.toml decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from ingest.language.asserted import weigh_assertion
from ingest.language.patterns import Match, PatternSet, patterns_of
from ingest.language.reading import ACTION_FIELDS, Candidate, Reading
from model.case import Assertion
from model.data import load_toml

_SPEECH_REACH = 3  # words between a denial and the verb of saying that it denies


@dataclass(frozen=True, slots=True)
class AssertionCue:
    """One entry of assertion.toml. `assertion` is None for a pseudo cue, which stops those `of` its assertions; `kinds`
    is empty for all kinds."""

    id: str
    assertion: Assertion | None
    reach: str
    kinds: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()


Cues = list[Match[AssertionCue]]


@cache
def _data() -> dict[str, Any]:
    return load_toml("ingest.vocabulary", "assertion.toml")


def _cue(raw: dict[str, Any]) -> AssertionCue:
    assertion = cast("Assertion | None", raw.get("assertion"))
    kinds, of = frozenset(raw.get("kinds", ())), frozenset(raw.get("of", ()))
    return AssertionCue(raw["id"], assertion, raw.get("reach", "forward"), kinds, of)


@cache
def _cues() -> PatternSet[AssertionCue]:
    return PatternSet((pattern, _cue(raw)) for raw in _data()["cue"] for pattern in patterns_of(raw))


@cache
def _bare() -> PatternSet[tuple[str, Assertion]]:
    return PatternSet(
        (pattern, (raw["kind"], cast("Assertion", raw["assertion"])))
        for raw in _data()["bare"]
        for pattern in patterns_of(raw)
    )


@cache
def _instructions() -> PatternSet[bool]:
    return PatternSet((pattern, True) for pattern in _data()["instructions"])


def assert_candidates(reading: Reading) -> None:
    """Set the assertion of every candidate of a reading."""
    cues = [_settled(list(_cues().find(reading.words, c.first, c.last))) for c in reading.clauses]
    labels = _labels(reading)
    for candidate in reading.candidates:
        _assert(reading, candidate, cues[candidate.clause], labels[candidate.clause])
        weigh_assertion(reading, candidate)
        _still_to_do(candidate)
        candidate.done = _is_done(reading, candidate)


def assert_alone(reading: Reading, candidate: Candidate) -> None:
    """Set the assertion of a candidate that no cue made, by the words of its clause up to the first joint."""
    clause = reading.clauses[candidate.clause]
    joints = (i for i in range(clause.first + 1, clause.last) if reading.words.norms[i] in {",", "(", "and"})
    candidate.reach = next(joints, clause.last)
    cues = _settled(list(_cues().find(reading.words, clause.first, candidate.reach)))
    reaching = [m for m in cues if _reaches(reading, m, candidate)]
    best = min(reaching, key=lambda m: _data()["rank"].index(m.payload.assertion), default=None)
    if best is not None and best.payload.assertion is not None:
        _decide(candidate, best.payload.assertion, f'the words "{reading.text_of(best.first, best.last)}"')


def _settled(matches: Cues) -> Cues:
    """The cues without those whose last word stands in a pseudo cue ("admitted to hospital" admits nothing)."""
    pseudo = [m for m in matches if m.payload.assertion is None]
    return [
        m
        for m in matches
        if m.payload.assertion is not None
        and not any(p.first < m.last <= p.last and m.payload.assertion in p.payload.of for p in pseudo)
    ]


def _labels(reading: Reading) -> list[Assertion | None]:
    """For each clause what the label before it in its cell says: "Plan:" plans all that follows there."""
    labels: dict[str, str] = _data()["labels"]
    found: list[Assertion | None] = []
    current: Assertion | None = None
    for k, clause in enumerate(reading.clauses):
        if k and clause.field != reading.clauses[k - 1].field:
            current = None
        found.append(current)
        first_words = reading.words.norms[clause.first : clause.last]
        if first_words and first_words[-1] in {":", "-"} and len(first_words) <= 4:
            said = next((labels[word] for word in first_words if word in labels), None)
            current = cast("Assertion | None", said or None)
    return found


def _assert(reading: Reading, candidate: Candidate, cues: Cues, label: Assertion | None) -> None:
    if candidate.implied is not None:
        candidate.assertion = candidate.implied
        return
    rank = _data()["rank"]
    reaching = [m for m in cues if _reaches(reading, m, candidate)]
    best = min(reaching, key=lambda m: rank.index(m.payload.assertion), default=None)
    if best is not None and best.payload.assertion is not None:
        _decide(candidate, best.payload.assertion, f'the words "{reading.text_of(best.first, best.last)}"')
    elif label is not None:
        _decide(candidate, label, "the label before it")
    elif _is_instruction(reading, candidate):
        _decide(candidate, "planned", "an instruction")
    elif _is_named_as_next(reading, candidate):
        _decide(candidate, "planned", "its column of actions, where nothing says it was done")


def cues_considered(reading: Reading, candidate: Candidate) -> list[tuple[Assertion, str, bool]]:
    """Every assertion cue of a candidate's clause: what it says, its words, whether it reaches the candidate."""
    clause = reading.clauses[candidate.clause]
    cues = _settled(list(_cues().find(reading.words, clause.first, clause.last)))
    return [
        (m.payload.assertion, reading.text_of(m.first, m.last), _reaches(reading, m, candidate))
        for m in cues
        if m.payload.assertion is not None
    ]


def _still_to_do(candidate: Candidate) -> None:
    """An assessment that is planned to be completed is one that is still to be made."""
    if candidate.kind == "assessment_completed" and candidate.assertion in {"planned", "recommended"}:
        candidate.kind = "assessment_started"


def _decide(candidate: Candidate, assertion: Assertion, why: str) -> None:
    candidate.assertion = assertion
    candidate.reasons.append(f"{assertion} from {why}")


def _reaches(reading: Reading, cue: Match[AssertionCue], candidate: Candidate) -> bool:
    if cue.payload.kinds and candidate.kind not in cue.payload.kinds:
        return False
    if cue.payload.assertion == "reported" and candidate.kind in _data()["telling"] and cue.last > candidate.cue_first:
        return False
    inside = cue.first >= candidate.cue_first and cue.last <= candidate.cue_last
    if candidate.kind in _data()["denials"] and cue.first < candidate.cue_last and cue.last > candidate.cue_first:
        return False
    if candidate.kind in _data()["own_words"] and cue.payload.assertion in {"did_not_happen", "planned", "recommended"}:
        return False
    if candidate.kind in _data()["speech"]:
        near = cue.last <= candidate.cue_first and candidate.cue_first - cue.last <= _SPEECH_REACH
        return near and cue.payload.reach == "forward" and cue.first >= candidate.first
    if inside:
        own = candidate.own_denial and cue.payload.assertion == "did_not_happen"
        own = own or (candidate.kind in _data()["own_plans"] and cue.payload.assertion in {"planned", "recommended"})
        return candidate.kind not in _data()["denials"] and not own
    if cue.payload.reach != "backward" and cue.first <= candidate.cue_first:
        carries = (
            _denies_list(reading, cue, candidate)
            or cue.payload.reach == "sentence"
            or cue.payload.assertion in {"planned", "recommended"}
        )
        return (carries or cue.first >= candidate.first) and not _stopped(reading, cue.last, candidate.cue_first)
    if cue.payload.reach in {"backward", "both"} and cue.last >= candidate.cue_last:
        return cue.last <= candidate.reach and not _stopped(reading, candidate.cue_last, cue.first)
    return False


@cache
def _done_words() -> frozenset[str]:
    return frozenset(_data()["done_words"])


def _is_done(reading: Reading, candidate: Candidate) -> bool:
    """Whether a note in few words says that it was done, or is a notice that its service sends in any case."""
    data = _data()
    if candidate.assertion != "happened":
        return False
    words = reading.words.norms[candidate.first : max(candidate.reach, candidate.cue_last)]
    notice = reading.agency in data["notices"]["agencies"] and any(w in data["notices"]["words"] for w in words)
    return notice or not _done_words().isdisjoint(words)


def denies_itself(reading: Reading, kind: str, first: int, last: int) -> bool:
    """Whether a denial begins or ends the words that make an event of a kind which is told by denials."""
    data = _data()
    words = reading.words.norms[first:last]
    if kind not in data["own_denial"] or any(word in data["really_denied"] for word in words):
        return False
    return any(word in data["denial_words"] for word in words)


def _denies_list(reading: Reading, cue: Match[AssertionCue], candidate: Candidate) -> bool:
    """Whether a denial goes on over a list: "No visit or meeting is noted"."""
    piece = reading.words.norms[candidate.first : candidate.last]
    return cue.payload.assertion == "did_not_happen" and ("or" in piece or "nor" in piece)


def _stopped(reading: Reading, first: int, last: int) -> bool:
    return any(reading.words.norms[i] in _data()["terminators"] for i in range(first, last))


def _is_instruction(reading: Reading, candidate: Candidate) -> bool:
    """Whether the clause begins with a verb in its base form: "Refer to MASH", "Chase GP"."""
    first = reading.clauses[candidate.clause].first
    if candidate.cue_first > first + 4:
        return False
    if any(m.first == first for m in _instructions().find(reading.words, first, first + 2)):
        return _done_words().isdisjoint(reading.words.norms[first : max(candidate.reach, candidate.cue_last)])
    return candidate.column in ACTION_FIELDS and reading.words.tags[first] in {"VB", "VBP"}


def _is_named_as_next(reading: Reading, candidate: Candidate) -> bool:
    """Whether a contact is only named in a column of actions: "Clinic for weights", "Joint visit"."""
    if candidate.column not in ACTION_FIELDS or candidate.kind not in _data()["named_as_next"]:
        return False
    clause = reading.clauses[candidate.clause]
    past = any(tag in {"VBD", "VBN", "VBZ"} for tag in reading.words.tags[clause.first : clause.last])
    return not past and _done_words().isdisjoint(reading.words.norms[clause.first : clause.last])


def bare_event(reading: Reading, first: int, last: int) -> Match[tuple[str, Assertion]] | None:
    """What words without a cue for a kind deny or plan: a kind ("main" for that of the row) and an assertion."""
    return max(_bare().find(reading.words, first, last), key=_denials_first, default=None)


def _denials_first(match: Match[tuple[str, Assertion]]) -> tuple[bool, int]:
    return (match.payload[1] == "did_not_happen", match.own)
