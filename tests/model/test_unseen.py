"""Signs that are not seen: kept in the words, left out when matching, marked on the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.unfold import folded_entry
from model.case import Entry, Part
from model.unseen import NAME_CHARS, clean_name, folded, has_unseen, seen, shown

SIGNS = st.text(
    st.characters(codec="utf-8") | st.sampled_from("ab1 \u200b\u202e\u00ad\ufb01\uff21\u2066\x07"), max_size=40
)


@pytest.mark.parametrize(
    ("text", "matched", "on_screen", "told"),
    [
        pytest.param("plain", "plain", "plain", False, id="plain"),
        pytest.param("ab\u200bc", "abc", "ab‹U+200B›c", True, id="zero width"),
        pytest.param("a\u202ebc", "abc", "a‹U+202E›bc", True, id="direction"),
        pytest.param("\u200e03/02/2021", "03/02/2021", "‹U+200E›03/02/2021", True, id="mark before a date"),
        pytest.param("so\u00adcial", "social", "so\u00adcial", False, id="soft hyphen"),
        pytest.param("a\x07b", "ab", "a‹U+0007›b", True, id="control"),
        pytest.param("line\nline\tend", "line\nline\tend", "line\nline\tend", False, id="line break and tab"),
        pytest.param("\uff36isit of\ufb01ce", "Visit office", "\uff36isit of\ufb01ce", False, id="odd forms"),
        pytest.param("½ café – £5", "½ café – £5", "½ café – £5", False, id="ordinary signs stay"),
    ],
)
def test_what_is_matched_and_what_is_shown(text: str, matched: str, on_screen: str, told: bool) -> None:
    made = folded(text)
    assert (made[0] if made else text) == matched
    assert shown(text) == on_screen
    assert has_unseen(text) is told


@given(SIGNS)
def test_every_matched_sign_has_its_place(text: str) -> None:
    made = folded(text)
    if made is None:
        return
    plain, places = made
    assert len(places) == len(plain) + 1
    assert list(places) == sorted(places)
    assert places[-1] == len(text)
    assert not has_unseen(plain)
    assert not has_unseen(shown(text))
    assert not has_unseen(seen(text))


@given(SIGNS, SIGNS)
def test_parts_stay_on_their_words(first: str, second: str) -> None:
    text = f"{first}\n{second}"
    cut = len(first) + 1
    parts = (
        Part(field="event", header="A", start=0, end=len(first)),
        Part(field="x", header="B", start=cut, end=len(text)),
    )
    entry = Entry(id="e", source="s", agency="police", locator={}, when=None, columns={}, text=text, parts=parts)
    made, _ = folded_entry(entry)
    for part, words in zip(made.parts, (first, second), strict=True):
        plain = folded(words)
        assert made.text[part.start : part.end] == (plain[0] if plain else words)


@pytest.mark.parametrize(
    "device", ["con", "PRN.docx", "aux.tar.gz", "nul .csv", "COM1.pdf", "lpt9", "com¹.csv", "conin$"]
)
def test_no_label_is_the_name_of_a_device(device: str) -> None:
    assert clean_name(device).startswith("_")


@given(st.text(max_size=400))
def test_a_label_holds_no_folder_and_nothing_unseen(name: str) -> None:
    label = clean_name(name)
    assert 0 < len(label) <= NAME_CHARS + 1
    assert label.isprintable()
    assert not set(label) & set("/\\")
    assert label not in (".", "..")
    assert clean_name(label) == label or len(label) > NAME_CHARS
