"""Words, clauses and slips of spelling in practice notes."""

from __future__ import annotations

import pytest
import spacy

from ingest.language.tokens import SlipMender, add_note_words, clauses_of, words_of
from model.case import Part

NLP = spacy.blank("en")
add_note_words(NLP.tokenizer)


def clauses(text: str, parts: tuple[Part, ...] = ()) -> list[str]:
    words = words_of(NLP.make_doc(text))
    return [text[words.starts[c.first] : words.ends[c.last - 1]] for c in clauses_of(words, text, parts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("HV'd. TC to S/W - LM. NFA", ["HV'd.", "TC to S/W -", "LM.", "NFA"], id="terse note"),
        pytest.param("Seen at 2.30pm; well", ["Seen at 2.30pm;", "well"], id="time and semicolon"),
        pytest.param("Plan: ring GP", ["Plan:", "ring GP"], id="label"),
        pytest.param("one\ntwo", ["one", "two"], id="line break"),
        pytest.param("Seen by Dr. Moss today", ["Seen by Dr. Moss today"], id="title"),
        pytest.param("pre-birth plan", ["pre-birth plan"], id="hyphen inside a word"),
        pytest.param("?SW off sick", ["?SW off sick"], id="doubt mark before a word"),
    ],
)
def test_clauses_of_notes(text: str, expected: list[str]) -> None:
    assert clauses(text) == expected


def test_every_word_lies_in_one_clause() -> None:
    text = "HV'd. FOC present, smelt of cannabis • not addressed; TC to S/W - LM.\nNFA"
    words = words_of(NLP.make_doc(text))
    found = clauses_of(words, text, ())
    assert [i for c in found for i in range(c.first, c.last)] == list(range(len(words)))


def test_a_clause_knows_its_column() -> None:
    text = "Visit\nRing GP"
    parts = (
        Part(field="event", header="Event", start=0, end=5),
        Part(field="action", header="Action", start=6, end=13),
    )
    words = words_of(NLP.make_doc(text))
    assert [c.field for c in clauses_of(words, text, parts)] == ["event", "action"]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        pytest.param("safegaurding", "safeguarding", id="letters exchanged"),
        pytest.param("confrence", "conference", id="letter left out"),
        pytest.param("strattegy", "strategy", id="letter doubled"),
        pytest.param("referal", "referral", id="one letter short"),
        pytest.param("visit", "visit", id="short words are left alone"),
        pytest.param("preference", "preference", id="an English word stands for itself"),
        pytest.param("qwertyuiop", "qwertyuiop", id="nonsense"),
    ],
)
def test_slips_on_vocabulary_words_are_put_right(slip: str, meant: str) -> None:
    vocabulary = ["safeguarding", "conference", "strategy", "referral", "reference"]
    assert SlipMender(vocabulary, {"preference"}.__contains__)(slip) == meant


def test_without_a_model_nothing_is_put_right() -> None:
    assert SlipMender(["conference"], None)("confrence") == "confrence"
