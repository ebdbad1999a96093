"""What the label of a person says, and how sure two labels make that they are one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.labels import first_line, is_slip, joined_label, likeness, parsed


@pytest.mark.parametrize(
    ("label", "said"),
    [
        pytest.param("SW1", {"code": "sw1"}, id="a code"),
        pytest.param("newly allocated SW 1", {"code": "sw1"}, id="a code in two words, with words that name nobody"),
        pytest.param("SW1\nTC", {"code": "sw1"}, id="the next cell names nobody"),
        pytest.param("PCs 7712", {"code": "pc7712", "number": "7712"}, id="one of two officers"),
        pytest.param("PC Reed 7712", {"names": ("reed",), "number": "7712"}, id="name and number"),
        pytest.param("FLAT 9 rang", {"code": "flat9"}, id="a door"),
        pytest.param("Dr A Reed", {"names": ("reed",), "letters": "a"}, id="a letter before the surname"),
        pytest.param("S/W A.R.", {"initials": "ar"}, id="initials after a role"),
        pytest.param("Anna REED", {"names": ("anna", "reed")}, id="a surname in capitals"),
        pytest.param("Mr D", {"letters": "d"}, id="a title and a letter"),
        pytest.param("Head of Year", {}, id="capitals that are a post"),
        pytest.param("DS REPORTED", {}, id="a record in capitals"),
        pytest.param("the allocated social worker", {}, id="nobody in particular"),
    ],
)
def test_a_label_says_who(label: str, said: dict[str, object]) -> None:
    found = parsed(label)
    names = ("code", "number", "names", "letters", "initials")
    assert {name: value for name in names if (value := getattr(found, name))} == said
    assert found.is_plain == (not said)


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        pytest.param("LM", "Lisa Marlow", "initials", id="initials of a name"),
        pytest.param("S/W L.M.", "L Marlow", "initials", id="initials of a letter and a surname"),
        pytest.param("LM", "Lisa Crewe", None, id="initials of somebody else"),
        pytest.param("Marlow", "Lisa Marlow", "surname", id="a surname"),
        pytest.param("Dr Marlow", "Dr L Marlow", "surname", id="a surname, the other with a letter"),
        pytest.param("Lisa", "Lisa Marlow", "given_name", id="a first name"),
        pytest.param("Lisa Marlow", "L Marlow", "whole_name", id="a letter for the first name"),
        pytest.param("Dr Marlow", "Marlow", "whole_name", id="with and without a title"),
        pytest.param("Lisa Marlow", "Hugh Marlow", None, id="one surname, two first names"),
        pytest.param("Lisa Marlow", "Lisa Marlowe", "spelling", id="a letter more"),
        pytest.param("Kallum", "Callum", "spelling", id="a letter otherwise"),
        pytest.param("Lee", "Leo", None, id="too short for a slip"),
        pytest.param("PC 7712", "DC Reed 7712", "same_number", id="a number of the force"),
        pytest.param("PC 12", "DC 12", None, id="two figures say little"),
        pytest.param("Mr D", "D", "title", id="a letter with and without a title"),
        pytest.param("SW1", "SW2", None, id="two codes"),
        pytest.param("SW1", "Lisa Marlow", None, id="a code and a name"),
        pytest.param("social worker", "Lisa Marlow", None, id="a role has nothing in common with a name"),
    ],
)
def test_two_labels_have_this_in_common(one: str, other: str, rule: str | None) -> None:
    for a, b in ((one, other), (other, one)):
        found = likeness(parsed(a), parsed(b))
        assert (found.rule if found else None) == rule


def test_workers_of_one_code_are_joined_and_all_others_keep_their_label() -> None:
    labels = ("SW4", "SW 4", "Sw4", "allocated SW4", "new SW 4", "SW4\nUP")
    assert {joined_label(label) for label in labels} == {"sw4"}
    assert [joined_label(label) for label in ("Dr Reed", "PC Reed 7712")] == ["drreed", "pcreed7712"]


WORD = st.text("abcdefg", min_size=4, max_size=8)


@given(WORD, st.integers(0, 7), st.sampled_from("abcdefg"))
def test_one_letter_put_in_left_out_or_changed_is_a_slip_either_way(word: str, at: int, letter: str) -> None:
    at = at % len(word)
    for other in (word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]):
        assert is_slip(word, other)
        assert is_slip(other, word)


@given(st.text(max_size=40))
def test_any_label_is_read(label: str) -> None:
    assert likeness(parsed(label), parsed(label)) is None or not parsed(label).is_plain
    assert joined_label(label) or not first_line(label).strip()


@given(st.sampled_from(["SW", "HV", "mw", "PC"]), st.integers(1, 9), st.sampled_from(["new ", "allocated ", "the "]))
def test_what_says_nothing_of_a_person_leaves_the_code_as_it_is(letters: str, figure: int, before: str) -> None:
    assert (
        joined_label(f"{before}{letters} {figure}")
        == joined_label(f"{letters}{figure}")
        == f"{letters}{figure}".lower()
    )
