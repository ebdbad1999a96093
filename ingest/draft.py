"""A draft: one row or dated paragraph as found in a file, before its date is read.

    tables.py / narrative.py  ->  Draft  ->  dating.py (when)  ->  read.py (Entry)

Drafts keep the words of the date cells as they stand, so that dating can look at a whole column at
once (order, missing years, the row above) and say how each date was read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.raw import CellValue
from model.case import Locator, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCell:
    """The words of one date or time cell with the typed value that a spreadsheet may hold for it.

    `carried` is true where the cell repeats the one above: a vertical merge, or a blank cell below a
    date in the same table.
    """

    text: str = ""
    value: CellValue = None
    carried: bool = False

    @property
    def empty(self) -> bool:
        return not self.text.strip() and self.value is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One entry to be. Texts, parts and columns are those of `model.case.Entry`.

    `section` is the heading in force above the row ("Period 2: 2021", "14 March 2021"), which may hold
    the year or the date; `date_span` are the characters of `text` that hold the entry's own date where
    it stands inside the prose (dated paragraphs); `table` numbers the table or list it came from, so
    that dates are carried only within it; `agency` is the agency that the row's own column names (a
    contract name) and `agency_words` what stands there; `part` is the heading, section row or sheet that
    may say whose the rows below it are.
    """

    locator: Locator
    text: str
    columns: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    hindsight: tuple[str, ...] = ()
    date: DateCell = DateCell()
    end_date: DateCell = DateCell()
    time: DateCell = DateCell()
    end_time: DateCell = DateCell()
    recorded: DateCell = DateCell()
    date_span: tuple[int, int] | None = None
    section: str = ""
    table: int = 0
    agency: str | None = None
    agency_words: str = ""
    part: str = ""
    hidden: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is known of a file's period before its rows are read; any part may be unknown.

    `first` and `last` bound the period under review where the file or the case says so; `made` is the
    day the file itself was made or sent (from its own words, never from the disk): no past event is
    later. `born`, `due` and `death` are the case's key days.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    made: dt.date | None = None
    born: dt.date | None = None
    due: dt.date | None = None
    death: dt.date | None = None
