"""How fast all rules run on cases of 5,000 to 50,000 entries, and how the time grows.

    python -m benchmarks.gaps            a table: seconds for all rules, the slowest rules, the growth
    python -m benchmarks.gaps --json     the same for other programs

A made-up case: ten agencies, about three entries a day in each of several families' worth of years, one or
two events an entry, with the words that rules look for in one entry in five. The links and who knew what are
worked out first and not counted; the rules, the register and good practice are. Seconds are of one core.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
import time

from model.case import Assertion, Case, CaseInfo, Entry, Event, Mention, Source
from model.gaps.engine import find_gaps
from model.gaps.profiles import RuleBook, shipped_profiles
from model.knowledge import Knowledge, informing, referring
from model.matching import match
from model.view import CaseView
from model.when import When

SIZES = (12_500, 25_000, 50_000)
DAY0 = dt.date(2015, 1, 5)
AGENCIES = (
    "childrens_social_care", "police", "health_visiting", "midwifery", "gp", "school", "acute_hospital", "camhs",
    "housing", "probation",
)  # fmt: skip
KINDS: tuple[tuple[str, str], ...] = (
    ("home_visit", "Home visit. Mother and child seen, father at work."),
    ("phone_contact", "Telephone call to mother, no reply, message left."),
    ("concern", "Bruise to the arm seen, smell of cannabis in the hall. Not passed on."),
    ("referral", "Referral received from the school about neglect."),
    ("missed_appointment", "Was not brought to clinic. No call made."),
    ("no_access", "No access, card left."),
    ("child_in_need_meeting", "Child in Need meeting held. School not invited. All agreed."),
    ("core_group", "Core group held, parents did not attend."),
    ("decision", "Manager decision: no further action, threshold not met."),
    ("domestic_abuse_incident", "Mother assaulted in the kitchen, child in the house."),
    ("missing_episode", "Reported missing, not returned by midnight."),
    ("information_shared", "Notice sent to social care about the incident."),
    ("meeting_cancelled", "Core group cancelled, no new date."),
    ("supervision", "Supervision. Assessment not yet started."),
    ("assessment_completed", "Child and family assessment completed."),
    ("advice_given", "Safe sleep advice given to mother."),
    ("disclosure", "Mother says that father has moved out and is not drinking."),
    ("school_event", "Attendance 74 percent, reduced timetable."),
    ("allocation", "Case allocated to SW2."),
    ("worker_absence", "SW1 off sick."),
    ("other", "File note. Records received and filed."),
)
OTHER_ASSERTIONS: tuple[Assertion, ...] = ("planned", "recommended", "did_not_happen", "reported")


def made_up(entries: int, seed: int = 5) -> Case:
    """A case of so many entries; the same one in every run."""
    rng = random.Random(seed)
    rows: list[Entry] = []
    events: list[Event] = []
    for n in range(entries):
        agency = AGENCIES[n % len(AGENCIES)]
        day = DAY0 + dt.timedelta(days=n * 6 // 100 + rng.randrange(5))
        row, found = _row(n, agency, day, rng)
        rows.append(row)
        events += found
    sources = tuple(Source(id=f"s-{a}", file=f"{a}.csv", agency=a, sha256=a, reader="csv") for a in AGENCIES)
    return Case(info=CaseInfo(id="bench", title="Bench"), sources=sources, entries=tuple(rows), events=tuple(events))


def _row(n: int, agency: str, day: dt.date, rng: random.Random) -> tuple[Entry, list[Event]]:
    when = When.on(day)
    events: list[Event] = []
    text = ""
    for part in range(1 + (rng.random() < 0.5)):
        kind, words = ("other", KINDS[-1][1]) if rng.random() < 0.6 else rng.choice(KINDS)
        assertion: Assertion = "happened" if rng.random() < 0.85 else rng.choice(OTHER_ASSERTIONS)
        roles = rng.sample(["mother", "father", "subject_child", "social_worker", "health_visitor"], 2)
        told = (rng.choice(AGENCIES),) if kind == "information_shared" else ()
        span = (len(text), len(text) + len(words))
        text += words + "\n"
        events.append(
            Event(
                id=f"e{n}-{part}",
                entry=f"r{n}",
                agency=agency,
                kind=kind,
                assertion=assertion,
                when=when,
                quote=words,
                span=span,
                main=part == 0,
                mentions=tuple(Mention(role=role, label=role) for role in roles),
                shared_with=tuple(a for a in told if a != agency),
            )
        )
    entry = Entry(id=f"r{n}", source=f"s-{agency}", agency=agency, locator={"row": n}, when=when, text=text, columns={})
    return entry, events


def run() -> list[dict[str, object]]:
    """A row for each size: seconds, gaps found, and the five slowest rules."""
    settings = {"profiles": [profile.id for profile in shipped_profiles()]}
    book = RuleBook.for_case(settings)
    rows: list[dict[str, object]] = []
    for size in SIZES:
        view = CaseView.of(made_up(size))
        links, groups = match(view)
        view.set_groups(groups)
        knowledge = Knowledge.of(view, [*links, *informing(view), *referring(view)])
        start = time.process_time()
        found = find_gaps(view, knowledge, book)
        seconds = time.process_time() - start
        slow = _slowest(view, knowledge, book)
        total = len(found.gaps) + len(found.noticed)
        rows.append({"entries": size, "seconds": round(seconds, 2), "gaps": total, "slowest": slow})
    return rows


def _slowest(view: CaseView, knowledge: Knowledge, book: RuleBook) -> str:
    """The five rules that take longest, each run alone on the same view."""
    taken: list[tuple[float, str]] = []
    for rule in book.rules:
        start = time.process_time()
        find_gaps(view, knowledge, RuleBook((rule,)))
        taken.append((time.process_time() - start, rule.id))
    return ", ".join(f"{name} {seconds:.2f}" for seconds, name in sorted(taken, reverse=True)[:5])


def main() -> None:
    rows = run()
    if "--json" in sys.argv[1:]:
        print(json.dumps(rows))
        return
    for row in rows:
        print(f"{row['entries']:>8} entries {row['seconds']:>8} s {row['gaps']:>7} prompts   {row['slowest']}")
    first, last = rows[0], rows[-1]
    grown = float(str(last["seconds"])) / float(str(first["seconds"]))
    print(f"{SIZES[-1] / SIZES[0]:.0f} times the entries take {grown:.1f} times as long.")


if __name__ == "__main__":
    main()
