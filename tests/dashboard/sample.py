"""A small invented case for the tests of the pages, and a large one made by a formula.

    sample_case()  ->  (Case, Findings): six agencies, uncertain and missing dates, a crowded day, gaps
    large_case(n)  ->  the same for n events, to measure with

All people and places are invented. Findings are written by hand, so that the tests of the pages do
not change with the rules.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from model.case import (
    Actor,
    Agency,
    Assertion,
    Case,
    CaseInfo,
    Contradiction,
    Entry,
    Event,
    Findings,
    Gap,
    Link,
    Mention,
    Part,
    Problem,
    RowCount,
    Source,
)
from model.names import AGENCIES, KINDS
from model.store import Store
from model.when import When

BIRTH = When.on(dt.date(2021, 2, 9), text="09/02/2021", basis="stated")
AGENCY_IDS = ("police", "childrens_social_care", "midwifery", "health_visiting", "gp", "school")


def day(text: str, at: str | None = None) -> When:
    """A certain day, with a clock time where there is one."""
    d = dt.date.fromisoformat(text)
    return When.on(d, dt.time.fromisoformat(at) if at else None, text=f"{d:%d/%m/%Y}", basis="column", rule="day first")


def span(first: str, last: str, words: str) -> When:
    """An uncertain date."""
    return When(
        start=dt.date.fromisoformat(first), end=dt.date.fromisoformat(last), text=words, granularity="span",
        approximate=True, basis="stated", rule="part of month",
    )  # fmt: skip


# (agency, when, kind, assertion, text, quote, shared_with)
ROWS: tuple[tuple[str, When | None, str, Assertion, str, str, tuple[str, ...]], ...] = (
    ("midwifery", day("2020-08-17"), "appointment", "happened",
     "Booking appointment attended with her own mother. Reported past low mood.", "Booking appointment attended", ()),
    ("midwifery", day("2020-09-21"), "referral", "happened",
     "Referral sent to children's social care: worries about arguments at home.",
     "Referral sent to children's social care", ("childrens_social_care",)),
    ("childrens_social_care", day("2020-09-23", "09:40"), "referral", "happened",
     "Referral received from midwife Dale. Screened by the duty team.", "Referral received from midwife Dale", ()),
    ("childrens_social_care", day("2020-09-23", "15:10"), "decision", "happened",
     "Manager decision: pre-birth assessment to begin.", "Manager decision", ()),
    ("childrens_social_care", day("2020-09-23"), "assessment_started", "planned",
     "Pre-birth assessment to be started within the week.", "Pre-birth assessment to be started", ()),
    ("childrens_social_care", span("2020-11-01", "2020-11-10", "early November"), "home_visit", "happened",
     "Visited the flat in early November. Mother's partner was out.", "Visited the flat in early November", ()),
    ("police", day("2020-12-19", "23:52"), "domestic_abuse_incident", "happened",
     "Neighbour rang 999: shouting and something breaking. Officers spoke with both. No complaint made.",
     "shouting and something breaking", ()),
    ("police", day("2020-12-20", "00:35"), "police_attendance", "happened",
     "Officers left the address at 00:35. Unborn child noted on the form.", "Officers left the address at 00:35", ()),
    ("gp", span("2020-12-01", "2020-12-31", "December 2020"), "concern", "reported",
     "Told the practice nurse in December 2020 that she was not sleeping.", "she was not sleeping", ()),
    ("gp", None, "appointment", "happened",
     "Seen about headaches, date not recorded on the summary.", "Seen about headaches", ()),
    ("midwifery", day("2021-01-11"), "missed_appointment", "did_not_happen",
     "Was not brought to the scan; no answer on the telephone.", "Was not brought to the scan", ()),
    ("childrens_social_care", day("2021-01-14"), "worker_absence", "happened",
     "Allocated worker Ms Okell begins sick leave. Cases held by duty.", "begins sick leave", ()),
    ("childrens_social_care", day("2021-03-05"), "allocation", "happened",
     "Reallocated to Mr Tarn.", "Reallocated to Mr Tarn", ()),
    ("midwifery", day("2021-02-09", "04:18"), "birth", "happened", "Baby R born at 04:18, 3.1 kg.", "Baby R born", ()),
    ("health_visiting", day("2021-02-22"), "home_visit", "happened",
     "New birth visit. Baby feeding well. Mother tearful.", "New birth visit", ()),
    ("health_visiting", day("2021-02-22"), "advice_given", "happened",
     "Safe sleep discussed with mother.", "Safe sleep discussed with mother", ()),
    ("health_visiting", day("2021-02-22"), "concern", "happened",
     "Mother tearful and tired; grandmother staying for the week.", "Mother tearful and tired", ()),
    ("health_visiting", day("2021-02-22"), "phone_contact", "happened",
     "Left a message for the allocated social worker.", "Left a message", ("childrens_social_care",)),
    ("health_visiting", day("2021-02-22"), "referral", "recommended",
     "To consider referral to the perinatal team.", "To consider referral", ()),
    ("health_visiting", day("2021-02-22"), "information_shared", "happened",
     "Record sent to the GP practice.", "Record sent to the GP practice", ("gp",)),
    ("health_visiting", None, "phone_contact", "uncertain",
     "May have telephoned the nursery; the note has no date.", "May have telephoned the nursery", ()),
    ("childrens_social_care", day("2021-03-18"), "child_in_need_meeting", "happened",
     "Child in Need meeting. Health visitor and midwife present, police apologies.", "Child in Need meeting", ()),
    ("school", day("2021-03-22"), "school_event", "happened",
     "Older sister T absent for the fourth day; mother rang in.", "absent for the fourth day", ()),
    ("school", span("2021-04-12", "2021-04-30", "after Easter"), "disclosure", "reported",
     "After Easter T said that it is noisy at night and she looks after the baby.", "it is noisy at night", ()),
    ("police", day("2021-05-02", "21:15"), "domestic_abuse_incident", "happened",
     "Call from the address, line went dead. Officers attended; mother's partner had left.", "line went dead", ()),
    ("gp", When(start=dt.date(2021, 5, 6), end=None, text="since 6 May", basis="stated", granularity="span"),
     "injury_or_illness", "reported", "Bruise to mother's arm, said to be there since 6 May.", "Bruise to mother's arm",
     ()),
    ("childrens_social_care", day("2021-05-20"), "strategy_discussion", "happened",
     "Strategy discussion with police and health. Section 47 enquiry agreed.", "Strategy discussion", ("police",)),
    ("childrens_social_care", day("2021-05-20"), "section_47_enquiry", "planned",
     "Section 47 enquiry to begin.", "Section 47 enquiry to begin", ()),
)  # fmt: skip


def sample_case() -> tuple[Case, Findings]:
    """The invented case with findings written by hand."""
    sources = tuple(
        Source(
            id=f"s{n}", file=f"{agency}_chronology.csv", agency=agency, sha256=f"{n:064d}", reader="csv",
            size_bytes=2_000 + n, count=_count(agency), problems=_problems(agency),
            key=(("R", "subject child"), ("T", "sister of R")) if agency == "school" else (),
        )
        for n, agency in enumerate(AGENCY_IDS, start=1)
    )  # fmt: skip
    source_of = {s.agency: s.id for s in sources}
    entries, events = [], []
    for n, (agency, when, kind, assertion, text, quote, shared) in enumerate(ROWS, start=1):
        entries.append(
            Entry(
                id=f"n{n}", source=source_of[agency], agency=agency, locator={"row": n + 1}, when=when, text=text,
                columns={"Date": when.text if when else "", "Event": text, "Reviewer's comment": "To be looked at."},
                parts=(Part(field="event", header="Event", start=0, end=len(text)),),
                hindsight=("Reviewer's comment",),
            )
        )  # fmt: skip
        at = text.index(quote)
        events.append(
            Event(
                id=f"e{n}", entry=f"n{n}", agency=agency, kind=kind, assertion=assertion, when=when, quote=quote,
                span=(at, at + len(quote)), main=True, shared_with=shared, cues=("“" + quote.split()[0].lower() + "”",),
                mentions=(Mention(role="mother", label="Mother"),) if "other" in text else (),
            )
        )  # fmt: skip
    info = CaseInfo(id="case-r", title="Child R", subject="Baby R", key_dates={"birth": BIRTH})
    case = Case(info=info, sources=sources, entries=tuple(entries), events=tuple(events))
    return case, _findings(case)


def _count(agency: str) -> RowCount:
    rows = sum(r[0] == agency for r in ROWS)
    warned = int(agency == "gp")
    return RowCount(rows=rows + 2 + warned, entries=rows, headers=1, blank=1, warned=warned)


def _problems(agency: str) -> tuple[Problem, ...]:
    if agency != "gp":
        return ()
    return (
        Problem(code="W201", text="There is no 31 June; the entry is kept without a date.", place={"row": 9},
                quote="31/06/2020", suggestion="30/06/2020 or 01/07/2020", entry="n10"),
        Problem(code="W204", text="The row could not be read.", place={"row": 12}, row_unread=True),
    )  # fmt: skip


def _findings(case: Case) -> Findings:
    gaps = (
        Gap(
            id="g1", kind="unshared_incident", rule="incident-known-elsewhere",
            title="No record was found in the files supplied of the incident of 19 December 2020 reaching others",
            explanation="The police recorded an incident at the home of a pregnant woman. No record was found in the "
            "files supplied of it in another agency before 18 March 2021.",
            when=When(start=dt.date(2020, 12, 19), end=dt.date(2021, 3, 18)), measured=(89, 89), limit=3, unit="days",
            outcome="exceeded", agencies=("police", "childrens_social_care"), events=("e7", "e22"), against=("e8",),
            confidence="Rests on the police and social care files; both cover these dates.", source="Illustrative rule",
        ),
        Gap(
            id="g2", kind="reallocation_delay", rule="absence-to-allocation",
            title="50 days between the worker's absence and the new allocation",
            explanation="Sick leave began on 14 January 2021; a new worker is named on 5 March 2021.",
            when=When(start=dt.date(2021, 1, 14), end=dt.date(2021, 3, 5)), measured=(36, 36), limit=5,
            unit="working_days", outcome="exceeded", agencies=("childrens_social_care",), events=("e12", "e13"),
            against=(), confidence="Both days are certain.", source="Illustrative rule",
        ),
        Gap(
            id="g3", kind="timescale_exceeded", rule="assessment-45",
            title="Time from referral to the end of the assessment depends on the date",
            explanation="The end of the assessment is not dated.", when=None, measured=(40, None), limit=45,
            unit="working_days", outcome="depends", agencies=("childrens_social_care",), events=("e3", "e5"),
            against=("e6",), confidence="Low: no end date.", source="Illustrative rule",
        ),
        Gap(
            id="g4", kind="missed_appointment_no_followup", rule="missed-followed",
            title="No record was found in the files supplied of a follow-up to the scan of 11 January 2021",
            explanation="Looked for in the 28 days after.",
            when=When(start=dt.date(2021, 1, 11), end=dt.date(2021, 2, 8)), measured=(28, 28), limit=5, unit="days",
            outcome="no_record", agencies=("midwifery",), events=("e11",), against=("e14",), confidence="Medium.",
            source="Illustrative rule",
        ),
    )  # fmt: skip
    return Findings(
        agencies=tuple(Agency(id=a, label=AGENCIES[a]) for a in AGENCY_IDS),
        actors=(Actor(id="a1", role="mother", label="Mother", agency=None, mentions=4, events=("e1", "e15")),),
        links=(
            Link(kind="same_event", from_id="e2", to_id="e3", evidence="a referral sent, and received two days later"),
            Link(kind="informs", from_id="e2", to_id="e3", evidence="sent to children's social care"),
        ),
        gaps=gaps,
        contradictions=(Contradiction(events=("e15", "e16"), explanation="Two entries differ about who was there."),),
        key_dates=case.info.key_dates,
        not_judged=("Core groups: no child protection plan was found in the files supplied.",),
    )


def large_case(number: int, seed: int = 7) -> tuple[Case, Findings]:
    """A case of so many events over eight years and eight agencies, with bursts, and a gap for each forty."""
    rng = random.Random(seed)
    agencies = list(AGENCIES)[:8]
    kinds = list(KINDS)
    start = dt.date(2013, 1, 1)
    bursts = [start + dt.timedelta(days=rng.randrange(2_900)) for _ in range(12)]
    events, entries = [], []
    for n in range(number):
        near = rng.choice(bursts) + dt.timedelta(days=int(rng.gauss(0, 20)))
        first = near if rng.random() < 0.4 else start + dt.timedelta(days=rng.randrange(2_900))
        long = rng.choice((0, 0, 0, rng.randrange(7, 90)))
        when = When(start=first, end=first + dt.timedelta(days=long), approximate=long > 0)
        agency, text = rng.choice(agencies), f"Invented entry {n} about nothing in particular."
        entries.append(
            Entry(id=f"n{n}", source="s1", agency=agency, locator={"row": n}, when=when, text=text, columns={})
        )
        events.append(
            Event(id=f"e{n}", entry=f"n{n}", agency=agency, kind=rng.choice(kinds), assertion="happened", when=when,
                  quote=text, span=(0, len(text)), main=True)
        )  # fmt: skip
    gaps = tuple(
        Gap(
            id=f"g{n}", kind="contact_silence", rule="silence", title=f"No contact was found, {n}", explanation="",
            when=events[n * 40].when, measured=(20 + n, 20 + n), limit=20, unit="days", outcome="no_record",
            agencies=(events[n * 40].agency,), events=(events[n * 40].id,), against=(), confidence="", source="",
        )
        for n in range(number // 40)
    )  # fmt: skip
    source = Source(id="s1", file="large.csv", agency=agencies[0], sha256="0" * 64, reader="csv")
    case = Case(
        info=CaseInfo(id="large", title="Large"), sources=(source,), entries=tuple(entries), events=tuple(events)
    )
    labels = tuple(Agency(id=a, label=AGENCIES[a]) for a in agencies)
    return case, Findings(
        agencies=labels, actors=(), links=(), gaps=gaps, contradictions=(), key_dates={}, not_judged=()
    )


def write_case(path: Path, case: Case) -> None:
    """Put a case into a new store, as the reading of its files would."""
    with Store.create(path, case.info) as store:
        for source in case.sources:
            entries = [e for e in case.entries if e.source == source.id]
            ids = {e.id for e in entries}
            store.add_source(source, b"invented", entries, [e for e in case.events if e.entry in ids])
