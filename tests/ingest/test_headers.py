"""The vocabulary of column titles."""

from __future__ import annotations

import time

import pytest

from ingest.headers import FIELDS, match_header, plain_words, slips


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Date", "date_start"),
        ("DATE\n(DD/MM/YY)", "date_start"),
        ("Date/Time", "date_start"),
        ("Date or period of event", "date_start"),
        ("Date record was made", "date_recorded"),
        ("Time (24 hour clock)", "time_start"),
        ("Signifcant event", "event"),
        ("Summary of incident*", "event"),
        ("Details of contact including who was present", "event"),
        ("Action taken / Outcome", "action"),
        ("Actions & by whom", "action"),
        ("Was the child seen? (Y/N)", "child_seen"),
        ("Voice of the child", "child_voice"),
        ("Shared with / PPN?", "shared_with"),
        ("IMR author's comment", "analysis"),
        ("Professional(s) involved", "author"),
        ("Name & role", "author"),
        ("Witness or document reference (where applicable)", "source"),
        ("RAG", "rating"),
        ("Date of birth", "birth"),
        ("By when", "due"),
    ],
)
def test_titles_are_known(title: str, field: str) -> None:
    match = match_header(title)
    assert match is not None
    assert match.field == field


@pytest.mark.parametrize(
    "text", ["", "Mother rang.", "SW1", "12/03/2021", "Seen at home by HV1 and a student, all well.", "x" * 500]
)
def test_words_of_a_record_are_no_titles(text: str) -> None:
    assert match_header(text) is None


def test_no_title_means_two_fields() -> None:
    seen: dict[str, str] = {}
    for field in FIELDS:
        assert field["source"]
        for name in field["names"]:
            assert seen.setdefault(plain_words(name), field["id"]) == field["id"], name


@pytest.mark.parametrize(
    ("word", "other", "allowed", "count"),
    [
        ("event", "evnet", 1, 1),
        ("event", "events", 1, 1),
        ("event", "even", 1, 1),
        ("event", "agent", 1, None),
        ("a", "a", 0, 0),
    ],
)
def test_slips(word: str, other: str, allowed: int, count: int | None) -> None:
    assert slips(word, other, allowed) == count


def test_hostile_titles_cost_little() -> None:
    start = time.perf_counter()
    for text in ("(" * 10_000, "a/" * 5_000, "date " * 2_000, "é" * 10_000):
        match_header(text)
    assert time.perf_counter() - start < 0.2
