"""A case as it is shown and sent under pseudonyms: the one way for pages, exports and presenting.

    Store, Case            ->  prepared           ->  PseudonymTable, brought up to the records and kept
    Case, Findings, table  ->  under_pseudonyms   ->  Case, Findings without names (dates shifted on request)
    Case, Findings, table  ->  changed_counts     ->  gaps whose working days would be counted otherwise

The secret shift is drawn here: a number of whole weeks, so that weekdays stay. Bank holidays do not move with it, so a
count of working days made from the shifted dates can differ by them; the gaps keep the counts of the true dates.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.identifiers.dates import birthdays, move_dates
from ingest.identifiers.find import table_for
from model.calendar import WorkingCalendar
from model.case import Case, Findings, Gap
from model.pseudonyms import Pseudonymiser, PseudonymTable, hidden
from model.store import Store

FEWEST_WEEKS: Final = 20  # less would leave most dates in the same season of the same year
MOST_WEEKS: Final = 250  # more would put a case under other law and guidance than its own by a decade
ALL_WEEKS: Final = tuple(w for w in range(-MOST_WEEKS, MOST_WEEKS + 1) if abs(w) >= FEWEST_WEEKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCount:
    """A gap measured in working days: how many by the true dates, how many if counted from the shifted ones."""

    gap: Gap
    true: int
    shifted: int


def drawn_shift() -> int:
    """A secret number of days, whole weeks before or after, drawn anew each time."""
    return 7 * secrets.choice(ALL_WEEKS)


def prepared(store: Store, case: Case) -> PseudonymTable:
    """The table of a case brought up to its records as they are now, with a shift drawn, and kept in its file."""
    kept, _ = store.pseudonyms()
    views = [view.name for view in store.views()]
    table = table_for(case, kept, views)
    if table.shift_days is None:
        table = replace(table, shift_days=drawn_shift())
    if table != kept:
        store.keep_pseudonyms(table)
    return table


def pseudonymiser(table: PseudonymTable, *, shift: bool = False) -> Pseudonymiser:
    """What rewrites texts by a table: its dates shifted, or only dates of birth left out."""
    return Pseudonymiser(table, shift=shift, dates=move_dates, birthdays=birthdays)


def under_pseudonyms(
    case: Case, findings: Findings, table: PseudonymTable, *, shift: bool = False
) -> tuple[Case, Findings]:
    """The case and its findings without names: make every page and file from these and nothing can leak."""
    return hidden(case, findings, pseudonymiser(table, shift=shift))


def changed_counts(findings: Findings, days: int, closures: Sequence[dt.date] = ()) -> list[ChangedCount]:
    """The gaps for which the working days between the shifted dates are others than between the true ones."""
    calendar, out = WorkingCalendar(closures), []
    for gap in (*findings.gaps, *findings.noticed, *findings.answered):
        when = gap.when
        if gap.unit != "working_days" or when is None or when.start is None or when.end is None:
            continue
        moved = when.shifted(days)
        assert moved.start is not None
        assert moved.end is not None
        true = calendar.working_days(when.start, when.end)
        shifted = calendar.working_days(moved.start, moved.end)
        if true != shifted:
            out.append(ChangedCount(gap=gap, true=true, shifted=shifted))
    return out
