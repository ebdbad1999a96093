"""What a person wrote in a cell of a chronology: a date, an agency, a kind, notes, who was told.

cell's words  ->  date_of, notes_in, told_in, words_of, Names  ->  values as the forms of the pages hold them
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.casebook import CaseBook
from dashboard.date_fields import fields_of, when_of
from dashboard.exports.glossary import CODES
from dashboard.words import GAP_STATUS_WORDS
from ingest.date_cells import read_date_cell
from ingest.draft import DateCell
from model.names import AGENCIES
from model.when import in_words

NOTE: Final = "Note. "  # as the chronology writes before each note
TOLD: Final = "Told:"
NO_DATE: Final = frozenset({"", "date not known", "not known", "unknown", "no date", "undated", "-"})
DOUBTFUL: Final = frozenset({"impossible", "unread", "month_first"})


def date_of(text: str, near: dt.date | None) -> dict[str, str] | None:
    """The date as the fields of a form, None where it cannot be read; `near` gives the century and the year."""
    if text.strip().casefold() in NO_DATE:
        return {"precision": "unknown"}
    found = read_date_cell(DateCell(text=text), near or dt.date.today(), None)
    if found.when is None or found.doubt in DOUBTFUL or (found.needs_year and near is None):
        return None
    return fields_of(found.when)


def date_words(fields: Mapping[str, str]) -> str:
    """The date of such fields in words."""
    return in_words(when_of(fields))


def words_of(cell: str) -> str:
    """A cell's words without its notes."""
    return "\n".join(_until_note(cell))


def notes_in(cell: str) -> list[str]:
    """The notes of a cell, each without the word before it."""
    found: list[str] = []
    for line in cell.split("\n"):
        if line.startswith(NOTE):
            found.append(line.removeprefix(NOTE).strip())
        elif found:
            found[-1] += f"\n{line}"
    return [note.strip() for note in found]


def _until_note(cell: str) -> list[str]:
    lines: list[str] = []
    for line in cell.split("\n"):
        if line.startswith(NOTE):
            break
        lines.append(line)
    return lines


def told_in(cell: str) -> tuple[str, list[str]]:
    """The people named in a cell as one text, and the names of those who were told."""
    people: list[str] = []
    told: list[str] = []
    for line in cell.split("\n"):
        if line.strip().startswith(TOLD):
            told += [line.strip().removeprefix(TOLD).strip()]
        elif line.strip():
            people.append(line.strip())
    return ", ".join(people), [name for name in (n.strip() for t in told for n in t.split(",")) if name]


@dataclass(frozen=True, slots=True)
class Names:
    """The agencies by everything that they are called: code, label, contract name."""

    agencies: Mapping[str, str]

    @classmethod
    def of(cls, book: CaseBook, codes: Mapping[str, str]) -> Names:
        pairs = [*((label, known) for known, label in AGENCIES.items()), *((a.label, a.id) for a in book.lanes)]
        pairs += [(code, known) for known, code in {**CODES, **codes}.items()] + [(known, known) for known in AGENCIES]
        return cls({_plain(name): known for name, known in pairs})

    def agency(self, text: str) -> str | None:
        """The agency of that name, None for what names none."""
        return self.agencies.get(_plain(text))

    def of_label(self, text: str, table: Mapping[str, str]) -> str | None:
        """The contract name of a kind or an assertion by its label."""
        return next((known for known, label in table.items() if _plain(label) == _plain(text)), None)

    def first(self, cell: str, table: Mapping[str, str]) -> str | None:
        """The first line of a cell that is a label of the table, as its contract name."""
        return next((known for line in cell.split("\n") if (known := self.of_label(line, table))), None)

    def verdict(self, text: str) -> str | None:
        """The verdict on a gap by its words."""
        return next((v for v, label in GAP_STATUS_WORDS.items() if v != "corrected" and _plain(label) == _plain(text)),
                    None)  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").split()).casefold()
