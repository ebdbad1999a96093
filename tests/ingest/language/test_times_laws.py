"""Laws of the grammar and the reader: data files, spans, bounded cost, and the benchmark's table."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.language.times import read_times, timex_json
from ingest.language.times import words as grammar_words
from ingest.language.times.build import BUILDERS
from ingest.language.times.grammar import RULES
from ingest.language.times.resolve import resolve
from ingest.language.times.symbols import Amount, iso_amount
from ingest.language.times.words import DATA
from model.data import load_toml
from model.errors import RuleFileError

BASE = dt.date(2021, 5, 4)
TABLE = Path(__file__).parents[3] / "benchmarks" / "times.jsonl"
LIMIT_SECONDS = 0.05  # for one pattern on 10,000 hostile characters
WHOLE_SECONDS = 5.0  # for a whole reading of 10,000 of them, which no row holds

days = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))
bits = st.sampled_from(
    (
        "12/4/21 the 3rd May 2021 to - / and Tues w/c 14:30 3/7 36+4 about x3 two weeks ago after before "
        "the_birth last night early since Easter aged 5 , . overnight between until 30 99 ½ ’ ( ) Feb 31 0 Q3 "
        "term noon and_a_half "
    )
    .replace("_", "\u00a0")
    .split(" ")[:-1]
)


def test_every_file_of_the_grammar_is_named_once_and_in_an_order() -> None:
    folder = files("ingest.vocabulary.times")
    top = load_toml("ingest.vocabulary", "times.toml")
    named = [name for part in ("words_in", "slots_in", "rules_in") for name in top[part]]
    assert sorted(named) == sorted(
        path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml")
    )
    assert top["rules_in"][0] == "rules_not_times"  # what is no time is consumed first


def test_a_table_in_two_files_is_told() -> None:
    with pytest.raises(RuleFileError, match="names again"):
        grammar_words._joined(["cues", "cues"], "words")


def test_every_rule_has_a_builder_and_an_id_of_its_own() -> None:
    ids = [rule["id"] for rule in DATA["rule"]]
    assert len(ids) == len(set(ids))
    assert {rule["build"] for rule in DATA["rule"]} <= {*BUILDERS, "none"}
    assert all("source" in table for table in DATA["words"].values())


@pytest.mark.parametrize("rule", DATA["rule"], ids=lambda rule: rule["id"])
def test_every_rule_reads_its_own_example(rule: dict[str, Any]) -> None:
    compiled = next(r for r in RULES if r.id == rule["id"])
    example = rule.get("lookahead", rule["example"])
    starts = [m.start() for m in re.finditer(r"[^\W\d_]+|\d+", example)]
    assert any(compiled.pattern.match(example, start) for start in starts)


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 10_000,
        "12/" * 3_334,
        "3rd, " * 2_000,
        "the " * 2_500,
        "two weeks and " * 715,
        "Mon " * 2_500,
        "May " * 2_500,
        "a" * 10_000,
        "12 - " * 2_000,
        " " * 10_000 + "1",
        "before the " * 910,
        "1-1-" * 2_500,
    ],
    ids=lambda text: text[:10].strip(),
)
def test_hostile_strings_cost_little(hostile: str) -> None:
    for rule in RULES:
        begun = time.perf_counter()
        for start in (0, 5_000):
            rule.pattern.match(hostile, start)
        assert time.perf_counter() - begun < LIMIT_SECONDS, rule.id
    begun = time.perf_counter()
    read_times(hostile, BASE)
    assert time.perf_counter() - begun < WHOLE_SECONDS


@given(st.lists(bits, max_size=14).map(" ".join), days)
@settings(max_examples=300, deadline=None)
def test_spans_are_in_order_and_hold_their_words(text: str, base: dt.date) -> None:
    done = 0
    for timex in read_times(text, base):
        assert done <= timex.start < timex.end <= len(text)
        assert text[timex.start : timex.end] == timex.text
        assert timex.text == timex.text.strip()
        json.dumps(timex_json(timex))
        done = timex.end


@given(st.text(max_size=200), days)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_an_error(text: str, base: dt.date) -> None:
    read_times(text, base)


@given(days, days)
@settings(max_examples=200, deadline=None)
def test_a_whole_date_does_not_depend_on_the_row(day: dt.date, base: dt.date) -> None:
    for words in (f"{day:%d/%m/%Y}", f"{day.day} {day:%B} {day.year}", day.isoformat()):
        (timex,) = read_times(f"seen {words} at home", base)
        assert timex.when is not None
        assert (timex.when.start, timex.when.end) == (day, day)


@given(days, st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_relative_expressions_move_with_the_row(base: dt.date, count: int) -> None:
    (here,) = read_times(f"{count} days later", base)
    (later,) = read_times(f"{count} days later", base + dt.timedelta(days=7))
    assert here.when is not None
    assert later.when == here.when.shifted(7)


@given(days)
@settings(max_examples=50, deadline=None)
def test_the_symbol_resolves_again_against_another_day(base: dt.date) -> None:
    from ingest.language.times.clocks import Clocks

    (timex,) = read_times("the following day", dt.date(2021, 1, 1))
    assert timex.symbol is not None
    again = resolve(timex.symbol, Clocks(base, base))
    assert again is not None
    assert again.start == base + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        (Amount(6, 8, "W"), "P6W/P8W"),
        (Amount(1, 1, "F"), "P2W"),
        (Amount(24, 24, "H"), "PT24H"),
        (Amount(36, 36, "W", more=Amount(4, 4, "D")), "P36W4D"),
        (Amount(10, 10, "B"), "P10BD"),
    ],
)
def test_durations_in_iso(amount: Amount, value: str) -> None:
    assert iso_amount(amount) == value


def _normal(value: str | None) -> str | None:
    return value if value is None else re.sub(r"P(\d+)W$", lambda m: f"P{int(m[1]) * 7}D", value)


def test_the_table_of_sentences_is_read_as_its_answers_say() -> None:
    right = gold = said = 0
    with TABLE.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    assert len(rows) >= 300
    assert sum(row["set"] == "held" for row in rows) * 3 >= len(rows) - 2
    for row in rows:
        answers = [timex_json(t) for t in read_times(row["text"], dt.date.fromisoformat(row["base"]))]
        gold += len(row["timexes"])
        said += len(answers)
        for want in row["timexes"]:
            assert row["text"][want["start"] : want["end"]] == want["text"]
            keys = ("start", "end", "interval")
            right += any(
                all(got[k] == want[k] for k in keys) and _normal(got["value"]) == _normal(want["value"])
                for got in answers
            )
    assert 2 * right / (gold + said) >= 0.95
