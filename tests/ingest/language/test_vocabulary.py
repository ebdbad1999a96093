"""Every vocabulary file loads, names only what the contract knows, and says where it comes from."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from ingest.language.patterns import Step, compile_pattern, patterns_of, variants
from ingest.language.vocabulary import kind_cues, vocabulary_words
from model.data import load_toml
from model.names import AGENCIES, ASSERTIONS, KINDS, ROLES

TABLES = [
    ("cues", "cue"),
    ("kinds.toml", "type"),
    ("roles.toml", "role"),
    ("roles.toml", "not_a_person"),
    ("assertion.toml", "cue"),
    ("assertion.toml", "bare"),
    ("sharing.toml", "agency"),
    ("sharing.toml", "act"),
    ("sharing.toml", "notice"),
]


def entries(name: str, table: str) -> list[dict[str, Any]]:
    return list(kind_cues() if name == "cues" else load_toml("ingest.vocabulary", name)[table])


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_every_entry_compiles_and_has_a_source(name: str, table: str) -> None:
    for entry in entries(name, table):
        assert entry["source"]
        for pattern in patterns_of(entry):
            for variant in variants(pattern):
                assert compile_pattern(variant).steps


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_entries_name_only_what_the_contract_knows(name: str, table: str) -> None:
    for entry in entries(name, table):
        assert entry.get("kind", "main") in {*KINDS, "main"}
        assert entry.get("role", "mother") in ROLES
        assert entry.get("also", "father") in ROLES
        assert {entry.get("agency", "police"), entry.get("to", "police")} <= set(AGENCIES)
        assert {*entry.get("only", ()), *entry.get("unless", ())} <= set(AGENCIES)
        assert {entry.get("assertion", "happened"), entry.get("implies", "happened")} <= set(ASSERTIONS)


def test_ids_of_assertion_cues_and_acts_are_unique() -> None:
    for name, table in (("assertion.toml", "cue"), ("sharing.toml", "act")):
        ids = [entry["id"] for entry in entries(name, table)]
        assert len(ids) == len(set(ids))


def test_lists_of_kinds_name_kinds() -> None:
    kinds, assertion = load_toml("ingest.vocabulary", "kinds.toml"), load_toml("ingest.vocabulary", "assertion.toml")
    named = {k for table in ("type_yields", "outcomes") for key, values in kinds[table].items() for k in (key, *values)}
    named |= {k for pair in kinds["again"]["kinds"].items() for k in pair}
    named |= {k for table in ("denials", "speech", "telling", "retold") for k in assertion[table]}
    assert named <= set(KINDS)


def test_the_vocabulary_has_words_to_mend_to() -> None:
    assert {"safeguarding", "conference", "referral"} <= vocabulary_words()


def written_cues() -> dict[tuple[str, ...], list[tuple[str, float, frozenset[str], str]]]:
    """Every row of words that a cue for a kind answers, gaps kept: kind, how strong, for whom, pattern."""
    found: dict[tuple[str, ...], list[tuple[str, float, frozenset[str], str]]] = {}
    for entry in entries("cues", "cue"):
        agencies = frozenset(entry.get("only") or AGENCIES) - frozenset(entry.get("unless", ()))
        for text in (v for pattern in patterns_of(entry) for v in variants(pattern)):
            places = [place_of(step) for step in compile_pattern(text).steps]
            own = min(sum(not place.startswith("*") for place in text.split()), 4)
            for row in itertools.product(*places):
                words = tuple(word for word in row if word)
                found.setdefault(words, []).append((entry["kind"], entry["strength"] + 0.3 * own, agencies, text))
    return found


def place_of(step: Step) -> list[str]:
    if step.gap:
        return [f"*{step.gap}"]
    words = [*sorted(step.words), *(f"={w}" for w in sorted(step.exact)), *(f"<{c}>" for c in step.classes)]
    return [*words, ""] if step.optional else words


def test_no_two_kinds_claim_the_same_words_as_strongly() -> None:
    clashes = [
        f"{' '.join(words)}: {one[0]} by '{one[3]}', {other[0]} by '{other[3]}'"
        for words, cues in written_cues().items()
        for one, other in itertools.combinations(cues, 2)
        if one[0] != other[0] and abs(one[1] - other[1]) < 0.01 and one[2] & other[2]
    ]
    assert clashes == []
