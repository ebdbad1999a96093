"""The rapid-review pack: a short briefing of what the records show and what they do not.

    Extract  ->  briefing: in short, key facts, the timeline, gaps confirmed, gaps open, what the records do not cover

It is short by rule: tables stop after a few rows and say how many more there are and where. Words are neutral; what
the records do not cover is said before anybody could miss it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from dashboard import words
from dashboard.axis import KEY_DATE_WORDS
from dashboard.casebook import CaseBook
from dashboard.exports.chronology import agency_label
from dashboard.exports.chronology_report import sources_part
from dashboard.exports.extract import CONFIRMED, OPEN, Extract, GapItem, summary
from dashboard.exports.gap_reports import LEFT_OUT, not_judged_part, started
from dashboard.exports.questions_export import questions_of
from dashboard.exports.report import CellOf, Report, Words, heading, paragraph, picture, table
from dashboard.exports.timeline_picture import book_of, timeline_picture
from dashboard.summary import AgencyLine, summarise
from model.case import Event
from model.names import GAP_KINDS
from model.when import When, in_words

MOST_FACTS: Final = 12  # significant events, the weightiest: with what is said in short, a page
PAGE_SHAPE: Final = 0.62  # of a picture's width: its height, so that it takes a page in landscape
MOST_GAPS: Final = 12  # of each table
MOST_QUESTIONS: Final = 10
QUOTE_CHARS: Final = 220
LONG_SILENCE_DAYS: Final = 56  # eight weeks between two entries of one agency: named, not judged


def briefing(told: Extract, made: dt.datetime) -> Report:
    """The pack."""
    report = started(f"Rapid review briefing: {told.case.info.title}", told, made)
    book = book_of(told)
    lines = summarise(book).agencies
    heading(report, "In short")
    for sentence in _sentences(told, book, lines):
        paragraph(report, sentence, bullet=True)
    heading(report, "Key facts in the records")
    _key_facts(report, told, book)
    heading(report, "Timeline")
    picture(report, timeline_picture(told, PAGE_SHAPE))
    confirmed = [g for g in told.gaps if g.group == CONFIRMED]
    waiting = [g for g in told.gaps if g.group == OPEN]
    _gaps(report, told, "Gaps confirmed by a reviewer", confirmed)
    _gaps(report, told, "Gaps not yet reviewed", waiting)
    _questions(report, told)
    _not_covered(report, told, book, lines)
    sources_part(report, told)
    return report


def _sentences(told: Extract, book: CaseBook, lines: Sequence[AgencyLine]) -> Iterable[str]:
    first = min((line.first for line in lines if line.first), default=None)
    last = max((line.last for line in lines if line.last), default=None)
    period = f", from {in_words(When.on(first))} to {in_words(When.on(last))}" if first and last else ""
    files = words.counted(len(told.sources), "file")
    agencies = words.counted(len(told.agencies), "agency", "agencies")
    yield f"{files} from {agencies}: {words.counted(len(told.entries), 'entry', 'entries')}{period}."
    for name, when in book.findings.key_dates.items():
        if name != "scope":
            yield f"{KEY_DATE_WORDS.get(name, name.replace('_', ' ').capitalize())}: {in_words(when)}."
    groups = [g.group for g in told.gaps]
    yield (
        f"Gaps confirmed by a reviewer: {groups.count(CONFIRMED):,}. Not yet reviewed: {groups.count(OPEN):,}. "
        f"Others in this choice: {len(groups) - groups.count(CONFIRMED) - groups.count(OPEN):,}."
    )
    yield "Nothing here is a finding. It says what the files supplied hold, as they were read, and what was decided."


# ------------------------------------------------------------------ key facts
def _key_facts(report: Report, told: Extract, book: CaseBook) -> None:
    rows = book.knowing.matrix.rows
    chosen = sorted(rows, key=lambda row: -row.significance)[:MOST_FACTS]
    kept = [row for row in rows if row in chosen]
    if not kept:
        paragraph(report, "No event of this choice weighs enough to be named here; the chronology holds them all.")
        return
    said = (
        f"The {len(kept)} weightiest of {len(rows)} significant events"
        if len(rows) > len(kept)
        else "Every significant event"
    )
    paragraph(report, f"{said}, in order of time. What counts as significant is for the panel to say.")
    number = {item.row.entry: item.number for item in told.entries}
    table(
        report, "Key facts", ("No", "When", "Agency", "Kind", "What the record says", "Also recorded by"),
        (4, 12, 12, 14, 46, 14),
        ([str(number.get(row.event.entry, "")), in_words(row.when), agency_label(row.event.agency),
          CellOf((Words(words.kind(row.event)), *_how(row.event))), _quote(told, row.event),
          ", ".join(sorted({agency_label(book.event_by_id[r].agency) for r in row.records
                            if r in book.event_by_id} - {agency_label(row.event.agency)}))] for row in kept),
    )  # fmt: skip


def _how(event: Event) -> tuple[Words, ...]:
    return () if event.assertion == "happened" else (Words(words.assertion(event), italic=True),)


def _quote(told: Extract, event: Event) -> str:
    return summary([event]) if told.options.words == "summary" else words.clipped(event.quote, QUOTE_CHARS)


# ------------------------------------------------------------------ gaps and questions
def _gaps(report: Report, told: Extract, name: str, items: Sequence[GapItem]) -> None:
    heading(report, f"{name} ({len(items)})")
    if not items:
        paragraph(report, "None in this choice.")
        return
    table(
        report, name, ("No", "Kind", "What the records show", "When", "Measured", "Agencies", "Rests on"),
        (4, 13, 42, 13, 12, 12, 8),
        ([f"G{item.number}", GAP_KINDS.get(item.gap.kind, ""), CellOf(tuple(_gap_words(item))),
          in_words(item.gap.when), words.measured(item.gap), ", ".join(agency_label(a) for a in item.gap.agencies),
          ", ".join(item.entries)] for item in items[:MOST_GAPS]),
    )  # fmt: skip
    _more(report, len(items) - MOST_GAPS, "gap", "the gap report")


def _gap_words(item: GapItem) -> Iterable[Words]:
    yield Words(item.gap.title, bold=True)
    if item.gap.explanation:
        yield Words(words.clipped(item.gap.explanation, 2 * QUOTE_CHARS))
    yield from (Words(note, lead="Note. ", italic=True) for note in item.notes)


def _more(report: Report, number: int, what: str, where: str) -> None:
    if number > 0:
        paragraph(report, f"{words.counted(number, f'more {what}')} of this choice: see {where}.")


def _questions(report: Report, told: Extract) -> None:
    heading(report, "Questions to ask")
    rows = [row for _, row in questions_of(told)]
    if not rows:
        paragraph(report, LEFT_OUT if told.options.words == "summary" else "No open gap of this choice leads to one.")
        return
    table(
        report, "Questions to ask", ("To", "Question", "Entries cited"), (3, 8, 6),
        ([row.asked, row.question, row.entries] for row in rows[:MOST_QUESTIONS]),
    )  # fmt: skip
    _more(report, len(rows) - MOST_QUESTIONS, "question", "the questions for agencies")


# ------------------------------------------------------------------ what is not there
def _not_covered(report: Report, told: Extract, book: CaseBook, lines: Sequence[AgencyLine]) -> None:
    heading(report, "What the records do not cover")
    paragraph(report, "No record in the files supplied does not mean that nothing was done or known.")
    table(
        report, "What each agency's files cover", ("Agency", "First and last entry", "Entries", "Without a date",
        "Day not settled or questioned", "Rows not read", "Longest time between two entries"), (4, 5, 2, 2, 3, 2, 5),
        ([line.agency.label, _period(line), f"{line.entries:,}", f"{line.undated:,}", f"{line.doubtful:,}",
          f"{line.rows_unread:,}", _silence(line)] for line in lines),
    )  # fmt: skip
    holding = {line.agency.id for line in lines}
    named = {a for g in told.gaps for a in g.gap.agencies}
    named |= {a for e in book.case.events for a in (*e.shared_with, *e.involves, *e.received_from)}
    without = sorted(agency_label(a) for a in named - holding if a != "family")
    if without and not told.options.agencies:
        paragraph(report, f"Named in the records, without a file in this choice: {words.listed(without)}.", bullet=True)
    if not told.options.agencies:
        not_judged_part(report, told)


def _period(line: AgencyLine) -> str:
    if line.first is None or line.last is None:
        return "no dated entry"
    return f"{in_words(When.on(line.first))} to {in_words(When.on(line.last))}"


def _silence(line: AgencyLine) -> str:
    if line.silent is None or line.silent[0] < LONG_SILENCE_DAYS:
        return "under eight weeks"
    days, earlier, later = line.silent
    return f"{days:,} days, {in_words(When.on(earlier))} to {in_words(When.on(later))}"
