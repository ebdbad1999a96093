"""The trail of decisions as a table, for the file of the review.

CaseBook  ->  trail_csv  ->  one UTF-8 CSV, newest first, with cells that no spreadsheet takes for a formula
"""

from __future__ import annotations

import csv
import io
from typing import Final

from dashboard.casebook import CaseBook
from dashboard.exports.cells import safe_cell
from dashboard.tables.trail import trail_rows

COLUMNS: Final = ("number", "made", "author", "subject", "what", "about", "reason", "state")


def trail_csv(book: CaseBook) -> bytes:
    """Every decision, a row each."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(name.capitalize() for name in COLUMNS)
    for row in trail_rows(book):
        writer.writerow(safe_cell(str(getattr(row, name))) for name in COLUMNS)
    return ("\ufeff" + out.getvalue()).encode("utf-8")
