"""Reading a table built in a test, with the law of its counts checked on the way."""

from __future__ import annotations

from typing import Any

from ingest.draft import Draft
from ingest.tables import TableReading, table_drafts
from tests.builders.tables import table

HEADER = ("Date", "Source", "Event", "Action", "Outcome")
ROW = ("12/03/2021", "Case note", "Visit to mother at home.", "Rang the GP", "Seen")


def lawful(reading: TableReading) -> bool:
    """rows = entries + headers + sections + keys + blank + furniture + warned."""
    c = reading.count
    return c.rows == c.entries + c.headers + c.sections + c.keys + c.blank + c.furniture + c.warned


def read(*rows: Any, **known: Any) -> TableReading:
    reading = table_drafts(table(*rows, **known))
    assert lawful(reading)
    assert reading.count.rows == len(rows)
    return reading


def only(reading: TableReading) -> Draft:
    assert len(reading.drafts) == 1
    return reading.drafts[0]
