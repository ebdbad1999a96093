"""Whether an agency named in an event was told, told the writer, or neither, weighed from all the words around it.

    party, event, where the acts of telling place it  ->  shares (guess)
                                                      ->  as placed, or as the words make far likelier

How much likelier stands in `[guess]` of ingest/vocabulary/sharing.toml.
"""

from __future__ import annotations

from typing import Any, Final, Literal, cast

from ingest.language.guess import load_guesser, words_of_signs
from ingest.language.reading import Candidate, Party, Reading
from model.data import load_toml

Placed = Literal["shared_with", "received_from", "involves"]

TOLD_WEIGHTS: Final = "told_guess"
AROUND: Final = 5  # words before and after an agency that are looked at in its clause


def weigh_party(reading: Reading, party: Party, owner: Candidate, placed: Placed) -> Placed:
    """Where an agency belongs in its event: as the acts of telling place it, unless the words say otherwise."""
    rules: dict[str, Any] = load_toml("ingest.vocabulary", "sharing.toml")["guess"]
    if placed == "involves" and owner.kind not in rules["kinds"]:
        return placed
    shares = load_guesser(TOLD_WEIGHTS).shares(*party_signs(reading, party, owner, placed))
    best = max(shares, key=lambda name: shares[name])
    return cast("Placed", best) if shares[best] - shares.get(placed, 0.0) >= rules["ahead"][placed] else placed


def party_signs(reading: Reading, party: Party, owner: Candidate, placed: Placed) -> tuple[set[str], set[str]]:
    """The signs of the words around an agency, in their order; of where it was placed, of the event and who wrote."""
    words = reading.words
    clause = next((c for c in reading.clauses if c.first <= party.first < c.last), reading.clauses[owner.clause])
    before = words_of_signs(" ".join(words.norms[max(clause.first, party.first - AROUND) : party.first]))
    after = words_of_signs(" ".join(words.norms[party.last : min(clause.last, party.last + AROUND)]))
    named = words_of_signs(reading.text_of(party.first, party.last))
    signs = {f"p={w}" for w in before} | {f"n={w}" for w in after} | {f"w={w}" for w in named}
    for side, near in (("p", before[::-1]), ("n", after)):
        signs |= {f"{side}{i}={w}" for i, w in enumerate(near[:3])}
        signs.add(f"{side}{side}={' '.join(near[:2])}")
    signs.add(f"pn={before[-1] if before else ''} {after[0] if after else ''}")
    cued = {f"R={placed}", f"k={owner.kind}", f"R={placed} {owner.kind}", f"a={party.agency}", f"A={reading.agency}"}
    cued |= {f"s={owner.assertion}", f"f={clause.field}", f"r={reading.agency} {party.agency}"}
    cued |= {"main"} if owner.main else set()
    cued |= {"first"} if party.first == clause.first else set()
    return signs, cued
