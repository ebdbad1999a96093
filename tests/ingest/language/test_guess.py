"""What all the words together suggest, beside the cues: what ships, when it speaks, and that it is worth having."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.reading import Score, entry_of, load, score
from ingest.language import LanguageReader, ReadingContext
from ingest.language.asserted import ASSERTION_WEIGHTS
from ingest.language.guess import load_guesser, word_signs
from ingest.language.told import TOLD_WEIGHTS
from ingest.language.weighing import KIND_WEIGHTS, NOTHING
from model.data import load_toml
from model.errors import RuleFileError
from model.names import ASSERTIONS, KINDS
from tests.builders.rows import Read

CORPUS = Path(__file__).parents[2] / "corpus"
VOCABULARY = Path(__file__).parents[3] / "ingest" / "vocabulary"
MOST_BYTES = 3_000_000
LABELS = {
    KIND_WEIGHTS: {*KINDS, NOTHING},
    ASSERTION_WEIGHTS: set(ASSERTIONS),
    TOLD_WEIGHTS: {"shared_with", "received_from", "involves"},
}


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cues alone: no guess is sure enough to be heard."""
    kinds = load_toml("ingest.vocabulary", "kinds.toml")["guess"]
    monkeypatch.setitem(kinds, "ahead", 9.0)
    for name in ("own", "sure"):
        monkeypatch.setitem(kinds, name, 2.0)
    monkeypatch.setitem(kinds["head"], "sure", 2.0)
    for file in ("assertion.toml", "sharing.toml"):
        ahead = load_toml("ingest.vocabulary", file)["guess"]["ahead"]
        for name in ahead:
            monkeypatch.setitem(ahead, name, 2.0)


def phrases(reader: LanguageReader, name: str) -> float:
    """The share of sentences of a part whose main event has one of the kinds that are as good."""
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    entries = [
        entry_of({"id": f"s{n}", "agency": r["agency"], "when": "2022-03-09", "parts": [["event", r["text"]]]})
        for n, r in enumerate(rows)
    ]
    mains = {e.entry: e.kind for e in reader.read(entries, ReadingContext()) if e.main}
    return sum(mains.get(f"s{n}", "") in r["kind"] for n, r in enumerate(rows)) / len(rows)


@pytest.mark.parametrize("name", sorted(LABELS))
def test_the_weights_are_small_and_have_known_labels(name: str) -> None:
    guesser = load_guesser(name)
    assert set(guesser.labels) <= LABELS[name]
    assert guesser.weights.shape == (len(guesser.rows), len(guesser.labels))
    assert (VOCABULARY / f"{name}.npz").stat().st_size < MOST_BYTES


def test_weights_that_are_not_there_are_told_of() -> None:
    with pytest.raises(RuleFileError, match=r"no_such\.npz"):
        load_guesser("no_such")


@pytest.mark.parametrize("text", ["", "\n", "12/05/2021", "🙂" * 40, "x" * 10_000, "Lips cracked and dry."])
def test_the_same_words_give_the_same_shares(text: str) -> None:
    guesser = load_guesser(KIND_WEIGHTS)
    shares = guesser.shares(word_signs("health_visiting", text))
    assert shares == guesser.shares(word_signs("health_visiting", text))
    assert sum(shares.values()) == pytest.approx(1)


def test_signs_do_not_tell_numbers_or_quotes_apart() -> None:
    assert word_signs("gp", "Seen 12 ‘times’") == word_signs("gp", "seen 7 'times'")


def test_events_say_that_all_the_words_made_them(read: Read) -> None:
    events = read("Home visit by SW2. Curtain rail hanging off, toddler in a sodden vest all afternoon.")
    guessed = [e for e in events if any("no cue" in cue for cue in e.cues)]
    assert events[0].kind == "home_visit"
    assert all(e.cues[0].endswith("sure)") for e in guessed)
    assert not any(e.kind in load_toml("ingest.vocabulary", "kinds.toml")["guess"]["never"] for e in guessed)


@pytest.mark.parametrize("text", ["P1/H1", "OC-0317 K2", "J Marlow", "SW2", "12/40"])
def test_codes_and_names_are_not_guessed_at(read: Read, text: str) -> None:
    assert [e.kind for e in read(f"{text}\nTheft of a bicycle from the hall.", "police")] == ["incident"]


def test_a_label_is_no_event(read: Read) -> None:
    assert len(read("Outcome of the day: Core group held.")) == 1


@pytest.mark.parametrize(
    ("words", "agency", "kind"),
    [
        pytest.param(
            "Sup w line mgr. Bottles all over the kitchen.", "childrens_social_care", "supervision", id="supervision"
        ),
        pytest.param("Weigh-in. Nappy rash, cream given.", "health_visiting", "appointment", id="clinic"),
    ],
)
def test_the_few_first_words_of_a_row_name_its_contact(read: Read, words: str, agency: str, kind: str) -> None:
    assert read(words, agency)[0].kind == kind


def test_a_date_at_the_head_names_no_contact(read: Read) -> None:
    assert read("29 April 24 - copy of the referral scanned to notes.", "gp")[0].kind == "information_shared"


@pytest.mark.parametrize(
    "words", ["Home visit. Stepfather upstairs, did not come down.", "They are not drinking, either of them."]
)
def test_a_plain_denial_stands(read: Read, words: str) -> None:
    assert "did_not_happen" in {event.assertion for event in read(words)}


@pytest.mark.parametrize(
    ("words", "agency"),
    [
        pytest.param("IP states SUSP pushed her into a wardrobe.", "police", id="a statement"),
        pytest.param("Child says stepdad hit him with a belt.", "school", id="a child"),
        pytest.param("Mother alleges that he kicked the door in.", "childrens_social_care", id="an allegation"),
    ],
)
def test_what_somebody_told_is_not_made_a_fact(read: Read, words: str, agency: str) -> None:
    told = [e for e in read(words, agency) if e.kind in {"domestic_abuse_incident", "incident", "injury_or_illness"}]
    assert {event.assertion for event in told} <= {"reported"}


def test_all_the_words_beat_the_cues_alone_on_what_was_put_away(
    reader: LanguageReader, request: pytest.FixtureRequest
) -> None:
    def figures() -> tuple[Score, Score, float]:
        return (
            score(load("putaway"), reader),
            score(load("rows_putaway"), reader),
            phrases(reader, "phrases_putaway.jsonl"),
        )

    typical, hard, clauses = figures()
    request.getfixturevalue("silent")
    typical_alone, hard_alone, clauses_alone = figures()
    assert typical.share("main kind") >= typical_alone.share("main kind")
    assert typical.share("mentioned kind") >= typical_alone.share("mentioned kind") + 0.01
    assert hard.share("main kind") >= hard_alone.share("main kind") + 0.025
    assert hard.share("mentioned kind") >= hard_alone.share("mentioned kind") + 0.05
    assert hard.share("mentioned assertion") >= hard_alone.share("mentioned assertion") + 0.05
    assert hard.f1("shared") >= hard_alone.f1("shared") + 0.03
    assert clauses >= clauses_alone + 0.1
