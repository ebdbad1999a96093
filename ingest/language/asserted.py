"""Whether an event happened, weighed from what its cue says and from all the words in and beside it.

    candidate, its assertion by the cues  ->  shares of the assertions (guess)
                                          ->  that of the cues, or another that the words make far likelier

How much likelier stands in `[guess]` of ingest/vocabulary/assertion.toml.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final, cast

from ingest.language.guess import load_guesser, words_of_signs
from ingest.language.reading import Candidate, Reading
from model.case import Assertion
from model.data import load_toml

ASSERTION_WEIGHTS: Final = "assertion_guess"
BEFORE: Final = 4  # words before an event, and after it, that are looked at in its clause
_VERBS: Final = frozenset({"MD", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})


def weigh_assertion(reading: Reading, candidate: Candidate) -> None:
    """Set another assertion where all the words make it far likelier than what the cues say."""
    data = load_toml("ingest.vocabulary", "assertion.toml")
    rules: dict[str, Any] = data["guess"]
    if candidate.kind in rules["stands"] or candidate.bare:
        return
    shares = load_guesser(ASSERTION_WEIGHTS).shares(*assertion_signs(reading, candidate))
    best = max(shares, key=lambda name: shares[name])
    ahead = shares[best] - shares.get(candidate.assertion, 0.0)
    if best == candidate.assertion or ahead < rules["ahead"][candidate.assertion]:
        return
    if best == "reported" and candidate.kind in data["telling"]:
        return  # what is told may be another's words, the telling itself happened
    candidate.reasons.append(f"{best} by all the words ({shares[best]:.0%} sure), not {candidate.assertion}")
    candidate.assertion = cast("Assertion", best)


def assertion_signs(reading: Reading, candidate: Candidate) -> tuple[set[str], set[str]]:
    """The signs of a candidate's words and of those beside it; what its cues say, its kind, its column, its verbs."""
    clause, words = reading.clauses[candidate.clause], reading.words
    first, last = candidate.first, max(candidate.last, candidate.first + 1)
    own = words_of_signs(reading.text_of(first, last))
    signs = {f"w={w}" for w in own} | {f"b={a} {b}" for a, b in pairwise(own)}
    signs |= {f"t={' '.join(own[i : i + 3])}" for i in range(len(own) - 2)}
    if own:
        signs |= {f"1={own[0]}", f"12={' '.join(own[:2])}", f"z={own[-1]}"}
    before = words_of_signs(" ".join(words.norms[max(clause.first, first - BEFORE) : first]))
    after = words_of_signs(" ".join(words.norms[last : min(clause.last, last + BEFORE)]))
    signs |= {f"p={w}" for w in before} | {f"n={w}" for w in after}
    tags = [tag for tag in words.tags[first:last] if tag in _VERBS]
    cued = {f"R={candidate.assertion}", f"k={candidate.kind}", f"R={candidate.assertion} {candidate.kind}"}
    cued |= {f"f={candidate.column}", f"T={tags[0] if tags else ''}", f"TT={' '.join(tags[:3])}"}
    cued |= {"opened"} if candidate.opened else set()
    return signs, cued
