"""Kinds guessed from all the words of a clause: what ships, and that it is worth having."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.reading import entry_of, load, score
from ingest.language import LanguageReader, ReadingContext
from ingest.language.events import _kinds
from ingest.language.guess import WEIGHTS, load_guesser, signs_of
from model.names import KINDS
from tests.builders.rows import Read

CORPUS = Path(__file__).parents[2] / "corpus"
MOST_BYTES = 5_000_000


def sentences(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def share_right(reader: LanguageReader, name: str) -> float:
    """The share of sentences of a part whose main event has one of the kinds that are as good."""
    rows = sentences(name)
    entries = [
        entry_of({"id": f"s{n}", "agency": r["agency"], "when": "2022-03-09", "parts": [["event", r["text"]]]})
        for n, r in enumerate(rows)
    ]
    mains = {e.entry: e.kind for e in reader.read(entries, ReadingContext()) if e.main}
    return sum(mains.get(f"s{n}", "") in r["kind"] for n, r in enumerate(rows)) / len(rows)  # type: ignore[operator]


def test_the_weights_are_small_and_name_kinds() -> None:
    guesser = load_guesser()
    assert set(guesser.kinds) <= set(KINDS)
    assert guesser.weights.shape == (len(guesser.rows), len(guesser.kinds))
    assert (Path(__file__).parents[3] / "ingest" / "vocabulary" / WEIGHTS).stat().st_size < MOST_BYTES


@pytest.mark.parametrize("text", ["", "\n", "12/05/2021", "🙂" * 40, "x" * 10_000, "Lips cracked and dry."])
def test_the_same_words_give_the_same_guess(text: str) -> None:
    guess = load_guesser()("health_visiting", text)
    assert guess == load_guesser()("health_visiting", text)
    assert 0 <= guess.sure <= 1


def test_signs_do_not_tell_numbers_or_quotes_apart() -> None:
    assert signs_of("gp", "Seen 12 ‘times’") == signs_of("gp", "seen 7 'times'")


def test_it_speaks_only_where_the_cues_are_silent(read: Read) -> None:
    events = read("Home visit by SW2. Curtain rail hanging off, toddler in a sodden vest all afternoon.")
    guessed = [e for e in events if any("no cue" in cue for cue in e.cues)]
    assert events[0].kind == "home_visit"
    assert all(e.cues[0].endswith("sure)") for e in guessed)
    assert not any(e.kind in _kinds()["guess"]["never"] for e in guessed)


@pytest.mark.parametrize("text", ["P1/H1", "OC-0317 K2", "J Marlow", "SW2", "12/40"])
def test_codes_and_names_are_not_guessed_at(read: Read, text: str) -> None:
    assert [e.kind for e in read(f"{text}\nTheft of a bicycle from the hall.", "police")] == ["incident"]


def test_a_label_is_no_event(read: Read) -> None:
    assert len(read("Outcome of the day: Core group held.")) == 1


def test_it_beats_the_cues_alone_on_what_it_did_not_learn(
    reader: LanguageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_guess = share_right(reader, "phrases_putaway.jsonl"), score(load("putaway"), reader).share("mentioned kind")
    monkeypatch.setitem(_kinds()["guess"], "sure", 2.0)
    without = share_right(reader, "phrases_putaway.jsonl"), score(load("putaway"), reader).share("mentioned kind")
    assert with_guess[0] >= without[0] + 0.04
    assert with_guess[1] >= without[1]


def test_the_sentences_written_to_tune_on_are_read(reader: LanguageReader) -> None:
    assert share_right(reader, "phrases.jsonl") >= 0.88
