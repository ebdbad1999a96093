"""A case without names for what only looks at it: the stage, the page for paper.

case file, CaseBook  ->  table_to_show  ->  PseudonymTable        CaseBook  ->  unnamed  ->  CaseBook under pseudonyms

To look at a case must not change its file, so a table that is brought up to the records here is not kept; only a
shift of dates, which must be the same each time, is drawn and kept.
"""

from __future__ import annotations

from pathlib import Path

from dashboard.casebook import CaseBook, build_book
from ingest.identifiers import prepared, table_for, under_pseudonyms
from model.pseudonyms import PseudonymTable
from model.store import Store


def table_to_show(path: Path, book: CaseBook, *, shift: bool = False) -> PseudonymTable:
    """The pseudonyms of a case as its records are now. Raises `StoreError`."""
    with Store.open(path) as store:
        kept, _ = store.pseudonyms()
        if shift and kept.shift_days is None:
            return prepared(store, book.case)
        views = [view.name for view in store.views()]
    return table_for(book.case, kept, views)


def unnamed(path: Path, book: CaseBook) -> CaseBook:
    """The case under pseudonyms: no name is left in it, so none can be shown."""
    return build_book(*under_pseudonyms(book.case, book.findings, table_to_show(path, book)))
