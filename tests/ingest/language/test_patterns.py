"""The pattern language of the vocabulary files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.forms import forms_of
from ingest.language.patterns import PatternSet, Words, compile_pattern, longest, variants
from model.errors import RuleFileError


def words(text: str) -> Words:
    pieces = text.split()
    n = len(pieces)
    return Words(
        texts=pieces,
        norms=[p.lower() for p in pieces],
        stems=[p.rstrip("0123456789") if p[-1].isdigit() and p[0].isalpha() else "" for p in pieces],
        starts=list(range(n)),
        ends=list(range(1, n + 1)),
        tags=[""] * n,
        classes=[{} for _ in pieces],
    )


def found(pattern: str, text: str, classes: dict[int, dict[str, int]] | None = None) -> list[tuple[int, int]]:
    of = words(text)
    for i, named in (classes or {}).items():
        of.classes[i].update(named)
    return [(m.first, m.last) for m in PatternSet([(pattern, "x")]).find(of)]


@pytest.mark.parametrize(
    ("pattern", "text", "spans"),
    [
        pytest.param("strategy meeting|discussion", "a strategy discussion held", [(1, 3)], id="alternatives"),
        pytest.param("visit~", "visited and visits", [(0, 1), (2, 3)], id="forms"),
        pytest.param("=HV", "HV and hv", [(0, 1)], id="letters as written"),
        pytest.param("left a? message", "left message and left a message", [(0, 2), (3, 6)], id="optional inside"),
        pytest.param("team? manager", "manager of team manager", [(0, 1), (2, 4), (3, 4)], id="optional first"),
        pytest.param("refer~ * to", "referred her baby to us", [(0, 4)], id="gap"),
        pytest.param("refer~ *1 to", "referred her baby to us", [], id="gap too short"),
        pytest.param("met * with", "met , later with", [], id="a gap stops at a comma"),
        pytest.param("sw", "SW3 rang", [(0, 1)], id="numbered worker"),
        pytest.param("tel call", "hotel call", [], id="near miss"),
        pytest.param("no reply", "", [], id="nothing to read"),
    ],
)
def test_a_pattern_finds_its_words(pattern: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert found(pattern, text) == spans


def test_a_class_stands_for_what_was_found_before() -> None:
    assert found("told <worker>", "told the SW", {1: {"worker": 3}}) == [(0, 3)]
    assert found("told <worker>", "told the SW") == []


@pytest.mark.parametrize("pattern", ["", "* visit", "visit *"])
def test_a_pattern_without_firm_ends_is_refused(pattern: str) -> None:
    with pytest.raises(RuleFileError) as error:
        compile_pattern(pattern)
    assert error.value.remedy


def test_an_optional_first_word_gives_both_patterns() -> None:
    assert list(variants("full|final? care order")) == ["full|final care order", "care order"]


def test_of_overlapping_matches_the_longest_wins() -> None:
    of = words("initial child protection conference held")
    matches = PatternSet([("conference", 1), ("child protection conference", 2)]).find(of)
    assert [m.payload for m in longest(matches)] == [2]


@pytest.mark.parametrize(
    ("word", "some"),
    [("visit", "visiting"), ("move", "moving"), ("carry", "carried"), ("go", "went"), ("discuss", "discussed")],
)
def test_forms_of_a_word(word: str, some: str) -> None:
    assert some in forms_of(word)


@given(st.lists(st.sampled_from(["no", "reply", "to", "call", ",", "sw2", "left"]), max_size=12))
def test_matches_lie_inside_the_words(pieces: list[str]) -> None:
    of = words(" ".join(pieces))
    for match in PatternSet([("no * reply", 1), ("call|left *2 to", 2), ("sw", 3)]).find(of, 0, len(pieces)):
        assert 0 <= match.first < match.last <= len(pieces)
        assert match.own <= match.last - match.first
