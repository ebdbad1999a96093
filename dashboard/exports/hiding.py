"""An export under pseudonyms: the case without names, the choice moved with the dates, and what was lost.

    Store, Case, Findings, ExportOptions  ->  under_choice  ->  Case, Findings, ExportOptions for any writer

Everything is made from the case that comes out, so no writer has to know of pseudonyms.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dashboard.exports.options import ExportOptions
from dashboard.words import counted
from ingest.identifiers import changed_counts, under_pseudonyms
from model.case import Case, Findings
from model.pseudonyms import PseudonymTable

MOST_TOLD = 10  # titles of gaps in a sentence: more are only counted


def under_choice(
    case: Case, findings: Findings, options: ExportOptions, table: PseudonymTable
) -> tuple[Case, Findings, ExportOptions]:
    """What the choice of names and dates makes of a case; all three as they are where nothing is hidden."""
    if not options.pseudonyms:
        return case, findings, options
    shown, found = under_pseudonyms(case, findings, table, shift=options.shifted)
    if not options.shifted:
        return shown, found, options
    days = dt.timedelta(days=table.shift_days or 0)
    moved = replace(
        options,
        since=options.since + days if options.since else None,
        until=options.until + days if options.until else None,
        more=(*options.more, *lost(findings, found, days.days)),
    )
    return shown, found, moved


def lost(findings: Findings, shown: Findings, days: int) -> tuple[str, ...]:
    """Which counts of working days would be others by the dates shown, in a sentence; nothing where none would."""
    changed = changed_counts(findings, days)
    if not changed:
        return ()
    titles = {g.id: g.title for g in (*shown.gaps, *shown.noticed, *shown.answered)}
    told = "; ".join(f"{titles[c.gap.id]} ({c.true}, by the dates shown {c.shifted})" for c in changed[:MOST_TOLD])
    rest = f"; and {len(changed) - MOST_TOLD} more" if len(changed) > MOST_TOLD else ""
    return (
        f"Bank holidays do not move, so {counted(len(changed), 'count')} of working days would be another by the dates "
        f"shown: {told}{rest}.",
    )
