"""The knowledge matrix: agencies across, significant events down, in each cell who knew and how much later.

    view, knowledge  ->  significant events, one row an event  ->  cells  ->  Matrix

A row stands for all records of one event. A cell says one of: *source* (its own first-hand record),
*known* (with the days between the event and the knowledge, as an interval), *sent* (word was sent, no
trace that it arrived), *no record* (its file covers the day and a rule would expect it to know), *not
expected* (covered, and no rule expects it), *not covered* (its file does not speak of that time, or
none was supplied). Absence is only ever absence from the files supplied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from model.case import Event
from model.gaps.profiles import RuleBook
from model.knowledge import SENT, Knowledge, Known
from model.significance import significance, threshold
from model.telling_kinds import TOLD_OF
from model.view import TELLING, CaseView
from model.when import DayRange, When, days_between

State = Literal["source", "known", "sent", "no_record", "not_expected", "not_covered"]
ALWAYS: Final = frozenset({"birth", "death"})
"""Kinds that belong into every matrix where they are the subject child's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One agency and one event. `delay` is set where it knew: days from the event to the knowledge."""

    agency: str
    state: State
    known: Known | None = None
    delay: DayRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One significant event with all its records. `sharing_recorded` is false where no file tells of any telling."""

    event: Event
    records: tuple[str, ...]
    significance: int
    when: When | None
    cells: Mapping[str, Cell]
    sharing_recorded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The agencies (sides with a file, in order) and the rows in time order."""

    agencies: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def matrix(view: CaseView, knowledge: Knowledge, least: int | None = None) -> Matrix:
    """The matrix of all events whose significance is at least `least` (the case's threshold if None)."""
    least = threshold(view) if least is None else least
    agencies = tuple(sorted(view.coverage))
    asked = _asked(view)
    rows: list[MatrixRow] = []
    seen: set[str] = set()
    for event in view.events:
        if event.id in seen or event.assertion not in TELLING:
            continue
        records = view.same(event)
        weight = _weight(view, records, least)
        if weight is None:
            continue
        seen |= {record.id for record in records}
        rows.append(_row(view, knowledge, records, weight, agencies, asked))
    merged = sorted(_one_a_row_of_a_file(rows), key=lambda row: view.order(row.event))
    return Matrix(agencies=agencies, rows=tuple(merged))


def _weight(view: CaseView, records: list[Event], least: int) -> int | None:
    """The significance of an event by its weightiest record, None if it is not significant."""
    kinds = {record.kind for record in records}
    weight = max((significance(view, r) for r in records if r.kind in TOLD_OF), default=0)
    if kinds & ALWAYS and any(_is_subjects(view, record) for record in records):
        return max(weight, least)
    return weight if weight >= least else None


def _is_subjects(view: CaseView, record: Event) -> bool:
    day, span = view.key_dates.get(record.kind), view.span_of(record)
    return bool(day and span and day.overlaps(span))


def _row(
    view: CaseView,
    knowledge: Knowledge,
    records: list[Event],
    weight: int,
    agencies: tuple[str, ...],
    asked: frozenset[str],
) -> MatrixRow:
    head = max(records, key=lambda e: (e.kind in TOLD_OF, e.assertion == "happened", e.main, significance(view, e)))
    when = view.happened_by(head)
    knowers = knowledge.knowers(head)
    cells = {side: _cell(view, side, knowers.get(side), when, asked) for side in agencies}
    rows = (event for record in records for event in view.by_entry[record.entry])
    shared = any(known.by for known in knowers.values()) or any(view.told(e) or view.senders(e) for e in rows)
    return MatrixRow(
        event=head,
        records=tuple(record.id for record in records),
        significance=weight,
        when=when,
        cells=cells,
        sharing_recorded=shared,
    )


def _cell(view: CaseView, side: str, known: Known | None, when: When | None, asked: frozenset[str]) -> Cell:
    if known is None:
        covered = view.covers(side, when)
        state: State = "not_covered" if not covered else "no_record" if side in asked else "not_expected"
        return Cell(agency=side, state=state)
    if known.how == SENT:
        return Cell(agency=side, state="sent", known=known)
    delay = _delay(when, known.since)
    first_hand = known.how == "own record" and (delay is None or delay.fewest is None or delay.fewest <= 0)
    return Cell(agency=side, state="source" if first_hand else "known", known=known, delay=delay)


def _delay(when: When | None, since: When) -> DayRange | None:
    """Days from the event to the knowledge; never less than none, since nobody knows before it happens."""
    if when is None:
        return None
    days = days_between(when, since)
    if days.most is None:
        return None
    return DayRange(max(0, days.fewest or 0), max(0, days.most))


def _asked(view: CaseView) -> frozenset[str]:
    """The sides that a sharing rule in force for the case expects to be told."""
    rules = RuleBook.for_case(view.case.info.settings).of_type("sharing")
    return frozenset(side for rule in rules for side in rule.responsible)


def _one_a_row_of_a_file(rows: list[MatrixRow]) -> tuple[MatrixRow, ...]:
    """Of several readings of one row of a file that are known alike, the weightiest, with the records of all."""
    held: dict[tuple[object, ...], MatrixRow] = {}
    for row in rows:
        states = tuple((side, cell.state) for side, cell in sorted(row.cells.items()))
        apart = row.event.kind in ALWAYS
        key: tuple[object, ...] = (row.event.id,) if apart else (row.event.entry, states)
        other = held.get(key)
        if other is None:
            held[key] = row
            continue
        heavy, light = (row, other) if _weight_of(row) > _weight_of(other) else (other, row)
        held[key] = replace(heavy, records=tuple(dict.fromkeys((*heavy.records, *light.records))))
    return tuple(held.values())


def _weight_of(row: MatrixRow) -> tuple[int, bool, int]:
    return (row.significance, row.event.main, len(row.records))
