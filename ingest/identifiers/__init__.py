"""What in a case can tell who or where: found, named and listed for the reviewer; dates moved; what may still tell.

    Case  ->  find_identifiers  ->  Identifier rows (proposed)  ->  model.pseudonyms.named  ->  the table
    Store, Case  ->  prepared   ->  the table of a case, up to date and kept
    Case, Findings, table  ->  under_pseudonyms  ->  Case, Findings without names: what pages and files are made from
    Case without names, table  ->  residual  ->  what may still tell, for a person to look at
    text  ->  move_dates        ->  edits that move every date by so many days

`texts` lists every text of a case, `lexicon` tells names from words, `people` puts the names of one person together.
"""

from __future__ import annotations

from ingest.identifiers.dates import birthdays, move_dates
from ingest.identifiers.find import find_identifiers, table_for
from ingest.identifiers.residual import residual
from ingest.identifiers.shown import changed_counts, drawn_shift, prepared, pseudonymiser, under_pseudonyms

__all__ = [
    "birthdays",
    "changed_counts",
    "drawn_shift",
    "find_identifiers",
    "move_dates",
    "prepared",
    "pseudonymiser",
    "residual",
    "table_for",
    "under_pseudonyms",
]
