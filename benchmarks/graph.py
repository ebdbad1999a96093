"""How long matching, the event graph and the whole knowledge matrix take, for 1,000, 10,000 and 50,000 entries.

    python -m benchmarks.graph            a table
    python -m benchmarks.graph --json     the same for `make bench`

A made-up case of twelve agencies over years that grow with its size (twelve entries a day in all: 50,000 in
eleven years). A third of the rows are an event that two to four agencies record in words of their own,
a fifth are messages sent and received, the rest are about other things. Words are drawn by rank, a few
very common and many rare, as in prose. Seconds of one core (it uses one), so that other work on the machine
does not count; `each_ms` is for a thousand entries.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from model.case import Case, CaseInfo, Entry, Event, Mention, Source
from model.graph import graph_of
from model.knowledge import relate
from model.matrix import matrix
from model.people import people
from model.view import CaseView
from model.when import When

SIZES = (1_000, 10_000, 50_000)
DAY0 = dt.date(2005, 1, 3)
ENTRIES_A_DAY = 12
WORDS = 20_000  # different words, by rank
AGENCIES = (
    "childrens_social_care", "police", "midwifery", "health_visiting", "gp", "acute_hospital", "mental_health",
    "school", "domestic_abuse_service", "housing", "probation", "nursery",
)  # fmt: skip
INCIDENTS = ("domestic_abuse_incident", "incident", "concern", "injury_or_illness", "missing_episode")
ORDINARY = ("home_visit", "appointment", "phone_contact", "other", "decision", "advice_given", "missed_appointment")
SAID = ("argument and shouting", "bruise to the arm", "smelt of alcohol", "left alone", "cannabis in the flat")


@dataclass
class _Writer:
    """Entries and events as they are made."""

    rng: random.Random
    entries: list[Entry] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def words(self, many: int) -> str:
        """Words by rank: the share of a word falls with its rank, as in prose."""
        return " ".join(_word(int(WORDS ** self.rng.random())) for _ in range(many))

    def add(self, agency: str, day: dt.date, kind: str, text: str, **known: object) -> None:
        number = len(self.entries)
        when = When.on(day, basis="column")
        entry = Entry(
            id=f"e{number}", source=f"s-{agency}", agency=agency, locator={"row": number}, when=when, text=text,
            columns={},
        )  # fmt: skip
        roles = self.rng.sample(("mother", "father", "subject_child", "social_worker", "health_visitor"), 2)
        event = Event(
            id=f"v{number}", entry=entry.id, agency=agency, kind=kind, assertion="happened", when=when, quote=text,
            span=(0, len(text)), main=True, mentions=tuple(Mention(role=r, label=r) for r in roles), **known,  # type: ignore[arg-type]
        )  # fmt: skip
        self.entries.append(entry)
        self.events.append(event)


def _word(rank: int) -> str:
    """A word of its own for each rank: "bam", "cam" ... "babam"."""
    syllables = ""
    while rank:
        rank, at = divmod(rank, 70)
        syllables += "bcdfghjklmnprt"[at % 14] + "aeiou"[at // 14]
    return f"{syllables}m"


def made_case(entries: int, seed: int = 5) -> Case:
    """A case of so many entries, one event each."""
    writer = _Writer(random.Random(seed))
    rng = writer.rng
    days = max(30, entries // ENTRIES_A_DAY)
    while len(writer.entries) < entries:
        _write_one(writer, DAY0 + dt.timedelta(days=rng.randrange(days)))
    sources = tuple(Source(id=f"s-{a}", file=f"{a}.csv", agency=a, sha256=a, reader="csv") for a in AGENCIES)
    return Case(
        info=CaseInfo(id="bench", title="Bench"),
        sources=sources,
        entries=tuple(writer.entries[:entries]),
        events=tuple(writer.events[:entries]),
    )


def _write_one(writer: _Writer, day: dt.date) -> None:
    rng, chance = writer.rng, writer.rng.random()
    if chance < 0.15:
        own, kind = f"{rng.choice(SAID)} {writer.words(5)}", rng.choice(INCIDENTS)
        for agency in rng.sample(AGENCIES, rng.randint(2, 4)):
            told = f"{own} {writer.words(8)}"
            writer.add(agency, day + dt.timedelta(days=rng.choice((0, 0, 0, 1))), kind, told)
    elif chance < 0.27:
        sender, receiver = rng.sample(AGENCIES, 2)
        about = f"{rng.choice(SAID)} {writer.words(4)}"
        sent, came = f"Sent word of {about}", f"Received word of {about}"
        writer.add(sender, day, "information_shared", sent, shared_with=(receiver,))
        later = day + dt.timedelta(days=rng.randint(0, 3))
        writer.add(receiver, later, "information_shared", came, received_from=(sender,))
    else:
        writer.add(rng.choice(AGENCIES), day, rng.choice(ORDINARY), writer.words(14))


def run() -> Iterator[dict[str, float | int]]:
    """One row a size."""
    for size in SIZES:
        case = made_case(size)
        marks = [time.process_time()]
        view = CaseView.of(case)
        links, knowledge = relate(view)
        marks.append(time.process_time())
        graph = graph_of(view, links, people(view.events), knowledge)
        marks.append(time.process_time())
        whole = matrix(view, knowledge)
        marks.append(time.process_time())
        yield {
            "entries": size,
            "same_event_links": sum(link.kind == "same_event" for link in links),
            "edges": graph.number_of_edges(),
            "matrix_rows": len(whole.rows),
            "matching_s": round(marks[1] - marks[0], 2),
            "graph_s": round(marks[2] - marks[1], 2),
            "matrix_s": round(marks[3] - marks[2], 2),
            "all_s": round(marks[3] - marks[0], 2),
            "each_ms": round(1e6 * (marks[3] - marks[0]) / size, 1),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def main() -> None:
    rows = []
    for row in run():
        if not rows and "--json" not in sys.argv[1:]:
            print(" ".join(f"{name:>17}" for name in row))
        rows.append(row)
        if "--json" not in sys.argv[1:]:
            print(" ".join(f"{value:>17}" for value in row.values()), flush=True)
    if "--json" in sys.argv[1:]:
        print(json.dumps(rows))


if __name__ == "__main__":
    main()
