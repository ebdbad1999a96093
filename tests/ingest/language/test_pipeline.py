"""The pipeline as a whole: its parts by name, the shape of events, laws over any text."""

from __future__ import annotations

import datetime as dt
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from benchmarks.reading import CORPUS, load, score
from ingest.language import LanguageReader, ReadingContext
from ingest.language.pipeline import COMPONENTS
from model.names import AGENCIES, ASSERTIONS, KINDS, ROLES
from tests.builders.rows import Read, row

WORDS = [
    "HV",
    "Mo",
    "visited",
    "no",
    "reply",
    "not",
    "Referral",
    "to",
    "MASH",
    "SW1",
    "12/03/2021",
    "Plan",
    ":",
    ".",
    ",",
    "\n",
    "TC",
    "baby",
    "seen",
    "?",
    "(",
    "and",
    "core",
    "group",
    "cancelled",
    "tomorrow",
    "-",
    "£",
    "\u200b",
    "é",
    "“",
]


def test_each_component_is_a_named_factory(reader: LanguageReader) -> None:
    for name in COMPONENTS:
        assert Language.has_factory(name)


def test_ids_count_from_the_main_event(read: Read) -> None:
    events = read("Home visit. Referral made to MASH. Core group 14/04/2021.")
    assert [e.id for e in events] == [f"e1-{n}" for n in range(1, len(events) + 1)]
    assert events[0].main


def test_the_main_event_has_the_date_of_its_row(read: Read) -> None:
    when = read("Core group booked for 14/04/2021.")[0].when
    assert when is not None
    assert when.start == dt.date(2021, 3, 1)


def test_a_row_without_a_date_keeps_its_event(reader: LanguageReader) -> None:
    events = reader.read([row("Home visit, mother seen.", day=None)], ReadingContext())
    assert [(e.kind, e.when) for e in events] == [("home_visit", None)]


def test_a_row_without_words_gives_no_event(reader: LanguageReader) -> None:
    assert reader.read([row("")], ReadingContext()) == []


def test_entries_keep_their_order_over_batches(reader: LanguageReader) -> None:
    rows = [row("Home visit.", id=f"e{i}") for i in range(300)]
    assert [e.entry for e in reader.read(rows, ReadingContext())] == [f"e{i}" for i in range(300)]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), st.sampled_from(sorted(AGENCIES)))
def test_laws_over_any_text(reader: LanguageReader, words: list[str], agency: str) -> None:
    entry = row(" ".join(words), agency)
    events = reader.read([entry], ReadingContext())
    assert sum(e.main for e in events) == bool(entry.text.replace("\u200b", "").strip() or events)
    for event in events:
        assert entry.text[event.span[0] : event.span[1]] == event.quote
        assert event.quote
        assert event.kind in KINDS
        assert event.assertion in ASSERTIONS
        assert {m.role for m in event.mentions} <= set(ROLES)
        assert {*event.shared_with, *event.received_from, *event.involves} <= set(AGENCIES)
        assert agency not in event.shared_with


def test_long_runs_keep_every_character(reader: LanguageReader) -> None:
    text = "Home visit,  mother seen. " + "(" * 400 + " Referral made to MASH.\n" + "x" * 700
    events = reader.read([row(text)], ReadingContext())
    assert {"home_visit", "referral"} <= {e.kind for e in events}
    assert all(text[e.span[0] : e.span[1]] == e.quote for e in events)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("no " * 3300, id="one cue over and over"),
        pytest.param("SW, HV, " * 1250, id="a list without an end"),
        pytest.param("a" * 10_000, id="one long word"),
        pytest.param("HV to family not " * 580, id="letters and denials"),
        pytest.param("(" * 5000 + ")" * 5000, id="brackets"),
    ],
)
def test_hostile_text_is_read_in_time(reader: LanguageReader, text: str) -> None:
    started = time.perf_counter()
    reader.read([row(text)], ReadingContext())
    assert time.perf_counter() - started < 10  # linear work takes a second or two on a slow machine


def test_reading_twice_gives_the_same(reader: LanguageReader) -> None:
    rows = [row("Joint visit with HV. Mo said Fa left in May.")]
    assert reader.read(rows, ReadingContext()) == reader.read(rows, ReadingContext())


def test_rules_alone_still_read(blank_reader: LanguageReader) -> None:
    events = blank_reader.read([row("HV'd. FOC present. TC to S/W - LM. NFA", "midwifery")], ReadingContext())
    assert events[0].kind == "home_visit"
    assert "childrens_social_care" in {a for e in events for a in e.shared_with}


def test_short_sentences_of_every_kind_are_read_no_worse_than_before(reader: LanguageReader) -> None:
    with (CORPUS / "phrases.jsonl").open(encoding="utf-8") as lines:
        phrases = [json.loads(line) for line in lines]
    rows = [row(phrase["text"], phrase["agency"], id=f"e{i}") for i, phrase in enumerate(phrases)]
    kinds = [event.kind for event in reader.read(rows, ReadingContext()) if event.main]
    right = sum(kind in phrase["kind"] for kind, phrase in zip(kinds, phrases, strict=True))
    assert right / len(phrases) > 0.95


@pytest.mark.parametrize(
    ("part", "least"),
    [
        pytest.param(
            "tuning",
            {"main kind": 0.94, "main assertion": 0.96, "role F1": 0.87, "shared_with F1": 0.9},
            id="tuned on",
        ),
        pytest.param(
            "putaway",
            {
                "main kind": 0.87,
                "mentioned kind": 0.83,
                "main assertion": 0.96,
                "mentioned assertion": 0.8,
                "role F1": 0.88,
                "shared_with F1": 0.84,
            },
            id="put away",
        ),
        pytest.param(
            "plain_putaway",
            {
                "main kind": 0.87,
                "mentioned kind": 0.75,
                "main assertion": 0.96,
                "mentioned assertion": 0.78,
                "role F1": 0.87,
                "shared_with F1": 0.84,
            },
            id="put away, of another hand",
        ),
    ],
)
def test_the_corpus_is_read_no_worse_than_before(reader: LanguageReader, part: str, least: dict[str, float]) -> None:
    figures = score(load(part), reader).figures()
    assert {name: round(figures[name], 3) for name, floor in least.items() if figures[name] < floor} == {}
